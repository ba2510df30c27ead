"""Exact tests, from scipy.stats: it takes most of a second to import, so only a test that needs it does."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

LARGEST = 10**9
"""People beyond whom scipy's exact tests lose their footing: nobody needs them there."""


def binomial_p(n: int, base: int, share: float) -> float:
    """The two-sided chance of `n` in `base` where `share` (a fraction) is true: all outcomes no likelier than
    the one seen."""
    from scipy.stats import binomtest

    return float(binomtest(n, base, share).pvalue)


def fisher_test(table: NDArray[np.int64]) -> tuple[float, float]:
    """The odds ratio and the two-sided p of a table of two by two (Fisher 1935)."""
    from scipy.stats import fisher_exact

    found = fisher_exact(table)
    return float(found.statistic), float(found.pvalue)


def hypergeometric_p(events: Numbers, base: Numbers, all_events: Numbers, everybody: Numbers) -> Numbers:
    """For each group of `base` among `everybody`, twice the smaller chance of at most, or at least, its
    `events` if they fell on people by lot."""
    from scipy.stats import hypergeom

    lower = hypergeom.cdf(events, everybody, all_events, base)
    upper = hypergeom.sf(events - 1, everybody, all_events, base)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(lower, upper)))
