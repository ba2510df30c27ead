"""Shapes that strangers' tables have: forms one under the other, pairs over a table, columns that group others."""

import pytest

from equalities.documents import plan_of, vocabulary
from equalities.documents.tests.making import pages, paragraph, table, wide


def read(*rows, above=()):
    return plan_of(pages(*above, table(rows)))


def about(plan):
    return [(action.text, action.objective, action.leads) for action in plan.actions]


def accounted(plan):
    left = {problem.source for problem in plan.problems if not problem.kept}
    return plan.cells_kept + len(left) == plan.cells_seen


FORM = [["Objective:", "Fair pay"], ["Action:", "Audit pay"], ["Lead:", "HR"], ["By when:", "May 2026"]]


def test_forms_one_under_the_other_in_one_table():
    plan = read(
        *FORM, ["Objective:", "Open doors"], ["Action:", "Fit ramps"], ["Lead:", "Estates"], ["By when:", ""]
    )
    assert about(plan) == [("Audit pay", "Fair pay", ("HR",)), ("Fit ramps", "Open doors", ("Estates",))]
    assert plan.cells_kept == plan.cells_seen


def test_forms_under_one_objective():
    plan = read(*FORM, ["Action 2:", "Publish it"], ["Lead:", "Press Office"], ["By when:", "June 2026"])
    assert about(plan) == [("Audit pay", "Fair pay", ("HR",)), ("Publish it", "Fair pay", ("Press Office",))]
    assert plan.actions[1].timescale.last_day.isoformat() == "2026-06-30"


def test_forms_with_a_title_over_each():
    form = FORM[1:]
    plan = read(wide("Objective 1: Fair pay", 2), *form, wide("Objective 2: Open doors", 2), *form)
    assert [(action.objective, action.text) for action in plan.actions] == [
        ("1", "Audit pay"),
        ("2", "Audit pay"),
    ]


def test_a_long_table_of_two_columns_is_read_in_its_own_time():
    plan = read(["Action", "Lead"], *([f"Fit ramp {number}", "Estates"] for number in range(3_000)))
    assert len(plan.actions) == 3_000


PAIRS = [
    ["Equality objective", *wide("Fair pay", 3)],
    ["Lead member", "Cllr Ash", "Lead officer", "Head of HR"],
    ["Action", "Completion date", "Measure of success", "Status"],
    ["Audit pay", "May 2026", "Gap of 5%", "On track"],
]


def test_pairs_of_headings_over_a_table_are_its_objective():
    plan = read(*PAIRS)
    (objective,) = plan.objectives
    assert (objective.text, objective.leads) == ("Fair pay", ("Cllr Ash", "Head of HR"))
    assert [(action.objective, action.status) for action in plan.actions] == [("Fair pay", "On track")]
    assert plan.cells_kept == plan.cells_seen


def test_pairs_in_a_file_without_merged_cells():
    plan = read(["Equality objective", *["Fair pay"] * 3], *PAIRS[1:])
    assert [objective.text for objective in plan.objectives] == ["Fair pay"]
    assert plan.cells_kept == plan.cells_seen


def test_an_objective_described_twice_keeps_what_was_said_first():
    again = [
        PAIRS[0],
        ["Lead member", "Cllr Elm", "Lead officer", "Head of HR"],
        PAIRS[2],
        ["Publish it", "", "", ""],
    ]
    plan = plan_of(pages(table(PAIRS), table(again, 2)))
    assert [objective.leads for objective in plan.objectives] == [("Cllr Ash", "Head of HR")]
    assert [problem.source.row for problem in plan.problems if "further up" in problem.what] == [2]
    assert accounted(plan)


def test_a_pair_of_headings_alone_is_a_head():
    plan = read(["Objective", "Progress so far"], ["Fair pay", "Audit done"], ["Open doors", "Ramps fitted"])
    assert [objective.text for objective in plan.objectives] == ["Fair pay", "Open doors"]


def test_an_action_over_several_actions_is_what_they_are_for():
    plan = read(
        ["High impact action", "Our actions", "Lead"],
        [{"text": "1. Fair pay", "row_span": 2}, "Audit pay", "HR"],
        [None, "Publish it", "HR"],
        ["2. Open doors", "Fit ramps", "Estates"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Fair pay"), ("2", "Open doors")]
    assert [action.objective for action in plan.actions] == ["1", "1", "2"]


def test_a_heading_that_numbers_another():
    assert [vocabulary.field_of(text) for text in ("Goal #", "Strategy no.", "#", "Action code")] == [
        "ref"
    ] * 4


def test_one_quarter_after_another_and_the_whole():
    head = [
        ["Action", "Lead", *wide("Quarter 1", 2), *wide("Quarter 2", 2)],
        ["", "", "Update", "RAG", "Update", "RAG"],
    ]
    rows = [
        ["Audit pay", "HR", "Begun", "Amber", "Done", "Green"],
        ["Fit ramps", "Estates", "Begun", "Red", "", ""],
    ]
    plan = read(*head, *rows)
    assert [action.status for action in plan.actions] == ["Green", "Red"]
    assert plan.actions[0].fields["Quarter 1 Update"] == "Begun"
    overall = read(["Action", "Q1 RAG", "Q2 RAG", "Overall RAG"], ["Audit the pay", "Red", "Amber", "Green"])
    assert overall.actions[0].status == "Green"


def test_a_column_for_each_aim_under_one_heading():
    plan = read(
        ["Action", "Lead", *wide("Aims of the duty", 3)],
        ["", "", "Eliminate", "Advance", "Foster"],
        ["Audit pay", "HR", "✓", "Y", ""],
    )
    assert plan.actions[0].aims == ("a_eliminate", "b_advance")


@pytest.mark.parametrize(
    "line", ["Riverside Probation Trust, 2024 to 2026", "Owner: Corporate Services", "Period: 2024-26"]
)
def test_a_line_that_says_whose_the_plan_is_heads_no_table(line):
    plan = read(["Action", "Lead"], ["Audit pay", "HR"], above=[paragraph("Fair plan"), paragraph(line, 2)])
    assert [action.theme for action in plan.actions] == [None]


def test_the_line_that_says_theme_is_the_theme():
    lines = [paragraph("Lough Shore leisure"), paragraph("Theme 2: Taking part", 2)]
    plan = read(["Action", "Lead"], ["Audit pay", "HR"], above=[paragraph("Fair plan", 9), *lines])
    assert plan.actions[0].theme == "Theme 2: Taking part"


def test_what_is_said_where_a_start_should_stand():
    rows = [["Ask tenants", "Ongoing", ""], ["Fit ramps", "May 2025", ""], ["Train", "Ongoing", "June 2026"]]
    plan = read(["Action", "Start", "Finish"], *rows)
    assert [each.timescale and each.timescale.phrase for each in plan.actions] == [
        "Ongoing",
        None,
        "June 2026",
    ]


def test_a_column_of_sentences_without_a_heading_is_the_actions():
    plan = read(
        ["", "By whom", "Target date", "Outcome measure"],
        ["Offer shadow board places", "Chair", "May 2026", "Six filled"],
        ["Publish pay by band", "HR", "June 2026", "Published"],
    )
    assert [(each.text, each.measures) for each in plan.actions] == [
        ("Offer shadow board places", ("Six filled",)),
        ("Publish pay by band", ("Published",)),
    ]


def test_a_numbered_heading_over_what_counts_on_below_it_is_an_objective():
    rows = [["Action", "Lead"], ["1.1 Audit pay", "HR"], ["1.2 Publish it", "HR"]]
    plan = read(*rows, above=[paragraph("Our plan", 9, level=1), paragraph("1. Fair pay", level=2)])
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Fair pay")]
    assert [(action.ref, action.objective) for action in plan.actions] == [("1.1", "1"), ("1.2", "1")]
    other = read(*rows, above=[paragraph("Our plan", 9, level=1), paragraph("2. Fair pay", level=2)])
    assert [(action.theme, action.objective) for action in other.actions] == [("2. Fair pay", None)] * 2


@pytest.mark.parametrize("is_first", [True, False])
def test_objectives_named_by_their_numbers_alone(is_first):
    named = table([["No", "Equality objective"], ["1", "Fair pay"], ["2", "Open doors"]], 1)
    actions = table(
        [["Equality objective", "Action", "Lead"], ["2", "Fit ramps", "Estates"], ["1", "Audit", "HR"]], 2
    )
    plan = plan_of(pages(*([named, actions] if is_first else [actions, named])))
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Fair pay"), ("2", "Open doors")]
    assert [action.objective for action in plan.actions] == ["2", "1"]
    assert plan.cells_kept == plan.cells_seen


@pytest.mark.parametrize(
    ("texts", "theme"), [(["A. Belonging", "B. Pay"], "A. Belonging"), (["High", "Low"], None)]
)
def test_a_priority_is_a_theme_or_how_much_a_thing_presses(texts, theme):
    plan = read(
        ["Priority", "Action", "Lead"], [texts[0], "Audit pay", "HR"], [texts[1], "Fit ramps", "Estates"]
    )
    assert plan.actions[0].theme == theme


def test_a_line_between_a_marked_title_and_the_first_table_is_no_theme():
    rows = [["Action", "Lead"], ["Audit pay", "HR"]]
    lines = [paragraph("Parc Cenedlaethol Bryniau", 2)]
    marked = read(*rows, above=[paragraph("Fair plan", level=1), *lines])
    assert [action.theme for action in marked.actions] == [None]
    bare = read(*rows, above=[paragraph("Fair plan"), paragraph("People at work", 2)])
    assert [action.theme for action in bare.actions] == ["People at work"]
