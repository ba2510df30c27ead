"""A gap is looked into: opened, given evidence, closed with an outcome, and opened again."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Post, User
from dueregard.audit.services import record
from dueregard.evidence.services import attach
from dueregard.monitoring import reports
from dueregard.monitoring.models import Enquiry, Finding
from equalities.comparison import Verdict


@transaction.atomic
def open_enquiry(gap: reports.Gap, *, owner: Post, by: User) -> Enquiry:
    """Ask of a group whether they need the service, or what keeps them from it or leads them to it. One question at a
    time: a second is refused while the first is open."""
    dataset = gap.dataset
    _check_owner(owner, dataset.organisation)
    enquiry = Enquiry(organisation=dataset.organisation, dataset=dataset, characteristic=gap.characteristic)
    if Enquiry.objects.about(dataset, gap.characteristic).open().filter(code=gap.code).exists():
        raise ValidationError(_("There is an open enquiry about this group already."))
    enquiry.code, enquiry.group, enquiry.seen = gap.code, gap.group, gap.seen
    enquiry.is_over = gap.verdict is Verdict.OVER
    enquiry.owner, enquiry.opened_by, enquiry.opened_at = owner, by, timezone.now()
    enquiry.save()
    _record("opened", enquiry, by, characteristic=gap.characteristic, code=gap.code, owner=owner.pk)
    return enquiry


@transaction.atomic
def add_finding(
    enquiry: Enquiry,
    *,
    on: date,
    source: str,
    words: str,
    consent: str,
    by: User,
    upload: Any = None,
    link: str = "",
) -> Finding:
    """Words or a fact, with where they come from. What somebody wrote down stays out of the log."""
    _check_open(enquiry)
    finding = Finding(enquiry=enquiry, on=on, source=source, words=words, consent=consent)
    finding.added_by, finding.added_at = by, timezone.now()
    finding.save()
    _record("finding_added", enquiry, by, finding=finding.pk, consent=consent)
    if upload or link:
        finding.document = attach(enquiry.organisation, by=by, upload=upload or None, link=link)
        finding.save()
    return finding


@transaction.atomic
def change_owner(enquiry: Enquiry, *, owner: Post, by: User) -> Enquiry:
    _check_open(enquiry)
    _check_owner(owner, enquiry.organisation)
    before, enquiry.owner = enquiry.owner_id, owner
    enquiry.save()
    _record("given_to", enquiry, by, before=before, after=owner.pk)
    return enquiry


@transaction.atomic
def close_enquiry(enquiry: Enquiry, *, outcome: str, why: str, by: User) -> Enquiry:
    _check_open(enquiry)
    if outcome not in dict(enquiry.outcomes):
        raise ValidationError(_("Choose what the enquiry found."))
    return _step(enquiry, outcome, why, by, "closed")


@transaction.atomic
def reopen_enquiry(enquiry: Enquiry, *, why: str, by: User) -> Enquiry:
    if enquiry.is_open:
        raise ValidationError(_("This enquiry is open."))
    about = Enquiry.objects.about(enquiry.dataset, enquiry.characteristic)
    if about.open().filter(code=enquiry.code).exists():
        raise ValidationError(_("There is an open enquiry about this group already."))
    return _step(enquiry, "", why, by, "reopened")


def _step(enquiry: Enquiry, outcome: str, why: str, by: User, deed: str) -> Enquiry:
    enquiry.steps.create(outcome=outcome, why=why, taken_by=by, taken_at=timezone.now())
    enquiry.outcome = outcome
    enquiry.save()
    _record(deed, enquiry, by, outcome=outcome)
    return enquiry


@transaction.atomic
def name_action(enquiry: Enquiry, *, action_label: str, action_link: str, by: User) -> Enquiry:
    """Which action of the plan came of it: words and an address, since an action is made by a person and never here."""
    enquiry.action_label, enquiry.action_link = action_label, action_link
    enquiry.save()
    _record("action_named", enquiry, by, label=action_label, link=action_link)
    return enquiry


def _check_open(enquiry: Enquiry) -> None:
    if not enquiry.is_open:
        raise ValidationError(_("This enquiry is closed: open it again first."))


def _check_owner(owner: Post, organisation: Any) -> None:
    if not Post.objects.within(organisation).filter(pk=owner.pk).exists():
        raise ValidationError(_("Choose the post that looks into it."))


def _record(deed: str, enquiry: Enquiry, by: User, **payload: Any) -> None:
    kind = f"monitoring.enquiry_{deed}"
    record(kind, by=by, organisation=enquiry.organisation, target=enquiry, **payload)
