"""What may leave: tables that have been through protect()."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from equalities.cubes import Dimension


class Status(StrEnum):
    """What became of a cell. One word for every withheld cell: a reader must not learn why."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    ROUNDED = "rounded"
    MERGED = "merged"


@dataclass(frozen=True)
class SafeCell:
    """One cell: its code on each dimension (totals and groups included), its value where shown."""

    codes: tuple[str, ...]
    value: int | None
    status: Status


@dataclass(frozen=True)
class SafeTable:
    """A table that protect() made: the only kind of table that a page or a file may hold.

    `cells` holds every combination of finest codes, groups and totals. `note` says in one plain
    sentence how the table was protected, to print under it. `universe` is the cube's.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[tuple[str, ...], SafeCell]
    unit: str
    universe: Mapping[str, str]
    note: str

    def cell(self, *codes: str) -> SafeCell:
        """The cell at these codes, one a dimension; KeyError where there is none."""
        return self.cells[codes]
