"""Word documents: landscape A4, the title as a heading, a table whose heading row is one and repeats on each page."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from equalities.documents.blocks import Pages
from equalities.documents.writers.archive import rezipped
from equalities.documents.writers.layout import (
    ExportTable,
    Grid,
    Layout,
    Line,
    Piece,
    layout_of,
    open_for_writing,
)

TWIPS_A_CM = 567
USABLE_CM = 29.7 - 2 * 1.5


def write_docx(content: ExportTable | Pages, out: Path | BinaryIO, *, made_at: datetime) -> None:
    """Write a table, or a document in the layout it was read in, as .docx in British English without an author.

    `made_at` is the moment that the document gives as its making.
    """
    layout = layout_of(content)
    document = _blank(layout, made_at)
    for block in layout.blocks:
        if isinstance(block, Grid):
            _add_table(document, block, layout.title)
        else:
            _add_line(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    open_for_writing(out, rezipped(buffer.getvalue()))


def _blank(layout: Layout, made_at: datetime) -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    _set_properties(document.core_properties, layout.title, made_at)
    for style in document.styles:
        if style.name == "Normal" or style.name.startswith(("Heading", "List")):
            _set_font(style)
    document.styles["Normal"].font.size = Pt(12)
    languages = document.styles.element.iter(qn("w:lang"))
    for language in languages:
        language.set(qn("w:val"), "en-GB")
    return document


def _set_properties(properties: Any, title: str, made_at: datetime) -> None:
    properties.title, properties.language = title, "en-GB"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = made_at.replace(tzinfo=None)


def _set_font(style: Any) -> None:
    """Arial for every script, in black: the blank document's headings are pale blue and of another family."""
    style.font.name = "Arial"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    colour = style.element.rPr.find(qn("w:color"))
    if colour is not None:
        style.element.rPr.remove(colour)


def _add_line(document: Any, line: Line) -> None:
    if line.level is not None:
        document.add_heading(line.text, min(line.level, 9))
    else:
        document.add_paragraph(line.text, style="List Bullet" if line.is_item else "Normal")


def _add_table(document: Any, grid: Grid, title: str) -> None:
    """Built as XML, since asking python-docx for each cell takes a time that grows with the square of the table."""
    table = document.add_table(0, len(grid.widths), style="Table Grid")
    table.autofit = False
    caption = _element("w:tblCaption", val=title)
    table._tbl.tblPr.append(caption)
    widths = _twips(grid.widths)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    below: dict[int, tuple[int, Piece]] = {}  # column -> rows that a merged cell still covers, and the cell
    for at, row in enumerate(grid.rows):
        element = _row(row, widths, below, grid.hidden_columns, is_head=at < grid.heads)
        if at in grid.hidden_rows:
            element.trPr.append(OxmlElement("w:hidden"))
        table._tbl.append(element)
    document.add_paragraph()  # Word joins tables that touch


def _twips(widths: tuple[int, ...]) -> list[int]:
    """The columns of the page, in twentieths of a point, in proportion to their widths in characters."""
    whole = USABLE_CM * TWIPS_A_CM
    return [int(whole * width / sum(widths)) for width in widths]


def _row(
    row: tuple[Piece, ...],
    widths: list[int],
    below: dict[int, tuple[int, Piece]],
    hidden: frozenset[int],
    *,
    is_head: bool,
) -> Any:
    element = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    element.append(properties)
    pieces = {piece.column: piece for piece in row}
    column = 1
    while column <= len(widths):
        covered, above = below.pop(column, (0, None))
        piece = pieces.get(column) or Piece(None, column_span=above.column_span if above else 1)
        span = min(piece.column_span, len(widths) - column + 1)
        merge = "continue" if covered else "restart" if piece.row_span > 1 else None
        cell = _cell(piece, sum(widths[column - 1 : column - 1 + span]), span, merge, is_head=is_head)
        if column in hidden:
            _hide_words(cell)
        element.append(cell)
        left = covered - 1 if covered else piece.row_span - 1
        if left > 0:
            below[column] = (left, piece)
        column += span
    return element


def _cell(piece: Piece, width: int, span: int, merge: str | None, *, is_head: bool) -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(_element("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(_element("w:gridSpan", val=str(span)))
    if merge:
        properties.append(_element("w:vMerge", val=merge))
    cell.append(properties)
    for line, is_item in piece.lines():
        cell.append(_paragraph(piece, line, is_item=is_item, is_head=is_head))
    return cell


def _hide_words(cell: Any) -> None:
    """Word hides rows and words, and no columns."""
    for properties in cell.iter(qn("w:rPr")):
        properties.insert(len(properties.findall(qn("w:b"))), OxmlElement("w:vanish"))


def _paragraph(piece: Piece, line: str, *, is_item: bool, is_head: bool) -> Any:
    paragraph = OxmlElement("w:p")
    if is_item:
        properties = OxmlElement("w:pPr")
        properties.append(_element("w:pStyle", val="ListBullet"))
        paragraph.append(properties)
    for text, underlined in piece.runs(line):
        paragraph.append(_run(text, underlined=underlined, is_head=is_head))
    return paragraph


def _run(text: str, *, underlined: bool, is_head: bool) -> Any:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if is_head:
        properties.append(OxmlElement("w:b"))
    if underlined:
        properties.append(_element("w:u", val="single"))
    run.append(properties)
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    return run


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
