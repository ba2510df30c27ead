"""A timescale as it was read: what is due when, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

KINDS = (
    "point",
    "deadline",
    "period",
    "start",
    "recurring",
    "relative",
    "duration",
    "conditional",
    "ongoing",
    "vague",
    "unknown",
    "compound",
    "invalid",
    "not-a-date",
)


@dataclass(frozen=True)
class Reading:
    """One honest way of reading a phrase: its days, as far as it has any, and the sentence that says so."""

    first_day: date | None
    last_day: date | None
    reading: str

    def as_dict(self) -> dict[str, Any]:
        """The reading as JSON has it, days in ISO form."""
        return {"first_day": _iso(self.first_day), "last_day": _iso(self.last_day), "reading": self.reading}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Reading":
        """The reading that `as_dict` wrote."""
        return cls(_day(kept["first_day"]), _day(kept["last_day"]), kept["reading"])


@dataclass(frozen=True)
class Timescale:
    """A phrase from a plan, read.

    `kind` is one of KINDS. `last_day` is the day by which the thing is first due, or the last day of a
    closed period; None where there is none, and where the phrase has more than one honest reading: then
    `readings` holds them. `rrule` is a recurrence rule of RFC 5545 that counts from `first_day`, or else
    from `last_day`; where it has an UNTIL, `last_day` is that end. `waits_for` names the event that must
    happen first, and `within` is the time allowed after it (negative: before it), as an ISO 8601 duration.
    A compound phrase has `parts`. `reading` is one plain sentence."""

    phrase: str
    kind: str
    first_day: date | None = None
    last_day: date | None = None
    rrule: str | None = None
    waits_for: str | None = None
    within: str | None = None
    parts: tuple["Timescale", ...] = ()
    readings: tuple[Reading, ...] = ()
    reading: str = ""

    def of(self, phrase: str) -> "Timescale":
        """The same, read from this phrase."""
        days = (self.kind, self.first_day, self.last_day, self.rrule, self.waits_for, self.within)
        return Timescale(phrase, *days, self.parts, self.readings, self.reading)

    def as_dict(self) -> dict[str, Any]:
        """The timescale as JSON has it: days in ISO form or None."""
        return {
            "phrase": self.phrase,
            "kind": self.kind,
            "first_day": _iso(self.first_day),
            "last_day": _iso(self.last_day),
            "rrule": self.rrule,
            "waits_for": self.waits_for,
            "within": self.within,
            "parts": [part.as_dict() for part in self.parts],
            "readings": [reading.as_dict() for reading in self.readings],
            "reading": self.reading,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Timescale":
        """The timescale that `as_dict` wrote. Raises KeyError where a key is missing."""
        return cls(
            phrase=kept["phrase"],
            kind=kept["kind"],
            first_day=_day(kept["first_day"]),
            last_day=_day(kept["last_day"]),
            rrule=kept["rrule"],
            waits_for=kept["waits_for"],
            within=kept.get("within"),
            parts=tuple(cls.from_dict(part) for part in kept["parts"]),
            readings=tuple(Reading.from_dict(reading) for reading in kept["readings"]),
            reading=kept["reading"],
        )

    def in_words(self) -> str:
        """A phrase in plain words that reads back as the same days; what has none, or recurs, keeps its own."""
        first, last = self.first_day, self.last_day
        if self.readings or self.kind not in ("point", "period", "deadline", "start") or not (first or last):
            return self.phrase
        if first is None:
            return f"{'by' if self.kind == 'deadline' else 'end of'} {last:%-d %B %Y}"
        if last is None:
            return f"from {first:%-d %B %Y}"
        if self.kind == "point" and first == last:
            return f"{last:%-d %B %Y}"
        return f"{'some time ' if self.kind == 'point' else ''}from {first:%-d %B %Y} to {last:%-d %B %Y}"

    def next_due(self, after: date, events: Mapping[str, date] = MappingProxyType({})) -> date | None:
        """The first day later than `after` on which something is due: the next occurrence of what recurs,
        the earliest of the parts, the day that an event brings. `events` holds the day on which each event
        named by `waits_for` happened. None where nothing is due later, or nobody can say when."""
        return min((day for day in self._due(after, events) if day > after), default=None)

    def is_overdue(
        self, today: date, events: Mapping[str, date] = MappingProxyType({}), *, done_on: date | None = None
    ) -> bool:
        """Whether a day on which something was due has passed. What recurs is overdue only when it fell due
        after `done_on`, the day on which it was last done. What is vague, or waits for an event and names no
        day, is never overdue."""
        if self.parts:
            return any(part.is_overdue(today, events, done_on=done_on) for part in self.parts)
        since = done_on if done_on and self.rrule else date.min
        return any(since < day < today for day in self._due(since, events))

    def _due(self, after: date, events: Mapping[str, date]) -> list[date]:
        """Days on which something is due: all there are, but of what recurs only the first after
        `after`."""
        if self.parts:
            return [day for part in self.parts for day in part._due(after, events)]
        day = self._next_occurrence(after) if self.rrule else self._after_event(events) or self.last_day
        return [day] if day else []

    def _next_occurrence(self, after: date) -> date | None:
        """Without a first day a rule can still be counted when it names its days in every year or month."""
        anchor = self.first_day or (None if "UNTIL" in str(self.rrule) else self.last_day)
        if anchor is None and ("INTERVAL" in str(self.rrule) or "BY" not in str(self.rrule)):
            return None
        if anchor is None and after == date.min:
            return None
        begins = _midnight(max(anchor or after, date(1900, 1, 1)))
        found = rrulestr(str(self.rrule), dtstart=begins).after(_midnight(after), inc=False)
        return found.date() if found else None

    def _after_event(self, events: Mapping[str, date]) -> date | None:
        happened = {name.casefold(): day for name, day in events.items()}.get(str(self.waits_for).casefold())
        if happened is None or self.kind == "conditional":
            return happened
        return happened + length(self.within) if self.within else None


def length(iso: str) -> relativedelta:
    """The time that an ISO 8601 duration of one unit stands for: P1M from 31 January ends with February."""
    sign = -1 if iso.startswith("-") else 1
    count, unit = int(iso.strip("-P")[:-1]), iso[-1]
    days = {"D": 1, "W": 7}.get(unit, 0)
    months = {"M": 1, "Y": 12}.get(unit, 0)
    return relativedelta(days=sign * count * days, months=sign * count * months)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
