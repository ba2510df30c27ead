"""Phrases from plans that the first grammar read wrongly or not at all."""

from datetime import date

import pytest

from equalities.refusals import Refused
from equalities.timescales import clock, read

PLAN = {"plan_start": date(2024, 4, 1), "plan_end": date(2028, 3, 31)}


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("Commencing Jan 2025", "2025-01-01"),
        ("Commencing from January 2025", "2025-01-01"),
        ("commences on 1 April 2025", "2025-04-01"),
        ("Started March 2024", "2024-03-01"),
        ("Starts in May 2025", "2025-05-01"),
        ("April 2024 start", "2024-04-01"),
    ],
)
def test_what_only_starts_has_no_last_day(phrase: str, first: str) -> None:
    found = read(phrase)
    assert (found.kind, str(found.first_day), found.last_day) == ("start", first, None)


def test_the_last_quarter_of_a_year() -> None:
    found = read("Last quarter of 2024/25")
    assert (found.kind, found.first_day, found.last_day) == ("point", date(2025, 1, 1), date(2025, 3, 31))
    assert read("final quarter of 2024").last_day is None  # calendar or financial
    assert read("final quarter of 2024").readings[0].last_day == date(2024, 12, 31)
    assert read("last quarter").kind == "not-a-date"


@pytest.mark.parametrize("phrase", ["End of plan period", "End of plan", "by the end of the strategy"])
def test_the_end_of_the_plan(phrase: str) -> None:
    assert read(phrase, **PLAN).last_day == date(2028, 3, 31)
    assert read(phrase).last_day is None


@pytest.mark.parametrize(
    "phrase", ["To be determined by Board", "To be agreed with the Police", "No timescale", "To be confirmed"]
)
def test_what_is_still_to_be_settled(phrase: str) -> None:
    assert read(phrase).kind == "unknown"


def test_what_is_to_be_agreed_by_a_day_shows_that_day_and_takes_no_date_from_it() -> None:
    found = read("To be agreed by March 2025")
    assert (found.last_day, [one.last_day for one in found.readings]) == (None, [date(2025, 3, 31)])


def test_a_headcount_below_nought_is_refused() -> None:
    with pytest.raises(Refused, match="-4 is not a number of employees"):
        clock.due("english-council", date(2026, 2, 1), headcount=-4)


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("On or after 31 March 2026", "2026-03-31"),
        ("on and after 1 April 2026", "2026-04-01"),
        ("On or after April 2026", "2026-04-01"),
        ("From and including 1 May 2026", "2026-05-01"),
        ("After 31 March 2026", "2026-04-01"),
    ],
)
def test_what_may_start_on_a_day_starts_then_and_is_due_on_none(phrase: str, first: str) -> None:
    found = read(phrase)
    assert (found.kind, str(found.first_day), found.last_day) == ("start", first, None)


@pytest.mark.parametrize("phrase", ["March 2026¹", "March¹ 2026", "By 31 March 2026³", "31 March 2026 ¹²"])
def test_the_mark_of_a_note_is_no_part_of_a_date(phrase: str) -> None:
    assert read(phrase).last_day == date(2026, 3, 31)


def test_the_mark_of_a_note_makes_no_other_year() -> None:
    assert read("Year 1²", **PLAN).last_day == date(2025, 3, 31)
