"""What a paper that went out by another way leaves of counts that we withhold, where it does not give them away."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.releases.reports.outside import relations_of_papers
from equalities.disclosure import CellName, Release
from equalities.disclosure.attack import cell_name
from equalities.disclosure.intervals import bounds
from equalities.disclosure.layout import Whole
from equalities.disclosure.programmes import Numbers
from equalities.disclosure.puzzles import puzzle
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements

MOST_ASKED = 300
"""Withheld counts that are looked at: two programmes each, before and after."""
ROUNDING = 1e-6


@dataclass(frozen=True)
class Narrowed:
    """A table of ours, and labels of the groups of which fewer counts remain possible. Which ones is not said."""

    release: str
    table: str
    groups: tuple[str, ...]


def narrowed(known: Sequence[Release], sheets: Sequence[Sheet]) -> list[Narrowed]:
    """The withheld counts of `known` releases that what outside `sheets` say leaves fewer possible values, and more
    than one. Refused where they contradict one another."""
    before, relations = from_releases(known), relations_of_papers(sheets)
    alone, together = Statements(before, relations), Statements([*before, *sheets], relations)
    withheld = np.flatnonzero(alone.asked & (alone.values == UNKNOWN))[:MOST_ASKED]
    keys = alone.keys[withheld]
    low, high = _limits(alone, keys)
    least, most = _limits(together, keys)
    fewer = ((least > low) | (most < high)) & (least < most)
    return _by_table(alone, [cell_name(alone, int(cell)) for cell in withheld[fewer]])


def _limits(said: Statements, keys: Whole) -> tuple[Numbers, Numbers]:
    """The least and the greatest whole count that each of these cells can have, over fractions of people."""
    cells = np.searchsorted(said.keys, keys)
    left = puzzle(said, said.values != UNKNOWN, said.least)
    low, high = said.values[cells].astype(np.float64), said.values[cells].astype(np.float64)
    asked = np.flatnonzero(said.values[cells] == UNKNOWN)
    found = bounds(left, np.searchsorted(left.cells, cells[asked]))
    low[asked], high[asked] = found[0], np.minimum(found[1], NO_LIMIT)
    return np.ceil(low - ROUNDING), np.floor(high + ROUNDING)


def _by_table(said: Statements, cells: Sequence[CellName]) -> list[Narrowed]:
    dimensions = {(sheet.release, sheet.name): sheet.dimensions for sheet in said.sheets}
    groups: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        place = cell.release, cell.table
        labels = [
            one.label(code)
            for one, code in zip(dimensions[place], cell.codes, strict=True)
            if code != one.total
        ]
        groups.setdefault(place, []).append(", ".join(labels))
    return [Narrowed(release, table, tuple(sorted(found))) for (release, table), found in groups.items()]
