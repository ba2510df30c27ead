import json

import pytest

from dueregard.cli import main

KEYS = [
    "groups",
    "n",
    "mean_gap",
    "median_gap",
    "mean_bonus_gap",
    "median_bonus_gap",
    "bonus_share",
    "quarters",
    "undefined",
]
"""The keys that issue 5 fixes."""

STAFF = "sex,rate,bonus\nMale,20,100\nMale,10,\nFemale,12,\nFemale,,40\n"


def test_the_contract(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text(STAFF)
    assert main(["pay", str(path), "--group", "sex", "--rate", "rate", "--bonus", "bonus", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(KEYS) <= set(found)
    assert found["groups"] == ["Male", "Female"]
    assert found["n"] == {"Male": 2, "Female": 1}
    assert (found["mean_gap"], found["mean_bonus_gap"]) == (20.0, 60.0)
    assert found["quarters"][0] == {"quarter": "lower", "n": 1, "share": {"Male": 1.0, "Female": 0.0}}


def test_for_people_to_read(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text(STAFF)
    assert main(["pay", str(path), "--group", "sex", "--rate", "rate"]) == 0
    shown = capsys.readouterr().out
    assert "mean gap: 20.0 %" in shown
    assert "mean bonus gap: No bonus column was named." in shown


def test_grades_what_a_gap_goes_with_and_every_group(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    cells = [
        ("M", 20, "A", 36),
        ("M", 30, "B", 30),
        ("M", 31, "B", 36),
        ("F", 19, "A", 36),
        ("F", 18, "A", 20),
        ("F", 29, "B", 36),
    ]
    path.write_text("sex,rate,grade,hours\n" + "".join(",".join(map(str, cell)) + "\n" for cell in cells))
    arguments = ["pay", str(path), "--group", "sex", "--rate", "rate", "--grade", "grade"]
    arguments += ["--account-for", "hours", "--each", "--least", "2"]
    assert main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(KEYS) | {"grades", "decompositions", "pairs"} <= set(found)
    assert [grade["mean_gap"] for grade in found["grades"]["grades"]] == pytest.approx(
        [7.5, 100 * 1.5 / 30.5]
    )
    assert found["grades"]["pattern"] == "F"
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "grade A (M 1, F 2): mean 7.5 %, median 7.5 %; look into: 5 % or more (few people)" in shown
    assert "In over half of the grades F are paid less by 3 % or more." in shown
    assert shown.count("Accounted for is not justified") == 2


def test_a_column_that_is_not_there_is_refused(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text(STAFF)
    assert main(["pay", str(path), "--group", "gender", "--rate", "rate"]) == 2
    assert "There is no column gender" in capsys.readouterr().err


def test_a_line_of_totals_is_no_employee(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text("Ethnicity,Rate\nWhite,12\nWhite,10\nBlack,9\nTotal,31\n")
    assert main(["pay", str(path), "--group", "Ethnicity", "--rate", "Rate", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["groups"], found["n"]) == (["White", "Black"], {"White": 2, "Black": 1})
    assert found["warnings"] == ["1 row has totals of the others (Total), left out."]


def test_decimal_commas_are_refused_with_what_to_do(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text("Sex;Rate\nM;10,50\nF;9,20\n")
    assert main(["pay", str(path), "--group", "Sex", "--rate", "Rate"]) == 2
    said = capsys.readouterr().err
    assert said == "The column Rate has decimal commas (10,50): write its amounts with points.\n"
