"""What the public knows, as sums of unknown whole numbers.

Every published cell is one row. `basis` writes the rows by few unknowns, for elimination; `people` writes
them as sums of numbers of people in finest combinations, none of them below nought, for linear
programming; `links` are sums of those that are nought because two ways of counting must agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from itertools import product as choices

import numpy as np
from scipy import sparse

from equalities.cubes import Dimension, Universe
from equalities.disclosure.layout import Axis, Flags, Keys, Whole, key, product
from equalities.refusals import Refused

Segment = tuple[tuple[str, str], ...]
"""People who are in no other segment: one value for each name of a universe."""

UNKNOWN = -1
NO_LIMIT = 2**40
MOST_JOINT = 400_000
"""Finest combinations beyond which tables that share margins are joined by those margins alone."""


@dataclass(frozen=True)
class Sheet:
    """A table at all levels of its dimensions: arrays with one axis a dimension, in `Axis.codes` order.

    values: UNKNOWN where no count is given. least, most: what such a count is from and to. asked: whether
    the table has the cell at all.
    """

    release: str
    name: str
    dimensions: tuple[Dimension, ...]
    universe: Universe
    values: Whole
    least: Whole
    most: Whole
    asked: Flags

    @property
    def keys(self) -> Keys:
        """One key a cell, in the table's shape: equal keys are the same people."""
        whole = np.array(universe_key(self.universe), np.uint64).reshape((1,) * len(self.dimensions))
        for place, dimension in enumerate(self.dimensions):
            shape = [1] * len(self.dimensions)
            shape[place] = -1
            whole = whole + Axis(dimension).keys.reshape(shape)
        return whole


def segments(universe: Universe) -> tuple[Segment, ...]:
    """The disjoint groups of people that a universe joins."""
    names = sorted(universe)
    values = [(value,) if isinstance(value := universe[name], str) else value for name in names]
    return tuple(tuple(zip(names, choice, strict=True)) for choice in choices(*values))


def universe_key(universe: Universe) -> int:
    return key(
        "universe", *(word for segment in sorted(segments(universe)) for pair in segment for word in pair)
    )


@dataclass(frozen=True)
class Shape:
    """Tables of the same dimensions about the same people: their cells are written once."""

    names: tuple[str, ...]
    universe: tuple[Segment, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Block:
    """The finest combinations of some dimensions for one segment: `size` of them, from `start`."""

    segment: Segment
    names: tuple[str, ...]
    start: int
    size: int


class Statements:
    """The cells of all `sheets`, each once however many tables print it.

    `ids[n]` are the places of sheet n's cells, in its shape. `values` are the known counts, UNKNOWN
    elsewhere. Raises Refused where one dimension has different codes in two tables.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = tuple(sheets)
        self.axes = _axes(sheets)
        self.shapes = _told_apart(tuple(dict.fromkeys(_shape(sheet) for sheet in sheets)))
        found = [sheet.keys for sheet in sheets]
        none = np.zeros(0, np.uint64)
        self.keys, self.first = np.unique(
            np.concatenate([none, *(keys.ravel() for keys in found)]), return_index=True
        )
        self.ids = [np.searchsorted(self.keys, keys) for keys in found]
        self.values = np.full(len(self.keys), UNKNOWN, np.int64)
        self.least = np.zeros(len(self.keys), np.int64)
        self.most = np.full(len(self.keys), NO_LIMIT, np.int64)
        self.asked = np.zeros(len(self.keys), bool)
        for ids, sheet in zip(self.ids, sheets, strict=True):
            self._tell(ids, sheet)

    def __len__(self) -> int:
        return len(self.keys)

    def _tell(self, ids: Whole, sheet: Sheet) -> None:
        known = sheet.values != UNKNOWN
        before = self.values[ids[known]]
        if ((before != UNKNOWN) & (before != sheet.values[known])).any():
            raise Refused(
                f'"{sheet.name}" gives another count for the same people than an earlier table; '
                "correct one of them, or say in `universe` that they are different people."
            )
        self.values[ids[known]] = sheet.values[known]
        self.least[ids] = np.maximum(self.least[ids], sheet.least)
        self.most[ids] = np.minimum(self.most[ids], sheet.most)
        self.asked[ids] |= sheet.asked

    @cached_property
    def basis(self) -> sparse.csr_array:
        """cells × unknowns, coefficients 1 and -1: the same people are the same sum in every table."""
        remainders = {name: axis.remainders(self._weights(name)) for name, axis in self.axes.items()}
        matrices = {name: axis.basis(remainders[name]) for name, axis in self.axes.items()}
        blocks = []
        for shape in self.shapes:
            rows = product([matrices[name] for name in shape.names])
            columns = self._sum_keys(shape.names)
            blocks += [
                (rows, columns + np.uint64(_segment_key(segment)), shape) for segment in shape.segments
            ]
        named = np.unique(np.concatenate([columns[np.unique(rows.indices)] for rows, columns, _ in blocks]))
        return self._gather(
            [(rows, np.searchsorted(named, columns), shape) for rows, columns, shape in blocks], len(named)
        )

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Where the finest combinations stand that people are counted in."""
        found, width = [], 0
        for shapes in _components(self.shapes):
            groups = self._groups(shapes)
            for segment in dict.fromkeys(segment for shape in shapes for segment in shape.segments):
                for names in groups:
                    found.append(Block(segment, names, width, self._size(names)))
                    width += found[-1].size
        return tuple(found)

    @cached_property
    def people(self) -> sparse.csr_array:
        """cells × finest combinations, coefficients 1."""
        parts = []
        for shape in self.shapes:
            for segment in shape.segments:
                block = next(
                    b for b in self.blocks if b.segment == segment and set(shape.names) <= set(b.names)
                )
                rows = self._sums(shape.names, block.names, finest=False)
                parts.append((rows, block.start + np.arange(block.size), shape))
        return self._gather(parts, self._width)

    @cached_property
    def links(self) -> sparse.csr_array:
        """equations × finest combinations: each sums to 0."""
        links = [sparse.csr_array((0, self._width), dtype=np.int64)]
        for segment in dict.fromkeys(block.segment for block in self.blocks):
            for shared, one, two in _pairs([block for block in self.blocks if block.segment == segment]):
                links.append(self._margin(shared, one) - self._margin(shared, two))
        return sparse.csr_array(sparse.vstack(links, format="csr"))

    @cached_property
    def population(self) -> Whole | None:
        """The people in each finest combination, where the sheets say; None where they do not."""
        whole = np.full(self.people.shape[1], UNKNOWN, np.int64)
        single = np.flatnonzero((np.diff(self.people.indptr) == 1) & (self.values != UNKNOWN))
        whole[self.people[single].indices] = self.values[single]
        return None if (whole == UNKNOWN).any() else whole

    def place(self, cell: int) -> tuple[int, tuple[str, ...]]:
        """Where a cell stands first: the number of its sheet and its codes."""
        rest = int(self.first[cell])
        for number, sheet in enumerate(self.sheets):
            if rest < sheet.values.size:
                places = np.unravel_index(rest, sheet.values.shape)
                axes = [Axis(dimension) for dimension in sheet.dimensions]
                return number, tuple(axis.codes[int(at)] for axis, at in zip(axes, places, strict=True))
            rest -= sheet.values.size
        raise IndexError(cell)

    def _weights(self, name: str) -> Whole:
        """How much stands under each code of a dimension, as far as known: small codes are remainders."""
        axis = self.axes[name]
        weights = np.zeros(len(axis), np.int64)
        for sheet in self.sheets:
            names = [dimension.name for dimension in sheet.dimensions]
            if name in names:
                place = names.index(name)
                order = [axis.place[code] for code in Axis(sheet.dimensions[place]).codes[:-1]]
                sums = np.moveaxis(np.maximum(sheet.values, 0), place, 0).reshape(len(axis), -1).sum(axis=1)
                weights[order] += sums[:-1]
        return weights

    def _size(self, names: tuple[str, ...]) -> int:
        return int(np.prod([self.axes[name].finest for name in names], dtype=np.int64))

    def _sum_keys(self, names: tuple[str, ...]) -> Keys:
        whole = np.zeros(1, np.uint64)
        for name in names:
            whole = np.add.outer(whole, self.axes[name].keys).ravel()
        return whole

    def _gather(self, blocks: list[tuple[sparse.csr_array, Whole, Shape]], width: int) -> sparse.csr_array:
        """One matrix of all cells from a block of rows for each shape and segment."""
        rows, columns, values = [], [], []
        taken: dict[Shape, Whole] = {}
        done = np.zeros(len(self), bool)
        for block, places, shape in blocks:
            if shape not in taken:
                keys = self._sum_keys(shape.names) + np.uint64(_shape_key(shape))
                at = np.searchsorted(self.keys, keys)
                new = ~done[at]
                done[at] = True
                taken[shape] = np.where(new, at, -1)
            entries = block.tocoo()
            at = taken[shape][entries.row]
            keep = at >= 0
            rows.append(at[keep])
            columns.append(places[entries.col[keep]])
            values.append(entries.data[keep])
        if not blocks:
            return sparse.csr_array((len(self), width), dtype=np.int64)
        parts = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        return sparse.csr_array(parts, shape=(len(self), width))

    def _sums(self, names: tuple[str, ...], group: tuple[str, ...], *, finest: bool) -> sparse.csr_array:
        """Cells over `names` as sums of the finest combinations of `group`."""
        matrices = []
        for name in group:
            axis = self.axes[name]
            whole = axis.membership if name in names else axis.membership[[len(axis) - 1]]
            matrices.append(whole[: axis.finest] if finest and name in names else whole)
        return product(matrices)

    @property
    def _width(self) -> int:
        return sum(block.size for block in self.blocks)

    def _margin(self, names: tuple[str, ...], block: Block) -> sparse.csr_array:
        """The finest combinations of `names`, counted in one block."""
        sums = self._sums(names, block.names, finest=True).tocoo()
        return sparse.csr_array(
            (sums.data, (sums.row, sums.col + block.start)), shape=(sums.shape[0], self._width)
        )

    def _groups(self, shapes: list[Shape]) -> list[tuple[str, ...]]:
        """Sets of dimensions whose finest combinations are counted together.

        Where the sets form a tree (the cliques of a triangulated graph do), counts that agree on what
        neighbours share are always the counts of some population, whole numbers included. If that takes
        too many combinations, only the tables themselves are joined: fewer deductions, never false ones.
        """
        tables = [frozenset(shape.names) for shape in shapes]
        sets = _cliques(tables)
        if sum(self._size(tuple(names)) for names in sets) > MOST_JOINT:
            sets = tables
        largest = [one for one in dict.fromkeys(sets) if not any(one < two for two in sets)]
        return [tuple(sorted(names)) for names in largest]


def _axes(sheets: Sequence[Sheet]) -> dict[str, Axis]:
    axes: dict[str, Axis] = {}
    for sheet in sheets:
        for dimension in sheet.dimensions:
            known = axes.setdefault(dimension.name, Axis(dimension)).dimension
            if set(known.codes) != set(dimension.codes) or dict(known.parents) != dict(dimension.parents):
                raise Refused(
                    f'"{dimension.name}" has other codes in "{sheet.name}" than in an earlier table; '
                    "use one list of codes under one name."
                )
    return axes


def _shape(sheet: Sheet) -> Shape:
    names = tuple(sorted(dimension.name for dimension in sheet.dimensions))
    people = tuple(sorted(segments(sheet.universe)))
    return Shape(names, people, people)


def _segment_key(segment: Segment) -> int:
    return key("segment", *(word for pair in segment for word in pair))


def _shape_key(shape: Shape) -> int:
    return key("universe", *(word for segment in shape.universe for pair in segment for word in pair))


def _told_apart(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The shapes with one segment for all that no table tells apart."""
    seen_in: dict[Segment, list[int]] = {}
    for number, shape in enumerate(shapes):
        for segment in shape.segments:
            seen_in.setdefault(segment, []).append(number)
    first: dict[tuple[int, ...], Segment] = {}
    for segment, numbers in seen_in.items():
        first.setdefault(tuple(numbers), segment)
    kept = set(first.values())
    return tuple(
        Shape(shape.names, shape.universe, tuple(segment for segment in shape.segments if segment in kept))
        for shape in shapes
    )


def _components(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Shapes that share people, directly or through others, together."""
    components: list[tuple[set[Segment], list[Shape]]] = []
    for shape in shapes:
        near = [component for component in components if component[0] & set(shape.segments)]
        people = set(shape.segments).union(*(component[0] for component in near))
        members = [member for component in near for member in component[1]]
        components = [component for component in components if component not in near]
        components.append((people, [*members, shape]))
    return [members for _, members in components]


def _cliques(tables: list[frozenset[str]]) -> list[frozenset[str]]:
    """The cliques of the graph that joins dimensions of one table, after triangulation: remove the
    dimension that needs fewest new joins, join its neighbours, again."""
    joined: dict[str, set[str]] = {name: set() for names in tables for name in names}
    for names in tables:
        for name in names:
            joined[name] |= names - {name}
    found = [frozenset[str]()] if any(not names for names in tables) else []
    while joined:
        name = min(sorted(joined), key=lambda name: _new_joins(joined, name))
        near = joined.pop(name)
        found.append(frozenset({name, *near}))
        for other in near:
            joined[other] = (joined[other] | near) - {other, name}
    return found


def _new_joins(joined: dict[str, set[str]], name: str) -> int:
    return sum(two not in joined[one] for one, two in combinations(sorted(joined[name]), 2))


def _pairs(blocks: list[Block]) -> list[tuple[tuple[str, ...], Block, Block]]:
    """(shared dimensions, one block, another): enough pairs that all blocks agree on what they share."""
    overlaps = dict.fromkeys(
        frozenset(one.names) & frozenset(two.names) for one, two in combinations(blocks, 2)
    )
    found = []
    for shared in overlaps:
        holding = [block for block in blocks if shared <= set(block.names)]
        found += [(tuple(sorted(shared)), one, two) for one, two in pairwise(holding)]
    return found
