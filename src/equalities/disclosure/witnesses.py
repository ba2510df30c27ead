"""Witnesses of a release: populations that fit everything published, made from what is published alone.

`python -m equalities.disclosure.witnesses [EARLIER ...]` reads a release in its public form and prints them. It is
a process of its own that has never read a withheld count, so that no witness can be the true population other than
by chance; and it reads and prints through pipes, so that nothing stands on a disk before it is proved.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from equalities.disclosure.attack import cell_name, examine
from equalities.disclosure.folders import fingerprint, is_release, read_release
from equalities.disclosure.intervals import Audit
from equalities.disclosure.known import narrowed_before, printed_before
from equalities.disclosure.plain import read_outside
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.releases import CellName, Known, Release, relations_of
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import Statements
from equalities.disclosure.tables import Status


@dataclass(frozen=True)
class Witnessed:
    """`witnesses`: blocks of finest combinations and populations, as docs/disclosure.md writes them. `known`: the cells
    withheld that earlier releases give away. `unproved`: the others that no two of the populations tell apart by as
    much as the policy wants."""

    witnesses: Mapping[str, Any]
    known: tuple[Known, ...]
    unproved: tuple[CellName, ...]


def proved(release: Release, earlier: Sequence[Path]) -> tuple[Release, Mapping[str, Any]]:
    """(the release, its witnesses), made in another process: the release with what was known before in its receipt, or
    refused where they leave another count unproved. Where that process fails, every count is unproved.

    earlier: folders of releases, and of what others published.
    """
    if release.is_refused or release.private is None:
        return release, {}
    found = _apart(release, earlier)
    if not found.unproved:
        receipt = replace(release.receipt, known_before=found.known)
        return replace(release, receipt=receipt), found.witnesses
    private = replace(release.private, blocking=found.unproved, statements_sha256=fingerprint(()))
    return replace(release, tables=(), private=private), {}


def _apart(release: Release, earlier: Sequence[Path]) -> Witnessed:
    found = in_another_process("equalities.disclosure.witnesses", release.as_dict(), *map(str, earlier))
    if found is None:
        return Witnessed({}, (), _withheld(release))
    return Witnessed(
        found["witnesses"],
        tuple(Known.from_dict(known) for known in found["known"]),
        tuple(CellName.from_dict(cell) for cell in found["unproved"]),
    )


def in_another_process(module: str, public: Mapping[str, Any], *arguments: str) -> dict[str, Any] | None:
    """What a module of this program prints as JSON when it is given this to read; None where it fails."""
    done = subprocess.run(  # noqa: S603 (this very program)
        [sys.executable, "-m", module, *arguments],
        input=json.dumps(public), check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return None if done.returncode else json.loads(done.stdout)


def _withheld(release: Release) -> tuple[CellName, ...]:
    """The cells withheld; all cells where none is."""
    cells = [(table.name, cell) for table in release.tables for cell in table.cells.values()]
    withheld = [(table, cell) for table, cell in cells if cell.status is not Status.SHOWN]
    return tuple(CellName(release.name, table, cell.codes) for table, cell in withheld or cells)


def find(release: Release, earlier: Sequence[Path]) -> Witnessed:
    """The witnesses of a release as it was published."""
    releases = [release, *(read_release(one) for one in earlier if is_release(one))]
    counted = [dimension for table in release.tables for dimension in table.dimensions]
    outside = [sheet for one in earlier if not is_release(one) for sheet in read_outside(one, counted)]
    ours, before = from_releases([release]), [*from_releases(releases[1:]), *outside]
    relations, width = relations_of(releases), release.policy.min_interval
    held, _ = taken_for_granted([*ours, *before], relations)
    statements = Statements([*ours, *before], held)
    audit = examine(statements, width)
    current = {cell for ids in statements.ids[: len(ours)] for cell in ids.ravel().tolist()}
    narrow = [cell_name(statements, cell) for cell in audit.unproved.tolist() if cell in current]
    known = printed_before(ours, before, relations)
    known += narrowed_before(ours, before, relations, width) if before and narrow else []
    given_away = {each.cell for each in known}
    unproved = tuple(cell for cell in narrow if cell not in given_away)
    return Witnessed(as_dict(statements, audit), tuple(known), unproved)


def as_dict(statements: Statements, audit: Audit) -> dict[str, Any]:
    """Blocks of finest combinations; each population as [combination, people] where there are any."""
    return {
        "blocks": blocks_as_dicts(statements),
        "populations": [
            [[int(at), int(witness[at])] for at in witness.nonzero()[0]] for witness in audit.witnesses
        ],
    }


def blocks_as_dicts(statements: Statements) -> list[dict[str, Any]]:
    """Where the finest combinations stand, for JSON."""
    return [
        {
            "universe": dict(block.group[0]),
            "also": [dict(segment) for segment in block.group[1:]],
            "dimensions": {name: list(statements.axes[name].dimension.codes) for name in block.names},
            "start": block.start,
        }
        for block in statements.blocks
    ]


if __name__ == "__main__":
    found = find(Release.from_dict(json.load(sys.stdin)), [Path(one) for one in sys.argv[1:]])
    known, unproved = ([each.as_dict() for each in cells] for cells in (found.known, found.unproved))
    json.dump({"witnesses": found.witnesses, "known": known, "unproved": unproved}, sys.stdout)
