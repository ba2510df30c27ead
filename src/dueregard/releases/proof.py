"""What a process proves that has read no count but those that readers have: `protecting` starts it for each release.

It gets public forms through a pipe and has no key to the counts at rest. Nothing here knows Django.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np

from equalities.cubes import Dimension
from equalities.disclosure import CellName, Release, Status
from equalities.disclosure.attack import cell_name, examine, receipt
from equalities.disclosure.layout import Axis, Summed
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.relations import Relation, read_universe
from equalities.disclosure.releases import relations_of
from equalities.disclosure.sheets import from_releases, withheld_only
from equalities.disclosure.statements import Ratio, Sheet, Statements
from equalities.disclosure.tables import dimension_as_dict, dimension_from_dict, universe_as_dict
from equalities.disclosure.witnesses import as_dict
from equalities.refusals import Refused


def unproved(
    release: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], outside: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The cells of a release that may not go out so: those with a small count that it prints, and those withheld that
    no two populations tell apart, and those that what is known withholds. For a reader who has all that is known
    besides, whom what is known by itself may have told already; and for one who has the release alone."""
    given = Release.from_dict(release)
    known = [Release.from_dict(each) for each in earlier]
    beside = [*from_releases(known), *map(sheet_from_dict, outside)]
    ours, relations = from_releases([given]), relations_of([given, *known])
    found = [*small_counts(given), *narrow(given, ours, ())]
    if beside and (left := narrow(given, [*ours, *beside], relations)):
        told = narrow(given, [*map(withheld_only, ours), *beside], relations)
        found += [cell for cell in left if cell not in told]
    return [cell.as_dict() for cell in dict.fromkeys(found)]


def witnessed(release: Mapping[str, Any], standing: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """What lets anybody check a release without us: a receipt, and witnesses that fit it and the `standing` releases,
    which everybody can read too. Where these leave a withheld count too narrow, or have other lists of groups, the
    witnesses fit the release alone. None where they do not prove it."""
    given, others = Release.from_dict(release), [Release.from_dict(each) for each in standing]
    return _witnessed(given, others) or _witnessed(given, ())


def _witnessed(given: Release, others: Sequence[Release]) -> dict[str, Any] | None:
    releases, width = [given, *others], given.policy.min_interval
    sheets = from_releases(releases)
    try:
        held, assumed = taken_for_granted(sheets, ())
        said = Statements(sheets, held)
        found, audit = receipt(said, given.policy.attackers, width)
    except Refused:
        return None
    if any(cell_name(said, cell).release == given.name for cell in audit.unproved.tolist()):
        return None
    own = found.narrowest if found.narrowest and found.narrowest.cell.release == given.name else None
    public = replace(
        given.receipt,
        narrowest=own,
        exposed=(),
        only_if_same=(),
        against=tuple(other.name for other in others),
        assumed=assumed,
        not_joined=said.not_joined,
        titles={},
    )
    return {"receipt": public.as_dict(), "witnesses": as_dict(said, audit)}


def narrow(release: Release, sheets: Sequence[Sheet], relations: Sequence[Relation]) -> list[CellName]:
    """The cells, of a release whose tables are the first of the sheets and of the others, that are narrower than its
    policy wants for whoever has all of these sheets."""
    held, _ = taken_for_granted(sheets, relations)
    said = Statements(sheets, held)
    found = examine(said, release.policy.min_interval).unproved
    return [cell_name(said, cell) for cell in found.tolist()]


def small_counts(release: Release) -> list[CellName]:
    """The cells that print a count which the policy withholds."""
    return [
        CellName(release.name, table.name, cell.codes)
        for table in release.tables
        for cell in table.cells.values()
        if cell.status is Status.SHOWN and release.policy.protects(cell.value or 0)
    ]


def sheet_as_dict(sheet: Sheet) -> dict[str, Any]:
    """Plain values for JSON."""
    return {
        "release": sheet.release,
        "name": sheet.name,
        "dimensions": [dimension_as_dict(dimension) for dimension in sheet.dimensions],
        "sums": [dict(Axis(dimension).sums) for dimension in sheet.dimensions],
        "universe": universe_as_dict(sheet.universe),
        "asked": sheet.asked.tolist(),
        "ratios": [asdict(ratio) for ratio in sheet.ratios],
        "values": sheet.values.tolist(),
        "least": sheet.least.tolist(),
        "most": sheet.most.tolist(),
    }


def sheet_from_dict(stored: Mapping[str, Any]) -> Sheet:
    """The sheet that `sheet_as_dict` gave."""
    return Sheet(
        release=stored["release"],
        name=stored["name"],
        dimensions=tuple(map(_with_sums, stored["dimensions"], stored["sums"])),
        universe=read_universe(stored["universe"]),
        asked=np.array(stored["asked"], bool),
        ratios=tuple(Ratio(**ratio) for ratio in stored["ratios"]),
        values=np.array(stored["values"], np.int64),
        least=np.array(stored["least"], np.int64),
        most=np.array(stored["most"], np.int64),
    )


def _with_sums(stored: Mapping[str, Any], sums: Mapping[str, Sequence[str]]) -> Dimension:
    """The dimension, with the sums that a paper has beside its tree."""
    plain = dimension_from_dict(stored)
    own = {each.name: getattr(plain, each.name) for each in fields(plain)}
    return Summed(**own, sums={code: tuple(members) for code, members in sums.items()}) if sums else plain
