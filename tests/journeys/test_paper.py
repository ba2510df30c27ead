"""The officer takes the register to a committee, and a director who was away too long loses nothing."""

import io

import pikepdf
import pytest
from docx import Document

from tests.browser import axe


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_paper_is_prepared_read_issued_and_stays(visit, javascript):
    faults = axe if javascript else lambda page: []  # axe itself is JavaScript

    # Given the officer has narrowed the list of actions to what is overdue
    page = visit("officer", javascript=javascript)
    page.goto("/actions/?gap=overdue")

    # When they prepare a paper of it
    page.get_by_role("link", name="Prepare a paper for a committee").click()
    assert "only: Overdue" in page.locator("main").inner_text()
    assert faults(page) == []
    title = f"What is overdue {'one' if javascript else 'two'}"
    page.get_by_label("Title").fill(title)
    page.get_by_label("Committee").fill("Scrutiny Committee")
    page.get_by_role("button", name="Prepare it").click()

    # Then they read it before anybody else does, in words for whoever reads one page
    assert page.locator("h1").inner_text() == title
    assert faults(page) == []
    address = page.url
    page.get_by_role("link", name="Web page").click()
    assert page.locator("h2").nth(1).inner_text() == "What to ask"
    assert "by what day will it be done?" in page.locator("main").inner_text()
    assert faults(page) == []
    page.goto(f"{address}discard/")
    assert faults(page) == []

    # When they issue it
    page.goto(address)
    page.get_by_role("button", name="Issue it").click()
    assert faults(page) == []
    page.get_by_role("button", name="Issue now").click()

    # Then a councillor opens it as a document and as a PDF that everybody can use
    page = visit("councillor", javascript=javascript)
    page.goto("/papers/")
    page.get_by_role("link", name=title).click()
    with page.expect_download() as word:
        page.get_by_role("link", name="Word document").click()
    opened = Document(io.BytesIO(word.value.path().read_bytes()))
    assert opened.paragraphs[0].text == title
    with page.expect_download() as pdf:
        page.get_by_role("link", name="PDF").click()
    with pikepdf.open(pdf.value.path()) as file:
        assert file.Root.MarkInfo.Marked


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_page_left_open_overnight_loses_nothing(visit, javascript):
    # Given somebody has typed an update, and their session has ended meanwhile
    page = visit("director", javascript=javascript)
    page.goto("/actions/5/record-update/")
    page.get_by_label("In other words").check()
    page.get_by_label("Status in your own words").fill("Waits for the landlord")
    page.get_by_label("What has been done, and what is next").fill("Two of six are done.\nThe others wait.")
    page.get_by_label("No, it is made up").check()
    page.context.clear_cookies(name="sessionid")

    # When they save it and sign in again
    page.get_by_role("button", name="Record the update").click()
    assert "what you typed is there, ready to save" in page.locator("main").inner_text()
    page.get_by_label("E-mail address").fill("director@aldermere.example")
    page.locator("input[type=password]").first.fill("nobody here is real")
    page.get_by_role("button", name="Sign in", exact=True).first.click()

    # Then what they typed is there, and is saved
    assert "What you typed is in the form again" in page.locator("main").inner_text()
    if javascript:
        assert axe(page) == []
    words = page.get_by_label("What has been done, and what is next").input_value()
    assert words == "Two of six are done.\nThe others wait."
    page.get_by_role("button", name="Record the update").click()
    assert "Waits for the landlord" in page.locator("main").inner_text()

    # And a word that was wrong is struck through by another
    page.get_by_role("link", name="Correct this update").first.click()
    if javascript:
        assert axe(page) == []
    page.get_by_label("Status in your own words").fill("Waits for the lift")
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Save the correction").click()
    assert page.locator("main s").first.inner_text() == "Waits for the landlord"
    if javascript:
        assert axe(page) == []
