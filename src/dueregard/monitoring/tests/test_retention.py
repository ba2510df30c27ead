import hashlib
import io
import re
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from docx import Document

from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, MappedColumn, Objection
from dueregard.monitoring.tests.factories import (
    SEX,
    branch_users,
    branches,
    everything_in,
    loaded,
    mapped,
    receive,
    users,
)
from equalities.refusals import Refused
from tests.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

FAITH = MappedColumn("Faith", "religion", "religion_census2021_ew")


def url(dataset, deed="record/"):
    return f"/monitoring/datasets/{dataset.pk}/{deed}"


def shown(dataset):
    return {codes[0]: cell.value for codes, cell in dataset.release.tables[0].cells.items()}


# Purging


def test_a_purge_leaves_the_tables_and_proves_what_it_removed(analyst, reader):
    dataset = services.load(mapped(analyst), by=analyst.user, keep_rows=False)
    sealed, tables = bytes(dataset.counts_sealed), shown(dataset)
    assert page(analyst.get(url(dataset, "purge/"))).h1 == "Reduce this dataset to its protected tables?"
    response = analyst.client.post(url(dataset, "purge/"), follow=True)
    seen = page(response)
    assert "Only the protected tables are left" in seen.messages[0]
    purged = Dataset.objects.get()
    assert (purged.counts_sealed, purged.cubes, shown(purged)) == (None, (), tables)
    assert seen.summary["SHA-256 of what was stored"] == hashlib.sha256(sealed).hexdigest()
    assert seen.summary["Tables and cells"] == "1 and 3"
    assert len(sealed) < 10_000
    assert seen.summary["Bytes, sealed"] == "10,000"
    assert "Looked up just now: 0 bytes of counts and rows are stored." in seen.main
    event = Event.objects.get(kind="monitoring.dataset_purged")
    assert hashlib.sha256(sealed).hexdigest() in event.payload
    assert page(reader.get(f"/monitoring/datasets/{dataset.pk}/")).h1 == "Library users"


def test_the_record_says_what_older_backups_still_hold(analyst, reader, settings):
    settings.BACKUP_DAYS = 40
    dataset = services.purge(loaded(analyst), by=analyst.user)
    last = timezone.localdate() + timedelta(days=40)
    assert f"deleted by {last:%-d %B %Y}" in page(reader.get(url(dataset))).main


def test_a_dataset_is_purged_once_and_only_when_loaded(analyst):
    dataset = services.purge(loaded(analyst), by=analyst.user)
    with pytest.raises(Refused, match="purged already"):
        services.purge(dataset, by=analyst.user)
    with pytest.raises(Refused, match="Nothing of this dataset is loaded"):
        services.purge(receive(analyst, service="Pools"), by=analyst.user)
    assert "purged already" in page(analyst.client.post(url(dataset, "purge/"), follow=True)).main
    with pytest.raises(ValidationError, match="was purged"):
        services.change_retention(
            dataset, lawful_basis="consent", owner="x", keep_until=date(2099, 1, 1), by=analyst.user
        )


def test_nothing_more_is_published_from_what_was_purged(analyst):
    services.purge(loaded(analyst), by=analyst.user)
    assert reports.datasets_for_publication(analyst.membership.organisation) == ()


def test_the_same_people_loaded_after_a_purge_withhold_what_was_withheld(analyst):
    people = users(Female=60, Male=40, **{"Prefer not to say": 3})
    first = services.purge(loaded(analyst, people), by=analyst.user)
    second = loaded(analyst, people)
    assert second.same_people_as == first
    assert shown(second) == shown(first)


def test_other_people_loaded_after_a_purge_are_others(analyst):
    services.purge(loaded(analyst), by=analyst.user)
    assert loaded(analyst, users(Female=61, Male=39, **{"Prefer not to say": 10})).same_people_as is None


def test_another_list_after_a_purge_is_refused(analyst):
    people = b"Faith\n" + b"Hindu\n" * 50 + b"Sikh\n" * 30
    services.purge(loaded(analyst, people, (FAITH,)), by=analyst.user)
    other = MappedColumn("Faith", "religion", "religion_gss_england")
    with pytest.raises(Refused, match="with another list"):
        loaded(analyst, people, (other,))


def test_a_dataset_that_is_replaced_or_removed_keeps_its_tables_alone(analyst):
    first = loaded(analyst)
    second = services.make_again(first, by=analyst.user)
    first.refresh_from_db()
    assert (first.counts_sealed, first.removed_kept[0]["what"]) == (None, "counts")
    assert second.counts_sealed is not None
    removed = services.remove(second, by=analyst.user)
    assert (removed.counts_sealed, len(removed.removed_kept), removed.release.tables[0].unit) == (
        None,
        2,
        "people",
    )
    assert loaded(analyst).same_people_as == first, "they are still known by what the tables show"


def test_housekeeping_purges_what_is_due_and_what_was_removed_before_removing_did(analyst, capsys):
    due, removed, kept = loaded(analyst), loaded(analyst, service="Pools"), loaded(analyst, service="Baths")
    yesterday = timezone.localdate() - timedelta(days=1)
    Dataset.objects.filter(pk=due.pk).update(keep_until=yesterday)
    Dataset.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    Dataset.objects.filter(pk=kept.pk).update(keep_until=yesterday + timedelta(days=1))
    call_command("keep_house", verbosity=2)
    assert "datasets purged: 2" in capsys.readouterr().out
    assert set(Dataset.objects.filter(purged_at=None)) == {kept}
    assert services.purge_due(timezone.localdate()) == 0
    assert {event.by for event in Event.objects.filter(kind="monitoring.dataset_purged")} == {
        "process:housekeeping"
    }


def test_the_list_says_what_is_due(analyst, reader):
    days = {"Past": -1, "Soon": 10, "Later": 100}
    for service, ahead in days.items():
        dataset = loaded(analyst, service=service)
        until = timezone.localdate() + timedelta(days=ahead)
        Dataset.objects.filter(pk=dataset.pk).update(keep_until=until, title=service)
    services.purge(loaded(analyst, service="Gone", title="Gone"), by=analyst.user)
    Dataset.objects.filter(pk=loaded(analyst, service="Unsaid", title="Unsaid").pk).update(keep_until=None)
    rows = page(reader.get("/monitoring/retention/")).table("Datasets and their last days")
    assert [(row["Dataset"], row["State"]) for row in rows] == [
        ("Past", "Due now"),
        ("Unsaid", "No day set"),
        ("Soon", "Within 30 days"),
        ("Later", "Kept"),
        ("Gone", "Purged"),
    ]


def test_an_empty_list_says_so(reader):
    assert "nothing is kept" in page(reader.get("/monitoring/retention/")).main


# The record of processing


def test_the_record_answers_what_is_held_on_which_footing(analyst, reader):
    faith = loaded(analyst, b"Faith\n" + b"Hindu\n" * 50, (FAITH,), owner="Head of Libraries")
    seen = page(reader.get(url(faith)))
    assert seen.summary["Answers for the data"] == "Head of Libraries"
    assert seen.summary["Lawful basis"] == "Public task: article 6(1)(e), UK GDPR"
    assert seen.summary["Conditions"] == (
        "Religion or belief: Equality monitoring (religious or philosophical beliefs)"
    )
    held = {row["What"]: row["Until"] for row in seen.table("What is held")}
    assert list(held) == [
        "The file as it came",
        "Rows",
        "Counts before protection",
        "Protected tables",
        "Backups",
    ]
    assert held["Counts before protection"] == f"{faith.keep_until:%-d %B %Y}"
    assert "write to Head of Libraries" in seen.main


def test_a_file_that_waits_stands_in_the_analysts_record(analyst, reader):
    dataset = mapped(analyst)
    held = {row["What"]: row["Until"] for row in page(analyst.get(url(dataset))).table("What is held")}
    assert held["The file as it came"].startswith("Deleted when it is loaded, by ")
    assert reader.get(url(dataset)).status_code == 404


def test_the_record_can_be_taken_away(analyst, reader):
    response = reader.get(url(loaded(analyst), "record/download/"))
    assert response.headers["Content-Disposition"].endswith('Library users.docx"')
    (table,) = Document(io.BytesIO(response.content)).tables
    said = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert said["Purpose"] == "To see who uses the libraries."
    assert said["Held: Rows"].startswith(
        "Sealed: the columns named above alone, and references as keyed hashes."
    )


def test_basis_post_and_day_are_changed_and_logged(analyst, reader):
    dataset = loaded(analyst)
    change = url(dataset, "record/change/")
    typed = {"lawful_basis": "legal_obligation", "owner": "Data Owner"}
    typed |= {"keep_until_0": "1", "keep_until_1": "2", "keep_until_2": "2099"}
    assert analyst.post(change, **typed).url == url(dataset)
    kept = Dataset.objects.get()
    assert (kept.lawful_basis, kept.owner, kept.keep_until) == (
        "legal_obligation",
        "Data Owner",
        date(2099, 2, 1),
    )
    assert "Data Owner" in Event.objects.get(kind="monitoring.retention_changed").payload
    assert page(analyst.post(change, **(typed | {"keep_until_2": "2001"}))).errors == [
        "That day is over: to remove the counts now, purge the dataset instead."
    ]
    assert reader.post(change, **typed).status_code == 403


@pytest.mark.parametrize("deed", ["record/", "record/download/", "record/change/", "purge/"])
def test_strangers_find_nothing_and_a_look_changes_nothing(deed, analyst, stranger):
    dataset = loaded(analyst)
    assert stranger.get(url(dataset, deed)).status_code == 404
    assert analyst.get(url(dataset, deed)).status_code == 200
    assert stranger.post(url(dataset, deed)).status_code == 404
    assert Dataset.objects.get().purged_at is None


@pytest.mark.parametrize("deed", ["record/change/", "purge/"])
def test_readers_may_not(deed, analyst, reader):
    assert reader.post(url(loaded(analyst), deed)).status_code == 403


@pytest.mark.parametrize("name", list(reports.DOCUMENTS))
def test_the_drafts_are_word_files_with_all_their_headings(name, reader):
    hub = page(reader.get("/monitoring/data-protection/"))
    address = f"/monitoring/data-protection/{name}.docx"
    assert address in hub.links.values()
    content = reader.get(address).content
    assert ZipFile(io.BytesIO(content)).testzip() is None
    styles = [paragraph.style.name for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") > 3
    assert styles.count("List Bullet") > 10
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    assert not re.search(r"^[#-]", text, re.MULTILINE)


def test_there_are_no_other_documents(reader):
    assert reader.get("/monitoring/data-protection/payroll.docx").status_code == 404


# Objections

OBJECT = "/monitoring/data-protection/note-objection/"


def reloaded(analyst, reference="Card"):
    return services.load(mapped(analyst, branch_users(), (SEX,), reference), by=analyst.user)


def test_a_reference_that_no_row_has_is_said(analyst):
    dataset = reloaded(analyst)
    answer = analyst.client.post(OBJECT, {"service": "Libraries", "reference": "C-0"}, follow=True)
    assert page(answer).messages == [
        "Noted for files that come later. No row that is kept of Libraries has this reference: check that it is "
        "written as in the extracts"
    ]
    assert dataset.kept_rows.number == 250
    answer = analyst.client.post(OBJECT, {"service": "Libraries", "reference": "C0"}, follow=True)
    assert page(answer).messages == ["Noted. The person's rows are left out from now on"]
    for said in ("C0", "C-0"):  # one whose rows are gone by then, and one that no row ever had
        answer = analyst.client.post(OBJECT, {"service": "Libraries", "reference": said}, follow=True)
        assert page(answer).messages == ["This reference was noted before: nothing has changed"]


def test_where_no_rows_are_kept_none_is_missed(analyst):
    services.load(mapped(analyst, branch_users(), (SEX,), "Card"), by=analyst.user, keep_rows=False)
    answer = analyst.client.post(OBJECT, {"service": "Libraries", "reference": "Z"}, follow=True)
    assert page(answer).messages == ["Noted. The person's rows are left out from now on"]


def ten_object(analyst):
    """Ten women of the branch North."""
    for number in range(10):
        analyst.post(OBJECT, service="Libraries", reference=f" c{number} ")


def test_who_objects_is_left_out_of_the_next_versions(analyst):
    first = reloaded(analyst)
    assert shown(first)["1"] == 110
    ten_object(analyst)
    again = reloaded(analyst)
    assert shown(again)["1"] == 100
    assert list(Dataset.objects.current()) == [again]


def test_only_a_keyed_hash_is_kept(analyst, data_dir):
    reloaded(analyst)
    analyst.post(OBJECT, service="Libraries", reference="C4711")
    analyst.post(OBJECT, service="Libraries", reference="c4711")
    kept = Objection.objects.get()
    everything = str(list(Objection.objects.values())) + str(list(Event.objects.values()))
    assert "4711" not in everything.replace(kept.reference_hash, "").lower()
    assert kept.reference_hash != hashlib.sha256(b"c4711").hexdigest()
    assert kept.reference_hash not in str(list(Event.objects.values()))
    assert len((data_dir / "keys" / "references.key").read_bytes()) == 44
    assert b"4711" not in everything_in(data_dir)


def test_the_page_says_which_datasets_still_count_them(analyst, reader):
    reloaded(analyst)
    ten_object(analyst)
    seen = page(reader.get("/monitoring/data-protection/")).main
    assert (
        "Libraries: 10 references. No row of theirs is kept. Tables made before, which may still count them and can be "
        "made again once at least 10 people have left: Library users." in seen
    )
    reloaded(analyst)
    assert "still count them" not in page(reader.get("/monitoring/data-protection/")).main


def test_a_file_without_references_is_not_read_where_somebody_objected(analyst):
    reloaded(analyst)
    analyst.post(OBJECT, service="Libraries", reference="C0")
    dataset = mapped(analyst, branch_users(), (SEX,))
    with pytest.raises(Refused, match="say which column tells people apart"):
        services.load(dataset, by=analyst.user)
    response = analyst.client.get(f"/monitoring/datasets/{dataset.pk}/check/", follow=True)
    assert page(response).h1 == "What the columns are"
    assert "have asked not to be counted" in page(response).main


def test_an_objection_is_to_one_service_of_one_organisation(analyst, stranger):
    reloaded(analyst)
    analyst.post(OBJECT, service="Libraries", reference="C0")
    pools = mapped(analyst, branch_users(), (SEX,), "Card", service="Pools")
    assert shown(services.load(pools, by=analyst.user))["1"] == 110
    assert shown(reloaded(stranger))["1"] == 110


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reference": "C0"}, "Choose the service whose user objects."),
        ({"service": "Libraries"}, "Enter the reference."),
        ({"service": "Libraries", "reference": "  "}, "Enter the reference."),
    ],
)
def test_what_is_missing_is_said(typed, sentence, analyst):
    reloaded(analyst)
    assert page(analyst.post(OBJECT, **typed)).errors == [sentence]
    assert not Objection.objects.exists()


def test_pairs_leave_them_out_too(analyst):
    branches(analyst)
    ten_object(analyst)
    dataset = mapped(analyst, branch_users(), (SEX, MappedColumn("Branch", "place", "as written")), "Card")
    found = services.load(dataset, by=analyst.user, together=[("sex", "place")])
    assert reports.pair_table(found, "sex", "place").cell("1", "North").value == 50
