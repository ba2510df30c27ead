"""From a file and what its columns are to a cube; what was not understood is counted, never thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from equalities.codelists import Recognition
from equalities.cubes import dimensions
from equalities.cubes.counting import Table, table
from equalities.cubes.cube import Cube, Dimension
from equalities.cubes.grouping import Counts, Problem, grouped
from equalities.cubes.leaving_out import without
from equalities.cubes.mapping import Layout
from equalities.cubes.rulings import recognised


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


def read(path: Path, layout: Layout) -> Reading:
    """Count a file by the columns that the layout names; the others are never read.

    Raises Refused, in one sentence, for a file that is no table, a column that is not there, or one that may
    not be collected (trade union membership). Values that were not recognised are counted as "uncodable" and
    stand in `problems`.
    """
    with table(path, layout.sheet) as opened:
        counts = grouped(_kept(opened, layout), layout)
    problems, columns, axes = list(counts.problems), {}, []
    for place, column in enumerate(layout.columns):
        recognition = recognised(column, counts.values(place))
        columns[column.named] = recognition
        axes.append(dimensions.axis(column.named, recognition))
        problems += [
            Problem("not recognised", column.heading, value, count)
            for value, count in sorted(recognition.unrecognised.items(), key=lambda item: (-item[1], item[0]))
        ]
    cube = _cube(layout, counts, axes)
    return Reading(
        cube,
        tuple(problems),
        counts.rows,
        columns,
        {each.name: _missing(cube, each) for each in cube.dimensions},
        {column.named: counts.values(place) for place, column in enumerate(layout.columns)},
    )


def _kept(opened: Table, layout: Layout) -> Table:
    if layout.left_out is None or not layout.left_out.hashes:
        return opened
    return without(opened, str(layout.reference), layout.left_out)


def read_as_dict(path: str, layout: Mapping[str, Any]) -> dict[str, Any]:
    """`read` for another process: a path and `Layout` as JSON in, `Reading.as_dict` out."""
    return read(Path(path), Layout.from_dict(layout)).as_dict()


def _cube(layout: Layout, counts: Counts, axes: Sequence[dimensions.Axis]) -> Cube:
    cells = np.zeros([len(dimension.codes) for dimension, _ in axes], dtype=np.int64)
    for values, count in counts.cells.items():
        cells[tuple(places[value] for (_, places), value in zip(axes, values, strict=True))] += count
    universe = {"population": layout.population, "period": layout.period}
    return Cube(
        layout.name,
        tuple(dimension for dimension, _ in axes),
        cells,
        layout.unit,
        {key: value for key, value in universe.items() if value},
    )


def _missing(cube: Cube, dimension: Dimension) -> dict[str, int]:
    counts = cube.by(dimension.name).counts
    return {state: int(counts[dimension.codes.index(state)]) for state in dimension.missing}
