"""Witnesses of a release of amounts: tables of amounts that fit everything published, made from that alone.

`python -m equalities.disclosure.amounts.witnesses` reads a release in its public form and prints them, with the range
of every withheld amount. As for counts, it is a process of its own that has never read what is withheld.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

from equalities.disclosure.amounts.intervals import Ranges, ranges
from equalities.disclosure.amounts.releases import AmountRelease
from equalities.disclosure.statements import Statements
from equalities.disclosure.witnesses import blocks_as_dicts, in_another_process


def witnessed(release: AmountRelease) -> tuple[Ranges, Mapping[str, Any]] | None:
    """(the ranges of the release's withheld amounts, witnesses as docs/disclosure.md writes them), from another
    process; None where it fails. The cells are those of the statements of the release's sheets."""
    found = in_another_process("equalities.disclosure.amounts.witnesses", release.as_dict())
    if found is None:
        return None
    cells, low, high = found["ranges"]
    upper = [np.inf if limit is None else limit for limit in high]
    return Ranges(np.array(cells, np.int64), np.array(low, float), np.array(upper, float), ()), found[
        "witnesses"
    ]


def find(release: AmountRelease) -> dict[str, Any]:
    """What the other process prints: `witnesses`, and `ranges` as three lists: cells, least, greatest (null: without
    limit), in smallest units."""
    statements = Statements(release.sheets)
    found = ranges(statements)
    high = [limit if np.isfinite(limit) else None for limit in found.high.tolist()]
    fillings = [[[int(at), float(one[at])] for at in one.nonzero()[0]] for one in found.fillings]
    return {
        "witnesses": {"blocks": blocks_as_dicts(statements), "fillings": fillings},
        "ranges": [found.cells.tolist(), found.low.tolist(), high],
    }


if __name__ == "__main__":
    json.dump(find(AmountRelease.from_dict(json.load(sys.stdin))), sys.stdout)
