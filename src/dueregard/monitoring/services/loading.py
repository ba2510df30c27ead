"""From a mapped file to the tables that readers see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.monitoring import reports
from dueregard.monitoring.models import PLACE, Dataset, RawFile, State
from dueregard.monitoring.services.files import check_no_overlap, delete_file
from dueregard.releases.reports import agree, outside_about, published_about, told_apart
from dueregard.releases.services import policy_of
from equalities.cubes import Cube
from equalities.disclosure import Release, carried_over, protect, small_places_together
from equalities.disclosure.relations import segments
from equalities.disclosure.statements import Sheet
from equalities.refusals import Refused

MOST_CELLS = 30_000
"""Cells of all pairs together: protecting more would keep the analyst waiting for minutes."""


def load(dataset: Dataset, *, by: User, together: Sequence[tuple[str, str]] = ()) -> Dataset:
    """Count the waiting file, protect the tables together, keep them, and delete the file. `together` are the pairs of
    characteristics (or of one and PLACE) that readers are to see beside the single ones.

    Whatever cannot be protected is refused and the file waits on. Another dataset of the same service and
    period makes room for this one; where it was about the very same people its tables, which readers have seen, are
    counted in, and so is what was published about them."""
    if dataset.state is not State.MAPPED:
        raise Refused(_("There is no file to load: upload it again and say what its columns are."))
    check_no_overlap(dataset.organisation, dataset.service, dataset.starts_on, dataset.ends_on)
    cubes = counted(dataset, together)
    earlier = seen_before(dataset, cubes)
    dataset.same_people_as = earlier[0].same_people_as or earlier[0] if earlier else None
    cubes = tuple(replace(cube, universe=dataset.universe) for cube in cubes)
    published = published_about(dataset.organisation, cubes).values()
    known, outside = told_apart(
        cubes, [*(other.release for other in earlier), *published], _outside(dataset, cubes)
    )
    release = _corrected(dataset, cubes, known, outside) or _protected(dataset, cubes, known, outside)
    dataset.together = [list(pair) for pair in together]
    return _keep(dataset, cubes, release, by=by)


def counted(dataset: Dataset, together: Sequence[tuple[str, str]]) -> tuple[Cube, ...]:
    """The counts that a loaded dataset rests on, with no team or area of under ten people on a line of its own."""
    names = {column.characteristic: column.title for column in dataset.columns}
    cubes = [
        *(column.cube for column in reports.read(dataset)),
        *reports.read_together(dataset, together),
    ]
    if sum(cube.counts.size for cube in cubes) > MOST_CELLS:
        raise Refused(_("These pairs make tables of too many cells: choose fewer, or leave the places out."))
    label = _("Other places, together")
    named = [replace(cube, name=_title(cube, names)) for cube in cubes]
    return small_places_together(named, PLACE, label=label)


def _title(cube: Cube, names: Mapping[str, str]) -> str:
    """ "Ethnic group", "Ethnic group by Sex": told apart in receipts and in later tables."""
    first, *rest = (names[dimension.name] for dimension in cube.dimensions)
    return _("%(first)s by %(second)s") % {"first": first, "second": rest[0]} if rest else first


def _outside(dataset: Dataset, cubes: Sequence[Cube]) -> list[Sheet]:
    """What went out about these people by other ways."""
    found = outside_about(dataset.organisation, cubes, [], set(segments(dataset.universe)))
    return [sheet for sheets in found.values() for sheet in sheets]


def _protected(
    dataset: Dataset, cubes: Sequence[Cube], history: Sequence[Release], outside: Sequence[Sheet]
) -> Release:
    policy, name = policy_of(dataset.organisation), f"dataset {dataset.pk}"
    release = protect(cubes, policy, history, outside=outside, name=name)
    if release.is_refused:
        raise Refused(
            _("Too few people are in this file for any table of them to be safe: load a longer period.")
        )
    return release


def _corrected(
    dataset: Dataset, cubes: Sequence[Cube], known: Sequence[Release], outside: Sequence[Sheet]
) -> Release | None:
    """Protected so that the groups withheld from the extract before this one stay withheld, and no others are where
    that can be had: side by side, the two give away what each withholds alone. None where there was no such extract,
    or its groups would not do."""
    last = Dataset.objects.about_as(dataset).exclude(loaded_at=None).order_by("-loaded_at").first()
    if last is None or known:
        return None
    policy = policy_of(dataset.organisation)
    before = carried_over(last.release, cubes, policy)
    release = protect(cubes, policy, [before], outside=outside, name=f"dataset {dataset.pk}")
    stands = not release.is_refused and release.private is not None and not release.private.exposed
    return release if stands else None


def seen_before(dataset: Dataset, cubes: Sequence[Cube]) -> list[Dataset]:
    """Datasets, removed ones too, that were made of the same people: readers know their tables."""
    others = Dataset.objects.about_as(dataset).exclude(loaded_at=None)
    return [other for other in others if _is_of_the_same_people(cubes, other)]


def _is_of_the_same_people(ours: Sequence[Cube], other: Dataset) -> bool:
    """Whether two extracts agree on everything that both count; of one that was purged, on everything that its tables
    show. Refused where they do and one of them uses another list for the same question: two lists laid side by side
    give away what each of them withholds."""
    if not _agrees(ours, other):
        return False
    theirs = {table.name: table.dimensions for table in other.release.tables}
    if any(theirs.get(cube.name, cube.dimensions) != cube.dimensions for cube in ours):
        raise Refused(
            _(
                "These people were loaded before with another list for the same question: choose that list again."
            )
        )
    return True


def _agrees(ours: Sequence[Cube], other: Dataset) -> bool:
    if other.purged_at:
        return all(agree(table, cube) for table, cube in product(other.release.tables, ours))
    return all(_has_the_same_counts(one, cube) for one, cube in product(other.cubes, ours))


def _has_the_same_counts(one: Cube, other: Cube) -> bool:
    if one.name != other.name or one.dimensions != other.dimensions:
        return one.total == other.total
    return np.array_equal(one.counts, other.counts)


@transaction.atomic
def _keep(dataset: Dataset, cubes: Sequence[Cube], release: Release, *, by: User) -> Dataset:
    """Apart from reading and protecting, which are slow: nobody else can write while this does."""
    if not RawFile.objects.select_for_update().filter(dataset=dataset).exists():
        raise Refused(_("This dataset was loaded a moment ago, or its file deleted: look at it again."))
    for earlier in Dataset.objects.like(dataset).loaded():
        remove(earlier, by=by)
    dataset.keep(cubes, release)
    dataset.loaded_at = timezone.now()
    dataset.save()
    record(
        "monitoring.dataset_loaded",
        by=by,
        organisation=dataset.organisation,
        target=dataset,
        policy=release.policy.as_dict(),
        statements=release.receipt.statements_sha256,
    )
    delete_file(dataset, by=by, reason="loaded")
    return dataset


@transaction.atomic
def remove(dataset: Dataset, *, by: User) -> Dataset:
    """Off every page. Its tables stay where protection counts on them, since people have seen them."""
    if dataset.state in (State.WAITING, State.MAPPED):
        delete_file(dataset, by=by, reason="removed")
    dataset.removed_at = timezone.now()
    dataset.save()
    record("monitoring.dataset_removed", by=by, organisation=dataset.organisation, target=dataset)
    return dataset
