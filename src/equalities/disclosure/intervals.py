"""How far every withheld count can still move, whatever a reader works out.

The audit looks for witnesses: populations of whole people that fit everything shown. Two witnesses in
which a cell differs by the wanted width prove that nobody can narrow it further; one pair of witnesses
proves many cells.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from equalities.disclosure.layout import Whole
from equalities.disclosure.moves import Library, Proof, populations, proofs
from equalities.disclosure.programmes import Numbers, Programme, run
from equalities.disclosure.puzzles import TOLERANCE, Puzzle

MOST_WHOLE = 2_500
"""Unknowns beyond which programmes in whole numbers and one programme a cell take too long."""


REACH = 4
"""How many people a population that is looked for nearby may have more or less in one combination."""

SECONDS = 5.0
"""What the search for one such population may take; most take a tenth of one."""

STALLS = 2
"""How many times in a row such populations may prove nothing new."""


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
        self.quick = True
        self.low = np.full(len(puzzle.cells), np.iinfo(np.int64).max)
        self.high = np.full(len(puzzle.cells), -1)
        for witness in witnesses:
            self.add(witness[puzzle.unknown])

    @property
    def narrow(self) -> Whole:
        """The withheld cells (places among them) not proved as wide as wanted."""
        return np.flatnonzero((self.high - self.low < self.wanted) & self.puzzle.asked)

    def reached(self) -> tuple[Whole, Whole]:
        """The least and greatest value that the witnesses give each withheld cell: what they prove, whatever is said
        in `low` and `high` of bounds that were searched for."""
        values = [self.puzzle.values(witness[self.puzzle.unknown]) for witness in self.witnesses]
        return np.min(values, axis=0), np.max(values, axis=0)

    @property
    def unproved(self) -> Whole:
        """The withheld cells (numbers of the statements) that no two witnesses tell apart by as much as wanted."""
        low, high = self.reached()
        return self.puzzle.cells[(high - low < self.wanted) & self.puzzle.asked]

    def search_by_moves(self) -> None:
        """Prove what short moves from the first population can prove."""
        if len(self.puzzle.unknown) == 0 or len(self.narrow) == 0:
            return
        at = self.witnesses[0][self.puzzle.unknown]
        asked = np.zeros(len(self.puzzle.cells), bool)
        asked[self.narrow] = True
        found = proofs(Library(self.puzzle), at, asked, self.wanted)
        for population in populations(found, at):
            if self.puzzle.fits(population):
                self.add(population)
        for proof in found:
            self._add_apart(proof, at)

    def _add_apart(self, proof: Proof, at: Whole) -> None:
        """Make a move by itself where the populations that many moves share do not bear it out."""
        inside = proof.places < len(at)
        cells = proof.places[~inside] - len(at)
        if (self.high[cells] - self.low[cells] < self.wanted)[self.puzzle.asked[cells]].any():
            for times in (proof.up, -proof.down):
                population = at.copy()
                population[proof.places[inside]] += times * proof.values[inside]
                self.add(population)

    def search(self) -> None:
        """Prove what can be proved: by short moves, then many cells at once while whole programmes are quick, then
        each alone."""
        if not self.puzzle.has_flows:  # moves through several years are long: whole programmes are quicker
            self.search_by_moves()
            if len(self.puzzle.unknown) > MOST_WHOLE:
                self.quick = False
                return
            self._search_nearby()
        patience = (
            60.0 if self.puzzle.has_flows else 15.0
        )  # the ways without whole programmes take minutes there
        before = len(self.puzzle.cells) + 1 if len(self.puzzle.unknown) else 0
        while self.quick and 0 < len(self.narrow) < before:
            before = len(self.narrow)
            wishes = self._wishes()
            for sign in (1, -1):
                self.quick = self.quick and self._move(sign * wishes, gap=0.2, seconds=patience)
        if not self.quick:
            self.search_each()

    def _wishes(self) -> Numbers:
        """A random weight for each cell that is still narrow, nought for the others."""
        wishes, count = np.zeros(len(self.puzzle.cells)), len(self.narrow)
        wishes[self.narrow] = self.random.random(count) * self.random.choice([-1.0, 1.0], count)
        return wishes

    def _search_nearby(self) -> None:
        """Populations near the first, in which all narrow cells are higher, or some higher and others lower: as long
        as they prove more."""
        if len(self.puzzle.unknown) == 0 or len(self.narrow) == 0:
            return
        near = Neighbours(self.puzzle, self.witnesses[0][self.puzzle.unknown])
        stalls = 0
        while len(self.narrow) and stalls < STALLS:
            before = len(self.narrow)
            wishes = self._wishes()
            for wanted in (-np.abs(wishes), wishes, -wishes):
                found = near.find(np.asarray(self.puzzle.parts.T @ wanted))
                if found is not None and self.puzzle.fits(found):
                    self.add(found)
            stalls = stalls + 1 if len(self.narrow) == before else 0

    def search_each(self) -> None:
        """Try each cell that is still narrow by itself: by a short move, then by a whole programme."""
        if len(self.puzzle.unknown) == 0 or len(self.narrow) == 0:
            return
        circuits = Circuits(self)
        ways = (circuits.stretch, self.stretch) if self.quick else (circuits.stretch,)
        for cell in self.random.permutation(self.narrow).tolist():
            for way in ways:
                if self.high[cell] - self.low[cell] < self.wanted:
                    way(cell)

    def stretch(self, cell: int, seconds: float = 5.0) -> None:
        """Find the least and greatest value of one withheld cell, if there is time."""
        wishes = np.zeros(len(self.puzzle.cells))
        for wishes[cell] in (1.0, -1.0):
            self._move(wishes, gap=0.0, seconds=seconds)

    def add(self, unknowns: Whole) -> None:
        """Count one more population; ValueError where it does not fit."""
        if not self.puzzle.fits(unknowns):
            raise ValueError("this is no population that fits")
        values = self.puzzle.values(unknowns)
        is_first = not self.witnesses  # kept where nothing is withheld too: it bears the shown counts out
        if is_first or (values < self.low).any() or (values > self.high).any():
            whole = self.puzzle.fixed.copy()
            whole[self.puzzle.unknown] = unknowns
            self.witnesses.append(whole)
            np.minimum(self.low, values, out=self.low)
            np.maximum(self.high, values, out=self.high)

    def _move(self, wishes: Numbers, gap: float, seconds: float) -> bool:
        """Add a population in which the sum of the withheld cells, weighted by wishes, is small; whether one
        was found in time."""
        programme = self.puzzle.programme(np.asarray(self.puzzle.parts.T @ wishes))
        best = programme.solution(whole=True, seconds=seconds, gap=gap)
        if best is not None:
            self.add(np.rint(best).astype(np.int64))
        return best is not None


class Neighbours:
    """Populations within a few people of one in every combination, by programmes in fractions made whole."""

    def __init__(self, puzzle: Puzzle, at: Whole) -> None:
        plain = puzzle.programme(np.zeros(len(puzzle.unknown)))
        low, high = np.maximum(plain.lower, at - REACH), np.minimum(plain.upper, at + REACH)
        self.programme = replace(plain, lower=low, upper=high)
        self.solver = self.programme.solver(whole=False)
        self.at = at

    def find(self, cost: Numbers) -> Whole | None:
        """One in which cost · people is small; between the first and the best in fractions, so that there is one."""
        places = np.arange(len(cost), dtype=np.int32)
        self.solver.changeColsCost(len(cost), places, cost)
        best = run(self.solver, SECONDS)
        if best is None:
            return None
        whole = np.rint(best)
        broken = np.abs(best - whole) > TOLERANCE
        if broken.any():
            between = replace(
                self.programme,
                cost=cost,
                lower=np.minimum(self.at, np.where(broken, np.floor(best), whole)),
                upper=np.maximum(self.at, np.where(broken, np.ceil(best), whole)),
            )
            found = between.solution(whole=True, seconds=SECONDS, gap=0.3)
            return None if found is None else np.rint(found).astype(np.int64)
        return whole.astype(np.int64)


class Circuits:
    """Moves of few people from one population that fits to another.

    The shortest move (in people moved) that changes a cell by one is nearly always one of whole people,
    and short: a linear programme finds it, and the other cells on it are proved along the way.
    """

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        puzzle = audit.puzzle
        self.count = len(puzzle.unknown)
        self.several = (np.diff(puzzle.parts.indptr) > 0) & ~puzzle.alone
        self.least, self.most = puzzle.range()
        self.at = audit.witnesses[-1][puzzle.unknown]
        rows = sparse.vstack([puzzle.rows, puzzle.parts[self.several]], format="csr")
        equal = np.zeros(puzzle.rows.shape[0])
        down, up = self._leeway()
        programme = Programme(
            np.ones(2 * self.count),
            np.zeros(2 * self.count),
            np.concatenate([self.most - self.at, self.at - self.least]).astype(np.float64),
            sparse.hstack([rows, -rows], format="csr"),
            np.concatenate([equal, down]),
            np.concatenate([equal, up]),
        )
        self.solver = programme.solver(whole=False)
        self.target = self.solver.getNumRow()
        self.solver.addRow(0.0, 0.0, 0, np.array([], np.int32), np.array([], np.float64))

    def stretch(self, cell: int) -> None:
        """Move up, then down, until the cell is as wide as wanted or a move cannot be found."""
        part = self.audit.puzzle.parts[[cell]]
        self._watch(part.indices, 1.0)
        for direction in (1.0, -1.0):
            self.solver.changeRowBounds(self.target, direction, direction)
            for _ in range(self.audit.wanted):
                if self.audit.high[cell] - self.audit.low[cell] >= self.audit.wanted or not self._step():
                    break
        self.solver.changeRowBounds(self.target, 0.0, 0.0)
        self._watch(part.indices, 0.0)

    def _watch(self, columns: NDArray[np.int32], value: float) -> None:
        """Let the last row of the programme add up these unknowns, or nothing."""
        for column in columns.tolist():
            self.solver.changeCoeff(self.target, column, value)
            self.solver.changeCoeff(self.target, self.count + column, -value)

    def _step(self) -> bool:
        """One move, if there is one of whole people."""
        best = run(self.solver, seconds=20.0)
        if best is None:
            return False
        move = best[: self.count] - best[self.count :]
        for times in (1, 2, 3):
            whole = np.rint(times * move).astype(np.int64)
            if np.abs(times * move - whole).max() < 1e-6 and self.audit.puzzle.fits(self.at + whole):
                self.at = self.at + whole
                self.audit.add(self.at)
                self._follow(np.flatnonzero(whole))
                return True
        return False

    def _leeway(self) -> tuple[Numbers, Numbers]:
        """How far the withheld sums may move, from where we are."""
        puzzle = self.audit.puzzle
        values = puzzle.values(self.at)
        return (
            (puzzle.least - values)[self.several].astype(np.float64),
            (puzzle.most - values)[self.several].astype(np.float64),
        )

    def _follow(self, moved: Whole) -> None:
        """Bounds for the next move, from where this one ended."""
        for places, upper in ((moved, self.most - self.at), (self.count + moved, self.at - self.least)):
            bounds = upper[moved].astype(np.float64)
            self.solver.changeColsBounds(len(moved), places.astype(np.int32), np.zeros(len(moved)), bounds)
        first = self.audit.puzzle.rows.shape[0]
        for row, (down, up) in enumerate(zip(*self._leeway(), strict=True)):
            self.solver.changeRowBounds(first + row, float(down), float(up))


def bounds(puzzle: Puzzle, cells: Whole, seconds: float = 60.0) -> tuple[Numbers, Numbers]:
    """The least and greatest value of each of these withheld cells over fractions of people: nothing
    outside is possible. One programme, started warm for each cell and side."""
    solver = puzzle.programme(np.zeros(len(puzzle.unknown))).solver(whole=False)
    places = np.arange(len(puzzle.unknown), dtype=np.int32)
    if len(puzzle.unknown) == 0:
        known = puzzle.known[cells].astype(np.float64)
        return known, known
    low, high = np.zeros(len(cells)), np.full(len(cells), np.inf)
    for at, cell in enumerate(cells):
        part = puzzle.parts[[int(cell)]].toarray().ravel().astype(np.float64)
        for sign, side in ((1.0, low), (-1.0, high)):
            solver.changeColsCost(len(places), places, sign * part)
            best = run(solver, seconds)
            if best is not None:
                side[at] = part @ best + puzzle.known[cell]
    return low, high
