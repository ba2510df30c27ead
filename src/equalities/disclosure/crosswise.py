"""Tables with a column for each group, as people read them, with a row for each count instead."""

import re
from collections.abc import Sequence

from equalities.disclosure.measures import WITHHELD, read_count

Rows = list[list[str]]

YEAR = re.compile(r"(?:19|20)\d\d")
NUMERIC = re.compile(r"[\d.,]+ ?%?")


def lengthened(
    head: Sequence[str], rows: Rows, marks: Sequence[str], totals: Sequence[str]
) -> tuple[list[str], Rows]:
    """(headings, rows) with the counts in one column `count`, before which stand the words that say of whom they are.
    Several columns of counts become one dimension, named by its groups, so that tables of the same groups share it.
    ([], []) where it cannot be told which columns are counts: no words before them, or other numbers among these."""
    first = _first_count(head, rows, marks)
    named = [name or f"column {number}" for number, name in enumerate(head[:first], 1)]
    groups = head[first:]
    if not named or not groups or any(is_numeric(rows, at) for at in range(first)):
        return [], []
    if len(groups) == 1:
        return [*named, "count"], rows
    dimension = " | ".join(sorted(set(groups) - set(totals)))
    cells = [
        [*row[:first], group, text] for row in rows for group, text in zip(groups, row[first:], strict=True)
    ]
    return [*named, dimension, "count"], cells


def _first_count(head: Sequence[str], rows: Rows, marks: Sequence[str]) -> int:
    """Where the columns of counts begin that stand at the end."""
    at = len(head)
    while at and head[at - 1] and is_counts([row[at - 1] for row in rows], marks):
        at -= 1
    return at


def is_counts(cells: Sequence[str], marks: Sequence[str]) -> bool:
    """Numbers of people and marks alone; years are none."""
    said = [read_count(cell, marks) for cell in cells]
    return all(said) and any(one != WITHHELD for one in said) and not all(map(YEAR.fullmatch, cells))


def is_numeric(rows: Rows, at: int) -> bool:
    """Whether a column has numbers that are no counts, such as percentages; years say of whom the counts are."""
    cells = [row[at] for row in rows]
    return any(map(NUMERIC.fullmatch, cells)) and not all(map(YEAR.fullmatch, cells))
