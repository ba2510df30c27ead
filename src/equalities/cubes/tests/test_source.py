import zipfile

import pytest
import xlsxwriter

from equalities.cubes import columns, describe, header
from equalities.cubes.counting import table
from equalities.cubes.source import _scanned, distinct
from equalities.refusals import Refused

TEXT = "Ethnicity;Café\nIndian;£1\nIrish;é\n"


@pytest.fixture
def file(tmp_path):
    def write(content, name="users.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_encodings_and_line_ends(file, encoding, end):
    path = file(TEXT.replace("\n", end).encode(encoding))
    assert header(path) == ("Ethnicity", "Café")
    assert columns(path)[1].values == {"£1": 1, "é": 1}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_usual_separators(file, delimiter):
    path = file(f'a{delimiter}"b{delimiter}c"\n1{delimiter}2\n'.encode())
    assert header(path) == ("a", " ".join(f"b{delimiter}c".split()))


def test_a_value_may_hold_a_line_end_and_a_quote(file):
    path = file(b'a,b\n1,"x\ny ""z"""\n')
    assert columns(path)[1].values == {'x\ny "z"': 1}


@pytest.mark.parametrize(
    "content",
    [
        b'"Ethnic\ngroup",Sex\r\nIndian,F\r\nIrish,M\r\n',
        b'"Ethnic\r\ngroup",Sex\nIndian,F\nIrish,M\n',
        b'"Ethnic\rgroup",Sex\r\nIndian,F\r\nIrish,M',
        b"Ethnic group,Sex\r\nIndian,F\nIrish,M\n",
    ],
)
def test_line_ends_that_differ_lose_no_row(file, content):
    path = file(content)
    assert header(path) == ("Ethnic group", "Sex")
    assert describe(path).rows == 2


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "This file is empty"),
        (b"\xef\xbb\xbf \r\n", "a.csv", "This file is empty"),
        (b"a,b\n", "a.csv", "no rows below"),
        (b"a,b\n1,2\n1,2,3,4\n", "a.csv", "Line 3 does not have the 2 columns of the heading"),
        (b"PK\x03\x04rest", "a.csv", "not what its name says"),
        (b"hello", "a.xlsx", "not what its name says"),
        (b"PK\x03\x04rest", "a.xlsx", "This workbook is damaged"),
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "protected by a password"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls", "save it as .xlsx"),
        (b"\x89PNG\x00\x00", "a.csv", "not a table of text"),
        (b"a,b\n\x81,2\n", "a.csv", "letters in this file cannot be read"),
        (b'"a"x,b\n1,2\n', "a.csv", "No row below the heading can be read"),
        (b'a,b\n"x,2\n3,4\n', "a.csv", "cannot be read as a row of a table"),
    ],
)
def test_refused_in_one_sentence(file, content, name, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        describe(file(content, name))
    assert str(refused.value).count("\n") == 0


def test_the_sentence_never_quotes_the_row(file):
    with pytest.raises(Refused) as refused:
        describe(file(b"name,b\nAda Example,2,3\n"))
    assert "Ada" not in str(refused.value)


@pytest.mark.parametrize("member", ["xl/vbaProject.bin", "META-INF/manifest.xml"])
def test_workbooks_with_macros_or_locks_are_refused(tmp_path, member):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "<manifest:encryption-data/>")
    with pytest.raises(Refused, match=r"macros|password"):
        header(path)


@pytest.mark.parametrize(
    ("rows", "headings"),
    [
        ([["Census 2021"], [], ["Group", "Count"], ["White", 80], ["Asian", 20]], ("Group", "Count")),
        ([["Group"], ["White", 80], ["Asian", 20]], ("Group", "column 2")),
        ([["Group"], ["White"], ["Asian"]], ("Group",)),
    ],
)
def test_one_cell_above_two_columns_is_a_title_or_a_heading(tmp_path, rows, headings):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    assert header(path) == headings


def test_a_sheet_starts_below_its_title_and_keeps_whole_numbers(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Rows")
        for place, row in enumerate(
            [["Users 2024"], [], ["Age", "Sex", "Ward"], [34, "F", "North"], [], [35, "M", "South"]]
        ):
            sheet.write_row(place, 0, row)
    assert header(path) == ("Age", "Sex", "Ward")
    assert columns(path)[0].values == {"34": 1, "35": 1}
    with pytest.raises(Refused, match="no sheet Users: the sheets are Notes, Rows"):
        header(path, "Users")


def test_headings_are_told_apart():
    found = ("Age (1)", "column 2", "Age (2)", "age", "Age (4)", "Age (3)")
    assert distinct([" Age ", "", "Age", "age", "Age", "Age (3)"]) == found


@pytest.mark.parametrize(
    "below",
    [
        "\nSource: HR system\n",
        "Notes\n1 All staff\n\n",
        "Total,,\n",
        "Snapshot of 31 March,,",
        '"Source: HR, 2024"\n',
    ],
)
def test_notes_below_a_table_are_no_rows(file, below):
    described = describe(file(f"Sex,Grade,Age\nF,A,\nM,,\n{below}".encode()))
    assert (described.rows, described.columns[0][1].mapping) == (2, {"F": "1", "M": "2"})


def test_the_last_row_is_no_note_because_it_is_short_or_long(file):
    assert describe(file(b'Sex,Grade,Why\nF,A,"two\nlines of it"\nM,,\n')).rows == 2
    assert describe(file(b"Ethnicity,n\nWhite British,\nBlack African,\n")).rows == 2
    with pytest.raises(Refused, match="Line 3 does not have the 3 columns"):
        describe(file(b"Sex,Grade,Age\nF,A,20\nM\n"))


def test_notes_below_a_sheet_are_no_rows(tmp_path):
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(
            [["Sex", "Grade", "Age"], ["F", "A", 20], ["M", "", ""], [], ["Total"], ["Source: us"]]
        ):
            sheet.write_row(place, 0, row)
    assert describe(path).rows == 2


def test_headings_that_differ_in_case_are_two_columns(file):
    found = describe(file(b"Sex,sex,SEX\nF,M,x\n"))
    assert [column.mapping for _, column in found.columns] == [{"F": "1"}, {"M": "2"}, {}]


@pytest.mark.parametrize(
    "above",
    [
        "\n\n",
        "Users of 2024\n",
        "Users of 2024\n\nmade by us\n",
        "Users of 2024,,\n,,\n",
        '"Users\nof 2024"\n',
    ],
)
def test_titles_above_the_heading_are_left_out(file, above):
    path = file(f"{above}Sex,Age,Ward\nF,34,North\n\nM,35,South\n".encode())
    assert header(path) == ("Sex", "Age", "Ward")
    assert describe(path).rows == 2


@pytest.mark.parametrize("heading", [",,Sex", "Sex,", "Sex", "a;b,Sex"])
def test_a_heading_with_few_words_is_no_title(file, heading):
    width = heading.count(",")
    lines = "".join(f"{place}{',x' * width}\n" for place in range(4))
    assert describe(file(f"{heading}\n{lines}".encode())).rows == 4


def test_three_hundred_columns_are_looked_at_one_by_one(file):
    lines = [",".join(str(row * place % 7) for place in range(300)) for row in range(50)]
    headings = ",".join(f"c{place}" for place in range(300))
    found = columns(file("\n".join([headings, *lines]).encode()))
    assert found[299].values == {
        str(digit): sum(row * 299 % 7 == digit for row in range(50)) for digit in range(7)
    }


def test_too_many_columns_are_refused(file):
    with pytest.raises(Refused, match="over 1,000 columns"):
        describe(file(b",".join([b"c"] * 1_001) + b"\n" + b",".join([b"1"] * 1_001)))


def test_a_column_that_tells_people_apart_is_not_listed(file):
    lines = "".join(f"N{place},{place % 3}\n" for place in range(90))
    found = columns(file(f"reference,band\n{lines}".encode()))
    assert (found[0].distinct, found[0].values) == (90, {})
    assert found[1].values == {"0": 30, "1": 30, "2": 30}


def test_the_fullest_sheet_is_read_and_a_cell_may_have_two_lines(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        cover, sheet = book.add_worksheet("Cover"), book.add_worksheet("Table")
        cover.write_column(0, 0, ["Users of the service\nof last year", "made by us"])
        for place, row in enumerate([["Ethnic\ngroup", "Sex"], ["Indian", "F"], ["Irish", "M"]]):
            sheet.write_row(place, 0, row)
    assert header(path) == ("Ethnic group", "Sex")
    assert describe(path).rows == 2
    assert describe(path, "Cover").rows == 1


def test_duckdb_draws_nothing_on_standard_output(file):
    with table(file(b"a,b\n1,2\n")) as opened:
        assert opened.rows("SELECT current_setting('enable_progress_bar_print')") == [(False,)]


def test_duckdb_reads_no_other_file(file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("secret\n1\n")
    with table(file(b"a,b\n1,2\n")) as opened, pytest.raises(Refused):
        opened.rows(f"SELECT * FROM read_csv('{other}')")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("size", range(1, 9))
def test_line_ends_are_told_across_the_chunks_that_a_file_is_read_in(file, monkeypatch, end, size):
    monkeypatch.setattr("equalities.cubes.source.CHUNK", size)
    assert _scanned(file(f"a,b{end}1,2{end}3,4{end}".encode())).has_even_line_ends
    assert not _scanned(file(b"a,b\r\n1,2\n3,4\r\n")).has_even_line_ends


def test_a_note_that_says_so_is_no_row_of_two_columns(file):
    described = {
        each.name: each for each in columns(file(b"Team,Sex\nHousing benefit,F\nParks,\nSource: HR,\n"))
    }
    assert described["Team"].values == {"Housing benefit": 1, "Parks": 1}


@pytest.mark.parametrize("sign", [";", ",", "|"])
def test_a_sign_between_words_of_a_single_column_does_not_cut_it(file, sign):
    rows = f"Hearing\nVision\nHearing{sign} Vision\n".encode() * 4
    assert header(file(b"Disability type\n" + rows)) == ("Disability type",)
