"""Tables whose cells a converter divided by " / ", running over several lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from equalities.documents import vocabulary
from equalities.documents.blocks import Cell, Paragraph
from equalities.documents.columns import Columns
from equalities.documents.drafts import Draft, Said
from equalities.documents.entries import starts_afresh
from equalities.documents.grid import Row
from equalities.documents.ledger import Ledger
from equalities.saying import to_say

ONE_LINE_EACH = to_say(
    "The borders of this table's cells are lost: each line of the actions is read as an action of its own"
)
LOST = to_say("The borders of this table's cells are lost, and it cannot be told where this belongs")
NOT_ALIGNED = to_say("This belongs to one of the actions beside it, and which one cannot be told")
SMALLER = to_say("These smaller headings stand under one heading, and which cells are theirs cannot be told")
LEADS_UP = to_say("These words lead up to the actions that follow")

_BETWEEN = " / "
_SLASH = re.compile(r"(?:^|(?<=\s))/(?:\s+|$)")  # a cell may begin or end on the next line
_FEWEST = 3  # columns


@dataclass
class _Cells:
    """One row: by column, its lines."""

    cells: list[list[Said]] = field(default_factory=lambda: [[]])

    def take(self, line: Paragraph) -> None:
        first, *others = _SLASH.split(line.text)
        self.cells[-1] += _filled(first, line)
        self.cells += [_filled(other, line) for other in others]


def _filled(text: str, line: Paragraph) -> list[Said]:
    return [Said(text.strip(), line.source)] if text.strip() else []


@dataclass(frozen=True)
class SlashTable:
    """A table from its first head to the end of the document. `headings` are those of the upper head; `fields`
    the field of each; `head` the lines that the head takes."""

    headings: tuple[str, ...]
    fields: tuple[str, ...]
    head: frozenset[str]
    lines: Sequence[Paragraph]

    @classmethod
    def at(cls, lines: Sequence[Paragraph]) -> "SlashTable | None":
        """The table whose head stands on the first of these lines, if one does."""
        parts = [part.strip() for part in lines[0].text.split(_BETWEEN)]
        if len(parts) < _FEWEST:
            return None
        head = {lines[0].text}
        if len(lines) > 1 and vocabulary.is_heading(f"{parts[-1]} {lines[1].text}"):
            parts[-1] = f"{parts[-1]} {lines[1].text}"
            head.add(lines[1].text)
        fields = tuple(vocabulary.field_of(part) or "" for part in parts)
        return (
            cls(tuple(parts), fields, frozenset(head), lines) if "action" in fields and all(fields) else None
        )

    def drafts(self, ledger: Ledger) -> list[Draft]:
        found: list[Draft] = []
        for cells in self._rows(ledger):
            found += self._row(cells, ledger)
        return found

    def _rows(self, ledger: Ledger) -> Iterator[list[list[Said]]]:
        """The rows: one ends where a line with slashes comes and its own cells are as many as the headings."""
        row = _Cells()
        for line in self.lines:
            if self._is_head(line):
                self._keep_head(line, ledger)
                if len(row.cells) > 1:
                    yield row.cells
                row = _Cells()
                continue
            if _SLASH.search(line.text) and len(row.cells) >= len(self.headings):
                yield row.cells
                row = _Cells()
            row.take(line)
        yield row.cells

    def _keep_head(self, line: Paragraph, ledger: Ledger) -> None:
        printed = _BETWEEN.join(self.headings)
        if line.text in printed:
            ledger.keep(line)
        else:
            ledger.leave(SMALLER, line)

    def _is_head(self, line: Paragraph) -> bool:
        """Whether a line is the head, its rest, or the smaller headings under it."""
        parts = [part.strip() for part in line.text.split(_BETWEEN)]
        if all(map(vocabulary.is_heading, parts)) and len(parts) > 1:
            return True
        return line.text in self.head

    def _row(self, cells: list[list[Said]], ledger: Ledger) -> Iterator[Draft]:
        main = self.fields.index("action")
        if len(cells) <= main:
            ledger.leave(LOST, *(line for cell in cells for line in cell))
            return
        objective = self._objective(cells, ledger)
        if objective:
            yield objective
        actions = list(_separate(cells[main], ledger))
        beside = list(self._beside(cells, len(actions), ledger))
        for place, action in enumerate(actions):
            ledger.keep(action)
            ledger.note(ONE_LINE_EACH, action)
            row = {main + 1: action} | {column: lines[place % len(lines)] for column, lines in beside}
            yield Draft("action", self._columns(), [_row_of(row)], said=action, objective=objective)

    def _columns(self) -> Columns:
        """Which aim of several is ticked cannot be told, so aims stay under their heading only."""
        numbered = dict(enumerate(self.headings, start=1))
        named = {
            column: field
            for column, field in enumerate(self.fields, start=1)
            if field not in {"aim", "objective"}
        }
        return Columns(numbered, named)

    def _objective(self, cells: list[list[Said]], ledger: Ledger) -> Draft | None:
        if "objective" not in self.fields or not any(
            line.text for line in cells[self.fields.index("objective")]
        ):
            return None
        column = self.fields.index("objective")
        ledger.keep(*cells[column])
        *above, last = cells[column]
        is_titled = bool(above) and starts_afresh(above[-1].text, last.text)
        lines = [last] if is_titled else cells[column]
        text = Said(" ".join(line.text for line in lines), lines[0].source)
        return Draft(
            "objective",
            self._columns(),
            [_row_of({column + 1: text})],
            text,
            theme=above[-1] if is_titled else None,
        )

    def _beside(
        self, cells: list[list[Said]], actions: int, ledger: Ledger
    ) -> Iterator[tuple[int, list[Said]]]:
        """By column, the lines that stand beside the actions: as many as these, or one for all."""
        for column, lines in self._under_headings(cells):
            if len(lines) in {1, actions}:
                ledger.keep(*lines)
                yield column, lines
            else:
                ledger.leave(NOT_ALIGNED, *lines)

    def _under_headings(self, cells: list[list[Said]]) -> Iterator[tuple[int, list[Said]]]:
        """The cells after the actions under their headings. Where a row has more cells than there are headings,
        those of the aims have smaller headings of their own."""
        main = self.fields.index("action")
        wide = self.fields.index("aim") if "aim" in self.fields else len(self.fields) - 1
        extra = max(len(cells) - len(self.headings), 0)
        for column in range(main + 1, min(len(self.headings), len(cells))):
            start = column + (extra if column > wide else 0)
            these = cells[start : start + 1 + (extra if column == wide else 0)]
            flat = [line for cell in these for line in cell]
            joined = (
                [Said(_BETWEEN.join(line.text for line in flat), flat[0].source)]
                if len(these) > 1 and flat
                else flat
            )
            yield column + 1, joined


def _separate(lines: list[Said], ledger: Ledger) -> Iterator[Said]:
    """The actions in a cell: lines that start afresh. Words that only lead up to others are kept apart."""
    actions: list[Said] = []
    for line in lines:
        if line.text.endswith(":"):
            ledger.leave(LEADS_UP, line)
        elif actions and not starts_afresh(actions[-1].text, line.text):
            actions[-1] = Said(f"{actions[-1].text} {line.text}", actions[-1].source)
            ledger.keep(line)
        else:
            actions.append(line)
    yield from actions


def _row_of(row: Mapping[int, Said]) -> Row:
    first = next(iter(row.values()))
    return Row({column: Cell(each.text, each.source) for column, each in row.items()}, first.source, max(row))
