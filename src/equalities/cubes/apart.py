"""One characteristic at a time: what is kept when combinations of answers must not be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from equalities.cubes.cube import Cube
from equalities.cubes.mapping import Layout
from equalities.cubes.reading import Reading, read


def read_apart(path: Path, layout: Layout) -> tuple[Reading, ...]:
    """A reading for each column of the layout, in its order, as if the file had no other.

    The cube of all columns together holds nearly every person as a combination of their own, and grows with
    each column; these hold each group once. Raises Refused as `read` does.
    """
    return tuple(read(path, replace(layout, columns=(column,))) for column in layout.columns)


def read_apart_as_dict(path: str, layout: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`read_apart` for another process: a path and `Layout` as JSON in, `Reading.as_dict` out."""
    return [reading.as_dict() for reading in read_apart(Path(path), Layout.from_dict(layout))]


def read_together(path: Path, layout: Layout, sets: Sequence[Sequence[str]]) -> tuple[Cube, ...]:
    """A cube for each set of the layout's columns, named as the layout names them, counted together. Columns of equal
    names have the same codes in all of them, and in those of `read_apart`. Raises Refused as `read` does."""
    named = {column.named: column for column in layout.columns}
    wanted = [tuple(named[name] for name in names) for names in sets]
    return tuple(read(path, replace(layout, columns=columns)).cube for columns in wanted)


def read_together_as_dict(
    path: str, layout: Mapping[str, Any], sets: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    """`read_together` for another process: JSON in, `Cube.as_dict` out."""
    return [cube.as_dict() for cube in read_together(Path(path), Layout.from_dict(layout), sets)]
