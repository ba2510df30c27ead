"""A workbook that came back: what would be recorded of each row, and what is a problem."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from dueregard.access.models import Membership
from dueregard.access.roles import Role
from dueregard.kit.writing import moment
from dueregard.plans.models import Action, Return, Update
from dueregard.plans.reports.history import last_redaction, newest_of
from dueregard.plans.reports.imports import place
from dueregard.plans.reports.keys import Key, read_key

LONGEST_STATUS = 500
LONGEST_LINK = 2000
NEW, CHANGED, THERE, PROBLEM = "new", "changed", "there", "problem"


@dataclass(frozen=True)
class ReturnedRow:
    """One row that was filled in. `state` is "new", "changed" (the action is no longer as it was when the workbook
    went out), "there" (recorded already) or "problem"; `what` says why. `links` are the addresses given as evidence."""

    place: str
    state: str
    action: Action | None
    status: str
    note: str
    links: tuple[str, ...] = ()
    what: str = ""

    @property
    def leads(self) -> str:
        return "; ".join(lead.text for lead in self.action.leads.all()) if self.action else ""


@dataclass(frozen=True)
class Returned:
    rows: tuple[ReturnedRow, ...]

    def having(self, state: str) -> list[ReturnedRow]:
        return [row for row in self.rows if row.state == state]


def returned(found: Return, *, membership: Membership, today: date) -> Returned:
    """Each row as it stands now. A fixed number of queries, however many rows."""
    redacted = last_redaction(found.organisation)
    keys = {row["key"]: read_key(row["key"]) for row in found.rows}
    named = [key.action for key in keys.values() if key]
    actions = Action.objects.within(found.organisation).filter(pk__in=named)
    reader = _Reader(
        keys,
        Counter(key.action for row in found.rows if (key := keys[row["key"]])),
        {action.pk: action for action in _with_history(actions)},
        set(_mine(actions, membership, today)),
        redacted,
    )
    return Returned(tuple(map(reader.read, found.rows)))


def _with_history(actions: Any) -> Any:
    return actions.select_related("plan__organisation").prefetch_related(
        "leads", "updates__made_by", "changes__made_by"
    )


def _mine(actions: Any, membership: Membership, today: date) -> Iterator[int]:
    """Those whose updates the reader may record: a lead, of what a post that they hold leads."""
    mine = actions.led_by(membership.user, today) if membership.role == Role.LEAD else actions
    yield from mine.values_list("pk", flat=True)


@dataclass(frozen=True)
class _Reader:
    keys: Mapping[str, Key | None]
    times: Mapping[int, int]
    actions: Mapping[int, Action]
    mine: set[int]
    redacted: datetime | None

    def read(self, row: Mapping[str, Any]) -> ReturnedRow:
        key = self.keys[row["key"]]
        action = self.actions.get(key.action) if key else None
        links, words = _evidence(row["evidence"])
        note = "\n".join(filter(None, [row["note"], *words]))
        state, what = self._state(row, key, action, note)
        where = place({"sheet": row["sheet"], "row": row["row"]})
        return ReturnedRow(where, state, action, row["status"], note, links, what)

    def _state(
        self, row: Mapping[str, Any], key: Key | None, action: Action | None, note: str
    ) -> tuple[str, str]:
        if key is None:
            return PROBLEM, _not_a_key(row["key"])
        if action is None:
            return PROBLEM, _("The action of this row is no longer in the register.")
        fault = self._fault(row, key, action) or _fault_of_words(row, note)
        if fault:
            return PROBLEM, fault
        if any(_is_same(update, row["status"], note, key) for update in action.updates.all()):
            return THERE, _("This was recorded already.")
        if action.is_closed:
            return PROBLEM, _("This action is closed: open it again before an update is recorded.")
        if action.version != key.version:
            return CHANGED, _meanwhile(action, self.redacted)
        return (NEW, "") if _says(row, "text", action.text) else (CHANGED, _other_words(row))

    def _fault(self, row: Mapping[str, str], key: Key, action: Action) -> str:
        if self.times[key.action] > 1:
            return _("Several rows of this file are about the same action: leave the words in one of them.")
        if _is_of_another(row, action):
            return _other_words(row)
        if action.pk not in self.mine:
            return _("You can record updates on actions that your post leads.")
        return ""


def _is_of_another(row: Mapping[str, str], action: Action) -> bool:
    """Whether a row shows the number and the words of something else than its hidden key names, as after a sort that
    left the hidden column behind."""
    return not _says(row, "ref", action.ref) and not _says(row, "text", action.text)


def _says(row: Mapping[str, str], column: str, text: str | None) -> bool:
    """Whether a row shows this text, signs and capitals aside, or shows nothing there."""
    shown = row.get(column, "")
    return not shown or _letters(shown) == _letters(text or "")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _other_words(row: Mapping[str, str]) -> str:
    return _(
        "This row says “%(words)s”, and its hidden key names the action shown here: see that its columns were not "
        "sorted apart."
    ) % {"words": row["text"]}


def _not_a_key(text: str) -> str:
    if not text:
        return _("The hidden key of this row is missing, so nobody can say which action it is about.")
    return _("The hidden key of this row was changed, so nobody can say which action it is about.")


def _fault_of_words(row: Mapping[str, Any], note: str) -> str:
    if row.get("unread"):
        return _(
            "A formula without a result stands under “%(heading)s”: open the file in Excel, save it, hand it in again."
        ) % {"heading": "”, “".join(row["unread"])}
    if len(row["status"]) > LONGEST_STATUS:
        return _("The status has more than 500 characters: write the longer words under what happened.")
    if not row["status"] and not note:
        return _("There is evidence and nothing else: write a status, or what happened.")
    return ""


def _is_same(update: Update, status: str, note: str, key: Key) -> bool:
    return (update.status, update.note) == (status, note) and update.made_at >= key.made_at


def _meanwhile(action: Any, redacted: datetime | None) -> str:
    newest = newest_of([*action.updates.all(), *action.changes.all()], redacted)
    if newest is None:
        return _("Somebody changed this action after the workbook was downloaded.")
    return _("%(who)s changed this action on %(at)s, after the workbook was downloaded.") % {
        "who": newest.made_by.name,
        "at": moment(newest.made_at),
    }


def _evidence(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The web addresses among the words given as evidence, and the line that holds the words, where there are any."""
    links = tuple(word for word in dict.fromkeys(text.split()) if _is_address(word))
    if set(links) == set(text.split()):
        return links, ()
    return links, (_("Evidence: %(words)s") % {"words": re.sub(r"\s+", " ", text).strip()},)


def _is_address(word: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(word)
    except ValidationError:
        return False
    return len(word) <= LONGEST_LINK
