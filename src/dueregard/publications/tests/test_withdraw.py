"""Withdrawing and correcting."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.publications import services
from dueregard.publications.models import State, Version
from dueregard.publications.tests.factories import prepared, publish, published
from dueregard.publications.tests.test_prepare import TYPED
from dueregard.releases.models import LedgerEntry
from tests.pages import page

URL = "/published/fairshire/annual-equality-report-2025/"


@pytest.fixture
def version(officer, director, plan, dataset, council):
    council.contact_post = "Equality Officer"
    council.save()
    return published(officer, director, plan=plan, choice=[(dataset.pk, "sex")])


@pytest.fixture
def corrected(version, officer, director):
    draft = services.correct(version.publication, what_changed="One figure was wrong.", by=officer.user)
    return publish(draft, by=director.user)


def withdraw(person, version, reason="error"):
    return person.client.post(f"/versions/{version.pk}/withdraw/", {"reason": reason, "note": "Seen by Dee"})


def test_it_is_gone_at_once_with_all_its_files(version, director, client):
    names = ["", *(file.name for file in version.files.all()), "1/", "1/table-1-sex.csv"]
    assert {client.get(URL + name).status_code for name in names} == {200}
    assert withdraw(director, version).url == f"/publications/{version.publication_id}/"
    for name in names:
        response = client.get(URL + name)
        assert (response.status_code, response["Cache-Control"]) == (410, "no-store")


def test_the_address_says_when_it_went_and_whom_to_ask(version, director, client):
    withdraw(director, version)
    version.refresh_from_db()
    seen = page(client.get(URL))
    here = timezone.localtime(version.withdrawn_at)
    day = f"{here.day} {here:%B %Y}"
    assert seen.h1 == "This has been withdrawn"
    assert f"and withdrawn on {day}." in seen.main
    assert "please do not rely on it" in seen.main
    assert "To ask about it: Equality Officer." in seen.main
    assert "Seen by Dee" not in seen.root.text_content()


@pytest.mark.parametrize(
    ("reason", "words"),
    [("disclosure", "please delete it"), ("superseded", "Something else has taken its place")],
)
def test_it_says_what_a_reader_should_do(reason, words, version, director, client):
    withdraw(director, version, reason)
    assert words in page(client.get(URL)).main


def test_who_withdrew_it_and_why_is_kept(version, director):
    withdraw(director, version)
    version.refresh_from_db()
    assert (version.state, version.withdrawn_by) == (State.WITHDRAWN, director.user)
    assert (version.withdrawn_for, version.withdrawal_note) == ("error", "Seen by Dee")
    event = json.loads(Event.objects.get(kind="publications.version_withdrawn").payload)
    assert event == {"url": f"{URL}1/", "reason": "error", "note": "Seen by Dee"}


def test_what_was_out_stays_in_the_ledger_and_its_copy_is_kept(version, director):
    files = version.files.count()
    withdraw(director, version, "disclosure")
    assert LedgerEntry.objects.get().source == f"{URL}1/"
    assert version.files.count() == files


def test_a_reason_is_asked_for(version, director):
    seen = page(withdraw(director, version, ""))
    assert seen.errors == ["Say why it is withdrawn"]
    with pytest.raises(ValidationError, match="Say why"):
        services.withdraw(version, reason="whim", by=director.user)
    assert Version.objects.get().state is State.PUBLISHED


def test_asking_changes_nothing(version, director):
    assert page(director.get(f"/versions/{version.pk}/withdraw/")).h1 == (
        "Withdraw version 1 of Annual equality report"
    )
    assert Version.objects.get().state is State.PUBLISHED


def test_what_is_not_out_is_not_withdrawn(officer, director, version):
    draft = prepared(officer, title="Draft")
    assert page(withdraw(director, draft)).errors == ["Only what is published can be withdrawn."]
    withdraw(director, version)
    assert page(withdraw(director, version)).errors == ["Only what is published can be withdrawn."]


def test_a_reader_may_not_withdraw(version, reader, stranger):
    assert withdraw(reader, version).status_code == 403
    assert withdraw(stranger, version).status_code == 404
    assert Version.objects.get().state is State.PUBLISHED


def test_a_corrected_version_takes_the_address_and_links_the_old_one(corrected, version, client):
    seen = page(client.get(URL))
    assert "What changed in this version: One figure was wrong." in seen.main
    assert seen.links["Version 1"] == f"{URL}1/"
    assert client.get(f"{URL}1/").status_code == 200
    assert client.get(f"{URL}2/").content == client.get(URL).content
    version.refresh_from_db()
    assert (corrected.number, corrected.state, version.state) == (2, State.PUBLISHED, State.SUPERSEDED)


@pytest.mark.parametrize(("reason", "is_linked"), [("disclosure", False), ("error", True)])
def test_an_old_version_is_linked_unless_somebody_might_be_recognised(
    reason, is_linked, version, officer, director, client
):
    withdraw(director, version, reason)
    draft = services.correct(version.publication, what_changed="Mended.", by=officer.user)
    publish(draft, by=director.user)
    seen = page(client.get(URL))
    assert ("Version 1" in seen.links) is is_linked
    assert "withdrawn" in seen.all("//section[@aria-labelledby='about']")[0]
    assert client.get(f"{URL}1/").status_code == 410
    assert page(client.get(f"{URL}1/")).links["Read the version that stands now"] == URL


def test_withdrawing_a_version_takes_the_earlier_ones_down_too(corrected, version, director, client):
    services.withdraw(corrected, reason="disclosure", by=director.user)
    assert [client.get(URL + name).status_code for name in ("", "1/", "2/")] == [410, 410, 410]
    assert Event.objects.filter(kind="publications.version_withdrawn").count() == 2


def test_withdrawing_an_old_version_leaves_the_new_one(corrected, version, director, client):
    services.withdraw(version, reason="error", by=director.user)
    assert [client.get(URL + name).status_code for name in ("", "1/", "2/")] == [200, 410, 200]


def test_an_officer_corrects_by_a_page_that_begins_with_what_was_said(version, officer, client):
    url = f"/publications/{version.publication_id}/correct/"
    seen = page(officer.get(url))
    assert seen.h1 == "Correct Annual equality report"
    assert seen.value("title") == "Annual equality report"
    assert seen.value("what_changed").strip() == ""
    response = officer.post(url, **TYPED, what_changed="A new title")
    assert response.url == f"/publications/{version.publication_id}/"
    assert version.publication.newest.what_changed == "A new title"
    assert Event.objects.filter(kind="publications.correction_prepared").count() == 1
    assert client.get(f"{URL}2/").status_code == 404
    assert officer.post(f"/versions/{version.publication.newest.pk}/revise/", **TYPED).status_code == 200


def test_a_correction_counts_as_another_publication_where_the_officer_says_so(version, officer):
    url = f"/publications/{version.publication_id}/correct/"
    assert "Count the year to the next publication from this version" in page(officer.get(url)).main
    officer.post(url, **TYPED, what_changed="All figures", restarts_clock="on")
    newest = version.publication.newest
    assert newest.restarts_clock
    revise = f"/versions/{newest.pk}/revise/"
    assert (
        page(officer.get(revise)).root.xpath("//input[@name='restarts_clock']")[0].get("checked") is not None
    )
    officer.post(revise, **TYPED, what_changed="All figures")
    assert not version.publication.newest.restarts_clock


def test_what_changes_is_asked_for(version, officer):
    url = f"/publications/{version.publication_id}/correct/"
    assert page(officer.post(url, **TYPED)).errors == ["Say what changes in this version"]


def test_one_next_version_at_a_time(version, officer):
    services.correct(version.publication, what_changed="This.", by=officer.user)
    url = f"/publications/{version.publication_id}/correct/"
    seen = page(officer.post(url, **TYPED, what_changed="That."))
    assert seen.errors == ["A next version is being prepared already."]


def test_a_draft_of_a_correction_is_discarded_and_the_report_stays(version, officer, client):
    draft = services.correct(version.publication, what_changed="This.", by=officer.user)
    services.discard(draft, by=officer.user)
    assert client.get(URL).status_code == 200
    assert list(version.publication.versions.all()) == [version]


def test_a_reader_may_not_correct_and_a_stranger_finds_nothing(version, reader, stranger):
    url = f"/publications/{version.publication_id}/correct/"
    assert reader.post(url, **TYPED, what_changed="x").status_code == 403
    assert stranger.post(url, **TYPED, what_changed="x").status_code == 404
    assert Version.objects.count() == 1
