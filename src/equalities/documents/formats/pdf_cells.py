"""Lines of the columns of a table without rules put together into cells, and these into rows."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest
from statistics import median

from equalities.documents.formats.pdf_layout import TextLine, has_room, joined

_CLEARLY = 0.25  # letter heights by which the blank between rows is more than that between lines
_LEVEL = 2.0  # points within which two cells of a row begin, or have their middles
_LOOSE = 0.8  # letter heights; lines of one cell stand closer
_MOST = 0.8
_NUMBER = re.compile(r"[A-Z]{0,3}\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?[.)]?")


@dataclass(frozen=True, eq=False)
class Block:
    """Lines that stand close together in one column: a cell, or part of one. Column 0 is a title over all."""

    column: int
    lines: tuple[TextLine, ...]

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Strip:
    """A column of a table: its lines, where they end at most, and at which levels a rule or shade parts its cells."""

    lines: tuple[TextLine, ...]
    right: float
    cuts: tuple[float, ...]


@dataclass(frozen=True)
class Placed:
    """A cell of a row with its column, from 1, and how many columns and rows it reaches over."""

    column: int
    text: str
    column_span: int = 1
    row_span: int = 1


_Row = list[Block]


def arranged(
    strips: Sequence[Strip], titles: Sequence[Block], cuts: Sequence[float]
) -> tuple[tuple[Placed, ...], ...]:
    """The rows of a table whose columns are known. `titles` stand over all columns, and at `cuts` a rule or shade
    parts rows: a cell of a column that it leaves out reaches over them."""
    rows = _rows_of(strips, titles, cuts)
    spans = _spans(rows, len(strips))
    return tuple(_placed(row, [strip.right for strip in strips], spans) for row in rows)


def _placed(row: _Row, rights: Sequence[float], spans: dict[Block, int]) -> tuple[Placed, ...]:
    if row[0].column == 0:
        text = joined(row[0].lines, max(rights))
        return (Placed(1, text, column_span=len(rights)),)
    cells: list[Placed] = []
    for column, right in enumerate(rights, start=1):
        blocks = [block for block in row if block.column == column]
        lines = [line for block in sorted(blocks, key=lambda block: block.top) for line in block.lines]
        span = max((spans.get(block, 1) for block in blocks), default=1)
        cells.append(Placed(column, joined(lines, right), row_span=span))
    return tuple(cells)


def _rows_of(strips: Sequence[Strip], titles: Sequence[Block], cuts: Sequence[float]) -> list[_Row]:
    """Rules and shades part rows where they do so throughout; else the blank between rows, if it is more than that
    between lines; else what begins a row."""
    ends = [end - 0.1 for title in titles for end in (title.top, title.bottom)]
    strips = [replace(strip, cuts=tuple(sorted([*strip.cuts, *ends]))) for strip in strips]
    parted = sorted([*cuts, *ends])
    by_rule = _grouped(
        [unit for at, strip in enumerate(strips, 1) for unit in _units(at, strip, parted)], parted
    )
    gaps = sorted(gap for strip in strips for gap in _gaps(strip))
    size = median(line.size for strip in strips for line in strip.lines)
    if cuts and _is_complete(by_rule, gaps, size):
        rows = by_rule
    elif all(_is_even(row, size) for row in by_rule):
        rows = [part for row in by_rule for part in _begun(row, len(strips))]
    else:
        rows = _by_blank(strips, parted, gaps, size)
    return sorted([*rows, *([title] for title in titles)], key=lambda row: min(block.top for block in row))


def _units(at: int, strip: Strip, parted: Sequence[float]) -> Iterator[Block]:
    """The lines of a column, those that no rule parts there though one does elsewhere as one."""
    for _, lines in groupby(strip.lines, key=lambda line: _band(line, strip.cuts)):
        cell = tuple(lines)
        if len({_band(line, parted) for line in cell}) > 1:
            yield Block(at, cell)
        else:
            yield from (Block(at, (line,)) for line in cell)


def _gaps(strip: Strip) -> Iterator[float]:
    """The blanks between the lines of a column that nothing parts."""
    for before, line in pairwise(strip.lines):
        if _band(before, strip.cuts) == _band(line, strip.cuts):
            yield line.top - before.bottom


def _band(line: TextLine, parted: Sequence[float]) -> int:
    return bisect_right(parted, (line.top + line.bottom) / 2)


def _grouped(blocks: Sequence[Block], parted: Sequence[float]) -> list[_Row]:
    bands: dict[int, _Row] = {}
    for block in blocks:
        bands.setdefault(_band(block.lines[0], parted), []).append(block)
    return [bands[band] for band in sorted(bands)]


def _is_complete(rows: Sequence[_Row], gaps: Sequence[float], size: float) -> bool:
    """Whether rules and shades part all rows: most of what stands between two of them is one row by itself."""
    body = rows[1:]
    most = gaps[0] + _CLEARLY * size if gaps else 0.0
    single = [row for row in body if len(_overlapping(_blocks(_strips(row), most))) < 2]
    if len(body) == 1:
        return sum(block.column == 1 for block in body[0]) == 1
    return bool(body) and len(single) >= 0.6 * len(body)


def _strips(row: _Row) -> list[Strip]:
    columns: dict[int, list[TextLine]] = {}
    for block in sorted(row, key=lambda block: block.top):
        columns.setdefault(block.column, []).extend(block.lines)
    return [Strip(tuple(lines), 0.0, ()) for lines in columns.values()]


# Rows told by the blank between them


def _by_blank(
    strips: Sequence[Strip], parted: Sequence[float], gaps: Sequence[float], size: float
) -> list[_Row]:
    """The least blank that parts rows: with it most rows have several cells, as they have not where it only parts the
    paragraphs of a cell."""
    steps = [one for one, other in pairwise(gaps) if other - one > _CLEARLY * size / 2] or list(gaps[:1])
    if not gaps or gaps[0] > _LOOSE * size:
        steps = [0.0, *steps]
    rows: list[_Row] = []
    for step in steps:
        blocks = _blocks(strips, step + _CLEARLY * size / 4)
        rows = [row for band in _grouped(blocks, parted) for row in _held(_overlapping(band), gaps)]
        several = [row for row in rows if len(_filled(row)) > 1]
        if len(several) >= _MOST * len(rows):
            break
    return rows


def _blocks(strips: Sequence[Strip], most: float) -> list[Block]:
    """Lines of each column that stand no further apart than so, and that nothing parts."""
    blocks: list[Block] = []
    for at, strip in enumerate(strips, start=1):
        groups: list[list[TextLine]] = []
        for line in strip.lines:
            before = groups[-1][-1] if groups else None
            if (
                before is None
                or line.top - before.bottom > most
                or _band(before, strip.cuts) != _band(line, strip.cuts)
            ):
                groups.append([])
            groups[-1].append(line)
        blocks += [Block(at, tuple(group)) for group in groups]
    return blocks


def _overlapping(blocks: Sequence[Block]) -> list[_Row]:
    """Blocks that stand beside one another. One that alone holds rows together reaches over them, and stands with the
    first of them."""
    rows = [part for row in _chained(blocks) for part in _released(row)]
    return sorted(rows, key=_top)


def _held(rows: Sequence[_Row], gaps: Sequence[float]) -> list[_Row]:
    """The rows with a cell that stands alone in the blank between two of them put to the upper one: it is in the middle
    of rows that it reaches over."""
    kept: list[_Row] = []
    for row, below in zip_longest(rows, rows[1:]):
        if kept and below and gaps and _is_between(row, kept[-1], below, gaps[0] + _LEVEL):
            kept[-1].append(row[0])
        else:
            kept.append(row)
    return kept


def _is_between(row: _Row, above: _Row, below: _Row, most: float) -> bool:
    is_alone = len(row) == 1 and not _filled(row) & (_filled(above) | _filled(below))
    return is_alone and _top(below) - _foot(above) < most


def _chained(blocks: Sequence[Block]) -> list[_Row]:
    rows: list[_Row] = []
    foot = 0.0
    for block in sorted(blocks, key=lambda block: block.top):
        if rows and block.top < foot - 0.5:
            rows[-1].append(block)
            foot = max(foot, block.bottom)
        else:
            rows.append([block])
            foot = block.bottom
    return rows


def _released(row: _Row) -> list[_Row]:
    """The rows that only the cells of one column hold together."""
    for column in sorted(_filled(row)):
        rows = _chained([block for block in row if block.column != column])
        if len(rows) > 1 and all(len(_filled(part)) > 1 for part in rows):
            for block in (block for block in row if block.column == column):
                beside = [part for part in rows if _top(part) < block.bottom and _foot(part) > block.top]
                next(iter(beside), rows[0]).append(block)
            return rows
    return [row]


def _top(row: _Row) -> float:
    return min(block.top for block in row)


def _foot(row: _Row) -> float:
    return max(block.bottom for block in row)


# Rows that stand as close as lines do


def _levels(row: _Row) -> list[_Row]:
    """What stands on one line over all columns, from top to bottom."""
    levels: list[_Row] = []
    for block in sorted(row, key=lambda block: block.top):
        if levels and block.top < levels[-1][0].middle:
            levels[-1].append(block)
        else:
            levels.append([block])
    return levels


def _is_even(row: _Row, size: float) -> bool:
    """Whether all lines stand as far apart."""
    gaps = [_top(level) - _foot(before) for before, level in pairwise(_levels(row))]
    return not gaps or max(gaps) - min(gaps) < _CLEARLY * size


def _begun(row: _Row, count: int) -> Iterator[_Row]:
    """Rows in lines that stand evenly: one begins at each number of a column of numbers; else in column 1, or where
    every other column starts afresh."""
    part: _Row = []
    numbers = [
        at for at in range(1, count + 1) if _holds_numbers([block for block in row if block.column == at])
    ]
    lefts = {at: min(block.lines[0].x0 for block in row if block.column == at) for at in _filled(row)}
    rights = {at: lefts.get(at + 1, float("inf")) for at in lefts}
    for level in _levels(row):
        begins = bool(_filled(level) & set(numbers)) if numbers else _begins(level, part, count, rights)
        if part and begins:
            yield part
            part = []
        part = [*part, *level]
    if part:
        yield part


def _holds_numbers(column: Sequence[Block]) -> bool:
    """Whether a column holds the numbers of rows under its head, each on one line."""
    texts = [line.text for block in sorted(column, key=lambda block: block.top) for line in block.lines]
    return len(texts) > 2 and all(map(_NUMBER.fullmatch, texts[1:]))


def _filled(row: _Row) -> set[int]:
    return {block.column for block in row}


def _begins(level: _Row, above: _Row, count: int, rights: dict[int, float]) -> bool:
    """Whether a line begins a row: it has a first cell, or a text in each of several other columns that starts afresh
    although its first word would have fitted above."""
    cells = {block.column: block.lines[0] for block in level}
    if 1 in cells:
        return True
    before = {block.column: block.lines[-1] for block in above}
    if count < 3 or set(cells) != set(range(2, count + 1)) or not set(cells) <= set(before):
        return False
    return all(
        line.text[0].isupper() and has_room(before[at], line, rights[at]) for at, line in cells.items()
    )


# Cells that reach down over rows


def _spans(rows: Sequence[_Row], count: int) -> dict[Block, int]:
    """Moves the cells that are centred beside several rows to the first of them, and says how many those are: the one
    way to share out all rows under a title so that each cell of the column has its own in the middle."""
    spans: dict[Block, int] = {}
    for part in _between_titles(rows):
        for column in range(1, count + 1):
            spans |= _centred(part, column)
    return spans


def _between_titles(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    part: list[_Row] = []
    for row in rows:
        if row[0].column == 0:
            yield part
            part = []
        else:
            part.append(row)
    yield part


def _centred(rows: Sequence[_Row], column: int) -> dict[Block, int]:
    held = [[block for block in row if block.column == column] for row in rows]
    if not rows or all(held) or not any(held):
        return {}
    others = [[block for block in row if block.column != column] for row in rows]
    head = 1 if held[0] and others[0] else 0
    cells = [block for blocks in held[head:] for block in blocks]
    shares = _shared_out(cells, others[head:])
    if shares is None or all(count == 1 for _, count in shares):
        return {}
    for blocks, row in zip(held[head:], rows[head:], strict=True):
        for block in blocks:
            row.remove(block)
    for cell, (first, _) in zip(cells, shares, strict=True):
        rows[head + first].append(cell)
    return {cell: count for cell, (_, count) in zip(cells, shares, strict=True)}


def _shared_out(cells: Sequence[Block], rows: Sequence[_Row]) -> list[tuple[int, int]] | None:
    """Where the rows of each cell begin, and how many they are, if each cell stands in the middle of its rows."""
    shares: list[tuple[int, int]] = []
    first = 0
    for cell in cells:
        ends = [
            last
            for last in range(first, len(rows))
            if rows[first]
            and rows[last]
            and abs((_top(rows[first]) + _foot(rows[last])) / 2 - cell.middle) < _LEVEL
        ]
        if not ends:
            return None
        shares.append((first, ends[0] - first + 1))
        first = ends[0] + 1
    return shares if first == len(rows) else None
