"""A SPEC and its files in, a folder out that an attack and an independent checker can read."""

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from dueregard.cli import main
from equalities.disclosure.folders import read_release
from equalities.disclosure.plain import NOT_LISTED, Reading, read_plain
from equalities.disclosure.specifications import read_specification
from equalities.refusals import Refused

pytestmark = pytest.mark.usefixtures("witnesses_here")
VERIFY = Path(__file__).parents[1] / "verify_release.py"
GROUPS = {"White": ["WB", "WO"], "Asian": ["AI", "AP", "AC"], "Black": ["BA", "BC"]}


def write_csv(file, *rows):
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)


def people(seed, number):
    chance = random.Random(seed)
    codes = [code for members in GROUPS.values() for code in members]
    for _ in range(number):
        yield (
            f"W{chance.randrange(5)}",
            chance.choices(codes, [70, 8, 6, 5, 2, 5, 3])[0],
            chance.choice(["F", "M"]),
        )


@pytest.fixture(name="folder")
def folder_of_years(tmp_path):
    """Two years of people, a hierarchy of ethnic groups, and a SPEC for each release."""
    first, second = list(people(1, 500)), list(people(2, 520))
    write_csv(tmp_path / "first.csv", ("ward", "eth", "sex"), *first)
    write_csv(tmp_path / "second.csv", ("ward", "eth", "sex"), *second)
    write_csv(tmp_path / "both.csv", ("ward", "eth", "sex"), *first, *second)
    tree = [(code, group) for group, members in GROUPS.items() for code in members]
    write_csv(tmp_path / "eth.csv", ("code", "parent"), *tree, *((group, "") for group in GROUPS))
    specify(tmp_path, "first", universe={"period": "2023"})
    specify(tmp_path, "second", universe={"period": "2024"}, history=["out-first"])
    specify(tmp_path, "both", universe={"period": ["2023", "2024"]}, history=["out-first", "out-second"])
    return tmp_path


def specify(folder, name, **more):
    spec = {
        "data": f"{name}.csv",
        "count": None,
        "dimensions": {
            "ward": {"hierarchy": None, "total": "Total"},
            "eth": {"hierarchy": "eth.csv"},
            "sex": {},
        },
        "tables": [["ward", "eth"], ["eth", "sex"]],
        "policy": {"method": "suppress", "threshold": 5, "protect_zeros": False, "min_interval": 2},
        "history": [],
        "release": name,
        **more,
    }
    (folder / f"{name}.json").write_text(json.dumps(spec), encoding="utf-8")
    return folder / f"{name}.json"


def protect(folder, name, capsys):
    status = main(
        [
            "tables",
            "protect",
            str(folder / f"{name}.json"),
            "--out",
            str(folder / f"out-{name}"),
            "--key",
            "7",
            "--json",
        ]
    )
    return status, json.loads(capsys.readouterr().out)


def attack(capsys, *arguments):
    status = main(["tables", "attack", *map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def verify(*folders):
    return subprocess.run(
        [sys.executable, str(VERIFY), *map(str, folders)], capture_output=True, text=True, check=False
    )


def table(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


@pytest.mark.slow_test
def test_three_releases_of_the_same_people_are_safe_together(folder, capsys):
    for name in ("first", "second", "both"):
        status, private = protect(folder, name, capsys)
        assert status == 0
        assert private["min_interval_reached"] >= 2
        assert private["blocking"] == []
    outs = [folder / f"out-{name}" for name in ("first", "second", "both")]
    status, found = attack(capsys, *outs)
    assert (status, found["exposed"], found["altered"]) == (0, [], [])
    assert found["narrowest"]["high"] - found["narrowest"]["low"] >= 2
    for number in range(3):
        checked = verify(*outs[number::-1])
        assert checked.returncode == 0, checked.stdout
    joint = {tuple(row[:2]): [row[2]] for row in table(outs[0] / "01.csv")[1:]}
    for out in outs[1:]:
        for row in table(out / "01.csv")[1:]:
            joint[tuple(row[:2])].append(row[2])
    assert all(counts.count("") != 1 for counts in joint.values())


@pytest.mark.slow_test
def test_the_folder_holds_what_the_format_says_and_nothing_private(folder, capsys):
    _, private = protect(folder, "first", capsys)
    out = folder / "out-first"
    assert sorted(file.name for file in out.iterdir()) == [
        "01.csv", "02.csv", "receipt.json", "release.json", "witnesses.json",
    ]  # fmt: skip
    head, *rows = table(out / "01.csv")
    assert head == ["ward", "eth", "count", "status"]
    assert len(rows) == 6 * 11
    assert {row[3] for row in rows} == {"shown", "withheld"}
    assert all((row[2] == "") == (row[3] == "withheld") for row in rows)
    assert ["Total", "Total", "500", "shown"] in rows
    assert json.loads((folder / "out-first.private.json").read_text(encoding="utf-8")) == private
    public = "".join(
        (out / name).read_text(encoding="utf-8")
        for name in ("receipt.json", "release.json", "witnesses.json")
    )
    assert not any(word in public for word in ("protected", "extra", "covered"))
    receipt = json.loads((out / "receipt.json").read_text(encoding="utf-8"))
    assert set(receipt) == {
        "cells", "withheld", "narrowest", "exposed", "attackers", "against", "statements_sha256", "assumed",
        "only_if_same", "min_interval", "not_joined", "titles", "known_before", "proved", "witnesses_sha256",
    }  # fmt: skip
    assert receipt["withheld"] == private["withheld"]
    assert receipt["statements_sha256"] == private["statements_sha256"]


@pytest.mark.parametrize("gap", ["\n", "\u2028", "\x85", "\x0b"])
def test_a_code_that_holds_a_line_break_is_one_code(folder, capsys, gap):
    rows = [(f"north{gap}{ward}", sex) for ward in "abc" for sex in "FM" for _ in range(2 + ord(ward) % 5)]
    write_csv(folder / "first.csv", ("ward", "sex"), *rows)
    specify(folder, "first", dimensions={"ward": {}, "sex": {}}, tables=[["ward", "sex"]])
    assert protect(folder, "first", capsys)[0] == 0
    checked = verify(folder / "out-first")
    assert checked.returncode == 0, checked.stdout
    (folder / "out-first" / "release.json").unlink()
    plain = read_plain(folder / "out-first", Reading())
    assert f"north{gap}a" in plain[0].dimensions[0].codes


def test_an_attack_looks_as_far_as_the_release_promises(folder, capsys):
    """Or it would call a count narrower than it is."""
    specify(folder, "first", policy={"threshold": 5, "min_interval": 4, "attacker": "informed"})
    assert protect(folder, "first", capsys)[0] == 0
    _, found = attack(capsys, folder / "out-first")
    assert found["narrowest"]["high"] - found["narrowest"]["low"] >= 4


@pytest.mark.slow_test
def test_a_small_count_of_an_earlier_release_is_withheld_and_the_receipt_names_the_release(folder, capsys):
    """Whoever has both reads it there; whoever has the new one alone cannot work it out."""
    specify(folder, "first", policy={"threshold": 3})
    specify(folder, "first-again", data="first.csv", history=["out-first"])
    assert protect(folder, "first", capsys)[0] == 0
    status, private = protect(folder, "first-again", capsys)
    assert status == 0
    out, before = folder / "out-first-again", folder / "out-first"
    small = {tuple(row[:2]) for row in table(before / "01.csv")[1:] if row[2] in ("3", "4")}
    assert len(small) == 3
    shown = {tuple(row[:2]) for row in table(out / "01.csv")[1:] if row[3] == "shown"}
    assert small & shown == set()
    receipt = json.loads((out / "receipt.json").read_text(encoding="utf-8"))
    known = {tuple(one["cell"]) for one in receipt["known_before"] if one["table"] == "ward by eth"}
    assert small <= known
    assert {name for one in receipt["known_before"] for name in one["by"]} == {"first"}
    assert "are given away, whatever is withheld here, by: first." in receipt["proved"]
    assert small <= {tuple(one["cell"]) for one in private["exposed"]}
    assert attack(capsys, out)[1]["exposed"] == []
    assert small <= {tuple(one["cell"]) for one in attack(capsys, out, before)[1]["exposed"]}
    checked = verify(out, before)
    assert (checked.returncode, "were given away before" in checked.stdout) == (0, True)


def test_a_hundred_tables_are_those_of_the_receipt(folder, capsys):
    specify(folder, "first", tables=[["sex"]] * 101)
    assert protect(folder, "first", capsys)[0] == 0
    status, found = attack(capsys, folder / "out-first")
    assert (status, found["altered"]) == (0, [])
    assert verify(folder / "out-first").returncode == 0


def test_a_dimension_without_codes_is_refused(folder, capsys):
    write_csv(folder / "first.csv", ("ward", "eth", "sex"))
    specify(folder, "first")
    with pytest.raises(Refused, match="ward has no codes"):
        read_specification(folder / "first.json")


@pytest.mark.slow_test
def test_a_release_that_withholds_nothing_has_a_witness_too(folder, capsys):
    specify(folder, "first", tables=[["sex"]], universe={"period": "2023"})
    status, private = protect(folder, "first", capsys)
    assert (status, private["withheld"]) == (0, 0)
    assert verify(folder / "out-first").returncode == 0


def test_a_status_that_the_checker_does_not_know_is_no_way_round_it(folder, capsys):
    protect(folder, "first", capsys)
    file = folder / "out-first" / "01.csv"
    content = file.read_bytes()
    for status in (b",,rounded", b",7,withheld"):
        file.write_bytes(content.replace(b",,withheld", status, 1))
        assert "is neither shown nor withheld" in verify(folder / "out-first").stdout


def test_publishing_one_withheld_cell_is_always_caught(folder, capsys):
    protect(folder, "first", capsys)
    out = folder / "out-first"
    original = (out / "01.csv").read_text(encoding="utf-8")
    withheld = [line for line in original.splitlines() if line.endswith(",,withheld")]
    assert len(withheld) > 5
    for line in withheld[::6]:
        shown = line.replace(",,withheld", ",3,shown")
        (out / "01.csv").write_text(original.replace(f"{line}\n", f"{shown}\n"), encoding="utf-8")
        assert read_release(out).tables[0].cells[tuple(line.split(",")[:2])].value == 3
        assert verify(out).returncode == 1
    status = main(["tables", "attack", str(out), "--json"])
    assert status in (1, 2)


def test_a_release_that_is_refused_writes_its_private_receipt_only(folder, capsys):
    write_csv(
        folder / "people.csv",
        ("sex", "ward", "n"),
        ("F", "A", 2),
        ("F", "B", 0),
        ("M", "A", 28),
        ("M", "B", 50),
    )
    shape = {"data": "people.csv", "count": "n", "universe": {"period": "2023"}}
    specify(folder, "sexes", dimensions={"sex": {}}, tables=[["sex"]], policy={"threshold": 1}, **shape)
    protect(folder, "sexes", capsys)
    dimensions = {"sex": {}, "ward": {}}
    specify(folder, "finer", dimensions=dimensions, tables=[["sex", "ward"]], history=["out-sexes"], **shape)
    status, private = protect(folder, "finer", capsys)
    assert status == 1
    assert ["F", "A"] in [cell["cell"] for cell in private["blocking"]]
    assert not (folder / "out-finer").exists()
    assert (folder / "out-finer.private.json").exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"data": "absent.csv"}, "cannot be read"),
        ({"dimensions": {"street": {}}}, 'no column "street"'),
        ({"tables": [["ward", "age"]]}, '"age", which is not among the dimensions'),
        ({"tables": []}, 'needs "tables"'),
        ({"colour": "red"}, '"colour", which is not known'),
        ({"policy": {"threshold": "five"}}, "threshold must be a whole number"),
        (
            {"dimensions": {"ward": {"hierarchy": "eth.csv"}, "eth": {}}},
            "not one of the finest codes of ward",
        ),
        ({"dimensions": {"ward": {"total": "W1"}, "eth": {}}}, "both a code and the total"),
        ({"count": "eth"}, "where a whole number of people is due"),
        ({"history": ["nowhere"]}, "is not the folder of a release"),
        ({"dimensions": {"ward": {"hierarky": "w.csv"}, "eth": {}}}, '"dimensions" in first.json'),
        ({"policy": {"min_interval": True}}, "min_interval must be a whole number"),
        ({"data": 5}, '"data" in first.json is not written as it should be'),
        ({"dimensions": ["ward", "eth"]}, '"dimensions" in first.json'),
        ({"dimensions": {"ward": "wards.csv", "eth": {}}}, '"dimensions" in first.json'),
        ({"tables": ["ward"]}, '"tables" in first.json'),
        ({"tables": [["ward", "ward"]]}, '"tables" in first.json'),
        ({"policy": []}, '"policy" in first.json'),
        ({"history": "out-first"}, '"history" in first.json'),
        ({"universe": "2023"}, '"universe" in first.json'),
        ({"universe": {"period": []}}, '"universe" in first.json'),
        ({"universe": {"period": 2023}}, '"universe" in first.json'),
        ({"release": {}}, '"release" in first.json'),
    ],
)
def test_a_wrong_spec_is_refused_with_a_sentence_and_writes_nothing(folder, capsys, more, sentence):
    spec = specify(folder, "first", **{"tables": [["ward", "eth"]], **more})
    assert main(["tables", "protect", str(spec), "--out", str(folder / "out")]) == 2
    assert sentence in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("head", "row", "sentence"),
    [
        (("ward", "eth", "sex", "eth"), ("W1", "WB", "F", "WB"), 'more than one column called "eth"'),
        (("ward", "eth", "sex"), ("W1", "Other", " mixed", "F"), "Line 2 of first.csv has more values"),
        (("ward", "eth", "sex"), ("W1", " ", "F"), "Line 2 of first.csv has no eth"),
        (("ward", "eth", "sex"), ("W1",), "Line 2 of first.csv has no eth"),
    ],
)
def test_rows_that_cannot_be_told_apart_are_refused(folder, capsys, head, row, sentence):
    write_csv(folder / "first.csv", head, row)
    assert main(["tables", "protect", str(folder / "first.json"), "--out", str(folder / "out")]) == 2
    assert sentence in capsys.readouterr().err


def test_a_dimension_with_other_codes_than_before_is_refused(folder, capsys):
    protect(folder, "first", capsys)
    write_csv(folder / "second.csv", ("ward", "eth", "sex"), ("Elsewhere", "WB", "F"))
    assert main(["tables", "protect", str(folder / "second.json"), "--out", str(folder / "out")]) == 2
    assert '"ward" has other codes' in capsys.readouterr().err


def test_a_folder_with_other_files_is_left_alone(folder, capsys):
    (folder / "kept").mkdir()
    (folder / "kept" / "letter.txt").write_text("Dear", encoding="utf-8")
    assert main(["tables", "protect", str(folder / "first.json"), "--out", str(folder / "kept")]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert [file.name for file in (folder / "kept").iterdir()] == ["letter.txt"]


def test_a_count_column_and_a_row_a_person_give_the_same_cubes(folder):
    one = read_specification(folder / "first.json").cubes
    counted = {}
    for place in people(1, 500):
        counted[place] = counted.get(place, 0) + 1
    write_csv(
        folder / "counted.csv", ("ward", "eth", "sex", "n"), *((*place, n) for place, n in counted.items())
    )
    other = read_specification(specify(folder, "counted", count="n")).cubes
    assert [cube.counts.tolist() for cube in one] == [cube.counts.tolist() for cube in other]
    assert one[0].dimension("eth").groups == ("Asian", "Black", "White")


def plain(folder, *rows, name="published"):
    (folder / name).mkdir(exist_ok=True)
    write_csv(folder / name / "table.csv", *rows)
    return folder / name


def test_a_plain_table_that_gives_a_count_away(tmp_path, capsys):
    out = plain(tmp_path, ("ward", "count"), ("A", "x"), ("B", 12), ("C", 9), ("Total", 24))
    status, found = attack(capsys, out)
    assert status == 1
    assert [(one["cell"], one["low"], one["high"]) for one in found["exposed"]] == [(["A"], 3, 3)]
    assert (found["cells"], found["withheld"]) == (4, 1)


def test_two_withheld_counts_keep_one_another(tmp_path, capsys):
    out = plain(tmp_path, ("ward", "count"), ("A", "c"), ("B", "c"), ("C", 9), ("Everyone", 24))
    status, found = attack(capsys, out, "--withheld-mark", "c", "--total", "Everyone")
    assert (status, found["exposed"]) == (0, [])
    assert found["narrowest"]["low"] == 0
    assert found["narrowest"]["high"] == 15


def test_a_missing_row_is_unknown_not_nought(tmp_path, capsys):
    whole = plain(
        tmp_path,
        ("ward", "sex", "count"),
        ("A", "F", "x"),
        ("A", "M", 4),
        ("A", "Total", 9),
        ("B", "F", 1),
        ("B", "M", 2),
        ("B", "Total", 3),
    )
    assert attack(capsys, whole)[0] == 1
    gap = plain(
        tmp_path,
        ("ward", "sex", "count"),
        ("A", "F", "x"),
        ("A", "Total", 9),
        ("B", "F", 1),
        ("B", "M", 2),
        ("B", "Total", 3),
        name="gap",
    )
    assert attack(capsys, gap)[0] == 0


def test_a_hierarchy_of_no_column_is_refused(tmp_path, capsys):
    write_csv(tmp_path / "a.csv", ("ward", "count"), ("A", 5), ("B", "x"), ("Total", 9))
    tree = tmp_path.parent / f"{tmp_path.name}-tree.csv"
    write_csv(tree, ("code", "parent"), ("A", "N"), ("N", ""))
    assert main(["tables", "attack", str(tmp_path), "--hierarchy", f"wrad={tree}"]) == 2
    assert "is no column" in capsys.readouterr().err


def test_a_hierarchy_is_used(tmp_path, capsys):
    write_csv(
        tmp_path / "wards.csv",
        ("code", "parent"),
        ("A", "North"),
        ("B", "North"),
        ("C", "South"),
        ("D", "South"),
        ("North", ""),
        ("South", ""),
    )
    rows = [("ward", "count"), ("A", "x"), ("B", 12), ("C", "x"), ("D", 9), ("North", 14), ("Total", 30)]
    out = plain(tmp_path, *rows)
    status, found = attack(capsys, out, "--hierarchy", f"ward={tmp_path / 'wards.csv'}")
    assert status == 1
    assert {tuple(one["cell"]): one["low"] for one in found["exposed"]} == {("A",): 2, ("C",): 7}


def test_tables_that_share_a_dimension_are_joined_unless_said_otherwise(tmp_path, capsys):
    out = plain(
        tmp_path, ("ward", "sex", "count"), ("A", "F", "x"), ("A", "M", 4), ("B", "F", 5), ("B", "M", 6)
    )
    write_csv(out / "wards.csv", ("ward", "count"), ("A", 7), ("B", 11))
    assert attack(capsys, out)[1]["exposed"][0]["low"] == 3
    assert attack(capsys, out, "--unlinked")[0] == 0


def test_parts_that_fall_short_somewhere_leave_room_everywhere(tmp_path):
    rows = [
        ("eth", "ward", "count"),
        ("W", "A", 5),
        ("B", "A", 4),
        ("Total", "A", 11),
        ("W", "B", 7),
        ("B", "B", "x"),
        ("Total", "B", 9),
    ]
    (sheet,) = read_plain(plain(tmp_path, *rows), Reading())
    assert sheet.dimensions[0].codes[-1] == NOT_LISTED


def test_parts_that_overlap_are_not_added_up(tmp_path, capsys):
    rows = [
        ("need", "ward", "count"),
        ("P", "A", 5),
        ("Q", "A", 8),
        ("Total", "A", 11),
        ("P", "B", 7),
        ("Q", "B", "x"),
        ("Total", "B", 9),
    ]
    assert attack(capsys, plain(tmp_path, *rows))[1]["exposed"] == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("ward", "people"), ("A", "many")], 'no column "count"'),
        ([("ward", "count"), ("A", 1), ("A", 2)], "two counts for one combination"),
        ([("ward", "count"), ("A", "1.5")], "--withheld-mark"),
        ([("ward", "count")], "rows below it"),
        ([("a", "ward", "count"), ("A", "B")], "fewer columns"),
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path, rows, sentence):
    with pytest.raises(Refused, match=sentence):
        read_plain(plain(tmp_path, *rows), Reading())


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"no \.csv or \.xlsx"):
        read_plain(tmp_path, Reading())


def test_a_column_that_was_left_out_is_said(tmp_path, capsys):
    """One of seven people is 14.3 %: what was not looked at is not passed over in silence."""
    rows = ("Asian", "x", "14.3"), ("White", "6", "85.7"), ("Total", "7", "")
    write_csv(tmp_path / "a.csv", ("group", "count", "percent"), *rows)
    main(["tables", "attack", str(tmp_path), "--json"])
    (found,) = json.loads(capsys.readouterr().out)["left_out"]
    assert (found["file"], found["column"]) == ("a.csv", "percent")
    main(["tables", "attack", str(tmp_path)])
    assert f'a.csv: the column "percent" was left out: {found["why"]}.' in capsys.readouterr().out
