"""Files that somebody published: the one table in each, without the title above it and the notes below."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from python_calamine import CalamineWorkbook

from equalities.cubes.notes import is_note
from equalities.refusals import Refused

TITLES = 20
"""Rows that may stand above the headings."""


def table_in(
    file: Path, is_heading: Callable[[list[str]], bool], wanted: str
) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) of a CSV or XLSX file as text: the headings are the first row that `is_heading`. Raises Refused,
    with the words of what is `wanted`, where there is none, or nothing below it."""
    tables = [rows for rows in grids(file) if _heading_at(rows, is_heading) is not None]
    if len(tables) > 1:
        raise Refused(
            "{file} has tables on {sheets} sheets: save each as a file of its own.",
            file=file.name,
            sheets=len(tables),
        )
    found = tables[0] if tables else []
    at = _heading_at(found, is_heading)
    if at is None or not all(_is_title(row) for row in found[:at]):
        raise Refused(
            "{file} must have a row of headings with {wanted}, and rows below it.",
            file=file.name,
            wanted=wanted,
        )
    head, rows = found[at], found[at + 1 :]
    while rows and is_note(rows[-1], len(head)):
        rows.pop()
    if not rows:
        raise Refused(
            "{file} must have a row of headings with {wanted}, and rows below it.",
            file=file.name,
            wanted=wanted,
        )
    return head, rows


COUNT = re.compile(r"(?:count|number|no\.?|headcount|frequency)(?: of .+)?", re.IGNORECASE)
PERCENT = re.compile(r"%|(?:% |per ?cent(?:age)?)(?: ?of .+)?", re.IGNORECASE)


def plainly(head: list[str], shares: Collection[str]) -> list[str]:
    """Headings with the one that means a count, and the one that means a percentage, by the names they are known by:
    where no column has that name, and only one means it. A percentage stands after the count; what stands before is
    a dimension."""
    found = list(head)
    for name, pattern in (("count", COUNT), ("percent", PERCENT)):
        first = found.index("count") if name == "percent" and "count" in found else 0
        alike = [at for at, one in enumerate(head) if at >= first and pattern.fullmatch(one)]
        shared_out = name == "count" and set(shares) & set(head)
        if len(alike) == 1 and name not in head and not shared_out:
            found[alike[0]] = name
    return found


def _is_title(row: list[str]) -> bool:
    return sum(bool(cell) for cell in row) <= 1


def _heading_at(rows: list[list[str]], is_heading: Callable[[list[str]], bool]) -> int | None:
    return next((at for at, row in enumerate(rows[: TITLES + 1]) if is_heading(row)), None)


def grids(file: Path) -> list[list[list[str]]]:
    """The rows of a CSV file, or of each sheet of an XLSX file, that have anything in them, as text."""
    try:
        if file.suffix.lower() == ".xlsx":
            book = CalamineWorkbook.from_path(str(file))
            found = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
            return [_filled([[_text(cell) for cell in row] for row in rows]) for rows in found]
        text = _decoded(file.read_bytes())
        return [_filled(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))]
    except Exception as error:  # calamine raises plain exceptions of several kinds
        raise Refused('"{file}" cannot be read: {error}.', file=file, error=error) from error


def _filled(rows: Iterable[list[str]]) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in rows if any(row)]


def _decoded(content: bytes) -> str:
    """As UTF-8, or as Excel on Windows saves .csv."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _delimiter(text: str) -> str:
    """A comma, unless there are more semicolons or tabs."""
    return max(",;\t", key=text.count)


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
