from datetime import date, timedelta

import duckdb
import pytest
from cryptography.fernet import InvalidToken
from django.db import IntegrityError
from django.utils import timezone

from dueregard.access.tests.factories import OrganisationFactory
from dueregard.monitoring.models import EVERYWHERE, Benchmark, Correction, Dataset, State, raw_files
from dueregard.monitoring.models.encryption import Key, seal, unseal
from dueregard.monitoring.tests.factories import (
    DatasetFactory,
    RawFileFactory,
    census,
    census_file,
    loaded,
    mapped,
    of,
    receive,
)
from equalities.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]


def test_what_is_sealed_comes_back_and_is_not_to_be_read_otherwise(data_dir):
    sealed = seal(b"age 37", Key.UPLOADS)
    assert b"age" not in sealed
    assert unseal(sealed, Key.UPLOADS) == b"age 37"
    with pytest.raises(InvalidToken):
        unseal(sealed, Key.COUNTS)


def test_each_key_is_made_once_and_only_we_can_read_it(data_dir):
    seal(b"x", Key.UPLOADS)
    path = data_dir / "keys" / "uploads.key"
    key = path.read_bytes()
    seal(b"x", Key.UPLOADS)
    assert path.read_bytes() == key
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [each.name for each in path.parent.iterdir()] == ["uploads.key"]


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"ends_on": date(2024, 3, 31)}, "dataset_ends_after_it_starts"),
        ({"row": "cow"}, "dataset_row_known"),
        ({"loaded_at": timezone.now(), "counts_sealed": b"counts"}, "dataset_loaded_whole"),
    ],
)
def test_the_database_holds_what_must_always_be_true(broken, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        DatasetFactory(**broken)


def test_a_dataset_goes_from_waiting_to_loaded(analyst):
    assert DatasetFactory().state is State.LAPSED
    assert receive(analyst).state is State.WAITING
    assert mapped(analyst).state is State.MAPPED
    assert loaded(analyst).state is State.LOADED


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "years"),
    [
        (date(2024, 4, 1), date(2025, 3, 31), "2024/25"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2024, 4, 1), date(2024, 6, 30), "1 Apr 2024 – 30 Jun 2024"),
        (date(2024, 4, 2), date(2025, 4, 1), "2 Apr 2024 – 1 Apr 2025"),
    ],
)
def test_a_period_is_called_by_its_years_where_it_is_one(starts_on, ends_on, years):
    assert (
        DatasetFactory.build(organisation=None, uploaded_by=None, starts_on=starts_on, ends_on=ends_on).years
        == years
    )


def test_counts_rest_sealed_in_the_database_and_come_back(analyst):
    dataset = loaded(analyst)
    stored = Dataset.objects.values_list("counts_sealed", flat=True).get()
    assert b"prefer_not_to_say" not in bytes(stored)
    (cube,) = Dataset.objects.get(pk=dataset.pk).cubes
    assert cube.counts.tolist() == [60, 40, 10]


def test_rows_are_within_their_organisation_and_those_above(analyst):
    dataset = receive(analyst)
    school = OrganisationFactory(parent=dataset.organisation)
    other = OrganisationFactory()
    below = DatasetFactory(organisation=school)
    assert set(Dataset.objects.within(dataset.organisation)) == {dataset, below}
    assert set(Dataset.objects.within(school)) == {below}
    assert set(Dataset.objects.within(other)) == set()


def test_a_body_uses_the_populations_of_those_above_it(analyst):
    benchmark = census(*of(analyst))
    school = OrganisationFactory(parent=benchmark.organisation)
    assert list(Benchmark.objects.available_to(school)) == [benchmark]
    assert list(Benchmark.objects.available_to(OrganisationFactory())) == []


def test_a_benchmark_is_our_area_or_all_together(analyst):
    benchmark = census(*of(analyst), census_file(areas=("North", "South")), whole_area="Fairshire")
    assert (benchmark.area, benchmark.area_name, benchmark.population.cube.total) == (
        EVERYWHERE,
        "Fairshire",
        3000,
    )
    benchmark.area = "E2"
    assert (benchmark.area_name, benchmark.population.cube.counts.tolist()) == ("South", [1040, 960])


@pytest.mark.parametrize(("vintage", "read"), [("2021-03-21", "21 March 2021"), ("mid-2024", "mid-2024")])
def test_a_vintage_is_read_as_a_day_where_it_is_one(vintage, read):
    assert Benchmark(vintage=vintage).as_at == read
    assert str(Benchmark(vintage=vintage, source="ONS")) == f"ONS, {read}"


def test_a_value_has_one_meaning(analyst):
    organisation, now = analyst.membership.organisation, timezone.now()
    said = {"organisation": organisation, "classification": "sex_census2021", "value": "Fem"}
    said |= {"made_by": analyst.user, "made_at": now}
    assert str(Correction.objects.create(**said, meaning="1")) == "Fem: 1"
    with pytest.raises(IntegrityError, match=r"correction_once_a_value|UNIQUE"):
        Correction.objects.create(**said, meaning="2")


def test_a_file_can_be_read_for_a_day(analyst):
    raw_file = receive(analyst).raw_file
    with raw_file.readable() as path:
        rows = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
        assert (rows.columns, rows.limit(1).fetchall()) == (["Sex", "Note"], [("Female", "secret")])
    assert not path.exists()
    raw_file.received_at -= timedelta(hours=24)
    with pytest.raises(Refused, match="deleted, as every file is after 24 hours"), raw_file.readable():
        pass


@pytest.mark.parametrize(
    "changed",
    [
        lambda kept: kept[:-20],
        lambda kept: kept[:40] + bytes([kept[40] ^ 1]) + kept[41:],
        lambda kept: kept[:10],
    ],
)
def test_a_file_that_was_changed_where_it_waits_is_not_read(changed, analyst):
    raw_file = receive(analyst).raw_file
    raw_file.path.write_bytes(changed(raw_file.path.read_bytes()))
    with pytest.raises(Refused, match="was changed: upload it again"), raw_file.readable():
        pass


def test_what_a_reader_leaves_beside_the_file_goes_with_it(analyst):
    with receive(analyst).raw_file.readable() as path:
        (path.parent / "copy.csv").write_text("copy")
    assert not path.parent.exists()


@pytest.mark.parametrize("has_memory", [True, False])
def test_a_plain_file_lies_in_memory_where_there_is_room(has_memory, monkeypatch, tmp_path, data_dir):
    monkeypatch.setattr(raw_files, "MEMORY", tmp_path if has_memory else tmp_path / "none")
    with raw_files.plain([b"Sex\n", b"F\n"], ".CSV", 6) as path:
        assert path.parent.parent == (tmp_path if has_memory else data_dir / "tmp")
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert path.read_bytes() == b"Sex\nF\n"


def test_what_is_gone_before_it_is_swept_is_no_stray(monkeypatch, tmp_path):
    (tmp_path / "dueregard-going").symlink_to(tmp_path / "gone")
    monkeypatch.setattr(raw_files, "MEMORY", tmp_path)
    raw_files.delete_strays(timezone.now() + timedelta(days=2))
    assert (tmp_path / "dueregard-going").is_symlink()


def test_names_of_rows():
    assert str(DatasetFactory(title="Users")) == "Users"
    assert str(RawFileFactory(name="users.xlsx")) == "users.xlsx"
