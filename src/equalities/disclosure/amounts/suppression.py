"""Which amounts to withhold so that no sensitive one can be guessed too nearly.

Each amount that must be able to lie elsewhere is sent there by a linear programme that pays for every shown amount it
moves, one amount at a time; what moves is withheld (the heuristic of Kelly, Golden and Assad, *Cell suppression:
disclosure protection for sensitive tabular data*, Networks 22, 1992). Amounts in fractions are a convex set: what one
solution reaches stays reached when more is withheld, so that one pass proves all. Then what turns out to be needless is
shown again, dearest first.
"""

import time
from dataclasses import dataclass

import numpy as np

from equalities.disclosure.departures import MOVED, Departures
from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.programmes import Numbers
from equalities.disclosure.statements import Statements

SCALE = 1e6
"""What the largest amount is made for the solver, whose tolerances are absolute."""
CHEAPEST = 1e-4
"""The price of the least amount beside that of the largest: nothing is free, so that nothing moves for no reason."""


@dataclass(frozen=True)
class Question:
    """What to decide, an entry a cell of `statements`, which hold the true amounts. sensitive: never shown. also: not
    shown either, for what several cells would tell together. level: how far from a sensitive amount a reader must be
    kept on either side. within: percent to which nobody may guess what is withheld. seconds: how long to look for what
    can be shown again."""

    statements: Statements
    sensitive: Flags
    also: Flags
    level: Whole
    within: int
    seconds: float

    @property
    def values(self) -> Whole:
        return self.statements.values


@dataclass(frozen=True)
class Pattern:
    """`withheld`: a flag a cell. `blocking`: the cells that could not be kept wide enough."""

    withheld: Flags
    blocking: Whole


def suppress(question: Question) -> Pattern:
    """The pattern for a question."""
    search = Search(question)
    search.withhold()
    search.show_again()
    return Pattern(search.withheld, search.unmet)


class Search:
    """The state of a search: what is withheld, and the solutions that bear it out."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.scale = max(1.0, float(question.values.max(initial=1)) / SCALE)
        self.true = question.values / self.scale
        price = CHEAPEST + self.true / max(float(self.true.max(initial=1.0)), 1.0)
        nought = question.values == 0
        self.departures = Departures(
            question.statements, nought, question.statements.least, price, self.scale
        )
        self.withheld = question.sensitive | question.also
        self.solutions: list[Numbers] = [self.true]

    def withhold(self) -> None:
        """Withhold what it takes; cells for which nothing is enough stay `unmet`."""
        given_up: set[int] = set()
        while waiting := [cell for cell in self.unmet.tolist() if cell not in given_up]:
            cell = max(waiting, key=lambda cell: int(self.question.values[cell]))
            if not self._send(cell):
                given_up.add(cell)

    def show_again(self) -> None:
        """Show what was withheld for the sake of others and need not be, dearest first, while there is time."""
        if len(self.unmet):
            return
        began = time.perf_counter()
        extra = np.flatnonzero(self.withheld & ~self.question.sensitive & ~self.question.also)
        for cell in extra[np.argsort(-self.question.values[extra], kind="stable")].tolist():
            if time.perf_counter() - began > self.question.seconds:
                return
            kept = self.withheld.copy(), self.solutions
            self.withheld[cell] = False
            self.solutions = [one for one in self.solutions if abs(one[cell] - self.true[cell]) < MOVED]
            if not self._still_holds():
                self.withheld, self.solutions = kept

    def _still_holds(self) -> bool:
        """Whether all can be met without withholding more."""
        before = self.withheld.copy()
        while len(waiting := self.unmet):
            if not self._send(int(waiting[0]), before):
                return False
        return True

    @property
    def unmet(self) -> Whole:
        """The withheld cells that no solutions found so far hold wide enough."""
        low, high = np.min(self.solutions, axis=0), np.max(self.solutions, axis=0)
        short, level = 1e-6 * (1 + self.true), self.question.level / self.scale
        narrow = self.question.sensitive & (
            (high < self.true + level - short) | (low > self.true - level + short)
        )
        wide = np.maximum(self.question.within / 100 * (high + low), 1 / self.scale)
        return np.flatnonzero(self.withheld & (narrow | (high - low < wide - short)))

    def _send(self, cell: int, only: Flags | None = None) -> bool:
        """Withhold what lets a cell be where it must be able to, at both sides if it is sensitive; whether that is
        possible, with nothing withheld but `only`, if given."""
        true, level = float(self.true[cell]), float(self.question.level[cell]) / self.scale
        share = 1.02 * self.question.within / 100
        wide = max(2 * share / (1 - share) * true, 1 / self.scale)  # by so much above alone it is wide enough
        up, down = max(level, wide), 2 * share / (1 + share) * true
        if not self.question.sensitive[cell]:
            return self._go(cell, true + up, only) or self._go(cell, true - down, only)
        high, low = (float(side([one[cell] for one in self.solutions])) for side in (max, min))
        return (high >= true + up or self._go(cell, true + up, only)) and (
            level == 0 or low <= true - level or self._go(cell, true - level, only)
        )

    def _go(self, cell: int, aim: float, only: Flags | None) -> bool:
        found = self.departures.cheapest([(cell, max(0.0, aim))], self.withheld)
        if found is None or (only is not None and not only[found[0]].all()):
            return False
        more, reached = found
        self.withheld[more] = True
        solution = self.true.copy()
        solution[self.departures.elastic] = reached
        self.solutions.append(solution)
        return True
