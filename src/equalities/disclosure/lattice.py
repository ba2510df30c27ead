"""The whole-number moves that leave all shown counts as they are: a basis of them, made short.

Plain Python for small puzzles, compiled by numba for large ones (`compiled`). A row is two arrays, its columns in
order and its values; `holders` are, for each column, the rows that hold it or once did.
"""

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
UNIT_FIRST = 1_000_000_000
"""Pivots of 1 and -1 come before all others: with them whole numbers stay whole and small."""


def basis(starts: Ints, columns: Ints, values: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    """The whole-number vectors that all rows send to nought, one for each column that is no pivot: (starts, columns,
    values). Fraction-free elimination, the shortest row first."""
    names = [columns[starts[row] : starts[row + 1]].copy() for row in range(len(starts) - 1)]
    amounts = [values[starts[row] : starts[row + 1]].copy() for row in range(len(starts) - 1)]
    holders, count = held_by(names, width)
    pivots = np.full(len(names), -1, np.int64)
    done = np.zeros(len(names), np.bool_)
    queue: list[Any] = [(np.int64(0), np.int64(0)) for _ in range(0)]
    for at in range(len(names)):
        heappush(queue, (np.int64(len(names[at])), np.int64(at)))
    while len(queue) > 0:
        length, row = heappop(queue)
        if done[row]:
            continue
        if length != len(names[row]):
            heappush(queue, (np.int64(len(names[row])), row))
            continue
        done[row] = True
        if length > 0:
            pivots[row] = names[row][lightest(names[row], amounts[row], count)]
            for other in clear_column(row, pivots[row], names, amounts, holders, count):
                if not done[other]:
                    heappush(queue, (np.int64(len(names[other])), other))
    return solved(pivots, names, amounts, width)


def held_by(names: list[Ints], width: int) -> tuple[list[list[Any]], Ints]:
    """For each column the rows that hold it, and how many they are."""
    holders = [[np.int64(0) for _ in range(0)] for _ in range(width)]
    count = np.zeros(width, np.int64)
    for row in range(len(names)):
        for column in names[row]:
            holders[column].append(np.int64(row))
            count[column] += 1
    return holders, count


def lightest(names: Ints, amounts: Ints, count: Ints) -> int:
    """The place in a row of the pivot that fewest other rows hold, units before all others."""
    best, least = 0, np.int64(2**62)
    for place in range(len(names)):
        weight = count[names[place]] + (UNIT_FIRST if abs(amounts[place]) != 1 else 0)
        if weight < least:
            best, least = place, weight
    return best


def clear_column(
    row: int,
    pivot: int,
    names: list[Ints],
    amounts: list[Ints],
    holders: list[list[Any]],
    count: Ints,
) -> list[Any]:
    """Take the pivot's column out of every other row; returns the rows changed."""
    changed = [np.int64(0) for _ in range(0)]
    own = amounts[row][np.searchsorted(names[row], pivot)]
    for other in holders[pivot]:
        place = np.searchsorted(names[other], pivot)
        if other == row or place >= len(names[other]) or names[other][place] != pivot:
            continue
        amount = amounts[other][place]
        common = divisor(own, amount)
        times, less = abs(own) // common, amount // common * (1 if own > 0 else -1)
        combine(row, other, times, less, names, amounts, holders, count)
        changed.append(other)
    holders[pivot].clear()
    holders[pivot].append(np.int64(row))
    return changed


def divisor(one: int, two: int) -> int:
    """The greatest common divisor of two numbers, the first of them not nought."""
    one, two = abs(one), abs(two)
    while two > 0:
        one, two = two, one % two
    return one


def combine(
    row: int,
    other: int,
    times: int,
    less: int,
    names: list[Ints],
    amounts: list[Ints],
    holders: list[list[Any]],
    count: Ints,
) -> None:
    """Replace row `other` by times · other - less · row, divided by what its values have in common."""
    here, there = names[row], names[other]
    found = np.empty(len(here) + len(there), np.int64)
    worth = np.empty(len(here) + len(there), np.int64)
    one, two, top, common = 0, 0, 0, 0
    while one < len(there) or two < len(here):
        if two >= len(here) or (one < len(there) and there[one] < here[two]):
            column, value = there[one], times * amounts[other][one]
            one += 1
        elif one >= len(there) or here[two] < there[one]:
            column, value = here[two], -less * amounts[row][two]
            holders[column].append(np.int64(other))
            count[column] += 1
            two += 1
        else:
            column, value = here[two], times * amounts[other][one] - less * amounts[row][two]
            count[column] -= value == 0
            one, two = one + 1, two + 1
        if value != 0:
            found[top], worth[top] = column, value
            common = divisor(value, common)
            top += 1
    names[other] = found[:top].copy()
    amounts[other] = worth[:top] // common if common > 1 else worth[:top].copy()


def solved(pivots: Ints, names: list[Ints], amounts: list[Ints], width: int) -> tuple[Ints, Ints, Ints]:
    """One vector for each column that is no pivot: so much of it, and what the pivots must then be."""
    vector = np.zeros(width, np.int64)
    for row in range(len(pivots)):
        if pivots[row] >= 0:
            vector[pivots[row]] = -1
    free = 0
    for column in range(width):
        vector[column], free = (-1, free) if vector[column] < 0 else (free, free + 1)
    scale, length = np.ones(free, np.int64), np.ones(free, np.int64)
    for row in range(len(pivots)):
        for place in range(len(names[row])):
            at = vector[names[row][place]]
            if at >= 0:
                own = abs(amounts[row][np.searchsorted(names[row], pivots[row])])
                needed = own // divisor(own, amounts[row][place])
                scale[at] = scale[at] // divisor(scale[at], needed) * needed
                length[at] += 1
    starts = np.zeros(free + 1, np.int64)
    starts[1:] = np.cumsum(length)
    return filled(pivots, names, amounts, vector, scale, starts)


def filled(
    pivots: Ints, names: list[Ints], amounts: list[Ints], vector: Ints, scale: Ints, starts: Ints
) -> tuple[Ints, Ints, Ints]:
    """The entries of the vectors that `solved` has counted."""
    columns, values = np.zeros(starts[-1], np.int64), np.zeros(starts[-1], np.int64)
    top = starts[:-1].copy()
    for column in range(len(vector)):
        if vector[column] >= 0:
            at = vector[column]
            columns[top[at]], values[top[at]] = column, scale[at]
            top[at] += 1
    for row in range(len(pivots)):
        for place in range(len(names[row])):
            at = vector[names[row][place]]
            if at >= 0:
                own = amounts[row][np.searchsorted(names[row], pivots[row])]
                columns[top[at]] = pivots[row]
                values[top[at]] = -amounts[row][place] * scale[at] // own
                top[at] += 1
    return starts, columns, values


def shortened(starts: Ints, columns: Ints, values: Ints, width: int, sweeps: int) -> tuple[Ints, Ints, Ints]:
    """The same lattice of moves by shorter vectors: to each the one is added, or taken away, that shortens it most
    (in people moved), until none does or the sweeps are over."""
    names = [columns[starts[row] : starts[row + 1]].copy() for row in range(len(starts) - 1)]
    amounts = [values[starts[row] : starts[row + 1]].copy() for row in range(len(starts) - 1)]
    holders, _ = held_by(names, width)
    work = np.zeros(width, np.int64)
    asked = np.full(len(names), -1, np.int64)
    stamp = 0
    for _ in range(sweeps):
        changed = False
        for row in range(len(names)):
            work[names[row]] = amounts[row]
            touched = [column for column in names[row]]  # noqa: C416 (a list that numba can type)
            other, sign = shortest_step(row, touched, work, names, amounts, holders, asked, stamp)
            stamp += 1
            while sign != 0:
                changed = True
                for place in range(len(names[other])):
                    touched.append(names[other][place])
                    work[names[other][place]] += sign * amounts[other][place]
                other, sign = shortest_step(row, touched, work, names, amounts, holders, asked, stamp)
                stamp += 1
            if len(touched) > len(names[row]):
                keep(row, touched, work, names, amounts, holders)
            for column in touched:
                work[column] = 0
        if not changed:
            break
    return joined(names, amounts)


def shortest_step(
    row: int,
    touched: list[Any],
    work: Ints,
    names: list[Ints],
    amounts: list[Ints],
    holders: list[list[Any]],
    asked: Ints,
    stamp: int,
) -> tuple[int, int]:
    """The vector that shortens the one in `work` most, and whether to add it (1) or take it away (-1); 0 for none."""
    best, chosen, sign = 0, 0, 0
    for column in touched:
        if work[column] == 0:
            continue
        for other in holders[column]:
            if other == row or asked[other] == stamp:
                continue
            asked[other] = stamp
            more, less = 0, 0
            for place in range(len(names[other])):
                have, change = work[names[other][place]], amounts[other][place]
                more += abs(have + change) - abs(have)
                less += abs(have - change) - abs(have)
            if more < best:
                best, chosen, sign = more, other, 1
            if less < best:
                best, chosen, sign = less, other, -1
    return chosen, sign


def keep(
    row: int,
    touched: list[Any],
    work: Ints,
    names: list[Ints],
    amounts: list[Ints],
    holders: list[list[Any]],
) -> None:
    """Put the vector in `work` in the place of a row."""
    held = np.unique(np.array(touched))
    held = held[work[held] != 0]
    for column in held:
        holders[column].append(np.int64(row))
    names[row] = held
    amounts[row] = work[held]


def joined(names: list[Ints], amounts: list[Ints]) -> tuple[Ints, Ints, Ints]:
    """The rows one after the other: (starts, columns, values)."""
    starts = np.zeros(len(names) + 1, np.int64)
    for row in range(len(names)):
        starts[row + 1] = starts[row] + len(names[row])
    columns, values = np.zeros(starts[-1], np.int64), np.zeros(starts[-1], np.int64)
    for row in range(len(names)):
        columns[starts[row] : starts[row + 1]] = names[row]
        values[starts[row] : starts[row + 1]] = amounts[row]
    return starts, columns, values
