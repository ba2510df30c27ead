"""Given progress and figures, when an officer prepares a report and a director publishes it, then anybody reads it, until
it is withdrawn. With JavaScript off."""

from tests.browser import axe

TITLE = "Report of the journey"
ADDRESS = "/published/aldermere/report-of-the-journey-2026/"


def date(page, legend, day, month, year):
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label).fill(value)


def prepare(page):
    page.goto("/publications/")
    page.get_by_role("button", name="Prepare a report").click()
    page.get_by_label("Title").fill(TITLE)
    date(page, "First day of the period", "1", "4", "2025")
    date(page, "Last day of the period", "31", "3", "2026")
    page.get_by_label("Libraries, 1 April 2025 to 31 March 2026: Sex").check()
    page.get_by_label("Introduction").fill("What we have done this year.")
    page.get_by_role("button", name="Prepare the preview").click()


def test_publish_read_signed_out_and_withdraw(visit):
    officer = visit("officer", javascript=False)
    prepare(officer)
    assert officer.get_by_text("somebody else publishes it").is_visible()
    assert officer.get_by_role("button", name="Publish").count() == 0

    director = visit("director", javascript=False)
    director.goto("/publications/")
    director.get_by_role("link", name=TITLE).click()
    director.get_by_role("button", name="See the preview").click()
    assert director.get_by_text("Nothing is published yet.").is_visible()
    director.go_back()
    director.get_by_role("button", name="Publish").click()
    director.get_by_label("I have read these words").check()
    director.get_by_role("button", name="Publish now").click()

    visitor = visit(javascript=False)
    visitor.goto("/published/aldermere/")
    visitor.get_by_role("link", name=TITLE).click()
    assert visitor.url.endswith(ADDRESS)
    assert visitor.get_by_role("heading", level=1).inner_text() == TITLE
    assert visitor.get_by_text("What we have done this year.").is_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Download this table as CSV").click()
    assert download.value.suggested_filename == "table-1-sex.csv"

    director.get_by_role("link", name="Withdraw version 1").click()
    director.get_by_label("Something in it is wrong").check()
    director.get_by_role("button", name="Withdraw now").click()
    answer = visitor.goto(ADDRESS)
    assert answer.status == 410
    assert visitor.get_by_text("equality@aldermere.example").first.is_visible()
    assert visitor.request.get(f"{ADDRESS}table-1-sex.csv").status == 410


def test_ask_for_another_format(visit):
    visitor = visit(width=320)
    visitor.goto("/published/aldermere/ask/")
    visitor.get_by_role("button", name="Send").click()
    assert visitor.get_by_role("link", name="Choose a format").is_visible()
    assert axe(visitor) == []
    visitor.get_by_label("Easy Read").check()
    visitor.get_by_label("What do you need?").fill("The summary")
    visitor.get_by_label("How can we reach you?").fill("01632 960 001")
    visitor.get_by_role("button", name="Send").click()
    assert visitor.get_by_role("heading", name="Thank you: we have your request").is_visible()

    officer = visit("officer")
    officer.goto("/publications/requests/")
    row = officer.get_by_role("row").filter(has_text="01632 960 001")
    assert row.get_by_text("Waiting").is_visible()
    row.get_by_role("button", name="Mark as done").click()
    assert officer.get_by_role("row").filter(has_text="01632 960 001").get_by_text("Done").first.is_visible()
