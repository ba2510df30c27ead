"""Given the figures of two years, each published by itself, when an officer prepares both together, then she sees what is
withheld and why, and what other ways would keep; she chooses one, and readers see it. With JavaScript off."""

from tests.browser import axe
from tests.journeys.test_publication import date

YEARS = ("1 April 2022 to 31 March 2023", "1 April 2023 to 31 March 2024")


def prepare(page, title, *years):
    page.goto("/publications/prepare/")
    page.get_by_label("Title").fill(title)
    date(page, "First day of the period", "1", "4", "2022")
    date(page, "Last day of the period", "31", "3", "2024")
    for year in years:
        page.get_by_label(f"Libraries, {year}: Ethnic group").check()
    page.get_by_role("button", name="Prepare the preview").click()


def publish(page, title):
    page.goto("/publications/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("I have read these words").check()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Published at").wait_for()


def test_two_years_and_then_both_together(visit):
    officer, director = visit("officer", javascript=False), visit("director", javascript=False)
    for number, year in enumerate(YEARS, start=1):
        prepare(officer, f"Year {number}", year)
        publish(director, f"Year {number}")

    prepare(officer, "Both years", *YEARS)
    officer.get_by_role("link", name="See what is withheld, and other ways").click()
    ways = officer.get_by_role("table", name="What each way of protecting the figures keeps")
    assert ways.get_by_role("row").count() > 5
    with_scripts = visit("officer")
    with_scripts.goto(officer.url)
    assert axe(with_scripts) == []
    officer.get_by_label("The periods together in one table, small counts and others withheld").check()
    officer.get_by_role("button", name="Protect the figures this way").click()
    assert officer.get_by_text("The figures are taken again, protected as you chose").is_visible()

    officer.get_by_role("link", name="See what is withheld, and other ways").click()
    chosen = officer.get_by_role("row").filter(has_text="The periods together").filter(has_text="chosen now")
    assert chosen.get_by_text("Yes").is_visible()
    reasons = officer.get_by_role("table", name="Cells without a number")
    assert reasons.get_by_text(
        "It is withheld in Year 1, version 1 (/published/aldermere/year-1-2024/1/)"
    ).first.is_visible()

    publish(director, "Both years")
    visitor = visit(javascript=False)
    visitor.goto("/published/aldermere/both-years-2024/")
    assert visitor.get_by_text(f"{YEARS[1]}; {YEARS[0]}").first.is_visible()
    assert visitor.get_by_text("/published/aldermere/year-2-2024/1/").first.is_visible()
