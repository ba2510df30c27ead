"""PDF: tables ruled and unruled, joined over page breaks, and the text between them."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdftypes import resolve1

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.formats.markup import BULLETS, struck_out, unmark
from equalities.documents.formats.pdf_layout import (
    NEAR,
    Aligned,
    TextLine,
    Word,
    aligned_tables,
    has_room,
    is_entry,
    joined,
    lines_of,
)
from equalities.documents.formats.pdf_ruled import Ruled, RuledCell, find
from equalities.documents.formats.pdf_underlines import phrases, struck, with_marks
from equalities.refusals import Refused
from equalities.sandbox import more_time
from equalities.saying import to_say

MOST_PAGES = 600
PAGES_A_SECOND = 3  # at the least, of an honest document; a quarter of what is usual
DRAWN_BYTES = 2_000_000  # of the instructions that draw a page; one full of words takes a tenth
HEADING = 1.15  # letters so much larger than the body's are a heading's
MARGIN = 60  # points at the top and foot of a page where running heads and page numbers stand

_Numbered = tuple[int, TextLine]

LOCKED = to_say(
    "This PDF is protected by a password: open it, print it to a new PDF, and try with that copy, "
    "or use the document it was made from."
)
SCANNED = to_say(
    "This PDF is a scan: it holds pictures of pages and no words. Use the document it was made from "
    "(.docx or .xlsx), or have the words recognised and check them, and try with that."
)
DAMAGED = to_say(
    "This PDF is damaged and cannot be opened: save it again from the document it was made from, "
    "and try with that."
)
LETTERS_LOST = to_say(
    "Some letters on this page are lost in the PDF: compare it with the document it was made from"
)
TORN = to_say(
    "This page is damaged, and words may be missing or wrong: compare it with the document it was made from"
)
DRAWING = to_say(
    "This page is a large drawing, and is not read: if the plan stands on it, use the document it was made from"
)
PICTURE_PAGE = to_say(
    "This page is a picture, and words in a picture are not read: use the document it was made from"
)


@dataclass(frozen=True)
class _Piece:
    """As much of a table as stands on one page, with the left edges of its columns."""

    rows: tuple[tuple[Cell, ...], ...]
    edges: tuple[float, ...]
    top: float


@dataclass(frozen=True)
class _Page:
    """What stands on one page: tables, and the lines outside them."""

    source: Source
    height: float
    tables: tuple[_Piece, ...]
    lines: tuple[TextLine, ...]
    letters: Counter[int]  # how many letters of each height
    problems: tuple[Problem, ...]


def read(path: Path, name: str) -> Pages:
    """Read a PDF into blocks, page after page.

    `path` holds the file, `name` is what its owner calls it. A table that goes on over a page break is one table,
    its repeated headings marked. Running heads and page numbers, which repeat on most pages, stand once, at the
    end. Raises Refused where the file is locked, damaged, a scan, or of more than 600 pages.
    """
    pages = _laid_out(path, name)
    if not any(page.letters for page in pages):
        raise Refused(SCANNED)
    running = _running(pages)
    sizes = _heading_sizes(pages)
    blocks = [block for page in pages for block in _blocks(page, running, sizes)]
    ends = [Paragraph(line.text, source) for line, source in running.values()]
    problems = [problem for page in pages for problem in page.problems]
    return Pages((*_numbered(_joined_tables(blocks)), *ends), tuple(problems))


# Pages


def _laid_out(path: Path, name: str) -> list[_Page]:
    try:
        with path.open("rb") as file, pdfplumber.open(file) as document:
            if len(document.pages) > MOST_PAGES:
                raise Refused(
                    "This PDF has {pages:,} pages, more than the {most} that are read: save "
                    "the pages that hold the plan as a PDF of their own, and try with that.",
                    pages=len(document.pages),
                    most=MOST_PAGES,
                )
            return [_page_in_time(page, name) for page in document.pages]
    except Refused:
        raise
    except Exception as error:  # pdfminer raises nearly anything at a damaged file
        is_locked = "Password" in repr(error) or "Encrypt" in repr(error)
        raise Refused(LOCKED if is_locked else DAMAGED) from None


def _page_in_time(page: Any, name: str) -> _Page:
    """A page; for each few that were read a long document has more time, which one slow page has not."""
    if page.page_number % PAGES_A_SECOND == 0:
        more_time(1)
    return _page(page, name)


def _instructions(page: Any) -> tuple[int, bool]:
    """How many bytes of instructions draw a page, counted until they are too many, and whether some are damaged."""
    size, is_torn = 0, False
    for reference in page.page_obj.contents:
        stream = resolve1(reference)
        raw = getattr(stream, "rawdata", None) or b""
        filters = [str(name) for name, _ in stream.get_filters()] if raw else []
        if any("Flate" in name for name in filters) and len(filters) == 1:
            unpacked, is_whole = _unpacked(raw, DRAWN_BYTES - size + 1)
            size += unpacked
            is_torn = is_torn or not (is_whole or stream.decipher)  # what is enciphered cannot be told here
        else:
            size += len(raw)
        if size > DRAWN_BYTES:
            break
    return size, is_torn


def _unpacked(raw: bytes, most: int) -> tuple[int, bool]:
    """The bytes of a packed stream, at most so many, and whether they are as they were packed."""
    unpacking = zlib.decompressobj()
    try:
        size = len(unpacking.decompress(raw, most))
    except zlib.error:
        return 0, False
    return size, unpacking.eof or size == most


def _page(page: Any, name: str) -> _Page:
    source = Source(name, page=page.page_number)
    drawn, is_torn = _instructions(page)
    if drawn > DRAWN_BYTES:
        return _Page(source, float(page.height), (), (), Counter(), (Problem(DRAWING, source, kept=False),))
    tables = find(page)
    found = page.extract_words(x_tolerance_ratio=0.2, extra_attrs=["size", "fontname", "cell"])
    written = with_marks(page, [_word(each) for each in found])
    words = [word for word in written if not word.is_struck]
    lines = lines_of([word for word in words if word.cell is None])
    aligned = aligned_tables(lines)
    taken = {line for table in aligned for line in table.lines}
    laid_out = _Page(
        source,
        float(page.height),
        (
            *(_ruled(table, words, source) for table in tables),
            *(_unruled(table, source) for table in aligned),
        ),
        tuple(line for line in lines if line not in taken),
        Counter(round(word.size) for word in words for _ in word.text),
        (
            *([Problem(TORN, source)] if is_torn else []),
            *(Problem(struck_out(phrase), source, kept=False) for phrase in struck(written)),
            *_page_problems(words, has_picture=bool(page.images), source=source),
        ),
    )
    page.close()
    return laid_out


def _word(found: dict[str, Any]) -> Word:
    text = re.sub(r"\(cid:\d+\)", "�", found["text"])
    is_bold = re.search("bold|black|heavy", str(found["fontname"]), re.IGNORECASE) is not None
    x0, x1, top, bottom, size = (float(found[side]) for side in ("x0", "x1", "top", "bottom", "size"))
    return Word(text, x0, x1, top, bottom, size, is_bold, cell=found["cell"])


def _page_problems(words: Sequence[Word], *, has_picture: bool, source: Source) -> Iterator[Problem]:
    if any("�" in word.text for word in words):
        yield Problem(LETTERS_LOST, source)
    if not words and has_picture:
        yield Problem(PICTURE_PAGE, source)


# Tables


def _ruled(table: Ruled, words: Sequence[Word], page: Source) -> _Piece:
    by_cell: dict[int | None, list[Word]] = {}
    for word in words:
        by_cell.setdefault(word.cell, []).append(word)
    rows = tuple(
        tuple(_ruled_cell(cell, by_cell.get(cell.number, []), page) for cell in row) for row in table.rows
    )
    return _Piece(rows, table.edges, table.top)


def _ruled_cell(cell: RuledCell, words: Sequence[Word], page: Source) -> Cell:
    lines = lines_of(words)
    marked = unmark(joined(lines, cell.right))
    place = page._replace(row=cell.row, column=cell.column)
    return Cell(marked.text, place, marked.items, phrases(lines), cell.column_span, cell.row_span)


def _unruled(table: Aligned, page: Source) -> _Piece:
    rows = tuple(
        tuple(_unruled_cell(text, page._replace(row=at, column=column)) for column, text in row)
        for at, row in enumerate(table.rows, start=1)
    )
    return _Piece(rows, table.edges, table.lines[0].top)


def _unruled_cell(text: str, place: Source) -> Cell:
    marked = unmark(text)
    return Cell(marked.text, place, marked.items)


def _joined_tables(blocks: Sequence[Paragraph | _Piece]) -> list[Paragraph | _Piece]:
    """Join a table to the one before it where only a page break lies between them."""
    joined_blocks: list[Paragraph | _Piece] = []
    for block in blocks:
        before = joined_blocks[-1] if joined_blocks else None
        if isinstance(block, _Piece) and isinstance(before, _Piece) and _continues(before, block):
            joined_blocks[-1] = replace(before, rows=_with_heads(before.rows, block.rows))
        else:
            joined_blocks.append(block)
    return joined_blocks


def _continues(before: _Piece, piece: _Piece) -> bool:
    """Whether two tables have the same columns, and the second is on a later page."""
    pages = before.rows[-1][0].source.page, piece.rows[0][0].source.page
    if len(before.edges) != len(piece.edges) or pages[0] == pages[1]:
        return False
    widths = [[edge - edges[0] for edge in edges] for edges in (before.edges, piece.edges)]
    return all(abs(first - second) < NEAR for first, second in zip(*widths, strict=True))


def _with_heads(
    rows: tuple[tuple[Cell, ...], ...], more: tuple[tuple[Cell, ...], ...]
) -> tuple[tuple[Cell, ...], ...]:
    """The rows of both; a first row that comes again is a heading in both places."""
    if [cell.text for cell in rows[0]] != [cell.text for cell in more[0]]:
        return rows + more
    return (_as_head(rows[0]), *rows[1:], _as_head(more[0]), *more[1:])


def _as_head(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(cell._replace(is_head=True) for cell in row)


def _numbered(blocks: Sequence[Paragraph | _Piece]) -> Iterator[Paragraph | Table]:
    """Give each table its number, and its rows theirs."""
    number = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        number += 1
        rows = tuple(
            tuple(cell._replace(source=cell.source._replace(table=number, row=at)) for cell in row)
            for at, row in enumerate(block.rows, start=1)
        )
        yield Table(rows, rows[0][0].source._replace(row=None, column=None))


# Text between tables


def _blocks(page: _Page, running: dict[str, Any], sizes: list[int]) -> Iterator[Paragraph | _Piece]:
    """Tables and paragraphs from the top of the page to its foot."""
    lines = [
        (number, line)
        for number, line in enumerate(page.lines, start=1)
        if not (_is_in_margin(line, page) and _key(line) in running)
    ]
    right = max((line.x1 for line in page.lines), default=0)
    for table in [*sorted(page.tables, key=lambda table: table.top), None]:
        above = [numbered for numbered in lines if table is None or numbered[1].top < table.top]
        lines = lines[len(above) :]
        for group in _paragraphs(above, right):
            yield _paragraph(group, page.source, sizes)
        if table is not None:
            yield table


def _paragraphs(lines: Sequence[_Numbered], right: float) -> Iterator[list[_Numbered]]:
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
    text = " ".join(line.text for _, line in group)
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


def _heading_sizes(pages: Sequence[_Page]) -> list[int]:
    letters = sum((page.letters for page in pages), Counter[int]())
    body = letters.most_common(1)[0][0]
    return sorted((size for size in letters if size > HEADING * body), reverse=True)


# Running heads and page numbers


def _running(pages: Sequence[_Page]) -> dict[str, tuple[TextLine, Source]]:
    """Lines in the margins that stand on most pages, by their text without its numbers: the first of each."""
    found = [(line, page) for page in pages for line in page.lines if _is_in_margin(line, page)]
    counts = Counter(_key(line) for line, _ in found)
    first: dict[str, tuple[TextLine, Source]] = {}
    for line, page in found:
        if counts[_key(line)] >= max(2, len(pages) / 2):
            first.setdefault(_key(line), (line, page.source))
    return first


def _is_in_margin(line: TextLine, page: _Page) -> bool:
    return line.bottom < MARGIN or line.top > page.height - MARGIN


def _key(line: TextLine) -> str:
    return re.sub(r"\d+", "#", line.text)
