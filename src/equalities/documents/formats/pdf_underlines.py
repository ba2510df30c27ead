"""Underlines in a PDF, which draws them as rules of their own just below the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from equalities.documents.formats.pdf_layout import TextLine, Word, lines_of

THIN = 2.0  # points: a higher rectangle is a box
BELOW = 3.0  # points below the foot of a letter, or above it, at which an underline runs
OVER = 2.0  # points by which it may be longer than what it underlines


@dataclass(frozen=True)
class _Rule:
    x0: float
    x1: float
    y: float


def underlined(page: Any, words: Sequence[Word]) -> list[Word]:
    """The words of a pdfplumber page, in their order, marked where a rule runs below them. A rule that is longer
    than the words of its line is a border."""
    rules = [
        _Rule(float(drawn["x0"]), float(drawn["x1"]), float(drawn["top"]))
        for drawn in (*page.lines, *page.rects)
        if abs(drawn["bottom"] - drawn["top"]) < THIN and drawn["x1"] - drawn["x0"] > THIN
    ]
    if not rules:
        return list(words)
    marked = {word for line in _lines(words) for rule in rules for word in _above(rule, line)}
    return [replace(word, is_underlined=True) if word in marked else word for word in words]


def _lines(words: Sequence[Word]) -> Iterable[TextLine]:
    by_cell = sorted(words, key=lambda word: -1 if word.cell is None else word.cell)
    for _, inside in groupby(by_cell, key=lambda word: word.cell):
        yield from lines_of(list(inside))


def _above(rule: _Rule, line: TextLine) -> list[Word]:
    """The words of a line that a rule underlines."""
    is_near = -BELOW < rule.y - line.bottom < BELOW
    if not is_near or rule.x0 < line.x0 - OVER or rule.x1 > line.x1 + OVER:
        return []
    return [word for word in line.words if rule.x0 - OVER < word.x0 and word.x1 < rule.x1 + OVER]


def phrases(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """The underlined phrases of a cell; one that goes on over the end of a line is one."""
    words = [word for line in lines for word in line.words]
    runs = groupby(words, key=lambda word: word.is_underlined)
    return tuple(" ".join(word.text for word in run) for is_underlined, run in runs if is_underlined)
