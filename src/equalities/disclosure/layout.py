"""Where a dimension's codes stand: who adds up to whom, as sparse matrices.

Two matrices a dimension. `membership` writes every code (groups and the total included) as a sum of
finest codes. `basis` writes it as a sum of the codes that are nobody's remainder: in each family of
siblings one code, the remainder, equals the parent less the others. Products of the second over the
dimensions make almost every cell of a table a single unknown, and the margins that two tables share the
very same unknowns, which keeps elimination sparse.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from equalities.cubes import Dimension

Whole = NDArray[np.int64]
Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]


def key(*words: str) -> int:
    """64 bits for these words: sums of them name cells, so that equal cells of two tables meet."""
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=8).digest(), "big")


def scattered(keys: Keys) -> Keys:
    """Keys whose sums tell sets apart even where the keys are sums themselves (the finish of splitmix64)."""
    mixed = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@dataclass(frozen=True)
class Summed(Dimension):
    """A dimension with further sums of its finest codes, which stand beside its one tree: the areas of another
    geography, or groups that somebody added up. `differences` are those that no table gives, but two together do."""

    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    differences: tuple[str, ...] = ()

    def beside(self, other: Dimension) -> "Summed":
        """With the sums of another table of the same groups as well."""
        more = other.sums if isinstance(other, Summed) else {}
        return replace(self, sums={**more, **self.sums})


class Axis:
    """One dimension with its groups, further sums and total: `codes` in order (finest, groups, sums, total)."""

    def __init__(self, dimension: Dimension) -> None:
        self.dimension = dimension
        self.sums = dimension.sums if isinstance(dimension, Summed) else {}
        self.codes: tuple[str, ...] = (*dimension.codes, *dimension.groups, *self.sums, dimension.total)
        self.place: Mapping[str, int] = {code: place for place, code in enumerate(self.codes)}

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def finest(self) -> int:
        return len(self.dimension.codes)

    @cached_property
    def parent(self) -> Whole:
        """The place of each code's parent; -1 for the total and for sums beside the tree."""
        parents = self.dimension.parents
        total = len(self.codes) - 1
        places = [self.place[parents[code]] if code in parents else total for code in self.codes]
        for alone in (*self.sums, self.dimension.total):
            places[self.place[alone]] = -1
        return np.array(places, np.int64)

    @cached_property
    def membership(self) -> sparse.csr_array:
        """codes × finest codes: 1 where the finest code is part of the code."""
        rows, columns = [], []
        for fine in range(self.finest):
            place = fine
            while place >= 0:
                rows.append(place)
                columns.append(fine)
                place = int(self.parent[place])
        for code, members in self.sums.items():
            rows += [self.place[code]] * len(members)
            columns += [self.place[member] for member in members]
        shape = (len(self), self.finest)
        return sparse.csr_array((np.ones(len(rows), np.int64), (rows, columns)), shape=shape)

    @cached_property
    def keys(self) -> Keys:
        """A 64-bit key a code; 0 for the total, since a table without this dimension counts everyone."""
        name = self.dimension.name
        return np.array([*(key(name, code) for code in self.codes[:-1]), 0], np.uint64)

    def remainders(self, weights: Whole) -> Whole:
        """The places of the codes that are their family's remainder: in each the one of least weight."""
        least: dict[int, int] = {}
        for place in range(len(self) - 1):
            family = int(self.parent[place])
            if family >= 0 and (family not in least or weights[place] < weights[least[family]]):
                least[family] = place
        return np.array(sorted(least.values()), np.int64)

    def basis(self, remainders: Whole) -> sparse.csr_array:
        """codes × codes: each as a sum of codes that are no remainder (coefficients 1 and -1)."""
        written: list[dict[int, int]] = [{place: 1} for place in range(len(self))]
        depth = self._depths()
        for place in sorted(remainders.tolist(), key=lambda place: depth[place]):
            family = int(self.parent[place])
            sums = dict(written[family])
            for sibling in np.flatnonzero(self.parent == family).tolist():
                if sibling != place:
                    sums[sibling] = sums.get(sibling, 0) - 1
            written[place] = sums
        for code, members in self.sums.items():
            written[self.place[code]] = _added([written[self.place[member]] for member in members])
        rows = [place for place, sums in enumerate(written) for _ in sums]
        columns = [column for sums in written for column in sums]
        values = [value for sums in written for value in sums.values()]
        return sparse.csr_array((np.array(values, np.int64), (rows, columns)), shape=(len(self), len(self)))

    def _depths(self) -> list[int]:
        depths = [0] * len(self)
        for place in range(len(self) - 2, -1, -1):
            above, depth = int(self.parent[place]), 1
            while above >= 0 and self.parent[above] >= 0:
                above, depth = int(self.parent[above]), depth + 1
            depths[place] = depth
        return depths


def _added(sums: list[dict[int, int]]) -> dict[int, int]:
    whole: dict[int, int] = {}
    for one in sums:
        for column, times in one.items():
            whole[column] = whole.get(column, 0) + times
    return whole


def product(matrices: list[sparse.csr_array]) -> sparse.csr_array:
    """The Kronecker product, rows and columns in the order of a raveled table."""
    whole = sparse.csr_array(np.ones((1, 1), np.int64))
    for matrix in matrices:
        whole = sparse.kron(whole, matrix, format="csr")
    return whole
