"""Phrases in the style of plans, made up and labelled by hand: the last day of each, blank where none may be named."""

import csv
from datetime import date
from pathlib import Path

import pytest

from equalities.timescales import Timescale, read

PHRASES = Path(__file__).with_name("phrases.csv")
KINDS = Path(__file__).with_name("kinds.csv")


def test_every_phrase_has_the_last_day_that_a_person_reads_in_it() -> None:
    with PHRASES.open(encoding="utf-8") as rows:
        labelled = {row["phrase"]: row["last_day"] for row in csv.DictReader(rows)}
    read_as = {phrase: str(read(phrase).last_day or "") for phrase in labelled}
    assert read_as == labelled


def test_every_phrase_is_of_the_kind_that_a_person_reads_in_it_and_each_part_has_its_day() -> None:
    with KINDS.open(encoding="utf-8") as rows:
        labelled = {
            row["phrase"]: (row["kind"], row["last_day"], row["parts"]) for row in csv.DictReader(rows)
        }
    read_as = {
        phrase: (timescale.kind, str(timescale.last_day or ""), parts and _last_days(timescale))
        for phrase, (_, _, parts) in labelled.items()
        for timescale in [read(phrase)]
    }
    assert read_as == labelled


def _last_days(timescale: Timescale) -> str:
    return ";".join(str(part.last_day or "") for part in timescale.parts)


@pytest.mark.parametrize(
    ("phrase", "rule", "days"),
    [
        (
            "Quarterly until March 2026",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1;UNTIL=20260331",
            ["2025-06-30", "2025-09-30"],
        ),
        (
            "Annually until 31 March 2027",
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1;UNTIL=20270331",
            ["2026-03-31", "2027-03-31"],
        ),
        ("Monthly until 31 May 2025", "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20250531", ["2025-05-31"]),
        (
            "Annually from 1 June 2025 until 31 March 2029",
            "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1;UNTIL=20290331",
            ["2025-06-01", "2026-06-01", "2027-06-01", "2028-06-01"],
        ),
        ("By 31/03/2025. Reviewed annually", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", ["2026-03-31"]),
        (
            "bob chwarter tan Fawrth 2026",
            "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1;UNTIL=20260331",
            ["2025-06-30"],
        ),
    ],
)
def test_what_recurs_until_a_day_counts_from_the_plans_first_and_ends(
    phrase: str, rule: str, days: list[str]
) -> None:
    timescale = read(phrase, plan_start=date(2025, 4, 1), plan_end=date(2029, 3, 31))
    found, after = [], date(2025, 5, 1)
    while len(found) < len(days) + 4 and (due := timescale.next_due(after)):
        found.append(due.isoformat())
        after = due
    assert timescale.rrule == rule
    assert found[: len(days)] == days
    assert ("UNTIL" not in rule) or found[-1] <= str(timescale.last_day)


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("1. June 2025 2. December 2025", ["2025-06-30", "2025-12-31"]),
        ("Policy agreed June 2024. Training by March 2025", ["2024-06-30", "2025-03-31"]),
    ],
)
def test_each_of_several_things_has_its_own_last_day(phrase: str, parts: list[str]) -> None:
    found = read(phrase).parts
    assert [str(part.last_day) for part in found] == parts
    assert not any(part.phrase.startswith((".", ",", ";")) for part in found)


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        ("Bob chwe mis", "FREQ=MONTHLY;INTERVAL=6"),
        ("Bob dwy flynedd", "FREQ=YEARLY;INTERVAL=2"),
        ("ddwywaith y flwyddyn", "FREQ=MONTHLY;INTERVAL=6"),
        ("every 6 mths", "FREQ=MONTHLY;INTERVAL=6"),
        ("once a quarter", "FREQ=MONTHLY;INTERVAL=3"),
        ("Mar/Sep annually", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1"),
        ("16 November to 10 December annually", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"),
        ("before 31 March each year", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=30"),
        ("before July each year", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30"),
        ("third week of November each year", "FREQ=YEARLY"),
        ("half yearly from Oct 25", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1"),
        ("x2 per year", "FREQ=MONTHLY;INTERVAL=6"),
        ("2x yearly", "FREQ=MONTHLY;INTERVAL=6"),
        ("3 per annum", "FREQ=MONTHLY;INTERVAL=4"),
        ("Train 20 per year", "FREQ=YEARLY"),
        ("0 times a year", None),
        ("every 18 months from 31 March 2025", "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=-1"),
        ("every 18 months from 30 August 2025", "FREQ=MONTHLY;INTERVAL=18;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
    ],
)
def test_rules(phrase: str, rule: str | None) -> None:
    assert read(phrase).rrule == rule


def test_a_step_from_the_last_of_a_month_leaves_no_short_month_out() -> None:
    assert read("every 18 months from 31 March 2025").next_due(date(2025, 4, 1)) == date(2026, 9, 30)
    assert read("every 18 months from 30 August 2025").next_due(date(2025, 9, 1)) == date(2027, 2, 28)


def test_the_days_named_beside_how_often_are_those_on_which_it_comes_round() -> None:
    timescale = read("Quarterly - Jul 25, Oct 25, Jan 26, Apr 26")
    days = [date(2025, 7, 31), date(2025, 10, 31), date(2026, 1, 31), date(2026, 4, 30)]
    assert [timescale.next_due(day) for day in (date(2025, 7, 1), *days)] == [*days, None]


@pytest.mark.parametrize(
    ("phrase", "event"),
    [
        ("Following consultation (closes 30 June 2026)", "consultation (closes 30 June 2026)"),
        ("Within 3 months of sign-off (Cabinet)", "sign-off (Cabinet)"),
        ("(subject to funding)", "funding"),
    ],
)
def test_an_event_keeps_the_bracket_that_it_opened(phrase: str, event: str) -> None:
    assert read(phrase).waits_for == event
