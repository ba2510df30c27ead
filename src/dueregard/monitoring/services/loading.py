"""From a mapped file to the tables that readers see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.monitoring import reports
from dueregard.monitoring.models import Dataset, KeptRows, Loading, Objection, RawFile, State
from dueregard.monitoring.services.files import check_no_overlap, delete_file, lock
from dueregard.monitoring.services.protecting import set_tables, tell
from dueregard.monitoring.services.retention import purge
from equalities.refusals import Refused

SAID_LATER = ("lawful_basis", "owner", "keep_until")
"""What may be changed at any time, also while tables are made."""


@dataclass(frozen=True)
class RestsOn:
    """What counting and protecting rest on, for a while without a lock: how the columns are mapped and which places
    joined, whose rows are left out, and the extracts of the same service and period that readers have seen, with how
    many rows are kept of each."""

    columns: tuple[Any, ...]
    objected: tuple[str, ...]
    extracts: tuple[tuple[int, int | None], ...]

    @classmethod
    def now(cls, dataset: Dataset) -> RestsOn:
        objected = Objection.objects.holding_for(dataset).order_by("reference_hash")
        seen = Dataset.objects.filter(
            organisation=dataset.organisation,
            service=dataset.service,
            starts_on=dataset.starts_on,
            ends_on=dataset.ends_on,
        )
        extracts = seen.exclude(loaded_at=None).order_by("pk").values_list("pk", "kept_rows__number")
        hashes = objected.values_list("reference_hash", flat=True)
        return cls((*dataset.columns, dataset.reference, *dataset.joined), tuple(hashes), tuple(extracts))


def load(
    dataset: Dataset,
    *,
    by: User,
    together: Sequence[tuple[str, str]] = (),
    keep_rows: bool = True,
    loading: Loading | None = None,
) -> Dataset:
    """Count the waiting file, protect the tables together, keep them, and delete the file. `together` are the pairs of
    characteristics (or of one and PLACE) that readers are to see beside the single ones. With `keep_rows` the mapped
    columns are kept, so that tables can be made again. `loading` is told how far it is.

    Whatever cannot be protected is refused and the file waits on. Another dataset of the same service and
    period makes room for this one; where it was about the very same people its tables, which readers have seen, are
    counted in, and so is what was published about them."""
    if dataset.state is not State.MAPPED:
        raise Refused(_("There is no file to load: upload it again and say what its columns are."))
    check_no_overlap(dataset.organisation, dataset.service, dataset.starts_on, dataset.ends_on)
    source, rests_on = dataset.raw_file, RestsOn.now(dataset)
    kept = KeptRows(dataset=dataset) if keep_rows else None
    set_tables(dataset, source, together, loading)
    tell(loading, Loading.Step.KEEP)
    if kept:
        kept.keep(*reports.parquet(dataset))
    return _keep(dataset, source, kept, rests_on, by=by, loading=loading)


def make_again(
    dataset: Dataset, *, by: User, together: Sequence[tuple[str, str]] = (), loading: Loading | None = None
) -> Dataset:
    """A dataset in place of this one, counted afresh from the rows that were kept of it: with other pairs, or without
    somebody who objected. Nobody sees it before it is whole. Refused as `load` does, where no rows are kept, and where
    these lack somebody who took an objection back: tables of one person less would tell who."""
    kept = KeptRows.objects.filter(dataset=dataset).first()
    if kept is None or dataset.removed_at:
        raise Refused(_("No rows of this dataset are kept: upload its file again."))
    if Objection.objects.cut_from(dataset).exists():
        raise Refused(
            _(
                "The rows that are kept are without somebody who is to be counted after all: upload the file of the "
                "period again."
            )
        )
    rests_on, again = RestsOn.now(dataset), _like(dataset, by)
    try:
        set_tables(again, kept, together, loading)
        tell(loading, Loading.Step.KEEP)
        return _keep(again, kept, kept, rests_on, by=by, loading=loading)
    except BaseException:
        again.delete()
        raise


def _like(dataset: Dataset, by: User) -> Dataset:
    """What was said about a dataset, of one that is not made yet. Its two equal moments tell housekeeping that whoever
    made it was killed."""
    again = Dataset.objects.get(pk=dataset.pk)
    again.pk, again.same_people_as = None, None
    again.loaded_at, again.release_kept, again.counts_sealed = None, None, None
    again.uploaded_by, again.uploaded_at = by, timezone.now()
    again.removed_at = again.uploaded_at  # while it is made
    again.save()
    return again


@transaction.atomic
def _keep(
    dataset: Dataset,
    source: RawFile | KeptRows,
    kept: KeptRows | None,
    rests_on: RestsOn,
    *,
    by: User,
    loading: Loading | None,
) -> Dataset:
    """Apart from reading and protecting, which are slow: nobody else can write while this does. Refused where what
    they rested on is not so any more: somebody who objected meanwhile would be in the rows and in the tables. What was
    said meanwhile about how long the data are kept holds."""
    lock(dataset.organisation)
    if not type(source)._base_manager.select_for_update().filter(pk=source.pk).exists():
        raise Refused(_("This dataset was loaded a moment ago, or its file deleted: look at it again."))
    described = Dataset.objects.select_for_update().get(pk=source.dataset_id)
    if RestsOn.now(described) != rests_on:
        raise Refused(
            _(
                "Somebody asked not to be counted, or loaded the same period, or changed the columns, while this was "
                "counted: try again."
            )
        )
    dataset.loaded_at, dataset.removed_at = timezone.now(), None
    for name in SAID_LATER:
        setattr(dataset, name, getattr(described, name))
    dataset.save()
    if kept:
        kept.dataset = dataset
        kept.save()
    for earlier in Dataset.objects.like(dataset).loaded():
        earlier.breaks.update(dataset=dataset)
        remove(earlier, by=by)
    record(
        "monitoring.dataset_loaded",
        by=by,
        organisation=dataset.organisation,
        target=dataset,
        policy=dataset.release.policy.as_dict(),
        statements=dataset.release.receipt.statements_sha256,
        rows_kept=kept is not None,
    )
    if isinstance(source, RawFile):
        delete_file(dataset, by=by, reason="loaded")
    if loading:
        loading.tells(made=dataset)
    return dataset


@transaction.atomic
def remove(dataset: Dataset, *, by: User) -> Dataset:
    """Off every page; its rows and sealed counts are gone. Its tables stay where protection counts on them, since
    people have seen them."""
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.state in (State.WAITING, State.MAPPED):
        delete_file(dataset, by=by, reason="removed")
    if dataset.loaded_at and not dataset.purged_at:
        dataset = purge(dataset, by=by)
    dataset.removed_at = timezone.now()
    dataset.save()
    record("monitoring.dataset_removed", by=by, organisation=dataset.organisation, target=dataset)
    return dataset
