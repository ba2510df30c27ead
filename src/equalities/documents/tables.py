"""The tables of a document in turn: which are the plan's, and which go on over a page."""

from collections.abc import Sequence

from equalities.documents import columns as heads
from equalities.documents import pairs, references, vocabulary
from equalities.documents.blocks import Table
from equalities.documents.columns import Columns
from equalities.documents.drafts import NO_COLUMNS, Said
from equalities.documents.entries import is_unfinished
from equalities.documents.grid import Row
from equalities.documents.ledger import Ledger
from equalities.documents.rows import Rows, counts_on_below
from equalities.documents.sections import Section, sections
from equalities.saying import to_say

NO_PLAN = to_say(
    "This table has no column of actions or objectives that is recognised, so no row is made of it"
)
TWICE = to_say("This heading is printed twice, in two spellings; the first is used")
OVER = to_say("This heading stands over several columns, whose own headings are used")
PLACED = to_say("This goes on from the row above; its column was told by its place alone")
UNKNOWN = to_say("This heading is not one that is known; what stands under it is kept with the row")
MANY_DATES = to_say(
    "Several columns hold dates; the first that is filled in a row is read as its timescale, a revised one before "
    "the others"
)
MANY_STATUSES = to_say(
    "Several columns hold a status; an overall one is read as a row's status, else the latest quarter's, else the "
    "first that is filled"
)
UNDER_LAST = to_say(
    "This table has other headings than the one before it and names no objective: its rows are read under the "
    "objective that was named last"
)
INFERRED = to_say("What this column holds was told by its content, not by its heading")


class Tables:
    """Reads tables into rows. The columns of a table are remembered, for the next that goes on from it;
    `printed` are the headings met, each once, `unread` what may be headings, and was not
    recognised."""

    def __init__(self, rows: Rows, ledger: Ledger):
        self._rows = rows
        self._ledger = ledger
        self._columns: Columns | None = None
        self._head: Sequence[Row] = ()
        self.printed: dict[str, None] = {}
        self.unread: dict[str, None] = {}

    def read(self, table: Table, above: Said | None, *, is_next: bool) -> None:
        """Take in one table. `above` is the head that stands over it, its theme if it is one of the plan's;
        `is_next`: nothing of weight stands between it and the table before."""
        found = sections(table, self._ledger)
        plan = next((section for section in found if section.columns.kind), None)
        under = plan.columns if plan else NO_COLUMNS
        is_objective = above and plan and plan.body and not under.of("objective")
        if above and plan and is_objective and counts_on_below(above.text, plan.body[0], under):
            self._ledger.keep(above)
            self._rows.start_objective(above)
        elif plan:
            self._under(above)
        for section in found:
            if section.head:
                self._headed(section)
            elif plan:
                self._above_head(section.body, under)
            elif len(found) > 1:
                self._leave(section.body)
            else:
                self._headless(section.body, above, is_next=is_next)

    def _under(self, above: Said | None) -> None:
        if above:
            self._rows.start_theme(above)

    def _headed(self, section: Section) -> None:
        if section.columns.kind is None:
            self._leave([*section.head, *section.body, *section.again])
            return
        self._doubt_objective(section)
        self._columns, self._head = section.columns, section.head
        self.printed.update(dict.fromkeys(section.columns.printed))
        self._keep_head([*section.head, *section.again], section.columns)
        self._doubts(section.head, section.columns)
        self._rows.take(section.body, section.columns)

    def _doubt_objective(self, section: Section) -> None:
        """An archive or a list for later may follow the actions of the last objective, and be none of them."""
        last, columns, body = self._rows.last, section.columns, section.body
        if last is None or last.kind != "action" or not body or columns.kind != "actions":
            return
        is_named = columns.of("objective") or columns.of("theme") or len(body[0].own) == 1
        is_same = self._rows.under is not None and last.objective is self._rows.under
        if is_same and not is_named and last.columns.fields != columns.fields:
            self._ledger.note(UNDER_LAST, body[0].first)

    def _leave(self, rows: Sequence[Row]) -> None:
        """A table that is not the plan's, as far as is known: its first row of texts may name the columns."""
        self._ledger.leave(NO_PLAN, *rows)
        self._doubt_head(next((row for row in rows if len(row.own) > 1), None))

    def _doubt_head(self, row: Row | None) -> None:
        texts = [cell.text for cell in row.own.values()] if row else []
        self.unread.update(dict.fromkeys(text for text in texts if heads.is_short(text)))

    def _keep_head(self, head: Sequence[Row], columns: Columns) -> None:
        printed = " ".join(columns.printed)
        for row in head:
            for column, cell in row.own.items():
                if cell.text in printed:
                    self._ledger.keep(cell)
                else:
                    self._ledger.leave(OVER if heads.reaches_over(row, column) else TWICE, cell)

    def _doubts(self, head: Sequence[Row], columns: Columns) -> None:
        """What a person should look at in a head."""
        named = [(column, cell) for row in head for column, cell in row.own.items() if cell.column_span == 1]
        self._ledger.note(INFERRED, *(cell for column, cell in named if column in columns.inferred))
        self._ledger.note(UNKNOWN, *(cell for column, cell in named if column not in columns.fields))
        dates = columns.of("timescale")
        if len(dates) > 1:
            self._ledger.note(MANY_DATES, *(cell for column, cell in named if column in dates))
        statuses = columns.of("status")
        if len(statuses) > 1:
            self._ledger.note(MANY_STATUSES, *(cell for column, cell in named if column in statuses))

    def _above_head(self, body: Sequence[Row], under: Columns) -> None:
        """Rows above the first head: titles, or a small table of other things."""
        held = [pair for row in body for pair in pairs.pairs(row)]
        if any(vocabulary.is_heading(heading.text) == "objective" for heading, _ in held):
            self._rows.start_described(held)
            body = [row for row in body if not pairs.pairs(row)]
        for row in body:
            if len(row.own) == 1:
                self._rows.title(row, None, under)
            elif not self._names_objective(row):
                self._ledger.leave(NO_PLAN, row)

    def _names_objective(self, row: Row) -> bool:
        """Whether a row above a head names one objective, and something else beside it: "Objective 1: Access",
        "Sponsor: Councillor Hale". The objective is taken, and the rest left out."""
        labels = {column: references.label(cell.text) for column, cell in row.own.items()}
        named = [
            column for column, label in labels.items() if label and label.kind == "objective" and label.text
        ]
        if len(named) != 1:
            return False
        self._rows.title(row.only(named[0]), None, NO_COLUMNS)
        self._ledger.leave(NO_PLAN, *(cell for column, cell in row.own.items() if column != named[0]))
        return True

    def _headless(self, body: list[Row], above: Said | None, *, is_next: bool) -> None:
        width = max((row.width for row in body), default=0)
        columns = self._columns if is_next or self._counts_on(body) else None
        if columns and width == len(columns.headings):
            if not is_next:
                self._under(above)
            again = [row for row in body if heads.repeats(self._head, row)]
            self._ledger.keep(*again)
            self._rows.take([row for row in body if row not in again], columns)
        elif columns and self._is_torn_off(body, width, columns):
            self._mend(body, width, columns)
        else:
            self._by_content(body, above)

    def _counts_on(self, body: Sequence[Row]) -> bool:
        """Whether the numbers of a table go on where those of the last one ended, whatever stands between them."""
        last, columns = self._rows.last, self._columns
        if not last or not columns or not body or not (last.ref or "").isdecimal():
            return False
        numbers = [references.bare(body[0].text(column)) for column in columns.of("ref")[-1:]]
        return numbers == [str(int(last.ref or 0) + 1)]

    def _by_content(self, body: list[Row], above: Said | None) -> None:
        """A table without headings is the plan's where a column of dates stands beside one of texts, or where its
        rows stand as those of the table before it."""
        told = heads.columns((), body)
        is_plan = told.kind == "actions" and bool(told.of("timescale"))
        known = self._columns
        width = max((row.width for row in body), default=0)
        if known and self._stands_as(known, told, width, is_plan=is_plan):
            self._under(above)
            self._rows.take(body, known)
            return
        if not is_plan:
            if len(body) != 1 or not self._names_objective(body[0]):
                self._leave(body)
            return
        self._under(above)
        self._columns, self._head = told, ()
        if not any(heads.is_date(body[0].text(column)) for column in told.of("timescale")):
            self._doubt_head(body[0])
        self._ledger.note(INFERRED, *body[0].own.values())
        self._rows.take(body, told)

    def _stands_as(self, known: Columns, told: Columns, width: int, *, is_plan: bool) -> bool:
        """Whether the dates of a table stand in the column of those before it, and it is as wide; or is narrower, as
        where the last cells of all its rows are blank on a page, and its numbers stand where those did too."""
        if not told.of("timescale") or told.of("timescale") != known.of("timescale"):
            return False
        if is_plan and width == len(known.headings):
            return True
        return width <= len(known.headings) and bool(told.of("ref")) and told.of("ref") == known.of("ref")

    def _is_torn_off(self, body: Sequence[Row], width: int, columns: Columns) -> bool:
        """Whether a narrower table is the rest of the row above, torn off by the end of a page; a title has no rest."""
        last = self._rows.last
        if last is None or not last.rows or not last.columns.fields or not 0 < width < len(columns.headings):
            return False
        ends = [cell.text for cell in last.rows[-1].cells.values()]
        starts = [cell.text for cell in body[0].own.values() if cell.text[0].islower()]
        return any(is_unfinished(end, start) for end in ends for start in starts)

    def _mend(self, body: Sequence[Row], width: int, columns: Columns) -> None:
        """Cells of a torn-off rest: the first under the first column of text, the others from the right."""
        first, last = columns.main, max(columns.headings)
        for row in body:
            places = {column: first if column == 1 else last - width + column for column in row.own}
            moved = {places[column]: cell for column, cell in row.own.items()}
            self._rows.go_on(Row(moved, row.source, last))
            self._ledger.note(PLACED, *row.own.values())
