import json

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


def test_a_column_that_is_not_there_is_refused(tmp_path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text(STAFF)
    assert main(["pay", str(path), "--group", "gender", "--rate", "rate"]) == 2
    assert "There is no column gender" in capsys.readouterr().err
