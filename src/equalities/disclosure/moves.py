"""A library of whole-number moves, and the populations that they prove cells by.

A move depends on which counts are shown and on nothing else. Where a population can make it, and the opposite one,
every cell on it has two values: one move proves many cells, and moves that share nothing share their populations.
"""

from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import numpy as np
from scipy import sparse

from equalities.disclosure import lattice, mending
from equalities.disclosure.compiled import compiled
from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.puzzles import Puzzle
from equalities.disclosure.statements import NO_LIMIT

LARGEST = 50
"""A move of more people in one combination is of no use."""

SWEEPS = 30
TRIES = 30
MOST_FAILED = 50
"""Cells in a row for which no move is found: after so many the library is taken to hold no more."""

COMPILED = 250
"""Unknowns from which the compiled inner loops are quicker than loading them takes."""

PLAIN_SEARCHES = 8
"""Searches in a smaller table (a tenth of a second each) after which loading them (two seconds) is quicker as well."""

Steps = tuple[Whole, Whole]


@dataclass(frozen=True)
class Proof:
    """One move from a population, `places` and `values` in the unknowns and the withheld cells: it can be made `up`
    times and the opposite way `down` times."""

    places: Whole
    values: Whole
    up: int
    down: int


class Library:
    """Moves of a puzzle, one a row of `rows`: what it does to each unknown, then to each withheld cell."""

    def __init__(self, puzzle: Puzzle, people: sparse.csr_array | None = None) -> None:
        self.puzzle = puzzle
        self.count = len(puzzle.unknown)
        self.searches = 0
        people = short_moves(puzzle.rows) if people is None else people
        self.rows = sparse.csr_array(sparse.hstack([people, people @ puzzle.parts.T], format="csr"))
        self.rows.sort_indices()
        low, high = puzzle.range()
        self.least = np.concatenate([low, puzzle.least])
        self.most = np.concatenate([high, np.minimum(puzzle.most, NO_LIMIT)])

    def room(self, unknowns: Whole) -> Steps:
        """How far each place is above its least and below its most, in this population."""
        at = np.concatenate([unknowns, self.puzzle.values(unknowns)])
        return at - self.least, self.most - at

    def steps(self, unknowns: Whole) -> Steps:
        """How many times each move can be made from this population, and how many times the opposite one."""
        below, above = self.room(unknowns)
        values, places = self.rows.data, self.rows.indices
        size = np.abs(values)
        up = np.where(values > 0, above[places], below[places]) // size
        down = np.where(values > 0, below[places], above[places]) // size
        starts = self.rows.indptr[:-1]
        if len(starts) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.minimum.reduceat(up, starts), np.minimum.reduceat(down, starts)

    def proof(self, row: int, up: int, down: int) -> Proof:
        """One move of the library as a proof."""
        held = slice(self.rows.indptr[row], self.rows.indptr[row + 1])
        places = self.rows.indices[held].astype(np.int64)
        return Proof(places, self.rows.data[held], int(up), int(down))

    @property
    def _kernel(self) -> ModuleType:
        """The inner loops, which find the same whether they are compiled or not."""
        few = self.count < COMPILED and self.searches <= PLAIN_SEARCHES
        return mending if few else compiled(mending)

    @cached_property
    def _loops(self) -> list[Whole]:
        turned = self._turned
        arrays = (self.rows.indptr, self.rows.indices, self.rows.data, turned.indptr, turned.indices)
        return [array.astype(np.int64) for array in arrays]

    @cached_property
    def _turned(self) -> sparse.csc_array:
        return sparse.csc_array(self.rows)

    @cached_property
    def _scratch(self) -> Whole:
        return np.zeros((2, max(self.rows.shape)), np.int64)

    def search(
        self, cell: int, low: Whole, high: Whole, price: Whole, tries: int
    ) -> tuple[int, Whole, Whole]:
        """The cheapest move found that moves a cell (a place among the withheld) and is within bounds at every place:
        (cost, places, values)."""
        self.searches += 1
        place = self.count + cell
        if low[place] == high[place] == 0:
            return mending.NONE, np.zeros(0, np.int64), np.zeros(0, np.int64)
        held = slice(self._turned.indptr[place], self._turned.indptr[place + 1])
        moved = np.zeros(self.rows.shape[0], np.int64)
        moved[self._turned.indices[held]] = self._turned.data[held]
        first = np.flatnonzero(moved)
        first = first[np.lexsort((first, self._worth(first, low, high, price)))][:tries]
        found: tuple[int, Whole, Whole] = self._kernel.search(
            first, *self._loops, moved, low, high, price, self._scratch
        )
        return found

    def _worth(self, chosen: Whole, low: Whole, high: Whole, price: Whole) -> Whole:
        """What each of these moves costs by itself, what is out of bounds included."""
        rows = self.rows[chosen]
        over = np.maximum(low[rows.indices] - rows.data, 0) + np.maximum(rows.data - high[rows.indices], 0)
        entries = np.repeat(np.arange(len(chosen)), np.diff(rows.indptr))
        cost = np.bincount(entries, over * mending.EXCESS + price[rows.indices], len(chosen))
        return np.asarray(1000 * cost + np.diff(rows.indptr), np.int64)


def short_moves(rows: sparse.csr_array) -> sparse.csr_array:
    """moves × unknowns: a basis of what leaves all of `rows` as they are, made short."""
    held = sparse.csr_array(rows)
    held.sort_indices()
    kernel = lattice if held.shape[1] < COMPILED else compiled(lattice)
    found = _matrix(kernel.basis(*_arrays(held), held.shape[1]), held.shape[1])
    found = found[np.flatnonzero(_largest(found) <= LARGEST)]
    return _matrix(kernel.shortened(*_arrays(found), held.shape[1], SWEEPS), held.shape[1])


def _arrays(rows: sparse.csr_array) -> list[Whole]:
    return [array.astype(np.int64) for array in (rows.indptr, rows.indices, rows.data)]


def _matrix(parts: tuple[Whole, Whole, Whole], width: int) -> sparse.csr_array:
    starts, columns, values = parts
    matrix = sparse.csr_array((values, columns, starts), shape=(len(starts) - 1, width))
    matrix.sort_indices()
    return matrix


def _largest(rows: sparse.csr_array) -> Whole:
    if rows.nnz == 0:
        return np.zeros(0, np.int64)
    return np.asarray(np.maximum.reduceat(np.abs(rows.data), rows.indptr[:-1]), np.int64)


def ways(wanted: int) -> tuple[tuple[int, int], ...]:
    """How a cell can be made as wide as wanted: so many steps one way, so many the other."""
    return ((wanted - wanted // 2, wanted // 2), (wanted, 0), (0, wanted))


def bounds_of(room: Steps, up: int, down: int) -> Steps:
    """Least and most of a move that must be possible `up` times one way and `down` times the other."""
    below, above = room
    far = np.full(len(below), NO_LIMIT)
    low = np.minimum(below // up if up else far, above // down if down else far)
    high = np.minimum(above // up if up else far, below // down if down else far)
    return -low, high


def proofs(library: Library, unknowns: Whole, open_cells: Flags, wanted: int) -> list[Proof]:
    """Moves from one population that make open cells (a flag a withheld cell) as wide as wanted: first the library's
    own, then combinations of them. Cells that they do not prove may still be provable."""
    left = open_cells.copy()
    found = _straight(library, unknowns, left, wanted)
    room, free = library.room(unknowns), np.zeros(library.rows.shape[1], np.int64)
    failed = 0
    for cell in np.flatnonzero(left).tolist():
        for up, down in ways(wanted) if left[cell] and failed < MOST_FAILED else ():
            cost, places, values = library.search(cell, *bounds_of(room, up, down), free, TRIES)
            if cost == 0:
                found.append(Proof(places, values, up, down))
                left[places[places >= library.count] - library.count] = False
                failed = 0
                break
        else:
            failed += int(left[cell])
    return found


def _straight(library: Library, unknowns: Whole, left: Flags, wanted: int) -> list[Proof]:
    """The library's own moves that prove something; what they prove is taken out of `left`."""
    up, down = library.steps(unknowns)
    rows = library.rows
    entries = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    wide = (rows.indices >= library.count) & (np.abs(rows.data) * (up + down)[entries] >= wanted)
    number = np.bincount(entries[wide], minlength=rows.shape[0])
    found = []
    for row in np.argsort(-number, kind="stable").tolist():
        if number[row] == 0:
            break
        held = slice(rows.indptr[row], rows.indptr[row + 1])
        cells = rows.indices[held][wide[held]] - library.count
        if left[cells].any():
            left[cells] = False
            found.append(library.proof(row, up[row], down[row]))
    return found


def populations(found: list[Proof], unknowns: Whole) -> list[Whole]:
    """Few populations that bear these proofs out: moves that share no unknown are made together, all one way in one
    population and all the other way in the next."""
    pairs: list[tuple[Whole, Whole, Flags]] = []
    for proof in found:
        places = proof.places[proof.places < len(unknowns)]
        values = proof.values[: len(places)]
        pair = next((pair for pair in pairs if not pair[2][places].any()), None)
        if pair is None:
            pair = (unknowns.copy(), unknowns.copy(), np.zeros(len(unknowns), bool))
            pairs.append(pair)
        more, less, used = pair
        more[places] += proof.up * values
        less[places] -= proof.down * values
        used[places] = True
    return [population for more, less, _ in pairs for population in (more, less)]
