"""Tables in plain text whose lines are each cut into as many pieces, by slashes or by wide blanks, one row a line."""

import re
from collections.abc import Sequence

from equalities.documents.formats.markup import BULLETS
from equalities.documents.formats.plain import BROKEN, MOST_COLUMNS, Drawn, Line, Piece
from equalities.documents.vocabulary import is_heading
from equalities.timescales import read

_MARKS = (re.compile(r"\s+/\s+"), re.compile(r"(?<=\S) {2,}(?=\S)"))
_SLASH = re.compile(r"(?:^|\s+)/(?:\s+|$)")
_GOES_ON = re.compile(rf"\s*[-*–{BULLETS}a-z]")
_FEWEST = 3  # columns, as "and / or" stands in texts
_FEWEST_ROWS = 2
_FEWEST_NAMES = 2  # of columns that the vocabulary must know
_LOOKED_AT = 60  # lines by which a table is told
_MOST = 0.6  # of the lines that must be whole


def at(lines: Sequence[Line], start: int) -> Drawn | None:
    """The table whose headings stand on a line; None where none does. Lines that are not whole have lost cells or
    hold the mark in their texts, and cannot be told."""
    for mark in _MARKS:
        names = _cut(lines[start], mark)
        if (
            _FEWEST <= len(names) <= MOST_COLUMNS
            and sum(is_heading(name) is not None for name in names) >= _FEWEST_NAMES
        ):
            return _table(lines, start, mark, len(names)) or _over_lines(lines, start, names)
    return None


def _table(lines: Sequence[Line], start: int, mark: re.Pattern[str], count: int) -> Drawn | None:
    opening = _body(lines[start : start + _LOOKED_AT], 0, mark)
    if not _is_even([len(_cut(line, mark)) for line in opening], count):
        return None
    body = _body(lines, start, mark)
    sizes = [len(_cut(line, mark)) for line in body]
    rows = [_row(line, mark, count) for line, size in zip(body, sizes, strict=True) if size in (1, count)]
    torn = [line for line, size in zip(body, sizes, strict=True) if size not in (0, 1, count)]
    return Drawn(tuple(rows), body, torn)


def _over_lines(lines: Sequence[Line], start: int, names: Sequence[str]) -> Drawn | None:
    """The table whose cells run over lines, as lists do: each row goes on until it has as many cells as the head, and
    the next line with a slash begins another. None where one has more, where a line may end one row or begin the
    next, or where what stands as a time is none."""
    end = _end(lines, start)
    rows: list[list[Piece]] = []
    for line in filter(lambda line: line.text.strip(), lines[start:end]):
        texts = _SLASH.split(line.text.rstrip())
        if not rows or (len(rows[-1]) == len(names) and len(texts) > 1):
            rows.append([Piece(text, line) for text in texts])
        elif len(rows[-1]) == len(names) and not _GOES_ON.match(line.text):
            return None
        else:
            last = rows[-1].pop()
            first = Piece("\n".join(filter(None, (last.text, texts[0]))), last.line if last.text else line)
            rows[-1] += [first, *(Piece(text, line) for text in texts[1:])]
    times = [at for at, name in enumerate(names) if is_heading(name) == "timescale"]
    if len(rows) <= _FEWEST_ROWS or not times or any(len(row) != len(names) for row in rows):
        return None
    if not all(_are_times(row[at].text) for row in rows[1:] for at in times):
        return None
    broken = [row[0].line for row in rows if len({piece.line.number for piece in row}) > 1]
    return Drawn(tuple(map(tuple, rows)), lines[start:end], (), tuple((BROKEN, line) for line in broken))


def _end(lines: Sequence[Line], start: int) -> int:
    """Where a table ends: before a blank line that no line with a slash follows, or before another head."""
    for at in range(start, len(lines)):
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        names = _SLASH.split(lines[at].text.strip()) if at > start else []
        if len(names) > 1 and all(map(is_heading, names)):
            return at
        if not lines[at].text.strip() and not _SLASH.search(below):
            return at
    return len(lines)


def _are_times(text: str) -> bool:
    return all(read(each).kind != "not-a-date" for each in text.split("\n") if each.strip())


def _is_even(sizes: Sequence[int], count: int) -> bool:
    """Whether most lines under the head that are cut at all are cut as it is."""
    whole, several = sizes.count(count) - 1, sum(size > 1 for size in sizes) - 1
    return whole >= max(_FEWEST_ROWS, _MOST * several)


def _body(lines: Sequence[Line], start: int, mark: re.Pattern[str]) -> list[Line]:
    """The lines that are cut, with those between two of them: blank ones, and one that is a title."""
    end = place = start
    while place < len(lines) and place - end < _FEWEST:
        place += 1
        if len(_cut(lines[place - 1], mark)) > 1:
            end = place
    return list(lines[start:end])


def _row(line: Line, mark: re.Pattern[str], count: int) -> tuple[Piece, ...]:
    texts = _cut(line, mark)
    return tuple(Piece(text, line, count if len(texts) == 1 else 1) for text in texts)


def _cut(line: Line, mark: re.Pattern[str]) -> list[str]:
    text = line.text.strip()
    return mark.split(text) if text and "\t" not in text and "|" not in text else []
