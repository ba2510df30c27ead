"""Rows over a table that say what is true of all of it: "Objective", what that is, "Lead officer", who that is."""

from collections.abc import Sequence
from itertools import takewhile

from equalities.documents import vocabulary
from equalities.documents.blocks import Cell
from equalities.documents.grid import Row


def leading(rows: Sequence[Row]) -> int:
    """How many rows at the top of a table are such pairs; none where no row with headings alone follows them."""
    found = sum(1 for _ in takewhile(_is_pairs, rows))
    return found if found < len(rows) and _is_headings(rows[found]) else 0


def pairs(row: Row) -> list[tuple[Cell, Cell]]:
    """Each heading of a row with the cell beside it; nothing where the row is no row of pairs."""
    cells = list(row.own.values())
    return list(zip(cells[::2], cells[1::2], strict=True)) if _is_pairs(row) else []


def _is_pairs(row: Row) -> bool:
    cells = [cell.text for cell in row.own.values()]
    is_even = bool(cells) and len(cells) % 2 == 0
    return (
        is_even
        and all(map(vocabulary.is_heading, cells[::2]))
        and not any(map(vocabulary.is_heading, cells[1::2]))
    )


def _is_headings(row: Row) -> bool:
    fields = {vocabulary.is_heading(cell.text) for cell in row.own.values()}
    return len(row.own) > 2 and len(fields - {None}) > 1 and not _is_pairs(row)
