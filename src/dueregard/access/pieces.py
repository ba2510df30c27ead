"""What is too large for memory rests encrypted piece by piece.

Each piece, of up to a mebibyte, is its length and its AES-256-GCM ciphertext. The nonce of a piece is its number and
whether it is the last (the STREAM construction): a piece that is changed, moved or missing shows. A cipher is for one
stream.
"""

from __future__ import annotations

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 1 << 20
TAG = 16


class CutShort(Exception):
    """The stream ends before its last piece."""


class Changed(Exception):
    """A piece is not as it was written, or the key is another."""


class Sealing:
    """What is written to it goes encrypted to `to`; complete only once it is closed. `about` is bound to each piece."""

    def __init__(self, to: BinaryIO, cipher: AESGCM, about: bytes) -> None:
        self._to, self._cipher, self._about = to, cipher, about
        self._waiting, self._number = bytearray(), 0

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(content)

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), piece, self._about)
        self._to.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class Opening:
    """Reads back what a Sealing wrote. Raises CutShort and Changed."""

    def __init__(self, source: BinaryIO, cipher: AESGCM, about: bytes) -> None:
        self._source, self._cipher, self._about = source, cipher, about
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
            raise CutShort
        sealed = self._source.read(length)
        for last in (False, True):
            try:
                piece = self._cipher.decrypt(_nonce(self._number, last=last), sealed, self._about)
            except InvalidTag:
                continue
            self._number, self._ended = self._number + 1, last
            return piece
        raise Changed


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
