"""A table that went out to be filled in, and came back: its rows by heading, with nothing read into them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from equalities.documents.blocks import Cell, Pages, Source, Table
from equalities.documents.files import read_pages
from equalities.documents.formats.excel import ERROR, NO_RESULT
from equalities.documents.formats.kinds import MEGABYTES
from equalities.refusals import Refused

Cells = tuple[Cell, ...]


def read_filled(path: str, name: str, marker: str, megabytes: int = MEGABYTES) -> list[dict[str, Any]]:
    """The rows below the row of headings that holds `marker`, a heading that only such a table has: for each row
    {"sheet", "row" (of the file), "cells": {heading: text}, "unread": [heading]} in plain values, as a child process
    sends them (equalities.sandbox). Unread is a formula that has no result, or an error for one.

    Cells that are blank, or under no heading, are left out; of two columns with the same heading, the later counts.
    `megabytes` is the largest file that is read.
    Raises Refused with one sentence where no table of the file has the marker, or the file cannot be read.
    """
    found, headings = list[dict[str, Any]](), dict[str | None, dict[int, str]]()
    pages = read_pages(Path(path), name, megabytes=megabytes)
    faults = {_place(each.source) for each in pages.problems if each.what in (NO_RESULT, ERROR)}
    for cells in _rows(pages):
        sheet, places = cells[0].source.sheet, _texts(cells)
        if marker in places.values():
            headings[sheet] = places
        elif sheet in headings:
            place, known = cells[0].source, headings[sheet]
            bad = {at for at in places if _place(place._replace(column=at)) in faults}
            read = {known[at]: text for at, text in places.items() if at in known and at not in bad}
            unread = [known[at] for at in sorted(bad) if at in known]
            found.append({"sheet": sheet, "row": place.line or place.row, "cells": read, "unread": unread})
    if not headings:
        raise Refused(
            "No table of this file has the column '{marker}': choose the workbook that was downloaded.",
            marker=marker,
        )
    return found


def _place(source: Source) -> tuple[str | None, int | None, int | None]:
    return (source.sheet, source.row, source.column)


def _rows(pages: Pages) -> Iterator[Cells]:
    for block in pages.blocks:
        if isinstance(block, Table):
            yield from (cells for cells in block.rows if any(not cell.is_blank for cell in cells))


def _texts(cells: Cells) -> dict[int, str]:
    """The text of each cell by its column; an empty one is left out."""
    numbered = ((cell.source.column or at, cell.text.strip()) for at, cell in enumerate(cells, start=1))
    return {column: text for column, text in numbered if text}
