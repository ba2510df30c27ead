"""protect(): tables in, a release out whose withheld counts cannot be worked out."""

import hashlib
import json
import secrets
import time
from collections.abc import Sequence

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.elimination import Flags
from equalities.disclosure.layout import Axis, Whole
from equalities.disclosure.policies import Policy
from equalities.disclosure.releases import CellName, Interval, PrivateReceipt, Receipt, Release
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.disclosure.suppression import Pattern, Question, suppress
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes
from equalities.refusals import Refused


def protect(
    cubes: Sequence[Cube],
    policy: Policy,
    history: Sequence[Release] = (),
    *,
    name: str = "release",
    key: int | None = None,
) -> Release:
    """Decide together what of these cubes may be published, at all levels of their dimensions.

    cubes: counts of people; equal universes are the same people, and dimensions of one name have the same
    codes. history: releases already published: their shown counts are known, their withheld counts stay
    protected. name: the release's, for receipts. key: the secret that orders equal counts; random unless
    given, and with it the outcome is always the same.

    For every withheld count two populations of whole people fit everything published whose values differ
    by at least `policy.min_interval`; where that cannot be had the release is refused: no tables, and the
    cells in the way in `private.blocking`. Raises Refused for tables that contradict one another.
    """
    if not cubes:
        raise Refused("There is nothing to protect: give at least one table.")
    began = time.perf_counter()
    now = [_sheet(cube, name) for cube in cubes]
    before = [_published(table, release) for release in history for table in release.tables]
    statements = Statements([*now, *before])
    question = _question(statements, len(now), policy, history, secrets.randbits(63) if key is None else key)
    pattern = suppress(question)
    tables = (
        []
        if len(pattern.blocking)
        else [
            _safe_table(cube, pattern.shown[ids], values, policy)
            for cube, ids, values in zip(cubes, statements.ids, (sheet.values for sheet in now), strict=False)
        ]
    )
    current = _cells_of(statements, range(len(now)))
    receipt = _receipt(statements, pattern, current, tables, policy, history)
    private = _private(statements, question, pattern, current, policy, receipt, time.perf_counter() - began)
    return Release(name, tuple(tables), policy, receipt, private)


def _sheet(cube: Cube, release: str) -> Sheet:
    """The cube at all levels of its dimensions."""
    values = cube.counts
    for place, dimension in enumerate(cube.dimensions):
        summed = np.tensordot(Axis(dimension).membership.toarray(), values, axes=(1, place))
        values = np.moveaxis(summed, 0, place)
    return Sheet(release, cube.name, cube.dimensions, cube.universe, values)


def _published(table: SafeTable, release: Release) -> Sheet:
    """What a table of an earlier release says."""
    values = [
        UNKNOWN if cell.value is None else cell.value
        for cell in map(table.cells.get, all_codes(table.dimensions))
        if cell
    ]
    shape = tuple(len(Axis(dimension)) for dimension in table.dimensions)
    return Sheet(
        release.name, table.name, table.dimensions, table.universe, np.array(values, np.int64).reshape(shape)
    )


def _question(
    statements: Statements, count: int, policy: Policy, history: Sequence[Release], seed: int
) -> Question:
    values = statements.values
    current = _cells_of(statements, range(count))
    shown_before, withheld_before = _history(statements, count)
    small = current & (values < policy.threshold) & (values >= (0 if policy.protect_zeros else 1))
    nought = current & (values == 0) & (not policy.protect_zeros)
    forced = shown_before | nought
    protected = (small & ~shown_before) | withheld_before
    least = np.full(len(statements), policy.least_withheld, np.int64)
    places = iter(range(count, len(statements.sheets)))
    for release in history:
        for _ in release.tables:
            ids = statements.ids[next(places)].ravel()
            least[ids] = np.where(
                statements.values[ids] == 0, 0, np.maximum(least[ids], release.policy.least_withheld)
            )
    return Question(
        statements, values, protected, shown_before, withheld_before, forced, least, policy.min_interval, seed
    )


def _history(statements: Statements, count: int) -> tuple[Flags, Flags]:
    """(shown before, withheld before), a flag a cell."""
    shown = np.zeros(len(statements), bool)
    named = np.zeros(len(statements), bool)
    for sheet, ids in list(zip(statements.sheets, statements.ids, strict=True))[count:]:
        shown[ids[sheet.values != UNKNOWN]] = True
        named[ids] = True
    return shown, named & ~shown


def _cells_of(statements: Statements, sheets: range) -> Flags:
    flags = np.zeros(len(statements), bool)
    for number in sheets:
        flags[statements.ids[number]] = True
    return flags


def _safe_table(cube: Cube, shown: Flags, values: Whole, policy: Policy) -> SafeTable:
    cells = {
        codes: SafeCell(
            codes, int(value) if is_shown else None, Status.SHOWN if is_shown else Status.WITHHELD
        )
        for codes, is_shown, value in zip(
            all_codes(cube.dimensions), shown.ravel().tolist(), values.ravel().tolist(), strict=True
        )
    }
    return SafeTable(cube.name, cube.dimensions, cells, cube.unit, cube.universe, policy.note())


def _name(statements: Statements, cell: int) -> CellName:
    number, codes = statements.place(cell)
    sheet = statements.sheets[number]
    return CellName(sheet.release, sheet.name, codes)


def _receipt(
    statements: Statements,
    pattern: Pattern,
    current: Flags,
    tables: Sequence[SafeTable],
    policy: Policy,
    history: Sequence[Release],
) -> Receipt:
    audit = pattern.audit
    widths = audit.high - audit.low
    intervals = [
        Interval(_name(statements, int(audit.puzzle.cells[at])), int(audit.low[at]), int(audit.high[at]))
        for at in np.argsort(widths, kind="stable")[:1]
    ]
    published = json.dumps([table.as_dict() for table in tables], sort_keys=True).encode()
    return Receipt(
        int(current.sum()),
        int((current & ~pattern.shown).sum()),
        intervals[0] if intervals else None,
        (),
        (policy.attacker,),
        tuple(release.name for release in history),
        hashlib.sha256(published).hexdigest(),
    )


def _private(
    statements: Statements,
    question: Question,
    pattern: Pattern,
    current: Flags,
    policy: Policy,
    receipt: Receipt,
    seconds: float,
) -> PrivateReceipt:
    audit = pattern.audit
    extra = current & ~pattern.shown & ~question.protected
    of_protected = (question.protected & current & ~pattern.exposed)[audit.puzzle.cells]
    widths = (audit.high - audit.low)[of_protected]
    covering = (audit.low[of_protected] <= 1) & (audit.high[of_protected] >= policy.threshold - 1)
    return PrivateReceipt(
        receipt.cells,
        int((question.protected & current).sum()),
        receipt.withheld,
        int(extra.sum()),
        int(question.values[extra].sum()),
        int(widths.min()) if len(widths) else None,
        float(covering.mean()) if len(widths) else None,
        None,
        tuple(_name(statements, int(cell)) for cell in np.flatnonzero(pattern.exposed)),
        tuple(_name(statements, int(cell)) for cell in pattern.blocking),
        seconds,
        receipt.statements_sha256,
    )
