"""Tables whose cells a PDF draws with lines: which letters stand in which cell, and what each cell spans."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from equalities.documents.formats.pdf_layout import GUTTER, Word, lines_of

SAME = 2.0  # points within which two rules are one
THIN = 2.0  # points: a higher or wider rectangle is a box
_INSET = 10.0  # points between the edge of a cell and its text
_FULL = 3  # rows of shaded cells that touch

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class RuledCell:
    """A cell with its number on the page, its place from 1 and what it spans, and where its text must end."""

    number: int
    row: int
    column: int
    column_span: int
    row_span: int
    right: float


_Row = tuple[RuledCell, ...]


@dataclass(frozen=True)
class Ruled:
    """A table of one page: cells by row, the left edges of its columns, the top of its box."""

    rows: tuple[_Row, ...]
    edges: tuple[float, ...]
    top: float


def find(page: Any, more: Sequence[dict[str, Any]] = ()) -> list[Ruled]:
    """The ruled tables of a pdfplumber page. Each of its letters is marked with the number of the cell it stands in
    (key "cell", None outside), so that no word runs from one cell into the next. Boxes of one column are no tables.
    `more` are other pieces with their places, marked as letters are.
    """
    boxes = [table.cells for table in page.find_tables()]
    if missing := [edge for cells in boxes for edge in _left_open(cells)]:
        boxes = [table.cells for table in page.find_tables({"explicit_horizontal_lines": missing})]
    uprights = list(_uprights(page))
    boxes = [
        cells
        for cells in boxes
        if len(_merged(cell[0] for cell in cells)) > 1 and (_is_full(cells) or _is_drawn(cells, uprights))
    ]
    _mark([*page.chars, *more], [cell for cells in boxes for cell in cells])
    tables, number = [], 0
    for cells in boxes:
        tables += _ruled(cells, number)
        number += len(cells)
    return tables


def cut_up(
    cell: RuledCell, words: Sequence[Word], edges: Sequence[float]
) -> Iterator[tuple[RuledCell, list[Word]]]:
    """A cell over several columns with its words, cut where the words stand in these as if a rule were there: some
    rows of a table may have none between them."""
    inner = range(cell.column + 1, cell.column + cell.column_span)
    cuts = [column for column in inner if _is_cut(words, edges[column - 1])]
    first = [column for column in inner if cuts and column < cuts[0] and _begins_at(words, edges[column - 1])]
    starts = [cell.column, *first, *cuts]
    for start, end in zip(starts, [*starts[1:], cell.column + cell.column_span], strict=True):
        left = edges[start - 1] if start > cell.column else float("-inf")
        right = edges[end - 1] if end - 1 < len(edges) else cell.right
        inside = [
            word
            for word in words
            if left <= word.x0 and (word.x0 < right or end == starts[0] + cell.column_span)
        ]
        yield replace(cell, column=start, column_span=end - start, right=right), inside


def _is_cut(words: Sequence[Word], edge: float) -> bool:
    """Whether a text begins behind an edge, with a wide blank before it, and none reaches over it."""
    if any(word.x0 < edge < word.x1 for word in words):
        return False
    return any(
        one.x1 < edge < other.x0 < edge + _INSET and other.x0 - one.x1 > GUTTER * line.size
        for line in lines_of(words)
        for one, other in pairwise(line.words)
    )


def _begins_at(words: Sequence[Word], edge: float) -> bool:
    return edge < min(word.x0 for word in words) < edge + _INSET


def _uprights(page: Any) -> Iterator[Box]:
    """What is drawn as a rule downwards, or as a box with a border: not the sides of a shade."""
    for drawn in (*page.lines, *page.rects, *page.curves):
        if drawn["bottom"] - drawn["top"] > THIN and (
            drawn["x1"] - drawn["x0"] < THIN or drawn.get("stroke")
        ):
            yield drawn["x0"], drawn["top"], drawn["x1"], drawn["bottom"]


def _is_full(cells: Sequence[Box]) -> bool:
    """Whether shaded cells alone make a table: several rows that touch, where a shaded head or every second row do
    not."""
    return len(_merged(cell[1] for cell in cells)) >= _FULL


def _is_drawn(cells: Sequence[Box], uprights: Sequence[Box]) -> bool:
    """Whether a rule runs down between some of the cells."""
    top, bottom = min(cell[1] for cell in cells), max(cell[3] for cell in cells)
    inner = {cell[0] for cell in cells} - {min(cell[0] for cell in cells)}
    return any(
        abs(side - edge) < SAME and box[1] < bottom - SAME and box[3] > top + SAME
        for box in uprights
        for side in (box[0], box[2])
        for edge in inner
    )


def _left_open(cells: Sequence[Box]) -> Iterator[float]:
    """The top or foot of a table where part of it has no cell: one that goes on over the page has no rule there."""
    width = max(cell[2] for cell in cells) - min(cell[0] for cell in cells)
    for edge, side in ((min(cell[1] for cell in cells), 1), (max(cell[3] for cell in cells), 3)):
        if sum(cell[2] - cell[0] for cell in cells if abs(cell[side] - edge) < SAME) < width - 2 * SAME:
            yield edge


def _ruled(cells: Sequence[Box], first: int) -> list[Ruled]:
    lefts = _merged(edge for cell in cells for edge in (cell[0], cell[2]))
    tops = _merged(edge for cell in cells for edge in (cell[1], cell[3]))
    rows: dict[int, list[RuledCell]] = {}
    for number, (left, top, right, bottom) in enumerate(cells, start=first):
        row, column = _at(tops, top), _at(lefts, left)
        spans = max(_at(lefts, right) - column, 1), max(_at(tops, bottom) - row, 1)
        rows.setdefault(row, []).append(RuledCell(number, row, column, *spans, right))
    ordered = (sorted(rows[row], key=lambda cell: cell.column) for row in sorted(rows))
    return [_table(part, lefts, tops) for part in _parts([tuple(row) for row in ordered])]


def _parts(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Tables that touch are drawn as one: a new one begins where two rows have few rules between columns in common,
    and no cell of a row above reaches down into the lower one, as under stacked heads."""
    parts = [list(rows[:1])]
    reach = 0
    for before, row in pairwise(rows):
        fewer = min(len(before), len(row)) - 1
        reach = max(reach, *(cell.row + cell.row_span for cell in before))
        if reach <= row[0].row and 2 * len(_inner(before) & _inner(row)) < fewer:
            parts.append([])
        parts[-1].append(row)
    return parts


def _inner(row: _Row) -> set[int]:
    """The columns at which the cells of a row begin, but for the first."""
    return {cell.column for cell in row[1:]}


def _table(rows: Sequence[_Row], lefts: Sequence[float], tops: Sequence[float]) -> Ruled:
    """One table, its columns counted by the rules that it uses itself."""
    cells = [cell for row in rows for cell in row]
    used = sorted({cell.column for cell in cells} | {cell.column + cell.column_span for cell in cells})
    counted = {column: at for at, column in enumerate(used, start=1)}
    again = tuple(
        tuple(
            replace(
                cell,
                column=counted[cell.column],
                column_span=counted[cell.column + cell.column_span] - counted[cell.column],
            )
            for cell in row
        )
        for row in rows
    )
    edges = tuple(lefts[column - 1] for column in used[:-1])
    return Ruled(again, edges, tops[rows[0][0].row - 1])


def _merged(edges: Iterable[float]) -> list[float]:
    """Edges in order, those that are nearly one taken as one."""
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > SAME:
            merged.append(edge)
    return merged


def _at(edges: Sequence[float], edge: float) -> int:
    """The place of an edge among the merged ones, from 1."""
    return bisect_right(edges, edge + SAME / 2)


def _mark(letters: Sequence[dict[str, Any]], cells: Sequence[Box]) -> None:
    """Letters are looked up by the band between two horizontal rules that they stand in."""
    bands = sorted({edge for cell in cells for edge in (cell[1], cell[3])})
    by_band: list[list[int]] = [[] for _ in range(len(bands) + 1)]
    for number, (_, top, _, bottom) in enumerate(cells):
        for band in range(bisect_right(bands, top), bisect_right(bands, bottom - 0.01) + 1):
            by_band[band].append(number)
    for letter in letters:
        across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        inside = by_band[bisect_right(bands, down)]
        letter["cell"] = next((at for at in inside if cells[at][0] <= across < cells[at][2]), None)
