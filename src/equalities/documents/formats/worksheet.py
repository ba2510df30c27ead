"""A sheet as its file has it, whatever the program: cells by place, merged ranges, what is hidden."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from equalities.documents.blocks import Cell, Paragraph, Problem, Source, Table
from equalities.documents.formats.markup import Marked, phrases, unmark


class Content(NamedTuple):
    """The words of one cell, as displayed, the phrases in them that are underlined, the level of heading that its
    letters make it (1 = highest), and the phrases that are struck through, which are not in the text."""

    text: str
    underlined: tuple[str, ...] = ()
    level: int | None = None
    struck: tuple[str, ...] = ()

    @property
    def is_used(self) -> bool:
        return bool(self.text.strip() or self.struck)

    def as_struck(self) -> "Content":
        """The cell with all its words struck through."""
        return Content("", struck=(*self.struck, *phrases([self.text])))


BLANK, NOTHING = Content(""), Marked("")
MOST_COLUMNS = 250  # of a table that is a plan's


@dataclass
class Worksheet:
    """One sheet. Places are (row, column) from 1; `spans` are the (columns, rows) that a merged cell covers;
    `boxes` is the text that floats above the cells; `notes` are problems with the place they belong to."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], Content] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    head_rows: set[int] = field(default_factory=set)
    boxes: list[str] = field(default_factory=list)
    notes: list[tuple[str, tuple[int, int] | None]] = field(default_factory=list)


def blocks(grid: Worksheet, file: str, number: int) -> Iterator[Paragraph | Table]:
    """The sheet as lines above the table, the table (the `number`th of the file), then text boxes.

    Lines above are rows with one cell before the first row with more: the logo row, the title, the date. What is
    hidden is no line, since only cells can say that they are.
    """
    rows = _rows(grid, Source(file=file, sheet=grid.name, table=number))
    first = next((at for at, row in enumerate(rows) if not _is_line(row)), len(rows))
    for row in rows[:first]:
        yield from (_line(cell, grid) for cell in row if cell.struck or not cell.is_blank)
    if rows[first:]:
        yield Table(tuple(rows[first:]), Source(file=file, sheet=grid.name, table=number))
    for line, text in enumerate(grid.boxes, start=1):
        yield Paragraph(text, Source(file=file, sheet=grid.name, line=line))


def _is_line(row: tuple[Cell, ...]) -> bool:
    written = [cell for cell in row if cell.struck or not cell.is_blank]
    return len(written) == 1 and not written[0].hidden


def heading_level(size: float, *, is_bold: bool) -> int | None:
    """The level of a heading whose letters are so many points high; None for text."""
    if size >= 16:
        return 1
    if size >= 14:
        return 2
    return 3 if is_bold else None


def problems(grid: Worksheet, file: str) -> Iterator[Problem]:
    for what, place in grid.notes:
        row, column = place or (None, None)
        yield Problem(what, Source(file=file, sheet=grid.name, row=row, column=column))


def _line(cell: Cell, grid: Worksheet) -> Paragraph:
    place = (cell.source.row or 0, cell.source.column or 0)
    source, level = cell.source._replace(table=None), grid.cells[place].level
    return Paragraph(cell.text, source, level, bool(cell.items), cell.struck)


def _rows(grid: Worksheet, table: Source) -> list[tuple[Cell, ...]]:
    """Rows that are not blank, each from the first column in use to its own last cell."""
    used = [place for place, content in grid.cells.items() if content.is_used]
    if not used:
        return []
    left = min(column for _, column in used)
    last = dict(sorted(_ends(used).items()))
    _trim_spans(grid, bottom=max(last), right=max(last.values()))
    covered = set(_covered(grid, list(last)))
    return [
        tuple(_cells(grid, table._replace(row=row), _wanted(grid, row, left, right), covered))
        for row, right in last.items()
    ]


def _ends(places: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The last column in use of each row."""
    ends: dict[int, int] = {}
    for row, column in places:
        if column > ends.get(row, 0):
            ends[row] = column
    return ends


def _wanted(grid: Worksheet, row: int, left: int, right: int) -> Iterable[int]:
    """The columns of a row; of one as wide as no plan is, only those in use."""
    columns = range(left, right + 1)
    return columns if len(columns) <= MOST_COLUMNS else [at for at in columns if (row, at) in grid.cells]


def _trim_spans(grid: Worksheet, *, bottom: int, right: int) -> None:
    """Let merged cells end where the words of the sheet do: some are merged to the end of the world."""
    grid.spans = {
        (row, column): (min(wide, right - column + 1), min(high, bottom - row + 1))
        for (row, column), (wide, high) in grid.spans.items()
        if row <= bottom and column <= right
    }


def _covered(grid: Worksheet, rows: list[int]) -> Iterator[tuple[int, int]]:
    """Places under a merged cell, without its own, in the rows in use, which are in order."""
    for (top, left), (wide, high) in grid.spans.items():
        for row in rows[bisect_left(rows, top) : bisect_left(rows, top + high)]:
            yield from ((row, column) for column in range(left, left + wide) if (row, column) != (top, left))


def _cells(
    grid: Worksheet, place: Source, columns: Iterable[int], covered: set[tuple[int, int]]
) -> Iterator[Cell]:
    """The cells of a row; one under a merged cell only where it holds words of its own."""
    row = place.row or 0
    is_head, is_hidden = row in grid.head_rows, grid.hidden or row in grid.hidden_rows
    for column in columns:
        content = grid.cells.get((row, column), BLANK)
        marked = unmark(content.text) if content.text else NOTHING
        if marked.text or content.struck or (row, column) not in covered:
            yield Cell(
                marked.text,
                Source(place.file, None, place.sheet, place.table, row, column),
                marked.items,
                content.underlined or marked.underlined,
                *grid.spans.get((row, column), (1, 1)),
                is_head,
                is_hidden or column in grid.hidden_columns,
                content.struck or marked.struck,
            )
