"""Cubes and published tables as sheets: what a table says of each of its cells."""

from collections.abc import Sequence

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.layout import Axis
from equalities.disclosure.policies import Policy
from equalities.disclosure.releases import Release
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet
from equalities.disclosure.tables import SafeTable, Status, all_codes


def from_cube(cube: Cube, release: str, policy: Policy) -> Sheet:
    """The true counts at all levels; `least` is what a withheld one will be known to be."""
    values = cube.counts
    for place, dimension in enumerate(cube.dimensions):
        summed = np.tensordot(Axis(dimension).membership.toarray(), values, axes=(1, place))
        values = np.moveaxis(summed, 0, place)
    least = np.where(values == 0, 0, policy.least_withheld)
    return Sheet(
        release, cube.name, cube.dimensions, cube.universe, values, least,
        np.full(values.shape, NO_LIMIT), np.ones(values.shape, bool),
    )  # fmt: skip


def from_table(table: SafeTable, release: str, policy: Policy) -> Sheet:
    """What a published table tells its readers, the policy included."""
    shape = tuple(len(Axis(dimension)) for dimension in table.dimensions)
    cells = [table.cells[codes] for codes in all_codes(table.dimensions)]
    given = [
        cell.value if cell.value is not None and cell.status is Status.SHOWN else UNKNOWN for cell in cells
    ]
    withheld = np.array([cell.status is Status.WITHHELD for cell in cells])
    return Sheet(
        release,
        table.name,
        table.dimensions,
        table.universe,
        np.array(given, np.int64).reshape(shape),
        np.where(withheld, policy.least_withheld, 0).reshape(shape),
        np.full(shape, NO_LIMIT),
        np.ones(shape, bool),
    )


def from_releases(releases: Sequence[Release]) -> list[Sheet]:
    """The sheets of every table of these releases."""
    return [
        from_table(table, release.name, release.policy) for release in releases for table in release.tables
    ]
