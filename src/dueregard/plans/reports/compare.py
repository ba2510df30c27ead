"""An objective or an action as it was at different times, two of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dueregard.kit.writing import moment
from dueregard.plans.models import Change
from dueregard.plans.reports.history import FIELDS

NOT_SHOWN = ("said", "merged_into")


@dataclass(frozen=True)
class Version:
    """What an entry said from a moment on: `number` 1 is the first. `held` has the words by the name of the field."""

    number: int
    label: str
    held: Mapping[str, str]


@dataclass(frozen=True)
class ComparedRow:
    name: str
    before: str
    after: str

    @property
    def is_different(self) -> bool:
        return self.before != self.after


def versions(entry: Any, now: Mapping[str, str]) -> tuple[Version, ...]:
    """The newest first. `now` are the words that it holds now; each change is taken back in turn, those of one deed
    together."""
    changes = list(entry.changes.select_related("made_by").order_by("-made_at", "-pk"))
    deeds: dict[Any, list[Change]] = {}
    for change in changes:
        if change.name and change.name not in NOT_SHOWN:
            deeds.setdefault(change.deed_id or f"change {change.pk}", []).append(change)
    found, held = [], dict(now)
    for number, deed in zip(range(len(deeds) + 1, 1, -1), deeds.values(), strict=True):
        words = {"who": deed[0].made_by.name, "at": moment(deed[0].made_at)}
        found.append(Version(number, _("changed by %(who)s, %(at)s") % words, dict(held)))
        held |= {change.name: change.before for change in deed if _knows_before(change)}
    return (*found, Version(1, _("as it came into the register"), held))


def compared(one: Version, other: Version) -> tuple[ComparedRow, ...]:
    """Every field that one of the two fills, the older on the left."""
    older, newer = sorted((one, other), key=lambda version: version.number)
    rows = (
        ComparedRow(str(words), older.held.get(name, ""), newer.held.get(name, ""))
        for name, words in FIELDS.items()
    )
    return tuple(row for row in rows if row.before or row.after)


def _knows_before(change: Change) -> bool:
    """What an event dated said nothing of the timescale before there was undoing."""
    return change.kind != Change.Kind.EVENT or bool(change.values)
