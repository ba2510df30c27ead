from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from dueregard.audit.models import Event
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Objective, Plan
from dueregard.plans.tests.factories import TODAY, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(officer, council):
    period = {"starts_on": days(-360), "ends_on": days(5)}
    return services.add_plan(council, title="Equality plan 2025/26", by=officer.user, **period)


@pytest.fixture
def done(officer, old):
    action = services.add_action(old, by=officer.user, text="Count", measures=["Number"])
    services.record_update(action, by=officer.user, version=1, status="Complete", note="", on=TODAY)
    return action


@pytest.fixture
def late(officer, old):
    under = services.add_objective(old, by=officer.user, text="Fair work")
    content = {"leads": ["Manager"], "aims": ["b_advance"], "measures": ["Share"], "objective": under}
    return services.add_action(
        old, by=officer.user, text="Train", ref="7", timescale="31 March 2026", **content
    )


def typed(seen, **changed):
    (form,) = [form for form in seen.root.forms if "title" in form.fields]
    return {name: value for name, value in form.fields.items() if value is not None} | changed


def url(plan):
    return f"/plans/{plan.pk}/roll-forward/"


def roll(officer, plan, **changed):
    asked = typed(page(officer.get(url(plan))), **changed)
    seen = page(officer.client.post(url(plan), asked))
    return officer.client.post(url(plan), asked | {"step": "apply"}, follow=True), seen


def test_what_carries_over_and_what_closes_is_proposed_with_reasons(officer, old, done, late):
    seen = page(officer.get(url(old)))
    assert seen.value("title") == "Equality plan 2026/27"
    assert (seen.value(f"decision_{done.pk}"), seen.value(f"decision_{late.pk}")) == ("closes", "carries")
    assert seen.value(f"reason_{done.pk}") == "The lead says that it is done: “Complete”."
    assert seen.value(f"reason_{late.pk}") == "It was due on 31 March 2026 and is not done."
    assert page(officer.get(f"/plans/{old.pk}/")).links["Roll it forward a year"] == url(old)


def test_it_is_previewed_then_applied_and_the_old_plan_stays_readable(officer, old, done, late):
    response, seen = roll(officer, old)
    assert "1 action carries over 7 Train: It was due on" in seen.main
    assert "1 action closes Count: The lead says that it is done" in seen.main
    new = Plan.objects.get(title="Equality plan 2026/27")
    assert (new.starts_on, page(response).h1) == (old.starts_on + relativedelta(years=1), new.title)
    carried = new.actions.get()
    assert (carried.text, carried.ref, carried.came_from, carried.last_day) == (
        "Train",
        "7",
        late,
        late.last_day,
    )
    assert (carried.objective.text, carried.objective.plan) == ("Fair work", new)
    assert (carried.leads.get().text, carried.measures.get().plan) == ("Manager", new)
    assert set(old.actions.values_list("closed_on", flat=True)) == {TODAY}
    assert "Olive Officer carried it over from the plan “Equality plan 2025/26”" in (
        page(officer.get(f"/actions/{carried.pk}/")).main
    )
    assert (
        "Reason: Carried over to “Equality plan 2026/27”." in page(officer.get(f"/actions/{late.pk}/")).main
    )
    assert Event.objects.latest("number").kind == "plans.plan_rolled"


def test_what_was_carried_over_is_in_the_progress_of_all_plans_once(officer, old, done, late):
    roll(officer, old)
    counts = dict(reports.progress(old.organisation, TODAY).counts)
    assert (counts["overdue"], counts["closed"]) == (1, 1)
    assert dict(reports.progress(old.organisation, TODAY, plan=old).counts)["closed"] == 2


def test_it_is_undone_as_one(officer, old, done, late):
    roll(officer, old)
    officer.post(f"/deeds/{Deed.objects.get(kind='rolled').pk}/undo/")
    assert Plan.objects.get() == old
    assert (Action.objects.count(), Objective.objects.get().is_closed) == (2, False)
    assert set(old.actions.values_list("closed_on", flat=True)) == {None}


def test_what_somebody_updated_in_the_next_plan_stays_there(officer, director, old, done, late):
    roll(officer, old)
    carried = Action.objects.get(came_from=late)
    services.record_update(carried, by=director.user, version=1, status="Late", note="", on=TODAY)
    deed = Deed.objects.get(kind="rolled")
    assert "Dee Director recorded an update on “7 Train”" in page(officer.get(f"/deeds/{deed.pk}/undo/")).main
    officer.post(f"/deeds/{deed.pk}/undo/")
    late.refresh_from_db()
    done.refresh_from_db()
    assert (late.is_closed, done.is_closed, Action.objects.count()) == (True, False, 3)
    assert carried.plan.objectives.count() == 1


def test_each_needs_a_reason_and_what_was_typed_stays(officer, old, done, late):
    asked = typed(page(officer.get(url(old))), title="Next", **{f"reason_{late.pk}": ""})
    seen = page(officer.client.post(url(old), asked))
    assert seen.errors == ["Say why, for: 7 Train"]
    assert seen.value("title") == "Next"
    assert Plan.objects.count() == 1


def test_an_action_that_was_added_meanwhile_is_not_forgotten(officer, old, done, late):
    asked = typed(page(officer.get(url(old)))) | {"step": "apply"}
    services.add_action(old, by=officer.user, text="New")
    assert officer.client.post(url(old), asked).status_code == 200
    assert Plan.objects.count() == 1


def test_an_action_that_changed_meanwhile_is_looked_at_again(officer, director, old, done, late):
    asked = typed(page(officer.get(url(old)))) | {"step": "apply"}
    services.reword(late, by=director.user, version=1, text="Train all")
    seen = page(officer.client.post(url(old), asked))
    assert seen.errors[0].startswith("Dee Director changed this at")
    assert Plan.objects.count() == 1


def test_only_the_officer_rolls_and_looking_changes_nothing(officer, reader, stranger, old, late):
    assert (reader.get(url(old)).status_code, stranger.get(url(old)).status_code) == (403, 404)
    officer.get(url(old))
    assert Plan.objects.count() == 1


def test_a_plan_of_several_years_goes_on_a_year_in_its_title_and_in_its_days_alike(officer, council):
    period = {"starts_on": date(2025, 4, 1), "ends_on": date(2029, 3, 31)}
    plan = services.add_plan(council, title="April 2025 to March 2029", by=officer.user, **period)
    seen = page(officer.get(url(plan)))
    assert seen.value("title") == "April 2026 to March 2030"
    assert [seen.value(f"starts_on_{n}") for n in range(3)] == ["1", "4", "2026"]
    assert seen.value("ends_on_2") == "2030"
