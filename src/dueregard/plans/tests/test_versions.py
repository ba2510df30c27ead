"""A new version of a document: the difference first, then what was ticked."""

import pytest
from django.core.exceptions import ValidationError

from dueregard.plans import reports, services
from dueregard.plans.models import Action, Change, Import
from dueregard.plans.reports import differences
from dueregard.plans.reports.differences import Cell
from dueregard.plans.tests.factories import TABLE, TODAY, PlanFactory, upload
from tests.pages import page

pytestmark = pytest.mark.django_db

VERSION = (
    TABLE.replace("31 March 2013,On target", "30 June 2013,On target")
    .replace("Train the front line,Share of staff trained", "Train everybody at the front line,Share trained")
    .replace("4,Hear what the survey says,Number of answers,Insight Manager,Human Resources,", "")
    .replace("Within a month of the staff survey,,All,All,n/a\n", "")
    + "5,Publish the results,Page read,Web Manager,Customer Services,May 2013,,All,All,n/a\n"
)


def read(officer, text, plan=None):
    return services.read_plan(
        officer.membership.organisation, by=officer.user, upload=upload(text, "v2.csv"), plan=plan
    )


@pytest.fixture
def version(officer, imported):
    return read(officer, VERSION, imported)


def action(ref):
    return Action.objects.get(ref=ref)


def confirm(officer, found, **ticked):
    return services.confirm(found, by=officer.user, title="", **ticked)


def test_a_version_shows_what_is_added_removed_different_and_later(version):
    shown = reports.preview(version)
    assert [each.content["text"] for each in shown.having("new")] == ["Publish the results"]
    assert [entry.ref for entry in shown.differences.gone] == ["4"]
    first, third = shown.having("changed")
    assert first.difference.cells == (Cell("Timescale", "31 March 2013", "30 June 2013"),)
    assert first.difference.slipped_days == 91
    assert third.difference.cells == (
        Cell("Action", "Train the front line", "Train everybody at the front line"),
        Cell("Measures", "Share of staff trained", "Share trained"),
    )
    assert (third.difference.slipped_days, shown.slipped) == (0, 1)
    assert len(shown.having("there")) == 2


def test_nothing_is_applied_that_was_not_ticked(officer, version):
    confirm(officer, version)
    assert action("1").timescale_text == "31 March 2013"
    assert action("4").closed_on is None
    assert Action.objects.count() == 5
    again = reports.preview(read(officer, VERSION + "\n", version.plan))
    assert len(again.having("changed")) == 2


def test_what_is_ticked_is_applied_with_its_history_and_updates_stay(officer, version):
    first, gone = action("1"), action("4")
    services.record_update(first, by=officer.user, version=1, status="Late", note="", on=TODAY)
    confirm(officer, version, changed=["action-0", "action-2"], gone=[f"action-{gone.pk}"])
    first, third = action("1"), action("3")
    assert (first.timescale_text, first.slipped_days, first.status_as_written) == ("30 June 2013", 91, "Late")
    assert first.updates.count() == 1
    assert (third.text, [each.text for each in third.measures.all()]) == (
        "Train everybody at the front line",
        ["Share trained"],
    )
    assert third.imported_text == "Train everybody at the front line"
    assert action("4").closed_on == TODAY
    redated = Change.objects.get(kind=Change.Kind.REDATED)
    assert redated.reason == "New version of the document: v2.csv"
    assert reports.preview(read(officer, VERSION + "\n", version.plan)).having("changed") == []


def test_what_was_put_right_by_hand_is_no_difference_and_stays(officer, imported):
    services.reword(
        action("1"), by=officer.user, version=1, text="Ask the questions everywhere", leads=["Nobody"]
    )
    found = read(officer, VERSION, imported)
    first = reports.preview(found).having("changed")[0]
    assert [cell.heading for cell in first.difference.cells] == ["Timescale"]
    confirm(officer, found, changed=["action-0"])
    changed = action("1")
    assert (changed.text, changed.leads.get().text) == ("Ask the questions everywhere", "Nobody")
    assert changed.timescale_text == "30 June 2013"


def test_a_correction_in_a_preview_survives_the_next_version(officer, waiting):
    entry = waiting.document["actions"][0]
    kept = {name: entry[name] for name in ("text", "ref", "objective", "leads", "status")}
    services.correct(
        waiting,
        by=officer.user,
        version=0,
        kind="action",
        number=0,
        timescale="31 March 2013",
        measures=["Corrected"],
        **kept,
    )
    plan = services.confirm(waiting, by=officer.user, title="Equality plan")
    found = read(officer, VERSION, plan)
    assert found.document["actions"][0]["measures"] == ["Corrected"]
    assert found.document["actions"][0]["timescale"]["phrase"] == "30 June 2013"
    confirm(officer, found, changed=["action-0"])
    assert [each.text for each in action("1").measures.all()] == ["Corrected"]


def test_what_was_left_out_stays_out(officer, waiting):
    entry = waiting.document["actions"][2]
    kept = {name: entry[name] for name in ("text", "ref", "objective", "leads", "measures", "status")}
    services.correct(
        waiting, by=officer.user, version=0, kind="action", number=2, timescale="", left_out=True, **kept
    )
    plan = services.confirm(waiting, by=officer.user, title="Equality plan")
    left_out = reports.preview(read(officer, TABLE + "\n", plan)).having("left_out")
    assert [each.content["text"] for each in left_out] == ["Train the front line"]


def test_a_version_that_changed_entries_is_not_undone(officer, version):
    confirm(officer, version, changed=["action-0"])
    with pytest.raises(ValidationError, match="It changed entries that were there before"):
        services.undo(version, by=officer.user)


def test_another_document_of_the_same_plan_removes_nothing(officer, imported):
    other = "No.,Action,Lead,Timescale\n1,Something else altogether about pay,Head of Pay,May 2026\n"
    assert reports.preview(read(officer, other, imported)).differences.gone == ()


def test_the_page_of_a_version(officer, version):
    url = f"/imports/{version.pk}/"
    seen = page(officer.get(url, show="changed"))
    assert (
        "2 entries of the plan are different in this version, and 1 of them slips to a later day" in seen.main
    )
    assert "1 entry of the plan is not in this version" in seen.main
    assert "Its last day becomes 91 days later." in seen.main
    tables = seen.all("//table//tbody/tr")
    assert tables[0] == "Timescale 31 March 2013 30 June 2013"
    gone = f"action-{action('4').pk}"
    officer.post(url, changed=["action-0"], gone=[gone])
    assert (action("1").timescale_text, action("4").closed_on) == ("30 June 2013", TODAY)
    assert action("3").text == "Train the front line"


def test_the_officer_names_the_plan(officer, stranger, imported):
    address = f"/plans/import/?plan={imported.pk}"
    assert "a new version of the document of Equality plan" in page(officer.get(address)).main
    officer.client.post(address, {"upload": upload(VERSION, "renamed.csv")})
    assert Import.objects.get(confirmed_at=None).plan == imported
    assert stranger.get(address).status_code == 404
    other = PlanFactory(organisation=imported.organisation, title="Other")
    officer.client.post(f"/plans/import/?plan={other.pk}", {"upload": upload(VERSION, "renamed.csv")})
    assert Import.objects.get(confirmed_at=None).plan == other


def test_two_long_documents_without_a_word_in_common_are_told_apart_at_once(officer, imported, monkeypatch):
    monkeypatch.setattr(differences, "MOST_COMPARED", 0)
    shown = reports.preview(read(officer, VERSION.replace("3,Train", "9,Train"), imported))
    assert [each.content["text"] for each in shown.having("new")] == [
        "Train everybody at the front line",
        "Publish the results",
    ]


def test_words_that_are_much_alike_are_one_action_under_another_number(officer, imported):
    shown = reports.preview(read(officer, VERSION.replace("3,Train", "9,Train"), imported))
    assert [each.content["text"] for each in shown.having("new")] == ["Publish the results"]
