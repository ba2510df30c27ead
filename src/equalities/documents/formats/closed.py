"""Tables in plain text whose cells each end with an upright bar, as pages of the web become text: no line of dashes
says how many a row has, so its headings do."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from equalities.documents import references
from equalities.documents.formats.plain import Line, Piece
from equalities.documents.vocabulary import is_heading
from equalities.timescales import read

_CELL = re.compile(r"[^|]*[^|\s][^|]*\|\s*")
BAR = re.compile(r"(?<!\\)\|")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_FEWEST = 3  # columns
_FEWEST_NAMES = 2  # of columns that the vocabulary must know
_MOST_LINES = 6  # of a cell, above the one that closes it

Rows = tuple[tuple[Piece, ...], ...]


def inside(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that stand inside a cell, which a later one closes: those between two lines that each
    hold one cell, if the second is no heading."""
    parts = [(is_bare, list(part)) for is_bare, part in groupby(lines, key=lambda line: "|" not in line.text)]
    found: set[int] = set()
    for (_, above), (is_bare, part), (_, below) in zip(parts, parts[1:], parts[2:], strict=False):
        if not is_bare or len(part) > _MOST_LINES or not all(line.text.strip() for line in part):
            continue
        if _CELL.fullmatch(above[-1].text) and _CELL.fullmatch(below[0].text) and not _is_head(below[0].text):
            found |= {line.number for line in part}
    return found


def _is_head(text: str) -> bool:
    return is_heading(text.strip().removesuffix("|").strip()) is not None


def cells(lines: Sequence[Line]) -> Iterator[Piece]:
    """The cells of lines one after the other, each from the line it begins on."""
    begun: list[Line] = []
    for line in lines:
        begun.append(line)
        if "|" in line.text:
            texts = BAR.split(line.text.strip().removesuffix("|"))
            texts[0] = "\n".join([*(each.text.strip() for each in begun[:-1]), texts[0]])
            yield from (Piece(text, begun[0] if at == 0 else line) for at, text in enumerate(texts))
            begun = []


def rows(lines: Sequence[Line]) -> Rows | None:
    """The rows of a table whose lines all end with a bar and begin with none; None where they cannot be told."""
    if any(
        line.text.strip(" |") and (line.text.lstrip().startswith("|") or not line.text.rstrip().endswith("|"))
        for line in lines
        if "|" in line.text
    ):
        return None
    across = lines[0].text.count("|")
    return _one_by_one(list(cells(lines))) if across == 1 else _broken(lines, across)


def _one_by_one(found: Sequence[Piece]) -> Rows | None:
    """Rows from a cell a line. Where rows are numbered, the first number ends the headings, and each row begins with
    one; the column of numbers may have no heading. Where they are not, all under a heading of times must be times."""
    known = [is_heading(cell.text.strip()) for cell in found]
    numbers = {at for at, cell in enumerate(found) if _NUMBER.fullmatch(cell.text.strip())}
    names = min(numbers, default=known.index(None) if None in known else 0)
    if sum(name is not None for name in known[:names]) < _FEWEST_NAMES:
        return None
    head = list(found[:names])
    if numbers and known[0] != "ref":
        head.insert(0, Piece("", head[0].line))
    width, body = len(head), found[names:]
    if width < _FEWEST or len(body) % width:
        return None
    parts = [tuple(body[at : at + width]) for at in range(0, len(body), width)]
    is_told = (
        numbers >= set(range(names, len(found), width))
        if numbers
        else "timescale" in known[:names] and all(_is_time(part[known.index("timescale")]) for part in parts)
    )
    return (tuple(head), *parts) if is_told else None


def _is_time(cell: Piece) -> bool:
    return not cell.text.strip() or read(cell.text).kind != "not-a-date"


def _broken(lines: Sequence[Line], width: int) -> Rows | None:
    """Rows that are a line each, but for those broken after a cell, which have as many cells as the first together."""
    names = [is_heading(name.strip()) for name in lines[0].text.split("|")]
    if width < _FEWEST or sum(name is not None for name in names) < _FEWEST_NAMES:
        return None
    parts = [list(cells([line])) for line in lines if "|" in line.text]
    if len(parts) < len(lines):
        return None
    whole: list[tuple[Piece, ...]] = []
    at = 0
    while at < len(parts):
        own = [parts[at], *takewhile(_is_no_title, parts[at + 1 : at + width])]
        size = _lines_of_row([len(part) for part in own], width)
        whole.append(tuple(piece for part in parts[at : at + size] for piece in part))
        at += size
    return tuple(whole)


def _is_no_title(part: Sequence[Piece]) -> bool:
    return references.label(part[0].text) is None


def _lines_of_row(sizes: Sequence[int], width: int) -> int:
    """How many lines make up a whole row; 1 where they do not, as under a title."""
    total = 0
    for count, size in enumerate(sizes, start=1):
        total += size
        if total >= width:
            return count if total == width else 1
    return 1
