"""What protection leaves to be seen: the true differences between groups that a reader still finds."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy.special import ndtr

from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.programmes import Numbers
from equalities.disclosure.statements import UNKNOWN

CERTAIN = 1.959963984540054
"""Two-sided 95 % of the normal distribution: the reader's own test."""
FALSE = 0.05
"""Expected share of true differences that are none (Benjamini and Hochberg 1995)."""
ENOUGH = 5
"""People expected in each of the four cells of a comparison, for the normal test to hold (Cochran 1954)."""


def gaps_kept(tables: Sequence[tuple[Whole, Whole]]) -> float | None:
    """The share of true differences between groups that a reader of the published numbers still finds; None
    where there is none.

    tables: for each table its true counts at all levels (totals last on every axis), and what is published in
    their place: the count, a number near it, or -1 for none.

    A comparison is a group and a category of two dimensions, at any code of the others: of N people, G are in the
    group, C in the category, n in both. Its z is the two-proportion one with the pooled variance,
    (n/G - (C - n)/(N - G)) / sqrt(p(1 - p)(1/G + 1/(N - G))) with p = C/N. The difference is true where, on the
    true counts, the smallest of the four expected counts (G C/N and so on) is at least 5, so that the normal
    distribution may be used, and z is among those that the procedure of Benjamini and Hochberg keeps at 5 % over
    all comparisons of all tables that may be tested: no more than one in twenty is expected to be chance. A reader
    finds it where the four published numbers give a z beyond 1.96 of the same sign: exact numbers always do.
    """
    tests = [_test(values, published) for values, published in tables]
    true = np.concatenate([np.zeros(0), *(test[0] for test in tests)])
    read = np.concatenate([np.zeros(0), *(test[1] for test in tests)])
    real = _real(np.abs(true))
    found = real & (np.abs(read) > CERTAIN) & (np.sign(read) == np.sign(true))
    return float(found.sum() / real.sum()) if real.any() else None


def _test(values: Whole, published: Whole) -> tuple[Numbers, Numbers]:
    """z of every comparison that may be tested: on the true counts and on the published numbers (0 for none)."""
    true, read = [np.zeros(0)], [np.zeros(0)]
    for pair in combinations(range(values.ndim), 2):
        kept = _enough(*_corners(values, pair))
        known = np.logical_and.reduce(np.broadcast_arrays(*_corners(published != UNKNOWN, pair)))
        true.append(_score(*_corners(values, pair))[kept])
        read.append(np.where(known, _score(*_corners(published, pair)), 0.0)[kept])
    return np.concatenate(true), np.concatenate(read)


def _corners(counts: np.ndarray, pair: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """The cell, its group, its category and everybody, over all groups and categories of two axes."""
    moved = np.moveaxis(counts, pair, (0, 1))
    return moved[:-1, :-1], moved[:-1, -1:], moved[-1:, :-1], moved[-1:, -1:]


def _enough(cell: Whole, group: Whole, category: Whole, everybody: Whole) -> Flags:
    """Whether enough people are expected in each of the four cells of the comparison."""
    least = np.minimum(group, everybody - group) * np.minimum(category, everybody - category)
    flags: Flags = np.broadcast_to((least >= ENOUGH * everybody) & (everybody > 0), cell.shape)
    return flags


def _score(cell: Whole, group: Whole, category: Whole, everybody: Whole) -> Numbers:
    """z of the category's share in the group against its share in the rest; 0 where there is no share."""
    rest = everybody - group
    with np.errstate(divide="ignore", invalid="ignore"):
        share = category / everybody
        difference = cell / group - (category - cell) / rest
        score = difference / np.sqrt(share * (1 - share) * (1 / group + 1 / rest))
    return np.nan_to_num(score, nan=0.0, posinf=0.0, neginf=0.0)


def _real(scores: Numbers) -> Flags:
    """Which of these the procedure of Benjamini and Hochberg keeps."""
    chances = 2 * ndtr(-scores)
    allowed = FALSE * np.arange(1, len(chances) + 1) / max(1, len(chances))
    order = np.sort(chances)
    below = np.flatnonzero(order <= allowed)
    limit = order[below[-1]] if len(below) else -1.0
    flags: Flags = chances <= limit
    return flags
