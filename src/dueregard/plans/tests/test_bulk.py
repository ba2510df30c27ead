"""Many actions changed, or updated, on one page."""

import pytest

from dueregard.access.tests.factories import UnitFactory
from dueregard.audit.models import Event
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Update
from dueregard.plans.tests.factories import TODAY, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def actions(officer, plan):
    def add(text, **content):
        return services.add_action(plan, by=officer.user, text=text, **content)

    return [
        add("A", leads=["X"], others={"EFLG criteria": "To be mapped"}),
        add("B", leads=["Y"], others={"EFLG criteria": "To be mapped"}),
        add("C", leads=["Y"], others={"EFLG criteria": "2.1"}),
    ]


def url(actions, deed="change-many"):
    return f"/actions/{deed}/?" + "&".join(f"action={action.pk}" for action in actions)


def values(field):
    return [each[field] for each in Action.objects.order_by("pk").values(field)]


def undo(officer):
    officer.post(f"/deeds/{Deed.objects.filter(undoes=None).latest('pk').pk}/undo/")


def apply(officer, address, **typed):
    seen = page(officer.client.post(address, {"how": "add", **typed}))
    return officer.client.post(
        address, {"how": "add", **typed, "step": "apply", "mark": seen.value("mark")}, follow=True
    )


def test_the_register_has_boxes_to_tick_for_the_officer_alone(officer, reader, plan, actions):
    seen = page(officer.get(f"/plans/{plan.pk}/?lead=Y"))
    (form,) = [form for form in seen.root.forms if form.get("action") == "/actions/change-many/"]
    assert [box.get("value") for box in form.xpath(".//input[@name='action']")] == [
        str(actions[1].pk),
        str(actions[2].pk),
    ]
    assert (form.fields["lead"], form.fields["plan"]) == ("Y", str(plan.pk))
    assert "All 2 actions that this filter shows" in page(officer.get("/actions/?lead=Y")).main
    assert not page(reader.get("/actions/")).root.xpath("//input[@name='action']")


def test_what_changes_is_shown_first_with_its_count_and_changes_nothing(officer, actions):
    seen = page(officer.client.post(url(actions), {"how": "add", "leads": "Y"}))
    assert seen.h1 == "1 action changes"
    assert "2 of those that you chose say so already" in seen.main
    assert seen.table("What changes") == [{"Action": "A", "What": "Leads", "Now": "X", "Then": "X; Y"}]
    assert [lead.text for lead in actions[0].leads.all()] == ["X"]


def test_it_is_applied_and_undone_as_one(officer, council, actions):
    unit = UnitFactory(organisation=council, name="Housing")
    typed = {
        "leads": "Z",
        "how": "replace",
        "unit": unit.pk,
        "aims": ["b_advance"],
        "measures": "Number of homes",
    }
    seen = page(apply(officer, url(actions[:2]), **typed))
    assert seen.messages == ["2 actions changed"]
    assert Event.objects.latest("number").kind == "plans.actions_changed"
    for action in actions[:2]:
        action.refresh_from_db()
        assert [lead.text for lead in action.leads.all()] == ["Z"]
        assert (action.unit, action.measures.get().text) == (unit, "Number of homes")
    undo(officer)
    assert [[lead.text for lead in action.leads.all()] for action in actions[:2]] == [["X"], ["Y"]]
    assert set(values("unit")) == {None}
    assert Action.objects.filter(labels__isnull=False).count() == 0


def test_all_that_the_filter_shows_and_to_be_mapped(officer, plan, actions):
    address = f"/actions/change-many/?all=1&gap=to_be_mapped&plan={plan.pk}"
    assert page(officer.get(address)).h1 == "Change 2 actions"
    apply(officer, address, mapped="3.4")
    assert [each["EFLG criteria"] for each in values("others")] == ["3.4", "3.4", "2.1"]
    assert set(values("is_to_be_mapped")) == {False}
    undo(officer)
    assert values("is_to_be_mapped") == [True, True, False]


def test_another_column_of_the_document(officer, actions):
    apply(officer, url(actions), column="EFLG criteria", value="1.1")
    assert [each["EFLG criteria"] for each in values("others")] == ["1.1"] * 3


def test_a_status_is_an_update_for_the_leads_and_is_struck_through_when_it_is_undone(officer, actions):
    services.close(actions[2], by=officer.user, version=1, closed_on=TODAY, reason="Done")
    services.record_update(actions[0], by=officer.user, version=1, status="Late", note="", on=days(-9))
    apply(officer, url(actions), status="On target")
    assert values("status_as_written") == ["On target", "On target", ""]
    assert list(Update.objects.filter(status="On target").values_list("made_for", flat=True)) == ["Y", "X"]
    undo(officer)
    assert values("status_as_written") == ["Late", "", ""]
    assert values("last_update_on") == [days(-9), None, None]
    assert page(officer.get(f"/actions/{actions[0].pk}/")).all("//s") == ["On target"]


def test_who_changed_one_meanwhile_is_not_overrun(officer, director, actions):
    seen = page(officer.client.post(url(actions), {"how": "add", "leads": "Z"}))
    services.reword(actions[0], by=director.user, version=1, text="A2")
    typed = {"how": "add", "leads": "Z", "step": "apply", "mark": seen.value("mark")}
    again = page(officer.client.post(url(actions), typed))
    assert again.errors == ["Somebody changed one of these actions meanwhile: look again at what changes."]
    assert not Deed.objects.filter(kind="bulk").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Fill in at least one thing to change."),
        ({"value": "2"}, "Choose the column that says it."),
        ({"unit": 999999}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said(officer, actions, typed, sentence):
    assert page(officer.client.post(url(actions), {"how": "add", **typed})).errors[0].startswith(sentence)


def test_nothing_ticked_too_many_and_those_of_others(officer, stranger, reader, actions, monkeypatch):
    follow = {"follow": True}
    assert page(officer.client.get("/actions/change-many/", **follow)).messages == [
        "Tick at least one action of the list."
    ]
    assert page(stranger.client.get(url(actions), **follow)).messages == [
        "Tick at least one action of the list."
    ]
    assert reader.get(url(actions)).status_code == 403
    monkeypatch.setattr("dueregard.plans.reports.MOST_CHANGED", 2)
    assert page(officer.client.get(url(actions), **follow)).messages[0].startswith("More than 2 actions")


@pytest.mark.parametrize("number", ["9" * 25, "9" * 4_400])
@pytest.mark.parametrize("deed", ["change-many", "update-many"])
def test_a_key_that_no_database_could_hold_names_nothing(officer, deed, number):
    followed = officer.client.get(f"/actions/{deed}/?action={number}&plan={number}", follow=True)
    assert page(followed).messages == ["Tick at least one action of the list."]


def row(action, status="", note="", version=None):
    key = action.pk
    return {f"status_{key}": status, f"note_{key}": note, f"version_{key}": version or action.version}


def test_forty_actions_are_updated_on_one_page_for_their_leads(officer, plan):
    forty = [
        services.add_action(plan, by=officer.user, text=f"Number {number}", leads=["Manager"])
        for number in range(40)
    ]
    address = url(forty, "update-many")
    assert len(page(officer.get(address)).root.xpath("//textarea")) == 40
    typed = {"on": days(-3).isoformat()}
    for action in forty:
        typed |= row(action, "On target", f"Said of {action.text}")
    seen = page(officer.client.post(address, typed, follow=True))
    assert seen.messages == ["40 updates recorded"]
    update = Update.objects.get(note="Said of Number 7")
    assert (update.made_for, update.made_on) == ("Manager", days(-3))
    history = page(officer.get(f"/actions/{forty[7].pk}/")).main
    assert f"Olive Officer recorded an update of {days(-3):%-d %B %Y} for Manager" in history
    undo(officer)
    assert set(values("status_as_written")) == {""}
    assert Update.objects.count() == 40


def test_a_page_with_a_bad_row_says_which_keeps_all_that_was_typed_and_saves_none(officer, director, actions):
    services.record_update(actions[1], by=director.user, version=1, status="Late", note="", on=TODAY)
    typed = {"on": TODAY.isoformat()} | row(actions[0], "On target", "Fine") | row(actions[1], "", "Typed", 1)
    address = url(actions, "update-many")
    seen = page(officer.client.post(address, typed))
    assert len(seen.errors) == 1
    assert "Dee Director changed this at" in seen.errors[0]
    assert (seen.value(f"note_{actions[0].pk}"), seen.value(f"note_{actions[1].pk}")) == ("Fine", "Typed")
    assert Update.objects.count() == 1
    typed |= {f"version_{actions[1].pk}": seen.value(f"version_{actions[1].pk}")}
    officer.post(address, **typed)
    assert Update.objects.count() == 3


def test_an_empty_page_of_updates_and_a_day_to_come_are_refused(officer, actions):
    address = url(actions, "update-many")
    empty = page(officer.client.post(address, {"on": TODAY.isoformat()}))
    assert empty.errors == ["Write an update on at least one action."]
    assert page(officer.post(address, on=days(1).isoformat(), **row(actions[0], "", "x"))).errors == [
        "Choose today or a day before it."
    ]


def close(officer, action):
    services.close(action, by=officer.user, version=action.version, closed_on=TODAY, reason="Done")


def test_closed_actions_are_left_out_with_the_way_to_open_them(officer, actions):
    close(officer, actions[1])
    seen = page(officer.get(url(actions, "update-many")))
    assert "1 closed action is left out." in seen.main
    assert seen.links["B"] == f"/actions/{actions[1].pk}/reopen/"
    rows = seen.root.xpath("//textarea/@name")
    assert rows == [f"note_{actions[0].pk}", f"note_{actions[2].pk}"]
    for action in (actions[0], actions[2]):
        close(officer, action)
    refused = page(officer.client.get(url(actions, "update-many"), follow=True))
    assert refused.messages == [
        "All of these are closed: re-open an action before you record an update on it."
    ]


def test_what_was_typed_for_an_action_that_was_closed_meanwhile_is_not_lost(officer, actions):
    close(officer, actions[1])
    typed = {"on": TODAY.isoformat()} | row(actions[0], "On target", "Fine") | row(actions[1], "", "Typed", 1)
    seen = page(officer.client.post(url(actions, "update-many"), typed))
    assert seen.errors == ["This action is closed: re-open it before an update is recorded."]
    assert seen.value(f"note_{actions[1].pk}") == "Typed"
    assert not Update.objects.exists()


def test_what_was_typed_for_an_action_that_left_the_filter_meanwhile_is_recorded(officer, actions):
    for action in actions[:2]:
        services.record_update(action, by=officer.user, version=1, status="Late", note="", on=days(-9))
    address = "/actions/update-many/?all=1&due=no_date"
    assert len(page(officer.get(address)).root.xpath("//textarea")) == 3
    services.redate(actions[0], by=officer.user, version=2, timescale="31 March 2040", reason="Agreed")
    stale, fine = row(actions[0], "", "Typed", 2), row(actions[1], "", "Typed too", 2)
    refused = page(officer.client.post(address, {"on": TODAY.isoformat()} | stale | fine))
    assert "changed this at" in refused.errors[0]
    assert len(refused.root.xpath("//textarea")) == 2
    again = row(actions[0], "", "Typed", int(refused.value(f"version_{actions[0].pk}")))
    officer.post(address, on=TODAY.isoformat(), **again, **fine)
    assert set(Update.objects.exclude(note="").values_list("note", flat=True)) == {"Typed", "Typed too"}


@pytest.mark.parametrize("deed", ["change-many", "update-many"])
def test_a_filter_by_what_nothing_says_any_more_chooses_none_and_not_all(officer, actions, deed):
    address = f"/actions/{deed}/?all=1&status=Late"
    followed = officer.client.get(address, follow=True)
    assert page(followed).messages == ["Tick at least one action of the list."]
    services.record_update(actions[0], by=officer.user, version=1, status="Late", note="", on=TODAY)
    assert "B" not in page(officer.get(address)).main.split()


def test_closed_actions_do_not_count_towards_the_most(officer, actions, monkeypatch):
    monkeypatch.setattr(reports.many, "MOST_UPDATED", 2)
    assert "too many" in page(officer.client.get(url(actions, "update-many"), follow=True)).messages[0]
    close(officer, actions[1])
    assert "1 closed action is left out." in page(officer.get(url(actions, "update-many"))).main


def test_undoing_leaves_alone_what_was_said_since(officer, director, actions):
    apply(officer, url(actions[:2]), status="On target")
    actions[0].refresh_from_db()
    services.record_update(
        actions[0], by=director.user, version=actions[0].version, status="Late", note="", on=TODAY
    )
    deed = Deed.objects.get(kind="bulk")
    seen = page(officer.get(f"/deeds/{deed.pk}/undo/")).main
    assert "1 entry is put back as it was: B" in seen
    assert "These stay as they are A: Dee Director changed “A” on" in seen
    undo(officer)
    assert values("status_as_written")[:2] == ["Late", ""]
    assert [each.text for each in Action.objects.filter(changes__kind="undone")] == ["B"]


def test_what_was_done_by_hand_is_listed(officer, actions):
    services.reword(actions[0], by=officer.user, version=actions[0].version, text="A better")
    assert page(officer.get("/deeds/")).table("Done by hand")[0]["On"] == "A better"
    actions[0].refresh_from_db()
    apply(officer, url(actions), leads="Z")
    first = page(officer.get("/deeds/")).table("Done by hand")[0]
    assert (first["Who"], first["What was done"], first["On"]) == (
        "Olive Officer",
        "Changed together",
        "“A better” and 2 others",
    )
