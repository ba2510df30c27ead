"""`dueregard tables protect` and `attack` where the tables are of amounts and not of counts."""

import argparse
import json
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equalities.refusals import Refused

if TYPE_CHECKING:
    from equalities.disclosure.plain import Reading
    from equalities.disclosure.statements import Sheet

WITHIN = 1.0
"""Percent: a withheld amount that can be guessed as nearly is given away, unless a release or the reader says more."""


def are_amounts(folders: list[Path]) -> bool:
    """Whether these folders hold tables of amounts. Raises Refused where some do and others do not."""
    from equalities.disclosure.amounts.plain import holds_amounts
    from equalities.disclosure.amounts.releases import is_amounts
    from equalities.disclosure.folders import is_release

    found = [is_amounts(folder) if is_release(folder) else holds_amounts(folder) for folder in folders]
    if any(found) and not all(found):
        raise Refused("Some of these folders hold amounts and others counts: attack each kind by itself.")
    return all(found)


def protect(arguments: argparse.Namespace) -> int:
    """Protect the amounts of a SPEC."""
    from equalities.disclosure.amounts import protect_amounts
    from equalities.disclosure.amounts.releases import write_amounts
    from equalities.disclosure.amounts.specifications import read_amounts_specification

    spec = read_amounts_specification(arguments.spec)
    release, witnesses = protect_amounts(spec.cubes, spec.policy, name=spec.name, seconds=arguments.seconds)
    write_amounts(release, witnesses, arguments.out)
    if release.private is None:
        raise Refused("The release has no private receipt.")
    private = release.private.as_dict()
    print(json.dumps(private) if arguments.json else _told(private))
    return 1 if release.is_refused else 0


def _told(private: dict[str, Any]) -> str:
    if private["blocking"]:
        cells = "; ".join(", ".join(cell["cell"]) for cell in private["blocking"][:10])
        return f"Refused: nothing was written. These amounts could not be protected: {cells}."
    return (
        f"{private['cells']} cells, {private['sensitive']} sensitive, {private['withheld']} withheld "
        f"({private['withheld_extra']} of them, {private['withheld_extra_amount']} in all, for the sake of others)."
    )


def attack(arguments: argparse.Namespace, reading: "Reading") -> int:
    """Attack published amounts."""
    from equalities.disclosure.amounts import attack_amounts
    from equalities.disclosure.amounts.plain import read_together
    from equalities.disclosure.amounts.releases import is_altered
    from equalities.disclosure.folders import is_release

    if arguments.relations or arguments.sensitive is not None:
        raise Refused("--relations and --sensitive are about counts of people: leave them out for amounts.")
    began = time.perf_counter()
    sheets, decimals = read_together([partial(_read, folder, reading) for folder in arguments.folders])
    check_columns(reading, sheets)
    within = arguments.within if arguments.within is not None else max(map(_within, arguments.folders))
    result = attack_amounts(sheets, decimals=decimals, within=within).as_dict()
    result["altered"] = [
        folder.name for folder in arguments.folders if is_release(folder) and is_altered(folder)
    ]
    result["seconds"] = time.perf_counter() - began
    print(json.dumps(result) if arguments.json else _summary(result))
    return 1 if result["exposed"] or result["altered"] else 0


def check_columns(reading: "Reading", sheets: list["Sheet"]) -> None:
    """Raises Refused where a tree is given for what is no column of these tables."""
    counted = {dimension.name for sheet in sheets for dimension in sheet.dimensions}
    if strange := sorted(set(reading.parents or ()) - counted):
        raise Refused('--hierarchy names "{name}", which is no column of these tables.', name=strange[0])


def _read(folder: Path, reading: "Reading", looser: int) -> tuple[list["Sheet"], int]:
    """(sheets, decimals). A release is read in one way only."""
    from equalities.disclosure.amounts.plain import read_plain_amounts
    from equalities.disclosure.amounts.releases import read_amounts
    from equalities.disclosure.folders import is_release

    if is_release(folder):
        release = read_amounts(folder)
        return release.sheets, release.decimals
    return read_plain_amounts(folder, reading, looser)


def _within(folder: Path) -> float:
    """To within how many percent nobody may guess what a folder withholds."""
    from equalities.disclosure.amounts.releases import read_amounts
    from equalities.disclosure.folders import is_release

    return float(read_amounts(folder).policy.within) if is_release(folder) else WITHIN


def _summary(result: dict[str, Any]) -> str:
    lines = [
        f"{result['cells']} amounts, {result['withheld']} withheld, {len(result['exposed'])} of them can be guessed to "
        f"within {result['within']:g} percent."
    ]
    lines += [
        f"  {one['table']}: {', '.join(one['cell'])} is from {one['low']:,} to {one['high']:,}"
        for one in result["exposed"]
    ]
    nearest = result["narrowest"]
    if nearest and not result["exposed"]:
        lines.append(
            f"Nearest guess: {nearest['table']}: {', '.join(nearest['cell'])}, "
            f"to within {nearest['percent']:g} percent."
        )
    lines += [f"{name} has been altered since its receipt was made." for name in result["altered"]]
    return "\n".join(lines)
