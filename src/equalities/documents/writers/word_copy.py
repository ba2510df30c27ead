"""A copy of a Word document with other words in some of its cells and lines, and all else as it was."""

import re
import zipfile
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path

from lxml import etree

from equalities.documents.blocks import Source
from equalities.documents.filling import (
    NO_PLACE,
    Edit,
    Filling,
    NewRow,
    Place,
    check,
    found_in,
    is_whole,
    key,
    replaced,
    row_key,
    texts_of,
)
from equalities.documents.formats.package import STRICT, Element, open_package, whole
from equalities.documents.formats.word import Reader
from equalities.documents.formats.word_styles import W, value
from equalities.documents.formats.word_text import local_name, read_words
from equalities.documents.writers.archive import copied, leave_out_authors, xml_bytes
from equalities.refusals import Refused

_XML = "{http://www.w3.org/XML/1998/namespace}"
_SAID = tuple(f"{W}{name}" for name in ("t", "tab", "br", "cr", "noBreakHyphen", "sym"))
_REMARKS = tuple(f"{W}comment{name}" for name in ("RangeStart", "RangeEnd", "Reference"))
_NUMBERS = ("paraId", "textId")  # of which no two paragraphs may have the same


def filled(path: Path, name: str, filling: Filling) -> bytes:
    """The .docx at `path`, called `name`, with a filling. Remarks are left out, as they are where it is read.

    Raises Refused where it has no place for something, or is saved in the strict form, which few programs read.
    """
    with open_package(path) as package:
        reader = Reader(package, name)
        texts = texts_of(reader.pages())
        check(filling, texts)
        if STRICT in package.read(reader.main) or reader.root is None:
            raise Refused(NO_PLACE)
        places = {key(source): element for source, element in reader.places.items()}
        _Copy(places, texts).fill(filling)
        for remark in list(reader.root.iter(*_REMARKS)):
            remark.getparent().remove(remark)
        leave_out_authors(reader.root)
        main = xml_bytes(reader.root)
    with zipfile.ZipFile(path) as archive:
        return copied(archive, {reader.main: main})


class _Copy:
    """The elements of a document by their place, and what each said when it was read."""

    def __init__(self, places: Mapping[Place, Element], texts: Mapping[Place, str]):
        self._places = places
        self._texts = dict(texts)

    def fill(self, filling: Filling) -> None:
        """Rows that are put in are copies of others as these were."""
        models = {row_key(new.like): deepcopy(self._row(new.like)) for new in filling.added}
        for edit in filling.edits:
            self._edit(edit)
        for new in reversed(filling.added):  # each directly below its row, so that the first ends up on top
            self._add(new, deepcopy(models[row_key(new.like)]))
        for place in filling.removed:
            row = self._row(place)
            if any(merge.get(f"{W}val") == "restart" for merge in row.iter(f"{W}vMerge")):
                raise Refused(NO_PLACE)
            row.getparent().remove(row)

    def _row(self, place: Source) -> Element:
        """The row, or the line, at a place."""
        row = self._places.get(key(place) if place.row is None else row_key(place))
        if row is None or local_name(row) not in ("tr", "p"):
            raise Refused(NO_PLACE)
        return row

    def _edit(self, edit: Edit) -> None:
        place = key(edit.place)
        element = self._places.get(place)
        if element is None and not edit.was:
            return
        if element is None:
            raise Refused(NO_PLACE)
        text, paragraphs = self._texts.get(place, ""), _paragraphs(element)
        self._texts[place] = replaced(text, edit)
        if is_whole(text, edit.was):
            _say(paragraphs, edit.now)
            return
        for paragraph in paragraphs:
            said = read_words(paragraph).text
            if _holds(said, edit.was):
                _set(paragraph, replaced(said, edit))
                return
        _say(paragraphs, self._texts[place].split("\n"))

    def _add(self, new: NewRow, row: Element) -> None:
        above = self._row(new.below)
        for element in row.iter():
            for name in [each for each in element.attrib if etree.QName(each).localname in _NUMBERS]:
                del element.attrib[name]
        for mark in [each for each in row.iter() if local_name(each).startswith("bookmark")]:
            mark.getparent().remove(mark)
        if local_name(row) == "p":
            _set(row, _without_number(row, "".join(*new.cells.values())))
        elif new.is_title:
            _make_title(row, *new.cells.values())
        else:
            _write_row(row, new, _merges(above), _merges(above.getnext()))
        above.addnext(row)


def _without_number(paragraph: Element, text: str) -> str:
    """A text without the number that Word prints before the paragraph itself."""
    is_numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
    return re.sub(r"^\(?[\d.]+\)?\s+", "", text) if is_numbered else text


def _holds(text: str, words: str) -> bool:
    try:
        found_in(text, words)
    except Refused:
        return False
    return True


def _paragraphs(element: Element) -> list[Element]:
    """The paragraphs of a cell, or the paragraph itself. Refused for a cell that holds a table."""
    if local_name(element) == "p":
        return [element]
    if next(element.iter(f"{W}tbl"), None) is not None:
        raise Refused(NO_PLACE)
    return [each for each in element.iter(f"{W}p") if not _is_afloat(each)]


def _is_afloat(element: Element) -> bool:
    return next(element.iterancestors(f"{W}txbxContent"), None) is not None


def _say(paragraphs: list[Element], texts: Iterable[str]) -> None:
    """One paragraph for each text, in the look of those that were there; several that are no list get bullets."""
    wanted = list(texts) or [""]
    if len(wanted) > 1 and not _is_entry(paragraphs[-1]):
        wanted = [f"• {text}" for text in wanted]
    for text, paragraph in zip(wanted, paragraphs, strict=False):
        _set(paragraph, text)
    last = paragraphs[min(len(wanted), len(paragraphs)) - 1]
    for text in wanted[len(paragraphs) :]:
        last.addnext(deepcopy(last))
        last = last.getnext()
        _set(last, text)
    for paragraph in paragraphs[len(wanted) :]:
        paragraph.getparent().remove(paragraph)


def _is_entry(paragraph: Element) -> bool:
    """Whether a paragraph is numbered or has a bullet, by itself or by its style."""
    style = value(paragraph, f"{W}pPr/{W}pStyle") or ""
    return paragraph.find(f"{W}pPr/{W}numPr") is not None or style.startswith(("ListBullet", "ListNumber"))


def _set(paragraph: Element, text: str) -> None:
    """Other words in a paragraph, in the look of its first ones; pictures stay where they hang."""
    said = [each for each in paragraph.iter(*_SAID) if not _is_afloat(each)]
    runs = [each.getparent() for each in said if next(each.iterancestors(f"{W}del"), None) is None]
    run = runs[0] if runs else _new_run(paragraph)
    for each in said:
        if each.getparent() in runs:
            each.getparent().remove(each)
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, f"{W}br")
        etree.SubElement(run, f"{W}t", {f"{_XML}space": "preserve"}).text = line


def _new_run(paragraph: Element) -> Element:
    """A run in the look that the paragraph has where nobody has written yet."""
    run = etree.SubElement(paragraph, f"{W}r")
    look = paragraph.find(f"{W}pPr/{W}rPr")
    if look is not None:
        run.append(deepcopy(look))
    return run


def _columns(row: Element) -> Iterable[tuple[int, Element]]:
    column = 1 + whole(value(row, f"{W}trPr/{W}gridBefore"))
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr"), None) is row:
            yield column, cell
            column += max(whole(value(cell, f"{W}tcPr/{W}gridSpan")), 1)


def _merges(row: Element | None) -> dict[int, bool]:
    """The columns in which a row has merged cells, and whether each goes on from the row above."""
    found = {}
    for column, cell in [] if row is None or local_name(row) != "tr" else _columns(row):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None:
            found[column] = merge.get(f"{W}val", "continue") == "continue"
    return found


def _write_row(row: Element, new: NewRow, above: Mapping[int, bool], below: Mapping[int, bool]) -> None:
    for column, cell in _columns(row):
        goes_on = column in new.joins and column in above
        if below.get(column) and not goes_on:
            raise Refused(NO_PLACE)
        for merge in list(cell.iter(f"{W}vMerge")):
            merge.getparent().remove(merge)
        if goes_on:
            _put(cell, "vMerge", {})
        _say(_paragraphs(cell), () if goes_on else new.cells.get(column, ()))


def _put(cell: Element, name: str, attributes: dict[str, str]) -> None:
    """A property of a cell in the place that the format asks for: ISO/IEC 29500-1, 17.4.69."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    before = [each for each in properties if local_name(each) in ("cnfStyle", "tcW", "gridSpan", "hMerge")]
    properties.insert(len(before), etree.Element(f"{W}{name}", attributes))


def _make_title(row: Element, texts: Iterable[str]) -> None:
    """One cell over the whole width."""
    cells = list(_columns(row))
    last, end = cells[-1]
    width = last + max(whole(value(end, f"{W}tcPr/{W}gridSpan")), 1) - cells[0][0]
    for _column, cell in cells[1:]:
        cell.getparent().remove(cell)
    first = cells[0][1]
    for old in [*first.iter(f"{W}vMerge"), *first.iter(f"{W}gridSpan"), *first.iter(f"{W}tcW")]:
        old.getparent().remove(old)
    _put(first, "gridSpan", {f"{W}val": str(width)})
    _say(_paragraphs(first), texts)
