"""A table as sections: a head, and the rows under it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from equalities.documents import columns as heads
from equalities.documents import grid, pairs, references
from equalities.documents.blocks import Table
from equalities.documents.columns import Columns
from equalities.documents.drafts import NO_COLUMNS
from equalities.documents.grid import Row
from equalities.documents.ledger import Ledger
from equalities.documents.sideways import upright

RULER = "A line of dashes that rules the table"
SHIFTED = "This row stood one column to the left of its headings, and was moved"


@dataclass(frozen=True)
class Section:
    """Rows under one head of one or more rows, and what its columns hold; rows above the first head have none.
    `again` are the rows that print the head again."""

    head: list[Row]
    body: list[Row]
    again: list[Row]
    columns: Columns


def sections(table: Table, ledger: Ledger) -> list[Section]:
    """The sections of a table, from top to bottom."""
    found: list[Section] = []
    rows_of_table = upright(list(grid.rows(table)))
    above = pairs.leading(rows_of_table)
    if above:
        found.append(Section([], list(rows_of_table[:above]), [], NO_COLUMNS))
    for head, rows, again in _divided(rows_of_table[above:], ledger):
        body = _straightened(head, rows, ledger)
        found.append(Section(head, body, again, heads.columns(head, body) if head else NO_COLUMNS))
    return found


def _divided(rows: Iterable[Row], ledger: Ledger) -> Iterator[tuple[list[Row], list[Row], list[Row]]]:
    """Heads with the rows under them, and those that print the head again; rulers are left."""
    head: list[Row] = []
    body: list[Row] = []
    again: list[Row] = []
    for row in rows:
        if row.is_ruler:
            ledger.leave(RULER, row)
        elif head and heads.repeats(head, row):
            body = _titled(body, row)
            again.append(row)
        elif head and not body and len(head) < 3 and heads.goes_on(head[-1], row):
            head.append(row)
        elif heads.is_head(row):
            if head or body:
                yield head, _titled(body, row), again
            head, body, again = [row], [], []
        else:
            body.append(row)
    yield head, body, again


def _titled(body: list[Row], head: Row) -> list[Row]:
    """The rows before a head, of which the last is a title if it holds its first cell alone."""
    if not body or set(body[-1].own) != {1} or body[-1].inherited:
        return body
    return [*body[:-1], body[-1].as_title(head.width)]


def _straightened(head: list[Row], body: list[Row], ledger: Ledger) -> list[Row]:
    """Rows whose number of the second level has slid under the first, where two columns before the
    headings hold numbers: moved one to the right."""
    if not head or min(head[-1].own) < 3 or not any(_numbers(row) == [True, True] for row in body):
        return body
    width = max(row.width for row in (*head, *body))
    straight = []
    for row in body:
        slid = _numbers(row) == [True, False] and max(row.own) < width
        if slid:
            ledger.note(SHIFTED, row.own[1])
        straight.append(row.shifted() if slid else row)
    return straight


def _numbers(row: Row) -> list[bool]:
    """Which of the first two cells hold nothing but a number."""
    return [references.is_reference(row.text(column)) for column in (1, 2) if column in row.own]
