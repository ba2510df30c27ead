import pytest
from lxml import html

from conftest import enter
from dueregard.access.models import Membership, User
from dueregard.access.roles import Role
from dueregard.access.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Event

NEW = {"name": "New Person", "email": "new@example.org", "role": "lead"}


def kinds():
    return list(Event.objects.values_list("kind", flat=True))


def text(response):
    return " ".join(html.fromstring(response.content).find(".//main").text_content().split())


def invite(officer, **changes):
    return officer.client.post("/people/invite/", NEW | changes)


def link_in(response):
    return html.fromstring(response.content).find_class("govuk-inset-text")[0].text_content().strip()


def test_an_officer_invites_and_the_person_comes_in_by_the_link(officer, client):
    link = link_in(invite(officer))
    made = Membership.objects.get(user__email="new@example.org")
    assert (made.role, made.organisation) == ("lead", officer.membership.organisation)
    assert kinds() == ["access.person_invited", "access.password_link_made"]
    path = link.removeprefix("http://testserver")
    assert "New Person" in text(client.get(path))
    assert "no-store" in client.get(path)["Cache-Control"]
    response = client.post(path, {"password": "three odd words"})
    assert response.url == "/"
    assert int(client.session["_auth_user_id"]) == made.user.pk
    assert client.get(path).status_code == 404  # it works once


def test_a_weak_password_is_refused_with_the_reason(officer, client):
    path = link_in(invite(officer)).removeprefix("http://testserver")
    response = client.post(path, {"password": "short"})
    assert "This password is too short. It must contain at least 12 characters." in text(response)
    assert not User.objects.get(email="new@example.org").has_usable_password()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "not an address"}, "Enter a valid email address."),
        ({"role": "king"}, "Select a valid choice."),
        ({"name": "", "email": "", "role": ""}, "Enter a name. Enter an e-mail address. Choose a role."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(officer, changes, sentence):
    assert sentence in text(invite(officer, **changes))
    assert not User.objects.filter(name="New Person").exists()


def test_nobody_is_invited_twice(officer):
    invite(officer)
    assert "new@example.org is in the list of people already." in text(
        invite(officer, email="NEW@example.org")
    )
    assert Membership.objects.filter(user__email__iexact="new@example.org").count() == 1


def test_the_list_shows_name_role_and_state(officer, lead):
    row = html.fromstring(officer.get("/people/").content).xpath("//tr[contains(., 'Leo Lead')]")[0]
    assert row.text_content().split() == ["Leo", "Lead", lead.user.email, "Lead", "Active"]


def test_a_role_is_changed(officer, lead):
    officer.post(f"/people/{lead.membership.pk}/change-role/", role="director")
    lead.membership.refresh_from_db()
    assert lead.membership.role == Role.DIRECTOR
    officer.post(f"/people/{lead.membership.pk}/change-role/", role="director")  # the same again is no change
    assert kinds() == ["access.role_changed"]


def test_the_only_officer_cannot_lose_the_role_or_be_deactivated(officer):
    mine = f"/people/{officer.membership.pk}/"
    sentence = "Olive Officer is the only equality officer: make somebody else one first."
    assert sentence in text(officer.post(f"{mine}change-role/", role="reader"))
    officer.post(f"{mine}deactivate/")
    assert sentence in text(officer.get(mine))
    officer.membership.refresh_from_db()
    assert (officer.membership.role, officer.membership.is_active) == ("officer", True)
    assert kinds() == []


def test_deactivation_is_asked_once_and_shuts_the_door(officer, lead):
    page = f"/people/{lead.membership.pk}/deactivate/"
    assert "They can no longer sign in here." in text(officer.get(page))
    assert lead.get("/posts/").status_code == 403  # a lead may not, but is known
    officer.post(page)
    lead.membership.refresh_from_db()
    assert not lead.membership.is_active
    assert "Make a password link" not in text(officer.get(f"/people/{lead.membership.pk}/"))
    officer.post(f"/people/{lead.membership.pk}/password-link/")
    assert "Leo Lead is deactivated: reactivate them first." in text(officer.get("/people/"))
    refusal = lead.get("/posts/")
    assert refusal.status_code == 403
    assert "You do not belong to an organisation here now" in text(refusal)
    assert "You do not belong to an organisation here now." in text(lead.get("/choose-organisation/"))
    assert lead.get("/choose-organisation/")["Cache-Control"] == "no-store, private"
    officer.post(f"/people/{lead.membership.pk}/reactivate/")
    lead.membership.refresh_from_db()
    assert lead.membership.is_active
    assert kinds() == ["access.person_deactivated", "access.person_reactivated"]


@pytest.mark.parametrize("deed", ["", "change-role/", "deactivate/", "reactivate/", "password-link/"])
def test_another_organisations_people_are_not_there(stranger, lead, deed):
    before = Membership.objects.values_list("role", "is_active").get(pk=lead.membership.pk)
    assert stranger.post(f"/people/{lead.membership.pk}/{deed}", role="reader").status_code == 404
    assert Membership.objects.values_list("role", "is_active").get(pk=lead.membership.pk) == before


@pytest.mark.parametrize("deed", ["reactivate/", "password-link/"])
def test_looking_changes_nothing(officer, lead, deed):
    assert officer.get(f"/people/{lead.membership.pk}/{deed}").status_code == 405
    assert kinds() == []


def test_nobody_gets_a_link_to_the_password_of_somebody_who_belongs_elsewhere_too(stranger, lead):
    page = invite(stranger, email=lead.user.email, role="reader")
    made = Membership.objects.get(user=lead.user, organisation=stranger.membership.organisation)
    assert page.url == f"/people/{made.pk}/"
    sentence = "Leo Lead belongs to another organisation too: they keep the password that they have."
    assert sentence in text(stranger.get(page.url))
    again = stranger.post(f"/people/{made.pk}/password-link/")
    assert again.url == page.url
    assert kinds() == ["access.person_invited"]


def test_the_body_above_makes_links_for_those_below_and_not_the_reverse(officer, lead):
    school = OrganisationFactory(parent=officer.membership.organisation)
    head = enter(school, "officer", "Hal Head")
    MembershipFactory(organisation=school, user=lead.user, role="reader")
    assert officer.post(f"/people/{head.membership.pk}/password-link/").status_code == 200
    theirs = lead.user.memberships.get(organisation=school)
    assert head.post(f"/people/{theirs.pk}/password-link/").status_code == 302
    assert officer.post(f"/people/{theirs.pk}/password-link/").status_code == 200


def test_the_operators_password_is_nobody_elses_to_set(officer, lead):
    User.objects.filter(pk=lead.user.pk).update(is_superuser=True)
    assert officer.post(f"/people/{lead.membership.pk}/password-link/").status_code == 302
