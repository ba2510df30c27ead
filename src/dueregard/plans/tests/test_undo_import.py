import pytest

from dueregard.plans import services
from dueregard.plans.models import Action, Import, Plan
from dueregard.plans.tests.factories import TODAY
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
    assert page(response).messages == ["The import is undone"]
    assert not Plan.objects.exists()


def test_it_says_why_it_cannot_be_undone(officer, imported):
    update(officer)
    reason = "Olive Officer recorded an update on"
    assert reason in page(officer.get(url())).main
    response = officer.client.post(url(), follow=True)
    assert page(response).messages[0].startswith(reason)
    assert Action.objects.count() == 4


def test_undone_twice_is_said(officer, imported):
    address = url()
    officer.post(address)
    assert page(officer.client.post(address, follow=True)).messages[-1] == "There is nothing to undo."
