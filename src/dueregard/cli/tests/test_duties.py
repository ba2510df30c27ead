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


def test_json_has_what_is_due_and_why_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COUNCIL, "--confirmed", "foi=Monitoring Officer=2026-05-01", "--json"]) == 0
    every = json.loads(capsys.readouterr().out)
    keys = ["id", "title", "due", "rule", "legal_basis", "status", "reading"]
    assert all(list(one) == keys for one in every)
    foi = next(one for one in every if one["id"] == "foi")
    assert (foi["rule"], foi["due"], foi["status"]) == ("event 20 working days", None, "in force")
    assert foi["reading"].endswith("Confirmed by Monitoring Officer on 1 May 2026.")


def test_requests_and_surveys(capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--event", "information-request=2026-12-04", "--event", "request-received=2026-11-30"]
    surveyed = ["--event", "staff-survey=2025-10-01", "--every", "staff_survey=P2Y"]
    found = days(capsys, *COUNCIL, *told, *surveyed)
    assert (found["foi"], found["subject_access"], found["staff_survey"]) == (
        "2027-01-07",
        "2026-12-30",
        "2027-09-30",
    )


def test_today_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert "eng_info" in days(capsys, "duties", "--body", "english-council")


def test_without_a_day_a_planned_publication_is_asked_about_on_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        days(capsys, "duties", "--body", "english-council", "--published", "2190-02-01")["eng_info"]
        == "2191-01-31"
    )


def test_a_readable_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main([*COUNCIL, "--published", "2026-02-01", "--confirmed", "web_statement=Web team=2026-05-01"]) == 0
    )
    lines = capsys.readouterr().out.splitlines()
    said = "31 January 2027    Publish information that shows compliance with the equality duty [in force]"
    assert said in lines
    assert "SI 2017/353 reg 4" in lines[lines.index(said) + 1]
    assert "no day             Review the website's accessibility statement [in force]" in lines


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--published", "soon"], "'soon' is not a day; write it as 2026-02-01."),
        (
            ["--published", "2030-02-01"],
            "--published 2030-02-01 is after 2026-11-22, the day that is asked about: give an earlier day, or a later one with --on.",
        ),
        (
            ["--published", "2026-02-01", "--corrected", "2027-01-01", "--correction-restarts"],
            "--corrected 2027-01-01 is after 2026-11-22, the day that is asked about: give an earlier day, or a later one with --on.",
        ),
        (
            ["--objectives-published", "2027-01-01"],
            "--objectives-published 2027-01-01 is after 2026-11-22, the day that is asked about: give an earlier day, or a later one with --on.",
        ),
        (["--corrected", "2026-02-01"], "Say with --published what was corrected or withdrawn."),
        (
            ["--published", "2026-02-01", "--withdrawn", "2026-01-31"],
            "It cannot be withdrawn before it is published; give the two days in their order.",
        ),
        (
            ["--published", "2026-02-01", "--corrected", "2026-01-31"],
            "It cannot be corrected before it is published; give the two days in their order.",
        ),
        (
            ["--confirmed", "fio=Legal=2026-05-01"],
            "'fio' is not a duty; the names stand in what --json writes.",
        ),
        (
            ["--every", "staff_survey"],
            "'staff_survey' is not a duty with its length of time; write it as staff_survey=P2Y.",
        ),
        (
            ["--every", "staff_survey=P1Y"],
            "'P1Y' is not a length of time for staff_survey; use P6M or P2Y.",
        ),
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
