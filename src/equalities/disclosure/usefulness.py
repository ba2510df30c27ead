"""What protection leaves to be seen: the true differences between groups that the published table still shows."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from equalities.disclosure.layout import Flags, Whole

CERTAIN = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


def gaps_kept(tables: Sequence[tuple[Whole, Flags]]) -> float | None:
    """The share of true differences between groups that a reader can still see; None where there is none.

    tables: for each table its true counts at all levels (totals last on every axis) and a flag a cell,
    whether it is shown. A difference is a group and a category whose share of the group differs from its
    share of everybody else at 95 % (the two-proportion z test with the pooled variance, on the raw
    counts), at any code of the other dimensions. It can be seen where the four counts that it rests on
    are shown.
    """
    found = seen = 0
    for values, shown in tables:
        for pair in combinations(range(values.ndim), 2):
            real = _differ(*_corners(values, pair))
            visible = np.logical_and.reduce(np.broadcast_arrays(*_corners(shown, pair)))
            found += int(real.sum())
            seen += int((real & visible).sum())
    return seen / found if found else None


def _corners(counts: np.ndarray, pair: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """The cell, its group, its category and everybody, over all groups and categories of two axes."""
    moved = np.moveaxis(counts, pair, (0, 1))
    return moved[:-1, :-1], moved[:-1, -1:], moved[-1:, :-1], moved[-1:, -1:]


def _differ(cell: Whole, group: Whole, category: Whole, everybody: Whole) -> Flags:
    """Whether the category's share differs between the group and the rest (both must hold people)."""
    rest = everybody - group
    with np.errstate(divide="ignore", invalid="ignore"):
        share = category / everybody
        difference = cell / group - (category - cell) / rest
        score = difference / np.sqrt(share * (1 - share) * (1 / group + 1 / rest))
    flags: Flags = np.abs(np.nan_to_num(score, posinf=0.0, neginf=0.0)) > CERTAIN
    return flags
