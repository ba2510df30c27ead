"""`dueregard plan export`: one kind of file in, another out, or one sentence."""

from pathlib import Path

import pytest

from dueregard.cli import main
from equalities.documents import read_plan

PLAN = "Action,Lead,Timescale\nReview,HR,June 2026\n"


@pytest.mark.slow_test
def test_a_plan_is_written_as_another_kind_of_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "plan.csv", tmp_path / "plan.docx"
    source.write_text(PLAN)
    assert main(["plan", "export", str(source), "--format", "docx", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"Written: {out}\n"
    assert [(action.text, action.leads) for action in read_plan(out).actions] == [("Review", ("HR",))]


@pytest.mark.parametrize(
    ("file", "out", "words"),
    [
        ("absent.csv", "plan.docx", "There is no file called"),
        ("plan.csv", "plan.csv", "written over itself"),
        ("plan.csv", "absent/plan.docx", "There is no folder called"),
    ],
)
def test_it_refuses_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, out: str, words: str
) -> None:
    (tmp_path / "plan.csv").write_text(PLAN)
    assert (
        main(["plan", "export", str(tmp_path / file), "--format", "docx", "--out", str(tmp_path / out)]) == 2
    )
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert (tmp_path / "plan.csv").read_text() == PLAN
