import io
import json
import os
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from dueregard.access.models import User
from dueregard.audit.models import Event
from dueregard.audit.services import verify
from dueregard.cli import main
from dueregard.evidence.models import Document
from dueregard.keeping import contents
from dueregard.keeping.sealed import Opening, Sealing
from dueregard.keeping.services import back_up, drill, restore
from dueregard.keeping.services.backups import SUFFIX, delete_old
from dueregard.keeping.tests.conftest import PASSPHRASE, empty, everything, files
from dueregard.monitoring.models import Dataset, RawFile
from equalities.refusals import Refused

pytestmark = pytest.mark.slow_test


@pytest.fixture
def backup(filled, tmp_path):
    path, _found = back_up(tmp_path / "one.backup", PASSPHRASE)
    return path


def members(path):
    """What is inside a backup, by name."""
    with path.open("rb") as file, tarfile.open(fileobj=Opening(file, PASSPHRASE), mode="r|gz") as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive}


def counts(dataset):
    return [cube.as_dict() for cube in dataset.cubes]


def repacked(path, change):
    """A backup with the right key in which something is different."""
    found = members(path)
    change(found)
    target = path.with_suffix(".other")
    with target.open("wb") as file:
        sealing = Sealing(file, PASSPHRASE)
        with tarfile.open(fileobj=sealing, mode="w|gz") as archive:
            for name, content in found.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        sealing.close()
    return target


def test_a_restored_service_equals_the_original(backup, settings, tmp_path):
    before, kept = everything(), files()
    cubes = [counts(dataset) for dataset in Dataset.objects.loaded()]
    empty(settings, tmp_path / "new")
    found = restore(backup, PASSPHRASE)
    last = Event.objects.last()
    assert (last.kind, last.by) == ("keeping.restored", "process:backup")
    after = everything()
    for label in ("audit.Event", "audit.Head"):
        assert after.pop(label) != before[label]
        assert len(before.pop(label)) in (1, last.number - 1)
    assert after == before
    assert files() == kept == dict.fromkeys(kept, b"\xff\xd8 a picture")
    assert [counts(dataset) for dataset in Dataset.objects.loaded()] == cubes
    assert len(cubes) == 1
    assert verify(found.head).is_whole


def test_the_demonstration_restored_equals_the_original(demonstration, settings, tmp_path):
    path, found = back_up(tmp_path / "one.backup", PASSPHRASE)
    before = everything()
    empty(settings, tmp_path / "new")
    restore(path, PASSPHRASE)
    assert {label: rows for label, rows in everything().items() if not label.startswith("audit.")} == {
        label: rows for label, rows in before.items() if not label.startswith("audit.")
    }
    assert verify(found.head).is_whole


def test_uploads_about_people_and_sessions_stay_behind(backup, client):
    names = "\n".join(members(backup))
    assert "rows/plans.Update/000000.jsonl" in names
    assert "RawFile" not in names
    assert "Session" not in names
    assert "uploads" not in names
    raw = RawFile.objects.get()
    assert raw.stored_as.encode() not in b"".join(members(backup).values())


def test_a_backup_is_readable_by_its_owner_alone_and_shows_nothing(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    content = backup.read_bytes()
    assert b"fairshire" not in content
    assert User.objects.first().email.encode() not in content


def test_a_service_with_something_in_it_is_not_written_over(backup):
    before = everything()
    with pytest.raises(Refused, match="This service is not empty"):
        restore(backup, PASSPHRASE)
    assert everything() == before


def test_a_folder_that_has_a_key_of_counts_is_not_empty(backup, settings, tmp_path):
    (empty(settings, tmp_path / "new") / "keys").mkdir()
    contents.path_of(contents.COUNTS_KEY).write_bytes(b"x")
    with pytest.raises(Refused, match=r"not empty \(keys/counts.key\)"):
        restore(backup, PASSPHRASE)


@pytest.mark.parametrize("size", [-1, -200, 2000])
def test_what_is_cut_short_leaves_nothing(backup, settings, tmp_path, size):
    backup.write_bytes(backup.read_bytes()[:size])
    folder = empty(settings, tmp_path / "new")
    with pytest.raises(Refused, match=r"cut short|changed since"):
        restore(backup, PASSPHRASE)
    assert not any(everything().values())
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def lose_an_update(found):
    name = "rows/plans.Update/000000.jsonl"
    found[name] = b"".join(found[name].splitlines(keepends=True)[1:])


def change_a_file(found):
    name = next(name for name in found if name.startswith("files/evidence/"))
    found[name] = b"another picture"


def change_the_log(found):
    name = "rows/audit.Event/000000.jsonl"
    found[name] = found[name].replace(b"Process", b"Person").replace(b"plans.", b"plums.")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lose_an_update, "plans.Update"),
        (change_a_file, "files/evidence/"),
        (change_the_log, "audit.Event"),
    ],
)
def test_a_copy_that_differs_is_refused_and_leaves_nothing(backup, settings, tmp_path, change, where):
    other = repacked(backup, change)
    folder = empty(settings, tmp_path / "new")
    with pytest.raises(Refused, match=rf"The copy differs from the original in: .*{where}"):
        restore(other, PASSPHRASE)
    assert not any(everything().values())
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_backup_of_another_version_is_refused_with_what_to_do(backup, settings, tmp_path):
    def age(found):
        about = json.loads(found["about.json"])
        found["about.json"] = json.dumps(about | {"migrations": ["plans.0001"], "version": "0.0.1"}).encode()

    other = repacked(backup, age)
    empty(settings, tmp_path / "new")
    with pytest.raises(
        Refused, match=r"made by dueregard 0\.0\.1.* restore it with that version, then upgrade"
    ):
        restore(other, PASSPHRASE)


def test_what_was_redacted_is_known_to_a_backup(filled, folder, settings, tmp_path):
    (folder / "redactions.jsonl").write_text('{"name": "1"}\n')
    back_up(tmp_path / "one.backup", PASSPHRASE)
    restored = empty(settings, tmp_path / "new")
    restore(tmp_path / "one.backup", PASSPHRASE)
    assert (restored / "redactions.jsonl").read_text() == '{"name": "1"}\n'
    assert (restored / "redactions.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["files/../../escaped", "/etc/escaped", "keys/uploads.key"])
def test_a_file_cannot_be_written_outside_of_the_folder(folder, name):
    with pytest.raises(ValueError, match="is no name of a file in a copy"):
        contents.path_of(name)


def test_a_file_that_is_missing_is_said_and_the_rest_is_kept(filled, tmp_path, capsys, settings, set_up):
    name = Document.objects.exclude(file="").get().file.name
    default_storage.delete(name)
    settings.BACKUP_KEY = PASSPHRASE
    assert main(["backup", str(tmp_path / "one.backup")]) == 1
    printed = capsys.readouterr()
    assert printed.err == f"missing: files/{name} is named by a row, but is not on the disk\n"
    empty(settings, tmp_path / "new")
    assert restore(tmp_path / "one.backup", PASSPHRASE).missing == (f"files/{name}",)


@pytest.fixture
def set_up(monkeypatch):
    """The service is running already, with the settings of the tests."""
    monkeypatch.setattr("dueregard.cli.backup.set_up_service", lambda: None)


def test_the_command_makes_restores_and_records(filled, tmp_path, capsys, settings, set_up):
    key = tmp_path / "key"
    key.write_text(f"{PASSPHRASE}\n")
    path = tmp_path / "one.backup"
    assert main(["backup", str(path), "--key-file", str(key)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: {path.stat().st_size:,} bytes\nrows ")
    event = Event.objects.last()
    assert event.kind == "keeping.backup_made"
    assert json.loads(event.payload)["files"] == 3
    empty(settings, tmp_path / "new")
    assert main(["restore", str(path), "--key-file", str(key)]) == 0
    assert "equal to what was backed up, row by row and file by file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["backup", "{tmp}/no/one.backup"], "There is no folder {tmp}/no."),
        (["backup", "{tmp}/there"], "There is a file {tmp}/there already: name another."),
        (["backup", "{tmp}/new"], "Give the key of backups by BACKUP_KEY, BACKUP_KEY_FILE or --key-file."),
        (["backup", "{tmp}/new", "--key-file", "{tmp}/no"], "There is no file {tmp}/no."),
        (["backup", "{tmp}/new", "--key-file", "{tmp}/there"], "at least 16 characters"),
        (["backup", "drill", "--key-file", "{tmp}/there"], "at least 16 characters"),
        (["restore", "{tmp}/no"], "There is no file {tmp}/no."),
        (["restore", "{tmp}/there"], "Give the key of backups by"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, sentence, tmp_path, capsys, set_up):
    (tmp_path / "there").write_text("short")
    assert main([each.format(tmp=tmp_path) for each in arguments]) == 2
    assert sentence.format(tmp=tmp_path) in capsys.readouterr().err


def test_a_folder_gets_a_new_file_and_loses_the_old(filled, tmp_path, settings):
    old, young, other = (tmp_path / name for name in (f"a{SUFFIX}", f"b{SUFFIX}", "notes.txt"))
    for path, days in ((old, 36), (young, 34), (other, 400)):
        path.write_bytes(b"")
        moment = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(path, (moment, moment))
    made, _found = back_up(tmp_path, PASSPHRASE)
    assert made.name == f"{timezone.now():%Y-%m-%dT}{made.name[11:]}"
    assert {path for path in tmp_path.iterdir() if path.is_file()} == {made, young, other}
    settings.BACKUP_DAYS = 33
    assert delete_old(tmp_path, timezone.now()) == 1


def test_a_drill_restores_apart_and_is_recorded(filled, folder):
    before = set(folder.rglob("*"))
    passed = drill(PASSPHRASE)
    event = Event.objects.last()
    assert (event.kind, event.by) == ("keeping.drill_passed", "process:restore drill")
    figures = json.loads(event.payload)
    assert figures["rows"] == passed.contents.row_count > 20
    assert figures["files"] == 3
    assert verify(figures["head"]).is_whole
    assert set(folder.rglob("*")) == before


def test_a_drill_that_fails_is_not_recorded(transactional_db, folder, monkeypatch):
    monkeypatch.setattr("dueregard.keeping.services.drills.back_up", spoilt)
    with pytest.raises(Refused, match=r"The restore failed: .*changed since"):
        drill(PASSPHRASE)
    assert not Event.objects.filter(kind="keeping.drill_passed").exists()


def spoilt(target: Path, passphrase: str):
    path, found = back_up(target, passphrase)
    path.write_bytes(path.read_bytes()[:-1])
    return path, found
