"""Coming in by an identity provider that runs beside the tests: real addresses, real tokens, signed."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from lxml import html

from dueregard.access import second_factor, services, single_sign_on
from dueregard.access.models import Membership, User
from dueregard.access.roles import Role
from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from dueregard.audit.models import Event
from dueregard.config.settings import GroupRole, env_issuer, env_roles
from tests.identity_provider import CLIENT, SECRET, identity_provider

EMAIL = "olive.officer@fairshire.example"
DID_NOT_WORK = "Single sign-on did not work"


@pytest.fixture
def provider(settings):
    with identity_provider() as found:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = (
            found.issuer,
            CLIENT,
            SECRET,
        )
        found.person = {"sub": "key-of-olive", "email": EMAIL, "email_verified": True}
        yield found


@pytest.fixture
def olive(council):
    user = UserFactory(name="Olive Officer", email=EMAIL)
    user.set_password("three odd words")
    user.save()
    return MembershipFactory(organisation=council, user=user, role="officer")


def come_in(client, **asked):
    """From the button, through the provider, to where its answer leads."""
    leaving = client.get("/sign-in/single/", asked)
    back = requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def told(client):
    """The sentence on the sign-in page."""
    banner = html.fromstring(client.get("/sign-in/").content).find_class("govuk-notification-banner__content")
    return " ".join(banner[0].text_content().split()) if banner else ""


def is_in(client):
    return "_auth_user_id" in client.session


def kinds():
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


class TestWhoComesIn:
    def test_a_person_of_the_provider_does(self, client, olive, provider, settings):
        settings.SECOND_FACTOR = False
        assert come_in(client, next="/people/").url == "/people/"
        assert client.get("/people/").status_code == 200
        assert single_sign_on.links().get().user == olive.user
        assert kinds() == ["access.single_sign_on_linked", "access.signed_in"]
        assert '"way": "single sign-on"' in Event.objects.last().payload

    def test_never_on_another_site(self, client, olive, provider):
        assert come_in(client, next="https://elsewhere.example/").url == "/"

    def test_the_second_time_the_key_decides_whatever_the_address(self, client, olive, provider):
        come_in(client)
        client.logout()
        provider.person |= {"email": "olive.married@fairshire.example", "email_verified": False}
        come_in(client)
        assert client.session["_auth_user_id"] == str(olive.user.pk)

    def test_an_address_may_come_from_the_user_info(self, client, olive, provider):
        provider.user_info = provider.person | {"email": EMAIL.upper()}
        provider.person = {"sub": "key-of-olive"}
        come_in(client)
        assert is_in(client)

    @pytest.mark.parametrize("verified", [False, None, "false", 1, "yes"])
    def test_nobody_takes_an_account_over_by_an_address_that_is_not_verified(
        self, verified, client, olive, provider
    ):
        provider.person |= {"sub": "key-of-a-stranger", "email_verified": verified}
        come_in(client)
        assert "does not say that your e-mail address is verified" in told(client)
        assert not is_in(client)
        assert not single_sign_on.links().exists()

    def test_silence_about_an_address_is_enough_in_a_domain_that_is_vouched_for(
        self, client, olive, provider, settings
    ):
        settings.OIDC_EMAIL_DOMAINS = ["fairshire.example"]
        provider.person |= {"email_verified": False}
        come_in(client)
        assert not is_in(client)
        del provider.person["email_verified"]
        come_in(client)
        assert is_in(client)

    def test_an_address_that_only_looks_the_same_is_another(self, client, council, provider):
        UserFactory(email="kim@fairshire.example")
        provider.person["email"] = "\N{KELVIN SIGN}im@fairshire.example"
        come_in(client)
        assert not is_in(client)

    def test_whoever_inherits_an_address_does_not_inherit_the_account(self, client, olive, provider):
        come_in(client)
        client.logout()
        provider.person["sub"] = "key-of-the-next-olive"
        come_in(client)
        assert "belonged to another account of your sign-in service" in told(client)
        assert not is_in(client)

    def test_an_officer_lets_a_new_account_of_the_provider_take_the_place_of_the_old(
        self, client, olive, provider, officer
    ):
        come_in(client)
        client.logout()
        officer.post(f"/people/{olive.pk}/reset-second-factors/")
        provider.person["sub"] = "key-in-the-new-directory"
        come_in(client)
        assert is_in(client)

    def test_a_person_nobody_knows_is_told_whom_to_ask(self, client, council, provider):
        provider.person["email"] = "nobody@fairshire.example"
        come_in(client)
        assert "Nobody here has the address nobody@fairshire.example: ask an equality officer" in told(client)
        assert not User.objects.filter(email__startswith="nobody").exists()

    def test_a_closed_account_stays_closed(self, client, olive, provider):
        User.objects.filter(pk=olive.user.pk).update(is_active=False)
        come_in(client)
        assert "This account is closed" in told(client)
        assert not is_in(client)

    def test_without_a_provider_there_is_no_such_page(self, client, olive):
        assert "Sign in with" not in client.get("/sign-in/").content.decode()
        assert client.get("/sign-in/single/").status_code == 404
        assert client.get("/sign-in/single/answer/").status_code == 404

    def test_nobody_asks_the_provider_faster_than_people_do(self, client, olive, provider, settings):
        cache.clear()
        settings.LIMITS = settings.LIMITS | {"visit": 2}
        asked = [client.get("/sign-in/single/").status_code for _time in range(3)]
        assert asked == [302, 302, 429]


class TestWhatIsNotTheProvidersWord:
    @pytest.mark.parametrize(
        "faults",
        [
            pytest.param({"signed_by": "another"}, id="signature"),
            pytest.param({"aud": "another-service"}, id="audience"),
            pytest.param({"aud": [CLIENT, "another-service"], "azp": "another-service"}, id="party"),
            pytest.param({"iss": "https://elsewhere.example"}, id="issuer"),
            pytest.param({"exp": int(time.time()) - 3600}, id="expired"),
            pytest.param({"iat": int(time.time()) + 3600}, id="not yet"),
            pytest.param({"nonce": "of another sign-in"}, id="nonce"),
            pytest.param({"nonce": None}, id="no nonce"),
            pytest.param({"exp": None}, id="no end"),
            pytest.param({"sub": None}, id="no key"),
            pytest.param({"sub": ""}, id="empty key"),
            pytest.param({"sub": "k" * 200}, id="long key"),
            pytest.param({"sub": ["key-of-olive"]}, id="list for a key"),
        ],
    )
    def test_lets_nobody_in(self, faults, client, olive, provider):
        provider.faults = faults
        come_in(client)
        assert DID_NOT_WORK in told(client)
        assert not is_in(client)

    def test_clocks_may_differ_a_little(self, client, olive, provider):
        provider.faults = {"iat": int(time.time()) + 20}
        come_in(client)
        assert is_in(client)

    def test_the_answer_to_another_browser_lets_nobody_in(self, client, olive, provider):
        leaving = client.get("/sign-in/single/")
        back = requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"]
        other = Client()
        other.get(back.removeprefix("http://testserver"))
        assert DID_NOT_WORK in told(other)
        assert not is_in(other)

    def test_an_answer_counts_once(self, client, olive, provider):
        leaving = client.get("/sign-in/single/")
        back = requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"]
        client.get(back.removeprefix("http://testserver"))
        client.logout()
        client.get(back.removeprefix("http://testserver"))
        assert not is_in(client)

    def test_a_code_that_was_stolen_is_worth_nothing_in_another_sign_in(self, client, olive, provider):
        stolen = requests.get(Client().get("/sign-in/single/").url, allow_redirects=False, timeout=5)
        code = parse_qs(urlsplit(stolen.headers["Location"]).query)["code"][0]
        state = parse_qs(urlsplit(client.get("/sign-in/single/").url).query)["state"][0]
        client.get("/sign-in/single/answer/", {"code": code, "state": state})
        assert DID_NOT_WORK in told(client)

    def test_user_info_about_somebody_else(self, client, olive, provider):
        provider.user_info = {"sub": "key-of-another", "email": EMAIL, "email_verified": True}
        come_in(client)
        assert DID_NOT_WORK in told(client)

    @pytest.mark.parametrize("query", ["", "state=x", "state=x&code=y", "error=access_denied", "code=%F0"])
    def test_a_made_up_answer(self, query, client, olive, provider):
        assert client.get(f"/sign-in/single/answer/?{query}").url == "/sign-in/"
        assert DID_NOT_WORK in told(client)

    def test_a_provider_that_is_not_there(self, client, olive, provider, settings):
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        assert client.get("/sign-in/single/").url == "/sign-in/"
        assert DID_NOT_WORK in told(client)

    def test_a_provider_that_calls_itself_otherwise(self, client, olive, provider, settings):
        settings.OIDC_ISSUER = provider.issuer.replace("127.0.0.1", "localhost")
        assert client.get("/sign-in/single/").url == "/sign-in/"


class TestTheSecondProof:
    @pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "two-proofs"}])
    def test_is_the_providers_where_its_token_says_so(self, claims, client, olive, provider, settings):
        settings.OIDC_MFA_ACR = ["two-proofs"]
        provider.person |= claims
        come_in(client)
        assert client.get("/people/").status_code == 200

    @pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}, {"amr": None}])
    def test_is_ours_otherwise(self, claims, client, olive, provider):
        provider.person |= claims
        come_in(client)
        assert client.get("/people/").url == "/security/"

    def test_the_user_info_cannot_say_it(self, client, olive, provider):
        provider.user_info = provider.person | {"amr": ["mfa"]}
        come_in(client)
        assert client.get("/people/").url == "/security/"

    def test_who_has_one_is_asked_for_it(self, client, olive, provider):
        second_factor.keep_app(olive.user, generate_totp_secret())
        assert come_in(client).url == "/sign-in/prove/"
        assert not is_in(client)

    def test_who_has_no_password_adds_one_without(self, client, olive, provider):
        olive.user.set_unusable_password()
        olive.user.save()
        come_in(client)
        assert "Current password" not in client.get("/security/app/").content.decode()

    def test_but_gives_themselves_no_password(self, client, olive, provider, settings):
        settings.SECOND_FACTOR = False
        olive.user.set_unusable_password()
        olive.user.save()
        come_in(client)
        client.post("/password/", {"password": "four other odd words"})
        olive.user.refresh_from_db()
        assert not olive.user.has_usable_password()


class TestRolesFromGroups:
    @pytest.fixture(autouse=True)
    def mapping(self, settings, council):
        settings.OIDC_ROLES = [
            GroupRole("equality-team", Role.OFFICER, council.slug),
            GroupRole("managers", Role.LEAD, council.slug),
            GroupRole("school-readers", Role.READER, "the-school"),
        ]
        return OrganisationFactory(name="The School", slug="the-school")

    def roles(self):
        held = Membership.objects.filter(user__email=EMAIL, is_active=True)
        return dict(held.values_list("organisation__slug", "role"))

    def come_in_as(self, client, provider, *groups):
        provider.person["groups"] = list(groups)
        client.logout()
        come_in(client)
        return self.roles()

    def test_are_exactly_those(self, client, olive, provider, council):
        assert self.come_in_as(client, provider, "managers", "unknown") == {council.slug: "lead"}
        both = {council.slug: "officer", "the-school": "reader"}
        assert self.come_in_as(client, provider, "managers", "equality-team", "school-readers") == both
        assert self.come_in_as(client, provider, "school-readers") == {"the-school": "reader"}
        assert self.come_in_as(client, provider, "managers") == {council.slug: "lead"}
        said = [event.payload for event in Event.objects.filter(kind="access.role_followed_groups")]
        assert '{"after": "lead", "before": "officer"}' in said[0]

    @pytest.mark.parametrize("groups", [[], ["unknown"], None, "unknown", 7, {"managers": 1}, [["managers"]]])
    def test_other_groups_give_nothing(self, groups, client, olive, provider):
        provider.person["groups"] = groups
        come_in(client)
        assert "You have no role here" in told(client)
        assert not is_in(client)
        assert self.roles() == {}

    def test_a_role_that_is_lost_closes_what_is_still_open(self, client, olive, provider):
        provider.person |= {"amr": ["mfa"]}
        self.come_in_as(client, provider, "equality-team")
        left_open = Client()
        left_open.cookies = client.cookies.copy()
        assert left_open.get("/people/").status_code == 200
        other = Client()
        provider.person["groups"] = ["managers"]
        come_in(other)
        assert left_open.get("/people/").status_code == 403

    def test_one_group_may_be_named_by_text_and_by_another_claim(
        self, client, olive, provider, settings, council
    ):
        settings.OIDC_GROUPS_CLAIM = "roles"
        provider.person["roles"] = "managers"
        come_in(client)
        assert self.roles() == {council.slug: "lead"}

    def test_whom_an_officer_deactivated_stays_out(self, client, olive, provider, officer):
        self.come_in_as(client, provider, "managers")
        officer.post(f"/people/{olive.pk}/deactivate/")
        assert self.come_in_as(client, provider, "managers") == {}
        officer.post(f"/people/{olive.pk}/reactivate/")
        assert self.come_in_as(client, provider, "equality-team") == {
            officer.membership.organisation.slug: "officer"
        }

    def test_are_not_changed_by_hand(self, client, olive, provider, officer):
        self.come_in_as(client, provider, "managers")
        page = officer.post(f"/people/{olive.pk}/change-role/", role="reader").content.decode()
        assert "The role of Olive Officer follows their groups in the sign-in service" in page
        assert self.roles() == {officer.membership.organisation.slug: "lead"}

    def test_without_a_mapping_are_those_given_by_hand(self, client, olive, provider, settings, council):
        settings.OIDC_ROLES = []
        assert self.come_in_as(client, provider, "managers") == {council.slug: "officer"}


class TestPasswords:
    def sign_in(self, client):
        return client.post("/sign-in/", {"username": EMAIL, "password": "three odd words"})

    def test_may_be_switched_off_for_who_came_in_once(self, client, olive, provider, settings, officer):
        settings.OIDC_ONLY = True
        self.sign_in(client)
        assert is_in(client)
        client.logout()
        come_in(client)
        client.logout()
        assert "You sign in by single sign-on" in self.sign_in(client).content.decode()
        assert not is_in(client)

    def test_no_link_makes_a_new_one_then(self, client, olive, provider, settings, officer):
        link = services.path_to_set_password(olive.user)
        settings.OIDC_ONLY = True
        come_in(client)
        client.logout()
        assert client.get(services.path_to_set_password(olive.user)).status_code == 404
        assert client.get(link).status_code == 404
        assert officer.post(f"/people/{olive.pk}/password-link/").status_code == 302
        assert not Event.objects.filter(kind="access.password_link_made").exists()

    def test_stay_where_they_are_not_switched_off(self, client, olive, provider):
        come_in(client)
        client.logout()
        self.sign_in(client)
        assert is_in(client)


class TestSettings:
    def test_roles_are_written_after_groups_whose_names_may_hold_anything(self, monkeypatch):
        monkeypatch.setenv("OIDC_ROLES", "CN=Equality, Team,OU=All=officer@fairshire ; b=lead@fairshire;")
        assert env_roles("OIDC_ROLES") == [
            GroupRole("CN=Equality, Team,OU=All", Role.OFFICER, "fairshire"),
            GroupRole("b", Role.LEAD, "fairshire"),
        ]

    @pytest.mark.parametrize("written", ["a", "a=officer", "=officer@b", "a=chief@b", "a=@b", "a=officer@"])
    def test_what_is_no_role_stops_the_start(self, written, monkeypatch):
        monkeypatch.setenv("OIDC_ROLES", written)
        with pytest.raises(ImproperlyConfigured, match="must be group=role@organisation"):
            env_roles("OIDC_ROLES")

    @pytest.mark.parametrize("issuer", ["http://login.example", "login.example", "ftp://login.example"])
    def test_a_provider_without_tls_stops_the_start(self, issuer, monkeypatch):
        monkeypatch.setenv("OIDC_ISSUER", issuer)
        with pytest.raises(ImproperlyConfigured, match="must begin with https://"):
            env_issuer("OIDC_ISSUER")
