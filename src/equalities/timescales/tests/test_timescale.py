"""What is due next, what is overdue, and how a timescale is kept."""

from datetime import date

import pytest

from equalities.timescales import Reading, Timescale, read

KEYS = [
    "phrase",
    "kind",
    "first_day",
    "last_day",
    "rrule",
    "waits_for",
    "within",
    "parts",
    "readings",
    "reading",
]


@pytest.mark.parametrize(
    ("phrase", "after", "due"),
    [
        ("31 January (annually)", date(2013, 1, 30), date(2013, 1, 31)),
        ("31 January (annually)", date(2013, 1, 31), date(2014, 1, 31)),
        ("March 2014 and annually thereafter", date(2010, 1, 1), date(2014, 3, 31)),
        ("March 2014 and annually thereafter", date(2014, 3, 31), date(2015, 3, 31)),
        ("every two years from June 2020", date(2020, 7, 1), date(2022, 6, 30)),
        ("Quarterly from April 2013", date(2013, 4, 1), date(2013, 6, 30)),
        ("every 18 months from April 2013", date(2013, 4, 1), date(2014, 10, 1)),
        ("31 March 2014 and quarterly thereafter", date(2014, 4, 1), date(2014, 6, 30)),
        ("29 February each year", date(2023, 1, 1), date(2023, 2, 28)),
        ("Monthly from April 2013 to June 2013", date(2013, 5, 31), date(2013, 6, 30)),
        ("Monthly from April 2013 to June 2013", date(2013, 6, 30), None),
        ("Quarterly until March 2014", date(2013, 1, 1), None),
        ("Quarterly", date(2013, 1, 1), None),
        ("every two years in March", date(2013, 1, 1), None),
        ("By March 2014", date(2014, 3, 30), date(2014, 3, 31)),
        ("By March 2014", date(2014, 3, 31), None),
        ("From April 2013", date(2013, 1, 1), None),
        ("Ongoing", date(2013, 1, 1), None),
        ("2023 - 2024", date(2013, 1, 1), None),
    ],
)
def test_next_due(phrase: str, after: date, due: date | None) -> None:
    assert read(phrase).next_due(after) == due


def test_a_plan_gives_a_cadence_its_start() -> None:
    timescale = read("Ongoing quarterly", plan_start=date(2013, 4, 1), plan_end=date(2016, 3, 31))
    assert timescale.next_due(date(2013, 4, 1)) == date(2013, 6, 30)


def test_a_plan_gives_a_yearly_cadence_the_end_of_its_years() -> None:
    assert read("Annual", plan_start=date(2013, 4, 1)).next_due(date(2013, 4, 1)) == date(2014, 3, 31)
    assert read("every 3 years", plan_start=date(2013, 4, 1)).next_due(date(2013, 4, 1)) is None


def test_overdue() -> None:
    timescale = read("By March 2014")
    assert not timescale.is_overdue(date(2014, 3, 31))
    assert timescale.is_overdue(date(2014, 4, 1))
    assert timescale.is_overdue(
        date(2014, 4, 1), done_on=date(2014, 3, 1)
    )  # what is done once is closed, not dated


def test_what_recurs_is_overdue_from_the_day_it_was_last_done() -> None:
    timescale = read("March 2014 and annually thereafter")
    assert timescale.is_overdue(date(2014, 4, 1))
    assert not timescale.is_overdue(date(2014, 4, 1), done_on=date(2014, 3, 31))
    assert timescale.is_overdue(date(2015, 4, 1), done_on=date(2014, 3, 31))


def test_what_recurs_on_a_day_without_a_year_needs_the_day_it_was_done() -> None:
    timescale = read("31 January (annually)")
    assert not timescale.is_overdue(date(2026, 6, 1))
    assert timescale.is_overdue(date(2026, 6, 1), done_on=date(2025, 2, 1))
    assert not timescale.is_overdue(date(2026, 6, 1), done_on=date(2026, 2, 1))


def test_what_waits_is_overdue_only_after_its_event() -> None:
    timescale = read("within a month of approval")
    assert not timescale.is_overdue(date(2026, 6, 1))
    assert timescale.is_overdue(date(2026, 3, 1), {"approval": date(2026, 1, 31)})
    assert not timescale.is_overdue(date(2026, 2, 28), {"approval": date(2026, 1, 31)})


def test_working_days_are_not_guessed() -> None:
    timescale = read("within 10 working days of approval")
    assert timescale.next_due(date(2024, 1, 1), {"approval": date(2024, 7, 4)}) is None


def test_before_an_event() -> None:
    timescale = read("6 weeks before the election")
    assert timescale.next_due(date(2024, 1, 1), {"election": date(2024, 7, 4)}) == date(2024, 5, 23)


def test_as_json() -> None:
    kept = read("2023 - 2024").as_dict()
    assert list(kept) == KEYS
    assert kept["last_day"] is None
    assert kept["readings"][1] == {
        "first_day": "2023-04-01",
        "last_day": "2024-03-31",
        "reading": "From 1 April 2023 to 31 March 2024: financial years start on 1 April.",
    }
    assert Timescale.from_dict(kept) == read("2023 - 2024")


def test_parts_are_kept() -> None:
    timescale = read("by March 2013 and June 2014")
    assert [part["last_day"] for part in timescale.as_dict()["parts"]] == ["2013-03-31", "2014-06-30"]
    assert Timescale.from_dict(timescale.as_dict()) == timescale


def test_a_reading_without_days_is_kept() -> None:
    reading = Reading(None, None, "A day of which the year is not said.")
    assert Reading.from_dict(reading.as_dict()) == reading


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Before July 2013", "by 30 June 2013"),
        ("31/03/2014", "31 March 2014"),
        ("March 2014", "some time from 1 March 2014 to 31 March 2014"),
        ("2013/14", "from 1 April 2013 to 31 March 2014"),
        ("2014 onwards", "from 1 January 2014"),
        ("end of March 2014", "end of 31 March 2014"),
        ("w/c 3 June 2024", "from 3 June 2024 to 9 June 2024"),
        ("Ongoing", "Ongoing"),
        ("by 2014", "by 2014"),
    ],
)
def test_in_words(phrase: str, words: str) -> None:
    assert read(phrase).in_words() == words
