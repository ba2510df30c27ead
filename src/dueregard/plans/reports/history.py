"""What happened to an objective or an action, as sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation
from dueregard.access.reports import events_within
from dueregard.audit.services import REDACTED
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Change, Deed, Entry, Import, Plan, Update

FIELDS: dict[str, Promise] = {
    "ref": gettext_lazy("number"),
    "text": gettext_lazy("words"),
    "theme": gettext_lazy("theme"),
    "arising_from": gettext_lazy("origin"),
    "objective": gettext_lazy("objective"),
    "unit": gettext_lazy("unit"),
    "outputs": gettext_lazy("outputs"),
    "outcomes": gettext_lazy("outcomes"),
    "others": gettext_lazy("other columns"),
    "leads": gettext_lazy("leads"),
    "measures": gettext_lazy("measures"),
    "aims": gettext_lazy("aims"),
    "characteristics": gettext_lazy("characteristics"),
    "timescale": gettext_lazy("timescale"),
    "closed_on": gettext_lazy("day of closing"),
    "place": gettext_lazy("place"),
    "merged_into": gettext_lazy("merging"),
    "said": gettext_lazy("update"),
}
K = Change.Kind
SHOWS_BOTH = (K.REWORDED, K.REDATED, K.MOVED, K.UNDONE)
NAMES_ITS_DEED = (K.SPLIT, K.TOOK_IN)  # rather than the line beside it, that words were changed


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened, and what was there before and after where words were changed. `of` names the entry that
    was merged into this one, where it happened to that; `undo` is the key of the deed that can be undone."""

    at: datetime
    sentence: str
    before: str = ""
    after: str = ""
    reason: str = ""
    of: str = ""
    undo: int | None = None
    is_undone: bool = False


def history(entry: Entry) -> tuple[HistoryLine, ...]:
    """The newest first, down to where it came from; with what happened to those that were merged into it."""
    lines = [line for each in family(entry) for line in _lines(each, "" if each == entry else str(each))]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def family(entry: Any) -> list[Any]:
    """An entry, and those that were merged into it."""
    return [entry, *type(entry)._base_manager.filter(merged_into=entry).order_by("pk")]


def last_redaction(organisation: Organisation) -> datetime | None:
    """When words were last removed from rows of the organisation: such a row goes on to its next version without a
    deed."""
    found = events_within(organisation).filter(kind=REDACTED).first()
    return datetime.fromisoformat(found.at) if found else None


def newest_of(deeds: Iterable[Any], redacted: datetime | None) -> Any | None:
    """The newest of some deeds; None where words were removed since, of which nobody can tell whether it was there."""
    newest = max(deeds, key=lambda deed: deed.made_at, default=None)
    return None if newest and redacted and redacted > newest.made_at else newest


def merged_within(model: Any, organisation: Organisation) -> Any:
    """Entries of the organisation that were merged into another."""
    rows = model._base_manager.filter(merged_into__isnull=False).select_related("merged_into")
    return rows.filter(plan__in=Plan.objects.within(organisation))


def updates(action: Any) -> list[Update]:
    """What was said of an action and of those merged into it, the newest first; `is_taken_back` says which of them was
    undone."""
    keys = [each.pk for each in family(action)]
    found = Update.objects.filter(action__in=keys).select_related("made_by", "action", "corrected_by")
    back = _taken_back(keys)
    shown = list(found.prefetch_related("evidence"))
    for update in shown:
        update.is_taken_back = (update.action_id, update.deed_id) in back
    return shown


def _taken_back(keys: list[int]) -> set[tuple[int, int | None]]:
    undone = Change.objects.filter(action__in=keys, kind=Change.Kind.UNDONE, field="said")
    return set(undone.values_list("action", "deed__undoes"))


def deeds(organisation: Organisation) -> QuerySet[Deed]:
    """What was done by hand, each with how many entries it changed, what the first of them says, and whether it is
    undone."""
    found = Deed.objects.within(organisation).filter(Exists(Change.objects.filter(deed=OuterRef("pk"))))
    touched = Count("changes__action", distinct=True) + Count("changes__objective", distinct=True)
    first = Change.objects.filter(deed=OuterRef("pk")).order_by("pk")
    words = Subquery(first.values_list(Coalesce("action__text", "objective__text"))[:1])
    told = found.annotate(touched=touched, first_words=words)
    return told.select_related("made_by").prefetch_related("undone_in").order_by("-pk")


def _lines(entry: Any, of: str) -> Iterator[HistoryLine]:
    changes = _changes(entry)
    back = _put_back(changes)
    offered: set[int | None] = {None}
    named = {change.deed_id for change in changes if change.kind in NAMES_ITS_DEED}
    for change in changes:
        if not _is_told_by_another_line(change, of):
            told = change.kind in NAMES_ITS_DEED or change.deed_id not in named
            yield _changed(change, of, back, offered if told else {*offered, change.deed_id})
    if entry.kind == "action":
        yield from _updated(entry, of, back, offered)
    if entry.imported_in_id:
        yield _imported(entry.imported_in_id, of)


def _is_told_by_another_line(change: Change, of: str) -> bool:
    """By the update itself; by the entry that this one was merged into, as long as it is."""
    return change.kind == K.SAID or bool(change.kind == K.MERGED and of)


def _changes(entry: Any) -> list[Change]:
    return list(entry.changes.select_related("made_by", "deed").prefetch_related("deed__undone_in"))


def _put_back(changes: list[Change]) -> set[tuple[int | None, str]]:
    """Which fields of which deeds were put back."""
    return {
        (change.deed.undoes_id, change.field) for change in changes if change.deed and change.kind == K.UNDONE
    }


def in_force(entry: Any) -> list[Change]:
    """Its changes, the newest first, without those that were undone and the undoing of them."""
    changes = _changes(entry)
    back = _put_back(changes)
    return [change for change in changes if change.kind != K.UNDONE and not _is_undone(change, back)]


def _imported(pk: int, of: str) -> HistoryLine:
    found = Import.objects.select_related("confirmed_by").defer("document").get(pk=pk)
    who = found.confirmed_by.name if found.confirmed_by else ""
    sentence = _("%(who)s imported it from %(file)s") % {"who": who, "file": found.filename}
    return HistoryLine(found.confirmed_at or found.made_at, sentence, of=of)


def _updated(action: Any, of: str, back: Any, offered: set[int | None]) -> Iterator[HistoryLine]:
    rows = action.updates.select_related("made_by", "deed", "corrects").prefetch_related("deed__undone_in")
    for update in rows:
        is_undone = (update.deed_id, "said") in back
        undo = None if is_undone else _undo(update.deed, offered)
        before = _words(update.corrects) if update.corrects else ""
        yield HistoryLine(
            update.made_at, _of_update(update), before, _words(update), of=of, undo=undo, is_undone=is_undone
        )


def _words(update: Update) -> str:
    return ": ".join(filter(None, [update.status, update.note]))


def _of_update(update: Update) -> str:
    sentences = {
        (False, False): _("%(who)s recorded an update"),
        (True, False): _("%(who)s recorded an update for %(lead)s"),
        (False, True): _("%(who)s recorded an update of %(day)s"),
        (True, True): _("%(who)s recorded an update of %(day)s for %(lead)s"),
    }
    if update.corrects:
        return _("%(who)s corrected an update") % {"who": update.made_by.name}
    is_of_another_day = update.made_on != timezone.localdate(update.made_at)
    words = {"who": update.made_by.name, "lead": update.made_for, "day": day_in_words(update.made_on)}
    return sentences[bool(update.made_for), is_of_another_day] % words


def _changed(change: Change, of: str, back: Any, offered: set[int | None]) -> HistoryLine:
    sentences = {
        K.ADDED: _("%(who)s added it"),
        K.REWORDED: _("%(who)s changed the %(field)s"),
        K.REDATED: _("%(who)s changed the timescale"),
        K.CLOSED: _("%(who)s closed it on %(after)s"),
        K.REOPENED: _("%(who)s opened it again"),
        K.EVENT: _("%(who)s recorded that “%(field)s” happened on %(after)s"),
        K.MOVED: _("%(who)s moved it"),
        K.SPLIT_OFF: _("%(who)s split it off from “%(before)s”"),
        K.SPLIT: _("%(who)s split “%(after)s” off from it"),
        K.TOOK_IN: _("%(who)s merged “%(after)s” into it"),
        K.MERGED: _("%(who)s merged it into “%(after)s”"),
        K.CARRIED: _("%(who)s carried it over from the plan “%(before)s”"),
        K.UNDONE: _("%(who)s undid the change of the %(field)s"),
    }
    kind = K(change.kind)
    field = FIELDS.get(change.field, change.field)
    words = {"who": change.made_by.name, "field": field, "before": change.before, "after": change.after}
    before, after = (change.before, change.after) if kind in SHOWS_BOTH else ("", "")
    is_undone = _is_undone(change, back)
    undo = None if is_undone else _undo(change.deed, offered)
    return HistoryLine(
        change.made_at, sentences[kind] % words, before, after, change.reason, of, undo, is_undone
    )


def _is_undone(change: Change, back: Any) -> bool:
    """A line that only tells, such as of a split, is undone with its deed; a change, where it was put back."""
    if change.values:
        return (change.deed_id, change.name) in back
    return change.deed is not None and change.deed.is_undone


def _undo(deed: Deed | None, offered: set[int | None]) -> int | None:
    """The deed, at the first of its lines, where it can be undone."""
    if deed is None or deed.pk in offered or deed.is_undone or deed.kind == Deed.Kind.UNDONE:
        return None
    offered.add(deed.pk)
    return deed.pk
