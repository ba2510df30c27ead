"""One pass over the rows: how many there are of each combination of values in the columns asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from equalities.cubes.counting import Table
from equalities.cubes.mapping import Layout
from equalities.refusals import Refused

MOST_COMBINATIONS = 1_000_000
MOST_VALUES = 5_000
"""Different values that a column to count by may have; beyond that it tells people apart."""


@dataclass(frozen=True)
class Problem:
    """Something that was not understood: `what`, in which column, at which value, in how many rows."""

    what: str
    column: str
    value: str
    rows: int


@dataclass(frozen=True)
class Counts:
    """How many rows (or people) have each combination of values, in the order of the layout's columns, and
    how many rows the file has."""

    cells: Mapping[tuple[str, ...], int]
    rows: int
    problems: tuple[Problem, ...] = ()

    def values(self, place: int) -> Counter[str]:
        """How many have each value of the column at `place`."""
        values: Counter[str] = Counter()
        for cell, count in self.cells.items():
            values[cell[place]] += count
        return values


def grouped(opened: Table, layout: Layout) -> Counts:
    """Count the rows of a file by the layout's columns. Raises Refused for a column that is not there, and
    for columns whose combinations tell people apart."""
    columns = [opened.column(column.heading) for column in layout.columns]
    if layout.reference:
        counts = _people(opened, columns, layout)
    elif layout.count:
        counts = _summed(opened, columns, layout.count)
    else:
        cells = _cells(_limited(opened, f"SELECT {_listed(columns)} count(*) FROM rows GROUP BY ALL"))
        counts = Counts(cells, sum(cells.values()))
    for place, column in enumerate(layout.columns):
        if len(counts.values(place)) > MOST_VALUES:
            raise Refused(
                f"The column {column.heading} has over {MOST_VALUES:,} different values: leave it out."
            )
    return counts


def _summed(opened: Table, columns: Sequence[str], heading: str) -> Counts:
    """A table of counts: thousands may have commas; what is no whole number from 0 up is a problem, not a
    nought."""
    count = opened.column(heading)
    number = f"try_cast(replace(trim({count}), ',', '') AS DOUBLE)"
    whole = f"({number} >= 0 AND {number} = floor({number}))"
    good = f"SELECT {_listed(columns)} sum({number})::BIGINT FROM rows WHERE {whole} GROUP BY ALL"
    bad = f"SELECT coalesce({count}, ''), count(*) FROM rows WHERE NOT coalesce({whole}, false) GROUP BY ALL"
    problems = [Problem("not a count", heading, value, int(rows)) for value, rows in opened.rows(bad)]
    problems.sort(key=lambda each: each.value)
    return Counts(_cells(_limited(opened, good)), _rows(opened), tuple(problems))


def _people(opened: Table, columns: Sequence[str], layout: Layout) -> Counts:
    """People told apart by their reference, each with the last answer given; no reference, a person of its
    own."""
    reference = opened.column(str(layout.reference))
    last = "".join(
        f"coalesce(arg_max({column}, place) FILTER (WHERE trim({column}) <> ''), '') AS {column}, "
        f"(count(DISTINCT {column}) FILTER (WHERE trim({column}) <> '') > 1)::INT AS changed_{column}, "
        for column in columns
    )
    people = (
        "SELECT " + last + f"bool_or(trim(coalesce({reference}, '')) = '') AS nameless "
        "FROM (SELECT *, row_number() OVER () AS place FROM rows) "
        f"GROUP BY CASE WHEN trim(coalesce({reference}, '')) = '' "
        f"THEN 'row ' || place ELSE 'person ' || {reference} END"
    )
    changes = "".join(f"sum(changed_{column}), " for column in columns)
    cells = _cells(_limited(opened, f"SELECT {_listed(columns)} count(*) FROM ({people}) GROUP BY ALL"))
    *changed, nameless = opened.rows(f"SELECT {changes} sum(nameless::INT) FROM ({people})")[0]
    found = [
        Problem("changed answers, the last is counted", column.heading, "", int(number))
        for column, number in zip(layout.columns, changed, strict=True)
        if number
    ]
    if nameless:
        found.append(
            Problem("no reference, counted as one person each", str(layout.reference), "", int(nameless))
        )
    return Counts(cells, _rows(opened), tuple(found))


def _listed(columns: Sequence[str]) -> str:
    return "".join(f"coalesce({column}, '') AS {column}, " for column in columns)


def _limited(opened: Table, sql: str) -> list[tuple[Any, ...]]:
    rows = opened.rows(f"{sql} LIMIT {MOST_COMBINATIONS + 1}")
    if len(rows) > MOST_COMBINATIONS:
        raise Refused("These columns together tell people apart: map fewer of them.")
    return rows


def _rows(opened: Table) -> int:
    return int(opened.rows("SELECT count(*) FROM rows")[0][0])


def _cells(rows: Sequence[tuple[Any, ...]]) -> Counter[tuple[str, ...]]:
    """The same combinations with each value's spaces put right, which a file has few of and repeats often."""
    tidy = {value: " ".join(value.split()) for value in {value for *values, _ in rows for value in values}}
    cells: Counter[tuple[str, ...]] = Counter()
    for *values, count in rows:
        cells[tuple([tidy[value] for value in values])] += int(count)
    return cells
