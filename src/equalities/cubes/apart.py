"""One characteristic at a time: what is kept when combinations of answers must not be."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

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
