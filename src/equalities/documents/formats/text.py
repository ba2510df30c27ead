"""Plain text and Markdown: tab-separated tables, pipe tables, headings, lists and paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.formats import counted, divided, drawn, front_matter, gutters, markdown
from equalities.documents.formats.decoding import read_text
from equalities.documents.formats.markup import BULLETS, tidy, unmark
from equalities.documents.formats.plain import Drawn, Line, Piece
from equalities.saying import to_say

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_ITEM = re.compile(rf"^(?:[-*–][ \t]+)?(?:[o{BULLETS}][ \t]+)?")
_NUMBERED = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+\S")
TORN = to_say(
    "This stands in a table whose rows cannot be told from its lines, so no row is made of it: use the document it was "
    "made from"
)
MOST_LINES = 100  # of a cell in quotation marks, as a spreadsheet copies one that runs over lines
_CELL = r'(?:[^\t"\n][^\t\n]*|"(?:[^"]|"")*")?'
_ROW = re.compile(rf"{_CELL}(?:\t{_CELL})+")
_OPENED = re.compile(r'(?:^|\t)"(?:[^"]|"")*$')


def read(path: Path, name: str) -> Pages:
    """The blocks of a text file. Each line outside tables is a paragraph of its own; lines with tabs,
    or with upright bars, that follow one another are the rows of one table."""
    lines = _whole_rows(_lines(read_text(path)))
    texts = [line.text for line in lines]
    matter = front_matter.split(texts)
    parts = list(_parts(lines[matter:]))
    return Pages(
        (*front_matter.blocks(texts[:matter], name), *_blocks(parts, name)), tuple(_problems(parts, name))
    )


def _lines(text: str) -> list[Line]:
    """Lines with their numbers, and pages where form feeds divide the text."""
    paged = "\f" in text
    lines, page = [], 0 if text.startswith("\f") else 1
    for number, line in enumerate(text.split("\n"), start=1):
        page += line.count("\f")
        lines.append(Line(line.replace("\f", ""), number, page if paged else None))
    return lines


def _whole_rows(lines: list[Line]) -> list[Line]:
    """The lines, those of a row as one where a cell in quotation marks runs over them."""
    whole, at = [], 0
    while at < len(lines):
        size = _row_size(lines[at : at + MOST_LINES]) if '"' in lines[at].text else 1
        whole.append(replace(lines[at], text="\n".join(line.text for line in lines[at : at + size])))
        at += size
    return whole


def _row_size(lines: list[Line]) -> int:
    """How many lines the row that begins with the first of these has; 1 where its quotation marks close nowhere."""
    text = lines[0].text
    for size, line in enumerate(lines[1:], start=2):
        if not _OPENED.search(text):
            break
        text = f"{text}\n{line.text}"
        if _ROW.fullmatch(text):
            return size
    return 1


def _parts(lines: list[Line]) -> Iterator[Line | Drawn]:
    """The tables in lines, and the lines between them."""
    between: list[Line] = []
    for part in _laid_out(lines):
        if isinstance(part, Line):
            between.append(part)
        else:
            yield from (*divided.tables(between), part)
            between = []
    yield from divided.tables(between)


def _laid_out(lines: list[Line]) -> Iterator[Line | Drawn]:
    """The tables that are drawn, or laid out with blanks or slashes, and the lines between them."""
    at = 0
    while at < len(lines):
        table = drawn.at(lines, at) or gutters.at(lines, at) or counted.at(lines, at)
        yield table or lines[at]
        at += len(table.lines) if table else 1


def _blocks(parts: Sequence[Line | Drawn], name: str) -> Iterator[Paragraph | Table]:
    tables = 0
    for part in parts:
        if isinstance(part, Drawn) and part.rows:
            tables += 1
            yield _table(part.rows, name, tables)
        lines = part.torn if isinstance(part, Drawn) else [part]
        yield from (_paragraph(line, name) for line in lines if line.text.strip())


def _problems(parts: Sequence[Line | Drawn], name: str) -> Iterator[Problem]:
    for part in parts:
        if isinstance(part, Drawn):
            yield from (Problem(what, _place(line, name)) for what, line in part.doubts)
            yield from (
                Problem(TORN, _place(line, name), kept=False) for line in part.torn if line.text.strip()
            )


def _table(rows: Sequence[Sequence[Piece]], name: str, table: int) -> Table:
    first = rows[0][0].line
    return Table(
        tuple(
            tuple(
                _cell(piece, _place(piece.line, name, table, row, column))
                for column, piece in _columns(pieces)
            )
            for row, pieces in enumerate(rows, start=1)
        ),
        _place(first, name, table),
    )


def _columns(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    """The pieces of a row, each with the column it begins in, from 1."""
    column = 1
    for piece in pieces:
        yield column, piece
        column += piece.span


def _place(
    line: Line, name: str, table: int | None = None, row: int | None = None, column: int | None = None
) -> Source:
    return Source(name, line.page, None, table, row, column, line.number)


def _cell(piece: Piece, source: Source) -> Cell:
    marked = unmark(markdown.plain(piece.text))
    return Cell(marked.text, source, marked.items, marked.underlined, piece.span, struck=marked.struck)


def _paragraph(line: Line, name: str) -> Paragraph:
    source = _place(line, name)
    text = line.text.strip()
    if heading := _HEADING.fullmatch(text):
        marked = unmark(markdown.plain(heading[2]))
        return Paragraph(marked.text, source, level=len(heading[1]), struck=marked.struck)
    entry = _ITEM.sub("", text, count=1)
    marked = unmark(markdown.plain(entry))
    is_item = entry != text or bool(_NUMBERED.match(text))
    shown = marked.text or ("" if marked.struck else tidy(text))
    return Paragraph(shown, source, is_item=is_item, struck=marked.struck)
