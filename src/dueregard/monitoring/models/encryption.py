"""What rests encrypted, and where the keys are.

Four keys, because they are kept and lost for different reasons. `uploads.key` guards files that wait for at most a
day: it belongs in no backup, and losing it costs an upload. `counts.key` guards counts that later protection needs,
`rows.key` the rows that tables are made of again, and `references.key` tells an objector's row from others: keep a copy
of the three, apart from the copies of the database.
"""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from dueregard.access import pieces

SALT = 32


class Key(StrEnum):
    UPLOADS = "uploads"
    COUNTS = "counts"
    ROWS = "rows"
    REFERENCES = "references"


def seal(content: bytes, key: Key) -> bytes:
    return _fernet(key).encrypt(content)


def unseal(sealed: bytes, key: Key) -> bytes:
    """What was sealed; cryptography.fernet.InvalidToken where it was changed since, or the key is another."""
    return _fernet(key).decrypt(sealed)


@contextmanager
def sealing(to: BinaryIO, key: Key) -> Iterator[pieces.Sealing]:
    """For what is too large for memory: what is written goes sealed to `to`. Each file has a key of its own, which is
    made of a salt at its beginning."""
    salt = os.urandom(SALT)
    to.write(salt)
    sealed = pieces.Sealing(to, _cipher(key, salt), key.value.encode())
    yield sealed
    sealed.close()


def opening(source: BinaryIO, key: Key) -> Iterator[bytes]:
    """The pieces of what `sealing` wrote; access.pieces.CutShort or Changed where it is not so any more."""
    opened = pieces.Opening(source, _cipher(key, source.read(SALT)), key.value.encode())
    while piece := opened.read(pieces.PIECE):
        yield piece


def _cipher(key: Key, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), length=32, salt=salt, info=b"pieces").derive(_bytes_of(key)))


def keyed_hash(text: str) -> str:
    """What is kept in place of a reference: nobody without the key can tell whose it is, or try references out. Spaces
    and capitals make no difference."""
    return hmac.new(reference_key(), " ".join(text.split()).lower().encode(), "sha256").hexdigest()


def reference_key() -> bytes:
    return _bytes_of(Key.REFERENCES)


def kept_reference_key() -> bytes:
    """The 32 bytes by which references in rows that are kept are hashed."""
    return hashlib.sha256(reference_key()).digest()


def _fernet(key: Key) -> Fernet:
    return Fernet(_bytes_of(key))


def _bytes_of(key: Key) -> bytes:
    folder = settings.DATA_DIR / "keys"
    path = folder / f"{key.value}.key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """A new key under that name, whole or not at all; the first of two processes wins."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # readable by us alone
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key())
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()
