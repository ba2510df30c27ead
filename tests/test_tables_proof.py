"""A release stands when it is proved from what it publishes, and then as a whole."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dueregard.cli import main
from equalities.disclosure.folders import read_release
from equalities.disclosure.releases import PrivateReceipt
from equalities.disclosure.witnesses import proved
from tests.test_tables_command import folder_of_years, protect, specify, table  # noqa: F401 (a fixture)


@pytest.mark.slow_test
def test_no_witness_is_made_with_the_help_of_the_true_counts(folder, capsys):
    """Other people behind the same published numbers would have had the same witnesses."""
    protect(folder, "first", capsys)
    out = folder / "out-first"
    made = (out / "witnesses.json").read_text(encoding="utf-8")
    (folder / "first.csv").unlink()
    again, witnesses = proved(replace(read_release(out), private=private_of(out)), [])
    assert again.tables == read_release(out).tables
    assert json.dumps(witnesses) == made


def private_of(out):
    """The private receipt beside a folder, of a release in which nothing was given away before."""
    told = json.loads(out.with_name(f"{out.name}.private.json").read_text(encoding="utf-8"))
    return PrivateReceipt(**told | {"exposed": (), "blocking": ()})


def files(folder):
    """Every file below a folder, hidden ones too, with its content."""
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def broken_after(lines):
    """A process of witnesses that does `lines` in the place of its work."""
    return lambda command, **options: RUN([sys.executable, "-c", lines], **options)


RUN = subprocess.run


@pytest.mark.parametrize("lines", ["raise SystemExit(1)", "import os; os.kill(os.getpid(), 9)"])
def test_a_release_whose_witnesses_are_not_found_does_not_stand(folder, capsys, monkeypatch, lines):
    before = files(folder)
    monkeypatch.setattr(subprocess, "run", broken_after(lines))
    status, private = protect(folder, "first", capsys)
    assert status == 1
    assert len(private["blocking"]) == private["withheld"] > 0
    assert set(files(folder)) - set(before) == {Path("out-first.private.json")}


def test_a_count_that_the_witnesses_do_not_prove_refuses_the_release(folder, capsys, monkeypatch):
    """They are all that a reader can check; what was proved with the true counts in view is no proof to her."""
    cell = {"release": "first", "table": "ward by eth", "cell": ["W0", "AC"]}
    found = json.dumps({"witnesses": {"blocks": [], "populations": []}, "known": [], "unproved": [cell]})
    monkeypatch.setattr(subprocess, "run", broken_after(f"print({found!r})"))
    status, private = protect(folder, "first", capsys)
    assert (status, private["blocking"]) == (1, [cell])
    assert not (folder / "out-first").exists()


def failing_on_the_way(rename):
    """Renaming that fails for what was written anew."""

    def renamed(path, target):
        if path.name.endswith(".new"):
            raise OSError("no space left")
        return rename(path, target)

    return renamed


def test_a_release_takes_the_place_of_another_as_a_whole_or_not_at_all(folder, capsys, monkeypatch):
    specify(folder, "first", tables=[["ward"]])
    protect(folder, "first", capsys)
    before = files(folder)
    specify(folder, "first", tables=[["sex"]])
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing_on_the_way(Path.rename))
        assert (
            main(["tables", "protect", str(folder / "first.json"), "--out", str(folder / "out-first")]) == 2
        )
    assert "no space left" in capsys.readouterr().err
    assert public(files(folder)) == public(before)
    protect(folder, "first", capsys)
    assert table(folder / "out-first" / "01.csv")[0][0] == "sex"
    assert {name.parts[0] for name in files(folder)} == {name.parts[0] for name in before}


def public(held):
    """What is not beside the release but in it, or hidden."""
    return {name: content for name, content in held.items() if name.suffix != ".json" or len(name.parts) > 1}


def test_what_a_killed_run_left_is_cleared_away(folder, capsys):
    (folder / ".out-first.new").mkdir()
    (folder / ".out-first.new" / "01.csv").write_text("ward,count,status", encoding="utf-8")
    specify(folder, "first", tables=[["ward"]])
    protect(folder, "first", capsys)
    assert not [file for file in folder.iterdir() if file.name.startswith(".")]


def test_a_release_of_the_history_is_not_replaced(folder, capsys):
    specify(folder, "first", history=["out-first"])
    assert main(["tables", "protect", str(folder / "first.json"), "--out", str(folder / "out-first")]) == 2
    assert "is not the folder of a release" in capsys.readouterr().err
    specify(folder, "first")
    protect(folder, "first", capsys)
    specify(folder, "first", history=["out-first"])
    assert main(["tables", "protect", str(folder / "first.json"), "--out", str(folder / "out-first")]) == 2
    assert "cannot be taken back" in capsys.readouterr().err


HELD = """
import subprocess, sys, time
subprocess.run = lambda *command, **options: print("held", flush=True) or time.sleep(600)
from dueregard.cli import main
main(sys.argv[1:])
"""
"""A run that stays where it asks for its proof."""


def test_a_run_that_is_killed_leaves_nothing(folder):
    before = files(folder)
    command = [sys.executable, "-c", HELD, "tables", "protect", str(folder / "first.json"), "--out"]
    with subprocess.Popen([*command, str(folder / "out-first")], stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout.readline() == b"held\n"
        finally:
            child.kill()
    assert files(folder) == before
