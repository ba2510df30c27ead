"""Rows over a table that say what is true of all of it: "Objective", what that is, "Lead officer", who that is."""

from collections.abc import Sequence
from itertools import groupby, takewhile

from equalities.documents import vocabulary
from equalities.documents.blocks import Cell
from equalities.documents.grid import Row


def leading(rows: Sequence[Row]) -> int:
    """How many rows at the top of a table are such pairs; none where no row with headings alone follows them."""
    found = sum(1 for _ in takewhile(pairs, rows))
    return found if found < len(rows) and _is_headings(rows[found]) else 0


def pairs(row: Row) -> list[tuple[Cell, Cell]]:
    """Each heading of a row with the cell beside it, which may be printed several times, as in files that have no
    merged cells; nothing where the row is no row of pairs."""
    cells = [list(same) for _, same in groupby(row.own.values(), key=lambda cell: cell.text)]
    if len(cells) % 2 or not all(
        len(same) == 1 and vocabulary.is_heading(same[0].text) for same in cells[::2]
    ):
        return []
    if any(vocabulary.is_heading(same[0].text) for same in cells[1::2]):
        return []
    return [
        (heading, cell) for (heading,), same in zip(cells[::2], cells[1::2], strict=True) for cell in same
    ]


def _is_headings(row: Row) -> bool:
    fields = {vocabulary.is_heading(cell.text) for cell in row.own.values()}
    return len(row.own) > 2 and len(fields - {None}) > 1 and not pairs(row)
