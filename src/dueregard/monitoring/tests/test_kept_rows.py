"""Rows that are kept of a dataset: what they are, who is taken out of them, and what is made of them again."""

from datetime import timedelta

import duckdb
import pytest
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Dataset, KeptRows
from dueregard.monitoring.models.encryption import kept_reference_key
from dueregard.monitoring.services import loading
from dueregard.monitoring.tests.factories import BRANCH, SEX, branch_users, loaded, mapped, of, receive
from equalities.cubes import hashed
from equalities.refusals import Refused

pytestmark = pytest.mark.django_db


def with_cards(person, content=None, **said):
    """A loaded dataset of users by sex and by branch, each with a card."""
    waiting = mapped(person, content or branch_users(), (SEX, BRANCH), reference="Card", **said)
    return services.load(waiting, by=person.user)


def rows_of(dataset):
    """What is kept of a dataset, as tuples in order."""
    with dataset.kept_rows.readable() as path:
        found = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
        return found.columns, sorted(found.fetchall(), key=str)


def test_the_mapped_columns_are_kept_and_references_hashed(analyst, data_dir):
    dataset = with_cards(analyst)
    columns, rows = rows_of(dataset)
    assert columns == ["Sex", "Branch", "Card"]
    assert (len(rows), dataset.kept_rows.number) == (250, 250)
    assert {str(row[2]).replace("-", "") for row in rows} == {
        hashed(f"C{n}", kept_reference_key()) for n in range(250)
    }
    assert b"Female" not in bytes(dataset.kept_rows.sealed)
    assert (data_dir / "keys" / "rows.key").exists()


def test_rows_are_kept_only_where_that_was_asked_for(analyst):
    dataset = services.load(mapped(analyst), by=analyst.user, keep_rows=False)
    assert not reports.has_rows(dataset)
    with pytest.raises(Refused, match="No rows of this dataset are kept"):
        services.make_again(dataset, by=analyst.user)


def test_tables_are_made_again_with_another_pair(analyst):
    first = with_cards(analyst)
    again = services.make_again(first, together=[("sex", "place")], by=analyst.user)
    first.refresh_from_db()
    assert (again.pairs, again.same_people_as, again.removed_at) == ((("sex", "place"),), first, None)
    assert again.kept_rows.number == 250
    assert first.removed_at is not None
    assert not KeptRows.objects.filter(dataset=first).exists()
    assert list(Dataset.objects.loaded()) == [again]


def objects(person, *references):
    for reference in references or ["C0"]:
        services.note_objection(of(person)[0], service="Libraries", reference=reference, by=person.user)


TEN = [f"C{n}" for n in range(55, 65)]
"""Five women and five men of the branch North."""


def shown(dataset):
    """By table, the counts that readers see."""
    return {
        table.name: {codes: cell.value for codes, cell in table.cells.items() if cell.value is not None}
        for table in dataset.release.tables
    }


def test_a_person_who_objects_is_in_no_row_and_in_no_table_made_again(analyst):
    first = with_cards(analyst)
    services.note_objection(of(analyst)[0], service="libraries", reference=" c0 ", by=analyst.user)
    first.kept_rows.refresh_from_db()
    assert first.kept_rows.number == 249
    assert hashed("C0", kept_reference_key()) not in str(rows_of(first)[1]).replace("-", "")
    event = Event.objects.get(kind="monitoring.rows_forgotten")
    assert event.payload == "{}"  # neither who, nor how many rows one person had
    objects(analyst, *TEN[1:])
    again = services.make_again(first, by=analyst.user)
    assert [cube.total for cube in again.cubes] == [240, 240]
    assert again.same_people_as is None
    assert reports.objections(of(analyst)[0])[0].to_load_again == []


def test_who_objected_before_is_not_kept(analyst):
    services.note_objection(of(analyst)[0], service="Libraries", reference="C7", by=analyst.user)
    assert with_cards(analyst).kept_rows.number == 249


def test_another_service_keeps_its_rows(analyst):
    dataset = with_cards(analyst)
    services.note_objection(of(analyst)[0], service="Housing", reference="C0", by=analyst.user)
    dataset.kept_rows.refresh_from_db()
    assert dataset.kept_rows.number == 250


def test_what_cannot_be_made_again_leaves_all_as_it_was(analyst, monkeypatch):
    dataset = with_cards(analyst)
    before = bytes(dataset.kept_rows.sealed)
    monkeypatch.setattr("dueregard.monitoring.reports.counting.MOST_CELLS", 1)
    with pytest.raises(Refused, match="too many cells"):
        services.make_again(dataset, together=[("sex", "place")], by=analyst.user)
    assert list(Dataset.objects.all()) == [dataset]
    assert bytes(KeptRows.objects.get(dataset=dataset).sealed) == before


def test_who_objects_while_a_file_is_loaded_is_not_loaded(analyst, meanwhile):
    waiting = mapped(analyst, branch_users(), (SEX, BRANCH), reference="Card")
    meanwhile(lambda: objects(analyst))
    with pytest.raises(Refused, match="Somebody asked not to be counted"):
        services.load(waiting, by=analyst.user)
    assert not KeptRows.objects.exists()
    assert services.load(Dataset.objects.get(), by=analyst.user).kept_rows.number == 249


def test_who_objects_while_tables_are_made_again_is_not_brought_back(analyst, meanwhile):
    dataset = with_cards(analyst)
    meanwhile(lambda: objects(analyst, *TEN))
    with pytest.raises(Refused, match="try again"):
        services.make_again(dataset, by=analyst.user)
    assert KeptRows.objects.get(dataset=dataset).number == 240
    assert list(Dataset.objects.all()) == [dataset]
    again = services.make_again(dataset, by=analyst.user)
    assert (again.kept_rows.number, again.cubes[0].total) == (240, 240)


def test_tables_wait_until_those_who_left_are_many(analyst):
    first = with_cards(analyst)
    objects(analyst, *TEN[:9])
    with pytest.raises(Refused, match="Fewer than 10 people have left"):
        services.make_again(first, by=analyst.user)
    assert Dataset.objects.loaded().get() == first
    waiting = mapped(analyst, branch_users(), (SEX, BRANCH), reference="Card")
    with pytest.raises(Refused, match="Fewer than 10 people have left"):  # nor from the file
        services.load(waiting, by=analyst.user)


@pytest.mark.parametrize("deed", [services.purge, services.remove])
@pytest.mark.parametrize("number", [2, 10])
def test_what_waits_does_not_come_in_once_the_counts_of_before_are_deleted(number, deed, analyst):
    """The tables that were shown stand, or somebody kept them: new ones would differ from them by those who left."""
    first = with_cards(analyst)
    objects(analyst, *TEN[:number])
    deed(first, by=analyst.user)
    waiting = mapped(analyst, branch_users(), (SEX, BRANCH), reference="Card")
    with pytest.raises(Refused, match="load the next period"):
        services.load(waiting, by=analyst.user)


def test_after_a_purge_others_and_the_same_people_come_in_whoever_objected(analyst):
    services.purge(with_cards(analyst), by=analyst.user)
    objects(analyst, "nobody")
    same = with_cards(analyst)
    services.purge(same, by=analyst.user)
    objects(analyst, *TEN)
    more = branch_users() + b"".join(b"\nD%d,North,Male" % number for number in range(300))
    assert with_cards(analyst, more).cubes[0].total == 240 + 300


def test_old_and_new_tables_side_by_side_tell_no_small_count_of_who_left(analyst):
    first = services.make_again(with_cards(analyst), together=[("sex", "place")], by=analyst.user)
    before = shown(first)
    objects(
        analyst, "C0", *TEN[:5], *(f"C{n}" for n in range(120, 126))
    )  # six women of the North, six of the South
    again = shown(services.make_again(first, together=[("sex", "place")], by=analyst.user))
    differences = {
        (name, codes): count - again[name][codes]
        for name, counts in before.items()
        for codes, count in counts.items()
        if codes in again[name]
    }
    assert differences[("Sex", ("Total",))] == 12
    assert all(each == 0 or each >= 5 for each in differences.values()), differences


def test_tables_that_came_meanwhile_are_counted_in(analyst, meanwhile):
    dataset = with_cards(analyst)
    once = iter([lambda: services.make_again(dataset, together=[("sex", "place")], by=analyst.user)])
    meanwhile(lambda: next(once, lambda: None)())
    with pytest.raises(Refused):
        services.make_again(dataset, by=analyst.user)
    assert Dataset.objects.loaded().get().pairs == (("sex", "place"),)


def test_without_a_reference_nothing_is_made_again_of_who_objected(analyst):
    dataset = loaded(analyst)
    objects(analyst)
    with pytest.raises(Refused, match="asked not to be counted"):
        services.make_again(dataset, by=analyst.user)
    assert reports.objections(of(analyst)[0])[0].to_load_again == [dataset]


def test_a_break_that_was_marked_stands_in_what_is_made_again(analyst):
    dataset = loaded(analyst)
    services.mark_break(dataset, characteristic="sex", kind="question", note="New form", by=analyst.user)
    again = services.make_again(dataset, by=analyst.user)
    assert [mark.note for mark in again.breaks.all()] == ["New form"]


def test_what_a_killed_process_was_making_again_is_swept(analyst):
    dataset, removed = (
        with_cards(analyst),
        services.remove(receive(analyst, service="Baths"), by=analyst.user),
    )
    killed = loading._like(dataset, analyst.user)
    services.delete_expired(timezone.now() + timedelta(minutes=59))
    assert Dataset.objects.filter(pk=killed.pk).exists()
    services.delete_expired(timezone.now() + timedelta(minutes=61))
    assert set(Dataset.objects.all()) == {dataset, removed}


def test_a_purge_removes_the_rows_and_proves_it(analyst):
    dataset = services.purge(with_cards(analyst), by=analyst.user)
    assert not KeptRows.objects.exists()
    counts, rows = dataset.removed_kept
    assert (counts["what"], rows["what"]) == ("counts", "rows")
    assert rows["size"] > 1000
    assert rows["sha256"] in analyst.get(f"/monitoring/datasets/{dataset.pk}/record/").content.decode()
    assert reports.processing_record(dataset).stored == 0
    assert "Only tables of counts are kept" in reports.privacy_notice(dataset)


def test_rows_go_with_a_dataset_that_is_removed(analyst):
    services.remove(with_cards(analyst), by=analyst.user)
    assert not KeptRows.objects.exists()


def test_the_page_makes_them_again(analyst):
    dataset = with_cards(analyst)
    url = f"/monitoring/datasets/{dataset.pk}/make-again/"
    assert url in analyst.get(f"/monitoring/datasets/{dataset.pk}/").content.decode()
    assert analyst.get(url).status_code == 200
    assert Dataset.objects.count() == 1
    answer = analyst.post(url, pairs=["sex place"])
    again = Dataset.objects.loaded().get()
    assert answer["Location"] == f"/monitoring/datasets/{again.pk}/"
    assert "Sex by Branch" in analyst.get(answer["Location"]).content.decode()


def test_the_page_says_what_is_refused(analyst, monkeypatch):
    dataset = with_cards(analyst)
    monkeypatch.setattr("dueregard.monitoring.reports.counting.MOST_CELLS", 1)
    answer = analyst.post(f"/monitoring/datasets/{dataset.pk}/make-again/", pairs=["sex place"])
    assert "too many cells" in answer.content.decode()


def test_the_page_says_what_the_difference_gives_away(analyst):
    dataset = with_cards(analyst)
    url, words = f"/monitoring/datasets/{dataset.pk}/make-again/", "once at least 10 people have left"
    assert words not in analyst.get(url).content.decode()
    objects(analyst)
    assert words in analyst.get(url).content.decode()


def test_only_an_analyst_of_the_place_may(analyst, reader, stranger):
    url = f"/monitoring/datasets/{with_cards(analyst).pk}/make-again/"
    assert reader.post(url).status_code == 403
    assert stranger.post(url).status_code in (403, 404)
    assert Dataset.objects.count() == 1


def test_without_rows_there_is_no_page(analyst):
    dataset = services.load(mapped(analyst), by=analyst.user, keep_rows=False)
    assert analyst.get(f"/monitoring/datasets/{dataset.pk}/make-again/").status_code == 404
    assert "make-again" not in analyst.get(f"/monitoring/datasets/{dataset.pk}/").content.decode()


def test_the_record_says_what_is_held(analyst, reader):
    dataset = loaded(analyst)
    held = {each.what: each.form for each in reports.holdings(dataset)}
    assert held["Rows"] == "Sealed: the columns named above alone, and references as keyed hashes"
    seen = reader.get(f"/monitoring/datasets/{dataset.pk}/record/").content.decode()
    assert held["Rows"] in seen
    assert "110" not in seen, "how many rows there are is a count that nobody protected"


@pytest.mark.slow_test
def test_rows_are_written_and_forgotten_in_a_child(child, analyst):
    dataset = with_cards(analyst)
    objects(analyst, *TEN)
    assert services.make_again(dataset, by=analyst.user).kept_rows.number == 240
