"""What a phrase names: days, months, quarters and years as the words have them, before conventions apply."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .words import DAYS, FEASTS, MONTHS, NUMBERS, SEASONS, TERMS, number

Found = Mapping[str, str]
LONGEST_YEAR = 12  # months: what counts more is no month
LAST_DAYS = {2: (28, 29), 4: (30,), 6: (30,), 9: (30,), 11: (30,)}


class Years(NamedTuple):
    """A year, or several, as written. `label` is calendar, financial, academic, municipal, tax, or "" where it is not
    said; `pair` marks two consecutive years written as one, such as 2013/14."""

    first: int
    last: int
    label: str = ""
    pair: bool = False


class Mention(NamedTuple):
    """Words that name a time. `unit` is day, month-day, month, numbered-month, quarter, half, season, feast, term,
    year, plan-year, plan-quarter, plan, serial, part, unclear or impossible; `number` says which quarter, half, season,
    month or year of the plan (-1 its final year), `since` where a run of them begins; `start` and `end` are places in
    the text."""

    unit: str
    years: Years | None = None
    month: int = 0
    day: int = 0
    number: int = 0
    since: int = 0
    weekday: str = ""
    start: int = 0
    end: int = 0

    def at(self, start: int, end: int) -> "Mention":
        """The same with its place."""
        return self._replace(start=start, end=end)


def century(digits: str) -> int:
    """The year that two or four digits stand for: 00 to 69 are of this century."""
    year = int(digits.lstrip("'"))
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def is_bare_year(mention: Mention) -> bool:
    """Whether a mention is one year and nothing more."""
    years = mention.years
    return mention.unit == "year" and years is not None and years.first == years.last and not years.label


def one(year: int) -> Years:
    return Years(year, year)


def years(found: Found) -> Years:
    """2013/14 is the financial year; 2013-14 does not say of what kind it is."""
    first = century(found["year"])
    last = _until(first, found["to"]) if "to" in found else first
    label, pair = _label(found.get("label", "")), last == first + 1
    if not label and pair and found["sep"] == "/":
        label = "financial"
    return Years(first, last, label, pair)


def _until(first: int, digits: str) -> int:
    """2024/5 ends in 2025."""
    return first - first % 10 + int(digits) if len(digits) == 1 else century(digits)


def _label(words: str) -> str:
    if not words:
        return ""
    if words.startswith(("munic", "civic", "mayor", "council")):
        return "municipal"
    if words.startswith("tax"):
        return "tax"
    if words.endswith(("academaidd", "ysgol")) or words[0] in "as":
        return "academic"
    return "calendar" if words[0] == "c" or words.endswith("galendr") else "financial"


def year(found: Found) -> Mention:
    """A run of years that goes backwards may be anything."""
    named = years(found)
    return Mention("year", named) if named.first <= named.last else Mention("unclear", one(named.first))


def day(found: Found) -> Mention:
    digits = found.get("year", found.get("yy"))
    when = one(century(digits)) if digits else None
    since = int(found.get("since", "0"))
    which = int(found["day"]) if "day" in found else DAYS[found["worded"]]
    return Mention("day", when, MONTHS[found["month"]], which, since=since, weekday=found.get("weekday", ""))


def day_of_year(found: Found) -> Mention:
    """31 March 2025/26 is within that year, so in 2026; 31 March 2025-28 may be that of any of them."""
    when = years(found)
    if when.last != when.first + 1 or found["more"]:
        return Mention("unclear")
    return Mention("day", when, MONTHS[found["month"]], int(found["day"]), weekday=found.get("weekday", ""))


def which_weekday(found: Found) -> Mention:
    """The second Tuesday of May 2026; -1 is the last."""
    which = -1 if found["which"] == "last" else NUMBERS[found["which"]]
    when = one(int(found["year"])) if "year" in found else None
    return Mention("weekday", when, MONTHS[found["month"]], number=which, weekday=found["weekday"])


def iso_day(found: Found) -> Mention:
    """2026/9/30; but 2025/26/27 names three years."""
    year, month, day = int(found["year"]), int(found["number"]), int(found["day"])
    if day == month + 1 == year % 100 + 2:
        return Mention("year", Years(year, year + 2))
    return Mention("day", one(year), month, day)


def numeric_day(found: Found) -> Mention:
    """Day before month, as the United Kingdom writes it; where only the other order makes a date, that is a guess."""
    first, second, when = int(found["day"]), int(found["number"]), one(century(found["year"]))
    if second > 12 >= first:
        return Mention("month-day", when, first, second)
    return Mention("day", when, second, first, weekday=found.get("weekday", ""))


def month(found: Found) -> Mention:
    """March 2013/14 is within that year; March 2013-16 may run from March, or name the month of any of them."""
    when = years(found) if "year" in found else None
    if when and when.last > when.first + 1:
        return Mention("unclear")
    return Mention("month", when, MONTHS[found["month"]])


def month_of_years(_: Found) -> Mention:
    """March 2013/14/15 names three of them, or those within two years."""
    return Mention("unclear")


def short_month(found: Found) -> Mention:
    """July 02 and Mar-25 name a year; March 31 may be the last day of March, so it is unclear."""
    if "last" in found:
        return month_numbers(found)
    which, digits = MONTHS[found["month"]], found["year"]
    a_day = digits.isdigit() and found["gap"] in (" ", "") and int(digits) in LAST_DAYS.get(which, (31,))
    return Mention("unclear" if a_day else "month", one(century(digits)), which, int(digits) if a_day else 0)


def month_numbers(found: Found) -> Mention:
    """Sept 25-26 may be two days of September, or September 2025 to 2026, or the September of that year."""
    which, run = MONTHS[found["month"]], Years(century(found["year"]), century(found["last"]))
    are_days = (
        found["year"].isdigit() and int(found["year"]) < run.last % 100 <= LAST_DAYS.get(which, (31,))[-1]
    )
    day, since = (run.last % 100, run.first % 100) if are_days else (0, 0)
    return Mention("unclear", run, which, day, since=since)


def numeric_month(found: Found) -> Mention:
    which = int(found["number"])
    return Mention("month" if 1 <= which <= 12 else "impossible", one(century(found["year"])), which)


def iso_month(found: Found) -> Mention:
    """2024-03 cannot run from 2024 to 2003, so it is March; 2010-12 can, and stays a run of years."""
    if int(found["number"]) > int(found["year"]) % 100:
        return year({"year": found["year"], "to": found["number"], "sep": found["sep"]})
    return numeric_month(found)


def numbers(found: Found) -> Mention:
    """24/25 is a financial year, 03/24 a month and 31/03 a day; 11/12 may be any of the three, or a score. 5/13 may be
    a score too, but 05/13 is none."""
    first, second = int(found["number"]), int(found["year"])
    if second == first + 1 and first > 12:
        return Mention(
            "year", Years(century(found["number"]), century(found["year"]), "financial", pair=True)
        )
    if first > 12:
        return Mention("day", None, second, first) if 1 <= second <= 12 else Mention("unclear")
    clear = second > 13 or (second == 13 and first < 12 and found["number"].startswith("0"))
    return Mention("month" if clear and first else "unclear", one(century(found["year"])), first)


def day_and_month(found: Found) -> Mention:
    """31/3 names no year, and 3/4 may be three of four."""
    first, second = int(found["day"]), int(found["number"])
    return Mention("day" if first > LONGEST_YEAR else "part", None, second, first)


def day_each_year(found: Found) -> Mention:
    """7/10 each year is no year of its own."""
    return Mention("day", None, int(found["number"]), int(found["day"]))


def serial(found: Found) -> Mention:
    """45747, as a spreadsheet shows a day whose format was lost."""
    return Mention("serial", number=int(found["serial"]))


def which(unit: str) -> Callable[[Found], Mention]:
    """A builder for numbered parts of a year."""

    def build(found: Found) -> Mention:
        first = number(found["which"])
        last = number(found.get("last", found["which"]))
        every = [first, *map(int, re.findall(r"\d", found.get("between", ""))), last]
        if not re.search("-|to", found.get("joined", "-")) and every != list(range(first, last + 1)):
            return Mention("unclear")  # quarters 1 and 3
        begins = next(
            (MONTHS[one] for one in re.findall("[a-z]+", found.get("months", "")) if one in MONTHS), 0
        )
        return Mention(unit, years(found) if "year" in found else None, begins, number=last, since=first)

    return build


def plan_quarter(found: Found) -> Mention:
    """Quarter 3 of year 2 is the seventh of the plan."""
    return Mention("plan-quarter", number=4 * (number(found["plan_year"]) - 1) + number(found["which"]))


def last_quarter(found: Found) -> Mention:
    """The last quarter of a year; "the last quarter" without a year is the one that is over."""
    return Mention("quarter", years(found), number=4, since=4)


def season(found: Found) -> Mention:
    when = years(found) if "year" in found else None
    unit = "feast" if found["season"] in FEASTS else "season"
    if "term" in found or "tymor" in found:
        unit = "term"
    return Mention(unit, when, number=(SEASONS | TERMS)[found["season"]])


def final_year(_: Found) -> Mention:
    return Mention("plan-year", number=-1)


def plan(_: Found) -> Mention:
    return Mention("plan")
