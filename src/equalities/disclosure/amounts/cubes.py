"""Sums of amounts by labelled groups, with who contributed most to each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from equalities.cubes import Dimension, Universe
from equalities.disclosure.layout import Axis, Whole
from equalities.disclosure.statements import NO_LIMIT, Sheet
from equalities.refusals import Refused

MOST = NO_LIMIT // 2
"""In all, in smallest units: beyond, sums in whole numbers and programmes in fractions are no longer exact."""


@dataclass(frozen=True)
class Rows:
    """Who gave or received how much: a row a payment, say.

    codes: rows × dimensions, places among the finest codes. contributors: a number for each row's contributor; rows
    of one contributor are added up. amounts: in smallest units, never below nought.
    """

    dimensions: tuple[Dimension, ...]
    codes: Whole
    contributors: Whole
    amounts: Whole

    def __post_init__(self) -> None:
        if (self.amounts < 0).any():
            raise Refused(
                "An amount is below nought: net refunds off first, or leave them to a table of their own."
            )
        if float(self.amounts.sum(dtype=np.float64)) > MOST:
            raise Refused(
                "The amounts are too large to add up exactly: give them in whole pounds or thousands."
            )


@dataclass(frozen=True)
class Gifts:
    """What each contributor gave to each cell (its place in the raveled cube), if above nought; cells rising."""

    cells: Whole
    contributors: Whole
    amounts: Whole


@dataclass(frozen=True)
class AmountCube:
    """Amounts at all levels of some dimensions: arrays with one axis a dimension, in `Axis.codes` order.

    totals: in smallest units. number: how many contributors have an amount above nought. largest: what the largest
    of them gave, falling, along one more axis. gifts: what each of them gave. decimals: how many are printed, so that
    1 of `totals` is one of the last. unit: of what is printed ("pounds").
    """

    name: str
    dimensions: tuple[Dimension, ...]
    totals: Whole
    number: Whole
    largest: Whole
    gifts: Gifts
    decimals: int = 0
    unit: str = ""
    universe: Universe = field(default_factory=dict)

    def sheet(self, release: str) -> Sheet:
        """The true amounts, as statements are made of."""
        shape = self.totals.shape
        return Sheet(
            release, self.name, self.dimensions, self.universe, self.totals,
            np.zeros(shape, np.int64), np.full(shape, NO_LIMIT), np.ones(shape, bool),
        )  # fmt: skip


def added_up(
    rows: Rows,
    names: Sequence[str],
    depth: int,
    *,
    decimals: int = 0,
    unit: str = "",
    universe: Universe | None = None,
) -> AmountCube:
    """The amounts of these rows by some of their dimensions, at all levels, with the `depth` largest contributors of
    each cell. Raises Refused for a name that is no dimension."""
    known = [dimension.name for dimension in rows.dimensions]
    if strange := [name for name in names if name not in known]:
        raise Refused(
            'The table {table} has "{name}", which is not among the dimensions.',
            table=" by ".join(names),
            name=strange[0],
        )
    places = [known.index(name) for name in names]
    dimensions = tuple(rows.dimensions[place] for place in places)
    axes = [Axis(dimension) for dimension in dimensions]
    shape = tuple(len(axis) for axis in axes)
    at = np.arange(len(rows.amounts))
    cells = np.zeros(len(at), np.int64)
    for place, axis in zip(places, axes, strict=True):
        above = axis.membership.T.tocsr()  # finest codes × the codes that they are part of
        codes = rows.codes[at, place]
        times = np.diff(above.indptr)[codes]
        first = np.repeat(above.indptr[codes], times)
        step = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        at, cells = np.repeat(at, times), np.repeat(cells, times) * len(axis) + above.indices[first + step]
    gifts = _by_contributor(cells, rows.contributors[at], rows.amounts[at])
    size = int(np.prod(shape, dtype=np.int64))
    totals, number = np.zeros(size, np.int64), np.bincount(gifts.cells, minlength=size)
    np.add.at(totals, gifts.cells, gifts.amounts)
    return AmountCube(
        " by ".join(names) or "Total",
        dimensions,
        totals.reshape(shape),
        number.reshape(shape),
        _largest(gifts, size, depth).reshape(*shape, depth),
        gifts,
        decimals,
        unit,
        universe or {},
    )


def _by_contributor(cells: Whole, contributors: Whole, amounts: Whole) -> Gifts:
    """The amount of each contributor in each cell, cells rising, amounts falling."""
    order = np.lexsort((contributors, cells))
    cells, contributors, amounts = cells[order], contributors[order], amounts[order]
    starts = np.flatnonzero(np.diff(cells, prepend=-1) | np.diff(contributors, prepend=-1))
    amounts = np.add.reduceat(amounts, starts) if len(starts) else amounts
    cells, contributors = cells[starts], contributors[starts]
    order = np.lexsort((-amounts, cells))
    order = order[amounts[order] > 0]
    return Gifts(cells[order], contributors[order], amounts[order])


def _largest(gifts: Gifts, size: int, depth: int) -> Whole:
    """cells × depth: the first amounts of each cell."""
    found = np.zeros((size, depth), np.int64)
    rank = np.arange(len(gifts.cells)) - np.searchsorted(gifts.cells, gifts.cells)
    near = rank < depth
    found[gifts.cells[near], rank[near]] = gifts.amounts[near]
    return found
