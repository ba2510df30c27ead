"""All that is due, as a page and in a calendar program; and a duty that somebody looked up."""

import pytest

from tests.browser import axe


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_subscribe_fetch_and_stop(visit, javascript):
    # Given a director reads the calendar
    page = visit("director", javascript=javascript)
    page.goto("/calendar/")
    main = page.locator("main").inner_text()
    assert "Publish information that shows compliance with the equality duty" in main
    assert "SI 2017/353 reg 4" in main
    assert not javascript or axe(page) == []

    # When they make an address for their calendar program
    page.locator("summary", has_text="Show these days in your own calendar").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.locator(".home-address").inner_text()
    assert not javascript or axe(page) == []

    # Then the program, which is not signed in, reads the same days there
    program = visit("").context.request
    answer = program.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-store"
    text = answer.text()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:" in text
    assert "SUMMARY:Publish information that shows compliance" in text

    # When they stop it, then the address is nobody's
    page.get_by_role("button", name="Stop the address").click()
    assert "The address of your calendar no longer works" in page.locator("main").inner_text()
    assert program.get(address).status == 404


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_duty_that_is_to_be_confirmed(visit, javascript):
    # Given the calendar has a duty whose day nobody has looked up
    page = visit("officer", javascript=javascript)
    page.goto("/calendar/")
    row = page.locator("tr", has_text="Say that it is confirmed").first
    assert "to be confirmed" in row.inner_text()

    # When the officer says who confirmed it
    row.get_by_role("link", name="Say that it is confirmed").click()
    address = page.url
    assert not javascript or axe(page) == []
    page.get_by_label("Who confirmed it").fill("Head of Legal Services")
    page.get_by_role("button", name="Save").click()

    # Then the calendar says so
    row = page.locator("tr", has_text="Confirmed by Head of Legal Services").first
    assert "to be confirmed" not in row.inner_text()
    assert not javascript or axe(page) == []

    # When they take it back, then it is to be confirmed again
    page.goto(address)
    page.get_by_role("button", name="Take the confirmation back").click()
    assert "Confirmed by Head of Legal Services" not in page.locator("main").inner_text()
