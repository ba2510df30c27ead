"""What is held of a dataset, on which basis, and until when."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.kit.writing import date as day_in_words
from dueregard.kit.writing import moment
from dueregard.monitoring.models import Dataset, KeptRows, MappedColumn, Objection, State
from dueregard.monitoring.reports.results import period
from equalities.codelists import characteristic
from equalities.saying import say

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Removed:
    """Something that a purge takes away ("counts" or "rows"): so many tables and cells, so many bytes, with the hash of
    what was stored. How many rows there were is not said: it is a count that nobody protected."""

    what: str
    tables: int
    cells: int
    size: int
    sha256: str


def _roughly(size: int) -> int:
    """In steps of 10,000 bytes: to the byte, the length of what is sealed says how many digits the counts have, or how
    many rows there are."""
    return -(-size // 10_000) * 10_000


def removable(dataset: Dataset) -> list[Removed]:
    """What more than its protected tables is held of a loaded dataset."""
    found = []
    if dataset.counts_sealed is not None:
        sealed, cubes = bytes(dataset.counts_sealed), dataset.cubes
        cells = sum(cube.counts.size for cube in cubes)
        found.append(
            Removed("counts", len(cubes), cells, _roughly(len(sealed)), hashlib.sha256(sealed).hexdigest())
        )
    for kept in KeptRows.objects.filter(dataset=dataset):
        sealed = bytes(kept.sealed)
        found.append(Removed("rows", 0, 0, _roughly(len(sealed)), hashlib.sha256(sealed).hexdigest()))
    return found


@dataclass(frozen=True)
class Holding:
    """One kind of data about a dataset's people: what it is, and until when it is kept."""

    what: str
    form: str
    until: str


def holdings(dataset: Dataset) -> list[Holding]:
    """Raw file, rows, counts, tables and backups, each with what is true of it now."""
    return [_file(dataset), _rows(dataset), _counts(dataset), _tables(dataset), _backups(dataset)]


def _file(dataset: Dataset) -> Holding:
    name = _("The file as it came")
    if dataset.state in (State.WAITING, State.MAPPED):
        until = _("Deleted when it is loaded, by %(moment)s at the latest") % {
            "moment": moment(dataset.raw_file.deleted_by)
        }
        return Holding(name, _("Encrypted, with a key of its own"), until)
    return Holding(name, _("Not held"), _("Deleted"))


def has_rows(dataset: Dataset) -> bool:
    """Whether the rows of a dataset are kept."""
    return KeptRows.objects.filter(dataset=dataset).exists()


def _rows(dataset: Dataset) -> Holding:
    name = _("Rows")
    if has_rows(dataset):
        form = _("Sealed: the columns named above alone, and references as keyed hashes")
        return Holding(name, form, _until(dataset))
    if dataset.purged_at:
        return Holding(name, _("Not held"), _("Purged on %(day)s") % {"day": day_in_words(dataset.purged_at)})
    return Holding(name, _("Not held"), _("Not kept"))


def _counts(dataset: Dataset) -> Holding:
    name = _("Counts before protection")
    if dataset.purged_at:
        return Holding(name, _("Not held"), _("Purged on %(day)s") % {"day": day_in_words(dataset.purged_at)})
    if dataset.loaded_at is None:
        return Holding(name, _("Not made yet"), _until(dataset))
    return Holding(name, _("Sealed: no page shows one"), _until(dataset))


def _until(dataset: Dataset) -> str:
    return day_in_words(dataset.keep_until) if dataset.keep_until else _("Nobody has said")


def _tables(dataset: Dataset) -> Holding:
    form = _("Small counts are withheld, with others that would give them away")
    if dataset.loaded_at is None:
        form = _("Not made yet")
    until = _("Kept for good: people have seen them, and later tables are protected with them")
    return Holding(_("Protected tables"), form, until)


def _backups(dataset: Dataset) -> Holding:
    form = _("Database and keys, never the files as they came")
    if dataset.purged_at is None:
        until = _("%(days)s days after the counts are gone") % {"days": settings.BACKUP_DAYS}
    else:
        until = day_in_words(backups_until(dataset))
    return Holding(_("Backups"), form, until)


def backups_until(dataset: Dataset) -> date:
    """The day by which the last backup that holds what was purged is deleted, as the installation's setting says."""
    purged: datetime = dataset.purged_at or timezone.now()
    return timezone.localdate(purged) + timedelta(days=settings.BACKUP_DAYS)


@dataclass(frozen=True)
class RetentionRow:
    """A dataset of which more than protected tables is held, or was. `state` is due, soon, kept, unsaid or purged."""

    dataset: Dataset
    state: str


def retention(organisation: Organisation, today: date) -> list[RetentionRow]:
    """Every loaded dataset, removed ones too: what is due first, what is purged last."""
    found = (
        Dataset.objects.within(organisation).exclude(loaded_at=None).defer("release_kept", "counts_sealed")
    )
    rows = [RetentionRow(dataset, _state(dataset, today)) for dataset in found]
    order = ("due", "unsaid", "soon", "kept", "purged")
    return sorted(rows, key=lambda row: (order.index(row.state), row.dataset.keep_until or date.max))


def _state(dataset: Dataset, today: date) -> str:
    if dataset.purged_at:
        return "purged"
    if dataset.keep_until is None:
        return "unsaid"
    if dataset.keep_until < today:
        return "due"
    return "soon" if dataset.keep_until < today + SOON else "kept"


def conditions(dataset: Dataset) -> list[str]:
    """For each column that is read, its name and the condition under which it may be processed."""
    return [_condition(column) for column in dataset.columns]


def _condition(column: MappedColumn) -> str:
    what = None if column.is_place else characteristic(column.characteristic)
    if what is None or not what.special:
        return _("%(title)s: not special category data") % {"title": column.title}
    words = _("%(title)s: %(condition)s")
    if not what.confirmed:
        words = _("%(title)s: %(condition)s; to be confirmed by the data protection officer")
    return words % {"title": column.title, "condition": what.condition and say(what.condition)}


@dataclass(frozen=True)
class ServiceObjections:
    """How many people of a service object, and which of its datasets still count somebody who did: those of which
    tables can be made without them, and those that were purged, of which they cannot."""

    service: str
    people: int
    to_load_again: list[Dataset]
    for_good: list[Dataset]


def is_to_make_again(dataset: Dataset) -> bool:
    """Whether somebody objected since it was loaded."""
    return any(dataset in each.to_load_again for each in objections(dataset.organisation))


def objections(organisation: Organisation) -> list[ServiceObjections]:
    """Those that stand, by service."""
    found: dict[str, list[Objection]] = {}
    for objection in Objection.objects.filter(organisation=organisation).standing():
        found.setdefault(objection.service, []).append(objection)
    loaded = Dataset.objects.loaded().filter(organisation=organisation).defer("release_kept", "counts_sealed")
    return [_of_service(service, ones, list(loaded)) for service, ones in sorted(found.items())]


def _of_service(
    service: str, objections: Sequence[Objection], loaded: Sequence[Dataset]
) -> ServiceObjections:
    last = max(each.noted_at for each in objections)
    older = [each for each in loaded if each.service == service and each.loaded_at and each.loaded_at < last]
    return ServiceObjections(
        service,
        len(objections),
        [each for each in older if not each.purged_at],
        [each for each in older if each.purged_at],
    )


@dataclass(frozen=True)
class Returning:
    """What becomes of the periods of a service when somebody who objected is counted again. `stay_out` are those whose
    tables were shown without the person; `to_upload` those whose kept rows lack theirs. Of neither can anybody tell
    whether the person stands in them."""

    stay_out: tuple[str, ...]
    to_upload: tuple[str, ...]


def returning(objection: Objection) -> Returning:
    """Of an objection that was taken back."""
    loaded = Dataset.objects.loaded().filter(
        organisation=objection.organisation, service__iexact=objection.service
    )
    ours = list(loaded.defer("release_kept", "counts_sealed"))
    holds = [each for each in ours if Objection.objects.holding_for(each).filter(pk=objection.pk).exists()]
    cut = [each for each in ours if Objection.objects.cut_from(each).filter(pk=objection.pk).exists()]
    return Returning(
        tuple(each.years for each in holds), tuple(each.years for each in cut if each not in holds)
    )


def loaded_periods(organisation: Organisation) -> dict[str, list[str]]:
    """Service -> the periods of it that are loaded, in words, the latest first: another file may be of the same period,
    and of none that overlaps."""
    found = Dataset.objects.within(organisation).filter(removed_at=None).exclude(loaded_at=None)
    periods: dict[str, list[str]] = {}
    for dataset in found.defer("release_kept", "counts_sealed").order_by("service", "-starts_on"):
        periods.setdefault(dataset.service, []).append(period(dataset))
    return {service: list(dict.fromkeys(words)) for service, words in periods.items()}
