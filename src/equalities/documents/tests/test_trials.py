"""Layouts that strangers' plans had and the first readers did not know: schools, Scotland, Wales, forms, scans."""

import pytest

from equalities.documents import plan_of, read_plan, vocabulary
from equalities.documents.tests.making import pages, paragraph, table, wide
from equalities.refusals import Refused


def read(*rows, above=()):
    return plan_of(pages(*above, table(rows)))


def places(plan, what):
    return [(each.source.row, each.source.column) for each in plan.problems if what in each.what]


def dates(plan):
    return [
        action.timescale.last_day.isoformat() if action.timescale and action.timescale.last_day else None
        for action in plan.actions
    ]


def accounted(plan):
    unkept = {problem.source for problem in plan.problems if not problem.kept}
    return plan.cells_kept + len(unkept) == plan.cells_seen


def test_a_school_aims_at_targets_by_strategies():
    plan = read(
        ["Target", "Strategy", "Outcome", "Timeframe", "Goals Achieved"],
        ["Improve the signs", "Audit by the site manager", "Visitors find their way", "31/08/2024", ""],
        ["Large print", "Ask parents each autumn", "All can read it", "Ongoing", "Started in May"],
    )
    assert [objective.text for objective in plan.objectives] == ["Improve the signs", "Large print"]
    assert [action.text for action in plan.actions] == [
        "Audit by the site manager",
        "Ask parents each autumn",
    ]
    assert (dates(plan), plan.actions[0].status) == (["2024-08-31", None], None)


def test_a_target_after_the_action_stays_a_measure():
    plan = read(["Objective", "Action", "Lead", "Target"], ["Fair pay", "Audit", "HR", "5%"])
    assert plan.actions[0].measures == ("5%",)


@pytest.mark.parametrize("heading", ["Target", "Milestone"])
def test_days_under_a_target_or_milestone_say_when(heading):
    plan = read(
        ["Action", "Who will make it happen?", heading],
        ["Fit hearing loops and test them monthly", "Estates", "end March 2027"],
        ["Run a first course", "People Services", "First course January 2027"],
    )
    assert dates(plan) == ["2027-03-31", "2027-01-31"]
    assert [(action.leads, action.measures) for action in plan.actions] == [
        (("Estates",), ()),
        (("People Services",), ()),
    ]
    assert accounted(plan)


def test_a_legend_under_the_rows_is_no_objective():
    legend = "B = complete, R = off track, A = at risk"
    plan = read(
        ["No.", "Action", "Lead", "Due", "BRAG"],
        ["Objective 1 - Safer homes"],
        ["1", "Fit alarms", "Prevention", "June 2027", "Green"],
        [legend],
    )
    assert [objective.text for objective in plan.objectives] == ["Safer homes"]
    assert [each.words for each in plan.problems if "note to the table" in each.what] == [legend]
    assert accounted(plan)


def test_headings_in_welsh():
    plan = read(
        ["Amcan", "Camau gweithredu", "Swyddog arweiniol", "Amserlen", "Mesur"],
        ["Amcan 1: Lleihau'r bwlch", "Cyhoeddi adroddiad", "Pennaeth AD", "Erbyn Rhagfyr 2024", "Bwlch o 5%"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Lleihau'r bwlch")]
    (action,) = plan.actions
    assert (action.text, action.leads, action.measures) == (
        "Cyhoeddi adroddiad",
        ("Pennaeth AD",),
        ("Bwlch o 5%",),
    )
    assert (action.objective, dates(plan)) == ("1", ["2024-12-31"])


@pytest.mark.parametrize("between", [" / ", "\n"])
def test_headings_in_two_languages(between):
    heads = [("Action", "Cam gweithredu"), ("Lead officer", "Swyddog arweiniol"), ("Timescale", "Amserlen")]
    plan = read([between.join(pair) for pair in heads], ["Train staff", "HR", "May 2025"])
    assert [action.text for action in plan.actions] == ["Train staff"]
    assert (plan.actions[0].leads, dates(plan)) == (("HR",), ["2025-05-31"])


def test_progress_that_is_one_word_is_a_status_and_a_sentence_is_not():
    head = ["Action", "Lead", "Progress"]
    said = read(head, ["Train", "HR", "On track"], ["Fit", "Estates", "Complete"])
    told = read(head, ["Train", "HR", "Two groups have met"], ["Fit", "Estates", "Complete"])
    assert [action.status for action in said.actions] == ["On track", "Complete"]
    assert [action.status for action in told.actions] == [None, None]
    assert places(said, "told by its content") == [(1, 3)]


def test_a_directorate_under_responsibility_leads_nothing():
    plan = read(
        ["Action", *wide("Responsibility", 2), "Timescale"],
        ["", "Lead officer", "Directorate", ""],
        ["Train", "Head of HR", "Resources", "May 2025"],
    )
    assert plan.actions[0].leads == ("Head of HR",)
    assert plan.actions[0].fields["Directorate"] == "Resources"


def test_a_team_beside_a_lead_is_no_second_lead():
    plan = read(["Action", "Lead", "Team", "End"], ["Train", "HR Lead", "People", "Jun 25"])
    assert plan.actions[0].leads == ("HR Lead",)


def test_the_day_a_thing_starts_is_not_the_day_it_is_due():
    plan = read(["Action", "Lead", "Start", "End"], ["Train", "HR", "Apr 24", "Sep 24"])
    assert dates(plan) == ["2024-09-30"]


def test_a_revised_date_is_read_before_the_first_one():
    plan = read(
        ["Action", "Target date", "Revised date"],
        ["Train", "March 2024", "June 2024"],
        ["Fit", "May 2024", ""],
    )
    assert dates(plan) == ["2024-06-30", "2024-05-31"]


def test_dates_that_contradict_one_another_are_said():
    plan = read(
        ["Action", "Start date", "Target date", "Date completed"],
        ["Late", "Jan 2024", "March 2024", "2 April 2024"],
        ["In time", "Jan 2024", "March 2024", "28 March 2024"],
        ["Upside down", "May 2024", "March 2024", ""],
        ["Every year", "", "March 2024 and annually thereafter", "June 2024"],
        ["No day", "", "Ongoing", "June 2024"],
    )
    assert places(plan, "done after the day it was due") == [(2, 4)]
    assert places(plan, "starts after the day it is due") == [(4, 2)]
    assert dates(plan)[:3] == ["2024-03-31"] * 3


def test_an_outcome_over_a_table_is_the_objective_of_the_scottish_duty():
    plan = read(
        ["Activity", "Timescale"],
        ["Audit the hubs", "March 2026"],
        above=[paragraph("Equality Outcome 1: Services are open to all", level=2)],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Services are open to all")]
    assert plan.actions[0].objective == "1"


def test_a_heading_that_only_numbers_the_objective_takes_the_line_under_it():
    plan = read(
        ["What will we do?", "When?"],
        ["Tutor", "May 2025"],
        above=[paragraph("Objective 2", 1, level=2), paragraph("To narrow the gap.", 2)],
    )
    assert [(each.ref, each.text, each.source.line) for each in plan.objectives] == [
        ("2", "To narrow the gap.", 1)
    ]
    assert (plan.actions[0].objective, plan.cells_kept, plan.cells_seen) == ("2", 6, 6)


def test_a_heading_that_only_numbers_the_objective_over_a_list():
    lines = [
        paragraph("Objective 1", 1, level=1),
        paragraph("To pay fairly.", 2),
        paragraph("We will:", 3),
        paragraph("Publish the gap", 4, is_item=True),
    ]
    plan = plan_of(pages(*lines))
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "To pay fairly.")]
    assert [(each.text, each.objective) for each in plan.actions] == [("Publish the gap", "1")]
    assert accounted(plan)
    assert plan.cells_kept == 3


def test_a_list_headed_actions():
    plan = plan_of(
        pages(
            paragraph("Objective 1: To pay fairly", 1, level=1),
            paragraph("Actions:", 2),
            paragraph("Sign the charter", 3, is_item=True),
        )
    )
    assert [(each.text, each.objective) for each in plan.actions] == [("Sign the charter", "1")]


def test_a_list_of_someone_elses_actions_is_not_the_plans():
    lines = [
        paragraph("The region's strategy has these actions:", 1),
        paragraph("Sign it", 2, is_item=True),
    ]
    assert plan_of(pages(*lines)).actions == ()


def test_an_unknown_column_of_numbered_aims_holds_the_objectives():
    plan = read(
        ["Aim", "Action", "Lead"],
        ["Aim 1: Reduce bullying", "Review", "HR"],
        ["", "Train", "HR"],
        ["Aim 2: Pay fairly", "Audit", "HR"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [
        ("1", "Reduce bullying"),
        ("2", "Pay fairly"),
    ]
    assert [action.objective for action in plan.actions] == ["1", "1", "2"]


def test_a_form_lies_on_its_side():
    plan = read(
        wide("Objective 1: Nobody is left offline", 2),
        ["Actions", "Lend tablets"],
        ["Lead officer", "Digital Officer"],
        ["Target date", "June 2025"],
    )
    (action,) = plan.actions
    assert (action.text, action.objective, action.leads, dates(plan)) == (
        "Lend tablets",
        "1",
        ("Digital Officer",),
        ["2025-06-30"],
    )
    assert action.sources["Target date"].row == 4
    assert (plan.cells_kept, plan.cells_seen) == (7, 7)


@pytest.mark.parametrize(
    ("first", "second"), [({"text": "Actions", "row_span": 2}, None), ("Actions", "Actions")]
)
def test_a_heading_of_a_form_that_stands_over_rows_holds_each_of_them(first, second):
    plan = read(
        [first, "Lend tablets"],
        [second, "Run classes"],
        ["Lead officer", "Digital Officer"],
        ["Target date", "June 2025"],
    )
    assert [action.text for action in plan.actions] == ["Lend tablets", "Run classes"]
    assert plan.cells_kept == plan.cells_seen


def test_two_columns_of_other_things_are_no_form():
    plan = read(["Author", "Policy team"], ["Version", "1.3"], ["Date", "May 2024"])
    assert (plan.actions, plan.cells_kept) == ((), 0)
    assert accounted(plan)


def test_a_head_that_a_page_centres_stands_as_a_line_over_the_table():
    rows = [["Culture", "Relaunch networks", "EDI Manager", "May 2025"]]
    rows += [["Data", "Publish the gap", "HR Manager", "June 2025"]]
    plan = read(
        *rows, above=[paragraph("Plan for fairness", 1), paragraph("Objective Action Lead Deadline", 2)]
    )
    assert plan.headings == ("Objective", "Action", "Lead", "Deadline")
    assert [each.text for each in plan.objectives] == ["Culture", "Data"]
    assert [action.leads for action in plan.actions] == [("EDI Manager",), ("HR Manager",)]
    assert (plan.cells_kept, plan.cells_seen) == (10, 10)


def test_a_ruler_that_a_narrow_column_breaks_up_is_still_a_ruler():
    plan = read(["Action", "Lead"], ["Train", "HR"], ["---- --", "- -"])
    assert [action.text for action in plan.actions] == ["Train"]
    assert places(plan, "line of dashes") == [(3, 1), (3, 2)]


def test_the_documents_own_title_comes_before_the_heading_of_its_plan():
    plan = read(
        ["Action", "Lead"],
        ["Train", "HR"],
        above=[paragraph("Equality Objectives 2020", 1, level=1), paragraph("Delivery plan", 2, level=1)],
    )
    assert plan.title == "Equality Objectives 2020"


@pytest.mark.parametrize("name", ["plan.txt", "plan.md", "plan.csv"])
def test_a_file_of_blanks_is_refused(tmp_path, name):
    (tmp_path / name).write_text("\n \n\n")
    with pytest.raises(Refused, match="holds no text"):
        read_plan(tmp_path / name)


def test_a_csv_row_may_leave_out_the_blank_columns_at_its_end(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text("Action,Lead,Timescale,,\nTrain,HR,May 2025,,\nFit,Estates,June 2025\n")
    assert [action.text for action in read_plan(path).actions] == ["Train", "Fit"]


@pytest.mark.parametrize("done", ["Key deliverable", "What we will do"])
def test_a_commitment_before_what_is_done_about_it_is_what_is_to_be_reached(done):
    plan = read(
        ["Our commitment", done, "SRO", "Due by", "PSED aims"],
        [
            "We will be a fair employer",
            "Publish the ethnicity pay gap",
            "Head of HR",
            "March 2026",
            "Eliminate",
        ],
        ["We will be a fair employer", "Anonymous shortlisting", "Head of HR", "Nov 2025", "All three"],
    )
    assert [objective.text for objective in plan.objectives] == ["We will be a fair employer"]
    assert [action.text for action in plan.actions] == [
        "Publish the ethnicity pay gap",
        "Anonymous shortlisting",
    ]
    assert plan.actions[1].aims == ("a_eliminate", "b_advance", "c_foster")


def test_a_commitment_alone_stays_what_is_done():
    plan = read(["Commitment", "Lead", "When"], ["Audit the counters", "Facilities", "March 2026"])
    assert [action.text for action in plan.actions] == ["Audit the counters"]


def test_a_priority_outcome_is_an_objective_and_a_ref_no_a_number():
    plan = read(
        ["Ref No.", "Priority outcome", "Intervention", "By when"],
        ["4", "Young carers thrive", "Identify young carers in schools", "31/12/2026"],
    )
    assert [objective.text for objective in plan.objectives] == ["Young carers thrive"]
    assert [(action.ref, action.text) for action in plan.actions] == [
        ("4", "Identify young carers in schools")
    ]


def test_a_count_of_actions_is_no_action():
    plan = read(
        ["Ref", "Action", "Lead"], ["1", "Audit the counters", "Facilities"], ["Total", "4 actions", ""]
    )
    assert [action.ref for action in plan.actions] == ["1"]
    assert accounted(plan)


def test_a_row_broken_over_two_pages_goes_on_in_the_table_of_the_next():
    head = ["Ref", "Action", "Owner", "Due"]
    plan = plan_of(
        pages(
            table([head, ["1a", "Review the pages so that the", "HR", "Jan 2026"]]),
            paragraph("Page 1 of 2"),
            table([head, ["", "wording is plain", "", ""], ["1b", "Advertise", "HR", "Feb 2026"]], number=2),
        )
    )
    assert [(action.ref, action.text) for action in plan.actions] == [
        ("1a", "Review the pages so that the wording is plain"),
        ("1b", "Advertise"),
    ]
    assert accounted(plan)


def test_hyphens_that_only_a_line_end_shows_are_no_part_of_a_word():
    plan = read(["Action", "Lead"], ["Hold four com\u00admunity events", "Comms"])
    assert plan.actions[0].text == "Hold four community events"


def test_objectives_and_actions_may_each_have_a_number_under_one_stacked_head():
    plan = read(
        [*wide("Equality objective", 2), *wide("Action", 2), *wide("Delivery", 2)],
        ["Ref", "Objective", "Ref", "Action", "Lead officer", "Target date"],
        ["EO1", "Know who uses our services", "EO1.1", "Ask on the housing form", "Housing", "June 2025"],
        ["EO1", "Know who uses our services", "EO1.2", "Train 40 staff to ask", "Learning", "May 2026"],
        ["EO2", "Accessible places", "EO2.1", "Audit dropped kerbs", "Highways", "Q3 2025/26"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [
        ("EO1", "Know who uses our services"),
        ("EO2", "Accessible places"),
    ]
    assert [(each.objective, each.ref) for each in plan.actions] == [
        ("EO1", "EO1.1"),
        ("EO1", "EO1.2"),
        ("EO2", "EO2.1"),
    ]
    assert accounted(plan)


def test_the_lines_of_a_cover_sheet_are_no_actions():
    cover = table([["Last updated", "3 October 2025"], ["Next review", "1 April 2026"]])
    plan = plan_of(pages(cover, table([["Action", "By when"], ["Fit ramps", "May 2026"]], number=2)))
    assert [action.text for action in plan.actions] == ["Fit ramps"]
    assert accounted(plan)


def test_a_table_without_headings_still_says_what_is_done_by_when():
    plan = read(["Fit ramps", "May 2026"], ["Train panels", "31 July 2026"])
    assert [action.text for action in plan.actions] == ["Fit ramps", "Train panels"]
    assert dates(plan) == ["2026-05-31", "2026-07-31"]


def test_a_table_of_one_cell_under_a_title_is_not_the_rest_of_that_title():
    head = table([["Objective 1: To listen"], ["Action", "Action"]])
    plan = plan_of(pages(head, table([["n/a"]], number=2)))
    assert [each.source.table for each in plan.problems if not each.kept] == [2]
    assert accounted(plan)


def test_a_number_merged_over_rows_is_that_of_each():
    plan = read(
        ["No.", "Action", "Lead"],
        [{"text": "1", "row_span": 2}, "Ask the tenants", "HR"],
        [None, "Publish the answers", "Housing"],
    )
    assert [(action.ref, action.text) for action in plan.actions] == [
        ("1", "Ask the tenants"),
        ("1", "Publish the answers"),
    ]


@pytest.mark.parametrize("again", ["1", ""])
def test_a_number_that_comes_again_with_its_objective_is_the_objectives(again):
    repeated = "Fair jobs" if again else ""
    plan = read(
        ["No.", "Objective", "Action", "Lead"],
        ["1", "Fair jobs", "Advertise widely", "HR"],
        [again, repeated, "Train who chooses", "HR"],
        ["2", "Open doors", "Fit ramps", "Estates"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Fair jobs"), ("2", "Open doors")]
    assert [(each.ref, each.objective) for each in plan.actions] == [(None, "1"), (None, "1"), (None, "2")]


@pytest.mark.parametrize(
    ("title", "objective", "theme"),
    [
        ("Improve access to our services", "Improve access to our services", None),
        ("Access to our services", None, "Access to our services"),
        ("Equality action plan", None, None),
    ],
)
def test_what_a_merged_title_row_is(title, objective, theme):
    plan = read(
        wide(title, 3),
        ["Action", "Lead", "By when"],
        ["Fit ramps", "Estates", "May 2026"],
        above=[paragraph("Fair for everyone", level=1)],
    )
    (action,) = plan.actions
    assert (plan.title, action.objective, action.theme) == ("Fair for everyone", objective, theme)
    assert accounted(plan)


def test_a_title_that_begins_with_a_verb_is_a_theme_where_a_column_holds_objectives():
    plan = read(
        wide("Improve access", 3),
        ["Objective", "Action", "Lead"],
        ["Open doors", "Fit ramps", "Estates"],
        above=[paragraph("Fair for everyone", level=1)],
    )
    assert [(each.text, each.theme) for each in plan.objectives] == [("Open doors", "Improve access")]


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        (["Fair for everyone", "Equality action plan 2025"], "Fair for everyone"),
        (["Barsetshire County Council", "Equality action plan 2025"], "Equality action plan 2025"),
        (["University of Barset", "Our equality strategy"], "Our equality strategy"),
        (["Introduction", "Workforce equality plan"], "Workforce equality plan"),
    ],
)
def test_the_title_of_a_cover_is_its_first_line_unless_that_says_whose_it_is(cover, title):
    first, second = cover
    plan = read(
        ["Action", "Lead"],
        ["Fit ramps", "Estates"],
        above=[paragraph(first, level=1), paragraph(second, 2, level=2)],
    )
    assert plan.title == title


def test_the_entries_of_an_action_stand_on_lines_of_their_own():
    listed = {"text": "Train staff on:\nequality\nlaw\nplain words", "items": ("equality law", "plain words")}
    plan = read(["Action", "Lead"], [listed, "HR"])
    assert plan.actions[0].text == "Train staff on:\nequality law\nplain words"


def test_a_numbered_row_above_rows_numbered_below_it_is_their_objective():
    plan = read(
        ["#", "Task", "Lead", "Finish"],
        ["1", "Recruit fairly", "", ""],
        ["1.1", "Visit sixth forms", "HR", "May 2026"],
        ["2", "Stay safe at home", "", ""],
        ["2.1", "Fit alarms", "Prevention", "June 2026"],
        above=[paragraph("Delivery plan"), paragraph("RAG: R = late, A = at risk, G = on course", 2)],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [
        ("1", "Recruit fairly"),
        ("2", "Stay safe at home"),
    ]
    assert [(each.ref, each.text, each.objective, each.theme) for each in plan.actions] == [
        ("1.1", "Visit sixth forms", "1", None),
        ("2.1", "Fit alarms", "2", None),
    ]
    assert accounted(plan)


def test_headings_merged_over_numbers_and_texts():
    plan = read(
        [*wide("Objective", 2), *wide("Action", 2), "Lead"],
        [{"text": "1", "row_span": 2}, {"text": "Open doors", "row_span": 2}, "1.1", "Fit ramps", "HR"],
        [None, None, "1.2", "Paint the bays", "HR"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [("1", "Open doors")]
    assert [(each.ref, each.text, each.objective) for each in plan.actions] == [
        ("1.1", "Fit ramps", "1"),
        ("1.2", "Paint the bays", "1"),
    ]


def test_quarters_with_their_years_are_ticked():
    plan = read(
        ["Objective", "Action", "Q1 2025/26", "Q2 2025/26", "Q3 2025/26", "Q4 2025/26"],
        ["Fair pay", "Publish the gaps", "", "x", "x", ""],
    )
    assert plan.actions[0].timescale.phrase == "Q2 2025/26 to Q3 2025/26"


def test_a_heading_is_what_its_last_noun_says():
    plan = read(["High impact action", "Lead", "Success measure"], ["Train chairs", "HR", "All trained"])
    assert (plan.actions[0].text, plan.actions[0].measures) == ("Train chairs", ("All trained",))


def test_one_aim_is_told_under_the_heading_of_the_duty():
    duty = wide("General duty", 2)
    plan = read(
        ["Action", *duty, "Lead"],
        ["", "Eliminate discrimination", "Foster good relations", ""],
        ["Publish data", "✓", "", "HR"],
    )
    assert plan.actions[0].aims == ("a_eliminate",)


def test_headings_of_a_systems_export_and_as_people_say_them():
    plan = read(
        ["action_ref", "action_text", "owner_name", "due_date", "how we’ll know"],
        ["EA-1", "Caption webinars", "Jo Ash", "30/09/2025", "All captioned"],
    )
    (action,) = plan.actions
    assert (action.ref, action.text, action.leads, action.measures) == (
        "EA-1",
        "Caption webinars",
        ("Jo Ash",),
        ("All captioned",),
    )
    assert dates(plan) == ["2025-09-30"]


def test_numbers_of_objectives_and_of_actions_under_their_own_headings():
    plan = read(
        ["Obj. ref", "Equality objective", "Action ref", "Action", "Lead"],
        ["EO1", "Improve data", "EO1.1", "Add questions to forms", "HR"],
        ["EO2", "Improve access", "EO2.1", "Book interpreters", "HR"],
        ["", "", "", "Total", "=SUM(I4:I6)"],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [
        ("EO1", "Improve data"),
        ("EO2", "Improve access"),
    ]
    assert [(each.ref, each.objective) for each in plan.actions] == [("EO1.1", "EO1"), ("EO2.1", "EO2")]


@pytest.mark.parametrize(("number", "count"), [("2", 2), ("7", 1)])
def test_a_table_whose_numbers_go_on_is_the_rest_of_the_last_whatever_stands_between(number, count):
    plan = plan_of(
        pages(
            table([["No.", "Action", "Lead"], ["1", "Fit ramps", "Estates"]]),
            paragraph("The rest of the actions follow."),
            table([[number, "Ask members", "Clerk"]], number=2),
        )
    )
    assert len(plan.actions) == count
    assert accounted(plan)


NUMBERED = ["No.", "Key action", "Lead officer", "Timescale", "Success measure"]


def test_headings_as_a_line_over_the_objective_are_the_tables_head():
    line = paragraph(" ".join(NUMBERED))
    rows = [["1.1", "Open a drop-in", "Forum", "May 2026", "40 come"]]
    plan = plan_of(pages(line, paragraph("Objective 1: Be safer", 2), table(rows)))
    assert plan.headings == tuple(NUMBERED)
    assert [(action.objective, action.leads, action.measures) for action in plan.actions] == [
        ("1", ("Forum",), ("40 come",))
    ]
    assert accounted(plan)


def test_a_table_narrower_by_its_blank_last_column_goes_on_under_the_next_objective():
    first = table([NUMBERED, ["1.1", "Open a drop-in", "Forum", "May 2026", "40 come"]])
    rest = [["2.1", "Train a group of managers", "HR", "31/12/2026"], ["2.2", "Train all", "HR", "Ongoing"]]
    plan = plan_of(pages(first, paragraph("Objective 2: Be confident", 2), table(rest, 2)))
    assert [(action.ref, action.objective, action.leads) for action in plan.actions[1:]] == [
        ("2.1", "2", ("HR",)),
        ("2.2", "2", ("HR",)),
    ]
    assert accounted(plan)


def test_a_table_of_other_headings_under_the_last_objective_is_to_be_looked_at():
    first = [wide("Objective 1: Be fair", 3), ["Action", "Lead", "When"], ["Train", "HR", "May 2026"]]
    archive = [
        ["Ref", "Action", "Lead", "Deadline", "Outcome"],
        ["7", "Set up a network", "HR", "2023", "Done"],
    ]
    plan = plan_of(pages(table(first), table(archive, 2)))
    assert [action.objective for action in plan.actions] == ["1", "1"]
    assert places(plan, "other headings") == [(2, 1)]
    again = plan_of(pages(table(first), table([first[1], ["Ask", "HR", "June 2026"]], 2)))
    assert places(again, "other headings") == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Officer", "lead"),
        ("Officer comments", "other"),
        ("Responsible Directorate / Officer", "lead"),
        ("What does success look like?", "measure"),
        ("Expected completion", "timescale"),
        ("Commentary", "other"),
        ("By", "timescale"),
        ("What are we going to do to meet this aim?", "action"),
        ("Which service will take this forward?", "lead"),
        ("When do we expect to have finished?", "timescale"),
        ("Foster relations", "aim_c_foster"),
    ],
)
def test_headings_that_strangers_tables_had(heading, field):
    assert vocabulary.field_of(heading) == field


def test_by_alone_says_when_and_inside_a_heading_nothing():
    assert vocabulary.field_of("Approved by") is None


@pytest.mark.parametrize("apart", [False, True])
def test_a_row_over_the_head_may_name_the_objective_beside_its_sponsor(apart):
    title = ["Objective 1: Fair access", "Sponsor: Councillor Hale"]
    rows = [["Action", "Lead", "Timescale"], ["Fit ramps", "Estates", "June 2027"]]
    plan = plan_of(pages(table([title]), table(rows, 2))) if apart else read(title, *rows)
    assert [(one.ref, one.text) for one in plan.objectives] == [("1", "Fair access")]
    assert [one.objective for one in plan.actions] == ["1"]
    assert places(plan, "no column of actions") == [(1, 2)]
    assert accounted(plan)
