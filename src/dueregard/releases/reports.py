"""What is known already about the people whom new tables count."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dueregard.access.models import Organisation
from dueregard.releases.models import LedgerEntry
from equalities.cubes import Cube, Dimension, Universe
from equalities.disclosure import Release, SafeTable


def published_about(organisation: Organisation, cubes: Sequence[Cube]) -> dict[int, Release]:
    """Key of the ledger's entry -> what it says about the people of these cubes; withdrawn pages count.

    An entry whose figures differ from ours comes from another extract of the data: it is left out, as protect()
    refuses tables that contradict one another. That both withhold the same groups is seen to when data are loaded.
    """
    found = {}
    for entry in LedgerEntry.objects.of_the_family_of(organisation):
        tables = tuple(table for table in entry.release.tables if _is_about_ours(table, cubes, entry.release))
        if tables:
            found[entry.pk] = replace(entry.release, tables=tables)
    return found


def was_published(organisation: Organisation, universe: Universe) -> bool:
    """Whether the ledger holds anything about exactly these people; withdrawn pages count."""
    entries = LedgerEntry.objects.of_the_family_of(organisation)
    return any(dict(table.universe) == dict(universe) for entry in entries for table in entry.release.tables)


def _is_about_ours(table: SafeTable, cubes: Sequence[Cube], release: Release) -> bool:
    ours = [cube for cube in cubes if dict(cube.universe) == dict(table.universe)]
    theirs = [other for other in release.tables if dict(other.universe) == dict(table.universe)]
    return bool(ours) and all(agree(other, cube) for other in theirs for cube in ours)


def agree(table: SafeTable, cube: Cube) -> bool:
    """Whether no shown cell contradicts the cube, as far as both count the same groups."""
    if _groups(table.dimensions) != _groups(cube.dimensions):
        total = table.cell(*(dimension.total for dimension in table.dimensions)).value
        return total is None or total == cube.total
    return all(
        cell.value == _count(cube, codes) for codes, cell in table.cells.items() if cell.value is not None
    )


def _groups(dimensions: Sequence[Dimension]) -> list[tuple[str, tuple[str, ...], dict[str, str]]]:
    return [(each.name, each.codes, dict(each.parents)) for each in dimensions]


def _count(cube: Cube, codes: Sequence[str]) -> int:
    """The people of a cube under these codes, groups and totals included."""
    places = [
        [dimension.codes.index(code) for code in dimension.members(wanted)]
        for dimension, wanted in zip(cube.dimensions, codes, strict=True)
    ]
    return int(cube.counts[np.ix_(*places)].sum())
