"""protect_amounts(): sums in, tables out of which nobody can work out what one contributor gave or received."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.disclosure.amounts.attack import nearest, told
from equalities.disclosure.amounts.cubes import AmountCube
from equalities.disclosure.amounts.intervals import SAME, Ranges
from equalities.disclosure.amounts.lines import told_together
from equalities.disclosure.amounts.policies import AmountPolicy, levels
from equalities.disclosure.amounts.releases import (
    AmountRelease,
    Kept,
    PrivateAmounts,
    as_csv,
    fingerprint,
    printed,
)
from equalities.disclosure.amounts.suppression import Pattern, Question, suppress
from equalities.disclosure.amounts.witnesses import witnessed
from equalities.disclosure.attack import cell_name
from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.releases import CellName
from equalities.disclosure.statements import Statements
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes
from equalities.refusals import Refused

LONGEST = 60.0
"""Seconds in which to look for what can be shown again."""
MOST_ROUNDS = 12
"""Times that more is withheld for the sake of lines; where one tells too much even then, it is refused."""
EXACT = 1e-6
"""Of an amount: what programmes in fractions leave open."""


def protect_amounts(
    cubes: Sequence[AmountCube], policy: AmountPolicy, *, name: str = "release", seconds: float = LONGEST
) -> tuple[AmountRelease, dict[str, object]]:
    """Decide together which of these amounts may be published. Returns the release and its witnesses.

    cubes: amounts of the same contributors at all levels of their dimensions; dimensions of one name have the same
    codes. seconds: how long to look for what can be shown again. Every sensitive amount keeps, for a reader of all that
    is published, a range that reaches its protection level on both sides, and no withheld amount can be guessed to
    within `policy.within` percent: proved by a process that reads the published amounts alone. Where that cannot be had
    the release is refused: no tables, and the cells in the way in `private.blocking`. Noughts are shown. Raises Refused
    for cubes that contradict one another, or of which nothing could be shown.
    """
    if not cubes:
        raise Refused("There is nothing to protect: give at least one table.")
    began = time.perf_counter()
    question, pattern = _decided(cubes, policy, _question(cubes, policy, name, seconds))
    if not (~pattern.withheld & (question.values > 0)).any():
        raise Refused("Every amount would have to be withheld: publish fewer, larger groups.")
    tables = tuple(
        _table(cube, pattern.withheld[ids], policy)
        for cube, ids in zip(cubes, question.statements.ids, strict=True)
    )
    release = AmountRelease(name, tables, cubes[0].decimals, policy)
    release = replace(release, private=_private(question, pattern, release))
    release, witnesses = _proved(release, question, pattern)
    if release.private is None:
        raise ValueError("a release that was decided here has a private receipt")
    taken = replace(release.private, seconds=time.perf_counter() - began)
    return replace(release, private=taken), witnesses


def _decided(
    cubes: Sequence[AmountCube], policy: AmountPolicy, question: Question
) -> tuple[Question, Pattern]:
    """The pattern, with so much withheld that no line tells one contributor's sum; `blocking` where some still do."""
    last = time.perf_counter() + question.seconds
    for _ in range(MOST_ROUNDS):
        pattern = suppress(replace(question, seconds=last - time.perf_counter()))
        more = np.zeros(len(question.values), bool)
        for cube, ids in zip(cubes, question.statements.ids, strict=True):
            more[ids.ravel()[told_together(cube, pattern.withheld[ids], policy)]] = True
        if len(pattern.blocking) or not more.any():
            return question, pattern
        question = replace(question, also=question.also | more)
    return question, replace(pattern, blocking=np.flatnonzero(more))


def _question(cubes: Sequence[AmountCube], policy: AmountPolicy, name: str, seconds: float) -> Question:
    statements = Statements([cube.sheet(name) for cube in cubes])
    if statements.not_joined:
        raise Refused(
            "These tables have too many combinations by {dimensions}, which no table has, "
            "to tell what they give away together: give fewer tables at once, or one by all of these dimensions.",
            dimensions=" and ".join(statements.not_joined[0]),
        )
    sensitive, level = np.zeros(len(statements), bool), np.zeros(len(statements), np.int64)
    for cube, ids in zip(cubes, statements.ids, strict=True):
        sensitive[ids], level[ids] = levels(policy, cube.totals, cube.number, cube.largest)
    also = np.zeros(len(statements), bool)
    return Question(statements, sensitive, also, level, policy.within, seconds)


def _proved(
    release: AmountRelease, question: Question, pattern: Pattern
) -> tuple[AmountRelease, dict[str, object]]:
    """The release with its receipt and witnesses, or refused where they leave an amount unproved."""
    if len(pattern.blocking):
        return release.refused(_names(question, pattern.blocking)), {}
    found = witnessed(release)
    if found is None:
        return release.refused(_names(question, np.flatnonzero(pattern.withheld))), {}
    ranges, witnesses = found
    if len(unproved := _unproved(question, ranges)):
        return release.refused(_names(question, unproved)), {}
    statements = Statements(release.sheets)
    receipt = told(statements, ranges, release.decimals, release.policy.within)
    texts = tuple(as_csv(table, release.decimals) for table in release.tables)
    return replace(release, receipt=replace(receipt, statements_sha256=fingerprint(texts))), dict(witnesses)


def _unproved(question: Question, found: Ranges) -> Whole:
    """The withheld cells that the published amounts leave narrower than they must be."""
    true, level = question.values[found.cells], question.level[found.cells]
    close = EXACT * true + SAME
    held = (found.high >= true + level - close) & (found.low <= true - level + close)
    wide = nearest(found.low, found.high) >= question.within - EXACT
    wide &= found.high - found.low >= 1 - SAME
    return found.cells[~(wide & (held | ~question.sensitive[found.cells]))]


def _names(question: Question, cells: Whole) -> tuple[CellName, ...]:
    return tuple(cell_name(question.statements, int(cell)) for cell in cells)


def _table(cube: AmountCube, withheld: Flags, policy: AmountPolicy) -> SafeTable:
    given = zip(
        all_codes(cube.dimensions), cube.totals.ravel().tolist(), withheld.ravel().tolist(), strict=True
    )
    cells = {
        codes: SafeCell(codes, None, Status.WITHHELD) if hidden else SafeCell(codes, value, Status.SHOWN)
        for codes, value, hidden in given
    }
    return SafeTable(cube.name, cube.dimensions, cells, cube.unit, cube.universe, policy.note())


def _private(question: Question, pattern: Pattern, release: AmountRelease) -> PrivateAmounts:
    extra = pattern.withheld & ~question.sensitive
    texts = tuple(as_csv(table, release.decimals) for table in release.tables)
    kept = np.flatnonzero(question.sensitive)
    return PrivateAmounts(
        cells=len(question.values),
        sensitive=len(kept),
        withheld=int(pattern.withheld.sum()),
        withheld_extra=int(extra.sum()),
        withheld_extra_amount=printed(int(question.values[extra].sum()), release.decimals),
        kept=tuple(_kept(question, cell, release.decimals) for cell in kept.tolist()),
        blocking=(),
        seconds=0.0,
        statements_sha256=fingerprint(texts),
    )


def _kept(question: Question, cell: int, decimals: int) -> Kept:
    value, level = int(question.values[cell]), int(question.level[cell])
    return Kept(
        cell_name(question.statements, cell),
        printed(value - level, decimals),
        printed(value + level, decimals),
    )
