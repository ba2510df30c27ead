"""The file as it came, for a day at most."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.pieces import PIECE, Changed, CutShort
from dueregard.monitoring.models.datasets import Dataset
from dueregard.monitoring.models.encryption import Key, opening, seal, sealing, unseal
from equalities.refusals import Refused

KEPT = timedelta(hours=24)
LARGE = 20_000_000
"""Bytes of a file as it came, from which on reading it takes longer than a page may."""
LONGEST_READING = timedelta(hours=1)
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
PREFIX = "dueregard-"
ROOM = 8


class RawFileQuerySet(models.QuerySet["RawFile"]):
    def expired(self, now: datetime) -> Self:
        return self.filter(received_at__lte=now - KEPT)


class RawFile(models.Model):
    """Where the encrypted file of a dataset waits, column by column as Parquet, so that looking at one column does not
    go through all rows. The row goes when the file goes. `name` and `size` are those of the file as it came. What was
    read of a large one is kept beside it, sealed, for the pages that ask about it; `reading_of` says as mapped how."""

    dataset = models.OneToOneField(Dataset, models.CASCADE, related_name="raw_file")
    name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    reading_sealed = models.BinaryField(null=True)
    reading_of = models.CharField(max_length=64, blank=True)

    objects = RawFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def deleted_by(self) -> datetime:
        """The moment by which the file is gone."""
        return self.received_at + KEPT

    @property
    def is_over(self) -> bool:
        """Whether the day is over, or the file gone before it."""
        return timezone.now() >= self.deleted_by or not self.path.exists()

    @property
    def is_large(self) -> bool:
        return self.size >= LARGE

    @property
    def reading(self) -> Any:
        """What was read; None before."""
        return json.loads(unseal(bytes(self.reading_sealed), Key.UPLOADS)) if self.reading_sealed else None

    def keep_reading(self, reading: Any, of: str) -> None:
        """Unless the file is gone meanwhile, or nobody asks any more."""
        sealed = seal(json.dumps(reading).encode(), Key.UPLOADS)
        RawFile.objects.filter(pk=self.pk).update(reading_sealed=sealed, reading_of=of)

    @property
    def path(self) -> Path:
        return folder() / self.stored_as

    def write(self, parquet: Path) -> None:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            sealing(file, Key.UPLOADS) as sealed,
            parquet.open("rb") as plain_file,
        ):
            shutil.copyfileobj(plain_file, sealed, PIECE)

    @contextmanager
    def readable(self) -> Iterator[Path]:
        """The path of the plain Parquet file, for one reading. Refused where its day is over, or it was changed."""
        if self.is_over:
            raise Refused(_("The file was deleted, as every file is after 24 hours: upload it again."))
        with ExitStack() as stack:
            try:
                file = stack.enter_context(self.path.open("rb"))
                content = opening(file, Key.UPLOADS)
                path = stack.enter_context(plain(content, ".parquet", self.path.stat().st_size))
            except (CutShort, Changed):
                raise Refused(_("The file that waited here was changed: upload it again.")) from None
            yield path


def folder() -> Path:
    """Where encrypted files wait. Backups leave it out."""
    return settings.DATA_DIR / "uploads"


@contextmanager
def plain(content: Iterable[bytes], suffix: str, size: int) -> Iterator[Path]:
    """The path of a file with `content`, of about this size, alone in a folder that only we can read and that is gone
    afterwards with whatever a reader of the file left beside it."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=_scratch(size)) as shelf:
        path = Path(shelf) / f"upload{suffix.lower()}"
        with path.open("wb") as file:
            file.writelines(content)
        yield path


def _scratch(size: int) -> Path:
    """In memory, where there is room for the file and what is unpacked from it; else in the data folder."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM * size:
        return MEMORY
    on_disk: Path = settings.DATA_DIR / "tmp"
    on_disk.mkdir(mode=0o700, parents=True, exist_ok=True)
    return on_disk


def delete_strays(now: datetime) -> None:
    """Remove what an interrupted upload or reading left behind; what another process removes first, or is another
    installation's, is passed over."""
    for path in [*(settings.DATA_DIR / "tmp").glob(f"{PREFIX}*"), *MEMORY.glob(f"{PREFIX}*")]:
        if _is_left(path, now - LONGEST_READING):
            shutil.rmtree(path, ignore_errors=True)
    for path in folder().glob("*"):
        if _is_left(path, now - KEPT):
            path.unlink(missing_ok=True)


def _is_left(path: Path, since: datetime) -> bool:
    try:
        return path.stat().st_mtime <= since.timestamp()
    except FileNotFoundError:
        return False
