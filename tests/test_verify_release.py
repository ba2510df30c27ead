"""Releases whose people are related, an independent checker that believes no file, and broken files of every kind."""

import json
import random
import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import pytest

from dueregard.cli import main

pytestmark = pytest.mark.usefixtures("witnesses_here")
VERIFY = Path(__file__).parents[1] / "verify_release.py"
STOCK, NEXT = {"day": "2023", "of": "staff"}, {"day": "2024", "of": "staff"}
STARTERS, LEAVERS = {"year": "2023", "of": "starters"}, {"year": "2023", "of": "leavers"}
FLOW = {"stock": STOCK, "in": [STARTERS], "out": [LEAVERS], "next": NEXT, "by": ["grade", "sex"]}


def write(folder, name, counts, **more):
    """people.csv of four lines and a SPEC."""
    lines = [f"{grade},{sex},{count}" for (grade, sex), count in counts.items()]
    (folder / f"{name}.csv").write_text("grade,sex,n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    spec = {
        "data": f"{name}.csv",
        "count": "n",
        "dimensions": {"grade": {}, "sex": {}},
        "tables": [["grade", "sex"]],
        "release": name,
        **more,
    }
    (folder / f"{name}.json").write_text(json.dumps(spec), encoding="utf-8")


def protect(folder, name):
    spec, out = folder / f"{name}.json", folder / f"out-{name}"
    return main(["tables", "protect", str(spec), "--out", str(out), "--key", "7", "--json"])


def attack(capsys, *arguments):
    capsys.readouterr()
    status = main(["tables", "attack", *map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def verify(capsys):
    """Runs the checker; what it returned and printed."""
    spec = spec_from_file_location("verify_release", VERIFY)
    checker = module_from_spec(spec)
    spec.loader.exec_module(checker)

    def run(*arguments):
        capsys.readouterr()
        status = checker.main([str(argument) for argument in arguments])
        return SimpleNamespace(returncode=status, **capsys.readouterr()._asdict())

    return run


def counts(*numbers):
    return dict(
        zip([("junior", "F"), ("junior", "M"), ("senior", "F"), ("senior", "M")], numbers, strict=True)
    )


@pytest.fixture
def flows(tmp_path):
    """Stock, starters and next stock as releases; the leavers follow from them."""
    write(tmp_path, "stock", counts(40, 60, 30, 50), universe=STOCK)
    write(tmp_path, "starters", counts(9, 8, 7, 6), universe=STARTERS, history=["out-stock"])
    write(tmp_path, "leavers", counts(3, 7, 8, 9), universe=LEAVERS, history=["out-stock", "out-starters"])
    everything = ["out-stock", "out-starters", "out-leavers"]
    write(tmp_path, "next", counts(46, 61, 29, 47), universe=NEXT, history=everything, relations=[FLOW])
    return tmp_path


NAMES = ("next", "leavers", "starters", "stock")


@pytest.mark.slow_test
def test_a_declared_flow_is_protected_attacked_and_checked(flows, capsys, verify):
    for name in reversed(NAMES):
        assert protect(flows, name) == 0
    outs = [flows / f"out-{name}" for name in NAMES]
    status, found = attack(capsys, *outs)
    assert (status, found["exposed"]) == (0, [])
    withheld = [(out / "01.csv").read_text(encoding="utf-8").count("withheld") for out in outs]
    assert withheld[0] > 0, "the next stock would give the leavers away"
    assert json.loads((outs[0] / "release.json").read_text(encoding="utf-8"))["relations"] == [FLOW]
    checked = verify(*outs)
    assert checked.returncode == 0, checked.out + checked.err
    assert "at a least interval of 2, 1 relations, 0 problems" in checked.out
    assert "Not checked against leavers" in verify(outs[0], outs[2], outs[3]).out


@pytest.mark.slow_test
def test_a_flow_that_nobody_counted_in_is_found(flows, capsys, tmp_path):
    """The same releases without the relation, and the attack with it."""
    spec = json.loads((flows / "next.json").read_text(encoding="utf-8"))
    del spec["relations"]
    (flows / "next.json").write_text(json.dumps(spec), encoding="utf-8")
    for name in reversed(NAMES):
        assert protect(flows, name) == 0
    outs = [flows / f"out-{name}" for name in NAMES]
    assert attack(capsys, *outs)[1]["exposed"] == []
    (tmp_path / "relations.json").write_text(json.dumps({"relations": [FLOW]}), encoding="utf-8")
    status, found = attack(capsys, *outs, "--relations", tmp_path / "relations.json")
    assert status == 1
    assert {(one["release"], *one["cell"]): one["low"] for one in found["exposed"]}[
        "leavers", "junior", "F"
    ] == 3


@pytest.mark.slow_test
def test_a_witness_that_breaks_the_flow_is_caught(flows, verify):
    for name in reversed(NAMES):
        protect(flows, name)
    outs = [flows / f"out-{name}" for name in NAMES]
    file = outs[0] / "witnesses.json"
    witnesses = json.loads(file.read_text(encoding="utf-8"))
    block = next(each for each in witnesses["blocks"] if each["universe"] == LEAVERS)
    for population in witnesses["populations"]:
        population.append([block["start"], 1000])
    file.write_text(json.dumps(witnesses), encoding="utf-8")
    checked = verify(*outs)
    assert checked.returncode == 1
    assert "breaks the flow" in checked.out


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A release with the people behind it, made once by a process apart."""
    folder = tmp_path_factory.mktemp("published")
    write(folder, "one", counts(3, 60, 30, 2), universe=STOCK)
    assert protect(folder, "one") == 0
    return folder


@pytest.fixture
def release(published, tmp_path, capsys):
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    capsys.readouterr()
    return tmp_path / "out-one"


def altered(folder, name, change):
    file = folder / name
    stored = json.loads(file.read_text(encoding="utf-8"))
    change(stored)
    file.write_text(json.dumps(stored), encoding="utf-8")


def test_the_least_interval_is_said_and_cannot_be_lowered_unseen(release, verify):
    assert "at a least interval of 2" in verify(release).out
    assert verify("--min-interval", "1", release).returncode == 2
    assert "no two witnesses differ enough" in verify("--min-interval", "100", release).out
    altered(release, "release.json", lambda stored: stored["policy"].update(min_interval=3))
    assert "one was altered" in verify(release).err
    for name in ("release.json", "receipt.json"):
        altered(release, name, lambda stored: stored.get("policy", stored).update(min_interval=0))
    checked = verify(release)
    assert checked.returncode == 2
    assert "protects nobody" in checked.err


@pytest.mark.parametrize("name", ["cells", "withheld"])
def test_a_receipt_that_counts_otherwise_is_caught(release, verify, name):
    altered(release, "receipt.json", lambda stored: stored.update({name: stored[name] + 1}))
    checked = verify(release)
    assert checked.returncode == 1
    assert f"the receipt says {name}" in checked.out


def test_witnesses_that_were_altered_are_caught_even_where_they_fit(release, verify):
    altered(release, "witnesses.json", lambda stored: stored["populations"].append(stored["populations"][0]))
    checked = verify(release)
    assert checked.returncode == 1
    assert "the witnesses are not those of the receipt" in checked.out


def test_rows_in_another_order_are_caught(release, verify):
    file = release / "01.csv"
    head, first, second, *rest = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, second, first, *rest]) + "\n", encoding="utf-8")
    checked = verify(release)
    assert checked.returncode == 1
    assert "the rows are not those of its dimensions" in checked.out
    assert "not those of the receipt" in checked.out


def test_people_in_two_universes_that_exclude_one_another_are_caught(release, verify):
    altered(release, "witnesses.json", lambda stored: stored["blocks"][0].update(also=[NEXT]))
    assert "which are different people" in verify(release).out


@pytest.mark.slow_test
@pytest.mark.parametrize("name", ["release.json", "receipt.json", "witnesses.json", "01.csv"])
@pytest.mark.parametrize("content", [None, "", "[]", "{", "\x00\xff", '{"blocks": 3}', "[" * 100_000])
def test_a_missing_or_broken_file_is_one_sentence(release, capsys, verify, name, content):
    """To the checker, to the attack, and where it is the history of another release."""
    (release / name).unlink()
    if content is not None:
        (release / name).write_bytes(content.encode("latin-1"))
    checked = verify(release)
    assert checked.returncode == (1 if checked.out else 2)
    assert checked.returncode == 2 or name == "01.csv"
    assert len(checked.err.splitlines()) == (checked.returncode == 2)
    plain, unread = name == "release.json" and content is None, name == "witnesses.json"
    assert main(["tables", "attack", str(release)]) == (0 if unread or plain else 2)
    assert len(capsys.readouterr().err.splitlines()) == (0 if unread or plain else 1)
    write(release.parent, "two", counts(3, 61, 31, 2), universe=NEXT, history=["out-one"])
    assert protect(release.parent, "two") == (0 if unread else 2)


STRANGE = (
    None,
    True,
    -1,
    0,
    3,
    1e308,
    10**30,
    "",
    "x",
    "\x00",
    [],
    [[]],
    {},
    {"a": "b"},
    ["a", 1],
    {"day": [1]},
)


def places(stored, path=()):
    """Every place in a JSON value."""
    yield path
    items = (
        stored.items() if isinstance(stored, dict) else enumerate(stored) if isinstance(stored, list) else ()
    )
    for name, value in items:
        yield from places(value, (*path, name))


def put(stored, path, value):
    if not path:
        return value
    inner = stored
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return stored


def broken(file, chance):
    """One value of a JSON file replaced by something strange."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    path = chance.choice(list(places(stored)))
    file.write_text(json.dumps(put(stored, path, chance.choice(STRANGE))), encoding="utf-8")
    return path


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", range(6))
def test_strange_values_in_a_release_end_in_a_sentence(release, capsys, seed, verify):
    chance = random.Random(seed)
    for _ in range(8):
        copy = release.parent / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(release, copy)
        name = chance.choice(["release.json", "receipt.json"])
        path = broken(copy / name, chance)
        assert main(["tables", "attack", str(copy)]) in (0, 1, 2), (name, path)
    broken(copy / "witnesses.json", chance)
    assert "Traceback" not in verify(copy).err
    capsys.readouterr()


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", range(6))
def test_strange_values_in_a_spec_end_in_a_sentence(release, capsys, seed):
    chance, folder = random.Random(seed), release.parent
    for _ in range(8):
        write(
            folder, "two", counts(3, 61, 31, 2), universe=NEXT, history=["out-one"], relations=[FLOW],
            policy={"threshold": 5, "min_interval": 2, "attacker": "informed"},
        )  # fmt: skip
        path = broken(folder / "two.json", chance)
        status = main(["tables", "protect", str(folder / "two.json"), "--out", str(folder / "out-two")])
        assert status in (0, 1, 2), path
        assert status != 2 or len(capsys.readouterr().err.splitlines()) == 1


def test_a_table_of_the_total_alone_is_a_table(tmp_path, capsys, verify):
    write(tmp_path, "total", counts(3, 4, 5, 6), tables=[[]])
    assert protect(tmp_path, "total") == 0
    out = tmp_path / "out-total"
    assert (out / "01.csv").read_text(encoding="utf-8") == "count,status\n18,shown\n"
    assert verify(out).returncode == 0
    assert attack(capsys, out)[0] == 0


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("code,parent\n,North\n", "a line without a code"),
        ("code,parent\nF,North\nF,South\n", "two parents"),
        ("code,parent\nF,North\nNorth,F\n", "above itself"),
        ("code\nF\n", 'it must have each of "code", "parent" once'),
    ],
)
def test_a_tree_that_is_none_is_refused(tmp_path, capsys, lines, sentence):
    (tmp_path / "tree.csv").write_text(lines, encoding="utf-8")
    tree = {"hierarchy": "tree.csv"}
    write(tmp_path, "one", counts(3, 4, 5, 6), dimensions={"grade": {}, "sex": tree})
    assert protect(tmp_path, "one") == 2
    assert sentence in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    write(tmp_path, "one", counts(3, 4, 5, 6))
    (tmp_path / "out-one").write_text("a file", encoding="utf-8")
    assert protect(tmp_path, "one") == 2
    assert "give a new or empty folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ([], "must hold a JSON object"),
        ({"people": []}, 'an object "universes" and a list "relations"'),
        ({"relations": [3]}, "A relation is an object"),
        ({"universes": {"a.csv": 3}}, "A universe is an object"),
    ],
)
def test_wrong_relations_are_one_sentence(release, capsys, stored, sentence):
    file = release.parent / "relations.json"
    file.write_text(json.dumps(stored), encoding="utf-8")
    assert main(["tables", "attack", str(release), "--relations", str(file)]) == 2
    assert sentence in capsys.readouterr().err


def test_plain_tables_of_related_people(tmp_path, capsys):
    """A ministry's table of all users and a charity's of its members, who are among them."""
    for folder, lines in {"ministry": "sex,count\nF,x\nM,60\n", "charity": "sex,count\nF,2\nM,60\n"}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "users.csv").write_text(lines, encoding="utf-8")
    folders = (tmp_path / "ministry", tmp_path / "charity")
    status, found = attack(capsys, *folders)
    assert status == 1, "one folder's users are the other's, unless said: the charity prints what is withheld"
    assert [(one["cell"], one["low"]) for one in found["exposed"]] == [(["F"], 2)]
    everybody, members = {"who": "users"}, {"who": "members"}
    said = {
        "universes": {"ministry/users.csv": everybody, "charity": members},
        "relations": [{"part": members, "of": everybody}],
    }
    (tmp_path / "relations.json").write_text(json.dumps(said), encoding="utf-8")
    status, found = attack(capsys, *folders, "--relations", tmp_path / "relations.json")
    assert (status, found["exposed"]) == (0, [])
    assert found["narrowest"]["low"] == 2


def test_a_reader_is_told_what_was_assumed_and_who_gave_one_answer(tmp_path, capsys):
    for name, lines in {
        "a": "sex,faith,count\nF,none,x\nF,one,0\nF,Total,4\n",
        "b": "sex,count\nF,4\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "table.csv").write_text(lines, encoding="utf-8")
    said = {"universes": {"a": {"survey": "staff"}, "b": {"day": "1 May"}}}
    (tmp_path / "said.json").write_text(json.dumps(said), encoding="utf-8")
    command = ["tables", "attack", str(tmp_path / "a"), str(tmp_path / "b"), "--sensitive", "faith"]
    assert main([*command, "--relations", str(tmp_path / "said.json")]) == 1
    shown = capsys.readouterr().out
    assert 'Nobody says whether "survey staff" and "day 1 May" are the same people: they were taken' in shown
    assert "F, none is everybody of its group" in shown


def answered(folder, text, **about):
    """An answer to a request, recorded."""
    (folder / "foi").mkdir(exist_ok=True)
    (folder / "foi" / "answer.csv").write_text(text, encoding="utf-8")
    (folder / "foi" / "about.json").write_text(json.dumps(about), encoding="utf-8")


@pytest.mark.slow_test
@pytest.mark.parametrize(
    ("answer", "about"),
    [
        (
            "grade,sex,count\nsenior,F,30\nsenior,M,n\nsenior,Everyone,n\n",
            {"universe": STOCK, "marks": ["n"], "totals": ["Everyone"]},
        ),
        ("grade,sex,percent,base\nsenior,F,33.3,90\n", {"universe": STOCK}),
        ("grade,sex,count\nsenior,F,30\n", {"universe": {"request": "17"}}),
    ],
    ids=["numbers", "a percentage", "nobody says"],
)
def test_what_somebody_else_published_is_counted_in(tmp_path, capsys, verify, answer, about):
    """Three junior women and 30 senior ones are withheld, their sum is shown, and the answer gives the 30."""
    write(tmp_path, "alone", counts(3, 2, 30, 60), universe=STOCK, tables=[["grade", "sex"], ["sex"]])
    assert protect(tmp_path, "alone") == 0
    answered(tmp_path, answer, **about)
    assert attack(capsys, tmp_path / "out-alone", tmp_path / "foi")[1]["exposed"] != []
    capsys.readouterr()
    write(
        tmp_path,
        "told",
        counts(3, 2, 30, 60),
        universe=STOCK,
        tables=[["grade", "sex"], ["sex"]],
        history=["foi"],
    )
    assert protect(tmp_path, "told") == 0
    assert json.loads(capsys.readouterr().out)["min_interval_reached"] >= 2
    out = tmp_path / "out-told"
    assert attack(capsys, out, tmp_path / "foi")[1]["exposed"] == []
    receipt = json.loads((out / "receipt.json").read_text(encoding="utf-8"))
    assert receipt["against"] == ["foi"]
    checked = verify(out)
    assert checked.returncode == 0
    assert "Not checked against foi" in checked.out


@pytest.mark.parametrize(
    ("answer", "about", "sentence"),
    [
        ("sex,count\nX,3\n", {}, '"X" in an outside table is not one of the codes of sex'),
        ("sex,count\nF,3\n", {"universe": STOCK}, "gives another count for the same people"),
        ("sex,count\nF,33\n", {"colour": "red"}, "may hold universe, marks and totals"),
        ("sex,count\nF,33\n", {"marks": "x"}, "lists of words"),
        ("sex,count\nF,33\n", {"universe": 3}, "A universe is an object"),
        ("sex\nF\n", {}, 'a column "count"'),
    ],
)
def test_an_outside_table_that_cannot_be_used_is_one_sentence(tmp_path, capsys, answer, about, sentence):
    answered(tmp_path, answer, **about)
    write(tmp_path, "told", counts(3, 2, 30, 60), universe=STOCK, history=["foi"])
    assert protect(tmp_path, "told") == 2
    assert sentence in capsys.readouterr().err
