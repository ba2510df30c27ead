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


def is_narrowed_before(release: Release) -> bool:
    """Whether some count that a proved release withholds is given away, or left fewer values than its policy wants:
    what was published before does that, since a release that does so itself is not proved."""
    narrowest, width = release.receipt.narrowest, release.policy.min_interval
    cells = [each.cell for each in release.receipt.exposed]
    if narrowest and narrowest.high - narrowest.low < width:
        cells.append(narrowest.cell)
    return any(cell.release == release.name for cell in cells)


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
