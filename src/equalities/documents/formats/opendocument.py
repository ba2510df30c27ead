"""OpenDocument spreadsheets (.ods), read from their XML, which holds each cell's text as it is shown."""

import re
from collections.abc import Collection, Iterator
from itertools import islice

from equalities.documents.formats.excel import ERROR, NO_RESULT
from equalities.documents.formats.markup import phrases
from equalities.documents.formats.number_format import MONTHS, plain
from equalities.documents.formats.package import DAMAGED, Element, Package, whole
from equalities.documents.formats.word_text import local_name
from equalities.documents.formats.worksheet import Content, Worksheet, heading_level
from equalities.refusals import Refused
from equalities.saying import say_many

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
OFFICE, TABLE, TEXT, STYLE, DRAW, FO = (f"{{{address}}}" for address in NAMES.values())
REPEATS = 1_000  # a row or cell with words in it that repeats more often is a slip of the mouse


class _Styles:
    """What the styles of a document say by their names: which hide a sheet, which underline or strike through, which
    make headings."""

    def __init__(self, root: Element):
        self.hidden: set[str] = set()
        self.underlining: set[str] = set()
        self.striking: set[str] = set()
        self.levels: dict[str | None, int | None] = {}
        for style in root.iterfind(".//style:style", NAMES):
            name = style.get(f"{STYLE}name")
            for properties in style.iterfind("style:table-properties", NAMES):
                if properties.get(f"{TABLE}display") == "false":
                    self.hidden.add(name)
            for properties in style.iterfind("style:text-properties", NAMES):
                self._read_text(name, properties)

    def _read_text(self, name: str, properties: Element) -> None:
        if properties.get(f"{STYLE}text-underline-style", "none") != "none":
            self.underlining.add(name)
        if properties.get(f"{STYLE}text-line-through-style", "none") != "none":
            self.striking.add(name)
        points = whole(properties.get(f"{FO}font-size", "").partition("pt")[0].partition(".")[0])
        self.levels[name] = heading_level(points, is_bold=properties.get(f"{FO}font-weight") == "bold")


def read_grids(package: Package) -> Iterator[Worksheet]:
    """The sheets of a spreadsheet in order, hidden ones too. Formulas give their stored result."""
    root = package.xml("content.xml")
    if root is None:
        raise Refused(DAMAGED)
    styles = _Styles(root)
    for sheet in root.iterfind("office:body/office:spreadsheet/table:table", NAMES):
        grid = Worksheet(sheet.get(f"{TABLE}name", ""), sheet.get(f"{TABLE}style-name") in styles.hidden)
        _read_columns(sheet, grid)
        _read_rows(sheet, grid, styles)
        _read_boxes(sheet, grid)
        yield grid


def _read_columns(sheet: Element, grid: Worksheet) -> None:
    number = 1
    for column in sheet.iter(f"{TABLE}table-column"):
        repeats = min(whole(column.get(f"{TABLE}number-columns-repeated"), otherwise=1), 16_384)
        if column.get(f"{TABLE}visibility", "visible") != "visible":
            grid.hidden_columns.update(range(number, number + repeats))
        number += repeats


def _read_rows(sheet: Element, grid: Worksheet, styles: _Styles) -> None:
    number = 1
    for row in sheet.iter(f"{TABLE}table-row"):
        repeats = whole(row.get(f"{TABLE}number-rows-repeated"), otherwise=1)
        cells = dict(_cells(row, styles))
        for at in islice(range(number, number + repeats), REPEATS if cells else 0):
            _place_row(row, at, cells, grid)
        number += repeats


def _place_row(row: Element, number: int, cells: dict[int, tuple[Element, Content]], grid: Worksheet) -> None:
    if row.get(f"{TABLE}visibility", "visible") != "visible":
        grid.hidden_rows.add(number)
    if local_name(row.getparent()) == "table-header-rows":
        grid.head_rows.add(number)
    for column, (cell, content) in cells.items():
        grid.cells[number, column] = content
        wide = whole(cell.get(f"{TABLE}number-columns-spanned"), otherwise=1)
        high = whole(cell.get(f"{TABLE}number-rows-spanned"), otherwise=1)
        if (wide, high) != (1, 1):
            grid.spans[number, column] = (wide, high)
        for note in _notes(cell, content):
            grid.notes.append((note, (number, column)))


def _cells(row: Element, styles: _Styles) -> Iterator[tuple[int, tuple[Element, Content]]]:
    """The cells of a row that hold something, by column."""
    column = 1
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        repeats = whole(cell.get(f"{TABLE}number-columns-repeated"), otherwise=1)
        content = _content(cell, styles)
        if content.text or content.struck:
            for at in range(column, column + min(repeats, REPEATS)):
                yield at, (cell, content)
        column += repeats


def _content(cell: Element, styles: _Styles) -> Content:
    style = cell.get(f"{TABLE}style-name")
    found = _words(cell, styles)
    return found.as_struck() if style in styles.striking else found._replace(level=styles.levels.get(style))


def _words(cell: Element, styles: _Styles) -> Content:
    paragraphs = cell.findall("text:p", NAMES)
    shown = "\n".join("".join(_text(paragraph, styles.striking)) for paragraph in paragraphs).strip()
    spans = [(span.get(f"{TEXT}style-name"), span) for span in cell.iterfind("text:p//text:span", NAMES)]
    struck = phrases("".join(_text(span)) for name, span in spans if name in styles.striking)
    day = cell.get(f"{OFFICE}date-value")
    if day:
        return Content(_date(day, shown))
    underlined = phrases("".join(_text(span)) for name, span in spans if name in styles.underlining)
    return Content(shown or ("" if struck else _stored(cell)), underlined, struck=struck)


def _text(element: Element, striking: Collection[str | None] = ()) -> Iterator[str]:
    """The words of a paragraph: OpenDocument writes blanks, tabs and line breaks as elements. What spans of the styles
    in `striking` hold is left out."""
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in ("s", "tab"):
            yield " " * max(whole(child.get(f"{TEXT}c"), otherwise=1), 1)
        elif name == "line-break":
            yield "\n"
        elif name != "annotation" and child.get(f"{TEXT}style-name") not in striking:
            yield from _text(child, striking)
        yield child.tail or ""


def _date(day: str, shown: str) -> str:
    """ISO text, unless the day is not shown: "Mar-25" is March 2025, and its first day was never meant."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?", day)
    if match is None or not 1 <= int(match[2]) <= 12:
        return shown or day
    if re.fullmatch(r"[^\W\d]+\.?[-/ ]+(\d{2}|\d{4})", shown):
        return f"{MONTHS[int(match[2]) - 1]} {match[1]}"
    if re.fullmatch(r"\d{4}|[^\W\d]+", shown):
        return shown
    time = match[4] if match[4] not in (None, "00:00") else ""
    return f"{match[0][:10]} {time}".strip()


def _stored(cell: Element) -> str:
    """What a program stored without showing it, or the formula where there is not even that."""
    number = cell.get(f"{OFFICE}value")
    if number is not None:
        return _plain(number)
    text: str = cell.get(f"{OFFICE}string-value") or cell.get(f"{OFFICE}boolean-value") or ""
    formula = cell.get(f"{TABLE}formula", "")
    return text or formula.removeprefix("of:")


def _plain(number: str) -> str:
    try:
        return plain(float(number))
    except (ValueError, OverflowError):
        return number


def _notes(cell: Element, content: Content) -> Iterator[str]:
    is_formula = cell.get(f"{TABLE}formula") is not None
    if is_formula and content.text.startswith("="):
        yield NO_RESULT
    elif is_formula and re.match(r"#|Err:", content.text):
        yield ERROR


def _read_boxes(sheet: Element, grid: Worksheet) -> None:
    """Text that floats above the cells, and the number of comments."""
    for box in sheet.iter(f"{DRAW}text-box", f"{DRAW}custom-shape"):
        lines = ["".join(_text(paragraph)).strip() for paragraph in box.iterfind("text:p", NAMES)]
        grid.boxes += [line for line in lines if line]
    count = sum(1 for _ in sheet.iter(f"{OFFICE}annotation"))
    if count:
        spoken = say_many("{number} comment was not imported", "{number} comments were not imported", count)
        grid.notes.append((spoken, None))
