"""From a file and what its columns are to a cube; what was not understood is counted, never thrown away."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from equalities.codelists import Recognition
from equalities.cubes import dimensions
from equalities.cubes.counting import Table, opened
from equalities.cubes.cube import Cube, Dimension, Sum
from equalities.cubes.elsewhere import Elsewhere
from equalities.cubes.grouping import Counts, Problem, grouped
from equalities.cubes.leaving_out import without
from equalities.cubes.mapping import Column, Layout
from equalities.cubes.rulings import recognised
from equalities.refusals import Refused
from equalities.saying import to_say

if TYPE_CHECKING:
    from ibis.expr.types import Table as IbisTable

MOST_CELLS = 50_000_000
"""Cells of a cube, the empty ones too: 400 MB of counts."""


@dataclass(frozen=True)
class Reading:
    """A file, counted. `rows` is how many the file has; `cube.total` how many people (or visits) were
    counted: fewer where a reference tells people apart. `columns` says by dimension what was recognised
    and why, `values` how many have each value as written, and `missing` how many gave no usable answer, by
    dimension and state."""

    cube: Cube
    problems: tuple[Problem, ...]
    rows: int
    columns: Mapping[str, Recognition]
    missing: Mapping[str, Mapping[str, int]]
    values: Mapping[str, Mapping[str, int]]

    def as_dict(self) -> dict[str, Any]:
        """The reading as JSON can hold it; the cube as `Cube.as_dict`."""
        return {
            "cube": self.cube.as_dict(),
            "problems": [asdict(problem) for problem in self.problems],
            "rows": self.rows,
            "columns": {name: asdict(column) for name, column in self.columns.items()},
            "missing": {name: dict(states) for name, states in self.missing.items()},
            "values": {name: dict(values) for name, values in self.values.items()},
        }


def read(source: "Path | IbisTable", layout: Layout) -> Reading:
    """Count a file by the columns that the layout names; the others are never read.

    `source` is a CSV, XLSX, ODS or Parquet file, or an Ibis table of a database (PostgreSQL, Spark): its rows
    are then counted where they are, and only the combinations of answers leave it.

    Raises Refused, in one sentence, for a file that is no table, a column that is not there, or one that may
    not be collected (trade union membership). Values that were not recognised are counted as "uncodable" and
    stand in `problems`.
    """
    if isinstance(source, Path):
        with opened(source, layout.sheet) as table:
            return _reading(grouped(_kept(table, layout), layout), layout)
    if layout.left_out:
        raise Refused("People can be left out of a file, not of a table in a database: leave them out there.")
    return _reading(grouped(Elsewhere(source), layout), layout)


def _kept(opened: Table, layout: Layout) -> Table:
    if layout.left_out is None or not layout.left_out.hashes:
        return opened
    return without(opened, str(layout.reference), layout.left_out)


def read_as_dict(path: str, layout: Mapping[str, Any]) -> dict[str, Any]:
    """`read` for another process: a path and `Layout` as JSON in, `Reading.as_dict` out."""
    return read(Path(path), Layout.from_dict(layout)).as_dict()


def _reading(counts: Counts, layout: Layout) -> Reading:
    values = {
        column.named: found.totals(counts.people)
        for column, found in zip(layout.columns, counts.columns, strict=True)
    }
    columns = {column.named: recognised(column, values[column.named]) for column in layout.columns}
    axes = [dimensions.axis(name, recognition) for name, recognition in columns.items()]
    cube = _cube(layout, counts, axes)
    unrecognised = [
        problem for column in layout.columns for problem in _unrecognised(column, columns[column.named])
    ]
    missing = {each.name: _missing(cube, each) for each in cube.dimensions}
    return Reading(cube, (*counts.problems, *unrecognised), counts.rows, columns, missing, values)


def _unrecognised(column: Column, recognition: Recognition) -> list[Problem]:
    """Values that no list holds, commonest first."""
    values = sorted(recognition.unrecognised.items(), key=lambda item: (-item[1], item[0]))
    return [Problem(to_say("not recognised"), column.heading, value, count) for value, count in values]


def _cube(layout: Layout, counts: Counts, axes: Sequence[dimensions.Axis]) -> Cube:
    """The cube of the combinations. Raises Refused where its groups cross into more cells than it can hold."""
    shape = [len(dimension.codes) for dimension, _ in axes]
    if math.prod(shape) > MOST_CELLS:
        raise Refused("These columns have too many groups to cross with one another: map fewer of them.")
    places = tuple(
        np.array([held[value] for value in found.values], dtype=np.int64)[found.places]
        for (_, held), found in zip(axes, counts.columns, strict=True)
    )

    def spread(values: NDArray[Any]) -> NDArray[Any]:
        cells = np.zeros(shape, dtype=values.dtype)
        np.add.at(cells, places, values)
        return cells

    sums = {
        amount.named: Sum(spread(total), spread(given), amount.unit)
        for amount in layout.sums
        for total, given in [counts.sums[amount.named]]
    }
    universe = {"population": layout.population, "period": layout.period}
    return Cube(
        layout.name,
        tuple(dimension for dimension, _ in axes),
        spread(counts.people),
        layout.unit,
        {key: value for key, value in universe.items() if value},
        sums,
    )


def _missing(cube: Cube, dimension: Dimension) -> dict[str, int]:
    counts = cube.by(dimension.name).counts
    return {state: int(counts[dimension.codes.index(state)]) for state in dimension.missing}
