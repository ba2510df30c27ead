from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from dueregard.access.models import Holding
from dueregard.access.tests.factories import PostFactory
from dueregard.audit.models import Event
from dueregard.plans import services
from dueregard.plans.models import Action, Lead, Update
from dueregard.plans.tests.factories import TODAY, ActionFactory, days

pytestmark = pytest.mark.django_db

YEARLY = date(TODAY.year + 1, 1, 31)


def update(action, person, **given):
    typed = {"status": "On target", "note": "It goes well.", "on": TODAY, "version": action.version}
    return services.record_update(action, by=person.user, **(typed | given))


@pytest.fixture
def action(plan):
    return ActionFactory(plan=plan, text="Do it")


@pytest.fixture
def yearly(officer, plan):
    """Due on 31 January of every year."""
    return services.add_action(plan, by=officer.user, text="Publish", timescale="31 January (annually)")


def due(action):
    action.refresh_from_db()
    return action.next_due_on


def test_an_update_is_a_new_row_and_the_words_go_out_as_they_are(officer, action):
    made = update(action, officer)
    update(action, officer, status="", note="Still going.")
    action.refresh_from_db()
    assert (made.status, made.note, made.made_by) == ("On target", "It goes well.", officer.user)
    assert Update.objects.count() == 2
    assert (action.status_as_written, action.sentence_as_written) == ("On target", "Still going.")
    assert (action.saying, action.last_update_on) == ("well", TODAY)
    assert list(Event.objects.values_list("kind", flat=True)) == ["plans.update_recorded"] * 2


def test_an_update_about_an_earlier_day_does_not_replace_a_later_one(officer, action):
    update(action, officer)
    update(action, officer, status="Late", on=days(-10))
    action.refresh_from_db()
    assert (action.status_as_written, action.last_update_on) == ("On target", TODAY)


def test_evidence_is_kept_with_its_update(officer, action):
    file = SimpleUploadedFile("report.pdf", b"%PDF")
    made = update(action, officer, upload=file, link="https://www.example.org/")
    assert {document.title for document in made.evidence.all()} == {"report.pdf", "https://www.example.org/"}
    assert made.evidence.exclude(file="").get().organisation == action.plan.organisation


def test_a_closed_action_takes_no_update(officer, plan):
    closed = ActionFactory(plan=plan, closed_on=TODAY)
    with pytest.raises(ValidationError, match="re-open it"):
        update(closed, officer)
    assert not Update.objects.exists()


def test_who_updates_second_is_told(officer, lead, action):
    update(action, lead)
    with pytest.raises(services.ChangedMeanwhile, match="Leo Lead changed this"):
        update(action, officer, version=1)
    assert Update.objects.count() == 1


def hold(lead, action, **given):
    post = PostFactory(organisation=action.plan.organisation)
    Lead.written("Whatever is written", action=action, post=post).save()
    Holding.objects.create(post=post, user=lead.user, **({"starts_on": days(-10)} | given))


def may(person, action):
    return services.may_update(action, membership=person.membership, today=TODAY)


def test_a_lead_updates_only_what_their_post_leads_today(officer, director, lead, action):
    assert (may(officer, action), may(director, action), may(lead, action)) == (True, True, False)
    with pytest.raises(PermissionDenied, match="that your post leads"):
        services.check_may_update(action, membership=lead.membership, today=TODAY)
    hold(lead, action, ends_on=days(-1))
    assert not may(lead, action)
    hold(lead, action, starts_on=days(1))
    assert not may(lead, action)
    hold(lead, action, ends_on=days(0))
    assert may(lead, action)
    services.check_may_update(action, membership=lead.membership, today=TODAY)


def test_a_due_day_stays_until_an_update_answers_it(officer, yearly):
    first = due(yearly)
    assert (first.month, first.day) == (1, 31)
    update(yearly, officer, on=first - timedelta(days=31))
    assert due(yearly) == first
    update(yearly, officer, on=first - timedelta(days=30))
    assert due(yearly) == first.replace(year=first.year + 1)


def test_an_update_after_the_due_day_answers_it_too(officer, yearly):
    first = due(yearly)
    update(yearly, officer, on=first + timedelta(days=60))
    assert due(yearly) == first.replace(year=first.year + 1)


def test_due_days_move_on_nightly_and_only_once(officer, yearly, capsys):
    first = due(yearly)
    Action.objects.filter(pk=yearly.pk).update(last_update_on=first)
    call_command("move_due_days")
    assert capsys.readouterr().out == "1 due days moved on\n"
    assert due(yearly) == first.replace(year=first.year + 1)
    assert Event.objects.latest("number").kind == "plans.due_days_moved"
    events = Event.objects.count()
    call_command("move_due_days")
    assert capsys.readouterr().out == "0 due days moved on\n"
    assert Event.objects.count() == events


def test_a_due_day_that_nobody_answered_stays_overdue(yearly):
    Action.objects.filter(pk=yearly.pk).update(next_due_on=days(-5))
    assert services.move_due_days() == 0
    assert due(yearly) == days(-5)
