"""What follows from sums of intervals, one family of codes at a time: quick, and never wrong, but not all there is."""

import numpy as np

from equalities.disclosure.layout import Axis, Whole
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements

MOST_SWEEPS = 20


def propagated(statements: Statements) -> tuple[Whole, Whole]:
    """The least and the most that every cell can be, as far as parents and their parts tell one another.

    A parent lies between the sums of its parts' least and most; a part between what the parent leaves when the other
    parts take most and least. Sweeps over all families of all tables until nothing moves, 20 at most. Every interval
    holds all values that are possible; whole programmes may find it narrower.
    """
    exact = statements.values != UNKNOWN
    low = np.where(exact, statements.values, statements.least)
    high = np.where(exact, statements.values, np.minimum(statements.most, NO_LIMIT))
    for _ in range(MOST_SWEEPS):
        before = low.copy(), high.copy()
        for sheet, ids in zip(statements.sheets, statements.ids, strict=True):
            _sweep(sheet, ids, low, high)
        if (before[0] == low).all() and (before[1] == high).all():
            break
    return low, high


def _sweep(sheet: Sheet, ids: Whole, low: Whole, high: Whole) -> None:
    """One pass over the families of one table."""
    for place, dimension in enumerate(sheet.dimensions):
        axis = Axis(dimension)
        cells = np.moveaxis(ids, place, 0)
        for parent in set(axis.parent[axis.parent >= 0].tolist()):
            _narrow(cells[parent], cells[axis.parent == parent], low, high)


def _narrow(whole: Whole, parts: Whole, low: Whole, high: Whole) -> None:
    """Let a parent and its parts (cells; a row a part) tell one another what they leave open."""
    least, most = low[parts].sum(axis=0), high[parts].sum(axis=0)
    low[whole] = np.maximum(low[whole], least)
    high[whole] = np.minimum(high[whole], most)
    own_low, own_high = low[parts], high[parts]
    low[parts] = np.maximum(own_low, low[whole] - (most - own_high))
    high[parts] = np.minimum(own_high, high[whole] - (least - own_low))
