"""Days in a workbook, written as the numbers by which it keeps them, so that formulas and sorting go on with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from equalities.documents.formats.number_format import EPOCH, EPOCH_1904, displayed
from equalities.documents.formats.package import Element
from equalities.timescales import read

_DAY_OR_MONTH = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Za-z]{3,9} \d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}"
)


@dataclass(frozen=True)
class DayCells:
    """`patterns` are the number formats of a workbook by the number of the cell style, as written."""

    patterns: Mapping[str, str]
    from_1904: bool

    def number(self, cell: Element, text: str) -> int | None:
        """The number by which a cell shows just the day or the month that a text says; None where its number format
        shows something else, or the text says more."""
        said = read(text) if _DAY_OR_MONTH.fullmatch(text) else None
        if said is None or said.first_day is None:
            return None
        number = (said.first_day - (EPOCH_1904 if self.from_1904 else EPOCH).date()).days
        pattern = self.patterns.get(cell.get("s", "0"), "General")
        shown = read(displayed(number, pattern, from_1904=self.from_1904))
        return number if (shown.first_day, shown.last_day) == (said.first_day, said.last_day) else None
