"""Underlines and strokes through words in a PDF, which draws them as rules of their own below the words or across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from equalities.documents.formats.pdf_layout import TextLine, Word, lines_of

THIN = 2.0  # points: a higher rectangle is a box
BELOW = 3.0  # points below the foot of a letter, or above it, at which an underline runs
OVER = 2.0  # points by which it may be longer than what it underlines
ACROSS = (0.3, 0.75)  # of the height of a line, from its top: where a rule strikes words through


@dataclass(frozen=True)
class _Rule:
    x0: float
    x1: float
    y: float


def with_marks(page: Any, words: Sequence[Word]) -> list[Word]:
    """The words of a pdfplumber page, in their order, marked where a rule runs below them, or across. A rule that is
    longer than the words of its line is a border."""
    rules = [
        _Rule(float(drawn["x0"]), float(drawn["x1"]), float(drawn["top"]))
        for drawn in (*page.lines, *page.rects)
        if abs(drawn["bottom"] - drawn["top"]) < THIN and drawn["x1"] - drawn["x0"] > THIN
    ]
    if not rules:
        return list(words)
    lines = list(_lines(words))
    under = {word for line in lines for rule in rules if _is_below(rule, line) for word in _along(rule, line)}
    struck = {
        word for line in lines for rule in rules if _is_across(rule, line) for word in _along(rule, line)
    }
    return [
        replace(word, is_underlined=word in under, is_struck=word in struck)
        if word in under or word in struck
        else word
        for word in words
    ]


def _lines(words: Sequence[Word]) -> Iterable[TextLine]:
    by_cell = sorted(words, key=lambda word: -1 if word.cell is None else word.cell)
    for _, inside in groupby(by_cell, key=lambda word: word.cell):
        yield from lines_of(list(inside))


def _is_below(rule: _Rule, line: TextLine) -> bool:
    return -BELOW < rule.y - line.bottom < BELOW


def _is_across(rule: _Rule, line: TextLine) -> bool:
    high, low = ACROSS
    return high < (rule.y - line.top) / max(line.bottom - line.top, 1) < low and not _is_below(rule, line)


def _along(rule: _Rule, line: TextLine) -> list[Word]:
    """The words of a line that a rule runs along."""
    if rule.x0 < line.x0 - OVER or rule.x1 > line.x1 + OVER:
        return []
    return [word for word in line.words if rule.x0 - OVER < word.x0 and word.x1 < rule.x1 + OVER]


def struck(words: Sequence[Word]) -> tuple[str, ...]:
    """The phrases that are struck through, one for each line of each cell."""
    runs = (groupby(line.words, key=lambda word: word.is_struck) for line in _lines(words))
    return tuple(" ".join(word.text for word in run) for line in runs for is_struck, run in line if is_struck)


def phrases(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """The underlined phrases of a cell; one that goes on over the end of a line is one."""
    words = [word for line in lines for word in line.words]
    runs = groupby(words, key=lambda word: word.is_underlined)
    return tuple(" ".join(word.text for word in run) for is_underlined, run in runs if is_underlined)
