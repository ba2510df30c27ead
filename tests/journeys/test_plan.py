"""A council's own Word plan becomes a live register, and goes to committee."""

import io

import pytest
from docx import Document

from dueregard.home.demonstration.document import plan_document
from tests.browser import axe

PLAN = {
    "title": "Disability Action Plan 2026 to 2029",
    "introduction": "Agreed by the forum.",
    "headings": ["No.", "Action", "Outcome", "Measures", "Lead", "Timescale", "Status"],
    "objectives": [
        {
            "text": "Objective 1: Buildings that everybody can enter",
            "actions": [
                [
                    "1",
                    "Fit ramps at both depots",
                    "Removes barriers",
                    ["Ramps fitted"],
                    "Depot Manager",
                    "June 2026",
                    "On target",
                ],
                [
                    "2",
                    "Review parking with residents",
                    "Meets needs",
                    ["To be agreed"],
                    "TBC",
                    "Spring 2027",
                    "",
                ],
            ],
        }
    ],
}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_import_correct_update_and_download(visit, tmp_path, javascript):
    faults = axe if javascript else lambda page: []  # axe itself is JavaScript

    # Given the officer has the council's plan as a Word document
    title = f"{PLAN['title']} {'one' if javascript else 'two'}"
    file = tmp_path / "plan.docx"
    file.write_bytes(plan_document(PLAN | {"title": title}))
    page = visit("officer", javascript=javascript)

    # When they upload it
    page.goto("/plans/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Read").click()

    # Then they see what will be created and what is unclear, and nothing is in the register yet
    assert "2 actions will be created" in page.locator("main").inner_text()
    assert faults(page) == []

    # When they correct what is unclear, beside the words of the document
    page.get_by_role("link", name="Correct").first.click()
    assert faults(page) == []
    page.locator("textarea, input[type=text]").first.fill("Review disabled parking with residents")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Import into the register").click()

    # Then the register holds the corrected words
    assert page.locator("h1").inner_text() == title
    assert page.get_by_role("link", name="Review disabled parking with residents").count() == 1

    # When they record an update
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Record an update").or_(
        page.get_by_role("button", name="Record an update")
    ).first.click()
    assert faults(page) == []
    page.get_by_label("In other words").check()
    page.get_by_label("Status in your own words").fill("Slightly behind")
    page.get_by_label("What has been done, and what is next").fill("The second depot waits for its landlord.")
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Record").click()
    assert "Slightly behind" in page.locator("main").inner_text()

    # Then the document of the list holds the lead's own words, and opens in Word
    page.goto("/plans/")
    page.get_by_role("link", name=title).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a document").click()
    word = Document(io.BytesIO(download.value.path().read_bytes()))
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert any("Review disabled parking with residents" in cell for cell in cells)
    assert any("Slightly behind" in cell for cell in cells)
    assert word.sections[0].page_width > word.sections[0].page_height

    # And in the layout of the council's own document it has the council's columns and titles
    with page.expect_download() as download:
        page.get_by_role("link", name="Word in its own layout").click()
    (table,) = Document(io.BytesIO(download.value.path().read_bytes())).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == PLAN["headings"]
    assert rows[1][0] == "Objective 1: Buildings that everybody can enter"
    assert [row[1] for row in rows[2:]] == [
        "Fit ramps at both depots",
        "Review disabled parking with residents",
    ]
    assert "Slightly behind" in [row[-1] for row in rows[2:]]
