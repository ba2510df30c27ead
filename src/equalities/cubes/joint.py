"""A population by groups and, where its file has them, by age, sex or area as well."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from equalities.codelists import headed
from equalities.codelists.ages import band
from equalities.codelists.standardise import missing_state, plain
from equalities.cubes.counting import Table, table
from equalities.cubes.grouping import MOST_VALUES
from equalities.cubes.population import PLACES, count_of
from equalities.cubes.totals import TOTALS, is_total, totals_among
from equalities.refusals import Refused
from equalities.saying import say

COUNTS = (
    "count",
    "value",
    "people",
    "population",
    "persons",
    "number",
    "n",
    "obs_value",
    "observation",
    "total",
)
"""What a column of counts is headed."""

AREAS = ("area_name", "geography", "area", "area_code", "geography_code")
"""What a column of areas is headed; the first that is there names them, any of them finds one."""

CODES = ("area_code", "geography_code")
"""Columns that only an office of statistics writes: the counts beside them are a census's."""

PERIODS = ("period", "year", "date", "vintage")
"""Columns that say when people were counted: nobody is to be counted twice."""

ABOUT = frozenset({*PLACES, *AREAS, *CODES, "geography_type", "indicator"})
"""Columns about the place, the day or the measure: never a group."""

AWAITING = "awaiting"
"""How a count begins that is still to come: "awaiting census"."""

NOISE = 3.0
"""People by which one published count of a perturbed census may be off. The Office for National Statistics
does not publish its own bound; totals of 21 wards that differ by 11 between topics of the Census of 2021 are
well inside it."""

Cell = tuple[str, ...]
"""A group, and the value of each stratum column."""


@dataclass(frozen=True)
class JointPopulation:
    """People by group and stratum. `strata` are the stratum columns as the asker heads them; `counts` has
    people by (group, value of each of them); `awaiting` the groups whose count is still to come; `areas` the
    areas added. `noise` is how many people each group may be off by, empty for a file that is no census."""

    strata: tuple[str, ...]
    counts: Mapping[Cell, int]
    areas: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()
    noise: Mapping[str, float] | None = None

    @property
    def groups(self) -> dict[str, int]:
        """People by group."""
        found: Counter[str] = Counter()
        for (group, *_), people in self.counts.items():
            found[group] += people
        return dict(found)

    def without(self, groups: Iterable[str]) -> "JointPopulation":
        """The same people but those of some groups."""
        out = set(groups)
        return replace(self, counts={cell: n for cell, n in self.counts.items() if cell[0] not in out})


@dataclass(frozen=True)
class Wanted:
    """What is asked of a population file: its groups are those of the heading `by`; its strata the columns
    of `adjust`, all of which it must have, or else those of `shared` that it has; only the areas named, if
    any are."""

    by: str
    adjust: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


def joint_population(path: Path, wanted: Wanted) -> JointPopulation:
    """Read a population file: a group and a count in each line, and a column for each stratum; or a line a
    group and a column for each band of ages, as census tables come. Headings mean the same where they are
    written alike or name the same characteristic. Lines of totals and of missing answers are left out.

    Raises Refused for a file of another shape, a count that is no whole number, a stratum or an area that is
    not there.
    """
    with table(path) as opened:
        shape = _Shape.of(opened.headings, wanted)
        lines = _whole(_counted(list(shape.lines(opened))), shape.others)
    kept = [line for line in lines if not wanted.areas or _named(line.areas, wanted.areas)]
    for area in wanted.areas:
        if not any(_named(line.areas, [area]) for line in lines):
            raise Refused("The population file has no area {area}: {areas}.", area=area, areas=_some(lines))
    counts: Counter[Cell] = Counter()
    parts: Counter[str] = Counter()
    for line in kept:
        counts[line.cell] += line.people or 0
        parts[line.cell[0]] += 1
    return JointPopulation(
        shape.strata,
        dict(counts),
        tuple(dict.fromkeys(line.areas[0] for line in kept if line.areas)),
        tuple(dict.fromkeys(line.cell[0] for line in kept if line.people is None)),
        {group: NOISE * math.sqrt(n) for group, n in parts.items()} if shape.census else None,
    )


def tallied(path: Path, headings: Sequence[str]) -> dict[Cell, int]:
    """How many rows of a file have each combination of values of these columns, as they are written. Raises
    Refused for a column that is not there."""
    found: Counter[Cell] = Counter()
    with table(path) as opened:
        listed = ", ".join(f"coalesce({opened.column(heading)}, '')" for heading in headings)
        for *values, rows in opened.rows(f"SELECT {listed}, count(*) FROM rows GROUP BY ALL"):
            found[tuple(" ".join(value.split()) for value in values)] += int(rows)
    return dict(found)


def labels_of(path: Path) -> dict[str, tuple[str, ...]]:
    """The different values of each column of a file, as they are written; without the columns that have too many to be
    groups."""
    with table(path) as opened:
        columns = {
            heading: opened.rows(
                f"SELECT DISTINCT {opened.column(heading)} FROM rows LIMIT {MOST_VALUES + 1}"
            )
            for heading in opened.headings
        }
    return {
        heading: tuple(" ".join((label or "").split()) for (label,) in rows)
        for heading, rows in columns.items()
        if len(rows) <= MOST_VALUES
    }


@dataclass(frozen=True)
class _Line:
    """One count: where (name first), of which group and strata, and of which part by columns not asked for;
    None for one that is still to come."""

    areas: tuple[str, ...]
    others: tuple[str, ...]
    cell: Cell
    people: int | None


@dataclass(frozen=True)
class _Shape:
    """Which column of a population file is what. `bands` are the columns of a wide file, empty for a long
    one; `strata` are headed as the asker heads them, `columns` as the file does, a wide file's bands not
    among them; `others` are columns not asked for."""

    group: str
    count: str
    areas: tuple[str, ...]
    others: tuple[str, ...]
    strata: tuple[str, ...]
    columns: tuple[str, ...]
    bands: tuple[str, ...]
    measure: str | None
    census: bool

    @classmethod
    def of(cls, headings: Sequence[str], wanted: Wanted) -> "_Shape":
        """The shape that a heading row shows. Raises Refused for another."""
        low = {heading.casefold(): heading for heading in headings}
        count = next((low[name] for name in COUNTS if name in low), "")
        bands = () if count else tuple(heading for heading in headings if band(heading) or heading.isdigit())
        if not count and len(bands) < 3:
            bands, count = (), headings[-1] if len(headings) == 2 else ""
        if not count and not bands:
            raise Refused("A population file has a group and a count in each line: name a column count.")
        free = [
            heading for heading in headings if heading not in (count, *bands) and plain(heading) not in TOTALS
        ]
        group = _group(free, wanted.by)
        areas = tuple(low[name] for name in AREAS if name in low and low[name] != group)
        free = [heading for heading in free if heading != group]
        strata = _strata(free, bands, wanted)
        return cls(
            group,
            count,
            areas,
            tuple(
                each
                for each in free
                if each not in strata.values()
                and (each.casefold() not in ABOUT or each.casefold() in PERIODS)
            ),
            tuple(strata),
            tuple(heading for heading in strata.values() if heading not in bands),
            bands if any(heading in bands for heading in strata.values()) else _totals(headings, bands),
            low.get("measure"),
            any(name in low for name in CODES),
        )

    def lines(self, opened: Table) -> Iterator[_Line]:
        """Every count of the file; the bands of a wide one as lines of their own, their ages last."""
        headings = [*self.areas, *self.others, self.group, *self.columns, *(self.bands or [self.count])]
        listed = ", ".join(f"coalesce({opened.column(heading)}, '')" for heading in headings)
        only = f" WHERE lower({opened.column(self.measure)}) = 'count'" if self.measure else ""
        split, start = len(self.areas), len(self.areas) + len(self.others)
        for row in opened.rows(f"SELECT {listed} FROM rows{only}"):
            areas, others = tuple(row[:split]), tuple(row[split:start])
            rest = [" ".join(value.split()) for value in row[start:]]
            values, numbers = rest[: 1 + len(self.columns)], rest[1 + len(self.columns) :]
            for heading, number in zip(self.bands or [""], numbers, strict=True):
                banded = [heading] if len(self.strata) > len(self.columns) else []
                yield _Line(areas, others, (*values, *banded), _people(number))


def _strata(free: Sequence[str], bands: Sequence[str], wanted: Wanted) -> dict[str, str]:
    """The stratum columns, as the asker heads them -> as the file does; a wide file's ages last."""
    found: dict[str, str] = {}
    ages: dict[str, str] = {}
    for heading in wanted.adjust or wanted.shared:
        match = _match(free, heading)
        if match is not None and match not in found.values():
            found[heading] = match
        elif bands and match is None and _characteristic(heading) == "age":
            ages[heading] = bands[0]
        elif wanted.adjust and match is None:
            raise Refused(
                "The population file has no column {heading} to adjust for: its columns are {columns}.",
                heading=heading,
                columns=", ".join([*free, *bands[:1]]),
            )
    return found | dict(list(ages.items())[:1])


def _group(free: Sequence[str], by: str) -> str:
    """The column that has the groups: headed as asked, of the same characteristic, "group", or the only one
    that is about neither place nor day."""
    named = _match(free, by) or _match(free, "group")
    topics = [heading for heading in free if heading.casefold() not in ABOUT]
    if named is None and not free:
        raise Refused("A population file has a group and a count in each line: name a column group.")
    indicator = [heading for heading in free if heading.casefold() == "indicator"]
    return named or (topics or indicator or list(free))[0]


def _match(free: Sequence[str], heading: str) -> str | None:
    """The heading of a file that is written as this one, or else names the same characteristic."""
    alike = [each for each in free if plain(each) == plain(heading)]
    wanted = _characteristic(heading)
    akin = [each for each in free if wanted is not None and _characteristic(each) == wanted]
    return next(iter(alike or akin), None)


def _characteristic(heading: str) -> str | None:
    found = headed(heading)
    return found.name if found is not None else None


def _totals(headings: Sequence[str], bands: Sequence[str]) -> tuple[str, ...]:
    """What to count of a wide file whose bands are not asked for: its column of totals, or all its bands."""
    total = next((heading for heading in headings if bands and plain(heading) in TOTALS), None)
    return (total,) if total else tuple(bands)


def _counted(lines: Sequence[_Line]) -> list[_Line]:
    """The lines about people of one group and stratum: no totals, and no missing answers."""
    columns = zip(*(line.cell for line in lines), strict=True)
    totals = [totals_among(column) for column in columns]
    return [
        line
        for line in lines
        if missing_state(line.cell[0]) is None
        and not any(value in held for value, held in zip(line.cell, totals, strict=True))
    ]


def _whole(lines: list[_Line], others: Sequence[str]) -> list[_Line]:
    """The lines that are about all people by the columns not asked for: the totals where such a column has
    them, all its values where it has none. Raises Refused for people counted at several times."""
    for place, heading in enumerate(others):
        periods = sorted({line.others[place] for line in lines})
        if heading.casefold() in PERIODS and len(periods) > 1:
            raise Refused(
                "The population file counts people of several times ({periods}): keep one of them.",
                periods=", ".join(periods[:3]),
            )
        totals = [line for line in lines if is_total(line.others[place])]
        lines = totals or lines
    return lines


def _people(text: str) -> int | None:
    return None if plain(text).startswith(AWAITING) else count_of(text)


def _named(areas: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(plain(area) == plain(each) for area in areas for each in wanted)


def _some(lines: Sequence[_Line]) -> str:
    """A few of the areas there are, for a sentence."""
    areas = list(dict.fromkeys(line.areas[0] for line in lines if line.areas))
    more = say(" and {number:,} more", number=len(areas) - 10) if len(areas) > 10 else ""
    if not areas:
        return say("it has no column of areas")
    return say("it has {areas}", areas=", ".join(areas[:10]) + more)
