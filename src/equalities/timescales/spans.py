"""Runs of days, and what an organisation calls a year."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

CALENDAR = (1, 1)
ACADEMIC = (
    (8, 1),
    (9, 1),
)  # universities start on 1 August (HESA), schools in England and Wales on 1 September


class Span(NamedTuple):
    """A run of days, both ends included; `why` says in which kind of year it was counted, if that
    matters."""

    first: date
    last: date
    why: str = ""


@dataclass(frozen=True)
class Conventions:
    """What a phrase alone does not say: the plan's own first and last day, and where a financial year
    starts as (month, day)."""

    plan_start: date | None = None
    plan_end: date | None = None
    financial_year_start: tuple[int, int] = (4, 1)

    def years_start_on(self) -> tuple[int, int] | None:
        """The (month, day) on which the plan's years start; None where its period does not say."""
        ends = {(day.month, day.day) for day in self._turns()}
        known = {CALENDAR, self.financial_year_start, *ACADEMIC}
        return ends.pop() if len(ends) == 1 and ends <= known else None

    def _turns(self) -> Iterator[date]:
        if self.plan_start:
            yield self.plan_start
        if self.plan_end and self.plan_end < date.max:
            yield self.plan_end + timedelta(days=1)

    def holds(self, first: date | None, last: date | None) -> bool:
        """Whether a last day, or else a first day, lies within the plan's own period, as far as it is
        known."""
        day = last or first or date.min
        return (self.plan_start or date.min) <= day <= (self.plan_end or date.max)


def month(year: int, number: int) -> Span:
    """The days of a month."""
    return months(date(year, number, 1), 1)


def months_after(day: date, count: int) -> date:
    """The same day `count` months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))


def year_ending(last: date) -> Span:
    """The twelve months that end with a day."""
    return Span(months_after(last + timedelta(days=1), -12), last)


@lru_cache(maxsize=4096)  # plans name the same few years over and over
def months(first: date, count: int) -> Span:
    """`count` months from a day; a month "beginning with" a day ends the day before its namesake."""
    return Span(first, months_after(first, count) - timedelta(days=1))


@lru_cache(maxsize=4096)
def years(first: int, last: int, start: tuple[int, int], why: str = "") -> Span:
    """From the year that starts in `first` on (month, day) to the one that starts in `last`."""
    return Span(date(first, *start), date(last + 1, *start) - timedelta(days=1), why)


def month_in_year(number: int, first: int, start: tuple[int, int]) -> Span:
    """A month within the year that starts in `first` on (month, day): March of 2013/14 is in 2014."""
    return month(first + (number < start[0]), number)


@lru_cache(maxsize=4096)
def part_of_year(number: int, parts: int, first: int, start: tuple[int, int]) -> Span:
    """Quarter or half (`parts` 4 or 2) of the year that starts in `first` on (month, day)."""
    length = 12 // parts
    return months(months_after(date(first, *start), length * (number - 1)), length)
