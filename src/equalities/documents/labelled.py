"""Lines of prose that say what they hold, "Lead: Head of Housing", and what of the plan they are about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equalities.documents import vocabulary
from equalities.documents.blocks import Cell, Paragraph
from equalities.documents.columns import Columns
from equalities.documents.drafts import Draft
from equalities.documents.grid import Row

_LINE = re.compile(r"(?P<heading>[^:]{2,40}?)(?: \d{1,2})?[:?]\s+(?P<text>\S.*)", re.DOTALL)
_NOT_A_DETAIL = frozenset({"objective", "theme", "ref", "action"})


@dataclass(frozen=True)
class Labelled:
    """A line with the heading in front of it, the field that this names, and what it holds."""

    heading: str
    field: str
    text: str
    line: Paragraph


def labelled(line: Paragraph) -> Labelled | None:
    """What a line says that opens with a heading and a colon or question mark; None for any other."""
    found = _LINE.fullmatch(line.text)
    field = vocabulary.is_heading(found["heading"]) if found else None
    return Labelled(found["heading"], field, found["text"], line) if found and field else None


def detail(line: Paragraph) -> Labelled | None:
    """What a line says about an action or objective above it, such as who leads."""
    found = labelled(line)
    return found if found and found.field not in _NOT_A_DETAIL else None


def add(draft: Draft, details: Iterable[Labelled]) -> None:
    """Let a draft have what lines under it say, as if a row of a table said it."""
    describe(draft, [(each.heading, each.field, Cell(each.text, each.line.source)) for each in details])


def describe(draft: Draft, said: Sequence[tuple[str, str, Cell]]) -> None:
    """Let a draft have, as if a row of a table said it, what stands under headings: (heading, field, cell) each."""
    found = dict(enumerate(said, start=1))
    cells = {column: cell for column, (_, _, cell) in found.items()}
    draft.columns = Columns(
        {column: heading for column, (heading, _, _) in found.items()},
        {column: field for column, (_, field, _) in found.items()},
    )
    draft.rows = [Row(cells, next(iter(cells.values())).source, len(cells))]
