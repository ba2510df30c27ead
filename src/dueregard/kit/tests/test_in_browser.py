"""The kit's pages in a real browser: axe, 320 pixels, no JavaScript, and the site's content policy."""

import threading
from collections.abc import Callable
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler

from tests.browser import axe, launch

pytestmark = [pytest.mark.journey, pytest.mark.slow_test]

PATHS = ["/", "/form/", "/list/?status=late", "/detail/", "/confirm/", "/chart/"]
WIDTHS = [1280, 320]


class Silent(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Requests are no news."""


def with_policy(application: Callable) -> Callable:
    def answer(environ, start_response):
        def start(status, headers, *rest):
            return start_response(
                status, [*headers, ("Content-Security-Policy", "default-src 'self'")], *rest
            )

        return application(environ, start)

    return answer


@pytest.fixture(scope="module")
def site(kit):
    server = make_server("127.0.0.1", 0, with_policy(StaticFilesHandler(WSGIHandler())), handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with launch() as browser:
        yield browser


@pytest.fixture
def open_page(browser, site):
    """Open an address at a width; what the browser complains of fails the test."""
    complaints, contexts = [], []

    def open_page(path, width=1280, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **options))
        page = contexts[-1].new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS)
def test_no_page_fails_axe_or_scrolls_sideways(open_page, path, width):
    page = open_page(path, width)
    assert axe(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_with_errors_passes_axe_and_takes_the_focus(open_page, width):
    page = open_page("/form/", width)
    page.check("text=Late")
    page.fill("[name=happened_on_0]", "31")
    page.fill("[name=happened_on_1]", "2")
    page.fill("[name=happened_on_2]", "2026")
    page.click("text=Record update")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert axe(page) == []
    assert overflow(page) == 0
    page.click("text=Enter a day that exists")
    assert page.evaluate("document.activeElement.id") == "id_happened_on_0"
    assert page.input_value("#id_happened_on_0") == "31"


@pytest.mark.parametrize("script", [True, False])
def test_a_field_under_a_choice_shows_while_it_is_chosen(open_page, script):
    page = open_page("/form/", java_script_enabled=script)
    assert not page.is_visible("[name=reason]")
    page.check("text=Late")
    assert page.is_visible("[name=reason]")
    page.check("text=On target")
    assert not page.is_visible("[name=reason]")


def test_the_menu_and_every_link_are_there_without_javascript(open_page):
    page = open_page("/list/", 320, java_script_enabled=False)
    assert page.is_visible("header >> text=Monitoring")
    assert page.is_visible("header >> text=Sign out")
    assert not page.is_visible("header >> text=Menu")


def test_the_organisations_colour_is_in_the_header(open_page):
    header = open_page("/").locator(".govuk-generic-header")
    assert header.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(91, 42, 77)"


def test_a_wide_table_is_scrolled_by_keyboard(open_page):
    page = open_page("/list/", 320)
    region = page.locator("[role=region]")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)  # the browser scrolls smoothly
    assert region.evaluate("element => element.scrollLeft") > 0
