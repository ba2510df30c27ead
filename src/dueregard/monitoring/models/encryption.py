"""What rests encrypted, and where the keys are.

Two keys, because they are kept and lost for different reasons. `uploads.key` guards files that wait for at most a
day: it belongs in no backup, and losing it costs an upload. `counts.key` guards counts that later protection needs:
keep a copy of it, apart from the copies of the database.
"""

import os
import tempfile
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings


class Key(StrEnum):
    UPLOADS = "uploads"
    COUNTS = "counts"


def seal(content: bytes, key: Key) -> bytes:
    return _fernet(key).encrypt(content)


def unseal(sealed: bytes, key: Key) -> bytes:
    """What was sealed; cryptography.fernet.InvalidToken where it was changed since, or the key is another."""
    return _fernet(key).decrypt(sealed)


def _fernet(key: Key) -> Fernet:
    folder = settings.DATA_DIR / "keys"
    path = folder / f"{key.value}.key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    return Fernet(path.read_bytes())


def _make(path: Path) -> None:
    """A new key under that name, whole or not at all; the first of two processes wins."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # readable by us alone
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key())
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()
