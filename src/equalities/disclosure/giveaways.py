"""What published tables give away beyond counts they withhold: groups whose answer is known, and small differences.

Group disclosure: where everybody in a group gave one answer, or nobody gave it, whoever knows that somebody is in
the group knows the answer. Differencing: two tables of overlapping areas, or of all people and of some of them, give
the few who are in one and not in the other, though no table shows them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import numpy as np

from equalities.cubes import Universe
from equalities.disclosure.attack import cell_name, examine
from equalities.disclosure.layout import Axis, Flags, Summed, Whole
from equalities.disclosure.readings import said
from equalities.disclosure.relations import Relation, Together, segments
from equalities.disclosure.releases import CellName, Interval
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements
from equalities.refusals import Refused


@dataclass(frozen=True)
class Shared:
    """A cell of a group with people in it, by a sensitive answer: `share` is 100 where the group's people all
    gave it, 0 where none did."""

    cell: CellName
    share: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**self.cell.as_dict(), "share": self.share}


def shared_answers(sheets: Sequence[Sheet], relations: Sequence[Relation], sensitive: str) -> list[Shared]:
    """The groups of which a reader knows that everybody gave one answer, or that nobody gave another.

    sensitive: the dimension whose codes are the answers. For a group of one answer only that is listed; of
    answers that nobody gave, a group of answers stands for its parts. Raises Refused where no table has the
    dimension.
    """
    with_it = [sensitive in [dimension.name for dimension in sheet.dimensions] for sheet in sheets]
    if not any(with_it):
        raise Refused('No table has a column "{sensitive}"; name one of the dimensions.', sensitive=sensitive)
    wanted = [
        replace(sheet, asked=np.full(sheet.asked.shape, here))
        for sheet, here in zip(sheets, with_it, strict=True)
    ]
    statements = Statements(wanted, relations)
    low, high = _reached(statements)
    found: dict[int, int] = {}
    for sheet, ids, here in zip(wanted, statements.ids, with_it, strict=True):
        if here:
            found |= _shared(sheet, ids, low, high, sensitive)
    return [Shared(cell_name(statements, cell), share) for cell, share in sorted(found.items())]


def _reached(statements: Statements) -> tuple[Whole, Whole]:
    """The least and greatest value of every cell; of one that is not asked about, anything."""
    low, high = np.zeros(len(statements), np.int64), np.full(len(statements), NO_LIMIT)
    known = statements.values != UNKNOWN
    low[known] = high[known] = statements.values[known]
    audit = examine(statements, 2)
    asked = audit.puzzle.asked
    low[audit.puzzle.cells[asked]] = audit.low[asked]
    high[audit.puzzle.cells[asked]] = audit.high[asked]
    return low, high


def _shared(sheet: Sheet, ids: Whole, low: Whole, high: Whole, sensitive: str) -> dict[int, int]:
    """Cell -> 100 or 0 for one table."""
    place = [dimension.name for dimension in sheet.dimensions].index(sensitive)
    axis = Axis(sheet.dimensions[place])
    cells = np.moveaxis(ids, place, -1).reshape(-1, len(axis))
    cells = cells[low[cells[:, -1]] > 0]
    nobody = high[cells] == 0
    given = (~nobody[:, : axis.finest]).sum(axis=1)
    everybody = ~nobody[:, : axis.finest] & (given == 1)[:, None]
    found = dict.fromkeys(cells[:, : axis.finest][everybody].tolist(), 100)
    widest = nobody & (given > 1)[:, None] & ~nobody[:, axis.parent]
    return found | dict.fromkeys(cells[widest].tolist(), 0)


def differences(sheets: Sequence[Sheet], relations: Sequence[Relation], small: int) -> list[Interval]:
    """The counts of 1 to small - 1 that no table has and that follow from those of two overlapping areas, or of
    some people and of all.

    Areas overlap where a dimension has two trees; some are a part of all where a relation says so, or where a
    universe lists the values of another and more.
    """
    areas = [replace(sheet, asked=_on_differences(sheet)) for sheet in sheets]
    found = _small(areas, relations, small) if any(sheet.asked.any() for sheet in areas) else []
    silent = [replace(sheet, asked=np.zeros(sheet.asked.shape, bool)) for sheet in sheets]
    for part, whole in _parts(sheets, relations):
        rest: Universe = {"difference": f"{said(whole)} less {said(part)}"}
        more = _margins(sheets, part, whole, rest)
        told = [*relations, Together("union", (whole, part, rest)), Together("disjoint", (part, rest))]
        found += _small([*silent, *more], told, small) if more else []
    return found


def _small(sheets: Sequence[Sheet], relations: Sequence[Relation], small: int) -> list[Interval]:
    """The cells asked about that have one possible value, and that a small one."""
    statements = Statements(sheets, relations)
    asked = np.flatnonzero(statements.asked)
    low, high = _reached(statements)
    certain = asked[(low[asked] == high[asked]) & (low[asked] > 0) & (low[asked] < small)]
    return [
        Interval(cell_name(statements, cell), int(low[cell]), int(high[cell])) for cell in certain.tolist()
    ]


def _on_differences(sheet: Sheet) -> Flags:
    """A flag a cell: whether it is of a difference of areas that no table has."""
    flags = np.zeros(sheet.asked.shape, bool)
    for place, dimension in enumerate(sheet.dimensions):
        codes = dimension.differences if isinstance(dimension, Summed) else ()
        axis = Axis(dimension)
        np.moveaxis(flags, place, 0)[[axis.place[code] for code in codes]] = True
    return flags


def _parts(sheets: Sequence[Sheet], relations: Sequence[Relation]) -> Iterator[tuple[Universe, Universe]]:
    """(part, whole): universes of tables, the first known to be within the second, what is left published nowhere."""
    universes = {segments(sheet.universe): sheet.universe for sheet in sheets}
    for one, two in permutations(universes, 2):
        if set(one) < set(two) and tuple(sorted(set(two) - set(one))) not in map(_sorted, universes):
            yield universes[one], universes[two]
    for relation in relations:
        if isinstance(relation, Together) and relation.kind in ("part", "union"):
            first, *others = relation.universes
            pairs = [(first, others[0])] if relation.kind == "part" else [(each, first) for each in others]
            yield from (
                (part, whole) for part, whole in pairs if {segments(part), segments(whole)} <= set(universes)
            )


def _sorted(people: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(people))


def _margins(sheets: Sequence[Sheet], part: Universe, whole: Universe, rest: Universe) -> list[Sheet]:
    """Empty tables of the rest, by the dimensions that some table of the part shares with some of the whole."""
    found = {}
    for one in (sheet for sheet in sheets if segments(sheet.universe) == segments(part)):
        for two in (sheet for sheet in sheets if segments(sheet.universe) == segments(whole)):
            shared = tuple(dimension for dimension in one.dimensions if dimension in two.dimensions)
            found[frozenset(dimension.name for dimension in shared)] = (one.release, shared)
    return [_empty(release, dimensions, rest) for release, dimensions in found.values()]


def _empty(release: str, dimensions: tuple[Any, ...], universe: Universe) -> Sheet:
    shape = tuple(len(Axis(dimension)) for dimension in dimensions)
    unknown, none = np.full(shape, UNKNOWN, np.int64), np.zeros(shape, np.int64)
    name = str(universe["difference"])
    return Sheet(
        release, name, dimensions, universe, unknown, none, np.full(shape, NO_LIMIT), np.ones(shape, bool)
    )
