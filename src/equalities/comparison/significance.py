"""Tests of differences, and what many of them at once are worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from equalities.comparison.exact import LARGEST, fisher_test

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Test:
    """A test by name: its statistic (in its own unit) and its two-sided p; `of` says what is compared, first
    against second, where that matters."""

    name: str
    statistic: float | None
    p: float | None
    of: str = ""


def chi_square(table: Counts) -> Test | None:
    """Pearson's chi-square, without continuity correction, of a table of counts (groups by outcomes).

    Rows and columns without anybody are left out; None where fewer than two of either are left.
    """
    held = _held(table)
    if held is None:
        return None
    expected = _expected(held)
    statistic = float(((held - expected) ** 2 / expected).sum())
    freedom = (held.shape[0] - 1) * (held.shape[1] - 1)
    return Test("chi-square", statistic, float(chdtrc(freedom, statistic)))


def fisher(table: Counts) -> Test | None:
    """Fisher's exact test of a table of two by two; the statistic is its odds ratio (infinite ones are
    None). None over a milliard people, where it adds nothing to chi-square."""
    held = _held(table)
    if held is None or held.shape != (2, 2) or held.sum() > LARGEST:
        return None
    odds, chance = fisher_test(held)
    return Test("fisher exact", odds if np.isfinite(odds) else None, chance)


def association(table: Counts) -> tuple[Test, ...]:
    """The tests that suit a table of groups by outcomes, the one to go by first.

    Chi-square where every expected count is 5 or more (Cochran 1954). Two by two, Fisher's exact test stands
    beside it, and before it where an expected count is smaller. Any other table with small expected counts
    gets no test: its groups are judged one by one.
    """
    held = _held(table)
    if held is None:
        return ()
    large = bool(_expected(held).min() >= 5)
    tests = [chi_square(held) if large or held.shape == (2, 2) else None, fisher(held)]
    found = [test for test in tests if test is not None]
    return tuple(found if large else reversed(found))


def mantel_haenszel(strata: Counts) -> Test | None:
    """Whether outcome and group go together within strata: the Cochran-Mantel-Haenszel statistic without
    continuity correction, of counts by stratum, group and outcome (two). None where no stratum can say.

    Source: Mantel and Haenszel 1959; Landis, Heyman and Koch 1978 for more than two groups.
    """
    groups = strata.shape[1]
    gap, spread = np.zeros(groups - 1), np.zeros((groups - 1, groups - 1))
    for table in strata.astype(np.float64):
        total = table.sum()
        if total > 1:
            bases, (events, others) = table.sum(axis=1), table.sum(axis=0)
            shares = bases[:-1] / total
            gap += table[:-1, 0] - events * shares
            spread += events * others / (total - 1) * (np.diag(shares) - np.outer(shares, shares))
    rank = int(np.linalg.matrix_rank(spread))
    if rank == 0:
        return None
    statistic = float(gap @ np.linalg.pinv(spread) @ gap)
    return Test("mantel-haenszel", statistic, float(chdtrc(rank, statistic)))


def common_odds(strata: Counts) -> Test | None:
    """The odds ratio common to all strata, first group to second, of counts by stratum, group (two) and
    outcome (two, the good one first); None where it is not defined. p is that of `mantel_haenszel`.

    Source: Mantel and Haenszel 1959.
    """
    tables = strata.astype(np.float64)
    totals = tables.sum(axis=(1, 2))
    tables, totals = tables[totals > 0], totals[totals > 0]
    along = float((tables[:, 0, 0] * tables[:, 1, 1] / totals).sum())
    across = float((tables[:, 0, 1] * tables[:, 1, 0] / totals).sum())
    test = mantel_haenszel(strata)
    return None if across == 0 or test is None else Test("common odds ratio", along / across, test.p)


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """The p values adjusted for their number, in the order given, by Holm 1979: for decisions."""
    order = np.argsort(chances, kind="stable")
    adjusted, worst = [0.0] * len(chances), 0.0
    for place, index in enumerate(order):
        worst = max(worst, min(1.0, (len(chances) - place) * chances[index]))
        adjusted[index] = worst
    return tuple(adjusted)


def benjamini_hochberg(chances: Sequence[float] | NDArray[np.float64]) -> tuple[float, ...]:
    """The p values as false discovery rates (q), in the order given, by Benjamini and Hochberg 1995: for
    screening."""
    order = np.argsort(chances, kind="stable")[::-1]
    places = np.arange(len(chances), 0, -1)
    falling = np.minimum.accumulate(np.asarray(chances, dtype=np.float64)[order] * len(chances) / places)
    adjusted = np.empty(len(chances))
    adjusted[order] = np.minimum(falling, 1.0)
    return tuple(adjusted.tolist())


def _held(table: Counts) -> Counts | None:
    held = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    return held if min(held.shape) > 1 else None


def _expected(table: Counts) -> NDArray[np.float64]:
    counts = table.astype(np.float64)  # products of counts of millions do not fit whole numbers
    expected: NDArray[np.float64] = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return expected
