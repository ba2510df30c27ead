"""A copy of an Excel workbook with other words in some of its cells, and all else as it was."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

from lxml import etree

from equalities.documents.blocks import Source
from equalities.documents.filling import (
    NO_PLACE,
    Edit,
    Filling,
    NewRow,
    Texts,
    check,
    key,
    replaced,
    texts_of,
)
from equalities.documents.formats import sheets
from equalities.documents.formats.excel import (
    R,
    S,
    formats_of,
    is_from_1904,
    numbered_cells,
    numbered_rows,
    place_of,
)
from equalities.documents.formats.package import STRICT, Element, Package, open_package
from equalities.documents.writers.archive import copied, xml_bytes
from equalities.documents.writers.day_cells import DayCells
from equalities.documents.writers.row_moves import RowMoves, letters
from equalities.refusals import Refused

_SPACE = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
_CALCULATED = re.compile(rb"<[^>]*calcChain[^>]*/>")  # the order of calculation, which Excel finds again

# What stands before the calculation in a workbook, in its order (ECMA-376 part 1, 18.2.27).
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


def filled(path: Path, name: str, filling: Filling) -> bytes:
    """The .xlsx at `path`, called `name`, with a filling. Remarks are left out, as they are where it is read.

    Raises Refused where it has no place for something, or is saved in the strict form, which few programs read.
    """
    texts = texts_of(sheets.read(path, name))
    check(filling, texts)
    with open_package(path) as package:
        main = next(iter(package.related_of_type("", "/officeDocument")), "xl/workbook.xml")
        book = package.xml(main)
        if book is None or STRICT in package.read(main):
            raise Refused(NO_PLACE)
        parts = _filled(package, main, book, filling, {_cell(place): text for place, text in texts.items()})
    with zipfile.ZipFile(path) as archive:
        types = "[Content_Types].xml"
        parts[types] = _CALCULATED.sub(b"", archive.read(types))
        return copied(archive, parts, without=("xl/calcChain.xml",))


def _cell(place: tuple[object, ...]) -> tuple[object, ...]:
    """Sheet, row and column, of a cell in a table or above it."""
    return (place[0], place[2], place[3])


def _filled(
    package: Package, main: str, book: Element, filling: Filling, texts: Mapping[tuple[object, ...], str]
) -> dict[str, bytes]:
    """The parts that are different, by their names."""
    related = package.related(main)
    names = {
        sheet.get("name", ""): related.get(sheet.get(f"{R}id"), "")
        for sheet in book.iterfind(f"{S}sheets/{S}sheet")
    }
    roots = {sheet: root for sheet, part in names.items() if (root := package.xml(part)) is not None}
    others: dict[str, Element] = {}
    days = DayCells(formats_of(package, main), is_from_1904(book))
    for sheet in {str(place.sheet) for place in _places(filling)}:
        if sheet not in roots:
            raise Refused(NO_PLACE)
        moves = _Sheet(sheet, roots[sheet], texts, days).fill(filling)
        if moves.any():
            parts = {name: package.xml(name) for name in _beside(package, names[sheet])}
            moves.apply(roots, book, parts)
            others |= parts
        _calculate_anew(book)
    book_links = f"{main.rpartition('/')[0]}/_rels/{main.rpartition('/')[2]}.rels"
    changed = {names[sheet]: root for sheet, root in roots.items()} | others | {main: book}
    return {
        **{name: xml_bytes(root) for name, root in changed.items()},
        book_links: _CALCULATED.sub(b"", package.read(book_links)),
    }


def _calculate_anew(book: Element) -> None:
    """What formulas came to with the words before is not what they come to now."""
    found = book.find(f"{S}calcPr")
    if found is None:
        found = etree.Element(f"{S}calcPr")
        before = [each for name in _BEFORE_CALCULATION for each in book.findall(f"{S}{name}")]
        before[-1].addnext(found)
    found.set("fullCalcOnLoad", "1")


def _places(filling: Filling) -> Iterator[Source]:
    yield from (edit.place for edit in filling.edits)
    yield from (new.below for new in filling.added)
    yield from filling.removed


def _beside(package: Package, part: str) -> list[str]:
    """The marked-up tables of a sheet and the drawing over it."""
    related = [*package.related_of_type(part, "/table"), *package.related_of_type(part, "/drawing")]
    return [name for name in related if package.read(name)]


class _Sheet:
    """One sheet on its way: its rows and cells by number."""

    def __init__(self, name: str, root: Element, texts: Mapping[tuple[object, ...], str], days: DayCells):
        self._name, self._root, self._days = name, root, days
        self._texts = dict(texts)
        self._rows = dict(numbered_rows(root))
        self._joined = set[
            tuple[int, int]
        ]()  # the new rows, and the column in which each joins a merged cell
        for number, row in self._rows.items():
            row.set("r", str(number))
            for column, cell in numbered_cells(row):
                cell.set("r", f"{letters(column)}{number}")

    def fill(self, filling: Filling) -> RowMoves:
        """Fill this sheet; where its rows go."""
        added = [new for new in filling.added if new.below.sheet == self._name]
        models = {new.like.row: deepcopy(self._row(new.like.row)) for new in added}
        for edit in filling.edits:
            if edit.place.sheet == self._name:
                self._edit(edit)
        below = defaultdict[int, list[NewRow]](list)
        for new in added:
            below[new.below.row or 0].append(new)
        gone = {place.row or 0 for place in filling.removed if place.sheet == self._name}
        moves = RowMoves(self._name, {row: len(new) for row, new in below.items()}, frozenset(gone))
        self._merge(moves, below, gone)
        for row in sorted(below):
            self._add(row, below[row], models, moves)
        for row in gone:
            self._row(row).getparent().remove(self._row(row))
        return moves

    def _row(self, number: int | None) -> Element:
        if number not in self._rows:
            raise Refused(NO_PLACE)
        return self._rows[number]

    def _edit(self, edit: Edit) -> None:
        place = _cell(key(edit.place))
        if place not in self._texts and edit.was:
            raise Refused(NO_PLACE)
        row, column = self._rows.get(edit.place.row or 0), edit.place.column or 0
        if row is None or self._is_covered(edit.place.row or 0, column):
            return
        self._texts[place] = text = replaced(self._texts.get(place, ""), edit)
        self._write(row, column, tuple(text.split("\n")) if len(edit.now) > 1 else (text,))

    def _is_covered(self, row: int, column: int) -> bool:
        """Whether a cell lies under a merged one, which says all there is to say."""
        return any(
            first[0] <= row <= last[0] and first[1] <= column <= last[1] and first != (row, column)
            for first, last in map(_corners, self._root.iterfind(f"{S}mergeCells/{S}mergeCell"))
        )

    def _merge(self, moves: RowMoves, below: Mapping[int, list[NewRow]], gone: set[int]) -> None:
        """Merged cells go with their rows, and over those that join them."""
        for merged in list(self._root.iterfind(f"{S}mergeCells/{S}mergeCell")):
            (top, left), (bottom, right) = _corners(merged)
            over = set(range(top, bottom + 1))
            if over & gone and (top, bottom) != (min(over & gone), min(over & gone)):
                raise Refused(NO_PLACE)
            inside = [new for row in over for new in below.get(row, ()) if bottom > top]
            joining = [new for new in inside if left in new.joins]
            self._joined |= {(id(new), left) for new in joining}
            if any(new not in joining and new.below.row != bottom for new in inside):
                raise Refused(NO_PLACE)
            if over & gone:
                merged.getparent().remove(merged)
                continue
            end = moves.of(bottom) + sum(new.below.row == bottom for new in joining)
            merged.set("ref", f"{letters(left)}{moves.of(top)}:{letters(right)}{end}")
        for merges in self._root.findall(f"{S}mergeCells"):
            merges.attrib.pop("count", None)  # which need not be said

    def _add(
        self, above: int, added: list[NewRow], models: Mapping[int | None, Element], moves: RowMoves
    ) -> None:
        """Rows with their last numbers already; the others get theirs with everything that names them."""
        last = self._row(above)
        for at, new in enumerate(added, start=1):
            row = deepcopy(models[new.like.row])
            row.attrib.pop("hidden", None)
            row.set("r", str(moves.of(above, is_gone=True) + at))
            row.set(RowMoves.DONE, "1")
            for column, _cell in numbered_cells(row):
                self._write(row, column, ())
            for column, texts in new.cells.items():
                if (id(new), column) not in self._joined:
                    self._write(row, column, texts)
            if new.is_title:
                self._merge_title(row, new)
            last.addnext(row)
            last = row

    def _write(self, row: Element, column: int, texts: Texts) -> None:
        """Words in a cell, which keeps its look; several entries get bullets."""
        cell = _cell_of(row, column)
        for part in list(cell):
            cell.remove(part)
        cell.attrib.pop("t", None)
        text = "\n".join(f"• {each}" for each in texts) if len(texts) > 1 else "".join(texts)
        day = self._days.number(cell, text)
        if day is not None:
            etree.SubElement(cell, f"{S}v").text = str(day)
        elif text:
            cell.set("t", "inlineStr")
            inline = etree.SubElement(cell, f"{S}is")
            etree.SubElement(inline, f"{S}t", _SPACE).text = text

    def _merge_title(self, row: Element, new: NewRow) -> None:
        columns = [column for column, _cell in numbered_cells(row)]
        merges = self._root.find(f"{S}mergeCells")
        if merges is not None and self._root.find(f"{S}tableParts") is None:  # where nothing may be merged
            ref = f"{letters(min(new.cells))}{row.get('r')}:{letters(max(columns))}{row.get('r')}"
            etree.SubElement(merges, f"{S}mergeCell", {"ref": ref})


def _corners(merged: Element) -> tuple[tuple[int, int], tuple[int, int]]:
    start, _, end = merged.get("ref", "").partition(":")
    first = place_of(start) or (0, 0)
    return first, place_of(end) or first


def _cell_of(row: Element, column: int) -> Element:
    """The cell of a row in a column, made where there is none."""
    at = 0
    for at, (number, cell) in enumerate(numbered_cells(row), start=1):
        if number == column:
            return cell
        if number > column:
            at -= 1
            break
    made = etree.Element(f"{S}c", {"r": f"{letters(column)}{row.get('r')}"})
    row.insert(at, made)
    return made
