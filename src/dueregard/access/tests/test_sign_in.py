from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from lxml import html

from dueregard.access.models import Membership, Organisation, User
from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Event

PASSWORD = "three odd words"


@pytest.fixture
def olive(officer, settings):
    """An officer with a password, where nothing else is asked for (test_second_factor.py asks for it)."""
    settings.SECOND_FACTOR = False
    officer.user.set_password(PASSWORD)
    officer.user.save()
    return officer.user


def text(response):
    return " ".join(html.fromstring(response.content).find(".//main").text_content().split())


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": email, "password": password, **more})


def test_signing_in_leads_to_the_page_asked_for(client, olive):
    assert client.get("/people/").url == "/sign-in/?next=/people/"
    assert sign_in(client, olive.email, next="/people/").url == "/people/"
    assert Event.objects.get().kind == "access.signed_in"


def test_signing_in_never_leads_to_another_site(client, olive):
    assert sign_in(client, olive.email, next="https://elsewhere.example/").url == "/"


def test_a_wrong_password_gets_one_sentence(client, olive):
    response = sign_in(client, olive.email, "wrong")
    assert "That e-mail address and password do not go together: check both and try again." in text(response)
    assert html.fromstring(response.content).findtext(".//title").startswith("Error: Sign in")
    assert Event.objects.count() == 0


@override_settings(AXES_ENABLED=True, AXES_FAILURE_LIMIT=3)
def test_guessing_is_throttled(client, olive):
    statuses = [sign_in(client, olive.email, f"guess {n}").status_code for n in range(4)]
    assert statuses == [200, 200, 429, 429]
    assert sign_in(client, olive.email).status_code == 429
    assert "Wait 15 minutes" in text(sign_in(client, olive.email))


def test_signing_out_is_a_post(officer):
    assert officer.get("/sign-out/").status_code == 405
    assert officer.post("/sign-out/").url == "/sign-in/"
    assert officer.get("/people/").status_code == 302


def test_a_password_is_changed_and_the_session_stays(client, olive):
    sign_in(client, olive.email)
    wrong = client.post("/password/", {"current": "wrong", "password": "four other odd words"})
    assert "That is not your current password." in text(wrong)
    client.post("/password/", {"current": PASSWORD, "password": "four other odd words"})
    olive.refresh_from_db()
    assert olive.check_password("four other odd words")
    assert client.get("/people/").status_code == 200


def test_who_belongs_to_several_organisations_chooses(client, olive):
    other = MembershipFactory(
        user=olive, organisation=OrganisationFactory(name="Second Council"), role="reader"
    )
    client.force_login(olive, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/people/").status_code == 200
    client.post("/choose-organisation/", {"organisation": other.organisation_id})
    assert client.get("/people/").status_code == 403
    for none_of_ours in ("987654", "", "abc", "9" * 30):
        assert client.post("/choose-organisation/", {"organisation": none_of_ours}).status_code == 404


@pytest.mark.django_db
class TestFirstStart:
    def test_the_code_makes_the_organisation_and_its_officer(self, client, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        assert client.get("/sign-in/").url == "/set-up/"
        client.get("/set-up/")
        code = (tmp_path / "first-start-code").read_text()
        details = {
            "organisation": "Newtown Council",
            "name": "Nell",
            "email": "nell@example.org",
            "password": PASSWORD,
        }
        wrong = client.post("/set-up/", details | {"code": "WRONG"})
        assert "That is not the code printed in the terminal: copy it from there." in text(wrong)
        assert not Organisation.objects.exists()
        assert client.post("/set-up/", details | {"code": f" {code.lower()} "}).url == "/"
        made = Membership.objects.get()
        assert (made.organisation.name, made.organisation.slug, made.role) == (
            "Newtown Council",
            "newtown-council",
            "officer",
        )
        assert made.organisation.path == f"/{made.organisation.pk}/"
        assert not (tmp_path / "first-start-code").exists()
        assert client.get("/set-up/").status_code == 404
        kinds = list(Event.objects.values_list("kind", flat=True))
        assert kinds == ["access.organisation_created", "access.person_invited", "access.signed_in"]

    def test_a_weak_password_is_refused(self, client, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        client.get("/set-up/")
        code = (tmp_path / "first-start-code").read_text()
        details = {
            "organisation": "Newtown",
            "name": "Nell",
            "email": "nell@example.org",
            "password": "short",
        }
        assert "too short" in text(client.post("/set-up/", details | {"code": code}))
        assert not User.objects.exists()

    def test_there_is_none_in_demonstration_mode(self, client, settings):
        settings.DEMO = True
        assert client.get("/sign-in/").status_code == 200
        assert client.get("/set-up/").status_code == 404


def test_the_demonstration_shows_whom_one_may_be(client, olive, settings):
    assert "Try it as" not in text(client.get("/sign-in/"))
    settings.DEMO = True
    olive.memberships.get().organisation.__class__.objects.update(is_demonstration=True)
    shown = text(client.get("/sign-in/"))
    assert olive.email in shown
    assert settings.DEMO_PASSWORD in shown


def test_sessions_that_are_over_are_forgotten(officer):
    past = timezone.now() - timedelta(seconds=1)
    over = Session.objects.create(session_key="over", session_data="", expire_date=past)
    call_command("keep_house")
    assert not Session.objects.filter(pk=over.pk).exists()
    assert officer.get("/people/").status_code == 200
