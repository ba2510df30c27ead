"""Layouts of tables that councils use, made small: which rows become what."""

import pytest

from equalities.documents import plan_of, rows
from equalities.documents.blocks import Pages, Problem, Source
from equalities.documents.tests.making import pages, paragraph, table, wide

HEAD = ["No.", "Action", "Lead", "Timescale"]


def read(*rows, above=()):
    return plan_of(pages(*above, table(rows)))


def problems(plan, what):
    return [(problem.source.row, problem.source.column) for problem in plan.problems if what in problem.what]


def texts(records):
    return [record.text for record in records]


def test_a_plain_table():
    plan = read(HEAD, ["1.", "Train staff", "Head of HR", "March 2025"], ["2.", "Fit ramps", "", "TBC"])
    first, second = plan.actions
    assert (first.ref, first.text, first.leads) == ("1", "Train staff", ("Head of HR",))
    assert first.timescale.last_day.isoformat() == "2025-03-31"
    assert first.fields == {
        "No.": "1.",
        "Action": "Train staff",
        "Lead": "Head of HR",
        "Timescale": "March 2025",
    }
    assert first.source == first.sources["Action"] == Source("made.docx", table=1, row=2, column=2)
    assert (second.leads, second.timescale.kind) == ((), "unknown")
    assert (plan.cells_seen, plan.cells_kept, plan.problems) == (11, 11, ())


def test_a_merged_title_row_is_an_objective():
    plan = read(
        HEAD, wide("Work: Objective 1: To hire fairly", 4), ["1", "Train panels", "HR Manager", "2025/26"]
    )
    assert [(each.ref, each.text, each.theme) for each in plan.objectives] == [
        ("1", "To hire fairly", "Work")
    ]
    assert (plan.actions[0].objective, plan.actions[0].theme) == ("1", "Work")
    assert plan.objectives[0].fields["No."] == "Work: Objective 1: To hire fairly"


def test_an_unlabelled_title_row_is_an_objective_only_if_it_says_what_for():
    plan = read(
        HEAD,
        wide("Workforce", 4),
        ["1", "Train", "", ""],
        wide("To open every door", 4),
        ["2", "Fit", "", ""],
    )
    assert texts(plan.objectives) == ["To open every door"]
    assert [action.theme for action in plan.actions] == ["Workforce", "Workforce"]
    assert [action.objective for action in plan.actions] == [None, "To open every door"]
    assert problems(plan, "stands alone") == [(4, 1)]


def test_a_title_over_nothing_is_named():
    plan = read(HEAD, ["1", "Train", "", ""], wide("Workforce", 4))
    assert problems(plan, "no row stands under it") == [(3, 1)]


def test_a_note_under_the_table_is_no_title():
    plan = read(HEAD, ["1", "Train", "", ""], wide("* TBC means to be confirmed", 4))
    assert problems(plan, "looks like a note") == [(3, 1)]


def test_objectives_in_a_merged_column():
    plan = read(
        ["Objective", "Action", "Lead"],
        [{"text": "1. Fair services", "row_span": 2}, "Map users", "Policy Officer"],
        [None, "Publish a summary", "Policy Officer"],
        ["2. Fair jobs", "Monitor", "HR Manager"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Fair services"), ("2", "Fair jobs")]
    assert [action.objective for action in plan.actions] == ["1", "1", "2"]
    assert plan.actions[1].fields["Objective"] == "1. Fair services"
    assert plan.problems == ()


def test_objectives_repeated_in_each_row_are_made_once():
    plan = read(["Objective", "Action"], ["Listen", "Survey"], ["Act", "Fix"], ["Listen", "Meet"])
    assert texts(plan.objectives) == ["Listen", "Act"]
    assert [action.objective for action in plan.actions] == ["Listen", "Act", "Listen"]


def test_a_blank_objective_is_read_as_the_one_above_and_said_so():
    plan = read(["Objective", "Action"], ["Listen", "Survey"], ["", "Meet"])
    assert plan.actions[1].objective == "Listen"
    assert problems(plan, "read as the objective above") == [(3, 2)]


def test_stacked_heads():
    plan = read(
        ["Action", {"text": "Lead", "column_span": 2}, None, {"text": "Timescale", "column_span": 2}, None],
        ["", "Officer", "Member", "Start", "End"],
        ["Map users", "Policy Officer", "Cllr Finch", "April 2024", "March 2025"],
    )
    assert plan.headings == ("Action", "Officer", "Member", "Start", "End")
    assert plan.actions[0].leads == ("Policy Officer", "Cllr Finch")
    assert plan.actions[0].timescale.phrase == "March 2025"
    assert problems(plan, "over several columns") == [(1, 2), (1, 4)]


def test_a_head_repeated_on_the_next_page():
    first = table([["Action", "Lead"], ["Train", "HR"]], 1)
    second = table([["Action", "Lead"], ["Survey", "HR"]], 2)
    plan = plan_of(pages(first, second))
    assert texts(plan.actions) == ["Train", "Survey"]
    assert plan.headings == ("Action", "Lead")
    assert plan.problems == ()


def test_a_table_goes_on_without_its_head():
    plan = plan_of(
        pages(table([HEAD, ["1", "Train", "HR", "2025"]]), table([["2", "Survey", "HR", "2026"]], 2))
    )
    assert [(action.ref, action.source.table) for action in plan.actions] == [("1", 1), ("2", 2)]


def test_another_table_is_not_taken_for_the_rest():
    other = table([["Likelihood", "High", "Low", "None"], ["Fire", "2", "3", "4"]], 2)
    plan = plan_of(
        pages(table([HEAD, ["1", "Train", "HR", "2025"]]), paragraph("Risks to the plan follow."), other)
    )
    assert len(plan.actions) == 1
    assert len(problems(plan, "no column of actions")) == 8


def test_two_tables_in_one_sheet():
    plan = read(
        ["Objective", "Lead"],
        ["1. Listen", "Director"],
        ["Action", "Output"],
        ["Survey", "A report"],
    )
    assert texts(plan.objectives) == ["Listen"]
    assert plan.objectives[0].leads == ("Director",)
    assert plan.actions[0].outputs == ("A report",)
    assert plan.actions[0].objective is None


def test_columns_without_headings_are_told_by_content():
    plan = read(
        ["", "Action", "", "Notes"],
        ["1.1", "Train", "March 2025", "x"],
        ["1.2", "Survey", "Ongoing", ""],
    )
    assert [(action.ref, action.timescale.phrase) for action in plan.actions] == [
        ("1.1", "March 2025"),
        ("1.2", "Ongoing"),
    ]
    assert list(plan.actions[0].fields) == ["column 1", "Action", "column 3", "Notes"]


def test_a_table_without_any_head():
    plan = read(["1", "Review the complaints policy", "June 2025"], ["2", "Translate the guide", "Ongoing"])
    assert texts(plan.actions) == ["Review the complaints policy", "Translate the guide"]
    assert problems(plan, "told by its content") == [(1, 1), (1, 2), (1, 3)]


def test_a_table_of_contents_is_no_plan():
    plan = read(["1", "Welcome", "2"], ["2", "Our plan", "5"])
    assert plan.actions == ()
    assert len(problems(plan, "no column of actions")) == 6


def test_an_unknown_heading_is_kept_and_said_so():
    plan = read(["Action", "Lead", "Moon phase"], ["Train", "HR", "Full"])
    assert plan.actions[0].fields["Moon phase"] == "Full"
    assert problems(plan, "not one that is known") == [(1, 3)]


def test_headings_twice_are_told_apart():
    plan = read(["Action", "Comments", "Comments"], ["Train", "a", "b"])
    assert plan.actions[0].fields == {"Action": "Train", "Comments": "a", "Comments (2)": "b"}
    assert plan.headings == ("Action", "Comments")


def test_a_row_longer_than_the_head():
    plan = read(["Action", "Lead"], ["Train", "HR", "late"])
    assert plan.actions[0].fields["column 3"] == "late"


def test_a_row_without_text_continues_the_one_above():
    plan = read(["Action", "Measures", "Lead"], ["Train", "All trained", "HR"], ["", "All tested", ""])
    assert plan.actions[0].measures == ("All trained", "All tested")
    assert problems(plan, "continuing the row above") == [(3, 2)]


def test_a_row_without_text_but_whole_stands_for_itself():
    plan = read(
        ["Action", "Measures", "Lead", "Timescale"], ["Train", "a", "HR", "2025"], ["", "b", "IT", "2026"]
    )
    assert texts(plan.actions) == ["Train", ""]
    assert problems(plan, "says nothing of what is to be done") == [(3, 2)]


def test_a_row_broken_over_the_page_is_one_action():
    plan = read(HEAD, ["1", "Train staff in the use of", "HR", "2025"], ["", "plain English", "", ""])
    assert texts(plan.actions) == ["Train staff in the use of plain English"]


def test_rows_of_measures_under_a_merged_action():
    plan = read(
        ["Action", "Measures", "Lead"],
        [{"text": "Train", "row_span": 2}, "All trained", "HR"],
        [None, "All tested", ""],
    )
    assert plan.actions[0].measures == ("All trained", "All tested")
    assert plan.problems == ()


def test_a_share_of_what_is_done_is_no_status_beside_one():
    plan = read(["Action", "% complete", "RAG"], ["Train staff", "45%", "Amber"], ["Fit ramps", "0%", "Red"])
    assert [action.status for action in plan.actions] == ["Amber", "Red"]
    alone = read(["Action", "% complete", "Lead"], ["Train staff", "45%", "HR"], ["Fit ramps", "0%", "HR"])
    assert [action.status for action in alone.actions] == ["45%", "0%"]


def test_two_statuses_are_said():
    plan = read(["Action", "Status", "RAG"], ["Train staff", "On track", "Green"], ["Fit ramps", "", "Red"])
    assert [action.status for action in plan.actions] == ["On track", "Red"]
    assert problems(plan, "Several columns hold a status") == [(1, 2), (1, 3)]


@pytest.mark.parametrize(
    ("aims", "objectives"),
    [
        (["Support carers", "Fair jobs"], ["Support carers", "Fair jobs"]),
        (["Advance equality", "Foster"], []),
    ],
)
def test_a_bare_aim_is_what_is_to_be_reached_unless_it_is_one_of_the_duty(aims, objectives):
    plan = read(["Aim", "Action", "Lead"], *([aim, f"Do {aim}", "HR"] for aim in aims))
    assert texts(plan.objectives) == objectives
    assert [action.aims for action in plan.actions] == (
        [(), ()] if objectives else [("b_advance",), ("c_foster",)]
    )


def test_outputs_that_someone_leads_are_the_actions_under_an_outcome():
    plan = read(["Equality outcome", "Output", "Lead"], ["Older people take part", "Assembly meets", "Clerk"])
    assert (texts(plan.objectives), texts(plan.actions)) == (["Older people take part"], ["Assembly meets"])


def test_a_merged_title_may_name_an_objective_without_a_number():
    plan = read(wide("Objective: Fair jobs", 4), HEAD, ["1", "Train panels", "HR", "2026"])
    assert [(action.objective, action.theme) for action in plan.actions] == [("Fair jobs", None)]


def test_rows_of_a_merged_action_with_dates_of_their_own_are_actions():
    plan = read(
        ["Action", "Milestone", "Lead", "Due"],
        [{"text": "Mend the website", "row_span": 2}, "Audit done", "Web Manager", "June 2025"],
        [None, "Fixes live", "Web Manager", "December 2025"],
    )
    assert [(action.text, action.timescale.phrase) for action in plan.actions] == [
        ("Mend the website", "June 2025"),
        ("Mend the website", "December 2025"),
    ]
    assert [problem.what for problem in plan.problems] == [rows.REACHES]


def test_an_action_that_a_row_repeats_with_who_and_when_is_the_same():
    train = ["1", "Train staff", "HR", "March 2026"]
    plan = read(HEAD, train, train, ["1", "Train staff", "HR", "May 2026"])
    assert [action.timescale.phrase for action in plan.actions] == ["March 2026", "March 2026", "May 2026"]
    plan = read([*HEAD, "Measure"], [*train, "All trained"], [*train, "All tested"])
    assert [action.measures for action in plan.actions] == [("All trained", "All tested")]
    assert [problem.what for problem in plan.problems] == [rows.TOLD_ON]


def test_measures_that_someone_leads_are_the_actions():
    plan = read(["Measure", "Lead responsibility", "Timetable"], ["Review list", "Policy Officer", "ongoing"])
    assert texts(plan.actions) == ["Review list"]


def test_a_list_in_a_cell():
    plan = read(
        ["Action", "Measures"], ["Train", {"text": "Trained\nTested", "items": ("Trained", "Tested")}]
    )
    assert plan.actions[0].measures == ("Trained", "Tested")


def test_several_things_to_do_in_one_cell_are_kept_together_and_said_so():
    plan = read(["Action", "Lead"], ["Train\nTest", "HR"])
    assert texts(plan.actions) == ["Train Test"]
    assert problems(plan, "several things to do") == [(2, 1)]


def test_aims_by_column_tick_underline_or_words():
    by_column = read(["Action", "PSED Aim"], ["Train", "Foster good relations"], ["Test", "All"])
    assert [action.aims for action in by_column.actions] == [("c_foster",), ("All",)]
    by_tick = read(["Action", "Advance equality of opportunity", "Foster good relations"], ["Train", "", "✓"])
    assert by_tick.actions[0].aims == ("c_foster",)
    by_words = read(["Action", "Outcomes"], ["Train", "Helps to eliminate unlawful discrimination"])
    assert by_words.actions[0].aims == ("a_eliminate",)


def test_where_something_is_underlined_plain_words_are_no_aim():
    plan = read(
        ["Action", "Outcomes"],
        ["Train", {"text": "Fosters good relations", "underlined": ("Fosters good relations",)}],
        ["Test", "Advances equality of opportunity"],
    )
    assert [action.aims for action in plan.actions] == [("c_foster",), ()]


def test_a_deadline_in_the_text_where_no_column_holds_one():
    plan = read(["Action", "Lead"], ["Train staff by March 2026", "HR"])
    assert plan.actions[0].timescale.last_day.isoformat() == "2026-03-31"
    assert problems(plan, "found inside the text") == [(2, 1)]


def test_no_deadline_is_taken_from_the_text_beside_a_column_of_them():
    plan = read(["Action", "Timescale"], ["Train staff by March 2026", ""])
    assert plan.actions[0].timescale is None


def test_a_timescale_that_is_not_understood_is_kept_and_said_so():
    plan = read(["Action", "Timescale"], ["Train", "purple"])
    assert plan.actions[0].timescale.phrase == "purple"
    assert problems(plan, "timescale was not understood") == [(2, 2)]


def test_the_plans_period_settles_what_a_phrase_leaves_open():
    above = [paragraph("Equality Action Plan: April 2023 to March 2027", level=1)]
    plan = read(["Action", "Timescale"], ["Train", "2023 - 2024"], above=above)
    assert plan.period == "April 2023 to March 2027"
    assert plan.actions[0].timescale.last_day.isoformat() == "2024-03-31"


def test_headings_above_tables():
    first = table([["Action", "Lead"], ["Train", "HR"]], 1)
    second = table([["Action", "Lead"], ["Survey", "HR"]], 2)
    plan = plan_of(
        pages(
            paragraph("Equality Plan", 1, level=1),
            paragraph("Objective 1: To hire fairly", 2, level=2),
            paragraph("This is why it matters to everyone in the town.", 3),
            first,
            paragraph("Listening to residents", 4, level=2),
            second,
        )
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "To hire fairly")]
    assert [(action.objective, action.theme) for action in plan.actions] == [
        ("1", None),
        (None, "Listening to residents"),
    ]


def test_the_documents_title_may_stand_in_its_table():
    plan = read(wide("Midshire Equality Action Plan 2024 to 2028", 2), ["Action", "Lead"], ["Train", "HR"])
    assert (plan.title, plan.period) == ("Midshire Equality Action Plan 2024 to 2028", "2024 to 2028")
    assert plan.actions[0].theme is None
    assert plan.objectives == ()


def test_a_running_title_changes_nothing():
    title = "Equality Action Plan"
    plan = plan_of(
        pages(
            paragraph(title, 1),
            table([["Action", "Lead"], wide("Objective 1: To listen", 2), ["Survey", "HR"]], 1),
            paragraph("Page 2", 2),
            paragraph(title, 3),
            table([["Action", "Lead"], ["Meet", "HR"]], 2),
        )
    )
    assert [action.objective for action in plan.actions] == ["1", "1"]


def test_hidden_cells_are_read_and_said_so():
    plan = read(["Action", "Lead"], [{"text": "Train", "hidden": True}, {"text": "HR", "hidden": True}])
    assert texts(plan.actions) == ["Train"]
    assert problems(plan, "hidden") == [(2, 1)]


NUMBERS = [
    (["1. A", "2. B", "C", "4. D"], ["A", "B", "C", "D"], ["1", "2", None, "4"]),
    (["1. A", "2. B", "C", "3. D"], ["A", "B C", "D"], ["1", "2", "3"]),
    (["1. A", "B", "C", "3. D"], ["A", "B C", "D"], ["1", None, "3"]),
    (["A", "B"], ["A", "B"], [None, None]),
    (["1. A", "B"], ["A B"], ["1"]),
    (["A", "2. B"], ["A", "B"], [None, "2"]),
]


@pytest.mark.parametrize(("rows", "objectives", "refs"), NUMBERS)
def test_objectives_without_a_number_fill_gaps_or_continue(rows, objectives, refs):
    plan = read(["Objective", "Lead"], *([row, "Director"] for row in rows))
    assert texts(plan.objectives) == objectives
    assert [objective.ref for objective in plan.objectives] == refs


def test_a_gap_between_two_tables_is_seen():
    plan = plan_of(
        pages(
            table([["Objective", "Lead"], ["1. A", "x"], ["B", "x"]], 1),
            table([["Objective", "Lead"], ["3. C", "x"]], 2),
        )
    )
    assert texts(plan.objectives) == ["A", "B", "C"]


def test_what_the_reader_of_the_file_could_not_take_in_stays_named():
    unread = Problem("A picture", Source("made.docx", page=1), kept=False)
    plan = plan_of(Pages((table([["Action", "Lead"], ["Train", "HR"]]),), (unread,)))
    assert plan.problems == (unread,)
    assert (plan.cells_seen, plan.cells_kept) == (5, 4)


def test_an_empty_document():
    plan = plan_of(Pages(()))
    assert (plan.title, plan.actions, plan.cells_seen) == (None, (), 0)


def test_a_row_that_names_an_objective_and_no_action_is_the_objectives_own():
    plan = read(
        ["Objective", "Action", "Lead", "Timescale"],
        ["1. Listen", "", "Mayor", "2026"],
        ["", "Survey", "HR", ""],
    )
    assert (plan.objectives[0].leads, plan.objectives[0].timescale.phrase) == (("Mayor",), "2026")
    assert [(action.text, action.objective) for action in plan.actions] == [("Survey", "1")]


def test_a_table_under_its_own_theme_goes_on_with_the_columns_before_it():
    second = table([["2", "Survey", "Mayor", "March 2026"], ["3", "Meet", "Mayor", "Ongoing"]], 2)
    plan = plan_of(
        pages(
            paragraph("Equality Plan", 1, level=1),
            table([HEAD, ["1", "Train", "HR", "2025"]], 1),
            paragraph("This is a paragraph about the next part.", 2),
            paragraph("Listening", 3, level=2),
            second,
        )
    )
    assert [(action.ref, action.leads, action.theme) for action in plan.actions] == [
        ("1", ("HR",), None),
        ("2", ("Mayor",), "Listening"),
        ("3", ("Mayor",), "Listening"),
    ]


def test_a_numbered_row_alone_is_the_objective_of_the_numbers_below_it():
    plan = read(
        ["Action", "Lead"],
        ["1. Buildings", ""],
        ["1.1 Fit ramps", "Estates"],
        ["2. People", ""],
        ["2.1 Train", "HR"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Buildings"), ("2", "People")]
    assert [(action.ref, action.objective) for action in plan.actions] == [("1.1", "1"), ("2.1", "2")]


def test_rows_above_the_head_of_another_table_are_no_titles():
    plan = read(["1. Introduction to the plan", ""], ["Department", "Budget"], ["Place", "5"])
    assert plan.objectives == ()
    assert len(problems(plan, "no column of actions")) == 5


@pytest.mark.parametrize("label", ["Total", "Sub-total:", "Grand total", "Total cost"])
def test_a_row_that_adds_up_is_no_action(label):
    plan = read(HEAD, ["1", "Train staff", "HR", "March 2025"], ["", label, "£4,500", ""])
    assert texts(plan.actions) == ["Train staff"]
    assert problems(plan, "adds others up") == [(3, 2), (3, 3)]


def test_a_row_that_speaks_of_a_total_is_an_action():
    plan = read(HEAD, ["1", "Train staff", "HR", "March 2025"], ["2", "Total", "Head of HR", "May 2025"])
    assert texts(plan.actions) == ["Train staff", "Total"]


def test_a_revised_date_stands_before_the_first():
    plan = read(
        ["Action", "Due", "Revised due"], ["Train", "May 2025", "June 2025"], ["Fit", "July 2025", ""]
    )
    assert [action.timescale.phrase for action in plan.actions] == ["June 2025", "July 2025"]


def test_numbers_under_a_sign_are_references():
    plan = read(["#", "Action", "Lead"], ["1.1", "Train staff", "HR"], ["1.2", "Fit ramps", "Estates"])
    assert [action.ref for action in plan.actions] == ["1.1", "1.2"]
