"""How days, months, quarters and years are written, and the days they come to."""

from datetime import date

import pytest

from equalities.timescales import Timescale, read


def days(timescale: Timescale) -> tuple[str, str, str]:
    first, last = timescale.first_day, timescale.last_day
    return timescale.kind, first.isoformat() if first else "", last.isoformat() if last else ""


@pytest.mark.parametrize(
    "phrase",
    [
        "31/03/2025",
        "31.3.25",
        "31-03-2025",
        "31 / 3 / 2025",
        "31 March 2025",
        "31st March 2025",
        "31 st March, 2025",
        "31st of March 2025",
        "31-Mar-2025",
        "31 Mar '25",
        "31March2025",
        "31 Mar. 2025",
        "Mon 31 March 2025",
        "Monday, 31st March 2025",
        "March 31, 2025",
        "March 31st 2025",
        "2025-03-31",
        "2025-03-31T00:00:00.00Z",
        "2025-03-31 17:00:00",
        "31 Mawrth 2025",
        "31ain o Fawrth 2025",
        "31\nMarch\r\n2025",
        "31\u00a0March\u20092025",
        "İ: 31 March 2025",
    ],
)
def test_one_day(phrase: str) -> None:
    assert days(read(phrase)) == ("point", "2025-03-31", "2025-03-31")


@pytest.mark.parametrize("phrase", ["03/04/2024", "3.4.24", "3 April 2024"])
def test_the_day_stands_before_the_month(phrase: str) -> None:
    assert read(phrase).last_day == date(2024, 4, 3)


@pytest.mark.parametrize("phrase", ["12/13/2025", "by 12/13/25", "12.13.2025", "01/12/2025 - 12/13/2025"])
def test_no_such_day_in_british_order_is_a_question(phrase: str) -> None:
    timescale = read(phrase)
    assert timescale.last_day is None
    assert [one.last_day for one in timescale.readings] == [date(2025, 12, 13)]


@pytest.mark.parametrize(
    "phrase",
    [
        "September 2014",
        "Sept 2014",
        "Sep. 2014",
        "Sept 14",
        "Sep-14",
        "Sept '14",
        "09/2014",
        "9/14",
        "2014-09",
        "2014 September",
        "Sepember 2014",
        "Setpember 2014",
        "Septmber 14",
        "Medi 2014",
        "ym mis Medi 2014",
        "month of September 2014",
        "September\n2014",
        "September, 2014",
        "September 2014/15",
    ],
)
def test_a_month(phrase: str) -> None:
    assert days(read(phrase)) == ("point", "2014-09-01", "2014-09-30")


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Ionawr", "2025-01-31"),
        ("Chwefror", "2025-02-28"),
        ("Mawrth", "2025-03-31"),
        ("Ebrill", "2025-04-30"),
        ("Mai", "2025-05-31"),
        ("Mehefin", "2025-06-30"),
        ("Gorffennaf", "2025-07-31"),
        ("Awst", "2025-08-31"),
        ("Medi", "2025-09-30"),
        ("Hydref", "2025-10-31"),
        ("Tachwedd", "2025-11-30"),
        ("Rhagfyr", "2025-12-31"),
    ],
)
def test_welsh_months(name: str, last: str) -> None:
    assert days(read(f"erbyn {name} 2025")) == ("deadline", "", last)


@pytest.mark.parametrize(
    "slip", ["Janaury", "Febuary", "Feburary", "Agust", "Octber", "Novmber", "Decemeber"]
)
def test_a_slip_in_a_long_name_is_mended_beside_a_number(slip: str) -> None:
    whole = {"J": 1, "F": 2, "A": 8, "O": 10, "N": 11, "D": 12}[slip[0]]
    assert read(f"{slip} 2014").first_day == date(2014, whole, 1)
    assert (read(slip).kind, read(slip).last_day) == ("point", None)


@pytest.mark.parametrize("phrase", ["Match 2014", "Mach 2014", "member 2014", "Number 2014"])
def test_what_is_no_month_is_not_made_one(phrase: str) -> None:
    assert read(phrase).last_day is None


@pytest.mark.parametrize(
    "phrase",
    ["2013/14", "2013/2014", "2013/ 14", "2013/4", "FY 2013/14", "FY13/14", "2013-14 financial year"],
)
def test_a_financial_year(phrase: str) -> None:
    assert days(read(phrase)) == ("period", "2013-04-01", "2014-03-31")


def test_fy_is_the_year_that_ends_in_it() -> None:
    assert days(read("FY 2024")) == ("point", "2023-04-01", "2024-03-31")
    assert days(read("FY 2024", financial_year_start=(10, 1))) == ("point", "2023-10-01", "2024-09-30")
    assert days(read("FY24", financial_year_start=(1, 1))) == ("point", "2024-01-01", "2024-12-31")
    assert days(read("blwyddyn ariannol 2023/24")) == ("period", "2023-04-01", "2024-03-31")


def test_calendar_years() -> None:
    assert days(read("2024")) == ("point", "2024-01-01", "2024-12-31")
    assert days(read("CY 2024")) == ("point", "2024-01-01", "2024-12-31")
    assert days(read("end of 2024")) == ("point", "", "2024-12-31")
    assert days(read("end of 2023/24")) == ("point", "", "2024-03-31")
    assert days(read("throughout 2024")) == ("period", "2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("Q3 2024/25", "2024-10-01", "2024-12-31"),
        ("Q1 2024-25", "2024-04-01", "2024-06-30"),
        ("2024/25 Q4", "2025-01-01", "2025-03-31"),
        ("Qtr 2 24/25", "2024-07-01", "2024-09-30"),
        ("Quarter 2 of 2024/25", "2024-07-01", "2024-09-30"),
        ("Quarter 2 (July to September) 2024/25", "2024-07-01", "2024-09-30"),
        ("Q3 (Oct-Dec) 2025", "2025-10-01", "2025-12-31"),
        ("Q3 (Jul-Sep) 2025", "2025-07-01", "2025-09-30"),
        ("HY1 2025/26", "2025-04-01", "2025-09-30"),
        ("third quarter of FY 2025", "2024-10-01", "2024-12-31"),
        ("Chwarter 2 2024/25", "2024-07-01", "2024-09-30"),
        ("2il chwarter 2024/25", "2024-07-01", "2024-09-30"),
        ("Q2 CY 2024", "2024-04-01", "2024-06-30"),
        ("H2 2024/25", "2024-10-01", "2025-03-31"),
        ("first half of 2024/25", "2024-04-01", "2024-09-30"),
    ],
)
def test_quarters_and_halves(phrase: str, first: str, last: str) -> None:
    assert days(read(phrase)) == ("point", first, last)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("2 – 30 April 2013", "2013-04-02", "2013-04-30"),
        ("Q1-Q3 2024/25", "2024-04-01", "2024-12-31"),
        ("01.04.2024-31.03.2025", "2024-04-01", "2025-03-31"),
        ("31/12/13-31/3/14", "2013-12-31", "2014-03-31"),
        ("15/16 May 2024", "2024-05-15", "2024-05-16"),
        ("29 April to 3 May 2024", "2024-04-29", "2024-05-03"),
        ("1 January – 31 March 2021", "2021-01-01", "2021-03-31"),
        ("April – June 2023", "2023-04-01", "2023-06-30"),
        ("November – January 2014", "2013-11-01", "2014-01-31"),
        ("November 2013 to January", "2013-11-01", "2014-01-31"),
        ("Apr 24 - Mar 25", "2024-04-01", "2025-03-31"),
        ("July/August 2024", "2024-07-01", "2024-08-31"),
        ("June and July 2024", "2024-06-01", "2024-07-31"),
        ("between April 2024 and June 2024", "2024-04-01", "2024-06-30"),
        ("from 1 April 2024 until 31 March 2025", "2024-04-01", "2025-03-31"),
        ("o Ebrill 2024 i Fehefin 2024", "2024-04-01", "2024-06-30"),
        ("September 30 - October 15, 2023", "2023-09-30", "2023-10-15"),
        ("2012/13 - 2014/15", "2012-04-01", "2015-03-31"),
        ("FY 2023 and 2024", "2022-04-01", "2024-03-31"),
        ("Q4 (Jan-Mar 2024)", "2024-01-01", "2024-03-31"),
        ("Q1: April to June 2024", "2024-04-01", "2024-06-30"),
        ("Year 2 (2024/25)", "2024-04-01", "2025-03-31"),
        ("2024 to March 2026", "2024-01-01", "2026-03-31"),
        ("w/c 3 June 2024", "2024-06-03", "2024-06-09"),
        ("week ending 7 June 2024", "2024-06-01", "2024-06-07"),
        ("From April 2013 and by June 2013", "2013-04-01", "2013-06-30"),
        ("Start date: 1 April 2013 End date: 31 March 2014", "2013-04-01", "2014-03-31"),
    ],
)
def test_runs(phrase: str, first: str, last: str) -> None:
    assert days(read(phrase)) == ("period", first, last)


@pytest.mark.parametrize(
    "phrase",
    [
        "31 February 2024",
        "30/02/2024",
        "32/01/2024",
        "31/6/2013",
        "29 February 2023",
        "2018-25-08T00:00:00.00Z",
        "31 June",
        "45 March 2014",
        "13/2024",
        "Tuesday 27 May 2024",
        "1 January 2013 - 31 December 2012",
        "30 - 2 April 2013",
        "31 February 2024 to 31 March 2024",
        "1 March 2024, 31 February 2025",
        "by 31 February 2024 (31 February 2024)",
        "every 31 February 2024",
    ],
)
def test_impossible_days_are_never_guessed(phrase: str) -> None:
    timescale = read(phrase)
    invalid = [one.kind for one in timescale.parts] or [timescale.kind]
    assert "invalid" in invalid
    assert timescale.last_day is None


@pytest.mark.parametrize(
    ("phrase", "lasts"),
    [
        ("2023 - 2024", {"2024-12-31", "2024-03-31", "2024-07-31", "2024-08-31"}),
        ("2012-16", {"2016-12-31", "2016-03-31"}),
        ("between 2012 and 2016", {"2016-12-31", "2016-03-31"}),
        ("2012 and 2013", {"2013-12-31", "2013-03-31"}),
        ("2014/17", {"2017-12-31", "2017-03-31"}),
        ("by 2014", {"2013-12-31", "2014-12-31"}),
        ("AY 2023/24", {"2024-07-31", "2024-08-31"}),
        ("Academic year 2024", {"2024-07-31", "2024-08-31", "2025-07-31", "2025-08-31"}),
        ("Q1 2024", {"2024-03-31", "2024-06-30"}),
        ("Q4 2024", {"2024-12-31", "2025-03-31", "2024-03-31"}),
        ("March 2023/24 academic year", {"2024-03-31"}),
        ("11/12", {"2012-11-30", "2012-03-31", ""}),
        ("03/12", {"2012-03-31", ""}),
        ("13/20", {""}),
        ("March 2013 - 2016", {""}),
        ("31 March 2013 - 2016", {"2016-12-31"}),
        ("March 31", {"2031-03-31", ""}),
        ("By September 30", {"2030-09-30", ""}),
        ("June 2013 or September 2013", {"2013-06-30", "2013-09-30"}),
        ("2024-20", {""}),
        ("31/03", {"None"}),
        ("2023/24 (2022/23)", {"2024-03-31", "2023-03-31"}),
    ],
)
def test_more_than_one_honest_reading(phrase: str, lasts: set[str]) -> None:
    timescale = read(phrase)
    found = {one.last_day.isoformat() if one.last_day else "" for one in timescale.readings}
    assert timescale.last_day is None or not timescale.readings
    assert (found or {str(timescale.last_day)}) == lasts
