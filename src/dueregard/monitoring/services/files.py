"""The file as it came: received, and deleted within a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import Process, record
from dueregard.monitoring import reports
from dueregard.monitoring.models import Basis, Dataset, Loading, RawFile, Row
from dueregard.monitoring.models.datasets import usual_last_day
from dueregard.monitoring.models.raw_files import LONGEST_READING, delete_strays
from dueregard.releases.reports import was_published
from equalities.refusals import Refused

HOUSEKEEPING = Process("housekeeping")


def receive_file(
    organisation: Organisation,
    *,
    upload: File[bytes],
    title: str,
    service: str,
    starts_on: date,
    ends_on: date,
    row: Row,
    purpose: str,
    by: User,
    lawful_basis: Basis = Basis.PUBLIC_TASK,
    owner: str = "",
    keep_until: date | None = None,
) -> Dataset:
    """A dataset whose file waits, encrypted, to be mapped. Refused where the file cannot be read as a table, where a
    column of it may not be collected, and where figures of the period could be subtracted from those of another."""
    service = _as_written_before(organisation, service)
    check_no_overlap(organisation, service, starts_on, ends_on)
    dataset = Dataset(organisation=organisation, title=title, service=service, row=row, purpose=purpose)
    dataset.starts_on, dataset.ends_on = starts_on, ends_on
    dataset.lawful_basis, dataset.owner = lawful_basis, owner
    dataset.keep_until = keep_until or usual_last_day(timezone.localdate())
    dataset.uploaded_by, dataset.uploaded_at = by, timezone.now()
    with reports.taken_in(upload, starts_on) as (parquet, columns):
        check_may_be_collected(columns)
        return _keep(dataset, parquet, upload)


@transaction.atomic
def _keep(dataset: Dataset, parquet: Path, upload: File[bytes]) -> Dataset:
    """Apart from the reading, which is slow: nobody else can write while this does."""
    dataset.save()
    raw_file = RawFile(dataset=dataset, name=str(upload.name), stored_as=uuid4().hex, size=upload.size)
    raw_file.received_at = dataset.uploaded_at
    raw_file.save()
    raw_file.write(parquet)
    record(
        "monitoring.file_received",
        by=dataset.uploaded_by,
        organisation=dataset.organisation,
        target=dataset,
        deleted_by=raw_file.deleted_by,
    )
    return dataset


def lock(organisation: Organisation) -> None:
    """Until the transaction ends nobody else keeps tables of the body or notes an objection: who objects is either seen
    by what is kept, or sees it. `no_key`: others may write what belongs to the body."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def check_may_be_collected(columns: Sequence[reports.FoundColumn]) -> None:
    """Nothing of the file is kept, not for a day, while it holds what may not be collected."""
    for column in columns:
        if column.refused is not None:
            words = _(
                "The column “%(heading)s” cannot be taken. %(reason)s Take it out of the file and upload it again; "
                "if it holds something else, give it another heading."
            )
            raise Refused(words % {"heading": column.heading, "reason": column.refused})


def _as_written_before(organisation: Organisation, service: str) -> str:
    """One name for one service, so that its years stand together."""
    known = Dataset.objects.within(organisation).filter(service__iexact=service.strip()).first()
    return known.service if known else service.strip()


def check_no_overlap(organisation: Organisation, service: str, starts_on: date, ends_on: date) -> None:
    """The same period may be loaded again. A quarter beside its year may not: one taken from the other would
    leave figures that nobody protected. Removing a dataset mends that only while nothing of it was published."""
    others = Dataset.objects.within(organisation).filter(service=service).exclude(loaded_at=None)
    overlapping = others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    for other in overlapping.exclude(starts_on=starts_on, ends_on=ends_on):
        if other.removed_at is None:
            words = _(
                "The period overlaps with that of “%(title)s”: remove that dataset first, or choose another period."
            )
            raise ValidationError(words % {"title": other.title})
        if was_published(organisation, other.universe):
            words = _(
                "The period overlaps with that of “%(title)s”, whose figures were published: choose another period."
            )
            raise ValidationError(words % {"title": other.title})


@transaction.atomic
def delete_file(dataset: Dataset, *, by: User | Process, reason: str = "asked") -> None:
    """The file goes first and the record follows: if the record fails, the file is gone all the same."""
    raw_file = dataset.raw_file
    raw_file.path.unlink(missing_ok=True)
    raw_file.delete()
    place = dataset.organisation
    record("monitoring.file_deleted", by=by, organisation=place, target=dataset, reason=reason)


def delete_expired(now: datetime | None = None) -> int:
    """Delete every file whose day is over, files that no dataset knows, and datasets that somebody was killed while
    making again; returns how many datasets lost a file. Safe to run twice."""
    moment = now or timezone.now()
    expired = RawFile.objects.expired(moment).select_related("dataset__organisation")
    for raw_file in expired:
        delete_file(raw_file.dataset, by=HOUSEKEEPING, reason="24 hours are over")
    delete_strays(moment)
    Dataset.objects.unfinished().filter(uploaded_at__lte=moment - LONGEST_READING).delete()
    Loading.objects.over(moment).delete()
    return len(expired)
