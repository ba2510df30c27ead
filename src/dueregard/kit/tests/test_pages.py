"""The shells, asked for as a browser does."""

from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from lxml import html

from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.kit.tests.site import ACTIONS, UpdateForm

PATHS = ["/", "/form/", "/list/", "/detail/", "/confirm/", "/chart/"]


def get(path):
    response = Client().get(path)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def post(path, data):
    return html.fromstring(Client().post(path, data).content.decode())


def text(page, path):
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_heading_which_its_title_repeats(path):
    page = get(path)
    (heading,) = text(page, "//h1")
    assert text(page, "//head/title") == [f"{heading} - Merrowdale Council"]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline_so_that_the_content_policy_holds(path):
    page = get(path)
    assert not page.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_says_it_is_gov_uk(path):
    content = Client().get(path).content.decode()
    assert "GOV.UK" not in content
    assert "Crown" not in content
    assert not html.fromstring(content).xpath(
        "//*[contains(@class, 'govuk-header') or contains(@class, 'govuk-footer')]"
    )


def test_the_header_is_the_organisations():
    page = get("/")
    assert text(page, "//header//*[contains(@class, 'generic-header')]//a") == ["Merrowdale Council"]
    assert page.xpath("//link[@rel='stylesheet']/@href")[-1] == "/merrowdale.css"


def test_the_demonstration_says_so_first():
    assert text(get("/"), "//*[@class='kit-demonstration']")[0].startswith("This is a demonstration.")


def test_signing_out_is_a_post():
    (form,) = get("/").xpath("//header//form")
    assert (form.get("method"), form.get("action")) == ("post", "/sign-out/")


def test_other_languages_are_offered_in_their_own_words():
    (button,) = get("/").xpath("//footer//button")
    assert (button.get("value"), button.get("lang"), button.text) == ("cy", "cy", "Cymraeg")


def test_a_page_without_any_context_still_draws():
    page = html.fromstring(engines["jinja2"].get_template("500.html").render())
    assert text(page, "//h1") == ["Something went wrong here"]
    assert text(page, "//title") == ["Something went wrong here"]


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "410.html", "500.html"])
def test_error_pages_say_what_to_do(name):
    page = html.fromstring(engines["jinja2"].get_template(name).render({"contact": "Equality team"}))
    assert len(text(page, "//main//p")) >= 1


def test_a_logo_stands_beside_the_name_which_is_still_said():
    owner = SimpleNamespace(name="Merrowdale Council", logo_url="/logo.png", colour="")
    page = html.fromstring(engines["jinja2"].get_template("404.html").render({"organisation": owner}))
    assert page.xpath("//header//img/@src") == ["/logo.png"]
    assert "Merrowdale Council" in text(page, "//header//a")


def test_messages_are_announced_with_ids_of_their_own():
    messages = [SimpleNamespace(level_tag=tag, message=f"It is {tag}") for tag in ("success", "warning")]
    page = html.fromstring(engines["jinja2"].get_template("404.html").render({"messages": messages}))
    assert page.xpath("//main/*[@role]/@role") == ["alert", "region"]
    assert text(page, "//*[@class='govuk-notification-banner__heading']") == [
        "It is success",
        "It is warning",
    ]
    assert page.xpath("//h2/@id") == ["message-1", "message-2"]


# A form with errors


def test_a_blank_form_shows_no_error():
    page = get("/form/")
    assert not page.xpath("//*[contains(@class, 'error-summary')]")


def test_an_empty_post_is_an_answer_too():
    page = post("/form/", {})
    assert text(page, "//title")[0].startswith("Error: Record an update on")
    assert text(page, "//*[@role='alert']//a") == [
        "Say how the action stands",
        "Write what has happened",
        "Enter the day it happened",
        "Check it with the lead first",
    ]


def test_every_link_of_the_summary_lands_on_a_control():
    page = post("/form/", {"status": "late", "people": "many"})
    targets = [page.get_element_by_id(href[1:]) for href in page.xpath("//*[@role='alert']//a/@href")]
    assert [target.tag for target in targets] == ["input", "textarea", "input", "input", "input"]
    assert [target.get("name") for target in targets] == ["reason", "note", "happened_on_0", "people", "sure"]


def test_the_form_sends_files_and_lets_the_server_check():
    (form,) = get("/form/").xpath("//main//form")
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
    page = page_of(number)
    assert (page.first, page.last, page.total, len(page.rows)) == (first, last, 200, 50)


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
    page = page_of("1", rows=[])
    assert (page.first, page.last, page.total, page.rows) == (0, 0, 0, [])


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
    page = get("/list/?page=2")
    assert text(page, "//*[@id='result-count']") == ["51 to 100 of 200"]
    assert page.xpath("//nav[@aria-label='Pages of this list']//a[@aria-current]/@href") == ["?page=2"]


def test_the_table_scrolls_in_a_labelled_region():
    (region,) = get("/list/").xpath("//*[@role='region'][@tabindex='0']")
    assert region.get("aria-label") == "Actions of the plan"


def test_numbers_are_marked_and_to_the_right():
    (cell, *_) = get("/list/").xpath("//td[contains(@class, 'govuk-table__cell--numeric')]")
    assert cell.text_content() == "1,250"


def test_filters_are_open_only_while_they_narrow():
    assert get("/list/").xpath("//details/@open") == []
    page = get("/list/?status=late")
    assert page.xpath("//details/@open") == [""]
    assert "1 in use" in text(page, "//summary")[0]
