"""One contributor in several cells of a line: what the line's total, less what it shows, tells of her sum.

Cells withheld side by side keep one another, but not what is withheld of them together. Where that is mostly one
contributor's, by the rules that hold for a cell, one more cell of the line is withheld.
"""

from collections.abc import Iterator

import numpy as np

from equalities.disclosure.amounts.cubes import AmountCube
from equalities.disclosure.amounts.policies import AmountPolicy, levels
from equalities.disclosure.layout import Axis, Flags, Whole


def told_together(cube: AmountCube, withheld: Flags, policy: AmountPolicy) -> list[int]:
    """Places, in the raveled cube, of cells to withhold as well: for each line that tells too much of one contributor,
    the shown part that is least, or the line's total where there is none."""
    hidden, totals = withheld.ravel(), cube.totals.ravel()
    found = set()
    for whole, parts in _lines(cube):
        together = parts[hidden[parts] & (totals[parts] > 0)]
        if hidden[whole] or len(together) < 2 or not _is_mostly_one(cube, together, policy):
            continue
        shown = parts[~hidden[parts] & (totals[parts] > 0)]
        found.add(int(shown[np.argmin(totals[shown])]) if len(shown) else whole)
    return sorted(found)


def _lines(cube: AmountCube) -> Iterator[tuple[int, Whole]]:
    """(the place of a sum, the places of its parts) along each dimension."""
    places = np.arange(cube.totals.size).reshape(cube.totals.shape)
    for at, dimension in enumerate(cube.dimensions):
        parent = Axis(dimension).parent
        along = np.moveaxis(places, at, 0).reshape(len(parent), -1)
        for whole in np.unique(parent[parent >= 0]).tolist():
            parts = along[parent == whole]
            yield from ((int(one), parts[:, line]) for line, one in enumerate(along[whole]))


def _is_mostly_one(cube: AmountCube, cells: Whole, policy: AmountPolicy) -> bool:
    """Whether cells together are sensitive, and the largest contributor is in several of them."""
    gifts = cube.gifts
    held = [slice(*np.searchsorted(gifts.cells, [cell, cell + 1]).tolist()) for cell in cells]
    who = np.concatenate([gifts.contributors[one] for one in held])
    amounts = np.bincount(who, np.concatenate([gifts.amounts[one] for one in held])).astype(np.int64)
    if (who == np.argmax(amounts)).sum() < 2:
        return False
    largest = np.zeros(cube.largest.shape[-1], np.int64)
    falling = np.sort(amounts)[::-1][: len(largest)]
    largest[: len(falling)] = falling
    total, number = np.array(amounts.sum()), np.array(np.count_nonzero(amounts))
    return bool(levels(policy, total, number, largest)[0])
