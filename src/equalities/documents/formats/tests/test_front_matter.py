"""YAML in Markdown as blocks, and as a plan."""

import pytest

from equalities.documents import read_plan
from equalities.documents.blocks import Paragraph, Table
from equalities.documents.files import read_pages

PLAN = """---
layout: plan\t# a comment after a tab
title: "Our plan 2024-2026"
objectives:
- objective: "Mentoring"
  complete: false
  team:
  - name: "Ann Lee"
  - name: "Bo Ray"
  milestones:
  - milestone: "Recruit"
    date: 2024-02-30
    complete: true
  - milestone: "Report"
    date: 2025-03-01
    complete: false
- objective: "Conference"
  complete: false
---

Text below.
"""


@pytest.fixture
def write(tmp_path):
    def make(text):
        path = tmp_path / "plan.md"
        path.write_text(text)
        return path

    return make


def test_a_list_inside_makes_the_rows(write):
    *_, table, below = read_pages(write(PLAN)).blocks
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["milestone", "date", "complete", "objective", "complete", "team"],
        ["Recruit", "2024-02-30", "true", "Mentoring", "false", "Ann Lee\nBo Ray"],
        ["Report", "2025-03-01", "false"],
        ["Conference", "false"],
    ]
    assert [cell.row_span for cell in table.rows[1]] == [1, 1, 1, 2, 2, 2]
    assert (table.rows[1][1].source.line, below.source.line) == (12, 21)


def test_it_reads_as_a_plan(write):
    plan = read_plan(write(PLAN))
    assert (plan.title, plan.period) == ("Our plan 2024-2026", "2024-2026")
    assert [objective.text for objective in plan.objectives] == ["Mentoring", "Conference"]
    recruit, report = plan.actions
    assert (recruit.objective, recruit.status, recruit.leads) == ("Mentoring", "true", ("Ann Lee", "Bo Ray"))
    assert recruit.timescale.kind == "invalid"
    assert report.timescale.last_day.isoformat() == "2025-03-01"


@pytest.mark.parametrize(
    "text", ["---\ntitle: x\n---\nbody", "---\n- [broken\n---\nbody", "---\n", "no fence: here"]
)
def test_front_matter_without_a_list_is_text(write, text):
    assert all(isinstance(block, Paragraph | Table) for block in read_pages(write(text)).blocks)
    assert not any(isinstance(block, Table) for block in read_pages(write(text)).blocks)


def test_an_entry_without_a_name_joins_no_other(tmp_path):
    path = tmp_path / "plan.md"
    path.write_text(
        "---\nobjectives:\n- objective: Comms\n  milestones:\n  - milestone: Launch a newsletter\n    date: 2022-05-01\n"
        "  - milestone:\n    date: 2022-07-01\n---\n"
    )
    plan = read_plan(path)
    assert [(one.text, one.timescale.phrase) for one in plan.actions] == [
        ("Launch a newsletter", "2022-05-01")
    ]
    assert [problem.source.line for problem in plan.problems if not problem.kept] == [8]
