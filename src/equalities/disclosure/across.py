"""Tables with several columns for each group or year, such as "2023 number" and "2023 %", as a row for each count.

Only where the headings leave no doubt: each names one group, and a number of people, a percentage or a rate of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from equalities.disclosure.crosswise import Rows, is_counts, is_numeric
from equalities.disclosure.files import COUNT, PERCENT
from equalities.disclosure.measures import SHARES, read_share
from equalities.disclosure.rates import is_rate

YEARS = re.compile(r"(?:19|20)\d\d(?:[/\u2013-](?:\d{4}|\d\d))?(?!\d)")
WORDS = r"number|count|no\.|headcount|%|per ?cent(?:age)?|rate(?: per [\d, ]+)?"
BEFORE = re.compile(rf"(?P<measure>{WORDS})(?: of| for)?[ :,(\[\u2013-]+(?P<group>.+)", re.IGNORECASE)
AFTER = re.compile(rf"(?P<group>.+?)[ :,(\[\u2013-]+(?P<measure>{WORDS})", re.IGNORECASE)
EDGES = " -\u2013:,()[]|/"
COUNTED, SHARED, RATED = "count", "percent", "rate"


@dataclass(frozen=True)
class Column:
    """What a heading says: of whom its numbers are, and what they are: COUNTED, SHARED, RATED, or other words."""

    group: str
    measure: str
    is_year: bool


def names_groups(head: Sequence[str]) -> bool:
    """Whether at least two headings say of whom their numbers are."""
    return sum(_column(heading) is not None for heading in head) > 1


def across(head: Sequence[str], rows: Rows, marks: Sequence[str]) -> tuple[list[str], Rows]:
    """(headings, rows) with one column for the groups, `count` and, where there are any, `percent`. Years become the
    dimension "year". A rate is left out: it is of people whom the table does not count. ([], []) where the headings
    do not say all that."""
    first = next((at for at in range(len(head)) if is_numeric(rows, at)), 0)
    named = [name or f"column {number}" for number, name in enumerate(head[:first], 1)]
    columns = _columns(head[first:])
    if (
        not named
        or not columns
        or not _is_certain(columns, [[row[first + at] for row in rows] for at in range(len(columns))], marks)
    ):
        return [], []
    groups = list(dict.fromkeys(column.group for column in columns))
    dimension = "year" if all(column.is_year for column in columns) else " | ".join(sorted(groups))
    places = {(column.group, column.measure): first + at for at, column in enumerate(columns)}
    measures = [name for name in (COUNTED, SHARED) if any(column.measure == name for column in columns)]
    cells = [
        [
            *row[:first],
            group,
            *(row[at] if (at := places.get((group, name))) is not None else "" for name in measures),
        ]
        for row in rows
        for group in groups
    ]
    return [*named, dimension, *measures], cells


def _columns(head: Sequence[str]) -> list[Column]:
    """What each heading says; nothing where one of them says of nobody. Where no heading says what its numbers are, in
    the same words for all, they are counts."""
    found = [_column(heading) for heading in head]
    columns = [column for column in found if column]
    if len(columns) < len(found):
        return []
    others = {column.measure for column in columns} - {COUNTED, SHARED, RATED}
    if len(others) > 1 or (others and any(column.measure == COUNTED for column in columns)):
        return []
    return [
        Column(one.group, COUNTED if one.measure in others else one.measure, one.is_year) for one in columns
    ]


def _column(heading: str) -> Column | None:
    years = YEARS.findall(heading)
    if len(years) == 1:
        rest = " ".join(heading.replace(years[0], " ").split()).strip(EDGES)
        return Column(years[0], _measure(rest) if rest else COUNTED, is_year=True)
    said = AFTER.fullmatch(heading.rstrip(EDGES)) or BEFORE.fullmatch(heading.rstrip(EDGES))
    if years or not said:
        return None
    return Column(said["group"].strip(EDGES), _measure(said["measure"]), is_year=False)


def _measure(words: str) -> str:
    kinds: Sequence[tuple[str, Callable[[str], object]]] = (
        (RATED, is_rate),
        (SHARED, PERCENT.fullmatch),
        (COUNTED, COUNT.fullmatch),
    )
    return next((kind for kind, matches in kinds if matches(words)), words.casefold())


def _is_certain(columns: Sequence[Column], cells: Sequence[Sequence[str]], marks: Sequence[str]) -> bool:
    """Whether each group has one column of counts, and one more of each kind at the most, with such numbers in them;
    a single group is one only if it is a year: "Number of pupils" says of nobody else."""
    kinds = [(column.group, column.measure) for column in columns]
    counted = {group for group, measure in kinds if measure == COUNTED}
    return (
        len(set(kinds)) == len(kinds)
        and counted == {group for group, _ in kinds}
        and (len(counted) > 1 or all(column.is_year for column in columns))
        and all(
            _bears_out(column.measure, texts, marks) for column, texts in zip(columns, cells, strict=True)
        )
    )


def _bears_out(measure: str, cells: Sequence[str], marks: Sequence[str]) -> bool:
    if measure == COUNTED:
        return is_counts(cells, marks)
    return measure == RATED or all(text in marks or read_share(text, SHARES["percent"]) for text in cells)
