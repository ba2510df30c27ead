"""What a lead says about an action, and the due days that it answers."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from dueregard.access.models import Membership, User
from dueregard.access.roles import Role
from dueregard.audit.services import Process, record
from dueregard.evidence.services import attach
from dueregard.plans.models import Action, Deed, Update
from dueregard.plans.models.querysets import SOON
from dueregard.plans.models.words import saying
from dueregard.plans.services.changes import claim
from dueregard.plans.services.dates import set_next_due

NIGHTLY = Process("nightly")
SAID = ("status_as_written", "sentence_as_written", "saying", "last_update_on", "next_due_on")
"""What an update changes on its action."""


def may_update(action: Action, *, membership: Membership, today: date) -> bool:
    """A lead only where a post that they hold today leads the action; an officer or a director any."""
    if membership.role != Role.LEAD:
        return True
    return Action.objects.filter(pk=action.pk).led_by(membership.user, today).exists()


def check_may_update(action: Action, *, membership: Membership, today: date) -> None:
    if not may_update(action, membership=membership, today=today):
        raise PermissionDenied(_("You can record updates on actions that your post leads."))


@transaction.atomic
def record_update(
    action: Action,
    *,
    by: User,
    version: int,
    status: str,
    note: str,
    on: date,
    upload: Any = None,
    link: str = "",
    made_for: str = "",
    deed: Deed | None = None,
) -> Update:
    """A new row, never an edit: the words go in as they are, and the next due day moves on. `made_for` are the leads
    whose words somebody else records, and `deed` is the one that it is recorded in, with others."""
    if action.is_closed:
        raise ValidationError(_("This action is closed: re-open it before an update is recorded."))
    claim(action, version)
    update = Update(
        action=action, status=status, note=note, made_on=on, made_by=by, made_for=made_for, deed=deed
    )
    update.status_before = action.status_as_written
    update.save()
    if action.last_update_on is None or on >= action.last_update_on:
        _say(action, update)
    organisation = action.plan.organisation
    record("plans.update_recorded", by=by, organisation=organisation, target=action, status=status, on=on)
    _attach(update, by=by, upload=upload, link=link)
    return update


@transaction.atomic
def correct_update(
    update: Update, *, by: User, version: int, status: str, note: str, upload: Any = None, link: str = ""
) -> Update:
    """Other words in the place of mistaken ones, which stay, struck through. What the action says follows. `version` is
    that of the page: where the action was merged, of the one that it was merged into."""
    action = update.action
    update.check_can_correct()
    if (status, note) == (update.status, update.note):
        raise ValidationError(_("Nothing is different: change what was mistaken."))
    claim(action.merged_into or action, version)
    made = Update(action=action, status=status, note=note, made_on=update.made_on, made_by=by)
    made.made_for, made.corrects, made.place = update.made_for, update, update.place or update.pk
    made.status_before = update.status_before
    made.save()
    made.evidence.set(update.evidence.all())
    _say_instead(action, update)
    if action.merged_into_id:
        _follow(Action._base_manager.get(pk=action.merged_into_id), action, update)
    organisation = action.plan.organisation
    record(
        "plans.update_corrected",
        by=by,
        organisation=organisation,
        target=action,
        update=update.pk,
        status=status,
    )
    _attach(made, by=by, upload=upload, link=link)
    return made


def status_without(update: Update) -> str:
    """What the action says once this update has no status, or is mistaken: what another says that stands, or what it
    said before there was any."""
    action = update.action
    if not update.status or action.status_as_written != update.status:
        return action.status_as_written
    standing = action.updates.standing().exclude(pk=update.pk)
    first = action.updates.order_by("pk").first()
    before = first.status_before if first else ""
    return next((each.status for each in standing if each.status), before)


def _say_instead(action: Action, mistaken: Update) -> None:
    """Where the action said what was mistaken, it says what stands now."""
    standing = list(action.updates.standing())
    action.say(status_without(mistaken))
    if action.sentence_as_written == mistaken.note:
        action.sentence_as_written = standing[0].note
    action.save()


def _follow(stays: Action, goes: Action, mistaken: Update) -> None:
    """Where the one that stays took over, when the two were merged, what was mistaken."""
    now = (stays.status_as_written, stays.sentence_as_written, stays.last_update_on)
    if now == (mistaken.status, mistaken.note, mistaken.made_on):
        stays.say(goes.status_as_written)
        stays.sentence_as_written = goes.sentence_as_written
        stays.save()


def said_without(deed: Deed, action: Action, was: dict[str, Any]) -> dict[str, Any]:
    """What the action says once the deed is taken back: `was`, or the newest update that stands, which may have been
    corrected, or recorded for an earlier day, after the deed."""
    standing = list(action.updates.standing().exclude(deed=deed))
    if not standing or standing[0].made_on.isoformat() < (was["on"] or ""):
        return was
    newest = standing[0]
    status = next((update.status for update in standing if update.status), was["status"])
    return {"status": status, "sentence": newest.note, "on": newest.made_on.isoformat()}


def _attach(update: Update, *, by: User, upload: Any, link: str) -> None:
    organisation = update.action.plan.organisation
    if link:
        update.evidence.add(attach(organisation, by=by, link=link))
    if upload:
        update.evidence.add(attach(organisation, by=by, upload=upload))


def _say(action: Action, update: Update) -> None:
    """The newest update is what the lead says; one without a status leaves the status that was."""
    action.status_as_written = update.status or action.status_as_written
    action.sentence_as_written = update.note
    action.saying = saying(action.status_as_written)
    action.last_update_on = update.made_on
    set_next_due(action)
    action.save(update_fields=SAID)


@transaction.atomic
def move_due_days() -> int:
    """Move each next due day on that an update has answered; how many were moved. Safe to run twice."""
    moved = 0
    answered = Q(last_update_on__gte=F("next_due_on") - SOON)
    for action in Action.objects.still_open().filter(answered).select_for_update():
        set_next_due(action)
        action.save(update_fields=["next_due_on"])
        moved += 1
    if moved:
        record("plans.due_days_moved", by=NIGHTLY, moved=moved)
    return moved
