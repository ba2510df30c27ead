"""What went out by other ways, as statements about the people whom our tables count."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dueregard.access.models import Organisation
from dueregard.kit.writing import date as day_in_words
from dueregard.releases.models import Covers, OutsideRelease
from dueregard.releases.reports.history import told_apart
from dueregard.releases.reports.joined import named_in, with_sums
from equalities.cubes import Cube, Dimension, Universe
from equalities.cubes.dimensions import UNKNOWN as UNANSWERED
from equalities.disclosure import Policy, Release, attack
from equalities.disclosure.layout import Axis
from equalities.disclosure.plain import ABOUT, read_outside
from equalities.disclosure.puzzles import puzzle, start
from equalities.disclosure.relations import Segment, Together, segments
from equalities.disclosure.sheets import from_cube, from_releases
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.disclosure.tables import dimension_as_dict, dimension_from_dict
from equalities.refusals import Refused

PART = "part"
"""The name by which a universe says that it is a part of another, which has all its other names."""

TOTAL = "Total"
"""Everybody, in the rows of a printed table."""

LONGEST = 20.0
"""Seconds to look for people who fit some tables."""


@dataclass(frozen=True)
class PrintedTable:
    """A table that was read: `rows` hold a code (TOTAL, or one of `joined`) for each of `dimensions`, then what the
    paper prints under each of `measures` (the columns of a plain table: docs/disclosure.md). `marks` are the texts that
    mean withheld."""

    dimensions: tuple[Dimension, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "dimensions": [dimension_as_dict(dimension) for dimension in self.dimensions],
            "measures": list(self.measures),
            "rows": [list(row) for row in self.rows],
            "marks": list(self.marks),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "PrintedTable":
        return cls(
            tuple(dimension_from_dict(dimension) for dimension in kept["dimensions"]),
            tuple(kept["measures"]),
            tuple(tuple(row) for row in kept["rows"]),
            tuple(kept["marks"]),
        )

    def in_terms_of(self, known: Sequence[Dimension]) -> "PrintedTable":
        """With the dimensions that are `known` of the same people, where they have all of its groups. Lines of people
        who gave no answer for a reason that those do not know say nothing of ours, and are left out."""
        named = {dimension.name: dimension for dimension in reversed(known)}
        chosen, rows = list(self.dimensions), self.rows
        for place, own in enumerate(self.dimensions):
            ours = named.get(own.name)
            if ours is None or ours.classification != own.classification:
                continue
            codes, silent = {*Axis(ours).codes, TOTAL}, {*own.missing, UNANSWERED}
            fitting = tuple(row for row in rows if row[place] in codes or row[place] not in silent)
            if all(codes.issuperset(named_in(row[place], codes)) for row in fitting):
                chosen[place], rows = ours, fitting
        return replace(self, dimensions=tuple(chosen), rows=rows)


def sheets_of(table: PrintedTable, title: str, universe: Universe) -> tuple[Sheet, ...]:
    """What a table says of the people of `universe`, by the library's own reading of outside tables. Refused where it
    cannot be read, or says two things of one group."""
    dimensions = [
        with_sums(dimension, {row[place] for row in table.rows})
        for place, dimension in enumerate(table.dimensions)
    ]
    about: dict[str, Any] = {"universe": dict(universe), "totals": [TOTAL]}
    about |= {"marks": list(table.marks)} if table.marks else {}
    with TemporaryDirectory() as shelf:
        folder = Path(shelf) / "outside"
        folder.mkdir()
        (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(dimension.name for dimension in table.dimensions), *table.measures])
            writer.writerows(table.rows)
        found = read_outside(folder, dimensions)
    return tuple(replace(sheet, release=title, name=title) for sheet in found)


def cells_of(table: PrintedTable) -> tuple[int, int]:
    """How many cells a table shows a number for, and for how many it says something else in its place."""
    printed = [row[len(table.dimensions) + table.measures.index(_said_in(table))] for row in table.rows]
    shown = sum(text not in table.marks and _is_number(text) for text in printed)
    return shown, len(printed) - shown


def _said_in(table: PrintedTable) -> str:
    return "count" if "count" in table.measures else "percent"


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).rstrip("% ").isdigit()


def outside_about(
    organisation: Organisation, cubes: Sequence[Cube], published: Sequence[Release], people: set[Segment]
) -> dict[int, tuple[Sheet, ...]]:
    """Key of an outside release -> what it says of `people`, who are those of the cubes and all whom `published`
    tables join to them. One that contradicts the counts is of another extract and left out, as an entry of the ledger
    is; so is one that was struck out, or said to count other people. `relations_of_papers` says how their people
    relate."""
    recorded = OutsideRelease.objects.of_the_family_of(organisation)
    found: dict[int, tuple[Sheet, ...]] = {}
    for outside in recorded.exclude(covers=Covers.OTHERS).filter(struck_out=None):
        earlier = [sheet for sheets in found.values() for sheet in sheets]
        if sheets := tuple(_said(outside, cubes, published, people, earlier)):
            found[outside.pk] = sheets
    return found


def _said(
    outside: OutsideRelease,
    cubes: Sequence[Cube],
    published: Sequence[Release],
    people: set[Segment],
    earlier: Sequence[Sheet],
) -> Iterator[Sheet]:
    """What a release says of those of the people whom it counts, where it fits with the counts of them (with what was
    published, where they are not ours) and with `earlier` releases."""
    table = PrintedTable.from_dict(outside.table_kept)
    for segment in sorted(people):
        if not counts(outside, dict(segment)):
            continue
        ours = [cube for cube in cubes if segments(cube.universe) == (segment,)]
        known = [from_cube(cube, "", Policy()) for cube in ours] or [
            sheet for sheet in from_releases(published) if segments(sheet.universe) == (segment,)
        ]
        dimensions = [dimension for sheet in known for dimension in sheet.dimensions]
        sheets = sheets_of(table.in_terms_of(dimensions), named(outside), people_in(outside, dict(segment)))
        beside = [sheet for sheet in earlier if segments(_whole(sheet.universe)) == (segment,)]
        if fit_together(told_apart(ours, [], [*known, *beside, *sheets])[1]):
            yield from sheets


def named(outside: OutsideRelease) -> str:
    """How receipts call a paper: by title, and the day it went out."""
    return f"{outside.title}, {day_in_words(outside.went_out_on)}"


def people_in(outside: OutsideRelease, universe: Universe) -> Universe:
    """Whom a paper counts of the people of a universe: all, or a part that has no other name than the paper's."""
    return part_of(universe, str(outside.pk)) if outside.covers == Covers.PART else universe


def part_of(universe: Universe, paper: str) -> Universe:
    """Some of the people of a universe, as a paper counts them."""
    return {**universe, PART: paper}


def _whole(universe: Universe) -> Universe:
    return {name: value for name, value in universe.items() if name != PART}


def relations_of_papers(sheets: Sequence[Sheet]) -> list[Together]:
    """What is declared of papers that count a part of our people: which part is not known, and two may overlap."""
    universes = {segments(sheet.universe): sheet.universe for sheet in sheets if PART in sheet.universe}
    parts = [Together("part", (universe, _whole(universe))) for universe in universes.values()]
    return [
        *parts,
        *(
            Together("overlap", pair)
            for pair in combinations(universes.values(), 2)
            if _whole(pair[0]) == _whole(pair[1])
        ),
    ]


def counts(outside: OutsideRelease, universe: Mapping[str, str]) -> bool:
    """Whether a release is about the people of a dataset's universe: same body, service and period, any extract."""
    period = f"{outside.starts_on.isoformat()}/{outside.ends_on.isoformat()}"
    return (
        universe.get("organisation") == str(outside.organisation_id)
        and universe.get("population", "").casefold() == outside.service.casefold()
        and universe.get("period", "").split(" ")[0] == period
    )


def fit_together(sheets: Sequence[Sheet]) -> bool:
    """Whether some people could have all these counts; not, where none were found in time."""
    try:
        said = Statements(sheets, relations_of_papers(sheets))
        known = said.values != UNKNOWN
        if (said.values[known] < said.least[known]).any() or (said.values[known] > said.most[known]).any():
            return False
        start(puzzle(said, known, said.least), seconds=LONGEST)
    except Refused:
        return False
    return True


@dataclass(frozen=True)
class GivenAway:
    """A table whose withheld counts can be worked out. Which counts, and what they are, is not said."""

    release: str
    table: str


def given_away(known: Sequence[Release], sheets: Sequence[Sheet]) -> list[GivenAway]:
    """The tables, known and outside, of which a reader of all of them can work out a withheld count that she cannot
    work out of what is `known` alone. Refused where they contradict one another."""
    before, relations = from_releases(known), relations_of_papers(sheets)
    already = {each.cell for each in attack(before).exposed} if before else set()
    exposed = attack([*before, *sheets], relations=relations).exposed
    found = [each.cell for each in exposed if each.cell not in already]
    tables = [GivenAway(cell.release, cell.table) for cell in found]
    return list(dict.fromkeys([*tables, *_printed_after_all(before, sheets)]))


def _printed_after_all(before: Sequence[Sheet], sheets: Sequence[Sheet]) -> Iterator[GivenAway]:
    """The known tables that withhold a count which an outside table prints, and no known one does."""
    relations = relations_of_papers(sheets)
    known, together = Statements(before, relations), Statements([*before, *sheets], relations)
    told = dict(zip(together.keys.tolist(), together.values.tolist(), strict=False))
    for sheet, ids in zip(before, known.ids, strict=True):
        withheld = sheet.asked & (sheet.values == UNKNOWN) & (known.values[ids] == UNKNOWN)
        if any(told[key] != UNKNOWN for key in known.keys[ids[withheld]].tolist()):
            yield GivenAway(sheet.release, sheet.name)
