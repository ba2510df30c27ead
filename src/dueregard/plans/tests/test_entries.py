from datetime import date

import pytest
from django.core.exceptions import ValidationError

from dueregard.access.tests.factories import PostFactory, UnitFactory
from dueregard.audit.models import Event
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Change
from dueregard.plans.services import dates
from dueregard.plans.tests.factories import TODAY, ActionFactory, days
from equalities.timescales import Timescale

pytestmark = pytest.mark.django_db


def last_event():
    return Event.objects.latest("number").kind


def add(officer, plan, **content):
    return services.add_action(plan, by=officer.user, **({"text": "Do it"} | content))


def lines(entry):
    return [(line.sentence, line.before, line.after, line.reason) for line in reports.history(entry)]


def test_a_plan_is_added_and_changed(officer, council):
    plan = services.add_plan(council, title="Plan", by=officer.user)
    assert last_event() == "plans.plan_added"
    period = {"starts_on": days(0), "ends_on": days(365)}
    services.change_plan(plan, title="The plan", by=officer.user, version=1, **period)
    plan.refresh_from_db()
    assert (plan.title, plan.starts_on, plan.ends_on) == ("The plan", days(0), days(365))
    assert last_event() == "plans.plan_changed"


def test_an_action_is_added_with_all_it_holds(officer, plan, objective):
    post = PostFactory(organisation=plan.organisation, title="Manager")
    made = add(
        officer,
        plan,
        ref="1.1",
        objective=objective,
        timescale="By March 2027",
        leads=["manager", "Somebody"],
        measures=["Number", "To be agreed"],
        aims=["b_advance"],
        characteristics=["Age"],
        outputs=["A list"],
        others={"EFLG": "To be mapped"},
    )
    assert (made.position, made.objective, made.last_day) == (0, objective, date(2027, 3, 31))
    assert made.first_last_day == date(2027, 3, 31)
    assert [(lead.text, lead.post) for lead in made.leads.all()] == [("manager", post), ("Somebody", None)]
    assert [measure.is_open for measure in made.measures.all()] == [False, True]
    assert {label.value for label in made.labels.all()} == {"b_advance", "Age"}
    assert (made.outputs, made.is_to_be_mapped) == (["A list"], True)
    assert last_event() == "plans.action_added"
    assert lines(made) == [("Olive Officer added it", "", "", "")]
    assert add(officer, plan).position == 1


def test_an_objective_is_added(officer, plan):
    made = services.add_objective(plan, by=officer.user, text="Fair work", theme="Staff", leads=["TBC"])
    assert (made.text, made.theme, made.leads.get().is_placeholder) == ("Fair work", "Staff", True)
    assert last_event() == "plans.objective_added"


@pytest.mark.parametrize(
    ("timescale", "sentence"),
    [
        ("31 February 2027", "No day can be read in this"),
        ("Sunshine", "No day can be read in this"),
        ("03/04", r"several ways \(31 March 2004 or"),
        ("every third Thursday", "several ways: write the day that is meant, or how often"),
    ],
)
def test_a_timescale_must_have_one_meaning(officer, plan, timescale, sentence):
    with pytest.raises(ValidationError, match=sentence):
        add(officer, plan, timescale=timescale)
    assert not Action.objects.exists()


@pytest.mark.parametrize("timescale", ["", "TBC", "To be confirmed", "Ongoing"])
def test_an_action_may_be_without_a_day(officer, plan, timescale):
    made = add(officer, plan, timescale=timescale)
    assert (made.last_day, made.next_due_on, made.timescale_text) == (None, None, timescale)


def test_each_change_keeps_what_was_there(officer, plan, objective):
    unit = UnitFactory(organisation=plan.organisation, name="Housing")
    made = add(officer, plan, leads=["A"], others={"EFLG": "To be mapped"})
    content = {
        "text": "Do it well",
        "unit": unit,
        "objective": objective,
        "leads": ["A", "B"],
        "measures": ["Number"],
        "aims": ["c_foster"],
        "characteristics": ["Sex"],
        "others": {"EFLG": "2.1"},
        "theme": "",
    }
    assert services.reword(made, by=officer.user, version=made.version, **content)
    made.refresh_from_db()
    assert {name: services.contents(made)[name] for name in content} == content
    assert not made.is_to_be_mapped
    changes = {
        change.field: (change.before, change.after) for change in Change.objects.filter(kind="reworded")
    }
    assert changes == {
        "text": ("Do it", "Do it well"),
        "unit": ("", "Housing"),
        "objective": ("", "1 Know who uses our services"),
        "leads": ("A", "A\nB"),
        "measures": ("", "Number"),
        "aims": ("", "Foster good relations"),
        "characteristics": ("", "Sex"),
        "others": ("EFLG: To be mapped", "EFLG: 2.1"),
    }
    assert last_event() == "plans.action_reworded"
    assert ("Olive Officer changed the words", "Do it", "Do it well", "") in lines(made)


def test_saving_the_same_words_changes_nothing(officer, plan):
    made = add(officer, plan)
    assert not services.reword(made, by=officer.user, version=made.version, text="Do it")
    assert last_event() == "plans.action_added"
    assert not Change.objects.filter(kind="reworded").exists()


def test_the_first_last_day_stays_and_slippage_shows(officer, plan):
    made = add(officer, plan, timescale="31 March 2027")
    services.redate(made, by=officer.user, version=1, timescale="30 June 2027", reason="Staff left")
    made.refresh_from_db()
    assert (made.last_day, made.first_last_day) == (date(2027, 6, 30), date(2027, 3, 31))
    assert made.slipped_days == 91
    before, after = "31 March 2027 (31 March 2027)", "30 June 2027 (30 June 2027)"
    assert lines(made)[0] == ("Olive Officer changed the timescale", before, after, "Staff left")
    assert last_event() == "plans.action_redated"
    services.redate(made, by=officer.user, version=2, timescale="TBC", reason="Nobody knows")
    assert (made.last_day, made.first_last_day, made.slipped_days) == (None, date(2027, 3, 31), 0)


def test_a_date_that_is_not_understood_changes_nothing(officer, plan):
    made = add(officer, plan, timescale="31 March 2027")
    with pytest.raises(ValidationError, match="No day can be read"):
        services.redate(made, by=officer.user, version=1, timescale="Blue", reason="Because")
    made.refresh_from_db()
    assert (made.timescale_text, made.version) == ("31 March 2027", 1)


def test_an_event_brings_the_date(officer, plan):
    made = add(officer, plan, timescale="Within a month of the staff survey")
    assert (made.waits_for, made.last_day) == ("staff survey", None)
    services.record_event(made, by=officer.user, version=1, happened_on=date(2026, 1, 31))
    made.refresh_from_db()
    assert (made.waits_for, made.last_day) == ("", date(2026, 2, 28))
    assert made.first_last_day == date(2026, 2, 28)
    assert lines(made)[0][0] == "Olive Officer recorded that “staff survey” happened on 31 January 2026"
    assert last_event() == "plans.action_event_recorded"
    with pytest.raises(ValidationError, match="does not wait"):
        services.record_event(made, by=officer.user, version=2, happened_on=date(2026, 1, 31))


def test_closed_and_opened_again(officer, objective):
    services.close(objective, by=officer.user, version=1, closed_on=TODAY, reason="Done")
    objective.refresh_from_db()
    assert objective.closed_on == TODAY
    assert last_event() == "plans.objective_closed"
    with pytest.raises(ValidationError, match="closed already"):
        services.close(objective, by=officer.user, version=2, closed_on=TODAY, reason="Done")
    services.reopen(objective, by=officer.user, version=2, reason="Not quite")
    objective.refresh_from_db()
    assert (objective.closed_on, last_event()) == (None, "plans.objective_reopened")
    with pytest.raises(ValidationError, match="open already"):
        services.reopen(objective, by=officer.user, version=3, reason="Again")
    sentences = [line[0] for line in lines(objective)]
    assert sentences[0] == "Olive Officer opened it again"
    assert sentences[1].startswith("Olive Officer closed it on ")


def test_who_comes_second_is_told_who_was_first(officer, director, plan):
    made = add(officer, plan)
    services.reword(made, by=director.user, version=1, text="The director's words")
    with pytest.raises(services.ChangedMeanwhile, match="Dee Director changed this at "):
        services.reword(made, by=officer.user, version=1, text="The officer's words")
    made.refresh_from_db()
    assert (made.text, made.version) == ("The director's words", 2)


def test_who_comes_second_to_an_unknown_change_is_told_too(officer, plan):
    made = ActionFactory(plan=plan, version=3)
    with pytest.raises(services.ChangedMeanwhile, match="Somebody changed this after"):
        services.close(made, by=officer.user, version=2, closed_on=TODAY, reason="Done")


def test_a_compound_timescale_has_the_last_of_its_days(officer, plan):
    made = add(officer, plan, timescale="Draft by June 2087, final version by March 2088")
    assert made.last_day == date(2088, 3, 31)
    assert made.next_due_on == date(2087, 6, 30)


def test_what_recurs_until_a_day_ends_on_it(officer, plan):
    made = add(officer, plan, timescale="Monthly from April 2026 to March 2089")
    assert made.is_recurring
    assert made.last_day == date(2089, 3, 31)
    assert TODAY <= made.next_due_on <= date(2089, 3, 31)


def test_a_first_day_after_the_last_is_no_first_day():
    parts = (
        Timescale("from April 2028", "start", first_day=date(2028, 4, 1)),
        Timescale("by March 2028", "deadline", last_day=date(2028, 3, 31)),
    )
    entry = ActionFactory.build()
    dates.set_timescale(entry, Timescale("both", "compound", parts=parts))
    assert (entry.first_day, entry.last_day) == (None, date(2028, 3, 31))


def test_who_changes_an_objective_second_is_told(officer, director, objective):
    services.reword(objective, by=director.user, version=1, text="The director's words")
    with pytest.raises(services.ChangedMeanwhile, match="Dee Director changed this at "):
        services.reword(objective, by=officer.user, version=1, text="The officer's words")
