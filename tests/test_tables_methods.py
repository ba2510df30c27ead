"""Methods besides withholding, through the command line: folders that the attack and the checker read."""

import json
import subprocess
import sys

import pytest

from dueregard.cli import main
from tests.test_tables_command import VERIFY, specify, table, write_csv

pytestmark = pytest.mark.usefixtures("witnesses_here")
GROUPS = {"White": ["WB", "WO"], "Asian": ["AI", "AP"]}
NUMBERS = {
    ("W1", "WB"): 140, ("W1", "WO"): 3, ("W1", "AI"): 20, ("W1", "AP"): 230,
    ("W2", "WB"): 60, ("W2", "WO"): 110, ("W2", "AI"): 141, ("W2", "AP"): 28,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    write_csv(tmp_path / "n.csv", ("ward", "eth", "n"), *((*codes, n) for codes, n in NUMBERS.items()))
    tree = [(code, group) for group, members in GROUPS.items() for code in members]
    write_csv(tmp_path / "eth.csv", ("code", "parent"), *tree, *((group, "") for group in GROUPS))
    return tmp_path


def spec(folder, policy, **more):
    shape = {"data": "n.csv", "count": "n", "dimensions": {"ward": {}, "eth": {"hierarchy": "eth.csv"}}}
    return specify(folder, "release", **shape, tables=[["ward", "eth"]], policy=policy, **more)


def protect(folder, policy, capsys):
    out = folder / "out"
    status = main(["tables", "protect", str(spec(folder, policy)), "--out", str(out), "--key", "1", "--json"])
    return status, json.loads(capsys.readouterr().out), out


def verify(out):
    return subprocess.run(
        [sys.executable, str(VERIFY), str(out)], capture_output=True, text=True, check=False
    )


@pytest.mark.slow_test
@pytest.mark.parametrize(
    ("policy", "small", "large"),
    [
        ({"method": "round"}, ["5", "rounded"], ["140", "rounded"]),
        ({"method": "round", "base": 10}, ["0", "rounded"], ["140", "rounded"]),
        ({"method": "round", "hide_small": True, "threshold": 8}, ["", "withheld"], ["140", "rounded"]),
        ({"method": "merge"}, ["", "merged"], ["", "merged"]),
        ({"coarser": ["eth"]}, ["", "merged"], ["", "merged"]),
        ({"cover": True, "participants": 1}, ["", "withheld"], ["", "withheld"]),
    ],
)
def test_a_folder_of_each_method_is_written_attacked_and_checked(folder, capsys, policy, small, large):
    status, private, out = protect(folder, policy, capsys)
    assert (status, private["blocking"]) == (0, [])
    rows = {tuple(row[:2]): row[2:] for row in table(out / "01.csv")[1:]}
    assert (rows["W1", "WO"], rows["W1", "WB"]) == (small, large)
    assert main(["tables", "attack", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["exposed"], found["altered"], found["cells"]) == ([], [], 21)
    checked = verify(out)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow_test
def test_a_merged_cell_that_was_shown_before_is_no_problem(folder, capsys):
    protect(folder, {}, capsys)
    (folder / "out").rename(folder / "first")
    file = spec(folder, {"coarser": ["eth"]}, history=["first"])
    assert main(["tables", "protect", str(file), "--out", str(folder / "out"), "--key", "1"]) == 0
    command = [sys.executable, str(VERIFY), str(folder / "out"), str(folder / "first")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.slow_test
def test_the_national_statistics_office_s_package_makes_a_folder_like_any_other(folder, capsys):
    pytest.importorskip("cell_key_perturbation", reason="the extra cell-key is not installed")
    status, private, out = protect(folder, {"method": "cell-key"}, capsys)
    assert (status, private["withheld"]) == (0, 1)
    assert verify(out).returncode == 0
    assert main(["tables", "attack", str(out)]) == 0


@pytest.mark.slow_test
def test_a_rounded_number_that_was_changed_is_caught(folder, capsys):
    _, _, out = protect(folder, {"method": "round"}, capsys)
    content = (out / "01.csv").read_bytes()
    for wrong in (b"W1,WB,145,rounded", b"W1,WB,141,rounded", b"W1,WB,140,shown", b"W1,WB,,merged"):
        (out / "01.csv").write_bytes(content.replace(b"W1,WB,140,rounded", wrong))
        assert verify(out).returncode == 1
        assert main(["tables", "attack", str(out)]) in (1, 2)
        capsys.readouterr()


def test_rounding_that_gives_a_count_away_is_refused_with_the_cells(folder, capsys):
    write_csv(folder / "n.csv", ("ward", "eth", "n"), ("W1", "WB", 2), ("W1", "WO", 2))
    write_csv(folder / "eth.csv", ("code", "parent"), ("WB", ""), ("WO", ""))
    status, private, out = protect(folder, {"method": "round"}, capsys)
    assert status == 1
    assert ["W1", "WB"] in [cell["cell"] for cell in private["blocking"]]
    assert not out.exists()


@pytest.mark.slow_test
def test_alternatives_stand_side_by_side(folder, capsys):
    file = spec(folder, {"attacker": "informed"})
    assert main(["tables", "alternatives", str(file), "--key", "1", "--json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert list(found) == [
        "suppress",
        "round to 5",
        "round to 5, small counts withheld",
        "round to 10",
        "merge",
        "coarser: eth 1 up",
    ]
    assert all(one["safe"] for one in found.values())
    assert found["round to 5"]["people_shown"] == 1.0
    assert found["merge"]["policy"]["method"] == "merge"
    assert main(["tables", "alternatives", str(file), "--key", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["method", "people", "shown", "gaps", "kept", "cells", "withheld", "safe"]
    assert lines[2].split() == ["round", "to", "5", "100", "%", "100", "%", "0", "yes"]
    assert "merge: A group instead of its members where one of them is small." in lines


def test_alternatives_say_what_a_paper_gave_away_before(folder, capsys):
    """W1, WO is 3 and the paper prints it."""
    (folder / "foi").mkdir()
    write_csv(folder / "foi" / "t.csv", ("ward", "eth", "count"), ("W1", "WO", 3), ("W1", "AI", 20))
    (folder / "foi" / "about.json").write_text("{}", encoding="utf-8")
    file = spec(folder, {}, history=["foi"])
    assert main(["tables", "alternatives", str(file), "--key", "1", "--json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert (found["suppress"]["safe"], found["suppress"]["given_away"]) == (True, 1)
    assert main(["tables", "alternatives", str(file), "--key", "1"]) == 0
    assert "yes, but for 1 given away before" in capsys.readouterr().out


@pytest.mark.slow_test
def test_the_policy_of_an_alternative_can_be_put_into_a_spec(folder, capsys):
    main(["tables", "alternatives", str(spec(folder, {})), "--key", "1", "--json"])
    for one in json.loads(capsys.readouterr().out):
        status, private, _ = protect(folder, one["policy"], capsys)
        assert (status, private["withheld"]) == (0, one["withheld"])


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ({"method": "round", "base": 3}, "raise the base or lower min_interval"),
        ({"coarser": ["ward"]}, '"ward" has no groups'),
        ({"coarser": "eth"}, "must be a list of names"),
        ({"participants": "two"}, "participants must be a whole number"),
        ({"cover": 1}, "cover must be true or false"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_a_sentence(folder, capsys, policy, sentence):
    assert main(["tables", "protect", str(spec(folder, policy)), "--out", str(folder / "out")]) == 2
    assert sentence in capsys.readouterr().err
    assert not (folder / "out").exists()
