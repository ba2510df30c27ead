"""SPEC.json: which people, which tables, which policy; the format is written down in docs/disclosure.md."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from equalities.cubes import Cube, Dimension, Universe
from equalities.disclosure.folders import read_release
from equalities.disclosure.plain import ABOUT, read_outside
from equalities.disclosure.policies import Policy
from equalities.disclosure.relations import Relation, check_dimensions, read_relation, read_universe
from equalities.disclosure.releases import Release
from equalities.disclosure.statements import Sheet
from equalities.disclosure.tables import universe_from_dict
from equalities.refusals import Refused
from equalities.saying import to_say

KINDS: Mapping[str, tuple[type, ...]] = {
    "data": (str,),
    "count": (str, type(None)),
    "dimensions": (dict,),
    "tables": (list,),
    "policy": (dict,),
    "history": (list,),
    "release": (str,),
    "title": (str,),
    "universe": (dict,),
    "relations": (list,),
}


MOST_PEOPLE = 10**10
_NO_COLUMN = to_say('{file} has no column "{name}": it must have each of {needed} once.')
_COLUMN_TWICE = to_say('{file} has more than one column called "{name}": it must have each of {needed} once.')
"""In one line of the data: more than there are."""


@dataclass(frozen=True)
class Specification:
    """What to protect, and against what was published before."""

    name: str
    cubes: tuple[Cube, ...]
    policy: Policy
    history: tuple[Release, ...]
    history_folders: tuple[Path, ...]
    relations: tuple[Relation, ...]
    outside: tuple[Sheet, ...]
    title: str = ""


def read_specification(file: Path) -> Specification:
    """Read SPEC.json and the files it names, whose paths are relative to it. Raises Refused."""
    spec = read_json(file)
    check_spec(spec, file, KINDS)
    folder = file.parent
    rows = read_rows(folder / spec["data"], [*spec["dimensions"]], spec.get("count"))
    dimensions = {
        name: read_dimension(name, wanted or {}, folder, {row[at] for row in rows})
        for at, (name, wanted) in enumerate(spec["dimensions"].items())
    }
    folders = tuple(folder / earlier for earlier in spec.get("history", []))
    history = tuple(read_release(folder) for folder in folders if not _is_outside(folder))
    outside = [read_outside(folder, dimensions.values()) for folder in folders if _is_outside(folder)]
    relations = tuple(read_relation(relation) for relation in spec.get("relations", []))
    counted = (
        dimension.name for release in history for table in release.tables for dimension in table.dimensions
    )
    check_dimensions(relations, {*dimensions, *counted})
    return Specification(
        str(spec.get("release", file.stem)),
        tuple(
            _cube(table, dimensions, rows, universe_from_dict(spec.get("universe", {})))
            for table in spec["tables"]
        ),
        Policy.from_dict({"attacker": "outsider", **spec.get("policy", {})}),
        history,
        folders,
        relations,
        tuple(sheet for sheets in outside for sheet in sheets),
        spec.get("title", ""),
    )


def _is_outside(folder: Path) -> bool:
    return (folder / ABOUT).is_file()


def read_relations(file: Path) -> tuple[dict[str, Universe], tuple[Relation, ...]]:
    """(plain file or folder -> whom it counts, relations) from a JSON file with "universes" and "relations",
    either of which may be left out. Raises Refused."""
    stored = read_json(file)
    universes, relations = stored.get("universes", {}), stored.get("relations", [])
    if (
        set(stored) - {"universes", "relations"}
        or not isinstance(universes, dict)
        or not isinstance(relations, list)
    ):
        raise Refused(
            '{file} must hold an object "universes" and a list "relations", and nothing else.', file=file.name
        )
    return (
        {name: read_universe(universe) for name, universe in universes.items()},
        tuple(read_relation(relation) for relation in relations),
    )


def check_spec(spec: Mapping[str, Any], file: Path, kinds: Mapping[str, tuple[type, ...]]) -> None:
    """Raises Refused unless SPEC has what it needs, nothing that is not among `kinds`, and each entry, and each that
    it lists, is of the kind that docs/disclosure.md says."""
    if unknown := sorted(set(spec) - set(kinds)):
        raise Refused(
            '{file} has "{name}", which is not known; it may hold {known}.',
            file=file.name,
            name=unknown[0],
            known=", ".join(sorted(kinds)),
        )
    _check_kinds(spec, file, kinds)
    for needed in ("data", "dimensions", "tables"):
        if not spec.get(needed):
            raise Refused('{file} needs "{needed}".', file=file.name, needed=needed)


def _check_kinds(spec: Mapping[str, Any], file: Path, kinds: Mapping[str, tuple[type, ...]]) -> None:
    dimensions, tables = spec.get("dimensions", {}), spec.get("tables", [])
    values = spec.get("universe", {}).values() if isinstance(spec.get("universe", {}), dict) else ()
    right = {name: isinstance(spec[name], kind) for name, kind in kinds.items() if name in spec}
    if right.get("dimensions"):
        right["dimensions"] = all(_is_dimension(wanted) for wanted in dimensions.values())
    if right.get("tables"):
        right["tables"] = all(_is_names(table) and len(set(table)) == len(table) for table in tables)
    if right.get("history"):
        right["history"] = _is_names(spec["history"])
    if right.get("universe"):
        right["universe"] = all(value and (isinstance(value, str) or _is_names(value)) for value in values)
    if wrong := [name for name, is_right in right.items() if not is_right]:
        raise Refused(
            '"{name}" in {file} is not written as it should be: docs/disclosure.md shows how.',
            name=wrong[0],
            file=file.name,
        )


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_dimension(wanted: Any) -> bool:
    """`{"hierarchy": "wards.csv", "total": "Total"}`, either of them null or left out, or null for both."""
    if wanted is None:
        return True
    known = isinstance(wanted, dict) and set(wanted) <= {"hierarchy", "total"}
    return known and all(isinstance(one, str | None) for one in wanted.values())


def read_lines(file: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, column -> text) for each row of a CSV file with the columns `wanted`. Raises Refused where one is missing
    or stands twice, and for a row that is longer than the headings: a comma in it has moved what follows."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            head = list(reader.fieldnames or ())
            for name in wanted:
                if head.count(name) != 1:
                    sentence = _NO_COLUMN if name not in head else _COLUMN_TWICE
                    needed = ", ".join(f'"{each}"' for each in wanted)
                    raise Refused(sentence, file=file.name, name=name, needed=needed)
            for row in reader:
                if any(row.get(None, ())):  # where DictReader puts what is too many
                    raise Refused(
                        "Line {line} of {file} has more values than there are headings: put a value "
                        "with a comma in quotation marks.",
                        line=reader.line_num,
                        file=file.name,
                    )
                yield reader.line_num, {name: (row[name] or "").strip() for name in wanted}
    except (OSError, ValueError, csv.Error) as error:
        raise Refused(
            '"{file}" cannot be read as a CSV file in UTF-8: {error}.', file=file, error=error
        ) from error


def check_filled(codes: Mapping[str, str], line: int, file: Path) -> None:
    """Raises Refused for a row that has nothing in a column."""
    if blank := next((name for name, code in codes.items() if not code), None):
        raise Refused(
            "Line {line} of {file} has no {blank}; give it a code of its own.",
            line=line,
            file=file.name,
            blank=blank,
        )


def read_rows(file: Path, names: list[str], count: str | None) -> Counter[tuple[str, ...]]:
    """How many people have each combination of codes in these columns; a row is one, or its `count`."""
    totals: Counter[tuple[str, ...]] = Counter()
    for line, row in read_lines(file, [*names, *([count] if count else [])]):
        codes = {name: row[name] for name in names}
        check_filled(codes, line, file)
        totals[tuple(codes.values())] += _whole(row[count], file, line) if count else 1
    return totals


def read_parents(file: Path) -> dict[str, str]:
    """code -> parent from a hierarchy file with the columns code and parent; "" for a top code."""
    pairs = [(row["code"], row["parent"]) for _, row in read_lines(file, ("code", "parent"))]
    parents = dict(pairs)
    if "" in parents:
        raise Refused("{file} has a line without a code; fill it in or take it out.", file=file.name)
    for code, parent in pairs:
        if parents[code] != parent:
            raise Refused(
                '{file} gives "{code}" two parents; a second tree is a file of its own.',
                file=file.name,
                code=code,
            )
        _check_line(code, parents, file)
    return parents


def _check_line(code: str, parents: Mapping[str, str], file: Path) -> None:
    seen = {code}
    while parents.get(code):
        code = parents[code]
        if code in seen:
            raise Refused('In {file} "{code}" is above itself.', file=file.name, code=code)
        seen.add(code)


def read_json(file: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises Refused."""
    try:
        spec = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused('"{file}" cannot be read as JSON: {error}.', file=file, error=error) from error
    if not isinstance(spec, dict):
        raise Refused("{file} must hold a JSON object.", file=file.name)
    return spec


def _whole(text: str | None, file: Path, number: int) -> int:
    try:
        value = int(text or "")
    except ValueError:
        value = -1
    if not 0 <= value < MOST_PEOPLE:
        raise Refused(
            'Line {number} of {file} has "{text}" where a whole number of people is due.',
            number=number,
            file=file.name,
            text=text,
        )
    return value


def read_dimension(name: str, wanted: Mapping[str, Any], folder: Path, found: set[str]) -> Dimension:
    """The dimension that SPEC describes, whose data have the codes `found`. Raises Refused."""
    total = wanted.get("total") or "Total"
    parents = (
        read_parents(folder / wanted["hierarchy"]) if wanted.get("hierarchy") else dict.fromkeys(found, "")
    )
    if not parents:
        raise Refused("{name} has no codes: its data have no rows, or its hierarchy has none.", name=name)
    above = {parent for parent in parents.values() if parent}
    if stray := sorted((found - set(parents)) | (found & above)):
        raise Refused(
            '"{code}" is not one of the finest codes of {name}; correct the data or the hierarchy.',
            code=stray[0],
            name=name,
        )
    if total in parents or total in above:
        raise Refused(
            '"{total}" is both a code and the total of {name}; name the total otherwise.',
            total=total,
            name=name,
        )
    return Dimension(
        name,
        tuple(sorted(code for code in parents if code not in above)),
        parents={code: parent for code, parent in sorted(parents.items()) if parent},
        total=total,
    )


def _cube(
    table: list[str], dimensions: Mapping[str, Dimension], rows: Counter[tuple[str, ...]], universe: Universe
) -> Cube:
    if strange := [name for name in table if name not in dimensions]:
        raise Refused(
            'The table {table} has "{name}", which is not among the dimensions.',
            table=" by ".join(table),
            name=strange[0],
        )
    names = list(dimensions)
    chosen = tuple(dimensions[name] for name in table)
    places = [{code: place for place, code in enumerate(dimension.codes)} for dimension in chosen]
    counts = np.zeros(tuple(len(dimension.codes) for dimension in chosen), np.int64)
    columns = [names.index(name) for name in table]
    for codes, number in rows.items():
        counts[tuple(place[codes[column]] for place, column in zip(places, columns, strict=True))] += number
    return Cube(" by ".join(table) or "Total", chosen, counts, universe=universe)
