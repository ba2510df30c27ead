"""What may leave: tables that have been through protect()."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Any

from equalities.cubes import Dimension, Universe


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
    sentence how the table was protected, to print under it. `universe` is the cube's. Shares and other
    derived figures may be computed from shown cells only. `between` holds the least and the most that some of
    the withheld counts are known to be (`ranges`), None where nothing bounds them from above.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[tuple[str, ...], SafeCell]
    unit: str
    universe: Universe
    note: str
    between: Mapping[tuple[str, ...], tuple[int, int | None]] = field(default_factory=dict)

    def cell(self, *codes: str) -> SafeCell:
        """The cell at these codes, one a dimension; KeyError where there is none."""
        return self.cells[codes]

    def where(self, name: str, code: str) -> "SafeTable":
        """The cells of this table at one code (a group or the total too) of the dimension `name`, by the other
        dimensions. Nothing is added up, so nothing is shown that the whole table does not show. KeyError where there
        is no such code."""
        names = [dimension.name for dimension in self.dimensions]
        place = names.index(name) if name in names else -1
        if place < 0 or code not in {codes[place] for codes in self.cells}:
            raise KeyError(f"{name}: {code}")
        cells = {
            left: SafeCell(left, cell.value, cell.status)
            for codes, cell in self.cells.items()
            if codes[place] == code
            for left in [codes[:place] + codes[place + 1 :]]
        }
        dimensions = self.dimensions[:place] + self.dimensions[place + 1 :]
        between = {
            codes[:place] + codes[place + 1 :]: ends
            for codes, ends in self.between.items()
            if codes[place] == code
        }
        universe = {**self.universe, name: code}
        return SafeTable(self.name, dimensions, cells, self.unit, universe, self.note, between)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: cells in the order of `all_codes`, `count` null where withheld."""
        ordered = [self.cells[codes] for codes in all_codes(self.dimensions)]
        return {
            "name": self.name,
            "unit": self.unit,
            "universe": universe_as_dict(self.universe),
            "note": self.note,
            "dimensions": [dimension_as_dict(dimension) for dimension in self.dimensions],
            "count": [cell.value for cell in ordered],
            "status": [cell.status.value for cell in ordered],
            "between": [[list(codes), *ends] for codes, ends in self.between.items()],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "SafeTable":
        """The table that `as_dict` gave."""
        dimensions = tuple(dimension_from_dict(dimension) for dimension in stored["dimensions"])
        outcomes = zip(all_codes(dimensions), stored["count"], stored["status"], strict=True)
        cells = {codes: SafeCell(codes, value, Status(status)) for codes, value, status in outcomes}
        universe = universe_from_dict(stored["universe"])
        between = {tuple(codes): (least, most) for codes, least, most in stored.get("between", ())}
        return cls(stored["name"], dimensions, cells, stored["unit"], universe, stored["note"], between)


def all_codes(dimensions: tuple[Dimension, ...]) -> list[tuple[str, ...]]:
    """Every combination of finest codes, groups and totals, the last dimension running fastest."""
    return list(product(*((*one.codes, *one.groups, one.total) for one in dimensions)))


def dimension_as_dict(dimension: Dimension) -> dict[str, Any]:
    """Plain values for JSON."""
    return {
        "name": dimension.name,
        "codes": list(dimension.codes),
        "labels": dict(dimension.labels),
        "parents": dict(dimension.parents),
        "total": dimension.total,
        "missing": list(dimension.missing),
        "classification": dimension.classification,
    }


def dimension_from_dict(stored: Mapping[str, Any]) -> Dimension:
    """The dimension that `dimension_as_dict` gave."""
    return Dimension(**{**stored, "codes": tuple(stored["codes"]), "missing": tuple(stored["missing"])})


def universe_as_dict(universe: Universe) -> dict[str, str | list[str]]:
    """Plain values for JSON."""
    return {name: value if isinstance(value, str) else list(value) for name, value in universe.items()}


def universe_from_dict(stored: Mapping[str, Any]) -> Universe:
    """The universe that `universe_as_dict` gave."""
    return {name: value if isinstance(value, str) else tuple(value) for name, value in stored.items()}
