"""Ages instead of dates of birth: on the day, and no date in what is written."""

from datetime import date, timedelta

import duckdb
import pytest
import xlsxwriter

from equalities.cubes import take_in
from equalities.cubes.births import NO_CENTURY, NOT_POSSIBLE, NOT_READ, age_in_sql, ages_heading, is_of_births

DAY = date(2024, 4, 1)


def age(text, day=DAY):
    query = f"SELECT {age_in_sql('said', day)} FROM (SELECT ?::VARCHAR AS said)"
    return duckdb.execute(query, [text]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2000-04-01", "24"),
        ("2000-04-02", "23"),
        ("1/4/2000", "24"),
        ("02/04/2000", "23"),
        ("13/12/1950 00:00", "73"),
        ("1950-12-13 00:00:00", "73"),
        ("13 December 1950", "73"),
        ("13-Dec-1950", "73"),
        ("01.04.1904", "120"),
        ("31/03/1903", NOT_POSSIBLE),  # 121
        ("01/01/1900", NOT_POSSIBLE),  # what many systems write for none
        ("2024-04-01", "0"),
        ("2024-04-02", NOT_POSSIBLE),
        ("12/13/1950", NOT_READ),  # the month first is never guessed
        ("13/12/50", NO_CENTURY),  # never guessed: beside those of a century ago stand the newly born
        ("04-Aug-36", NO_CENTURY),  # as a spreadsheet writes it
        ("36-08-04", NO_CENTURY),
        ("01/01/0101", NOT_POSSIBLE),
        ("30/02/1990", NOT_READ),
        ("1950", NOT_READ),
        ("Prefer not to say", "Prefer not to say"),
        ("  ", ""),
        (None, ""),
    ],
)
def test_the_age_on_the_day(written, said):
    assert age(written) == said


def test_every_birthday_of_a_century_by_the_calendar():
    born = date(1904, 4, 2)
    while born <= DAY:
        years = DAY.year - born.year - ((DAY.month, DAY.day) < (born.month, born.day))
        assert age(born.isoformat()) == str(years)
        born += timedelta(days=97)


def test_who_was_born_on_29_february_is_a_year_older_on_1_march():
    assert [age("2004-02-29", date(2023, *day)) for day in ((2, 28), (3, 1))] == ["18", "19"]
    assert age("2004-02-29", date(2024, 2, 29)) == "20"


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("DOB", True),
        ("D.O.B.", True),
        ("Date of birth (dd/mm/yyyy)", True),
        ("Client date of birth", True),
        ("Born", True),
        ("Country of birth", False),
        ("Born in the UK", False),
        ("Date of visit", False),
    ],
)
def test_which_columns_are_of_births(heading, is_one):
    assert is_of_births(heading) is is_one


def test_no_date_is_written_and_the_column_says_what_it_is(tmp_path):
    file, target = tmp_path / "users.csv", tmp_path / "columns.parquet"
    file.write_text("Card,Date of birth,Sex\n1,14/03/1961,F\n2,2001-06-30,M\n3,,F\n")
    found = take_in(file, target, ages_on=DAY)
    heading = "Age on 1 April 2024 (from Date of birth)"
    assert [name for name, _known in found.columns] == ["Card", heading, "Sex"]
    assert dict(found.columns)[heading].characteristic == "age"
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{target}')").fetchall()
    assert rows == [("1", "63", "F"), ("2", "22", "M"), ("3", "", "F")]
    assert b"1961" not in target.read_bytes()


def test_dates_of_a_spreadsheet_and_of_a_program_are_read(tmp_path):
    book = tmp_path / "users.xlsx"
    with xlsxwriter.Workbook(str(book)) as written:
        sheet, shown = written.add_worksheet(), written.add_format({"num_format": "dd/mm/yy"})
        sheet.write_row(0, 0, ["DOB", "Sex"])
        sheet.write_datetime(1, 0, date(1961, 3, 14), shown)
        sheet.write(1, 1, "F")
    rows = tmp_path / "users.parquet"
    duckdb.sql(f"COPY (SELECT DATE '1961-03-14' AS DOB, 'F' AS Sex) TO '{rows}' (FORMAT parquet)")
    for file in (book, rows):
        target = tmp_path / f"{file.suffix}.columns.parquet"
        take_in(file, target, ages_on=DAY)
        kept = duckdb.sql(f"SELECT * FROM read_parquet('{target}')").fetchall()
        assert kept == [("63", "F")], file.suffix


def test_without_a_day_a_file_is_taken_as_it_stands(tmp_path):
    file, target = tmp_path / "users.csv", tmp_path / "columns.parquet"
    file.write_text("DOB\n14/03/1961\n")
    assert [name for name, _known in take_in(file, target).columns] == ["DOB"]
    assert ages_heading("DOB", DAY) == "Age on 1 April 2024 (from DOB)"
