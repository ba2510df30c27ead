"""From the rows of the plan's tables to drafts of objectives and actions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from equalities.documents import labelled, lines, references, several, titles, vocabulary
from equalities.documents.blocks import Cell, Paragraph
from equalities.documents.columns import Columns
from equalities.documents.drafts import NO_COLUMNS, Draft, Said, said, told
from equalities.documents.entries import ends_open, entries, is_unfinished
from equalities.documents.grid import Row
from equalities.documents.ledger import Ledger
from equalities.saying import to_say

CONTINUES = to_say("This row is read as continuing the row above")
TOLD_ON = to_say("This row repeats the action above, with who does it and when: read as the same action")
REACHES = to_say(
    "The action's cell reaches over rows that each have a lead or a date: each is read as an action of its own"
)
CELL_GOES_ON = to_say("This cell seems to go on from the cell above it")
NO_TEXT = to_say("This row says nothing of what is to be done")
NO_OBJECTIVE = to_say("This row names no objective")
LISTS = to_say("This cell lists several things to do; they are kept together as one action")
DIVIDED = to_say("This cell lists several things to do; each is read as an action of its own")
WHOSE = to_say(
    "This cell lists several things, but not as many as there are actions beside it: it stands with each of them"
)
LONELY = to_say("Only this cell of the row is filled, under the heading of an action: read as an action")
NO_NUMBER = to_say("This row has no number, though its table numbers rows")
FILLED_DOWN = to_say("The cell of the objective is blank here: read as the objective above")
STANDS_ALONE = to_say("This row is read as an objective, since it stands alone above the rows that follow")
TITLE = to_say("This row is read as the title of those that follow, since it stands alone above them")
HIDDEN = to_say("This is hidden in the file")
ONLY_A_TITLE = to_say("This row says that a plan follows, and nothing of what it holds")
NOTHING_UNDER = to_say("This is read as a title, and no row stands under it")
SAID_OTHERWISE = to_say("Something else is said of this objective further up, and that is used")
TOTAL = to_say("This row adds others up, and no action is made of it")
FOOTNOTE = to_say("This looks like a note to the table, and no row is made of it")

_NOTE = re.compile(r"\*|notes?\b|key\b|source\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\*+\s*\w|(?:notes?|key|source)\s*:", re.IGNORECASE)
_MARK = re.compile(r"(?:^|[,;|\n] {0,3})\w{1,6} {0,3}= {0,3}\w")  # one of a legend: "R = late, G = on track"
_TOTAL = re.compile(
    r"(?:(?:grand|overall|sub)[ -]?)?totals?(?: (?:costs?|budget|spend|number|actions?))?:?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]{3}")
_COUNT = re.compile(r"^[\d,]+ \w+$")
_SHORTEST_SENTENCE = 4  # words


class Rows:
    """Takes in rows one after another. The theme and the objective that they stand under are remembered,
    from titles and headings as from columns. `heading` is the document's own title, which is neither."""

    def __init__(self, ledger: Ledger, heading: str | None):
        self._ledger = ledger
        self._heading = heading
        self._theme: Said | None = None
        self._themes: list[Said] = []
        self._objective: Draft | None = None
        self._named: dict[tuple[str | None, str], Draft] = {}
        self._written: dict[str, Draft] = {}
        self._listed: dict[str, Draft] = {}
        self._taken: dict[str, Draft] = {}
        self.drafts: list[Draft] = []

    @property
    def last(self) -> Draft | None:
        return self.drafts[-1] if self.drafts else None

    @property
    def under(self) -> Draft | None:
        """The objective that rows from here on stand under."""
        return self._objective

    def know(self, listed: Sequence[Draft]) -> None:
        """Objectives that stand in a list outside the tables, which these may name by their numbers alone."""
        self._listed = {draft.ref or str(place): draft for place, draft in enumerate(listed, start=1)}

    def take_listed(self) -> None:
        """Let the objectives that are known be the plan's."""
        self._ledger.keep(*(draft.said for draft in self._listed.values() if draft.said))
        self.drafts[:0] = self._listed.values()
        self._taken, self._listed = self._listed, {}

    def start_theme(self, theme: Said) -> None:
        """Rows from here on stand under this theme, and under no objective yet."""
        self._theme, self._objective = theme, None
        self._themes.append(theme)

    def close(self, drafts: Iterable[Draft]) -> None:
        """After the last row: account for the titles of themes, of which those are used that a draft which will be
        a record stands under."""
        used = {draft.section.source for draft in drafts if draft.section}
        for theme in self._themes:
            if theme.source in used:
                self._ledger.keep(theme)
            else:
                self._ledger.leave_unkept(NOTHING_UNDER, theme)

    def start_objective(self, piece: Cell | Paragraph | Said, text: str | None = None) -> Draft:
        """Rows from here on stand under the objective that a piece of text names: a new one, unless it was
        named before (it is printed again at the top of a page, or in each row)."""
        written = text or piece.text
        number = references.number_alone(written)
        if number in self._listed:
            self.take_listed()
        known = self._written.get(written) or self._taken.get(number or "")
        self._objective = known or self._new_or_named(piece, written)
        self._written[written] = self._objective
        return self._objective

    def _new_or_named(self, piece: Cell | Paragraph | Said, written: str) -> Draft:
        """The objective of a text that has not been met, though others may have named the same."""
        label = references.label(written)
        ref, rest = (label.ref, label.text) if label else references.numbered(written)
        flat = said(piece, rest)
        if (ref, flat.text) not in self._named:
            theme = said(piece, label.theme) if label and label.theme else self._theme
            self._named[ref, flat.text] = Draft("objective", said=flat, ref=ref, theme=theme)
            self.drafts.append(self._named[ref, flat.text])
        return self._named[ref, flat.text]

    def start_described(self, held: Sequence[tuple[Cell, Cell]]) -> None:
        """Rows from here on stand under the objective that a heading and the cell beside it name; of it is true what
        the other headings and cells say. One named again keeps what was said first."""
        each = {heading.text: cell for heading, cell in held}
        named = [(heading, vocabulary.is_heading(heading) or "other", cell) for heading, cell in each.items()]
        draft = self.start_objective(next(cell for _, field, cell in named if field == "objective"))
        if not draft.rows:
            labelled.describe(draft, named)
        said = {*draft.columns.headings.values(), *(cell.text for cell in draft.rows[0].cells.values())}
        for piece in (piece for pair in held for piece in pair):
            if piece.text in said:
                self._ledger.keep(piece)
            else:
                self._ledger.leave(SAID_OTHERWISE, piece)

    def take(self, rows: Sequence[Row], columns: Columns) -> None:
        """The rows under one head."""
        alone = titles.standing_alone(rows, columns)
        for row, following in zip_longest(rows, rows[1:]):
            if len(row.own) == 1 and (_FOOTNOTE.match(row.first.text) or _is_legend(row.first.text)):
                self._ledger.leave(FOOTNOTE, row.first)
                continue
            if _adds_up(row):
                self._ledger.leave(TOTAL, row)
                continue
            self._ledger.note(HIDDEN, *[cell for cell in row.own.values() if cell.hidden][:1])
            if row in alone:
                self._ledger.note(TITLE, row.first)
                self.start_theme(said(row.first))
            elif titles.is_title(row, columns) or (following and _numbers_below(row, following, columns)):
                self.title(row, columns, columns)
            elif columns.kind == "actions":
                self._action_row(row, columns)
            else:
                self._objective_row(row, columns)

    def title(self, row: Row, columns: Columns | None, under: Columns) -> None:
        """A row that is the title of those under it, an objective or a theme, in one cell or with its number in
        another. `columns` are those it stands in, if any stand above it; `under` those of the rows under it."""
        cell = row.own[under.main] if len(row.own) > 1 else row.first
        label = references.label(cell.text)
        if _NOTE.match(cell.text) or _is_legend(cell.text):
            self._ledger.leave(FOOTNOTE, cell)
            return
        if self._heading and cell.text.casefold() == self._heading.casefold():
            self._ledger.keep(cell)
        elif columns is None and not lines.says_something(cell.text):
            self._ledger.leave(ONLY_A_TITLE, cell)
        elif label and label.kind == "objective":
            self._of_title(self.start_objective(cell), row, columns)
        elif len(row.own) > 1 or (not label and titles.says_what_for(cell.text, under)):
            draft = self.start_objective(cell)
            draft.ref = draft.ref or _number(row, under)
            self._of_title(draft, row, columns)
            self._ledger.note(STANDS_ALONE, cell)
        else:
            self.start_theme(said(cell))

    def go_on(self, row: Row) -> None:
        """A row that continues the last one taken."""
        self._ledger.keep(row)
        self.drafts[-1].rows.append(row)

    def _of_title(self, draft: Draft, row: Row, columns: Columns | None) -> None:
        """An objective in a title keeps the cells it stands in; one named again keeps the first."""
        if not draft.rows:
            draft.rows.append(row)
            draft.columns = replace(columns or NO_COLUMNS, fields={})
            self._ledger.keep(row)
        else:
            first = {cell.text for cell in draft.rows[0].own.values()}
            self._ledger.keep(*(cell for cell in row.own.values() if cell.text in first))

    # Tables whose rows are objectives

    def _objective_row(self, row: Row, columns: Columns) -> None:
        cell = row.own.get(columns.main)
        if cell is None and self._above(columns):
            self.go_on(row)
            self._ledger.note(CONTINUES, row.first)
            return
        self._ledger.keep(row)
        draft = Draft("objective", columns, [row], theme=self._theme)
        if cell is None:
            self._ledger.note(NO_OBJECTIVE, row.first)
        else:
            label = references.label(cell.text)
            draft.ref, text = (label.ref, label.text) if label else references.numbered(cell.text)
            draft.said = said(cell, text)
        draft.ref = draft.ref or _number(row, columns)
        self.drafts.append(draft)

    # Tables whose rows are actions

    def _action_row(self, row: Row, columns: Columns) -> None:
        self._stand_under(row, columns)
        if self._objective and self._objective.rows == [row]:
            return
        self._ledger.keep(row)
        told = self._told_on(row, columns)
        if self._continues(told, columns):
            self.go_on(told)
            if told is not row:
                self._ledger.note(TOLD_ON, row.own[columns.main])
            elif not row.inherited:
                self._ledger.note(CONTINUES, row.first)
        else:
            self._doubts(row, columns)
            parts = several.divided(row, columns)
            self._ledger.note(WHOSE, *(several.unsettled(row, columns, parts) if len(parts) > 1 else ()))
            self.drafts += [self._action(part, columns) for part in parts]

    def _action(self, row: Row, columns: Columns) -> Draft:
        cell = row.cells.get(columns.main)
        number = _number(row, columns) or _number_above(row, columns)
        draft = Draft("action", columns, [row], ref=number, theme=self._theme, objective=self._objective)
        if cell is not None:
            ref, text = (None, cell.text) if columns.of("ref") else references.numbered(cell.text)
            draft.ref, draft.said = number or ref, told(cell, text)
        return draft

    def _doubts(self, row: Row, columns: Columns) -> None:
        """What a person should look at in a row that is read as an action."""
        if columns.main in row.inherited:
            self._ledger.note(REACHES, row.first)
        elif columns.main not in row.cells:
            self._ledger.note(NO_TEXT, row.first)
        elif len(entries(row.cells[columns.main]).texts) > 1:
            is_divided = len(several.divided(row, columns)) > 1
            self._ledger.note(DIVIDED if is_divided else LISTS, row.cells[columns.main])
        if len(row.cells) == 1 and len(columns.headings) > 2:
            self._ledger.note(LONELY, row.first)
        if columns.of("ref") and not (_number(row, columns) or _number_above(row, columns)):
            self._ledger.note(NO_NUMBER, row.first)
        above = self._above(columns)
        if above:
            self._ledger.note(CELL_GOES_ON, *_torn(above.rows[-1], row))

    def _told_on(self, row: Row, columns: Columns) -> Row:
        """A row that repeats an action with who does it and when, as files without merged cells have to, as if merged
        cells reached down to it. Any other row as it is."""
        above = self._above(columns)
        if above is None or above.kind != "action" or columns.main not in row.own:
            return row
        if row.text(columns.main) != above.rows[-1].text(columns.main):
            return row
        again = {column for column, cell in row.own.items() if cell.text == above.rows[-1].text(column)}
        same = row.own.keys() & {*_who_and_when(columns), *columns.of("ref")}
        is_again = same <= again and len(again) < len(row.own)
        return replace(row, inherited=row.inherited | again) if is_again else row

    def _continues(self, row: Row, columns: Columns) -> bool:
        """Whether a row goes on from the action above: it has no number, and no text or the rest of one."""
        above = self._above(columns) or self._before_the_break(row, columns)
        if above is None or above.kind != "action" or _number(row, columns) is not None:
            return False
        is_whole = any(column in row.own for column in _who_and_when(columns))
        if columns.main in row.own:
            text = row.text(columns.main)
            is_torn = above.rows[-1].source.page != row.source.page and ends_open(above.text)
            return not is_whole and (text[0].islower() or is_torn) and is_unfinished(above.text, text)
        if columns.main in row.inherited:
            return not is_whole
        return not is_whole or len(row.own) * 2 < len(columns.headings)

    def _above(self, columns: Columns) -> Draft | None:
        """The row above, where it stands under the same head."""
        return self.last if self.last and self.last.columns is columns else None

    def _before_the_break(self, row: Row, columns: Columns) -> Draft | None:
        """The row above, where the table goes on as another one on the next page, under the same head."""
        above = self.last
        if above is None or above.columns != columns or above.objective is not self._objective:
            return None
        text = row.text(columns.main)
        return above if text and text[0].islower() and is_unfinished(above.text, text) else None

    def _stand_under(self, row: Row, columns: Columns) -> None:
        """Follow the columns that say which theme and objective a row belongs to."""
        for column in columns.of("theme"):
            if column in row.own and (self._theme is None or self._theme.text != said(row.own[column]).text):
                self.start_theme(said(row.own[column]))
        for column in columns.of("objective")[:1]:
            if column in row.own:
                self._of_column(self.start_objective(row.own[column]), row, column, columns)
            elif column not in row.cells and self._objective and columns.main in row.own:
                self._ledger.note(FILLED_DOWN, row.own[columns.main])

    def _of_column(self, draft: Draft, row: Row, column: int, columns: Columns) -> None:
        """An objective in a column keeps its cell; the first row that names it, without an action, whole."""
        draft.ref = draft.ref or _number_of_objective(row, columns)
        if columns.main in row.cells or draft.rows:
            self._of_title(draft, row.only(column), columns)
            return
        draft.rows.append(row)
        draft.columns = replace(
            columns, fields={at: name for at, name in columns.fields.items() if at != column}
        )
        draft.ref = draft.ref or _number(row, columns)
        self._ledger.keep(row)


def _who_and_when(columns: Columns) -> tuple[int, ...]:
    return (*columns.of("lead"), *columns.of("timescale"))


def _number(row: Row, columns: Columns) -> str | None:
    """The reference of a row: its own number of the lowest level."""
    numbers = [row.own[column].text for column in columns.of("ref") if column in row.own]
    return references.bare(numbers[-1]) or None if numbers else None


def _number_above(row: Row, columns: Columns) -> str | None:
    """The reference of a row that stands in a cell merged over it and rows above."""
    numbers = [row.text(column) for column in columns.of("ref") if column in row.inherited]
    return references.bare(numbers[-1]) or None if numbers else None


def _number_of_objective(row: Row, columns: Columns) -> str | None:
    numbers = [row.text(column) for column in columns.of("objective_ref")]
    return references.bare(numbers[-1]) or None if numbers else None


def _is_legend(text: str) -> bool:
    """Whether a text says what several marks mean."""
    return _MARK.match(text) is not None and len(_MARK.findall(text)) > 1


def _adds_up(row: Row) -> bool:
    """Whether a row says "Total", and nothing else but numbers ("4 actions" is one) and formulas."""
    if not _TOTAL.fullmatch(row.first.text.strip()):
        return False
    others = list(row.own.values())[1:]
    texts = (other.text.strip() for other in others)
    return not any(_WORD.search(_COUNT.sub("", text)) for text in texts if not text.startswith("="))


def _torn(above: Row, row: Row) -> list[Cell]:
    """Cells that start in small letters where the sentence in the cell above breaks off."""
    return [
        cell
        for column, cell in row.own.items()
        if cell.text[0].islower()
        and len(above.text(column).split()) > _SHORTEST_SENTENCE
        and is_unfinished(above.text(column), cell.text)
    ]


def _numbers_below(row: Row, following: Row, columns: Columns) -> bool:
    """Whether a row says no more than the head of the next, by its number: "2. People", or "2" and "People", over
    "2.1"."""
    if row.inherited or not (len(row.own) == 1 or _is_numbered_text(row, columns)):
        return False
    number = references.numbered(row.first.text)[0] if len(row.own) == 1 else _number(row, columns)
    return _counts_on(number, following, columns)


def counts_on_below(text: str, following: Row, columns: Columns) -> bool:
    """Whether a line over a table is what its rows are for, by their numbers: "1. Fair pay" over "1.1"."""
    return _counts_on(references.numbered(text)[0], following, columns)


def _counts_on(number: str | None, following: Row, columns: Columns) -> bool:
    below = _number(following, columns) or references.numbered(following.text(columns.main))[0]
    return number is not None and below is not None and below.startswith(f"{number}.")


def _is_numbered_text(row: Row, columns: Columns) -> bool:
    """Whether a row holds its number and its text, and nothing else."""
    return (
        columns.kind == "actions" and set(row.own) == {columns.main, *columns.of("ref")} and len(row.own) == 2
    )
