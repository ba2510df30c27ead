"""Lines of prose that say what they hold, "Lead: Head of Housing", and what of the plan they are about."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeGuard

from equalities.documents import vocabulary
from equalities.documents.blocks import Cell, Paragraph
from equalities.documents.columns import Columns
from equalities.documents.drafts import Draft
from equalities.documents.grid import Row
from equalities.documents.lines import Joined

_LINE = re.compile(r"(?P<heading>[^:]{2,40}?)(?: \d{1,2})?[:?]\s+(?P<text>\S.*)", re.DOTALL)
_NOT_A_DETAIL = frozenset({"objective", "theme", "ref", "action"})
# Inside a line, where a sentence or bracket ends or begins: ". Lead: ", "(Timescale: ", " | Owner: ".
_INSIDE = re.compile(r"(?:(?<=[.;,|?)])\s*|\s[|–—-]\s*|\s*[(\[])(?P<heading>[A-Z][^:.;,()|]{1,38}):\s")


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


def parts(line: Paragraph) -> list[Paragraph]:
    """A line cut before each heading inside it: "Train staff (Lead: HR; Timescale: May 2026)" is three. Nothing is cut
    off a line whose headings do not say different things."""
    cuts = [found for found in _INSIDE.finditer(line.text) if vocabulary.is_heading(found["heading"])]
    fields = [vocabulary.is_heading(found["heading"]) for found in cuts]
    if not cuts or len(set(fields)) < len(fields):
        return [line]
    starts = [0, *(found.start("heading") for found in cuts)]
    ends = [*(found.start() for found in cuts), len(line.text)]
    texts = [line.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [replace(line, text=text.rstrip(" .;,|)]")) for text in texts]


def one_by_one(lines: Sequence[Paragraph]) -> Joined:
    """Lines, each of which says one thing: a line of several headings is cut, "Lead" alone is joined with the line
    under it where it comes again and again; each with the lines that were joined to it."""
    counts = Counter(line.text for line in lines if vocabulary.is_heading(line.text))
    again = {text for text, count in counts.items() if count > 1}
    is_form = len(again) > 1
    found: dict[Paragraph, tuple[Paragraph, ...]] = {}
    taken: Paragraph | None = None
    for line, below in zip_longest(lines, lines[1:]):
        if line is taken:
            continue
        if is_form and line.text in again and _is_text(below):
            taken = below
            found[replace(below, text=f"{line.text.rstrip(' :')}: {below.text}", is_item=False)] = (line,)
            continue
        cut = parts(line)
        is_whole = len(cut) == 1 or labelled(cut[0]) is None
        found |= dict.fromkeys([line] if is_whole else [replace(part, is_item=False) for part in cut], ())
    return found


def _is_text(below: Paragraph | None) -> TypeGuard[Paragraph]:
    return below is not None and not below.is_item and not vocabulary.is_heading(below.text)


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
