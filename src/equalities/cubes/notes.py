"""What stands under a table and is no row of it: totals without figures, sources, notes."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from equalities.codelists.standardise import plain

TAIL = 1 << 14
"""Bytes at the end of a file that are looked at for notes."""

HEADS = frozenset({"total", "grand total", "note", "notes", "source", "sources"})

LABELLED = re.compile(r"(?:notes?|sources?) ?:", re.IGNORECASE)
"""How a note begins that says so itself, which is none of two columns' rows with the second left blank."""


def is_note(row: Sequence[str], columns: int) -> bool:
    """Whether a row is blank, or words in its first cell alone where the table has more columns. One short word there
    is a row that was cut off, which must not be lost."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return True
    said = LABELLED.match(filled[0]) is not None
    alone = len(filled) == 1 and bool(row[0].strip()) and (len(row) == 1 < columns or columns > 2 or said)
    return alone and (" " in filled[0] or plain(filled[0]) in HEADS)


def notes_below(path: Path, delimiter: str, columns: int) -> int:
    """How many bytes at the end of a UTF-8 file are notes below its table; 0 where none are."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - TAIL))
        lines = file.read().splitlines(keepends=True)[1:]  # the first may be half a line, or the heading
    below, notes = 0, 0
    for line in reversed(lines):
        row = _row(line.decode("utf-8", "replace"), delimiter)
        if row is None or not is_note(row, columns):
            break
        below += len(line)
        notes = below if any(row) else notes
    return notes


def _row(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line; None where it is part of a row of several."""
    if line.count('"') % 2:
        return None
    return next(csv.reader([line], delimiter=delimiter), [])
