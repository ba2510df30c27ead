"""A small table that somebody published, as its headings and rows of text."""

import csv
from pathlib import Path

from equalities.cubes.source import distinct, source
from equalities.refusals import Refused

MOST_ROWS = 5_000
"""Of a table that was published for people to read."""


def read_printed_as_dict(path: str) -> dict[str, list[str] | list[list[str]]]:
    """{"headings": [...], "rows": [[...], ...]}: the table in a CSV, XLSX or ODS file, each cell as it is printed,
    without titles above the headings and notes below. Every row is as wide as the headings: what is missing is "".
    Raises Refused for what is no table, and for one of over MOST_ROWS rows."""
    with source(Path(path)) as found:
        if found.delimiter is None:
            raise Refused("This is no table for people to read: save it as .csv or .xlsx.")
        with found.path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, delimiter=found.delimiter)
            cells = [[cell.strip() for cell in row] for row in lines]
    head, *rows = [row for row in cells if any(row)]
    if len(rows) > 1 and _is_title(head, rows[0]):
        head, *rows = rows
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Refused(
            "This table has {rows:,} rows: give one of 1 to {most:,}.", rows=len(rows), most=MOST_ROWS
        )
    width = len(head)
    if any(any(row[width:]) for row in rows):
        raise Refused("A row has more cells than there are headings: give every column a heading.")
    return {"headings": list(distinct(head)), "rows": [(row + [""] * width)[:width] for row in rows]}


def _is_title(row: list[str], below: list[str]) -> bool:
    """Whether a row is a title that stands above headings: alone in its row, with words and no number under it."""
    has_words = sum(bool(cell) for cell in below) > 1 and not any(cell[:1].isdigit() for cell in below)
    return bool(row[0]) and not any(row[1:]) and has_words
