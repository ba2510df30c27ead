"""A document that takes long is read while somebody looks at a page that says so."""

from concurrent.futures import Future
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.plans import services
from dueregard.plans.models import Import
from dueregard.plans.services import imports, reading
from dueregard.plans.tests.factories import read_here, upload
from equalities.refusals import Refused
from equalities.sandbox import CRASHED
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(monkeypatch):
    """A reading that ends when the test says so."""
    future = Future()
    monkeypatch.setattr(imports, "begin_reading", lambda *_arguments: future)
    return future


@pytest.fixture
def being_read(officer, slow):
    place = officer.membership.organisation
    return services.read_plan(place, by=officer.user, upload=upload(), patience=0)


def document(tmp_path):
    file = tmp_path / "plan.csv"
    file.write_bytes(upload().read())
    return read_here("equalities.documents:read_as_dict", str(file), "plan.csv")


def url(found):
    return f"/imports/{found.pk}/"


def test_the_page_says_that_it_is_read_and_looks_again(officer, being_read):
    response = officer.get(url(being_read))
    seen = page(response)
    assert seen.h1 == "The document is being read"
    assert response["Refresh"] == "5"
    assert "This page looks again by itself every 5 seconds." in seen.main
    assert not Event.objects.filter(kind="plans.document_read").exists()


def test_looking_again_can_be_stopped(officer, being_read):
    response = officer.get(f"{url(being_read)}?stay=1")
    assert "Refresh" not in response
    assert page(response).links["Look whether it is ready"] == f"{url(being_read)}?stay=1"


def test_when_it_is_read_the_preview_is_there(officer, being_read, slow, tmp_path):
    slow.set_result(document(tmp_path))
    response = officer.get(url(being_read))
    assert page(response).h1 == "Check what was read"
    assert "Refresh" not in response
    assert Event.objects.filter(kind="plans.document_read").count() == 1


def test_why_it_could_not_be_read_is_said_and_it_can_be_tried_again(officer, being_read, slow, monkeypatch):
    slow.set_exception(Refused("This file needs more than 60 seconds to read."))
    seen = page(officer.get(url(being_read)))
    assert seen.h1 == "The document could not be read"
    assert "This file needs more than 60 seconds to read." in seen.main
    with pytest.raises(ValidationError, match="has not been read yet"):
        services.confirm(being_read, by=officer.user, title="Plan")
    monkeypatch.setattr(imports, "begin_reading", reading.begin_reading)
    officer.post("/plans/import/", upload=upload())
    assert page(officer.get(url(Import.objects.get()))).h1 == "Check what was read"


def test_a_fault_of_our_own_is_no_traceback(being_read, slow):
    slow.set_exception(RuntimeError("a fault"))
    being_read.refresh_from_db()
    assert (being_read.refusal, being_read.reading_since) == (CRASHED, None)


def test_put_aside_while_it_is_read(officer, being_read, slow, tmp_path):
    officer.post(f"{url(being_read)}discard/")
    slow.set_result(document(tmp_path))
    assert not Import.objects.exists()


def test_until_it_is_read_nothing_is_imported_or_corrected(officer, being_read):
    assert page(officer.post(url(being_read), title="Plan")).h1 == "The document is being read"
    assert officer.get(f"{url(being_read)}correct/action/0/").status_code == 404
    assert officer.get(f"{url(being_read)}say-headings/").status_code == 404
    with pytest.raises(ValidationError, match="has not been read yet"):
        services.confirm(being_read, by=officer.user, title="Plan")
    with pytest.raises(ValidationError, match="is being read"):
        services.read_again(being_read, by=officer.user)


def test_a_reading_that_was_broken_off_is_begun_again(officer, being_read, monkeypatch):
    assert officer.get(f"{url(being_read)}read-again/").status_code == 405
    long_ago = timezone.now() - timedelta(minutes=6)
    Import.objects.update(reading_since=long_ago)
    response = officer.get(url(being_read))
    assert page(response).h1 == "Reading was broken off"
    assert "Refresh" not in response
    monkeypatch.setattr(imports, "begin_reading", reading.begin_reading)
    officer.post(f"{url(being_read)}read-again/")
    assert page(officer.get(url(being_read))).h1 == "Check what was read"


def test_without_its_file_it_is_uploaded_again(officer, being_read):
    Import.objects.update(reading_since=timezone.now() - timedelta(days=2))
    services.delete_originals(timezone.now() + timedelta(days=1))
    officer.post(f"{url(being_read)}read-again/")
    sentence = "The file was kept for a day and is gone: upload it again."
    assert page(officer.get(url(being_read))).messages == [sentence]


def test_the_same_file_while_it_is_read_opens_its_page(officer, being_read):
    assert officer.post("/plans/import/", upload=upload()).url == url(being_read)
    assert Import.objects.count() == 1


def test_the_reader_is_told_the_largest_file(officer, monkeypatch, settings):
    asked = []
    monkeypatch.setattr(imports, "begin_reading", lambda *arguments: asked.append(arguments) or Future())
    settings.PLAN_MEGABYTES = 7
    services.read_plan(officer.membership.organisation, by=officer.user, upload=upload(), patience=0)
    assert asked[0][0] == "equalities.documents:read_as_dict"
    assert asked[0][2:] == ("Equality plan.csv", {}, 7)


def test_others_see_nothing_of_it(reader, stranger, being_read):
    assert reader.get(url(being_read)).status_code == 403
    assert stranger.get(url(being_read)).status_code == 404
