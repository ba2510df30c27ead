"""Files that people attached: which hold the words, and how they go."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.audit.services import verify
from dueregard.evidence import services as evidence
from dueregard.evidence.models import Document, PublicCopy
from dueregard.plans.services import record_update
from dueregard.plans.tests.factories import TODAY, ActionFactory
from dueregard.redactions import services
from dueregard.redactions.models import FileSearch
from dueregard.redactions.services import attached
from dueregard.redactions.tests.test_file_text import pdf, word
from equalities.refusals import Refused
from tests.in_process import in_this_process
from tests.pages import page

NAME = "Josie O'Malley"


def attach(person, name="letter.txt", content=b"From Josie O'Malley", title="Letter of May"):
    upload = SimpleUploadedFile(name, content)
    return evidence.attach(person.membership.organisation, by=person.user, upload=upload, title=title)


def ask(person, words=NAME):
    found = services.ask(person.membership.organisation, words=words, reason="A name", by=person.user)
    services.search_files(found, by=person.user)
    return found


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def remove(officer, director, django_capture_on_commit_callbacks):
    """What happens after the commit happens too."""

    def removed(asked=None):
        with django_capture_on_commit_callbacks(execute=True):
            return services.confirm(asked or ask(officer), by=director.user)

    return removed


def test_a_file_that_holds_the_words_goes_whole_and_the_others_stay(officer, director, remove, settings):
    action = ActionFactory(plan__organisation=officer.membership.organisation)
    letter, other = attach(officer), attach(officer, "a.docx", word("Ramps"), title="Ramps")
    record_update(action, by=officer.user, version=1, status="", note="Sent", on=TODAY)
    action.updates.get().evidence.add(letter, other)
    digest = letter.sha256
    asked = ask(officer)
    shown = page(director.get(f"/redactions/{asked.pk}/"))
    assert shown.links["Letter of May"] == f"/documents/{letter.pk}/"
    assert "The whole file goes" in shown.main
    assert remove(asked).places == 2  # the file, and the event that had its digest
    letter.refresh_from_db()
    assert (str(letter.file), letter.sha256, letter.size, letter.title) == ("", "", 0, "Letter of May")
    assert [path.read_bytes() == evidence.content_of(other) for path in stored(settings)] == [True]
    gone = officer.get(f"/documents/{letter.pk}/")
    assert (gone.status_code, "Two people removed it" in page(gone).main) == (410, True)
    assert officer.get(f"/documents/{letter.pk}/to-publish/").status_code == 404
    assert "Letter of May (removed for good)" in page(officer.get(f"/actions/{action.pk}/")).main
    assert verify().is_whole
    assert not any(digest in payload for payload in Event.objects.values_list("payload", flat=True))
    assert not FileSearch.objects.exists()


def test_who_asked_looks_into_what_cannot_be_searched(officer, director, governance, remove, settings):
    picture, scan = attach(officer, "a.png", b"picture", "Photo"), attach(officer, "b.pdf", pdf(""), "Scan")
    asked = ask(officer)
    assert "These words stand nowhere" in page(officer.get(f"/redactions/{asked.pk}/")).main
    address = f"/redactions/{asked.pk}/files/"
    refused = page(director.client.post(address, {"documents": [scan.pk]}, follow=True))
    assert refused.messages == [
        "Whoever asked for this says which files go, since somebody else confirms it."
    ]
    officer.post(address, documents=[picture.pk])
    seen = page(officer.client.post(address, {"documents": [scan.pk]}, follow=True))
    assert set(seen.messages) == {"Saved: whoever confirms sees which files go"}
    ticked = seen.root.xpath("//input[@name='documents'][@checked]/@value")
    assert ticked == [str(scan.pk)]
    assert "Scan: goes" in page(governance.get(f"/redactions/{asked.pk}/")).main
    remove(asked)
    assert list(Document.objects.exclude(removed_at=None)) == [scan]
    assert len(stored(settings)) == 1


def test_only_files_that_were_not_searched_can_be_chosen(officer, stranger):
    searched, elsewhere = attach(officer, content=b"Nobody"), attach(stranger, "a.png", b"picture")
    asked = ask(officer)
    for document in (searched, elsewhere):
        officer.post(f"/redactions/{asked.pk}/files/", documents=[document.pk])
    officer.post(f"/redactions/{asked.pk}/files/", documents=["x", "9" * 30])
    assert list(asked.searches.values_list("document", "is_chosen")) == [(searched.pk, False)]


def test_a_file_attached_meanwhile_is_searched_before_anything_goes(officer, director, remove):
    ActionFactory(plan__organisation=officer.membership.organisation, text=f"Answer {NAME}")
    asked = ask(officer)
    attach(officer, title="Another")
    shown = page(director.get(f"/redactions/{asked.pk}/"))
    assert "1 attached file has not been searched yet." in shown.main
    assert "Remove them for good" not in shown.main
    with pytest.raises(ValidationError, match="1 attached file has not been searched yet: search it first"):
        remove(asked)
    director.post(f"/redactions/{asked.pk}/search/")
    remove(asked)
    assert Document.objects.get().removed_at


def test_where_the_time_is_over_the_rest_waits(officer, monkeypatch):
    for number in range(3):
        attach(officer, title=str(number))
    monkeypatch.setattr(attached, "AT_ONCE", 1)
    moments = iter([0, 0, 0, attached.PATIENCE])
    monkeypatch.setattr(attached.time, "monotonic", lambda: next(moments))
    asked = ask(officer)
    assert asked.searches.count() == 2
    monkeypatch.setattr(attached.time, "monotonic", lambda: 0)
    services.search_files(asked, by=officer.user)
    assert asked.searches.filter(outcome="holds").count() == 3


def test_one_file_that_goes_beyond_the_limits_spoils_no_other(officer, monkeypatch):
    hostile, other = attach(officer, "hostile.pdf", b"x"), attach(officer)

    def limited(target, words, files, **limits):
        if any(name == "hostile.pdf" for _path, name in files):
            raise Refused("This file needs more than 8 seconds to read")
        return in_this_process(target, words, files)

    monkeypatch.setattr(attached, "run_limited", limited)
    found = dict(ask(officer).searches.values_list("document", "outcome"))
    assert found == {hostile.pk: "unread", other.pk: "holds"}


@pytest.mark.slow_test
def test_a_child_searches(officer, monkeypatch):
    from equalities.sandbox import run_limited

    monkeypatch.setattr(attached, "run_limited", run_limited)
    attach(officer, "a.docx", word(NAME))
    attach(officer, "a.pdf", pdf("Ramps"))
    assert set(ask(officer).searches.values_list("outcome", flat=True)) == {"holds", "clear"}


def test_a_copy_that_is_out_is_taken_back_first_and_goes_too(officer, director, remove, settings):
    letter = attach(officer)
    copy = evidence.ask_to_publish(letter, title="Ramps of 2026", by=officer.user)
    evidence.publish_copy(copy, by=director.user)
    asked = ask(officer)
    with pytest.raises(ValidationError, match="Everybody can read these words in Ramps of 2026"):
        remove(asked)
    evidence.take_back_copy(copy, by=director.user)
    remove(asked)
    assert stored(settings) == []
    assert officer.get(f"/documents/copies/{copy.pk}/file/").status_code == 404
    assert "Removed for good" in page(officer.get(f"/documents/copies/{copy.pk}/")).main
    assert Client().get(copy.public_url).status_code == 410


def test_a_copy_that_waits_can_no_longer_be_published(officer, director, remove):
    copy = evidence.ask_to_publish(attach(officer), title="Ramps of 2026", by=officer.user)
    remove()
    with pytest.raises(ValidationError, match="settled already"):
        evidence.publish_copy(PublicCopy.objects.get(pk=copy.pk), by=director.user)
    assert page(officer.get("/documents/copies/")).table("Files")[0]["State"] == "Removed"


def test_what_is_removed_again_after_a_restore(officer, director, remove, settings):
    letter, elsewhere = attach(officer), attach(officer, content=b"Josie O'Malley again")
    older = {each.pk: (each.sha256, evidence.content_of(each)) for each in (letter, elsewhere)}
    events = list(Event.objects.values("number", "payload", "salt"))
    asked = ask(officer)
    remove(asked)
    line = json.loads(services.remembered().read_text())
    assert not any(digest in json.dumps(line) for digest, _content in older.values())
    type(asked).objects.all().delete()  # as a copy of the day before would be
    for pk, (digest, content) in older.items():
        (Path(settings.MEDIA_ROOT) / "evidence" / str(pk)).write_bytes(content)
        digest = "0" * 64 if pk == elsewhere.pk else digest
        Document.objects.filter(pk=pk).update(file=f"evidence/{pk}", sha256=digest, removed_at=None)
    for event in events:
        models.QuerySet.update(Event.objects.filter(number=event["number"]), **event)
    assert services.make_again(services.remembered()) == (1, [f"document {elsewhere.pk}"])
    letter.refresh_from_db()
    assert letter.removed_at
    assert not any(
        older[letter.pk][0] in payload for payload in Event.objects.values_list("payload", flat=True)
    )
    assert verify().is_whole


def test_a_file_that_was_left_on_disk_goes_the_next_day(officer, settings):
    import os

    kept, left = attach(officer), attach(officer)
    names = {each: Path(settings.MEDIA_ROOT) / str(each.file) for each in (kept, left)}
    left.delete()
    assert evidence.delete_leftovers() == 0  # somebody may be handing it in
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for path in names.values():
        os.utime(path, (old, old))
    assert evidence.delete_leftovers() == 1
    assert stored(settings) == [names[kept]]


def test_a_stranger_finds_nothing_and_a_reader_is_refused(officer, reader, stranger):
    asked = ask(officer)
    for deed in ("search", "files"):
        assert stranger.post(f"/redactions/{asked.pk}/{deed}/").status_code == 404
        assert reader.post(f"/redactions/{asked.pk}/{deed}/").status_code == 403
        assert officer.get(f"/redactions/{asked.pk}/{deed}/").status_code == 405
