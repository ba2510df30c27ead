"""Every page, as each role, checked by axe with and without form errors, and at 320 pixels."""

import pytest
from playwright.sync_api import Page

from dueregard.access.roles import Role
from tests.browser import axe
from tests.crawl import crawl
from tests.test_access import TABLE

# Addresses that only take a deed, or give a file.
DEEDS = {
    *("access:password-link", "access:reactivate", "access:sign-out", "home:open-feed", "home:close-feed"),
    *("monitoring:load", "monitoring:cancel-loading", "monitoring:read-file"),
    *("plans:discard", "plans:discard-return", "publications:close-request"),
    *("home:take-back-confirmation", "monitoring:reopen-enquiry", "plans:forget-heading"),
    *("access:end-session", "access:reset-second-factors", "redactions:confirm", "redactions:cancel"),
    *("redactions:choose-files", "redactions:search-files"),
    *("access:begin-single-sign-on", "access:choose-language", "access:single-sign-on-answer"),
    *("evidence:publish-copy", "evidence:take-back-copy"),
    *(
        "plans:move-up-action",
        "plans:move-down-action",
        "plans:move-up-objective",
        "plans:move-down-objective",
    ),
}
FILES = {
    *(
        "access:colour",
        "access:logo",
        "evidence:document",
        "evidence:document-to-publish",
        "evidence:copy-file",
        "evidence:public-copy",
        "home:feed",
        "monitoring:example",
    ),
    *("plans:download-actions", "plans:download-layout", "plans:download-plan", "plans:example-plan"),
    *("publications:preview-file", "publications:published-file", "publications:version-file"),
    *("monitoring:data-protection-document", "monitoring:download-record"),
    *("access:download-log", "home:icon", "keeping:healthz", "keeping:metrics", "keeping:readyz"),
}
# Pages on the way to something: the journeys open each, with axe.
ON_THE_WAY = {
    *("monitoring:check", "monitoring:columns", "monitoring:delete-file", "monitoring:loading"),
    *("plans:check-return", "plans:correct", "plans:preview", "plans:reopen-objective"),
    *("evidence:ask-to-publish", "evidence:copy", "papers:issue", "papers:discard"),
    *("publications:asked", "publications:discard", "publications:preview", "publications:publish"),
    *("publications:revise", "publications:protection", "redactions:redaction", "home:search"),
    *("access:live-data", "access:prove", "access:prove-again", "access:recovery-codes"),
    *("access:remove-second-factor", "monitoring:values", "plans:read-again", "plans:say-headings"),
    *("ledger:check", "ledger:outside", "ledger:strike-out", "plans:change-many", "plans:update-many"),
}
# Only before there is an organisation, by a link that works once, or where there is a choice.
ONCE = {"access:set-up", "access:set-password", "access:choose-organisation", "monitoring:choose-area"}
# Of one kind only two are opened; these stand on others.
MORE = {
    Role.OFFICER: (
        "/plans/1/objectives/",
        "/actions/4/reopen/",
        "/actions/9/record-event/",
        "/versions/1/withdraw/",
    ),
    Role.ANALYST: (
        "/monitoring/datasets/3/trend/age/mark-break/",
        "/monitoring/data-protection/take-back-objection/",
    ),
}
# The first would sign in; the second asks the browser for a passkey, and test_trust.py answers.
SENT_BY_SCRIPT = {"access:sign-in", "access:add-passkey"}
FORMS = "main form[method=post]:has(input:not([type=hidden]), textarea, select)"


def fetch(page: Page, path: str) -> str | None:
    """What the visitor would get, without the work of showing it; None where it is a download."""
    answer = page.request.get(path, max_redirects=5)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return answer.text() if is_page else None


def empty(page: Page) -> None:
    """Send the page's form with nothing in it."""
    form = page.locator(FORMS).first
    for box in form.locator(
        "input:not([type=hidden]):not([type=file]):not([type=radio]):not([type=checkbox]), textarea"
    ).all():
        if box.is_visible():
            box.fill("")
    form.locator("button[type=submit], button.govuk-button").last.click()


def faults(page: Page, name: str, path: str) -> list[str]:
    page.goto(path)
    found = [f"{path}: {fault}" for fault in axe(page)]
    page.set_viewport_size({"width": 320, "height": 800})
    if page.evaluate("document.documentElement.scrollWidth > 320"):
        found.append(f"{path}: scrolls sideways at 320 pixels")
    page.set_viewport_size({"width": 1280, "height": 900})
    if page.locator(FORMS).count() and name not in SENT_BY_SCRIPT:
        empty(page)
        found += [f"{path} with errors: {fault}" for fault in axe(page)]
    return found


checked: set[str] = set()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.LEAD, Role.COUNCILLOR, ""])
def test_no_page_breaks_the_guidelines(visit, role):
    """A page that an earlier role has opened is not checked again, but for the start page, which differs."""
    page, found = visit(role), []
    starts = ("/", *MORE.get(role, ())) if role else ("/sign-in/",)
    for name, path, _ in crawl(lambda path: fetch(page, path), *starts):
        if name not in checked or name == "home:start":
            checked.add(name)
            found += faults(page, name, path)
    assert found == []


def test_no_page_was_left_out():
    left_out = sorted(TABLE.keys() - checked - DEEDS - FILES - ON_THE_WAY - ONCE)
    assert not left_out, ", ".join(left_out)
