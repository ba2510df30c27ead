"""What happened to an objective or an action, as sentences."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dueregard.plans.models import Change, Entry, Import, Update

FIELDS = {
    "ref": lambda: _("number"),
    "text": lambda: _("words"),
    "theme": lambda: _("theme"),
    "arising_from": lambda: _("origin"),
    "objective": lambda: _("objective"),
    "unit": lambda: _("unit"),
    "outputs": lambda: _("outputs"),
    "outcomes": lambda: _("outcomes"),
    "others": lambda: _("other columns"),
    "leads": lambda: _("leads"),
    "measures": lambda: _("measures"),
    "aims": lambda: _("aims"),
    "characteristics": lambda: _("characteristics"),
}


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened, and what was there before and after where words were changed."""

    at: datetime
    sentence: str
    before: str = ""
    after: str = ""
    reason: str = ""


def history(entry: Entry) -> tuple[HistoryLine, ...]:
    """The newest first, down to where it came from."""
    held: Any = entry
    lines = [_changed(change) for change in held.changes.select_related("made_by")]
    if entry.kind == "action":
        lines += [_updated(update) for update in held.updates.select_related("made_by")]
    if entry.imported_in_id:
        lines.append(_imported(entry.imported_in_id))
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _imported(pk: int) -> HistoryLine:
    found = Import.objects.select_related("confirmed_by").defer("document").get(pk=pk)
    who = found.confirmed_by.name if found.confirmed_by else ""
    sentence = _("%(who)s imported it from %(file)s") % {"who": who, "file": found.filename}
    return HistoryLine(found.confirmed_at or found.made_at, sentence)


def _updated(update: Update) -> HistoryLine:
    sentence = (
        _("%(who)s recorded an update for %(lead)s") if update.made_for else _("%(who)s recorded an update")
    )
    sentence %= {"who": update.made_by.name, "lead": update.made_for}
    return HistoryLine(update.made_at, sentence, after=": ".join(filter(None, [update.status, update.note])))


def _changed(change: Change) -> HistoryLine:
    sentences = {
        Change.Kind.ADDED: _("%(who)s added it"),
        Change.Kind.REWORDED: _("%(who)s changed the %(field)s"),
        Change.Kind.REDATED: _("%(who)s changed the timescale"),
        Change.Kind.CLOSED: _("%(who)s closed it on %(after)s"),
        Change.Kind.REOPENED: _("%(who)s opened it again"),
        Change.Kind.EVENT: _("%(who)s recorded that “%(field)s” happened on %(after)s"),
    }
    kind = Change.Kind(change.kind)
    field = FIELDS[change.field]() if change.field in FIELDS else change.field
    words = {"who": change.made_by.name, "field": field, "after": change.after}
    shows_both = kind in (Change.Kind.REWORDED, Change.Kind.REDATED)
    before, after = (change.before, change.after) if shows_both else ("", "")
    return HistoryLine(change.made_at, sentences[kind] % words, before, after, change.reason)
