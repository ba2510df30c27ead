"""Workbooks with a sheet for each objective, team or archive: what only a tab says becomes a heading over its table."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from equalities.documents.blocks import Paragraph, Source, Table

Blocks = Sequence[Paragraph | Table]

_LEVEL = 2
_COUNT = re.compile(r" ?\(?\d+\)?$")
_SAYS_NOTHING = re.compile(r"(?:sheet|tab|table|page|plan)?[\W\d]*|.*\b(?:copy|template)\b.*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3}|\bS?EO ?\d")


def headed(sheets: Sequence[Blocks]) -> Iterator[Blocks]:
    """The blocks of each sheet, a heading with the words of the tab before its table where the lines above that are
    none, or those of other sheets too. The first table needs one only if others have the same head."""
    heads = Counter(filter(None, map(_head, sheets)))
    lines = Counter(line for sheet in sheets for line in set(_lines(sheet)))
    names = {sheet[0].source.sheet or "" for sheet in sheets if sheet}
    first = next((sheet for sheet in sheets if _head(sheet)), None)
    for sheet in sheets:
        name, head = _tab(sheet), _head(sheet)
        is_one_of_several = sheet is not first or heads[head] > 1
        is_told_by_lines = any(lines[line] == 1 for line in _lines(sheet))
        if name and head and is_one_of_several and not is_told_by_lines and _tells(name, names):
            at = next(place for place, block in enumerate(sheet) if isinstance(block, Table))
            heading = Paragraph(name, Source(sheet[at].source.file, sheet=name), _LEVEL)
            yield [*sheet[:at], heading, *sheet[at:]]
        else:
            yield sheet


def _is_counted(name: str, names: Collection[str]) -> bool:
    """Whether a tab is one of a few with the same words, of which all but the first count on: "Plan", "Plan 2"."""
    counted_on = {stem for other in names if (stem := _COUNT.sub("", other)) != other and stem in names}
    return name in counted_on or _COUNT.sub("", name) in counted_on


def _tells(name: str, names: Collection[str]) -> bool:
    """Whether a tab has words of its own."""
    is_something = _WORD.search(name) is not None and _SAYS_NOTHING.fullmatch(name) is None
    return is_something and not _is_counted(name, names)


def _tab(sheet: Blocks) -> str | None:
    """The name of a sheet that is shown; what is hidden is no heading."""
    table = next((block for block in sheet if isinstance(block, Table)), None)
    is_hidden = table is None or all(cell.hidden for row in table.rows for cell in row)
    return None if is_hidden or table is None else table.source.sheet


def _head(sheet: Blocks) -> tuple[str, ...]:
    """The texts of a table's first row with more than one cell."""
    rows = [row for block in sheet if isinstance(block, Table) for row in block.rows]
    texts = (tuple(cell.text for cell in row if not cell.is_blank) for row in rows)
    return next((row for row in texts if len(row) > 1), ())


def _lines(sheet: Blocks) -> list[str]:
    """The lines above the table of a sheet, and the titles in its own first rows."""
    found = []
    for block in sheet:
        if isinstance(block, Paragraph):
            found.append(block.text)
            continue
        for row in block.rows:
            texts = [cell.text for cell in row if not cell.is_blank]
            if len(texts) > 1:
                return found
            found += texts
    return found
