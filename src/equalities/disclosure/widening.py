"""The further cells to withhold so that a narrow cell can move, in tables too large for a programme a cell.

The cheap cells near the limit are opened too: a short basis of all that could then move, searched for the moves that
make room for a narrow cell at least cost. Every cell that a move withholds is free for the moves after it.
"""

import time

import numpy as np
from scipy import sparse

from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.mending import NONE
from equalities.disclosure.moves import Library, Steps, bounds_of, short_moves, ways
from equalities.disclosure.puzzles import Puzzle, puzzle
from equalities.disclosure.statements import Statements

CHEAP = (3, 6, 12, 24, 10**9)
"""The cells opened, in steps: those up to so many times the threshold."""

TRIES = 10


class Widening:
    """What withholding each cell costs (`price`), but for those that are shown whatever follows (`fixed`), and how
    long may be spent: cells for which no room was made in time stay narrow."""

    def __init__(
        self, statements: Statements, least: Whole, fixed: Flags, price: Whole, width: int, seconds: float
    ) -> None:
        self.deadline = time.monotonic() + seconds
        self.statements = statements
        self.least = least
        self.fixed = fixed
        self.price = price
        self.width = width

    def make(self, left: Puzzle, at: Whole, narrow: Whole, shown: Flags, cheap: int) -> Whole:
        """Shown cells to withhold so that each narrow cell can move, as far as moves are found.

        left: the puzzle of the cells shown now. at: people in every finest combination, fitting it. cheap: cells of
        so few people are opened first, then dearer ones for the cells that are still narrow.
        """
        withheld = ~shown
        waiting = narrow[np.argsort(self.statements.values[narrow], kind="stable")]
        for times in CHEAP:
            if len(waiting) and not self.is_over:
                waiting = self._opened(left, at, waiting, withheld, cheap * times)
        return np.flatnonzero(withheld & shown)

    @property
    def is_over(self) -> bool:
        """Whether the time is spent."""
        return time.monotonic() >= self.deadline

    def _opened(self, left: Puzzle, at: Whole, waiting: Whole, withheld: Flags, dearest: int) -> Whole:
        """Withhold more among the cells up to `dearest`; returns the cells that still wait."""
        values = self.statements.values
        opened = ~withheld & ~self.fixed & (values <= dearest)
        whole = puzzle(self.statements, ~withheld & ~opened, self.least)
        library = Library(whole, both(left, whole))
        room = library.room(at[whole.unknown])
        cost = np.where(withheld, 0, 1 + self.price)[whole.cells]
        price = np.concatenate([np.zeros(library.count, np.int64), cost])
        done = np.zeros(len(withheld), bool)
        for cell in waiting.tolist():
            if not done[cell] and not self.is_over:
                place = int(np.searchsorted(whole.cells, cell))
                places = self._cheapest(library, place, room, price)
                cells = whole.cells[places[places >= library.count] - library.count]
                price[places] = 0
                withheld[cells] = True
                done[cells] = True
        return waiting[~done[waiting]]

    def _cheapest(self, library: Library, cell: int, room: Steps, price: Whole) -> Whole:
        """The places of the cheapest move found that proves a cell; none where there is none."""
        best, chosen = NONE, np.zeros(0, np.int64)
        for up, down in ways(self.width):
            cost, places, _ = library.search(cell, *bounds_of(room, up, down), price, TRIES)
            if cost < best:
                best, chosen = cost, places
            if best == 0:
                break
        return chosen


def both(left: Puzzle, whole: Puzzle) -> sparse.csr_array:
    """Short moves of a puzzle and of one in which more is unknown, over the unknowns of the second."""
    narrow = short_moves(left.rows).tocoo()
    order = np.argsort(whole.unknown)
    places = order[np.searchsorted(whole.unknown, left.unknown, sorter=order)]
    shape = (narrow.shape[0], len(whole.unknown))
    moved = sparse.csr_array((narrow.data, (narrow.row, places[narrow.col])), shape=shape)
    return sparse.csr_array(sparse.vstack([moved, short_moves(whole.rows)], format="csr"))
