"""Reading a phrase: the rules that say what its clauses come to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from equalities.refusals import Refused
from equalities.saying import say, say_day, spoken, to_say

from . import conditions, times
from .cadences import FINANCIAL, OF_THE_QUARTER
from .clauses import Clause
from .cutting import cut
from .forms import find
from .joining import join
from .recurrence import anchored, counted_in_words, counts_from, describe, month_name, unanchored
from .spans import Conventions, Span
from .tidying import lower, tidy
from .timescale import Reading, Timescale
from .words import NUMBERS


def read(
    phrase: str,
    *,
    plan_start: date | None = None,
    plan_end: date | None = None,
    financial_year_start: tuple[int, int] = (4, 1),
) -> Timescale:
    """What a phrase such as "Before July 2013" asks for.

    The plan's own first and last day settle what a phrase leaves open ("2023 - 2024", "Year 2");
    `financial_year_start` is (month, day). No phrase raises: what cannot be read is of kind `not-a-date`,
    and what has more than one honest reading has no `last_day` but `readings`. Raises Refused for a plan
    that ends before it starts."""
    if plan_start and plan_end and plan_end < plan_start:
        raise Refused("The plan ends before it starts; give its first day and its last day in that order.")
    conventions = Conventions(plan_start, plan_end, financial_year_start)
    return _read(tidy(phrase), conventions, spoken()).of(phrase)


@lru_cache(maxsize=4096)  # a plan says the same few phrases over and over
def _read(text: str, conventions: Conventions, _catalogue: Path | None) -> Timescale:
    """Kept for each catalogue, since a timescale has its reading in words."""
    small = lower(text)
    found = cut(small, text, join(small, find(small), conventions))
    if not found:
        return _wordless(small)
    parts = _parts([_in_financial_years(one, conventions) for one in found], text, conventions)
    if len(parts) == 2:
        return (
            _from_and_by(*parts)
            or _since(*parts)
            or _at_first(*parts)
            or _roughly(*parts)
            or _compound(parts)
        )
    return parts[0] if len(parts) == 1 else _compound(parts)


def _from_and_by(start: Timescale, end: Timescale) -> Timescale | None:
    """A start and a deadline are the two ends of one period."""
    if start.kind != "start" or start.readings or end.readings:
        return None
    first, last = start.first_day, end.last_day
    is_end = end.kind in ("deadline", "point") and end.first_day is None
    if not is_end or first is None or last is None or first > last:
        return None
    return Timescale("", "period", first, last, reading=f"{times.days_in_words(first, last)}.")


def _since(one: Timescale, other: Timescale) -> Timescale | None:
    """By the end of each June, starting in 2026: first due in the June that comes after the start."""
    recurs, start = (one, other) if other.kind == "start" else (other, one)
    anchored = recurs.first_day or recurs.last_day
    if recurs.kind != "recurring" or start.kind != "start" or start.first_day is None:
        return None
    if anchored or "BYMONTH=" not in str(recurs.rrule):
        return recurs if recurs.first_day == start.first_day else None
    due = replace(recurs, first_day=start.first_day).next_due(start.first_day - timedelta(days=1))
    return replace(
        recurs,
        last_day=due,
        reading=say(
            "{reading} {days} at first.", reading=recurs.reading, days=times.days_in_words(None, due)
        ),
    )


def _at_first(one: Timescale, other: Timescale) -> Timescale | None:
    """March 2026 (and every March thereafter): the day is the first of those that come round."""
    recurs, first = (one, other) if one.kind == "recurring" else (other, one)
    anchored = recurs.first_day or recurs.last_day or recurs.readings
    unanchored = recurs.kind == "recurring" and recurs.rrule and not anchored
    if not unanchored or first.kind not in ("point", "deadline") or first.last_day is None:
        return None
    if recurs.next_due(first.last_day - timedelta(days=1)) != first.last_day:
        return None
    said = say(
        "{reading} {days} at first.", reading=recurs.reading, days=times.days_in_words(None, first.last_day)
    )
    return replace(recurs, first_day=first.first_day, last_day=first.last_day, reading=said)


def _roughly(vague: Timescale, exact: Timescale) -> Timescale | None:
    """Autumn 2025 (by 30 November 2025): what is said only roughly gives way to the day within it, and a year of the
    plan, as Year 2 (by March 2027), to the day in brackets."""
    day = exact.last_day
    of_the_plan = vague.kind == "relative" and not (vague.readings or vague.waits_for or vague.within)
    if of_the_plan and exact.phrase.startswith("(") and exact.phrase.endswith(")"):
        return exact if exact.kind in ("point", "deadline") and day else None
    within = day and any(
        (one.first_day or date.min) <= day <= (one.last_day or date.min) for one in vague.readings
    )
    return exact if within and vague.kind == "vague" and exact.kind in ("point", "deadline") else None


def _parts(found: Sequence[Clause], text: str, conventions: Conventions) -> list[Timescale]:
    """Each clause with the words before it; a cadence counts from the start that another clause names."""
    starts = next(
        (one.dates.spans[0] for one in found if one.role == "start" and one.dates and one.dates.spans), None
    )
    cuts = [0, *(one.end for one in found[:-1]), len(text)]
    words = [text[begin:end].lstrip(" .").strip(" ,;:-") for begin, end in pairwise(cuts)]
    read = [_clause(one, starts, conventions) for one in found]
    if len(read) == 1:
        return read
    return [one.of(said) for one, said in zip(read, words, strict=True)]


def _compound(parts: list[Timescale]) -> Timescale:
    sentences = " ".join(part.reading for part in parts)
    return Timescale(
        "",
        "compound",
        parts=tuple(parts),
        reading=say("{number} things are asked for. {sentences}", number=len(parts), sentences=sentences),
    )


def _clause(clause: Clause, starts: Span | None, conventions: Conventions) -> Timescale:
    if clause.what == "times":
        return _awaiting(times.read(clause, conventions), clause.event)
    if clause.what == "cadence":
        return _awaiting(_cadence(clause, starts, conventions), clause.event)
    if clause.what == "allowance":
        return _allowance(clause)
    if clause.what == "condition":
        return _condition(clause)
    kind = "unknown" if clause.what == "open" else "ongoing"
    return Timescale("", kind, reading=say(_WORDS[kind]))


def _awaiting(timescale: Timescale, event: str) -> Timescale:
    """The same, with what must happen first."""
    if not event:
        return timescale
    return replace(
        timescale,
        waits_for=event,
        reading=say("{reading} It waits for something: {event}.", reading=timescale.reading, event=event),
    )


def _cadence(clause: Clause, starts: Span | None, conventions: Conventions) -> Timescale:
    """Without a start of its own a cadence counts from the plan's first day."""
    if not clause.count:
        return _uneven(clause)
    since = starts or times.first_year(clause, conventions)
    if since and not counts_from(clause.count, clause.unit, since.first):
        since = None
    often = describe(clause.count, clause.unit)
    if since is None:
        rule = unanchored(clause.count, clause.unit)
        return Timescale(
            "",
            "recurring",
            rrule=rule,
            reading=say("It recurs {often}; the phrase does not say from when.", often=often),
        )
    rule = anchored(clause.count, clause.unit, since, starts=True)
    return Timescale(
        "",
        "recurring",
        since.first,
        rrule=rule,
        reading=say("It recurs {often}, counted from {day}.", often=often, day=say_day(since.first)),
    )


def _in_financial_years(clause: Clause, conventions: Conventions) -> Clause:
    """The first Monday of each financial year is that of the month in which it starts; the first months of quarters
    are January, April, July and October, where financial years start with one of them."""
    month, day = conventions.financial_year_start
    each = next((one for one in (FINANCIAL, OF_THE_QUARTER) if clause.unit.endswith(one)), "")
    if not each:
        return clause
    if day != 1 or (each == OF_THE_QUARTER and month % 3 != 1):
        each = "year" if each == FINANCIAL else "quarter"
        unit = f"{each} (by the financial year)"
        return replace(clause, count=0 if clause.what == "cadence" else -1, unit=unit)
    if each == FINANCIAL:
        return replace(clause, unit=clause.unit.replace(FINANCIAL, month_name(month)))
    led, which = clause.unit.removesuffix(f" {OF_THE_QUARTER}").rsplit("the ", 1)
    *most, last = (month_name(number) for number in range(NUMBERS[which], 13, 3))
    return replace(clause, unit=f"{led}{', '.join(most)} and {last}")


def _uneven(clause: Clause) -> Timescale:
    """Bi-annual is twice a year or every two years; terms and meetings keep a calendar of their own."""
    if clause.unit.endswith(")"):
        said = say("It recurs every {unit}, on a day that the phrase does not say.", unit=clause.unit)
        return Timescale("", "recurring", reading=said)
    meanings = tuple(
        Reading(None, None, say("It recurs every {length}.", length=one))
        for one in clause.unit.split(" or ")
        if " or " in clause.unit
    )
    said = say(_TWO_MEANINGS if meanings else _OTHER_CALENDAR)
    return Timescale("", "recurring", readings=meanings, reading=said)


def _allowance(clause: Clause) -> Timescale:
    before = clause.role == "before"
    within = times.iso_length(clause, before=before)
    counted = counted_in_words(clause.count, clause.unit)
    if clause.dates:
        return times.allowed(clause, within, counted)
    said = say(_BEFORE if before else _WITHIN, counted=counted, event=clause.event)
    return Timescale("", "relative", waits_for=clause.event, within=within, reading=said)


def _condition(clause: Clause) -> Timescale:
    said = say("It waits for something to happen, and has no date until then: {event}.", event=clause.event)
    return Timescale("", "conditional", waits_for=clause.event, reading=said)


def _wordless(small: str) -> Timescale:
    """A phrase that names no time, cadence or event: a length of time, a vague word, an open question, or
    none."""
    length = conditions.length(small)
    if length:
        return times.length(length)
    kind = conditions.kind_of_words(small)
    return Timescale("", kind, reading=say(_WORDS[kind]))


_TWO_MEANINGS = to_say("It recurs, but how often may mean two things.")
_OTHER_CALENDAR = to_say("It recurs, but how often follows a calendar that the phrase does not give.")
_BEFORE = to_say("It is due within {counted} before an event, and has no date until that happens: {event}.")
_WITHIN = to_say("It is due within {counted} of an event, and has no date until that happens: {event}.")
_WORDS = {
    "ongoing": to_say("It goes on, and no day is named by which it is due."),
    "vague": to_say("It says roughly when, but names no day by which it is due."),
    "unknown": to_say("When it is due has still to be settled."),
    "not-a-date": to_say("It does not say when."),
}
