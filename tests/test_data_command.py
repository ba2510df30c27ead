import json

import pytest

from dueregard.cli import main

GROUP = [
    "group",
    "n",
    "share",
    "low",
    "high",
    "benchmark_share",
    "expected_share",
    "index",
    "events",
    "rate",
    "rate_low",
    "rate_high",
    "gap",
    "gap_low",
    "gap_high",
    "ratio",
    "ratio_low",
    "ratio_high",
    "verdict",
]
"""The keys that issue 5 fixes."""


@pytest.fixture
def file(tmp_path):
    def write(text, name="users.csv"):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


USERS = "Ethnicity,Sex,Appointed\nIndian,F,yes\nIndian,M,no\nWhite British,F,no\n,M,yes\n"


def answer(capsys, *arguments):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_describe(file, capsys):
    found = answer(capsys, "data", "describe", file(USERS))
    assert found["rows"] == 4
    column = found["columns"][0]
    assert column["name"] == "Ethnicity"
    assert (column["characteristic"], column["recognised"], column["unrecognised"]) == ("ethnicity", 3, {})
    assert column["missing"] == {"not_recorded": 1}


def test_compare_has_every_key(file, capsys):
    population = file("group,count\nF,60\nM,40\n", "population.csv")
    found = answer(capsys, "data", "compare", file(USERS), "--by", "sex", "--against", population)
    assert {"by", "n", "groups", "reference", "tests", "missing", "warnings"} <= set(found)
    assert all(set(GROUP) <= set(group) for group in found["groups"])
    female = found["groups"][0]
    assert (female["group"], female["n"], female["share"], female["benchmark_share"]) == ("F", 2, 0.5, 0.6)
    assert female["verdict"] == "too few to say"
    assert female["rate"] is None


def test_compare_by_an_outcome(file, capsys):
    arguments = ["--by", "Sex", "--outcome", "Appointed", "--good", "yes", "--reference", "F"]
    found = answer(capsys, "data", "compare", file(USERS), *arguments)
    assert found["reference"] == "F"
    assert [test["name"] for test in found["tests"]] == ["fisher exact", "chi-square"]
    assert found["groups"][1]["gap"] == 0.0


CASES = "service,sex,done\n" + "".join(
    f"{service},{sex},{'yes' if place < good else 'no'}\n"
    for service, sex, good in (("Bins", "F", 20), ("Bins", "M", 60), ("Parks", "F", 50), ("Parks", "M", 50))
    for place in range(100)
)


def test_gaps(file, capsys):
    arguments = ["--service", "service", "--outcome", "done", "--good", "yes", "--by", "sex"]
    found = answer(capsys, "data", "gaps", file(CASES), *arguments)
    assert (found["tested"], found["services"]) == (4, 2)
    keys = {"where", "n", "rate", "reference_rate", "gap", "low", "high", "q", "people", "verdict"}
    assert all(keys <= set(gap) for gap in found["gaps"])
    assert [gap["where"] for gap in found["gaps"]] == [{"service": "Bins", "sex": sex} for sex in ("F", "M")]
    assert [gap["verdict"] for gap in found["gaps"]] == ["under", "over"]
    assert main(["data", "gaps", file(CASES), *arguments]) == 0
    assert "service Bins, sex F: under, 20.0% against 60.0% (n = 100" in capsys.readouterr().out


def test_for_people_to_read(file, capsys):
    path = file(USERS)
    assert main(["data", "describe", path]) == 0
    assert "Ethnicity: ethnicity, ethnic_group_census2021_ew" in capsys.readouterr().out
    assert (
        main(["data", "compare", path, "--by", "Ethnicity", "--outcome", "Appointed", "--good", "yes"]) == 0
    )
    shown = capsys.readouterr().out
    assert "not_recorded\t1" in shown
    assert "too few to say" in shown


def test_bad_input_is_one_sentence_and_status_two(file, capsys):
    for arguments in (
        ["describe", "nowhere.csv"],
        ["compare", file(USERS), "--by", "Colour"],
        ["describe", file("")],
    ):
        assert main(["data", *arguments, "--json"]) == 2
        out, error = capsys.readouterr()
        assert out == ""
        assert error.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["data", "describe"], ["data", "compare"], ["data", "gaps"], ["data", "trend"], ["pay"]]
)
def test_help_has_an_example(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    assert f"dueregard {' '.join(command)} " in capsys.readouterr().out.split("example")[-1]
