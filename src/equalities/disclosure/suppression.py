"""Which counts to withhold: a pattern that is safe in whole numbers and costs little.

Greedy publication in falling order of value keeps every protected count from being worked out exactly;
the audit then asks for two populations that differ by the policy's width; where it finds none, the
cheapest further counts that would make room are withheld too.
"""

from dataclasses import dataclass

import numpy as np

from equalities.disclosure.covering import uncovered
from equalities.disclosure.departures import Departures
from equalities.disclosure.elimination import publishable
from equalities.disclosure.intervals import Audit
from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.programmes import Numbers
from equalities.disclosure.puzzles import puzzle, start
from equalities.disclosure.statements import Statements
from equalities.disclosure.widening import Widening
from equalities.refusals import Refused

ENTRIES_TRIED = 45_000
MOST_TRIES = 40
"""How much is spent on trying other orders of publication: entries in all, and tries."""

MOST_PROGRAMMES = 64
"""About how many linear programmes one round of making room may take: beyond, cells share them."""


LARGE = 8_000
"""Cells from which whole tables are too large for programmes, and short moves take their place."""

MOST_ROUNDS = 8
"""Audits of a large table, each after more was withheld; cells still narrow then are not published."""


@dataclass(frozen=True)
class Question:
    """What suppression decides on, a flag a cell of `statements`.

    The statements hold the true counts (UNKNOWN for withheld counts of earlier releases). protected: what
    must not be narrowed below `width`. before, kept: shown and withheld by earlier releases. forced: shown
    whatever follows. seed: the secret order. seconds: how long room may be made in a large table. cover: the greatest
    of the values from 1 that every protected cell must be able to take; 0 where two values far apart are enough.
    """

    statements: Statements
    protected: Flags
    merged: Flags
    before: Flags
    kept: Flags
    forced: Flags
    spare: Flags
    width: int
    seed: int
    seconds: float
    cover: int = 0

    @property
    def never(self) -> Flags:
        """What is not shown whatever follows."""
        return self.protected | self.merged

    @property
    def values(self) -> Whole:
        return self.statements.values

    @property
    def is_large(self) -> bool:
        """Whether programmes over the whole table would take too long. Flows tie populations so closely that they do
        not: few numbers stay open."""
        return len(self.values) > LARGE and not self.statements.flows

    @property
    def cheap(self) -> int:
        """The largest protected count."""
        return int(self.values[self.protected].max(initial=1)) + 1

    @property
    def least(self) -> Whole:
        return self.statements.least


@dataclass(frozen=True)
class Pattern:
    """The outcome: `shown` a flag a cell, `exposed` what earlier releases give away by themselves, `blocking`
    what could not be protected, `audit` the proof."""

    shown: Flags
    exposed: Flags
    blocking: Whole
    audit: Audit


def suppress(question: Question) -> Pattern:
    """The pattern for a question; cells that cannot be protected stand in `blocking`. Raises Refused, before any work,
    for what is asked of tables that are too large for it."""
    if question.is_large and question.cover:
        raise Refused(
            '"cover" looks for each small value of each count by a programme of its own: {cells:,} '
            "cells are too many for that. Give fewer or coarser tables, with {most:,} cells at most, or leave cover "
            "out and ask for a min_interval of {cover}.",
            cells=len(question.values),
            most=LARGE,
            cover=question.cover,
        )
    shown = _greedy(question)
    exposed = _given_away(question)
    return _by_moves(question, shown, exposed) if question.is_large else _exactly(question, shown, exposed)


def _exactly(question: Question, shown: Flags, exposed: Flags) -> Pattern:
    """Audit and make room, by programmes over the whole table."""
    room = Room(question)
    witnesses: list[Whole] = []
    while True:
        audit = _audit(question, shown, question.least, witnesses)
        more = room.make(audit, _unproved(audit, exposed), shown)
        if len(more) == 0:
            if audit.quick:
                audit.search_each()
            more = room.make(audit, _unproved(audit, exposed), shown, beyond=1)
        if len(more) == 0:
            more = _by_one_move(question, audit, _unproved(audit, exposed), shown)
        missing = [] if len(more) else _uncovered(question, audit, exposed)
        if missing:
            more = room.reach(missing, shown)
        if len(more) == 0:
            blocking = np.union1d(_unproved(audit, exposed), [cell for cell, _ in missing]).astype(np.int64)
            return Pattern(shown, exposed, blocking, audit)
        shown[more] = False
        witnesses = audit.witnesses


def _by_one_move(question: Question, audit: Audit, narrow: Whole, shown: Flags) -> Whole:
    """What to withhold where programmes find room for fractions of people only; nothing where flows make moves long."""
    if len(narrow) == 0 or question.statements.flows:
        return np.zeros(0, np.int64)
    return _widening(question).make(audit.puzzle, audit.witnesses[0], narrow, shown, question.cheap)


def _widening(question: Question) -> Widening:
    price = np.where(question.spare, 0, question.values)
    return Widening(
        question.statements, question.least, question.forced, price, question.width, question.seconds
    )


def _by_moves(question: Question, shown: Flags, exposed: Flags) -> Pattern:
    """The same by short moves. The audit knows the shown counts only: what it proves here, anybody can prove."""
    widening = _widening(question)
    for _ in range(MOST_ROUNDS):
        left = puzzle(question.statements, shown, question.least)
        audit = Audit(left, [start(left)], question.width)
        audit.search()
        more = widening.make(left, audit.witnesses[0], _unproved(audit, exposed), shown, question.cheap)
        if len(more) == 0:
            break
        shown[more] = False
    return Pattern(shown, exposed, _unproved(audit, exposed), audit)


def _unproved(audit: Audit, exposed: Flags) -> Whole:
    narrow = audit.puzzle.cells[audit.narrow]
    return narrow[~exposed[narrow]]


def _uncovered(question: Question, audit: Audit, exposed: Flags) -> list[tuple[int, int]]:
    """The protected cells and small values that the policy wants possible and that are not."""
    if question.cover == 0:
        return []
    asked = question.protected & ~question.kept & ~exposed
    return uncovered(audit, asked, question.cover)


def _given_away(question: Question) -> Flags:
    """The protected cells that the earlier releases narrow too far, whatever is published now."""
    flags = np.zeros(len(question.values), bool)
    if question.before.any():
        audit = _audit(question, question.before, np.where(question.kept, question.least, 0), [])
        audit.search_each()
        flags[audit.puzzle.cells[audit.narrow]] = True
    return flags & question.protected


def _greedy(question: Question) -> Flags:
    """Publish in falling order of value; for small tables, then see whether publishing first one of the
    cells that this withheld makes the whole cheaper, while there are tries left."""
    tries = min(MOST_TRIES, ENTRIES_TRIED // max(1, question.statements.basis.nnz))
    first: list[int] = []
    shown = _greedy_in_order(question, first)
    waiting = _dearest(question, shown)
    while waiting and tries > 0:
        tries -= 1
        other = _greedy_in_order(question, [*first, waiting[0]])
        if _cost(question, other) < _cost(question, shown):
            first, shown = [*first, waiting[0]], other
            waiting = _dearest(question, shown)
        else:
            waiting = waiting[1:]
    return shown


def _greedy_in_order(question: Question, first: list[int]) -> Flags:
    """Publish `first`, then in falling order of value, what is spare last, equal values in an order only the
    key knows."""
    rows = question.statements.basis
    entries = np.diff(rows.indptr)
    shuffled = np.random.default_rng(question.seed).permutation(len(question.values))
    forced = shuffled[question.forced[shuffled]]
    free = shuffled[~(question.forced | question.never)[shuffled]]
    rank = np.where(np.isin(free, first), np.inf, question.values[free])
    order = np.concatenate(
        [
            forced[np.argsort(entries[forced], kind="stable")],
            free[np.lexsort((-rank, question.spare[free] & ~np.isin(free, first)))],
        ]
    )
    shown, _ = publishable(rows, order, question.forced, question.never, question.seed)
    return shown


def _dearest(question: Question, shown: Flags) -> list[int]:
    """The cells withheld for the sake of others: what is spare last, most people first."""
    extra = np.flatnonzero(~shown & ~question.never)
    cells: list[int] = extra[np.lexsort((-question.values[extra], question.spare[extra]))].tolist()
    return cells


def _cost(question: Question, shown: Flags) -> tuple[int, int, int]:
    """What withholding for the sake of others costs: people in cells that are not spare, people, cells."""
    extra = ~shown & ~question.never
    needed = question.values[extra & ~question.spare].sum()
    return int(needed), int(question.values[extra].sum()), int(extra.sum())


def _audit(question: Question, shown: Flags, least: Whole, witnesses: list[Whole]) -> Audit:
    """How wide a pattern leaves the cells. This audit is private and may start from the truth; what is
    published about the release is proved again from the published numbers alone (`attack.receipt`).
    Witnesses of a pattern that showed more fit this one as well."""
    left = puzzle(question.statements, shown, least)
    if not witnesses:
        truth = question.statements.population
        witnesses = [start(left) if truth is None else truth]
    audit = Audit(left, witnesses, question.width)
    audit.search()
    return audit


class Room:
    """The cheapest further cells to withhold so that a narrow cell can move."""

    def __init__(self, question: Question) -> None:
        self.question = question
        price = 1.0 + np.where(question.spare, 0, question.values)
        self.departures = Departures(question.statements, question.forced, question.least, price)

    def make(self, audit: Audit, narrow: Whole, shown: Flags, beyond: int = 0) -> Whole:
        """Shown cells to withhold so that each of the narrow cells has room, `beyond` more than the width
        where that was not enough; none where nothing helps."""
        withheld = ~shown
        low, high = self._reached(audit)
        width = self.question.width + beyond
        least = self.question.least
        waiting = narrow[np.argsort(self.question.values[narrow], kind="stable")]
        size = 1 + len(narrow) // MOST_PROGRAMMES
        while len(waiting):
            batch, waiting = waiting[:size].tolist(), waiting[size:]
            up = [(cell, low[cell] + width) for cell in batch]
            down = [(cell, max(least[cell], high[cell] - width)) for cell in batch]
            change = self.departures.cheapest(up, withheld) or self.departures.cheapest(down, withheld)
            if change:
                more, reached = change
                withheld[more] = True
                elastic = self.departures.elastic
                low[elastic] = np.minimum(low[elastic], reached)
                high[elastic] = np.maximum(high[elastic], reached)
            waiting = waiting[high[waiting] - low[waiting] < width]
        return np.flatnonzero(withheld & shown)

    def reach(self, aims: list[tuple[int, int]], shown: Flags) -> Whole:
        """Shown cells to withhold so that each of these cells can take the value beside it; none where nothing
        helps."""
        withheld = ~shown
        for cell, value in aims:
            change = self.departures.cheapest([(cell, float(value))], withheld)
            if change:
                withheld[change[0]] = True
        return np.flatnonzero(withheld & shown)

    def _reached(self, audit: Audit) -> tuple[Numbers, Numbers]:
        """The least and greatest value so far of every cell: the true one, and those of the witnesses."""
        low, high = self.question.values.astype(np.float64), self.question.values.astype(np.float64)
        low[audit.puzzle.cells] = audit.low
        high[audit.puzzle.cells] = audit.high
        return low, high
