"""CSV as spreadsheets and programs both read it: UTF-8 with its mark, commas, one heading row for a table."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from equalities.documents.blocks import Pages
from equalities.documents.writers.layout import (
    ExportTable,
    Grid,
    Layout,
    Line,
    Piece,
    is_formula_like,
    is_title,
    layout_of,
    open_for_writing,
    unmerged,
)


def write_csv(content: ExportTable | Pages, out: Path | BinaryIO) -> None:
    """Write a table, or a document's tables with the lines between them, as CSV.

    A table to download is its headings and rows and nothing else. CSV cannot hide: what a document hides is shown.
    Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
    Dates are ISO text.
    """
    layout = layout_of(content)
    text = io.StringIO(newline="")
    rows = _table_rows(layout) if isinstance(content, ExportTable) else _document_rows(layout)
    # A line of a document is one field, whatever it holds; quotation marks keep any reader from dividing it.
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)
    open_for_writing(out, text.getvalue().encode("utf-8-sig"))


def _table_rows(layout: Layout) -> Iterator[list[str]]:
    for block in layout.blocks:
        if isinstance(block, Grid):
            yield from ([_field(piece) for piece in row] for row in block.rows)


def _field(piece: Piece) -> str:
    if isinstance(piece.value, date):
        return piece.value.isoformat()
    return str(piece.value) if isinstance(piece.value, int) else guarded(piece.marked)


def guarded(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if is_formula_like(text) else text


def _document_rows(layout: Layout) -> Iterator[list[str]]:
    """Lines are rows of one field; an empty line stands before and after each table."""
    before: Line | Grid | None = None
    for block in layout.blocks:
        if isinstance(before, Grid) or (before and isinstance(block, Grid)):
            yield []
        before = block
        if isinstance(block, Grid):
            yield from (_spread(row, block) for row in unmerged(block).rows)
        else:
            yield [guarded(block.bulleted)]


def _spread(row: tuple[Piece, ...], grid: Grid) -> list[str]:
    """The fields of a row, one for each column; of a title that alone."""
    if is_title(row, grid):
        return [_field(row[0])]
    fields = {piece.column: _field(piece) for piece in row}
    return [fields.get(column, "") for column in range(1, len(grid.widths) + 1)]
