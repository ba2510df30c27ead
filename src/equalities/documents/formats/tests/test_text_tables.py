"""Tables in plain text as converters, browsers and people leave them."""

import pytest

from equalities.documents import read_plan
from equalities.documents.blocks import Table
from equalities.documents.files import read_pages


@pytest.fixture
def pages(tmp_path):
    def read(text):
        path = tmp_path / "plan.txt"
        path.write_text(text)
        return read_pages(path)

    return read


@pytest.fixture
def table(pages):
    def read(text):
        (found,) = (block for block in pages(text).blocks if isinstance(block, Table))
        return [[cell.text for cell in row] for row in found.rows]

    return read


@pytest.fixture
def plan(tmp_path):
    def read(text):
        path = tmp_path / "plan.txt"
        path.write_text(text)
        return read_plan(path)

    return read


HEAD = ["Action", "Lead", "When"]
ROWS = [["Train all the staff", "HR", "May 2026"], ["Audit lettings", "Housing Manager", "2027"]]


@pytest.mark.parametrize(
    "text",
    [
        "+---------+---------+----------+\n| Action  | Lead    | When     |\n+=========+=========+==========+\n"
        "| Train   | HR      | May 2026 |\n| all the |         |          |\n| staff   |         |          |\n"
        "+---------+---------+----------+\n| Audit   | Housing | 2027     |\n| lettings| Manager |          |\n"
        "+---------+---------+----------+\n",
        "┌───────────────────┬───────────────┬────────┐\n│Action             │Lead           │When    │\n"
        "├───────────────────┼───────────────┼────────┤\n│Train all the staff│HR             │May 2026│\n"
        "├───────────────────┼───────────────┼────────┤\n│Audit lettings     │Housing Manager│2027    │\n"
        "└───────────────────┴───────────────┴────────┘\n",
        "+---------------------+-----------------+----------+\n| Action              | Lead            | When     |\n"
        "+---------------------+-----------------+----------+\n| Train all the staff | HR              | May 2026 |\n"
        "| Audit lettings      | Housing Manager | 2027     |\n+---------------------+-----------------+----------+\n",
        "  Action                Lead              When\n  -------------------   ---------------   --------\n"
        "  Train all the staff   HR                May 2026\n  Audit lettings        Housing Manager   2027\n",
        "  ------------------------------\n  Action         Lead     When\n  -------------- -------- --------\n"
        "  Train all the  HR       May 2026\n  staff\n\n  Audit lettings Housing  2027\n                 Manager\n"
        "  ------------------------------\n",
        "Action           Lead       When\nTrain all the    HR         May 2026\nstaff\n"
        "Audit lettings   Housing    2027\n                 Manager\n",
        "Action / Lead / When\nTrain all the staff / HR / May 2026\nAudit lettings / Housing Manager / 2027\n",
    ],
)
def test_one_table_drawn_in_many_ways(table, text):
    assert table(text) == [HEAD, *ROWS]


def test_the_line_of_each_cell(pages):
    (found,) = pages(
        "Plan\n\nAction           Lead\nTrain all the    HR\nstaff\nAudit lettings   Housing\n"
    ).blocks[1:]
    assert [[cell.source.line for cell in row] for row in found.rows] == [[3, 3], [4, 4], [6, 6]]


def test_a_merged_cell_of_a_grid(pages):
    (found,) = pages("+-----+-----+\n| One title |\n+-----+-----+\n| a   | b   |\n+-----+-----+\n").blocks
    assert [[(cell.text, cell.column_span) for cell in row] for row in found.rows] == [
        [("One title", 2)],
        [("a", 1), ("b", 1)],
    ]


def test_rows_that_cannot_be_told_are_said(plan):
    found = plan(
        "Action               Lead       When\nTrain every member\nof staff who meets   HR         May 2026\n"
        "the public\nAudit each of the\nlettings and         Housing    2027\ntransfers\n"
    )
    assert found.actions == ()
    assert {problem.source.line for problem in found.problems if not problem.kept} >= {3, 6}


def test_a_title_between_rows_that_runs_over_the_columns(plan):
    found = plan(
        "Action           Lead       When\nObjective 1: Everybody can reach our services\nTrain staff      HR         2026\n"
        "Audit lettings   Housing    2027\n"
    )
    assert [(one.text, one.objective) for one in found.actions] == [
        ("Train staff", "1"),
        ("Audit lettings", "1"),
    ]


def test_a_row_of_slashes_that_lost_a_cell_makes_no_action(plan):
    found = plan(
        "Objective / Action / Lead / When\nFair jobs / Train panels / HR / 2026\nOpen talks / Press Office / 2026\n"
        "Fair homes / Audit lettings / Housing / 2027\nFair pay / Publish the gap / HR / March\n"
    )
    assert [one.text for one in found.actions] == ["Train panels", "Audit lettings", "Publish the gap"]
    assert [problem.source.line for problem in found.problems if not problem.kept] == [3]


def test_lists_that_broke_a_row_of_tabs(plan):
    found = plan(
        "Objective\tActions\tLead\nSafety\t- Fit a button for reports\n- Hold a workshop\tHead of Safety\nData\tSurvey students\tRegistrar\n"
    )
    assert [(one.text, one.leads) for one in found.actions] == [
        ("Fit a button for reports", ("Head of Safety",)),
        ("Hold a workshop", ("Head of Safety",)),
        ("Survey students", ("Registrar",)),
    ]
    assert any("run over several lines" in problem.what for problem in found.problems)


def test_short_rows_of_tabs_are_not_one_row(table):
    rows = table("Action\tLead\tWhen\nTrain staff\tHR\nAudit lettings\tHousing\n")
    assert rows[1:] == [["Train staff", "HR"], ["Audit lettings", "Housing"]]


def test_a_row_of_bars_broken_between_two_words(table):
    assert table(
        "Action | Lead | When\n---|---|---\nTrain staff | Head of\nHousing | 2026\nAudit | HR | 2027"
    )[2:] == [
        ["Train staff", "Head of Housing", "2026"],
        ["Audit", "HR", "2027"],
    ]


def test_a_row_under_a_merged_cell_slides_back_by_its_dates(plan):
    found = plan(
        "Plan |\n|||\n---|---|---|---|\nObjective |\nAction |\nLead |\nWhen |\nFair jobs |\nTrain panels |\nHR |\nMay 2026 |\n"
        "Publish pay gaps |\nFinance |\nJune 2026 |\n|\n"
    )
    assert [(one.text, one.objective, one.leads) for one in found.actions] == [
        ("Train panels", "Fair jobs", ("HR",)),
        ("Publish pay gaps", "Fair jobs", ("Finance",)),
    ]
    assert {"fewer cells", "moved to"} & {
        mark for mark in ("fewer cells", "moved to") for problem in found.problems if mark in problem.what
    }


def test_lists_as_word_copies_them_are_no_tables(pages):
    blocks = pages("We will:\n•\tTrain staff\n1.\tAudit lettings\no\tPublish").blocks
    assert [(block.text, block.is_item) for block in blocks[1:]] == [
        ("Train staff", True),
        ("1. Audit lettings", True),
        ("Publish", True),
    ]


def test_columns_of_a_newsletter_are_no_table(pages):
    text = "Action on the streets of our borough    Lead story of the spring in our town\n" * 4
    assert not any(isinstance(block, Table) for block in pages(text).blocks)


ONE_CELL = "{head}1.0 |\nKeep a list |\n2023-2024 |\nPolicy |\n2.0 |\nTell people of calendars |\n2023-2024\nquarterly |\nWaste |\n"


@pytest.mark.parametrize(
    "head", ["Action |\nTimeframe |\nLead |\n", "No. |\nAction |\nTimeframe |\nLead |\n"]
)
def test_a_cell_a_line_without_a_ruler(plan, head):
    """A page of a council as its text: no line of dashes, no heading over the numbers, and a cell of two lines."""
    found = plan(f"Plan 2023-2027\n{ONE_CELL.format(head=head)}")
    assert [
        (one.ref, one.text, one.timescale.phrase.replace("\n", " "), one.leads) for one in found.actions
    ] == [
        ("1.0", "Keep a list", "2023-2024", ("Policy",)),
        ("2.0", "Tell people of calendars", "2023-2024 quarterly", ("Waste",)),
    ]
    assert found.actions[1].sources["Lead"].line == (14 if "No." in head else 13)


def test_a_cell_a_line_without_numbers_is_told_by_its_times(table, plan):
    text = "Action |\nLead |\nTimescale |\nTrain staff |\nHR |\nMay 2024 |\nAudit lettings |\nHousing |\n|\n"
    assert table(text)[1:] == [["Train staff", "HR", "May 2024"], ["Audit lettings", "Housing", ""]]
    assert plan(text.replace("HR |\n", "HR |\nFinance |\nPublish |\nAll |\n")).actions == ()


def test_a_title_between_cells_a_line_is_no_cell(pages):
    text = "Theme one |\nAction |\nLead |\n1 |\nTrain |\nHR |\nPart two\nAction |\nLead |\n2 |\nAudit |\nHousing |\n"
    assert any(getattr(block, "text", "") == "Part two" for block in pages(text).blocks)


def test_rows_of_bars_broken_after_a_cell(plan):
    found = plan(
        "Action | Target date | Lead |\nPublish pay gaps | May 2024 | HR |\nAudit pay | June 2024 |\nHead of HR |\n"
        "Train all managers |\nJuly 2024 |\nDean |\n"
    )
    assert [(one.text, one.timescale.phrase, one.leads) for one in found.actions] == [
        ("Publish pay gaps", "May 2024", ("HR",)),
        ("Audit pay", "June 2024", ("Head of HR",)),
        ("Train all managers", "July 2024", ("Dean",)),
    ]
    assert [problem.source.line for problem in found.problems if "several lines" in problem.what] == [3, 5]


def test_a_title_under_a_short_row_of_bars_is_not_its_last_cell(plan):
    found = plan(
        "Action | When | Lead |\nAudit the ramps | May 2026 |\nObjective 2: Voice |\nSet up a forum | June 2026 | HR |\n"
    )
    assert [(one.text, one.leads, one.objective) for one in found.actions] == [
        ("Audit the ramps", (), None),
        ("Set up a forum", ("HR",), "2"),
    ]


def test_one_heading_over_numbers_and_texts_and_rows_that_slid_two_columns(plan):
    found = plan(
        "Action | Deliverable | Timeline | Lead | Progress | |\n---|---|---|---|---|---|\n"
        "13. | Keep a group | (a) Form it | October 2020 | HR | Formed |\n"
        "(b) Draft its terms | November 2020 | Board | Drafted | ||\n"
    )
    assert [(one.ref, one.text, one.timescale.phrase, one.leads) for one in found.actions] == [
        ("13", "Keep a group", "October 2020", ("HR",)),
        (None, "", "November 2020", ("Board",)),
    ]
    assert any("several columns to the left" in problem.what for problem in found.problems)


SLASHES = (
    "School\n\nTargets / Strategies / Timescale / Lead / Success criteria\nTo know what parents need /\n  • Write plans for single children.\n  • Send reminders to parents.\n"
    "/ As required\nAnnually / SENCo\nHead / Known\nTo mend the steps / Paint their edges / By July 2026 / Caretaker / Seen\n{}\nMore words\n"
)


def test_cells_divided_by_slashes_that_run_over_lines(plan):
    assert [(one.text, one.timescale.phrase, one.leads) for one in plan(SLASHES.format("")).actions] == [
        ("Write plans for single children.", "As required", ("SENCo",)),
        ("Send reminders to parents.", "Annually", ("Head",)),
        ("Paint their edges", "By July 2026", ("Caretaker",)),
    ]


def test_a_line_that_may_end_a_row_of_slashes_or_begin_one_makes_no_row(plan):
    found = plan(SLASHES.format("To mend the\nramp / Pour concrete / May 2026 / Caretaker / Done\n"))
    assert not any("ramp" in one.text or "To mend the" in one.leads for one in found.actions)
