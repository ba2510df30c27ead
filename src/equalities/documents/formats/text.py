"""Plain text and Markdown: tab-separated tables, pipe tables, headings, lists and paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from pathlib import Path

from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.formats import front_matter, markdown
from equalities.documents.formats.decoding import read_text
from equalities.documents.formats.markup import BULLETS, tidy, unmark

_RULER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)+")
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_ITEM = re.compile(rf"^(?:[-*–][ \t]+)?(?:[{BULLETS}][ \t]+)?")
_NUMBERED = re.compile(r"(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+\S")
MOST_COLUMNS = 250  # of a table that is a plan's
MOST_LINES = 100  # of a cell in quotation marks, as a spreadsheet copies one that runs over lines
_CELL = r'(?:[^\t"\n][^\t\n]*|"(?:[^"]|"")*")?'
_ROW = re.compile(rf"{_CELL}(?:\t{_CELL})+")
_OPENED = re.compile(r'(?:^|\t)"(?:[^"]|"")*$')
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class _Line:
    text: str
    number: int
    page: int | None


@dataclass(frozen=True)
class _Piece:
    """What will be a cell: its text as written, and the line it stands on."""

    text: str
    line: _Line


def read(path: Path, name: str) -> Pages:
    """The blocks of a text file. Each line outside tables is a paragraph of its own; lines with tabs,
    or with upright bars, that follow one another are the rows of one table."""
    lines = _whole_rows(_lines(read_text(path)))
    texts = [line.text for line in lines]
    matter = front_matter.split(texts)
    return Pages((*front_matter.blocks(texts[:matter], name), *_blocks(lines[matter:], name)))


def _lines(text: str) -> list[_Line]:
    """Lines with their numbers, and pages where form feeds divide the text."""
    paged = "\f" in text
    lines, page = [], 0 if text.startswith("\f") else 1
    for number, line in enumerate(text.split("\n"), start=1):
        page += line.count("\f")
        lines.append(_Line(line.replace("\f", ""), number, page if paged else None))
    return lines


def _whole_rows(lines: list[_Line]) -> list[_Line]:
    """The lines, those of a row as one where a cell in quotation marks runs over them."""
    whole, at = [], 0
    while at < len(lines):
        size = _row_size(lines[at : at + MOST_LINES]) if '"' in lines[at].text else 1
        whole.append(replace(lines[at], text="\n".join(line.text for line in lines[at : at + size])))
        at += size
    return whole


def _row_size(lines: list[_Line]) -> int:
    """How many lines the row that begins with the first of these has; 1 where its quotation marks close nowhere."""
    text = lines[0].text
    for size, line in enumerate(lines[1:], start=2):
        if not _OPENED.search(text):
            break
        text = f"{text}\n{line.text}"
        if _ROW.fullmatch(text):
            return size
    return 1


def _blocks(lines: list[_Line], name: str) -> Iterator[Paragraph | Table]:
    tables = 0
    for mark, marked in groupby(_marks(lines), key=lambda marked: marked[0]):
        group = [line for _, line in marked]
        if mark is None:
            yield from (_paragraph(line, name) for line in group if line.text.strip())
        else:
            tables += 1
            yield _table(_by_tabs(group) if mark == "\t" else _by_bars(group), name, tables)


def _marks(lines: list[_Line]) -> Iterator[tuple[str | None, _Line]]:
    """Each line with what divides it into cells, if anything."""
    mark = None
    for line, following in pairwise(chain(lines, [_Line("", 0, None)])):
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


def _by_tabs(lines: list[_Line]) -> list[list[_Piece]]:
    return [[_Piece(_unquoted(text), line) for text in line.text.split("\t")] for line in lines]


def _unquoted(text: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts around it when it holds some, or line breaks."""
    inner = text[1:-1]
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"' and ("\n" in inner or '""' in inner)
    return inner.replace('""', '"') if is_quoted else text


def _by_bars(lines: list[_Line]) -> list[list[_Piece]]:
    rows = [[_Piece(text, line) for text in _between_bars(line.text.strip())] for line in lines]
    width = max((len(row) for row, line in zip(rows, lines, strict=True) if _is_ruler(line)), default=0)
    one_by_one = sum(
        line.text.rstrip().endswith("|") and not line.text.lstrip().startswith("|") for line in lines
    )
    return _stack(lines, width) if width > 2 and one_by_one > len(lines) / 2 else rows


def _is_ruler(line: _Line) -> bool:
    return _RULER.fullmatch(line.text.strip()) is not None


def _between_bars(text: str) -> list[str]:
    """The cells of a row whose outer bars may be missing."""
    return [cell.replace("\\|", "|") for cell in _BAR.split(text.removeprefix("|").removesuffix("|"))]


def _stack(lines: list[_Line], width: int) -> list[list[_Piece]]:
    """Rows of `width` cells from a table written one cell a line, each cell closed by a bar."""
    rows: list[list[_Piece]] = []
    for line in lines:
        if _is_ruler(line):
            rows.append([_Piece(text, line) for text in _between_bars(line.text.strip())])
            continue
        for text in _BAR.split(line.text.strip().removesuffix("|")):
            if not rows or len(rows[-1]) >= width:
                rows.append([])
            rows[-1].append(_Piece(text, line))
    return rows


def _table(rows: list[list[_Piece]], name: str, table: int) -> Table:
    first = rows[0][0].line
    return Table(
        tuple(
            tuple(
                _cell(piece, Source(name, piece.line.page, None, table, row, column, piece.line.number))
                for column, piece in enumerate(pieces, start=1)
            )
            for row, pieces in enumerate(rows, start=1)
        ),
        Source(name, first.page, None, table, line=first.number),
    )


def _cell(piece: _Piece, source: Source) -> Cell:
    marked = unmark(markdown.plain(piece.text))
    return Cell(marked.text, source, marked.items, marked.underlined, struck=marked.struck)


def _paragraph(line: _Line, name: str) -> Paragraph:
    source = Source(name, line.page, line=line.number)
    text = line.text.strip()
    if heading := _HEADING.fullmatch(text):
        marked = unmark(markdown.plain(heading[2]))
        return Paragraph(marked.text, source, level=len(heading[1]), struck=marked.struck)
    entry = _ITEM.sub("", text, count=1)
    marked = unmark(markdown.plain(entry))
    is_item = entry != text or bool(_NUMBERED.match(text))
    shown = marked.text or ("" if marked.struck else tidy(text))
    return Paragraph(shown, source, is_item=is_item, struck=marked.struck)
