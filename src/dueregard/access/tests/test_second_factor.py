import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from conftest import enter
from dueregard.access import second_factor, services
from dueregard.access.models import Organisation
from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Event
from tests.pages import page

PASSWORD = "three odd words"


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


@pytest.fixture
def known(officer, director):
    """A director with a password; nobody has signed in as them."""
    director.user.set_password(PASSWORD)
    director.user.save()
    return director.user


def sign_in(client, user, target=""):
    return client.post("/sign-in/", {"username": user.email, "password": PASSWORD, "next": target})


def code_of(secret, steps=0):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def secret_on(response):
    return page(response).root.xpath("//input[@name='secret']/@value")[0]


def add_app(client):
    secret = secret_on(client.get("/security/app/"))
    answer = client.post("/security/app/", {"secret": secret, "code": code_of(secret), "current": PASSWORD})
    return secret, answer


def test_who_publishes_is_led_to_a_second_proof_and_reaches_nothing_before(known, client):
    assert sign_in(client, known).url == "/"
    for path in ("/", "/plans/", "/publications/", "/password/"):
        assert client.get(path).url == "/security/"
    assert client.post("/units/add/", {"name": "x"}).status_code == 403
    assert "So a second proof is asked for beside your password" in page(client.get("/security/")).main
    _secret, answer = add_app(client)
    codes = page(answer).all("//li[@class='kit-code']")
    assert len(set(codes)) == 10
    assert client.get("/plans/").status_code == 200


def test_the_next_time_the_password_alone_lets_nobody_in(known, client):
    sign_in(client, known)
    secret, _answer = add_app(client)
    cache.clear()  # the code of this half minute was used
    again = Client()
    assert sign_in(again, known, "/plans/").url == "/sign-in/prove/"
    assert again.get("/plans/").url == "/sign-in/?next=/plans/"
    wrong = page(again.post("/sign-in/prove/", {"code": "000000"}))
    assert wrong.errors[0].startswith("That code is not right")
    assert again.post("/sign-in/prove/", {"code": code_of(secret)}).url == "/plans/"
    assert again.get("/plans/").status_code == 200
    assert '"second_proof": "totp"' in Event.objects.filter(kind="access.signed_in").last().payload


def test_a_code_works_once(known, client):
    sign_in(client, known)
    secret, _answer = add_app(client)
    cache.clear()
    code = code_of(secret)
    first, second = Client(), Client()
    for each in (first, second):
        sign_in(each, known)
    assert first.post("/sign-in/prove/", {"code": code}).status_code == 302
    assert second.post("/sign-in/prove/", {"code": code}).status_code == 200


def test_a_recovery_code_works_once(known, client):
    sign_in(client, known)
    _secret, answer = add_app(client)
    code = page(answer).all("//li[@class='kit-code']")[0]
    for expected in (302, 200):
        again = Client()
        sign_in(again, known)
        assert again.post("/sign-in/prove/", {"code": code}).status_code == expected
    assert second_factor.codes_left(known) == 9


def test_guessing_ends_after_five_tries(known, client):
    sign_in(client, known)
    secret, _answer = add_app(client)
    cache.clear()
    again = Client()
    sign_in(again, known)
    for number in range(5):
        again.post("/sign-in/prove/", {"code": f"00000{number}"})
    assert again.post("/sign-in/prove/", {"code": code_of(secret)}).status_code == 200
    cache.clear()
    assert again.post("/sign-in/prove/", {"code": code_of(secret)}).status_code == 302


def test_the_second_step_is_not_reached_without_the_first(client, council):
    assert client.get("/sign-in/prove/").url == "/sign-in/"
    session = client.session
    session["second_factor_waiting"] = {"user": 1, "next": "/", "at": time.time() - 601}
    session.save()
    assert client.get("/sign-in/prove/").url == "/sign-in/"


def test_a_password_link_does_not_go_round_the_second_proof(known, client, officer, director):
    sign_in(client, known)
    add_app(client)
    path = services.password_link(director.membership, by=officer.user, reach=officer.membership.organisation)
    thief = Client()
    assert thief.post(path, {"password": "another three words"}).url == "/sign-in/prove/"
    assert thief.get("/plans/").status_code == 302


@pytest.mark.parametrize(
    ("role", "is_led"),
    [
        ("officer", True),
        ("director", True),
        ("analyst", True),
        ("governance", True),
        ("lead", False),
        ("reader", False),
    ],
)
def test_the_second_proof_is_asked_of_those_who_see_rows_publish_or_redact(council, role, is_led):
    person = enter(council, role, "Somebody")
    session = person.client.session
    del session["second_factor_passed"]
    session.save()
    assert (person.get("/plans/").status_code == 302) == is_led


def test_nobody_needs_one_where_everything_is_made_up_or_where_it_is_switched_off(director, settings):
    session = director.client.session
    del session["second_factor_passed"]
    session.save()
    assert director.get("/plans/").status_code == 302
    settings.SECOND_FACTOR = False
    assert director.get("/plans/").status_code == 200
    settings.SECOND_FACTOR = True
    Organisation.objects.update(is_live=False)
    assert director.get("/plans/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"code": "000000"},
            "That is not the code that the app shows now: check its clock and try the next.",
        ),
        ({"current": "guessed"}, "That is not your current password."),
        ({"code": ""}, "Enter the code."),
        ({"secret": "%%%"}, "That is not the code that the app shows now: check its clock and try the next."),
    ],
)
def test_an_app_is_added_only_with_its_code_and_the_password(known, client, changes, sentence):
    sign_in(client, known)
    secret = secret_on(client.get("/security/app/"))
    data = {"secret": secret, "code": code_of(secret), "current": PASSWORD} | changes
    assert sentence in page(client.post("/security/app/", data)).errors
    assert not Authenticator.objects.exists()


def test_who_has_a_proof_gives_it_before_another_is_added(known, client):
    sign_in(client, known)
    add_app(client)
    session = client.session
    del session["second_factor_passed"]
    session.save()
    assert client.get("/security/app/").url == "/security/prove/"
    assert client.get("/security/").url == "/security/prove/"


def test_secrets_rest_encrypted(known, client):
    sign_in(client, known)
    secret, _answer = add_app(client)
    kept = {each.type: each.data for each in Authenticator.objects.all()}
    assert secret not in str(kept["totp"])
    assert second_factor.Adapter().decrypt(kept["totp"]["secret"]) == secret


def test_a_proof_is_removed_with_the_password_and_the_codes_go_with_the_last(known, client):
    sign_in(client, known)
    add_app(client)
    kept = Authenticator.objects.get(type="totp")
    page_of = f"/security/{kept.pk}/remove/"
    assert "That is not your current password." in page(client.post(page_of, {"current": "x"})).errors
    assert client.post(page_of, {"current": PASSWORD}).url == "/security/"
    assert not Authenticator.objects.exists()


def test_new_recovery_codes_take_the_place_of_the_old(known, client):
    sign_in(client, known)
    _secret, answer = add_app(client)
    old = page(answer).all("//li[@class='kit-code']")
    new = page(client.post("/security/recovery-codes/", {"current": PASSWORD})).all("//li[@class='kit-code']")
    assert set(old).isdisjoint(new)
    assert second_factor.check_code(known, old[0]) == ""
    assert second_factor.check_code(known, new[0]) == "recovery_codes"


def test_an_officer_takes_lost_proofs_away_but_not_their_own_nor_elsewhere(known, client, officer, director):
    sign_in(client, known)
    add_app(client)
    MembershipFactory(user=known, organisation=OrganisationFactory())
    url = f"/people/{director.membership.pk}/reset-second-factors/"
    seen = page(officer.client.post(url, follow=True))
    assert "belongs to another organisation too" in seen.messages[0]
    assert Authenticator.objects.exists()
    known.memberships.exclude(pk=director.membership.pk).delete()
    officer.post(url)
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(kind="access.second_factors_reset").exists()
    mine = page(officer.client.post(f"/people/{officer.membership.pk}/reset-second-factors/", follow=True))
    assert mine.messages[-1:] == [
        "Somebody else does this for you: two people, so that one cannot be fooled."
    ]


def test_where_one_is_signed_in_is_listed_and_can_be_ended(known, client, stranger):
    elsewhere = Client(headers={"user-agent": "Another browser"})
    sign_in(elsewhere, known)
    add_app(elsewhere)
    cache.clear()
    sign_in(client, known)
    secret = second_factor.Adapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
    client.post("/sign-in/prove/", {"code": code_of(secret)})
    rows = page(client.get("/security/")).table("Sessions")
    assert sorted(row["What you can do"][:4] for row in rows) == ["Here", "Sign"]
    (form,) = page(client.get("/security/")).root.xpath("//form[contains(@action, '/sessions/')]")
    assert stranger.post(form.get("action")).status_code == 404
    client.post(form.get("action"))
    assert elsewhere.get("/plans/").url.startswith("/sign-in/")
    assert client.get("/plans/").status_code == 200


@pytest.mark.parametrize("answer", ["9" * 4_400, "[" * 100_000, "no JSON", '"words"', "{}"])
def test_what_no_browser_answers_is_no_passkey(officer, answer):
    sent = page(officer.client.post("/security/passkey/", {"name": "Key", "answer": answer}))
    assert sent.errors == ["The browser gave no passkey that fits: try again, or use a code."]
