"""Files, mapping and loading."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from dueregard.audit.models import Event
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Correction, Dataset, MappedColumn, RawFile, Row, State, raw_files
from dueregard.monitoring.tests.factories import (
    ETHNICITY,
    SEX,
    DatasetFactory,
    everything_in,
    loaded,
    mapped,
    receive,
    users,
    workbook,
)
from dueregard.releases.protecting import protected
from dueregard.releases.services import adopt_policy, enter
from equalities.disclosure import Policy
from equalities.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow_test]

QUARTER = {"starts_on": date(2024, 4, 1), "ends_on": date(2024, 6, 30)}


def kinds():
    return list(Event.objects.values_list("kind", flat=True))


def shown(dataset):
    (table,) = dataset.release.tables
    return {codes[0]: cell.value for codes, cell in table.cells.items()}


# Receiving


def test_a_received_file_waits_encrypted_and_the_log_says_until_when(analyst, data_dir):
    dataset = receive(analyst)
    raw_file = dataset.raw_file
    assert raw_file.deleted_by == dataset.uploaded_at + timedelta(hours=24)
    assert raw_file.path.stat().st_mode & 0o777 == 0o600
    assert b"secret" not in everything_in(data_dir)
    event = Event.objects.get(kind="monitoring.file_received")
    assert event.target == f"monitoring.Dataset:{dataset.pk}"
    assert "deleted_by" in event.payload


def test_a_service_has_one_spelling(analyst):
    receive(analyst)
    assert receive(analyst, service=" libraries ").service == "Libraries"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "users.csv", "This file is empty"),
        (b"Sex,Note\n", "users.csv", "no rows below it"),
        (b"\xd0\xcf\x11\xe0 old", "users.xls", r"old \.xls workbook"),
        (b"\xd0\xcf\x11\xe0 locked", "users.xlsx", "protected by a password"),
        (b"PK not really", "users.xlsx", "damaged"),
        (b"Sex,Note\nF,a\nM,b,c,d\n", "users.csv", "Line 3"),
        (workbook(), "users.csv", "not what its name says"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_changes_nothing(content, name, sentence, analyst, data_dir):
    with pytest.raises(Refused, match=sentence):
        receive(analyst, content, name=name)
    assert not Dataset.objects.exists()
    assert kinds() == []
    assert everything_in(data_dir) == b""


def test_a_workbook_is_read_like_a_csv(analyst):
    assert shown(loaded(analyst, workbook(), name="users.xlsx"))["1"] == 60


@pytest.mark.usefixtures("child")
def test_a_file_is_read_in_a_child_that_leaves_nothing(analyst, data_dir, monkeypatch, tmp_path):
    monkeypatch.setattr(raw_files, "MEMORY", tmp_path / "none")
    dataset = loaded(analyst, workbook(), name="users.xlsx")
    assert shown(dataset)["2"] == 40
    assert list((data_dir / "tmp").iterdir()) == []
    assert list((data_dir / "uploads").iterdir()) == []


def test_a_quarter_is_not_taken_beside_its_year(analyst):
    loaded(analyst)
    with pytest.raises(ValidationError, match="overlaps with that of “Library users”"):
        receive(analyst, **QUARTER)
    assert receive(analyst, service="Leisure", **QUARTER).state is State.WAITING
    assert receive(analyst, starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31)).state is State.WAITING


def test_a_quarter_may_follow_a_year_that_was_removed_but_not_one_that_was_published(analyst):
    year = services.remove(loaded(analyst), by=analyst.user)
    assert receive(analyst, **QUARTER).state is State.WAITING
    enter(year.organisation, release=year.release, source="a report", by=analyst.user)
    with pytest.raises(ValidationError, match="“Library users”, whose figures were published"):
        receive(analyst, **QUARTER)
    assert receive(analyst).state is State.WAITING  # the year again, corrected


# Deleting


def test_the_analyst_deletes_the_file_at_once(analyst):
    dataset = receive(analyst)
    path = dataset.raw_file.path
    services.delete_file(dataset, by=analyst.user)
    assert not path.exists()
    assert not RawFile.objects.exists()
    assert Dataset.objects.get().state is State.LAPSED
    assert kinds()[-1] == "monitoring.file_deleted"


def test_every_file_goes_after_a_day_and_so_it_is_recorded(analyst):
    kept, expired = receive(analyst), receive(analyst)
    RawFile.objects.filter(dataset=expired).update(received_at=timezone.now() - timedelta(hours=24))
    path = expired.raw_file.path
    assert services.delete_expired() == 1
    assert services.delete_expired() == 0
    assert (path.exists(), kept.raw_file.path.exists()) == (False, True)
    event = Event.objects.get(kind="monitoring.file_deleted")
    assert (event.by, "24 hours are over" in event.payload) == ("process:housekeeping", True)


def test_the_command_deletes_what_is_expired(analyst, capsys):
    RawFile.objects.filter(dataset=receive(analyst)).update(received_at=timezone.now() - timedelta(days=2))
    call_command("delete_expired_uploads")
    call_command("delete_expired_uploads")
    assert capsys.readouterr().out == "Deleted 1 files.\nDeleted 0 files.\n"
    call_command("delete_expired_uploads", verbosity=0)
    assert capsys.readouterr().out == ""


def test_what_an_interrupted_process_left_is_swept(analyst, data_dir, monkeypatch, tmp_path):
    monkeypatch.setattr(raw_files, "MEMORY", tmp_path)
    stray = data_dir / "uploads" / "stray"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"sealed")
    reading = tmp_path / "dueregard-reading"
    reading.mkdir()
    (reading / "upload.csv").write_text("plain")
    now = timezone.now()
    services.delete_expired(now + timedelta(minutes=59))
    assert (stray.exists(), reading.exists()) == (True, True)
    services.delete_expired(now + timedelta(minutes=61))
    assert (stray.exists(), reading.exists()) == (True, False)
    services.delete_expired(now + timedelta(hours=25))
    assert not stray.exists()


# Mapping


def test_columns_are_mapped_and_those_left_out_stand_nowhere(analyst):
    dataset = mapped(analyst)
    assert Dataset.objects.get().columns == (SEX,)
    written = str(list(Event.objects.values())) + str(list(Dataset.objects.values()))
    assert "sex_census2021" in written
    assert "Note" not in written
    assert dataset.state is State.MAPPED


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ((), "what at least one column is"),
        ((SEX, SEX), "Sex is chosen twice"),
        ((SEX, MappedColumn("Sex", "religion", "religion_census2021_ew")), "Sex is chosen twice"),
        (
            (MappedColumn("Union", "trade_union", "carer"),),
            "Trade union membership is not among the four kinds",
        ),
        ((MappedColumn("Trade union", "sex", "sex_census2021"),), "Trade union membership is not among"),
        ((MappedColumn("Sex", "sex", "religion_census2021_ew"),), "is a list of something else"),
        ((MappedColumn("Gender", "sex", "sex_census2021"),), "“Gender” may mean sex or gender identity"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(columns, sentence, analyst):
    dataset = receive(analyst)
    with pytest.raises(ValidationError, match=sentence):
        services.map_columns(dataset, columns=columns, by=analyst.user)
    assert Dataset.objects.get().mapping == []


def test_a_column_headed_gender_is_read_as_somebody_ruled(analyst):
    content = users().replace(b"Sex", b"Gender", 1)
    ruled = MappedColumn("Gender", "sex", "sex_census2021", "Head of Data")
    dataset = loaded(analyst, content, columns=(ruled,))
    words = "The file calls this “Gender”. It is read as Sex, as ruled by: Head of Data."
    assert reports.result(dataset, "sex", None).ruling == words
    assert "Head of Data" in Event.objects.get(kind="monitoring.columns_mapped").payload


def test_gender_may_stay_what_it_was_recorded_as(analyst):
    content = users().replace(b"Sex", b"Gender", 1)
    unsaid = MappedColumn("Gender", "gender_recorded", "gender_recorded")
    assert reports.result(loaded(analyst, content, columns=(unsaid,)), "gender_recorded", None).ruling == ""


def test_who_stands_in_several_rows_counts_once(analyst):
    content = b"Number,Sex\n" + b"".join(b"%d,Female\n%d,Female\n" % (n, n) for n in range(20))
    dataset = loaded(analyst, content, reference="Number", row=Row.VISIT)
    assert shown(dataset)["1"] == 20
    assert dataset.release.tables[0].unit == "people"


# What values mean


def correct(dataset, analyst, **meanings):
    services.correct_values(dataset, classification="sex_census2021", meanings=meanings, by=analyst.user)


def test_a_value_that_was_corrected_is_understood_from_then_on(analyst):
    odd = users(Female=50, Wumman=20, Male=30)
    dataset = mapped(analyst, odd)
    assert [meaning.value for meaning in reports.check(dataset).meanings] == ["Wumman"]
    correct(dataset, analyst, Wumman="1")
    assert shown(services.load(dataset, by=analyst.user))["1"] == 70
    assert shown(loaded(analyst, odd, service="Leisure"))["1"] == 70
    event = Event.objects.get(kind="monitoring.values_corrected")
    assert "Wumman" not in event.payload


def test_a_correction_is_changed_and_forgotten(analyst):
    dataset = mapped(analyst, users(Female=50, Wumman=20, Male=30))
    correct(dataset, analyst, Wumman="2")
    correct(dataset, analyst, Wumman="not_answered")
    assert Correction.objects.get().meaning == "not_answered"
    correct(dataset, analyst, Wumman="")
    assert not Correction.objects.exists()


def test_another_organisations_corrections_do_not_count(analyst, stranger):
    odd = users(Female=50, Wumman=20, Male=30)
    correct(mapped(stranger, odd), stranger, Wumman="1")
    assert [meaning.code for meaning in reports.check(mapped(analyst, odd)).meanings] == [""]


def test_a_meaning_that_is_in_no_list_is_refused(analyst):
    with pytest.raises(ValidationError, match="Choose a group of the list"):
        correct(mapped(analyst), analyst, Wumman="99")


# Loading


def test_a_loaded_dataset_keeps_protected_tables_and_no_file(analyst, data_dir):
    dataset = loaded(analyst, users(Female=60, Male=40, **{"Prefer not to say": 3}))
    assert (shown(dataset)["1"], shown(dataset)["2"], shown(dataset)["known"]) == (60, 40, 100)
    assert shown(dataset)["prefer_not_to_say"] is shown(dataset)["Total"] is None
    assert list((data_dir / "uploads").iterdir()) == []
    assert kinds()[-2:] == ["monitoring.dataset_loaded", "monitoring.file_deleted"]
    assert "100" not in Event.objects.get(kind="monitoring.dataset_loaded").payload


def test_the_organisations_policy_protects(analyst, council):
    adopt_policy(
        council, preset="under5", signed_off_by="Data Owner", starts_on=date(2020, 1, 1), by=analyst.user
    )
    assert loaded(analyst).release.policy == Policy(signed_off_by="Data Owner")


def test_a_dataset_is_loaded_once(analyst):
    dataset = loaded(analyst)
    with pytest.raises(Refused, match="There is no file to load"):
        services.load(Dataset.objects.get(pk=dataset.pk), by=analyst.user)


def test_of_two_who_load_at_once_the_second_is_told(analyst, monkeypatch):
    dataset = mapped(analyst)

    def load_first(*arguments, **options):
        RawFile.objects.all().delete()
        return protected(*arguments, **options)

    monkeypatch.setattr("dueregard.monitoring.services.protecting.protected", load_first)
    with pytest.raises(Refused, match="loaded a moment ago"):
        services.load(dataset, by=analyst.user)


def test_what_cannot_be_protected_is_refused_and_the_file_waits_on(analyst, monkeypatch):
    dataset = mapped(analyst)

    class Blocked:
        is_refused = True

    monkeypatch.setattr("dueregard.monitoring.services.protecting.protected", lambda *_, **__: Blocked())
    with pytest.raises(Refused, match="Too few people"):
        services.load(dataset, by=analyst.user)
    assert Dataset.objects.get().state is State.MAPPED


@pytest.mark.parametrize("women", [61, 62])  # as many people in all, and one more
def test_a_correction_of_the_extract_replaces_what_was_loaded(women, analyst):
    first = loaded(analyst)
    second = loaded(analyst, users(Female=women, Male=39, **{"Prefer not to say": 10}))
    assert list(Dataset.objects.current()) == [second]
    assert Dataset.objects.get(pk=first.pk).removed_at is not None
    assert first.universe != second.universe


def test_the_same_people_loaded_again_are_protected_with_what_was_seen(analyst):
    people = users(Female=60, Male=40, **{"Prefer not to say": 3})
    first, second = loaded(analyst, people), loaded(analyst, people)
    third = loaded(analyst, people)
    assert second.same_people_as == third.same_people_as == first
    assert first.universe == third.universe
    assert shown(first) == shown(third)
    assert set(third.release.receipt.against) == {f"dataset {first.pk}", f"dataset {second.pk}"}


ETHNIC = {"White British": 50, "Indian": 8, "Pakistani": 7, "Chinese": 7, "Caribbean": 2, "Arab": 30}


def ethnic_groups(**changes):
    lines = [name for name, count in (ETHNIC | changes).items() for _ in range(count)]
    return "\n".join(["Ethnic group", *lines]).encode()


def test_the_same_groups_stay_withheld_when_a_few_people_are_added(analyst):
    before = shown(loaded(analyst, ethnic_groups(), columns=(ETHNICITY,)))
    second = loaded(analyst, ethnic_groups(**{"White British": 51, "Arab": 31}), columns=(ETHNICITY,))
    after = shown(second)
    withheld = {code for code, value in before.items() if value is None}
    assert len(withheld) > 1
    assert {code for code, value in after.items() if value is None} == withheld


def test_a_correction_that_makes_a_group_small_is_protected_all_the_same(analyst):
    loaded(analyst, ethnic_groups(Caribbean=6), columns=(ETHNICITY,))
    after = shown(loaded(analyst, ethnic_groups(), columns=(ETHNICITY,)))
    assert 2 not in after.values()
    assert list(after.values()).count(None) > 1


def test_the_same_file_loaded_as_people_and_as_visits_withholds_the_same(analyst):
    people = loaded(analyst, ethnic_groups(), columns=(ETHNICITY,))
    visits = loaded(analyst, ethnic_groups(), columns=(ETHNICITY,), row=Row.VISIT)
    assert visits.same_people_as == people
    assert shown(visits) == shown(people)
    assert list(Dataset.objects.loaded().order_by("pk")) == [people, visits]


def test_the_same_people_by_another_list_are_refused(analyst):
    people = b"Ethnic group\n" + b"White British\n" * 50 + b"Indian\n" * 30 + b"Chinese\n" * 3
    loaded(
        analyst, people, columns=(MappedColumn("Ethnic group", "ethnicity", "ethnic_group_census2011_ew"),)
    )
    again = mapped(
        analyst, people, columns=(MappedColumn("Ethnic group", "ethnicity", "ethnic_group_census2021_ew"),)
    )
    with pytest.raises(Refused, match="loaded before with another list"):
        services.load(again, by=analyst.user)


def test_a_period_that_was_loaded_meanwhile_stops_the_overlap(analyst):
    quarter = mapped(analyst, **QUARTER)
    loaded(analyst)
    with pytest.raises(ValidationError, match="overlaps"):
        services.load(quarter, by=analyst.user)


def test_a_removed_dataset_is_off_every_page_but_its_tables_are_kept(analyst):
    dataset = services.remove(loaded(analyst), by=analyst.user)
    assert not Dataset.objects.current().exists()
    assert shown(Dataset.objects.get(pk=dataset.pk))["1"] == 60
    assert kinds()[-1] == "monitoring.dataset_removed"


def test_removing_what_was_not_loaded_deletes_its_file(analyst):
    dataset = receive(analyst)
    path = dataset.raw_file.path
    services.remove(dataset, by=analyst.user)
    assert not path.exists()
    assert kinds()[-2:] == ["monitoring.file_deleted", "monitoring.dataset_removed"]
    assert services.remove(DatasetFactory(), by=analyst.user).removed_at is not None


def test_no_log_holds_a_count_or_a_value_of_the_file(analyst):
    loaded(analyst, users(Female=777, Male=555))
    payloads = " ".join(Event.objects.values_list("payload", flat=True))
    assert not re.search("777|555|1332|secret|Note", payloads)
