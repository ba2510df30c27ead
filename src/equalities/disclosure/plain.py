"""Tables that anybody published, as sheets: CSV or XLSX files with a column a dimension, then what they say of counts.

What such tables mean is not stated anywhere, so it is read with care: a code whose counts are all multiples of 5 or
10 is rounded, shares that contradict the counts beside them are shares of something else, and how codes add up is
tried out on the numbers (`trees`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np

from equalities.cubes import Dimension, Universe
from equalities.disclosure.across import across, names_groups
from equalities.disclosure.crosswise import NUMERIC, is_counts, lengthened
from equalities.disclosure.files import TITLES, grids, plainly, table_in
from equalities.disclosure.layout import Axis
from equalities.disclosure.measures import NOTHING, SHARES, Said, Share, read_count, read_share
from equalities.disclosure.rates import is_population, is_rate, with_rates
from equalities.disclosure.relations import read_universe
from equalities.disclosure.rounding import rounded_alike, rounded_codes, widened
from equalities.disclosure.shares import Lines, SharedOut, read_shares
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Ratio, Sheet, UnusedColumn
from equalities.disclosure.trees import NOT_LISTED, Parents, Place, dimension_of
from equalities.refusals import Refused
from equalities.saying import say, to_say

__all__ = ["ABOUT", "NOT_LISTED", "PlainTable", "Reading", "read_outside", "read_plain"]

ABOUT = "about.json"
"""The file by which a folder of plain tables says whom they count and how they are marked."""

MEASURES = ("count", *SHARES, "base", "of")
MARKS = ("x", "X", "[x]", "c", "C", "[c]", "*", "~", "..", ":", "z", "[z]", "low", "[low]", "supp", "")
"""What stands for a count that is withheld, or not there, unless somebody says otherwise: none of it is a number."""
TOTALS = ("Total", "total", "TOTAL", "All", "all", "ALL", "Totals", "All people", "All persons", "Everyone")
"""What stands for everyone unless somebody says otherwise; in one dimension one of them."""

OF_WHAT = to_say(
    "the rows do not tell of what these are shares, as three must, and of one thing only: "
    'say it in a column "base" or "of"'
)
OF_ROUNDED = to_say("the counts are rounded, and their shares say nothing of the true ones")
CONTRADICTED = to_say("it contradicts the counts, and is of something else")
OF_WHOM = to_say('the rows do not tell of how many people it is a rate: say it in a column "base"')
NO_MEASURE = to_say("it is called by no name of what is read")
"""Why a column was left out."""


@dataclass(frozen=True)
class PlainTable:
    """One file: its dimensions, what it says of each cell's count, and its shares. base: what all of its counts are
    rounded to; 0 where they are not. measures: the columns of shares that are used. left_out: those that are not."""

    name: str
    names: tuple[str, ...]
    said: Mapping[Place, Said]
    shares: tuple[SharedOut, ...] = ()
    base: int = 0
    measures: tuple[str, ...] = ()
    left_out: tuple[UnusedColumn, ...] = ()

    @property
    def numbers(self) -> Mapping[Place, int]:
        """The counts as they are printed."""
        return {place: said.least for place, said in self.said.items() if said.exact}

    @property
    def places(self) -> Iterable[Place]:
        return self.said.keys()

    @cached_property
    def rounded(self) -> Mapping[tuple[int, str], int]:
        """(column, code) -> base, for codes all of whose counts are multiples of it."""
        return rounded_codes(self.numbers)

    @cached_property
    def exact(self) -> Mapping[Place, int]:
        """The counts that it gives, neither rounded nor withheld."""
        return {place: said.least for place, said in self.told.items() if said.exact}

    @cached_property
    def told(self) -> Mapping[Place, Said]:
        """What it says of each count, with rounding taken into account."""
        return {place: widened(said, self._base(place)) for place, said in self.said.items()}

    def _base(self, place: Place) -> int:
        return max((self.rounded.get(group, 0) for group in enumerate(place)), default=0) or self.base


@dataclass(frozen=True)
class Reading:
    """How to read a folder of plain tables.

    marks: what stands for a withheld count. totals: what stands for everyone (in one
    dimension one of them). parents: dimension -> (code -> parent), its hierarchy. others: further trees of the
    same finest codes, as of another geography. linked: tables that share dimensions count the same people.
    universes: "file.csv", "folder/file.csv" or "folder" -> whom it counts, where that is said. dimensions: those
    whose codes are known already, name -> dimension; of the others the tables' own codes are all there are.
    """

    marks: tuple[str, ...] = MARKS
    totals: tuple[str, ...] = TOTALS
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
    bases = rounded_alike([list(table.numbers.values()) for table in tables])
    tables = [replace(table, base=base) for table, base in zip(tables, bases, strict=True)]
    dimensions = {
        name: reading.dimensions.get(name) or dimension_of(name, tables, reading.totals, reading.trees(name))
        for name in dict.fromkeys(n for table in tables for n in table.names)
    }
    return [
        _sheet(table, dimensions, file, reading.universe(folder, file))
        for file, table in zip(files, tables, strict=True)
    ]


def table_files(folder: Path) -> list[Path]:
    """The files of tables in a folder, by name. Raises Refused where there is none."""
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in (".csv", ".xlsx"))
    if not files:
        raise Refused(
            '"{folder}" holds no .csv or .xlsx file; give a folder of published tables.', folder=folder
        )
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
            raise ValueError(say("it may hold universe, marks and totals"))
        words = {name: said[name] for name in ("marks", "totals") if name in said}
        if not all(isinstance(each, list) and each and all(map(_is_word, each)) for each in words.values()):
            raise ValueError(say("marks and totals are lists of words"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused('"{file}" cannot be used: {error}.', file=file, error=error) from error
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
    return replace(table, said=said, shares=shares)


def _known_code(name: str, code: str, reading: Reading) -> str:
    dimension = reading.dimensions.get(name)
    if dimension is None or code in Axis(dimension).place:
        return code
    if code in reading.totals:
        return dimension.total
    raise Refused(
        '"{code}" in an outside table is not one of the codes of {name}; correct it or leave the row out.',
        code=code,
        name=name,
    )


def _has_measure(row: list[str]) -> bool:
    return bool({"count", *SHARES} & set(plainly(row, SHARES)))


def _lines(file: Path, reading: Reading) -> tuple[list[str], list[str], list[list[str]]]:
    """(headings, these as written, rows) with a column for each measure. A table whose columns are groups is read where
    no dimension is known: its groups could be those of one that is, under another name, and would not be joined with
    them."""
    has_measure = any(map(_has_measure, chain.from_iterable(grids(file))))
    if not reading.dimensions and (found := _across(file, reading))[0]:
        return found[0], *found
    if has_measure or reading.dimensions:
        head, rows = table_in(file, _has_measure, say('a column "count"'))
        return with_rates(plainly(head, SHARES), rows, reading.marks), head, rows
    head, rows = table_in(file, _has_several, say('a column "count", or a column of counts for each group,'))
    if any(len(row) != len(head) for row in rows):
        raise Refused("{file} has a row with other columns than the headings.", file=file.name)
    head, rows = lengthened(head, rows, reading.marks, reading.totals)
    if not head:
        raise Refused(
            '{file} has no column "count", and its last columns are not counts alone: name the one that is '
            '"count", and leave out rates and other figures.',
            file=file.name,
        )
    return head, head, rows


def _across(file: Path, reading: Reading) -> tuple[list[str], list[list[str]]]:
    """The table with a row for each count, if its headings name a group or a year each and what is said of it."""
    first = (next(filter(_has_several, rows[: TITLES + 1]), []) for rows in grids(file))
    if not any(map(names_groups, first)):
        return [], []
    head, rows = table_in(file, names_groups, say("a column of counts for each group"))
    even = all(len(row) == len(head) for row in rows)
    return across(head, rows, reading.marks) if even else ([], [])


def _has_several(row: list[str]) -> bool:
    return sum(map(bool, row)) > 1


def _table(file: Path, reading: Reading) -> PlainTable:
    head, written, rows = _lines(file, reading)
    columns = {name: head.index(name) for name in MEASURES if name in head}
    if any(len(row) <= max(columns.values()) for row in rows):
        raise Refused("{file} has a row with fewer columns than the headings.", file=file.name)
    names = tuple(head[: min(columns.values())])
    used = [*columns.values(), *(at for at, name in enumerate(head[: len(names)]) if not is_population(name))]
    if over := _counts_passed_over(head, rows, used, reading):
        raise Refused(
            '{file} has counts under "{column}" too: save each column of counts as a file of its own.',
            file=file.name,
            column=over[0],
        )
    if len(set(names)) < len(names):
        raise Refused("{file} has two columns of one name.", file=file.name)
    said = {
        tuple(row[: len(names)]): _count(row[columns["count"]], file, reading)
        if "count" in columns
        else NOTHING
        for row in rows
    }
    if len(said) < len(rows):
        raise Refused(
            "{file} gives two counts for one combination of {names}.", file=file.name, names=", ".join(names)
        )
    lines = Lines(file.name, names, columns, rows, reading.marks, reading.totals)
    bases = [_count(text, file, reading) for text in lines.cells("base")]
    shares = read_shares(lines, said, bases)
    measures = _measures(lines, shares)
    used_of_shares = tuple(written[columns[name]] for name in measures)
    left_out = _left_out(lines, head, written, measures)
    return PlainTable(file.stem, names, said, shares, measures=used_of_shares, left_out=left_out)


def _left_out(
    lines: Lines, head: Sequence[str], written: Sequence[str], measures: Sequence[str]
) -> tuple[UnusedColumn, ...]:
    """The columns of numbers, called as they are written, that say nothing of the counts."""
    columns, rows = lines.columns, lines.rows
    why = {columns[name]: OF_WHAT for name in SHARES if name in columns and name not in measures}
    why |= {
        at: OF_WHOM if is_rate(head[at]) else NO_MEASURE
        for at in range(len(lines.names), len(head))
        if at not in columns.values()
    }
    return tuple(
        UnusedColumn(lines.file, written[at], say(why[at]))
        for at in sorted(why)
        if any(NUMERIC.fullmatch(row[at].strip()) for row in rows if at < len(row))
    )


def _measures(lines: Lines, shares: Sequence[SharedOut]) -> tuple[str, ...]:
    """The columns of shares of which something is used: without a column that says of what, percentages alone."""
    told = {"base", "of"} & set(lines.columns)
    read = [name for name in SHARES if any(read_share(text, SHARES[name]) for text in lines.cells(name))]
    return tuple(name for name in read if shares and (told or name == "percent"))


def _counts_passed_over(
    head: list[str], rows: list[list[str]], used: list[int], reading: Reading
) -> list[str]:
    """The headings of columns of counts that are not used. Rates are no counts, though they may be whole numbers."""
    left = [at for at, name in enumerate(head) if at not in used and not is_rate(name)]
    return [head[at] for at in left if is_counts([row[at] for row in rows if at < len(row)], reading.marks)]


def _count(text: str, file: Path, reading: Reading) -> Said:
    said = read_count(text, reading.marks)
    if said is None:
        raise Refused(
            '{file} has "{text}" as a count; name it with --withheld-mark if it means withheld.',
            file=file.name,
            text=text,
        )
    return said


def _sheet(table: PlainTable, dimensions: Mapping[str, Dimension], file: Path, universe: Universe) -> Sheet:
    chosen = tuple(dimensions[name] for name in table.names)
    axes = [Axis(dimension) for dimension in chosen]
    shape = tuple(len(axis) for axis in axes)
    values, asked = np.full(shape, UNKNOWN, np.int64), np.zeros(shape, bool)
    least, most = np.zeros(shape, np.int64), np.full(shape, NO_LIMIT)
    told, ratios, why = _shared_out(table, chosen)
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
    left_out = (*table.left_out, *(UnusedColumn(file.name, name, say(why)) for name in table.measures if why))
    return Sheet(
        file.parent.name,
        table.name,
        chosen,
        universe,
        values,
        least,
        most,
        asked,
        flat,
        plain=True,
        left_out=left_out,
    )


def _shared_out(
    table: PlainTable, dimensions: Sequence[Dimension]
) -> tuple[dict[Place, Said], list[tuple[Place, Place, Share]], str]:
    """(what is said of each count, shares included, the shares of counts that are not known, why none is used or "").

    A table with a share that contradicts its counts gives shares of something else: none of them is used.
    """
    told, ratios = dict(table.told), list[tuple[Place, Place, Share]]()
    if (table.base or table.rounded) and any(one.guessed for one in table.shares):
        return told, ratios, OF_ROUNDED
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
        return dict(table.told), [], CONTRADICTED
    return told, ratios, ""


def _whole(one: SharedOut, table: PlainTable, dimensions: Sequence[Dimension]) -> Place | None:
    """The cell that a share is of; None where it is the row itself."""
    whole = tuple(
        code if name in (one.kept or ()) else dimension.total
        for name, code, dimension in zip(table.names, one.place, dimensions, strict=True)
    )
    return whole if whole != one.place else None
