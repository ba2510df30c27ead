"""Plain text and Markdown: tab-separated tables, pipe tables, headings, lists and paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise
from pathlib import Path

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.formats import drawn, front_matter, gutters
from equalities.documents.formats.decoding import read_text
from equalities.documents.formats.markup import BULLETS, tidy, unmark
from equalities.documents.formats.plain import Drawn, Line, Piece

_RULER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)+")
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_ITEM = re.compile(rf"^(?:[-*–][ \t]+)?(?:[{BULLETS}][ \t]+)?")
_NUMBERED = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+\S")
TORN = (
    "This stands in a table whose rows cannot be told from its lines, so no row is made of it: use the document it was "
    "made from"
)
MOST_COLUMNS = 250  # of a table that is a plan's
MOST_LINES = 100  # of a cell in quotation marks, as a spreadsheet copies one that runs over lines
_CELL = r'(?:[^\t"\n][^\t\n]*|"(?:[^"]|"")*")?'
_ROW = re.compile(rf"{_CELL}(?:\t{_CELL})+")
_OPENED = re.compile(r'(?:^|\t)"(?:[^"]|"")*$')
_BAR = re.compile(r"(?<!\\)\|")


def read(path: Path, name: str) -> Pages:
    """The blocks of a text file. Each line outside tables is a paragraph of its own; lines with tabs,
    or with upright bars, that follow one another are the rows of one table."""
    lines = _whole_rows(_lines(read_text(path)))
    texts = [line.text for line in lines]
    matter = front_matter.split(texts)
    parts = list(_parts(lines[matter:]))
    torn = [line for part in parts if isinstance(part, Drawn) and not part.rows for line in part.lines]
    return Pages(
        (*front_matter.blocks(texts[:matter], name), *_blocks(parts, name)),
        tuple(Problem(TORN, _place(line, name), kept=False) for line in torn if line.text.strip()),
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
    """The tables that are drawn, or laid out with blanks, and the lines between them."""
    at = 0
    while at < len(lines):
        table = drawn.at(lines, at) or gutters.at(lines, at)
        yield table or lines[at]
        at += len(table.lines) if table else 1


def _blocks(parts: list[Line | Drawn], name: str) -> Iterator[Paragraph | Table]:
    tables = 0
    for mark, group in _groups(parts):
        if isinstance(mark, Drawn) and mark.rows:
            tables += 1
            yield _table(mark.rows, name, tables)
        elif mark in ("\t", "|"):
            tables += 1
            yield _table(_by_tabs(group) if mark == "\t" else _by_bars(group), name, tables)
        else:
            yield from (_paragraph(line, name) for line in group if line.text.strip())


def _groups(parts: list[Line | Drawn]) -> Iterator[tuple[str | Drawn | None, list[Line]]]:
    """Lines that follow one another and are divided into cells alike, if at all, with what divides them."""
    for is_line, run in groupby(parts, key=lambda part: isinstance(part, Line)):
        if is_line:
            marks = _marks([part for part in run if isinstance(part, Line)])
            for mark, marked in groupby(marks, key=lambda marked: marked[0]):
                yield mark, [line for _, line in marked]
        else:
            yield from ((part, part.lines) for part in run if isinstance(part, Drawn))


def _marks(lines: list[Line]) -> Iterator[tuple[str | None, Line]]:
    """Each line with what divides it into cells, if anything."""
    mark = None
    for line, following in pairwise(chain(lines, [Line("", 0, None)])):
        mark = _mark(line.text, following.text, mark)
        yield mark, line


def _mark(line: str, following: str, before: str | None) -> str | None:
    if line.count("\t") > MOST_COLUMNS or line.count("|") > MOST_COLUMNS:
        return None
    if before == "\t" and line.strip() and ("\t" in line or "\t" in following.strip()):
        return "\t"  # with a line between two rows, which is the title of those that follow
    if "\t" in line.strip() or line.lstrip().count("\t") > 1:
        return "\t"
    if "|" not in line:
        return None
    is_row = line.lstrip().startswith("|") or line.rstrip().endswith("|") or line.count("|") > 1
    return "|" if is_row or before == "|" or _RULER.fullmatch(following.strip()) else None


def _by_tabs(lines: list[Line]) -> list[list[Piece]]:
    return [[Piece(_unquoted(text), line) for text in line.text.split("\t")] for line in lines]


def _unquoted(text: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts around it when it holds some, or line breaks."""
    inner = text[1:-1]
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"' and ("\n" in inner or '""' in inner)
    return inner.replace('""', '"') if is_quoted else text


def _by_bars(lines: list[Line]) -> list[list[Piece]]:
    rows = [[Piece(text, line) for text in _between_bars(line.text.strip())] for line in lines]
    width = max((len(row) for row, line in zip(rows, lines, strict=True) if _is_ruler(line)), default=0)
    one_by_one = sum(
        line.text.rstrip().endswith("|") and not line.text.lstrip().startswith("|") for line in lines
    )
    return _stack(lines, width) if width > 2 and one_by_one > len(lines) / 2 else rows


def _is_ruler(line: Line) -> bool:
    return _RULER.fullmatch(line.text.strip()) is not None


def _between_bars(text: str) -> list[str]:
    """The cells of a row whose outer bars may be missing."""
    return [cell.replace("\\|", "|") for cell in _BAR.split(text.removeprefix("|").removesuffix("|"))]


def _stack(lines: list[Line], width: int) -> list[list[Piece]]:
    """Rows of `width` cells from a table written one cell a line, each cell closed by a bar."""
    rows: list[list[Piece]] = []
    for line in lines:
        if _is_ruler(line):
            rows.append([Piece(text, line) for text in _between_bars(line.text.strip())])
            continue
        for text in _BAR.split(line.text.strip().removesuffix("|")):
            if not rows or len(rows[-1]) >= width:
                rows.append([])
            rows[-1].append(Piece(text, line))
    return rows


def _table(rows: Sequence[Sequence[Piece]], name: str, table: int) -> Table:
    first = rows[0][0].line
    return Table(
        tuple(
            tuple(_cell(piece, _place(piece.line, name, table, row, column)) for column, piece in _columns(pieces))
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
    marked = unmark(piece.text)
    return Cell(marked.text, source, marked.items, marked.underlined, piece.span, struck=marked.struck)


def _paragraph(line: Line, name: str) -> Paragraph:
    source = _place(line, name)
    text = line.text.strip()
    if heading := _HEADING.fullmatch(text):
        marked = unmark(heading[2])
        return Paragraph(marked.text, source, level=len(heading[1]), struck=marked.struck)
    plain = _ITEM.sub("", text, count=1)
    marked = unmark(plain)
    is_item = plain != text or bool(_NUMBERED.match(text))
    shown = marked.text or ("" if marked.struck else tidy(text))
    return Paragraph(shown, source, is_item=is_item, struck=marked.struck)
