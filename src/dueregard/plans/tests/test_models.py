from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dueregard.access.tests.factories import UserFactory
from dueregard.plans.models import Action, Change, Gap, Import, Label, Lead, Measure, Standing, Update
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


def refuses(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def said(**columns):
    action = ActionFactory(**columns)
    return Action.objects.standing(TODAY).get(pk=action.pk).standing


@pytest.mark.parametrize(
    ("columns", "standing"),
    [
        ({"last_day": days(-1)}, "overdue"),
        ({"last_day": days(0)}, "due"),
        ({"last_day": days(30)}, "due"),
        ({"last_day": days(31)}, "on_time"),
        ({"next_due_on": days(-1)}, "overdue"),
        ({"next_due_on": days(0)}, "due"),
        ({"next_due_on": days(31)}, "on_time"),
        ({"last_day": days(400), "next_due_on": days(-1)}, "overdue"),
        ({}, "no_date"),
        ({"registered_on": days(-91)}, "no_date"),
        ({"registered_on": days(-92)}, "stale"),
        ({"last_day": days(31), "registered_on": days(-92)}, "stale"),
        ({"last_day": days(31), "registered_on": days(-92), "last_update_on": days(-91)}, "on_time"),
        ({"last_day": days(31), "last_update_on": days(-92)}, "stale"),
        ({"last_day": days(30), "last_update_on": days(-92)}, "due"),
        ({"last_day": days(-1), "last_update_on": days(-92)}, "overdue"),
        ({"last_day": days(-1), "closed_on": days(-1)}, "closed"),
    ],
)
def test_what_the_dates_say_is_the_first_rule_that_holds(columns, standing):
    assert said(**columns) == standing


def test_every_standing_has_a_rule_and_a_colour():
    assert {standing.colour for standing in Standing} >= {"red", "green"}
    assert all(str(standing.rule) for standing in Standing)
    assert all(str(gap.rule) for gap in Gap)


def gaps(action):
    return {gap for gap in Gap if Action.objects.with_gap(gap, TODAY).filter(pk=action.pk).exists()}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"last_day": days(100)}, set()),
        ({"last_day": days(-1)}, {Gap.OVERDUE}),
        ({"last_day": days(3)}, {Gap.DUE}),
        ({}, {Gap.NO_DATE}),
        ({"last_day": days(100), "last_update_on": days(-92)}, {Gap.STALE}),
        ({"last_day": days(100), "is_to_be_mapped": True}, {Gap.TO_BE_MAPPED}),
        ({"last_day": days(100), "first_last_day": days(99)}, {Gap.SLIPPED}),
        ({"last_day": days(100), "first_last_day": days(101)}, set()),
        ({"last_day": days(-1), "saying": "well"}, {Gap.OVERDUE, Gap.DISAGREEMENT}),
        ({"last_day": days(-1), "saying": "done"}, {Gap.OVERDUE, Gap.DISAGREEMENT}),
        ({"last_day": days(-1), "saying": "late"}, {Gap.OVERDUE}),
        ({"last_day": days(100), "saying": "late"}, {Gap.DISAGREEMENT}),
        ({"last_day": days(3), "saying": "late"}, {Gap.DUE}),
        ({"last_day": days(-1), "saying": "well", "closed_on": days(-1)}, set()),
    ],
)
def test_gaps_of_an_action_with_a_lead_and_a_measure(columns, expected):
    assert gaps(complete(ActionFactory(**columns))) == expected


@pytest.mark.parametrize(
    ("lead", "measure", "expected"),
    [
        ("TBC", "Number", {Gap.NO_LEAD}),
        ("n/a", "Number", {Gap.NO_LEAD}),
        ("Manager", "To be determined", {Gap.NO_MEASURE, Gap.TO_BE_DETERMINED}),
        ("Manager", "n/a", {Gap.NO_MEASURE}),
    ],
)
def test_a_placeholder_is_neither_lead_nor_measure(lead, measure, expected):
    assert gaps(complete(ActionFactory(last_day=days(100)), lead, measure)) == expected


def test_without_rows_there_is_no_lead_and_no_measure():
    assert gaps(ActionFactory(last_day=days(100))) == {Gap.NO_LEAD, Gap.NO_MEASURE}


def imported(**columns):
    plan = PlanFactory()
    made = ImportFactory(organisation=plan.organisation, plan=plan)
    return complete(ActionFactory(plan=plan, imported_in=made, **columns))


@pytest.mark.parametrize(
    ("columns", "gap", "is_left"),
    [
        ({"last_day": days(-400)}, Gap.OVERDUE, True),
        ({"last_day": days(-1), "registered_on": days(-5)}, Gap.OVERDUE, False),  # it passed since
        ({"last_day": days(-400), "registered_on": days(-31)}, Gap.OVERDUE, False),
        ({"last_day": days(-400), "registered_on": days(-30)}, Gap.OVERDUE, True),
        ({}, Gap.NO_DATE, True),
        ({"last_day": days(3)}, Gap.DUE, False),
        ({"last_day": days(-400), "saying": "well"}, Gap.DISAGREEMENT, True),
        ({"last_day": days(-400), "saying": "well", "last_update_on": TODAY}, Gap.DISAGREEMENT, False),
    ],
)
def test_what_an_import_left_is_told_from_what_time_did(columns, gap, is_left):
    action = imported(**columns)
    left = Action.objects.left_by_import(TODAY, gap)
    rest = Action.objects.with_gap(gap, TODAY).not_left_by_import(TODAY, gap)
    assert list(left) == [action] * is_left
    assert list(rest) == [action] * (not is_left)


def test_what_somebody_typed_is_never_left_by_an_import():
    complete(ActionFactory())
    assert not Action.objects.left_by_import(TODAY).exists()
    assert Action.objects.with_gap(Gap.NO_DATE, TODAY).not_left_by_import(TODAY, Gap.NO_DATE).exists()


def test_the_database_holds_what_must_be_true():
    plan, action = PlanFactory(), ActionFactory()
    objective, user = ObjectiveFactory(plan=action.plan), UserFactory()
    starts, ends = {"starts_on": date(2026, 2, 1)}, {"ends_on": date(2026, 1, 1)}
    refuses("plan_ends_after_it_starts", lambda: PlanFactory(**starts, **ends))
    refuses("plan_title_not_blank", lambda: PlanFactory(title=""))
    refuses("action_not_blank", lambda: ActionFactory(text=""))
    refuses("objective_not_blank", lambda: ObjectiveFactory(text=""))
    backwards = {"first_day": days(1), "last_day": days(0), "first_last_day": days(0)}
    refuses("action_ends_after_it_starts", lambda: ActionFactory(**backwards))
    refuses("objective_ends_after_it_starts", lambda: ObjectiveFactory(**backwards))
    forgotten = {"last_day": days(1), "first_last_day": None}
    refuses("action_first_last_day_stays", lambda: ActionFactory(**forgotten))
    refuses("objective_first_last_day_stays", lambda: ObjectiveFactory(**forgotten))
    refuses("action_saying_known", lambda: ActionFactory(saying="guess"))
    refuses("lead_of_one_entry", lambda: Lead.objects.create(text="A"))
    refuses("lead_of_one_entry", lambda: Lead.objects.create(text="A", action=action, objective=objective))
    refuses("lead_not_blank", lambda: Lead.objects.create(text="", action=action))
    both = {"plan": plan, "action": action, "objective": objective}
    refuses("measure_of_one_entry", lambda: Measure.objects.create(text="A", **both))
    refuses("measure_not_blank", lambda: Measure.objects.create(text="", plan=plan))
    opened = {"plan": plan, "is_open": True, "is_placeholder": False}
    refuses("measure_open_is_placeholder", lambda: Measure.objects.create(text="A", **opened))
    Label.objects.create(action=action, kind="aim", value="All")
    refuses("(label_once|UNIQUE)", lambda: Label.objects.create(action=action, kind="aim", value="All"))
    refuses("label_kind_known", lambda: Label.objects.create(action=action, kind="other", value="All"))
    refuses("label_not_blank", lambda: Label.objects.create(action=action, kind="aim", value=""))
    refuses(
        "update_says_something", lambda: Update.objects.create(action=action, made_on=TODAY, made_by=user)
    )
    refuses("change_of_one_entry", lambda: Change.objects.create(kind="added", made_by=user))
    unexplained = {"action": action, "made_by": user}
    refuses("redated_with_a_reason", lambda: Change.objects.create(kind="redated", **unexplained))


def test_the_database_holds_imports_together():
    now, user = timezone.now(), UserFactory()
    refuses("import_confirmed_by_at", lambda: ImportFactory(confirmed_at=now))
    refuses("import_confirmed_by_at", lambda: ImportFactory(confirmed_by=user))
    refuses("import_undone_by_at", lambda: ImportFactory(undone_at=now, undone_by=user))
    first = ImportFactory()
    same = {"organisation": first.organisation, "sha256": first.sha256}
    refuses("(import_previewed_once|UNIQUE)", lambda: ImportFactory(**same))
    ImportFactory(**same, confirmed_at=now, confirmed_by=user)
    assert Import.objects.count() == 2


def test_history_is_new_rows_not_edited_ones():
    update = Update.objects.create(action=ActionFactory(), status="A", made_on=TODAY, made_by=UserFactory())
    with pytest.raises(TypeError, match="new rows"):
        update.save()
    with pytest.raises(TypeError, match="new rows"):
        Update.objects.update(status="B")


def test_an_entry_waits_for_the_first_event_that_has_not_happened():
    part = {"waits_for": "approval"}
    action = ActionFactory.build(timescale={"waits_for": None, "parts": [part]}, events={})
    assert action.waits_for == "approval"
    action.events = {"approval": "2026-01-31"}
    assert action.waits_for == ""
    assert ActionFactory.build(timescale=None).waits_for == ""


def test_slippage_counts_from_the_first_last_day():
    action = ActionFactory.build(last_day=days(100), first_last_day=days(10))
    assert (action.slipped_days, action.slippage) == (90, "3 months")
    assert ActionFactory.build(last_day=days(10), first_last_day=days(100)).slipped_days == 0
    assert ActionFactory.build(last_day=None, first_last_day=days(100)).slipped_days == 0


def test_names_of_rows():
    action = ActionFactory(ref="1.2", text="Do it")
    change = Change(kind="added")
    update = Update(status="On target")
    names = [str(row) for row in (action, change, update, Lead(text="A"), Measure(text="B"), ImportFactory())]
    assert str(PlanFactory(title="Plan")) == "Plan"
    assert names == ["1.2 Do it", "added", "On target", "A", "B", "plan.csv"]
    assert str(Label(kind="aim", value="c_foster")) == "Foster good relations"
    assert str(Label(kind="characteristic", value="All")) == "All"


def test_the_columns_of_a_document_keep_their_order():
    columns = {"Section": "A", "No.": "1", "Action": "Do it"}
    action = ActionFactory(fields=columns, others=columns)
    action.refresh_from_db()
    assert (list(action.fields), list(action.others)) == ([*columns], [*columns])
    assert list(ImportFactory(document=columns).document) == [*columns]
