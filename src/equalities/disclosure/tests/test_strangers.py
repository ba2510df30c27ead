"""Tables as ministries publish them, read without being told how; what follows is worked out by hand beside each."""

import csv

import pytest
from openpyxl import Workbook

from equalities.cubes import Dimension
from equalities.disclosure import attack
from equalities.disclosure.plain import Reading, read_outside, read_plain
from equalities.refusals import Refused


def folder_of(tmp_path, *rows, name="table"):
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return tmp_path


def exposed(folder):
    return {one.cell.codes: one.low for one in attack(read_plain(folder, Reading())).exposed}


@pytest.mark.parametrize("total", ["Total", "All", "ALL", "All people", "Everyone"])
@pytest.mark.parametrize("mark", ["c", "[c]", "*", "~", "low", ""])
def test_usual_totals_and_marks_need_not_be_named(tmp_path, total, mark):
    folder = folder_of(tmp_path, ("area", "count"), ("N", "12"), ("S", mark), (total, "15"))
    assert exposed(folder) == {("S",): 3}


def test_titles_notes_and_usual_headings(tmp_path):
    folder = folder_of(
        tmp_path, ("Table 3: pupils by area",), (), ("area", "Number of pupils", "%"),
        ("N", "12", "80.0"), ("S", "x", "20.0"), ("All", "15", "100"), (), ("Source: the school census", "", ""),
        ("Notes",),
    )  # fmt: skip
    assert exposed(folder) == {("S",): 3}


def test_titles_in_a_workbook(tmp_path):
    book = Workbook()
    for row in (("Pupils by area", None), ("area", "Headcount"), ("N", 12), ("S", "[c]"), ("All", 15)):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    assert exposed(tmp_path) == {("S",): 3}


def test_a_row_of_several_cells_above_the_headings_is_refused(tmp_path):
    folder = folder_of(tmp_path, ("N", "5"), ("area", "count"), ("N", "12"))
    with pytest.raises(Refused, match="must have a row of headings"):
        read_plain(folder, Reading())


ROWS = [
    ("N", "F", "30"),
    ("N", "M", "50"),
    ("N", "All", "80"),
    ("S", "F", "33"),
    ("S", "M", "x"),
    ("S", "All", "x"),
]


def test_percentages_of_what_fits_everywhere(tmp_path):
    """Of the area: 30 of 80 is 37.5 %. Then 33 is 89.2 % of 37 alone: 33/36 is 91.7 % and 33/38 is 86.8 %."""
    percent = ["37.5", "62.5", "100", "89.2", "10.8", "100"]
    rows = [(*row, each) for row, each in zip(ROWS, percent, strict=True)]
    more = [("W", "F", "9", "45.0"), ("W", "M", "11", "55.0"), ("W", "All", "20", "100")]
    folder = folder_of(tmp_path, ("area", "sex", "count", "percent"), *rows, *more)
    assert exposed(folder) == {("S", "M"): 4, ("S", "All"): 37}


def test_percentages_that_two_margins_bear_out_are_not_used(tmp_path):
    """With one area only, a share of the area is a share of everybody."""
    rows = [
        ("N", "F", "30", "30.0"),
        ("N", "M", "x", "x"),
        ("N", "U", "40", "40.0"),
        ("N", "V", "20", "20.0"),
    ]
    rows += [("N", "W", "x", "6.0"), ("N", "All", "100", "100")]
    rows += [("All", *row[1:]) for row in rows]
    folder = folder_of(tmp_path, ("area", "sex", "count", "percent"), *rows)
    assert exposed(folder) == {}


def test_percentages_that_counts_contradict_are_of_something_else(tmp_path):
    rows = [
        ("N", "30", "12.0"),
        ("S", "50", "18.0"),
        ("W", "x", "0.7"),
        ("E", "x", "4.0"),
        ("All", "90", "35.0"),
    ]
    assert exposed(folder_of(tmp_path, ("area", "count", "percent"), *rows)) == {}


def test_percentages_of_rounded_counts_say_nothing_of_the_true_ones(tmp_path):
    counts = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]
    whole = sum(counts) + 20
    rows = [(f"A{at}", str(count), f"{100 * count / whole:.4f}") for at, count in enumerate(counts)]
    rows += [("B", "c", f"{2000 / whole:.4f}"), ("All", str(whole), "100")]
    assert exposed(folder_of(tmp_path, ("area", "count", "percent"), *rows)) == {}


def test_a_small_table_beside_rounded_ones_is_rounded_too(tmp_path):
    """F is 88 to 92 and all are 148 to 152, so that M, which would be 60 of exact counts, is 56 to 64."""
    areas = [(f"A{at}", str(10 * at + 5)) for at in range(1, 5)] + [(f"B{at}", "5") for at in range(6)]
    folder_of(tmp_path, ("area", "count"), *areas, name="areas")
    folder_of(tmp_path, ("sex", "count"), ("F", "90"), ("M", "x"), ("All", "150"), name="sexes")
    assert exposed(tmp_path) == {}
    found = attack(read_plain(tmp_path, Reading())).narrowest
    assert found.cell.codes == ("M",)
    assert (found.low, found.high) == (56, 64)


def test_what_one_table_withholds_and_another_prints_is_given_away(tmp_path):
    folder_of(
        tmp_path,
        ("area", "sex", "count"),
        *((area, sex, "x") for area in "NS" for sex in ("F", "M", "All")),
        name="a",
    )
    folder_of(tmp_path, ("area", "count"), ("N", "38"), ("S", "22"), ("All", "60"), name="b")
    receipt = attack(read_plain(tmp_path, Reading()))
    assert {one.cell.codes: one.low for one in receipt.exposed} == {("N", "All"): 38, ("S", "All"): 22}
    assert receipt.withheld == 6


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_files_as_a_spreadsheet_on_windows_saves_them(tmp_path, between):
    """2,031 - 1,204 - 801 = 26, in a file with a curly apostrophe and a pound sign that is no UTF-8."""
    rows = [
        ("Service", "Number"),
        ("Children’s", "801"),
        ("Place – £", "[c]"),
        ("Adults", "1 204"),
        ("All", "2 031"),
    ]
    text = "\r\n".join(["Table 3: staff in post", *(between.join(row) for row in rows)])
    (tmp_path / "staff.csv").write_bytes(text.encode("cp1252"))
    assert exposed(tmp_path) == {("Place – £",): 26}


def workbook(file, *tables):
    book = Workbook()
    book.active.append(["Homelessness, 2023/24"])
    book.active.append(["* = 1 to 4", "published in March"])
    for rows in tables:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(file)


def test_a_cover_before_the_table_of_a_workbook(tmp_path):
    rows = [("Reason", "Number"), ("Eviction", 65), ("Violence", "*"), ("Total", 68)]
    workbook(tmp_path / "homeless.xlsx", rows)
    assert exposed(tmp_path) == {("Violence",): 3}


def test_a_second_table_of_a_workbook_is_not_left_out_unsaid(tmp_path):
    rows = [("Reason", "Number"), ("Eviction", 65), ("Violence", "*"), ("Total", 68)]
    workbook(tmp_path / "homeless.xlsx", rows, rows)
    with pytest.raises(Refused, match="tables on 2 sheets: save each as a file of its own"):
        read_plain(tmp_path, Reading())


ACROSS = (
    ("Table 2: people helped",),
    ("Area", "Female", "Male", "Total"),
    ("North", "12", "c", "15"),
    ("South", "c", "20", "41"),
    ("Total", "33", "23", "56"),
    ("Source: our own figures",),
)


def test_a_column_for_each_group(tmp_path):
    assert exposed(folder_of(tmp_path, *ACROSS)) == {("North", "Male"): 3, ("South", "Female"): 21}


def test_tables_with_columns_of_the_same_groups_are_of_the_same_people(tmp_path):
    """By the first alone the two withheld of a line could be 0 to 15; the second has one of them."""
    first = (ACROSS[1], ("North", "c", "c", "15"), ("South", "21", "20", "41"), ("Total", "c", "c", "56"))
    folder_of(tmp_path, *first, name="by-area")
    assert exposed(tmp_path) == {}
    folder_of(tmp_path, ("Whom", "Male", "Female", "Total"), ("Total", "23", "33", "56"), name="all")
    told = exposed(tmp_path)
    assert (told["North", "Female"], told["North", "Male"]) == (12, 3)


def test_the_only_column_of_numbers_is_the_count(tmp_path):
    folder = folder_of(
        tmp_path, ("Year", "", "Admissions"), ("2024", "N", "12"), ("2024", "S", "c"), ("2024", "All", "15")
    )
    assert exposed(folder) == {("2024", "S"): 3}


@pytest.mark.parametrize(
    "head",
    [
        ("2022", "% 2022", "2023", "% 2023"),
        ("2022 number", "2022 %", "2023 number", "2023 %"),
        ("Number of people 2022", "Percentage 2022", "Number of people 2023", "Percentage 2023"),
        ("Number (2022)", "% of people (2022)", "Number (2023)", "% of people (2023)"),
        ("No. 2022/23", "% 2022/23", "No. 2023/24", "% 2023/24"),
    ],
)
def test_years_side_by_side_with_percentages_are_a_dimension(tmp_path, head):
    """Each percentage is of its own year's total: 2.0 of 200 is 4 people, 10 of the 41 of 2023 are 24.4."""
    rows = [
        ("N", "120", "60.0", "21", "51.2"),
        ("S", "76", "38.0", "10", "24.4"),
        ("W", "c", "2.0", "c", "c"),
        ("Z", "c", "c", "c", "c"),
        ("All", "200", "100", "41", "100"),
    ]
    folder = folder_of(tmp_path, ("Area", *head), *rows)
    (sheet,) = read_plain(folder, Reading())
    assert [dimension.name for dimension in sheet.dimensions] == ["Area", "year"]
    assert {codes[0]: low for codes, low in exposed(folder).items()} == {"W": 4, "Z": 0}


def test_groups_side_by_side_with_rates_are_read_without_the_rates(tmp_path):
    head = (
        "Area",
        "Female number",
        "Female rate per 1,000",
        "Male number",
        "Male rate per 1,000",
        "All number",
    )
    rows = [("N", "12", "3.4", "c", "2", "15"), ("S", "9", "1.9", "20", "8", "29")]
    folder = folder_of(tmp_path, head, *rows)
    (sheet,) = read_plain(folder, Reading())
    assert sheet.dimensions[1].codes == ("Female", "Male")
    assert exposed(folder) == {("N", "Male"): 3}


RATES = (
    ("Area", "Population", "Number of users", "Rate per 1,000"),
    ("N", "2,500", "120", "48.0"), ("S", "4,100", "41", "10.0"), ("E", "3,000", "9", "3.0"),
    ("W", "2,500", "c", "1.2"), ("V", "9,000", "c", "0.3"),
)  # fmt: skip


def test_a_rate_of_a_population_beside_it_pins_a_count(tmp_path):
    """1.2 per 1,000 of 2,500 are 2.9 to 3.1 people; 0.3 of 9,000 are 2.3 to 3.1."""
    assert exposed(folder_of(tmp_path, *RATES)) == {("W",): 3, ("V",): 3}


def test_a_rate_of_something_else_is_not_taken_for_one_of_the_population(tmp_path):
    rows = [*RATES[:2], ("S", "4,100", "41", "13.1"), *RATES[3:]]
    with pytest.raises(Refused, match='counts under "Population" too'):
        read_plain(folder_of(tmp_path, *rows), Reading())


def test_a_rate_without_its_population_says_nothing(tmp_path):
    rows = [("Area", "Number", "Rate per 1,000"), ("N", "120", "48"), ("S", "c", "10"), ("All", "125", "9")]
    assert exposed(folder_of(tmp_path, *rows)) == {("S",): 5}


@pytest.mark.parametrize(
    "head",
    [
        ("2022", "2023", "Change"),
        ("2022", "2023", "% change"),
        ("Number 2022", "Number 2022"),
        ("% 2022", "% 2023"),
        ("Users 2022", "Staff 2023"),
    ],
)
def test_headings_that_leave_a_doubt_are_not_read_as_years(tmp_path, head):
    rows = [("N", *("12.5" for _ in head)), ("S", *("c" for _ in head)), ("All", *("20.0" for _ in head))]
    with pytest.raises(Refused):
        read_plain(folder_of(tmp_path, ("Area", *head), *rows), Reading())


def test_years_in_columns_are_those_of_another_table(tmp_path):
    folder_of(tmp_path, ("Area", "2022", "2023"), ("N", "12", "c"), ("S", "9", "20"), name="across")
    folder_of(tmp_path, ("year", "count"), ("2022", "21"), ("2023", "24"), name="down")
    assert exposed(tmp_path) == {("N", "2023"): 4}


def test_columns_that_are_no_counts_are_not_passed_over(tmp_path):
    folder = folder_of(
        tmp_path, ("Area", "Rate", "Female", "Male"), ("N", "12.5", "10", "c"), ("S", "7.1", "4", "9")
    )
    with pytest.raises(Refused, match="leave out rates and other figures"):
        read_plain(folder, Reading())


def test_a_second_column_of_counts_is_not_passed_over(tmp_path):
    folder = folder_of(tmp_path, ("area", "headcount", "suspended"), ("N", "120", "12"), ("S", "90", "c"))
    with pytest.raises(Refused, match='counts under "suspended" too'):
        read_plain(folder, Reading())


def test_columns_of_groups_are_refused_where_a_dimension_is_known(tmp_path):
    with pytest.raises(Refused, match='a column "count"'):
        read_outside(folder_of(tmp_path, *ACROSS), [Dimension("sex", ("Female", "Male"))])
