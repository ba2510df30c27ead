"""Data corrected after its tables were seen: the same groups stay withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from equalities.cubes import Cube
from equalities.disclosure.policies import Policy
from equalities.disclosure.releases import Release
from equalities.disclosure.sheets import from_cube
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes


def carried_over(earlier: Release, cubes: Sequence[Cube], policy: Policy) -> Release:
    """`earlier` with its numbers replaced by those of `cubes`: a history under which protect() withholds what was
    withheld and shows what was shown.

    A correction changes few groups. Were others withheld after it than before, a reader who takes each group from
    the tables that show it would be left with one unknown. earlier: tables about the data as they were. cubes: the
    counts as they are now. policy: a count that it protects is not shown, whatever stood there; a nought is, where
    readers know that no withheld count is one. Tables whose groups
    differ from those of the cube of their name are left out. For protect() alone: it holds counts not yet protected.
    """
    now = {cube.name: cube for cube in cubes}
    alike = [table for table in earlier.tables if _is_alike(table, now)]
    return replace(earlier, tables=tuple(_told_of(table, now[table.name], policy) for table in alike))


def _is_alike(table: SafeTable, now: Mapping[str, Cube]) -> bool:
    return table.name in now and table.dimensions == now[table.name].dimensions


def _told_of(table: SafeTable, cube: Cube, policy: Policy) -> SafeTable:
    counts = from_cube(cube, "", policy).values.ravel().tolist()
    told = zip(all_codes(table.dimensions), counts, strict=True)
    cells = {codes: _cell(table.cells[codes], count, policy) for codes, count in told}
    return replace(table, cells=cells, universe=cube.universe, between={})  # ranges were of the counts before


def _cell(before: SafeCell, count: int, policy: Policy) -> SafeCell:
    if count == 0 and policy.least_withheld:  # readers know that what is withheld is no nought
        return SafeCell(before.codes, 0, Status.SHOWN)
    if before.status is Status.WITHHELD or policy.protects(count):
        return SafeCell(before.codes, None, Status.WITHHELD)
    return SafeCell(before.codes, count, Status.SHOWN)
