"""Tables without rules round their cells: columns told by the blank between them, rows by blank, rules and shades."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from equalities.documents.formats.markup import BULLETS
from equalities.documents.formats.pdf_cells import Block, Placed, Strip, arranged
from equalities.documents.formats.pdf_layout import GUTTER, NEAR, TextLine, Word, lines_of

Gap = tuple[float, float]  # from left to right

NARROW = 0.45  # letter heights; words of one text stand nearer, unless it is justified
SHORT = 30  # letters: two columns of longer texts side by side are a newsletter, not a table
_THIN = 1.5  # points of blank from the top of a table to its foot that part two columns
_SPACE = 0.32  # letter heights: a little more than between words
_ROWS = 3  # whose cells must show that they hold two columns
_EDGE = 0.8  # of the lines of a column that is set on its left edge
_TITLES = 3  # lines that a title among the rows of a table may take
_WIDE_RULE = 0.6  # of the width of a table: a shorter rule underlines words, or parts a few of the columns


@dataclass(frozen=True)
class Across:
    """A level at which a rule runs across the page, or a shade begins or ends."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True)
class Aligned:
    """A table without rules round its cells: its rows of cells, the lines that it takes up, the blank between its
    columns and their left edges."""

    rows: tuple[tuple[Placed, ...], ...]
    lines: tuple[TextLine, ...]
    gutters: tuple[Gap, ...]
    edges: tuple[float, ...]


@dataclass(frozen=True)
class _Region:
    """Lines from the first to the last of a table, those that are titles over all of its columns, and the blank
    between these."""

    lines: tuple[TextLine, ...]
    titles: frozenset[TextLine]
    gutters: tuple[Gap, ...]

    @property
    def body(self) -> list[TextLine]:
        return [line for line in self.lines if line not in self.titles]

    @property
    def extent(self) -> Gap:
        return min(line.x0 for line in self.body), max(line.x1 for line in self.body)


def aligned_tables(
    lines: Sequence[TextLine], levels: Sequence[Across] = (), before: Aligned | None = None
) -> list[Aligned]:
    """Tables that only the alignment of their columns shows, from top to bottom. Three lines or more are parted by
    the same blank; two columns of long texts are no table. `levels` are the rules and shades of the page, `before` is
    the last table of the page before, which may go on here."""
    tables: list[Aligned] = []
    start = 0
    while start < len(lines):
        if tables or not before:
            table = _from(lines, start, levels) or (tables and _going_on(lines, start, levels, tables[-1]))
        else:
            table = _going_on(lines, start, levels, before) or _from(lines, start, levels)
        if not table:
            start += 1
        else:
            tables.append(table)
            start = lines.index(table.lines[-1]) + 1
    return tables


def _from(lines: Sequence[TextLine], start: int, levels: Sequence[Across]) -> Aligned | None:
    opening = lines[start]
    if len(opening.segments()) < 2:
        return None
    wide, all_gaps = gaps_of(opening, GUTTER), gaps_of(opening, NARROW)
    region = _grown(lines, start, tuple(all_gaps), frozenset(wide))
    if region is None:
        return None
    region = _upwards(lines, start, _regauged(region))
    cut = [line for line in region.body if len(_columns_of(line, region.gutters)) > 1]
    if not region.gutters or len(cut) < 3 or _is_newsletter(cut, region.gutters):
        return None
    return _table(region, levels)


def _going_on(
    lines: Sequence[TextLine], start: int, levels: Sequence[Across], before: Aligned
) -> Aligned | None:
    """The rest of a table of the page before, which may be a single row."""
    if len(lines[start].segments()) < 2:
        return None
    region = _grown(lines, start, before.gutters, frozenset(before.gutters))
    if region is None or len(region.gutters) != len(before.gutters):
        return None
    begun = {column for line in region.body for column in _columns_of(line, region.gutters)}
    left = min(line.x0 for line in region.body)
    if len(begun) < 2 or left < before.edges[0] - NEAR:
        return None
    found = _table(_upwards(lines, start, region), levels)
    return Aligned(found.rows, found.lines, found.gutters, before.edges)


def gaps_of(line: TextLine, least: float) -> list[Gap]:
    """The blanks between the words of a line that are wider than so many letter heights."""
    pairs = pairwise(line.words)
    return [(one.x1, other.x0) for one, other in pairs if other.x0 - one.x1 > least * line.size]


def is_parted(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether cells of one ruled column hold several columns that no rule parts: lines of several of them leave the
    same wide blank, which no word of any of them fills."""
    lines = [lines_of(words) for words in cells]
    wide = [gap for cell in lines for gap in [gap for line in cell for gap in gaps_of(line, GUTTER)][:1]]
    if len(wide) < _ROWS:
        return False
    gap: Gap | None = wide[0]
    for line in (line for cell in lines for line in cell):
        gap = gap and narrowed(gap, line)
    return gap is not None


# Columns


def _grown(
    lines: Sequence[TextLine], start: int, gutters: tuple[Gap, ...], firm: frozenset[Gap]
) -> _Region | None:
    """As many lines as leave blank what the first one does. `firm` are the gaps that a line must leave, unless it is
    a title; a narrower one that a line fills was only between two words."""
    taken, titles = [lines[start]], set[TextLine]()
    waiting: list[TextLine] = []
    kept = {gap: gap for gap in gutters}
    left = lines[start].x0
    for before, line in pairwise(lines[start:]):
        if not _follows(before, line, left) or (line is lines[-1] and _is_page_number(before, line)):
            break
        left_blank = {gap: rest for gap, now in kept.items() if (rest := narrowed(now, line))}
        if firm <= left_blank.keys() and not _runs_over(line, tuple(left_blank.values())):
            taken += [*waiting, line]
            titles.update(waiting)
            waiting, kept, left = [], left_blank, min(left, line.x0)
        elif _may_be_title(line, lines[start], left) and len(waiting) < _TITLES:
            waiting.append(line)
        else:
            break
    return _Region(tuple(taken), frozenset(titles), tuple(sorted(kept.values()))) if len(taken) else None


def _is_page_number(before: TextLine, line: TextLine) -> bool:
    """Whether the last line of a page is its number, a little below a table."""
    return line.text.isdecimal() and line.top - before.bottom > _SPACE * line.size


def _follows(before: TextLine, line: TextLine, left: float) -> bool:
    """Whether a line is near enough to belong to the same table; a single text on its left edge must be nearer."""
    is_cell = len(line.segments()) > 1 or line.x0 > left + NEAR
    return line.top - before.bottom < (3 if is_cell else 1.8) * before.size


def _runs_over(line: TextLine, gutters: Sequence[Gap]) -> bool:
    """Whether a line is one text that stands over several columns, and only by chance has a blank where they part."""
    return not gaps_of(line, NARROW) and len(_columns_of(line, gutters)) > 1


def _may_be_title(line: TextLine, first: TextLine, left: float) -> bool:
    """Whether a line across the columns may stand over the rows under it, as "Objective 2: ..." does."""
    return len(line.segments()) == 1 and abs(line.x0 - left) < NEAR and line.size < 1.15 * first.size


def narrowed(gap: Gap, line: TextLine) -> Gap | None:
    """What a line leaves blank of a gap; None where it leaves too little. Of two parts, the wider one."""
    inside = [word for word in line.words if word.x1 > gap[0] and word.x0 < gap[1]]
    if not inside:
        return gap
    ends = [gap[0], *(end for word in inside for end in (word.x0, word.x1)), gap[1]]
    free = max(zip(ends[::2], ends[1::2], strict=True), key=lambda part: part[1] - part[0])
    return free if free[1] - free[0] > _THIN else None


def _regauged(region: _Region) -> _Region:
    """The region with all blanks that go through it from top to foot, and show that they part columns: a first line
    that lacks some of the cells does not have them all. A line that is one text from the left edge may be a title,
    which the others leave more blank than it does."""
    left = region.extent[0]
    gutters = _through(region.body)
    one_run = {line for line in region.body if line.x0 < left + NEAR and not gaps_of(line, NARROW)}
    others = [line for line in region.body if line not in one_run]
    if len(others) < _ROWS:
        return replace(region, gutters=gutters)
    better = _through(others)
    if len(better) > len(gutters):
        gutters = better
    titles = {
        line
        for line in one_run
        if len(gutters) > 1 and (_runs_over(line, gutters) or not all(narrowed(gap, line) for gap in gutters))
    }
    return _Region(region.lines, region.titles | titles, gutters)


def _through(lines: Sequence[TextLine]) -> tuple[Gap, ...]:
    """The blanks that go through all lines, and part columns."""
    free: list[Gap] = []
    reached = min(line.x0 for line in lines)
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.x0):
        if word.x0 - reached > _THIN:
            free.append((reached, word.x0))
        reached = max(reached, word.x1)
    while weak := [gap for gap in free if not _parts(gap, free, lines)]:
        free.remove(min(weak, key=lambda gap: gap[1] - gap[0]))
    return tuple(free)


def _parts(gap: Gap, free: Sequence[Gap], lines: Sequence[TextLine]) -> bool:
    """Whether a blank parts two columns: it is wider than any between words, or is so in several lines, or most of
    what stands behind it begins on its edge. A blank behind bullets does not."""
    place = free.index(gap)
    left = free[place - 1][1] if place else float("-inf")
    right = free[place + 1][0] if place + 1 < len(free) else float("inf")
    words = [word for line in lines for word in line.words]
    before = [word for word in words if left - 0.1 <= word.x0 and word.x1 <= gap[0] + 0.1]
    behind = lines_of([word for word in words if gap[1] - 0.1 <= word.x0 and word.x1 <= right + 0.1])
    if all(word.text in BULLETS for word in before):
        return False
    size, width = lines[0].size, gap[1] - gap[0]
    on_edge = [line for line in behind if line.x0 - gap[1] < 1]
    is_edge = len(on_edge) > 2 and len(on_edge) >= _EDGE * len(behind) and width > _SPACE * size
    return width > GUTTER * size or is_edge or _is_wide(gap, (left, right), lines)


def _is_wide(gap: Gap, within: Gap, lines: Sequence[TextLine]) -> bool:
    """Whether in most lines that have words next to a blank on either side, it is wider than between words."""
    beside = [
        other.x0 - one.x1 > NARROW * line.size
        for line in lines
        for one, other in pairwise(line.words)
        if within[0] - 0.1 <= one.x0
        and one.x1 <= gap[0] + 0.1
        and gap[1] - 0.1 <= other.x0
        and other.x1 <= within[1] + 0.1
    ]
    return sum(beside) > 1 and 2 * sum(beside) >= len(beside)


def _upwards(lines: Sequence[TextLine], start: int, region: _Region) -> _Region:
    """The region with the lines above that belong to its first row, where that has cells of several lines."""
    above = start
    while above > 0 and _begins_above(lines[above - 1], lines[above], region):
        above -= 1
    return _Region((*lines[above:start], *region.lines), region.titles, region.gutters)


def _begins_above(line: TextLine, below: TextLine, region: _Region) -> bool:
    is_close = below.top - line.bottom < 0.5 * below.size and abs(line.size - below.size) < 0.5
    is_alike = all(word.is_bold for word in line.words) == all(word.is_bold for word in below.words)
    fits = all(narrowed(gap, line) for gap in region.gutters)
    within = region.extent[0] - NEAR < line.x0 and line.x1 < region.extent[1] + NEAR
    return is_close and is_alike and fits and within and bool(_columns_of(line, region.gutters) - {1})


def _columns_of(line: TextLine, gutters: Sequence[Gap]) -> set[int]:
    return {_column(word, gutters) for word in line.words}


def _column(word: Word, gutters: Sequence[Gap]) -> int:
    """The column that a word stands in, from 1."""
    middle = (word.x0 + word.x1) / 2
    return 1 + sum(gutter[0] < middle for gutter in gutters)


def _is_newsletter(lines: Sequence[TextLine], gutters: Sequence[Gap]) -> bool:
    if len(gutters) > 1:
        return False
    widths = [[len(text) for text in _texts(line, gutters)] for line in lines]
    shorter: float = min(median(column) for column in zip(*widths, strict=True))
    return shorter > SHORT


def _texts(line: TextLine, gutters: Sequence[Gap]) -> list[str]:
    return [segment.text for _, segment in _segments(line, gutters)]


def _segments(line: TextLine, gutters: Sequence[Gap]) -> Iterator[tuple[int, TextLine]]:
    """The line cut at the gutters, each piece with its column."""
    columns: dict[int, list[Word]] = {}
    for word in line.words:
        columns.setdefault(_column(word, gutters), []).append(word)
    for column, words in columns.items():
        yield column, TextLine(tuple(words))


# Rows


def _table(region: _Region, levels: Sequence[Across]) -> Aligned:
    left, right = region.extent
    drawn: dict[int, list[Across]] = {}
    for level in levels:
        drawn.setdefault(round(level.y / 2), []).append(level)
    cuts = [pieces for pieces in drawn.values() if _length(pieces, left, right) > _WIDE_RULE * (right - left)]
    strips = [_strip(column, region, cuts) for column in range(1, len(region.gutters) + 2)]
    rows = arranged(strips, _title_blocks(region), sorted(pieces[0].y for pieces in cuts))
    edges = tuple(min((line.x0 for line in strip.lines), default=left) for strip in strips)
    return Aligned(rows, region.lines, region.gutters, edges)


def _length(pieces: Sequence[Across], left: float, right: float) -> float:
    """How much of a table the pieces of a rule run over."""
    return sum(max(min(piece.x1, right) - max(piece.x0, left), 0) for piece in pieces)


def _strip(column: int, region: _Region, cuts: Sequence[Sequence[Across]]) -> Strip:
    words = [word for line in region.body for word in line.words if _column(word, region.gutters) == column]
    lines = lines_of(words)
    x0, x1 = min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)
    over = sorted(pieces[0].y for pieces in cuts if _length(pieces, x0, x1) > (x1 - x0) / 2)
    return Strip(tuple(lines), x1, tuple(over))


def _title_blocks(region: _Region) -> list[Block]:
    """The titles among the rows; one may take several lines, close to each other."""
    blocks: list[list[TextLine]] = []
    before: TextLine | None = None
    for line in region.lines:
        if line in region.titles:
            if before in region.titles and before and line.top - before.bottom < 0.5 * line.size:
                blocks[-1].append(line)
            else:
                blocks.append([line])
        before = line
    return [Block(0, tuple(lines)) for lines in blocks]
