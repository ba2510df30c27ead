"""Tables of a PDF put together over page breaks: heads that are printed again, and rows that a break tears."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from equalities.documents.blocks import Cell, Paragraph, Problem, Table
from equalities.documents.formats.pdf_layout import NEAR, continued
from equalities.saying import to_say

TORN_ROW = to_say("This row is read as going on over the page break, with what stands first on the next page")

_FEWEST = 3  # rows that show which columns are always filled

_Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Piece:
    """As much of a table as stands on one page, with the left edges of its columns, and the places of the rows that a
    page break tore."""

    rows: tuple[_Row, ...]
    edges: tuple[float, ...]
    top: float
    torn: tuple[int, ...] = ()


def joined_tables(blocks: Sequence[Paragraph | Piece]) -> list[Paragraph | Piece]:
    """Join a table to the one before it where only a page break lies between them."""
    joined_blocks: list[Paragraph | Piece] = []
    for block in blocks:
        before = joined_blocks[-1] if joined_blocks else None
        if isinstance(block, Piece) and isinstance(before, Piece) and _continues(before, block):
            joined_blocks[-1] = _joined(before, block)
        else:
            joined_blocks.append(block)
    return joined_blocks


def numbered(blocks: Sequence[Paragraph | Piece]) -> Iterator[Paragraph | Table | Problem]:
    """Give each table its number, and its rows theirs; and say which of them were torn."""
    number = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        number += 1
        rows = tuple(
            tuple(cell._replace(source=cell.source._replace(table=number, row=at)) for cell in row)
            for at, row in enumerate(block.rows, start=1)
        )
        yield Table(rows, rows[0][0].source._replace(row=None, column=None))
        yield from (Problem(TORN_ROW, rows[at][0].source) for at in block.torn)


def _continues(before: Piece, piece: Piece) -> bool:
    """Whether two tables have the same columns, and the second is on a later page."""
    pages = before.rows[-1][0].source.page, piece.rows[0][0].source.page
    if len(before.edges) != len(piece.edges) or pages[0] == pages[1]:
        return False
    widths = [[edge - edges[0] for edge in edges] for edges in (before.edges, piece.edges)]
    return all(abs(first - second) < NEAR for first, second in zip(*widths, strict=True))


def _joined(before: Piece, piece: Piece) -> Piece:
    """Both as one; a first row that comes again is a heading in both places, and a row that begins on the one page may
    end on the other."""
    head, *rows = before.rows
    more = list(piece.rows)
    again: list[_Row] = []
    if _words(head) == _words(more[0]):
        head, again, more = _as_head(head), [_as_head(more[0])], more[1:]
    torn = before.torn
    if rows and more and _is_rest(more[0], rows):
        rows[-1] = tuple(_with_rest(cell, more[0]) for cell in rows[-1])
        torn, more = (*torn, len(rows)), more[1:]
    return replace(before, rows=(head, *rows, *again, *more), torn=torn)


def _words(row: _Row) -> list[list[str]]:
    return [cell.text.split() for cell in row]


def _as_head(row: _Row) -> _Row:
    return tuple(cell._replace(is_head=True) for cell in row)


def _is_rest(row: _Row, above: Sequence[_Row]) -> bool:
    """Whether a row is the rest of the last one above: cells are blank that are filled in every other row, two of them
    and half of all at the least, and the others stand under filled ones."""
    whole = [filled for each in above if len(filled := _filled(each)) > 1]
    if len(whole) < _FEWEST or not _filled(row) or row[0].column_span > 1:
        return False
    always = set.intersection(*whole)
    blank = always - _filled(row)
    return len(blank) > 1 and 2 * len(blank) >= len(always) and _filled(row) <= _filled(above[-1])


def _filled(row: _Row) -> set[int | None]:
    return {cell.source.column for cell in row if not cell.is_blank and not cell.is_head}


def _with_rest(cell: Cell, rest: _Row) -> Cell:
    texts = [each.text for each in rest if each.source.column == cell.source.column and not each.is_blank]
    if not texts or cell.is_blank:
        return cell
    more = next(each for each in rest if each.source.column == cell.source.column)
    return cell._replace(
        text=continued(cell.text, texts[0]),
        items=(*cell.items, *more.items),
        underlined=(*cell.underlined, *more.underlined),
    )
