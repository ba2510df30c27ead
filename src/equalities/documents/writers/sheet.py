"""Excel workbooks, by the Analysis Function's checklist for accessible spreadsheets: one marked-up table a sheet
that begins in column A, one heading row, wrapped text, nothing merged but the titles of sections, properties set,
nothing that can run."""

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

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
from equalities.saying import say

NO_FORMULAS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
LONGEST_NAME = 26  # of a sheet, as for each of them there is room for a number in the 31 letters of Excel
LONGEST_TEXT = 32_767  # of a cell, in Excel


def write_xlsx(content: ExportTable | Pages, out: Path | BinaryIO, *, made_at: datetime) -> None:
    """Write a table, or a document with each of its tables on a sheet of its own below the lines that precede it.

    `made_at` is the moment that the workbook gives as its making. Raises ValueError for a text longer than the
    32,767 characters that a cell can hold.
    """
    buffer = io.BytesIO()
    layout = layout_of(content)
    with xlsxwriter.Workbook(buffer, NO_FORMULAS) as book:
        book.set_properties({"title": layout.title, "created": made_at, "author": "", "comments": ""})
        writer = _Writer(book)
        for number, blocks in enumerate(sheets_of(layout), start=1):
            writer.write(sheet_name(layout.title, number), blocks)
    open_for_writing(out, buffer.getvalue())


def sheets_of(layout: Layout) -> list[list[Line | Grid]]:
    """The blocks of each sheet: a table ends one."""
    sheets: list[list[Line | Grid]] = [[]]
    for block in (unmerged(block) if isinstance(block, Grid) else block for block in layout.blocks):
        if sheets[-1] and isinstance(sheets[-1][-1], Grid):
            sheets.append([])
        sheets[-1].append(block)
    return sheets


def sheet_name(title: str, number: int) -> str:
    """A name that Excel allows, and that no other sheet has."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\']", " ", title).split())[:LONGEST_NAME].strip() or "Plan"
    return plain if number == 1 else f"{plain} {number}"


def heading_size(level: int) -> int:
    """Points of a heading's letters: 16 for the highest, 14 for the next, then those of the text."""
    return {1: 16, 2: 14}.get(level, 12)


class _Writer:
    """Writes blocks to the sheets of one workbook, with the few formats that they share."""

    def __init__(self, book: Any):
        self._book = book
        base = {"font_name": "Arial", "font_size": 12, "valign": "top"}
        self._line = book.add_format(base)
        self._heads = {
            level: book.add_format({**base, "font_size": heading_size(level), "bold": True})
            for level in range(1, 10)
        }
        self._head = book.add_format({**base, "bold": True, "text_wrap": True, "bottom": 2})
        self._text = book.add_format({**base, "text_wrap": True})
        self._formula_like = book.add_format({**base, "text_wrap": True, "quote_prefix": True})
        self._date = book.add_format({**base, "num_format": "d mmmm yyyy", "align": "left"})
        self._underline = book.add_format({**base, "underline": 1})

    def write(self, name: str, blocks: list[Line | Grid]) -> None:
        sheet = self._book.add_worksheet(name)
        row = 0
        for block in blocks:
            if isinstance(block, Grid):
                self._write_grid(sheet, row, block)
                _set_up_page(sheet, row, block)
            else:
                sheet.write_string(row, 0, block.bulleted, self._heads.get(block.level or 0, self._line))
                row += 1

    def _write_grid(self, sheet: Any, top: int, grid: Grid) -> None:
        if grid.heads == 1 and len(grid.rows) > 1 and not any(is_title(row, grid) for row in grid.rows):
            self._mark_table(sheet, top, grid)
        for at, row in enumerate(grid.rows):
            if is_title(row, grid):
                sheet.merge_range(top + at, 0, top + at, len(grid.widths) - 1, "", self._text)
            for piece in row:
                self._write_piece(sheet, top + at, piece, self._head if at < grid.heads else self._text)
        for column, width in enumerate(grid.widths):
            sheet.set_column(column, column, width, None, {"hidden": column + 1 in grid.hidden_columns})
        for column, texts in grid.choices.items() if len(grid.rows) > grid.heads else ():
            offered = {
                "validate": "list",
                "source": list(texts),
                "error_type": "information",
                "show_error": False,
            }
            sheet.data_validation(top + grid.heads, column - 1, top + len(grid.rows) - 1, column - 1, offered)
        for number in grid.hidden_rows:
            sheet.set_row(top + number, None, None, {"hidden": True})

    def _mark_table(self, sheet: Any, top: int, grid: Grid) -> None:
        headings = [piece.text for piece in grid.rows[0]]
        if len({heading.lower() for heading in headings}) == len(grid.widths) and all(headings):
            columns = [{"header": heading, "header_format": self._head} for heading in headings]
            place = (top, 0, top + len(grid.rows) - 1, len(headings) - 1)
            sheet.add_table(*place, {"columns": columns, "style": None, "banded_rows": False})

    def _write_piece(self, sheet: Any, row: int, piece: Piece, form: Any) -> None:
        column = piece.column - 1
        if isinstance(piece.value, date):
            sheet.write_datetime(row, column, piece.value, self._date)
        elif isinstance(piece.value, int):
            sheet.write_number(row, column, piece.value, form)
        elif piece.text:
            self._write_text(sheet, row, piece, form)

    def _write_text(self, sheet: Any, row: int, piece: Piece, form: Any) -> None:
        text = piece.bulleted
        if len(text) > LONGEST_TEXT:
            raise ValueError(
                say(
                    "a cell of a workbook holds at most {most:,} characters, not {number:,}",
                    most=LONGEST_TEXT,
                    number=len(text),
                )
            )
        runs = [
            part for run, under in piece.runs(text) for part in ([self._underline, run] if under else [run])
        ]
        if len(runs) > 2:
            sheet.write_rich_string(row, piece.column - 1, *runs, form)
        else:
            sheet.write_string(
                row, piece.column - 1, text, self._formula_like if is_formula_like(text) else form
            )


def _set_up_page(sheet: Any, top: int, grid: Grid) -> None:
    """Print landscape on A4, as wide as the page, with the heading row on each; on screen it stays in view."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if grid.heads:
        sheet.repeat_rows(top, top + grid.heads - 1)
        sheet.freeze_panes(top + grid.heads, 0)
