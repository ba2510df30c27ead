"""Tables of the same people made again after some have left: the difference is a table too."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure.policies import Policy
from equalities.disclosure.protection import protect
from equalities.disclosure.releases import Release
from equalities.disclosure.tables import SafeTable
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
    has both releases then knows no more than that protected table and its totals. before: the counts that `earlier`
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
    tables = zip(whole.tables, (new for _, new in pairs), strict=True)
    return replace(whole, tables=tuple(_of_who_stayed(table, new) for table, new in tables))


def _pairs(before: Sequence[Cube], now: Sequence[Cube]) -> list[tuple[Cube, Cube]]:
    named = {cube.name: cube for cube in now}
    alike = [(old, named[old.name]) for old in before if old.name in named]
    return [(old, new) for old, new in alike if old.dimensions == new.dimensions]


def _by_stage(old: Cube, new: Cube) -> Cube:
    counts = np.stack([new.counts, old.counts - new.counts], axis=-1)
    return replace(old, dimensions=(*old.dimensions, _STAGE), counts=counts, sums={})


def _of_who_stayed(table: SafeTable, new: Cube) -> SafeTable:
    return replace(table.where(_STAGE.name, "stayed"), universe=new.universe)
