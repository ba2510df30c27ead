"""Phrases that join several things, months and days that a plan or a year must settle, and days that come round."""

from datetime import date

import pytest

from equalities.timescales import read

PLAN = {"plan_start": date(2025, 4, 1), "plan_end": date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("Month 6", date(2025, 9, 1), date(2025, 9, 30)),
        ("By month 9 of the programme", None, date(2025, 12, 31)),
        ("Months 1-6", date(2025, 4, 1), date(2025, 9, 30)),
        ("M4 - M6", date(2025, 7, 1), date(2025, 9, 30)),
        ("end of month 12", None, date(2026, 3, 31)),
        ("from month 6", date(2025, 9, 1), None),
        ("31/3", date(2026, 3, 31), date(2026, 3, 31)),
        ("by 31/12", None, date(2025, 12, 31)),
    ],
)
def test_the_plan_settles_its_months_and_the_days_without_a_year(
    phrase: str, first: date | None, last: date | None
) -> None:
    assert (read(phrase).first_day, read(phrase).last_day) == (None, None)
    settled = read(phrase, **PLAN)
    assert (settled.first_day, settled.last_day) == (first, last)


@pytest.mark.parametrize(
    ("phrase", "last"),
    [("Month 6 2025/26", date(2025, 9, 30)), ("M12 25/26", date(2026, 3, 31)), ("month 13 of 2025/26", None)],
)
def test_a_month_by_its_number_in_a_year_is_that_of_the_year(phrase: str, last: date | None) -> None:
    assert read(phrase).last_day == last


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        (
            "7/10",
            [
                "From 1 July 2010 to 31 July 2010.",
                "On 7 October, of which the year is not said.",
                "No time at all, but a part: 7 of 10.",
            ],
        ),
        ("3/4", ["On 3 April, of which the year is not said.", "No time at all, but a part: 3 of 4."]),
        ("45747", ["On 31 March 2025: as spreadsheets number the days."]),
        (
            "End of municipal year 2025/26",
            [
                "By 31 May 2026: the last day of municipal year 2025/26; municipal years run from one May to the next."
            ],
        ),
        (
            "Every third Thursday",
            ["It recurs every 3 weeks, on Thursday.", "It recurs every month, on the third Thursday."],
        ),
        ("Tri-annual", ["It recurs every four months.", "It recurs every three years."]),
        ("mid-Sept to early Oct 2025", ["From 1 September 2025 to 31 October 2025."]),
    ],
)
def test_what_is_not_settled_names_its_readings_and_no_day(phrase: str, readings: list[str]) -> None:
    found = read(phrase)
    assert found.last_day is None
    assert not found.is_overdue(date(2090, 1, 1))
    assert [one.reading for one in found.readings] == readings


def test_a_part_of_what_is_counted_is_no_time() -> None:
    found = read("3/4 of staff trained by March 2026")
    assert (found.kind, found.last_day) == ("deadline", date(2026, 3, 31))


@pytest.mark.parametrize(
    ("phrase", "rule", "due"),
    [
        ("every Monday", "FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5)),
        ("third Thursday of the month", "FREQ=MONTHLY;BYDAY=3TH", date(2026, 1, 15)),
        ("every last Friday", "FREQ=MONTHLY;BYDAY=-1FR", date(2026, 1, 30)),
        ("every other Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
        ("every other Friday from 5 January 2026", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", date(2026, 1, 9)),
        ("15th of each month", "FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 1, 15)),
        ("30th of every month", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", date(2026, 1, 30)),
        ("last day of each month", "FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 1, 31)),
        ("on 1st and 15th of each month", None, None),
        ("every Thursday in June 2026", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260630", date(2026, 6, 4)),
        ("by 1/4 and 1/10 each year", "FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=1", date(2026, 4, 1)),
        ("weekly from w/c 5 January 2026", "FREQ=WEEKLY", date(2026, 1, 5)),
        ("Launch in June 2025 with annual refresh", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", date(2026, 6, 30)),
        ("2025/26 with annual refresh", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", date(2026, 3, 31)),
    ],
)
def test_days_that_come_round(phrase: str, rule: str | None, due: date | None) -> None:
    found = read(phrase)
    assert found.rrule == rule
    assert found.next_due(date(2026, 1, 1)) == due


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        (
            "Stage 1 - Oct 2025, Stage 2 - tbc",
            [("Stage 1 - Oct 2025", "point", "2025-10-31"), ("Stage 2 - tbc", "unknown", "None")],
        ),
        (
            "Stage 1 - tbc, Stage 2 - March 2026",
            [("Stage 1 - tbc", "unknown", "None"), ("Stage 2 - March 2026", "point", "2026-03-31")],
        ),
        (
            "Tender Jan 2026, award once evaluated, mobilise Apr 2026",
            [
                ("Tender Jan 2026", "point", "2026-01-31"),
                ("award once evaluated", "conditional", "None"),
                ("mobilise Apr 2026", "point", "2026-04-30"),
            ],
        ),
        (
            "Consult by Feb 2026; implement once approved",
            [
                ("Consult by Feb 2026", "deadline", "2026-02-28"),
                ("implement once approved", "conditional", "None"),
            ],
        ),
        (
            "Stage 1 - Oct 2025, stage 2 once funded",
            [("Stage 1 - Oct 2025", "point", "2025-10-31"), ("stage 2 once funded", "conditional", "None")],
        ),
    ],
)
def test_every_step_is_a_part(phrase: str, parts: list[tuple[str, str, str]]) -> None:
    assert [(one.phrase, one.kind, str(one.last_day)) for one in read(phrase).parts] == parts


@pytest.mark.parametrize(
    ("phrase", "event", "last"),
    [
        ("Subject to funding - March 2026", "funding", date(2026, 3, 31)),
        ("March 2026, subject to funding", "funding", None),
        ("by March 2026 following consultation", "consultation", date(2026, 3, 31)),
        ("Annually, subject to funding", "funding", None),
        ("Implement June 2026 & review after 6 months", None, date(2026, 6, 30)),
        ("March 2026, before the elections", None, date(2026, 3, 31)),
        ("September 2026 in line with budget cycle", None, date(2026, 9, 30)),
    ],
)
def test_what_must_happen_first_stays_beside_the_day(
    phrase: str, event: str | None, last: date | None
) -> None:
    found = read(phrase)
    assert (found.waits_for, found.last_day) == (event, last)
    assert (event or "") in found.reading


def test_an_event_moves_no_day_that_is_named_beside_it() -> None:
    found = read("Subject to funding - March 2026")
    assert found.next_due(date(2026, 1, 1), {"funding": date(2026, 2, 1)}) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("First Monday of every quarter", ["2026-01-05", "2026-04-06", "2026-07-06"]),
        ("Start of each quarter", ["2026-04-01", "2026-07-01", "2026-10-01"]),
        ("Last Friday of every quarter", ["2026-03-27", "2026-06-26", "2026-09-25"]),
        ("Start of each month", ["2026-02-01", "2026-03-01", "2026-04-01"]),
        ("Beginning of each financial year", ["2026-04-01", "2027-04-01", "2028-04-01"]),
        ("First Friday of each calendar year", ["2026-01-02", "2027-01-01", "2028-01-07"]),
        ("Quarterly, first Monday of the quarter", ["2026-01-05", "2026-04-06", "2026-07-06"]),
        ("End of each quarter", ["2026-03-31", "2026-06-30", "2026-09-30"]),
        ("Monthly; first Friday", ["2026-01-02", "2026-02-06", "2026-03-06"]),
        ("weekly on Fridays", ["2026-01-02", "2026-01-09", "2026-01-16"]),
        ("first month of each quarter", ["2026-01-31", "2026-04-30", "2026-07-31"]),
        ("quarterly, in the first month of the quarter", ["2026-01-31", "2026-04-30", "2026-07-31"]),
        ("Every quarter in the second month", ["2026-02-28", "2026-05-31", "2026-08-31"]),
        ("quarterly, in the last month of the quarter", ["2026-03-31", "2026-06-30", "2026-09-30"]),
        ("Last Friday of the first month of each quarter", []),
        ("first and second month of each quarter", []),
        ("first month of each year", []),
        ("Beginning of each term", []),
        ("Middle of every month", []),
        ("Start of each year", []),
        ("Quarterly (first week)", []),
        ("First Monday of every quarter from May 2025", []),
        ("After the end of each quarter", []),
        ("on 1st and 15th of each month", []),
    ],
)
def test_what_comes_round_in_a_part_of_each_period_is_due_then_or_on_no_day(
    phrase: str, days: list[str]
) -> None:
    found = read(phrase, plan_start=date(2025, 4, 1), plan_end=date(2029, 3, 31))
    due, after = [], date(2026, 1, 1)
    while len(due) < 3 and (day := found.next_due(after)):
        due.append(day.isoformat())
        after = day
    assert due == days


@pytest.mark.parametrize("phrase", ["Year 2, Quarter 3", "Q3 of Year 2", "Yr 2 (Q3)", "y2 q3"])
def test_a_quarter_of_a_year_of_the_plan_counts_from_its_first_day(phrase: str) -> None:
    assert (read(phrase).kind, read(phrase).last_day) == ("relative", None)
    found = read(phrase, plan_start=date(2024, 4, 1))
    assert (found.first_day, found.last_day) == (date(2025, 10, 1), date(2025, 12, 31))


@pytest.mark.parametrize("phrase", ["2 years from 1 April 2026", "24 months from 1 April 2026"])
def test_months_or_years_from_a_day_may_count_it_or_not(phrase: str) -> None:
    found = read(phrase)
    assert [one.last_day for one in found.readings] == [date(2028, 3, 31), date(2028, 4, 1)]
    assert found.last_day is None
    assert read(f"for {phrase}").last_day == date(2028, 3, 31)
    assert read(f"within {phrase}").last_day == date(2028, 4, 1)


@pytest.mark.parametrize("phrase", ["By the end of the first quarter 2026", "By end Q1 2026"])
def test_a_quarter_of_a_single_year_is_of_calendar_or_of_financial_years_until_the_plan_says(
    phrase: str,
) -> None:
    found = read(phrase)
    assert [one.last_day for one in found.readings] == [date(2026, 3, 31), date(2026, 6, 30)]
    assert found.last_day is None
    plan = read(phrase, plan_start=date(2025, 4, 1), plan_end=date(2029, 3, 31))
    assert plan.last_day == date(2026, 6, 30)


def test_five_thirteenths_may_be_may_2013() -> None:
    assert read("5/13").last_day is None
    assert [one.last_day for one in read("5/13").readings] == [date(2013, 5, 31), None]
    assert read("05/13").last_day == date(2013, 5, 31)


@pytest.mark.parametrize(
    "phrase", ["Winter 2025/26", "by Winter 2025/26", "by Christmas", "by Christmas 2025"]
)
def test_seasons_and_feasts_are_vague_and_never_overdue(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.last_day, found.is_overdue(date(2090, 1, 1))) == ("vague", None, False)


@pytest.mark.parametrize("phrase", ["next AGM", "by the next AGM", "our next annual conference"])
def test_an_occasion_is_waited_for(phrase: str) -> None:
    found = read(phrase)
    assert found.kind == "conditional"
    assert found.next_due(date(2026, 1, 1), {str(found.waits_for): date(2026, 7, 1)}) == date(2026, 7, 1)
    assert read("next AGM (July 2026)").last_day == date(2026, 7, 31)


def test_a_year_in_a_run_ends_it_also_after_from() -> None:
    assert read("from FY 2022-2026").last_day == date(2026, 3, 31)
    assert (read("From 2026 to 2030").kind, read("From 2026 to 2030").last_day) == ("period", None)
    assert read("From 2026/27").kind == "start"


@pytest.mark.parametrize("phrase", ["June 2026, ongoing", "In June 2026 and ongoing", "In 2026 and beyond"])
def test_what_goes_on_from_a_time_has_no_last_day(phrase: str) -> None:
    assert (read(phrase).kind, read(phrase).last_day) == ("start", None)
    assert read("by June 2026, ongoing").last_day == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("phrase", "last"),
    [
        ("Quarter 1 (2026/27)", "2026-06-30"),
        ("H2 (2025/26)", "2026-03-31"),
        ("By March 2026 (Year 1)", "2026-03-31"),
        ("Year 2 (by March 2027)", "2027-03-31"),
        ("Q1 (2025/26 and 2026/27)", "None"),
        ("24/2 (January 2026)", "None"),
    ],
)
def test_what_stands_in_brackets_says_which_or_is_another(phrase: str, last: str) -> None:
    assert str(read(phrase).last_day) == last


@pytest.mark.parametrize(
    "phrase", ["2024-01-01/2024-12-31", "2024/01/01-2024/12/31", "2024-01-01 - 2024-12-31"]
)
def test_days_as_machines_write_them_make_a_period(phrase: str) -> None:
    found = read(phrase)
    assert (found.kind, found.first_day, found.last_day) == ("period", date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("phrase", "last"),
    [
        ("the first and second quarters of FY 2024", "2024-03-31"),
        ("third and fourth quarters of FY 2024", "2024-09-30"),
        ("1st to 3rd quarter FY 2024", "2024-06-30"),
        ("first and third quarters of FY 2024", "None"),
    ],
)
def test_several_quarters_are_a_run_where_they_follow_one_another(phrase: str, last: str) -> None:
    assert str(read(phrase, financial_year_start=(10, 1)).last_day) == last


def test_the_first_months_of_quarters_are_known_where_financial_quarters_are_those_of_the_calendar() -> None:
    phrase = "quarterly, in the first month of the quarter"
    assert read(phrase, financial_year_start=(10, 1)).next_due(date(2026, 1, 1)) == date(2026, 1, 31)
    assert read(phrase, financial_year_start=(8, 1)).next_due(date(2026, 1, 1)) is None
    assert read(phrase, financial_year_start=(4, 6)).rrule is None


def test_quarters_of_a_plan_that_begins_within_one_have_no_first_day() -> None:
    found = read("Start of each quarter", plan_start=date(2025, 5, 15), plan_end=date(2029, 3, 31))
    assert found.next_due(date(2026, 1, 1)) is None
    assert read("Start of each financial year", financial_year_start=(4, 6)).rrule is None


def test_two_numbers_after_a_month_are_days_or_years() -> None:
    found = read("Sept 25 – 26")
    assert found.last_day is None
    assert [one.last_day for one in found.readings] == [date(2025, 9, 30), date(2026, 12, 31), None]
    assert found.readings[-1].reading == "From 25 to 26 September, of which the year is not said."
