"""Words on a page put back into lines and columns: what a PDF does not say of itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from equalities.documents.formats.markup import BULLETS

GUTTER = 1.2  # a gap wider than this many letter heights parts two columns
NEAR = 4.0  # points within which two edges are one
ENTRY = re.compile(rf"[{BULLETS}–-]\s|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]\s")
BROKEN_HERE = "\ue000"  # of the private letters of Unicode, after a hyphen that ends a line
SOFT_HYPHENS = ("\u00ad", "\u2010")
BROKEN_WORD = re.compile(r"\w[-\u00ad\u2010]$")  # "follow-" and "up" on the next line, "2-" and "30 April"


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class TextLine:
    """Words that stand on one line, from left to right. Its measures are asked for again and again, and kept."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    def segments(self) -> list["TextLine"]:
        """The line cut at every gap wide enough to part two columns."""
        cut: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word.x0 - before.x1 > GUTTER * self.size:
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
        stands_alone = is_entry(line) or (has_room(before, line, right) and not BROKEN_WORD.search(text))
        text = f"{text}\n{line.text}" if stands_alone else continued(text, line.text)
    return text


def continued(text: str, line: str) -> str:
    """A text with the next line of it. Where a word is broken between them stands a sign for that."""
    return f"{text}{BROKEN_HERE}{line}" if BROKEN_WORD.search(text) else f"{text} {line}"


def is_entry(line: TextLine) -> bool:
    """Whether a line begins as an entry of a list does."""
    return ENTRY.match(line.text) is not None


def has_room(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether the line before ended of its own will, since more words would have fitted on it."""
    first = line.words[0]
    return before.x1 + (first.x1 - first.x0) + before.size < right
