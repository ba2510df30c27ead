"""CSV as spreadsheets and programs both read it: UTF-8 with its mark, commas, one heading row for a table."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from equalities.documents.blocks import Pages
from equalities.documents.writers.layout import ExportTable, Grid, Layout, Piece, is_formula_like, layout_of, open_for_writing


def write_csv(content: ExportTable | Pages, out: Path | BinaryIO) -> None:
    """Write a table, or a document's tables with the lines between them, as CSV.

    A table to download is its headings and rows and nothing else. Text that a spreadsheet would take for a formula
    gets an apostrophe before it (OWASP, "CSV Injection"). Dates are ISO text.
    """
    layout = layout_of(content)
    text = io.StringIO(newline="")
    rows = _table_rows(layout) if isinstance(content, ExportTable) else _document_rows(layout)
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    open_for_writing(out, text.getvalue().encode("utf-8-sig"))


def _table_rows(layout: Layout) -> Iterator[list[str]]:
    for block in layout.blocks:
        if isinstance(block, Grid):
            yield from ([guarded(_plain(piece)) for piece in row] for row in block.rows)


def _plain(piece: Piece) -> str:
    return piece.value.isoformat() if isinstance(piece.value, date) else piece.text


def guarded(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if is_formula_like(text) else text


def _document_rows(layout: Layout) -> Iterator[list[str]]:
    """Every row as wide as the widest table, so that the lines between tables are rows of one cell."""
    grids = [block for block in layout.blocks if isinstance(block, Grid)]
    width = max((len(grid.widths) for grid in grids), default=1)
    for block in layout.blocks:
        if isinstance(block, Grid):
            yield from (_spread(row, width) for row in block.rows)
        else:
            yield [guarded(block.text), *[""] * (width - 1)]


def _spread(row: tuple[Piece, ...], width: int) -> list[str]:
    fields = [""] * width
    for piece in row:
        fields[piece.column - 1] = guarded(_plain(piece))
    return fields
