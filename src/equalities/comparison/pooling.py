"""Partial pooling: what a gap of few people is likely to be, by what all the others of its kind are."""

import numpy as np
from numpy.typing import NDArray

SPREADS = (0.0, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""How far true gaps of one kind may lie from none, as standard deviations in fractions: from no gap at all, over half a
percentage point, to nearly as far as rates can lie apart."""

NO_GAP_BEFORE = 10
"""Gaps of none that count as seen before any other: with few gaps to learn from, none is the likelier."""

ENOUGH = 20_000
"""Gaps that say how common gaps are: of more, so many are taken, evenly."""

MOST_STEPS = 100
SETTLED = 1e-4

Numbers = NDArray[np.float64]


def pooled_gaps(gaps: Numbers, variances: Numbers) -> Numbers:
    """Each gap (a fraction, with its sampling variance) drawn towards none, the more the less its own numbers say and
    the rarer gaps like it are among all.

    Empirical Bayes with a mixture of normal distributions around none, of which one is no gap at all: where one
    service in fifty has a gap, that gap stays what it is while the noise of the others goes. One normal distribution
    for all would draw it as far as the noise. Source: Stephens 2017, False discovery rates: a new deal, Biostatistics
    18; its weight of 10 for none is taken too.
    """
    if not len(gaps):
        return gaps
    totals = variances[:, np.newaxis] + np.square(SPREADS)
    logs = -0.5 * (np.log(totals) + gaps[:, np.newaxis] ** 2 / totals)
    fits = np.exp(logs - logs.max(axis=1, keepdims=True))
    likely = fits * _shares(fits[:: 1 + len(fits) // ENOUGH])
    kept = (likely * (np.square(SPREADS) / totals)).sum(axis=1) / likely.sum(axis=1)
    return np.asarray(gaps * kept)


def _shares(fits: Numbers) -> Numbers:
    """How common gaps of each spread are, by expectation and maximisation, from how well each fits every gap."""
    before = np.array([NO_GAP_BEFORE, *[0.0] * (len(SPREADS) - 1)])
    shares = np.full(len(SPREADS), 1 / len(SPREADS))
    for _ in range(MOST_STEPS):
        found = before + shares * (fits / (fits @ shares)[:, np.newaxis]).sum(axis=0)
        found /= found.sum()
        moved, shares = np.abs(found - shares).max(), found
        if moved < SETTLED:
            break
    return shares
