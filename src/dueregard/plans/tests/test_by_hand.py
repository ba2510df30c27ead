"""Moved, split, merged, compared by hand; and undone."""

import pytest

from dueregard.audit.models import Event
from dueregard.evidence.models import Document
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Objective, Plan, Update
from dueregard.plans.tests.factories import TODAY, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(officer, plan):
    def made(text, **content):
        return services.add_action(plan, by=officer.user, text=text, **content)

    return made


@pytest.fixture
def three(add, objective):
    return [add(text, objective=objective) for text in "ABC"]


@pytest.fixture
def update(officer):
    def recorded(action, status="On target", **content):
        action.refresh_from_db()
        given = {"version": action.version, "status": status, "note": "", "on": TODAY} | content
        return services.record_update(action, by=officer.user, **given)

    return recorded


def order(objective):
    return [action.text for action in objective.actions.order_by("position", "pk")]


def sentences(entry):
    return [line.sentence for line in reports.history(entry)]


def undo(officer, deed=None):
    deed = deed or Deed.objects.latest("pk")
    return officer.client.post(f"/deeds/{deed.pk}/undo/", follow=True)


def test_an_action_goes_up_and_down_and_back(officer, three, objective):
    a, _b, c = three
    officer.post(f"/actions/{c.pk}/move-up/")
    assert order(objective) == ["A", "C", "B"]
    assert Event.objects.latest("number").kind == "plans.action_moved"
    undo(officer)
    assert order(objective) == ["A", "B", "C"]
    officer.post(f"/actions/{a.pk}/move-down/")
    assert order(objective) == ["B", "A", "C"]
    response = officer.client.post(f"/actions/{c.pk}/move-down/", follow=True)
    assert page(response).messages[-1] == "It stands there already"


def test_an_action_moves_to_another_objective_and_back(officer, plan, three, objective):
    other = services.add_objective(plan, by=officer.user, text="Fair work")
    one = services.add_action(plan, by=officer.user, text="D", objective=other)
    url = f"/actions/{three[0].pk}/move/"
    assert "Fair work: after “D”" in page(officer.get(url)).all("//option")
    officer.post(url, there=f"{other.pk}/{one.pk}")
    assert (order(objective), order(other)) == (["B", "C"], ["D", "A"])
    assert "Before: “first, under “1 Know who uses our services”” After: “after “D”, under “Fair work””" in (
        page(officer.get(f"/actions/{three[0].pk}/")).main
    )
    undo(officer)
    assert (order(objective), order(other)) == (["A", "B", "C"], ["D"])


def test_where_to_must_be_chosen_among_the_places_of_the_plan(officer, three):
    seen = page(officer.post(f"/actions/{three[0].pk}/move/", there="999999/"))
    assert len(seen.errors) == 1
    assert page(officer.post(f"/actions/{three[0].pk}/move/")).errors == ["Choose where it goes."]


def test_objectives_move_too(officer, plan, objective):
    second = services.add_objective(plan, by=officer.user, text="Second")
    officer.post(f"/objectives/{second.pk}/move/", there="/")
    assert [each.text for each in plan.objectives.all()] == ["Second", objective.text]


def test_an_action_is_split_and_the_new_ones_say_what_they_came_from(officer, plan, add):
    action = add(
        "Count and train", leads=["Manager"], timescale="31 March 2027", aims=["b_advance"], measures=["M"]
    )
    after = add("Something else")
    officer.post(f"/actions/{action.pk}/split/", text="Count", new="Train\nTell", version=1)
    train, tell = Action.objects.get(text="Train"), Action.objects.get(text="Tell")
    assert [each.text for each in plan.actions.all()] == ["Count", "Train", "Tell", after.text]
    assert (train.last_day, train.leads.get().text, train.came_from) == (action.last_day, "Manager", action)
    assert (train.measures.count(), [str(each.value) for each in tell.labels.all()]) == (0, ["b_advance"])
    assert sentences(train) == ["Olive Officer split it off from “Count and train”"]
    assert sentences(action)[:3] == [
        "Olive Officer changed the words",
        "Olive Officer split “Tell” off from it",
        "Olive Officer split “Train” off from it",
    ]
    assert page(officer.get(f"/actions/{train.pk}/")).links["Count"] == f"/actions/{action.pk}/"


def test_a_split_is_undone_whole(officer, plan, add):
    action = add("Count and train")
    services.split(action, by=officer.user, version=1, text="Count", new=["Train"])
    link = f"/deeds/{Deed.objects.latest('pk').pk}/undo/"
    seen = page(officer.get(link)).main
    assert "1 entry is put back as it was: Count" in seen
    assert "1 entry that it made goes again: Train" in seen
    assert Action.objects.count() == 2
    undo(officer)
    assert [each.text for each in plan.actions.all()] == ["Count and train"]
    assert "This has been undone already." in page(officer.get(link)).main


def test_where_an_update_rests_on_what_was_split_off_that_is_said_and_nothing_is_lost(
    officer, plan, add, update
):
    action = add("Count and train")
    (train,) = services.split(action, by=officer.user, version=1, text="Count", new=["Train"])
    update(train)
    split = Deed.objects.get(kind="split")
    refused = page(officer.get(f"/deeds/{split.pk}/undo/")).main
    assert "Olive Officer recorded an update on “Train”" in refused
    assert "undo first what was done later" in refused
    undo(officer, split)
    assert {each.text for each in plan.actions.all()} == {"Count", "Train"}


def test_two_actions_become_one_with_the_updates_and_history_of_both(officer, plan, add, update):
    stays, goes = add("A", leads=["X"]), add("B", leads=["X", "Y"], measures=["M"])
    update(stays, "At risk")
    update(goes, "Late", link="https://www.example.org/minutes")
    url = f"/actions/{stays.pk}/merge/"
    seen = page(officer.get(f"{url}?other={goes.pk}"))
    assert seen.value("text") == "A"
    response = officer.post(f"{url}?other={goes.pk}", text="A and B", adds_up="on", reason="The same work")
    assert response.url == f"/actions/{stays.pk}/"
    assert [each.text for each in plan.actions.all()] == ["A and B"]
    seen = page(officer.get(f"/actions/{stays.pk}/"))
    assert "Recorded on “B”, which was merged into this." in seen.main
    assert "Late" in seen.main
    assert Document.objects.get().title in seen.links
    assert seen.summary["Lead"].startswith("X (not a post of this register)Y") or "Y" in seen.summary["Lead"]
    assert seen.summary["Measures"] == "M"
    assert "Olive Officer merged “B” into it. Reason: The same work" in seen.main
    assert officer.get(f"/actions/{goes.pk}/").url == f"/actions/{stays.pk}/"
    assert "A and B" in page(officer.get(f"/actions/{goes.pk}/record-update/")).main


def test_a_merge_is_undone_although_updates_rest_on_both(officer, plan, add, update):
    first, second, third = add("A"), add("B"), add("C")
    update(second, "Late")
    services.merge(second, third, by=officer.user, version=2, text="B C", adds_up=True, reason="Same")
    first.refresh_from_db()
    services.merge(first, second, by=officer.user, version=1, text="A B C", adds_up=False, reason="Same")
    update(first, "On target")
    assert [each.text for each in plan.actions.all()] == ["A B C"]
    undo(officer, Deed.objects.filter(kind="merged").latest("pk"))
    assert [each.text for each in plan.actions.all()] == ["A", "B C"]
    undo(officer, Deed.objects.filter(kind="merged").earliest("pk"))
    assert [each.text for each in plan.actions.all()] == ["A", "B", "C"]
    assert Update.objects.get(status="Late").action == second
    assert (
        "Olive Officer merged it into “B C” (undone). Reason: Same"
        in page(officer.get(f"/actions/{third.pk}/")).main
    )


def test_merged_objectives_bring_their_actions(officer, plan, three, objective):
    other = services.add_objective(plan, by=officer.user, text="Fair work")
    moves = services.add_action(plan, by=officer.user, text="D", objective=other)
    officer.post(f"/objectives/{objective.pk}/merge/?other={other.pk}", text="Both", reason="One aim")
    assert (Objective.objects.count(), objective.actions.count()) == (1, 4)
    undo(officer)
    moves.refresh_from_db()
    assert (Objective.objects.count(), moves.objective) == (2, other)


def test_an_objective_is_split_with_some_of_its_actions_and_put_back(officer, three, objective):
    typed = {"text": "Know who", "new": "Serve them", "actions": [three[0].pk]}
    officer.post(f"/objectives/{objective.pk}/split/", **typed)
    new = Objective.objects.get(text="Serve them")
    assert ([each.text for each in new.actions.all()], objective.actions.count()) == (["A"], 2)
    undo(officer)
    assert (Objective.objects.count(), objective.actions.count()) == (1, 3)


@pytest.mark.parametrize("url", ["/actions/{}/split/", "/actions/{}/merge/?other=", "/actions/{}/move/"])
def test_looking_changes_nothing_and_only_the_officer_may(officer, reader, stranger, three, url):
    url = url.format(three[0].pk)
    before = Action.objects.values_list("pk", "version", "position", "text")
    assert officer.get(url).status_code == 200
    assert reader.get(url).status_code == 403
    assert stranger.get(url).status_code == 404
    assert list(before) == list(Action.objects.values_list("pk", "version", "position", "text"))


def test_nothing_merges_with_itself_or_with_another_plan(officer, three, council):
    elsewhere = Plan.objects.create(organisation=council, title="Another")
    stranger = services.add_action(elsewhere, by=officer.user, text="Not here")
    for other in (three[0], stranger):
        url = f"/actions/{three[0].pk}/merge/?other={other.pk}"
        assert len(page(officer.get(url)).errors) == 1
        officer.post(url, text="X", reason="Y")
    assert Action.objects.count() == 4


def test_words_are_put_back_although_an_update_came_later(officer, add, update):
    action = add("Do it")
    services.reword(action, by=officer.user, version=1, text="Do it well")
    update(action)
    undo(officer, Deed.objects.get(kind="reworded"))
    action.refresh_from_db()
    assert (action.text, action.status_as_written) == ("Do it", "On target")
    assert sentences(action)[0] == "Olive Officer undid the change of the words"


def test_what_somebody_changed_since_stands_in_the_way(officer, director, add):
    action = add("Do it")
    services.reword(action, by=officer.user, version=1, text="Do it well")
    services.reword(action, by=director.user, version=2, text="Do it best")
    seen = page(undo(officer, Deed.objects.filter(kind="reworded").earliest("pk")))
    assert "Dee Director changed “Do it best” on" in seen.main
    action.refresh_from_db()
    assert action.text == "Do it best"


@pytest.mark.parametrize("kind", ["redated", "closed"])
def test_a_date_and_a_closing_are_undone(officer, add, kind):
    action = add("Do it")
    if kind == "redated":
        services.redate(action, by=officer.user, version=1, timescale="31 March 2027", reason="Late")
    else:
        services.close(action, by=officer.user, version=1, closed_on=days(-1), reason="Done")
    undo(officer)
    action.refresh_from_db()
    assert (action.timescale_text, action.last_day, action.first_last_day, action.closed_on) == (
        "",
        None,
        None,
        None,
    )


def test_what_was_added_goes_again(officer, add, stranger):
    add("A mistake")
    deed = Deed.objects.latest("pk")
    assert stranger.get(f"/deeds/{deed.pk}/undo/").status_code == 404
    undo(officer)
    assert not Action.objects.exists()
    assert Plan.objects.count() == 1
    assert Event.objects.latest("number").kind == "plans.deed_undone"


def test_two_versions_stand_side_by_side(officer, add):
    action = add("Do it", leads=["X"])
    services.reword(action, by=officer.user, version=1, text="Do it well", leads=["Y"])
    services.close(action, by=officer.user, version=2, closed_on=TODAY, reason="Done")
    seen = page(officer.get(f"/actions/{action.pk}/compare/?one=1&other=3"))
    rows = [list(row.values()) for row in seen.table("What is different stands in bold")]
    assert ["Words", "Do it", "Do it well"] in rows
    assert ["Leads", "X", "Y"] in rows
    assert next(row for row in rows if row[0] == "Day of closing")[:2] == ["Day of closing", "nothing"]
    assert page(officer.get(f"/actions/{action.pk}/compare/?one=9&other=1")).errors
    assert page(officer.get(f"/actions/{add('New').pk}/compare/")).main.endswith("there is one version.")


def test_a_merged_action_does_not_come_back_with_a_new_version(officer, imported):
    stays, goes = imported.actions.order_by("pk")[:2]
    services.merge(stays, goes, by=officer.user, version=1, text="Both", adds_up=False, reason="Same")
    from dueregard.plans.tests.factories import TABLE, upload

    again = services.read_plan(
        imported.organisation, by=officer.user, upload=upload(TABLE.replace("2.1", "2.2")), plan=imported
    )
    assert reports.preview(again).counts == {"objective_there": 1, "action_there": 4}
