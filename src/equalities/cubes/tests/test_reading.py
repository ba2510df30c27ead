import json

import duckdb
import pytest

from equalities.cubes import AS_WRITTEN, Amount, Column, Cube, Layout, Problem, describe, read, statements
from equalities.refusals import Refused
from equalities.sandbox import run_limited

ROWS = """Ref,Ethnicity,Sex,Age,Ward,Comment
1,White British,F,34,North,mine
2,Indian,M,61,North,
3,Asian,F,17,South,
4,,F,400,South,
5,Prefer not to say,M,34,South,
6,Klingon,M,34,South,
"""


@pytest.fixture
def file(tmp_path):
    def write(text=ROWS):
        path = tmp_path / "users.csv"
        path.write_text(text)
        return path

    return write


def by(cube, name):
    dimension, counts = cube.dimension(name), cube.by(name).counts
    return {code: int(n) for code, n in zip(dimension.codes, counts, strict=True) if n}


def test_a_file_becomes_a_cube(file):
    reading = read(
        file(), Layout((Column("Ethnicity", "ethnicity"), Column("Sex", "sex")), population="Users")
    )
    assert (reading.rows, reading.cube.total, reading.cube.unit) == (6, 6, "people")
    assert by(reading.cube, "sex") == {"1": 3, "2": 3}
    assert by(reading.cube, "ethnicity") == {
        "13": 1,
        "3": 1,
        "asian_unspecified": 1,
        "prefer_not_to_say": 1,
        "not_recorded": 1,
        "uncodable": 1,
    }
    assert reading.cube.universe == {"population": "Users"}


def test_missing_answers_stay_apart_and_outside_the_base(file):
    reading = read(file(), Layout((Column("Ethnicity", "ethnicity"),)))
    dimension = reading.cube.dimension("ethnicity")
    assert dimension.base == "known"
    assert reading.missing == {"ethnicity": {"prefer_not_to_say": 1, "not_recorded": 1, "uncodable": 1}}
    assert dimension.members("asian") == ("1", "2", "3", "4", "5", "asian_unspecified")
    assert dimension.members("unknown") == dimension.missing
    assert dimension.label("asian_unspecified").endswith("not further specified")


def test_what_was_not_recognised_is_counted_by_value(file):
    reading = read(file(), Layout((Column("Ethnicity"), Column("Age"))))
    assert reading.problems == (
        Problem("not recognised", "Ethnicity", "Klingon", 1),
        Problem("not recognised", "Age", "400", 1),
    )


def test_the_officer_rules(file):
    column = Column("Ethnicity", codes={"Klingon": "19", "Asian": "not_stated"})
    reading = read(file(), Layout((column,)))
    assert by(reading.cube, "Ethnicity")["19"] == 1
    assert reading.missing["Ethnicity"] == {"prefer_not_to_say": 1, "not_stated": 1, "not_recorded": 1}
    assert reading.problems == ()


def test_a_ruling_must_name_a_code_of_the_list(file):
    with pytest.raises(Refused, match=r"warrior \(for Klingon\) is not a code of"):
        read(file(), Layout((Column("Ethnicity", codes={"Klingon": "warrior"}),)))


def test_values_without_a_list_are_groups_as_they_stand(file):
    reading = read(file(), Layout((Column("Ward", classification=AS_WRITTEN),)))
    assert by(reading.cube, "Ward") == {"North": 2, "South": 4}
    assert reading.cube.dimension("Ward").classification == ""


def test_columns_that_are_not_mapped_never_leave(file):
    reading = read(file(), Layout((Column("Sex"),)))
    assert "mine" not in json.dumps(reading.as_dict())


def test_people_are_counted_once_with_their_last_answer(file):
    path = file("ref,sex\n7,F\n7,F\n8,M\n8,F\n8,\n,M\n,M\n")
    reading = read(path, Layout((Column("sex"),), row="visit", reference="ref"))
    assert (reading.rows, reading.cube.total, reading.cube.unit) == (7, 4, "people")
    assert by(reading.cube, "sex") == {"1": 2, "2": 2}
    assert reading.problems == (
        Problem("changed answers, the last is counted", "sex", "", 1),
        Problem("no reference, counted as one person each", "ref", "", 2),
    )


def test_visits_without_a_reference_are_visits(file):
    assert read(file(), Layout((Column("Sex"),), row="visit")).cube.unit == "visits"


def test_a_table_of_counts(file):
    path = file('sex,n\nF,"1,200"\nM,300.0\nF,x\nM,-4\nF,1.5\n')
    reading = read(path, Layout((Column("sex"),), count="n"))
    assert by(reading.cube, "sex") == {"1": 1200, "2": 300}
    assert {problem.value for problem in reading.problems} == {"x", "-4", "1.5"}


@pytest.mark.parametrize(
    ("layout", "sentence"),
    [
        ({"columns": (Column("Colour"),)}, "no column Colour: the columns are Ref, Ethnicity"),
        ({"columns": (Column("Sex"), Column("Sex"))}, "same name"),
        ({"columns": (Column("Sex"),), "row": "dog"}, "A row is one of person, household, visit"),
        ({"columns": (Column("Sex"),), "count": "Age", "reference": "Ref"}, "not both"),
    ],
)
def test_layouts_that_cannot_be_read_are_refused(file, layout, sentence):
    with pytest.raises(Refused, match=sentence):
        read(file(), Layout(**layout))


def test_trade_union_membership_is_refused_with_the_reason(file):
    with pytest.raises(Refused, match="not among the four kinds"):
        read(file("Trade union,Sex\nyes,F\n"), Layout((Column("Trade union"),)))


def test_a_column_of_names_is_refused(file):
    path = file("name\n" + "".join(f"N{place}\n" for place in range(5_001)))
    with pytest.raises(Refused, match="over 5,000 different values"):
        read(path, Layout((Column("name"),)))


def test_parquet_is_read_like_csv(file, tmp_path):
    path = tmp_path / "users.parquet"
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{file()}')) TO '{path}' (FORMAT parquet)")
    reading = read(path, Layout((Column("Sex"), Column("Age"))))
    assert by(reading.cube, "Sex") == {"1": 3, "2": 3}
    assert by(reading.cube, "Age") == {"15-19": 1, "30-34": 3, "60-64": 1, "uncodable": 1}


def test_describe_gives_the_contract(file):
    found = describe(file()).as_dict()
    assert found["rows"] == 6
    ethnicity = found["columns"][1]
    assert {key: ethnicity[key] for key in ("name", "characteristic", "classification", "recognised")} == {
        "name": "Ethnicity",
        "characteristic": "ethnicity",
        "classification": "ethnic_group_census2021_ew",
        "recognised": 3,
    }
    assert ethnicity["unrecognised"] == {"Klingon": 1}
    assert ethnicity["missing"] == {"not_recorded": 1, "prefer_not_to_say": 1}
    assert found["columns"][5]["unrecognised"] == {}


@pytest.mark.slow_test
def test_it_works_in_a_child_with_two_gigabytes(file):
    layout = {"columns": [{"heading": "Sex", "name": "sex"}], "row": "person"}
    answer = run_limited("equalities.cubes:read_as_dict", str(file()), layout)
    assert Cube.from_dict(answer["cube"]).counts.tolist() == [3, 3]
    assert answer["rows"] == 6


@pytest.mark.slow_test
def test_reference_compas_groups(shared):
    path = shared / "data/fairness/compas_for_aequitas.csv"
    reading = read(path, Layout((Column("race", classification=AS_WRITTEN), Column("sex"))))
    assert by(reading.cube, "race") == {
        "African-American": 3696,
        "Asian": 32,
        "Caucasian": 2454,
        "Hispanic": 637,
        "Native American": 18,
        "Other": 377,
    }
    assert by(reading.cube, "sex") == {"1": 1395, "2": 5819}


@pytest.mark.parametrize(("row", "unit"), [("application", "applications"), ("incident", "incidents")])
def test_what_a_row_is_is_what_is_counted(file, row, unit):
    assert read(file(), Layout((Column("Sex"),), row=row)).cube.unit == unit


def test_people_are_counted_once_with_their_first_answer(file):
    path = file("ref,sex\n7,\n7,F\n8,M\n 8 ,F\n")
    reading = read(path, Layout((Column("sex"),), reference="ref", keep="first"))
    assert by(reading.cube, "sex") == {"1": 1, "2": 1}
    assert reading.problems == (Problem("changed answers, the first is counted", "sex", "", 1),)


def test_the_same_answer_in_other_letters_is_no_change(file):
    path = file("ref,sex\n7,F\n7, f \n")
    assert read(path, Layout((Column("sex"),), reference="ref")).problems == ()


def test_sums_leave_out_what_is_no_number(file):
    path = file('sex,pay\nF,"£1,200.50"\nF,-0.25\nM,n/a\nM,\nM,1e3\n')
    reading = read(path, Layout((Column("sex"),), sums=(Amount("Pay", "pounds a year", "salary"),)))
    salary = reading.cube.sums["salary"]
    assert (salary.totals.tolist(), salary.given.tolist(), salary.unit) == (
        [1200.25, 0.0],
        [2, 0],
        "pounds a year",
    )
    assert reading.problems == (
        Problem("not a number", "Pay", "1e3", 1),
        Problem("not a number", "Pay", "n/a", 1),
    )


def test_groups_that_cross_into_too_many_cells_are_refused(file):
    rows = "".join(f"a{place},b{place},c{place}\n" for place in range(400))
    columns = tuple(Column(name, classification=AS_WRITTEN) for name in "abc")
    with pytest.raises(Refused, match="too many groups to cross"):
        read(file(f"a,b,c\n{rows}"), Layout(columns))


def test_a_group_of_nought_in_a_table_of_counts_is_there(file):
    path = file("Ward,n\nNorth,0\nSouth,2\nEast,x\n")
    cube = read(path, Layout((Column("Ward", classification=AS_WRITTEN),), count="n")).cube
    assert (cube.dimensions[0].codes, cube.counts.tolist()) == (("North", "South"), [0, 2])


def test_parquet_of_other_kinds_reads_as_people_write_it(tmp_path):
    path = tmp_path / "users.parquet"
    values = (
        "SELECT 34.0::DOUBLE AS age, 'F'::BLOB AS sex, true AS here, NULL::INT AS gone, 'nan'::DOUBLE AS none"
    )
    duckdb.sql(f"COPY ({values}) TO '{path}' (FORMAT parquet)")
    layout = Layout(
        tuple(Column(name, classification=AS_WRITTEN) for name in ("age", "here", "gone", "none"))
    )
    reading = read(path, layout)
    assert reading.values == {"age": {"34": 1}, "here": {"true": 1}, "gone": {"": 1}, "none": {"": 1}}
    assert by(read(path, Layout((Column("sex"),))).cube, "sex") == {"1": 1}


def test_a_group_is_not_called_by_a_slip_of_typing(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text("Ethnicity\n" + "White British\n" * 9 + "Chineese\n" * 3 + "Chinese\n")
    cube = read(path, Layout((Column("Ethnicity", classification=AS_WRITTEN),))).cube
    assert dict(zip(cube.dimensions[0].codes, cube.counts.tolist(), strict=True)) == {
        "Chinese": 4,
        "White British": 9,
    }


def test_people_who_stand_in_one_row_each_are_counted_the_same_the_short_way(tmp_path, monkeypatch):
    path = tmp_path / "users.csv"
    answers = ["F", "m", "", "  ", "Unknown thing", "F "]
    lines = [f"{f'C{n}' if n % 7 else ' '},{answers[n % 6]},{n}" for n in range(60)]
    path.write_text("\n".join(["Card,Sex,Hours", *lines]))
    layout = Layout((Column("Sex"),), reference="Card", sums=(Amount("Hours", "hours"),))
    short = read(path, layout)
    monkeypatch.setattr(statements, "repeated", lambda *_: "SELECT true")
    assert short.as_dict() == read(path, layout).as_dict()
    assert (short.rows, short.problems[0].rows) == (60, 9)


def test_one_reference_that_stands_twice_is_one_person(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text("Card,Sex\n a1,F\nA 1,M\nB2,F\n")
    assert read(path, Layout((Column("Sex"),), reference="Card")).cube.total == 2
