import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from dueregard.audit.models import Event
from dueregard.evidence import services
from dueregard.evidence.models import Document
from dueregard.evidence.tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def attach(officer, name="../etc/Survey results.pdf", content=b"%PDF", **given):
    upload = SimpleUploadedFile(name, content)
    return services.attach(officer.membership.organisation, by=officer.user, upload=upload, **given)


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_random_name(officer, media):
    made = attach(officer)
    (kept,) = files(media)
    assert kept.read_bytes() == b"%PDF"
    assert "Survey" not in str(kept)
    assert (made.title, made.filename, made.size) == ("Survey results.pdf", "Survey results.pdf", 4)
    assert made.sha256 == hashlib.sha256(b"%PDF").hexdigest()
    assert Event.objects.get().kind == "evidence.attached"
    assert str(attach(officer, title="The survey")) == "The survey"


def test_a_link_is_kept(officer):
    made = services.attach(
        officer.membership.organisation, by=officer.user, link="https://www.example.org/report"
    )
    assert (made.title, made.sha256, bool(made.file)) == ("https://www.example.org/report", "", False)


def test_what_fails_leaves_no_file(officer, media, monkeypatch):
    def fail(*_arguments, **_named):
        raise OSError("no space left")

    monkeypatch.setattr(services, "record", fail)
    with pytest.raises(OSError, match="no space"):
        attach(officer)
    assert files(media) == []
    assert not Document.objects.exists()


def test_a_link_that_fails_leaves_nothing(officer, monkeypatch):
    monkeypatch.setattr(services, "record", lambda *_arguments, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.attach(officer.membership.organisation, by=officer.user, link="https://www.example.org/")
    assert not Document.objects.exists()


def test_a_document_is_a_file_or_a_link():
    for columns in ({"link": ""}, {"file": "evidence/1", "sha256": "a"}, {"sha256": "a"}):
        with pytest.raises(IntegrityError, match="document_is_file_or_link"), transaction.atomic():
            DocumentFactory(**columns)


def test_a_file_is_always_a_download(reader, officer):
    made = attach(officer, "page.html", b"<script>")
    response = reader.get(f"/documents/{made.pk}/")
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == b"<script>"


def test_a_stranger_finds_nothing(stranger, officer):
    assert stranger.get(f"/documents/{attach(officer).pk}/").status_code == 404


def test_a_link_is_no_download(officer):
    made = DocumentFactory(organisation=officer.membership.organisation)
    assert officer.get(f"/documents/{made.pk}/").status_code == 404
