"""PDF: tables ruled and unruled, joined over page breaks, and the text between them."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdftypes import resolve1

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source
from equalities.documents.formats.markup import short, struck_out, unmark
from equalities.documents.formats.pdf_aligned import Aligned, aligned_tables, is_parted
from equalities.documents.formats.pdf_cells import Placed
from equalities.documents.formats.pdf_drawn import levels
from equalities.documents.formats.pdf_flow import flows
from equalities.documents.formats.pdf_hyphens import mended
from equalities.documents.formats.pdf_layout import TextLine, Word, joined, lines_of
from equalities.documents.formats.pdf_letters import (
    ACROSS,
    across,
    as_meant,
    filled_in,
    is_turned,
    quarter_turns,
    upright,
)
from equalities.documents.formats.pdf_pieces import Piece, joined_tables, numbered
from equalities.documents.formats.pdf_ruled import Ruled, RuledCell, cut_up, find
from equalities.documents.formats.pdf_text import (
    PageText,
    Running,
    heading_sizes,
    is_running,
    paragraphs,
    running_heads,
)
from equalities.documents.formats.pdf_underlines import phrases, struck, with_marks
from equalities.refusals import Refused
from equalities.sandbox import more_time
from equalities.saying import say, to_say

MOST_PAGES = 600
PAGES_A_SECOND = 3  # at the least, of an honest document; a quarter of what is usual
DRAWN_BYTES = 2_000_000  # of the instructions that draw a page; one full of words takes a tenth

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
class _Page:
    """What stands on one page: its parts in reading order, each of tables and the lines outside them."""

    source: Source
    height: float
    parts: tuple[tuple[tuple[TextLine, ...], tuple[Piece, ...]], ...]
    letters: Counter[int]  # how many letters of each height
    problems: tuple[Problem, ...]
    last: Aligned | None = None  # of its tables without rules, which may go on on the next page

    @property
    def text(self) -> PageText:
        return PageText(self.source, self.height, tuple(line for lines, _ in self.parts for line in lines))


def read(path: Path, name: str) -> Pages:
    """Read a PDF into blocks, page after page.

    `path` holds the file, `name` is what its owner calls it. A table that goes on over a page break is one table,
    its repeated headings marked. Running heads and page numbers, which repeat on most pages, stand once, at the
    end. Raises Refused where the file is locked, damaged, a scan, or of more than 600 pages.
    """
    pages = _laid_out(path, name)
    if not any(page.letters for page in pages):
        raise Refused(SCANNED)
    running = running_heads([page.text for page in pages])
    sizes = heading_sizes(page.letters for page in pages)
    blocks = [block for page in pages for block in _blocks(page, running, sizes)]
    ends = [Paragraph(line.text, source) for line, source in running.values()]
    numbered_blocks = list(numbered(joined_tables(blocks)))
    problems = [
        *(problem for page in pages for problem in page.problems),
        *(problem for problem in numbered_blocks if isinstance(problem, Problem)),
    ]
    whole, broken = mended([block for block in numbered_blocks if not isinstance(block, Problem)])
    return Pages((*whole, *ends), (*problems, *broken))


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
            pages: list[_Page] = []
            for page in document.pages:
                pages.append(_page_in_time(page, name, pages[-1].last if pages else None))
            return pages
    except Refused:
        raise
    except Exception as error:  # pdfminer raises nearly anything at a damaged file
        is_locked = "Password" in repr(error) or "Encrypt" in repr(error)
        raise Refused(LOCKED if is_locked else DAMAGED) from None


def _page_in_time(page: Any, name: str, before: Aligned | None) -> _Page:
    """A page; for each few that were read a long document has more time, which one slow page has not."""
    if page.page_number % PAGES_A_SECOND == 0:
        more_time(1)
    return _page(page, name, before)


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


def _page(page: Any, name: str, before: Aligned | None) -> _Page:
    source = Source(name, page=page.page_number)
    drawn, is_torn = _instructions(page)
    if drawn > DRAWN_BYTES:
        return _Page(source, float(page.height), (), Counter(), (Problem(DRAWING, source, kept=False),))
    turned = [letter for letter in page.chars if is_turned(letter)]
    watermark = across([letter for letter in turned if quarter_turns(letter) is None])
    written, tables = _words(page, turned)
    words = [word for word in written if not word.is_struck]
    parts = list(_parts(words, tables, page, before))
    laid_out = _Page(
        source,
        float(page.height),
        tuple(_part(part, words, source) for part in parts),
        Counter(round(word.size) for word in words for _ in word.text),
        (
            *([Problem(TORN, source)] if is_torn else []),
            *([Problem(say(ACROSS, words=short(watermark)), source, kept=False)] if watermark else []),
            *(Problem(struck_out(phrase), source, kept=False) for phrase in struck(written)),
            *_page_problems(words, has_picture=bool(page.images), source=source),
        ),
        next((part.unruled[-1] for part in reversed(parts) if part.unruled), None),
    )
    page.close()
    return laid_out


def _words(page: Any, turned: Sequence[dict[str, Any]]) -> tuple[list[Word], list[Ruled]]:
    """The words of a page, each with the ruled cell that it stands in, and the ruled tables. What is written across the
    page, of the letters that are turned, is not among them."""
    fields = list(filled_in(page))
    tables = find(page, fields)
    if turned:
        page = page.filter(lambda drawn: drawn["object_type"] != "char" or not is_turned(drawn))
    found = page.extract_words(x_tolerance_ratio=0.2, extra_attrs=["size", "fontname", "cell"])
    words = with_marks(
        page,
        [*map(_word, [*found, *fields]), *upright([letter for letter in turned if quarter_turns(letter)])],
    )
    open_tables = [table for table in tables if _is_open(table, words)]
    loose = {cell.number for table in open_tables for row in table.rows for cell in row}
    words = [replace(word, cell=None) if word.cell in loose else word for word in words]
    return words, [table for table in tables if table not in open_tables]


def _is_open(table: Ruled, words: Sequence[Word]) -> bool:
    """Whether rules run between some columns of a table only, or beside some rows: it is read as one without rules."""
    by_cell = _by_cell(words)
    columns: dict[tuple[int, int], list[Sequence[Word]]] = {}
    for cell in (cell for row in table.rows for cell in row):
        inside = by_cell.get(cell.number, [])
        rows = [line.words for line in lines_of(inside)] if cell.column_span > 1 else [inside]
        columns.setdefault((cell.column, cell.column_span), []).extend(rows)
    return any(map(is_parted, columns.values()))


def _by_cell(words: Sequence[Word]) -> dict[int | None, list[Word]]:
    by_cell: dict[int | None, list[Word]] = {}
    for word in words:
        by_cell.setdefault(word.cell, []).append(word)
    return by_cell


@dataclass(frozen=True)
class _Part:
    """A part of a page that is read by itself: its lines outside ruled tables, these, and the other tables."""

    lines: tuple[TextLine, ...]
    ruled: tuple[Ruled, ...]
    unruled: tuple[Aligned, ...]


def _parts(
    words: Sequence[Word], tables: Sequence[Ruled], page: Any, before: Aligned | None
) -> Iterator[_Part]:
    """The parts of a page in reading order; a ruled table stands in the one that has most of its words."""
    drawn = levels(page)
    shares = [[word for line in part for word in line.words] for part in flows(lines_of(words), drawn)] or [
        []
    ]
    counts = [Counter(word.cell for word in share) for share in shares]
    places = [
        max(
            range(len(shares)),
            key=lambda at: sum(counts[at][cell.number] for row in table.rows for cell in row),
        )
        for table in tables
    ]
    for at, share in enumerate(shares):
        lines = lines_of([word for word in share if word.cell is None])
        ruled = tuple(table for table, place in zip(tables, places, strict=True) if place == at)
        yield _Part(tuple(lines), ruled, tuple(aligned_tables(lines, drawn, before)))


def _part(
    part: _Part, words: Sequence[Word], source: Source
) -> tuple[tuple[TextLine, ...], tuple[Piece, ...]]:
    taken = {line for table in part.unruled for line in table.lines}
    pieces = (
        *(_ruled(table, words, source) for table in part.ruled),
        *(_unruled(table, source) for table in part.unruled),
    )
    return tuple(line for line in part.lines if line not in taken), pieces


def _word(found: dict[str, Any]) -> Word:
    text = as_meant(found["text"], str(found["fontname"]))
    is_bold = re.search("bold|black|heavy", str(found["fontname"]), re.IGNORECASE) is not None
    x0, x1, top, bottom, size = (float(found[side]) for side in ("x0", "x1", "top", "bottom", "size"))
    return Word(text, x0, x1, top, bottom, size, is_bold, cell=found["cell"])


def _page_problems(words: Sequence[Word], *, has_picture: bool, source: Source) -> Iterator[Problem]:
    if any("�" in word.text for word in words):
        yield Problem(LETTERS_LOST, source)
    if not words and has_picture:
        yield Problem(PICTURE_PAGE, source)


# Tables


def _ruled(table: Ruled, words: Sequence[Word], page: Source) -> Piece:
    by_cell = _by_cell(words)
    rows = tuple(
        tuple(
            _ruled_cell(part, inside, page)
            for cell in row
            for part, inside in cut_up(cell, by_cell.get(cell.number, []), table.edges)
        )
        for row in table.rows
    )
    return Piece(rows, table.edges, table.top)


def _ruled_cell(cell: RuledCell, words: Sequence[Word], page: Source) -> Cell:
    lines = lines_of(words)
    marked = unmark(joined(lines, cell.right))
    place = page._replace(row=cell.row, column=cell.column)
    return Cell(marked.text, place, marked.items, phrases(lines), cell.column_span, cell.row_span)


def _unruled(table: Aligned, page: Source) -> Piece:
    rows = tuple(
        tuple(_unruled_cell(cell, page._replace(row=at, column=cell.column)) for cell in row)
        for at, row in enumerate(table.rows, start=1)
    )
    return Piece(rows, table.edges, table.lines[0].top)


def _unruled_cell(cell: Placed, place: Source) -> Cell:
    marked = unmark(cell.text)
    return Cell(marked.text, place, marked.items, (), cell.column_span, cell.row_span)


def _blocks(page: _Page, running: Mapping[str, Running], sizes: list[int]) -> Iterator[Paragraph | Piece]:
    """Tables and paragraphs of each part of the page, from its top to its foot."""
    numbers = {id(line): number for number, line in enumerate(page.text.lines, start=1)}
    for written, tables in page.parts:
        lines = [(numbers[id(line)], line) for line in written if not is_running(line, page.text, running)]
        right = max((line.x1 for line in written), default=0)
        for table in [*sorted(tables, key=lambda table: table.top), None]:
            above = [numbered for numbered in lines if table is None or numbered[1].top < table.top]
            lines = lines[len(above) :]
            yield from paragraphs(above, right, page.source, sizes)
            if table is not None:
                yield table
