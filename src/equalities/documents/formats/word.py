"""Word documents (.docx): paragraphs and tables in reading order. Nothing in them is ever run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.entries import UNDER
from equalities.documents.formats.markup import unmark, without_bullets
from equalities.documents.formats.package import DAMAGED, Element, Package, open_package, whole
from equalities.documents.formats.word_styles import Label, Numbering, Styles, W, is_on, value
from equalities.documents.formats.word_text import Words, children, local_name, read_words
from equalities.refusals import Refused
from equalities.saying import say, say_many, to_say

TABLE_DEPTH = 10
MOST_COLUMNS = 63  # of a table, in Word
PICTURE_CM = (8, 4)  # a picture at least so wide and high may hold a table; smaller ones are logos

_COUNTS = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")

NESTED = to_say("This cell holds a table of its own, which is read as a separate table after this one")
PICTURE = to_say(
    "There is a picture here, and words in a picture are not read: if it shows a table, "
    "put the table itself in the document"
)
TOO_DEEP = to_say(
    "This document has tables inside tables more than ten deep: take the inner tables out, and try again."
)


@dataclass(frozen=True)
class _Line:
    """One paragraph, with the number or bullet that Word prints before it."""

    words: Words
    label: Label | None
    level: int | None
    is_under: bool = False  # an entry of a list inside a list

    @property
    def text(self) -> str:
        number = self.label.text if self.label and not self.is_struck else ""
        text = f"{number} {self.words.text}".strip()
        return f"{UNDER}{text}" if self.is_under and text else text

    @property
    def is_struck(self) -> bool:
        """Whether all that it says is struck through."""
        return bool(self.words.struck) and not self.words.text

    @property
    def is_bullet(self) -> bool:
        return self.label is not None and self.label.is_bullet


def read(path: Path, name: str) -> Pages:
    """Read a .docx into blocks, in reading order; headers, footers and notes come last.

    `path` holds the file, `name` is what its owner calls it. Merged cells stand once, at their first place.
    Tracked changes are read as accepted; each is a problem, without its author. Comments are counted, not read.
    Raises Refused where the file is damaged, locked or swollen.
    """
    with open_package(path) as package:
        return Reader(package, name).pages()


class Reader:
    """Walks one document; keeps count of its tables, paragraphs and pages, and of what could not be read. `main` is the
    name of the part with its text, `root` that text, `places` the paragraph, row or cell that is read at each place."""

    def __init__(self, package: Package, name: str):
        self._package = package
        self.main = next(iter(package.related_of_type("", "/officeDocument")), "word/document.xml")
        self._styles = Styles(self._part("/styles"))
        self._numbering = Numbering(self._part("/numbering"))
        self._place = Source(file=name)
        self._blocks: list[Paragraph | Table] = []
        self._problems: list[Problem] = []
        self._tables = self._lines = 0
        self.root = package.xml(self.main)
        self.places: dict[Source, Element] = {}

    def pages(self) -> Pages:
        body = None if self.root is None else self.root.find(f"{W}body")
        if body is None:
            raise Refused(DAMAGED)
        if next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None:
            self._place = self._place._replace(page=1)
        self._read_blocks(body, depth=0)
        self._place = Source(file=self._place.file)
        self._read_margins()
        self._count_comments()
        return Pages(tuple(self._blocks), tuple(self._problems))

    def _part(self, ending: str) -> Element | None:
        parts = self._package.related_of_type(self.main, ending)
        return self._package.xml(parts[0]) if parts else None

    def _report(self, what: str, source: Source) -> None:
        self._problems.append(Problem(what, source))

    # Paragraphs

    def _read_blocks(self, container: Element, *, depth: int) -> None:
        for block in children(container):
            name = local_name(block)
            if name == "p":
                self._read_paragraph(block, depth)
            elif name == "tbl":
                self._read_table(block, depth)
            elif name == "altChunk":
                self._report(
                    say("Another document is embedded here and was not read: open it and save it by itself"),
                    self._place,
                )

    def _read_paragraph(self, element: Element, depth: int) -> None:
        line = self._line(element)
        self._lines += 1
        source = self._place._replace(line=self._lines)
        self.places[source] = element
        if line.text or line.is_struck:
            is_item = line.label is not None and line.level is None
            self._blocks.append(Paragraph(line.text, source, line.level, is_item, line.words.struck))
        if any(width >= PICTURE_CM[0] and height >= PICTURE_CM[1] for width, height in line.words.pictures):
            self._report(PICTURE, source)
        self._report_words(line.words, source)
        for box in line.words.boxes:
            self._read_blocks(box, depth=depth)

    def _line(self, element: Element) -> _Line:
        words = read_words(element, self._styles.striking)
        if self._place.page is not None:
            self._place = self._place._replace(page=self._place.page + words.pages_turned)
        style = value(element, f"{W}pPr/{W}pStyle")
        number = element.find(f"{W}pPr/{W}numPr")
        label = self._numbering.label(self._styles.number(style) if number is None else number)
        return _Line(words, label, self._styles.heading_level(style))

    def _report_words(self, words: Words, source: Source) -> None:
        for change in words.changes:
            self._report(change, source)
        for unread in words.unread:
            self._report(
                say(
                    "There is {unread} here, which was not read: put its words in the document", unread=unread
                ),
                source,
            )

    def _read_margins(self) -> None:
        """Headers, footers and notes: each part once, though Word keeps one for every section."""
        seen = {""}
        for ending in ("/header", "/footer", "/footnotes", "/endnotes"):
            for part in self._package.related_of_type(self.main, ending):
                root = self._package.xml(part)
                text = "" if root is None else "".join(root.itertext(f"{W}t")).strip()
                if root is not None and text not in seen:
                    seen.add(text)
                    self._read_margin(root)

    def _read_margin(self, root: Element) -> None:
        notes = root.findall(f"{W}footnote") + root.findall(f"{W}endnote")
        for container in notes or [root]:
            self._read_blocks(container, depth=0)

    def _count_comments(self) -> None:
        root = self._part("/comments")
        count = 0 if root is None else len(root.findall(f"{W}comment"))
        if count:
            spoken = say_many(
                "{number} comment was not imported", "{number} comments were not imported", count
            )
            self._report(spoken, self._place)

    # Tables

    def _read_table(self, element: Element, depth: int) -> None:
        if depth >= TABLE_DEPTH:
            raise Refused(TOO_DEEP)
        self._tables += 1
        place = self._place._replace(table=self._tables)
        inner: list[Element] = []
        rows = [
            tuple(self._read_row(row, place._replace(row=number), inner))
            for number, row in enumerate(self._kept_rows(element, place), start=1)
        ]
        if any(cell.struck or not cell.is_blank for row in rows for cell in row):
            self._blocks.append(Table(_spread_down(rows), place))
        for table in inner:
            self._read_table(table, depth + 1)

    def _kept_rows(self, table: Element, place: Source) -> Iterator[Element]:
        for row in children(table):
            if local_name(row) != "tr":
                continue
            if row.find(f"{W}trPr/{W}del") is None:
                yield row
            else:
                gone = " | ".join(
                    "".join(cell.itertext(f"{W}t", f"{W}delText")) for cell in row.iter(f"{W}tc")
                )
                self._report(
                    say(
                        "The row “{gone}” was struck out as a tracked change, and is read as removed",
                        gone=gone,
                    ),
                    place,
                )

    def _read_row(self, row: Element, place: Source, inner: list[Element]) -> Iterator[Cell]:
        self.places[place] = row
        if row.find(f"{W}trPr/{W}ins") is not None:
            self._report(say("This row was added as a tracked change, and is read as accepted"), place)
        is_head, hidden = is_on(row, f"{W}trPr/{W}tblHeader"), is_on(row, f"{W}trPr/{W}hidden")
        column = 1 + min(whole(value(row, f"{W}trPr/{W}gridBefore")), MOST_COLUMNS)
        for element in children(row):
            if local_name(element) != "tc":
                continue
            cell = self._read_cell(element, place._replace(page=self._place.page, column=column), inner)
            yield cell._replace(is_head=is_head, hidden=hidden or _has_hidden_words(element))
            column += cell.column_span

    def _read_cell(self, element: Element, place: Source, inner: list[Element]) -> Cell:
        """One cell; `row_span` 0 marks one that only continues the cell above."""
        self.places[place] = element
        lines = list(self._cell_lines(element, place, inner))
        lines = _without_numbers(list(_under(lines)))
        text = "\n".join(line.text for line in lines if line.text)
        if not text and any(line.words.pictures for line in lines):
            self._report(PICTURE, place)
        merge = element.find(f"{W}tcPr/{W}vMerge")
        continues = merge is not None and merge.get(f"{W}val", "continue") == "continue" and not text
        return Cell(
            without_bullets(text),
            place,
            items=_items(lines) or unmark(text).items,
            underlined=tuple(phrase for line in lines for phrase in line.words.underlined),
            column_span=min(max(whole(value(element, f"{W}tcPr/{W}gridSpan")), 1), MOST_COLUMNS),
            row_span=0 if continues else 1,
            struck=tuple(phrase for line in lines for phrase in line.words.struck),
        )

    def _cell_lines(self, container: Element, place: Source, inner: list[Element]) -> Iterator[_Line]:
        for block in children(container):
            name = local_name(block)
            if name == "p":
                line = self._line(block)
                self._report_words(line.words, place)
                yield line
                for box in line.words.boxes:
                    yield from self._cell_lines(box, place, inner)
            elif name == "tbl":
                inner.append(block)
                self._report(NESTED, place)


def _has_hidden_words(cell: Element) -> bool:
    """Whether all that a cell says is marked as hidden: so a column is hidden, for which Word has no mark."""
    runs = [run for run in cell.iter(f"{W}r") if "".join(run.itertext(f"{W}t")).strip()]
    return bool(runs) and all(is_on(run, f"{W}rPr/{W}vanish") for run in runs)


def _under(lines: list[_Line]) -> Iterator[_Line]:
    """The lines of a cell, with those marked that are bullets below other bullets."""
    depths = [line.label.depth for line in lines if line.label and line.is_bullet]
    for line in lines:
        deeper = line.label is not None and line.is_bullet and line.label.depth > min(depths)
        yield replace(line, is_under=True) if deeper else line


def _without_numbers(lines: list[_Line]) -> list[_Line]:
    """The lines of a cell without the numbers that only count its entries ("1."): these are marked as they are."""
    if not _items(lines):
        return lines
    return [
        replace(line, label=replace(line.label, text=""))
        if line.label and _COUNTS.fullmatch(line.label.text)
        else line
        for line in lines
    ]


def _items(lines: list[_Line]) -> tuple[str, ...]:
    """The entries of a cell's list. One numbered paragraph alone is a reference, not a list."""
    listed = [line for line in lines if line.label is not None and line.words.text and not line.is_under]
    if len(listed) == 1 and not listed[0].is_bullet:
        return ()
    return tuple(line.words.text for line in listed)


def _spread_down(rows: list[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Let the first cell of each merged column of cells span the rows, and drop those that continue it."""
    spans: dict[tuple[int | None, int | None], int] = {}
    above: dict[int | None, Cell] = {}
    for cell in (cell for row in rows for cell in row):
        column = cell.source.column
        if cell.row_span == 0 and column in above:
            top = above[column].source
            spans[top.row, top.column] = spans.get((top.row, top.column), 1) + 1
        else:
            above[column] = cell
    kept = (tuple(cell for cell in row if cell.row_span) for row in rows)
    return tuple(
        tuple(cell._replace(row_span=spans.get((cell.source.row, cell.source.column), 1)) for cell in row)
        for row in kept
        if row
    )
