from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from lxml import html

from dueregard.access import services
from dueregard.access.forms.organisation import contrast_with_white
from dueregard.access.models import Holding, Organisation, Post, Unit
from dueregard.access.permissions import Permission
from dueregard.access.tests.factories import OrganisationFactory, PostFactory, UnitFactory
from dueregard.audit.models import Event

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def text(response):
    return " ".join(html.fromstring(response.content).find(".//main").text_content().split())


def save_details(officer, **changes):
    details = {
        "name": "Fairshire Council",
        "colour": "#1d3f72",
        "contact_post": "",
        "contact_email": "",
        "contact_phone": "",
    }
    return officer.client.post("/organisation/", details | changes)


def test_details_are_saved_and_audited_without_their_values(officer, council):
    save_details(officer, colour="#004400", contact_phone="01632 960 000")
    council.refresh_from_db()
    assert (council.colour, council.contact_phone) == ("#004400", "01632 960 000")
    assert Event.objects.get().payload == '{"changed": ["colour", "contact_phone"]}'
    assert b"--kit-colour: #004400;" in officer.get("/organisation/fairshire/colour.css").content


@pytest.mark.parametrize(
    ("colour", "sentence"),
    [
        ("#ffdd00", "White text could not be read on this colour: choose a darker one."),
        ("red;}", "Enter a colour such as #1d3f72"),
    ],
)
def test_a_colour_on_which_text_cannot_be_read_is_refused(officer, council, colour, sentence):
    assert sentence in text(save_details(officer, colour=colour))
    council.refresh_from_db()
    assert council.colour == "#1d3f72"


def test_contrast_is_that_of_the_standard():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.005)  # the known lightest passing grey


def test_a_logo_is_a_picture(officer, client, council):
    from django.core.files.uploadedfile import SimpleUploadedFile

    save_details(officer, logo_file=SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>"))
    assert client.get("/organisation/fairshire/logo").status_code == 404
    save_details(officer, logo_file=SimpleUploadedFile("logo.png", PNG))
    response = client.get("/organisation/fairshire/logo")
    assert (response.content, response.headers["Content-Type"]) == (PNG, "image/png")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_every_page_forbids_what_it_does_not_serve_itself(officer):
    policy = officer.get("/people/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "address", ["/organisation/%00/colour.css", "/people/?page=%00", "/published/fairshire/%00"]
)
def test_a_nul_in_an_address_finds_nothing_on_either_database(officer, address):
    assert officer.get(address).status_code == 404


def test_a_body_is_within_its_authority_and_not_the_reverse(council):
    school = OrganisationFactory(parent=council)
    cousin = OrganisationFactory()
    assert set(Organisation.objects.within(council)) == {council, school}
    assert list(Organisation.objects.within(school)) == [school]
    assert list(Organisation.objects.within(cousin)) == [cousin]


def test_units_and_posts_are_added_once(officer, council):
    officer.post("/units/add/", name="Housing")
    officer.post("/posts/add/", title="Head of Housing", unit=Unit.objects.get().pk)
    assert Post.objects.get().unit.name == "Housing"
    assert "There is a unit of that name already." in text(officer.post("/units/add/", name="housing"))
    assert "There is a post of that title already." in text(
        officer.post("/posts/add/", title="head of housing")
    )
    shown = text(officer.get("/posts/"))
    assert "Head of Housing Housing Nobody yet" in shown


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("/units/add/", "Enter the name of the unit."),
        ("/posts/add/", "Enter the title of the post."),
        ("/organisation/", "Enter the name of the organisation. Enter a colour, such as #1d4e6f."),
        ("/password/", "Enter your current password. Enter a new password."),
    ],
)
def test_an_empty_form_says_what_to_enter(officer, page, sentence):
    assert f"There is a problem {sentence}" in text(officer.post(page))


def test_a_new_holder_ends_the_old_ones_time_and_the_post_stays(officer, lead, council):
    post = PostFactory(organisation=council)
    when = {"starts_on_0": "1", "starts_on_1": "4", "starts_on_2": "2025"}
    officer.post(f"/posts/{post.pk}/appoint/", member=lead.membership.pk, **when)
    later = when | {"starts_on_2": "2026"}
    officer.post(f"/posts/{post.pk}/appoint/", member=officer.membership.pk, **later)
    assert list(post.holdings.values_list("user", "starts_on", "ends_on")) == [
        (officer.user.pk, date(2026, 4, 1), None),
        (lead.user.pk, date(2025, 4, 1), date(2026, 3, 31)),
    ]
    assert [holding.user for holding in Holding.objects.current(date(2026, 3, 31))] == [lead.user]
    assert [holding.user for holding in Holding.objects.current(date(2026, 4, 1))] == [officer.user]
    again = officer.post(f"/posts/{post.pk}/appoint/", member=lead.membership.pk, **when)
    assert "Olive Officer holds this post from 1 April 2026: choose a later first day." in text(again)


def test_strangers_posts_and_people_cannot_be_chosen(officer, stranger, council):
    other = stranger.membership
    post = PostFactory(organisation=council)
    unit = UnitFactory(organisation=other.organisation)
    assert "Select a valid choice." in text(officer.post("/posts/add/", title="Head", unit=unit.pk))
    assert "Select a valid choice." in text(officer.post(f"/posts/{post.pk}/appoint/", member=other.pk))
    assert stranger.get(f"/posts/{post.pk}/appoint/").status_code == 404


def test_time_in_a_post_cannot_end_before_it_begins(officer, council):
    post = PostFactory(organisation=council)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(
            post=post, user=officer.user, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)
        )


def test_a_role_must_be_known(officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        officer.membership.__class__.objects.update(role="king")


def test_two_are_asked_for_where_there_are_two(officer, council, director):
    assert not services.may_act_alone(council, Permission.PUBLICATION_PUBLISH)
    services.deactivate(director.membership, by=officer.user)
    assert services.may_act_alone(council, Permission.PUBLICATION_PUBLISH)


def test_the_first_organisation_is_made_once(officer):
    with pytest.raises(ValidationError, match="has been made already"):
        services.create_first_organisation(
            organisation="X", slug="x", name="X", email="x@example.org", password="x"
        )
