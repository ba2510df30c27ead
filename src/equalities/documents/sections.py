"""A table as sections: a head, and the rows under it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from equalities.documents import columns as heads
from equalities.documents import grid, pairs, references, vocabulary
from equalities.documents.blocks import Table
from equalities.documents.columns import Columns
from equalities.documents.drafts import NO_COLUMNS
from equalities.documents.grid import Row
from equalities.documents.ledger import Ledger
from equalities.documents.sideways import upright
from equalities.saying import to_say

RULER = to_say("A line of dashes that rules the table")
SHIFTED = to_say("This row stood one column to the left of its headings, and was moved")
SHIFTED_FAR = to_say("This row stood several columns to the left of its headings, and was moved")


_DATES = frozenset({"timescale", "start", "finished"})
_FEWEST_CELLS = 3  # of a row that can be seen to have slid
_FARTHEST = 3  # columns that a row can slide


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
    """Rows that have slid to the left, as those do whose first cell is merged with the one above where a converter
    leaves it out: moved to the right. Told by a number of the second level under the first, where two columns before
    the headings hold numbers, or by dates, which then stand where the headings say."""
    if not head or not body:
        return body
    width = max(row.width for row in (*head, *body))
    is_numbered = min(head[-1].own) > 2 and any(_numbers(row) == [True, True] for row in body)
    dates = [column for column, cell in head[-1].own.items() if vocabulary.field_of(cell.text) in _DATES]
    straight = []
    for row in body:
        slid = is_numbered and _numbers(row) == [True, False] and max(row.own) < width
        steps = 1 if slid else _steps(row, dates, max(head[-1].own))
        if steps:
            ledger.note(SHIFTED if steps == 1 else SHIFTED_FAR, row.first)
        for _ in range(steps):
            row = row.shifted()
        straight.append(row)
    return straight


def _steps(row: Row, dates: Sequence[int], width: int) -> int:
    """How many columns every date stands to the left of its heading, with as many empty at the end of the row."""
    steps = width - max(row.own, default=width)
    if not dates or not 0 < steps <= _FARTHEST or len(row.own) < _FEWEST_CELLS or min(row.own) != 1:
        return 0
    before, after = ([heads.is_date(row.text(column - back)) for column in dates] for back in (0, steps))
    return steps if all(after) and not all(before) else 0


def _numbers(row: Row) -> list[bool]:
    """Which of the first two cells hold nothing but a number."""
    return [references.is_reference(row.text(column)) for column in (1, 2) if column in row.own]
