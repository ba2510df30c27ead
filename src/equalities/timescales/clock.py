"""The statutory clock: which duties bind a body, when each is due next, and which provision makes it so.

The duties are data, and `duties.py` says what their rules mean. A period "beginning with" a day counts that day, so a
year that begins with 1 February 2026 ends on 31 January 2027: the safe last day (SI 2017/353 regs 4 and 5). "Within a
month of" a day ends on its namesake, or on the last day of a shorter month. None of this is legal advice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from equalities.refusals import Refused
from equalities.saying import say, say_day, to_say

from .duties import Body, Duty, bodies, counted_from, duties
from .grammar import read
from .recurrence import counted_in_words
from .timescale import length
from .working_days import NATIONS, working_day_from, working_days_after

__all__ = [
    "Body",
    "Confirmation",
    "Due",
    "Duty",
    "Publication",
    "bodies",
    "counted_from",
    "due",
    "duties",
    "last_publication",
    "length_in_words",
]

_ONE_DAY, _A_YEAR = timedelta(days=1), timedelta(days=365)
_WORKING_DAYS = " working days"


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
class Due:
    """A duty of a body with the day on which it is next due, None where no day can be named; `reading` is one plain
    sentence, or a few, that say why it is that day."""

    duty: Duty
    due: date | None
    status: str
    reading: str
    confirmed: Confirmation | None = None

    def as_dict(self) -> dict[str, str | None]:
        """The duty as JSON has it: id, title, due, rule, legal_basis, status and reading."""
        return {
            "id": self.duty.id,
            "title": self.duty.title,
            "due": self.due.isoformat() if self.due else None,
            "rule": " ".join(filter(None, [self.duty.rule, self.duty.when])),
            "legal_basis": self.duty.legal_basis,
            "status": self.status,
            "reading": self.reading,
        }


def due(
    body: str,
    on: date,
    *,
    headcount: int | None = None,
    publications: Mapping[str, Sequence[Publication]] | None = None,
    events: Mapping[str, date] | None = None,
    confirmations: Sequence[Confirmation] = (),
    lengths: Mapping[str, str] | None = None,
) -> list[Due]:
    """What a kind of body must do and when, by the rules in force on a day, the soonest first.

    `publications` are by what they publish and `events` by what happened: `counted_from()` lists the names.
    `headcount` is the number of employees. `lengths` are by duties whose length of time the body chooses, one of
    `Duty.lengths` each. Raises Refused for a body, publication, event or length that is not known, and for a
    headcount below nought.
    """
    known = bodies()
    if body not in known:
        raise Refused(
            "'{body}' is not a kind of body that is known; use one of {known}.",
            body=body,
            known=", ".join(known),
        )
    if headcount is not None and headcount < 0:
        raise Refused(
            "{headcount} is not a number of employees: give how many the body has.", headcount=headcount
        )
    _refuse_unknown([*(publications or {}), *(events or {})])
    _refuse_lengths(lengths or {})
    said = {one.duty: one for one in confirmations}
    known_days = _Known(
        on, known[body].nations, headcount, publications or {}, events or {}, said, lengths or {}
    )
    bound = [duty for duty in duties() if duty.binds(known[body], headcount, on)]
    every = [_due(duty, known_days) for duty in bound]
    return sorted(every, key=lambda one: (one.due or date.max, one.duty.id))


@dataclass(frozen=True)
class _Known:
    """What is known of a body on a day."""

    on: date
    nations: tuple[str, ...]
    headcount: int | None
    publications: Mapping[str, Sequence[Publication]]
    events: Mapping[str, date]
    confirmations: Mapping[str, Confirmation]
    lengths: Mapping[str, str]

    def day(self, name: str) -> date | None:
        return self.events.get(name) or last_publication(self.publications.get(name, ()))

    def remark(self, name: str) -> str:
        """What a withdrawal and a correction do to the clock: nothing."""
        published = self.publications.get(name, ())
        withdrawn = any(one.withdrawn_on for one in published)
        corrected = any(one.corrects and not one.restarts for one in published)
        return (say(" Withdrawing it does not turn the clock back.") if withdrawn else "") + (
            say(" Correcting it does not restart the clock.") if corrected else ""
        )


def _refuse_unknown(names: Sequence[str]) -> None:
    unknown = [name for name in names if name not in counted_from()]
    if unknown:
        raise Refused(
            "'{name}' is not something a duty counts from; use one of {known}.",
            name=unknown[0],
            known=", ".join(counted_from()),
        )


def _refuse_lengths(lengths: Mapping[str, str]) -> None:
    open_to_choice = {duty.id: duty.lengths for duty in duties() if duty.lengths}
    for duty, chosen in lengths.items():
        if duty not in open_to_choice:
            raise Refused(
                "'{duty}' has no length of time to choose; one may be chosen for {choices}.",
                duty=duty,
                choices=", ".join(open_to_choice),
            )
        if chosen not in open_to_choice[duty]:
            raise Refused(
                "'{chosen}' is not a length of time for {duty}; use {choices}.",
                chosen=chosen,
                duty=duty,
                choices=say(" or ").join(open_to_choice[duty]),
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
        say(" That day has passed.") if day and day < known.on else "",
        say(" It binds from {number} employees.", number=duty.least_headcount) if unsized else "",
        f" {say(duty.note)}" if duty.note else "",
        _confirmation(duty, confirmed),
    ]
    return Due(duty, day, status, f"{why} ({say(duty.legal_basis)}).{''.join(remarks)}", confirmed)


def _confirmation(duty: Duty, confirmed: Confirmation | None) -> str:
    if confirmed:
        return say(" Confirmed by {who} on {day}.", who=confirmed.by, day=say_day(confirmed.on))
    if duty.has_sure_first_day or duty.in_force_from is None:
        return ""
    return say(" Its first day in force, {day}, is to be confirmed.", day=say_day(duty.in_force_from))


def _reckoned(duty: Duty, known: _Known) -> tuple[date | None, str]:
    """The day on which a duty is next due, and why it is that day."""
    if duty.rule in _UNDATED:
        return None, say(_UNDATED[duty.rule])
    if duty.rule in ("fixed", "external"):
        return _fixed(duty, known.on)
    since = known.day(duty.counts_from)
    try:
        return _rolling(duty, since, known) if duty.rule == "rolling" else _event(duty, since, known)
    except (OverflowError, ValueError):
        return None, say("It would be due on a day that no calendar has")


def _fixed(duty: Duty, on: date) -> tuple[date | None, str]:
    day = read(duty.when).next_due(max(on, date.min + _ONE_DAY) - _ONE_DAY)
    if duty.moved and duty.moved[0] - _A_YEAR < on <= duty.moved[1]:
        day = duty.moved[1]
    when = say(duty.when)
    said = when if day else say("{when}, and no later one is named", when=when)
    if duty.rule == "external":
        return day, say("Others set the day: {when}", when=said)
    return day, say("The date is fixed: {when}", when=said) if day else say(
        "The date was fixed: {when}", when=said
    )


def _rolling(duty: Duty, since: date | None, known: _Known) -> tuple[date | None, str]:
    chosen = known.lengths.get(duty.id, "")
    if duty.lengths and not chosen:
        choices = say(" or every ").join(length_in_words(one) for one in duty.lengths)
        return None, say("Every {choices}: which of them has not been said", choices=choices)
    within = length_in_words(chosen or duty.when).removeprefix("1 ")
    if since is None and duty.first_due and known.on <= duty.first_due:
        return duty.first_due, say("The first is due by {day}", day=say_day(duty.first_due))
    if since is None:
        return None, say(
            "Every {within} at the latest, and the day of the last one is not given", within=within
        )
    day = since + length(chosen or duty.when) - _ONE_DAY
    return day, say(
        "Every {within} at the latest, of which {day} counts as the first day",
        within=within,
        day=say_day(since),
    )


def _event(duty: Duty, since: date | None, known: _Known) -> tuple[date | None, str]:
    what = duty.counts_from.replace("-", " ")
    if not duty.when:
        return None, say("Each time it happens ({what}); no day is named", what=what)
    within = length_in_words(duty.when)
    if since is None:
        return None, say("{within} from a day ({what}) that is not given", within=within, what=what)
    day = _within(duty, since, known.nations)
    return day, say(
        "{within} from {since} ({what}), so by {day}",
        within=within,
        since=say_day(since),
        what=what,
        day=say_day(day),
    )


def _within(duty: Duty, since: date, nations: Sequence[str]) -> date:
    nations = NATIONS if duty.holidays == "any" else nations
    if duty.when.endswith(_WORKING_DAYS):
        return working_days_after(since, int(duty.when.removesuffix(_WORKING_DAYS)), nations)
    day = since + length(duty.when)
    return working_day_from(day, nations) if duty.holidays else day


_UNDATED = {"annual": to_say("Every year, on no day that the law names"), "awaited": to_say("No day is set")}


def length_in_words(when: str) -> str:
    """A duty's length of time in words: "4 years" for "P4Y"; "20 working days" is in words already."""
    if not when.startswith("P"):
        return say(when)
    return counted_in_words(int(when.strip("P")[:-1]), {"M": "month", "Y": "year"}[when[-1]])
