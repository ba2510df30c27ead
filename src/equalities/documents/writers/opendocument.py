"""OpenDocument spreadsheets: the little that a table needs, written by hand, since no kept-up library writes them."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from equalities.documents.blocks import Pages
from equalities.documents.writers.archive import zipped
from equalities.documents.writers.layout import (
    ExportTable,
    Grid,
    Layout,
    Line,
    Piece,
    is_title,
    layout_of,
    open_for_writing,
)
from equalities.documents.writers.sheet import heading_size, sheet_name, sheets_of

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle", "meta": "meta",
        "fo": "xsl-fo-compatible", "manifest": "manifest",
    }.items()
)  # fmt: skip
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest {NAMES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
META = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta {names} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>
<dc:title>{title}</dc:title><dc:language>en-GB</dc:language><meta:creation-date>{made_at}</meta:creation-date>
</office:meta></office:document-meta>"""
TEXT = 'fo:font-family="Arial" fo:language="en" fo:country="GB" fo:font-size'
STYLES = f"""
<number:date-style style:name="day"><number:day/><number:text> </number:text><number:month number:style="long"
 number:textual="true"/><number:text> </number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="line" style:family="table-cell"><style:text-properties {TEXT}="12pt"/></style:style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"
 style:vertical-align="top"/><style:text-properties {TEXT}="12pt" fo:font-weight="bold"/></style:style>
<style:style style:name="text" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"
 style:vertical-align="top"/><style:text-properties {TEXT}="12pt"/></style:style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="day"><style:table-cell-properties
 style:vertical-align="top"/><style:text-properties {TEXT}="12pt"/></style:style>
<style:style style:name="under" style:family="text"><style:text-properties style:text-underline-style="solid"
 style:text-underline-width="auto" style:text-underline-color="font-color"/></style:style>
""" + "".join(
    f'<style:style style:name="h{level}" style:family="table-cell"><style:text-properties '
    f'{TEXT}="{heading_size(level)}pt" fo:font-weight="bold"/></style:style>'
    for level in range(1, 10)
)
CM_A_CHARACTER = 0.23  # of 12 point Arial


def write_ods(content: ExportTable | Pages, out: Path | BinaryIO, *, made_at: datetime) -> None:
    """Write a table, or a document with each of its tables on a sheet of its own below the lines that precede it.

    `made_at` is the moment that the file gives as its making. Every text is of the type "string", which no program
    takes for a formula.
    """
    layout = layout_of(content)
    meta = META.format(names=NAMES, title=escape(layout.title), made_at=f"{made_at:%Y-%m-%dT%H:%M:%S}")
    parts = {
        "mimetype": MIMETYPE,
        "META-INF/manifest.xml": MANIFEST,
        "content.xml": "".join(_document(layout)),
        "meta.xml": meta,
    }
    open_for_writing(out, zipped({name: text.encode() for name, text in parts.items()}))


def _document(layout: Layout) -> Iterator[str]:
    sheets = sheets_of(layout)
    widths = sorted(
        {width for sheet in sheets for block in sheet if isinstance(block, Grid) for width in block.widths}
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
    yield f"<office:automatic-styles>{STYLES}{''.join(map(_column_style, widths))}</office:automatic-styles>"
    yield "<office:body><office:spreadsheet>"
    for number, blocks in enumerate(sheets, start=1):
        yield f"<table:table table:name={quoteattr(sheet_name(layout.title, number))}>"
        yield from _columns(blocks)
        for block in blocks:
            yield from _grid(block) if isinstance(block, Grid) else _line(block)
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _column_style(width: int) -> str:
    centimetres = f"{width * CM_A_CHARACTER:.2f}cm"
    return (
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{centimetres}"/></style:style>'
    )


def _columns(blocks: list[Line | Grid]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            for column, width in enumerate(block.widths, start=1):
                visibility = _visibility(is_hidden=column in block.hidden_columns)
                yield f'<table:table-column table:style-name="w{width}"{visibility}/>'
            return
    yield "<table:table-column/>"


def _visibility(*, is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _line(line: Line) -> Iterator[str]:
    style = f"h{min(line.level, 9)}" if line.level else "line"
    yield f"<table:table-row>{_string(Piece(line.bulleted), style)}</table:table-row>"


def _grid(grid: Grid) -> Iterator[str]:
    for at, row in enumerate(grid.rows):
        is_head = at < grid.heads
        if is_head and at == 0:
            yield "<table:table-header-rows>"
        yield f"<table:table-row{_visibility(is_hidden=at in grid.hidden_rows)}>"
        style = "head" if is_head else "text"
        yield from [_string(row[0], style, len(grid.widths))] if is_title(row, grid) else _cells(row, style)
        yield "</table:table-row>"
        if at + 1 == grid.heads:
            yield "</table:table-header-rows>"


def _cells(row: tuple[Piece, ...], style: str) -> Iterator[str]:
    column = 1
    for piece in row:
        yield "<table:table-cell/>" * (piece.column - column)
        yield _cell(piece, style)
        column = piece.column + 1


def _cell(piece: Piece, style: str) -> str:
    if isinstance(piece.value, date):
        attributes = (
            f'table:style-name="date" office:value-type="date" office:date-value="{piece.value.isoformat()}"'
        )
        return f"<table:table-cell {attributes}><text:p>{piece.text}</text:p></table:table-cell>"
    if isinstance(piece.value, int):
        attributes = f'table:style-name="{style}" office:value-type="float" office:value="{piece.value}"'
        return f"<table:table-cell {attributes}><text:p>{piece.text}</text:p></table:table-cell>"
    return _string(piece, style) if piece.text else "<table:table-cell/>"


def _string(piece: Piece, style: str, span: int = 1) -> str:
    paragraphs = "".join(f"<text:p>{_runs(piece, line)}</text:p>" for line in piece.bulleted.split("\n"))
    wide = f' table:number-columns-spanned="{span}"' if span > 1 else ""
    return (
        f'<table:table-cell table:style-name="{style}"{wide} office:value-type="string">{paragraphs}</table:table-cell>'
        + "<table:covered-table-cell/>" * (span - 1)
    )


def _runs(piece: Piece, line: str) -> str:
    return "".join(
        f'<text:span text:style-name="under">{escape(run)}</text:span>' if under else escape(run)
        for run, under in piece.runs(line)
    )
