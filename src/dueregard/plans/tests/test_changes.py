"""Added, re-worded, re-dated, closed and opened again by hand."""

import pytest

from dueregard.plans import services
from dueregard.plans.models import Action, Change, Objective
from dueregard.plans.tests.factories import TODAY, ActionFactory, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(officer, plan):
    return services.add_action(
        plan,
        by=officer.user,
        text="Do it",
        timescale="31 March 2027",
        leads=["Manager"],
        aims=["All"],
        others={"EFLG": "To be mapped"},
    )


def test_an_action_is_added(officer, plan, objective):
    response = officer.post(
        f"/plans/{plan.pk}/add-action/",
        text="Count",
        objective=objective.pk,
        leads="Manager\n\nAnother",
        aims=["b_advance"],
        timescale="By March 2027",
    )
    made = Action.objects.get()
    assert response.url == f"/actions/{made.pk}/"
    assert ([lead.text for lead in made.leads.all()], made.objective) == (["Manager", "Another"], objective)


def test_an_objective_is_added(officer, plan):
    response = officer.post(f"/plans/{plan.pk}/add-objective/", text="Fair work", measures="Share of staff")
    made = Objective.objects.get()
    assert response.url == f"/objectives/{made.pk}/"
    assert made.measures.get().text == "Share of staff"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write down what it says."),
        ({"text": "A", "timescale": "31 February 2027"}, "No day can be read in this"),
    ],
)
def test_what_is_wrong_with_a_new_action_is_said(officer, plan, typed, sentence):
    seen = page(officer.post(f"/plans/{plan.pk}/add-action/", **typed))
    assert seen.errors[0].startswith(sentence)
    assert not Action.objects.exists()


def test_an_action_is_reworded(officer, action):
    url = f"/actions/{action.pk}/reword/"
    seen = page(officer.get(url))
    assert (seen.value("text"), seen.value("leads"), seen.value("other_0")) == (
        "Do it",
        "Manager",
        "To be mapped",
    )
    typed = {"text": "Do it well", "leads": "Head of Housing", "aims": ["All"], "other_0": "2.1"}
    assert officer.post(url, **typed).url == f"/actions/{action.pk}/"
    action.refresh_from_db()
    assert (action.text, action.others, action.is_to_be_mapped) == ("Do it well", {"EFLG": "2.1"}, False)
    assert set(Change.objects.filter(kind="reworded").values_list("field", flat=True)) == {
        "text",
        "leads",
        "others",
    }
    assert "Before: “Do it” After: “Do it well”" in page(officer.get(f"/actions/{action.pk}/")).main


def test_an_objective_is_reworded(officer, objective):
    officer.post(f"/objectives/{objective.pk}/reword/", text="Know our users", ref="1")
    objective.refresh_from_db()
    assert objective.text == "Know our users"


def test_who_rewords_second_is_told_and_loses_nothing(officer, director, action):
    url = f"/actions/{action.pk}/reword/"
    version = page(officer.get(url)).value("version")
    services.reword(action, by=director.user, version=action.version, text="The director's words")
    seen = page(officer.post(url, version=version, text="The officer's words", leads="Manager"))
    assert seen.errors[0].startswith("Dee Director changed this at ")
    assert seen.summary["Words"] == "The director's words"
    assert seen.value("text") == "The officer's words"
    officer.post(url, version=seen.value("version"), text="The officer's words", leads="Manager")
    action.refresh_from_db()
    assert action.text == "The officer's words"


def test_nobody_puts_an_action_under_another_plans_objective(officer, action):
    other = services.add_objective(ActionFactory().plan, by=officer.user, text="Not ours")
    seen = page(officer.post(f"/actions/{action.pk}/reword/", text="Do it", objective=other.pk))
    assert len(seen.errors) == 1


@pytest.mark.parametrize("kind", ["action", "objective"])
def test_a_new_date_with_its_reason(officer, action, objective, kind):
    entry = {"action": action, "objective": objective}[kind]
    typed = {"timescale": "30 June 2027", "reason": "Staff left"}
    assert officer.post(f"/{kind}s/{entry.pk}/redate/", **typed).url == f"/{kind}s/{entry.pk}/"
    entry.refresh_from_db()
    assert str(entry.last_day) == "2027-06-30"
    assert "Reason: Staff left" in page(officer.get(f"/{kind}s/{entry.pk}/")).main


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"timescale": "30 June 2027"}, "Say why the date changes."),
        ({"reason": "A"}, "Write the new timescale, or TBC."),
        ({"reason": "A", "timescale": "30 February 2027"}, "No day can be read in this"),
        ({"reason": "A", "timescale": "03/04"}, "This can be read in several ways"),
    ],
)
def test_what_is_wrong_with_a_new_date_is_said(officer, action, typed, sentence):
    seen = page(officer.post(f"/actions/{action.pk}/redate/", **typed))
    assert [error for error in seen.errors if error.startswith(sentence)] == seen.errors
    action.refresh_from_db()
    assert str(action.last_day) == "2027-03-31"


@pytest.mark.parametrize("kind", ["action", "objective"])
def test_closed_and_opened_again(officer, action, objective, kind):
    entry = {"action": action, "objective": objective}[kind]
    officer.post(f"/{kind}s/{entry.pk}/close/", closed_on=TODAY.isoformat(), reason="Done")
    entry.refresh_from_db()
    assert entry.closed_on == TODAY
    officer.post(f"/{kind}s/{entry.pk}/reopen/", reason="Not quite")
    entry.refresh_from_db()
    assert entry.closed_on is None


def test_what_is_wrong_with_closing_is_said(officer, action):
    url = f"/actions/{action.pk}/close/"
    tomorrow = page(officer.post(url, closed_on=days(1).isoformat(), reason="Done"))
    assert tomorrow.errors == ["Choose today or a day before it."]
    assert page(officer.post(url, reason="Done")).errors == ["Enter the day it was closed."]
    february = page(officer.post(url, closed_on="2026-02-31", reason="Done"))
    assert february.errors == ["That day does not exist: enter one that does, such as 30 6 2026."]
    assert page(officer.post(url, closed_on=TODAY.isoformat())).errors == ["Say why it is closed."]
    officer.post(url, closed_on=TODAY.isoformat(), reason="Done")
    twice = page(officer.post(url, closed_on=TODAY.isoformat(), reason="Done"))
    assert twice.errors == ["This is closed already."]
    assert page(officer.post(f"/actions/{action.pk}/reopen/")).errors == ["Say why it is opened again."]


def test_an_event_that_happened_brings_the_date(officer, plan):
    timescale = "Within a month of the staff survey"
    waits = services.add_action(plan, by=officer.user, text="Wait", timescale=timescale)
    link = page(officer.get(f"/actions/{waits.pk}/")).links["Record that the event happened"]
    assert "This action waits for: staff survey." in page(officer.get(link)).main
    tomorrow = page(officer.post(link, happened_on=days(1).isoformat()))
    assert tomorrow.errors == ["Choose today or a day before it."]
    officer.post(link, happened_on="2026-01-31")
    waits.refresh_from_db()
    assert str(waits.last_day) == "2026-02-28"


def test_without_an_event_there_is_nothing_to_record(officer, action):
    seen = page(officer.post(f"/actions/{action.pk}/record-event/", happened_on="2026-01-31"))
    assert seen.errors == ["This does not wait for an event."]
