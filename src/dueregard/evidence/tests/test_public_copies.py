"""A file goes out to everybody when two people have seen to it, and is taken back again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.evidence import services
from dueregard.evidence.models import PublicCopy
from dueregard.evidence.tests.test_cleaning import NAME, everything, word
from dueregard.redactions import services as redactions
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def attached(officer, name="Jane Example's report.docx", content=None):
    upload = SimpleUploadedFile(name, word() if content is None else content)
    return services.attach(officer.membership.organisation, by=officer.user, upload=upload)


@pytest.fixture
def copy(officer):
    return services.ask_to_publish(attached(officer), title="Ramps of 2026", by=officer.user)


def address(copy):
    return f"/published/{copy.document.organisation.slug}/evidence/{copy.pk}/"


def test_one_asks_another_publishes_and_everybody_downloads(officer, director, client):
    document = attached(officer)
    sent = officer.post(f"/documents/{document.pk}/publish/", title="Ramps of 2026")
    copy = PublicCopy.objects.get()
    assert sent.url == f"/documents/copies/{copy.pk}/"
    assert client.get(address(copy)).status_code == 404
    assert "I have looked: publish it" not in page(officer.get(sent.url)).main
    assert "I have looked: publish it" in page(director.get(sent.url)).main
    looked = director.get(f"{sent.url}file/").content
    assert director.post(f"{sent.url}publish/").url == sent.url
    response = client.get(address(copy))
    assert response.content == looked
    assert NAME not in everything("a.docx", looked)
    assert response["Content-Disposition"] == 'attachment; filename="Ramps of 2026.docx"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert "no-store" in response["Cache-Control"]
    listed = page(client.get(f"/published/{copy.document.organisation.slug}/"))
    assert listed.links["Ramps of 2026"] == address(copy)
    assert [event.kind for event in Event.objects.order_by("number")][-2:] == [
        "evidence.copy_asked_for",
        "evidence.copy_published",
    ]


def test_what_is_taken_back_is_gone(copy, director, officer, client):
    services.publish_copy(copy, by=director.user)
    officer.post(f"/documents/copies/{copy.pk}/take-back/")
    gone = client.get(address(copy))
    assert (gone.status_code, "Ramps of 2026" in gone.content.decode()) == (410, False)
    assert "Ramps of 2026" not in page(client.get(f"/published/{copy.document.organisation.slug}/")).main
    rows = page(officer.get("/documents/copies/")).table("Files")
    assert [(row["File"], row["State"]) for row in rows] == [("Ramps of 2026", "Taken back")]
    again = services.ask_to_publish(copy.document, title="Ramps", by=officer.user)
    assert client.get(address(again)).status_code == 404


def test_what_was_never_let_out_was_never_there(copy, officer, client):
    services.take_back_copy(copy, by=officer.user)
    assert client.get(address(copy)).status_code == 404


def test_who_asked_does_not_let_it_out(copy, officer):
    seen = page(officer.client.post(f"/documents/copies/{copy.pk}/publish/", follow=True))
    assert seen.messages == ["You asked for this, so somebody else looks at it and lets it out."]
    copy.published_by, copy.published_at = officer.user, timezone.now()
    with pytest.raises(IntegrityError):
        copy.save()


@pytest.mark.parametrize("deed", ["publish", "take-back"])
def test_what_was_settled_is_settled(deed, copy, director, officer):
    services.take_back_copy(copy, by=officer.user)
    seen = page(director.client.post(f"/documents/copies/{copy.pk}/{deed}/", follow=True))
    assert seen.messages == ["This was settled already."]


def test_a_file_has_one_copy_at_a_time(copy, officer):
    assert officer.get(f"/documents/{copy.document_id}/publish/").url == f"/documents/copies/{copy.pk}/"
    with pytest.raises(Exception, match="waits, or is out, already"):
        services.ask_to_publish(copy.document, title="Again", by=officer.user)


@pytest.mark.parametrize(
    ("name", "title", "sentence"),
    [("mail.eml", "Ramps", "save what matters as a PDF"), ("a.docx", "", "Enter a title.")],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(name, title, sentence, officer, files):
    document = attached(officer, name)
    seen = page(officer.post(f"/documents/{document.pk}/publish/", title=title))
    assert sentence in seen.errors[0]
    assert not PublicCopy.objects.exists()
    assert len(list(files.rglob("*.*"))) + len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_others_find_nothing_or_may_not(copy, reader, stranger):
    base = f"/documents/copies/{copy.pk}/"
    for url in (base, f"{base}file/", "/documents/copies/"):
        assert reader.get(url).status_code == 200
    assert reader.post(f"{base}publish/").status_code == reader.post(f"{base}take-back/").status_code == 403
    assert reader.get(f"/documents/{copy.document_id}/publish/").status_code == 403
    assert stranger.get(base).status_code == stranger.get(f"{base}file/").status_code == 404
    assert stranger.post(f"{base}publish/").status_code == 404
    wrong = f"/published/{stranger.membership.organisation.slug}/evidence/{copy.pk}/"
    assert Client().get(wrong).status_code == 404


def test_words_in_a_title_that_everybody_reads_are_taken_back_before_they_are_removed(
    copy, officer, director
):
    services.publish_copy(copy, by=director.user)
    organisation = copy.document.organisation
    asked = redactions.ask(organisation, words="Ramps of 2026", reason="A name", by=officer.user)
    redactions.search_files(asked, by=officer.user)
    with pytest.raises(Exception, match="Everybody can read these words in Ramps of 2026"):
        redactions.confirm(asked, by=director.user)
    services.take_back_copy(copy, by=officer.user)
    redactions.confirm(asked, by=director.user)
    copy.refresh_from_db()
    assert copy.title == "[redacted]"
