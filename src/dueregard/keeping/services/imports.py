"""An export brought into an empty service, to be what it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dueregard.audit.models import Event, Head
from dueregard.audit.services import Process, record, verify
from dueregard.keeping import contents, portable, rows
from dueregard.keeping.contents import Content, Contents
from dueregard.keeping.ownership import leaving_models
from dueregard.keeping.rows import Model, Row
from dueregard.keeping.services.exports import FORMAT
from dueregard.keeping.services.restoring import check_is_empty, check_version, files_or_none, write_file
from equalities.refusals import Refused

IMPORT = Process("import")


def import_all(folder: Path) -> Contents:
    """Fill an empty service from an export, and check that each table and file is what was exported. The log of one
    organisation among several is no chain by itself: it stays in the export, and a new one begins with its head."""
    Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    check_is_empty()
    about = _about(folder)
    original = Contents.from_dict(about["contents"])
    try:
        with files_or_none() as written, transaction.atomic():
            found = _load(folder, original, written, is_whole=about["organisation"] is None)
            record("keeping.imported", by=IMPORT, rows=found.row_count, head=original.head)
    except (IntegrityError, KeyError, ValueError) as error:
        raise Refused(_("The export cannot be read: %(reason)s.") % {"reason": error}) from error
    return found


def _about(folder: Path) -> dict[str, Any]:
    path = folder / "about.json"
    if not path.is_file():
        raise Refused(_("This is not a folder that dueregard export all has written: it has no about.json."))
    about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    check_version(about, FORMAT)
    return about


def _load(folder: Path, original: Contents, written: list[Path], *, is_whole: bool) -> Contents:
    models = [model for model in leaving_models() if is_whole or model not in (Event, Head)]
    tables = {model._meta.label: _load_table(folder, model) for model in models}
    files = {name: _load_file(folder, name, written) for name in original.files}
    rows.move_counters_on()
    found = Contents(tables, files, original.missing, original.head)
    wanted = {label: original.rows[label] for label in tables}
    different = contents.differences(found, Contents(wanted, original.files, (), original.head))
    if different:
        raise Refused(
            _("What was imported differs from the export in: %(what)s.") % {"what": ", ".join(different)}
        )
    if not verify().is_whole:
        raise Refused(_("The audit log is not whole: dueregard audit verify says where it breaks."))
    return found


def _load_table(folder: Path, model: Model) -> Content:
    """What stands in the table once its rows are in, as it would leave again."""
    path = folder / "rows" / f"{model._meta.label}.jsonl"
    for batch in _batches(path):
        rows.load(model, [portable.arriving(model, row) for row in batch])
    return contents.of_rows(map(rows.line, portable.leaving(model, None)))


def _batches(path: Path) -> Iterator[Iterator[Row]]:
    with path.open("rb") as file:
        for batch in rows.batches(file):
            yield rows.parsed(batch)


def _load_file(folder: Path, name: str, written: list[Path]) -> Content:
    content = (folder / name).read_bytes()
    write_file(name, content, written)
    return contents.of_file(content)
