"""Recurrence rules (RFC 5545) for the cadences of plans, and their words."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from equalities.saying import say, say_many, to_say_many

from .spans import Span
from .words import ENGLISH, NUMBERS, ON

_NO_LEAP_YEAR = 2001
_SHORTEST_MONTH = 28
_QUARTER, _MONTHS = 3, 12
_NAMES = tuple(name.capitalize() for name in ENGLISH)
_EVERY = {
    "day": to_say_many("every day", "every {number} days"),
    "week": to_say_many("every week", "every {number} weeks"),
    "month": to_say_many("every month", "every {number} months"),
    "year": to_say_many("every year", "every {number} years"),
}
_COUNTED = {
    "hour": to_say_many("{number} hour", "{number} hours"),
    "day": to_say_many("{number} day", "{number} days"),
    "week": to_say_many("{number} week", "{number} weeks"),
    "month": to_say_many("{number} month", "{number} months"),
    "year": to_say_many("{number} year", "{number} years"),
    "working day": to_say_many("{number} working day", "{number} working days"),
    "business day": to_say_many("{number} business day", "{number} business days"),
    "school day": to_say_many("{number} school day", "{number} school days"),
    "clear day": to_say_many("{number} clear day", "{number} clear days"),
}
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}


def unanchored(count: int, unit: str) -> str:
    """Every `count` days, weeks, months or years, from a day that is not known; "week, on Friday" names its day."""
    step = f";INTERVAL={count}" if count > 1 else ""
    each, _, day = unit.partition(ON)
    return f"FREQ={_FREQUENCIES[each]}{step}{_named(day)}"


def _named(day: str) -> str:
    """The part of a rule for a day within its unit: "the 15th", "the last day", "the third Thursday", "Friday"."""
    words = day.removeprefix("the ").split()
    if not words:
        return ""
    if words[-1] in _NAMES:
        months = [str(number) for number, name in enumerate(_NAMES, 1) if name in day]
        return f";BYMONTH={','.join(months)}{_named(day.partition(' of ')[0])}"
    if words[-1] == "day" or words == ["31st"]:
        return ";BYMONTHDAY=-1"
    if words[0][0].isdigit() and len(words) == 1:
        return _on_day(int(words[0][:-2]))
    which = "" if len(words) == 1 else -1 if words[0] == "last" else NUMBERS[words[0]]
    return f";BYDAY={which}{words[-1][:2].upper()}"


def in_months(months: Sequence[int], day: int, years: int = 1) -> str:
    """In these months every `years` years, on a day of the month; 0, or a day that one of them lacks, is the last."""
    step = f";INTERVAL={years}" if years > 1 else ""
    last = day == 0 or any(day > monthrange(_NO_LEAP_YEAR, month)[1] for month in months)
    return f"FREQ=YEARLY{step};BYMONTH={','.join(map(str, sorted(months)))};BYMONTHDAY={-1 if last else day}"


def on_weekday(month: int, which: int, weekday: str, years: int = 1) -> str:
    """On the second (2) or last (-1) Friday ("fri") of a month, every `years` years."""
    step = f";INTERVAL={years}" if years > 1 else ""
    return f"FREQ=YEARLY{step};BYMONTH={month};BYDAY={which}{weekday[:2].upper()}"


def anchored(count: int, unit: str, span: Span, *, starts: bool) -> str:
    """Counted from a span. What `starts` in it falls due at the end of each interval from its first day,
    unless the interval is a year or more, when it falls due in the same month again; otherwise it is first
    due in it."""
    each, _, day = unit.partition(ON)
    if each == "month" and count > 1 and day.startswith("the last "):
        ends = sorted((span.first.month + count + step - 2) % 12 + 1 for step in range(0, 12, count))
        return f"FREQ=YEARLY;BYMONTH={','.join(map(str, ends))}{_named(day)}"
    whole_months = span.first.day == 1 and (span.first != span.last or (starts and unit == "month"))
    if unit == "year":
        return in_months([span.last.month], 0 if whole_months else span.last.day, count)
    if unit == "month" and count == 1 and whole_months:
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    if unit == "month" and 12 % count == 0:
        begins = span.first.month + count - 1 if starts and whole_months else span.last.month
        months = [(begins + step - 1) % 12 + 1 for step in range(0, 12, count)]
        return in_months(months, 0 if whole_months else span.last.day)
    return unanchored(count, unit) + (_in_every_month(span.first) if unit == "month" else "")


def counts_from(count: int, unit: str, first: date) -> bool:
    """Whether the days that a unit names can be counted from a day: the first Monday of each quarter only from the
    first day of one, as calendar years and those from April have them."""
    if ON not in unit or not unit.startswith("month") or count <= 1:
        return True
    return first.day == 1 and _MONTHS % count == 0 and (count != _QUARTER or first.month % _QUARTER == 1)


def _in_every_month(begins: date) -> str:
    """The day of the month that it began on, or the last of a month that lacks it, which a rule would leave out."""
    if begins.day < _SHORTEST_MONTH + 1:
        return ""
    if begins.day == monthrange(begins.year, begins.month)[1]:
        return ";BYMONTHDAY=-1"
    return _on_day(begins.day)


def _on_day(day: int) -> str:
    """On a day of every month, or the last of a month that lacks it."""
    if day <= _SHORTEST_MONTH:
        return f";BYMONTHDAY={day}"
    return f";BYMONTHDAY={','.join(map(str, range(_SHORTEST_MONTH, day + 1)))};BYSETPOS=-1"


def describe(count: int, unit: str) -> str:
    """The cadence in words: every year, every 3 months."""
    each, _, day = unit.partition(ON)
    if each not in _EVERY:
        return say("every {unit}", unit=unit)
    often = say_many(*_EVERY[each], abs(count))
    return say("{often}, on {day}", often=often, day=day) if day else often


def counted_in_words(count: int, unit: str) -> str:
    """So much time in words: 3 months."""
    return say_many(*_COUNTED[unit], count)


def month_name(number: int) -> str:
    """The English name of a month."""
    return _NAMES[number - 1]
