"""Given a published report, when an officer records an answer that went out by another way, then it stands in the list of
what was published; what it gives away is said first, and the next report is protected beside it or says what stands in
the way. With JavaScript off."""

from tests.browser import axe
from tests.journeys.test_protection import prepare, publish
from tests.journeys.test_publication import date

YEAR = "1 April 2023 to 31 March 2024"
PAPER = "Ethnic group\tPeople\nMartian\t1\nWhite\tx\n"


def record(page, table, title="Answer to request FOI 12/34"):
    page.goto("/releases/")
    page.get_by_role("button", name="Record what went out by another way").click()
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("An answer to a request for information").check()
    date(page, "When did it go out?", "2", "6", "2025")
    page.get_by_label("Where can it be seen?").fill("The log of requests, number 12/34")
    page.get_by_label("Whom does it count?").select_option(label=f"Libraries, {YEAR}")
    page.get_by_label("Or paste the table").fill(table)
    page.get_by_role("button", name="Read the table").click()


def place_everything(page):
    page.get_by_label("“Martian” in 1 row is").select_option(label="Leave these rows out")
    page.get_by_role("button", name="Read it again").click()


def test_the_pages_on_the_way_keep_the_guidelines(visit):
    officer = visit("officer")
    record(officer, PAPER, title="Table for the committee")
    assert axe(officer) == []
    place_everything(officer)
    assert axe(officer) == []
    officer.get_by_role("button", name="Record it").click()  # without a word on whom it counts
    assert axe(officer) == []
    officer.get_by_label("Others too, or only others").check()
    officer.get_by_role("button", name="Record it").click()
    assert axe(officer) == []
    officer.get_by_role("link", name="Strike it out: it was recorded wrongly").click()
    officer.get_by_role("button", name="Strike it out").click()
    assert axe(officer) == []


def test_an_answer_that_went_out_by_another_way(visit):
    officer, director = visit("officer", javascript=False), visit("director", javascript=False)
    prepare(officer, "Before the answer", YEAR)
    officer.get_by_role("link", name="See what is withheld, and other ways").click()
    withheld = officer.get_by_role("table", name="Cells without a number").locator("tbody tr").first
    group = withheld.locator("td").first.inner_text()
    publish(director, "Before the answer")

    record(officer, f"Ethnic group\tPeople\n{group}\t3\n")
    assert officer.get_by_text("Whoever has this table can work out counts that are withheld.").is_visible()
    officer.get_by_role("link", name="Cancel").click()

    record(officer, PAPER)
    assert officer.get_by_role("link", name="Say what “Martian” in “Ethnic group” means").is_visible()
    place_everything(officer)
    assert officer.get_by_text("It was laid beside").is_visible()
    officer.get_by_label("All of them, and nobody else").check()
    officer.get_by_role("button", name="Record it").click()
    assert officer.get_by_text("Recorded. What is prepared from now on is protected beside it.").is_visible()

    officer.goto("/releases/")
    listed = officer.get_by_role("row").filter(has_text="Answer to request FOI 12/34")
    assert listed.get_by_text(f"Libraries, {YEAR}").is_visible()
    prepare(officer, "After the answer", YEAR)
    officer.get_by_role("link", name="See what is withheld, and other ways").click()
    assert officer.get_by_role("listitem").filter(has_text="Answer to request FOI 12/34").is_visible()
    publish(director, "After the answer")

    officer.goto("/releases/")
    listed.get_by_role("link", name="Answer to request FOI 12/34").click()
    officer.get_by_role("link", name="Strike it out: it was recorded wrongly").click()
    officer.get_by_label("Why").fill("It was the table of another year")
    officer.get_by_role("button", name="Strike it out").click()
    assert officer.get_by_text("It was the table of another year").is_visible()


def test_a_policy_is_adopted(visit):
    director = visit("director", javascript=False)
    director.goto("/releases/policy/")
    director.get_by_role("button", name="Adopt a policy").click()
    director.get_by_label("Counts of 1 to 4 are withheld").check()
    director.get_by_label("Post that answers for it").fill("Head of Governance")
    date(director, "First day", "1", "4", "2999")
    director.get_by_role("button", name="Continue").click()
    assert director.get_by_role("heading", name="What this policy changes").is_visible()
    director.get_by_role("button", name="Adopt it").click()
    policies = director.get_by_role("table", name="Policies, the latest first")
    assert policies.get_by_role("row").filter(has_text="1 April 2999").get_by_text("Not yet").is_visible()
