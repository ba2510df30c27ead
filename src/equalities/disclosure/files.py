"""Files that somebody published: the one table in each, without the title above it and the notes below."""

import csv
import re
from collections.abc import Callable, Collection
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
    found = lines(file)
    at = next((at for at, row in enumerate(found[: TITLES + 1]) if is_heading(row)), None)
    if at is None or not all(_is_title(row) for row in found[:at]):
        raise Refused(f"{file.name} must have a row of headings with {wanted}, and rows below it.")
    head, rows = found[at], found[at + 1 :]
    while rows and is_note(rows[-1], len(head)):
        rows.pop()
    if not rows:
        raise Refused(f"{file.name} must have a row of headings with {wanted}, and rows below it.")
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


def lines(file: Path) -> list[list[str]]:
    """The rows of a CSV or XLSX file that have anything in them, as text; one empty row where there are none."""
    try:
        if file.suffix.lower() == ".xlsx":
            cells = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
            rows = [[_text(cell) for cell in row] for row in cells]
            return [row for row in rows if any(row)] or [[]]
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [[cell.strip() for cell in row] for row in csv.reader(opened) if any(row)] or [[]]
    except Exception as error:  # calamine raises plain exceptions of several kinds
        raise Refused(f'"{file}" cannot be read: {error}.') from error


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
