"""The rules for a time and the words around it: by, before, from, end of, early."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from equalities.saying import say, say_month, to_say

from . import recurrence
from .clauses import Clause
from .joining import Dates, alone, as_day
from .mentions import Mention
from .spans import Conventions, Span, months
from .timescale import Reading, Timescale
from .timescale import length as duration

_ONE_DAY = timedelta(days=1)
_A_YEAR = timedelta(days=365)
_LEAP_YEAR = 2000
_LEAP_DAYS = 366
_DAYS_IN_A_WEEK = 7
_PARTS_OF_A_YEAR = ("quarter", "half", "numbered-month")
_OF_A_PLAN = ("plan-year", "plan-quarter", "plan", "numbered-month")
_STARTS = ("start", "after", "not_before")
_KINDS = {
    "by": "deadline",
    "until": "deadline",
    "through": "deadline",
    "before": "deadline",
    "after": "start",
    "not_before": "start",
    "start": "start",
    "amid": "period",
    "week_of": "period",
    "week_to": "period",
    "in": "point",
    "some": "point",
}
_SEVERAL = to_say("It can be read as more than one date, so no date is taken from it.")
_NOT_SETTLED = to_say("It is not settled, so no date is taken from it.")
_FIRST_DAY = to_say("the first day of {named}{why}")
_LAST_DAY = to_say("the last day of {named}{why}")
_NO_FIRST_DAY = to_say("It does not say the plan's first day, so it has no date.")
_NO_YEAR = to_say("It does not say the year, so it has no date.")
_ON_A_DAY = to_say("It recurs {often} on {day} {months}.")
_BY_THE_END = to_say("It recurs {often} by the end of {months}.")


def read(clause: Clause, conventions: Conventions) -> Timescale:
    """The timescale of one time with its words."""
    dates = clause.dates
    if dates is None or dates.problem:
        problem = dates.problem if dates else ""
        return Timescale(
            "", "invalid", reading=say("It names a day that cannot be: {problem}.", problem=say(problem))
        )
    if clause.count or clause.role == "each":
        return _recurring(clause, dates, conventions)
    if _is_vague(clause, dates):
        kind = "start" if clause.role == "start" and not dates.rough else "vague"
        return _open(kind, _meant(clause, dates, conventions), say("It says only roughly when."))
    if clause.doubtful or not dates.clear:
        readings = _meant(clause, dates, conventions)
        if not dates.clear:
            readings += _without_days(dates.mentions[-1])
        settled = not clause.doubtful and len(readings) != 1
        return _open(_kind(clause, dates), readings, say(_SEVERAL if settled else _NOT_SETTLED))
    return _settled(_kind(clause, dates), _meant(clause, dates, conventions), dates)


def _without_days(mention: Mention) -> tuple[Reading, ...]:
    """What numbers may mean besides, which no calendar dates: 7/10 is 7 October of some year, or seven of ten."""
    day = as_day(mention)
    if mention.unit not in ("unclear", "part"):
        return ()
    if day.unit != "day" and mention.years and mention.years.first != mention.years.last:
        return ()
    if day.unit != "day":
        return (Reading(None, None, say("A day of which the year is not said.")),)
    if day.since:
        return (
            Reading(
                None,
                None,
                say(
                    "From {since} to {day} {month}, of which the year is not said.",
                    since=day.since,
                    day=day.day,
                    month=say_month(day.month),
                ),
            ),
        )
    said = [say("On {day} {month}, of which the year is not said.", day=day.day, month=say_month(day.month))]
    if mention.unit == "part" or (day.day <= day.month and mention.day != day.day):
        said.append(say("No time at all, but a part: {part} of {whole}.", part=day.day, whole=day.month))
    return tuple(Reading(None, None, one) for one in said)


def _is_vague(clause: Clause, dates: Dates) -> bool:
    opening = clause.stage == "opening" and clause.role != "before"
    vague_stage = opening or clause.stage in ("early", "middle", "late")
    return (
        vague_stage
        or dates.rough
        or clause.role == "around"
        or any(one.unit in ("season", "feast", "term") for one in dates.mentions)
    )


def _kind(clause: Clause, dates: Dates) -> str:
    if clause.ongoing and clause.role not in _STARTS:
        return "ongoing"
    if dates.unit in ("plan-year", "plan-quarter", "numbered-month") and not dates.spans:
        return "relative"
    if clause.stage == "end" and _KINDS.get(clause.role, "point") in ("point", "period"):
        return "point"
    if _is_run(dates) and clause.role in ("start", "", "in", "amid"):
        return "period"
    return _KINDS.get(clause.role, "period" if _is_long(dates) else "point")


def _is_run(dates: Dates) -> bool:
    last = dates.mentions[-1]
    several = last.since and (
        last.unit == "day" or (last.unit in _PARTS_OF_A_YEAR and last.since < last.number)
    )
    return dates.shape == "run" or bool(several) or _is_run_of_years(last)


def _is_run_of_years(mention: Mention) -> bool:
    """From 2026 to 2030; but from 2026/27 is from the start of one year."""
    years = mention.years
    return mention.unit == "year" and years is not None and years.first != years.last and not years.pair


def _is_long(dates: Dates) -> bool:
    years = dates.mentions[-1].years
    run_of_years = dates.unit == "year" and years is not None and years.first != years.last
    return run_of_years or dates.unit in ("plan-year", "plan")


def _meant(clause: Clause, dates: Dates, conventions: Conventions) -> tuple[Reading, ...]:
    """The readings that are left when those outside the plan's own period are dropped, if that leaves any."""
    every = [one for span in dates.spans for one in _applied(clause, dates, span)]
    if len(every) == 1:
        return (every[0],)
    inside = [one for one in every if conventions.holds(one.first_day, one.last_day)]
    return tuple({(one.first_day, one.last_day): one for one in reversed(inside or every)}.values())[::-1]


def _applied(clause: Clause, dates: Dates, span: Span) -> Iterable[Reading]:
    """What the words before a time make of its days."""
    role, first, last = clause.role, *_staged("" if dates.rough else clause.stage, span)
    why = f"; {span.why}" if span.why else ""
    if role == "before" and clause.stage != "end":
        yield _until(
            None, first - _ONE_DAY, say("the day before {named} begins{why}", named=clause.named, why=why)
        )
    elif role in ("by", "until", "before", "through") or (clause.stage == "end" and role not in _STARTS):
        if role in ("by", "until") and not clause.stage and _is_bare_year(dates):
            yield _until(None, first - _ONE_DAY, say("the day before {named} begins", named=clause.named))
        yield _until(None, last, say(_LAST_DAY, named=clause.named, why=why) if first != last else "")
    elif role == "after":
        yield _until(last + _ONE_DAY, None, say("the day after {named}{why}", named=clause.named, why=why))
    elif role == "not_before" or (role == "start" and not _is_run(dates)):
        day = last if clause.stage == "end" else first
        yield _until(
            day,
            None,
            say(_LAST_DAY if clause.stage == "end" else _FIRST_DAY, named=clause.named, why=why)
            if first != last
            else "",
        )
    elif role == "week_of":
        yield _until(first, first + 6 * _ONE_DAY, say("the seven days from that day"))
    elif role == "week_to":
        yield _until(last - 6 * _ONE_DAY, last, say("the seven days to that day"))
    else:
        yield _until(first, last, why.removeprefix("; "))


def _staged(stage: str, span: Span) -> tuple[date, date]:
    """Early, middle and late are taken as thirds, to show roughly when; nothing falls due by them."""
    third = max((span.last - span.first + _ONE_DAY) // 3, _ONE_DAY)
    if stage in ("early", "opening"):
        return span.first, span.first + third - _ONE_DAY
    if stage == "middle":
        return span.first + third, span.last - third
    return (span.last - third + _ONE_DAY if stage == "late" else span.first), span.last


def _is_bare_year(dates: Dates) -> bool:
    """By 2014; but by March 2014 (year 1) is no year."""
    if len({one.unit for one in dates.mentions}) > 1:
        return False
    years = dates.mentions[-1].years
    bare = dates.unit == "year" and years is not None and years.first == years.last and not years.label
    return bare or dates.unit == "plan-year"


def _until(first: date | None, last: date | None, why: str) -> Reading:
    return Reading(first, last, days_in_words(first, last) + (f": {why}." if why else "."))


def days_in_words(first: date | None, last: date | None) -> str:
    """The days as a sentence begins with them."""
    if first and first == last:
        return say("On {day}", day=_in_words(first))
    if first and last:
        return say("From {first} to {last}", first=_in_words(first), last=_in_words(last))
    if first:
        return say("From {first}", first=_in_words(first))
    return say("By {last}", last=_in_words(last)) if last else ""


def _in_words(day: date) -> str:
    return f"{day.day} {say_month(day.month)} {day.year:04}"


def _open(kind: str, readings: tuple[Reading, ...], said: str) -> Timescale:
    return Timescale("", kind, readings=readings, reading=said)


def _settled(kind: str, readings: tuple[Reading, ...], dates: Dates) -> Timescale:
    """One reading gives the days; of several only what they agree on."""
    if not readings:
        return _open(kind, (), say(_NO_FIRST_DAY if dates.unit in _OF_A_PLAN else _NO_YEAR))
    if len(readings) == 1:
        only = readings[0]
        return Timescale("", kind, only.first_day, only.last_day, reading=only.reading)
    first = _agreed(one.first_day for one in readings)
    last = _agreed(one.last_day for one in readings)
    said = say(
        "It has more than one honest reading; the plan's own period, or an answer, would settle which."
    )
    return Timescale("", kind, first, last, readings=readings, reading=said)


def _agreed(days: Iterable[date | None]) -> date | None:
    several = set(days)
    return several.pop() if len(several) == 1 else None


def _recurring(clause: Clause, dates: Dates, conventions: Conventions) -> Timescale:
    """March 2014 and annually thereafter; 31 January (annually); 2023 to 2027, quarterly."""
    count, unit = clause.count or 1, clause.unit or "year"
    if "," in unit and not _is_counted(clause, dates, count, unit):
        count = -1
    if all(mention.years is None for mention in dates.mentions):
        return _without_year(clause, dates, count, unit)
    if dates.members and (each := _on_each(dates, count, unit)):
        return each
    once = read(replace(clause, count=0, role="" if clause.role == "each" else clause.role), conventions)
    often = f"{_recurs(count, unit)} {once.reading}"
    if once.kind == "invalid" or count < 0:
        return replace(once, kind="invalid" if once.kind == "invalid" else "recurring", reading=often)
    begins_so = once.kind in ("point", "start") and not once.readings and not _is_within(once, count, unit)
    if clause.first_due or clause.role == "by" or begins_so or _is_one_step(once, count, unit):
        rule = _rule(count, unit, () if once.readings else dates.spans[:1], starts=clause.role == "start")
        return replace(once, kind="recurring", rrule=rule, reading=often)
    ends = replace(once, kind="recurring", reading=often)
    return _ending(ends, count, unit, _begins(clause, dates, once, conventions))


def _is_counted(clause: Clause, dates: Dates, count: int, unit: str) -> bool:
    """Whether the day that a unit names can be counted from these; what only ends then is counted from elsewhere."""
    spans = dates.spans or tuple(span for one in dates.members for span in one.spans)
    until = clause.role in ("until", "through", "before")
    return until or all(recurrence.counts_from(count, unit, span.first) for span in spans)


def _is_within(once: Timescale, count: int, unit: str) -> bool:
    """Every Thursday in June 2026: what comes round in less time than a period has recurs in it, and ends with it."""
    if not unit.startswith(("day", "week")) or once.first_day is None or once.last_day is None:
        return False
    return (once.last_day - once.first_day).days > _DAYS_IN_A_WEEK * count


def _is_one_step(once: Timescale, count: int, unit: str) -> bool:
    """2025/26 with annual refresh: a period no longer than the step is when it is first due, not how long it recurs."""
    if unit != "year" or once.kind != "period" or once.first_day is None or once.last_day is None:
        return False
    return (once.last_day - once.first_day).days < count * _LEAP_DAYS


def _on_each(dates: Dates, count: int, unit: str) -> Timescale | None:
    """Annually: October 2025, October 2026. The days that are named, where they come round as often as is said."""
    days = [one.spans[0] for one in dates.members if len(one.spans) == 1]
    if count < 0 or len(days) < len(dates.members):
        return None
    first, last = days[0], days[-1].last
    rule = f"{_rule(count, unit, (first,), starts=False)};UNTIL={last:%Y%m%d}"
    at_first = say("{days} at first.", days=days_in_words(None, first.last))
    said = f"{_recurs(count, unit)} {at_first}"
    found = Timescale("", "recurring", first.first, first.last, rrule=rule, reading=said)
    due = [found.next_due(day) for day in (first.first - _ONE_DAY, *(one.last for one in days))]
    return found if due == [*(one.last for one in days), None] else None


def _ending(once: Timescale, count: int, unit: str, begins: Span | None) -> Timescale:
    """What recurs until a day. Without a start of its own it counts from the plan's first day."""
    rule = _rule(count, unit, (begins,) if begins else (), starts=True)
    if once.last_day is None:
        return replace(once, rrule=rule)
    first = once.first_day or (begins.first if begins and begins.first <= once.last_day else None)
    return replace(once, first_day=first, rrule=f"{rule};UNTIL={once.last_day:%Y%m%d}")


def _begins(clause: Clause, dates: Dates, once: Timescale, conventions: Conventions) -> Span | None:
    """The time that a run begins with, from which it counts; of a run of years, all of them."""
    if not once.first_day:
        return first_year(clause, conventions) if once.last_day else None
    opening = alone(dates.mentions[0], conventions).spans
    spans = opening if len(opening) == 1 and dates.mentions[0].unit != "year" else dates.spans
    return spans[0] if len(spans) == 1 else None


def first_year(clause: Clause, conventions: Conventions) -> Span | None:
    """The plan's first year, from which a cadence without a start counts unless its step is longer."""
    longer = clause.unit == "year" and clause.count > 1
    starts = conventions.plan_start
    if starts is None or longer or not recurrence.counts_from(clause.count, clause.unit, starts):
        return None
    return months(starts, 12)


def _rule(count: int, unit: str, spans: tuple[Span, ...], *, starts: bool) -> str:
    if len(spans) != 1:
        return recurrence.unanchored(count, unit)
    return recurrence.anchored(count, unit, spans[0], starts=starts)


def _recurs(count: int, unit: str) -> str:
    return say("It recurs {often}.", often=recurrence.describe(count, unit))


def _without_year(clause: Clause, dates: Dates, count: int, unit: str) -> Timescale:
    """Days or months that recur every year, or every so many; of a run, its end."""
    in_months = [one.month for one in dates.mentions if one.month]
    if unit != "year" and (len(in_months) < 2 or dates.shape == "run"):
        rule = recurrence.unanchored(count, unit) if count > 0 else None
        return Timescale("", "recurring", rrule=rule, reading=_recurs(count, unit))
    if count < 0 and unit == "year":
        return Timescale(
            "", "recurring", reading=say("It recurs every year, on a day that the phrase does not say.")
        )
    if not in_months or clause.stage not in ("", "end"):
        return Timescale(
            "", "recurring", rrule=recurrence.unanchored(count, unit), reading=say("It recurs every year.")
        )
    step, day = count if unit == "year" else 1, dates.mentions[-1].day
    if dates.unit == "weekday":
        return _on_weekday(clause.named, dates, step)
    in_months = in_months[-1:] if dates.shape == "run" else in_months
    if clause.role == "before" and clause.stage != "end" and len(in_months) == 1:
        eve = date(_LEAP_YEAR, in_months[0], day or 1) - _ONE_DAY
        in_months, day = [eve.month], eve.day
    named = say(" and ").join(say_month(one) for one in in_months)
    often = recurrence.describe(step, "year")
    said = say(_ON_A_DAY if day else _BY_THE_END, often=often, day=day, months=named)
    rule = recurrence.in_months(in_months, day, step)
    return Timescale("", "recurring", rrule=rule, reading=said)


def _on_weekday(named: str, dates: Dates, step: int) -> Timescale:
    """The second Saturday of October each year."""
    last = dates.mentions[-1]
    rule = recurrence.on_weekday(last.month, last.number, last.weekday, step)
    said = say("It recurs {often} on the {named}.", often=recurrence.describe(step, "year"), named=named)
    return Timescale("", "recurring", rrule=rule, reading=said)


def allowed(clause: Clause, within: str | None, counted: str) -> Timescale:
    """Within six months of 1 April 2024; three years from April 2024, which end with March 2027. Six months
    of April 2024 may be counted from its first day or from its last, and a year from 1 April may count that day."""
    span = _counted_from(clause.dates)
    in_part = bool(span and timedelta() < span.last - span.first < _A_YEAR - _ONE_DAY)
    a_day = bool(span and span.first == span.last)
    fills = clause.role == "throughout" or (clause.role == "from" and clause.unit == "year" and not a_day)
    if within and span and fills and not (clause.dates and _is_bare_year(clause.dates)):
        last = span.first + duration(within) - _ONE_DAY
        return Timescale("", "period", span.first, last, reading=f"{days_in_words(span.first, last)}.")
    ends = [day + duration(within) for day in (span.first, span.last)] if within and span else []
    if ends and clause.role == "from" and (in_part or clause.unit in ("month", "year")):
        ends[0] -= _ONE_DAY  # as long from the first day, which counts
    readings = tuple(
        _until(None, day, say("{counted} from that day", counted=counted)) for day in dict.fromkeys(ends)
    )
    if len(readings) == 1:
        return Timescale("", "deadline", None, ends[0], within=within, reading=readings[0].reading)
    said = say("It counts {counted} from a time that is not one day.", counted=counted)
    return Timescale("", "relative", within=within, readings=readings, reading=said)


def _counted_from(dates: Dates | None) -> Span | None:
    if dates and dates.shape == "alone" and dates.clear and len(dates.spans) == 1 and not dates.problem:
        return dates.spans[0]
    return None


def iso_length(clause: Clause, *, before: bool = False) -> str | None:
    """A clause's length of time as ISO 8601 has it; None for working days, which need a calendar of holidays."""
    unit = {"day": "D", "week": "W", "month": "M", "year": "Y"}.get(clause.unit)
    return f"{'-' if before else ''}P{clause.count}{unit}" if unit else None


def length(clause: Clause) -> Timescale:
    """A length of time without the day it counts from; the first months are those of the plan."""
    said = say("It is a length of time, and the phrase does not say from which day it counts.")
    return Timescale("", clause.what, within=iso_length(clause), reading=said)
