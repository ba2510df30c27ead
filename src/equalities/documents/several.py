"""Rows that hold several actions, each marked as an entry of a list: a row for each of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from equalities.documents.blocks import Cell
from equalities.documents.columns import Columns
from equalities.documents.entries import entries, marked
from equalities.documents.grid import Row
from equalities.timescales import read

_SHARED = ("objective", "theme")  # say under what the whole row stands
_FEWEST_WORDS = 3  # of an action; a shorter entry is part of a list of things
_NOT_WHEN = ("not-a-date", "invalid")


def divided(row: Row, columns: Columns) -> list[Row]:
    """A row for each action that the cell of actions lists, with that action's own entry of each cell that lists as
    many, and the whole of the others. The row itself where it holds one action, or where nothing says that its
    lines are several."""
    main = row.own.get(columns.main)
    if main is None:
        return [row]
    texts = marked(main) or _beside_dates(main, row, columns)
    if len(texts) < 2 or any(len(text.split()) < _FEWEST_WORDS for text in texts):
        return [row]
    return [_part(row, columns, at, texts) for at in range(len(texts))]


def unsettled(row: Row, columns: Columns, parts: Sequence[Row]) -> Iterator[Cell]:
    """The cells of a divided row that list a number of things, but not as many as there are actions."""
    for column, cell in row.own.items():
        name = columns.fields.get(column)
        listed = len(marked(cell)) if name != "lead" else 0
        if column != columns.main and name not in _SHARED and listed not in (0, 1, len(parts)):
            yield cell


def _beside_dates(main: Cell, row: Row, columns: Columns) -> tuple[str, ...]:
    """The lines of a cell without marks, where there are as many timescales beside it."""
    lines = entries(main).texts
    for column in columns.of("timescale") if len(lines) > 1 else ():
        dates = entries(row.own[column]).texts if column in row.own else ()
        if len(dates) == len(lines) and all(read(date).kind not in _NOT_WHEN for date in dates):
            return lines
    return ()


def _part(row: Row, columns: Columns, at: int, texts: Sequence[str]) -> Row:
    cells = {
        column: _own(cell, columns.fields.get(column), at, len(texts)) for column, cell in row.cells.items()
    }
    cells[columns.main] = _with(row.cells[columns.main], texts[at])
    return replace(row, cells=cells)


def _own(cell: Cell, name: str | None, at: int, count: int) -> Cell:
    if name in _SHARED:
        return cell
    theirs = marked(cell) or entries(cell).texts
    return _with(cell, theirs[at]) if len(theirs) == count else cell


def _with(cell: Cell, text: str) -> Cell:
    lines = [phrase for phrase in cell.underlined if re.search(re.escape(phrase), text)]
    return cell._replace(text=text, items=(), underlined=tuple(lines))
