"""Asking for another format or language, and answering."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.publications import services
from dueregard.publications.forms import FORMATS
from dueregard.publications.models import FormatRequest
from dueregard.publications.services import requests
from dueregard.publications.tests.factories import FormatRequestFactory, published
from equalities.codelists import load
from tests.pages import page

ASK = "/published/fairshire/ask/"
TYPED = {"format": "braille_g2", "language": "", "what": "The summary", "contact": "07700 900 000"}


def test_anybody_asks_and_it_is_kept(officer, director, client):
    version = published(officer, director)
    seen = page(client.get(f"{ASK}?about={version.publication.slug}"))
    assert seen.value("what").strip() == "Annual equality report"
    response = client.post(f"{ASK}?about={version.publication.slug}", TYPED)
    assert response.url == "/published/fairshire/ask/thank-you/"
    assert page(client.get(response.url)).h1 == "Thank you: we have your request"
    request = FormatRequest.objects.get()
    assert (request.publication, request.format, request.contact) == (
        version.publication,
        "braille_g2",
        "07700 900 000",
    )
    event = Event.objects.get(kind="publications.format_asked_for")
    assert event.by == "process:public form"
    assert "07700" not in event.payload


def test_asking_without_a_report_is_fine(council, client):
    client.post(ASK, TYPED)
    assert FormatRequest.objects.get().publication is None


def test_every_format_of_the_list_but_those_that_are_there_can_be_asked_for():
    assert set(FORMATS) | {"html", "csv"} == {code.code for code in load("accessible_formats").codes}


def test_looking_at_the_form_keeps_nothing(council, client):
    seen = page(client.get(ASK))
    assert seen.h1 == "Ask for another format or language"
    assert "CSV" not in seen.main
    assert "Easy Read" in seen.main
    assert not FormatRequest.objects.exists()


@pytest.mark.parametrize(
    ("field", "error"),
    [
        ("format", "Choose a format"),
        ("what", "Say what you need"),
        ("contact", "Say how we can reach you"),
    ],
)
def test_what_is_missing_is_said(field, error, council, client):
    seen = page(client.post(ASK, TYPED | {field: ""}))
    assert seen.errors == [error]
    assert seen.title.startswith("Error: ")
    assert not FormatRequest.objects.exists()


def test_the_same_again_is_the_same_request(council, client):
    client.post(ASK, TYPED)
    client.post(ASK, TYPED)
    assert FormatRequest.objects.count() == 1


def test_the_form_rests_when_too_many_come_at_once(council, client, monkeypatch):
    monkeypatch.setattr(requests, "MOST_AN_HOUR", 2)
    FormatRequestFactory(organisation=council, received_at=timezone.now() - timedelta(hours=2))
    for number in range(2):
        assert client.post(ASK, TYPED | {"what": f"Part {number}"}).status_code == 302
    response = client.post(ASK, TYPED | {"what": "One more"})
    assert response.status_code == 429
    assert "Yours was not kept" in page(response).main
    assert FormatRequest.objects.count() == 3


def test_an_officer_sees_what_waits_first_and_how_long_it_took(council, officer):
    now = timezone.localtime().replace(hour=12)  # on which no change of the clocks moves a day
    FormatRequestFactory(
        organisation=council,
        what="Answered",
        received_at=now - timedelta(days=9),
        done_at=now - timedelta(days=2),
        done_by=officer.user,
    )
    FormatRequestFactory(organisation=council, language="Somali", received_at=now - timedelta(days=3))
    waits, done = page(officer.get("/publications/requests/")).table("Requests")
    assert (waits["Days"], waits["State"]) == ("3", "Waiting")
    assert waits["Asked for"].startswith("Large print, 16 point or bigger, Somali")
    assert (done["Days"], done["State"]) == ("7", "Done")


def test_an_empty_list_says_so(officer):
    assert "Nobody has asked for another format yet." in page(officer.get("/publications/requests/")).main


def test_an_officer_closes_a_request_once(council, officer):
    request = FormatRequestFactory(
        organisation=council, received_at=timezone.localtime().replace(hour=12) - timedelta(days=4)
    )
    url = f"/publications/requests/{request.pk}/close/"
    assert officer.get(url).status_code == 405
    assert page(officer.client.post(url, follow=True)).messages == ["Request closed"]
    request.refresh_from_db()
    assert (request.done_by, request.days(timezone.localdate())) == (officer.user, 4)
    assert Event.objects.get(kind="publications.request_closed").payload == '{"days": 4}'
    assert page(officer.client.post(url, follow=True)).messages == ["This request was closed already."]
    with pytest.raises(ValidationError, match="closed already"):
        services.close_request(request, by=officer.user)


def test_readers_and_strangers_do_not_close_requests(council, reader, stranger):
    request = FormatRequestFactory(organisation=council)
    url = f"/publications/requests/{request.pk}/close/"
    assert reader.post(url).status_code == 403
    assert stranger.post(url).status_code == 404
    assert reader.get("/publications/requests/").status_code == 403
    assert not FormatRequest.objects.get().is_done


def test_how_to_reach_people_is_forgotten_90_days_after_the_answer(council, officer):
    now = timezone.now()
    for days in (89, 91):
        FormatRequestFactory(
            organisation=council,
            received_at=now - timedelta(days=100),
            done_at=now - timedelta(days=days),
            done_by=officer.user,
        )
    FormatRequestFactory(organisation=council, received_at=now - timedelta(days=400))
    assert services.forget_contacts() == 1
    assert services.forget_contacts() == 0
    assert [request.contact for request in FormatRequest.objects.order_by("done_at")].count("") == 1
    assert Event.objects.get(kind="publications.contacts_forgotten").by == "process:housekeeping"
