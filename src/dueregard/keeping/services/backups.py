"""A copy of rows and files, encrypted, of one moment, made while the service runs."""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dueregard.audit.services import Process, head, record
from dueregard.keeping import contents, snapshots
from dueregard.keeping.contents import BESIDE, Content, Contents, Tally
from dueregard.keeping.rows import batches, kept_models, lines
from dueregard.keeping.sealed import Sealing

FORMAT = 1
ABOUT, CONTENTS = "about.json", "contents.json"
SUFFIX = ".dueregard-backup"
KEEPER = Process("backup")


def back_up(target: Path, passphrase: str) -> tuple[Path, Contents]:
    """Write a backup to a file, or into a folder under a name of the moment, whole or not at all. In a folder,
    backups that are older than BACKUP_DAYS are deleted."""
    now = timezone.now()
    path = target / f"{now:%Y-%m-%dT%H%M%SZ}{SUFFIX}" if target.is_dir() else target
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".backup-")  # readable by us alone
    try:
        with os.fdopen(descriptor, "wb") as file:
            sealing = Sealing(file, passphrase)
            with tarfile.open(fileobj=sealing, mode="w|gz") as archive:  # type: ignore[call-overload]
                found = _fill(archive, now)
            sealing.close()
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    if target.is_dir():
        delete_old(target, now)
    return path, found


def delete_old(folder: Path, now: datetime) -> int:
    """Delete the backups of a folder that were made more than BACKUP_DAYS ago; how many."""
    before = (now - timedelta(days=settings.BACKUP_DAYS)).timestamp()
    old = [path for path in folder.glob(f"*{SUFFIX}") if path.stat().st_mtime < before]
    for path in old:
        path.unlink()
    return len(old)


@transaction.atomic
def record_backup(path: Path, found: Contents) -> None:
    record(
        "keeping.backup_made",
        by=KEEPER,
        rows=found.row_count,
        files=len(found.files),
        missing=len(found.missing),
        bytes=path.stat().st_size,
        head=found.head,
    )


def _fill(archive: tarfile.TarFile, now: datetime) -> Contents:
    with snapshots.snapshot():
        about = {"format": FORMAT, "version": version("dueregard"), "made_at": now.isoformat()}
        _add(archive, ABOUT, _json(about | {"migrations": contents.migrations(), "from": connection.vendor}))
        rows = _add_rows(archive)
        names = [f"files/{name}" for model in kept_models() for name in contents.file_names(model)]
        files = {name: _add_file(archive, name) for name in [*names, *BESIDE]}
        missing = tuple(name for name in names if files[name] is None)
        found = Contents(rows, {name: kept for name, kept in files.items() if kept}, missing, head())
    _add(archive, CONTENTS, _json(found.as_dict()))
    return found


def _add_rows(archive: tarfile.TarFile) -> dict[str, Content]:
    found = {}
    for model in kept_models():
        tally, label = Tally(), model._meta.label
        for number, batch in enumerate(batches(tally.passing(lines(model._base_manager.all())))):
            _add(archive, f"rows/{label}/{number:06}.jsonl", batch)
        found[label] = tally.content
    return found


def _add_file(archive: tarfile.TarFile, name: str) -> Content | None:
    path = contents.path_of(name)
    if not path.is_file():
        return None
    content = path.read_bytes()
    _add(archive, name, content)
    return contents.of_file(content)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()
