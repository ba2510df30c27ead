"""The cheapest shown cells to withhold so that a cell may be another number.

One linear programme serves all: people (or amounts) move, every cell that is not forced may depart from its value, and
a departure costs its price, or nothing where the cell is withheld already.
"""

import numpy as np
from scipy import sparse

from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.programmes import INFINITE, Numbers, Programme, run
from equalities.disclosure.statements import UNKNOWN, Statements

SECONDS = 60.0
MOVED = 1e-6
"""Departures of less are the solver's tolerance."""


class Departures:
    """The programme for these statements. forced: cells that keep their value. least: what each cell is at least.
    price: of each cell's departing by one. scale: what a number is divided by for the solver."""

    def __init__(
        self, statements: Statements, forced: Flags, least: Whole, price: Numbers, scale: float = 1.0
    ) -> None:
        people, links = statements.people, statements.links
        known = statements.values != UNKNOWN
        self.values = np.where(known, statements.values / scale, UNKNOWN)
        self.least = least / scale
        self.price = price
        self.elastic = np.flatnonzero(known & ~forced)
        self.unknown = np.flatnonzero(~known)
        self.people = people.shape[1]
        fixed = np.flatnonzero(known & forced)
        slack = sparse.identity(len(self.elastic), format="csr")
        others = sparse.vstack([people[fixed], links, people[self.unknown]])
        nothing = sparse.csr_array((others.shape[0], 2 * len(self.elastic)))
        rows = sparse.vstack(
            [sparse.hstack([people[self.elastic], slack, -slack]), sparse.hstack([others, nothing])],
            format="csr",
        )
        equal = np.concatenate([self.values[self.elastic], self.values[fixed], np.zeros(links.shape[0])])
        below = (self.values - self.least)[self.elastic]
        programme = Programme(
            np.zeros(rows.shape[1]),
            np.zeros(rows.shape[1]),
            np.concatenate([np.full(self.people, INFINITE), below, np.full(len(self.elastic), INFINITE)]),
            rows,
            np.concatenate([equal, self.least[self.unknown]]),
            np.concatenate([equal, np.full(len(self.unknown), INFINITE)]),
        )
        self.solver = programme.solver(whole=False)

    def cheapest(self, aims: list[tuple[int, float]], withheld: Flags) -> tuple[Whole, Numbers] | None:
        """The shown cells that depart, at least cost, when each cell is at its aim; what the elastic cells become.
        Both in the scale of the programme; None where there is no way."""
        count = len(self.elastic)
        cost = np.where(withheld, 0.0, self.price)[self.elastic]
        places = np.arange(self.people, self.people + 2 * count, dtype=np.int32)
        self.solver.changeColsCost(2 * count, places, np.concatenate([cost, cost]))
        for cell, target in aims:
            self._aim(cell, target, target)
        best = run(self.solver, SECONDS)
        for cell, _ in aims:
            self._aim(cell, float(self.least[cell]), INFINITE)
        if best is None:
            return None
        moved = best[self.people + count :] - best[self.people : self.people + count]
        more = self.elastic[(np.abs(moved) > MOVED) & ~withheld[self.elastic]]
        return more, self.values[self.elastic] + moved

    def _aim(self, cell: int, low: float, high: float) -> None:
        """Let `cell` be between these values only."""
        value = float(self.values[cell])
        if value == UNKNOWN:
            row = self.solver.getNumRow() - len(self.unknown) + int(np.searchsorted(self.unknown, cell))
            self.solver.changeRowBounds(row, low, high)
            return
        at = self.people + int(np.searchsorted(self.elastic, cell))
        above = at + len(self.elastic)
        self.solver.changeColBounds(at, max(0.0, value - high), max(0.0, value - low))
        self.solver.changeColBounds(above, max(0.0, low - value), max(0.0, high - value))
