"""From tables to drafts of objectives and actions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from equalities.documents import columns as heads
from equalities.documents import grid, references
from equalities.documents.blocks import Cell, Paragraph, Table
from equalities.documents.columns import Columns
from equalities.documents.drafts import NO_COLUMNS, Draft, Said, said
from equalities.documents.entries import is_unfinished
from equalities.documents.grid import Row
from equalities.documents.ledger import Ledger

NO_PLAN = "This table has no column of actions or objectives that is recognised, so no row is made of it"
RULER = "A line of dashes that rules the table"
TWICE = "This heading is printed twice, in two spellings; the first is used"
CONTINUES = "This row is read as continuing the row above"
PLACED = "This goes on from the row above; its column was told by its place alone"
CELL_GOES_ON = "This cell seems to go on from the cell above it"
SHIFTED = "This row stood one column to the left of its headings, and was moved"
NO_TEXT = "This row says nothing of what is to be done"
LONELY = "Only this cell of the row is filled, under the heading of an action: read as an action"
NO_NUMBER = "This row has no number, though the other rows have"
FILLED_DOWN = "The cell of the objective is blank here: read as the objective above"
HIDDEN = "This is hidden in the file"
UNKNOWN = "This heading is not one that is known; what stands under it is kept with the row"
INFERRED = "What this column holds was told by its content, not by its heading"


@dataclass(frozen=True)
class _Section:
    """Rows under one head; a table may hold several."""

    head: list[Row]
    body: list[Row]
    columns: Columns


class Tables:
    """Reads the tables of one document in turn. What stands above a table, the theme and the objective that
    rows belong to, and the columns of a table that goes on over the page, are remembered between them."""

    def __init__(self, ledger: Ledger):
        self._ledger = ledger
        self._columns: Columns | None = None
        self._head: Sequence[Row] = ()
        self._theme: Said | None = None
        self._above_it: Said | None = None
        self._objective: Draft | None = None
        self._known: dict[tuple[str | None, str], Draft] = {}
        self.drafts: list[Draft] = []
        self.printed: dict[str, None] = {}

    # What stands above the rows

    def _start_theme(self, theme: Said) -> None:
        self._theme, self._objective = theme, None

    def objective(self, piece: Cell | Paragraph, ref: str | None, text: str, theme: Said | None) -> Draft:
        """An objective that stands outside columns; one met again (a running head) is not made twice."""
        flat = said(piece, text)
        known = self._known.get((ref, flat.text))
        if known is None:
            known = self._known[ref, flat.text] = Draft("objective", said=flat, ref=ref, theme=theme)
            self.drafts.append(known)
        self._objective = known
        return known

    # Tables

    def read(self, table: Table, head: Said | None, *, is_next: bool) -> None:
        """Take in one table. `head` stands above it; `is_next`: nothing of weight stands between it and the
        table before."""
        sections = [
            _Section(
                head,
                rows := _straightened(head, body, self._ledger),
                heads.columns(head, rows) if head else NO_COLUMNS,
            )
            for head, body in _divided(list(grid.rows(table)), self._ledger)
        ]
        self._above_it = head
        if any(section.columns.kind for section in sections):
            self._start()
        headed = any(section.head for section in sections)
        for section in sections:
            if section.head:
                self._headed(section)
            elif headed:
                self._above(section.body)
            else:
                self._headless(section.body, is_next=is_next)

    def _headed(self, section: _Section) -> None:
        columns = section.columns
        if columns.kind is None:
            self._ledger.leave(NO_PLAN, *section.head, *section.body)
            return
        self._columns, self._head = columns, section.head
        self.printed.update(dict.fromkeys(columns.printed))
        self._keep_head(section.head, columns)
        self._body(section.body, columns)

    def _start(self) -> None:
        """The line above a table is its theme, now that the table is one of the plan's."""
        if self._above_it:
            self._start_theme(self._above_it)
            self._ledger.keep(self._above_it)
        self._above_it = None

    def _keep_head(self, head: list[Row], columns: Columns) -> None:
        printed = " ".join(columns.headings.values())
        for row in head:
            for column, cell in row.own.items():
                if cell.text in printed or cell.column_span > 1:
                    self._ledger.keep(cell)
                else:
                    self._ledger.leave(TWICE, cell)
                if column in columns.inferred:
                    self._ledger.note(INFERRED, cell)
                elif column not in columns.fields and cell.column_span == 1:
                    self._ledger.note(UNKNOWN, cell)

    def _above(self, body: list[Row]) -> None:
        """Rows above the head: titles, or a table of other things."""
        for row in body:
            if len(row.own) == 1:
                self._title(*row.own.values(), column=1)
            else:
                self._ledger.leave(NO_PLAN, row)

    def _headless(self, body: list[Row], *, is_next: bool) -> None:
        width = max((row.width for row in body), default=0)
        known = self._columns
        if known and is_next and width == len(known.headings):
            self._body([row for row in body if not self._is_head_again(row)], known)
        elif known and is_next and self._breaks_off(body, width, known):
            self._go_on(body, known)
        else:
            self._by_content(body)

    def _by_content(self, body: list[Row]) -> None:
        columns = heads.columns((), body)
        if columns.kind == "actions" and "timescale" in columns.fields.values():
            self._start()
            self._columns, self._head = columns, ()
            self._ledger.note(INFERRED, *(cell for row in body[:1] for cell in row.own.values()))
            self._body(body, columns)
        else:
            self._ledger.leave(NO_PLAN, *body)

    def _is_head_again(self, row: Row) -> bool:
        again = heads.repeats(self._head, row)
        if again:
            self._ledger.keep(row)
        return again

    def _breaks_off(self, body: list[Row], width: int, columns: Columns) -> bool:
        """Whether a narrower table is the rest of the row above, torn off by the end of a page."""
        if not self.drafts or not self.drafts[-1].rows or not 0 < width < len(columns.headings):
            return False
        ends = [cell.text for cell in self.drafts[-1].rows[-1].cells.values()]
        starts = [cell.text for cell in body[0].own.values()]
        return any(start[0].islower() and is_unfinished(end, start) for end in ends for start in starts)

    def _go_on(self, body: list[Row], columns: Columns) -> None:
        """Cells of a torn-off rest: the first under the first column of text, the others from the right."""
        first, last = min(columns.of("action") or columns.of("objective")), max(columns.headings)
        width = max(row.width for row in body)
        for row in body:
            moved = {
                first if column == 1 else last - width + column: cell for column, cell in row.own.items()
            }
            self.drafts[-1].rows.append(Row(moved, row.source, last))
            self._ledger.keep(row)
            self._ledger.note(PLACED, *row.own.values())

    # Rows

    def _body(self, body: list[Row], columns: Columns) -> None:
        take = self._action_row if columns.kind == "actions" else self._objective_row
        for row in body:
            if any(cell.hidden for cell in row.own.values()):
                self._ledger.note(HIDDEN, next(cell for cell in row.own.values() if cell.hidden))
            if self._is_title(row, columns):
                ((column, cell),) = row.own.items()
                self._title(cell, column=column)
            else:
                take(row, columns)

    def _is_title(self, row: Row, columns: Columns) -> bool:
        """Whether the one filled cell of a row is a title: by its label, by spanning the table, or by standing
        where no text of a row stands."""
        if len(row.own) != 1:
            return False
        ((column, cell),) = row.own.items()
        main = min(columns.of("action") or columns.of("objective"))
        if references.label(cell.text) or cell.column_span > max(1, len(columns.headings) // 2):
            return columns.kind == "actions" or column != main or cell.column_span > 1
        if row.inherited or column > main:
            return False
        if column == main:
            return cell.text.isupper() and len(cell.text.split()) > 1
        return columns.fields.get(column) not in {"objective", "theme"} and not references.is_reference(
            cell.text
        )

    def _title(self, cell: Cell, *, column: int) -> None:
        self._ledger.keep(cell)
        label = references.label(cell.text)
        if label and label.kind == "objective":
            theme = said(cell, label.theme) if label.theme else self._theme
            draft = self.objective(cell, label.ref, label.text, theme)
        elif label or not _is_aim(cell.text):
            self._start_theme(said(cell))
            return
        else:
            ref, text = references.numbered(cell.text)
            draft = self.objective(cell, ref, text, self._theme)
            self._ledger.note(
                "This row is read as an objective, since it stands alone above the rows that follow", cell
            )
        if self._columns and not draft.rows:
            draft.rows, draft.columns = (
                [Row({column: cell}, cell.source, column)],
                Columns(self._columns.headings, {}),
            )

    def _objective_row(self, row: Row, columns: Columns) -> None:
        self._ledger.keep(row)
        column = columns.of("objective")[0]
        above = self.drafts[-1] if self.drafts and self.drafts[-1].columns is columns else None
        if column not in row.own and above:
            above.rows.append(row)
            self._ledger.note(CONTINUES, row.first)
            return
        label = references.label(row.text(column))
        ref, text = (label.ref, label.text) if label else references.numbered(row.text(column))
        ref = ref or next(
            (references.bare(cell.text) for each in columns.of("ref") if (cell := row.own.get(each))), None
        )
        draft = Draft("objective", columns, [row], ref=ref, theme=self._theme)
        if column in row.own:
            draft.said = said(row.own[column], text)
        else:
            self._ledger.note("This row names no objective", row.first)
        self.drafts.append(draft)

    def _action_row(self, row: Row, columns: Columns) -> None:
        self._ledger.keep(row)
        self._stand_under(row, columns)
        own = {columns.fields.get(column, "") for column in row.own}
        above = (
            self.drafts[-1]
            if self.drafts and self.drafts[-1].columns is columns and self.drafts[-1].kind == "action"
            else None
        )
        if own <= {"objective", "theme", "ref"} and "objective" in own:
            return
        if above and self._continues(row, columns, above):
            above.rows.append(row)
            if not row.inherited:
                self._ledger.note(CONTINUES, row.first)
            return
        self._new_action(row, columns)

    def _new_action(self, row: Row, columns: Columns) -> None:
        main = columns.of("action")[0]
        numbers = [cell.text for column in columns.of("ref") if (cell := row.own.get(column))]
        ref, text = references.numbered(row.text(main)) if not columns.of("ref") else (None, row.text(main))
        if numbers:
            ref = references.bare(numbers[-1])
        draft = Draft("action", columns, [row], ref=ref, theme=self._theme, objective=self._objective)
        if main in row.cells:
            draft.said = said(row.cells[main], text)
        else:
            self._ledger.note(NO_TEXT, row.first)
        if len(row.cells) == 1 and len(columns.headings) > 2:
            self._ledger.note(LONELY, *row.own.values())
        for column, cell in row.own.items():
            if self._goes_on_from_above(column, cell, columns):
                self._ledger.note(CELL_GOES_ON, cell)
        if columns.of("ref") and not numbers:
            self._ledger.note(NO_NUMBER, row.first)
        self.drafts.append(draft)

    def _goes_on_from_above(self, column: int, cell: Cell, columns: Columns) -> bool:
        above = self.drafts[-1] if self.drafts else None
        if above is None or above.columns is not columns or not cell.text[0].islower():
            return False
        *_, last = above.rows
        return column in last.cells and cell.text[0].islower() and is_unfinished(last.text(column), cell.text)

    def _continues(self, row: Row, columns: Columns, above: Draft) -> bool:
        main = columns.of("action")[0]
        if any(column in row.own for column in columns.of("ref")):
            return False
        names_someone = any(column in row.own for column in (*columns.of("lead"), *columns.of("timescale")))
        if main not in row.own:
            return main in row.inherited or not names_someone or len(row.own) * 2 < len(columns.headings)
        start = row.text(main)
        return not names_someone and start[0].islower() and is_unfinished(above.text, start)

    def _stand_under(self, row: Row, columns: Columns) -> None:
        """Follow the columns that say which theme and objective a row belongs to."""
        for column in columns.of("theme"):
            if column in row.own and (self._theme is None or self._theme.text != said(row.own[column]).text):
                self._start_theme(said(row.own[column]))
        for column in columns.of("objective")[:1]:
            if column in row.own:
                self._named(row, column, columns)
            elif column not in row.cells and self._objective and columns.of("action")[0] in row.own:
                self._ledger.note(FILLED_DOWN, row.own[columns.of("action")[0]])

    def _named(self, row: Row, column: int, columns: Columns) -> None:
        cell = row.own[column]
        label = references.label(cell.text)
        ref, text = (label.ref, label.text) if label else references.numbered(cell.text)
        draft = self.objective(
            cell, ref, text, said(cell, label.theme) if label and label.theme else self._theme
        )
        if not draft.rows:
            draft.columns = Columns(columns.headings, {})
            draft.rows = [Row({column: cell}, row.source, column)]


def _divided(rows: list[Row], ledger: Ledger) -> Iterator[tuple[list[Row], list[Row]]]:
    """The rows of a table as heads with the rows under them. Heads printed again are kept, rulers left."""
    head: list[Row] = []
    body: list[Row] = []
    for row in rows:
        if row.is_ruler:
            ledger.leave(RULER, row)
        elif head and heads.repeats(head, row):
            ledger.keep(row)
        elif head and not body and len(head) < 3 and heads.goes_on(head[-1], row):
            head.append(row)
        elif heads.is_head(row):
            if head or body:
                yield head, body
            head, body = [row], []
        else:
            body.append(row)
    yield head, body


def _straightened(head: list[Row], body: list[Row], ledger: Ledger) -> list[Row]:
    """Rows whose number of the second level has slid under the first, where two columns before the headings
    hold numbers: moved one to the right."""
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


def _is_aim(text: str) -> bool:
    """Whether a title says what is to be reached (an objective) rather than what the rows are about (a theme)."""
    ref, rest = references.numbered(text)
    return ref is not None or re.match(r"to [a-z]", rest, re.IGNORECASE) is not None or len(rest.split()) > 8
