"""The inner loops of elimination: plain Python for small tables, compiled by numba for large ones.

Arithmetic is modulo `prime`. `sent` is two random vectors over the unknowns that every row taken so far
sends to nought. A row taken becomes a pivot: its pivot column is written by columns that are not pivots
yet. `pool` holds those entries as lines (column, value, pivot, next entry of the same column).
"""

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def eliminate(
    starts: Ints,
    columns: Ints,
    values: Ints,
    order: Ints,
    forced: Flags,
    targets: Flags,
    t_starts: Ints,
    t_rows: Ints,
    t_values: Ints,
    sent: Ints,
    prime: int,
) -> tuple[Flags, Flags]:
    """Take rows in order unless a target would be sent to nought. See `elimination.publishable`."""
    width = sent.shape[1]
    taken = np.zeros(len(starts) - 1, np.bool_)
    time = np.full(width, -1, np.int64)
    uses = np.zeros(width, np.int64)
    head = np.full(width, -1, np.int64)
    pivots = np.zeros(width, np.int64)
    first = np.zeros(width + 1, np.int64)
    pool = np.zeros((max(16, 2 * len(columns)), 4), np.int64)
    work = np.zeros(width, np.int64)
    change = np.zeros((2, width), np.int64)
    dots = target_dots(starts, columns, values, targets, sent, prime)
    worked_out = (dots[0] == 0) & (dots[1] == 0)
    shift = np.zeros((2, dots.shape[1]), np.int64)
    count = 0
    for row in order:
        if is_sent_to_nought(starts[row], starts[row + 1], columns, values, sent, prime):
            taken[row] = True
            continue
        left = reduce_row(
            starts[row], starts[row + 1], columns, values, work, time, pivots, first, pool, prime
        )
        if len(left) == 0:
            taken[row] = True
            continue
        pivot = cheapest(left, uses, t_starts)
        scale = inverse(work[pivot], prime)
        changed = follow(pivot, scale, left, work, pivots, head, pool, sent, change, prime)
        struck = shift_targets(changed, change, t_starts, t_rows, t_values, dots, shift, worked_out, prime)
        if forced[row] or not struck:
            taken[row] = True
            for column in left:
                uses[column] += 1
            pool = store(pivot, scale, left, work, head, first, pool, count, prime)
            time[pivot] = count
            pivots[count] = pivot
            count += 1
            settle(changed, change, t_starts, t_rows, sent, dots, shift, worked_out, prime)
        clear(left, changed, work, change, t_starts, t_rows, shift)
    return taken, worked_out


def target_dots(starts: Ints, columns: Ints, values: Ints, targets: Flags, sent: Ints, prime: int) -> Ints:
    """What the two vectors make of each target's row."""
    dots = np.zeros((2, targets.sum()), np.int64)
    at = 0
    for row in range(len(targets)):
        if targets[row]:
            for entry in range(starts[row], starts[row + 1]):
                for side in range(2):
                    dots[side, at] = (dots[side, at] + values[entry] * sent[side, columns[entry]]) % prime
            at += 1
    return dots


def is_sent_to_nought(start: int, end: int, columns: Ints, values: Ints, sent: Ints, prime: int) -> bool:
    """Whether both vectors send this row to nought: then it can be worked out from the rows taken."""
    one, two = 0, 0
    for entry in range(start, end):
        one = (one + values[entry] * sent[0, columns[entry]]) % prime
        two = (two + values[entry] * sent[1, columns[entry]]) % prime
    return one == 0 and two == 0


def reduce_row(
    start: int,
    end: int,
    columns: Ints,
    values: Ints,
    work: Ints,
    time: Ints,
    pivots: Ints,
    first: Ints,
    pool: Ints,
    prime: int,
) -> list[Any]:
    """The row less what the pivots make of it, in `work`; returns the columns where it is not nought."""
    seen = [np.int64(0) for _ in range(0)]
    queue = [np.int64(0) for _ in range(0)]
    waiting = {np.int64(-1)}
    for entry in range(start, end):
        column = columns[entry]
        work[column] = (work[column] + values[entry]) % prime
        if time[column] < 0:
            seen.append(column)
        elif time[column] not in waiting:
            waiting.add(time[column])
            heappush(queue, time[column])
    while len(queue) > 0:
        step = heappop(queue)
        amount = work[pivots[step]]
        work[pivots[step]] = 0
        if amount == 0:
            continue
        for entry in range(first[step], first[step + 1]):
            column = pool[entry, 0]
            if work[column] == 0 and time[column] < 0:
                seen.append(column)
            work[column] = (work[column] - amount * pool[entry, 1]) % prime
            if time[column] >= 0 and time[column] not in waiting:
                waiting.add(time[column])
                heappush(queue, time[column])
    return distinct(seen, work)


def distinct(seen: list[Any], work: Ints) -> list[Any]:
    """The columns among `seen` where `work` is not nought, each once and in order."""
    seen.sort()
    kept = [np.int64(0) for _ in range(0)]
    for column in seen:
        if work[column] != 0 and (len(kept) == 0 or kept[-1] != column):
            kept.append(column)
    return kept


def cheapest(left: list[Any], uses: Ints, t_starts: Ints) -> int:
    """The column that fewest pivots so far are written by, of such the one that fewest targets hold: pivoting on it
    disturbs least."""
    best: int = left[0]
    for column in left:
        held = t_starts[column + 1] - t_starts[column] < t_starts[best + 1] - t_starts[best]
        if uses[column] < uses[best] or (uses[column] == uses[best] and held):
            best = column
    return best


def inverse(value: int, prime: int) -> int:
    """value to the power prime - 2."""
    result, power, base = 1, prime - 2, value % prime
    while power > 0:
        if power % 2 == 1:
            result = result * base % prime
        base = base * base % prime
        power //= 2
    return result


def follow(
    pivot: int,
    scale: int,
    left: list[Any],
    work: Ints,
    pivots: Ints,
    head: Ints,
    pool: Ints,
    sent: Ints,
    change: Ints,
    prime: int,
) -> list[Any]:
    """How the two vectors must change so that the new row is sent to nought too; the columns changed."""
    changed = [pivot]
    for side in range(2):
        whole = 0
        for column in left:
            whole = (whole + work[column] * sent[side, column]) % prime
        change[side, pivot] = (-whole * scale) % prime
    queue = [np.int64(0) for _ in range(0)]
    waiting = {np.int64(-1)}
    at = pivot
    while True:
        entry = head[at]
        while entry >= 0:
            step = pool[entry, 2]
            for side in range(2):
                was = change[side, pivots[step]]
                change[side, pivots[step]] = (was - pool[entry, 1] * change[side, at]) % prime
            if step not in waiting:
                waiting.add(step)
                heappush(queue, -step)
            entry = pool[entry, 3]
        if len(queue) == 0:
            return changed
        at = pivots[-heappop(queue)]
        changed.append(at)


def shift_targets(
    changed: list[Any],
    change: Ints,
    t_starts: Ints,
    t_rows: Ints,
    t_values: Ints,
    dots: Ints,
    shift: Ints,
    worked_out: Flags,
    prime: int,
) -> bool:
    """Add to `shift` what the change does to the targets; whether one of them would be sent to nought."""
    for column in changed:
        for entry in range(t_starts[column], t_starts[column + 1]):
            for side in range(2):
                was = shift[side, t_rows[entry]]
                shift[side, t_rows[entry]] = (was + t_values[entry] * change[side, column]) % prime
    for column in changed:
        for entry in range(t_starts[column], t_starts[column + 1]):
            row = t_rows[entry]
            one = (dots[0, row] + shift[0, row]) % prime
            two = (dots[1, row] + shift[1, row]) % prime
            if one == 0 and two == 0 and not worked_out[row]:
                return True
    return False


def store(
    pivot: int,
    scale: int,
    left: list[Any],
    work: Ints,
    head: Ints,
    first: Ints,
    pool: Ints,
    count: int,
    prime: int,
) -> Ints:
    """Write the new pivot's entries to the pool, which may be a larger one afterwards."""
    top = first[count]
    if top + len(left) > len(pool):
        larger = np.zeros((2 * len(pool) + len(left), 4), np.int64)
        larger[:top] = pool[:top]
        pool = larger
    for column in left:
        if column != pivot:
            pool[top, 0] = column
            pool[top, 1] = work[column] * scale % prime
            pool[top, 2] = count
            pool[top, 3] = head[column]
            head[column] = top
            top += 1
    first[count + 1] = top
    return pool


def settle(
    changed: list[Any],
    change: Ints,
    t_starts: Ints,
    t_rows: Ints,
    sent: Ints,
    dots: Ints,
    shift: Ints,
    worked_out: Flags,
    prime: int,
) -> None:
    """Make the change final."""
    for column in changed:
        for side in range(2):
            sent[side, column] = (sent[side, column] + change[side, column]) % prime
        for entry in range(t_starts[column], t_starts[column + 1]):
            row = t_rows[entry]
            for side in range(2):
                dots[side, row] = (dots[side, row] + shift[side, row]) % prime
                shift[side, row] = 0
            if dots[0, row] == 0 and dots[1, row] == 0:
                worked_out[row] = True


def clear(
    left: list[Any], changed: list[Any], work: Ints, change: Ints, t_starts: Ints, t_rows: Ints, shift: Ints
) -> None:
    """Leave the scratch arrays at nought for the next row."""
    for column in left:
        work[column] = 0
    for column in changed:
        change[:, column] = 0
        for entry in range(t_starts[column], t_starts[column + 1]):
            shift[:, t_rows[entry]] = 0
