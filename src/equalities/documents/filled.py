"""A table that went out to be filled in, and came back: its rows by heading, with nothing read into them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from equalities.documents.blocks import Cell, Table
from equalities.documents.files import read_pages
from equalities.documents.formats.kinds import MEGABYTES
from equalities.refusals import Refused

Cells = tuple[Cell, ...]


def read_filled(path: str, name: str, marker: str, megabytes: int = MEGABYTES) -> list[dict[str, Any]]:
    """The rows below the row of headings that holds `marker`, a heading that only such a table has: for each row
    {"sheet", "row" (of the file), "cells": {heading: text}} in plain values, as a child process sends them
    (equalities.sandbox).

    Cells that are blank, or under no heading, are left out; of two columns with the same heading, the later counts.
    `megabytes` is the largest file that is read.
    Raises Refused with one sentence where no table of the file has the marker, or the file cannot be read.
    """
    found, headings = list[dict[str, Any]](), dict[str | None, dict[int, str]]()
    for cells in _rows(path, name, megabytes):
        sheet, places = cells[0].source.sheet, _texts(cells)
        if marker in places.values():
            headings[sheet] = places
        elif sheet in headings:
            read = {headings[sheet][at]: text for at, text in places.items() if at in headings[sheet]}
            place = cells[0].source
            found.append({"sheet": sheet, "row": place.line or place.row, "cells": read})
    if not headings:
        raise Refused(
            "No table of this file has the column '{marker}': choose the workbook that was downloaded.",
            marker=marker,
        )
    return found


def _rows(path: str, name: str, megabytes: int) -> Iterator[Cells]:
    for block in read_pages(Path(path), name, megabytes=megabytes).blocks:
        if isinstance(block, Table):
            yield from (cells for cells in block.rows if any(not cell.is_blank for cell in cells))


def _texts(cells: Cells) -> dict[int, str]:
    """The text of each cell by its column; an empty one is left out."""
    numbered = ((cell.source.column or at, cell.text.strip()) for at, cell in enumerate(cells, start=1))
    return {column: text for column, text in numbered if text}
