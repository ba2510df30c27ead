"""The identity provider's word for somebody is good for an hour: then it is asked again, and roles follow."""

import pytest
import requests
from lxml import html

from dueregard.access import services, vouching
from dueregard.access.models import Draft, Membership, User
from dueregard.access.roles import Role
from dueregard.access.services import drafts
from dueregard.access.tests.factories import MembershipFactory, UserFactory
from dueregard.access.tests.test_single_sign_on import EMAIL, come_in, is_in, kinds
from dueregard.audit.models import Event
from dueregard.config.settings import GroupRole
from tests.identity_provider import CLIENT, SECRET, identity_provider

PAGE = "/people/"


@pytest.fixture
def provider(settings, council):
    with identity_provider() as found:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = found.issuer, CLIENT
        settings.OIDC_CLIENT_SECRET, settings.SECOND_FACTOR = SECRET, False
        settings.OIDC_ROLES = [
            GroupRole("team", Role.OFFICER, council.slug),
            GroupRole("all", Role.READER, council.slug),
        ]
        found.person = {"sub": "key", "email": EMAIL, "email_verified": True, "groups": ["team"]}
        yield found


@pytest.fixture
def browser(client, council, provider):
    """Somebody whom the provider vouched for."""
    user = UserFactory(name="Olive Officer", email=EMAIL)
    MembershipFactory(organisation=council, user=user, role="officer")
    come_in(client)
    return client


def later(client, minutes):
    """As if the provider had spoken so many minutes ago, and been asked then."""
    session = client.session
    for name in (vouching.VOUCHED_AT, vouching.ASKED_AT):
        if name in session:
            session[name] -= minutes * 60
    session.save()


def go(client, url=PAGE):
    """To a page, and where it leads on by itself through the provider; the last answer."""
    response = client.get(url)
    while True:
        if address := response.headers.get("Refresh", "").partition("url=")[2]:
            response = client.get(address)
        elif response.status_code == 302 and response.url.startswith("http://127.0.0.1"):
            back = requests.get(response.url, allow_redirects=False, timeout=5).headers["Location"]
            response = client.get(back.removeprefix("http://testserver"))
        elif response.status_code == 302:
            response = client.get(response.url)
        else:
            return response


def heading(response):
    return html.fromstring(response.content).findtext(".//h1").strip()


def test_nobody_is_asked_in_the_first_half_of_the_time(browser):
    later(browser, 29)
    assert heading(browser.get(PAGE)) == "People"


def test_from_then_on_the_next_page_asks_in_silence_and_shows_itself(browser):
    later(browser, 31)
    response = browser.get(f"{PAGE}?page=1")
    assert heading(response) == "One moment"
    assert response.headers["Refresh"] == "0; url=/sign-in/single/?again=1&next=%2Fpeople%2F%3Fpage%3D1"
    assert {"Content-Security-Policy", "Cache-Control"} <= set(response.headers)
    leaving = browser.get(response.headers["Refresh"].partition("url=")[2]).url
    assert "prompt=none" in leaving
    assert "login_hint=olive.officer%40fairshire.example" in leaving


def test_what_the_provider_says_again_is_good_for_another_while(browser):
    later(browser, 31)
    before = kinds()
    response = go(browser, f"{PAGE}?page=1")
    assert (heading(response), response.request["QUERY_STRING"]) == ("People", "page=1")
    assert kinds() == before
    later(browser, 29)
    assert heading(browser.get(PAGE)) == "People"


@pytest.mark.parametrize("minutes", [31, 61, 11 * 60])
def test_who_has_lost_the_group_loses_the_role_with_the_next_page(minutes, browser, provider):
    provider.person["groups"] = ["all"]
    later(browser, minutes)
    assert go(browser).status_code == 403
    assert Membership.objects.get(user__email=EMAIL).role == "reader"
    assert Event.objects.filter(kind="access.role_followed_groups").count() == 1


def test_who_has_lost_every_group_is_out(browser, provider):
    provider.person["groups"] = []
    later(browser, 31)
    assert "You have no role here" in go(browser).content.decode()
    assert not is_in(browser)


def test_who_has_left_is_out_when_the_time_is_over_and_not_before(browser, provider):
    provider.is_gone = True
    later(browser, 31)
    assert heading(go(browser)) == "People"
    assert heading(browser.get(PAGE)) == "People"  # asked five minutes ago at most
    later(browser, 6)
    assert heading(browser.get(PAGE)) == "One moment"
    later(browser, 30)
    response = go(browser)
    assert not is_in(browser)
    assert heading(response) == "Sign in"
    assert "Your sign-in service wants to see you: sign in again." in response.content.decode()
    assert response.request["QUERY_STRING"] == "next=/people/"


def test_a_closed_account_is_out(browser):
    User.objects.filter(email=EMAIL).update(is_active=False)
    later(browser, 31)
    assert heading(go(browser)) == "Sign in"


def test_a_provider_that_is_away_shuts_nobody_out_before_the_time_is_over(browser, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    later(browser, 31)
    assert heading(go(browser)) == "People"
    later(browser, 30)
    assert heading(go(browser)) == "Sign in"
    assert "Single sign-on did not work" in go(browser).content.decode()


def test_somebody_else_at_the_provider_does_not_take_the_session_over(browser, provider, council):
    other = MembershipFactory(organisation=council, user=UserFactory(email="other@fairshire.example"))
    provider.person |= {"sub": "other", "email": other.user.email}
    later(browser, 61)
    response = go(browser)
    assert "Your sign-in service has signed in somebody else: sign in again." in response.content.decode()
    assert not is_in(browser)


def test_what_is_sent_too_late_waits_as_a_draft_and_changes_nothing(browser, provider):
    provider.is_gone = True
    user = User.objects.get(email=EMAIL)
    sent = {"name": "A Person", drafts.OPENED_BY: drafts.mark_of(user)}
    later(browser, 61)
    response = browser.post("/people/invite/", sent, headers={"Referer": "http://testserver/people/invite/"})
    assert response.url == "/sign-in/?next=/people/invite/"
    assert not is_in(browser)
    assert drafts.typed_in(Draft.objects.get()) == {"name": ["A Person"]}
    come_in(browser, next="/people/invite/")
    assert 'value="A Person"' in browser.get("/people/invite/").content.decode()


def test_what_is_sent_in_time_is_taken(browser):
    later(browser, 59)
    sent = {"name": "A Person", "email": "a@fairshire.example", "role": "reader"}
    browser.post("/people/invite/", sent)
    assert User.objects.filter(email="a@fairshire.example").exists()


def test_what_a_page_fetches_does_not_ask_and_is_not_shown_too_late(browser):
    later(browser, 31)
    fetched = {"Sec-Fetch-Dest": "image"}
    assert browser.get(PAGE, headers=fetched).status_code == 200
    later(browser, 30)
    assert browser.get(PAGE, headers=fetched).url == "/sign-in/?next=/people/"


def test_public_pages_and_strange_addresses_ask_nobody(browser):
    later(browser, 61)
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/nothing/here/").status_code == 404


def test_a_password_is_no_word_of_the_provider(client, browser, settings):
    user = User.objects.get(email=EMAIL)
    services.set_password(user, password="three odd words", by=user)
    come_in(client)
    client.post("/sign-in/", {"username": EMAIL, "password": "three odd words"})
    assert is_in(client)
    assert vouching.VOUCHED_AT not in client.session


def test_without_a_provider_nobody_is_asked(browser, settings):
    settings.OIDC_ISSUER = ""
    later(browser, 61)
    assert heading(browser.get(PAGE)) == "People"


def test_the_time_is_a_setting(browser, settings):
    settings.OIDC_MINUTES = 10
    later(browser, 6)
    assert heading(browser.get(PAGE)) == "One moment"
