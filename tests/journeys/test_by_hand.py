"""The plan changed by hand on a Monday: edited, split, undone, many at once; and somebody leaves."""

import pytest

from tests.browser import axe
from tests.journeys.test_spreadsheet import import_plan


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_edit_split_undo_and_change_many(visit, tmp_path, javascript):
    faults = axe if javascript else lambda page: []  # axe itself is JavaScript

    # Given a plan is in the register
    page = visit("officer", javascript=javascript)
    import_plan(page, tmp_path, f"By hand {'with' if javascript else 'without'} a script")
    plan = page.url

    # When the officer splits an action in two
    page.get_by_role("link", name="Fit ramps at both depots").click()
    action = page.url
    assert faults(page) == []
    page.get_by_role("link", name="Split it").click()
    assert faults(page) == []
    page.get_by_label("Words that stay").fill("Fit a ramp at the north depot")
    page.get_by_label("New ones that are split off").fill("Fit a ramp at the south depot")
    page.get_by_role("button", name="Split it").click()

    # Then the history says so, the new one says what it came from, and the versions stand side by side
    main = page.locator("main").inner_text()
    assert "split “Fit a ramp at the south depot” off from it" in main
    page.get_by_role("link", name="Compare two versions side by side").click()
    assert faults(page) == []
    words = page.locator("tbody tr", has_text="north depot").inner_text().split("\t")
    assert words == ["Words", "Fit ramps at both depots", "Fit a ramp at the north depot"]
    page.goto(plan)
    page.get_by_role("link", name="Fit a ramp at the south depot").click()
    assert page.get_by_role("link", name="Fit a ramp at the north depot").count() == 1

    # When they undo it
    page.goto(action)
    page.get_by_role("link", name="Undo this").first.click()
    assert faults(page) == []
    assert "1 entry that it made goes again" in page.locator("main").inner_text()
    page.get_by_role("button", name="Undo it").click()

    # Then all is as it was
    assert page.locator("h1").inner_text() == "Fit ramps at both depots"
    page.goto(plan)
    assert page.get_by_role("link", name="Fit a ramp at the south depot").count() == 0

    # When they give all that the filter shows another lead and an aim of the duty
    page.goto(f"{plan}?gap=no_measure")
    assert faults(page) == []
    page.get_by_label("that this filter shows").check()
    page.get_by_role("button", name="Change those that are ticked").click()
    assert faults(page) == []
    page.get_by_label("Leads").fill("Parking Manager")
    page.get_by_label("Put these in their place").check()
    page.get_by_label("Advance equality of opportunity").check()
    page.get_by_role("button", name="Show what changes").click()

    # Then they see what becomes of each before anything is changed, and can undo it as one
    assert page.locator("h1").inner_text() == "1 action changes"
    assert faults(page) == []
    page.get_by_role("button", name="Change 1 action").click()
    assert "1 action changed" in page.locator("main").inner_text()
    assert faults(page) == []
    page.goto(plan)
    assert "Parking Manager" in page.locator("table", has_text="Review parking").inner_text()
    page.goto("/deeds/")
    page.get_by_role("link", name="Undo").first.click()
    page.get_by_role("button", name="Undo it").click()
    page.goto(plan)
    assert "TBC" in page.locator("table", has_text="Review parking").inner_text()

    # When they record for the leads what was said at a meeting
    page.get_by_label("that this filter shows").check()
    page.get_by_role("button", name="Record updates").click()
    assert faults(page) == []
    page.get_by_label("New status").first.select_option("At risk")
    page.get_by_label("What happened").last.fill("Residents were asked.")
    page.get_by_role("button", name="Record these updates").click()

    # Then each is in the history of its action
    assert "2 updates recorded" in page.locator("main").inner_text()
    page.goto(action)
    assert "recorded an update for Depot Manager" in page.locator("main").inner_text()


def test_somebody_leaves(visit):
    # Given somebody holds a post that leads actions
    page = visit("officer")
    page.goto("/people/")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Name").fill("Lena Leaver")
    page.get_by_label("E-mail address").fill("leaver@aldermere.example")
    page.get_by_label("Lead", exact=True).check()
    page.locator("main button").first.click()
    page.goto("/posts/")
    page.get_by_role("link", name="Fill").first.click()
    post = page.locator("h1").inner_text()
    page.get_by_label("Who holds the post").select_option(label="Lena Leaver, Lead")
    page.get_by_label("Day").fill("1")
    page.get_by_label("Month").fill("1")
    page.get_by_label("Year").fill("2037")
    page.locator("main button").first.click()

    # When the officer opens the page of who leaves, and hands over
    page.goto("/people/")
    page.get_by_role("link", name="Lena Leaver").click()
    page.get_by_role("link", name="They leave").or_(page.get_by_role("button", name="They leave")).click()
    assert axe(page) == []
    assert post.split()[-1] in page.locator("main").inner_text()
    page.get_by_role("button", name="Hand over and deactivate").click()

    # Then they can no longer sign in, and the log says who did it
    assert "Lena Leaver has left" in page.locator("main").inner_text()
    assert "Deactivated" in page.locator("main").inner_text()
