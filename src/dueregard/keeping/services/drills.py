"""The restore drill: a backup that was never restored is a hope."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import gettext as _

from dueregard.audit.services import Process, record, verify
from dueregard.keeping.contents import Contents
from dueregard.keeping.services.backups import back_up
from equalities.refusals import Refused

DRILL = Process("restore drill")
LONGEST = 3600


@dataclass(frozen=True)
class Drill:
    """What was restored, into which kind of database, and how long it took from first to last."""

    contents: Contents
    database: str
    seconds: float


def drill(passphrase: str) -> Drill:
    """Back up, restore into a throw-away folder and database in a process of its own, and check that the copy is
    whole and equal; when it passed is recorded. Refused where it does not."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="drill-", dir=settings.DATA_DIR) as folder:
        path, found = back_up(Path(folder) / "drill.backup", passphrase)
        with throwaway_database() as (database, url):
            _restore_apart(path, Path(folder) / "data", url, passphrase)
    check_is_ours(found.head)
    passed = Drill(found, database, round(time.monotonic() - began, 1))
    _record(passed)
    return passed


def check_is_ours(head: str) -> None:
    if not verify(head).is_whole:
        raise Refused(_("The audit log is not whole: dueregard audit verify says where it breaks."))


@transaction.atomic
def _record(passed: Drill) -> None:
    record(
        "keeping.drill_passed",
        by=DRILL,
        rows=passed.contents.row_count,
        files=len(passed.contents.files),
        missing=len(passed.contents.missing),
        head=passed.contents.head,
        database=passed.database,
        seconds=passed.seconds,
    )


@contextmanager
def throwaway_database() -> Iterator[tuple[str, str]]:
    """Its kind and DATABASE_URL ("" for SQLite): of the kind of our own, unless our role may make none."""
    if connection.vendor != "postgresql":
        yield "sqlite", ""
        return
    name = f"dueregard_drill_{secrets.token_hex(6)}"
    try:
        _execute(f"CREATE DATABASE {name}")
    except ProgrammingError:
        yield "sqlite", ""
        return
    try:
        yield "postgresql", _address(name)
    finally:
        _execute(f"DROP DATABASE {name} WITH (FORCE)")


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _address(name: str) -> str:
    """The URL of another database of the server that we use."""
    own = {key: quote(str(value), safe="") for key, value in connection.settings_dict.items()}
    who = f"{own['USER']}:{own['PASSWORD']}" if own["PASSWORD"] else own["USER"]
    port = f":{own['PORT']}" if own["PORT"] else ""
    return f"postgresql://{who}@{port}/{name}?host={own['HOST']}"


def _restore_apart(path: Path, folder: Path, url: str, passphrase: str) -> None:
    own = {"DATA_DIR": str(folder), "DATABASE_URL": url, "BACKUP_KEY": passphrase, "BACKUP_KEY_FILE": ""}
    own |= {"SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "dueregard.config.settings"}
    folder.mkdir(mode=0o700)
    command = [sys.executable, "-m", "dueregard", "restore", str(path)]
    environment = os.environ | own  # noqa: TID251 - a child needs the paths of its parent
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST
    )
    if done.returncode != 0:
        raise Refused(_("The restore failed: %(why)s") % {"why": done.stderr.strip()})
