"""Publish the group instead of its members: which codes are merged into the group above them."""

from collections.abc import Mapping, Sequence, Set

import numpy as np

from equalities.cubes import KNOWN, Cube, Dimension
from equalities.disclosure.layout import Axis, Flags
from equalities.disclosure.policies import Policy
from equalities.disclosure.sheets import all_levels
from equalities.refusals import Refused

Merged = Mapping[str, frozenset[str]]
"""Dimension -> the codes that are not published anywhere."""


def merged(cubes: Sequence[Cube], policy: Policy) -> list[Flags]:
    """For each cube a flag a cell (`Axis.codes` order): whether its group is published instead of it.

    That is so for the levels that `policy.coarser` takes away and, by the method "merge", for every family of codes
    in which any table has a small count: in all tables alike, or a reader could subtract. Codes just below the
    total, or below "known", stay: there is no group to publish instead. A nought whose group is nought is no
    secret and stays. Raises Refused where `coarser` names a dimension without such groups.
    """
    codes = _asked_for(cubes, policy)
    while policy.method == "merge" and (more := _with_small(cubes, policy, codes)) != codes:
        codes = more
    return [_hidden(cube, codes, policy) for cube in cubes]


def _asked_for(cubes: Sequence[Cube], policy: Policy) -> Merged:
    """The codes below the level that the policy asks for."""
    dimensions = {one.name: one for cube in cubes for one in cube.dimensions}
    found = {}
    for name, dimension in dimensions.items():
        groups = {
            code
            for code in dimension.groups
            if code != KNOWN and height(dimension, code) <= policy.coarser.count(name)
        }
        found[name] = _below(dimension, groups)
    if wrong := [name for name in policy.coarser if not found.get(name)]:
        raise Refused(
            '"{name}" has no groups to publish instead of its codes; leave it out of coarser.', name=wrong[0]
        )
    return found


def _below(dimension: Dimension, groups: Set[str | None]) -> frozenset[str]:
    """Every code that is part of one of these groups."""
    codes = Axis(dimension).codes[:-1]
    found: set[str] = set()
    for _ in codes:
        more = {code for code in codes if group_of(dimension, code) in groups | found}
        if more == found:
            break
        found = more
    return frozenset(found)


def _with_small(cubes: Sequence[Cube], policy: Policy, codes: Merged) -> Merged:
    """These codes, and those of every family that has a small count among the cells still to be published."""
    found = dict(codes)
    for cube in cubes:
        small = np.vectorize(policy.protects, otypes=[bool])(all_levels(cube)) & ~_hidden(cube, codes, policy)
        for place, dimension in enumerate(cube.dimensions):
            others = tuple(axis for axis in range(small.ndim) if axis != place)
            held = Axis(dimension).codes
            groups = {group_of(dimension, held[at]) for at in np.flatnonzero(small.any(axis=others))} - {None}
            found[dimension.name] |= _below(dimension, groups)
    return found


def _hidden(cube: Cube, codes: Merged, policy: Policy) -> Flags:
    flags = np.zeros(tuple(len(Axis(one)) for one in cube.dimensions), bool)
    for place, dimension in enumerate(cube.dimensions):
        axis = Axis(dimension)
        away = [axis.place[code] for code in codes[dimension.name]]
        np.moveaxis(flags, place, 0)[away] = True
    if policy.protect_zeros:
        return flags
    return flags & (_shown_above(cube, codes) > 0)


def _shown_above(cube: Cube, codes: Merged) -> np.ndarray:
    """For each cell the count of the smallest published group that it is part of."""
    counts = all_levels(cube)
    for place, dimension in enumerate(cube.dimensions):
        axis = Axis(dimension)
        up = [axis.place[_published(dimension, code, codes[dimension.name])] for code in axis.codes]
        counts = np.take(counts, up, axis=place)
    return counts


def _published(dimension: Dimension, code: str, away: frozenset[str]) -> str:
    while code in away:
        code = dimension.parents[code]
    return code


def group_of(dimension: Dimension, code: str) -> str | None:
    """The group that a code can be merged into; None for those just below the total or "known"."""
    parent = dimension.parents.get(code)
    return None if parent == KNOWN else parent


def height(dimension: Dimension, code: str) -> int:
    """How many levels of a dimension lie below a code: 0 for the finest."""
    below = [one for one, parent in dimension.parents.items() if parent == code]
    return 1 + max(height(dimension, one) for one in below) if below else 0
