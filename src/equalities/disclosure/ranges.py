"""From what to what withheld counts of everybody are, by what is shown beside them, or as a range that is stated."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil, floor

import highspy
import numpy as np

from equalities.disclosure.layout import Axis, Whole
from equalities.disclosure.programmes import INFINITE, Numbers
from equalities.disclosure.puzzles import Puzzle, puzzle
from equalities.disclosure.releases import Release
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements
from equalities.disclosure.tables import SafeTable

MOST_UNKNOWN = 5_000
"""Numbers left to guess up to which ranges are looked for: a programme takes a tenth of a second there."""
SECONDS = 5.0
STEPS = (1.05, 1.25, 2.0)
"""Where ranges that are stated end, by the largest number of answers that is shown: 5 % more, and so on."""
NARROWEST = 5
"""The width of the first range at least, in thresholds of the policy."""

ENDLESS = {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}
"""What the solver says where a sum has no end: the true people fit, so no programme here is without a solution."""

Place = tuple[int, ...]
Ends = tuple[int, int | None]


def with_ranges(release: Release) -> Release:
    """The release, its tables with the least and the most (`between`) of each withheld count of all who were asked,
    those who answered and those who did not: over all people who fit everything that these tables show.

    The true people fit, so the true count lies between; and both ends are worked out from what is shown, so they tell
    readers nothing new. Linear programmes over fractions of people. A count that nothing bounds from above has None
    for its most; where no end was found in time, or the tables are too large to look, it has no range.
    """
    sheets = from_releases([release])
    statements = Statements(sheets)
    wanted = [list(_of_everybody(sheet)) for sheet in sheets]
    cells = {int(ids[at]) for ids, places in zip(statements.ids, wanted, strict=True) for at in places}
    found = _ranges(statements, np.array(sorted(cells), np.int64)) if cells else {}
    tables = [
        replace(table, between=_between(sheet, ids, places, found))
        for table, sheet, ids, places in zip(release.tables, sheets, statements.ids, wanted, strict=True)
    ]
    return replace(release, tables=tuple(tables))


def stated_ranges(release: Release) -> tuple[Release, ...]:
    """The releases of which one may be published instead of `release` (as `with_ranges` gives it), to say how many
    people there are in all where nothing shown bounds that: the same tables, each with another range of the number.

    The ranges follow one another and leave nothing out, and where they end follows from what is shown. So if each of
    these releases is proved, which of them goes out tells no more than its range does. Empty where the number is shown
    or bounded, where nobody's answers are shown, and where the policy asks for more than a width, which is not proved
    here.
    """
    totals = [_total(table) for table in release.tables]
    ends = [
        ends
        for table, codes in zip(release.tables, totals, strict=True)
        if (ends := table.between.get(codes))
    ]
    answers = [
        table.cell(table.dimensions[0].base).value for table in release.tables if len(table.dimensions) == 1
    ]
    most_answers = max((n for n in answers if n is not None), default=0)
    policy = release.policy
    if not ends or ends[0][1] is not None or not most_answers or policy.cover or policy.participants:
        return ()
    least, width = ends[0][0], NARROWEST * policy.threshold
    upper = [
        max(ceil(step * most_answers), least + width * place) for place, step in enumerate(STEPS, start=1)
    ]
    edges = [least - 1, *upper]
    between = [*((before + 1, last) for before, last in pairwise(edges)), (upper[-1] + 1, None)]
    return tuple(_stating(release, each) for each in between)


def as_said_before(release: Release, earlier: Sequence[Release]) -> Release:
    """The release with what earlier ones say of the number of the very same people in all, where it withholds that."""
    for table in (table for each in earlier for table in each.tables):
        if ends := table.between.get(_total(table)):
            release = _stating(release, ends)
    return release


def holds(release: Release, total: int) -> bool:
    """Whether `total` people in all lie in the range that a release of `stated_ranges` states."""
    ends = [table.between.get(_total(table), (0, None)) for table in release.tables]
    return all(least <= total and (most is None or total <= most) for least, most in ends)


def _stating(release: Release, ends: Ends) -> Release:
    """The release with this range of the number of all people, as far as it is narrower than what its tables tell."""
    tables = [
        replace(table, between={**table.between, total: _both(table.between[total], ends)})
        if (total := _total(table)) in table.between
        else table
        for table in release.tables
    ]
    return replace(release, tables=tuple(tables))


def _both(one: Ends, other: Ends) -> Ends:
    mosts = [most for _, most in (one, other) if most is not None]
    return max(one[0], other[0]), min(mosts, default=None)


def _total(table: SafeTable) -> tuple[str, ...]:
    return tuple(dimension.total for dimension in table.dimensions)


def _of_everybody(sheet: Sheet) -> Iterator[Place]:
    """The places of withheld counts that hold people with an answer and people without."""
    asked = [at for at, dimension in enumerate(sheet.dimensions) if dimension.missing]
    last = [len(Axis(dimension)) - 1 for dimension in sheet.dimensions]
    for place in np.argwhere(sheet.asked & (sheet.values == UNKNOWN)).tolist():
        if any(place[at] == last[at] for at in asked):
            yield tuple(place)


def _between(
    sheet: Sheet, ids: Whole, places: Sequence[Place], found: Mapping[int, Ends]
) -> dict[tuple[str, ...], Ends]:
    axes = [Axis(dimension) for dimension in sheet.dimensions]
    return {
        tuple(axis.codes[at] for axis, at in zip(axes, place, strict=True)): found[int(ids[place])]
        for place in places
        if int(ids[place]) in found
    }


def _ranges(statements: Statements, wanted: Whole) -> dict[int, Ends]:
    """By cell of the statements, the least and the most that it can be."""
    left = puzzle(statements, statements.values != UNKNOWN, statements.least)
    if len(left.unknown) > MOST_UNKNOWN:
        return {}
    solver, found = _open_ended(left), dict[int, Ends]()
    for at in np.flatnonzero(np.isin(left.cells, wanted)).tolist():
        part, known = left.parts[[at]].toarray().ravel().astype(np.float64), int(left.known[at])
        least, most = _least(solver, part), _least(solver, -part)
        if least is not None and most is not None:
            slack = 1e-6 * max(1.0, abs(least))
            highest = None if most == -np.inf else floor(-most + 1e-6 * max(1.0, -most)) + known
            found[int(left.cells[at])] = (ceil(least - slack) + known, highest)
    return found


def _open_ended(left: Puzzle) -> highspy.Highs:
    """The programme of everything that fits, without the bounds above every known number that a search has."""
    plain = left.programme(np.zeros(len(left.unknown)))
    upper = np.where(plain.upper == plain.upper.max(initial=0.0), INFINITE, plain.upper)
    sums = np.where(plain.row_upper >= NO_LIMIT // 2, INFINITE, plain.row_upper)
    return replace(plain, upper=upper, row_upper=sums).solver(whole=False)


def _least(solver: highspy.Highs, part: Numbers) -> float | None:
    """The least value of a sum of the unknowns, -inf where it has no end; None where none was found in time."""
    if not part.any():
        return 0.0
    solver.changeColsCost(len(part), np.arange(len(part), dtype=np.int32), part)
    solver.setOptionValue("time_limit", solver.getRunTime() + SECONDS)
    solver.run()
    if solver.getModelStatus() in ENDLESS:
        return -np.inf
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(part @ np.array(solver.getSolution().col_value))
