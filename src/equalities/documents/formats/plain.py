"""Lines of a text file, and the pieces of them that will be cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from equalities.saying import to_say

BROKEN = to_say("The cells of this row run over several lines, which were put together")
MOST_COLUMNS = 250  # of a table that is a plan's


@dataclass(frozen=True)
class Line:
    """A line as written, its number in the file, and its page where form feeds divide the text."""

    text: str
    number: int
    page: int | None


@dataclass(frozen=True)
class Piece:
    """What will be a cell: its text as written, the line it begins on, and how many columns it reaches over."""

    text: str
    line: Line
    span: int = 1


@dataclass(frozen=True)
class Drawn:
    """A table in plain text: its rows, all the lines that it takes, those of them whose cells cannot be told, and what
    a person should look at in a row that begins on a line."""

    rows: tuple[tuple[Piece, ...], ...]
    lines: Sequence[Line]
    torn: Sequence[Line] = ()
    doubts: Sequence[tuple[str, Line]] = ()


def run(lines: Sequence[Line], start: int, belongs: Callable[[Line], bool]) -> list[Line]:
    """The lines from `start` as far as they belong together."""
    end = start
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return list(lines[start:end])


Fragments = dict[int, str]  # of one line: its texts by column, from 0


def joined(line: Line, texts: Sequence[Fragments], column: int, width: int) -> Piece:
    """The cell of a column from the lines of a row. What begins a line although its first word would have fitted on
    the line above, within so many letters, stands on a line of its own."""
    text, last = "", ""
    for found in filter(None, (each.get(column, "") for each in texts)):
        fits = last and len(last) + 1 + len(found.split()[0]) <= width
        text += ("\n" if fits else " " if text and not last.endswith("-") else "") + found
        last = found
    return Piece(text, line)
