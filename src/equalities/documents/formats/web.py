"""Web pages (.html): paragraphs and tables in reading order, as a reader with no scripts sees them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.entries import UNDER
from equalities.documents.formats.decoding import read_text
from equalities.documents.formats.markup import BULLETS, STRUCK_TAGS, phrases, tidy, unmark
from equalities.documents.formats.package import Element, whole
from equalities.refusals import Refused
from equalities.saying import to_say

NOT_TEXT = {
    "head",
    "script",
    "style",
    "template",
    "noscript",
    "select",
    "textarea",
    "svg",
    "iframe",
    "object",
}
BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section",
    "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption", "form", "fieldset", "address", "hr",
    "details", "summary", "table", "caption", "tr", "td", "th", "body",
}  # fmt: skip
ROWS = "./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"
CELLS = "./tr/* | ./thead/tr/* | ./tbody/tr/* | ./tfoot/tr/*"
STRIKING_RULE = re.compile(
    r"([^{}]+)\{[^{}]*text-decoration[a-z-]*\s*:[^;{}]*line-through[^{}]*\}", re.IGNORECASE
)
NOTE_MARK = re.compile(r"\[?(?:\d{1,2}|[*†‡])\]?")
AFTER_A_WORD = re.compile(r"(?:[a-z]{3}|[.,;)”’])\s*$")
SPAN = 1_000  # the most columns or rows that one cell is let cover
TABLE_DEPTH = 10
NESTED = to_say("This cell holds a table of its own, which is read as a separate table after this one")
TOO_DEEP = to_say(
    "This page has tables inside tables more than ten deep: take the inner tables out, and try again."
)
TOO_WIDE = to_say(
    "This page has a table of more than 2,000 columns: copy the plan into a document, and try with that."
)
UNREADABLE = to_say(
    "This web page cannot be read: open it in a browser, copy the plan into a document, and try with that."
)


@dataclass
class _Lines:
    """Text as it is gathered from an element, with what is underlined and listed in it."""

    text: list[str] = field(default_factory=list)
    underlined: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    inner: list[Element] = field(default_factory=list)
    striking: frozenset[str] = frozenset()  # the classes that strike through


def read(path: Path, name: str) -> Pages:
    """Read a web page into blocks, in reading order.

    `path` holds the file, `name` is what its owner calls it. A cell that spans columns or rows stands once, at its
    first place. What the page hides is read and marked hidden in tables, left out elsewhere. Raises Refused where
    no text can be found.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", read_text(path))
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Refused(UNREADABLE) from None
    reader = _Reader(name, _striking(root))
    body = root.find("body")
    reader.read(root if body is None else body)
    if not reader.blocks:
        raise Refused(UNREADABLE)
    return Pages(tuple(reader.blocks), tuple(reader.problems))


class _Reader:
    """Walks one page; keeps count of its tables and of what could not be read."""

    def __init__(self, name: str, striking: frozenset[str]):
        self._name = name
        self._striking = striking
        self._tables = 0
        self._layouts = 0  # tables that only lay out the page, around what is read
        self._on_line: Counter[int] = Counter()
        self.blocks: list[Paragraph | Table] = []
        self.problems: list[Problem] = []

    def read(self, element: Element) -> None:
        """Text between blocks is a paragraph; a block inside is read in its turn."""
        loose = _Lines(striking=self._striking)
        if _is_struck(element, self._striking) and element.find(".//table") is None:
            _gather(element, loose)
            self._paragraphs(loose, element)
            return
        loose.text.append(element.text or "")
        for child in element:
            if child.tag in NOT_TEXT or _is_hidden(child):
                pass
            elif child.tag == "table" or _holds_blocks(child):
                self._paragraphs(loose, element)
                loose = _Lines(striking=self._striking)
                self._block(child)
            else:
                _gather(child, loose)
            loose.text.append(child.tail or "")
        self._paragraphs(loose, element)

    def _block(self, element: Element) -> None:
        if element.tag == "table":
            self._table(element, depth=0)
        elif element.tag == "dl":
            self._definitions(element)
        else:
            self.read(element)

    def _definitions(self, element: Element) -> None:
        """A list of terms and what they mean is a table of two columns."""
        self._tables += 1
        place = Source(self._name, table=self._tables, line=element.sourceline)
        inner: list[Element] = []
        rows: list[tuple[Cell, ...]] = []
        for part in element.xpath("./dt | ./dd | ./div/dt | ./div/dd"):
            is_term = part.tag == "dt"
            goes_on = not is_term and rows and len(rows[-1]) == 1 and rows[-1][0].source.column == 1
            number = len(rows) + (0 if goes_on else 1)
            where = place._replace(row=number, column=1 if is_term else 2, line=part.sourceline)
            cell = self._cell(part, where, inner)
            rows = [*rows[:-1], (*rows[-1], cell)] if goes_on else [*rows, (cell,)]
        if any(cell.struck or not cell.is_blank for row in rows for cell in row):
            self.blocks.append(Table(tuple(rows), place))
        for table in inner:
            self._table(table, 1)

    def _paragraphs(self, loose: _Lines, element: Element) -> None:
        level = int(element.tag[1]) if re.fullmatch("h[1-6]", element.tag) else None
        struck = phrases(loose.struck)
        for line in tidy(_unwrapped("".join(loose.text))).split("\n"):
            is_item = element.tag == "li" or line[:1] in BULLETS
            if (text := line.lstrip(f"{BULLETS} ")) or struck:
                self.blocks.append(Paragraph(text, self._place(element.sourceline), level, is_item, struck))
            struck = ()

    def _place(self, line: int) -> Source:
        """Where a paragraph stands. A page may stand on one line: then by its number on that line."""
        self._on_line[line] += 1
        number = self._on_line[line]
        return Source(self._name, line=line, column=number if number > 1 else None)

    def _table(self, element: Element, depth: int) -> None:
        if depth + self._layouts >= TABLE_DEPTH:
            raise Refused(TOO_DEEP)
        for caption in element.findall("caption"):
            self.read(caption)
        if _lays_out(element):
            self._layouts += 1
            for cell in element.xpath(CELLS):
                self.read(cell)
            self._layouts -= 1
            return
        self._tables += 1
        place = Source(self._name, table=self._tables, line=element.sourceline)
        inner: list[Element] = []
        rows = tuple(row for row in self._rows(element, place, inner) if row)
        if any(cell.struck or not cell.is_blank for row in rows for cell in row):
            self.blocks.append(Table(rows, place))
        for table in inner:
            self._table(table, depth + 1)

    def _rows(self, table: Element, place: Source, inner: list[Element]) -> Iterator[tuple[Cell, ...]]:
        taken: dict[int, int] = {}  # column -> rows that a cell above still covers
        rows = table.xpath(ROWS)
        for number, row in enumerate(rows, start=1):
            yield tuple(self._row(row, place._replace(row=number, line=row.sourceline), taken, inner))
            taken = {column: left - 1 for column, left in taken.items() if left > 1}

    def _row(
        self, row: Element, place: Source, taken: dict[int, int], inner: list[Element]
    ) -> Iterator[Cell]:
        cells = row.xpath("./td | ./th")
        is_head = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
        column = 1
        for element in cells:
            while taken.get(column):
                column += 1
            if column > 2 * SPAN:
                raise Refused(TOO_WIDE)
            cell = self._cell(element, place._replace(column=column), inner)._replace(is_head=is_head)
            for covered in range(column, column + cell.column_span):
                taken[covered] = cell.row_span
            column += cell.column_span
            yield cell

    def _cell(self, element: Element, place: Source, inner: list[Element]) -> Cell:
        lines = _Lines(striking=self._striking)
        _gather(element, lines)
        if _is_struck(element.getparent(), self._striking):
            lines.struck, lines.text = [*lines.struck, "".join(lines.text)], []
        inner += lines.inner
        self.problems += [Problem(NESTED, place) for _ in lines.inner]
        text = tidy(_unwrapped("".join(lines.text)))
        items, marked = tuple(filter(None, lines.items)), unmark(text)
        return Cell(
            text if items else marked.text,
            place,
            items=items or marked.items,
            underlined=tuple(filter(None, lines.underlined)),
            column_span=_span(element, "colspan"),
            row_span=_span(element, "rowspan"),
            hidden=any(_is_hidden(around) for around in (element, element.getparent())),
            struck=phrases([*lines.struck, *marked.struck]),
        )


def _span(element: Element, attribute: str) -> int:
    return min(max(whole(element.get(attribute), otherwise=1), 1), SPAN)


def _is_hidden(element: Element) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _is_struck(element: Element, striking: frozenset[str]) -> bool:
    is_said = element.tag in STRUCK_TAGS or "line-through" in (element.get("style") or "").lower()
    return is_said or not striking.isdisjoint((element.get("class") or "").split())


def _striking(root: Element) -> frozenset[str]:
    """The classes that the page's own styles strike through."""
    rules = [rule for style in root.iter("style") for rule in STRIKING_RULE.findall(style.text or "")]
    return frozenset(name for selectors in rules for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", selectors))


def _lays_out(table: Element) -> bool:
    """Whether a table only lays out the page: it says so, or opens with a heading or with a table of its own, and
    names neither itself nor its columns."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    first = next((row for row in table.xpath(ROWS) if "".join(row.itertext()).strip()), None)
    is_opened = first is not None and bool(first.xpath(".//h1 | .//h2 | .//h3 | ./td//table"))
    return is_opened and not table.xpath(f"./caption | ({CELLS})[self::th]")


def _holds_blocks(element: Element) -> bool:
    return element.tag in BLOCKS or any(inside.tag in BLOCKS for inside in element.iterdescendants())


def _gather(element: Element, lines: _Lines) -> None:
    """Add the text of an element. Line breaks of the page's source are blanks; those of its layout are \\x0b until
    the end, so that the two are not confused."""
    start = len(lines.text)
    if element.tag in BLOCKS or element.tag == "br":
        lines.text.append("\x0b")
    is_under = element.tag == "li" and any(
        outer.tag == "li" for outer in element.iterancestors("li", "table")
    )
    lines.text.append(UNDER if is_under else "")
    lines.text.append(element.text or "")
    for child in element:
        if child.tag == "table":
            lines.inner.append(child)
        elif child.tag not in NOT_TEXT and not _marks_note(child, lines):
            _gather(child, lines)
        lines.text.append(child.tail or "")
    if _is_struck(element, lines.striking):
        lines.struck.append("".join(lines.text[start:]).replace("\x0b", " "))
        del lines.text[start:]
        return
    written = " ".join("".join(lines.text[start:]).split())
    if element.tag == "li" and not is_under:
        own = "".join(lines.text[start:]).split("\x0b")
        lines.items.append(" ".join(" ".join(line for line in own if not line.startswith(UNDER)).split()))
    elif element.tag == "u" or "underline" in (element.get("style") or ""):
        lines.underlined.append(written)
    if element.tag in BLOCKS:
        lines.text.append("\x0b")


def _marks_note(element: Element, lines: _Lines) -> bool:
    """Whether an element is the small number of a footnote after a word: "each day¹", but not "20 m²"."""
    is_small = element.tag == "sup" and NOTE_MARK.fullmatch("".join(element.itertext()).strip()) is not None
    return is_small and AFTER_A_WORD.search("".join(lines.text[-3:])) is not None


def _unwrapped(text: str) -> str:
    return re.sub(r"\s*\x0b\s*", "\n", re.sub(r"[^\S\x0b]+", " ", text))
