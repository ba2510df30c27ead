import pytest

from dueregard.plans.models import Plan
from dueregard.plans.tests.factories import TODAY, ActionFactory, ObjectiveFactory
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_an_empty_register_says_what_to_do(officer, reader):
    seen = page(officer.get("/plans/"))
    assert seen.h1 == "Plans"
    assert {"Paste or upload your plan", "Download a made-up plan (.docx) to try it with"} < set(seen.links)
    assert page(reader.get("/plans/")).links == {}


def test_plans_with_what_is_in_them(officer, plan):
    ObjectiveFactory(plan=plan)
    ActionFactory(plan=plan)
    ActionFactory(plan=plan, closed_on=TODAY)
    (row,) = page(officer.get("/plans/")).table("Plans")
    assert (row["Plan"], row["Objectives"], row["Actions"], row["Still open"]) == ("Our plan", "1", "2", "1")


def test_a_document_that_waits_is_a_link(officer, reader, waiting):
    assert page(officer.get("/plans/")).links["Equality plan.csv"] == f"/imports/{waiting.pk}/"
    assert "Equality plan.csv" not in page(reader.get("/plans/")).main


def test_the_example_is_a_word_document_that_is_read(officer):
    response = officer.get("/plans/example/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"PK")


def test_a_plan_is_written_by_hand(officer):
    response = officer.post("/plans/add/", title="Plan", starts_on_0="1", starts_on_1="4", starts_on_2="2026")
    made = Plan.objects.get()
    assert response.url == f"/plans/{made.pk}/"
    assert (made.title, str(made.starts_on), made.ends_on) == ("Plan", "2026-04-01", None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Give the plan a title."),
        (
            {"title": "A", "starts_on": "2026-04-01", "ends_on": "2026-03-01"},
            "The last day must not be before the first day.",
        ),
        ({"title": "A", "starts_on": "2026-02-31"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_with_a_plan_is_said(officer, typed, sentence):
    assert page(officer.post("/plans/add/", **typed)).errors == [sentence]
    assert not Plan.objects.exists()


def test_who_changes_a_plan_second_is_told_and_loses_nothing(officer, plan):
    url = f"/plans/{plan.pk}/change/"
    version = page(officer.get(url)).value("version")
    officer.post(url, title="The first", version=version)
    seen = page(officer.post(url, title="The second", version=version))
    assert seen.errors[0].startswith("Somebody changed this after you opened the page.")
    assert "Now: The first" in seen.main
    assert seen.value("title") == "The second"
    officer.post(url, title="The second", version=seen.value("version"))
    plan.refresh_from_db()
    assert plan.title == "The second"


def test_title_and_period_are_changed(officer, plan):
    assert page(officer.get(f"/plans/{plan.pk}/change/")).value("title") == "Our plan"
    typed = {"title": "Their plan", "starts_on": "2026-04-01", "ends_on": "2027-03-31"}
    assert officer.post(f"/plans/{plan.pk}/change/", **typed).url == f"/plans/{plan.pk}/"
    plan.refresh_from_db()
    assert (plan.title, str(plan.ends_on)) == ("Their plan", "2027-03-31")
