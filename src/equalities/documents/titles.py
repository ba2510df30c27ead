"""Rows of a table that are titles of those under them."""

import re
from collections.abc import Sequence

from equalities.documents import references, vocabulary
from equalities.documents.columns import Columns
from equalities.documents.grid import Row

_FEWEST_COLUMNS = 3  # of a table in which a text alone may be a title
_LONG_TITLE = 8  # words; a longer one says what is to be reached


def is_title(row: Row, columns: Columns) -> bool:
    """Whether the one filled cell of a row is a title: by its label, by spanning the table, or by standing
    where no text of a row stands."""
    if len(row.own) != 1 or row.inherited:
        return False
    ((column, cell),) = row.own.items()
    if cell.column_span > max(1, len(columns.headings) // 2):
        return True
    if references.label(cell.text):
        return columns.kind == "actions" or column != columns.main
    if column == columns.main:
        return cell.text.isupper() and len(cell.text.split()) > 1
    is_other = columns.fields.get(column) in {"objective", "theme"} or references.is_reference(cell.text)
    return column < columns.main and not is_other


def standing_alone(rows: Sequence[Row], columns: Columns) -> list[Row]:
    """The rows with a short text alone in the column of actions, where the first row is one, each stands over a row
    with more in it, and none begins with what to do."""
    if columns.kind != "actions" or len(columns.headings) < _FEWEST_COLUMNS:
        return []
    alone = {
        at
        for at, row in enumerate(rows)
        if set(row.own) == {columns.main}
        and not row.inherited
        and not references.label(row.text(columns.main))
    }
    titles = [rows[at] for at in sorted(alone)]
    heads_rows = 0 in alone and not any(at + 1 in alone or at + 1 == len(rows) for at in alone)
    return titles if heads_rows and all(_is_short_name(row.text(columns.main)) for row in titles) else []


def _is_short_name(text: str) -> bool:
    return (
        len(text.split()) <= _LONG_TITLE
        and not text[0].islower()
        and not text.endswith((".", ";", ","))
        and not vocabulary.begins_with_a_verb(text)
    )


def says_what_for(text: str, under: Columns) -> bool:
    """Whether a title says what is to be reached (an objective), not what the rows under it are about (a theme). It may
    begin with what to do ("Improve access") where no column holds objectives."""
    ref, rest = references.numbered(text)
    begins = under.kind == "actions" and not under.of("objective") and vocabulary.begins_with_a_verb(rest)
    return (
        bool(ref or begins or re.match(r"to [a-z]", rest, re.IGNORECASE)) or len(rest.split()) > _LONG_TITLE
    )
