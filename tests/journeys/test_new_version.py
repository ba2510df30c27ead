"""A document comes again: its differences are looked at and applied, and what was recorded stays."""

import copy

import pytest

from dueregard.home.demonstration.document import plan_document
from tests.browser import axe
from tests.journeys.test_plan import PLAN
from tests.journeys.test_spreadsheet import import_plan


def newer(title):
    """One date slips, one action is gone, one is new."""
    plan = copy.deepcopy(PLAN) | {"title": title}
    actions = plan["objectives"][0]["actions"]
    actions[0][5] = "September 2026"
    actions[1] = [
        "3",
        "Hear people who were refused entry",
        "Meets needs",
        ["People heard"],
        "Policy Manager",
        "TBC",
        "",
    ]
    return plan_document(plan)


def record_update(page):
    page.get_by_role("link", name="Fit ramps at both depots").click()
    page.get_by_role("link", name="Record an update").or_(
        page.get_by_role("button", name="Record an update")
    ).first.click()
    page.get_by_label("On target").check()
    page.get_by_label("What has been done, and what is next").fill("The first ramp is there.")
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Record").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_look_at_the_differences_and_apply_them(visit, tmp_path, javascript):
    faults = axe if javascript else lambda page: []  # axe itself is JavaScript

    # Given a plan is in the register, and a lead has said something about an action
    page = visit("officer", javascript=javascript)
    title = f"Plan of two versions {'with' if javascript else 'without'} a script"
    import_plan(page, tmp_path, title)
    plan = page.url
    record_update(page)

    # When the officer uploads the next version of its document
    page.goto(plan)
    page.get_by_role("link", name="Import a new version of its document").click()
    file = tmp_path / "newer.docx"
    file.write_bytes(newer(title))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Read").click()

    # Then they see what is added, different, later and gone, before anything is applied
    main = page.locator("main").inner_text()
    assert "1 action will be created" in main
    assert "1 entry of the plan is different in this version, and 1 of them slips to a later day" in main
    assert "1 entry of the plan is not in this version" in main
    assert faults(page) == []
    page.get_by_role("link", name="1 entry of the plan is different in this version").click()
    row = page.locator("table", has_text="What is different").locator("tbody tr").inner_text()
    assert row.split("\t") == ["Timescale", "June 2026", "September 2026"]
    assert "Its last day becomes 92 days later." in page.locator("main").inner_text()

    # When they tick what is gone, and apply it
    page.get_by_label("2 Review parking with residents").check()
    page.get_by_role("button", name="Import into the register").click()

    # Then the plan holds the new version, and what the lead said is still there
    main = page.locator("main").inner_text()
    assert "Hear people who were refused entry" in main
    page.get_by_role("link", name="Fit ramps at both depots").click()
    main = page.locator("main").inner_text()
    assert "September 2026" in main
    assert "The first ramp is there." in main
    assert "New version of the document: newer.docx" in main
    assert faults(page) == []
