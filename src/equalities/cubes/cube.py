"""Counts of people by labelled groups: the library's one currency."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

KNOWN = "known"
"""The group of everybody who gave a usable answer; it stands in a dimension that has missing states."""
Number = TypeVar("Number", np.int64, np.float64)
Universe = Mapping[str, str | tuple[str, ...]]
"""Who is counted: name -> value, or several values for the union of people who are not in two of them."""


@dataclass(frozen=True)
class Dimension:
    """One way of grouping people. `codes` are the finest groups in the order to show them;
    `labels` name any code; `parents` says which group a code belongs to (a top code has no entry).

    `missing` are those of the codes that are no group but a reason why there is no answer: people, and
    so in every total, but outside shares. Where there are any, every answered code lies under "known",
    so that the base of shares is a cell like any other. `classification` names the code list: equal codes
    of two lists may be different people.
    """

    name: str
    codes: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    total: str = "Total"
    missing: tuple[str, ...] = ()
    classification: str = ""

    def label(self, code: str) -> str:
        return self.labels.get(code, code)

    @property
    def answered(self) -> tuple[str, ...]:
        """The finest codes that are groups of people: all but the missing states."""
        return tuple(code for code in self.codes if code not in self.missing)

    @property
    def base(self) -> str:
        """The code whose people shares are taken of: "known" where some did not answer, else the total."""
        return KNOWN if self.missing else self.total

    @property
    def groups(self) -> tuple[str, ...]:
        """Codes above the finest, each once, in the order their first member stands."""
        seen: dict[str, None] = {}
        for code in self.codes:
            parent = self.parents.get(code)
            while parent is not None:
                seen.setdefault(parent)
                parent = self.parents.get(parent)
        return tuple(seen)

    def members(self, code: str) -> tuple[str, ...]:
        """The finest codes that make up `code`: itself, a group's members, or all for the total."""
        if code == self.total:
            return self.codes
        return tuple(fine for fine in self.codes if code in self._line(fine))

    def _line(self, code: str) -> tuple[str, ...]:
        line = [code]
        while (parent := self.parents.get(line[-1])) is not None:
            line.append(parent)
        return tuple(line)


@dataclass(frozen=True)
class Sum:
    """Something added up beside the counts. `totals` and `given` have the cube's axes: the sum over those who
    gave a number, in `unit`s, and how many did; a mean is the one over the other, after rolling up."""

    totals: NDArray[np.float64]
    given: NDArray[np.int64]
    unit: str

    def __post_init__(self) -> None:
        if self.totals.shape != self.given.shape:
            raise ValueError("totals and given must have the same axes")
        self.totals.setflags(write=False)
        self.given.setflags(write=False)


@dataclass(frozen=True)
class Cube:
    """How many people stand in each combination of the finest groups.

    `counts` has one axis a dimension, in order, of int64. `unit` is what one count is
    ("people", "visits"). `universe` says who is counted, as name -> value
    ({"population": "Library users", "period": "2024"}): equal universes are the same people, and
    {"period": ("2023", "2024")} counts the people of both years together. `sums` are what was added up over
    the same people, by name.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    counts: NDArray[np.int64]
    unit: str = "people"
    universe: Universe = field(default_factory=dict)
    sums: Mapping[str, Sum] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.counts.shape != tuple(len(dimension.codes) for dimension in self.dimensions):
            raise ValueError("counts must have one axis a dimension, as long as its codes")
        if any(each.totals.shape != self.counts.shape for each in self.sums.values()):
            raise ValueError("sums must have the axes of the counts")
        self.counts.setflags(write=False)

    @property
    def total(self) -> int:
        return int(self.counts.sum())

    def dimension(self, name: str) -> Dimension:
        """The dimension called `name`; KeyError where there is none."""
        for dimension in self.dimensions:
            if dimension.name == name:
                return dimension
        raise KeyError(name)

    def by(self, *names: str) -> "Cube":
        """The same people by fewer dimensions, in the order given."""
        axes = [[dimension.name for dimension in self.dimensions].index(name) for name in names]
        return replace(
            self,
            dimensions=tuple(self.dimensions[axis] for axis in axes),
            counts=_rolled_up(self.counts, axes),
            sums={
                name: Sum(_rolled_up(each.totals, axes), _rolled_up(each.given, axes), each.unit)
                for name, each in self.sums.items()
            },
        )

    def as_dict(self) -> dict[str, Any]:
        """The cube as JSON can hold it: `cells` lists [place on each axis..., count], without noughts, and
        each of `sums` [place on each axis..., total, given] of the cells where somebody gave one."""
        return {
            "name": self.name,
            "dimensions": [asdict(dimension) for dimension in self.dimensions],
            "cells": _cells(self.counts, self.counts),
            "unit": self.unit,
            "universe": dict(self.universe),
            "sums": {
                name: {"unit": each.unit, "cells": _cells(each.given, each.totals, each.given)}
                for name, each in self.sums.items()
            },
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Cube":
        """The cube that `as_dict` wrote; KeyError or ValueError where it is not one."""
        dimensions = tuple(_dimension(each) for each in data["dimensions"])
        shape = [len(dimension.codes) for dimension in dimensions]
        (counts,) = _from_cells(shape, data["cells"], np.int64)
        universe = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in data["universe"].items()
        }
        sums = {
            name: Sum(totals, given, each["unit"])
            for name, each in data.get("sums", {}).items()  # cubes kept before there were sums have none
            for totals, given in [_from_cells(shape, each["cells"], np.float64, np.int64)]
        }
        return cls(data["name"], dimensions, counts, data["unit"], universe, sums)


def _rolled_up(values: NDArray[Number], axes: Sequence[int]) -> NDArray[Number]:
    """The values summed over every axis but these, with these in the order given."""
    kept = np.asarray(values.sum(axis=tuple(axis for axis in range(values.ndim) if axis not in axes)))
    order = np.argsort(np.argsort(axes))
    return kept.transpose(tuple(int(place) for place in order)).copy()


def _cells(where: NDArray[Any], *values: NDArray[Any]) -> list[list[Any]]:
    places, held = np.argwhere(where).tolist(), [each[where != 0].tolist() for each in values]
    return [[*place, *numbers] for place, *numbers in zip(places, *held, strict=True)]


def _from_cells(shape: Sequence[int], cells: Sequence[Any], *kinds: type) -> list[NDArray[Any]]:
    arrays: list[NDArray[Any]] = [np.zeros(shape, dtype=kind) for kind in kinds]
    for cell in cells:
        for array, value in zip(arrays, cell[len(shape) :], strict=True):
            array[tuple(cell[: len(shape)])] = value
    return arrays


def _dimension(data: Mapping[str, Any]) -> Dimension:
    return Dimension(**{**data, "codes": tuple(data["codes"]), "missing": tuple(data["missing"])})
