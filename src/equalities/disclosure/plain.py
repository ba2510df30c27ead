"""Tables that anybody published, as sheets: CSV or XLSX files with a column a dimension and `count`.

What such tables mean is not stated anywhere, so it is read with care. A dimension whose parts do not add
up to its total somewhere has a part that is not listed; one whose parts exceed the total has parts that
overlap, and nothing is added up along it; a code whose counts are all multiples of 5 or 10 is rounded.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from python_calamine import CalamineWorkbook

from equalities.cubes import Dimension
from equalities.disclosure.layout import Axis
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet
from equalities.refusals import Refused

NOT_LISTED = "(not listed)"
ENOUGH = 10
"""Counts that must all be multiples before a code is taken to be rounded."""

Place = tuple[str, ...]


@dataclass(frozen=True)
class PlainTable:
    """One file: cell -> count, None where withheld."""

    name: str
    names: tuple[str, ...]
    counts: Mapping[Place, int | None]


@dataclass(frozen=True)
class Reading:
    """How to read a folder of plain tables.

    marks: what stands for a withheld count. totals: what stands for everyone (in one
    dimension one of them). parents: dimension ->
    (code -> parent). linked: tables that share dimensions count the same people.
    """

    marks: tuple[str, ...] = ("x", "")
    totals: tuple[str, ...] = ("Total",)
    parents: Mapping[str, Mapping[str, str]] | None = None
    linked: bool = True


def read_plain(folder: Path, reading: Reading) -> list[Sheet]:
    """A sheet for each file in the folder. Raises Refused where it holds none, or one that is no table."""
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in (".csv", ".xlsx"))
    if not files:
        raise Refused(f'"{folder}" holds no .csv or .xlsx file; give a folder of published tables.')
    tables = [_table(file, reading) for file in files]
    dimensions = {
        name: _dimension(name, tables, reading)
        for name in dict.fromkeys(n for table in tables for n in table.names)
    }
    return [
        _sheet(table, dimensions, folder.name, {} if reading.linked else {"file": table.name})
        for table in tables
    ]


def _table(file: Path, reading: Reading) -> PlainTable:
    head, *rows = _rows(file)
    if "count" not in head or not rows:
        raise Refused(f'{file.name} must have a row of headings with a column "count", and rows below it.')
    at = head.index("count")
    if any(len(row) <= at for row in rows):
        raise Refused(f"{file.name} has a row with fewer columns than the headings.")
    counts = {tuple(row[:at]): _count(row[at], file, reading) for row in rows}
    if len(counts) < len(rows):
        raise Refused(f"{file.name} gives two counts for one combination of {', '.join(head[:at])}.")
    return PlainTable(file.stem, tuple(head[:at]), counts)


def _rows(file: Path) -> list[list[str]]:
    try:
        if file.suffix.lower() == ".xlsx":
            cells = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
            return [[_text(cell) for cell in row] for row in cells]
        text = file.read_text(encoding="utf-8-sig")
    except Exception as error:  # calamine raises plain exceptions of several kinds
        raise Refused(f'"{file}" cannot be read: {error}.') from error
    return [[cell.strip() for cell in row] for row in csv.reader(text.splitlines()) if any(row)] or [[]]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _count(text: str, file: Path, reading: Reading) -> int | None:
    if text in reading.marks:
        return None
    digits = text.replace(",", "")
    if not digits.isdigit():
        raise Refused(
            f'{file.name} has "{text}" as a count; name it with --withheld-mark if it means withheld.'
        )
    return int(digits)


def _dimension(name: str, tables: Sequence[PlainTable], reading: Reading) -> Dimension:
    """The codes of all tables; how they add up is tried out on the lines that are wholly shown."""
    parents = dict((reading.parents or {}).get(name, {}))
    seen = {
        place[table.names.index(name)] for table in tables if name in table.names for place in table.counts
    }
    total = next((total for total in reading.totals if total in seen), reading.totals[0])
    codes = (set(parents) | seen) - {total} - {parent for parent in parents.values() if parent}
    whole = Dimension(
        name,
        tuple(sorted(codes)),
        parents={code: parent for code, parent in sorted(parents.items()) if parent},
        total=total,
    )
    short, over = _tried(whole, tables)
    if over:
        return Dimension(name, tuple(sorted(codes | set(whole.groups) | {total})), total="(all)")
    return replace(whole, codes=(*whole.codes, NOT_LISTED)) if short else whole


def _tried(dimension: Dimension, tables: Sequence[PlainTable]) -> tuple[bool, bool]:
    """Whether parts fall short of their sum somewhere, and whether they exceed it."""
    axis = Axis(dimension)
    families = {
        parent: [axis.codes[at] for at in np.flatnonzero(axis.parent == axis.place[parent])]
        for parent in (*dimension.groups, dimension.total)
    }
    short = over = False
    for table in tables:
        if dimension.name not in table.names:
            continue
        at, exact = table.names.index(dimension.name), _exact(table)
        for place in [place for place in exact if place[at] in families]:
            parts = [exact.get((*place[:at], code, *place[at + 1 :])) for code in families[place[at]]]
            if all(part is not None for part in parts):
                whole = sum(part for part in parts if part is not None)
                short, over = short or whole < exact[place], over or whole > exact[place]
    return short, over


def _exact(table: PlainTable) -> dict[Place, int]:
    rounded = _rounded(table)
    return {
        place: count
        for place, count in table.counts.items()
        if count is not None and not any((at, code) in rounded for at, code in enumerate(place))
    }


def _rounded(table: PlainTable) -> dict[tuple[int, str], int]:
    """(column, code) -> base, for codes all of whose counts are multiples of it.

    The codes with most counts come first, and counts they explain are no sign that another is rounded.
    """
    groups: dict[tuple[int, str], set[Place]] = {}
    for place, count in table.counts.items():
        for group in enumerate(place) if count else ():
            groups.setdefault(group, set()).add(place)
    found: dict[tuple[int, str], int] = {}
    explained: set[Place] = set()
    for group, places in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        left = [table.counts[place] or 0 for place in places - explained]
        base = next((base for base in (10, 5) if all(count % base == 0 for count in left)), None)
        if base and len(left) >= ENOUGH:
            found[group] = base
            explained |= places
    return found


def _sheet(
    table: PlainTable, dimensions: Mapping[str, Dimension], release: str, universe: Mapping[str, str]
) -> Sheet:
    chosen = tuple(dimensions[name] for name in table.names)
    axes = [Axis(dimension) for dimension in chosen]
    shape = tuple(len(axis) for axis in axes)
    values, asked = np.full(shape, UNKNOWN, np.int64), np.zeros(shape, bool)
    least, most = np.zeros(shape, np.int64), np.full(shape, NO_LIMIT)
    rounded = _rounded(table)
    for place, count in table.counts.items():
        at = tuple(axis.place[code] for axis, code in zip(axes, place, strict=True))
        base = max((rounded.get(group, 0) for group in enumerate(place)), default=0)
        asked[at] = count is None
        if count is not None and base:
            least[at], most[at] = max(0, count - base // 2), count + base // 2
        elif count is not None:
            values[at] = count
    return Sheet(release, table.name, chosen, dict(universe), values, least, most, asked)
