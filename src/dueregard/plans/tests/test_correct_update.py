"""A mistaken update stands struck through; the correcting one stands in its place, and everywhere else."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.plans import reports, services
from dueregard.plans.models import Action, Lead, Update
from dueregard.plans.models.words import Saying
from dueregard.plans.tests.factories import TODAY, ActionFactory, ImportFactory, days
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan):
    return ActionFactory(plan=plan, text="Fit ramps")


def say(action, person, status="", note="", on=TODAY):
    action.refresh_from_db()
    return services.record_update(
        action, by=person.user, version=action.version, status=status, note=note, on=on
    )


def correct(update, person, status="", note=""):
    update = Update.objects.get(pk=update.pk)
    version = update.action.version
    return services.correct_update(update, by=person.user, version=version, status=status, note=note)


def said(action):
    action.refresh_from_db()
    return action.status_as_written, action.sentence_as_written, action.saying


def test_the_old_is_struck_through_and_the_new_stands(officer, director, action):
    old = say(action, officer, "Late", "Nothing was done.")
    address = f"/updates/{old.pk}/correct/"
    seen = page(officer.get(address))
    assert (seen.value("status"), seen.value("note")) == ("Late", "Nothing was done.")
    sent = director.post(address, version=seen.value("version"), status="On target", note="Half is done.")
    assert sent.url == f"/actions/{action.pk}/"
    shown = page(officer.get(sent.url))
    assert shown.all("//main//s") == ["Late", "Nothing was done."]
    assert "Struck through as mistaken:" in shown.main
    assert said(action) == ("On target", "Half is done.", Saying.WELL)
    assert Event.objects.latest("number").kind == "plans.update_corrected"
    assert Update.objects.get(corrects=old).made_on == old.made_on


def test_history_keeps_both(officer, action):
    old = say(action, officer, "Late", "Nothing was done.")
    correct(old, officer, "On target", "Half is done.")
    newest, first = reports.history(action)[:2]
    assert (newest.before, newest.after) == ("Late: Nothing was done.", "On target: Half is done.")
    assert newest.sentence == "Olive Officer corrected an update"
    assert first.after == "Late: Nothing was done."


def test_an_earlier_update_corrected_leaves_the_newer_one_in_force(officer, action):
    first = say(action, officer, "Late", "Waits.", on=days(-30))
    say(action, officer, "On target", "Goes on.", on=days(-2))
    made = correct(first, officer, "At risk", "Waits for the landlord.")
    assert said(action)[:2] == ("On target", "Goes on.")
    assert [update.pk for update in action.updates.standing()][1] == made.pk
    assert action.last_update_on == days(-2)


def test_of_one_day_the_later_word_stays_the_last(officer, action):
    first = say(action, officer, "Late", "One.")
    second = say(action, officer, "On target", "Two.")
    made = correct(first, officer, "At risk", "One, corrected.")
    assert said(action)[:2] == ("On target", "Two.")
    again = correct(second, officer, "Complete", "Two, corrected.")
    assert said(action)[:2] == ("Complete", "Two, corrected.")
    assert list(action.updates.standing()) == [again, made]


def test_a_status_that_a_later_note_left_is_corrected_too(officer, action):
    first = say(action, officer, "Late", "One.", on=days(-20))
    say(action, officer, "", "Only a note.")
    assert said(action)[0] == "Late"
    correct(first, officer, "On target", "One.")
    assert said(action) == ("On target", "Only a note.", Saying.WELL)


def test_where_nothing_else_was_said_nothing_is_said_again(officer, action):
    old = say(action, officer, "Late", "A note.")
    correct(old, officer, "", "A note.")
    assert said(action) == ("", "A note.", Saying.UNREAD)


def test_a_correction_can_be_corrected_and_the_first_cannot_twice(officer, action):
    old = say(action, officer, "Late", "One.")
    new = correct(old, officer, "At risk", "Two.")
    last = correct(new, officer, "On target", "Three.")
    assert list(action.updates.standing()) == [last]
    assert last.place == old.pk
    with pytest.raises(ValidationError, match="corrected already"):
        correct(old, officer, "Late", "Four.")


def test_what_is_wrong_is_said(officer, action):
    old = say(action, officer, "Late", "One.")
    address = f"/updates/{old.pk}/correct/"
    assert page(officer.post(address, status="Late", note="One.")).errors == [
        "Nothing is different: change what was mistaken."
    ]
    assert page(officer.post(address)).errors == ["Say how it is going, or write a note."]
    stale = page(officer.post(address, version="1", status="On target"))
    assert stale.errors[0].startswith("Olive Officer changed this")
    assert Update.objects.count() == 1


def test_evidence_goes_with_the_words_that_stand(officer, action):
    old = say(action, officer, "Late", "One.")
    officer.post(f"/updates/{old.pk}/correct/", note="See this.", link="www.example.org/report")
    new = Update.objects.get(corrects=old)
    assert [each.link for each in new.evidence.all()] == ["https://www.example.org/report"]
    last = correct(new, officer, note="See it.")
    assert last.evidence.count() == 1


def test_whoever_may_record_may_correct(officer, lead, reader, stranger, action, council):
    from dueregard.access.models import Holding, Post

    old = say(action, officer, "Late", "One.")
    address = f"/updates/{old.pk}/correct/"
    assert reader.get(address).status_code == 403
    assert stranger.get(address).status_code == 404
    assert lead.get(address).status_code == 403
    assert "Correct this update" not in page(lead.get(f"/actions/{action.pk}/")).main
    post = Post.objects.create(organisation=council, title="Depot Manager")
    Holding.objects.create(post=post, user=lead.user, starts_on=timezone.localdate() - timedelta(days=9))
    Lead.written("Depot Manager", action=action, post=post).save()
    assert lead.post(address, status="On target").status_code == 302
    assert Action.objects.get().status_as_written == "On target"


def test_a_correction_has_its_place(officer, action):
    old = say(action, officer, "Late", "One.")
    with pytest.raises(IntegrityError):
        Update(action=action, status="x", made_on=TODAY, made_by=officer.user, corrects=old).save()


def test_the_page_says_what_the_action_says_without_a_status(officer, action):
    say(action, officer, "On target", "One.", on=days(-20))
    old = say(action, officer, "Late", "Two.")
    seen = page(officer.get(f"/updates/{old.pk}/correct/"))
    assert "No status, only a note: the action says “On target”" in seen.main
    officer.post(f"/updates/{old.pk}/correct/", version=seen.value("version"), status="none", note="Two.")
    assert said(action)[:2] == ("On target", "Two.")
    first = page(officer.get(f"/updates/{Update.objects.get(note='One.').pk}/correct/"))
    assert "No status, only a note: the action says nothing about how it is going" in first.main


def test_what_an_old_update_followed_is_filled_in_where_history_knows_it(officer, action, plan):
    filled = import_module("dueregard.plans.migrations.0006_known_status_before")
    read = ActionFactory(
        plan=plan, fields={"Action": "Paint", "Status": "Amber"}, imported_in=ImportFactory()
    )
    read.say("Amber")
    read.save()
    many = [reports.Row(action=action, version=action.version, status="Late", note="")]
    action.say("Waiting")
    action.save()
    services.update_many(plan.organisation, many, by=officer.user, on=TODAY)
    for each in (read, action):
        say(each, officer, "On target")
        say(each, officer, note="Only a note.")
    models.QuerySet.update(Update.objects.all(), status_before="")
    filled.fill_in(apps, None)
    before = dict(Update.objects.order_by("pk").values_list("pk", "status_before"))
    assert list(before.values()) == ["Waiting", "Amber", "On target", "Late", "On target"]
