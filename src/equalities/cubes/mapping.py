"""What the columns of a file are, as the person who uploads it says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from equalities.cubes.leaving_out import LeftOut
from equalities.refusals import Refused
from equalities.saying import say

AS_WRITTEN = "as written"
"""The classification of a column whose values are its groups: a ward, a team, a local list."""

UNITS = {
    "person": "people",
    "household": "households",
    "visit": "visits",
    "application": "applications",
    "incident": "incidents",
}
"""What a row may be, and what its counts are then counts of."""

REPEATING = ("visits", "applications", "incidents")
"""Units of which one person may have several: they are not independent, so no interval holds for them."""


@dataclass(frozen=True)
class Column:
    """A column to count by. `heading` is the file's; `name` what the cube calls it (default: the heading).

    `classification` is a code list's name, AS_WRITTEN, or None to have it inferred. `codes` are the
    officer's own rulings, value -> code or missing state, which go before anything inferred. Rows with one of the
    values `not_counted` are in no count: lines of totals. `youngest` is the lowest age, in years, that anybody in
    the file can have.
    """

    heading: str
    name: str = ""
    classification: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    youngest: int = 0
    not_counted: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        return self.name or self.heading


@dataclass(frozen=True)
class Amount:
    """A column to add up: pay, hours. `heading` is the file's; `name` what the cube calls it (default: the
    heading); `unit` what one is ("pounds a year", "hours a week")."""

    heading: str
    unit: str
    name: str = ""

    @property
    def named(self) -> str:
        return self.name or self.heading


@dataclass(frozen=True)
class Layout:
    """How to read a file, or a table in a database.

    `row` is what one row is: "person", "household", "visit", "application" or "incident". `count` is the
    heading of a column that says how many rows a row stands for. `reference` is the heading of a column that
    tells people apart: they are then counted once, with the `keep` ("last" or "first") answer that each gave
    in each column; rows follow one another as they stand in a file, and by the column `order` in a database,
    whose rows have no order of their own. `left_out` names by keyed hashes of references people whose rows are
    not counted at all. `sums` are columns to add up beside the counts. `sheet` is a
    sheet's name (default: the fullest). `population` and `period` say who the file is about.
    """

    columns: tuple[Column, ...]
    row: str = "person"
    count: str | None = None
    reference: str | None = None
    keep: Literal["first", "last"] = "last"
    order: str | None = None
    sums: tuple[Amount, ...] = ()
    left_out: LeftOut | None = None
    sheet: str | None = None
    name: str = "extract"
    population: str = ""
    period: str = ""

    def __post_init__(self) -> None:
        if self.row not in UNITS:
            raise Refused("A row is one of {units}, not {row}.", units=", ".join(UNITS), row=self.row)
        if self.keep not in ("first", "last"):
            raise Refused("Of several answers the first or the last is kept, not the {keep}.", keep=self.keep)
        if self.count and self.reference:
            raise Refused(
                "A table of counts has no people to tell apart: give a count or a reference, not both."
            )
        if self.left_out and not self.reference:
            raise Refused("To leave people out, say which column tells them apart.")
        if self.count and self.sums:
            raise Refused("A table of counts has no row for each person to add up: leave the sums out.")
        for named in (self.columns, self.sums):
            if len({column.named for column in named}) < len(named):
                raise Refused("Two columns have the same name: give each its own.")

    @property
    def unit(self) -> str:
        """What one count is: people once a reference tells them apart."""
        return "people" if self.reference else UNITS[self.row]

    @property
    def headings(self) -> tuple[str, ...]:
        """Every column that is read, in order: those counted by, those added up, the count, the reference."""
        counted = tuple(column.heading for column in self.columns)
        added_up = tuple(amount.heading for amount in self.sums)
        others = (self.count, self.reference, self.order)
        return (*counted, *added_up, *(heading for heading in others if heading))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Layout":
        """The layout that this JSON describes, with the fields' names as keys; TypeError for an unknown
        key."""
        columns = tuple(Column(**column) for column in data["columns"])
        sums = tuple(Amount(**amount) for amount in data.get("sums", ()))
        left_out = data.get("left_out")
        if left_out is not None:
            left_out = LeftOut(left_out["key"], tuple(left_out["hashes"]))
        return cls(**{**data, "columns": columns, "sums": sums, "left_out": left_out})


def place_of(heading: str, headings: Sequence[str]) -> int:
    """Where a heading stands, without regard to spaces, and to case where none is written just so. Raises Refused."""
    wanted = " ".join(heading.split())
    if wanted in headings:
        return list(headings).index(wanted)
    for place, each in enumerate(headings):
        if each.casefold() == wanted.casefold():
            return place
    alike = [each for each in headings if re.fullmatch(rf"{re.escape(wanted)} \(\d+\)", each, re.IGNORECASE)]
    if len(alike) > 1:
        raise Refused(
            "Several columns are headed {heading}: ask for {alike}.",
            heading=heading,
            alike=say(" or ").join(alike),
        )
    raise Refused(
        "There is no column {heading}: the columns are {headings}.",
        heading=heading,
        headings=", ".join(headings),
    )
