"""What the words around a time ask for."""

from datetime import date

import pytest

from equalities.refusals import Refused
from equalities.timescales import Timescale, read


def days(timescale: Timescale) -> tuple[str, str, str]:
    first, last = timescale.first_day, timescale.last_day
    return timescale.kind, first.isoformat() if first else "", last.isoformat() if last else ""


@pytest.mark.parametrize(
    ("phrase", "last"),
    [
        ("By March 2014", "2014-03-31"),
        ("Before July 2013", "2013-06-30"),
        ("prior to 31 March 2024", "2024-03-30"),
        ("Pre April 2024", "2024-03-31"),
        ("Cyn Mawrth 2025", "2025-02-28"),
        ("before the end of March 2024", "2024-03-31"),
        ("before 2014", "2013-12-31"),
        ("prior to the start of 2014/15", "2014-03-31"),
        ("Following approval, by March 2014", "2014-03-31"),
        ("as part of the review by March 2014", "2014-03-31"),
        ("no later than 31 March 2024", "2024-03-31"),
        ("31 March 2024 at the latest", "2024-03-31"),
        ("(Improvements by March 2005 or earlier)", "2005-03-31"),
        ("until March 2014", "2014-03-31"),
        ("through 2014", "2014-12-31"),
        ("by the end of 2014", "2014-12-31"),
        ("by end of FY 24/25", "2025-03-31"),
        ("by the fourth quarter of FY 2023", "2023-03-31"),
        ("Review completed by 2014/15", "2015-03-31"),
        ("Deferred to 2014/15", "2015-03-31"),
        ("Due March 2024", "2024-03-31"),
        ("Phase 1 by March 2013", "2013-03-31"),
        ("2000 people trained by March 2015", "2015-03-31"),
        ("31/03/2024 (extended to 30/09/2024)", "2024-09-30"),
        ("Extended from March 2013 to June 2014", "2014-06-30"),
    ],
)
def test_deadlines(phrase: str, last: str) -> None:
    assert days(read(phrase)) == ("deadline", "", last)


def test_the_reading_says_how_it_was_read() -> None:
    assert read("Before July 2013").reading == "By 30 June 2013: the day before July 2013 begins."
    assert read("By March 2014").reading == "By 31 March 2014: the last day of March 2014."
    assert read("2013/14").reading == "From 1 April 2013 to 31 March 2014: financial years start on 1 April."
    assert read("31 March 2014").reading == "On 31 March 2014."
    assert read("After March 2013").reading == "From 1 April 2013: the day after March 2013."
    assert read("by 2014").readings[0].reading == "By 31 December 2013: the day before 2014 begins."


@pytest.mark.parametrize(
    ("phrase", "first"),
    [
        ("Commence from January 2013", "2013-01-01"),
        ("from April 2013 onwards", "2013-04-01"),
        ("o Ebrill 2013 ymlaen", "2013-04-01"),
        ("April 2013 – ongoing", "2013-04-01"),
        ("April 2013 -", "2013-04-01"),
        ("2024+", "2024-01-01"),
        ("from the end of March 2014", "2014-03-31"),
        ("Since 2012", "2012-01-01"),
        ("not before March 2014", "2014-03-01"),
        ("after 31 March 2024", "2024-04-01"),
        ("Beginning in FY 2026", "2025-04-01"),
        ("Ongoing from April 2013", "2013-04-01"),
    ],
)
def test_starts(phrase: str, first: str) -> None:
    assert days(read(phrase)) == ("start", first, "")


@pytest.mark.parametrize(
    "phrase",
    [
        "Spring 2025",
        "Autumn term 2024",
        "Tymor yr Hydref 2024",
        "Winter 2024/25",
        "Summer term 2023/24",
        "in early 2023",
        "mid-March 2024",
        "late FY 2024",
        "mid-year 2013/14",
        "by early 2024",
        "by the start of 2024/25",
        "around March 2024",
        "By Christmas 2024",
        "asap",
        "Medium-Term",
        "over a period of time",
        "immediate",
        "Spring term",
    ],
)
def test_vague_is_never_overdue(phrase: str) -> None:
    timescale = read(phrase)
    assert days(timescale) == ("vague", "", "")
    assert not timescale.is_overdue(date(2099, 1, 1))
    assert timescale.next_due(date(2000, 1, 1)) is None


def test_vague_readings_say_roughly_when() -> None:
    assert [one.reading for one in read("mid-March 2024").readings] == [
        "From 11 March 2024 to 21 March 2024."
    ]
    assert [one.reading for one in read("Winter 2024/25").readings] == [
        "From 1 December 2024 to 28 February 2025."
    ]
    assert [one.reading for one in read("Spring term 2023/24").readings] == [
        "From 1 January 2024 to 30 April 2024."
    ]
    assert [one.last_day for one in read("late FY 2024").readings] == [date(2024, 3, 31)]


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("TBC", "unknown"),
        ("T.B.C.", "unknown"),
        ("to be agreed", "unknown"),
        ("", "unknown"),
        ("?", "unknown"),
        ("i'w gadarnhau", "unknown"),
        ("Ongoing", "ongoing"),
        ("Parhaus", "ongoing"),
        ("on going", "ongoing"),
        ("In progress", "ongoing"),
        ("n/a", "not-a-date"),
        ("completed", "not-a-date"),
        ("Near Term (MINT)", "not-a-date"),
        ("when -", "not-a-date"),
        ("45380", "point"),
        ("may be extended", "not-a-date"),
        ("3 months", "duration"),
        ("over the next year", "duration"),
        ("within the first 6 months", "relative"),
        ("Year 2", "relative"),
        ("final year of the plan", "relative"),
        ("throughout the life of the plan", "period"),
        ("as resources allow", "conditional"),
        ("end Q2", "point"),
        ("April", "point"),
        ("Starting in summer 2023", "start"),
    ],
)
def test_no_day_at_all(phrase: str, kind: str) -> None:
    assert days(read(phrase)) == (kind, "", "")


@pytest.mark.parametrize(
    "phrase",
    [
        "March 2014 (TBC)",
        "TBC - March 2014",
        "March 2014 subject to funding",
        "March 2014 or later",
        "Was due March 2014",
        "Last reviewed March 2014",
        "ready for March 2014",
        "March 2014 - to be agreed",
        "unless approved by March 2014",
    ],
)
def test_a_date_that_is_taken_back_is_a_reading_only(phrase: str) -> None:
    timescale = read(phrase)
    assert timescale.last_day is None
    assert [one.last_day for one in timescale.readings] == [date(2014, 3, 31)]


@pytest.mark.parametrize(
    "phrase",
    [
        "March 2014 (slipped from Dec 2013)",
        "Slipped to March 2014 from December 2013",
        "March 2014 - brought forward from June 2014",
        "Revised: March 2014 (original June 2013)",
        "December 2013 (slipped to March 2014)",
    ],
)
def test_the_day_that_something_was_moved_from_gives_way(phrase: str) -> None:
    assert read(phrase).last_day == date(2014, 3, 31)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("3 years from April 2025", "2025-04-01", "2028-03-31"),
        ("for 3 years from April 2025", "2025-04-01", "2028-03-31"),
        ("3 year plan from April 2025", "2025-04-01", "2028-03-31"),
        ("for 18 months from 1 October 2025", "2025-10-01", "2027-03-31"),
        ("two years starting 2025/26", "2025-04-01", "2027-03-31"),
    ],
)
def test_a_length_of_time_that_is_filled_ends_the_day_before(phrase: str, first: str, last: str) -> None:
    assert days(read(phrase)) == ("period", first, last)


@pytest.mark.parametrize("phrase", ["within 2 months of March 2025", "within 2 months from March 2025"])
def test_what_is_counted_from_a_month_may_count_from_either_end_of_it(phrase: str) -> None:
    timescale = read(phrase)
    assert (timescale.kind, timescale.last_day, timescale.within) == ("relative", None, "P2M")
    assert [one.last_day for one in timescale.readings] == [date(2025, 5, 1), date(2025, 5, 31)]


@pytest.mark.parametrize(
    ("phrase", "last", "then"),
    [
        ("By the end of June each year, starting 2026", "2026-06-30", "2027-06-30"),
        ("Every March from April 2026", "2027-03-31", "2028-03-31"),
        ("From 2026, by 31 January each year", "2026-01-31", "2027-01-31"),
        ("29 February each year from 2027", "2027-02-28", "2028-02-29"),
    ],
)
def test_what_recurs_from_a_year_is_first_due_in_it(phrase: str, last: str, then: str) -> None:
    timescale = read(phrase)
    assert days(timescale) == ("recurring", "", last)
    assert str(timescale.next_due(date.fromisoformat(last))) == then


def test_what_is_said_roughly_gives_way_to_a_day_within_it() -> None:
    assert read("Autumn 2025 (by 30 November 2025)").last_day == date(2025, 11, 30)
    assert read("Autumn 2025 (by 30 April 2026)").kind == "compound"


def test_months_that_are_not_those_of_the_quarter_make_it_impossible() -> None:
    assert days(read("Q1 (Jan-Mar) 2025/26")) == ("invalid", "", "")


@pytest.mark.parametrize("phrase", ["Q3-Q2 2025/26", "Q4 to Q1 2026", "31/03/2350", "2350-03-31"])
def test_what_runs_backwards_or_lies_far_off_has_no_day(phrase: str) -> None:
    assert (read(phrase).first_day, read(phrase).last_day) == (None, None)


def test_quarters_and_years_that_do_not_touch_are_two() -> None:
    assert [part.last_day for part in read("Q1 and Q3 2026/27").parts] == [
        date(2026, 6, 30),
        date(2026, 12, 31),
    ]
    assert read("Quarters 1 and 2 2026/27").last_day == date(2026, 9, 30)


def test_what_was_moved_from_a_day_has_no_day() -> None:
    timescale = read("Revised from March 2014")
    assert timescale.first_day is None
    assert timescale.last_day is None


@pytest.mark.parametrize(
    "phrase",
    ["Black History Month 2024", "By 2024 AGM", "Census 2021", "the 2024 review", "April-June (Q1) 2024"],
)
def test_a_year_in_a_name_is_no_date(phrase: str) -> None:
    timescale = read(phrase)
    assert timescale.last_day is None
    assert timescale.next_due(date(2000, 1, 1)) is None


@pytest.mark.parametrize(
    ("phrase", "rule", "first", "last"),
    [
        (
            "March 2014 and annually thereafter",
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1",
            "2014-03-01",
            "2014-03-31",
        ),
        ("2024/25 & annually thereafter", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "2024-04-01", "2025-03-31"),
        ("By 31/03/14 and reviewed annually", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", "", "2014-03-31"),
        ("31 st January (annually)", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31", "", ""),
        ("29 February each year", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "", ""),
        ("annually in March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "", ""),
        ("Every August in line with annual progress report", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=-1", "", ""),
        ("June and December each year", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "", ""),
        (
            "quarterly in March, June, September and December",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            "",
            "",
        ),
        ("Bob blwyddyn erbyn 31 Mawrth", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", "", ""),
        ("Quarterly", "FREQ=MONTHLY;INTERVAL=3", "", ""),
        ("Quarterly in March", "FREQ=MONTHLY;INTERVAL=3", "", ""),
        ("every quarter", "FREQ=MONTHLY;INTERVAL=3", "", ""),
        ("Annual", "FREQ=YEARLY", "", ""),
        ("on an annual basis", "FREQ=YEARLY", "", ""),
        ("each financial year", "FREQ=YEARLY", "", ""),
        ("every third year", "FREQ=YEARLY;INTERVAL=3", "", ""),
        ("2 x per year", "FREQ=MONTHLY;INTERVAL=6", "", ""),
        ("every other year", "FREQ=YEARLY;INTERVAL=2", "", ""),
        ("at least every three years", "FREQ=YEARLY;INTERVAL=3", "", ""),
        ("3-yearly", "FREQ=YEARLY;INTERVAL=3", "", ""),
        ("once a year", "FREQ=YEARLY", "", ""),
        ("once a week", "FREQ=WEEKLY", "", ""),
        ("once a quarter", "FREQ=MONTHLY;INTERVAL=3", "", ""),
        ("twice a year", "FREQ=MONTHLY;INTERVAL=6", "", ""),
        ("twice yearly", "FREQ=MONTHLY;INTERVAL=6", "", ""),
        ("four times a year", "FREQ=MONTHLY;INTERVAL=3", "", ""),
        (
            "every two years from June 2020",
            "FREQ=YEARLY;INTERVAL=2;BYMONTH=6;BYMONTHDAY=-1",
            "2020-06-01",
            "",
        ),
        ("Quarterly from April 2013", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2013-04-01", ""),
        ("six-monthly review from April 2014", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1", "2014-04-01", ""),
        (
            "Monthly from April 2013 to March 2014",
            "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20140331",
            "2013-04-01",
            "2014-03-31",
        ),
        ("every 18 months from April 2013", "FREQ=MONTHLY;INTERVAL=18", "2013-04-01", ""),
        (
            "31 March 2014 and quarterly thereafter",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            "2014-03-31",
            "2014-03-31",
        ),
        ("Quarterly until March 2014", "FREQ=MONTHLY;INTERVAL=3;UNTIL=20140331", "", "2014-03-31"),
        ("weekly from 3 June 2024", "FREQ=WEEKLY", "2024-06-03", ""),
        ("2023-2027 Quarterly", "FREQ=MONTHLY;INTERVAL=3", "", ""),
        (
            "by the 6th April 2012 and subsequently at intervals not greater than four years",
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=4;BYMONTHDAY=6",
            "",
            "2012-04-06",
        ),
    ],
)
def test_recurring(phrase: str, rule: str, first: str, last: str) -> None:
    timescale = read(phrase)
    assert (days(timescale), timescale.rrule) == (("recurring", first, last), rule)


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        ("bi-annual", 2),
        ("bi-monthly", 2),
        ("termly", 0),
        ("at each meeting", 0),
        ("five times a year", 0),
        ("termly from 2024/25", 0),
    ],
)
def test_how_often_may_be_unclear(phrase: str, readings: int) -> None:
    timescale = read(phrase)
    assert (timescale.kind, timescale.rrule, len(timescale.readings)) == ("recurring", None, readings)


def test_a_year_after_a_month_may_be_that_month_again() -> None:
    timescale = read("March 2013 and 2014")
    assert [part.last_day for part in timescale.parts] == [None, None]
    assert timescale.next_due(date(2013, 1, 1)) is None


def test_a_number_that_labels_is_no_day() -> None:
    assert days(read("Week 1 April 2013")) == ("vague", "", "")  # the first of April, or of the work
    assert days(read("Phase 2 March 2014")) == ("point", "2014-03-01", "2014-03-31")


def test_two_days_of_the_year_are_two_parts() -> None:
    parts = read("31 March and 30 September each year").parts
    assert [part.rrule for part in parts] == [
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30",
    ]


@pytest.mark.parametrize(
    ("phrase", "event", "within"),
    [
        ("ESIAs published within a month of approval", "approval", "P1M"),
        (
            "Within three months of the Equality Commission approval of the scheme.",
            "Equality Commission approval of the scheme",
            "P3M",
        ),
        ("28 days after publication", "publication", "P28D"),
        ("6 weeks prior to the election", "election", "-P6W"),
        ("18 months from April 2024", None, "P18M"),
        ("within 10 working days of approval", "approval", None),
        ("within 10 working days of 1 April 2024", None, None),
    ],
)
def test_relative(phrase: str, event: str | None, within: str) -> None:
    timescale = read(phrase)
    assert (timescale.kind, timescale.waits_for, timescale.within) == ("relative", event, within)


def test_counted_from_a_day_that_is_named() -> None:
    assert days(read("within 3 months of 1 April 2024")) == ("deadline", "", "2024-07-01")


def test_three_parts() -> None:
    timescale = read(
        "Commence from January 2013 Review on a quarterly basis ESIAs published within a month of approval"
    )
    assert timescale.kind == "compound"
    assert [(part.phrase, part.kind) for part in timescale.parts] == [
        ("Commence from January 2013", "start"),
        ("Review on a quarterly basis", "recurring"),
        ("ESIAs published within a month of approval", "relative"),
    ]
    assert timescale.next_due(date(2013, 1, 1)) == date(2013, 3, 31)
    assert timescale.next_due(date(2013, 1, 1), {"Approval": date(2013, 1, 31)}) == date(2013, 2, 28)


def test_a_list_of_dates() -> None:
    timescale = read("by March 2013, June 2013 and March 2014")
    assert days(timescale) == ("compound", "", "")
    assert [part.last_day for part in timescale.parts] == [
        date(2013, 3, 31),
        date(2013, 6, 30),
        date(2014, 3, 31),
    ]
    assert timescale.parts[2].reading == "By 31 March 2014: the last day of March 2014."
    assert timescale.next_due(date(2013, 4, 1)) == date(2013, 6, 30)
    assert timescale.is_overdue(date(2013, 4, 1))
    assert not timescale.is_overdue(date(2013, 3, 31))


@pytest.mark.parametrize(
    "phrase",
    [
        "Ongoing – review March 2014",
        "start in summer 2024, by March 2025",
        "Start April 2013; review from 2014",
        "start April 2014, by March 2013",
        "Jan, April and July",
    ],
)
def test_what_does_not_fit_together_stays_apart(phrase: str) -> None:
    assert read(phrase).kind == "compound"


def test_a_condition() -> None:
    timescale = read("Following conclusion of Scrutiny Inquiry")
    assert (timescale.kind, timescale.waits_for) == ("conditional", "conclusion of Scrutiny Inquiry")
    assert timescale.next_due(date(2013, 1, 1)) is None
    assert timescale.next_due(date(2013, 1, 1), {"Conclusion of scrutiny inquiry": date(2013, 5, 1)}) == date(
        2013, 5, 1
    )


@pytest.mark.parametrize(
    "phrase",
    [
        "Following approval in March 2013",
        "After the launch in June 2024",
        "once adopted by Council in May 2024",
        "prior to the election in May 2024",
        "Subject to approval in March 2014",
        "As part of the 2013/14 budget",
    ],
)
def test_the_day_of_an_event_is_not_the_day_that_is_due(phrase: str) -> None:
    timescale = read(phrase)
    assert (timescale.kind, timescale.last_day, timescale.next_due(date(2000, 1, 1))) == (
        "conditional",
        None,
        None,
    )


def test_ongoing_with_an_end() -> None:
    assert days(read("Ongoing until March 2016")) == ("ongoing", "", "2016-03-31")


@pytest.mark.parametrize(
    ("phrase", "start", "end", "expected"),
    [
        ("2023 - 2024", date(2023, 4, 1), date(2027, 3, 31), ("period", "2023-04-01", "2024-03-31")),
        ("2023 - 2024", date(2023, 1, 1), None, ("period", "2023-01-01", "2024-12-31")),
        ("2023 - 2024", date(2022, 9, 1), date(2025, 8, 31), ("period", "2023-09-01", "2024-08-31")),
        ("2012-16", None, date(2016, 3, 31), ("period", "2012-04-01", "2016-03-31")),
        ("AY 2023/24", date(2022, 8, 1), None, ("period", "2023-08-01", "2024-07-31")),
        ("Q1 2024", date(2023, 4, 1), None, ("point", "2024-04-01", "2024-06-30")),
        ("Q1 2024", date(2023, 1, 1), date(2025, 12, 31), ("point", "2024-01-01", "2024-03-31")),
        ("by 2014", date(2014, 1, 1), date(2016, 12, 31), ("deadline", "", "2014-12-31")),
        ("Year 2", date(2023, 4, 1), None, ("period", "2024-04-01", "2025-03-31")),
        ("Year 1-3", date(2023, 4, 1), None, ("period", "2023-04-01", "2026-03-31")),
        ("Years 1 and 2", date(2023, 4, 1), None, ("period", "2023-04-01", "2025-03-31")),
        ("by end of year 2", date(2023, 4, 1), None, ("deadline", "", "2025-03-31")),
        ("final year of the plan", None, date(2027, 3, 31), ("period", "2026-04-01", "2027-03-31")),
        ("life of the plan", date(2023, 4, 1), date(2027, 3, 31), ("period", "2023-04-01", "2027-03-31")),
        ("by the end of the plan", date(2023, 4, 1), date(2027, 3, 31), ("deadline", "", "2027-03-31")),
        ("30 June", date(2023, 4, 1), date(2024, 3, 31), ("point", "2023-06-30", "2023-06-30")),
        ("Q4", date(2023, 4, 1), date(2024, 3, 31), ("point", "2024-01-01", "2024-03-31")),
        ("30 June", date(2023, 4, 1), date(2025, 3, 31), ("point", "", "")),
        ("30 June", date(2013, 4, 1), date(2025, 3, 31), ("point", "", "")),
        ("2023 - 2024", date(2023, 1, 1), date(2026, 3, 31), ("period", "", "")),
        ("2023 - 2024", date(2023, 5, 15), None, ("period", "", "")),
        ("quarterly", date(2023, 4, 1), None, ("recurring", "2023-04-01", "")),
        ("TBC", date(2023, 4, 1), date.max, ("unknown", "", "")),
    ],
)
def test_the_plan_settles_it(
    phrase: str, start: date | None, end: date | None, expected: tuple[str, str, str]
) -> None:
    assert days(read(phrase, plan_start=start, plan_end=end)) == expected


def test_a_plan_ends_after_it_starts() -> None:
    with pytest.raises(Refused, match="The plan ends before it starts"):
        read("Year 2", plan_start=date(2024, 1, 1), plan_end=date(2023, 1, 1))


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("By Christmas 2025", None, date(2025, 12, 25)),
        ("before Christmas 2025", None, date(2025, 12, 24)),
        ("Easter 2026", date(2026, 4, 5), date(2026, 4, 5)),
        ("Pasg 2025/26", date(2026, 4, 5), date(2026, 4, 5)),
        ("after New Year 2026", date(2026, 1, 2), None),
        ("Easter term 2026", date(2026, 1, 1), date(2026, 4, 30)),
    ],
)
def test_a_feast_is_roughly_its_day_and_no_season(phrase, first, last):
    found = read(phrase)
    assert (found.kind, found.last_day) == ("vague", None)
    assert [(one.first_day, one.last_day) for one in found.readings] == [(first, last)]
