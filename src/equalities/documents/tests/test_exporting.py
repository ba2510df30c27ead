"""A plan goes out in the layout it came in, and comes back the same."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from equalities.documents import plan_of, read_plan
from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.exporting import FORMATS, export, write_pages
from equalities.documents.files import read_pages
from equalities.refusals import Refused

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SEEDS = ("000", "001", "002", "003", "004")


def said(pages: Pages) -> dict[str, Any]:
    """What a plan says, without where each piece of it stands."""
    plan = plan_of(pages).as_dict()
    kept = ("title", "period", "headings", "objectives", "actions", "measures", "outcomes", "cells_seen")
    return {key: without_sources(plan[key]) for key in kept}


def without_sources(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_sources(each) for key, each in value.items() if key not in ("source", "sources")}
    return [without_sources(each) for each in value] if isinstance(value, list) else value


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", FORMATS)
def test_import_export_import_is_the_identity(shared: Path, tmp_path: Path, seed: str, kind: str) -> None:
    (path,) = (shared / "spec" / "seeds").glob(f"{seed}_*.txt")
    pages = read_pages(path)
    out = tmp_path / f"plan.{kind}"
    write_pages(pages, kind, out, made_at=MADE_AT)
    assert said(read_pages(out)) == said(pages)


@pytest.mark.slow_test
@pytest.mark.parametrize("kind", FORMATS)
def test_going_round_twice_changes_nothing_more(tmp_path: Path, kind: str) -> None:
    first, second = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}"
    write_pages(PLAN, kind, first, made_at=MADE_AT)
    write_pages(read_pages(first, f"plan.{kind}"), kind, second, made_at=MADE_AT)
    assert first.read_bytes() == second.read_bytes()


def row(number: int, *texts: str, is_head: bool = False) -> tuple[Cell, ...]:
    return tuple(
        Cell(text, Source("plan", table=1, row=number, column=column), is_head=is_head)
        for column, text in enumerate(texts, start=1)
    )


PLAN = Pages(
    (
        Paragraph("Equality plan 2025 to 2028", Source("plan", line=1), level=1),
        Table(
            (
                row(1, "No.", "Action", "Lead", "Timescale", is_head=True),
                row(2, "1", "Review consultations", "Head of Policy", "June 2026"),
                row(3, "2", "=HYPERLINK(1)", "Legal", "Ongoing"),
            ),
            Source("plan", table=1),
        ),
        Paragraph("Tell us what you think of this plan", Source("plan", line=9), is_item=True),
    )
)


def test_a_child_process_reads_and_writes(tmp_path: Path) -> None:
    source, out = tmp_path / "upload", tmp_path / "plan.csv"
    source.write_text("Action,Lead\nReview,HR\n")
    export(str(source), "plan.csv", "html", str(out), MADE_AT.isoformat())
    assert "<td>Review</td>\n<td>HR</td>" in out.read_text()


def test_other_kinds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="choose one of docx, xlsx, ods, csv, html"):
        write_pages(PLAN, "pdf", tmp_path / "plan.pdf", made_at=MADE_AT)


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path: Path) -> None:
    pages = Pages((Table((row(1, "Action", "x" * 40_000),), Source()),))
    with pytest.raises(Refused, match="32,767 characters"):
        write_pages(pages, "xlsx", tmp_path / "plan.xlsx", made_at=MADE_AT)


def test_what_is_merged_over_rows_comes_back_from_files_without_merged_cells(tmp_path):
    page = tmp_path / "plan.html"
    page.write_text(
        "<table><tr><th>Objective</th><th>Action</th><th>Lead</th></tr>"
        "<tr><td rowspan=2>Know our tenants</td><td>Ask them</td><td rowspan=2>Director</td></tr>"
        "<tr><td>Use the answers</td></tr></table>"
    )
    for kind in ("xlsx", "ods", "csv"):
        out = tmp_path / f"plan.{kind}"
        export(str(page), page.name, kind, str(out), "2026-01-01T00:00:00+00:00")
        plan = read_plan(out)
        assert [objective.text for objective in plan.objectives] == ["Know our tenants"], kind
        assert [(each.text, each.leads) for each in plan.actions] == [
            ("Ask them", ("Director",)),
            ("Use the answers", ("Director",)),
        ], kind


def test_where_nothing_can_be_written_is_one_sentence(tmp_path):
    plan = tmp_path / "plan.txt"
    plan.write_text("Action\tLead\nTrain\tHR\n")
    with pytest.raises(Refused, match="cannot be written"):
        export(str(plan), plan.name, "csv", str(tmp_path), "2026-01-01T00:00:00+00:00")


STACKED = (
    "<h1>Plan</h1><table><tr><th rowspan=2>Action</th><th colspan=3>Timescale</th><th rowspan=2>Lead</th></tr>"
    "<tr><th>2025</th><th>2026</th><th>2027</th></tr>"
    "<tr><td>Ask the tenants</td><td></td><td>x</td><td></td><td>HR</td></tr></table>"
)
TITLED = "<h1>Plan</h1>" + "".join(
    f"<table><tr><th colspan=3>Objective {n}: Make service {n} fair</th></tr><tr><th>Action</th><th>Lead</th>"
    f"<th>By when</th></tr><tr><td>Do thing {n}</td><td>HR</td><td>May 2026</td></tr></table>"
    for n in (1, 2)
)
LISTED = (
    "<h1>Plan</h1><table><tr><th>Objective</th><th>Actions</th><th>By when</th></tr><tr><td>Know our tenants</td><td>"
    "<ul><li>Send them a survey<ul><li>print it</li></ul></li><li>Publish the answers given</li></ul></td>"
    "<td>May 2026</td></tr><tr><td colspan=3>* if there is money</td></tr></table>"
)


@pytest.mark.parametrize("layout", [STACKED, TITLED, LISTED])
@pytest.mark.parametrize("kind", FORMATS)
def test_other_layouts_come_back_the_same(tmp_path: Path, layout: str, kind: str) -> None:
    page, out = tmp_path / "in.html", tmp_path / f"out.{kind}"
    page.write_text(layout)
    pages = read_pages(page)
    write_pages(pages, kind, out, made_at=MADE_AT)
    before, after = said(pages), said(read_pages(out))
    del before["cells_seen"], after["cells_seen"]  # what is merged is said more than once in a sheet
    assert after == before
    assert before["actions"]


def test_csv_loses_nothing_and_says_how_much_of_it_the_document_hides(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Action", "Lead", "Private note"])
    book.active.append(["Audit the counters", "Facilities", "Not for the committee"])
    book.active.append(["Replace the lift", "Property", ""])
    book.active.column_dimensions["C"].hidden = book.active.row_dimensions[3].hidden = True
    plan = tmp_path / "plan.xlsx"
    book.save(plan)
    hidden = {}
    for kind in FORMATS:
        out = tmp_path / f"out.{kind}"
        hidden[kind] = export(str(plan), plan.name, kind, str(out), "2026-01-01T00:00:00+00:00")
        assert said(read_pages(out)) == said(read_pages(plan)), kind
    assert hidden == {"docx": 0, "xlsx": 0, "ods": 0, "csv": 4, "html": 0}


def test_a_table_that_begins_further_right_with_titled_sections_comes_back_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet, head = book.active, ["Activity", "Owner", "By when"]
    sheet["B2"] = "Inclusion plan"
    for row, values in enumerate([head, ["Brief members", "Clerk", "May 2026"], ["Customers"], head], 4):
        for column, value in enumerate(values, 2):
            sheet.cell(row, column, value)
    for column, value in enumerate(["Test the website", "=1+1", "June 2026"], 2):
        sheet.cell(8, column, value).data_type = "s"
    sheet.merge_cells("B6:D6")
    plan = tmp_path / "plan.xlsx"
    book.save(plan)
    before = said(read_pages(plan))
    assert [(each["text"], each["theme"], each["leads"]) for each in before["actions"]] == [
        ("Brief members", None, ["Clerk"]),
        ("Test the website", "Customers", ["=1+1"]),
    ]
    assert list(before["actions"][0]["fields"]) == head
    for kind in FORMATS:
        out = tmp_path / f"out.{kind}"
        write_pages(read_pages(plan), kind, out, made_at=MADE_AT)
        assert said(read_pages(out)) == before, kind


@pytest.mark.parametrize("kind", FORMATS)
def test_sections_titled_in_merged_rows_come_back_the_same(tmp_path: Path, kind: str) -> None:
    page, out = tmp_path / "in.html", tmp_path / f"out.{kind}"
    page.write_text(
        "<h1>Plan</h1><table><tr><th>Action</th><th>Lead</th></tr><tr><td colspan=2>Customers</td></tr>"
        "<tr><td>Fit a loop</td><td>HR</td></tr><tr><td colspan=2>Colleagues</td></tr>"
        "<tr><td>Publish the gap</td><td>HR</td></tr></table>"
    )
    pages = read_pages(page)
    write_pages(pages, kind, out, made_at=MADE_AT)
    assert said(read_pages(out)) == said(pages)
    assert [action.theme for action in plan_of(pages).actions] == ["Customers", "Colleagues"]
