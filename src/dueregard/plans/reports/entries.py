"""One objective or action: as its document worded it, and as it stands now."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Change, Entry, Import, Objective, Update
from dueregard.plans.reports.imports import place


@dataclass(frozen=True)
class SourceWords:
    """One column of the document: its heading and words as printed, and where they stand."""

    heading: str
    words: str
    place: str


def source_words(entry: Entry) -> tuple[SourceWords, ...]:
    """Everything that the document says about the entry, in the order of its columns."""
    whole = entry.sources.get("")
    if not entry.fields and whole:
        return (SourceWords(_("Words"), entry.imported_text, place(whole)),)
    return tuple(
        SourceWords(heading, words, place(entry.sources.get(heading) or whole or {}))
        for heading, words in entry.fields.items()
        if words.strip()
    )


def now(entry: Any) -> tuple[tuple[str, str], ...]:
    """What stands now, for who comes second: names and values."""
    said = [entry.status_as_written, entry.sentence_as_written] if isinstance(entry, Action) else []
    shown = [
        (_("Words"), entry.text),
        (_("Timescale"), entry.timescale_text),
        (_("Leads"), ", ".join(lead.text for lead in entry.leads.all())),
        (_("Measures"), "; ".join(measure.text for measure in entry.measures.all())),
        (_("The lead says"), ": ".join(filter(None, said))),
        (_("Closed on"), day_in_words(entry.closed_on) if entry.closed_on else ""),
    ]
    return tuple((name, value) for name, value in shown if value)


@dataclass(frozen=True)
class UndoEffect:
    """What goes when an import is undone; `by_hand` are those of them that somebody has changed since, `updates` those
    that were recorded on them."""

    objectives: int
    actions: int
    by_hand: int
    updates: int


def undo_effect(found: Import) -> UndoEffect:
    objectives, actions = (
        Objective.objects.filter(imported_in=found),
        Action.objects.filter(imported_in=found),
    )
    changed = Change.objects.filter(action__in=actions).values("action").distinct().count()
    changed += Change.objects.filter(objective__in=objectives).values("objective").distinct().count()
    updates = Update.objects.filter(action__imported_in=found).count()
    return UndoEffect(objectives.count(), actions.count(), changed, updates)
