"""A stream that rests encrypted, with a key made of a passphrase: after a salt come the pieces of `access.pieces`."""

from __future__ import annotations

import os
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from dueregard.access import pieces
from equalities.refusals import Refused

MAGIC = b"dueregard backup 1\n"
SALT = 16
SHORTEST = 16


class Sealing(pieces.Sealing):
    """What is written to it goes encrypted to `to`; complete only once it is closed."""

    def __init__(self, to: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT)
        to.write(MAGIC + salt)
        super().__init__(to, _cipher(passphrase, salt), MAGIC)


class Opening(pieces.Opening):
    """Reads back what a Sealing wrote. Refused where the passphrase is another, or a byte is."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise Refused(_("This is not a backup of dueregard."))
        super().__init__(source, _cipher(passphrase, source.read(SALT)), MAGIC)

    def _next(self) -> bytes:
        try:
            return super()._next()
        except pieces.CutShort:
            raise Refused(_("The backup is cut short, or was changed since it was made.")) from None
        except pieces.Changed:
            raise Refused(
                _("The key is not the one that the backup was made with, or the file was changed since.")
            ) from None


def check_passphrase(passphrase: str) -> None:
    if len(passphrase) < SHORTEST:
        raise Refused(
            _("The key of backups must have at least %(number)s characters.") % {"number": SHORTEST}
        )


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))
