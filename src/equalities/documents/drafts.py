"""Objectives and actions while a document is being read: the rows they stand in, before they are records."""

from dataclasses import dataclass, field

from equalities.documents.blocks import Cell, Paragraph, Source
from equalities.documents.columns import Columns
from equalities.documents.entries import UNDER, is_unfinished
from equalities.documents.grid import Row

NO_COLUMNS = Columns({}, {})


@dataclass(frozen=True)
class Said:
    """A text and where it stands."""

    text: str
    source: Source


@dataclass(eq=False)
class Draft:
    """One objective or action. `rows` are its own row and those that continue it; `said` is its text where
    that stands outside columns (a title row, a heading, an entry of a list)."""

    kind: str
    columns: Columns = NO_COLUMNS
    rows: list[Row] = field(default_factory=list)
    said: Said | None = None
    ref: str | None = None
    theme: Said | None = None
    objective: "Draft | None" = None
    timescale: Said | None = None

    def cells(self, name: str) -> list[Cell]:
        """The cells of a field, column by column, with those that continue them."""
        columns = self.columns.of(name)
        return [cell for column in columns for cell in self.down(column)] if columns else []

    def down(self, column: int) -> list[Cell]:
        """A column's cell of its own row, which a merged cell may reach down to, and those that continue it."""
        if not self.rows:
            return []
        first, *others = self.rows
        own = [first.cells[column]] if column in first.cells else []
        return [*own, *(row.own[column] for row in others if column in row.own)] if others else own

    @property
    def main(self) -> str:
        """The field that holds its text."""
        return "action" if self.kind == "action" else "objective"

    @property
    def text(self) -> str:
        """Its text, with that of the rows that continue it."""
        first, *rest = [" ".join(cell.text.split()) for cell in self.cells(self.main)] or [""]
        return " ".join([self.said.text if self.said else first, *rest])

    @property
    def section(self) -> Said | None:
        """Its theme: that of the objective it stands under, else its own."""
        return self.objective.theme if self.objective else self.theme

    @property
    def is_row_of_objectives(self) -> bool:
        """Whether it is a row of a table whose rows are objectives."""
        return self.kind == "objective" and self.columns.kind == "objectives"

    @property
    def source(self) -> Source:
        if self.said:
            return self.said.source
        return next((cell.source for cell in self.cells(self.main)), self.rows[0].source)


def said(piece: Cell | Paragraph | Said, text: str | None = None) -> Said:
    """The text of a piece, or the part of it that is given, on one line, without soft hyphens."""
    return Said(" ".join((text or piece.text).replace("\u00ad", "").split()), piece.source)


def told(cell: Cell, text: str) -> Said:
    """As `said`, with each entry of the cell's list on a line of its own."""
    if not cell.items:
        return said(cell, text)
    waiting, lines = [" ".join(item.split()) for item in cell.items], [""]
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if waiting and line and waiting[0].startswith(line):
            waiting.pop(0)
            lines.append(line)
        elif line.startswith(UNDER):
            lines.append(line)
        else:
            lines[-1] = f"{lines[-1]} {line}"
    return Said("\n".join(line.strip() for line in lines if line.strip()), cell.source)


def joined(cells: list[Cell]) -> str:
    """The text of a cell and those that continue it: on the same line where a sentence goes on."""
    if len(cells) == 1:
        return cells[0].text
    text = ""
    for cell in cells:
        between = " " if text and is_unfinished(text, cell.text) else "\n"
        text = f"{text}{between}{cell.text}" if text else cell.text
    return text
