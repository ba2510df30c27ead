"""Words on a page put back into lines and columns: what a PDF does not say of itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from equalities.documents.formats.markup import BULLETS

GUTTER = 1.2  # a gap wider than this many letter heights parts two columns
BETWEEN_WORDS = 0.45  # letter heights; words of one text stand nearer, unless it is justified
NEAR = 4.0  # points within which two edges are one
_LOOKED_AT = 12  # lines in which a column must show
SHORT = 30  # letters: two columns of longer texts side by side are a newsletter, not a table
ENTRY = re.compile(rf"[{BULLETS}–-]\s|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]\s")
BROKEN_WORD = re.compile(r"\w-$")  # "follow-" and "up" on the next line, "2-" and "30 April"


@dataclass(frozen=True)
class Word:
    """A word with its box, in points from the top left corner of the page, and the height of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    cell: int | None = None  # of the ruled tables of the page, counted over all of them


@dataclass(frozen=True)
class TextLine:
    """Words that stand on one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    def segments(self, edges: Sequence[float] = ()) -> list["TextLine"]:
        """The line cut at every gap wide enough to part two columns, and at narrower ones before the left edge of
        a known column: a full cell leaves little room beside it."""
        cut: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            gap = (word.x0 - before.x1) / self.size
            if gap > GUTTER or (gap > BETWEEN_WORDS and any(abs(word.x0 - edge) < 1 for edge in edges)):
                cut.append([])
            cut[-1].append(word)
        return [TextLine(tuple(words)) for words in cut]


def lines_of(words: Sequence[Word]) -> list[TextLine]:
    """Words gathered into lines, from top to bottom. Words on one line overlap by half of their height or more."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        row = next((row for row in reversed(rows[-3:]) if _beside(row[0], word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [TextLine(tuple(sorted(row, key=lambda word: word.x0))) for row in rows]


def _beside(first: Word, second: Word) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap > 0.5 * min(first.bottom - first.top, second.bottom - second.top)


def joined(lines: Sequence[TextLine], right: float) -> str:
    """The lines of a cell or paragraph as text. `right` is where its lines must end: a line stands by itself where
    it begins with a bullet or number, or where its first word would have fitted on the line before."""
    text = lines[0].text if lines else ""
    for before, line in pairwise(lines):
        is_broken = BROKEN_WORD.search(text) is not None
        stands_alone = is_entry(line) or (has_room(before, line, right) and not is_broken)
        text += ("\n" if stands_alone else "" if is_broken else " ") + line.text
    return text


def is_entry(line: TextLine) -> bool:
    """Whether a line begins as an entry of a list does."""
    return ENTRY.match(line.text) is not None


def has_room(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether the line before ended of its own will, since more words would have fitted on it."""
    first = line.words[0]
    return before.x1 + (first.x1 - first.x0) + before.size < right


@dataclass(frozen=True)
class Aligned:
    """A table without rules: its rows of texts by column (from 1), the lines that it takes up, its left edges."""

    rows: tuple[tuple[tuple[int, str], ...], ...]
    lines: tuple[TextLine, ...]
    edges: tuple[float, ...]


def aligned_tables(lines: Sequence[TextLine]) -> list[Aligned]:
    """Tables that only the alignment of their columns shows. A run of lines counts as one where three lines or
    more are cut into the same columns; two columns of long texts do not."""
    tables, start = [], 0
    while start < len(lines):
        table = _aligned_from(lines, start)
        if table is None:
            start += 1
        else:
            tables.append(table)
            start += len(table.lines)
    return tables


def _aligned_from(lines: Sequence[TextLine], start: int) -> Aligned | None:
    edges = _edges(lines[start : start + _LOOKED_AT])
    if len(edges) < 2:
        return None
    end = start
    while (
        end < len(lines)
        and _fits(lines[end], edges)
        and (end == start or _follows(lines[end - 1], lines[end]))
    ):
        end += 1
    body = tuple(lines[start:end])
    cut = [line for line in body if len(line.segments(edges)) > 1]
    if len(cut) < 3 or (len(edges) == 2 and _is_newsletter(cut)):
        return None
    return Aligned(_rows(body, edges), body, edges)


def _edges(lines: Sequence[TextLine]) -> tuple[float, ...]:
    """Where the columns of the first line begin: after a wide gap, or after a narrow one where texts of other lines
    begin too ("Ref" is close beside "Action")."""
    wide = [segment.x0 for segment in lines[0].segments()]
    if len(wide) < 2:
        return tuple(wide)
    begun = [x0 for line in lines[1:] for x0 in _beginnings(line)]
    narrow = [x0 for x0 in _beginnings(lines[0]) if sum(abs(x0 - other) < 1 for other in begun) > 2]
    return tuple(sorted({*wide, *narrow}))


def _beginnings(line: TextLine) -> list[float]:
    """Where texts of a line may begin: at its start, and after each gap wider than one between words."""
    gaps = ((word.x0, word.x0 - before.x1) for before, word in pairwise(line.words))
    return [line.x0, *(x0 for x0, gap in gaps if gap > BETWEEN_WORDS * line.size)]


def _fits(line: TextLine, edges: Sequence[float]) -> bool:
    """Whether each piece of the line begins at a column and ends before the next."""
    for segment in line.segments(edges):
        column = _column(segment, edges)
        if column is None:
            return False
        following = edges[column] if column < len(edges) else float("inf")
        if segment.x1 > following + NEAR:
            return False
    return True


def _follows(before: TextLine, line: TextLine) -> bool:
    """Whether a line is near enough to belong to the same table; one with a single text must be nearer."""
    return line.top - before.bottom < (3 if len(line.segments()) > 1 else 1.5) * before.size


def _column(segment: TextLine, edges: Sequence[float]) -> int | None:
    return next((at for at, edge in enumerate(edges, start=1) if abs(segment.x0 - edge) < NEAR), None)


def _is_newsletter(lines: Sequence[TextLine]) -> bool:
    widths = [[len(segment.text) for segment in line.segments()[:2]] for line in lines]
    shorter: float = min(median(column) for column in zip(*widths, strict=True))
    return shorter > SHORT


def _rows(lines: Sequence[TextLine], edges: Sequence[float]) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Lines that stand closer together than rows do are one row; where all stand alike, a row begins in column 1, or
    where every other column starts afresh."""
    gaps = [line.top - before.bottom for before, line in pairwise(lines)]
    close = min(gaps) if gaps else 0.0
    even = not gaps or max(gaps) - close < 0.25 * lines[0].size
    rows: list[list[TextLine]] = [[lines[0]]]
    for gap, line in zip(gaps, lines[1:], strict=True):
        if _begins(line, rows[-1], edges) if even else gap > close + 0.25 * line.size:
            rows.append([])
        rows[-1].append(line)
    rights = [max(ends) for ends in _ends(lines, edges)]
    return tuple(_row(row, edges, rights) for row in rows)


def _begins(line: TextLine, above: Sequence[TextLine], edges: Sequence[float]) -> bool:
    """Whether a line begins a row: it has a first cell, or a text in each of several other columns that starts afresh
    although its first word would have fitted above."""
    cells = {_column(segment, edges): segment for segment in line.segments(edges)}
    if 1 in cells or not cells:
        return 1 in cells
    before = {_column(segment, edges): segment for each in above for segment in each.segments(edges)}
    if len(edges) < 3 or set(cells) != set(range(2, len(edges) + 1)) or not set(cells) <= set(before):
        return False
    rights = dict(enumerate((*edges[1:], float("inf")), start=1))
    return all(
        segment.text[0].isupper() and has_room(before[at], segment, rights[at])
        for at, segment in cells.items()
        if at
    )


def _ends(lines: Sequence[TextLine], edges: Sequence[float]) -> list[list[float]]:
    """Where the texts of each column end."""
    ends = [[edge] for edge in edges]
    for segment in (segment for line in lines for segment in line.segments(edges)):
        ends[(_column(segment, edges) or 1) - 1].append(segment.x1)
    return ends


def _row(
    lines: Sequence[TextLine], edges: Sequence[float], rights: Sequence[float]
) -> tuple[tuple[int, str], ...]:
    columns: dict[int, list[TextLine]] = {}
    for segment in (segment for line in lines for segment in line.segments(edges)):
        columns.setdefault(_column(segment, edges) or 1, []).append(segment)
    return tuple(
        (column, joined(columns.get(column, []), rights[column - 1])) for column in range(1, len(edges) + 1)
    )
