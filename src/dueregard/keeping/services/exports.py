"""All of an organisation as plain files, to be read without dueregard: nobody stays because leaving is hard."""

from __future__ import annotations

import base64
import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from dueregard.access.models import Organisation
from dueregard.audit.services import head
from dueregard.keeping import contents, portable, rows, snapshots
from dueregard.keeping.contents import Content, Contents, Tally
from dueregard.keeping.ownership import leaving_models, rows_of
from dueregard.keeping.rows import Model, Row
from dueregard.kit.downloads import safe_name
from equalities.documents.writers.layout import is_formula_like

FORMAT = 1
README = """{name}, as dueregard {version} held it at {made_at}.

tables/   one file for each table, for a spreadsheet. A text that begins like a formula has an apostrophe before it.
rows/     the same exactly, one JSON object in a line: what `dueregard import all` reads.
files/    what was handed in as evidence, under the names that evidence.Document has in its column "file".
content/  what stands inside tables: published files, logos, and the counts and rows of datasets.
schema.json   what the columns are, and which table each points to.
about.json    how many rows there are of what, and the SHA-256 of each file.

The counts and rows of datasets are not protected: keep these files as you would the datasets themselves. There are no
passwords here, no second proofs, nor any secret address.
"""


def export_all(folder: Path, organisation: Organisation | None) -> Contents:
    """Write an organisation and all under it (every one, where none is given) into a new folder, whole or not at
    all."""
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".export-"))
    try:
        with snapshots.snapshot():
            tables = {model._meta.label: _table(partial, model, organisation) for model in leaving_models()}
            files, missing = _files(partial, organisation)
            found = Contents(tables, files, missing, head())
            _describe(partial, found, organisation)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return found


def _table(folder: Path, model: Model, organisation: Organisation | None) -> Content:
    """A table in both forms, and what stands inside it as files of its own."""
    label, tally = model._meta.label, Tally()
    names = [field.attname for field in model._meta.concrete_fields]
    for part in ("tables", "rows"):
        (folder / part).mkdir(exist_ok=True)
    with (
        (folder / "tables" / f"{label}.csv").open("w", encoding="utf-8-sig", newline="") as table,
        (folder / "rows" / f"{label}.jsonl").open("wb") as exact,
    ):
        sheet = csv.DictWriter(table, names)
        sheet.writeheader()
        for row in portable.leaving(model, organisation):
            exact.writelines(tally.passing([rows.line(row)]))
            sheet.writerow(_readable(folder, model, row))
    return tally.content


def _readable(folder: Path, model: Model, row: Row) -> Row:
    """A row for a spreadsheet: content stands in a file of its own, whose name is in the cell."""
    found = dict(row)
    for field in model._meta.concrete_fields:
        if portable.column_type(field) == "json" and row[field.attname] is not None:
            found[field.attname] = json.dumps(row[field.attname], ensure_ascii=False)
        elif field.get_internal_type() == "BinaryField" and row[field.attname] is not None:
            name = safe_name(f"{model._meta.label}.{row['id']}.{row.get('name', field.name)}")
            found[field.attname] = _content(folder, name, row, field)
    return {name: _plain(value) for name, value in found.items()}


def _content(folder: Path, name: str, row: Row, field: Any) -> str:
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content" / name).write_bytes(base64.b64decode(row[field.attname]))
    return f"content/{name}"


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and is_formula_like(value) else value


def _files(folder: Path, organisation: Organisation | None) -> tuple[dict[str, Content], tuple[str, ...]]:
    found, missing = {}, []
    for name in _names(leaving_models(), organisation):
        path = contents.path_of(name)
        if not path.is_file():
            missing.append(name)
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        found[name] = contents.of_file(target.read_bytes())
    return found, tuple(missing)


def _names(models: Iterable[Model], organisation: Organisation | None) -> Iterator[str]:
    for model in models:
        if contents.has_files(model):
            yield from (f"files/{name}" for name in contents.file_names(model, rows_of(model, organisation)))


def _describe(folder: Path, found: Contents, organisation: Organisation | None) -> None:
    made = {"version": version("dueregard"), "made_at": timezone.now().isoformat()}
    name = organisation.name if organisation else "All organisations"
    (folder / "README.txt").write_text(README.format(name=name, **made), encoding="utf-8")
    about: dict[str, Any] = {
        "format": FORMAT,
        **made,
        "organisation": organisation.slug if organisation else None,
    }
    about |= {"migrations": contents.migrations(), "contents": found.as_dict()}
    with (folder / "about.json").open("w", encoding="utf-8") as file:
        _write(file, about)
    with (folder / "schema.json").open("w", encoding="utf-8") as file:
        _write(file, {"tables": [_schema(model) for model in leaving_models()]})


def _write(file: IO[str], value: Any) -> None:
    json.dump(value, file, indent=1, ensure_ascii=False)


def _schema(model: Model) -> dict[str, Any]:
    fields = model._meta.concrete_fields
    label = model._meta.label
    places = {"csv": f"tables/{label}.csv", "json": f"rows/{label}.jsonl"}
    about = " ".join((model.__doc__ or "").split())
    return {"name": label, "about": about, **places, "columns": [_column(field) for field in fields]}


def _column(field: Any) -> dict[str, Any]:
    found = {"name": field.attname, "title": str(field.verbose_name), "type": portable.column_type(field)}
    if field.choices:
        found["values"] = {str(value): str(words) for value, words in field.flatchoices}
    if field.is_relation:
        found["points_to"] = field.related_model._meta.label
    return found | {"may_be_empty": field.null}
