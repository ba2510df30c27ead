"""Text of a PDF outside its tables: lines gathered into paragraphs, headings told by their letters, running heads."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from equalities.documents.blocks import Paragraph, Source
from equalities.documents.formats.markup import BULLETS
from equalities.documents.formats.pdf_layout import TextLine, continued, has_room, is_entry

HEADING = 1.15  # letters so much larger than the body's are a heading's
MARGIN = 60  # points at the top and foot of a page where running heads and page numbers stand

_Numbered = tuple[int, TextLine]
Running = tuple[TextLine, Source]


@dataclass(frozen=True)
class PageText:
    """The lines of a page outside its tables."""

    source: Source
    height: float
    lines: tuple[TextLine, ...]


def paragraphs(
    lines: Sequence[_Numbered], right: float, page: Source, sizes: list[int]
) -> Iterator[Paragraph]:
    """Lines, with their numbers on the page, as paragraphs. `right` is where they must end, `sizes` are those of
    headings, the highest first."""
    for group in _gathered(lines, right):
        yield _paragraph(group, page, sizes)


def _gathered(lines: Sequence[_Numbered], right: float) -> Iterator[list[_Numbered]]:
    """Lines, with their numbers on the page, gathered into paragraphs."""
    group = list(lines[:1])
    for (_, before), (number, line) in pairwise(lines):
        if _parts(before, line, right):
            yield group
            group = []
        group.append((number, line))
    if group:
        yield group


def _paragraph(group: Sequence[_Numbered], page: Source, sizes: list[int]) -> Paragraph:
    number, first = group[0]
    text = reduce(continued, (line.text for _, line in group))
    level = _level([line for _, line in group], sizes)
    place = page._replace(line=number)
    return Paragraph(
        text.lstrip(f"{BULLETS} ") or text, place, level, is_item=is_entry(first) and level is None
    )


def _parts(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether a new paragraph begins with this line."""
    changes = abs(before.size - line.size) > 0.5 or _is_bold(before) != _is_bold(line)
    return changes or line.top - before.bottom > line.size or is_entry(line) or has_room(before, line, right)


def _is_bold(line: TextLine) -> bool:
    return all(word.is_bold for word in line.words)


def _level(lines: Sequence[TextLine], sizes: list[int]) -> int | None:
    """Larger letters are headings, the largest the highest; a short bold line is a heading below them."""
    size = round(lines[0].size)
    if size in sizes:
        return min(sizes.index(size) + 1, 6)
    return min(len(sizes) + 1, 6) if len(lines) == 1 and _is_bold(lines[0]) else None


def heading_sizes(pages: Iterable[Counter[int]]) -> list[int]:
    """The heights of letters that headings have, the highest first. `pages` says how many letters of each height a
    page has."""
    letters = sum(pages, Counter[int]())
    body = letters.most_common(1)[0][0]
    return sorted((size for size in letters if size > HEADING * body), reverse=True)


# Running heads and page numbers


def running_heads(pages: Sequence[PageText]) -> dict[str, Running]:
    """Lines in the margins that stand on most pages, by their text without its numbers: the first of each."""
    found = [(line, page) for page in pages for line in page.lines if _is_in_margin(line, page)]
    counts = Counter(_key(line) for line, _ in found)
    first: dict[str, Running] = {}
    for line, page in found:
        if counts[_key(line)] >= max(2, len(pages) / 2):
            first.setdefault(_key(line), (line, page.source))
    return first


def is_running(line: TextLine, page: PageText, running: Mapping[str, Running]) -> bool:
    """Whether a line is a running head or page number."""
    return _is_in_margin(line, page) and _key(line) in running


def _is_in_margin(line: TextLine, page: PageText) -> bool:
    return line.bottom < MARGIN or line.top > page.height - MARGIN


def _key(line: TextLine) -> str:
    return re.sub(r"\d+", "#", line.text)
