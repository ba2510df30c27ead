"""What the columns of a file are, as the person who uploads it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from equalities.cubes.leaving_out import LeftOut
from equalities.refusals import Refused

AS_WRITTEN = "as written"
"""The classification of a column whose values are its groups: a ward, a team, a local list."""

ROWS = ("person", "household", "visit")


@dataclass(frozen=True)
class Column:
    """A column to count by. `heading` is the file's; `name` what the cube calls it (default: the heading).

    `classification` is a code list's name, AS_WRITTEN, or None to have it inferred. `codes` are the
    officer's own rulings, value -> code or missing state, which go before anything inferred. `youngest` is
    the lowest age, in years, that anybody in the file can have.
    """

    heading: str
    name: str = ""
    classification: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    youngest: int = 0

    @property
    def named(self) -> str:
        return self.name or self.heading


@dataclass(frozen=True)
class Layout:
    """How to read a file.

    `row` is what one row is: "person", "household" or "visit". `count` is the heading of a column that
    says how many rows a row stands for. `reference` is the heading of a column that tells people apart:
    they are then counted once, with the last answer that each gave. `left_out` names by keyed hashes of references
    people whose rows are not counted at all. `sheet` is a sheet's name (default: the
    fullest). `population` and `period` say who the file is about.
    """

    columns: tuple[Column, ...]
    row: str = "person"
    count: str | None = None
    reference: str | None = None
    left_out: LeftOut | None = None
    sheet: str | None = None
    name: str = "extract"
    population: str = ""
    period: str = ""

    def __post_init__(self) -> None:
        if self.row not in ROWS:
            raise Refused(f"A row is one of {', '.join(ROWS)}, not {self.row}.")
        if self.count and self.reference:
            raise Refused(
                "A table of counts has no people to tell apart: give a count or a reference, not both."
            )
        if self.left_out and not self.reference:
            raise Refused("To leave people out, say which column tells them apart.")
        if len({column.named for column in self.columns}) < len(self.columns):
            raise Refused("Two columns have the same name: give each its own.")

    @property
    def unit(self) -> str:
        """What one count is: people once a reference tells them apart."""
        if self.reference:
            return "people"
        return {"person": "people", "household": "households", "visit": "visits"}[self.row]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Layout":
        """The layout that this JSON describes, with the fields' names as keys; TypeError for an unknown
        key."""
        columns = tuple(Column(**column) for column in data["columns"])
        left_out = data.get("left_out")
        if left_out is not None:
            left_out = LeftOut(left_out["key"], tuple(left_out["hashes"]))
        return cls(**{**data, "columns": columns, "left_out": left_out})
