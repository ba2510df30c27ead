"""`dueregard timescale`."""

import io
import json

import pytest

from dueregard.cli import main


def test_a_readable_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timescale", "Before July 2013"]) == 0
    assert capsys.readouterr().out == (
        "By 30 June 2013: the day before July 2013 begins.\n  kind: deadline\n  last day: 2013-06-30\n"
    )


def test_readings_and_parts_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    main(["timescale", "by 2014"])
    assert "  may mean: By 31 December 2013: the day before 2014 begins.\n" in capsys.readouterr().out
    main(["timescale", "by March 2013 and June 2014"])
    assert "  by March 2013: By 31 March 2013: the last day of March 2013.\n" in capsys.readouterr().out


def test_json_with_the_plan_period(capsys: pytest.CaptureFixture[str]) -> None:
    plan = ["--plan-start", "2023-04-01", "--plan-end", "2027-03-31"]
    assert main(["timescale", "2023 - 2024", "--json", *plan]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["kind"], said["first_day"], said["last_day"]) == ("period", "2023-04-01", "2024-03-31")


def test_the_financial_year_start(capsys: pytest.CaptureFixture[str]) -> None:
    main(["timescale", "FY 2024", "--json", "--financial-year-start", "10-01"])
    assert json.loads(capsys.readouterr().out)["last_day"] == "2024-09-30"


def test_json_lines_keep_their_order(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    phrases = "Ongoing\n\n31 February 2024\nMawrth 2025\u2028\n\udcff2013/14\r\n".encode(
        "utf-8", "surrogateescape"
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(phrases), encoding="utf-8"))
    assert main(["timescale", "--jsonl"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert [one["kind"] for one in said] == ["ongoing", "unknown", "invalid", "point", "period"]
    assert said[4]["phrase"] == "\ufffd2013/14"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--json"], "Give one phrase, or --jsonl and the phrases on standard input, one a line."),
        (
            ["Ongoing", "--jsonl"],
            "Give one phrase, or --jsonl and the phrases on standard input, one a line.",
        ),
        (["Ongoing", "--plan-start", "soon"], "'soon' is not a day; write it as 2023-04-01."),
        (
            ["Ongoing", "--financial-year-start", "02-29"],
            "'02-29' is not a day of every year; write it as 04-01.",
        ),
        (
            ["Ongoing", "--plan-start", "2024-01-01", "--plan-end", "2023-01-01"],
            "The plan ends before it starts; give its first day and its last day in that order.",
        ),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["timescale", *arguments]) == 2
    assert capsys.readouterr().err == sentence + "\n"
