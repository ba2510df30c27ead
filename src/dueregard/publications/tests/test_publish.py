"""The page that publishes, and the deed."""

import hashlib
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.audit.services import head, verify
from dueregard.kit.writing import date as day_in_words
from dueregard.monitoring.services import load, map_columns, remove
from dueregard.monitoring.tests.factories import SEX, receive, users
from dueregard.plans.models import Action
from dueregard.publications import reports, services
from dueregard.publications.models import FrozenFile, State, Version
from dueregard.publications.tests.conftest import PEOPLE
from dueregard.publications.tests.factories import prepared, publish, published, ticked
from dueregard.releases.models import LedgerEntry
from equalities.disclosure import SafeTable
from tests.pages import page

URL = "/published/fairshire/annual-equality-report-2025/"
ABOUT = "Libraries, 1 April 2024 to 31 March 2025"


@pytest.fixture
def version(officer, plan, dataset):
    return prepared(officer, plan=plan, choice=[(dataset.pk, "sex")], introduction="What we did.")


def test_a_director_publishes_what_an_officer_prepared(version, director, client):
    assert client.get(URL).status_code == 404
    earlier = head()
    response = director.post(f"/versions/{version.pk}/publish/", **ticked(version))
    assert response.url == f"/publications/{version.publication_id}/"
    version.refresh_from_db()
    assert (version.state, version.published_by, version.audit_head) == (
        State.PUBLISHED,
        director.user,
        earlier,
    )
    assert client.get(URL).status_code == 200
    event = json.loads(Event.objects.get(kind="publications.version_published").payload)
    assert event["url"] == f"{URL}1/"
    assert event["files"] == {file.name: file.sha256 for file in version.files.all()}
    assert verify(earlier).is_whole


def test_what_is_kept_and_not_proved_does_not_go_out(version, director):
    """Somebody changed the draft where it is kept: a withheld count stands in it now."""
    table = version.taken["figures"][0]["release"]["tables"][0]
    table["count"][table["count"].index(390)] = 4
    version.save()
    seen = page(director.post(f"/versions/{version.pk}/publish/", **ticked(version)))
    assert seen.errors == [
        "These tables could not be proved safe, so nothing was changed: choose fewer of them, or larger groups."
    ]
    version.refresh_from_db()
    assert version.state is State.DRAFT
    assert not FrozenFile.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_what_was_taken_again_while_it_was_proved_does_not_go_out(version, officer, director, monkeypatch):
    proved = reports.check_as_kept

    def slow(*arguments):
        proved(*arguments)
        services.revise(Version.objects.get(), by=officer.user, introduction="Other words.")

    monkeypatch.setattr(reports, "check_as_kept", slow)
    with pytest.raises(ValidationError, match="taken again meanwhile"):
        publish(version, by=director.user)
    assert Version.objects.get().state is State.DRAFT


def test_asking_to_publish_changes_nothing(version, director):
    seen = page(director.get(f"/versions/{version.pk}/publish/"))
    assert seen.h1 == "Publish Annual equality report"
    assert "Anybody can read it, at once" in seen.main
    assert not FrozenFile.objects.exists()


def test_who_prepared_it_does_not_publish_it_while_there_is_somebody_else(version, officer, director):
    seen = page(officer.client.post(f"/versions/{version.pk}/publish/", follow=True))
    assert seen.messages == [
        "You prepared this, so somebody else publishes it: ask a director or another officer."
    ]
    assert "Publish" not in seen.links
    assert "Publish now" not in page(officer.client.get(f"/versions/{version.pk}/publish/", follow=True)).main
    version.refresh_from_db()
    assert version.state is State.DRAFT


def test_an_officer_alone_publishes_too(version, officer):
    publish(version, by=officer.user)
    assert version.state is State.PUBLISHED


def test_a_second_person_reads_the_words_first(version, director):
    url = f"/versions/{version.pk}/publish/"
    shown = page(director.get(url))
    assert "What we did." in shown.main
    assert "Six services of eight now ask." in shown.main
    assert page(director.post(url, words_read=shown.value("words_read"))).errors == [
        "Read the words above, and tick that you have"
    ]
    version.refresh_from_db()
    assert version.state is State.DRAFT


def test_words_that_changed_since_they_were_read_are_read_again(version, officer, director):
    url, read = f"/versions/{version.pk}/publish/", ticked(version)
    details = {"title": version.title, "starts_on": version.starts_on, "ends_on": version.ends_on}
    services.revise(
        version, by=officer.user, **details, plan=version.plan, choice=[], introduction="Jane did it."
    )
    seen = page(director.post(url, **read))
    assert seen.errors == ["These words have changed since you opened the page: read them again."]
    assert "Jane did it." in seen.main
    with pytest.raises(ValidationError, match="read them again"):
        services.publish(version, by=director.user, words_read="")
    assert not FrozenFile.objects.exists()
    again = ticked(Version.objects.get())
    assert director.post(url, **again).status_code == 302
    event = json.loads(Event.objects.get(kind="publications.version_published").payload)
    assert event["words_read"] == again["words_read"]


def test_it_is_published_once(version, director):
    publish(version, by=director.user)
    with pytest.raises(ValidationError, match="published already"):
        publish(version, by=director.user)
    assert LedgerEntry.objects.count() == 1


def test_a_reader_may_not_and_a_stranger_finds_nothing(version, reader, stranger):
    url = f"/versions/{version.pk}/publish/"
    assert reader.post(url).status_code == 403
    assert stranger.post(url).status_code == 404
    assert Version.objects.get().state is State.DRAFT


def test_the_preview_is_what_goes_out_but_for_its_banner(version, officer, director):
    seen = {}
    for file in reports.files(version, at=timezone.now(), audit_head="0" * 64):
        seen[file.name] = officer.get(f"/versions/{version.pk}/preview/{file.name}").content
    banner = re.compile(rb'<div class="report-preview".*?</div>')
    assert len(banner.findall(seen["index.html"])) == 1
    publish(version, by=director.user)
    out = {file.name: bytes(file.content) for file in version.files.all()}
    assert banner.sub(b"", seen.pop("index.html")) == out.pop("index.html")
    manifests = [json.loads(files.pop("manifest.json")) for files in (seen, out)]
    for manifest in manifests:
        del manifest["published_at"], manifest["audit_head"]
        manifest["files"] = [file for file in manifest["files"] if file["name"] != "index.html"]
    assert manifests[0] == manifests[1]
    assert seen == out
    assert set(out) == {
        "style.css",
        "actions.csv",
        "table-1-sex.csv",
        "notes.csv",
        "tables-and-proof-1.zip",
    }


def test_a_copy_stays_byte_for_byte_when_everything_else_changes(version, council, dataset, director, client):
    publish(version, by=director.user)
    names = ["", "style.css", "actions.csv", "table-1-sex.csv", "notes.csv", "manifest.json"]
    before = [client.get(URL + name).content for name in names]
    Action.objects.update(text="Something else", status_as_written="Abandoned")
    version.plan.delete()
    remove(dataset, by=director.user)
    council.name, council.colour, council.contact_post = "Otherwise Council", "#000000", "Nobody"
    council.logo = b"\x89PNG"
    council.save()
    assert [client.get(URL + name).content for name in names] == before
    assert [hashlib.sha256(content).hexdigest() for content in before] == [
        version.files.get(name=name or "index.html").sha256 for name in names
    ]


def test_the_manifest_names_every_file_with_its_hash_and_what_it_was_protected_by(version, director, client):
    publish(version, by=director.user)
    manifest = json.loads(client.get(URL + "manifest.json").content)
    assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
        file.name: file.sha256 for file in version.files.exclude(name="manifest.json")
    }
    assert manifest["audit_head"] == version.audit_head
    (protection,) = manifest["protection"]
    assert protection["about"] == ABOUT
    assert protection["policy"]["threshold"] == 5
    assert protection["receipt"]["against"] == [f"what staff see of {ABOUT}"]
    assert protection["receipt"]["min_interval"] == 2
    assert manifest["period"] == {"first_day": "2024-04-01", "last_day": "2025-03-31"}
    assert manifest["url"] == f"{URL}1/"


def test_what_goes_out_enters_the_ledger(version, director):
    publish(version, by=director.user)
    entry = LedgerEntry.objects.get()
    assert (entry.source, entry.entered_by) == (f"{URL}1/", director.user)
    assert [type(table) for table in entry.release.tables] == [SafeTable]
    assert entry.release.as_dict() == version.taken["figures"][0]["release"]


def test_a_report_without_figures_leaves_the_ledger_alone(officer, director, plan):
    version = published(officer, director)
    assert not LedgerEntry.objects.exists()
    assert [file.name for file in version.files.all()] == [
        "index.html",
        "style.css",
        "actions.csv",
        "manifest.json",
    ]


def test_publishing_again_counts_on_what_went_out_before(version, officer, director, dataset):
    publish(version, by=director.user)
    services.withdraw(version, reason="disclosure", by=director.user)
    again = prepared(officer, title="Another report", choice=[(dataset.pk, "sex")])
    figures = again.taken["figures"][0]
    today = day_in_words(timezone.localdate())
    assert figures["release"]["receipt"]["against"] == [
        f"what staff see of {ABOUT}",
        f"Annual equality report, version 1 ({URL}1/): {ABOUT}, published {today}",
    ]
    assert figures["known"]["ledger"] == [LedgerEntry.objects.get().pk]
    shown = [one.taken["figures"][0]["release"]["tables"][0]["count"] for one in (version, again)]
    assert shown[0] == shown[1]


def test_what_was_taken_before_something_else_went_out_is_taken_again_first(
    version, officer, director, dataset
):
    other = prepared(officer, title="Another report", choice=[(dataset.pk, "sex")])
    publish(version, by=director.user)
    with pytest.raises(ValidationError, match="take the figures again"):
        publish(other, by=director.user)
    services.revise(other, by=officer.user)
    assert publish(other, by=director.user).state is State.PUBLISHED


def test_figures_that_were_loaded_anew_are_taken_again_first(version, analyst, officer, director):
    newer = receive(analyst, users(Female=700, Male=100))
    newer = map_columns(newer, columns=[SEX], by=analyst.user)
    load(newer, by=analyst.user)
    with pytest.raises(ValidationError, match="has been removed since"):
        publish(version, by=director.user)
    services.revise(version, by=officer.user, choice=[(newer.pk, "sex")])
    assert publish(version, by=director.user).state is State.PUBLISHED


def test_a_later_extract_of_other_figures_is_protected_without_the_earlier_one(
    version, analyst, officer, director
):
    publish(version, by=director.user)
    newer = receive(analyst, users(**PEOPLE | {"Male": 500}))
    newer = map_columns(newer, columns=[SEX], by=analyst.user)
    load(newer, by=analyst.user)
    draft = services.correct(
        version.publication, what_changed="Late returns.", by=officer.user, choice=[(newer.pk, "sex")]
    )
    assert draft.taken["figures"][0]["known"]["ledger"] == []
    assert publish(draft, by=director.user).state is State.PUBLISHED
