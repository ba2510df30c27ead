"""A stream that rests encrypted, with a key made of a passphrase.

After a salt come pieces of up to a mebibyte, each its length and its AES-256-GCM ciphertext. The nonce of a piece is
its number and whether it is the last (the STREAM construction): a piece that is changed, moved or missing shows.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from equalities.refusals import Refused

MAGIC = b"dueregard backup 1\n"
SALT = 16
PIECE = 1 << 20
TAG = 16
SHORTEST = 16


class Sealing:
    """What is written to it goes encrypted to `to`; complete only once it is closed."""

    def __init__(self, to: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT)
        self._to, self._cipher = to, _cipher(passphrase, salt)
        self._waiting, self._number = bytearray(), 0
        to.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(content)

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), piece, MAGIC)
        self._to.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class Opening:
    """Reads back what a Sealing wrote. Refused where the passphrase is another, or a byte is."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise Refused(_("This is not a backup of dueregard."))
        self._source, self._cipher = source, _cipher(passphrase, source.read(SALT))
        self._ready, self._number, self._ended = b"", 0, False

    def read(self, size: int) -> bytes:
        while len(self._ready) < size and not self._ended:
            self._ready += self._next()
        found, self._ready = self._ready[:size], self._ready[size:]
        return found

    def finish(self) -> None:
        """Read on to the end: a copy that was cut short has none."""
        while self.read(PIECE):
            pass

    def _next(self) -> bytes:
        length = int.from_bytes(self._source.read(4), "big")
        if not TAG <= length <= PIECE + TAG:
            raise Refused(_("The backup is cut short, or was changed since it was made."))
        sealed = self._source.read(length)
        for last in (False, True):
            try:
                piece = self._cipher.decrypt(_nonce(self._number, last=last), sealed, MAGIC)
            except InvalidTag:
                continue
            self._number, self._ended = self._number + 1, last
            return piece
        raise Refused(
            _("The key is not the one that the backup was made with, or the file was changed since.")
        )


def check_passphrase(passphrase: str) -> None:
    if len(passphrase) < SHORTEST:
        raise Refused(
            _("The key of backups must have at least %(number)s characters.") % {"number": SHORTEST}
        )


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
