"""A workbook that was filled in comes back, and becomes updates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Membership, Organisation, User
from dueregard.access.roles import Role
from dueregard.audit.services import record
from dueregard.evidence.services import attach, digest
from dueregard.plans import reports
from dueregard.plans.models import Return
from dueregard.plans.services.reading import filename_of, read_in_child
from dueregard.plans.services.updates import record_update

READER = "equalities.documents.filled:read_filled"


def read_return(organisation: Organisation, *, by: User, upload: UploadedFile[bytes]) -> Return:
    """Read a workbook that was filled in; one that this person handed in before is opened again."""
    filename, sha256 = filename_of(upload, "workbook"), digest(upload)
    before = Return.objects.filter(organisation=organisation, sha256=sha256, made_by=by).first()
    if before:
        return before
    read = read_in_child(READER, upload, filename, reports.MARKER, settings.PLAN_MEGABYTES)
    rows = _filled(read)
    if not rows:
        raise ValidationError(
            _("Nothing is filled in: write under “New status” or “What happened”, save the file, try again.")
        )
    with transaction.atomic():
        found = Return.objects.create(
            organisation=organisation, filename=filename, sha256=sha256, rows=rows, made_by=by
        )
        details = {"filename": filename, "sha256": sha256, "rows": len(rows)}
        record("plans.return_read", by=by, organisation=organisation, target=found, **details)
    return found


def _filled(read: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in which somebody wrote something, each column under its own name."""
    names = reports.column_names()
    blank = dict.fromkeys(names.values(), "")
    rows = [
        {
            "sheet": row["sheet"],
            "row": row["row"],
            **blank,
            **_known(row["cells"], names),
            "unread": [heading for heading in row["unread"] if heading in names],
        }
        for row in read
    ]
    return [row for row in rows if row["status"] or row["note"] or row["evidence"] or row["unread"]]


def _known(cells: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {names[heading]: text for heading, text in cells.items() if heading in names}


@transaction.atomic
def record_return(found: Return, *, membership: Membership, on: date, also: Collection[int] = ()) -> int:
    """Record what is new in the name of the action's leads, and those of `also` (keys of actions) although somebody
    has changed the action since; how many updates. All of it, or nothing."""
    found = Return.objects.select_for_update().select_related("organisation").get(pk=found.pk)
    shown, by = reports.returned(found, membership=membership, today=on), membership.user
    rows = shown.having("new") + [
        row for row in shown.having("changed") if row.action and row.action.pk in also
    ]
    if not rows:
        raise ValidationError(_("There is nothing to record: tick a row, or put the file aside."))
    for row in rows:
        _record(row, by=by, on=on, made_for="" if membership.role == Role.LEAD else row.leads)
    found.recorded_by, found.recorded_at = by, timezone.now()
    found.save()
    organisation = found.organisation
    record("plans.return_recorded", by=by, organisation=organisation, target=found, updates=len(rows))
    return len(rows)


def _record(row: reports.ReturnedRow, *, by: User, on: date, made_for: str) -> None:
    if row.action is None:
        raise TypeError("only a row with an action can be recorded")
    update = record_update(
        row.action,
        by=by,
        version=row.action.version,
        status=row.status,
        note=row.note,
        on=on,
        made_for=made_for[:500],
    )
    for link in row.links:
        update.evidence.add(attach(row.action.plan.organisation, by=by, link=link))


@transaction.atomic
def discard_return(found: Return, *, by: User) -> None:
    """What was recorded from it stays; the rows that were read go."""
    organisation = found.organisation
    record("plans.return_discarded", by=by, organisation=organisation, target=found, filename=found.filename)
    found.delete()
