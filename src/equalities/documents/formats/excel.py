"""Excel workbooks (.xlsx), read from their XML: calamine tells values, but not how a date is shown, which rows are
hidden, nor that a formula has no stored result, and each of these has made a wrong plan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice

from equalities.documents.formats.markup import phrases
from equalities.documents.formats.number_format import BUILT_IN, displayed
from equalities.documents.formats.package import DAMAGED, Element, Package, whole
from equalities.documents.formats.word_text import local_name
from equalities.documents.formats.worksheet import BLANK, Content, Worksheet, heading_level
from equalities.refusals import Refused
from equalities.saying import say_many, to_say

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CELL, FORMULA, VALUE, INLINE, TEXT = f"{S}c", f"{S}f", f"{S}v", f"{S}is", f"{S}t"

MOST_COLUMN_RULES = 300
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

NO_RESULT = to_say(
    "This formula has no stored result, so its text stands here: open the workbook in Excel, save it, "
    "and import it again"
)
ERROR = to_say("This formula's result is an error: mend it in the workbook")
PICTURE = to_say(
    "There is a picture on this sheet, and words in a picture are not read: if it shows a table, "
    "put the table itself in the sheet"
)


@dataclass(frozen=True)
class _Book:
    """What the sheets of a workbook share."""

    strings: dict[str, Content]  # by their number, as written
    formats: dict[str, str]  # by the number of the cell style, as written
    levels: dict[str, int]
    struck: frozenset[str]  # the cell styles that strike through
    from_1904: bool


def read_grids(package: Package) -> Iterator[Worksheet]:
    """The sheets of a workbook in order, hidden ones too. Formulas give their stored result; none is calculated."""
    main = next(iter(package.related_of_type("", "/officeDocument")), "xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        raise Refused(DAMAGED)
    styles = _part(package, main, "/styles")
    book = _Book(
        strings=_strings(_part(package, main, "/sharedStrings")),
        formats=_formats(styles),
        levels=_levels(styles),
        struck=_striking(styles),
        from_1904=is_from_1904(root),
    )
    parts = package.related(main)
    for sheet in root.iterfind(f"{S}sheets/{S}sheet"):
        hidden = sheet.get("state", "visible") != "visible"
        yield _grid(
            package, parts.get(sheet.get(f"{R}id"), ""), Worksheet(sheet.get("name", ""), hidden), book
        )


def is_from_1904(root: Element) -> bool:
    """Whether the days of a workbook are counted from 1904."""
    settings = root.find(f"{S}workbookPr")
    return settings is not None and settings.get("date1904") in ("1", "true")


def formats_of(package: Package, main: str) -> dict[str, str]:
    """The number format of each cell style of a workbook, by its number as written."""
    return _formats(_part(package, main, "/styles"))


def _part(package: Package, main: str, ending: str) -> Element | None:
    parts = package.related_of_type(main, ending)
    return package.xml(parts[0]) if parts else None


def _strings(root: Element | None) -> dict[str, Content]:
    items = [] if root is None else root.iterfind(f"{S}si")
    return {str(at): _rich(item) for at, item in enumerate(items)}


def _rich(item: Element) -> Content:
    """A text with runs; the reading aid of Japanese text (rPh) is not part of it."""
    if len(item) == 1 and item[0].tag == TEXT:
        return Content(_unescaped(item[0].text or ""))
    runs = item.findall(f"{S}r")
    current = [run for run in runs if not _strikes(run.find(f"{S}rPr"))]
    text = "".join(
        part.text or ""
        for part in [*item.findall(f"{S}t"), *(run.find(f"{S}t") for run in current)]
        if part is not None
    )
    return Content(
        _unescaped(text),
        phrases(run.findtext(f"{S}t", "") for run in current if run.find(f"{S}rPr/{S}u") is not None),
        struck=phrases(run.findtext(f"{S}t", "") for run in runs if run not in current),
    )


def _unescaped(text: str) -> str:
    """Excel writes characters that XML cannot hold as _x000D_ and the like, one beyond the first 65,536 as two halves.
    A half alone is no character, and control characters are no words."""
    plain = text
    if "_x" in text:
        units = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).encode("utf-16", "surrogatepass")
        plain = CONTROL.sub("", units.decode("utf-16", "replace"))
    return plain.replace("\r\n", "\n").replace("\r", "\n").strip()


def _formats(root: Element | None) -> dict[str, str]:
    """The number format of each cell style."""
    if root is None:
        return {}
    own = {
        whole(item.get("numFmtId")): item.get("formatCode", "")
        for item in root.iterfind(f"{S}numFmts/{S}numFmt")
    }
    known = BUILT_IN | own
    styles = enumerate(root.iterfind(f"{S}cellXfs/{S}xf"))
    return {str(at): known.get(whole(style.get("numFmtId")), "General") for at, style in styles}


def _levels(root: Element | None) -> dict[str, int]:
    """The level of heading that a cell style makes of a line, by its font."""
    if root is None:
        return {}
    fonts = [
        heading_level(_points(font), is_bold=font.find(f"{S}b") is not None)
        for font in root.iterfind(f"{S}fonts/{S}font")
    ]
    used = (whole(style.get("fontId")) for style in root.iterfind(f"{S}cellXfs/{S}xf"))
    levels = {str(at): fonts[font] for at, font in enumerate(used) if font < len(fonts)}
    return {style: level for style, level in levels.items() if level is not None}


def _striking(root: Element | None) -> frozenset[str]:
    """The cell styles whose font strikes through."""
    if root is None:
        return frozenset()
    fonts = {str(at) for at, font in enumerate(root.iterfind(f"{S}fonts/{S}font")) if _strikes(font)}
    styles = enumerate(root.iterfind(f"{S}cellXfs/{S}xf")) if fonts else ()
    return frozenset(str(at) for at, style in styles if style.get("fontId") in fonts)


def _strikes(font: Element | None) -> bool:
    strike = None if font is None else font.find(f"{S}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _points(font: Element) -> int:
    size = font.find(f"{S}sz")
    return 0 if size is None else whole(size.get("val", "").partition(".")[0])


def _grid(package: Package, part: str, grid: Worksheet, book: _Book) -> Worksheet:
    root = package.xml(part)
    if root is None or local_name(root) != "worksheet":
        grid.notes.append((to_say("This sheet holds a chart and no cells, and was not read"), None))
        return grid
    _read_columns(root, grid)
    for row, element in numbered_rows(root):
        if element.get("hidden") in ("1", "true"):
            grid.hidden_rows.add(row)
        for column, cell in numbered_cells(element):
            _read_cell(cell, (row, column), grid, book)
    for merged in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
        _read_merge(merged.get("ref", ""), grid)
    _read_heads(package, part, grid)
    _read_drawings(package, part, grid)
    _count_comments(package, part, grid)
    return grid


def _read_columns(root: Element, grid: Worksheet) -> None:
    for column in islice(root.iterfind(f"{S}cols/{S}col"), MOST_COLUMN_RULES):
        if column.get("hidden") in ("1", "true"):
            grid.hidden_columns.update(
                range(whole(column.get("min")), min(whole(column.get("max")), 16_384) + 1)
            )


def numbered_rows(root: Element) -> Iterator[tuple[int, Element]]:
    """Rows with their numbers; a program that leaves the number out means the next row."""
    number = 0
    for row in root.iterfind(f"{S}sheetData/{S}row"):
        number = whole(row.get("r"), otherwise=number + 1)
        yield number, row


def numbered_cells(row: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for cell in row.iterchildren(CELL):
        number = column_of(cell.get("r", "").rstrip("0123456789")) or number + 1
        yield number, cell


def place_of(reference: str) -> tuple[int, int] | None:
    """ "C7" as (7, 3)."""
    match = PLACE.fullmatch(reference)
    return (int(match[2]), column_of(match[1])) if match else None


@lru_cache(maxsize=16_384)  # as many columns as there can be
def column_of(letters: str) -> int:
    """ "AB" as 28; nought for what names no column."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return 0
    return reduce(lambda column, letter: column * 26 + ord(letter) - ord("A") + 1, letters, 0)


def _read_cell(cell: Element, place: tuple[int, int], grid: Worksheet, book: _Book) -> None:
    kind, parts = cell.get("t", "n"), {part.tag: part for part in cell}
    stored = parts[VALUE].text if VALUE in parts else None
    formula = parts.get(FORMULA) if stored is None else None  # what has a result needs no formula
    if formula is not None:
        grid.notes.append((NO_RESULT, place))
        grid.cells[place] = Content(f"={formula.text or '…'}")
        return
    if kind == "e":
        grid.notes.append((ERROR, place))
    inline = parts.get(INLINE) if kind == "inlineStr" else None
    content = _content(cell, kind, stored, book) if inline is None else _rich(inline)
    style = cell.get("s", "0")
    if style in book.struck:
        content = content.as_struck()
    if content.text or content.struck:
        level = book.levels.get(style)
        grid.cells[place] = content if level is None else content._replace(level=level)


def _content(cell: Element, kind: str, stored: str | None, book: _Book) -> Content:
    if stored is None:
        return BLANK
    if kind == "s":
        return book.strings.get(stored, BLANK)
    if kind == "b":
        return Content("TRUE" if stored == "1" else "FALSE")
    if kind == "d":
        return Content(stored.removesuffix("T00:00:00"))
    return Content(_number(stored, cell, book) if kind == "n" else _unescaped(stored))


def _number(stored: str, cell: Element, book: _Book) -> str:
    pattern = book.formats.get(cell.get("s", "0"), "General")
    try:
        return displayed(float(stored), pattern, from_1904=book.from_1904)
    except (ValueError, OverflowError):
        return stored


def _read_merge(reference: str, grid: Worksheet) -> None:
    start, _, end = reference.partition(":")
    first, last = place_of(start), place_of(end)
    if first and last and last >= first:
        grid.spans[first] = (max(last[1] - first[1] + 1, 1), last[0] - first[0] + 1)


def _read_heads(package: Package, part: str, grid: Worksheet) -> None:
    """Rows that a marked-up table of the sheet calls its heading."""
    for name in package.related_of_type(part, "/table"):
        table = package.xml(name)
        place = None if table is None else place_of(table.get("ref", "").partition(":")[0])
        if table is not None and place and table.get("headerRowCount") != "0":
            grid.head_rows.add(place[0])


def _read_drawings(package: Package, part: str, grid: Worksheet) -> None:
    for drawing in package.related_of_type(part, "/drawing"):
        root = package.xml(drawing)
        names = set() if root is None else {local_name(element) for element in root.iter()}
        paragraphs = [] if root is None else root.iter(f"{A}p")
        grid.boxes += [
            text for paragraph in paragraphs if (text := "".join(paragraph.itertext(f"{A}t")).strip())
        ]
        if "pic" in names and not grid.cells:
            grid.notes.append((PICTURE, None))


def _count_comments(package: Package, part: str, grid: Worksheet) -> None:
    parts = package.related_of_type(part, "/comments")
    roots = [root for name in parts if (root := package.xml(name)) is not None]
    count = sum(len(root.findall(f"{S}commentList/{S}comment")) for root in roots)
    if count:
        spoken = say_many("{number} comment was not imported", "{number} comments were not imported", count)
        grid.notes.append((spoken, None))
