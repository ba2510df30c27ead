"""Requests for another format or language: each one kept, and how long it took."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import Process, record
from dueregard.publications.models import FormatRequest, Publication

PUBLIC_FORM = Process("public form")
HOUSEKEEPING = Process("housekeeping")
MOST_AN_HOUR = 30
KEPT_AFTER_ANSWER = timedelta(days=90)


class TooMany(ValidationError):
    """More requests came in an hour than people make: the form rests, and the contact stands in its place."""


@transaction.atomic
def ask_for_format(
    organisation: Organisation,
    *,
    format: str,  # noqa: A002 - the word of the list and of the form
    what: str,
    contact: str,
    language: str = "",
    publication: Publication | None = None,
) -> FormatRequest:
    """Keep what somebody outside asked for. The same again while it waits is the same request."""
    asked = {"format": format, "language": language, "what": what, "contact": contact}
    same = organisation.format_requests.waiting().filter(publication=publication, **asked).first()
    if same:
        return same
    recent = organisation.format_requests.filter(received_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_AN_HOUR:
        raise TooMany(_("Many requests have come in at once: please get in touch directly."))
    request = organisation.format_requests.create(publication=publication, **asked)
    record(
        "publications.format_asked_for",
        by=PUBLIC_FORM,
        organisation=organisation,
        target=request,
        format=format,
        language=language,
    )
    return request


@transaction.atomic
def close_request(request: FormatRequest, *, by: User) -> FormatRequest:
    """It has been answered."""
    if request.is_done:
        raise ValidationError(_("This request was closed already."))
    request.done_by, request.done_at = by, timezone.now()
    request.save()
    days = request.days(timezone.localdate())
    record("publications.request_closed", by=by, organisation=request.organisation, target=request, days=days)
    return request


@transaction.atomic
def forget_contacts() -> int:
    """How to reach people is forgotten 90 days after they were answered; how many were forgotten."""
    old = FormatRequest.objects.filter(done_at__lt=timezone.now() - KEPT_AFTER_ANSWER).exclude(contact="")
    forgotten = old.update(contact="", what="")
    if forgotten:
        record("publications.contacts_forgotten", by=HOUSEKEEPING, number=forgotten)
    return forgotten
