import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.access.models import Holding
from dueregard.access.tests.factories import PostFactory
from dueregard.plans import services
from dueregard.plans.models import Action, Lead
from dueregard.plans.tests.factories import TODAY, ActionFactory, complete, days
from tests.pages import page

pytestmark = pytest.mark.django_db


def test_all_that_an_action_holds_beside_the_words_of_its_document(officer, imported):
    action = Action.objects.get(ref="1")
    services.record_update(
        action,
        by=officer.user,
        version=1,
        status="On target",
        note="It goes well.",
        on=TODAY,
        link="https://www.example.org/report",
        upload=SimpleUploadedFile("report.pdf", b"%PDF"),
    )
    seen = page(officer.get(f"/actions/{action.pk}/"))
    assert seen.h1 == "Ask the same questions in every service"
    assert seen.summary["The lead says"].startswith("On target It goes well.")
    assert seen.summary["The dates say"].startswith("Overdue its last day or its next due day has passed")
    assert seen.summary["Last day"] == "31 March 2013"
    assert seen.summary["Objective"] == "1 Know who uses our services"
    assert seen.summary["No."].startswith("1 Table 1, row 3, column 1")
    assert seen.summary["Characteristics"] == "Age"
    document = action.updates.get().evidence.exclude(file="").get()
    assert seen.links["report.pdf"] == f"/documents/{document.pk}/"
    assert seen.links["https://www.example.org/report"] == "https://www.example.org/report"
    assert "Olive Officer imported it from Equality plan.csv" in seen.main


def test_slippage_shows(reader, plan):
    action = complete(ActionFactory(plan=plan, last_day=days(100), first_last_day=days(10)))
    seen = page(reader.get(f"/actions/{action.pk}/"))
    assert seen.summary["Slipped"].startswith("by 3 months: the first last day was ")


def test_a_reader_sees_no_deeds(reader, plan):
    action = ActionFactory(plan=plan)
    links = page(reader.get(f"/actions/{action.pk}/")).links
    assert {"Record an update", "Change its timescale", "Close it"}.isdisjoint(links)


def test_a_lead_may_update_what_their_post_leads(lead, plan):
    action = ActionFactory(plan=plan)
    assert "Record an update" not in page(lead.get(f"/actions/{action.pk}/")).links
    post = PostFactory(organisation=plan.organisation)
    Holding.objects.create(post=post, user=lead.user, starts_on=days(-1))
    Lead.written("Post", action=action, post=post).save()
    assert "Record an update" in page(lead.get(f"/actions/{action.pk}/")).links


def test_a_closed_action_can_only_be_opened_again(officer, plan):
    action = ActionFactory(plan=plan, closed_on=TODAY)
    links = page(officer.get(f"/actions/{action.pk}/")).links
    assert "Open it again" in links
    assert {"Record an update", "Close it"}.isdisjoint(links)


def test_an_objective_with_its_actions(officer, plan, objective):
    complete(ActionFactory(plan=plan, objective=objective, text="Count"))
    services.redate(objective, by=officer.user, version=1, timescale="31 March 2027", reason="Agreed")
    seen = page(officer.get(f"/objectives/{objective.pk}/"))
    assert seen.h1 == "Know who uses our services"
    assert [row["Action"] for row in seen.table("Actions")] == ["Count"]
    assert seen.summary["Last day"] == "31 March 2027"
    assert "Olive Officer changed the timescale. Reason: Agreed" in seen.main
