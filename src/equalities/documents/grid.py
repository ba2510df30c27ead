"""Tables as grids: every cell under its column, whatever is merged."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from equalities.documents.blocks import Cell, Source, Table

_RULER = re.compile(r"[-=_–—:\s]*[-=_–—][-=_–—:\s]*")


@dataclass(frozen=True, eq=False)
class Row:
    """The cells of a row that are not blank, by column from 1. `inherited` are those of them that
    reach down from a row above in a merged cell; `width` is the last column that the row has."""

    cells: Mapping[int, Cell]
    source: Source
    width: int
    inherited: frozenset[int] = frozenset()

    @property
    def own(self) -> Mapping[int, Cell]:
        if not self.inherited:
            return self.cells
        return {column: cell for column, cell in self.cells.items() if column not in self.inherited}

    @property
    def first(self) -> Cell:
        """The first cell that is its own."""
        return next(iter(self.own.values()))

    @property
    def is_ruler(self) -> bool:
        """Whether its cells are nothing but dashes, more than one in some: a page may break them up ("- -")."""
        cells = [cell.text for cell in self.own.values()]
        return any(len(text) > 1 for text in cells) and all(map(_RULER.fullmatch, cells))

    def text(self, column: int) -> str:
        return self.cells[column].text if column in self.cells else ""

    def only(self, column: int) -> "Row":
        """The row with one of its cells."""
        return replace(self, cells={column: self.cells[column]}, inherited=frozenset())

    def as_title(self, width: int) -> "Row":
        """The row, of one cell, with that merged over so many columns."""
        ((column, cell),) = self.own.items()
        return replace(self, cells={column: cell._replace(column_span=max(cell.column_span, width))})

    def shifted(self) -> "Row":
        """The row one column to the right."""
        return replace(self, cells={column + 1: cell for column, cell in self.cells.items()})


def rows(table: Table) -> Iterator[Row]:
    """The rows of a table with something in them. A cell stands in the column that its source names, counted from the
    table's first, or in the next that no merged cell covers."""
    left = table.left
    reaching: dict[int, tuple[Cell, int]] = {}  # by column: a merged cell, and the rows it still covers
    for cells in table.rows:
        reaching = {column: (cell, left - 1) for column, (cell, left) in reaching.items() if left > 0}
        covered = {column for column, (cell, _) in reaching.items()}
        placed = dict(_placed(cells, covered, left))
        reaching |= {
            column: (cell, cell.row_span - 1) for column, cell in placed.items() if cell.row_span > 1
        }
        row = _row(
            placed, {column: cell for column, (cell, _) in reaching.items() if column not in placed}, table
        )
        if row.own:
            yield row


def _placed(cells: tuple[Cell, ...], covered: set[int], left: int) -> Iterator[tuple[int, Cell]]:
    free = 1
    for cell in cells:
        column = cell.source.column - left + 1 if cell.source.column else free
        if column < free:
            column = free
        while cell.source.column is None and column in covered:
            column += 1
        if not (cell.is_blank and column in covered):
            yield column, cell
        free = column + cell.column_span


def _row(placed: dict[int, Cell], inherited: dict[int, Cell], table: Table) -> Row:
    cells = {column: cell for column, cell in sorted((placed | inherited).items()) if not cell.is_blank}
    first = next(iter(placed.values()), None)
    source = first.source._replace(column=None) if first else table.source
    width = max((column + cell.column_span - 1 for column, cell in placed.items()), default=0)
    return Row(cells, source, width, frozenset(inherited).intersection(cells))
