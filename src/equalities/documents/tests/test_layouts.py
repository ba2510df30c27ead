"""Seven real layouts against what was read from them by hand (their pages are named in truth.json)."""

import json

import pytest

from equalities.documents import read_plan

EXACT = [
    "p01_mea_disability_action_plan",
    "p05_rotherham_equality_analysis_actions",
    "p10_docsbay_university_objectives",
    "p12_nhs_edi_high_impact_inline",
    "p14_southglos_objectives_measures",
]
DAMAGED = ["p04_mea_scheme_timetable", "p13_bromley_edi_workplan"]


@pytest.fixture
def layout(shared):
    folder = shared / "data" / "plans" / "layouts"
    truth = json.loads((folder / "truth.json").read_text())
    return lambda name: (read_plan(folder / f"{name}.txt"), truth[name])


def phrases(plan):
    return [
        " ".join(action.timescale.phrase.split()) if action.timescale else None for action in plan.actions
    ]


@pytest.mark.parametrize("name", EXACT)
def test_exactly(layout, name):
    plan, truth = layout(name)
    assert list(plan.headings) == truth["headers"]
    assert len(plan.actions) == truth["n_actions"]
    assert phrases(plan) == truth["timescales"]
    assert len(plan.objectives) == truth.get("n_objectives", len(plan.objectives))


@pytest.mark.parametrize("name", DAMAGED)
def test_lost_borders_are_said_and_no_row_is_invented(layout, name):
    plan, truth = layout(name)
    assert list(plan.headings) == truth["headers"]
    assert plan.actions == plan.objectives == ()
    lost = [problem for problem in plan.problems if "lost the borders of its cells" in problem.what]
    assert len(lost) > truth["n_actions"]
    assert not any(problem.kept for problem in lost)


def test_two_levels_of_numbers(layout):
    plan, _ = layout("p01_mea_disability_action_plan")
    assert [action.ref for action in plan.actions] == ["1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.2.2"]
    assert {action.objective for action in plan.actions} == {"1.0"}
    assert plan.period == "2023-2027"


def test_columns_divided_by_slashes(layout):
    plan, _ = layout("p10_docsbay_university_objectives")
    assert [action.leads for action in plan.actions[:3]] == [
        ("Head of Personnel",),
        ("Head of Personnel",),
        (),
    ]
    assert plan.objectives[0].theme == "Staff"


def test_columns_run_together_are_said_so(layout):
    plan, _ = layout("p14_southglos_objectives_measures")
    said = [problem for problem in plan.problems if "run together" in problem.what]
    assert [problem.source.line for problem in said] == [6, 7, 8, 9]


def test_a_bullet_cut_off_is_no_action(layout):
    plan, _ = layout("p12_nhs_edi_high_impact_inline")
    assert [problem.source.line for problem in plan.problems if not problem.kept] == [7]


FEDERAL = ["dhs", "dod", "doi", "dol", "ed", "gsa", "hud", "nsf", "sba", "state", "usaid", "va"]


@pytest.mark.slow_test
@pytest.mark.parametrize("agency", FEDERAL)
def test_federal_prose_makes_rows_of_lists_only(shared, agency):
    path = shared / "data" / "plans" / f"us-{agency}-equity-action-plan-2023.txt"
    plan = read_plan(path)
    lines = path.read_text().split("\n")
    left = {problem.source for problem in plan.problems if not problem.kept}
    assert plan.cells_kept + len(left) == plan.cells_seen
    for action in plan.actions:
        assert action.source.page is not None
        line = lines[action.source.line - 1]
        assert " ".join(action.text.split())[:40] in " ".join(line.split())
        assert line.lstrip("•- 0123456789.")[0].isupper()
