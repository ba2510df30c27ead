"""Cubes and published tables as sheets: what a table says of each of its cells."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.approximations import may_be_small, told
from equalities.disclosure.layout import Axis, Flags, Whole
from equalities.disclosure.policies import Policy
from equalities.disclosure.releases import Release
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes


def from_cube(cube: Cube, release: str, policy: Policy, merged: Flags | None = None) -> Sheet:
    """The true counts at all levels; `least` is what a withheld one will be known to be to the attacker, who
    may know some of the people in it. merged: cells of which the policy says nothing (none unless given)."""
    values = all_levels(cube)
    known = np.minimum(values, policy.participants)
    told = np.where(values == 0, 0, policy.least_withheld)
    least = np.maximum(known, told if merged is None else np.where(merged, 0, told))
    return Sheet(
        release, cube.name, cube.dimensions, cube.universe, values, least,
        np.full(values.shape, NO_LIMIT), np.ones(values.shape, bool),
    )  # fmt: skip


def all_levels(cube: Cube) -> Whole:
    """The counts of a cube with those of its groups and totals: one axis a dimension, in `Axis.codes` order."""
    values = cube.counts
    for place, dimension in enumerate(cube.dimensions):
        summed = np.tensordot(Axis(dimension).membership.toarray(), values, axes=(1, place))
        values = np.moveaxis(summed, 0, place)
    return values


def from_table(table: SafeTable, release: str, policy: Policy) -> Sheet:
    """What a published table tells its readers, the policy included. A number near the true one is `asked`
    about where the true one may be small."""
    shape = tuple(len(Axis(dimension)) for dimension in table.dimensions)
    cells = [table.cells[codes] for codes in all_codes(table.dimensions)]
    known = [_known(table, policy, cell) for cell in cells]
    given = [
        least if cell.status is Status.SHOWN else UNKNOWN
        for cell, (least, _) in zip(cells, known, strict=True)
    ]
    asked = [
        cell.status is not Status.ROUNDED or may_be_small(policy, *between)
        for cell, between in zip(cells, known, strict=True)
    ]
    least, most = np.array(known, np.int64).T.reshape(2, *shape)
    return Sheet(
        release,
        table.name,
        table.dimensions,
        table.universe,
        np.array(given, np.int64).reshape(shape),
        np.where(np.array(given).reshape(shape) == UNKNOWN, least, 0),
        np.where(np.array(given).reshape(shape) == UNKNOWN, most, NO_LIMIT),
        np.array(asked).reshape(shape),
    )


def _known(table: SafeTable, policy: Policy, cell: SafeCell) -> tuple[int, int]:
    """The least and the most that a cell is known to be, by the policy and by what the table says besides."""
    least, most = told(policy, cell.status, cell.value)
    if cell.codes not in table.between:
        return least, most
    said_least, said_most = table.between[cell.codes]
    return max(least, said_least), most if said_most is None else min(most, said_most)


def from_releases(releases: Sequence[Release]) -> list[Sheet]:
    """The sheets of every table of these releases."""
    return [
        from_table(table, release.name, release.policy) for release in releases for table in release.tables
    ]


def attacked(release: Release) -> list[Sheet]:
    """The sheets of a release as a stranger attacks it: what it withholds and another prints is given away. Not so
    where groups are published instead of their members, which are left out and no secret."""
    instead = release.policy.method == "merge" or bool(release.policy.coarser)
    return [replace(sheet, plain=not instead) for sheet in from_releases([release])]


def withheld_only(sheet: Sheet) -> Sheet:
    """The sheet without the counts that it shows: what it withholds must stay withheld, and nothing else is known."""
    hidden = sheet.asked & (sheet.values == UNKNOWN)
    return replace(
        sheet,
        values=np.full(sheet.values.shape, UNKNOWN, np.int64),
        least=np.where(hidden, sheet.least, 0),
        most=np.where(hidden, sheet.most, NO_LIMIT),
        asked=hidden,
    )


def printed(table: SafeTable) -> Whole:
    """The numbers of a published table, exact or near the true ones, UNKNOWN where there is none; its shape."""
    shape = tuple(len(Axis(dimension)) for dimension in table.dimensions)
    numbers = [table.cells[codes].value for codes in all_codes(table.dimensions)]
    return np.array([UNKNOWN if number is None else number for number in numbers], np.int64).reshape(shape)
