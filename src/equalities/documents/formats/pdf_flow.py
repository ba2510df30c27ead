"""In which order the text of a page is read: two columns of text, or two tables side by side, one after the other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from equalities.documents.formats.pdf_aligned import SHORT, Across, Gap, gaps_of, narrowed
from equalities.documents.formats.pdf_layout import GUTTER, TextLine, lines_of

_LEAST = 6.0  # points of blank between two columns of a page
_FEW = 4  # lines; a column of a page has more
_PART = 0.25  # of the width of both: a column of a page is wider
_RUNNING = 18  # letters in a line of running text, in the middle
_FAR = 3.0  # letter heights; the last line of a page that stands further off is its foot
_CLEARLY = 0.25  # letter heights by which the blank between paragraphs is more than that between lines
_LEVEL = 2.0  # points within which two texts begin, end, or have their middles
_MOST = 0.8

Span = tuple[TextLine, ...]


def flows(lines: Sequence[TextLine], levels: Sequence[Across], depth: int = 0) -> list[Span]:
    """The lines of a page in the order in which they are read, gathered into parts of the page that stand above or
    beside each other. What stands beside is a part of its own where its paragraphs or rows begin on other levels; in
    a table they begin on the same ones,
    or rules run across both (`levels`)."""
    found = _side_by_side(lines, levels) if depth < 3 else None
    if found is None:
        return [tuple(lines)] if lines else []
    first, last, gap = found
    sides = _sides(lines[first : last + 1], gap)
    return [
        *flows(lines[:first], levels, depth + 1),
        *(part for side in sides for part in flows(side, levels, depth + 1)),
        *flows(lines[last + 1 :], levels, depth + 1),
    ]


def _side_by_side(lines: Sequence[TextLine], levels: Sequence[Across]) -> tuple[int, int, Gap] | None:
    """The first and the last line that stand beside each other, and the gap between: the longest such stretch."""
    best: tuple[int, int, Gap] | None = None
    tried: list[tuple[int, int, Gap]] = []
    for start, line in enumerate(lines):
        for gap in (*gaps_of(line, GUTTER), *_beside(line, lines[start + 1 : start + 2])):
            if any(_is_in(start, gap, stretch) for stretch in tried):
                continue
            first, last, left_blank = _stretch(lines, start, gap)
            tried.append((first, last, left_blank))
            if best and last - first <= best[1] - best[0]:
                continue
            if _ruled_through(lines[first : last + 1], left_blank, levels):
                continue
            sides = _sides(lines[first : last + 1], left_blank)
            if _are_apart(*sides) or all(_is_ruled_alone(side, levels) for side in sides):
                best = first, last, left_blank
    return best


def _beside(line: TextLine, following: Sequence[TextLine]) -> Iterator[Gap]:
    """The gap between a line and the next where they stand beside each other, on levels of their own."""
    for other in following:
        first, second = sorted((line, other), key=lambda each: each.x0)
        if other.top < line.bottom and second.x0 - first.x1 > GUTTER * line.size:
            yield first.x1, second.x0


def _is_in(start: int, gap: Gap, stretch: tuple[int, int, Gap]) -> bool:
    """Whether a gap in a line is part of a stretch that was found from another line."""
    first, last, left_blank = stretch
    return first <= start <= last and gap[0] - 0.1 < left_blank[0] and left_blank[1] < gap[1] + 0.1


def _stretch(lines: Sequence[TextLine], start: int, gap: Gap) -> tuple[int, int, Gap]:
    """How far up and down from a line a gap stays blank."""
    first = last = start
    for step in (1, -1):
        at = start + step
        while 0 <= at < len(lines) and (rest := narrowed(gap, lines[at])) and rest[1] - rest[0] > _LEAST:
            gap, first, last = rest, min(first, at), max(last, at)
            at += step
    both = next((at for at in range(first, start) if _has_both(lines[at], gap)), start)
    while both > first and lines[both].top - lines[both - 1].bottom < lines[both].size:
        both -= 1
    while (
        last > both
        and lines[last].top - lines[last - 1].bottom > _FAR * lines[last].size
        and last == len(lines) - 1
    ):
        last -= 1
    return both, last, gap


def _ruled_through(lines: Sequence[TextLine], gap: Gap, levels: Sequence[Across]) -> bool:
    """Whether several rules or shades run through the gap from text to text, as in a table."""
    top, foot = lines[0].top, lines[-1].bottom
    through = {
        round(level.y)
        for level in levels
        if top < level.y < foot
        and level.x0 < gap[0]
        and level.x1 > gap[1]
        and level.x1 - level.x0 > 2 * (gap[1] - gap[0])
    }
    return len(through) > 1


def _is_ruled_alone(side: Sequence[TextLine], levels: Sequence[Across]) -> bool:
    """Whether most of what stands on one side is a table whose rules run over it and no further."""
    left, right = min((line.x0 for line in side), default=0.0), max((line.x1 for line in side), default=0.0)
    alone = [
        level.y
        for level in levels
        if left - 2 * _LEAST < level.x0 < left + _LEAST
        and right - _LEAST < level.x1 < right + (right - left) / 2
    ]
    between = [line for line in side if alone and min(alone) < line.top < max(alone)]
    return len(alone) > 2 and 2 * len(between) > len(side)


def _has_both(line: TextLine, gap: Gap) -> bool:
    return line.x0 < gap[0] + 1 and line.x1 > gap[1] - 1


def _sides(lines: Sequence[TextLine], gap: Gap) -> tuple[list[TextLine], list[TextLine]]:
    words = [word for line in lines for word in line.words]
    middle = (gap[0] + gap[1]) / 2
    left, right = [word for word in words if word.x0 < middle], [word for word in words if word.x0 >= middle]
    return lines_of(left), lines_of(right)


def _are_apart(left: Sequence[TextLine], right: Sequence[TextLine]) -> bool:
    """Whether two sides have nothing to do with each other."""
    if min(len(left), len(right)) < _FEW or not all(map(_is_whole, (left, right))):
        return False
    width = max(line.x1 for line in right) - min(line.x0 for line in left)
    if min(_width(left), _width(right)) < _PART * width:
        return False
    if _heads(left) & _heads(right):
        return True
    if _is_in_rows(left, right):
        return False
    close = _close(left, right)
    one, other = list(_blocks(left, close)), list(_blocks(right, close))
    shared = max(_level_with(one, other) / len(one), _level_with(other, one) / len(other))
    if len(one) == len(other) == 1:
        return all(median(len(line.text) for line in side) > SHORT for side in (left, right))
    return shared <= 0.5


def _heads(lines: Sequence[TextLine]) -> set[tuple[str, int]]:
    """Lines of several texts, with their levels: two tables with the same heads print one twice on a level."""
    return {(line.text, round(line.top)) for line in lines if len(line.segments()) > 1}


def _width(lines: Sequence[TextLine]) -> float:
    return max(line.x1 for line in lines) - min(line.x0 for line in lines)


def _is_whole(lines: Sequence[TextLine]) -> bool:
    """Whether lines may be a part of a page by themselves: running text, or a table of their own."""
    return _is_running(lines) or sum(len(line.segments()) > 1 for line in lines) >= _FEW - 1


def _is_running(lines: Sequence[TextLine]) -> bool:
    long = [line for line in lines if len(line.text) >= _RUNNING]
    in_row = any(
        all(len(line.text) >= _RUNNING for line in four)
        for four in zip(*(lines[at:] for at in range(_FEW)), strict=False)
    )
    return in_row and 2 * len(long) > len(lines)


def _close(*sides: Sequence[TextLine]) -> float:
    """The most blank between two lines of one paragraph or cell."""
    gaps = sorted(line.top - before.bottom for lines in sides for before, line in pairwise(lines))
    return gaps[len(gaps) // 20] + _CLEARLY * median(line.size for lines in sides for line in lines)


def _blocks(lines: Sequence[TextLine], close: float) -> Iterator[tuple[float, float]]:
    """The top and foot of each run of lines that stand close together."""
    gaps = [line.top - before.bottom for before, line in pairwise(lines)]
    start = 0
    for at, gap in enumerate([*gaps, close + 1], start=1):
        if gap > close:
            yield lines[start].top, lines[at - 1].bottom
            start = at


def _level_with(blocks: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> int:
    """How many blocks begin or end on the level of one of the others, or have their middle there."""
    return sum(
        any(
            abs(top - one) < _LEVEL or abs(foot - two) < _LEVEL or abs(top + foot - one - two) < 2 * _LEVEL
            for one, two in others
        )
        for top, foot in blocks
    )


def _is_in_rows(*sides: Sequence[TextLine]) -> bool:
    """Whether nearly every short line of the side that has fewer stands level with one of the other, as cells do."""
    fewer, more = sorted(sides, key=len)
    tops = {round(line.top) for line in more}
    level = sum(any(round(line.top) + step in tops for step in (-1, 0, 1)) for line in fewer)
    return median(len(line.text) for line in fewer) <= SHORT and level >= _MOST * len(fewer)
