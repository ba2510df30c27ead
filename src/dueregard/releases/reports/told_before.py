"""Which counts that new tables withhold stand in what readers have already, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from equalities.disclosure import CellName, Release
from equalities.disclosure.attack import cell_name
from equalities.disclosure.relations import Relation
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements


@dataclass(frozen=True)
class ToldBefore:
    """A cell that a release withholds, and the names of what prints its count all the same."""

    cell: CellName
    by: tuple[str, ...]


def told_before(
    release: Release, earlier: Sequence[Release], outside: Sequence[Sheet], relations: Sequence[Relation]
) -> list[ToldBefore]:
    """Each once, however many tables of the release have it. Who reads those papers knows these counts; who reads the
    release alone does not."""
    ours, others = from_releases([release]), [*from_releases(earlier), *outside]
    said = Statements([*ours, *others], relations)
    withheld = np.zeros(len(said), bool)
    for sheet, ids in zip(ours, said.ids, strict=False):
        withheld[ids[sheet.asked & (sheet.values == UNKNOWN)]] = True
    told = np.flatnonzero(withheld & (said.values != UNKNOWN))
    printed = [
        (sheet.release, set(ids[sheet.values != UNKNOWN].ravel().tolist()))
        for sheet, ids in zip(others, said.ids[len(ours) :], strict=True)
    ]
    return [
        ToldBefore(
            cell_name(said, cell), tuple(dict.fromkeys(name for name, cells in printed if cell in cells))
        )
        for cell in told.tolist()
    ]
