"""How far every withheld count can still move, whatever a reader works out.

The audit looks for witnesses: populations of whole people that fit everything shown. Two witnesses in
which a cell differs by the wanted width prove that nobody can narrow it further; one pair of witnesses
proves many cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from equalities.disclosure.layout import Whole
from equalities.disclosure.programmes import INFINITE, Numbers, Programme, found


@dataclass(frozen=True)
class Puzzle:
    """What is left to guess: `rows` u = `sums` for the numbers u of people in the `unknown` finest
    combinations; the withheld `cells` are `parts` u + `known`, each at least `least`."""

    unknown: Whole
    fixed: Whole
    rows: sparse.csr_array
    sums: Whole
    cells: Whole
    parts: sparse.csr_array
    known: Whole
    least: Whole

    def values(self, unknowns: Whole) -> Whole:
        """The withheld cells for these unknowns."""
        return np.asarray(self.parts @ unknowns + self.known)

    def fits(self, unknowns: Whole) -> bool:
        """Whether these unknowns contradict nothing that is known."""
        return bool(
            (unknowns >= 0).all()
            and (self.rows @ unknowns == self.sums).all()
            and (self.values(unknowns) >= self.least).all()
        )

    def programme(self, cost: Numbers) -> Programme:
        """Least cost · u over everything that fits."""
        several = np.diff(self.parts.indptr) > 1
        lower = np.zeros(len(self.unknown))
        single = np.diff(self.parts.indptr) == 1
        np.maximum.at(lower, self.parts[single].indices, (self.least - self.known)[single])
        rows = sparse.vstack([self.rows, self.parts[several]], format="csr")
        above = (self.least - self.known)[several]
        return Programme(
            cost,
            lower,
            np.full(len(lower), INFINITE),
            rows,
            np.concatenate([self.sums, above]).astype(np.float64),
            np.concatenate([self.sums.astype(np.float64), np.full(len(above), INFINITE)]),
        )


def puzzle(people: sparse.csr_array, links: sparse.csr_array, values: Whole, least: Whole) -> Puzzle:
    """What is left when everything that follows cell by cell has been filled in.

    people: cells × finest combinations. values: the counts shown, below 0 where withheld. least: what
    each withheld cell is at least.
    """
    shown = values >= 0
    rows = sparse.vstack([people[shown], links], format="csr")
    sums = np.concatenate([values[shown], np.zeros(links.shape[0], np.int64)])
    counted = np.concatenate([np.ones(int(shown.sum()), bool), np.zeros(links.shape[0], bool)])
    fixed = _filled_in(rows, sums, counted)
    unknown = np.flatnonzero(fixed < 0)
    filled = np.maximum(fixed, 0)
    left, sums = rows[:, unknown], sums - rows @ filled
    kept = _distinct(left)
    cells = np.flatnonzero(~shown)
    parts = people[cells]
    return Puzzle(
        unknown, filled, left[kept], sums[kept], cells, parts[:, unknown], parts @ filled, least[cells]
    )


def _filled_in(rows: sparse.csr_array, sums: Whole, counted: np.ndarray) -> Whole:
    """Each finest combination that a sum of one, or a sum of nought, gives away; -1 for the others."""
    fixed = np.full(rows.shape[1], -1, np.int64)
    while True:
        unknown = np.flatnonzero(fixed < 0)
        left = rows[:, unknown]
        rest = sums - rows @ np.maximum(fixed, 0)
        length = np.diff(left.indptr)
        single = np.flatnonzero(length == 1)
        empty = np.flatnonzero((rest == 0) & counted & (length > 0))
        if len(single) == 0 and len(empty) == 0:
            return fixed
        fixed[unknown[left[single].indices]] = rest[single] * left[single].data
        fixed[unknown[left[empty].indices]] = 0


def _distinct(rows: sparse.csr_array) -> Whole:
    """One place of each different row that is not empty (rows compared by 64-bit sums)."""
    weights = np.random.default_rng(0).integers(1, 2**63, rows.shape[1], dtype=np.uint64)
    sums = rows.astype(np.uint64) @ weights
    filled = np.flatnonzero(np.diff(rows.indptr) > 0)
    _, first = np.unique(np.asarray(sums)[filled], return_index=True)
    return filled[np.sort(first)]


class Audit:
    """Witnesses for a puzzle, and what they prove: `low` and `high` are values each withheld cell takes.

    witnesses: populations that fit, at least one, each the people in every finest combination. wanted:
    the width to prove. The search follows from these alone: it knows nothing that a reader does not.
    """

    def __init__(self, puzzle: Puzzle, witnesses: Sequence[Whole], wanted: int) -> None:
        self.puzzle = puzzle
        self.wanted = wanted
        self.random = np.random.default_rng(0)
        self.witnesses: list[Whole] = []
        self.low = np.full(len(puzzle.cells), np.iinfo(np.int64).max)
        self.high = np.full(len(puzzle.cells), -1)
        for witness in witnesses:
            self.add(witness[puzzle.unknown])

    @property
    def narrow(self) -> Whole:
        """The withheld cells (places among them) not proved as wide as wanted."""
        return np.flatnonzero(self.high - self.low < self.wanted)

    def search(self) -> None:
        """Prove what can be proved: many cells at once while that helps, then each by itself."""
        if len(self.puzzle.unknown) == 0:
            return
        self._solver = self.puzzle.programme(np.zeros(len(self.puzzle.unknown))).solver(
            whole=True, seconds=20.0
        )
        before = -1
        while len(self.narrow) not in (before, 0):
            before = len(self.narrow)
            wishes = np.zeros(len(self.puzzle.cells))
            wishes[self.narrow] = self.random.random(before) * self.random.choice([-1.0, 1.0], before)
            for sign in (1, -1):
                self._move(sign * wishes, gap=0.2)
        for cell in self.random.permutation(self.narrow):
            if self.high[cell] - self.low[cell] < self.wanted:
                self.stretch(int(cell))

    def stretch(self, cell: int) -> None:
        """Find the least and greatest value of one withheld cell."""
        wishes = np.zeros(len(self.puzzle.cells))
        for wishes[cell] in (1.0, -1.0):
            self._move(wishes, gap=0.0)

    def add(self, unknowns: Whole) -> None:
        """Count one more population; ValueError where it does not fit."""
        if not self.puzzle.fits(unknowns):
            raise ValueError("this is no population that fits")
        values = self.puzzle.values(unknowns)
        if (values < self.low).any() or (values > self.high).any():
            whole = self.puzzle.fixed.copy()
            whole[self.puzzle.unknown] = unknowns
            self.witnesses.append(whole)
            np.minimum(self.low, values, out=self.low)
            np.maximum(self.high, values, out=self.high)

    def _move(self, wishes: Numbers, gap: float) -> None:
        """Add a population in which the sum of the withheld cells, weighted by wishes, is small."""
        places = np.arange(len(self.puzzle.unknown), dtype=np.int32)
        self._solver.changeColsCost(len(places), places, np.asarray(self.puzzle.parts.T @ wishes))
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._solver.run()
        best = found(self._solver)
        if best is not None:
            self.add(np.rint(best).astype(np.int64))


def start(puzzle: Puzzle, seconds: float = 60.0) -> Whole | None:
    """The people in each finest combination, some population that fits, found from what is known alone;
    None where none was found in time."""
    whole = puzzle.fixed.copy()
    if len(puzzle.unknown):
        best = puzzle.programme(np.zeros(len(puzzle.unknown))).solution(whole=True, seconds=seconds)
        if best is None:
            return None
        whole[puzzle.unknown] = np.rint(best).astype(np.int64)
    return whole


def bounds(puzzle: Puzzle, cells: Whole, seconds: float = 60.0) -> tuple[Numbers, Numbers]:
    """The least and greatest value of each of these withheld cells over fractions of people: nothing
    outside is possible. One programme, started warm for each cell and side."""
    solver = puzzle.programme(np.zeros(len(puzzle.unknown))).solver(whole=False, seconds=seconds)
    places = np.arange(len(puzzle.unknown), dtype=np.int32)
    low, high = np.zeros(len(cells)), np.full(len(cells), INFINITE)
    for at, cell in enumerate(cells):
        part = puzzle.parts[[int(cell)]].toarray().ravel().astype(np.float64)
        for sign, side in ((1.0, low), (-1.0, high)):
            solver.changeColsCost(len(places), places, sign * part)
            solver.run()
            best = found(solver)
            if best is not None:
                side[at] = part @ best + puzzle.known[cell]
    return low, high
