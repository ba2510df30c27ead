import pytest

from dueregard.access.models import Post
from dueregard.plans.models import Action, Import, Plan
from dueregard.plans.tests.factories import TABLE, upload
from tests.pages import page

pytestmark = pytest.mark.django_db


def url(found):
    return f"/imports/{found.pk}/"


def test_the_preview_shows_what_will_be_created_and_what_is_unclear(officer, waiting):
    seen = page(officer.get(url(waiting)))
    assert seen.h1 == "Check what was read"
    assert "1 objective and 4 actions will be created" in seen.main
    assert "No one day can be read here" in seen.main
    assert "The document says (table 1, row 5, column 6, line 5): “03/04”" in seen.main
    assert seen.value("title") == "Equality plan"


def test_each_part_is_shown_on_its_own(officer, waiting):
    assert "Ask the same questions" not in page(officer.get(url(waiting))).main
    assert "Ask the same questions" in page(officer.get(url(waiting), show="new")).main


def test_confirmed_it_is_a_plan(officer, waiting):
    response = officer.post(url(waiting), title="The plan", posts=["Head of Staff"])
    made = Plan.objects.get()
    assert response.url == f"/plans/{made.pk}/"
    assert made.title == "The plan"
    assert Post.objects.get().title == "Head of Staff"
    seen = page(officer.get(response.url))
    assert seen.messages[0] == "The plan is in the register"
    assert seen.messages[1].endswith("overdue, or without a date, a lead or a measure: settle these first")
    to_settle = page(officer.get(f"/plans/{made.pk}/?tidy=only"))
    number = int(seen.messages[1].split()[0])
    assert len(to_settle.all("//tbody/tr")) == number
    assert officer.get(url(waiting)).url == response.url


def test_a_plan_needs_a_title(officer, waiting):
    assert page(officer.post(url(waiting), title="")).errors == ["Give the plan a title."]
    assert not Plan.objects.exists()


def test_the_same_document_again_has_nothing_to_confirm(officer, imported):
    officer.post("/plans/import/", upload=upload())
    again = Import.objects.get(confirmed_at=None)
    assert "there is nothing to import" in page(officer.get(url(again))).main
    seen = page(officer.post(url(again)))
    assert seen.errors == ["All of this document is in the plan already: there is nothing to import."]
    assert Action.objects.count() == 4


def test_a_longer_document_goes_into_the_same_plan(officer, imported):
    officer.post("/plans/import/", upload=upload(TABLE + "5,Publish the results,,Manager,,,,,,\n"))
    longer = Import.objects.get(confirmed_at=None)
    longer.document["title"] = "Equality plan"
    longer.save()
    seen = page(officer.get(url(longer)))
    assert "0 objectives and 1 action will be created" in seen.main
    assert "5 entries are in the plan already and stay as they are" in seen.main
    assert officer.post(url(longer)).url == f"/plans/{imported.pk}/"
    assert imported.actions.count() == 5


def test_put_aside_nothing_of_it_is_kept(officer, waiting):
    assert officer.post(f"{url(waiting)}discard/").url == "/plans/"
    assert not Import.objects.exists()


def test_a_confirmed_document_cannot_be_put_aside(officer, waiting, imported):
    officer.post(f"{url(waiting)}discard/")
    assert page(officer.get("/plans/")).messages[0].startswith("This document has been imported already")
    assert Import.objects.exists()


def test_after_an_undo_the_preview_leads_to_the_plans(officer, waiting, imported):
    officer.post(f"{url(waiting)}undo/")
    assert officer.get(url(waiting)).url == "/plans/"


def test_what_is_left_out_is_shown_in_its_own_words(officer):
    table = "<table><tr><th>Action</th><th>Lead</th></tr><tr><td>Fit ramps</td><td>HR</td></tr></table>"
    text = f"<h1>Equality plan 2025</h1>{table}<p>Signed off by cabinet</p>"
    officer.post("/plans/import/", upload=upload(text, "plan.html"))
    assert "“Signed off by cabinet”" in page(officer.get(url(Import.objects.get()))).main
