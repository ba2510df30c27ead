"""`dueregard duties`."""

import json

import pytest

from dueregard.cli import main

COUNCIL = ["duties", "--body", "english-council", "--headcount", "1200", "--on", "2026-11-22"]


def days(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str | None]:
    assert main([*arguments, "--json"]) == 0
    return {one["id"]: one["due"] for one in json.loads(capsys.readouterr().out)}


def test_publishing_on_1_february_makes_the_next_day_31_january(capsys: pytest.CaptureFixture[str]) -> None:
    assert days(capsys, *COUNCIL, "--published", "2026-02-01")["eng_info"] == "2027-01-31"


def test_corrections_and_withdrawals(capsys: pytest.CaptureFixture[str]) -> None:
    published = [*COUNCIL, "--published", "2026-02-01"]
    assert days(capsys, *published, "--withdrawn", "2026-03-01")["eng_info"] == "2027-01-31"
    corrected = [*published, "--corrected", "2026-05-01"]
    assert days(capsys, *corrected)["eng_info"] == "2027-01-31"
    assert days(capsys, *corrected, "--correction-restarts")["eng_info"] == "2027-04-30"


def test_other_days_that_duties_count_from(capsys: pytest.CaptureFixture[str]) -> None:
    told = [
        "--objectives-published",
        "2024-04-01",
        "--assessment-approved",
        "2026-01-31",
        "--event",
        "plan-review=2025-06-01",
    ]
    found = days(capsys, *COUNCIL, *told)
    assert (found["eng_objectives"], found["esia_publish"], found["plan_review"]) == (
        "2028-03-31",
        "2026-02-28",
        "2028-05-31",
    )


def test_today_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert "eng_info" in days(capsys, "duties", "--body", "english-council")


def test_a_readable_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main([*COUNCIL, "--published", "2026-02-01", "--confirmed", "web_statement=Web team=2026-05-01"]) == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0]
        == "31 January 2027    Publish information that shows compliance with the equality duty [in force]"
    )
    assert "SI 2017/353 reg 4" in lines[1]
    assert "no day             Review the website's accessibility statement [in force]" in lines


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--published", "soon"], "'soon' is not a day; write it as 2026-02-01."),
        (["--corrected", "2026-02-01"], "Say with --published what was corrected or withdrawn."),
        (
            ["--event", "progress"],
            "'progress' is not an event with its day; write it as progress=2025-04-30.",
        ),
        (
            ["--confirmed", "foi"],
            "'foi' is not a confirmation; write it as wres_submit=Head of Workforce=2026-05-01.",
        ),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COUNCIL, *arguments]) == 2
    assert capsys.readouterr().err == sentence + "\n"
