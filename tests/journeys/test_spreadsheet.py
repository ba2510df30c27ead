"""The register goes to its leads as a workbook, and what they fill in comes back."""

import io

import openpyxl
import pytest

from dueregard.home.demonstration.document import plan_document
from tests.browser import axe
from tests.journeys.test_plan import PLAN

HEADINGS = 3  # the row of headings, below the title and the filter


def import_plan(page, tmp_path, title):
    file = tmp_path / "plan.docx"
    file.write_bytes(plan_document(PLAN | {"title": title}))
    page.goto("/plans/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Read").click()
    page.get_by_role("button", name="Import into the register").click()


def hand_in(page, file):
    page.get_by_role("link", name="Upload a workbook that was filled in").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Read the workbook").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_download_fill_in_and_hand_back(visit, tmp_path, javascript):
    # Given the officer has a plan in the register
    page = visit("officer", javascript=javascript)
    import_plan(page, tmp_path, f"Plan that goes out {'with' if javascript else 'without'} a script")

    # When they download it as a workbook, and a lead fills in a row and spoils the key of another
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a workbook").click()
    plan = page.url
    file = tmp_path / "filled.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book.active
    places = {cell.value: cell.column for cell in sheet[HEADINGS]}
    assert sheet.column_dimensions[sheet.cell(1, places["dueregard key"]).column_letter].hidden
    sheet.cell(HEADINGS + 1, places["New status"], "Complete")
    sheet.cell(HEADINGS + 1, places["What happened"], "Both depots have ramps.")
    sheet.cell(HEADINGS + 1, places["Evidence"], "https://www.example.org/ramps")
    sheet.cell(HEADINGS + 2, places["New status"], "Late")
    sheet.cell(HEADINGS + 2, places["dueregard key"], "something else")
    book.save(file)

    # And the officer hands it in
    hand_in(page, file)

    # Then they see what will be recorded for whom, and what cannot be
    main = page.locator("main").inner_text()
    assert "1 update will be recorded" in main
    assert "1 row cannot be recorded" in main
    assert "The hidden key of this row was changed" in main
    assert not javascript or axe(page) == []

    # When they record it
    page.get_by_role("button", name="Record these updates").click()
    assert "1 row was recorded already" in page.locator("main").inner_text()
    assert not javascript or axe(page) == []

    # Then the action says so, in the words of the lead
    page.get_by_role("link", name="Fit ramps at both depots").click()
    main = page.locator("main").inner_text()
    assert "Both depots have ramps." in main
    assert "for Depot Manager" in main

    # And the same file, handed in again, changes nothing
    page.goto(plan)
    hand_in(page, file)
    assert "There is nothing to record." in page.locator("main").inner_text()
