"""Tables in plain text whose columns only blanks keep apart, as `pdftotext -layout` and text browsers print them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from equalities.documents.entries import is_unfinished
from equalities.documents.formats.plain import MOST_COLUMNS, Drawn, Fragments, Line, Piece, joined
from equalities.documents.vocabulary import is_heading

_PIECE = re.compile(r"\S+(?: \S+)*")
_FEWEST_NAMES = 2  # of columns that the vocabulary must know
_FEWEST = 3  # lines that are cut into columns, the headings among them
_BLANK_LINES = 2  # at most, between two rows
_LONG = 30  # letters: two columns of longer texts are a newsletter's
_NUMBER = 6  # letters of a number before the first heading

_Span = tuple[int, int]


def at(lines: Sequence[Line], start: int) -> Drawn | None:
    """The table that begins at a line, whose pieces are its headings; None where none does."""
    pieces = _pieces(lines[start])
    if not 1 < len(pieces) <= MOST_COLUMNS:
        return None
    names = [lines[start].text[first:last] for first, last in pieces]
    if {"|", "\t"} & set(lines[start].text) or sum(
        is_heading(name) is not None for name in names
    ) < _FEWEST_NAMES:
        return None
    gutters = _Gutters(pieces)
    end = start
    for place in range(start, len(lines)):
        if place - end > _BLANK_LINES + 1 or not _takes(gutters, lines, place):
            break
        end = place + 1 if lines[place].text.strip() else end
    body = list(lines[start:end])
    cut = [spans for line in body if len(spans := _pieces(line)) > 1]
    if len(cut) < _FEWEST or (len(gutters.starts) == 2 and _is_newsletter(cut)):
        return None
    found = rows(body, gutters.starts)
    return Drawn(found, body, () if found else body)


def rows(lines: Sequence[Line], starts: Sequence[int]) -> tuple[tuple[Piece, ...], ...]:
    """Lines under one head put together to rows, with the columns beginning where `starts` says; none where it cannot
    be told which lines go on from others.

    Cells begin at the top of their row, so that a line with a text in a column that was blank above begins one. A
    text goes on below where its next word did not fit.
    """
    cut = [(line, fragments(line, starts)) for line in lines]
    columns = [texts for _, texts in cut if not _is_title(texts, starts)]
    widths = [max((len(texts.get(at, "")) for texts in columns), default=0) for at in range(len(starts))]
    found: list[list[tuple[Line, Fragments]]] = []
    above: Fragments = {}
    for line, texts in cut:
        is_title = _is_title(texts, starts)
        if texts and (not found or is_title or _begins(above, texts, widths)):
            if found and _goes_on(found[-1], texts):
                return ()
            found.append([])
        if texts:
            found[-1].append((line, texts))
        above = {} if is_title else texts
    return tuple(row(each, starts, widths) for each in found)


def _is_title(texts: Fragments, starts: Sequence[int]) -> bool:
    """Whether a line holds one text that runs over the columns."""
    return set(texts) == {0} and len(starts) > 1 and len(texts[0]) > starts[1] - starts[0]


def fragments(line: Line, starts: Sequence[int]) -> Fragments:
    """The texts of a line by column; one that runs over the columns whole, the title of those below."""
    spans = _pieces(line)
    if len(spans) == 1 and spans[0][0] < starts[1] < spans[0][1]:
        return {0: line.text.strip()}
    ends = [*starts[1:], None]
    texts = (line.text[first:end].strip() for first, end in zip((0, *starts[1:]), ends, strict=True))
    return {column: text for column, text in enumerate(texts) if text}


@dataclass
class _Gutters:
    """The blanks that all lines of a table share between two columns: where they begin and end."""

    head: list[_Span]

    def __post_init__(self) -> None:
        self.left = self.head[0][0]
        self.free = [(one[1], other[0]) for one, other in zip(self.head, self.head[1:], strict=False)]

    @property
    def starts(self) -> list[int]:
        return [self.left, *(end for _, end in self.free)]

    def take(self, spans: Sequence[_Span]) -> bool:
        """Let the pieces of a line stand in the columns; False where one runs from column to column."""
        free, left = list(self.free), self.left
        for first, last in spans:
            if last < left and last - first <= _NUMBER and len(spans) > 1:
                free.insert(0, (last, left))
            elif last < left:
                return False
            left = min(left, first)
            for at, (begins, ends) in enumerate(free):
                if first <= begins and last >= ends:
                    return False
                free[at] = _narrowed((begins, ends), (first, last))
        self.free, self.left = free, left
        return True


def _narrowed(gap: _Span, piece: _Span) -> _Span:
    """What stays free of a gap beside a piece that reaches into it, or stands in it and belongs to the nearer side."""
    (begins, ends), (first, last) = gap, piece
    if last <= begins or first >= ends:
        return gap
    is_left = first <= begins or (last < ends and first - begins < ends - last)
    return (last, ends) if is_left else (begins, first)


def _takes(gutters: _Gutters, lines: Sequence[Line], place: int) -> bool:
    """Whether a line belongs to the table: it is blank, stands in its columns, or is a title between two rows."""
    line, spans = lines[place], _pieces(lines[place])
    if not line.text.strip():
        return True
    is_after_blank = not lines[place - 1].text.strip()
    if len(spans) == 1 and is_after_blank and spans[0][0] >= gutters.starts[1]:
        return False  # the number of the page
    if "\t" not in line.text and gutters.take(spans):
        return True
    following = next((_pieces(each) for each in lines[place + 1 : place + 3] if each.text.strip()), [])
    return (
        len(spans) == 1 and spans[0][0] < gutters.starts[1] and len(following) > 1 and gutters.take(following)
    )


def row(
    lines: Sequence[tuple[Line, Fragments]], starts: Sequence[int], widths: Sequence[int]
) -> tuple[Piece, ...]:
    """The cells of one row from its lines; one text that runs over the columns is merged over them."""
    (first, opening), *others = lines
    if not others and _is_title(opening, starts):
        return (Piece(opening[0], first, len(starts)),)
    texts = [each for _, each in lines]
    begun = [next((line for line, each in lines if column in each), first) for column in range(len(starts))]
    return tuple(joined(begun[column], texts, column, width) for column, width in enumerate(widths))


def _begins(above: Fragments, texts: Fragments, widths: Sequence[int]) -> bool:
    """Whether a line begins a row, by the line above it."""
    if not texts.keys() <= above.keys():
        return True
    if len(texts) == len(widths) and not any(text[0].islower() for text in texts.values()):
        return True
    return len(texts) > 1 and all(
        _fits(above[column], text, widths[column]) for column, text in texts.items()
    )


def _fits(above: str, text: str, width: int) -> bool:
    return len(above) + 1 + len(text.split()[0]) <= width


def _goes_on(row: Sequence[tuple[Line, Fragments]], texts: Fragments) -> bool:
    """Whether a line that begins a row goes on from the row above in some column: its cells stand in the middle of
    their rows, or at the foot."""
    last = [next((each[column] for _, each in reversed(row) if column in each), "") for column in texts]
    return any(
        text[0].islower() and before and is_unfinished(before, text)
        for before, text in zip(last, texts.values(), strict=True)
    )


def _pieces(line: Line) -> list[_Span]:
    """Where the pieces of a line begin and end, between which two blanks stand or more."""
    return [piece.span() for piece in _PIECE.finditer(line.text)]


def _is_newsletter(lines: Sequence[Sequence[_Span]]) -> bool:
    shortest = sorted(min(last - first for first, last in spans) for spans in lines)
    return shortest[len(shortest) // 2] > _LONG
