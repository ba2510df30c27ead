"""`dueregard plan read`, as it is typed."""

import json

import pytest

from dueregard.cli import main

PLAN = """Fair Town Action Plan – April 2024 to March 2028

\tAction\tMeasures\tLead\tTimescale
Work: Objective 1: To hire fairly\t\t\t\t
1.\tTrain panels\tPeople who serve on a panel Number of hires\tHead of HR\tBy June 2025
2.\tReview adverts\tTo be determined\tTBC\tOngoing
"""
KEYS = [
    "title",
    "period",
    "headings",
    "objectives",
    "actions",
    "measures",
    "outcomes",
    "problems",
    "cells_seen",
]


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAN)
    return str(path)


def test_what_people_read(plan, capsys):
    assert main(["plan", "read", plan]) == 0
    printed = capsys.readouterr().out
    assert "1 objective, 2 actions" in printed
    assert "Objective 1 (Work): To hire fairly" in printed
    assert "Train panels" in printed
    assert "By June 2025" in printed
    assert "16 of 16 cells and lines are in the records above." in printed
    assert "run together where the marks between them were lost: line 5, column 3" in printed


def test_what_programs_read(plan, capsys):
    assert main(["plan", "read", plan, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert list(data)[:9] == KEYS
    assert data["objectives"][0]["ref"] == "1"
    action = data["actions"][0]
    assert action["objective"] == "1"
    assert action["timescale"]["last_day"] == "2025-06-30"
    assert action["source"] == {
        "file": "plan.txt",
        "page": None,
        "sheet": None,
        "table": 1,
        "row": 3,
        "column": 2,
        "line": 5,
    }
    assert data["problems"][0]["kept"] is True


def test_what_is_left_out_is_said(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(f"{PLAN}\nThis is a closing word to all readers.\n")
    assert main(["plan", "read", str(path)]) == 0
    assert "no row is made of it (left out): line 8" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.xyz", b"text", "not what its name says"),
        ("plan.txt", b"", "empty"),
        ("plan.docx", b"not a zip", "not what its name says"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, capsys, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["plan", "read", str(path)]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["plan", "read", str(tmp_path / "none.docx")]) == 2
    assert capsys.readouterr().err.startswith("There is no file called")


def test_help_shows_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["plan", "read", "--help"])
    assert "dueregard plan read" in capsys.readouterr().out


def test_headings_that_the_vocabulary_does_not_know(tmp_path, capsys):
    path = tmp_path / "plan.csv"
    path.write_text("Way forward,Champion = lead,Milestone date\nTrain panels,Estates,March 2027\n")
    assert main(["plan", "read", str(path)]) == 0
    assert "not known: Way forward; Champion = lead; Milestone date." in " ".join(
        capsys.readouterr().out.split()
    )
    said = ["--heading", "Way forward=action", "--heading", "Champion = lead=lead"]
    assert main(["plan", "read", str(path), "--json", *said]) == 0
    (action,) = json.loads(capsys.readouterr().out)["actions"]
    assert (action["text"], action["leads"]) == ("Train panels", ["Estates"])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Champion", "'Champion' does not say what a heading means"),
        ("=lead", "'=lead' does not say what a heading means"),
        ("Champion=boss", "'boss' is not something a column can hold; use one of ref,"),
    ],
)
def test_a_heading_that_is_said_wrongly(plan, capsys, said, sentence):
    assert main(["plan", "read", plan, "--heading", said]) == 2
    assert sentence in capsys.readouterr().err
