"""What a row of the plan's tables is by its looks: a title of those under it, their sum, or one of them."""

import re

from equalities.documents import references, vocabulary
from equalities.documents.columns import Columns
from equalities.documents.grid import Row

_TOTAL = re.compile(
    r"(?:(?:grand|overall|sub)[ -]?)?totals?(?: (?:costs?|budget|spend|number|actions?))?:?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3}")
_COUNT = re.compile(r"^[\d,]+ \w+$")
_LONG_TITLE = 8  # words; a longer one says what is to be reached


def number(row: Row, columns: Columns) -> str | None:
    """The reference of a row: its own number of the lowest level."""
    numbers = [row.own[column].text for column in columns.of("ref") if column in row.own]
    return references.bare(numbers[-1]) or None if numbers else None


def adds_up(row: Row) -> bool:
    """Whether a row says "Total", and nothing else but numbers ("4 actions" is one) and formulas."""
    if not _TOTAL.fullmatch(row.first.text.strip()):
        return False
    others = list(row.own.values())[1:]
    texts = (other.text.strip() for other in others)
    return not any(_WORD.search(_COUNT.sub("", text)) for text in texts if not text.startswith("="))


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


def numbers_below(row: Row, following: Row, columns: Columns) -> bool:
    """Whether a row says no more than the head of the next, by its number: "2. People", or "2" and "People", over
    "2.1"."""
    if row.inherited or not (len(row.own) == 1 or _is_numbered_text(row, columns)):
        return False
    above = references.numbered(row.first.text)[0] if len(row.own) == 1 else number(row, columns)
    below = number(following, columns) or references.numbered(following.text(columns.main))[0]
    return above is not None and below is not None and below.startswith(f"{above}.")


def counts_on_below(text: str, following: Row, columns: Columns) -> bool:
    """Whether a line over a table is what its rows are for, by their numbers: "1. Fair pay" over "1.1"."""
    above = references.numbered(text)[0]
    below = number(following, columns) or references.numbered(following.text(columns.main))[0]
    return above is not None and below is not None and below.startswith(f"{above}.")


def _is_numbered_text(row: Row, columns: Columns) -> bool:
    """Whether a row holds its number and its text, and nothing else."""
    return (
        columns.kind == "actions" and set(row.own) == {columns.main, *columns.of("ref")} and len(row.own) == 2
    )


def says_what_for(text: str, under: Columns) -> bool:
    """Whether a title says what is to be reached (an objective), not what the rows under it are about (a theme). It may
    begin with what to do ("Improve access") where no column holds objectives."""
    ref, rest = references.numbered(text)
    begins = under.kind == "actions" and not under.of("objective") and vocabulary.begins_with_a_verb(rest)
    return (
        bool(ref or begins or re.match(r"to [a-z]", rest, re.IGNORECASE)) or len(rest.split()) > _LONG_TITLE
    )
