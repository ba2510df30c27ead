"""Several actions in one cell, years that are ticked, and forms of four columns."""

from pathlib import Path

import pytest

from equalities.documents import PlanDocument, read_plan
from equalities.documents.ticks import phrase


@pytest.fixture
def page(tmp_path: Path):
    """Reads the tables of a page, each given as rows of texts that may hold markup."""

    def read(*tables: list[list[str]]) -> PlanDocument:
        path = tmp_path / "plan.html"
        rows = (
            "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table)
            for table in tables
        )
        path.write_text(
            "<h1>Equality plan 2025-2029</h1>" + "".join(f"<table>{table}</table>" for table in rows)
        )
        return read_plan(path)

    return read


def accounted(plan: PlanDocument) -> bool:
    return plan.cells_kept + sum(not problem.kept for problem in plan.problems) == plan.cells_seen


HEAD = ["Objective", "Actions", "Lead", "By when"]
ACTIONS = ["Survey every tenant by post", "Publish what tenants said", "Train all the neighbourhood officers"]


def listed(texts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


def test_each_entry_of_a_list_of_actions_has_its_own_lead_and_date(page) -> None:
    leads, dates = ["Head of Housing", "HR Manager", "Director"], ["March 2026", "June 2026", "Ongoing"]
    plan = page([HEAD, ["Know our tenants", listed(ACTIONS), listed(leads), listed(dates)]])
    assert [action.text for action in plan.actions] == ACTIONS
    assert [action.leads for action in plan.actions] == [(lead,) for lead in leads]
    assert [action.timescale.phrase for action in plan.actions] == dates
    assert {action.objective for action in plan.actions} == {"Know our tenants"}
    assert plan.actions[1].fields["Actions"] == ACTIONS[1]
    assert {action.sources["Actions"].row for action in plan.actions} == {2}
    assert [problem.what for problem in plan.problems] == [
        "This cell lists several things to do; each is read as an action of its own"
    ]
    assert accounted(plan)


@pytest.mark.parametrize("mark", ["• ", "- ", "{n}. ", "({n}) "])
def test_marks_that_are_typed_divide_too(page, mark: str) -> None:
    typed = "<br>".join(mark.format(n=n) + text for n, text in enumerate(ACTIONS, start=1))
    plan = page([HEAD, ["Know our tenants", typed, "Head of Housing", "March 2026"]])
    assert [action.text for action in plan.actions] == ACTIONS
    assert [(action.leads, str(action.timescale.last_day)) for action in plan.actions] == [
        (("Head of Housing",), "2026-03-31")
    ] * 3


def test_words_that_lead_up_to_a_list_keep_it_together(page) -> None:
    plan = page(
        [HEAD, ["Know our tenants", f"Improve what we know, by: {listed(ACTIONS)}", "HR", "March 2026"]]
    )
    assert len(plan.actions) == 1
    assert plan.actions[0].text.startswith("Improve what we know, by:\nSurvey every tenant")


def test_short_entries_are_a_list_of_things_and_not_of_actions(page) -> None:
    plan = page([HEAD, ["Know our tenants", listed(["Surveys", "Focus groups"]), "HR", "March 2026"]])
    assert len(plan.actions) == 1


def test_lines_without_marks_are_several_where_as_many_dates_stand_beside_them(page) -> None:
    lines = "<br>".join(ACTIONS[:2])
    together = page([HEAD, ["Know our tenants", lines, "HR", "March 2026"]])
    apart = page([HEAD, ["Know our tenants", lines, "HR", "March 2026<br>June 2026"]])
    assert len(together.actions) == 1
    assert [(each.text, str(each.timescale.last_day)) for each in apart.actions] == [
        (ACTIONS[0], "2026-03-31"),
        (ACTIONS[1], "2026-06-30"),
    ]


def test_a_list_of_another_length_stands_with_each_and_is_said(page) -> None:
    head = ["Objective", "Actions", "Measures", "By when"]
    plan = page(
        [head, ["Know our tenants", listed(ACTIONS), listed(["Rate of answers", "Officers trained"]), "2026"]]
    )
    assert {action.measures for action in plan.actions} == {("Rate of answers", "Officers trained")}
    assert any("not as many as there are actions" in problem.what for problem in plan.problems)


def test_a_list_in_a_list_stays_with_its_entry(page) -> None:
    inner = listed([ACTIONS[0] + listed(["choose the sample", "print the forms"]), ACTIONS[1]])
    plan = page([HEAD, ["Know our tenants", inner, "HR", "March 2026"]])
    assert [action.text for action in plan.actions] == [
        f"{ACTIONS[0]} – choose the sample – print the forms",
        ACTIONS[1],
    ]


def test_years_that_are_ticked_say_when(page) -> None:
    plan = page(
        [
            ["Action", "Lead", "2025/26", "2026/27", "2027/28"],
            [ACTIONS[0], "HR", "✓", "", ""],
            [ACTIONS[1], "HR", "", "x", "x"],
            [ACTIONS[2], "HR", "✓", "", "✓"],
            ["Do it when there is money", "HR", "", "", ""],
        ]
    )
    when = [action.timescale for action in plan.actions]
    assert [each and each.phrase for each in when] == [
        "2025/26",
        "2026/27 to 2027/28",
        "2025/26, 2027/28",
        None,
    ]
    assert [str(each.last_day) for each in when[:2]] == ["2026-03-31", "2028-03-31"]
    assert [str(part.last_day) for part in when[2].parts] == ["2026-03-31", "2028-03-31"]
    assert plan.problems == ()


def test_years_that_hold_words_are_no_ticks(page) -> None:
    plan = page([["Action", "Lead", "2025", "2026"], [ACTIONS[0], "HR", "Draft it", "Publish it"]])
    assert plan.actions[0].timescale is None
    assert plan.actions[0].fields["2026"] == "Publish it"


def test_what_is_ticked_in_words() -> None:
    quarters = ["Q1", "Q2", "Q3", "Q4"]
    assert phrase(quarters, ["Q2"]) == "Q2"
    assert phrase(quarters, ["Q2", "Q3", "Q4"]) == "Q2 to Q4"
    assert phrase(quarters, ["Q1", "Q4"]) == "Q1, Q4"


def test_forms_of_four_columns(page) -> None:
    forms = [
        [
            ["Action", text, "Ref", f"1.{n}"],
            ["Lead", "HR", "Timescale", "March 2026"],
            ["Measure", "Rate", "Status", ""],
        ]
        for n, text in enumerate(ACTIONS, start=1)
    ]
    plan = page(*forms)
    assert [(action.ref, action.text) for action in plan.actions] == [
        (f"1.{n}", text) for n, text in enumerate(ACTIONS, start=1)
    ]
    assert [(each.leads, each.measures, str(each.timescale.last_day)) for each in plan.actions] == [
        (("HR",), ("Rate",), "2026-03-31")
    ] * 3
    assert accounted(plan)


def test_a_deadline_in_prose_may_be_how_often(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<h1>Plan</h1><p>We will:</p><ul><li>Review our pay data annually</li><li>Talk to unions</li></ul>"
    )
    phrases = [each.timescale and each.timescale.phrase for each in read_plan(path).actions]
    assert phrases == ["annually", None]


def test_paragraphs_on_one_line_of_a_page_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        "<h1>Plan</h1><p>We will:</p><ul><li>Review our pay data</li><li>Talk to unions</li></ul>"
    )
    plan = read_plan(path)
    assert plan.cells_seen == 4
    assert len({action.source for action in plan.actions}) == 2
