"""A document with headings that nobody knows: what they mean is said once, and remembered."""

import pytest

from tests.browser import axe

STRANGE = """Way forward,Champion,Wave
Widen the doors of the archive,Archivist,First
Caption every film,Film Officer,Second
"""


def upload(page, file):
    page.goto("/plans/import/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Read the plan").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_say_what_columns_mean_once(visit, tmp_path, javascript):
    faults = axe if javascript else lambda page: []  # axe itself is JavaScript
    file = tmp_path / "archive.csv"
    file.write_text(STRANGE + ("" if javascript else "Hear visitors,Archivist,Third\n"))

    # Given the officer uploads a document of which no heading is known
    page = visit("officer", javascript=javascript)
    upload(page, file)
    assert page.locator("h1").inner_text() == "Say what the columns mean"
    assert faults(page) == []

    # When they say what two columns hold
    page.get_by_label("Way forward").select_option(label="Action")
    page.get_by_label("Champion").select_option(label="Lead")
    page.get_by_role("button", name="Read it again").click()

    # Then its actions are there to be checked
    main = page.locator("main").inner_text()
    assert f"{2 if javascript else 3} actions will be created" in main
    assert "Film Officer" in main
    assert faults(page) == []

    # And the next document with these headings is read at once
    page.get_by_role("button", name="Put this document aside").click()
    file.write_text(STRANGE.replace("film", "talk"))
    upload(page, file)
    assert "Caption every talk" in page.locator("main").inner_text()
    page.get_by_role("button", name="Put this document aside").click()

    # When they forget them, then none is remembered
    page.goto("/plans/headings/")
    assert faults(page) == []
    for _heading in range(2):
        page.get_by_role("button", name="Forget").first.click()
    assert "None yet" in page.locator("main").inner_text()
