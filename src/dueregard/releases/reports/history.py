"""What is known already about the people whom new tables count."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.kit.writing import date as day_in_words
from dueregard.releases.models import LedgerEntry
from equalities.cubes import Cube, Dimension, Universe
from equalities.disclosure import Release, SafeTable
from equalities.disclosure.relations import Segment, segments
from equalities.disclosure.statements import Sheet

Groups = list[tuple[str, tuple[str, ...], dict[str, str]]]
T = TypeVar("T", SafeTable, Sheet)


def published_about(organisation: Organisation, cubes: Sequence[Cube]) -> dict[int, Release]:
    """Key of the ledger's entry -> what it says about the people of these cubes; withdrawn pages count.

    Figures of several periods together join what is known of each: what was published of the other periods is then
    about ours too. An entry whose figures differ from ours comes from another extract of the data: it is left out, as
    protect() refuses tables that contradict one another. That both withhold the same groups is seen to when data are
    loaded.
    """
    entries = list(LedgerEntry.objects.of_the_family_of(organisation))
    held = {entry.pk: _tables_that_agree(entry.release, cubes) for entry in entries}
    concerned = people_joined(
        [cube.universe for cube in cubes], [table.universe for tables in held.values() for table in tables]
    )
    found = {}
    for entry in entries:
        tables = tuple(table for table in held[entry.pk] if concerned & set(segments(table.universe)))
        if tables:
            found[entry.pk] = replace(entry.release, name=named(entry), tables=tables)
    return found


def named(entry: LedgerEntry) -> str:
    """How receipts call a release that went out: as it called itself, and the day."""
    day = day_in_words(timezone.localdate(entry.entered_at))
    return _("%(release)s, published %(day)s") % {"release": entry.release.name, "day": day}


def people_joined(ours: Sequence[Universe], published: Sequence[Universe]) -> set[Segment]:
    """Our people, and all whom published figures join to them, directly or through others."""
    found = {segment for universe in ours for segment in segments(universe)}
    while more := {
        segment
        for universe in published
        if found & set(segments(universe))
        for segment in segments(universe)
        if segment not in found
    }:
        found |= more
    return found


def told_apart(
    cubes: Sequence[Cube], releases: Sequence[Release], outside: Sequence[Sheet] = ()
) -> tuple[list[Release], list[Sheet]]:
    """The releases, and what outside tables say, with a name of its own for each list of groups: another service may
    have asked the same question with another list, and protect() takes one name for one list."""
    lists: dict[str, list[Groups]] = {}
    for cube in cubes:
        for dimension in cube.dimensions:
            lists.setdefault(dimension.name, [_groups([dimension])])
    renamed = [
        replace(release, tables=tuple(_renamed(table, lists) for table in release.tables))
        for release in releases
    ]
    return renamed, [_renamed(sheet, lists) for sheet in outside]


def _renamed(table: T, lists: dict[str, list[Groups]]) -> T:
    renamed = []
    for dimension in table.dimensions:
        known, groups = lists.setdefault(dimension.name, []), _groups([dimension])
        known += [] if groups in known else [groups]
        at = known.index(groups)
        renamed.append(replace(dimension, name=f"{dimension.name} {at + 1}") if at else dimension)
    return replace(table, dimensions=tuple(renamed))


def was_published(organisation: Organisation, universe: Universe) -> bool:
    """Whether the ledger holds anything about these people, alone or with others; withdrawn pages count."""
    entries = LedgerEntry.objects.of_the_family_of(organisation)
    ours = set(segments(universe))
    return any(ours & set(segments(table.universe)) for entry in entries for table in entry.release.tables)


def _tables_that_agree(release: Release, cubes: Sequence[Cube]) -> tuple[SafeTable, ...]:
    """The tables of a release, less those about the people of one of these cubes if any of them contradicts it."""
    against = {
        frozenset(segments(table.universe))
        for table in release.tables
        for cube in cubes
        if dict(cube.universe) == dict(table.universe) and not agree(table, cube)
    }
    return tuple(table for table in release.tables if frozenset(segments(table.universe)) not in against)


def agree(table: SafeTable, cube: Cube) -> bool:
    """Whether no shown cell contradicts the cube, as far as both count the same groups."""
    if _groups(table.dimensions) != _groups(cube.dimensions):
        total = table.cell(*(dimension.total for dimension in table.dimensions)).value
        return total is None or total == cube.total
    return all(
        cell.value == _count(cube, codes) for codes, cell in table.cells.items() if cell.value is not None
    )


def is_of_fewer(table: SafeTable, cube: Cube) -> bool:
    """Whether the cube may be of the table's people without some of them: no count of it is above one that is shown of
    the same groups, and one is below."""
    if _groups(table.dimensions) != _groups(cube.dimensions):
        return False
    shown = [(cell.value, codes) for codes, cell in table.cells.items() if cell.value is not None]
    gone = [before - _count(cube, codes) for before, codes in shown]
    return min(gone, default=0) >= 0 and any(gone)


def _groups(dimensions: Sequence[Dimension]) -> Groups:
    return [(each.name, each.codes, dict(each.parents)) for each in dimensions]


def _count(cube: Cube, codes: Sequence[str]) -> int:
    """The people of a cube under these codes, groups and totals included."""
    places = [
        [dimension.codes.index(code) for code in dimension.members(wanted)]
        for dimension, wanted in zip(cube.dimensions, codes, strict=True)
    ]
    return int(cube.counts[np.ix_(*places)].sum())
