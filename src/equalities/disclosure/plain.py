"""Tables that anybody published, as sheets: CSV or XLSX files with a column a dimension, then what they say of counts.

What such tables mean is not stated anywhere, so it is read with care: a code whose counts are all multiples of 5 or
10 is rounded, shares that contradict the counts beside them are shares of something else, and how codes add up is
tried out on the numbers (`trees`).
"""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from python_calamine import CalamineWorkbook

from equalities.cubes import Dimension, Universe
from equalities.disclosure.layout import Axis
from equalities.disclosure.measures import NOTHING, SHARES, Said, Share, read_count, read_share
from equalities.disclosure.relations import read_universe
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Ratio, Sheet
from equalities.disclosure.trees import NOT_LISTED, Parents, Place, dimension_of
from equalities.refusals import Refused

__all__ = ["ABOUT", "NOT_LISTED", "PlainTable", "Reading", "read_outside", "read_plain"]

ABOUT = "about.json"
"""The file by which a folder of plain tables says whom they count and how they are marked."""

MEASURES = ("count", *SHARES, "base", "of")
PLAINLY = ("count", "percent")
"""Known in capitals too where a table has no column of counts or shares otherwise."""
ENOUGH = 10
"""Counts that must all be multiples before a code is taken to be rounded; so many different bases too."""


@dataclass(frozen=True)
class SharedOut:
    """A share of one row: of a number `base`, or of the cell that keeps the codes of the dimensions `kept`."""

    place: Place
    share: Share
    base: Said | None
    kept: tuple[str, ...] | None


@dataclass(frozen=True)
class PlainTable:
    """One file: its dimensions, what it says of each cell's count, and its shares."""

    name: str
    names: tuple[str, ...]
    said: Mapping[Place, Said]
    shares: tuple[SharedOut, ...] = ()

    @property
    def places(self) -> Iterable[Place]:
        return self.said.keys()

    @cached_property
    def rounded(self) -> Mapping[tuple[int, str], int]:
        """(column, code) -> base, for codes all of whose counts are multiples of it."""
        return _rounded({place: said.least for place, said in self.said.items() if said.exact})

    @cached_property
    def exact(self) -> Mapping[Place, int]:
        """The counts that it gives, neither rounded nor withheld."""
        return {place: said.least for place, said in self.told.items() if said.exact}

    @cached_property
    def told(self) -> Mapping[Place, Said]:
        """What it says of each count, with rounding taken into account."""
        return {place: _widened(said, self._base(place)) for place, said in self.said.items()}

    def _base(self, place: Place) -> int:
        return max((self.rounded.get(group, 0) for group in enumerate(place)), default=0)


@dataclass(frozen=True)
class Reading:
    """How to read a folder of plain tables.

    marks: what stands for a withheld count. totals: what stands for everyone (in one
    dimension one of them). parents: dimension -> (code -> parent), its hierarchy. others: further trees of the
    same finest codes, as of another geography. linked: tables that share dimensions count the same people.
    universes: "file.csv", "folder/file.csv" or "folder" -> whom it counts, where that is said. dimensions: those
    whose codes are known already, name -> dimension; of the others the tables' own codes are all there are.
    """

    marks: tuple[str, ...] = ("x", "")
    totals: tuple[str, ...] = ("Total",)
    parents: Mapping[str, Parents] | None = None
    linked: bool = True
    others: Mapping[str, Sequence[Parents]] = field(default_factory=dict)
    universes: Mapping[str, Universe] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)

    def trees(self, name: str) -> list[Parents]:
        """The trees of a dimension, its hierarchy first."""
        first = (self.parents or {}).get(name)
        return [*([first] if first else []), *self.others.get(name, ())]

    def universe(self, folder: Path, file: Path) -> Universe:
        """Whom a file counts."""
        told = (f"{folder.name}/{file.name}", file.name, folder.name)
        said = next((self.universes[name] for name in told if name in self.universes), None)
        return said if said is not None else {} if self.linked else {"file": f"{folder.name}/{file.stem}"}


def read_plain(folder: Path, reading: Reading) -> list[Sheet]:
    """A sheet for each file in the folder. What its ABOUT says goes before `reading`. Raises Refused where
    it holds no table, or one that is none."""
    reading = _about(folder, reading)
    files = table_files(folder)
    tables = [_table(file, reading) for file in files]
    tables = [_in_known_codes(table, reading) for table in tables]
    dimensions = {
        name: reading.dimensions.get(name) or dimension_of(name, tables, reading.totals, reading.trees(name))
        for name in dict.fromkeys(n for table in tables for n in table.names)
    }
    return [
        _sheet(table, dimensions, folder.name, reading.universe(folder, file))
        for file, table in zip(files, tables, strict=True)
    ]


def table_files(folder: Path) -> list[Path]:
    """The files of tables in a folder, by name. Raises Refused where there is none."""
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in (".csv", ".xlsx"))
    if not files:
        raise Refused(f'"{folder}" holds no .csv or .xlsx file; give a folder of published tables.')
    return files


def read_outside(folder: Path, dimensions: Iterable[Dimension]) -> list[Sheet]:
    """The sheets of what somebody else published about people who are counted by these dimensions, from a folder
    with ABOUT. Raises Refused as `read_plain` does, and for a code that a dimension of the same name has not."""
    return read_plain(folder, Reading(dimensions={dimension.name: dimension for dimension in dimensions}))


def _about(folder: Path, reading: Reading) -> Reading:
    """The reading with what the folder says of itself: {"universe": ..., "marks": [...], "totals": [...]}."""
    file = folder / ABOUT
    if not file.is_file():
        return reading
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(said, dict) or set(said) - {"universe", "marks", "totals"}:
            raise ValueError("it may hold universe, marks and totals")
        words = {name: said[name] for name in ("marks", "totals") if name in said}
        if not all(isinstance(each, list) and each and all(map(_is_word, each)) for each in words.values()):
            raise ValueError("marks and totals are lists of words")
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f'"{file}" cannot be used: {error}.') from error
    universe = {folder.name: read_universe(said["universe"])} if "universe" in said else {}
    return replace(
        reading,
        marks=(*words.get("marks", reading.marks), ""),
        totals=tuple(words.get("totals", reading.totals)),
        universes={**universe, **reading.universes},
    )


def _is_word(value: object) -> bool:
    return isinstance(value, str)


def _in_known_codes(table: PlainTable, reading: Reading) -> PlainTable:
    """The table with the known dimensions' own totals; Refused where it has a code that such a one has not."""
    if not set(table.names) & set(reading.dimensions):
        return table

    def known(place: Place) -> Place:
        return tuple(_known_code(name, code, reading) for name, code in zip(table.names, place, strict=True))

    said = {known(place): count for place, count in table.said.items()}
    shares = tuple(replace(share, place=known(share.place)) for share in table.shares)
    return PlainTable(table.name, table.names, said, shares)


def _known_code(name: str, code: str, reading: Reading) -> str:
    dimension = reading.dimensions.get(name)
    if dimension is None or code in Axis(dimension).place:
        return code
    if code in reading.totals:
        return dimension.total
    raise Refused(
        f'"{code}" in an outside table is not one of the codes of {name}; correct it or leave the row out.'
    )


def _table(file: Path, reading: Reading) -> PlainTable:
    head, *rows = lines(file)
    if not {"count", *SHARES} & set(head):
        head = [name.lower() if name.lower() in PLAINLY else name for name in head]
    columns = {name: head.index(name) for name in MEASURES if name in head}
    if not rows or not {"count", *SHARES} & set(columns):
        raise Refused(f'{file.name} must have a row of headings with a column "count", and rows below it.')
    if any(len(row) <= max(columns.values()) for row in rows):
        raise Refused(f"{file.name} has a row with fewer columns than the headings.")
    names = tuple(head[: min(columns.values())])
    if len(set(names)) < len(names):
        raise Refused(f"{file.name} has two columns of one name.")
    said = {
        tuple(row[: len(names)]): _count(row[columns["count"]], file, reading)
        if "count" in columns
        else NOTHING
        for row in rows
    }
    if len(said) < len(rows):
        raise Refused(f"{file.name} gives two counts for one combination of {', '.join(names)}.")
    return PlainTable(file.stem, names, said, _shares(file, names, columns, rows, reading))


def lines(file: Path) -> list[list[str]]:
    """The rows of a CSV or XLSX file that have anything in them, as text; one empty row where there are none."""
    try:
        if file.suffix.lower() == ".xlsx":
            cells = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
            return [[_text(cell) for cell in row] for row in cells] or [[]]
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [[cell.strip() for cell in row] for row in csv.reader(opened) if any(row)] or [[]]
    except Exception as error:  # calamine raises plain exceptions of several kinds
        raise Refused(f'"{file}" cannot be read: {error}.') from error


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _count(text: str, file: Path, reading: Reading) -> Said:
    said = read_count(text, reading.marks)
    if said is None:
        raise Refused(
            f'{file.name} has "{text}" as a count; name it with --withheld-mark if it means withheld.'
        )
    return said


def _shares(
    file: Path, names: tuple[str, ...], columns: Mapping[str, int], rows: list[list[str]], reading: Reading
) -> tuple[SharedOut, ...]:
    """The shares of all rows that give one and say what it is a share of."""
    if not {"base", "of"} & set(columns):
        if "count" in columns:
            return ()
        raise Refused(f'{file.name} has shares and no counts: say what of, in a column "base" or "of".')
    bases = _bases(
        [row[columns["base"]] for row in rows] if "base" in columns else [""] * len(rows), file, reading
    )
    found = []
    for row, base in zip(rows, bases, strict=True):
        kept = _kept(row[columns["of"]], names, file, reading) if "of" in columns else None
        for name, per in SHARES.items():
            text = row[columns[name]] if name in columns else ""
            share = read_share(text, per)
            if share is None and text not in reading.marks:
                raise Refused(
                    f'{file.name} has "{text}" as a {name}; name it with --withheld-mark if withheld.'
                )
            if share and (base or kept is not None):
                found.append(SharedOut(tuple(row[: len(names)]), share, base, kept))
    return tuple(found)


def _bases(texts: Sequence[str], file: Path, reading: Reading) -> list[Said | None]:
    """The numbers that shares are of; rounded ones as intervals, None where there is none."""
    said = [_count(text, file, reading) for text in texts]
    different = {one.least for one in said if one.exact}
    base = max((by for by in (5, 10) if all(count % by == 0 for count in different)), default=0)
    rounded = base if len(different) >= ENOUGH else 0
    return [_widened(one, rounded) if one.most < NO_LIMIT else None for one in said]


def _kept(text: str, names: tuple[str, ...], file: Path, reading: Reading) -> tuple[str, ...] | None:
    """The dimensions whose codes the base of a share keeps; none of them for a share of everybody."""
    if not text:
        return None
    kept = tuple(name.strip() for name in text.split(";"))
    if text in reading.totals:
        return ()
    if not set(kept) < set(names):
        raise Refused(
            f'{file.name} has a share of "{text}": name some of its dimensions, not all, with ";" between, '
            "or the total."
        )
    return kept


def _widened(said: Said, base: int) -> Said:
    """What a number rounded to `base` says; anything else as it is."""
    if not base or not said.exact:
        return said
    return Said(max(0, said.least - base // 2), said.most + base // 2, withheld=False)


def _rounded(numbers: Mapping[Place, int]) -> dict[tuple[int, str], int]:
    """(column, code) -> base, for codes all of whose counts are multiples of it.

    The codes with most counts come first, and counts they explain are no sign that another is rounded.
    """
    groups: dict[tuple[int, str], set[Place]] = {}
    for place, count in numbers.items():
        for group in enumerate(place) if count else ():
            groups.setdefault(group, set()).add(place)
    found: dict[tuple[int, str], int] = {}
    explained: set[Place] = set()
    for group, places in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        left = [numbers[place] for place in places - explained]
        base = next((base for base in (10, 5) if all(count % base == 0 for count in left)), None)
        if base and len(left) >= ENOUGH:
            found[group] = base
            explained |= places
    return found


def _sheet(table: PlainTable, dimensions: Mapping[str, Dimension], release: str, universe: Universe) -> Sheet:
    chosen = tuple(dimensions[name] for name in table.names)
    axes = [Axis(dimension) for dimension in chosen]
    shape = tuple(len(axis) for axis in axes)
    values, asked = np.full(shape, UNKNOWN, np.int64), np.zeros(shape, bool)
    least, most = np.zeros(shape, np.int64), np.full(shape, NO_LIMIT)
    told, ratios = _shared_out(table, chosen)
    place_of = [axis.place for axis in axes]

    def at(place: Place) -> tuple[int, ...]:
        return tuple(places[code] for places, code in zip(place_of, place, strict=True))

    for place, said in told.items():
        here = at(place)
        asked[here], least[here], most[here] = said.withheld, said.least, said.most
        if said.exact and said.printed:
            values[here] = said.least
    flat = tuple(
        Ratio(
            int(np.ravel_multi_index(at(part), shape)),
            int(np.ravel_multi_index(at(whole), shape)),
            share.scale,
            share.least,
            share.most,
        )
        for part, whole, share in ratios
    )
    return Sheet(release, table.name, chosen, universe, values, least, most, asked, flat)


def _shared_out(
    table: PlainTable, dimensions: Sequence[Dimension]
) -> tuple[dict[Place, Said], list[tuple[Place, Place, Share]]]:
    """(what is said of each count, shares included, and the shares of counts that are not known).

    A table with a share that contradicts its counts gives shares of something else: none of them is used.
    """
    told, ratios = dict(table.told), list[tuple[Place, Place, Share]]()
    for one in table.shares:
        base = one.base
        if one.kept is not None:
            whole = _whole(one, table, dimensions)
            if whole is None:
                continue
            base = told.get(whole, NOTHING) if base is None else told.get(whole, NOTHING).both(base)
            told[whole] = base
            if not base.exact:
                ratios.append((one.place, whole, one.share))
        if base:
            told[one.place] = told[one.place].both(one.share.of(base))
    if any(said.least > said.most for said in told.values()):
        return dict(table.told), []
    return told, ratios


def _whole(one: SharedOut, table: PlainTable, dimensions: Sequence[Dimension]) -> Place | None:
    """The cell that a share is of; None where it is the row itself."""
    whole = tuple(
        code if name in (one.kept or ()) else dimension.total
        for name, code, dimension in zip(table.names, one.place, dimensions, strict=True)
    )
    return whole if whole != one.place else None
