"""How far a reader of published amounts can narrow a withheld one: linear programmes over all that fits.

An amount is a number that is never below nought, in fractions too: what fits is a convex set, so that everything
between the least and the greatest value of a cell is possible, and two fillings at its ends prove how wide that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsqr

from equalities.disclosure.layout import Whole
from equalities.disclosure.programmes import Numbers, Programme, run
from equalities.disclosure.puzzles import CONTRADICTION, Puzzle, puzzle
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements
from equalities.refusals import Refused

GREATEST = 1_000
"""How many times the largest number printed an amount is looked for that nothing holds down."""

SCALE = 1e6
"""What the largest number is made for the solver, whose tolerances are absolute."""

SECONDS = 60.0
SAME = 1e-3
"""Of a smallest unit: nearer, two amounts are one."""


@dataclass(frozen=True)
class Ranges:
    """The least and greatest amount of each withheld cell (`cells` of the statements), in smallest units, the
    greatest infinite where nothing holds it down; and fillings (each the amounts of all finest combinations) that
    reach every one of them."""

    cells: Whole
    low: Numbers
    high: Numbers
    fillings: tuple[Numbers, ...]


def ranges(statements: Statements) -> Ranges:
    """What a reader is left with, from the published amounts alone. Raises Refused where they contradict one
    another."""
    left = puzzle(statements, statements.values != UNKNOWN, statements.least)
    return Search(left).everything()


def is_possible(sheets: Sequence[Sheet]) -> bool:
    """Whether there are amounts that bear these tables out."""
    try:
        statements = Statements(sheets)
        left = puzzle(statements, statements.values != UNKNOWN, statements.least)
        if len(left.unknown):
            Search(left).any_solution()
    except Refused:
        return False
    return True


class Search:
    """One programme over all that fits a puzzle, started warm for each cell and side."""

    def __init__(self, left: Puzzle) -> None:
        self.left = left
        limited = np.flatnonzero(
            ((left.least > 0) | (left.most < NO_LIMIT)) & (np.diff(left.parts.indptr) > 0)
        )
        told = left.most[left.most < NO_LIMIT]
        largest = int(
            max(np.abs(left.sums).max(initial=0), told.max(initial=0), left.fixed.max(initial=0), 1)
        )
        self.scale = largest / SCALE
        self.greatest = float(GREATEST * largest)
        rows = sparse.csr_array(sparse.vstack([left.rows, left.parts[limited]], format="csr"))
        most = left.most[limited].astype(np.float64)
        self.programme = Programme(
            np.zeros(len(left.unknown)),
            np.zeros(len(left.unknown)),
            np.full(len(left.unknown), self.greatest / self.scale),
            rows,
            np.concatenate([left.sums, (left.least - left.known)[limited]]) / self.scale,
            np.concatenate(
                [
                    left.sums / self.scale,
                    np.where(most < NO_LIMIT, (most - left.known[limited]) / self.scale, highspy.kHighsInf),
                ]
            ),
        )
        self.solver = self.programme.solver(whole=False)

    def everything(self) -> Ranges:
        """Both ends of every cell asked about."""
        left = self.left
        asked = np.flatnonzero(left.asked)
        low, high = np.full(len(asked), np.inf), np.full(len(asked), -np.inf)
        fillings, reached = list[Numbers](), list[Numbers]()
        for cell in asked.tolist() if len(left.unknown) else ():
            for sign in (1.0, -1.0):
                found = self.end(cell, sign)
                values: Numbers = np.asarray(left.parts @ found + left.known, np.float64)[asked]
                if (values < low - SAME).any() or (values > high + SAME).any():
                    reached.append(values)
                    fillings.append(self._whole(found))
                np.minimum(low, values, out=low)
                np.maximum(high, values, out=high)
        if not fillings:
            fillings.append(self._whole(self.any_solution() if len(left.unknown) else np.zeros(0)))
            reached.append(left.known[asked].astype(np.float64))
        kept = {int(at) for side in (np.argmin, np.argmax) for at in side(reached, axis=0)} or {0}
        low, high = np.min(reached, axis=0), np.max(reached, axis=0)
        high = np.where(high >= self.greatest / 2, np.inf, high)
        return Ranges(left.cells[asked], low, high, tuple(fillings[at] for at in sorted(kept)))

    def end(self, cell: int, sign: float) -> Numbers:
        """The unknown amounts where one withheld cell is least (sign 1) or greatest (-1)."""
        part = self.left.parts[[cell]].toarray().ravel().astype(np.float64)
        places = np.arange(len(part), dtype=np.int32)
        self.solver.changeColsCost(len(places), places, sign * part)
        return self.any_solution()

    def any_solution(self) -> Numbers:
        """Unknown amounts that fit, the last wish kept. Raises Refused where there are none."""
        best = run(self.solver, SECONDS)
        if best is None:
            raise Refused(CONTRADICTION)
        return self._polished(np.maximum(best, 0.0) * self.scale)

    def _polished(self, found: Numbers) -> Numbers:
        """The same amounts without what the solver's tolerances leave open in the equations."""
        for _ in range(3):
            short = self.left.sums - self.left.rows @ found
            if np.abs(short).max(initial=0.0) < SAME / 1000:
                break
            inside = np.flatnonzero(found > 0)
            found[inside] += lsqr(
                self.left.rows[:, inside].astype(np.float64), short, atol=1e-15, btol=1e-15
            )[0]
            np.maximum(found, 0.0, out=found)
        return found

    def _whole(self, unknowns: Numbers) -> Numbers:
        """A filling: the amounts of all finest combinations."""
        whole = self.left.fixed.astype(np.float64)
        whole[self.left.unknown] = unknowns
        return whole
