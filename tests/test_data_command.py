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
    assert (found["tested"], found["services"]) == (2, 2)  # of two groups, the one that does worse
    keys = {"where", "n", "rate", "reference_rate", "gap", "low", "high", "q", "people", "verdict"}
    assert all(keys <= set(gap) for gap in found["gaps"])
    assert [gap["where"] for gap in found["gaps"]] == [{"service": "Bins", "sex": "F"}]
    assert [gap["verdict"] for gap in found["gaps"]] == ["under"]
    assert main(["data", "gaps", file(CASES), *arguments]) == 0
    assert "service Bins, sex F: under, 20.0% against 60.0% (n = 100" in capsys.readouterr().out


JOINT = "group,age,count\nF,16-64,400\nF,65+,200\nM,16-64,350\nM,65+,50\n"


def test_compare_with_the_shares_expected_at_the_users_ages(file, capsys):
    users = file("sex,age\n" + "F,70\n" * 160 + "M,80\n" * 40)
    arguments = [users, "--by", "sex", "--against", file(JOINT, "population.csv")]
    found = answer(capsys, "data", "compare", *arguments, "--adjust", "age")
    female = found["groups"][0]
    assert (female["benchmark_share"], female["expected_share"]) == (0.6, 0.8)
    assert (female["adjusted_index"], female["verdict"]) == (1.0, "no difference shown")
    assert main(["data", "compare", *arguments]) == 0
    assert "adjusted_index" in capsys.readouterr().out.splitlines()[0]


def test_compare_with_a_published_share(file, capsys):
    arguments = [file(USERS), "--by", "Sex", "--published", "F=60%"]
    found = answer(capsys, "data", "compare", *arguments, "--source", "Census 2021")
    assert found["groups"][0]["benchmark_share"] == 0.6
    for wrong, sentence in (
        (arguments, "Say where the published share comes from"),
        ([*arguments[:3], "--published", "F", "--source", "x"], "is not a group and its share"),
        ([*arguments[:3], "--published", "F=140%", "--source", "x"], "is not a group and its share"),
        ([*arguments[:3], "--adjust", "age"], "Say which population to adjust to"),
    ):
        assert main(["data", "compare", *wrong]) == 2
        assert sentence in capsys.readouterr().err


YEARS = "year,sex,done,n\n" + "".join(
    f"{year},{sex},{done},{n}\n"
    for year, sex, good in (("2022", "F", 40), ("2022", "M", 60), ("2023", "F", 80), ("2023", "M", 60))
    for done, n in (("yes", good), ("no", 100 - good))
)


def test_trend(file, capsys):
    arguments = ["data", "trend", file(YEARS), "--by", "sex", "--period", "year", "--outcome", "done"]
    arguments += ["--good", "yes", "--count", "n", "--reference", "M"]
    found = answer(capsys, *arguments)
    assert set(found) == {"by", "periods", "reference", "groups", "breaks", "warnings"}
    women = found["groups"][0]
    assert [point["gap"] for point in women["points"]] == pytest.approx([-0.2, 0.2])
    assert (women["change"], women["moved"]) == (pytest.approx(0.4), "gap turned round")
    assert main([*arguments, "--break", "2023=New system"]) == 0
    shown = capsys.readouterr().out
    assert "There is a break before 2023: New system." in shown
    assert "F\t0.4\t0.8\t-\t-" in shown
    assert main([*arguments, "--break", "2023"]) == 2
    assert "is not a break" in capsys.readouterr().err


HR = (
    "Ethnic group,Grade,Promoted\n"
    + "White British,PO1,yes\n" * 20
    + "Indian,PO3,no\n" * 20
    + "Indian,PO3,yes\n" * 5
)


def test_workforce(file, capsys):
    survey = file("Ethnic group,Equal opportunities\nIndian,Agree\nWhite British,Disagree\n", "survey.csv")
    arguments = [file(HR), "--by", "Ethnic group", "--senior", "PO3", "--survey", survey]
    found = answer(capsys, "data", "workforce", *arguments)
    keys = "by reference staff groups profile senior processes board missing warnings survey indicators"
    assert set(found) == set(keys.split())
    assert (found["staff"], found["senior"][0]["group"], found["senior"][0]["n"]) == (45, "Indian", 25)
    assert found["processes"][0]["likelihoods"][0]["ratio"] == pytest.approx(0.2)
    assert main(["data", "workforce", *arguments, "--reference", "White British"]) == 0
    shown = capsys.readouterr().out
    assert "White British people are 5.00 times as likely as Indian people to be promoted. under" in shown
    assert "WRES 3, Entering the formal disciplinary process: No column says who" in shown
    assert main(["data", "workforce", *arguments, "--column", "trained"]) == 2
    assert "names no column" in capsys.readouterr().err


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
    "command",
    [
        ["data", "describe"],
        ["data", "compare"],
        ["data", "gaps"],
        ["data", "trend"],
        ["data", "workforce"],
        ["pay"],
    ],
)
def test_help_has_an_example(command, capsys):
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    assert f"dueregard {' '.join(command)} " in capsys.readouterr().out.split("example")[-1]
