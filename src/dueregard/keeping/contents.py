"""What a copy of the service holds: how many rows of what, which files, and how each is told from another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from dueregard.audit.services import head
from dueregard.keeping.rows import Model, kept_models, lines

COUNTS_KEY = "keys/counts.key"
BESIDE = (COUNTS_KEY, "keys/rows.key", "redactions.jsonl")  # files of the data folder that no row names


@dataclass(frozen=True)
class Content:
    """How much there is of a model's rows (lines) or of a file (bytes), and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """All of a copy. `missing` are files that a row names and the disk has not; `head` is the audit log's."""

    rows: Mapping[str, Content]
    files: Mapping[str, Content]
    missing: tuple[str, ...]
    head: str

    @property
    def row_count(self) -> int:
        return sum(found.size for found in self.rows.values())

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Contents:
        rows, files = (
            {name: Content(**content) for name, content in kept[part].items()} for part in ("rows", "files")
        )
        return cls(rows, files, tuple(kept["missing"]), kept["head"])


class Tally:
    """Counts and hashes what passes."""

    def __init__(self) -> None:
        self._size, self._hash = 0, hashlib.sha256()

    def passing(self, found: Iterable[bytes]) -> Iterator[bytes]:
        for each in found:
            self._size += 1
            self._hash.update(each)
            yield each

    @property
    def content(self) -> Content:
        return Content(self._size, self._hash.hexdigest())


def of_rows(found: Iterable[bytes]) -> Content:
    """Of lines."""
    tally = Tally()
    for _line in tally.passing(found):
        pass
    return tally.content


def of_file(content: bytes) -> Content:
    return Content(len(content), hashlib.sha256(content).hexdigest())


def has_files(model: Model) -> bool:
    return any(isinstance(field, models.FileField) for field in model._meta.concrete_fields)


def file_names(model: Model, rows: models.QuerySet[Any] | None = None) -> Iterator[str]:
    """The names under MEDIA_ROOT that rows of the model (all, where none are given) stand for."""
    found = model._base_manager.all() if rows is None else rows
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField):
            for name in found.exclude(**{field.name: ""}).order_by("pk").values_list(field.name, flat=True):
                yield str(name)


def path_of(name: str) -> Path:
    """Where a file of a copy stands in the data folder: "files/...", or one of those beside."""
    parts = PurePosixPath(name).parts
    if parts[0] == "files" and ".." not in parts:
        return Path(default_storage.path(str(PurePosixPath(*parts[1:]))))
    if name not in BESIDE:
        raise ValueError(f"{name} is no name of a file in a copy")
    return Path(settings.DATA_DIR) / name


def migrations() -> list[str]:
    """What has been applied, by which two databases are known to have the same tables."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def differences(copy: Contents, original: Contents) -> list[str]:
    """The models and files that are not the same."""
    found = [
        name
        for mine, theirs in ((copy.rows, original.rows), (copy.files, original.files))
        for name in sorted({*mine, *theirs})
        if mine.get(name) != theirs.get(name)
    ]
    return found if copy.head == original.head else [*found, "audit head"]


def present(original: Contents) -> Contents:
    """What stands here now, of the kinds that `original` has."""
    rows = {model._meta.label: of_rows(lines(model._base_manager.all())) for model in kept_models()}
    files = {name: of_file(path_of(name).read_bytes()) for name in original.files if path_of(name).is_file()}
    return Contents(rows, files, original.missing, head())
