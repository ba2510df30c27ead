"""What the public knows, as sums of unknown whole numbers.

Every published cell is one row. `basis` writes the rows by few unknowns, for elimination; `people` writes
them as sums of numbers of people in finest combinations, none of them below nought, for linear
programming; `links` are sums of those that are nought because two ways of counting must agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from equalities.cubes import Dimension, Universe
from equalities.disclosure.flows import Balance, balanced, equated, substitution
from equalities.disclosure.joining import (
    Block,
    Shape,
    cliques,
    components,
    largest,
    pairs,
    told_apart,
)
from equalities.disclosure.layout import Axis, Flags, Keys, Summed, Whole, product, scattered
from equalities.disclosure.relations import Flow, Group, Populace, Relation, group_key, people_key
from equalities.refusals import Refused

UNKNOWN = -1
NO_LIMIT = 2**40
MOST_JOINT = 20_000
"""Finest combinations of dimensions that stand together in no table, beyond which tables that share margins are joined
by those margins alone."""
MOST_FLOW = 20_000
"""Finest combinations of all populations beyond which flows, and the tables about them, are joined by the margins
of tables alone."""
MOST_UNSEEN = 3_000
"""The same of combinations that stand together in no table, which nothing shown holds. With 2,600 of them a workforce
takes 13 s, with 4,200 minutes; with 8,800 no population of whole people was found in two minutes."""


@dataclass(frozen=True)
class Ratio:
    """What a share says of a cell and another that holds it: least * whole <= scale * part <= most * whole.
    `part` and `whole` are places in the raveled table."""

    part: int
    whole: int
    scale: int
    least: int
    most: int


@dataclass(frozen=True)
class UnusedColumn:
    """A column of a plain table that says nothing of the counts as it was read, and why."""

    file: str
    column: str
    why: str

    def as_dict(self) -> dict[str, str]:
        """Its fields as they stand in JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Sheet:
    """A table at all levels of its dimensions: arrays with one axis a dimension, in `Axis.codes` order.

    values: UNKNOWN where no count is given. least, most: what such a count is from and to. asked: whether
    the table has the cell at all. ratios: shares that it gives of cells it need not show. plain: whether somebody else
    made it, who may print elsewhere what is withheld here. left_out: the columns of its file that were not used.
    """

    release: str
    name: str
    dimensions: tuple[Dimension, ...]
    universe: Universe
    values: Whole
    least: Whole
    most: Whole
    asked: Flags
    ratios: tuple[Ratio, ...] = ()
    plain: bool = False
    left_out: tuple[UnusedColumn, ...] = ()

    def keys(self, people: int) -> Keys:
        """One key a cell, in the table's shape: equal keys are the same people. people: the universe's key."""
        whole = np.array(people, np.uint64).reshape((1,) * len(self.dimensions))
        for place, dimension in enumerate(self.dimensions):
            shape = [1] * len(self.dimensions)
            shape[place] = -1
            whole = whole + Axis(dimension).keys.reshape(shape)
        return whole


class Statements:
    """The cells of all `sheets`, each once however many tables print it, as `relations` join their people.

    `ids[n]` are the places of sheet n's cells, in its shape. `values` are the known counts, UNKNOWN
    elsewhere. After the cells of tables stand sums that no table prints: the two limits of each ratio,
    never known and never asked about. Raises Refused where one dimension has different codes in two tables.
    """

    def __init__(self, sheets: Sequence[Sheet], relations: Sequence[Relation] = ()) -> None:
        self.sheets = tuple(sheets)
        self.axes = _axes(sheets)
        self.populace = Populace((sheet.universe for sheet in sheets), relations)
        self.flows = tuple(one for one in relations if isinstance(one, Flow))
        real = tuple(dict.fromkeys(self._shape(_names(sheet), sheet.universe) for sheet in sheets))
        self.tables = tuple(frozenset(shape.names) for shape in real)
        self.balances, silent = self._balances(real)
        told = told_apart((*real, *silent))
        self.shapes, self.silent = told[: len(real)], told[len(real) :]
        found = [sheet.keys(people_key(self.populace.of(sheet.universe))) for sheet in sheets]
        none = np.zeros(0, np.uint64)
        self.keys, self.first = np.unique(
            np.concatenate([none, *(keys.ravel() for keys in found)]), return_index=True
        )
        self.ids = [np.searchsorted(self.keys, keys) for keys in found]
        size = len(self.keys) + 2 * sum(len(sheet.ratios) for sheet in sheets)
        self.values = np.full(size, UNKNOWN, np.int64)
        self.least = np.zeros(size, np.int64)
        self.most = np.full(size, NO_LIMIT, np.int64)
        self.asked = np.zeros(size, bool)
        self.least[len(self.keys) :], self.most[len(self.keys) :] = -NO_LIMIT, 0
        for ids, sheet in zip(self.ids, sheets, strict=True):
            self._tell(ids, sheet)

    def __len__(self) -> int:
        return len(self.values)

    def _tell(self, ids: Whole, sheet: Sheet) -> None:
        known = sheet.values != UNKNOWN
        before = self.values[ids[known]]
        if ((before != UNKNOWN) & (before != sheet.values[known])).any():
            raise Refused(
                '"{sheet}" gives another count for the same people than an earlier table; '
                "correct one of them, or say in `universe` that they are different people.",
                sheet=sheet.name,
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
            blocks += [(rows, columns + np.uint64(group_key(group)), shape) for group in shape.groups]
        named = np.unique(np.concatenate([columns[np.unique(rows.indices)] for rows, columns, _ in blocks]))
        whole = self._gather(
            [(rows, np.searchsorted(named, columns), shape) for rows, columns, shape in blocks], len(named)
        )
        if self.flows:
            equations = equated(self.balances, (*self.shapes, *self.silent))
            whole = sparse.csr_array(whole @ substitution(named, self.tables, self.axes, equations))
        return whole

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Where the finest combinations stand that people are counted in."""
        found, width = [], 0
        for shapes in components((*self.shapes, *self.silent)):
            sets = self._groups(shapes)
            for group in dict.fromkeys(group for shape in shapes for group in shape.groups):
                for names in sets:
                    found.append(Block(group, names, width, self._size(names)))
                    width += found[-1].size
        return tuple(found)

    @cached_property
    def people(self) -> sparse.csr_array:
        """cells × finest combinations: coefficients 1, others for ratios only."""
        parts = []
        for shape in self.shapes:
            for group in shape.groups:
                block = self._block(group, shape.names)
                rows = self._sums(shape.names, block.names, finest=False)
                parts.append((rows, block.start + np.arange(block.size), shape))
        return self._gather(parts, self._width)

    @cached_property
    def people_keys(self) -> Keys:
        """A key a finest combination, the same in whatever order the codes come."""
        found = [np.zeros(0, np.uint64)]
        for block in self.blocks:
            whole = np.array([group_key(block.group)], np.uint64)
            for name in block.names:
                axis = self.axes[name]
                whole = np.add.outer(whole, axis.keys[: axis.finest]).ravel()
            found.append(whole)
        return scattered(np.concatenate(found))

    @cached_property
    def links(self) -> sparse.csr_array:
        """equations × finest combinations: each sums to 0."""
        links = [sparse.csr_array((0, self._width), dtype=np.int64)]
        for group in dict.fromkeys(block.group for block in self.blocks):
            for shared, one, two in pairs([block for block in self.blocks if block.group == group]):
                links.append(self._margin(shared, one) - self._margin(shared, two))
        links += [self._balance(balance) for balance in self.balances]
        return sparse.csr_array(sparse.vstack(links, format="csr"))

    @cached_property
    def population(self) -> Whole | None:
        """The people in each finest combination, where the sheets say; None where they do not."""
        whole = np.full(self.people.shape[1], UNKNOWN, np.int64)
        single = np.flatnonzero((np.diff(self.people.indptr) == 1) & (self.values != UNKNOWN))
        whole[self.people[single].indices] = self.values[single]
        return None if (whole == UNKNOWN).any() else whole

    @cached_property
    def not_joined(self) -> tuple[tuple[str, ...], ...]:
        """Sets of dimensions whose combinations stand in no table and are not counted together here, since they are
        too many: of these only the margins that tables have are known to agree."""
        found: list[frozenset[str]] = []
        for shapes in components((*self.shapes, *self.silent)):
            tables = [frozenset(shape.names) for shape in shapes]
            if self._jointly(shapes) is None:
                found += [names for names in cliques(tables) if not any(names <= table for table in tables)]
        for flow in self.flows:
            by = frozenset(flow.by) & set(self.axes)
            found += [by] if self._stated(flow) != [by] else []
        return tuple(tuple(sorted(names)) for names in largest(found))

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

    def _shape(self, names: tuple[str, ...], universe: Universe) -> Shape:
        groups = self.populace.of(universe)
        return Shape(tuple(sorted(names)), groups, groups)

    def _balances(self, real: Sequence[Shape]) -> tuple[list[Balance], list[Shape]]:
        """Every flow by the dimensions that are counted together, and the shapes that this takes, which stand
        after the real ones.

        By all of its dimensions jointly that is exact. If it takes too many combinations, by those that stand
        together in some table: fewer deductions, never false ones.
        """
        sets = [self._stated(flow) for flow in self.flows]
        return balanced(self.flows, sets, self._shape, len(real))

    def _stated(self, flow: Flow) -> list[frozenset[str]]:
        """The sets of dimensions by which a flow is stated."""
        by = frozenset(flow.by) & set(self.axes)
        groups = sum(len(self.populace.of(universe)) for universe in flow.universes)
        too_many = groups * self._size(tuple(by)) > MOST_FLOW or self._unseen([by]) > MOST_UNSEEN
        return largest(table & by for table in self.tables) if too_many else [by]

    def _unseen(self, sets: Iterable[frozenset[str]]) -> int:
        """Finest combinations, of all groups, of those sets of dimensions that stand together in no table."""
        apart = (names for names in sets if not any(names <= table for table in self.tables))
        return len(self.populace.groups) * sum(self._size(tuple(names)) for names in apart)

    def _balance(self, balance: Balance) -> sparse.csr_array:
        """The rows of one flow: a row for each finest combination of its dimensions."""
        shapes = (*self.shapes, *self.silent)
        whole = sparse.csr_array((self._size(balance.names), self._width), dtype=np.int64)
        for sign, place in zip(balance.signs, balance.shapes, strict=True):
            for group in shapes[place].groups:
                whole = whole + sign * self._margin(balance.names, self._block(group, balance.names))
        return whole

    def _block(self, group: Group, names: tuple[str, ...]) -> Block:
        return next(b for b in self.blocks if b.group == group and set(names) <= set(b.names))

    def _ratios(self, cells: sparse.csr_array) -> sparse.csr_array:
        """Two rows a ratio, each at most nought; the cells are the first rows."""
        none = sparse.csr_array((0, cells.shape[1]), dtype=np.int64)
        found = [none]
        for ids, sheet in zip(self.ids, self.sheets, strict=True):
            for ratio in sheet.ratios:
                part, whole = cells[[int(ids.flat[ratio.part])]], cells[[int(ids.flat[ratio.whole])]]
                found += [
                    ratio.least * whole - ratio.scale * part,
                    ratio.scale * part - ratio.most * whole,
                ]
        return sparse.csr_array(sparse.vstack(found, format="csr"))

    def _weights(self, name: str) -> Whole:
        """How much stands under each code of a dimension, as far as known: small codes are remainders."""
        axis = self.axes[name]
        weights = np.zeros(len(axis), np.int64)
        for sheet in self.sheets:
            names = [dimension.name for dimension in sheet.dimensions]
            if name in names:
                place = names.index(name)
                order = [axis.place[code] for code in Axis(sheet.dimensions[place]).codes[:-1]]
                counts = np.moveaxis(np.maximum(sheet.values, 0), place, 0)
                sums = counts.reshape(len(order) + 1, -1).sum(axis=1)
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
        done = np.zeros(len(self.keys), bool)
        for block, places, shape in blocks:
            if shape not in taken:
                keys = self._sum_keys(shape.names) + np.uint64(people_key(shape.universe))
                at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
                new = (self.keys[at] == keys) & ~done[at]  # a table may lack the sums of another
                done[at[new]] = True
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
        cells = sparse.csr_array(parts, shape=(len(self.keys), width))
        return (
            cells
            if len(self) == len(self.keys)
            else sparse.vstack([cells, self._ratios(cells)], format="csr")
        )

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
        """Sets of dimensions whose finest combinations are counted together."""
        sets = self._jointly(shapes)
        tables = [frozenset(shape.names) for shape in shapes]
        return [tuple(sorted(names)) for names in largest(tables if sets is None else sets)]

    def _jointly(self, shapes: list[Shape]) -> list[frozenset[str]] | None:
        """Sets of dimensions that form a tree and hold all tables; None where that takes too many combinations.

        Where the sets form a tree (the cliques of a triangulated graph do), counts that agree on what
        neighbours share are always the counts of some population, whole numbers included. If that takes
        too many combinations, only the tables themselves are joined: fewer deductions, never false ones. Flows
        chain many populations together, so that with them that is sooner.
        """
        tables = [frozenset(shape.names) for shape in shapes]
        sets = cliques(tables)
        size = sum(self._size(tuple(names)) for names in sets)
        if self.flows:
            is_small = len(self.populace.groups) * size <= MOST_FLOW and self._unseen(sets) <= MOST_UNSEEN
            return sets if is_small else None
        apart = sum(self._size(tuple(names)) for names in sets if names not in tables)
        return sets if apart <= MOST_JOINT else None


def _axes(sheets: Sequence[Sheet]) -> dict[str, Axis]:
    """Name -> the axis with the sums that any table has beside the one tree."""
    axes: dict[str, Axis] = {}
    for sheet in sheets:
        for dimension in sheet.dimensions:
            known = axes.setdefault(dimension.name, Axis(dimension)).dimension
            if isinstance(dimension, Summed) and dimension != known:
                axes[dimension.name] = Axis(dimension.beside(known))
            if set(known.codes) != set(dimension.codes) or dict(known.parents) != dict(dimension.parents):
                raise Refused(
                    '"{dimension}" has other codes in "{sheet}" than in an earlier table; '
                    "use one list of codes under one name. A hierarchy file may list codes that nobody has.",
                    dimension=dimension.name,
                    sheet=sheet.name,
                )
    return axes


def _names(sheet: Sheet) -> tuple[str, ...]:
    return tuple(dimension.name for dimension in sheet.dimensions)
