"""From a backup to a service that equals the one it was made of."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.audit.services import record, verify
from dueregard.keeping import contents, rows
from dueregard.keeping.contents import BESIDE, Contents
from dueregard.keeping.sealed import Opening
from dueregard.keeping.services.backups import ABOUT, CONTENTS, FORMAT, KEEPER
from equalities.refusals import Refused


def restore(path: Path, passphrase: str) -> Contents:
    """Fill an empty service from a backup, and check that it equals what was copied, row by row and file by file,
    and that its audit log is whole. Whatever fails leaves the service as empty as it was."""
    Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    check_is_empty()
    with path.open("rb") as file, files_or_none() as written, transaction.atomic():
        opening = Opening(file, passphrase)
        try:
            with tarfile.open(fileobj=opening, mode="r|gz") as archive:  # type: ignore[call-overload]
                original = _unpack(archive, written)
        except tarfile.TarError as error:
            raise Refused(_("The backup cannot be read: %(reason)s.") % {"reason": error}) from None
        opening.finish()
        check_equals(original)
        rows.move_counters_on()
        record("keeping.restored", by=KEEPER, rows=original.row_count, head=original.head)
    return original


def check_is_empty() -> None:
    """Refused where there is anything that a copy would mix with."""
    full = [model._meta.label for model in rows.kept_models() if model._base_manager.exists()]
    full += [name for name in BESIDE if contents.path_of(name).exists()]
    if full:
        raise Refused(
            _(
                "This service is not empty (%(what)s): restore into a new database and a new folder, by DATABASE_URL"
                " and DATA_DIR."
            )
            % {"what": ", ".join(full[:3])}
        )


def check_equals(original: Contents) -> None:
    different = contents.differences(contents.present(original), original)
    if different:
        raise Refused(_("The copy differs from the original in: %(what)s.") % {"what": ", ".join(different)})
    found = verify()
    if not found.is_whole:
        raise Refused(
            _("The audit log of the copy is broken at event %(number)s.") % {"number": found.broken_at}
        )


@contextmanager
def files_or_none() -> Iterator[list[Path]]:
    """Files that are named in the list are removed again where the block fails, as the rows are."""
    written: list[Path] = []
    try:
        yield written
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def write_file(name: str, content: bytes, written: list[Path]) -> None:
    path = contents.path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written.append(path)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _unpack(archive: tarfile.TarFile, written: list[Path]) -> Contents:
    for entry in archive:
        content = _content(archive, entry)
        if entry.name == ABOUT:
            check_version(json.loads(content), FORMAT)
        elif entry.name == CONTENTS:
            return Contents.from_dict(json.loads(content))
        elif entry.name.startswith("rows/"):
            rows.load(apps.get_model(entry.name.split("/")[1]), rows.parsed(content))
        else:
            write_file(entry.name, content, written)
    raise Refused(_("The backup is cut short, or was changed since it was made."))


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(entry)
    return file.read() if file else b""


def check_version(about: dict[str, Any], known: int) -> None:
    """Refused where the tables are others: rows go back into the tables they came from."""
    if about["format"] != known or about["migrations"] != contents.migrations():
        raise Refused(
            _(
                "This copy was made by dueregard %(version)s, whose tables are others: restore it with that version,"
                " then upgrade."
            )
            % {"version": about["version"]}
        )
