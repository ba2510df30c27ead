"""`dueregard tables`: protect tables before they are published, attack tables that are."""

import argparse
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.cli import _amounts
from equalities.refusals import Refused

if TYPE_CHECKING:
    from equalities.cubes import Universe
    from equalities.disclosure import Receipt
    from equalities.disclosure.plain import Reading
    from equalities.disclosure.relations import Relation
    from equalities.disclosure.statements import Sheet

PROTECT = """example:
  dueregard tables protect spec.json --out release --json
"""
ATTACK = """examples:
  dueregard tables attack release --json
  dueregard tables attack published --withheld-mark x --hierarchy ward=wards.csv
  dueregard tables attack published --relations relations.json --sensitive religion
"""


ALTERNATIVES = """example:
  dueregard tables alternatives spec.json --json
"""
HEADINGS = ("method", "people shown", "gaps kept", "cells withheld", "safe")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `tables protect`, `tables alternatives` and `tables attack`."""
    tables = commands.add_parser("tables", help="protect tables, or attack published ones")
    deeds = tables.add_subparsers(metavar="COMMAND", required=True)
    _register_protect(deeds)
    _register_alternatives(deeds)
    _register_attack(deeds)


def _register_protect(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = deeds.add_parser(
        "protect",
        help="decide what of some tables may be published",
        epilog=PROTECT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("spec", type=Path, metavar="SPEC", help="a JSON file (format: docs/disclosure.md)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for the release")
    parser.add_argument("--key", type=int, help="the secret that orders equal counts (random unless given)")
    parser.add_argument(
        "--seconds",
        type=float,
        default=900.0,
        help="how long to look for room in a large table (900); what is not proved then is refused",
    )
    parser.add_argument("--json", action="store_true", help="print the private receipt as JSON")
    parser.set_defaults(run=_protect)


def _register_alternatives(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = deeds.add_parser(
        "alternatives",
        help="what other methods and coarser tables would keep",
        epilog=ALTERNATIVES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("spec", type=Path, metavar="SPEC", help="a JSON file (format: docs/disclosure.md)")
    parser.add_argument("--key", type=int, help="the secret that orders equal counts (random unless given)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_alternatives)


def _register_attack(deeds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = deeds.add_parser(
        "attack",
        help="find what published tables give away",
        epilog=ATTACK,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folders", type=Path, nargs="+", metavar="DIR", help="a release, or a folder of tables"
    )
    parser.add_argument(
        "--withheld-mark",
        action="append",
        metavar="MARK",
        help="x, c, *, low and the like unless given; may be repeated",
    )
    parser.add_argument(
        "--total",
        action="append",
        metavar="CODE",
        help="what stands for everyone; Total, All and the like unless given",
    )
    parser.add_argument(
        "--hierarchy",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="a CSV file: code,parent; a second one of the same codes is another geography",
    )
    parser.add_argument(
        "--relations", type=Path, metavar="FILE", help="a JSON file that says who is counted in which table"
    )
    parser.add_argument(
        "--sensitive", metavar="NAME", help="a dimension: whose answers are known by the group?"
    )
    parser.add_argument(
        "--small",
        type=int,
        default=5,
        metavar="N",
        help="differences between tables below N are listed; 5 unless given",
    )
    parser.add_argument(
        "--within",
        type=float,
        metavar="PERCENT",
        help="of amounts: those that can be guessed so nearly are listed; 1 unless given, or what the release says",
    )
    parser.add_argument("--unlinked", action="store_true", help="plain tables count different people")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_attack)


def _protect(arguments: argparse.Namespace) -> int:
    from equalities.disclosure import protect
    from equalities.disclosure.amounts.specifications import is_about_amounts
    from equalities.disclosure.folders import check_free, write_release
    from equalities.disclosure.specifications import read_specification
    from equalities.disclosure.witnesses import proved

    check_free(arguments.out)
    if is_about_amounts(arguments.spec):
        return _amounts.protect(arguments)
    spec = read_specification(arguments.spec)
    if arguments.out.resolve() in [folder.resolve() for folder in spec.history_folders]:
        raise Refused(
            '"{out}" is a release of the history, which cannot be taken back: give a new folder.',
            out=arguments.out,
        )
    release = protect(
        spec.cubes,
        spec.policy,
        spec.history,
        name=spec.name,
        title=spec.title,
        key=arguments.key,
        relations=spec.relations,
        outside=spec.outside,
        seconds=arguments.seconds,
    )
    release, witnesses = proved(release, spec.history_folders)
    write_release(release, witnesses, arguments.out)
    if release.private is None:
        raise Refused("The release has no private receipt.")
    private = release.private.as_dict()
    proved_of = f"\n{release.receipt.proved}" if not release.is_refused else ""
    print(json.dumps(private) if arguments.json else f"{_told(private)}{proved_of}")
    return 1 if release.is_refused else 0


def _alternatives(arguments: argparse.Namespace) -> int:
    from equalities.disclosure import redesign
    from equalities.disclosure.specifications import read_specification

    spec = read_specification(arguments.spec)
    alternatives = redesign(
        spec.cubes,
        spec.policy,
        spec.history,
        key=arguments.key,
        relations=spec.relations,
        outside=spec.outside,
    )
    found = [one.as_dict() for one in alternatives]
    print(json.dumps(found) if arguments.json else _side_by_side(found))
    return 0


def _side_by_side(found: list[dict[str, Any]]) -> str:
    """A line an alternative, in columns, and below them what each does, or why it is not safe."""
    rows = [HEADINGS, *(_row(one) for one in found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) for row in rows]
    notes = [f"{one['name']}: {one['why'] or one['words']}." for one in found]
    return "\n".join([*(line.rstrip() for line in lines), "", *notes])


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    shares = [
        "-" if one[name] is None else f"{100 * one[name]:.0f} %" for name in ("people_shown", "gaps_kept")
    ]
    withheld = "-" if one["withheld"] is None else str(one["withheld"])
    but = f", but for {one['given_away']} given away before" if one["given_away"] else ""
    return (one["name"], *shares, withheld, f"yes{but}" if one["safe"] else "no")


def _told(private: dict[str, Any]) -> str:
    if private["blocking"]:
        cells = "; ".join(", ".join(cell["cell"]) for cell in private["blocking"][:10])
        return f"Refused: nothing was written. These cells could not be protected: {cells}."
    return (
        f"{private['cells']} cells, {private['withheld']} withheld ({private['withheld_extra']} of them, "
        f"holding {private['withheld_extra_value']}, for the sake of others)."
    )


def _attack(arguments: argparse.Namespace) -> int:
    from equalities.disclosure import attack
    from equalities.disclosure.giveaways import differences, shared_answers
    from equalities.disclosure.readings import held_under

    if _amounts.are_amounts(arguments.folders):
        return _amounts.attack(arguments, _reading(arguments, {}))
    began = time.perf_counter()
    published = _read(arguments)
    receipt = attack(published.sheets, width=published.width, relations=published.relations)
    held = held_under(published.relations, receipt.assumed)
    result = _result(receipt, published.altered)
    small = differences(published.sheets, held, arguments.small)
    result["differences"] = [interval.as_dict() for interval in small]
    if arguments.sensitive is not None:
        shared = shared_answers(published.sheets, held, arguments.sensitive)
        result["groups"] = [one.as_dict() for one in shared]
    result["left_out"] = [one.as_dict() for sheet in published.sheets for one in sheet.left_out]
    result["seconds"] = time.perf_counter() - began
    print(json.dumps(result) if arguments.json else _summary(result, receipt))
    return 1 if result["exposed"] or result["altered"] else 0


@dataclass(frozen=True)
class Published:
    """What the folders hold: their sheets, the relations declared, the releases whose files are not the ones
    that were published, and the greatest least interval that a release promises."""

    sheets: list["Sheet"]
    relations: tuple["Relation", ...]
    altered: list[str]
    width: int


def _read(arguments: argparse.Namespace) -> Published:
    from equalities.disclosure.folders import is_altered, is_release, read_release
    from equalities.disclosure.plain import read_plain
    from equalities.disclosure.relations import check_dimensions, once
    from equalities.disclosure.releases import relations_of
    from equalities.disclosure.sheets import attacked
    from equalities.disclosure.specifications import read_relations

    universes, declared = read_relations(arguments.relations) if arguments.relations else ({}, ())
    releases = {folder: read_release(folder) for folder in arguments.folders if is_release(folder)}
    tables = [table for release in releases.values() for table in release.tables]
    known = {dimension.name: dimension for table in tables for dimension in table.dimensions}
    reading = replace(_reading(arguments, universes), dimensions=known)
    sheets: list[Sheet] = []
    for folder in arguments.folders:
        release = releases.get(folder)
        sheets += attacked(release) if release else read_plain(folder, reading)
    _amounts.check_columns(reading, sheets)
    altered = [release.name for folder, release in releases.items() if is_altered(folder, release)]
    relations = [*declared, *relations_of(releases.values())]
    check_dimensions(declared, (dimension.name for sheet in sheets for dimension in sheet.dimensions))
    width = max([2, *(release.policy.min_interval for release in releases.values())])
    return Published(sheets, once(relations), altered, width)


def _reading(arguments: argparse.Namespace, universes: "Mapping[str, Universe]") -> "Reading":
    """How plain tables are to be read: of two trees of one dimension the first is its hierarchy."""
    from equalities.disclosure.plain import MARKS, TOTALS, Reading
    from equalities.disclosure.specifications import read_parents

    trees: dict[str, list[dict[str, str]]] = {}
    for name, equals, file in (pair.partition("=") for pair in arguments.hierarchy):
        if not equals:
            raise Refused('"{name}" names no file: write --hierarchy NAME=FILE.', name=name)
        trees.setdefault(name, []).append(read_parents(Path(file)))
    return Reading(
        (*(arguments.withheld_mark or MARKS), ""),
        tuple(arguments.total or TOTALS),
        {name: each[0] for name, each in trees.items()},
        not arguments.unlinked,
        {name: each[1:] for name, each in trees.items()},
        universes,
    )


def _result(receipt: "Receipt", altered: list[str]) -> dict[str, Any]:
    narrowest = receipt.narrowest
    return {
        "cells": receipt.cells,
        "withheld": receipt.withheld,
        "exposed": [interval.as_dict() for interval in receipt.exposed],
        "narrowest": narrowest.as_dict() if narrowest else None,
        "altered": altered,
        "assumed": [assumption.as_dict() for assumption in receipt.assumed],
        "only_if_same": [interval.as_dict() for interval in receipt.only_if_same],
        "not_joined": [list(names) for names in receipt.not_joined],
    }


def _summary(result: dict[str, Any], receipt: "Receipt") -> str:
    lines = [f"{result['cells']} cells, {result['withheld']} withheld, {len(result['exposed'])} exposed."]
    lines += [assumption.sentence() for assumption in receipt.assumed]
    lines += [receipt.left_open] if receipt.left_open else []
    for one in result["exposed"]:
        rests = ", if they are the same people" if one in result["only_if_same"] else ""
        lines.append(f"  {one['table']}: {', '.join(one['cell'])} can only be {one['low']}{rests}")
    if result["differences"]:
        lines.append(
            f"{len(result['differences'])} small counts that no table has follow from two that overlap."
        )
    lines += [f"  {', '.join([one['table'], *one['cell']])}: {one['low']}" for one in result["differences"]]
    words = {0: "nobody", 100: "everybody"}
    for one in result.get("groups", ()):
        lines.append(f"  {one['table']}: {', '.join(one['cell'])} is {words[one['share']]} of its group")
    lines += [
        f'{one["file"]}: the column "{one["column"]}" was left out: {one["why"]}.'
        for one in result["left_out"]
    ]
    lines += [f"{name} has been altered since its receipt was made." for name in result["altered"]]
    return "\n".join(lines)
