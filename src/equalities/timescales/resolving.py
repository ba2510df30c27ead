"""From what the words say to the days that they may stand for, by the conventions of the plan."""

from calendar import monthcalendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from dateutil.easter import easter

from equalities.saying import say, say_day, say_month, say_weekday, spoken, to_say

from . import spans
from .mentions import Mention, Years
from .spans import Conventions, Span
from .words import SEASONS, WEEKDAYS

_TERMS = {
    9: (9, 4),
    12: (12, 4),
    3: (1, 4),
    6: (4, 4),
}  # autumn, winter, spring and summer term: first month and length in months

_PARTS = {"quarter": 4, "half": 2, "numbered-month": 12}
_FEASTS = {1: (1, 1), 12: (12, 25)}  # New Year and Christmas: month and day


_DAY_NOUGHT = date(1899, 12, 30)


class Impossible(ValueError):
    """Words that name a day which no calendar has. Its text says why."""


@dataclass(frozen=True)
class YearKind:
    """What is called a year: it starts on (month, day)."""

    name: str
    start: tuple[int, int]

    @property
    def why(self) -> str:
        return _why(self, spoken())


@lru_cache(maxsize=1024)
def _why(kind: YearKind, _catalogue: Path | None) -> str:
    """Kept for each catalogue, since it is in words."""
    month, day = kind.start
    return say("{kind} years start on {day} {month}", kind=say(kind.name), day=day, month=say_month(month))


CALENDAR = YearKind(to_say("calendar"), spans.CALENDAR)
TAX = YearKind(to_say("tax"), (4, 6))
MUNICIPAL = YearKind(
    to_say("municipal"), (5, 1)
)  # roughly: the annual meetings of councils in May begin and end them
ACADEMIC = [YearKind(to_say("academic"), start) for start in spans.ACADEMIC]


def resolve(mention: Mention, conventions: Conventions) -> tuple[Span, ...]:
    """The spans that a mention may honestly stand for: none without a year, several where it says too
    little. Raises Impossible for 31 February and its like."""
    try:
        found = tuple(_RULES[mention.unit](mention, conventions)) or _within_plan(mention, conventions)
    except Impossible:
        raise
    except (ValueError, OverflowError) as error:
        raise Impossible(to_say("no calendar has that day")) from error
    if any(span.first > span.last for span in found):
        raise Impossible(to_say("it ends before it begins"))
    return tuple(dict.fromkeys(found))


def _within_plan(mention: Mention, conventions: Conventions) -> tuple[Span, ...]:
    """A day, month or quarter without a year is the one in the plan's own period, if there is just one."""
    start, end = conventions.plan_start, conventions.plan_end
    if mention.unit not in ("day", "month", "quarter", "half") or not (
        start and end and end.year - start.year < 3
    ):
        return ()
    every = [
        span
        for year in range(start.year - 1, end.year + 1)
        for span in _RULES[mention.unit](mention._replace(years=Years(year, year)), conventions)
        if start <= span.first and span.last <= end
    ]
    return tuple(every) if len(set(every)) == 1 else ()


def _day(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    """A weekday that contradicts its date makes the date impossible; 31 March 2025/26 is the day within that year."""
    if mention.years and mention.years.pair:
        for kind in kinds(mention.years, conventions):
            year = mention.years.first + ((mention.month, mention.day) < kind.start)
            yield from _day(mention._replace(years=Years(year, year)), conventions)
        return
    year = mention.years.first if mention.years else 2000
    last = date(year, mention.month, mention.day)
    first = last.replace(day=mention.since or last.day)
    if first > last:
        raise Impossible(to_say("the later day stands first"))
    if mention.years and mention.weekday and WEEKDAYS[last.weekday()] != mention.weekday:
        raise Impossible(say("{day} is a {weekday}", day=say_day(last), weekday=say_weekday(last)))
    if mention.years:
        yield Span(first, last)


def _weekday(mention: Mention, _: Conventions) -> Iterator[Span]:
    """The first, second or last Friday of a month."""
    if mention.years:
        year, wanted = mention.years.first, WEEKDAYS.index(mention.weekday)
        every = [day for week in monthcalendar(year, mention.month) if (day := week[wanted])]
        found = date(year, mention.month, every[mention.number - (mention.number > 0)])
        yield Span(found, found)


def _month(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    """March 2013/14 is the March within that year."""
    if mention.years and mention.years.first == mention.years.last:
        yield spans.month(mention.years.first, mention.month)
    elif mention.years:
        for kind in kinds(mention.years, conventions):
            yield spans.month_in_year(mention.month, mention.years.first, kind.start)


def _unclear(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    """11/12 may be November 2012, or 2011/12, or a day, which has no year."""
    if mention.years and mention.years.first != mention.years.last:
        first = spans.month(mention.years.first, mention.month)
        yield first
        if mention.years.first < mention.years.last:
            yield Span(first.first, date(mention.years.last, 12, 31))
    elif mention.years and 1 <= mention.month <= 12:
        yield spans.month(mention.years.first, mention.month)
        yield from _year(Mention("year", _pair_ending(mention)), conventions)


def _pair_ending(mention: Mention) -> Years | None:
    last = mention.years.last if mention.years else 0
    return Years(last - 1, last, "financial", pair=True) if mention.month == last % 100 - 1 else None


def _impossible(_: Mention, __: Conventions) -> Iterator[Span]:
    raise Impossible(to_say("there is no such month"))


def _quarter(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    """Q4 2024 may be counted in calendar or in financial years, and by either of the two that touch
    2024, unless its first month is named: Q4 (January to March) 2024."""
    every = tuple(_quarters(mention, conventions))
    named = [span for span in every if mention.month in (0, span.first.month)]
    if every and not named:
        raise Impossible(to_say("its months are not those of that quarter"))
    yield from named


def _quarters(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    parts = _PARTS[mention.unit]
    if mention.years is None:
        return
    for kind in _quarter_kinds(mention.years, conventions):
        for first in _quarter_years(mention.years, kind):
            span = Span(
                spans.part_of_year(mention.since, parts, first, kind.start).first,
                spans.part_of_year(mention.number, parts, first, kind.start).last,
                kind.why,
            )
            if first == mention.years.first or span.last.year > first or mention.years.label:
                yield span


def _quarter_kinds(years: Years, conventions: Conventions) -> list[YearKind]:
    if years.label or years.pair:
        return kinds(years._replace(label=years.label or "financial"), conventions)
    settled = [kind for kind in _all_kinds(conventions) if kind.start == conventions.years_start_on()]
    return settled[:1] or [CALENDAR, financial(conventions)]


def _quarter_years(years: Years, kind: YearKind) -> list[int]:
    if years.label or years.pair or kind == CALENDAR:
        return [_starts(years, kind)[0]]
    return [years.first, years.first - 1]


def _year(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    if mention.years is None:
        return
    if not mention.years.label and mention.years.first == mention.years.last:
        yield spans.years(mention.years.first, mention.years.last, spans.CALENDAR)
        return
    for kind in kinds(mention.years, conventions):
        first, last = _starts(mention.years, kind)
        if kind == MUNICIPAL:
            yield _municipal(first, last)
            return
        for later in (0, 1) if kind.name == "academic" and first == last and not mention.years.pair else (0,):
            yield spans.years(first + later, last + later, kind.start, kind.why)


def _municipal(first: int, last: int) -> Span:
    """From the annual meeting of the council in May to the next; which day of May is not known."""
    return Span(date(first, 5, 1), date(last + 1, 5, 31), say("municipal years run from one May to the next"))


def _starts(years: Years, kind: YearKind) -> tuple[int, int]:
    """The calendar years in which the first and the last of the years start. FY 2024 ends in 2024, and a
    run of years ends in the last that it names, unless calendar years are counted."""
    if kind.start == spans.CALENDAR:
        return years.first, years.last
    named_by_end = years.first == years.last or (years.label == "financial" and not years.pair)
    return years.first - int(named_by_end), years.last - 1


def financial(conventions: Conventions) -> YearKind:
    return _financial(conventions.financial_year_start)


@lru_cache(maxsize=366)
def _financial(start: tuple[int, int]) -> YearKind:
    """One for each start, so that its reason is put into words once."""
    return YearKind(to_say("financial"), start)


def _all_kinds(conventions: Conventions) -> list[YearKind]:
    return [CALENDAR, financial(conventions), *ACADEMIC]


def kinds(years: Years, conventions: Conventions) -> list[YearKind]:
    """The kinds of year that may be meant: by the words, else by the plan's own period, else all."""
    every = _all_kinds(conventions)
    said = [kind for kind in (*every, TAX, MUNICIPAL) if kind.name == years.label]
    candidates = said or (every if years.pair else every[:2])
    settled = [kind for kind in said or every if kind.start == conventions.years_start_on()]
    return settled[:1] or candidates


def _season(mention: Mention, _: Conventions) -> Iterator[Span]:
    if mention.years:
        year = mention.years.first + (mention.years.pair and mention.number < 6)
        yield spans.months(date(year, mention.number, 1), 3)


def _feast(mention: Mention, _: Conventions) -> Iterator[Span]:
    """New Year, Easter Sunday or Christmas Day; of two years, the one in whose half it falls."""
    if mention.years:
        year = mention.years.first + (mention.years.pair and mention.number < 6)
        day = easter(year) if mention.number == SEASONS["easter"] else date(year, *_FEASTS[mention.number])
        yield Span(day, day)


def _term(mention: Mention, _: Conventions) -> Iterator[Span]:
    if mention.years:
        first, length = _TERMS[mention.number]
        yield spans.months(date(mention.years.first + (mention.years.pair and first < 9), first, 1), length)


def _plan_year(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    """Year 2 of a plan starts a year after the plan does."""
    if mention.number < 0:
        if conventions.plan_end:
            yield spans.year_ending(conventions.plan_end)
    elif conventions.plan_start:
        first = spans.months_after(conventions.plan_start, 12 * (mention.since - 1))
        yield spans.months(first, 12 * (mention.number - mention.since + 1))


def _plan_quarter(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    if conventions.plan_start:
        yield spans.months(spans.months_after(conventions.plan_start, 3 * (mention.number - 1)), 3)


def _numbered_month(mention: Mention, conventions: Conventions) -> Iterator[Span]:
    """Month 6 of 2025/26 is that of the year; month 6 alone is that of the plan."""
    if mention.number > 12 and mention.years:
        raise Impossible(to_say("a year has twelve months"))
    if mention.years:
        yield from _quarters(mention, conventions)
    elif conventions.plan_start:
        first = spans.months_after(conventions.plan_start, mention.since - 1)
        yield spans.months(first, mention.number - mention.since + 1)


def _serial(mention: Mention, _: Conventions) -> Iterator[Span]:
    """Spreadsheets count the days from the end of 1899, as if 1900 had been a leap year."""
    day = _DAY_NOUGHT + timedelta(days=mention.number)
    yield Span(day, day, say("as spreadsheets number the days"))


def _part(*_: object) -> Iterator[Span]:
    """3 April of a year that is not said, or three of four."""
    return iter(())


def _plan(_: Mention, conventions: Conventions) -> Iterator[Span]:
    if conventions.plan_start and conventions.plan_end:
        yield Span(conventions.plan_start, conventions.plan_end)


_RULES = {
    "day": _day,
    "month-day": _day,
    "weekday": _weekday,
    "month": _month,
    "quarter": _quarter,
    "half": _quarter,
    "season": _season,
    "feast": _feast,
    "term": _term,
    "year": _year,
    "plan-year": _plan_year,
    "plan-quarter": _plan_quarter,
    "plan": _plan,
    "numbered-month": _numbered_month,
    "serial": _serial,
    "part": _part,
    "unclear": _unclear,
    "impossible": _impossible,
}
