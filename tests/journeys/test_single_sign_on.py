"""Somebody comes in with the account of their work, and what they may do follows their groups there."""

import pytest

from tests.browser import axe
from tests.identity_provider import CLIENT, SECRET, identity_provider
from tests.server import serving


@pytest.fixture(scope="module")
def provider():
    with identity_provider() as found:
        yield found


@pytest.fixture(scope="module")
def fairshire(provider, tmp_path_factory):
    """The address of a demonstration that knows the provider."""
    settings = {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "your Aldermere account",
        "OIDC_ROLES": "equality team=officer@aldermere; managers=lead@aldermere",
        "OIDC_ONLY": "1",
    }
    with serving(tmp_path_factory.mktemp("single-sign-on"), DEMO="1", **settings) as address:
        yield address


@pytest.fixture
def page(browser, fairshire):
    context = browser.new_context(base_url=fairshire, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def come_in(page):
    page.goto("/people/")
    page.get_by_role("button", name="Sign in with your Aldermere account").click()


def test_a_person_comes_in_and_their_groups_decide(page, provider):
    # Given an officer whose account at work is in the right group
    provider.person = {
        "sub": "7f3a",
        "email": "officer@aldermere.example",
        "email_verified": True,
        "groups": ["equality team", "car park"],
    }
    page.goto("/sign-in/")
    assert axe(page) == []

    # When they choose that account on the way to a page
    come_in(page)

    # Then they are on that page
    page.wait_for_url("**/people/")
    page.get_by_role("button", name="Sign out").click()

    # And when they have moved to another team
    provider.person["groups"] = ["managers"]
    come_in(page)

    # Then they are a lead, who may not open it
    page.wait_for_url("**/people/")
    assert page.inner_text("h1") == "Your role does not allow this"
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()

    # And a password opens nothing any more
    page.get_by_label("E-mail address").fill("officer@aldermere.example")
    page.locator("input[type=password]").first.fill("nobody here is real")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert "You sign in by single sign-on: use the button above." in page.inner_text("main")
    assert axe(page) == []


def test_whom_nobody_invited_is_told_so(page, provider):
    provider.person = {"sub": "9c", "email": "new@aldermere.example", "email_verified": True}
    come_in(page)
    page.wait_for_url("**/sign-in/")
    assert "Nobody here has the address new@aldermere.example" in page.inner_text("main")
    assert axe(page) == []
