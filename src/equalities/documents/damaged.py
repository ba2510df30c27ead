"""Tables that lost their cell borders on the way to text: said to be damaged, never put together by guessing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from equalities.documents import references, vocabulary
from equalities.documents.blocks import Paragraph
from equalities.documents.drafts import Draft, said
from equalities.documents.ledger import Ledger
from equalities.documents.slashes import SlashTable
from equalities.saying import to_say

LOST = to_say(
    "This stands in a table that has lost the borders of its cells: its row and column cannot be told, "
    "so no row is made of it"
)
RUN_TOGETHER = to_say(
    "The columns of this row have run together: its text may hold what belongs to the others"
)


_MOST_HEADINGS = 40


@dataclass
class Damaged:
    """What could be saved, and the lines that belong to damaged tables."""

    drafts: list[Draft] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    lines: set[Paragraph] = field(default_factory=set)


def read(lines: Sequence[Paragraph], ledger: Ledger) -> Damaged:
    """Find a table in lines by its headings: all on one line, one line each, or divided by slashes."""
    for place, line in enumerate(lines):
        near = lines[place : place + _MOST_HEADINGS]  # a copy of the rest for each line takes minutes
        table = SlashTable.at(near) and SlashTable.at(lines[place:])
        if table:
            return Damaged(table.drafts(ledger), table.headings, set(lines[place:]))
        headings = tuple(vocabulary.split_run(line.text))
        if headings:
            return _run_together(headings, lines[place:], ledger)
        heads = _heads(near)
        if len(heads) > 1:
            return _one_a_line(heads, lines[place:], ledger)
    return Damaged()


def _heads(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines from here that are headings of different fields, if the next one is not."""
    heads: list[Paragraph] = []
    for line in lines:
        field = (
            None if line.text.endswith(":") else vocabulary.is_heading(line.text)
        )  # "We will:" leads to a list
        if field is None or any(vocabulary.is_heading(head.text) == field for head in heads):
            break
        heads.append(line)
    return heads


def _one_a_line(heads: list[Paragraph], lines: Sequence[Paragraph], ledger: Ledger) -> Damaged:
    ledger.keep(*heads)
    headings = tuple(head.text for head in heads)
    for line in lines[len(heads) :]:
        if line.text in headings:
            ledger.keep(line)
        else:
            ledger.leave(LOST, line)
    return Damaged([], headings, set(lines))


def _run_together(headings: tuple[str, ...], lines: Sequence[Paragraph], ledger: Ledger) -> Damaged:
    """Rows whose label still says that they are objectives are kept whole."""
    head, *rows = lines
    ledger.keep(head)
    drafts = []
    for line in rows:
        label = references.label(line.text)
        if label and label.kind == "objective":
            drafts.append(Draft("objective", said=said(line, label.text), ref=label.ref))
            ledger.keep(line)
            ledger.note(RUN_TOGETHER, line)
        else:
            ledger.leave(LOST, line)
    return Damaged(drafts, headings, set(lines))
