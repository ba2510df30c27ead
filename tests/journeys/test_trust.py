"""An authority of its own begins: five questions, then a second proof; and words go for good, by two people."""

import re

import pytest

from dueregard.redactions.tests.test_file_text import word
from tests.browser import axe
from tests.server import serving

LETTER = {"name": "letter.docx", "mimeType": "application/msword", "buffer": word("From Josie ", "O'Malley")}
PHOTOGRAPH = {"name": "photograph.png", "mimeType": "image/png", "buffer": b"picture"}
ANSWERS = [
    "Merrowdale Council",
    "Assessment 12 of 3 May 2026, approved by the data protection officer",
    "The county's store, opened by two named posts",
    "The county's proxy",
    "The insight analyst",
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The address of a service without a demonstration, and its one-time code. Passkeys want a name, not a number."""
    folder = tmp_path_factory.mktemp("authority")
    with serving(folder, DEMO="0") as address:
        code = re.search(r"one-time code (\w+)", (folder / "log").read_text())[1]
        yield address.replace("127.0.0.1", "localhost"), code


@pytest.fixture
def page(browser, authority):
    context = browser.new_context(base_url=authority[0], viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def with_passkeys(page):
    """A telephone that the browser can ask, unlocked."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page, email="nell@example.org"):
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.locator("input[type=password]").first.fill("three odd words")
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_authority_goes_live_and_its_officer_proves_twice_who_they_are(page, authority):
    # Given a first start, with the code from the terminal
    with_passkeys(page)
    page.goto("/set-up/")
    for label, value in {
        "One-time code": authority[1],
        "Name of the organisation": "Merrowdale Council",
        "Your name": "Nell Arden",
        "Your e-mail address": "nell@example.org",
    }.items():
        page.get_by_label(label).fill(value)
    page.locator("input[type=password]").first.fill("three odd words")
    page.locator("main button[type=submit]").last.click()

    # When the officer answers the five questions that the banner leads to
    assert "Demonstration: no real people." in page.inner_text("body")
    page.get_by_role("link", name="Five questions before live data").click()
    assert axe(page) == []
    for box, answer in zip(page.locator("main textarea").all(), ANSWERS, strict=True):
        box.fill(answer)
    page.get_by_role("button", name="Allow live data").click()

    # Then nothing opens before a second proof is there
    page.wait_for_url("**/security/")
    assert "Demonstration" not in page.inner_text("body")
    assert axe(page) == []
    page.goto("/people/")
    page.wait_for_url("**/security/")

    # And a passkey is one
    page.get_by_role("button", name="Add a passkey").click()
    assert axe(page) == []
    page.get_by_label("What to call it").fill("Work telephone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator("main li.kit-code").count() == 10
    page.get_by_role("link", name="I have kept them: continue").click()
    page.goto("/people/")
    assert page.get_by_role("link", name="Nell Arden").is_visible()

    # And at the next sign-in the passkey is asked for
    page.get_by_role("button", name="Sign out").click()
    sign_in(page)
    page.wait_for_url("**/sign-in/prove/")
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/security/")
    assert "Passkey: Work telephone" in page.inner_text("main")


def test_without_javascript_a_code_is_asked_for(browser, authority):
    # Given an officer with a passkey, at a browser that cannot ask for it
    context = browser.new_context(base_url=authority[0], java_script_enabled=False)
    context.set_default_timeout(60_000)
    plain = context.new_page()

    # When they sign in with the password
    sign_in(plain)

    # Then there is a box for a code, and no button that would do nothing
    plain.wait_for_url("**/sign-in/prove/")
    assert plain.get_by_label("Code").is_visible()
    assert not plain.get_by_role("button", name="Use a passkey").is_visible()
    plain.get_by_label("Code").fill("000000")
    plain.get_by_role("button", name="Continue").click()
    assert "That code is not right" in plain.inner_text("main")
    context.close()


def attach(page, file):
    page.get_by_label("A file as evidence, if there is one").set_input_files(file)
    page.get_by_label("No, it is made up").check()
    page.get_by_role("button", name="Record the update").click()


def test_two_people_have_a_name_removed_for_good(visit):
    # Given a name stands in an update of the demonstration, and in a letter that is attached to it beside a photograph
    officer = visit("officer")
    officer.goto("/actions/1/record-update/")
    officer.get_by_label("On target").check()
    officer.get_by_label("What has been done, and what is next").fill("Josie O'Malley rang about the ramp.")
    attach(officer, LETTER)
    officer.goto("/actions/1/record-update/")
    officer.get_by_label("What has been done, and what is next").fill("She sent this.")
    attach(officer, PHOTOGRAPH)

    # When the officer asks for it to be removed
    officer.goto("/redactions/ask/")
    officer.get_by_label("Words to remove").fill("josie o'malley")
    officer.get_by_label("Reason").fill("Name of somebody who complained")
    officer.get_by_role("button", name="Find the places").click()

    # Then each place is shown, and they cannot confirm it themselves
    assert "Josie O'Malley rang about the ramp." in officer.inner_text("main")
    assert not officer.get_by_role("button", name="Remove them for good").is_visible()
    assert axe(officer) == []

    # And the letter is found, while the photograph is theirs to look at
    assert officer.get_by_role("link", name="letter.docx").is_visible()
    officer.get_by_label("photograph.png").check()
    officer.get_by_role("button", name="Save which of them go").click()

    # And the second person does, on the same page
    second = visit("governance")
    second.goto(officer.url)
    second.get_by_role("button", name="Remove them for good").click()
    assert "Removed from" in second.inner_text("main")
    officer.goto("/actions/1/")
    assert "[redacted] rang about the ramp." in officer.inner_text("main")
    for name in ("letter.docx", "photograph.png"):
        assert f"{name} (removed for good)" in officer.inner_text("main")
