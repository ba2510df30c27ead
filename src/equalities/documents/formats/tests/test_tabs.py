"""What only the tab of a sheet says heads its table: an objective, a team, an archive."""

from datetime import UTC, datetime

import pytest
import xlsxwriter

from equalities.documents import read_plan
from equalities.documents.exporting import FORMATS, write_pages
from equalities.documents.files import read_pages

HEAD = ["Action", "Lead", "By when"]


@pytest.fixture
def read(tmp_path):
    def written(**sheets):
        with xlsxwriter.Workbook(tmp_path / "plan.xlsx") as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name.replace("_", " "))
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
        return read_plan(tmp_path / "plan.xlsx")

    return written


def about(plan):
    return [(action.text, action.objective, action.theme) for action in plan.actions]


def test_an_objective_that_only_a_tab_names(read):
    plan = read(
        Notes=[["How to use this workbook"], ["Fill in each quarter"]],
        Obj_1_Fair_access=[HEAD, ["Fit ramps", "Estates", "May 2026"]],
        EO2=[HEAD, ["Audit pay", "HR", "June 2026"]],
        Objective_3=[HEAD, ["Ask tenants", "Housing", "July 2026"]],
    )
    assert [(each.ref, each.text) for each in plan.objectives] == [
        ("1", "Fair access"),
        ("EO2", "EO2"),
        ("3", "Objective 3"),
    ]
    assert about(plan) == [("Fit ramps", "1", None), ("Audit pay", "EO2", None), ("Ask tenants", "3", None)]
    assert plan.title is None


def test_teams_and_an_archive(read):
    plan = read(
        Housing=[["Fair plan 2026"], HEAD, ["Fit ramps", "Estates", "May 2026"]],
        People=[["Fair plan 2026"], HEAD, ["Audit pay", "HR", "June 2026"]],
        Archive=[["Closed action", "Owner", "Closed on"], ["Print leaflets", "Press Office", "May 2024"]],
    )
    assert about(plan) == [
        ("Fit ramps", None, "Housing"),
        ("Audit pay", None, "People"),
        ("Print leaflets", None, "Archive"),
    ]
    assert plan.title == "Fair plan 2026"


def test_an_archive_is_not_the_last_objectives(read):
    rows = [["Objective", "Action", "Lead"], ["1. Pay fairly", "Audit pay", "HR"]]
    plan = read(Plan=rows, Closed=[["Action", "Owner"], ["Print leaflets", "Press Office"]])
    assert about(plan) == [("Audit pay", "1", None), ("Print leaflets", None, "Closed")]


@pytest.mark.parametrize(
    "names", [("Sheet1", "Sheet2"), ("2024-25", "2025-26"), ("Plan", "Plan 2"), ("Q1", "Q2")]
)
def test_tabs_that_only_count_say_nothing(read, names):
    plan = read(**{name: [HEAD, [f"Fit ramps in {name}", "Estates", "May 2026"]] for name in names})
    assert about(plan) == [(f"Fit ramps in {name}", None, None) for name in names]
    assert plan.cells_kept == plan.cells_seen


def test_a_line_of_its_own_says_more_than_the_tab(read):
    plan = read(
        One=[["Objective 1: Fair access"], HEAD, ["Fit ramps", "Estates", "May 2026"]],
        Two=[["Objective 2: Fair pay"], HEAD, ["Audit pay", "HR", "June 2026"]],
    )
    assert about(plan) == [("Fit ramps", "1", None), ("Audit pay", "2", None)]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_tabs_say_goes_out_and_comes_back(read, tmp_path, kind):
    plan = read(
        Obj_1_Fair_access=[HEAD, ["Fit ramps", "Estates", "May 2026"]],
        Obj_2_Fair_pay=[HEAD, ["Audit pay", "HR", "June 2026"]],
        Archive=[["Closed action", "Owner"], ["Print leaflets", "Press Office"]],
    )
    out = tmp_path / f"out.{kind}"
    write_pages(read_pages(tmp_path / "plan.xlsx"), kind, out, made_at=datetime(2026, 1, 1, tzinfo=UTC))
    again = read_plan(out)
    assert (
        about(again)
        == about(plan)
        == [
            ("Fit ramps", "1", None),
            ("Audit pay", "2", None),
            ("Print leaflets", None, "Archive"),
        ]
    )
    assert again.title == plan.title
