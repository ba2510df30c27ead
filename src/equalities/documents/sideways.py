"""Forms: tables that lie on their side, each row a heading and what it holds."""

from collections.abc import Sequence
from itertools import takewhile

from equalities.documents import references, vocabulary
from equalities.documents.blocks import Cell
from equalities.documents.grid import Row

_FEWEST = 3  # rows of a form
_WIDEST = 4  # columns: two headings in a row, each with what it holds
_MOST = 0.6  # of its first cells that must be known headings
_SHORT = 60  # characters of a heading
_COUNTED = ("action", "objective")


def upright(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a table; of a form, its title rows, then its headings as one row and what they hold as the next. A
    form that is filled in several times, one under the other, becomes as many such pairs of rows."""
    if any(max(row.own) > _WIDEST for row in rows):
        return rows
    titles = list(takewhile(_is_title, rows))
    forms = _forms(_folded(rows[len(titles) :]))
    if not all(_is_form(form) for _, form in forms):
        return rows
    return [*titles, *(row for above, form in forms for row in (*above, *_turned(form)))]


def _is_title(row: Row) -> bool:
    return len(row.own) == 1 and 1 in row.own


def _forms(rows: Sequence[Row]) -> list[tuple[list[Row], list[Row]]]:
    """Forms one under the other, each with its titles: one begins where a title stands over the whole table, or where
    a heading comes again."""
    forms: list[tuple[list[Row], list[Row]]] = [([], [])]
    seen: set[str] = set()
    for at, row in enumerate(rows):
        is_over = _is_title(row) and (row.own[1].column_span > 1 or references.label(row.text(1)) is not None)
        if (is_over and forms[-1][1]) or (_name(row) in seen and not _goes_on(rows, at)):
            forms.append(([], []))
            seen = set()
        forms[-1][0 if is_over else 1].append(row)
        seen |= set() if is_over else {_name(row)}
    return forms


def _name(row: Row) -> str:
    """What a heading says, whether it counts or not: "Action 2" is an action."""
    field = vocabulary.field_of(row.text(1))
    return field if field in _COUNTED else row.text(1).casefold()


def _turned(form: Sequence[Row]) -> list[Row]:
    """The headings of a form as one row, and what they hold as the next. A heading merged over several rows, or printed
    in each of them, holds something in each."""
    places = _places(form)
    head = {places[at]: row.own[1] for at, row in enumerate(form) if not _goes_on(form, at)}
    again = [
        {**head, places[at]: row.own[1]} for at, row in enumerate(form) if _goes_on(form, at) and 1 in row.own
    ]
    bodies: list[dict[int, Row]] = []
    for at, row in enumerate(form):
        depth = sum(places[before] == places[at] for before in range(at))
        if depth == len(bodies):
            bodies.append({})
        bodies[depth][places[at]] = row
    width = max(places)
    held = [{at: row.own[2] for at, row in body.items() if 2 in row.own} for body in bodies]
    return [_row(cells, width) for cells in [head, *again, *held] if cells]


def _folded(form: Sequence[Row]) -> Sequence[Row]:
    """A form of four columns, two headings in each row with what they hold, as one of two columns."""
    seconds = [row.text(3) for row in form if 3 in row.own]
    wide = any(max(row.own) > 4 or 1 not in row.own or (4 in row.own and 3 not in row.own) for row in form)
    names_columns = any(
        vocabulary.is_heading(row.text(2)) and vocabulary.is_heading(row.text(4)) for row in form
    )
    if not seconds or wide or names_columns:
        return form
    known = [vocabulary.is_heading(text) is not None for text in [*seconds, *(row.text(1) for row in form)]]
    if sum(known) < _MOST * len(known):
        return form
    return [half for row in form for half in (_half(row, 1), _half(row, 3)) if half.cells]


def _half(row: Row, first: int) -> Row:
    """A heading in column `first` of a row and what it holds, as a row of two cells."""
    cells = {at - first + 1: row.own[at] for at in (first, first + 1) if at in row.own}
    return Row(cells, row.source, 2)


def _places(form: Sequence[Row]) -> list[int]:
    """The column that each row of a form becomes: that of the heading which stands in it or reaches down to it."""
    places: list[int] = []
    for at in range(len(form)):
        places.append(places[-1] if places and _goes_on(form, at) else max(places, default=0) + 1)
    return places


def _goes_on(form: Sequence[Row], at: int) -> bool:
    """Whether a row stands under the heading of the row above."""
    return 1 not in form[at].own or (at > 0 and form[at].text(1) == form[at - 1].text(1))


def _row(cells: dict[int, Cell], width: int) -> Row:
    return Row(cells, next(iter(cells.values())).source._replace(column=None), width)


def _is_form(rows: Sequence[Row]) -> bool:
    """Whether two columns are headings and what stands under them, with one action or objective among them."""
    if len(rows) < _FEWEST or any(max(row.own) > 2 or 1 not in row.cells for row in rows):
        return False
    labels = [row.text(1) for at, row in enumerate(rows) if not _goes_on(rows, at)]
    if any(len(label) > _SHORT for label in labels) or vocabulary.is_heading(rows[0].text(2)):
        return False
    fields = [field for field in map(vocabulary.field_of, labels) if field]
    repeated = any(fields.count(field) > 1 for field in ("action", "objective"))
    return (
        "action" in fields
        and not repeated
        and len(set(fields)) >= _FEWEST
        and len(fields) >= _MOST * len(labels)
    )
