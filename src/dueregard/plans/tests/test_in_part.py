"""Undone on some entries and not on others; merged with the other's status; long plans to choose from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Objective, Update
from dueregard.plans.tests.factories import TODAY, ActionFactory, ObjectiveFactory, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def actions(officer, plan):
    return [services.add_action(plan, by=officer.user, text=text) for text in ("A", "B", "C")]


@pytest.fixture
def together(officer, plan, actions):
    """All three updated at once, and then one of them again."""
    rows = [reports.Row(action=each, version=each.version, status="Done", note="") for each in actions]
    services.update_many(plan.organisation, rows, by=officer.user, on=TODAY)
    deed = Deed.objects.latest("pk")
    say(officer, actions[1], "Late")
    return deed


def say(officer, action, status="", note="", on=TODAY):
    action.refresh_from_db()
    said = {"status": status, "note": note, "on": on}
    return services.record_update(action, by=officer.user, version=action.version, **said)


def statuses():
    return list(Action.objects.order_by("pk").values_list("status_as_written", flat=True))


def undo(officer, deed):
    return page(officer.client.post(f"/deeds/{deed.pk}/undo/", follow=True))


class TestUndoneOnSome:
    def test_says_on_which_it_was_and_on_which_not(self, officer, together):
        seen = undo(officer, together)
        assert statuses() == ["", "Late", ""]
        assert seen.messages == ["Undone on 2 entries"]
        assert "It is undone on 2 entries: AC" in seen.main
        assert "On these it cannot be undone: this stands in the way B: Olive Officer changed" in seen.main
        assert not Deed.objects.get(pk=together.pk).is_undone

    def test_says_first_what_each_says_again(self, officer, plan, together):
        say(officer, Action.objects.get(text="C"), "At risk", on=days(-9))
        seen = page(officer.get(f"/deeds/{together.pk}/undo/")).main
        assert "A: it says nothing about how it is going, as before" in seen

    def test_does_not_count_as_undone_in_the_list(self, officer, together):
        undo(officer, together)
        row = next(
            row for row in page(officer.get("/deeds/")).table("Done by hand") if row["On"].startswith("“A”")
        )
        assert row["Undo"].startswith("Undone on some. See which")

    def test_is_not_undone_a_second_time_on_the_same(self, officer, together):
        undo(officer, together)
        say(officer, Action.objects.get(text="C"), "On target")
        assert "Olive Officer changed “B” on" in undo(officer, together).main
        assert statuses() == ["", "Late", "On target"]

    def test_of_words_the_rest_follows(self, officer, plan, actions):
        change = reports.ManyChange(leads=["X"])
        services.change_many(plan.organisation, actions, change, by=officer.user, on=TODAY)
        deed = Deed.objects.latest("pk")
        changed = Action.objects.get(text="B")
        officer.post(f"/actions/{changed.pk}/reword/", text="B", leads="Y", version=changed.version)
        again = Deed.objects.latest("pk")
        undo(officer, deed)
        undo(officer, again)
        seen = page(officer.get(f"/deeds/{deed.pk}/undo/"))
        assert "It is undone on 2 entries: AC" in seen.main
        assert "1 entry is put back as it was: B" in seen.main
        undo(officer, deed)
        assert [list(each.leads.all()) for each in Action.objects.all()] == [[], [], []]
        assert Deed.objects.get(pk=deed.pk).is_undone
        assert "This has been undone already." in page(officer.get(f"/deeds/{deed.pk}/undo/")).main

    def test_the_list_asks_the_database_as_often_for_many(self, officer, plan, actions):
        def asked():
            with CaptureQueriesContext(
                connection,
            ) as found:
                officer.get("/deeds/")
            return len(found)

        few = asked()
        for number in range(20):
            services.add_action(plan, by=officer.user, text=f"More {number}")
        assert asked() == few


class TestMerged:
    @pytest.fixture
    def both(self, officer, actions):
        say(officer, actions[0], "Late", "Waits.", on=days(-3))
        say(officer, actions[1], "Done", "Open now.")
        return actions[0], actions[1]

    def merge(self, officer, both, **typed):
        stays, goes = both
        stays.refresh_from_db()
        url = f"/actions/{stays.pk}/merge/?other={goes.pk}"
        officer.post(url, text="A", reason="The same", version=stays.version, **typed)
        stays.refresh_from_db()
        return stays.status_as_written, stays.sentence_as_written, stays.last_update_on

    def test_the_page_shows_both_and_asks_which_holds(self, officer, both):
        seen = page(officer.get(f"/actions/{both[0].pk}/merge/?other={both[1].pk}"))
        assert {"Late: Waits.", "Done: Open now."} <= set(seen.table("Side by side")[-1].values())
        assert seen.all("//fieldset//label") == ["Late: Waits.", "Done: Open now."]

    def test_that_of_the_one_that_stays_unless_the_other_is_chosen(self, officer, both):
        assert self.merge(officer, both) == ("Late", "Waits.", days(-3))

    def test_that_of_the_other_and_undone(self, officer, both):
        assert self.merge(officer, both, takes_status="goes") == ("Done", "Open now.", TODAY)
        undo(officer, Deed.objects.latest("pk"))
        both[0].refresh_from_db()
        assert both[0].status_as_written == "Late"

    def test_a_correction_of_what_was_taken_over_is_followed(self, officer, both):
        self.merge(officer, both, takes_status="goes")
        mistaken = Update.objects.get(status="Done")
        officer.post(
            f"/updates/{mistaken.pk}/correct/", status="On target", note="Open soon.", version=both[0].version
        )
        both[0].refresh_from_db()
        assert (both[0].status_as_written, both[0].sentence_as_written) == ("On target", "Open soon.")

    def test_where_both_say_the_same_nothing_is_asked(self, officer, actions):
        seen = page(officer.get(f"/actions/{actions[0].pk}/merge/?other={actions[1].pk}"))
        assert not seen.all("//fieldset//label")

    def test_so_with_objectives(self, officer, plan):
        one, other = ObjectiveFactory(plan=plan, text="One"), ObjectiveFactory(plan=plan, text="Other")
        officer.post(f"/objectives/{one.pk}/merge/?other={other.pk}", text="Both", reason="One aim")
        assert [each.text for each in Objective.objects.filter(plan=plan)] == ["Both"]


class TestCorrectedToANote:
    @pytest.fixture
    def action(self, plan):
        action = ActionFactory(plan=plan, text="Fit ramps")
        action.say("Not started")  # as the document says
        action.save()
        return action

    def correct(self, officer, update, action, status="", note="Only a note."):
        action.refresh_from_db()
        services.correct_update(update, by=officer.user, version=action.version, status=status, note=note)
        action.refresh_from_db()
        return action.status_as_written

    def test_the_status_is_the_one_before_it(self, officer, action):
        mistaken = say(officer, action, "Complete", "Done.")
        assert self.correct(officer, mistaken, action) == "Not started"

    def test_however_often_it_is_corrected(self, officer, action):
        mistaken = say(officer, action, "Complete", "Done.")
        assert self.correct(officer, mistaken, action, status="Late") == "Late"
        assert self.correct(officer, Update.objects.latest("pk"), action) == "Not started"

    def test_an_update_between_counts_first(self, officer, action):
        say(officer, action, "On target", on=days(-5))
        mistaken = say(officer, action, "Complete")
        assert self.correct(officer, mistaken, action) == "On target"


class TestLongPlans:
    @pytest.fixture
    def many(self, plan):
        objective = ObjectiveFactory(plan=plan, text="Homes", position=1)
        made = [
            ActionFactory.build(plan=plan, objective=objective, text=f"Step {n}", position=n)
            for n in range(200)
        ]
        Action.objects.bulk_create(made)
        return list(Action.objects.order_by("position"))

    def options(self, officer, url):
        return page(officer.get(url)).all("//select//option")

    def test_a_move_offers_what_stands_around_and_finds_the_rest(self, officer, many):
        url = f"/actions/{many[100].pk}/move/"
        near = self.options(officer, url)
        assert "Homes: after “Step 99”" in near
        assert "Homes: after “Step 101”" in near
        assert len(near) < 50
        assert "Find by words or number" in page(officer.get(url)).main
        found = self.options(officer, f"{url}?q=step+17")
        assert "Homes: after “Step 170”" in found
        assert "Homes: after “Step 99”" not in found
        there = f"{many[0].objective_id}/{many[170].pk}"
        assert officer.post(f"{url}?q=step+17", there=there).status_code == 302
        order = list(Action.objects.order_by("position", "pk").values_list("text", flat=True))
        assert order.index("Step 100") == order.index("Step 170") + 1

    def test_so_does_a_merge(self, officer, many):
        url = f"/actions/{many[0].pk}/merge/"
        assert len(self.options(officer, url)) == 21
        assert self.options(officer, f"{url}?q=150") == ["Choose", "Step 150"]
        assert "Side by side" in officer.get(f"{url}?other={many[150].pk}").content.decode()

    def test_a_short_plan_has_no_box(self, officer, actions):
        assert "Find by words" not in page(officer.get(f"/actions/{actions[0].pk}/move/")).main
        assert self.options(officer, f"/actions/{actions[0].pk}/merge/") == ["Choose", "B", "C"]

    def test_nothing_found_is_no_error(self, officer, many):
        assert self.options(officer, f"/actions/{many[0].pk}/merge/?q=zebra") == ["Choose"]
