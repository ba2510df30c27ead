"""Which rows of an objectives table are objectives, told by their numbers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from equalities.documents import references
from equalities.documents.drafts import Draft
from equalities.documents.ledger import Ledger
from equalities.saying import to_say

GAP = to_say("This row has no number; it is read as an objective, since the numbering leaves one out here")
CROWDED = to_say(
    "The numbering leaves out fewer objectives here than there are rows without a number: the first are taken"
)
CONTINUES = to_say(
    "This row has no number and the numbering leaves none out: it is read as continuing the row above"
)
ALONE = to_say(
    "This row has no number; it is read as an objective, since there is none above it in its table"
)


def settle(drafts: Sequence[Draft], ledger: Ledger) -> list[Draft]:
    """The drafts without the rows that only continue an objective.

    Where some objectives of a document's tables are numbered (1, 2, 3), a row without a number is an objective
    where the numbering leaves a gap; elsewhere it continues the one above it in the same table.
    """
    rows = [draft for draft in drafts if draft.is_row_of_objectives]
    if all(_number(draft) is None for draft in rows):
        return list(drafts)
    merged: set[Draft] = set()
    above: Draft | None = None
    for run, room in _runs(rows):
        if len(run) > room > 0:
            ledger.note(CROWDED, *(draft.rows[0].first for draft in run))
        for draft in run:
            if _number(draft) is None and room <= 0 and above and above.columns is draft.columns:
                above.rows += draft.rows
                merged.add(draft)
                ledger.note(CONTINUES, draft.rows[0].first)
                continue
            if _number(draft) is None:
                ledger.note(GAP if room > 0 else ALONE, draft.rows[0].first)
            room -= 1
            above = draft
    return [draft for draft in drafts if draft not in merged]


def join(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without the objectives that actions name by a number alone, where a table of objectives, before or
    after, has one of that number: the actions stand under that one."""
    known = {draft.ref: draft for draft in drafts if draft.is_row_of_objectives and draft.ref}
    alone = {
        draft: known[number]
        for draft in drafts
        if draft.kind == "objective" and not draft.is_row_of_objectives
        if (number := references.number_alone(draft.text)) in known
    }
    for draft in drafts:
        if draft.objective in alone:
            draft.objective = alone[draft.objective]
    return [draft for draft in drafts if draft not in alone]


def _runs(rows: Sequence[Draft]) -> Iterator[tuple[list[Draft], int]]:
    """Rows with and without numbers by turns, the latter with how many objectives the numbering leaves out there."""
    runs = [list(run) for _, run in groupby(rows, key=lambda draft: _number(draft) is None)]
    for place, run in enumerate(runs):
        before = _number(runs[place - 1][-1]) if place else 0
        after = _number(runs[place + 1][0]) if place + 1 < len(runs) else None
        yield run, 0 if after is None or before is None else after - before - 1


def _number(draft: Draft) -> int | None:
    return int(draft.ref) if draft.ref and draft.ref.isdecimal() else None
