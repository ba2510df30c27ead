"""Rows of a table that are titles of those under them."""

import re

from equalities.documents import references, vocabulary
from equalities.documents.columns import Columns
from equalities.documents.grid import Row

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


def says_what_for(text: str, under: Columns) -> bool:
    """Whether a title says what is to be reached (an objective), not what the rows under it are about (a theme). It may
    begin with what to do ("Improve access") where no column holds objectives."""
    ref, rest = references.numbered(text)
    begins = under.kind == "actions" and not under.of("objective") and vocabulary.begins_with_a_verb(rest)
    return (
        bool(ref or begins or re.match(r"to [a-z]", rest, re.IGNORECASE)) or len(rest.split()) > _LONG_TITLE
    )
