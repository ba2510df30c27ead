"""What every command does with mistakes: one sentence on standard error, exit status 2, no traceback."""

import io
import pkgutil
import subprocess
import sys

import pytest

from dueregard import cli
from dueregard.cli import main, parser


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["duties"], "The following arguments are required: --body: see dueregard duties --help.\n"),
        (
            ["duties", "--body", "english-council", "--headcount", "many"],
            "Argument --headcount: invalid int value: 'many': see dueregard duties --help.\n",
        ),
    ],
)
def test_a_command_that_is_mistyped_gets_one_sentence(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert (stopped.value.code, capsys.readouterr().err) == (2, sentence)


def test_a_headcount_below_nought_is_one_sentence(capsys):
    assert main(["duties", "--body", "english-council", "--headcount", "-4"]) == 2
    assert capsys.readouterr().err == "-4 is not a number of employees: give how many the body has.\n"


def test_a_command_that_is_named_waits_for_no_other():
    """The statistics of other commands take a second to import."""
    code = "import sys; from dueregard.cli import parser; parser('plan'); print('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"


def test_a_group_of_commands_has_the_name_of_its_module():
    for module in pkgutil.iter_modules(cli.__path__):
        if not module.name.startswith("_") and not module.ispkg:
            assert module.name in parser(module.name).format_help().split()


@pytest.mark.parametrize("kind", ["docx", "csv"])
def test_a_plan_is_not_written_over_a_folder(kind, tmp_path, capsys):
    plan = tmp_path / "plan.txt"
    plan.write_text("Action\tLead\nTrain\tHR\n")
    assert main(["plan", "export", str(plan), "--format", kind, "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} is a folder: give --out the name of a file in it.\n"


def test_a_reader_that_stops_early_is_no_fault():
    with subprocess.Popen(
        [sys.executable, "-m", "dueregard", "timescale", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        child.stdout.close()
        child.stdin.write(b"May 2024\n" * 2000)
        child.stdin.close()
        assert child.stderr.read() == b""
    assert child.returncode == 1


def test_a_terminal_without_the_letters_shows_their_numbers(monkeypatch):
    shown = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", shown)
    assert main(["timescale", "2 \N{EN DASH} 30 April 2013", "--json"]) == 0
    shown.seek(0)
    assert '"last_day": "2013-04-30"' in shown.read()
