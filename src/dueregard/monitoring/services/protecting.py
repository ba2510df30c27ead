"""From counts to the tables that readers see, protected with all that is known of the same people."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import product

import numpy as np
from django.utils.translation import gettext as _

from dueregard.monitoring import reports
from dueregard.monitoring.models import Dataset, KeptRows, Loading, Objection, RawFile
from dueregard.releases.protecting import Beside, protected, stating
from dueregard.releases.reports import (
    agree,
    is_of_fewer,
    outside_about,
    people_joined,
    published_about,
    relations_of_papers,
    told_apart,
)
from dueregard.releases.services import policy_of
from equalities.cubes import Cube
from equalities.disclosure import Release, carried_over, have_left, stayed
from equalities.disclosure.ranges import as_said_before
from equalities.disclosure.relations import Segment, segments
from equalities.disclosure.statements import Sheet
from equalities.refusals import Refused

LEAST_LEFT = 10
"""Of fewer people the tables of before, with those made again without them, would tell too much (decision 13)."""


def set_tables(
    dataset: Dataset,
    source: RawFile | KeptRows,
    together: Sequence[tuple[str, str]],
    loading: Loading | None = None,
) -> None:
    """Set the counts of these rows and the tables that may be shown of them."""
    tell(loading, Loading.Step.COUNT)
    cubes = reports.counted(dataset, together, source)
    tell(loading, Loading.Step.PROTECT)
    earlier = seen_before(dataset, cubes)
    dataset.same_people_as = earlier[0].same_people_as or earlier[0] if earlier else None
    cubes = tuple(replace(cube, universe=dataset.universe) for cube in cubes)
    published = published_about(dataset.organisation, cubes).values()
    people = people_joined(
        [dataset.universe], [table.universe for release in published for table in release.tables]
    )
    seen = [*(other.release for other in earlier), *_seen_of_others(dataset, people), *published]
    known, outside = told_apart(cubes, seen, _outside(dataset, cubes, seen, people))
    left = _without_who_left(dataset, cubes)
    beside = Beside(known, outside, relations_of_papers(outside))
    corrected = None if left else _corrected(dataset, cubes, beside)
    release = corrected or _protected(dataset, cubes, beside, left)
    release = _saying_how_many(dataset, release, cubes[0].total, beside, earlier)
    dataset.together = [list(pair) for pair in together]
    dataset.keep(cubes, release)


def tell(loading: Loading | None, step: Loading.Step) -> None:
    if loading:
        loading.tells(step=step)


def _without_who_left(dataset: Dataset, cubes: Sequence[Cube]) -> list[Release]:
    """What must stay withheld beside each extract of the same period that was shown before somebody objected. Refused
    while those who did are so few that waiting is what protects them."""
    _check_can_be_beside(dataset, cubes)
    policy, found = policy_of(dataset.organisation), []
    objected = Objection.objects.of(dataset.organisation, dataset.service)
    for other in Dataset.objects.about_as(dataset).holding_counts():
        if not objected.filter(noted_at__gte=other.loaded_at).exists():
            continue
        people = have_left(other.cubes, cubes)
        if people and people < max(LEAST_LEFT, policy.threshold):
            words = _(
                "Fewer than %(number)s people have left these data since their tables were shown. Beside those, new "
                "ones would give away who. Their rows are gone already; the tables can be made when more have left."
            )
            raise Refused(words % {"number": max(LEAST_LEFT, policy.threshold)})
        if people:
            found.append(stayed(other.release, other.cubes, cubes, policy))
    return found


def _check_can_be_beside(dataset: Dataset, cubes: Sequence[Cube]) -> None:
    """Refused where the tables that were shown last count somebody who objected since, and the counts with which
    new ones would be protected beside them are purged: the differences would be of those who left, however few."""
    last = Dataset.objects.about_as(dataset).exclude(loaded_at=None).order_by("-loaded_at").first()
    if last is None or not last.purged_at:
        return
    objected = Objection.objects.of(dataset.organisation, dataset.service).filter(
        noted_at__gte=last.loaded_at
    )
    if objected.exists() and any(is_of_fewer(*pair) for pair in product(last.release.tables, cubes)):
        raise Refused(
            _(
                "Since tables of this period were shown, somebody asked not to be counted, and the counts behind those "
                "tables are deleted. New ones beside them would give away who: load the next period."
            )
        )


def _seen_of_others(dataset: Dataset, people: Set[Segment]) -> list[Release]:
    """What staff see of other people whom published figures join to ours: the pooled table of two years is of both."""
    others = reports.seen_besides(dataset.organisation, people - set(segments(dataset.universe)), ())
    return [other.release for other in others]


def _outside(
    dataset: Dataset, cubes: Sequence[Cube], seen: Sequence[Release], people: set[Segment]
) -> list[Sheet]:
    """What went out about these people, or those joined to them, by other ways."""
    found = outside_about(dataset.organisation, cubes, seen, people)
    return [sheet for sheets in found.values() for sheet in sheets]


def _protected(dataset: Dataset, cubes: Sequence[Cube], beside: Beside, left: Sequence[Release]) -> Release:
    policy, name = policy_of(dataset.organisation), f"dataset {dataset.pk}"
    release = protected(cubes, policy, beside, name=name, kept=left)
    if release.is_refused:
        raise Refused(
            _("Too few people are in this file for any table of them to be safe: load a longer period.")
        )
    return release


def _corrected(dataset: Dataset, cubes: Sequence[Cube], beside: Beside) -> Release | None:
    """Protected so that the groups withheld from the extract before this one stay withheld, and no others are where
    that can be had: side by side, the two give away what each withholds alone. None where there was no such extract,
    or its groups would not do."""
    last = Dataset.objects.about_as(dataset).exclude(loaded_at=None).order_by("-loaded_at").first()
    if last is None or beside.releases:
        return None
    policy = policy_of(dataset.organisation)
    before = carried_over(last.release, cubes, policy)
    try:
        release = protected(cubes, policy, beside, name=f"dataset {dataset.pk}", kept=[before])
    except Refused:
        return None
    stands = not release.is_refused and release.private is not None and not release.private.exposed
    return release if stands else None


def _saying_how_many(
    dataset: Dataset, release: Release, total: int, beside: Beside, same_people: Sequence[Dataset]
) -> Release:
    """The release with a range for the number of all people, where it withholds that and it can be told safely: the one
    that was told of the very same people; none where readers saw tables of nearly the same, since two ranges side by
    side tell more where one person makes the difference."""
    if same_people:
        return as_said_before(release, [other.release for other in same_people])
    if Dataset.objects.about_as(dataset).exclude(loaded_at=None).exists():
        return release
    return stating(release, total, beside)


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
