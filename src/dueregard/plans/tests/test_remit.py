import pytest

from dueregard.plans.tests.factories import ActionFactory, complete, days
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_a_councillor_reads_what_to_ask(councillor, plan):
    late = complete(ActionFactory(plan=plan, text="Late", last_day=days(-10)))
    seen = page(councillor.get("/remit/"))
    assert seen.all("//h2") == ["Late (1)", "Slipped (0)", "Without a measure (0)"]
    assert "10 days ago. Ask: Head of Housing." in seen.main
    assert "Every action says how success is measured." in seen.main
    assert seen.links["Late"] == f"/actions/{late.pk}/"


def test_more_than_fit_are_counted(councillor, plan):
    for _number in range(21):
        ActionFactory(plan=plan)
    assert "These are the first 20 of 21." in page(councillor.get("/remit/")).main


def test_who_scrutinises_nothing_is_refused(reader, plan):
    assert reader.get("/remit/").status_code == 403
