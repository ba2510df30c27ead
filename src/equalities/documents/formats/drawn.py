"""Tables in plain text whose borders are drawn: with plus signs and bars, boxes, or dashes over each column."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from equalities.documents.formats import gutters
from equalities.documents.formats.plain import MOST_COLUMNS, Drawn, Fragments, Line, Piece, joined, run

_BARS = "|│┃║"
_CORNERS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝┏┳┓┣╋┫┗┻┛┡╇┩╒╤╕╞╪╡╘╧╛╟╫╢╓╥╖╙╨╜┯┿┷"
_BORDER = re.compile(rf"\s*[{_CORNERS}](?:[-=:─━═]+[{_CORNERS}])+\s*")
_RULER = re.compile(r"\s*(?:-{2,}|={2,})(?: +(?:-{2,}|={2,}))+\s*")
_LONG_RULER = re.compile(r"\s*-{8,}\s*")
_MOST_OF_A_HEAD = 6  # lines
_MOST_RULES = 3  # of a table that has none between its rows: over the head, under it, and at the foot


def at(lines: Sequence[Line], start: int) -> Drawn | None:
    """The table whose first line this is; None where none begins here."""
    if _BORDER.fullmatch(lines[start].text):
        return _grid(run(lines, start, _is_of_grid))
    if lines[start].text.strip() and (ruler := _ruler_below(lines, start)) is not None:
        return _ruled(lines, start, ruler)
    return None


def _is_of_grid(line: Line) -> bool:
    return line.text.lstrip()[:1] in {*_BARS, *_CORNERS} and line.text.strip() != ""


# Grids


def _grid(lines: Sequence[Line]) -> Drawn | None:
    borders = [line for line in lines if _BORDER.fullmatch(line.text)]
    edges = sorted({at for line in borders for at, sign in enumerate(line.text) if sign in _CORNERS})
    if len(borders) < 2 or not 2 < len(edges) <= MOST_COLUMNS:
        return None
    groups: list[list[tuple[Line, Fragments]]] = [[]]
    for line in lines:
        if _BORDER.fullmatch(line.text):
            groups += [[]] if groups[-1] else []
        elif (cells := _cells(line, edges)) is not None:
            groups[-1].append((line, cells))
        else:
            return Drawn((), lines, lines)
    groups = list(filter(None, groups))
    rules_rows = len(borders) > _MOST_RULES or any("=" in line.text for line in borders)
    each_line = not rules_rows and len(groups) > 1 and _are_rows(groups[-1])
    parts = [*groups[:-1], *([one] for one in groups[-1])] if each_line else groups
    return Drawn(tuple(_grid_row(part, edges) for part in parts), lines)


def _are_rows(lines: Sequence[tuple[Line, dict[int, str]]]) -> bool:
    """Whether lines that nothing divides are rows of their own: each fills the cells that the first does."""
    filled = [{column for column, text in cells.items() if text} for _, cells in lines]
    return all(each >= filled[0] for each in filled)


def _cells(line: Line, edges: Sequence[int]) -> Fragments | None:
    """The texts between the bars of a line, by the column they begin in; None where a bar stands beside its edge, or
    part of a border between texts."""
    bars = [at for at, sign in enumerate(line.text) if sign in _BARS and at in edges]
    if bars[:1] != [edges[0]] or bars[-1] != edges[-1] or _BORDER.search(line.text):
        return None
    return {edges.index(one): line.text[one + 1 : other].strip() for one, other in pairwise(bars)}


def _grid_row(lines: Sequence[tuple[Line, Fragments]], edges: Sequence[int]) -> tuple[Piece, ...]:
    columns = sorted({column for _, cells in lines for column in cells})
    texts = [cells for _, cells in lines]
    found = []
    for column, following in pairwise([*columns, len(edges) - 1]):
        width = edges[following] - edges[column] - 3
        first = next((line for line, cells in lines if cells.get(column)), lines[0][0])
        found.append(Piece(joined(first, texts, column, width).text, first, following - column))
    return tuple(found)


# Rulers of dashes


def _ruler_below(lines: Sequence[Line], start: int) -> int | None:
    """The line of the ruler under a head that begins at `start`, or at `start` itself where no head stands over it."""
    for place, line in enumerate(lines[start : start + _MOST_OF_A_HEAD + 1], start=start):
        if _RULER.fullmatch(line.text):
            return place
        if not line.text.strip() or (place > start and _LONG_RULER.fullmatch(line.text)):
            return None
    return None


def _ruled(lines: Sequence[Line], start: int, ruler: int) -> Drawn | None:
    starts = [found.start() for found in re.finditer(r"[-=]+", lines[ruler].text)]
    again = ruler == start and _ruler_below(lines, start + 1)
    head = lines[start:ruler]
    if again and lines[again].text.strip() == lines[ruler].text.strip():
        head, ruler = lines[ruler + 1 : again], again
    head = [line for line in head if not _LONG_RULER.fullmatch(line.text)]
    is_spaced = start < ruler and _LONG_RULER.fullmatch(lines[start].text) is not None
    body = run(lines, ruler + 1, lambda line: _is_of_body(line, is_spaced=is_spaced))
    end = ruler + 1 + len(body)
    end += end < len(lines) and _is_rule(lines[end])
    if not body or any(_runs_over(line, starts) for line in (*head, *body)):
        return None
    rows = tuple(_ruled_rows(head, body, starts, is_spaced=is_spaced))
    return Drawn(rows, lines[start:end], () if len(rows) > len(head[:1]) else [*head, *body])


def _is_rule(line: Line) -> bool:
    return bool(_RULER.fullmatch(line.text) or _LONG_RULER.fullmatch(line.text))


def _is_of_body(line: Line, *, is_spaced: bool) -> bool:
    return not _is_rule(line) and (is_spaced or line.text.strip() != "")


def _runs_over(line: Line, starts: Sequence[int]) -> bool:
    """Whether a text of a line runs from one column into the next."""
    return any(line.text[first - 1 : first].strip() for first in starts[1:])


def _ruled_rows(
    head: Sequence[Line], body: Sequence[Line], starts: Sequence[int], *, is_spaced: bool
) -> Iterator[tuple[Piece, ...]]:
    """The head as one row, and the rows under it: those between blank lines, or those that the lines tell."""
    if head:
        yield _one_row(head, starts)
    if is_spaced:
        for is_text, part in groupby(body, key=lambda line: line.text.strip() != ""):
            if is_text:
                yield _one_row(list(part), starts)
    else:
        yield from gutters.rows(body, starts)


def _one_row(lines: Sequence[Line], starts: Sequence[int]) -> tuple[Piece, ...]:
    cut = [(line, _between(line, starts)) for line in lines]
    widths = [
        max((len(texts.get(column, "")) for _, texts in cut), default=0) for column in range(len(starts))
    ]
    return gutters.row(cut, starts, widths)


def _between(line: Line, starts: Sequence[int]) -> Fragments:
    places = [*starts[1:], None]
    texts = (line.text[first:last].strip() for first, last in zip((0, *starts[1:]), places, strict=True))
    return {column: text for column, text in enumerate(texts) if text}
