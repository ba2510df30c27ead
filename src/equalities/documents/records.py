"""From drafts to the records of a plan."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from equalities.documents import aims, people, ticks
from equalities.documents.aims import is_ticked
from equalities.documents.blocks import Cell, Source
from equalities.documents.deadlines import MONTH, allowance, at_the_end, deadline
from equalities.documents.drafts import Draft, Said, joined, said
from equalities.documents.entries import entries, is_unfinished, sentence
from equalities.documents.ledger import Ledger
from equalities.documents.plan import Action, Objective
from equalities.saying import to_say
from equalities.timescales import Timescale, read

_OVERALL = re.compile(r"\b(?:overall|current|latest|year[ -]end|final)\b", re.IGNORECASE)
# What tells one quarter's column from the next: "Q1 RAG", "Status June 2025".
_TIME_OF_UPDATE = re.compile(
    rf"\b(?:q(?:uarter|tr)?|year|y) ?\d\b|\b{MONTH}\b|\b(?:20)?\d\d\b|\b(?:at|in|mid[ -]year)\b|[-–—:/]",
    re.IGNORECASE,
)

SEVERAL = to_say("This may be several, run together where the marks between them were lost")
NOT_UNDERSTOOD = to_say("This timescale was not understood; it is kept as written")
DONE_AFTER = to_say("This was done after the day it was due")
STARTS_AFTER = to_say("This starts after the day it is due: one of the two dates may be wrong")
IN_THE_TEXT = to_say("This deadline was found inside the text, since no column holds one")


@dataclass(frozen=True)
class Context:
    """What records share: the plan's first and last day, leads that stand alone in some cell, and whether anything
    is underlined."""

    plan_start: date | None
    plan_end: date | None
    known_leads: frozenset[str]
    underlines: bool


def context(drafts: Sequence[Draft], period: str | None) -> Context:
    cells = [cell for draft in drafts for cell in draft.cells("lead")]
    rows = (row for draft in drafts for row in draft.rows)
    underlines = any(any(cell.underlined for cell in row.cells.values()) for row in rows)
    return Context(*_days(period), frozenset(cell.text for cell in cells), underlines)


def _days(period: str | None) -> tuple[date | None, date | None]:
    """The first and last day of a period; neither where the phrase leaves one open."""
    found = read(period) if period else None
    if not found or not found.first_day or not found.last_day or found.last_day < found.first_day:
        return None, None
    return found.first_day, found.last_day


def objective(draft: Draft, shared: Context, ledger: Ledger) -> Objective:
    timescale = _timescale(draft, shared, ledger)
    fields, places = _fields(draft)
    return Objective(
        ref=draft.ref,
        text=draft.text,
        source=draft.source,
        theme=_theme(draft),
        leads=_leads(draft, shared, ledger),
        measures=_listed(draft, "measure", ledger),
        timescale=timescale,
        fields=fields,
        sources=places,
    )


def action(draft: Draft, shared: Context, ledger: Ledger) -> Action:
    above = draft.objective
    timescale = _timescale(draft, shared, ledger)
    fields, places = _fields(draft)
    return Action(
        ref=draft.ref,
        text=draft.text,
        source=draft.source,
        objective=(above.ref or above.text) if above else None,
        theme=_theme(draft),
        outcomes=tuple(_sentences(draft)),
        outputs=_listed(draft, "output", ledger),
        measures=_listed(draft, "measure", ledger),
        leads=_leads(draft, shared, ledger),
        aims=_aims(draft, shared),
        status=_status(draft),
        timescale=timescale,
        fields=fields,
        sources=places,
    )


def _theme(draft: Draft) -> str | None:
    return draft.section.text if draft.section else None


def _fields(draft: Draft) -> tuple[Mapping[str, str], Mapping[str, Source]]:
    """The text under each heading, and where it stands, with the places of the theme, the objective's title and a
    deadline from elsewhere."""
    fields: dict[str, str] = {}
    places: dict[str, Source] = {}
    for column, heading in _columns(draft):
        cells = draft.down(column)
        fields[heading] = joined(cells)
        if cells:
            places[heading] = cells[0].source
    return fields, {**places, **_elsewhere(draft)}


def _columns(draft: Draft) -> Iterator[tuple[int, str]]:
    """Every column that the table has, and those that only this row has; none where no heading stands over it."""
    if not draft.rows or (draft.said and not draft.columns.headings):
        return
    yield from draft.columns.headings.items()
    widest = max(max(row.cells, default=0) for row in draft.rows)
    for column in range(max(draft.columns.headings, default=0) + 1, widest + 1):
        yield column, draft.columns.heading(column)


def _elsewhere(draft: Draft) -> Mapping[str, Source]:
    pieces = {"theme": draft.section, "objective": draft.objective, "timescale": draft.timescale}
    return {name: piece.source for name, piece in pieces.items() if piece}


def _listed(draft: Draft, name: str, ledger: Ledger) -> tuple[str, ...]:
    found: list[str] = []
    for column in draft.columns.of(name):
        found += _down(draft.down(column), ledger)
    return tuple(found)


def _down(cells: Sequence[Cell], ledger: Ledger) -> list[str]:
    """The entries of a cell and of those that continue it, whose first may go on with the last above."""
    found: list[str] = []
    for cell in cells:
        these = entries(cell)
        if these.may_be_several:
            ledger.note(SEVERAL, cell)
        _append(found, these.texts)
    return found


def _append(found: list[str], texts: Sequence[str]) -> None:
    if found and texts and is_unfinished(found[-1], texts[0]):
        found[-1] = f"{found[-1]} {texts[0]}"
        texts = texts[1:]
    found += texts


def _sentences(draft: Draft) -> list[str]:
    found: list[str] = []
    for column in draft.columns.of("outcome"):
        these: list[str] = []
        for cell in draft.down(column):
            _append(these, sentence(cell))
        found += these
    return found


def _leads(draft: Draft, shared: Context, ledger: Ledger) -> tuple[str, ...]:
    found: list[str] = []
    for cell in draft.cells("lead"):
        these = people.leads(entries(cell).texts, shared.known_leads)
        if these.may_be_several:
            ledger.note(SEVERAL, cell)
        found += these.names
    return tuple(dict.fromkeys(found))


def _aims(draft: Draft, shared: Context) -> tuple[str, ...]:
    """From columns of aims; from phrases that are underlined; where the document underlines nothing, from
    outcomes that name them."""
    found = [
        aim for cell in draft.cells("aim") for entry in entries(cell).texts for aim in aims.as_written(entry)
    ]
    found += [code for code in aims.CODES for cell in draft.cells(f"aim_{code}") if aims.is_ticked(cell.text)]
    if shared.underlines:
        cells = [cell for row in draft.rows for cell in row.cells.values()]
        found += [aim for cell in cells for phrase in cell.underlined for aim in aims.named(phrase)]
    else:
        found += [aim for cell in draft.cells("outcome") for aim in aims.named(cell.text)]
    return tuple(dict.fromkeys(found))


def _timescale(draft: Draft, shared: Context, ledger: Ledger) -> Timescale | None:
    phrase = draft.timescale or _own_phrase(draft)
    if phrase is None and not draft.columns.of("timescale"):
        phrase = draft.timescale = _in_the_text(draft)
        if phrase and draft.rows:
            ledger.note(IN_THE_TEXT, phrase)
    if phrase is None:
        return None
    found = read(phrase.text, plan_start=shared.plan_start, plan_end=shared.plan_end)
    if found.kind in {"not-a-date", "invalid"}:
        ledger.note(NOT_UNDERSTOOD, phrase)
    _contradictions(draft, found, ledger)
    return found


def _contradictions(draft: Draft, due: Timescale, ledger: Ledger) -> None:
    """Days beside a timescale that cannot be right with it, or that say it was missed. What recurs or only begins
    has no one last day."""
    if due.last_day is None or due.kind not in {"point", "deadline", "period"}:
        return
    for name, what in (("start", STARTS_AFTER), ("finished", DONE_AFTER)):
        for cell in draft.cells(name):
            day = read(cell.text).first_day
            if day and day > due.last_day:
                ledger.note(what, cell)


def _own_phrase(draft: Draft) -> Said | None:
    columns = draft.columns.of("timescale")
    if len(columns) > 1:
        columns = tuple(sorted(columns, key=lambda column: not _is_revised(draft.columns.heading(column))))
    for column in columns:
        cells = draft.down(column)
        if cells:
            return said(cells[0], joined(cells))
    return _ticked(draft) or _runs_on_from_start(draft)


def _runs_on_from_start(draft: Draft) -> Said | None:
    """What stands where a row should say when it starts, if that is no day: "Ongoing", with no end."""
    starts = (cell for cell in draft.cells("start") if read(cell.text).kind in {"ongoing", "recurring"})
    return next(map(said, starts), None)


def _ticked(draft: Draft) -> Said | None:
    """The times whose columns are ticked in the row."""
    columns = draft.columns.of("ticked")
    marks = {column: mark for column in columns for mark in draft.down(column) if is_ticked(mark.text)}
    headings = list(map(draft.columns.heading, columns))
    ticked = [draft.columns.heading(column) for column in marks]
    return Said(ticks.phrase(headings, ticked), next(iter(marks.values())).source) if marks else None


def _status(draft: Draft) -> str | None:
    """Of several columns that hold a status, that of the whole; of those for one quarter after another the latest that
    is filled; else the first that is."""
    columns = sorted(
        draft.columns.of("status"), key=lambda at: not _OVERALL.search(draft.columns.heading(at))
    )
    headings = [draft.columns.heading(column) for column in columns]
    filled = [cell.text for column in columns for cell in draft.down(column)[:1]]
    if not filled or _OVERALL.search(headings[0]):
        return next(iter(filled), None)
    return filled[-1 if len({_TIME_OF_UPDATE.sub("", each).strip() for each in headings}) == 1 else 0]


def _is_revised(heading: str) -> bool:
    return (
        re.search(r"\b(?:revised|new|extended|current|forecast|latest|amended)\b", heading, re.IGNORECASE)
        is not None
    )


def _in_the_text(draft: Draft) -> Said | None:
    if draft.kind == "objective" and draft.rows:
        return None
    found = deadline(draft.text) or at_the_end(draft.text) or allowance(draft.text)
    return Said(found, draft.source) if found else None
