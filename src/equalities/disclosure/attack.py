"""What a reader can work out: the attack on published numbers, ours or anybody's."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from equalities.disclosure.intervals import Audit, bounds
from equalities.disclosure.layout import Axis
from equalities.disclosure.puzzles import puzzle, start
from equalities.disclosure.readings import DIFFERENT, taken_for_granted
from equalities.disclosure.relations import Relation
from equalities.disclosure.releases import CellName, Interval, Receipt
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements
from equalities.refusals import Refused

MOST_STRETCHED = 200
"""Unknowns up to which the narrowest cell is searched for to its ends, and how many cells may take their turn."""


def attack(
    sheets: Sequence[Sheet],
    attackers: tuple[str, ...] = ("outsider",),
    width: int = 2,
    relations: Sequence[Relation] = (),
) -> Receipt:
    """What these published tables give away to a reader who adds and subtracts, and knows that people are
    whole and never fewer than none.

    sheets: everything published about the people, from `sheets` or `folders`. attackers: whom the receipt
    names. width: how far apart two values of a withheld count should be. relations: what is declared of the
    people of different tables; where nobody says, they could be the same. `exposed` are the withheld cells
    with one possible value, those of plain tables that another table prints among them. Raises Refused where the
    numbers contradict one another.
    """
    found = supposed(sheets, relations, lambda said: receipt(said, attackers, width)[0])
    elsewhere = printed_elsewhere(Statements(sheets, relations))
    return replace(
        found,
        withheld=found.withheld + len(elsewhere),
        narrowest=elsewhere[0] if elsewhere else found.narrowest,
        exposed=(*elsewhere, *found.exposed),
    )


def printed_elsewhere(statements: Statements) -> tuple[Interval, ...]:
    """The counts that a table withholds and another table gives, where that is asked (`Sheet.plain`)."""
    found: dict[int, Interval] = {}
    for sheet, ids in zip(statements.sheets, statements.ids, strict=True):
        axes = [Axis(dimension) for dimension in sheet.dimensions]
        for place in np.argwhere(sheet.asked & (sheet.values == UNKNOWN)) if sheet.plain else ():
            cell = int(ids[tuple(place)])
            value = int(statements.values[cell])
            codes = tuple(axis.codes[at] for axis, at in zip(axes, place, strict=True))
            if value != UNKNOWN:
                found.setdefault(cell, Interval(CellName(sheet.release, sheet.name, codes), value, value))
    return tuple(found.values())


def supposed(
    sheets: Sequence[Sheet], relations: Sequence[Relation], attacked: Callable[[Statements], Receipt]
) -> Receipt:
    """The receipt under the reading that gives most away; exposed cells that rest on it are named apart."""
    held, assumed = taken_for_granted(sheets, relations)
    if all(assumption.reading == DIFFERENT for assumption in assumed):
        return replace(attacked(Statements(sheets, relations)), assumed=assumed)
    try:
        found = replace(attacked(Statements(sheets, held)), assumed=assumed)
    except Refused:
        different = tuple(replace(assumption, reading=DIFFERENT) for assumption in assumed)
        return replace(attacked(Statements(sheets, relations)), assumed=different)
    if not found.exposed:
        return found
    anyhow = {interval.cell for interval in attacked(Statements(sheets, relations)).exposed}
    resting = tuple(interval for interval in found.exposed if interval.cell not in anyhow)
    return replace(found, only_if_same=resting)


def receipt(statements: Statements, attackers: tuple[str, ...], width: int) -> tuple[Receipt, Audit]:
    """The receipt, and the audit with the populations that bear it out."""
    audit = examine(statements, width)
    asked = np.flatnonzero(audit.puzzle.asked)
    widths = (audit.high - audit.low)[asked]
    exposed = tuple(_interval(statements, audit, int(at)) for at in asked[widths == 0])
    narrowest = asked[np.argsort(widths, kind="stable")[:1]]
    return Receipt(
        int((statements.asked | (statements.values != UNKNOWN) | (statements.most < NO_LIMIT)).sum()),
        len(asked),
        next((_interval(statements, audit, int(at)) for at in narrowest), None),
        exposed,
        attackers,
        (),
        "",
        not_joined=statements.not_joined,
    ), audit


def examine(statements: Statements, width: int) -> Audit:
    """Witnesses from the published numbers alone. A cell that stays narrower than `width` has been searched
    to its ends where whole programmes are quick. Where they are not, one that no witness moves but that
    fractions of people could move is given the interval of the fractions."""
    left = puzzle(statements, statements.values != UNKNOWN, statements.least)
    audit = Audit(left, [start(left)], width)
    audit.search()
    stuck = audit.narrow
    low, high = bounds(left, stuck)
    certain = np.floor(high + 1e-6) - np.ceil(low - 1e-6) < width
    reached = (audit.low[stuck] <= low + 1e-6) & (audit.high[stuck] >= high - 1e-6)
    for cell in stuck[~(certain & reached)].tolist() if audit.quick else ():
        if audit.high[cell] - audit.low[cell] < width:
            audit.stretch(cell)
    if not audit.quick:
        audit.low[stuck] = np.minimum(audit.low[stuck], np.ceil(low - 1e-6).astype(np.int64))
        audit.high[stuck] = np.maximum(
            audit.high[stuck], np.floor(np.minimum(high, NO_LIMIT) + 1e-6).astype(np.int64)
        )
    if len(left.unknown) <= MOST_STRETCHED:
        _find_narrowest(audit)
    return audit


def _find_narrowest(audit: Audit) -> None:
    """Search the cells that seem narrowest to their ends, until the narrowest of all is one of them."""
    searched: set[int] = set()
    asked = np.flatnonzero(audit.puzzle.asked)
    while len(asked) and len(searched) < MOST_STRETCHED:
        narrowest = int(asked[np.argmin((audit.high - audit.low)[asked])])
        if narrowest in searched:
            return
        searched.add(narrowest)
        audit.stretch(narrowest)


def _interval(statements: Statements, audit: Audit, at: int) -> Interval:
    name = cell_name(statements, int(audit.puzzle.cells[at]))
    return Interval(name, int(audit.low[at]), int(audit.high[at]))


def cell_name(statements: Statements, cell: int) -> CellName:
    """The cell's first place in the tables."""
    number, codes = statements.place(cell)
    sheet = statements.sheets[number]
    return CellName(sheet.release, sheet.name, codes)
