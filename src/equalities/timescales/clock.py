"""The statutory clock: which duties bind a body, when each is due next, and which provision makes it so.

The duties are data: `duties.csv`, and `bodies.csv` for the kinds of body. A duty's `rule` is one of

- rolling: within a length of time (`when`) that begins with the day of the last publication (`counts_from`);
- event: within a length of time after something happens; without a length, when it happens;
- fixed: on the days that a phrase names (`when`, read by `equalities.timescales.read`);
- annual: every year, on no day that the law names;
- awaited: not in force, or no day set.

A period "beginning with" a day counts that day, so a year that begins with 1 February 2026 ends on 31 January
2027: the safe last day (SI 2017/353 regs 4 and 5). "Within a month of" a day ends on its namesake, or on the last
day of a shorter month. None of this is legal advice.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from equalities.refusals import Refused

from .grammar import read
from .timescale import length

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Publication:
    """Something published on a day. Withdrawing it does not turn the clock back. What only `corrects` an earlier
    publication does not restart the clock, unless the officer says that it `restarts`."""

    on: date
    withdrawn_on: date | None = None
    corrects: bool = False
    restarts: bool = False


@dataclass(frozen=True)
class Confirmation:
    """Who confirmed, and when, what the data mark "to be confirmed" for a duty."""

    duty: str
    by: str
    on: date


@dataclass(frozen=True)
class Duty:
    """A duty as the law has it: one row of `duties.csv`. `in_force_from` and `in_force_to` are its first and last
    day, None where the data do not say; `least_headcount` is 0 where every body is bound."""

    id: str
    jurisdiction: str
    who: tuple[str, ...]
    least_headcount: int
    title: str
    rule: str
    when: str
    counts_from: str
    in_force_from: date | None
    in_force_to: date | None
    legal_basis: str
    status: str
    confidence: str
    source: str
    note: str

    @property
    def is_confirmed(self) -> bool:
        """Whether the data say it from the law itself; else it is to be confirmed."""
        return self.confidence == "confirmed"

    def binds(self, body: "Body", headcount: int | None, on: date) -> bool:
        """Whether a body of that size is bound on a day; an unknown headcount counts as large enough."""
        reached = self.jurisdiction in body.jurisdictions and bool(set(self.who) & set(body.kinds))
        large = headcount is None or headcount >= self.least_headcount
        return reached and large and (self.in_force_from or date.min) <= on <= (self.in_force_to or date.max)


@dataclass(frozen=True)
class Body:
    """A kind of public body: one row of `bodies.csv`."""

    id: str
    title: str
    jurisdictions: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """A duty of a body with the day on which it is next due, None where no day can be named; `reading` is one plain
    sentence, or two, that says why it is that day."""

    duty: Duty
    due: date | None
    status: str
    reading: str
    confirmed: Confirmation | None = None

    def as_dict(self) -> dict[str, Any]:
        """The duty as JSON has it."""
        confirmed = self.confirmed
        return {
            "id": self.duty.id,
            "title": self.duty.title,
            "due": self.due.isoformat() if self.due else None,
            "rule": " ".join(filter(None, [self.duty.rule, self.duty.when])),
            "legal_basis": self.duty.legal_basis,
            "status": self.status,
            "reading": self.reading,
            "source": self.duty.source,
            "confirmed": {"by": confirmed.by, "on": confirmed.on.isoformat()} if confirmed else None,
        }


def due(
    body: str,
    on: date,
    *,
    headcount: int | None = None,
    publications: Mapping[str, Sequence[Publication]] | None = None,
    events: Mapping[str, date] | None = None,
    confirmations: Sequence[Confirmation] = (),
) -> list[Due]:
    """What a kind of body must do and when, by the rules in force on a day, the soonest first.

    `publications` are by what they publish and `events` by what happened: `counted_from()` lists the names.
    `headcount` is the number of employees. Raises Refused for a body, publication or event that is not known,
    and for a headcount below nought.
    """
    known = bodies()
    if body not in known:
        raise Refused(f"'{body}' is not a kind of body that is known; use one of {', '.join(known)}.")
    if headcount is not None and headcount < 0:
        raise Refused(f"{headcount} is not a number of employees: give how many the body has.")
    _refuse_unknown([*(publications or {}), *(events or {})])
    known_days = _Known(
        on, headcount, publications or {}, events or {}, {one.duty: one for one in confirmations}
    )
    bound = [duty for duty in duties() if duty.binds(known[body], headcount, on)]
    every = [_due(duty, known_days) for duty in bound]
    return sorted(every, key=lambda one: (one.due or date.max, one.duty.id))


@dataclass(frozen=True)
class _Known:
    """What is known of a body on a day."""

    on: date
    headcount: int | None
    publications: Mapping[str, Sequence[Publication]]
    events: Mapping[str, date]
    confirmations: Mapping[str, Confirmation]

    def day(self, name: str) -> date | None:
        return self.events.get(name) or last_publication(self.publications.get(name, ()))

    def remark(self, name: str) -> str:
        """What a withdrawal and a correction do to the clock: nothing."""
        published = self.publications.get(name, ())
        withdrawn = any(one.withdrawn_on for one in published)
        corrected = any(one.corrects and not one.restarts for one in published)
        return (" Withdrawing it does not turn the clock back." if withdrawn else "") + (
            " Correcting it does not restart the clock." if corrected else ""
        )


def _refuse_unknown(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in counted_from()]
    if unknown:
        raise Refused(
            f"'{unknown[0]}' is not something a duty counts from; use one of {', '.join(counted_from())}."
        )


def last_publication(publications: Sequence[Publication]) -> date | None:
    """The day from which the clock runs: of the last publication, withdrawn or not, that is no mere correction."""
    return max((one.on for one in publications if one.restarts or not one.corrects), default=None)


def _due(duty: Duty, known: _Known) -> Due:
    confirmed = known.confirmations.get(duty.id)
    day, why = _reckoned(duty, known)
    status = "to be confirmed" if not duty.is_confirmed and not confirmed else duty.status
    unsized = duty.least_headcount and known.headcount is None
    remarks = [
        known.remark(duty.counts_from),
        " That day has passed." if day and day < known.on else "",
        f" It binds from {duty.least_headcount} employees." if unsized else "",
        f" {duty.note}" if duty.note else "",
    ]
    return Due(duty, day, status, f"{why} ({duty.legal_basis}).{''.join(remarks)}", confirmed)


def _reckoned(duty: Duty, known: _Known) -> tuple[date | None, str]:
    """The day on which a duty is next due, and why it is that day."""
    if duty.rule in _UNDATED:
        return None, _UNDATED[duty.rule]
    if duty.rule == "fixed":
        return _fixed(duty, known.on)
    since = known.day(duty.counts_from)
    return _rolling(duty, since) if duty.rule == "rolling" else _event(duty, since)


def _fixed(duty: Duty, on: date) -> tuple[date | None, str]:
    day = read(duty.when).next_due(on - _ONE_DAY)
    return (
        day,
        f"The date {'is' if day else 'was'} fixed: {duty.when}{'' if day else ', and no later one is named'}",
    )


def _rolling(duty: Duty, since: date | None) -> tuple[date | None, str]:
    within = _in_words(duty.when).removeprefix("1 ")
    if since is None:
        return None, f"Every {within} at the latest, and the day of the last one is not given"
    day = since + length(duty.when) - _ONE_DAY
    return day, f"Every {within} at the latest, of which {since:%-d %B %Y} counts as the first day"


def _event(duty: Duty, since: date | None) -> tuple[date | None, str]:
    what = duty.counts_from.replace("-", " ")
    if not duty.when:
        return None, f"Each time it happens ({what}); no day is named"
    if since is None:
        return None, f"{_in_words(duty.when)} from a day ({what}) that is not given"
    day = since + length(duty.when)
    return day, f"{_in_words(duty.when)} from {since:%-d %B %Y} ({what}), so by {day:%-d %B %Y}"


_UNDATED = {"annual": "Every year, on no day that the law names", "awaited": "No day is set"}


def _in_words(iso: str) -> str:
    count, unit = iso.strip("P")[:-1], {"M": "month", "Y": "year"}[iso[-1]]
    return f"1 {unit}" if count == "1" else f"{count} {unit}s"


@cache
def duties() -> tuple[Duty, ...]:
    """Every duty, revoked ones too."""
    return tuple(_duty(row) for row in _rows("duties.csv"))


@cache
def bodies() -> dict[str, Body]:
    """The kinds of body by their names."""
    rows = _rows("bodies.csv")
    return {
        row["body"]: Body(row["body"], row["title"], _list(row["jurisdictions"]), _list(row["kinds"]))
        for row in rows
    }


@cache
def counted_from() -> tuple[str, ...]:
    """The names of the publications and events that some duty counts from."""
    return tuple(sorted({duty.counts_from for duty in duties() if duty.counts_from}))


def _duty(row: Mapping[str, str]) -> Duty:
    days = {name: _day(row[name]) for name in ("in_force_from", "in_force_to")}
    sized = {"least_headcount": int(row["least_headcount"] or 0), "who": _list(row["who"])}
    return Duty(**{**row, **days, **sized})  # type: ignore[arg-type]


def _rows(name: str) -> list[dict[str, str]]:
    lines = files("equalities.timescales").joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
