"""Witnesses of a release: populations that fit everything published, made from the published files alone.

`python -m equalities.disclosure.witnesses DIR [EARLIER ...]` writes `witnesses.json` into DIR. It runs in a
process of its own that has never read a withheld count, so that no witness can be the true population
other than by chance.
"""

import json
import sys
from pathlib import Path
from typing import Any

from equalities.disclosure.attack import examine
from equalities.disclosure.folders import is_release, read_release
from equalities.disclosure.intervals import Audit
from equalities.disclosure.plain import read_outside
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.releases import relations_of
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import Statements


def write_witnesses(folder: Path, earlier: list[Path]) -> None:
    """Write `witnesses.json`: see docs/disclosure.md for its format. earlier: releases, and folders of others."""
    releases = [read_release(one) for one in [folder, *earlier] if is_release(one)]
    known = [dimension for table in releases[0].tables for dimension in table.dimensions]
    outside = [sheet for one in earlier if not is_release(one) for sheet in read_outside(one, known)]
    sheets = [*from_releases(releases), *outside]
    held, _ = taken_for_granted(sheets, relations_of(releases))
    statements = Statements(sheets, held)
    audit = examine(statements, releases[0].policy.min_interval)
    (folder / "witnesses.json").write_text(json.dumps(as_dict(statements, audit)), encoding="utf-8")


def as_dict(statements: Statements, audit: Audit) -> dict[str, Any]:
    """Blocks of finest combinations; each population as [combination, people] where there are any."""
    return {
        "blocks": [
            {
                "universe": dict(block.group[0]),
                "also": [dict(segment) for segment in block.group[1:]],
                "dimensions": {name: list(statements.axes[name].dimension.codes) for name in block.names},
                "start": block.start,
            }
            for block in statements.blocks
        ],
        "populations": [
            [[int(at), int(witness[at])] for at in witness.nonzero()[0]] for witness in audit.witnesses
        ],
    }


if __name__ == "__main__":
    write_witnesses(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
