"""An extract of service users becomes figures that anybody who signs in may see."""

import random

from tests.browser import axe

GROUPS = ["White British", "Indian", "Pakistani", "Black African", "Prefer not to say", "", "Purple"]
WEIGHTS = [700, 60, 25, 40, 30, 60, 3]


def users_csv():
    draw = random.Random(7)
    rows = [
        f"{10_000 + n},{draw.choices(GROUPS, WEIGHTS)[0]},{draw.choice('FM')},Secret {n}" for n in range(900)
    ]
    return "\n".join(["Card,Ethnic group,Sex,Notes", *rows]).encode()


def type_date(page, legend, day, month, year):
    group = page.get_by_role("group", name=legend)
    for label, number in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(label).fill(str(number))


def upload(page, **changes):
    page.goto("/monitoring/datasets/upload/")
    page.locator("input[type=file]").set_input_files(
        {"name": "swimmers.csv", "mimeType": "text/csv", "buffer": users_csv()}
    )
    page.get_by_label("Title").fill("Swimmers 2025/26")
    page.get_by_label("Service").fill("Swimming pools")
    type_date(page, "First day of the period", 1, 4, 2025)
    type_date(page, "Last day of the period", 31, 3, 2026)
    page.get_by_label("A person").check()
    page.get_by_label("What it is for").fill("To see who swims.")
    page.get_by_label(changes.get("real", "No, it is made up")).check()
    page.get_by_role("button", name="Upload").click()


def test_upload_users_and_see_who_is_missing(visit):
    # Given the analyst has an extract of the people who used the pools
    page = visit("analyst")

    # When they say that it is about real people, a demonstration refuses it
    upload(page, real="Yes")
    assert "must not hold facts about real people" in page.locator(".govuk-error-summary").inner_text()
    assert axe(page) == []

    # When it is made up, they say which column is which; the lists are recognised
    upload(page)
    assert axe(page) == []
    chosen = {
        box.get_attribute("name"): box.locator("option:checked").inner_text()
        for box in page.locator("select").all()
    }
    assert "Ethnic group" in " ".join(chosen.values())
    page.get_by_role("button", name="Continue").click()

    # Then they see every value that was not understood
    assert "Purple" in page.locator("main").inner_text()
    assert axe(page) == []
    page.get_by_role("button", name="Load and protect").click()

    # Then everybody who signs in sees the protected figures beside the population
    reader = visit("reader")
    reader.goto("/monitoring/")
    reader.get_by_role("link", name="Swimmers 2025/26").click()
    reader.get_by_role("link", name="Ethnic group").first.click()
    words = reader.locator("main").inner_text()
    assert "Pakistani" in words
    assert "Aldermere, 21 March 2021" in words
    assert "Declaration rate" in words
    assert "Secret" not in reader.content()
    assert reader.locator("svg.kit-chart__picture").count() == 1
    assert axe(reader) == []

    # And only the analyst sees what was in the file
    assert reader.goto("/monitoring/datasets/upload/").status == 403
