"""`dueregard tables protect` and `attack` with amounts, and the checker that believes no file."""

import csv
import json
import random
from pathlib import Path

import pytest

from dueregard.cli import main

ROOT = Path(__file__).parents[1]


@pytest.fixture(name="folder", scope="module")
def folder_of_spending(tmp_path_factory):
    """600 payments to 60 suppliers, protected."""
    folder = tmp_path_factory.mktemp("spending")
    chance = random.Random(4)
    with (folder / "spend.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["supplier", "department", "kind", "paid"])
        for _ in range(600):
            paid = f"{chance.lognormvariate(7, 1.7):,.2f}"
            writer.writerow(
                [f"S{chance.randrange(60)}", f"D{chance.randrange(8)}", chance.choice("ABCDE"), paid]
            )
    specify(folder, "spec")
    assert main(["tables", "protect", str(folder / "spec.json"), "--out", str(folder / "out")]) == 0
    return folder


def specify(folder, name, **more):
    spec = {
        "data": "spend.csv",
        "amount": "paid",
        "contributor": "supplier",
        "dimensions": {"department": {}, "kind": {}},
        "tables": [["department", "kind"], ["department"]],
        "unit": "pounds",
        "policy": {"p_percent": 15, "dominance": [1, 75]},
        **more,
    }
    (folder / f"{name}.json").write_text(json.dumps(spec), encoding="utf-8")
    return folder / f"{name}.json"


@pytest.fixture
def verify(capsys, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    import verify_release

    def run(*arguments):
        capsys.readouterr()
        status = verify_release.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out + printed.err

    return run


@pytest.fixture(name="copy")
def copy_of_the_release(folder, tmp_path):
    (tmp_path / "out").mkdir()
    for file in (folder / "out").iterdir():
        (tmp_path / "out" / file.name).write_bytes(file.read_bytes())
    return tmp_path / "out"


def withheld_line(folder):
    lines = (folder / "01.csv").read_text().splitlines()
    return next(line for line in lines if line.endswith(",,withheld"))


def test_what_protects_passes_the_attack_and_the_checker(folder, capsys, verify):
    assert main(["tables", "attack", str(folder / "out"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["exposed"] == []
    assert found["withheld"] == withheld_in(folder / "out")
    assert found["narrowest"]["percent"] >= found["within"] == 2
    private = json.loads((folder / "out.private.json").read_text())
    assert private["sensitive"] == len(private["kept"]) > 0
    assert verify(folder / "out")[0] == 0
    status, said = verify("--private", folder / "out.private.json", folder / "out")
    assert (status, f"{private['sensitive']} protection levels, 0 problems" in said) == (0, True)


def withheld_in(folder):
    """Cells of departments are in both tables."""
    return sum(line.endswith(",,withheld") for line in (folder / "01.csv").read_text().splitlines())


def test_publishing_one_more_is_seen_by_both(folder, copy, capsys, verify):
    """Whichever withheld amount is printed: its hash is wrong, and witnesses have others."""
    line = withheld_line(copy)
    (copy / "01.csv").write_text(
        (copy / "01.csv").read_text().replace(line, line.replace(",,withheld", ",123.45,shown"))
    )
    assert main(["tables", "attack", str(copy)]) == 1
    assert "out has been altered since its receipt was made" in capsys.readouterr().out
    status, said = verify(copy)
    assert status == 1
    assert "not those of the receipt" in said
    assert "a witness has another amount" in said


def test_a_narrower_witness_is_seen(copy, verify):
    witnesses = json.loads((copy / "witnesses.json").read_text())
    witnesses["fillings"] = witnesses["fillings"][:1]
    (copy / "witnesses.json").write_text(json.dumps(witnesses))
    status, said = verify(copy)
    assert status == 1
    assert "no two witnesses differ enough" in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda w: w["fillings"][0][0].__setitem__(1, -1), "below nought"),
        (lambda w: w["fillings"][0][0].__setitem__(0, 10**6), "no place"),
        (lambda w: w["fillings"][0][0].__setitem__(1, "1"), "no number"),
        (lambda w: w.pop("blocks"), "not written as"),
    ],
)
def test_broken_witnesses_are_one_sentence(copy, verify, change, sentence):
    witnesses = json.loads((copy / "witnesses.json").read_text())
    change(witnesses)
    (copy / "witnesses.json").write_text(json.dumps(witnesses))
    status, said = verify(copy)
    assert status == 2
    assert sentence in said
    assert said.count("\n") == 1


def test_a_lower_promise_is_seen(copy, verify):
    receipt = json.loads((copy / "receipt.json").read_text())
    (copy / "receipt.json").write_text(json.dumps({**receipt, "within": 0}))
    assert verify(copy)[0] == 2


def test_private_levels_that_are_not_reached_are_seen(folder, tmp_path, verify):
    private = json.loads((folder / "out.private.json").read_text())
    private["kept"][0]["high"] = "99999999.00"
    (tmp_path / "private.json").write_text(json.dumps(private))
    status, said = verify("--private", tmp_path / "private.json", folder / "out")
    assert status == 1
    assert "can be told from its protection level" in said


def test_tables_of_a_stranger(tmp_path, capsys):
    (tmp_path / "spend.csv").write_text("area,amount\nN,100\nS,[c]\nAll,1000\n")
    asked = ["tables", "attack", str(tmp_path), "--withheld-mark", "[c]", "--total", "All"]
    assert main(asked) == 1
    assert "spend: S is from 900.0 to 900.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"history": ["earlier"]}, "put all tables of these people into one SPEC"),
        ({"amount": "cost"}, 'has no column "cost"'),
        ({"contributor": "firm"}, 'has no column "firm"'),
        ({"policy": {"threshold": 5}}, 'has no "threshold"'),
        ({"tables": [["department", "year"]]}, '"year", which is not among the dimensions'),
        ({"relations": []}, '"relations", which is not known'),
        ({"amount": "kind"}, "where an amount is due"),
    ],
)
def test_specs_that_cannot_be_used(folder, tmp_path, capsys, more, sentence):
    spec = specify(folder, "broken", **more)
    assert main(["tables", "protect", str(spec), "--out", str(tmp_path / "out")]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_amounts_and_counts_are_attacked_apart(folder, tmp_path, capsys):
    (tmp_path / "people.csv").write_text("area,count\nN,100\n")
    assert main(["tables", "attack", str(folder / "out"), str(tmp_path)]) == 2
    assert "attack each kind by itself" in capsys.readouterr().err


def test_a_tree_for_what_is_no_column_of_amounts_is_refused(tmp_path, capsys):
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "t.csv").write_text("area,amount\nN,5\nS,x\nTotal,9\n", encoding="utf-8")
    (tmp_path / "tree.csv").write_text("code,parent\nN,England\nS,England\nEngland,\n", encoding="utf-8")
    tree = f"region={tmp_path / 'tree.csv'}"
    assert main(["tables", "attack", str(tmp_path / "published"), "--hierarchy", tree]) == 2
    assert '--hierarchy names "region", which is no column' in capsys.readouterr().err
