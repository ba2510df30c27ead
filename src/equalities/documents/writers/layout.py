"""What is to be written, before the kind of file is chosen: lines and tables of pieces."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from equalities.documents.blocks import Cell, Pages, Paragraph, Table

Value = str | int | date | None

# Spreadsheets take text that begins so for a formula (OWASP, "CSV Injection"); the last four are full width.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class ExportTable:
    """A table to download: `subtitle` says as at which day and with which filter; each row has as many values as
    there are `headings`; `widths` are in characters, one for each column, found from the text where absent; the
    columns under the headings in `hidden` are hidden in workbooks. Excel offers the `choices` of a heading in the cells
    below it, and takes other words too.

    Raises ValueError where a row or the widths do not fit the headings.
    """

    title: str
    subtitle: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...] | None = None
    hidden: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = [*self.rows, self.widths] if self.widths is not None else list(self.rows)
        if any(len(row) != len(self.headings) for row in rows):
            raise ValueError(
                f"each row and the widths must have {len(self.headings)} values, one for each heading"
            )


@dataclass(frozen=True)
class Piece:
    """One cell to write. `items` are those of its lines that are entries of a list."""

    value: Value
    items: tuple[str, ...] = ()
    underlined: tuple[str, ...] = ()
    column: int = 1
    column_span: int = 1
    row_span: int = 1

    @property
    def text(self) -> str:
        """The value as people read it."""
        if isinstance(self.value, date):
            return f"{self.value.day} {self.value:%B %Y}"
        return "" if self.value is None else printable(str(self.value))

    @property
    def bulleted(self) -> str:
        """The text with a bullet before each entry of the list, for files that have no lists."""
        return "\n".join(f"• {line}" if is_item else line for line, is_item in self.lines())

    @property
    def marked(self) -> str:
        """As `bulleted`, with the underlined phrases in <u> and </u>, for files that cannot underline."""
        runs = self.runs(self.bulleted)
        return "".join(f"<u>{run}</u>" if underlined else run for run, underlined in runs)

    def lines(self) -> Iterator[tuple[str, bool]]:
        """Each line of the text, with whether it is an entry of the list."""
        waiting = list(self.items)
        for line in self.text.split("\n"):
            is_item = waiting[:1] == [line]
            yield line, is_item
            if is_item:
                del waiting[0]

    def runs(self, line: str) -> Iterator[tuple[str, bool]]:
        """A line cut into what is underlined and what is not."""
        phrases = "|".join(re.escape(phrase) for phrase in sorted(self.underlined, key=len, reverse=True))
        cut = re.split(f"({phrases})", line) if phrases else [line]
        for at, run in enumerate(cut):
            if run:
                yield run, at % 2 == 1


@dataclass(frozen=True)
class Line:
    """A paragraph to write; `level` is the heading's."""

    text: str
    level: int | None = None
    is_item: bool = False

    @property
    def bulleted(self) -> str:
        """The text with a bullet before it where it is an entry of a list, for files that have no lists."""
        return f"• {self.text}" if self.is_item else self.text


@dataclass(frozen=True)
class Grid:
    """A table to write, of which the first `heads` rows are headings; `widths` are characters a column. What was
    hidden in the document stays so: rows are counted from 0, columns from 1."""

    rows: tuple[tuple[Piece, ...], ...]
    heads: int
    widths: tuple[int, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by column


def is_title(row: tuple[Piece, ...], grid: Grid) -> bool:
    """Whether a row is one cell that is merged over the whole table: the title of the rows under it, which no file
    may take for one of them."""
    return len(row) == 1 and row[0].column_span == len(grid.widths) > 1


def unmerged(grid: Grid) -> Grid:
    """The table with what a cell says of several rows said in each of them, and a heading over several columns over
    each of them, for files without merged cells."""
    rows: list[tuple[Piece, ...]] = []
    grid = replace(grid, rows=tuple(_spread(grid, at) for at in range(len(grid.rows))))
    reaching: list[tuple[Piece, int]] = []  # pieces, and the rows that each still covers
    for row in grid.rows:
        down = [piece for piece, left in reaching if left and piece.column not in _columns(row)]
        reaching = [(piece, left - 1) for piece, left in reaching if left > 1]
        reaching += [(piece, piece.row_span - 1) for piece in row if piece.row_span > 1]
        rows.append(tuple(sorted([*row, *down], key=lambda piece: piece.column)))
    return replace(grid, rows=tuple(rows))


def _spread(grid: Grid, at: int) -> tuple[Piece, ...]:
    """A row, and in the head of a table what is merged over headings of their own once over each of these."""
    row = grid.rows[at]
    below = _columns(grid.rows[at + 1]) if at + 1 < len(grid.rows) and at < max(grid.heads, 1) else set[int]()
    pieces: list[Piece] = []
    for piece in row:
        over = range(piece.column, piece.column + piece.column_span)
        is_over = len(row) > 1 and below.issuperset(over)
        pieces += [replace(piece, column=column, column_span=1) for column in over] if is_over else [piece]
    return tuple(pieces)


def _columns(row: tuple[Piece, ...]) -> set[int]:
    return {piece.column for piece in row}


@dataclass(frozen=True)
class Layout:
    """Everything that goes into one file, in order."""

    title: str
    blocks: tuple[Line | Grid, ...]


def layout_of(content: ExportTable | Pages) -> Layout:
    """The layout of a table to download, or of a document that was read (which keeps the one it came in)."""
    return _of_table(content) if isinstance(content, ExportTable) else _of_pages(content)


def printable(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run this text if it were typed into a cell."""
    return text.startswith(FORMULA_STARTS)


def open_for_writing(out: Path | BinaryIO, content: bytes) -> None:
    """Write bytes to a path or a stream."""
    if isinstance(out, Path):
        out.write_bytes(content)
    else:
        out.write(content)


def _of_table(table: ExportTable) -> Layout:
    rows = tuple(
        tuple(Piece(value, column=column) for column, value in enumerate(row, start=1))
        for row in (table.headings, *table.rows)
    )
    lines = [Line(printable(table.title), level=1)]
    if table.subtitle:
        lines.append(Line(printable(table.subtitle)))
    hidden = frozenset(at for at, heading in enumerate(table.headings, start=1) if heading in table.hidden)
    choices = {table.headings.index(heading) + 1: texts for heading, texts in table.choices.items()}
    grid = Grid(rows, 1, table.widths or _widths(rows), hidden_columns=hidden, choices=choices)
    return Layout(printable(table.title), (*lines, grid))


def _of_pages(pages: Pages) -> Layout:
    said = [block for block in pages.blocks if isinstance(block, Table) or block.text.strip()]
    blocks = tuple(_grid(block) if isinstance(block, Table) else _line(block) for block in said)
    title = next((block.text for block in blocks if isinstance(block, Line)), "")
    return Layout(title, blocks)


def _line(paragraph: Paragraph) -> Line:
    return Line(printable(paragraph.text), paragraph.level, paragraph.is_item)


def _grid(table: Table) -> Grid:
    left = table.left
    rows = tuple(tuple(_piece(cell, at, left) for at, cell in enumerate(row, start=1)) for row in table.rows)
    heads = next(
        (at for at, row in enumerate(table.rows) if not all(cell.is_head for cell in row)), len(rows)
    )
    hidden_rows = frozenset(
        at for at, row in enumerate(table.rows) if row and all(cell.hidden for cell in row)
    )
    shown = {piece.column for piece, cell in _paired(rows, table) if not cell.hidden}
    hidden_columns = {piece.column for piece, _ in _paired(rows, table)} - shown if shown else set[int]()
    return Grid(rows, heads, _widths(rows), hidden_rows, frozenset(hidden_columns))


def _paired(rows: tuple[tuple[Piece, ...], ...], table: Table) -> Iterator[tuple[Piece, Cell]]:
    for pieces, cells in zip(rows, table.rows, strict=True):
        yield from zip(pieces, cells, strict=True)


def _piece(cell: Cell, position: int, left: int) -> Piece:
    column = cell.source.column - left + 1 if cell.source.column else position
    return Piece(cell.text, cell.items, cell.underlined, column, cell.column_span, cell.row_span)


def _widths(rows: tuple[tuple[Piece, ...], ...]) -> tuple[int, ...]:
    """Wide enough for the longest word, wider for long texts, and never so wide that a page cannot hold it."""
    count = max((piece.column + piece.column_span - 1 for row in rows for piece in row), default=1)
    widths = [8] * count
    for piece in (piece for row in rows for piece in row if piece.column_span == 1):
        word = max(map(len, piece.text.split()), default=0) + 2
        wanted = min(max(word, len(piece.text) // 3), 45)
        widths[piece.column - 1] = max(widths[piece.column - 1], wanted)
    return tuple(widths)
