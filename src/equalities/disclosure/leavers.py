"""Tables of the same people made again after some have left: the difference is a table too."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure.policies import Policy
from equalities.disclosure.protection import protect
from equalities.disclosure.releases import Release
from equalities.disclosure.tables import SafeTable, Status
from equalities.refusals import Refused

_STAGE = Dimension("still counted", ("stayed", "left"))


def have_left(before: Sequence[Cube], now: Sequence[Cube]) -> int | None:
    """How many people of `before` are not in `now`; None where other people are, so that nothing can be told of who
    left: a count that grew, or no table that both have. before, now: counts, the tables of one name about the same
    question."""
    pairs = _pairs(before, now)
    if not pairs or any((new.counts > old.counts).any() for old, new in pairs):
        return None
    return max(old.total - new.total for old, new in pairs)


def stayed(earlier: Release, before: Sequence[Cube], now: Sequence[Cube], policy: Policy) -> Release:
    """A history under which protect() withholds from the tables of `now` what would give away, beside those of
    `earlier`, small counts of who left.

    Each count of `before` is those who stayed and those who left: a table with one more dimension, which `earlier`
    shows the totals of. All of it is protected as one; what may be shown of those who stayed is the history. Whoever
    has both releases then knows no more than that protected table and its totals. What `earlier` withholds stays
    withheld, but for noughts: else who has the release before that as well, which shows it, would learn who left in two
    steps. before: the counts that `earlier`
    was made of. now: the same without those who left, with the universe of those who stayed. For protect() alone.
    Raises Refused where one of the tables is grouped in another way, and where nothing can be shown.
    """
    pairs = _pairs(before, now)
    if len(pairs) < len(before):
        raise Refused(
            "A table of before has no counterpart now, or is grouped in another way: keep its groups."
        )
    whole = protect([_by_stage(*pair) for pair in pairs], policy, [earlier], name=earlier.name)
    if whole.is_refused:
        raise Refused(
            "Too few people have left for any table without them to be safe beside those of before."
        )
    last = {table.name: table for table in earlier.tables}
    tables = [
        _as_withheld(_of_who_stayed(table, new), last[old.name], policy)
        for table, (old, new) in zip(whole.tables, pairs, strict=True)
    ]
    return replace(whole, tables=tuple(tables))


def _pairs(before: Sequence[Cube], now: Sequence[Cube]) -> list[tuple[Cube, Cube]]:
    named = {cube.name: cube for cube in now}
    alike = [(old, named[old.name]) for old in before if old.name in named]
    return [(old, new) for old, new in alike if old.dimensions == new.dimensions]


def _by_stage(old: Cube, new: Cube) -> Cube:
    counts = np.stack([new.counts, old.counts - new.counts], axis=-1)
    return replace(old, dimensions=(*old.dimensions, _STAGE), counts=counts, sums={})


def _of_who_stayed(table: SafeTable, new: Cube) -> SafeTable:
    return replace(table.where(_STAGE.name, "stayed"), universe=new.universe)


def _as_withheld(table: SafeTable, last: SafeTable, policy: Policy) -> SafeTable:
    """Without the counts that the last table of the same groups withholds. A nought stays, where readers know that no
    withheld count is one."""
    cells = {
        codes: replace(cell, value=None, status=Status.WITHHELD)
        if last.cells[codes].value is None and (cell.value or not policy.least_withheld)
        else cell
        for codes, cell in table.cells.items()
    }
    return replace(table, cells=cells)
