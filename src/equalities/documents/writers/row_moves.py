"""Where the rows of a sheet go when others are put in and taken out, and all that names them with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from equalities.documents.formats.excel import S, numbered_cells, numbered_rows
from equalities.documents.formats.package import Element, whole

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row"
_FORMULAS = tuple(
    f"{S}{name}" for name in ("f", "formula", "formula1", "formula2", "calculatedColumnFormula")
)
# A text in quotation marks, or a cell or range with the sheet that it is in, where it is in another.
_NAMED = re.compile(
    r"""(?P<text>"[^"]*")|(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?"""
    r"""(?<![\w.])(?P<first>\$?[A-Z]{1,3}\$?)(?P<top>\d{1,7})(?::(?P<last>\$?[A-Z]{1,3}\$?)(?P<bottom>\d{1,7}))?(?![\w(])"""
)


@dataclass(frozen=True)
class RowMoves:
    """`added` is how many rows are put in below a row, `gone` are those that are taken out."""

    sheet: str
    added: Mapping[int, int]
    gone: frozenset[int]

    DONE: ClassVar = "moved"  # marks a row that has its number

    def any(self) -> bool:
        return bool(self.added or self.gone)

    def of(self, row: int, *, is_gone: bool = False) -> int:
        """The number that a row will have; of one that is taken out, that of the row above it where `is_gone`."""
        before = sum(count for above, count in self.added.items() if above < row)
        out = sum(each < row for each in self.gone) + (is_gone and row in self.gone)
        return row + before - out

    def end_of(self, row: int) -> int:
        """Where a range ends that ended with a row: with the rows that were put in below it."""
        return self.of(row, is_gone=True) + self.added.get(row, 0)

    def apply(self, roots: Mapping[str, Element], book: Element, beside: Mapping[str, Element]) -> None:
        """Move the rows of the sheet, what its tables and its drawing say of rows, and the formulas of every sheet."""
        root = roots[self.sheet]
        self._ranges(root.iter())
        self._rows(root)
        for sheet, other in roots.items():
            self._formulas(other.iter(*_FORMULAS), sheet)
        for other in beside.values():
            self._ranges(other.iter(f"{S}table", f"{S}autoFilter", f"{S}sortState", f"{S}sortCondition"))
            for drawn in other.iter(_DRAWN):
                drawn.text = str(self.of(whole(drawn.text) + 1) - 1)
        self._formulas(book.iter(f"{S}definedName"), "")

    def _rows(self, root: Element) -> None:
        for number, row in numbered_rows(root):
            now = number if row.attrib.pop(self.DONE, None) else self.of(number)
            row.set("r", str(now))
            for _column, cell in numbered_cells(row):
                cell.set("r", f"{cell.get('r', '').rstrip('0123456789')}{now}")

    def _ranges(self, elements: Iterable[Element]) -> None:
        for element in elements:
            for name in {"ref", "sqref"} & set(element.attrib):
                if element.tag != f"{S}mergeCell":  # which knows already
                    element.set(name, self._moved(element.get(name, ""), self.sheet))

    def _formulas(self, elements: Iterable[Element], sheet: str) -> None:
        for element in elements:
            if element.text:
                element.text = self._moved(element.text, sheet)

    def _moved(self, formula: str, sheet: str) -> str:
        """A formula of a sheet, or a list of ranges, with the numbers of its rows as they will be."""

        def moved(found: re.Match[str]) -> str:
            named = (found["sheet"] or "").removesuffix("!").strip("'").replace("''", "'")
            if found["text"] or (named or sheet) != self.sheet:
                return found[0]
            top, bottom = int(found["top"]), found["bottom"]
            start = f"{found['sheet'] or ''}{found['first']}{self.of(top)}"
            return f"{start}:{found['last']}{self.end_of(int(bottom))}" if bottom else start

        return _NAMED.sub(moved, formula)


def letters(column: int) -> str:
    """28 as "AB"."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
