"""What tells people apart, kept so that nobody can read it: a keyed hash, whose key is kept apart from the data."""

import hashlib
import secrets

from equalities.refusals import Refused

KEY_BYTES = 32
DIGITS = 32
"""Hexadecimal digits that are kept: 128 bits, so that two of a billion people get the same about never."""


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(KEY_BYTES)


def hashed(reference: str, key: bytes) -> str:
    """The keyed hash of a reference, 32 hexadecimal digits; "" for a blank one, which is nobody's.

    It is SHA-256 of the key and then the reference, in small letters without its spaces, in UTF-8, cut to its
    first 128 bits. A key of one length in front and a hash that is cut make a keyed hash as good as HMAC (Coron,
    Dodis, Malinaud and Puniya, 2005: "Merkle-Damgård revisited", section 3.4) at a quarter of its work, which
    would be most of the time that a file of five million rows takes. Raises Refused for a key that is not 32 bytes.
    """
    check_key(key)
    plain = reference.replace(" ", "").lower()
    return hashlib.sha256(key + plain.encode()).hexdigest()[:DIGITS] if plain else ""


def plain_in_sql(text: str) -> str:
    """The expression of DuckDB for what is hashed, and what tells people apart where nothing is hashed."""
    return f"lower(replace({text}, ' ', ''))"


def hashed_in_sql(text: str, key: bytes) -> str:
    """The expression of DuckDB that gives `hashed` of a text that is not NULL. Raises Refused as `hashed` does."""
    check_key(key)
    plain = plain_in_sql(text)
    digest = f"left(sha256(from_hex('{key.hex()}') || encode({plain})), {DIGITS})"
    return f"CASE WHEN {plain} = '' THEN '' ELSE {digest} END"


def check_key(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise Refused(
            "The key of references is {needed} bytes, not {given}: take the one made for them.",
            needed=KEY_BYTES,
            given=len(key),
        )
