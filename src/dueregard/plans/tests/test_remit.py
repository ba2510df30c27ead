import pytest

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.plans.models import Action
from dueregard.plans.services import add_plan
from dueregard.plans.tests.factories import ActionFactory, ImportFactory, complete, days
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_a_councillor_reads_what_to_ask(councillor, plan):
    late = complete(ActionFactory(plan=plan, text="Late", last_day=days(-10)))
    seen = page(councillor.get("/remit/"))
    assert seen.all("//h2") == ["Late (1)", "Slipped (0)", "Without a measure (0)"]
    assert "10 days ago. Ask: Head of Housing." in seen.main
    assert "Every action says how success is measured." in seen.main
    assert seen.links["Late"] == f"/actions/{late.pk}/"


def test_what_an_import_left_is_the_officers_to_tidy_first(councillor, plan):
    made = ImportFactory(organisation=plan.organisation)
    complete(ActionFactory(plan=plan, imported_in=made, last_day=days(-400)))
    assert page(councillor.get("/remit/")).all("//h2")[0] == "Late (0)"
    Action.objects.update(registered_on=days(-31))
    assert page(councillor.get("/remit/")).all("//h2")[0] == "Late (1)"


def test_more_than_fit_are_counted(councillor, plan):
    for _number in range(21):
        ActionFactory(plan=plan)
    assert "These are the first 20 of 21." in page(councillor.get("/remit/")).main


@pytest.mark.usefixtures("counts_kept")
def test_the_most_urgent_of_all_bodies_come_first(councillor, council):
    plans = [
        add_plan(body, title=body.name, by=councillor.user)
        for body in (council, OrganisationFactory(name="Under it", parent=council))
    ]
    late = [
        complete(ActionFactory(plan=plans[number % 2], text=f"Late {number}", last_day=days(number - 30)))
        for number in range(24)
    ]
    for _time in ("counted", "kept"):
        seen = page(councillor.get("/remit/"))
        assert seen.all("//h2")[0] == "Late (24)"
        assert seen.all("//li/a[contains(@href, '/actions/')]") == [each.text for each in late[:20]]


@pytest.mark.usefixtures("counts_kept")
@pytest.mark.parametrize("columns", [{"last_day": days(10)}, {"last_day": None}])
def test_what_is_late_no_longer_is_left_out_though_it_was_counted(councillor, council, columns):
    action = ActionFactory(plan=add_plan(council, title="Plan", by=councillor.user), last_day=days(-10))
    assert "10 days ago" in page(councillor.get("/remit/")).main
    Action.objects.filter(pk=action.pk).update(**columns)  # written, and not yet in the log
    assert "days ago" not in page(councillor.get("/remit/")).main


def test_who_scrutinises_nothing_is_refused(reader, plan):
    assert reader.get("/remit/").status_code == 403
