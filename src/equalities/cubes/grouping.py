"""One pass over the rows: how many there are of each combination of answers in the columns asked for."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import compress
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from equalities.cubes.mapping import Layout
from equalities.cubes.totals import at_the_foot
from equalities.refusals import Refused
from equalities.saying import to_say

MOST_COMBINATIONS = 1_000_000
MOST_VALUES = 5_000
"""Different values that a column to count by may have; beyond that it tells people apart."""

WHOLE = "([0-9]{1,12}|[0-9]{1,3}([, \u00a0\u202f][0-9]{3})+)"
COUNT = f"^{WHOLE}([.]0*|[eE][+]?[0-9]{{1,2}})?$"
NUMBER = f"^(-?£?|£-) ?{WHOLE}([.][0-9]*)?$"
"""What is read as a number, the same in every engine: thousands may stand apart, by commas or spaces; a comma before
anything but three figures may be a decimal one, and is not guessed."""

BESIDE_FIGURES = ", £\u00a0\u202f"
"""What may stand before the figures of a number and between them."""

_CHANGED = {
    "first": to_say("changed answers, the first is counted"),
    "last": to_say("changed answers, the last is counted"),
}
NO_ROWS = to_say("No row below the heading can be read: open the file, save it as CSV and try again.")

Whole = NDArray[np.int64]
Frame = Mapping[str, Sequence[Any]]


class Engine(Protocol):
    """Where rows are counted, and stay."""

    def combinations(self, layout: Layout, most: int) -> Frame:
        """Columns of equal length, one place a combination of answers, no more than `most` of them:
        `answer_0`... in the order of the layout's columns; `people` in the combination and the `rows` they
        stand in; with a reference the people who `changed_0`... an answer and the `nameless` ones; with a
        count the rows whose count is `unread`; for each sum its `total_0`..., how many gave one (`given_0`)
        and how many gave something that is no number (`unread_0`)."""

    def unread(self, heading: str, pattern: str) -> Mapping[str, int]:
        """The values of a column that are no number of this pattern, and how many rows have each; blanks
        too."""


@dataclass(frozen=True)
class Problem:
    """Something that was not understood: `what`, in which column, at which value, in how many rows.
    `what` is in English, as a key that is said where it is read."""

    what: str
    column: str
    value: str
    rows: int


@dataclass(frozen=True)
class Answers:
    """One column of the combinations: its different `values`, tidied, and the place among them of the value
    that each combination has."""

    values: tuple[str, ...]
    places: Whole

    @property
    def texts(self) -> list[str]:
        """The value that each combination has."""
        return [self.values[place] for place in self.places]

    def totals(self, people: Whole) -> dict[str, int]:
        """How many have each value, where `people` is how many have each combination."""
        totals = np.zeros(len(self.values), dtype=np.int64)
        np.add.at(totals, self.places, people)
        return dict(zip(self.values, totals.tolist(), strict=True))


@dataclass(frozen=True)
class Counts:
    """How many rows (or people) have each combination of answers, in the order of the layout's columns, and
    how many rows were read. `sums` are, by the name of each amount, its total in each combination and how
    many gave one."""

    columns: tuple[Answers, ...]
    people: Whole
    rows: int
    problems: tuple[Problem, ...] = ()
    sums: Mapping[str, tuple[NDArray[np.float64], Whole]] = field(default_factory=dict)


def answers(values: Sequence[Any]) -> Answers:
    """Values as an engine gave them, one a combination; those that differ only in spaces are one."""
    known: dict[str, int] = {}
    tidied = {value: known.setdefault(written(value), len(known)) for value in dict.fromkeys(values)}
    return Answers(tuple(known), np.fromiter(map(tidied.__getitem__, values), np.int64, len(values)))


def written(value: Any) -> str:
    """A value of any engine as a person would write it: nothing for NULL, no ".0" on a whole number, no
    needless spaces."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal) and math.isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return " ".join(str(value).split())


def grouped(engine: Engine, layout: Layout) -> Counts:
    """Count rows by the layout's columns. Raises Refused for a column that is not there, for no rows at all,
    and for columns that tell people apart, alone or together."""
    found = engine.combinations(layout, MOST_COMBINATIONS + 1)
    rows = int(sum(found["rows"]))
    if rows == 0:
        raise Refused(NO_ROWS)
    if len(found["rows"]) > MOST_COMBINATIONS:
        raise Refused("These columns together tell people apart: map fewer of them.")
    problems = tuple(_problems(engine, layout, found))
    found = _with_a_count(found) if layout.count else found
    if layout.count and not found["rows"]:
        raise Refused(
            "No row has a count in the column {column}: a count is a whole number of people, no share or weight.",
            column=layout.count,
        )
    columns = tuple(answers(found[f"answer_{place}"]) for place in range(len(layout.columns)))
    for column, given in zip(layout.columns, columns, strict=True):
        if len(given.values) > MOST_VALUES:
            raise Refused(
                "The column {heading} has over {most:,} different values: leave it out.",
                heading=column.heading,
                most=MOST_VALUES,
            )
    sums = {amount.named: _summed(found, place) for place, amount in enumerate(layout.sums)}
    return _counted(Counts(columns, _whole(found["people"]), rows, problems, sums), layout)


def _counted(counts: Counts, layout: Layout) -> Counts:
    """The same without the combinations that have a value which its column says is not to be counted, and of a file of
    people without the lines of totals at its foot."""
    kept = np.ones(len(counts.people), dtype=bool)
    problems = list(counts.problems)
    for column, given in zip(layout.columns, counts.columns, strict=True):
        feet = frozenset() if layout.count else at_the_foot(given.totals(counts.people))
        problems += [
            Problem(to_say("a line of totals, not counted"), column.heading, foot, 1) for foot in sorted(feet)
        ]
        out = [place for place, value in enumerate(given.values) if value in feet.union(column.not_counted)]
        kept &= ~np.isin(given.places, out)
    if kept.all():
        return counts
    columns = tuple(answers(list(compress(given.texts, kept))) for given in counts.columns)
    sums = {name: (total[kept], given[kept]) for name, (total, given) in counts.sums.items()}
    return replace(counts, columns=columns, people=counts.people[kept], sums=sums, problems=tuple(problems))


def _summed(found: Frame, place: int) -> tuple[NDArray[np.float64], Whole]:
    totals = np.array([float(total or 0) for total in found[f"total_{place}"]])
    return totals, _whole(found[f"given_{place}"])


def _with_a_count(found: Frame) -> Frame:
    """The combinations of which at least one row had a count, if of nought."""
    some = [rows > unread for rows, unread in zip(found["rows"], found["unread"], strict=True)]
    return {
        name: tuple(compress(values, some)) if name != "unread" else values for name, values in found.items()
    }


def _whole(values: Iterable[Any]) -> Whole:
    return np.array([int(value or 0) for value in values], dtype=np.int64)


def _problems(engine: Engine, layout: Layout, found: Frame) -> Iterator[Problem]:
    if layout.reference:
        yield from _of_people(layout, layout.reference, found)
    if layout.count and sum(found["unread"]):
        yield from _unread(engine, layout.count, COUNT, to_say("not a count"))
    for place, amount in enumerate(layout.sums):
        if sum(found[f"unread_{place}"]):
            yield from _unread(engine, amount.heading, NUMBER, to_say("not a number"))


def _of_people(layout: Layout, reference: str, found: Frame) -> Iterator[Problem]:
    for place, column in enumerate(layout.columns):
        if changed := int(sum(found[f"changed_{place}"])):
            yield Problem(_CHANGED[layout.keep], column.heading, "", changed)
    if nameless := int(sum(found["nameless"])):
        yield Problem(to_say("no reference, counted as one person each"), reference, "", nameless)


def _unread(engine: Engine, heading: str, pattern: str, what: str) -> Iterator[Problem]:
    """Each value once, in order; blanks are no problem of a sum, and one of a count."""
    values: Counter[str] = Counter()
    for value, rows in engine.unread(heading, pattern).items():
        values[written(value)] += rows
    for value in sorted(values):
        if value or pattern == COUNT:
            yield Problem(what, heading, value, values[value])
