"""Which counts that a release withholds were given away before it: printed, or narrowed further than it promises.

Nothing but what is public is asked, so that whoever has the earlier releases can find the same.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.disclosure.attack import cell_name, examine
from equalities.disclosure.layout import Flags
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.relations import Relation
from equalities.disclosure.releases import CellName, Known
from equalities.disclosure.sheets import withheld_only
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements


def printed_before(
    ours: Sequence[Sheet], before: Sequence[Sheet], relations: Sequence[Relation]
) -> list[Known]:
    """The cells that our sheets withhold and sheets before them print, with the names of those."""
    said = _said(ours, before, relations)
    printed = np.flatnonzero(_asked(said, len(ours)) & (said.values != UNKNOWN))
    given = [
        (sheet.release, set(ids[sheet.values != UNKNOWN].tolist()))
        for sheet, ids in zip(before, said.ids[len(ours) :], strict=True)
    ]
    return [
        Known(cell_name(said, cell), tuple(dict.fromkeys(name for name, cells in given if cell in cells)))
        for cell in printed.tolist()
    ]


def narrowed_before(
    ours: Sequence[Sheet], before: Sequence[Sheet], relations: Sequence[Relation], width: int
) -> list[Known]:
    """The cells that our sheets withhold and that sheets before them print nowhere, but leave fewer values than
    `width` apart: with the names of the releases that do so by themselves, of all where none does."""
    names = tuple(dict.fromkeys(sheet.release for sheet in before))
    found = _narrow(ours, before, relations, width)
    alone = {
        name: set(_narrow(ours, [sheet for sheet in before if sheet.release == name], relations, width))
        for name in (names if found and len(names) > 1 else ())
    }
    return [
        Known(cell, tuple(name for name in names if cell in alone.get(name, ())) or names) for cell in found
    ]


def _narrow(
    ours: Sequence[Sheet], before: Sequence[Sheet], relations: Sequence[Relation], width: int
) -> list[CellName]:
    said = _said(ours, before, relations)
    asked = _asked(said, len(ours))
    return [cell_name(said, cell) for cell in examine(said, width).unproved.tolist() if asked[cell]]


def _said(ours: Sequence[Sheet], before: Sequence[Sheet], relations: Sequence[Relation]) -> Statements:
    """What was known before; of our sheets only which cells they withhold is asked, and nothing of it known."""
    silent = [replace(sheet, least=np.zeros_like(sheet.least)) for sheet in map(withheld_only, ours)]
    held, _ = taken_for_granted([*silent, *before], relations)
    return Statements([*silent, *before], held)


def _asked(said: Statements, count: int) -> Flags:
    """The cells that the first sheets ask about, a flag a cell."""
    flags = np.zeros(len(said), bool)
    for sheet, ids in zip(said.sheets[:count], said.ids, strict=False):
        flags[ids[sheet.asked]] = True
    return flags
