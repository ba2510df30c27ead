"""An extract of service users becomes figures that anybody who signs in may see."""

import fcntl
import random

from playwright.sync_api import expect

from tests.browser import axe

GROUPS = ["White British", "Indian", "Pakistani", "Black African", "Prefer not to say", "", "Purple"]
POOLS = ["Lido", "Lido", "Old baths"]
WEIGHTS = [700, 60, 25, 40, 30, 60, 3]


def users_csv():
    draw = random.Random(7)
    rows = [
        f"{10_000 + n},{draw.choices(GROUPS, WEIGHTS)[0]},{draw.choice('FM')},{draw.choice(POOLS)},Secret {n}"
        for n in range(900)
    ]
    return "\n".join(["Card,Ethnic group,Sex,Pool,Notes", *rows]).encode()


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
    page.get_by_label("Post that answers for the data").fill("Head of Leisure")
    page.get_by_label(changes.get("real", "No, it is made up")).check()
    page.get_by_role("button", name="Upload").click()


def test_upload_users_and_see_who_is_missing(visit):
    # Given the analyst has an extract of the people who used the pools
    page = visit("analyst")

    # When they say that it is about real people, a demonstration refuses it
    upload(page, real="Yes")
    assert "until five questions are answered" in page.locator(".govuk-error-summary").inner_text()
    assert axe(page) == []

    # When it is made up, they say which column is which; the lists are recognised
    upload(page)
    assert axe(page) == []
    chosen = {
        box.get_attribute("name"): box.locator("option:checked").inner_text()
        for box in page.locator("select").all()
    }
    assert "Ethnic group" in " ".join(chosen.values())
    page.get_by_label("Pool", exact=True).select_option("place:as written")
    page.get_by_role("button", name="Continue").click()

    # Then they see every value that was not understood, and choose what is shown together
    assert "Purple" in page.locator("main").inner_text()
    assert axe(page) == []
    page.get_by_label("Sex by Pool").check()
    page.get_by_role("button", name="Load and protect").click()
    expect(
        page.get_by_text("The file itself is deleted").or_(page.get_by_text("Look at them"))
    ).to_be_visible(
        timeout=60_000
    )  # a process of its own does it; where that takes longer, the page looks again by itself
    assert axe(page) == []

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

    # And by place, in a table and a picture, without the file
    reader.goto("/monitoring/")
    reader.get_by_role("link", name="Swimmers 2025/26").click()
    reader.get_by_role("link", name="Sex by Pool").click()
    reader.get_by_label("Pool", exact=True).select_option("Old baths")
    reader.get_by_role("button", name="Show").click()
    words = reader.locator("main").inner_text()
    assert "Sex of those in “Old baths” who answered" in words
    assert reader.locator("svg.kit-chart__picture").count() == 1
    assert axe(reader) == []


def test_a_gap_is_looked_into(visit):
    # Given a lead sees that a group uses the libraries less than expected
    page = visit("lead")
    page.goto("/monitoring/")
    page.get_by_role("link", name="Library users 2025/26").click()
    page.get_by_role("link", name="Ethnic group", exact=True).click()
    assert "The figures show a gap, never its reason." in page.locator("main").inner_text()

    # When they open an enquiry, and write down what those concerned say
    page.get_by_role("button", name="Open an enquiry").click()
    page.get_by_label("Pakistani:").check()
    page.get_by_label("Post that looks into it").select_option("Customer Services Manager")
    page.get_by_role("button", name="Open the enquiry").click()
    page.get_by_role("button", name="Add what was found").click()
    type_date(page, "Day it was said or found", 3, 2, 2026)
    page.get_by_label("Who said it").fill("Riverside readers")
    page.get_by_label("What was said or found").fill("The desk closes before prayers end.")
    page.get_by_label("They agreed that it is kept and used").check()
    assert axe(page) == []
    page.get_by_role("button", name="Add", exact=True).click()

    # Then they say what came out
    page.get_by_role("button", name="Close with an outcome").click()
    page.get_by_label("They cannot reach it").check()
    page.get_by_label("On what grounds").fill("The opening hours, as the group says.")
    page.get_by_role("button", name="Close the enquiry").click()

    # And everybody can read it
    reader = visit("reader")
    reader.goto("/monitoring/enquiries/?state=closed")
    reader.get_by_role("link", name="Pakistani").click()
    words = reader.locator("main").inner_text()
    assert "The desk closes before prayers end." in words
    assert "They cannot reach it" in words
    assert axe(reader) == []


def test_data_are_kept_no_longer_than_needed(visit):
    # Given the officer no longer needs the counts of an early year
    page = visit("officer")
    page.goto("/monitoring/data-protection/")
    assert axe(page) == []
    page.get_by_role("link", name="All datasets and their last days").click()
    page.get_by_role("link", name="Library users 2021/22").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the record").click()
    assert download.value.suggested_filename.endswith(".docx")

    # When they purge it, after being asked
    page.get_by_role("link", name="Purge it now").click()
    assert axe(page) == []
    page.get_by_role("button", name="Purge the dataset").click()

    # Then the record proves what is gone, and says what older backups hold until when
    words = page.locator("main").inner_text()
    assert "SHA-256 of what was stored" in words
    assert "0 bytes of counts and rows are stored" in words
    assert "Backups made before that moment still hold it." in words
    assert axe(page) == []

    # And the tables are still there
    reader = visit("reader")
    reader.goto("/monitoring/")
    reader.get_by_role("link", name="Library users 2021/22").click()
    reader.get_by_role("link", name="Ethnic group", exact=True).click()
    assert "Pakistani" in reader.locator("main").inner_text()


def test_a_loading_says_how_far_it_is_and_is_stopped(visit, data_folder):
    # Given another dataset is being loaded, which takes its time
    page = visit("analyst")
    upload(page)
    page.get_by_role("button", name="Continue").click()
    with (data_folder / "loading.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)

        # When the analyst loads a file, a page says that it waits, and looks again by itself until told not to
        page.get_by_role("button", name="Load and protect").click()
        expect(page.get_by_role("heading", name="The dataset is being loaded")).to_be_visible()
        assert "It waits for its turn, one dataset at a time." in page.locator("main").inner_text()
        page.get_by_role("link", name="Stop looking by itself").click()
        assert axe(page) == []
        page.set_viewport_size({"width": 320, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

        # Then it can be stopped, and nothing of it is kept
        page.get_by_role("button", name="Stop loading").click()
        assert "Loading is stopped, and nothing of it is kept" in page.locator("main").inner_text()
    page.get_by_role("link", name="Delete the file now").click()
    page.get_by_role("button", name="Delete").click()
