"""Journeys drive a real browser against a real server that holds the demonstration authority."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser import launch
from tests.server import serving

PASSWORD = "nobody here is real"  # of people who are made up


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session", autouse=True)
def patient_clicks() -> Iterator[None]:
    """The page that a click opens is there, all of it, before a test counts what stands on it: to count waits for
    nothing."""

    def click(self: Locator, **options: Any) -> None:
        quick(self, **options)
        self.page.wait_for_load_state()

    quick, patch = Locator.click, pytest.MonkeyPatch()
    patch.setattr(Locator, "click", click)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launch() as browser:
        yield browser


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of the demonstration."""
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="session")
def service(browser: Browser, data_folder: Path) -> Iterator[str]:
    """The address of the demonstration, the same for all journeys."""
    with serving(data_folder, DEMO="1") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, service: str) -> Iterator[Callable[..., Page]]:
    """A page of the service for a visitor, or for somebody of a role who has signed in."""
    contexts = []

    def enter(role: str = "", *, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=service,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        if role:
            page.goto("/sign-in/")
            page.get_by_label("E-mail address").fill(f"{role}@aldermere.example")
            page.locator("input[type=password]").first.fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).first.click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    yield enter
    for context in contexts:
        context.close()
