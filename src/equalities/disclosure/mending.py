"""The search for a move that proves one cell, by adding and taking away moves of a library.

Plain Python for small puzzles, compiled by numba for large ones (`compiled`). A move has a value at each place: the
unknowns first, then the withheld cells. It must stay between `low` and `high` at every place, and costs the `price`
of every place at which it is not nought.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
EXCESS = 60
"""What one person beyond the bounds counts for, beside the people whom a move would withhold."""

STEPS = 60
STALLS = 6
"""How many moves are added to the first, and how many times in a row without gain."""

EFFORT = 1_000_000
"""Entries of the library looked at for one cell before the search is given up."""

NONE = 2**60


def search(
    tries: Ints,
    starts: Ints,
    columns: Ints,
    values: Ints,
    t_starts: Ints,
    t_rows: Ints,
    moved: Ints,
    low: Ints,
    high: Ints,
    price: Ints,
    scratch: Ints,
) -> tuple[int, Ints, Ints]:
    """The cheapest move found that is within bounds: (cost, places, values); cost NONE where there is none.

    tries: the library's moves to start from, one after the other. moved: what each move of the library does to the
    cell that is asked about: it must be moved in the end. t_starts, t_rows: for each place the moves that hold it.
    scratch: two rows, as many noughts as there are places and moves at least.
    """
    best = NONE
    places, found = np.zeros(0, np.int64), np.zeros(0, np.int64)
    work, asked = scratch[0], scratch[1]
    barred = np.zeros(len(starts) - 1, np.int64)
    stamp, effort = 0, 0
    for first in tries:
        barred[:] = 0
        touched = [np.int64(0) for _ in range(0)]
        over, cost, shift = 0, 0, np.int64(0)
        other, sign, stalls = first, 1, 0
        for step in range(1, STEPS + 1):
            worse, dearer = effect(other, sign, starts, columns, values, low, high, price, work)
            take(other, sign, starts, columns, values, work, touched)
            over, cost, shift = over + worse, cost + dearer, shift + sign * moved[other]
            barred[other] = step + 4 if step > 1 else NONE
            stalls = 0 if worse * EXCESS + dearer < 0 or step == 1 else stalls + 1
            if over == 0 and cost < best:
                best = cost
                places = np.unique(np.array(touched))
                found = work[places]
            if stalls > STALLS or (over == 0 and cost == 0) or effort > EFFORT:
                break
            stamp += 1
            other, sign, seen = next_step(
                touched, starts, columns, values, t_starts, t_rows, moved, shift, low, high, price, work, asked,
                barred, step, stamp,
            )  # fmt: skip
            effort += seen
            if sign == 0:
                break
        for place in touched:
            work[place] = 0
        if best == 0 or effort > EFFORT:
            break
    asked[:] = 0
    return best, places[found != 0], found[found != 0]


def beyond(value: int, low: int, high: int) -> int:
    """How far a value is outside its bounds."""
    if value < low:
        return low - value
    return value - high if value > high else 0


def effect(
    other: int,
    sign: int,
    starts: Ints,
    columns: Ints,
    values: Ints,
    low: Ints,
    high: Ints,
    price: Ints,
    work: Ints,
) -> tuple[int, int]:
    """What one more move would add to the people out of bounds, and to the cost."""
    worse, dearer = 0, 0
    for entry in range(starts[other], starts[other + 1]):
        place = columns[entry]
        have = work[place]
        then = have + sign * values[entry]
        worse += beyond(then, low[place], high[place]) - beyond(have, low[place], high[place])
        if have == 0:
            dearer += price[place]
        elif then == 0:
            dearer -= price[place]
    return worse, dearer


def take(
    other: int, sign: int, starts: Ints, columns: Ints, values: Ints, work: Ints, touched: list[Any]
) -> None:
    """Add a move to the one in `work`."""
    for entry in range(starts[other], starts[other + 1]):
        touched.append(columns[entry])
        work[columns[entry]] += sign * values[entry]


def next_step(
    touched: list[Any],
    starts: Ints,
    columns: Ints,
    values: Ints,
    t_starts: Ints,
    t_rows: Ints,
    moved: Ints,
    shift: int,
    low: Ints,
    high: Ints,
    price: Ints,
    work: Ints,
    asked: Ints,
    barred: Ints,
    step: int,
    stamp: int,
) -> tuple[int, int, int]:
    """The move to add, or to take away, that mends most: among those that hold a place out of bounds or paid for,
    and leave the cell moved; sign 0 where there is none; and how many entries were looked at."""
    least, chosen, sign, seen = NONE, 0, 0, 0
    for place in touched:
        have = work[place]
        if low[place] <= have <= high[place] and (have == 0 or price[place] == 0):
            continue
        for entry in range(t_starts[place], t_starts[place + 1]):
            other = t_rows[entry]
            if asked[other] == stamp or barred[other] > step:
                continue
            asked[other] = stamp
            seen += 2 * (starts[other + 1] - starts[other])
            for way in (-1, 1):
                if shift + way * moved[other] != 0:
                    worse, dearer = effect(other, way, starts, columns, values, low, high, price, work)
                    if worse * EXCESS + dearer < least:
                        least, chosen, sign = worse * EXCESS + dearer, other, way
    return chosen, sign, seen
