"""protect(): tables in, a release out whose withheld counts cannot be worked out."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.approximating import approximate
from equalities.disclosure.attack import cell_name, receipt
from equalities.disclosure.folders import fingerprint
from equalities.disclosure.layout import Axis, Flags, Whole
from equalities.disclosure.merging import merged
from equalities.disclosure.policies import Policy
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.relations import Relation, once
from equalities.disclosure.releases import PrivateReceipt, Receipt, Release, relations_of
from equalities.disclosure.sheets import from_cube, from_releases, from_table
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.disclosure.suppression import Pattern, Question, suppress
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes
from equalities.disclosure.usefulness import gaps_kept
from equalities.refusals import Refused

LONGEST = 900.0
"""Seconds that the search for room may take unless told otherwise."""


def protect(
    cubes: Sequence[Cube],
    policy: Policy,
    history: Sequence[Release] = (),
    *,
    name: str = "release",
    title: str = "",
    key: int | None = None,
    relations: Sequence[Relation] = (),
    outside: Sequence[Sheet] = (),
    seconds: float = LONGEST,
) -> Release:
    """Decide together what of these cubes may be published, at all levels of their dimensions.

    cubes: counts of people; equal universes are the same people, and dimensions of one name have the same
    codes. history: releases already published: their shown counts are known, their withheld counts stay
    protected. name: the release's, for receipts. title: what readers know it by, where
    the name is an address. key: the secret that orders equal counts; random unless
    given, and with it the outcome is always the same, unless the time runs out. relations: what is declared of the
    people of these cubes and of earlier releases; where nobody says, they are taken to be the same unless the numbers
    differ. outside: what else is published about them, as `plain.read_outside` reads it; known and kept like history.
    seconds: how long to look for room in a table of thousands of cells; cells still narrow then are `blocking`.

    For every withheld count two populations of whole people fit everything published whose values differ
    by at least `policy.min_interval`; where that cannot be had the release is refused: no tables, and the
    cells in the way in `private.blocking`. Raises Refused for tables that contradict one another.
    """
    if not cubes:
        raise Refused("There is nothing to protect: give at least one table.")
    secret = secrets.randbits(63) if key is None else key
    before = [*from_releases(history), *outside]
    declared = once([*relations, *relations_of(history)])
    if policy.approximates:
        made = approximate(cubes, policy, before, declared, name=name, key=secret)
        return replace(made, title=title, receipt=replace(made.receipt, titles=_titles(history)))
    began = time.perf_counter()
    hidden = merged(cubes, policy)
    sheets = [from_cube(cube, name, policy, flags) for cube, flags in zip(cubes, hidden, strict=True)]
    question, pattern = _decided(
        [*sheets, *before],
        declared,
        lambda said: _question(_known_by(said, policy), hidden, policy, secret, seconds),
    )
    tables: list[SafeTable] = (
        [] if len(pattern.blocking) else _safe_tables(cubes, hidden, question, pattern, policy)
    )
    against = tuple(dict.fromkeys(sheet.release for sheet in before))
    public = _public(tables, policy, name, before, declared, against)
    private = _private(question, pattern, len(cubes), policy, public, time.perf_counter() - began)
    public = replace(public, titles=_titles(history))
    return Release(name, tuple(tables), policy, public, private, declared, title)


def _titles(history: Sequence[Release]) -> dict[str, str]:
    return {release.name: release.title for release in history if release.title}


def _decided(
    sheets: Sequence[Sheet], declared: tuple[Relation, ...], ask: Callable[[Statements], Question]
) -> tuple[Question, Pattern]:
    """The pattern under the reading that gives most away; where that cannot be true, under what is declared."""
    held, _ = taken_for_granted(sheets, declared)
    try:
        question = ask(_true(Statements(sheets, held)))
        return question, suppress(question)
    except Refused:
        if held == declared:
            raise
    question = ask(_true(Statements(sheets, declared)))
    return question, suppress(question)


def _known_by(statements: Statements, policy: Policy) -> Statements:
    """The statements, if what somebody knows who knows some of the people can be reckoned with."""
    if policy.participants and (statements.flows or statements.population is None):
        raise Refused(
            "Who knows some of the people can be reckoned with only where one table has all dimensions of the tables "
            "that share any, for each group of people, and no flow is declared: add it, or leave participants out."
        )
    return statements


def _true(statements: Statements) -> Statements:
    """The statements, if the counts bear them and their relations out."""
    people, known = statements.population, statements.values != UNKNOWN
    if people is not None and (
        (statements.links @ people).any()
        or (statements.people[known] @ people != statements.values[known]).any()
    ):
        raise Refused(
            "The counts contradict the relations declared of them, or an earlier release: correct one or the other."
        )
    return statements


def _public(
    tables: Sequence[SafeTable],
    policy: Policy,
    name: str,
    before: Sequence[Sheet],
    declared: tuple[Relation, ...],
    against: tuple[str, ...],
) -> Receipt:
    """The receipt, made from what is published alone."""
    sheets = [*(from_table(table, name, policy) for table in tables), *before]
    held, assumed = taken_for_granted(sheets, declared)
    said = Statements(sheets, held)
    current = _cells_of(said, range(len(tables)))
    made = Receipt(
        cells=int(current.sum()),
        withheld=int((current & (said.values == UNKNOWN)).sum()),
        narrowest=None,
        exposed=(),
        attackers=policy.attackers,
        against=against,
        statements_sha256=fingerprint(tuple(tables)),
        assumed=assumed,
        min_interval=policy.min_interval,
        not_joined=said.not_joined,
    )
    try:
        found, _ = receipt(said, made.attackers, policy.min_interval)
    except Refused:
        return made  # too large to find a population in time: the guarantee stands, the figure is missing
    return replace(made, narrowest=found.narrowest, exposed=found.exposed)


def _question(
    statements: Statements, hidden: Sequence[Flags], policy: Policy, seed: int, seconds: float
) -> Question:
    """Which cells are protected, which are shown whatever follows. The first sheets are new, one for each of
    `hidden`: the cells whose groups are published instead."""
    values, count = statements.values, len(hidden)
    current = _cells_of(statements, range(count))
    apart = np.zeros(len(statements), bool)
    for ids, flags in zip(statements.ids, hidden, strict=False):
        apart[ids[flags]] = True
    shown_before, withheld_before = _history(statements, count)
    small = current & (values < policy.threshold) & (values >= (0 if policy.protect_zeros else 1))
    nought = current & (values == 0) & ~withheld_before & (not policy.protect_zeros)
    return Question(
        statements,
        protected=(small & ~shown_before) | withheld_before,
        merged=(apart & ~shown_before) | (values == UNKNOWN),  # what nobody knows cannot be shown
        before=shown_before,
        kept=withheld_before,
        forced=shown_before | (nought & ~apart),
        spare=_spare(statements, range(count)),
        width=policy.min_interval,
        seed=seed,
        seconds=seconds,
        cover=policy.threshold - 1 if policy.cover else 0,
    )


def _spare(statements: Statements, sheets: range) -> Flags:
    """Counts of those who gave no answer, and beside them that of everybody: given up before any group is. Were
    the total shown, a few who did not answer would cost a table the base of its shares and its largest group."""
    flags = np.zeros(len(statements), bool)
    for number in sheets:
        ids, dimensions = statements.ids[number], statements.sheets[number].dimensions
        if not any(dimension.missing for dimension in dimensions):
            continue
        for place, dimension in enumerate(dimensions):
            codes = Axis(dimension).codes
            away = [
                at for at, code in enumerate(codes) if set(dimension.members(code)) <= set(dimension.missing)
            ]
            flags[np.take(ids, away, axis=place)] = True
        flags[ids[(-1,) * ids.ndim]] = True
    return flags


def _history(statements: Statements, count: int) -> tuple[Flags, Flags]:
    """(shown before, withheld before), a flag a cell. A count that a share pins was shown as well."""
    shown, withheld = np.zeros(len(statements), bool), np.zeros(len(statements), bool)
    for sheet, ids in list(zip(statements.sheets, statements.ids, strict=True))[count:]:
        shown[ids[(sheet.values != UNKNOWN) | (sheet.least == sheet.most)]] = True
        withheld[ids[sheet.asked & (sheet.values == UNKNOWN)]] = True
    return shown, withheld & ~shown


def _cells_of(statements: Statements, sheets: range) -> Flags:
    flags = np.zeros(len(statements), bool)
    for number in sheets:
        flags[statements.ids[number]] = True
    return flags


def _safe_tables(
    cubes: Sequence[Cube], hidden: Sequence[Flags], question: Question, pattern: Pattern, policy: Policy
) -> list[SafeTable]:
    """What goes out: a cell whose group is published instead is not, though an earlier release has shown it."""
    tables = []
    for cube, flags, ids in zip(cubes, hidden, question.statements.ids, strict=False):
        cells = _cells(cube, pattern.shown[ids] & ~flags, question.values[ids], flags)
        repeats = any(cell.value is not None and policy.protects(cell.value) for cell in cells.values())
        note = policy.note(repeats=repeats)
        tables.append(SafeTable(cube.name, cube.dimensions, cells, cube.unit, cube.universe, note))
    return tables


def _cells(cube: Cube, shown: Flags, values: Whole, merged: Flags) -> dict[tuple[str, ...], SafeCell]:
    kept = np.where(merged, Status.MERGED, Status.WITHHELD)
    given = zip(all_codes(cube.dimensions), shown.flat, values.ravel().tolist(), kept.flat, strict=True)
    return {
        codes: SafeCell(codes, value, Status.SHOWN) if is_shown else SafeCell(codes, None, Status(status))
        for codes, is_shown, value, status in given
    }


def _private(
    question: Question, pattern: Pattern, count: int, policy: Policy, public: Receipt, seconds: float
) -> PrivateReceipt:
    statements, audit = question.statements, pattern.audit
    current = _cells_of(statements, range(count))
    withheld = current & ~pattern.shown
    extra = withheld & ~question.never
    asked = (question.protected & current & ~pattern.exposed)[audit.puzzle.cells]
    low, high = audit.low[asked], audit.high[asked]
    sheets = list(zip(statements.sheets, statements.ids, strict=True))[:count]
    tables = [(sheet.values, np.where(pattern.shown[ids], sheet.values, UNKNOWN)) for sheet, ids in sheets]
    covering = (low <= 1) & (high >= policy.threshold - 1)
    return PrivateReceipt(
        cells=int(current.sum()),
        protected=int((question.protected & current).sum()),
        withheld=int(withheld.sum()),
        withheld_extra=int(extra.sum()),
        withheld_extra_value=int(question.values[extra].sum()),
        min_interval_reached=int((high - low).min()) if len(low) else None,
        covered_share=float(covering.mean()) if len(low) else None,
        gaps_kept=gaps_kept(tables),
        exposed=tuple(cell_name(statements, int(cell)) for cell in np.flatnonzero(pattern.exposed)),
        blocking=tuple(cell_name(statements, int(cell)) for cell in pattern.blocking),
        seconds=seconds,
        statements_sha256=public.statements_sha256,
    )
