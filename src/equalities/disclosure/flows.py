"""Stock and flow in elimination: unknowns of which one follows from the others are written by the others.

An equation between whole groups of people holds in every combination of its dimensions, so that it is solved once
for the groups and then written down for each combination.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse

from equalities.cubes import Universe
from equalities.disclosure.joining import Shape
from equalities.disclosure.layout import Axis, Keys
from equalities.disclosure.relations import Flow, Group, group_key

Sum = Mapping[Group, int]


@dataclass(frozen=True)
class Equation:
    """`terms`: groups with coefficients that sum to nought in every combination of the dimensions `by`."""

    terms: Sum
    by: frozenset[str]


@dataclass(frozen=True)
class Balance:
    """A flow by some dimensions: `shapes` are the places of shapes that sum to nought under these signs."""

    names: tuple[str, ...]
    signs: tuple[int, ...]
    shapes: tuple[int, ...]


def balanced(
    flows: Sequence[Flow],
    sets: Sequence[Iterable[frozenset[str]]],
    shaped: Callable[[tuple[str, ...], Universe], Shape],
    first: int,
) -> tuple[list[Balance], list[Shape]]:
    """Each flow by each of its sets of dimensions, and the shapes that these take, of which the first stands at
    `first`."""
    balances, silent = [], list[Shape]()
    for flow, each in zip(flows, sets, strict=True):
        signs, universes = zip(*flow.signed, strict=True)
        for names in (tuple(sorted(names)) for names in each):
            start = first + len(silent)
            silent += [shaped(names, universe) for universe in universes]
            balances.append(Balance(names, signs, tuple(range(start, start + len(signs)))))
    return balances, silent


def equated(balances: Iterable[Balance], shapes: Sequence[Shape]) -> list[Equation]:
    """The same as sums over groups, each group that no table tells from another left out."""
    found = []
    for balance in balances:
        terms: Counter[Group] = Counter()
        for sign, place in zip(balance.signs, balance.shapes, strict=True):
            terms.update(dict.fromkeys(shapes[place].groups, sign))
        found.append(Equation(terms, frozenset(balance.names)))
    return found


def solved(sums: Sequence[Sum]) -> dict[Group, dict[Group, int]]:
    """Groups written by groups that are not themselves written so, as these sums of nought allow.

    For each sum the group that stands in fewest of them, so that a chain of stocks stays in short sums. A sum
    that leaves no group with coefficient 1 or -1 is passed over.
    """
    often = Counter(group for one in sums for group in one)
    found: dict[Group, dict[Group, int]] = {}
    for one in sums:
        left = _written(one, found)
        single = [group for group, times in left.items() if abs(times) == 1]
        if single:
            chosen = min(single, key=lambda group: (often[group], group))
            sign = left.pop(chosen)
            found[chosen] = {group: -sign * times for group, times in left.items()}
            found = {group: _written(written, found) for group, written in found.items()}
    return found


def _written(terms: Sum, found: Mapping[Group, Sum]) -> dict[Group, int]:
    whole: Counter[Group] = Counter()
    for group, times in terms.items():
        for other, more in found.get(group, {group: 1}).items():
            whole[other] += times * more
    return {group: times for group, times in whole.items() if times}


def substitution(
    named: Keys, tables: Iterable[frozenset[str]], axes: Mapping[str, Axis], equations: Sequence[Equation]
) -> sparse.csr_array:
    """named × fewer unknowns: each unknown of `named` (sorted keys) by those that no equation gives away.

    tables: the dimensions that stand together in some table.
    """
    at = np.arange(len(named))
    kept = np.ones(len(named), bool)
    rows, keys, values = [], [], []
    for names in sorted({frozenset(some) for table in tables for some in _subsets(table)}, key=sorted):
        cells = _finer(names, axes)
        for chosen, written in solved([e.terms for e in equations if names <= e.by]).items():
            mine = cells + np.uint64(group_key(chosen))
            place = np.searchsorted(named, mine)
            held = (place < len(named)) & (named[np.minimum(place, len(named) - 1)] == mine)
            kept[place[held]] = False
            for group, times in written.items():
                rows.append(place[held])
                keys.append(cells[held] + np.uint64(group_key(group)))
                values.append(np.full(int(held.sum()), times, np.int64))
    columns = np.concatenate([named[kept], *keys])
    wanted, column = np.unique(columns, return_inverse=True)
    data = np.concatenate([np.ones(int(kept.sum()), np.int64), *values])
    row = np.concatenate([at[kept], *rows])
    return sparse.csr_array((data, (row, column)), shape=(len(named), len(wanted)))


def _subsets(names: frozenset[str]) -> Iterable[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(sorted(names), size)


def _finer(names: frozenset[str], axes: Mapping[str, Axis]) -> Keys:
    """Keys of the cells of these dimensions with no total in any."""
    whole = np.zeros(1, np.uint64)
    for name in sorted(names):
        whole = np.add.outer(whole, axes[name].keys[:-1]).ravel()
    return whole
