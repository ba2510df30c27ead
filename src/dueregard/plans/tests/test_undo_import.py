import pytest

from dueregard.plans import reports, services
from dueregard.plans.models import Action, Deed, Import, Plan
from dueregard.plans.tests.factories import TABLE, TODAY, upload
from tests.pages import page

pytestmark = pytest.mark.django_db


def url():
    return f"/imports/{Import.objects.get().pk}/undo/"


def update(officer):
    action = Action.objects.get(ref="1")
    services.record_update(action, by=officer.user, version=1, status="On target", note="", on=TODAY)


def test_it_says_what_goes_and_then_it_goes(officer, imported):
    assert "1 objective and 4 actions go out of the register again." in page(officer.get(url())).main
    assert page(officer.get(f"/plans/{imported.pk}/")).links["Undo this import Equality plan.csv"] == url()
    response = officer.client.post(url(), follow=True)
    assert page(response).messages[-1] == "The import is undone"
    assert not Plan.objects.exists()


def test_it_says_why_it_cannot_be_undone(officer, imported):
    update(officer)
    reason = "Olive Officer recorded an update on"
    assert reason in page(officer.get(url())).main
    response = officer.client.post(url(), follow=True)
    assert page(response).messages[0].startswith(reason)
    assert Action.objects.count() == 4


def test_all_that_stands_in_the_way_is_listed(officer, imported):
    update(officer)
    stays = services.add_action(imported, by=officer.user, text="By hand")
    goes = Action.objects.get(ref="2")
    services.merge(goes, stays, by=officer.user, version=1, text="Both", adds_up=False, reason="Same")
    seen = page(officer.get(url()))
    assert "2 things stand in the way" in seen.main
    assert seen.all("//main//li") == [
        "“By hand” was merged into “2 Both”: undo that first.",
        f"Olive Officer recorded an update on “Ask the same questions in every service” on {TODAY:%-d %B %Y},"
        " which would be lost: close what is wrong instead.",
    ]
    officer.post(f"/deeds/{Deed.objects.get(kind='merged').pk}/undo/")
    assert len(page(officer.get(url())).all("//main//li")) == 1


def test_what_it_merged_among_its_own_goes_with_it(officer, imported):
    stays, goes = Action.objects.filter(ref__in=["1", "2"])
    services.merge(stays, goes, by=officer.user, version=1, text="Both", adds_up=False, reason="Same")
    officer.post(url())
    assert not Plan.objects.exists()


def test_what_a_new_version_changed_is_undone_first_by_itself(officer, imported):
    newer = services.read_plan(
        imported.organisation,
        by=officer.user,
        upload=upload(TABLE.replace("Human Resources,03/04", "Human Resources,May 2027")),
        plan=imported,
    )
    (changed,) = reports.preview(newer).having("changed")
    services.confirm(newer, by=officer.user, title="", changed=[changed.mark])
    action = Action.objects.get(ref="3")
    assert action.timescale_text == "May 2027"
    address = f"/imports/{newer.pk}/undo/"
    assert "undo that first, under “Done by hand”" in page(officer.get(address)).main
    officer.post(f"/deeds/{Deed.objects.get(kind='imported').pk}/undo/")
    action.refresh_from_db()
    assert (action.timescale_text, action.last_day) == ("03/04", None)
    assert page(officer.client.post(address, follow=True)).messages[-1] == "The import is undone"


def test_undone_twice_is_said(officer, imported):
    address = url()
    officer.post(address)
    assert page(officer.client.post(address, follow=True)).messages[-1] == "There is nothing to undo."


def test_updates_that_were_taken_back_do_not_stand_in_the_way(officer, imported):
    found = Action.objects.filter(ref__in=["1", "2"])
    rows = [reports.Row(action=action, version=1, status="Late", note="") for action in found]
    services.update_many(imported.organisation, rows, by=officer.user, on=TODAY)
    assert "2 things stand in the way" in page(officer.get(url())).main
    services.undo_deed(Deed.objects.get(), by=officer.user)
    assert "2 updates that were taken back go with them." in page(officer.get(url())).main
    officer.post(url())
    assert not Plan.objects.exists()
