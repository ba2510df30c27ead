"""The shells, asked for as a browser does."""

import datetime
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from lxml import html

from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.kit.tests.site import ACTIONS, UpdateForm
from tests.pages import Page, page

PATHS = ["/", "/form/", "/list/", "/detail/", "/confirm/", "/chart/"]


def get(path):
    response = Client().get(path)
    assert response.status_code == 200
    return page(response)


def post(path, data):
    return page(Client().post(path, data))


def draw(template, **context):
    return Page(html.fromstring(engines["jinja2"].get_template(template).render(context)))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_heading_which_its_title_repeats(path):
    seen = get(path)
    assert seen.title == f"{seen.h1} - Merrowdale Council"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline_so_that_the_content_policy_holds(path):
    inline = "//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"
    assert get(path).root.xpath(inline) == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_says_it_is_gov_uk(path):
    seen = get(path)
    assert "GOV.UK" not in html.tostring(seen.root).decode()
    assert seen.all("//*[contains(@class, 'govuk-header') or contains(@class, 'govuk-footer')]") == []


def test_the_header_is_the_organisations():
    seen = get("/")
    assert seen.all("//header//*[contains(@class, 'generic-header')]//a") == ["Merrowdale Council"]
    assert seen.root.xpath("//link[@rel='stylesheet']/@href")[-1] == "/merrowdale.css"


def test_the_demonstration_says_so_first():
    assert get("/").all("//body/*[1] | //body/*[2]")[1].startswith("Demonstration: no real people.")


def test_signing_out_is_a_post():
    (form,) = get("/").root.xpath("//header//form")
    assert (form.get("method"), form.get("action")) == ("post", "/sign-out/")


def test_other_languages_are_offered_in_their_own_words():
    (button,) = get("/").root.xpath("//footer//button")
    assert (button.get("value"), button.get("lang"), button.text) == ("cy", "cy", "Cymraeg")


def test_a_page_without_any_context_still_draws():
    seen = draw("500.html")
    assert (seen.h1, seen.title) == ("Something went wrong here", "Something went wrong here")


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "410.html", "500.html"])
def test_error_pages_say_what_to_do(name):
    assert draw(name, contact="Equality team").all("//main//p")


def test_what_is_gone_says_since_when_and_whom_to_ask():
    seen = draw("410.html", gone_on=datetime.date(2026, 3, 7), contact="Equality team")
    assert seen.all("//main//p") == ["It was withdrawn on 7 March 2026.", "To ask about it: Equality team."]


def test_a_logo_stands_beside_the_name_which_is_still_said():
    seen = draw("404.html", organisation=SimpleNamespace(name="Merrowdale Council", logo_url="/logo.png"))
    assert seen.root.xpath("//header//img/@src") == ["/logo.png"]
    assert "Merrowdale Council" in seen.all("//header//a")


def test_messages_are_announced_with_ids_of_their_own():
    messages = [SimpleNamespace(level_tag=tag, message=f"It is <{tag}>") for tag in ("success", "warning")]
    seen = draw("404.html", messages=messages)
    assert seen.messages == ["It is <success>", "It is <warning>"]
    assert seen.root.xpath("//main/*[@role]/@role") == ["alert", "region"]
    assert seen.root.xpath("//h2/@id") == ["message-1", "message-2"]


def test_a_detail_page_has_its_facts_and_its_main_button_first():
    seen = get("/detail/")
    assert seen.summary == {"Lead": "Head of Housing", "Due": "30 June 2026"}
    assert seen.all("//a[@role='button'][not(contains(@class, 'secondary'))]") == ["Record an update"]


def test_a_confirmation_is_a_post_that_can_be_cancelled():
    seen = get("/confirm/")
    assert seen.root.xpath("//main//form/@method") == ["post"]
    assert seen.all("//main//button[contains(@class, 'warning')]") == ["Withdraw"]
    assert seen.links["Cancel"] == "/"


# A form with errors


def test_a_blank_form_shows_no_error():
    seen = get("/form/")
    assert seen.errors == []
    assert not seen.title.startswith("Error")


def test_an_empty_post_is_an_answer_too():
    seen = post("/form/", {})
    assert seen.title.startswith("Error: Record an update on")
    assert seen.errors == [
        "Say how the action stands",
        "Write what has happened",
        "Enter the day it happened",
        "Check it with the lead first",
    ]


def test_every_link_of_the_summary_lands_on_a_control():
    root = post("/form/", {"status": "late", "people": "many"}).root
    targets = [root.get_element_by_id(href[1:]) for href in root.xpath("//*[@role='alert']//a/@href")]
    assert [target.tag for target in targets] == ["input", "textarea", "input", "input", "input"]
    assert [target.get("name") for target in targets] == ["reason", "note", "happened_on_0", "people", "sure"]


def test_what_was_typed_comes_back():
    seen = post("/form/", {"status": "late", "note": "Half done", "happened_on_1": "13"})
    assert (seen.value("status"), seen.value("note")) == ("late", "Half done")
    assert seen.value("happened_on_1") == "13"


def test_the_form_sends_files_and_lets_the_server_check():
    (form,) = get("/form/").root.xpath("//main//form")
    assert (form.get("enctype"), form.get("method"), form.get("novalidate")) == (
        "multipart/form-data",
        "post",
        "",
    )


def test_bind_leaves_a_get_unbound_and_takes_files():
    factory = RequestFactory()
    assert not bind(UpdateForm, factory.get("/", {"note": "x"})).is_bound
    assert bind(UpdateForm, factory.post("/", {})).is_bound
    assert bind(UpdateForm, factory.get("/"), initial={"note": "x"}).initial == {"note": "x"}


# Lists


def page_of(number, rows=ACTIONS, query=""):
    return paginate(rows, RequestFactory().get(f"/?{query}page={number}"), per_page=50)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [("1", 1, 50), ("4", 151, 200), ("99", 151, 200), ("x", 1, 50), ("-1", 151, 200)],
)
def test_a_page_that_is_not_there_gives_the_nearest(number, first, last):
    part = page_of(number)
    assert (part.first, part.last, part.total, len(part.rows)) == (first, last, 200, 50)


def test_links_keep_the_filter_and_drop_the_old_page():
    links = page_of("2", query="status=late&lead=A%26B&").links
    assert links["next"]["href"] == "?status=late&lead=A%26B&page=3"
    assert links["previous"]["href"] == "?status=late&lead=A%26B&page=1"


def test_long_lists_skip_pages():
    links = page_of("10", rows=range(1000)).links["items"]
    assert [link.get("number", "...") for link in links] == [1, "...", 9, 10, 11, "...", 20]
    assert [link["number"] for link in links if link.get("current")] == [10]


def test_a_short_list_has_no_links():
    assert page_of("1", rows=[1, 2]).links == {}


def test_an_empty_list():
    part = page_of("1", rows=[])
    assert (part.first, part.last, part.total, part.rows) == (0, 0, 0, [])


class Rows:
    """Counts what is asked of the database."""

    def __init__(self, size):
        self.size, self.asked = size, []

    def count(self):
        self.asked.append("count")
        return self.size

    def __getitem__(self, part):
        self.asked.append((part.start, part.stop))
        return list(range(self.size))[part]


@pytest.mark.parametrize(("size", "part"), [(10, (0, 10)), (1000, (50, 100))])
def test_the_number_of_queries_does_not_grow_with_the_list(size, part):
    rows = Rows(size)
    page_of("2", rows=rows)
    assert rows.asked == ["count", part]


def test_the_list_says_how_many_and_offers_the_rest():
    seen = get("/list/?page=2")
    assert seen.all("//*[@id='result-count']") == ["51 to 100 of 200"]
    current = "//nav[@aria-label='Pages of this list']//a[@aria-current]/@href"
    assert seen.root.xpath(current) == ["?page=2"]


def test_the_table_scrolls_in_a_labelled_region():
    (region,) = get("/list/").root.xpath("//*[@role='region'][@tabindex='0']")
    assert region.get("aria-label") == "Actions of the plan"


def test_the_table_holds_its_page():
    rows = get("/list/?page=4").table("Actions of the plan")
    assert len(rows) == 50
    assert rows[0] == {
        "Action": "Make the library easier to use",
        "Lead": "Head of Libraries",
        "Status": "Overdue",
        "Due": "30 June 2026",
        "People": "1,250",
    }


def test_filters_are_open_only_while_they_narrow():
    assert get("/list/").root.xpath("//details/@open") == []
    seen = get("/list/?status=late")
    assert seen.root.xpath("//details/@open") == [""]
    assert seen.all("//summary") == ["Filter this list 1 in use"]
    assert seen.links["Clear filters"] == "?"
