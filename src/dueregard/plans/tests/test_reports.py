from datetime import date

import pytest

from dueregard.access.models import Holding
from dueregard.access.tests.factories import OrganisationFactory, PostFactory, UnitFactory
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Lead, Standing
from dueregard.plans.tests.factories import (
    TODAY,
    ActionFactory,
    ImportFactory,
    ObjectiveFactory,
    PlanFactory,
    complete,
    days,
)

pytestmark = pytest.mark.django_db


def numbers(person):
    return {count.label: count.number for count in reports.home_counts(person.membership, TODAY)}


def test_home_counts_what_needs_somebody(officer, plan):
    complete(ActionFactory(plan=plan, last_day=days(-1), saying="well"))
    complete(ActionFactory(plan=plan, last_day=days(3)))
    ActionFactory(plan=plan, registered_on=days(-92))
    complete(ActionFactory(plan=plan, last_day=days(-1), closed_on=TODAY))
    complete(ActionFactory(last_day=days(-1)))  # of another organisation
    assert numbers(officer) == {
        "Overdue": 1,
        "Due in 30 days": 1,
        "Lead and dates disagree": 1,
        "No date": 1,
        "No lead": 1,
        "No measure": 1,
        "Not updated for a quarter": 1,
    }


def test_each_count_leads_to_the_list_that_holds_it(officer, plan):
    complete(ActionFactory(plan=plan, text="Late one", last_day=days(-1)))
    counts = {count.label: count for count in reports.home_counts(officer.membership, TODAY)}
    assert counts["Overdue"].url == "/actions/?gap=overdue&tidy=without"
    assert counts["Overdue"].rule == "The last day or the next due day has passed."
    assert "Late one" in officer.client.get(counts["Overdue"].url).content.decode()
    assert "Late one" not in officer.client.get(counts["No date"].url).content.decode()


def test_what_an_import_left_is_counted_apart_for_the_officer_alone(officer, director, plan):
    made = ImportFactory(organisation=plan.organisation)
    complete(ActionFactory(plan=plan, imported_in=made, last_day=days(-400)))
    ActionFactory(plan=plan, imported_in=made)
    assert numbers(officer)["To tidy after an import"] == 2
    assert numbers(officer)["Overdue"] == 0
    assert "To tidy after an import" not in numbers(director)
    assert numbers(director)["Overdue"] == 0
    Action.objects.update(registered_on=days(-31))
    assert "To tidy after an import" not in numbers(officer)
    assert (numbers(officer)["Overdue"], numbers(officer)["No date"]) == (1, 1)


def lead_by(action, person, **given):
    post = PostFactory(organisation=action.plan.organisation, title=f"Post for {action.text}")
    Holding.objects.create(post=post, user=person.user, **({"starts_on": days(-1)} | given))
    Lead.written("Post", action=action, post=post).save()
    return action


def test_a_lead_sees_their_own_actions_the_most_urgent_first(lead, officer, plan, council):
    lead_by(ActionFactory(plan=plan, text="Undated", status_as_written="Started"), lead)
    lead_by(ActionFactory(plan=plan, text="Later", last_day=days(60)), lead)
    lead_by(ActionFactory(plan=plan, text="Sooner", last_day=days(90), next_due_on=days(5)), lead)
    lead_by(ActionFactory(plan=plan, text="Closed", last_day=days(1), closed_on=TODAY), lead)
    lead_by(ActionFactory(plan=plan, text="Formerly", last_day=days(1)), lead, ends_on=days(-1))
    lead_by(ActionFactory(plan=plan, text="Another's", last_day=days(1)), officer)
    mine = reports.my_actions(lead.user, council, TODAY)
    assert [action.text for action in mine] == ["Sooner", "Later", "Undated"]
    assert (mine[0].due_on, mine[0].standing) == (days(5), Standing.DUE)
    assert (mine[2].due_on, mine[2].status, mine[2].plan) == (None, "Started", "Our plan")
    assert mine[0].url == f"/actions/{mine[0].pk}/"
    assert mine[0].update_url == f"/actions/{mine[0].pk}/record-update/"


def test_a_lead_sees_at_most_five(lead, plan, council):
    for number in range(7):
        lead_by(ActionFactory(plan=plan, text=f"Action {number}"), lead)
    assert len(reports.my_actions(lead.user, council, TODAY)) == 5
    assert len(reports.my_actions(lead.user, council, TODAY, limit=6)) == 6


def test_progress_for_a_publication_names_posts_and_nobody(plan, objective):
    action = complete(ActionFactory(plan=plan, objective=objective, ref="1.1", last_day=days(-1)))
    post = PostFactory(organisation=plan.organisation, title="Head of Housing")
    Lead.written("Head of Housing", action=action, post=post).save()
    Lead.written("Claire Somebody", action=action).save()
    Action.objects.filter(pk=action.pk).update(status_as_written="On target", sentence_as_written="Well.")
    ActionFactory(plan=plan, text="Loose")
    found = reports.progress(plan.organisation, TODAY)
    assert (found.as_at, found.plans) == (TODAY, ("Our plan",))
    (shown,) = found.objectives
    assert (shown.ref, shown.text, shown.plan) == ("1", "Know who uses our services", "Our plan")
    (line,) = shown.actions
    assert line.posts == ("Head of Housing",)
    assert (line.status, line.sentence, line.standing) == ("On target", "Well.", Standing.OVERDUE)
    assert line.measures == ("Number of homes",)
    assert [other.text for other in found.other_actions] == ["Loose"]
    counted = dict(found.counts)
    assert (counted[Standing.OVERDUE], counted[Standing.NO_DATE], counted[Standing.CLOSED]) == (1, 1, 0)


def test_progress_is_of_the_organisations_own_plans(plan):
    school = OrganisationFactory(parent=plan.organisation)
    ActionFactory(plan=PlanFactory(organisation=school, title="School plan"))
    ObjectiveFactory(plan=PlanFactory(organisation=school))
    found = reports.progress(plan.organisation, TODAY)
    assert (found.plans, found.objectives, found.other_actions) == (("Our plan",), (), ())


def test_progress_takes_the_same_queries_however_long_the_plan(plan, objective, django_assert_num_queries):
    for number in range(3):
        complete(ActionFactory(plan=plan, objective=objective, ref=str(number)))
    with django_assert_num_queries(5):
        reports.progress(plan.organisation, TODAY)


def shown(plan, **chosen):
    return [
        action.text for action in reports.action_list(plan.actions.all(), reports.Filter(**chosen), TODAY)
    ]


@pytest.fixture
def varied(officer, plan):
    unit = UnitFactory(organisation=plan.organisation, name="Housing")
    add = {"by": officer.user, "timescale": "31 March 2099"}
    content = {"leads": ["Manager"], "measures": ["Number"]}
    tagged = {"aims": ["c_foster"], "characteristics": ["Age"], "unit": unit}
    services.add_action(plan, text="Tagged", **add, **content, **tagged)
    services.add_action(plan, text="Open", **add, leads=["TBC"], measures=["To be agreed"])
    services.add_action(plan, text="Mapped", **add, **content, others={"EFLG": "To be mapped"})
    late = services.add_action(plan, by=officer.user, text="Late", timescale="31 March 2013", **content)
    services.record_update(late, by=officer.user, version=1, status="On target", note="", on=TODAY)
    return plan


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["Tagged", "Open", "Mapped", "Late"]),
        ({"lead": "Manager"}, ["Tagged", "Mapped", "Late"]),
        ({"aim": "c_foster"}, ["Tagged"]),
        ({"characteristic": "Age"}, ["Tagged"]),
        ({"status": "On target"}, ["Late"]),
        ({"due": "overdue"}, ["Late"]),
        ({"due": "on_time"}, ["Tagged", "Open", "Mapped"]),
        ({"gap": "to_be_determined"}, ["Open"]),
        ({"gap": "to_be_mapped"}, ["Mapped"]),
        ({"gap": "no_lead"}, ["Open"]),
        ({"gap": "no_measure"}, ["Open"]),
        ({"gap": "disagreement"}, ["Late"]),
        ({"lead": "Manager", "gap": "to_be_mapped"}, ["Mapped"]),
        ({"tidy": "only"}, []),
        ({"gap": "overdue", "tidy": "without"}, ["Late"]),
        ({"lead": "Nobody"}, []),
    ],
)
def test_a_filter_shows_what_it_says(varied, chosen, expected):
    assert shown(varied, **chosen) == expected


def test_a_status_is_one_choice_however_it_is_capitalised(varied, officer):
    for action in varied.actions.filter(text__in=["Open", "Mapped"]):
        services.record_update(action, by=officer.user, version=1, status="on Target", note="", on=TODAY)
    (status,) = reports.choices(varied.organisation, varied).statuses
    assert shown(varied, status=status) == ["Open", "Mapped", "Late"]


def test_a_filter_by_unit(varied):
    assert shown(varied, unit="Housing") == ["Tagged"]


def test_choices_are_the_values_that_occur(varied):
    assert reports.choices(varied.organisation, varied) == reports.Choices(
        leads=("Manager", "TBC"),
        units=("Housing",),
        aims=(("c_foster", "Foster good relations"),),
        characteristics=("Age",),
        statuses=("On target",),
    )


def test_a_filter_says_in_one_line_what_is_in_the_list(varied):
    everything = reports.Filter(
        lead="Manager",
        unit="Housing",
        aim="c_foster",
        characteristic="Age",
        status="On target",
        due="overdue",
        gap="no_lead",
        tidy="only",
    )
    assert everything.sentence() == (
        "lead: Manager; unit: Housing; aim: Foster good relations; characteristic: Age;"
        " the lead says: On target; the dates say: Overdue; only: No lead; only what an import left to tidy"
    )
    assert reports.Filter().sentence() == "all actions"
    assert reports.Filter(tidy="without").sentence() == "without what an import left to tidy"
    assert reports.Filter().rule() == ""
    assert reports.Filter(due="overdue").rule() == "Its last day or its next due day has passed."
    assert reports.Filter(gap="no_lead").rule() == "Nobody is named; “TBC” and “n/a” name nobody."


def test_the_table_for_committee_has_the_columns_that_hold_something(varied):
    actions = reports.whole_list(varied.actions.all(), reports.Filter(), TODAY)
    table = reports.action_table("Our plan", actions, date(2026, 11, 22), "all actions", every_column=False)
    assert (table.title, table.subtitle) == ("Our plan", "As at 22 November 2026: all actions")
    headings = ("Action", "Measures", "Lead", "Timescale", "Last day", "The lead says", "The dates say")
    assert table.headings == headings
    assert table.rows[3] == (
        "Late",
        "Number",
        "Manager",
        "31 March 2013",
        date(2013, 3, 31),
        "On target",
        "Overdue",
    )


def test_the_workbook_has_every_column(varied):
    actions = reports.whole_list(varied.actions.all(), reports.Filter(), TODAY)
    table = reports.action_table("Our plan", actions, TODAY, "", every_column=True)
    row = dict(zip(table.headings, table.rows[0], strict=True))
    assert (row["Unit"], row["Aims"], row["Characteristics"]) == ("Housing", "Foster good relations", "Age")
    assert dict(zip(table.headings, table.rows[2], strict=True))["EFLG"] == "To be mapped"


def test_an_empty_list_is_a_table_too():
    table = reports.action_table("Our plan", [], TODAY, "all actions", every_column=True)
    assert (table.headings, table.rows) == (("Action",), ())


def test_the_example_has_a_row_for_each_objective_and_action():
    table = reports.example_table()
    assert table.title.startswith("Equality and Inclusion Plan")
    assert sum(row[0].startswith("Objective") for row in table.rows) == 6
    assert "\n" in table.rows[1][3]  # measures are a list


def test_a_remit_in_plain_words(councillor, plan):
    housing = UnitFactory(organisation=plan.organisation, name="Housing")
    late = complete(ActionFactory(plan=plan, unit=housing, text="Late", last_day=days(-10)))
    Action.objects.filter(pk=late.pk).update(status_as_written="On target")
    complete(
        ActionFactory(plan=plan, unit=housing, text="Slow", last_day=days(200), first_last_day=days(100))
    )
    complete(ActionFactory(plan=plan, unit=housing, text="Vague", last_day=days(200)), measure="TBC")
    ActionFactory(plan=plan, unit=housing, text="Bare", last_day=days(200))
    complete(ActionFactory(plan=plan, text="Elsewhere", last_day=days(-10)))
    councillor.membership.remit.add(housing)
    found = reports.remit(councillor.membership, TODAY)
    assert (found.units, found.actions) == (("Housing",), 4)
    (line,) = found.late.lines
    assert line.sentence.endswith(", 10 days ago.")
    assert (line.status, line.leads, found.late.total) == ("On target", ("Head of Housing",), 1)
    assert found.slipped.lines[0].sentence.endswith(", 3 months later.")
    sentences = {line.text: line.sentence for line in found.without_measure.lines}
    assert sentences == {
        "Vague": "How success is measured is still open: “TBC”.",
        "Bare": "Nothing says how success is measured.",
    }


def test_without_a_remit_it_is_the_whole_organisation(councillor, plan):
    complete(ActionFactory(plan=plan, last_day=days(-10)))
    found = reports.remit(councillor.membership, TODAY)
    assert (found.units, found.late.total) == ((), 1)


def test_at_most_twenty_lines_are_shown(councillor, plan):
    for _number in range(21):
        ActionFactory(plan=plan)
    part = reports.remit(councillor.membership, TODAY).without_measure
    assert (len(part.lines), part.total) == (20, 21)


def test_history_of_an_imported_action_goes_back_to_its_document(officer, imported):
    action = Action.objects.get(ref="1")
    services.record_update(action, by=officer.user, version=1, status="On target", note="Well.", on=TODAY)
    assert [(line.sentence, line.after) for line in reports.history(action)] == [
        ("Olive Officer recorded an update", "On target: Well."),
        ("Olive Officer imported it from Equality plan.csv", ""),
    ]


def test_the_words_of_the_document_with_their_places(imported):
    words = {each.heading: each for each in reports.source_words(Action.objects.get(ref="3"))}
    assert words["Timescale"].words == "03/04"
    assert words["Timescale"].place.startswith("table 1, row 5, column 6")


def test_prose_has_one_place_and_its_words(plan):
    source = {"line": 15, "page": None}
    action = ActionFactory.build(plan=plan, imported_text="We will", sources={"": source})
    assert reports.source_words(action) == (reports.SourceWords("Words", "We will", "line 15"),)
    assert reports.source_words(ActionFactory.build(plan=plan)) == ()


def test_what_stands_now_for_who_comes_second(officer, plan):
    action = complete(ActionFactory(plan=plan, text="Do it"))
    services.record_update(action, by=officer.user, version=1, status="Late", note="Soon.", on=TODAY)
    assert dict(reports.now(action)) == {
        "Words": "Do it",
        "Leads": "Head of Housing",
        "Measures": "Number of homes",
        "The lead says": "Late: Soon.",
    }
    objective = ObjectiveFactory(plan=plan, text="Fair", closed_on=date(2026, 1, 31))
    assert dict(reports.now(objective)) == {"Words": "Fair", "Closed on": "31 January 2026"}
