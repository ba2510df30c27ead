"""Undone after other things have happened: nothing older than what stands comes back, and nothing is lost."""

import pytest

from dueregard.kit.writing import date as day_in_words
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Update
from dueregard.plans.tests.factories import TODAY, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(officer, plan, objective):
    return services.add_action(plan, by=officer.user, text="A", objective=objective)


@pytest.fixture
def update(officer, action):
    def recorded(status, on=TODAY):
        action.refresh_from_db()
        return services.record_update(
            action, by=officer.user, version=action.version, status=status, note="", on=on
        )

    return recorded


@pytest.fixture
def together(officer, action):
    def recorded(status, on=TODAY):
        action.refresh_from_db()
        row = reports.Row(action=action, version=action.version, status=status, note="")
        services.update_many(action.plan.organisation, [row], by=officer.user, on=on)
        return Deed.objects.latest("pk")

    return recorded


@pytest.fixture
def correct(officer):
    def corrected(update, status):
        shown = Action.objects.get(pk=update.action.merged_into_id or update.action_id)
        return officer.post(f"/updates/{update.pk}/correct/", status=status, version=shown.version)

    return corrected


def undo(officer, deed=None):
    deed = deed or Deed.objects.latest("pk")
    return page(officer.client.post(f"/deeds/{deed.pk}/undo/", follow=True))


def said(action):
    action.refresh_from_db()
    return action.status_as_written, action.last_update_on


def test_words_corrected_meanwhile_do_not_come_back(officer, action, update, together, correct):
    mistaken = update("Behind")
    deed = together("Done")
    correct(mistaken, "On target")
    undo(officer, deed)
    assert said(action) == ("On target", TODAY)


def test_an_update_of_an_earlier_day_recorded_meanwhile_is_what_stands(officer, action, update, together):
    update("One", on=days(-10))
    deed = together("Two")
    update("Three", on=days(-3))
    undo(officer, deed)
    assert said(action) == ("Three", days(-3))


def test_one_of_many_updates_that_was_corrected_stands_in_the_way(officer, update, together, correct, action):
    update("Now")
    deed = together("Then", on=days(-5))
    correct(Update.objects.get(status="Then"), "Late")
    assert "Olive Officer changed “A” on" in undo(officer, deed).main
    assert [each.status for each in action.updates.standing()] == ["Now", "Late"]


@pytest.mark.parametrize("is_merged", [False, True])
def test_nothing_goes_back_under_an_objective_that_is_gone(officer, plan, action, objective, is_merged):
    other = services.add_objective(plan, by=officer.user, text="Other")
    added = Deed.objects.latest("pk")
    officer.post(f"/actions/{action.pk}/move/", there=f"{other.pk}/")
    officer.post(f"/actions/{action.pk}/move/", there=f"{objective.pk}/")
    back = Deed.objects.latest("pk")
    if is_merged:
        objective.refresh_from_db()
        given = {"version": objective.version, "text": "Both", "adds_up": True, "reason": ""}
        services.merge(objective, other, by=officer.user, **given)
    else:
        undo(officer, added)
    assert "The objective that “A” stood under is no longer there." in undo(officer, back).main
    assert list(objective.actions.all()) == [action]


def test_what_was_undone_does_not_stand_in_the_way(officer, plan, action):
    officer.post(f"/actions/{action.pk}/reword/", text="B", version=1)
    undo(officer)
    undo(officer, Deed.objects.earliest("pk"))
    assert not plan.actions.exists()


def test_split_then_merged_back_all_is_undone_from_the_last(officer, plan, action):
    made = services.split(action, by=officer.user, version=action.version, text="A1", new=["A2"])
    split = Deed.objects.latest("pk")
    action.refresh_from_db()
    given = {"version": action.version, "text": "A1 and 2", "adds_up": True, "reason": ""}
    services.merge(action, made[0], by=officer.user, **given)
    undo(officer)
    undo(officer, split)
    assert [each.text for each in plan.actions.all()] == ["A"]


def test_an_update_of_what_was_merged_is_corrected_where_it_is_seen(officer, plan, update, action, correct):
    mistaken = update("Behind")
    stays = services.add_action(plan, by=officer.user, text="Stays")
    action.refresh_from_db()
    given = {"version": stays.version, "text": "Stays", "adds_up": True, "reason": "The same"}
    services.merge(stays, action, by=officer.user, **given)
    seen = page(officer.get(f"/actions/{stays.pk}/"))
    assert (
        seen.links["Correct this update of " + day_in_words(mistaken.made_on)]
        == f"/updates/{mistaken.pk}/correct/"
    )
    assert correct(mistaken, "On target").url == f"/actions/{stays.pk}/"
    assert "On target" in page(officer.get(f"/actions/{stays.pk}/")).main
    merged = next(line for line in reports.history(stays) if line.sentence.endswith("merged “A” into it"))
    undo(officer, Deed.objects.get(pk=merged.undo))
    assert said(action) == ("On target", TODAY)
