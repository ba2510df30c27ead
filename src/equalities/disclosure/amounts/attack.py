"""What a reader can work out of published amounts."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.disclosure.amounts.intervals import SAME, Ranges, ranges
from equalities.disclosure.amounts.releases import AmountRange, AmountReceipt
from equalities.disclosure.attack import cell_name, printed_elsewhere
from equalities.disclosure.programmes import Numbers
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements


def attack_amounts(sheets: Sequence[Sheet], *, decimals: int = 0, within: float = 0.0) -> AmountReceipt:
    """What published amounts give away to a reader who adds and subtracts, and knows that none is below nought.

    sheets: amounts in smallest units, `decimals` of what is printed; those given as an interval are rounded. within:
    `exposed` are the withheld amounts that can be guessed to within this many percent; with 0, those that follow
    exactly (to one smallest unit), those of plain tables that another table prints among them. Raises Refused where the
    amounts contradict one another.
    """
    statements = Statements(sheets)
    found = told(statements, ranges(statements), decimals, within)
    unit = 10.0**-decimals
    elsewhere = tuple(
        AmountRange(one.cell, round(one.low * unit, decimals), round(one.high * unit, decimals), 0.0)
        for one in printed_elsewhere(statements)
    )
    return replace(
        found,
        withheld=found.withheld + len(elsewhere),
        narrowest=elsewhere[0] if elsewhere else found.narrowest,
        exposed=(*elsewhere, *found.exposed),
    )


def told(statements: Statements, found: Ranges, decimals: int, within: float) -> AmountReceipt:
    """The receipt for these ranges."""
    percent = nearest(found.low, found.high)
    order = np.argsort(percent, kind="stable").tolist()
    listed = [_range(statements, found, percent, at, decimals) for at in order]
    exact = (found.high - found.low < 1 - SAME)[order]
    given = statements.asked | (statements.values != UNKNOWN) | (statements.most < NO_LIMIT)
    return AmountReceipt(
        int(given.sum()),
        len(listed),
        next(iter(listed), None),
        tuple(one for one, sure in zip(listed, exact.tolist(), strict=True) if sure or one.percent < within),
        within,
    )


def nearest(low: Numbers, high: Numbers) -> Numbers:
    """To within how many percent of the true amount the best guess lies, whatever the true one is: (high - low) over
    (high + low), at high * low * 2 / (high + low). 0 for an amount that is nought; 100 where there is no limit."""
    bounded = np.isfinite(high)
    top = np.where(bounded, high, 1.0)
    sums = np.where(top + low > SAME, top + low, 1.0)
    share: Numbers = np.where(bounded, 100 * (top - low) / sums, 100.0)
    return share


def _range(statements: Statements, found: Ranges, percent: Numbers, at: int, decimals: int) -> AmountRange:
    unit = 10.0**-decimals
    high = float(found.high[at])
    return AmountRange(
        cell_name(statements, int(found.cells[at])),
        round(max(0.0, float(found.low[at])) * unit, decimals),
        round(high * unit, decimals) if np.isfinite(high) else None,
        round(float(percent[at]), 2),
    )
