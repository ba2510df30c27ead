"""Working days: neither a Saturday, a Sunday nor a bank holiday of the nations that count.

The bank holidays that come every year are worked out (Banking and Financial Dealings Act 1971 Sch 1, and the days that
are proclaimed each year: gov.uk/bank-holidays); those named once, and the days that were moved for them, are data:
`bank_holidays.csv`. Christmas Day and Good Friday are counted among them. Right from 2005 on.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from dateutil.easter import easter
from dateutil.relativedelta import MO, relativedelta

NATIONS = ("england-wales", "scotland", "northern-ireland")
_ONE_DAY = timedelta(days=1)
_FRIDAY = 4
_FIRST_MONDAY, _LAST_MONDAY = MO(1), MO(-1)


@cache
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The bank holidays of one of NATIONS in a year, substitute days in the place of Saturdays and Sundays.
    Raises KeyError for another nation."""
    every = {*_NATIONS_OWN[nation](year), *_everywhere(year)}
    named = [row for row in _named_once() if row["day"].startswith(f"{year:04}") and nation in row["nations"]]
    for row in named:
        change = every.add if row["is_holiday"] == "yes" else every.discard
        change(date.fromisoformat(row["day"]))
    return frozenset(every)


def is_working_day(day: date, nations: Collection[str], *, everywhere: bool = False) -> bool:
    """Whether a day is no Saturday, Sunday or bank holiday in any of the nations, or with `everywhere` in all."""
    held = all if everywhere else any
    return day.weekday() <= _FRIDAY and not held(day in bank_holidays(one, day.year) for one in nations)


def working_days_after(day: date, count: int, nations: Collection[str]) -> date:
    """The last of `count` working days that follow a day, which itself is not counted. Raises OverflowError where the
    calendar ends before them."""
    while count:
        day += _ONE_DAY
        count -= is_working_day(day, nations)
    return day


def working_day_from(day: date, nations: Collection[str]) -> date:
    """The day itself, or the next working day where it is none. Of several nations only a bank holiday of all of them
    moves it: the safe day. Raises OverflowError as above."""
    while not is_working_day(day, nations, everywhere=True):
        day += _ONE_DAY
    return day


def _everywhere(year: int) -> Iterator[date]:
    yield from _on_weekdays(date(year, 12, 25), date(year, 12, 26))
    yield easter(year) - 2 * _ONE_DAY
    yield date(year, 5, 1) + relativedelta(weekday=_FIRST_MONDAY)
    yield date(year, 5, 31) + relativedelta(weekday=_LAST_MONDAY)


def _of_england_and_wales(year: int) -> Iterator[date]:
    yield from _on_weekdays(date(year, 1, 1))
    yield easter(year) + _ONE_DAY
    yield date(year, 8, 31) + relativedelta(weekday=_LAST_MONDAY)


def _of_northern_ireland(year: int) -> Iterator[date]:
    yield from _of_england_and_wales(year)
    yield from _on_weekdays(date(year, 3, 17))
    yield from _on_weekdays(date(year, 7, 12))


def _of_scotland(year: int) -> Iterator[date]:
    """St Andrew's Day since the Act of 2007 (asp 2)."""
    yield from _on_weekdays(date(year, 1, 1), date(year, 1, 2))
    yield date(year, 8, 1) + relativedelta(weekday=_FIRST_MONDAY)
    if year >= 2007:
        yield from _on_weekdays(date(year, 11, 30))


_NATIONS_OWN = {
    "england-wales": _of_england_and_wales,
    "scotland": _of_scotland,
    "northern-ireland": _of_northern_ireland,
}


def _on_weekdays(*days: date) -> Iterable[date]:
    """The days themselves, or for those on a Saturday or Sunday the next weekdays that are not taken."""
    kept = [day for day in days if day.weekday() <= _FRIDAY]
    for day in (one for one in days if one.weekday() > _FRIDAY):
        while day.weekday() > _FRIDAY or day in kept:
            day += _ONE_DAY
        kept.append(day)
    return kept


@cache
def _named_once() -> tuple[dict[str, str], ...]:
    lines = (
        files("equalities.timescales").joinpath("bank_holidays.csv").read_text(encoding="utf-8").splitlines()
    )
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))
