"""Rows of people who objected: left out before anything is counted."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equalities.cubes.counting import Table

BLOCK = 64  # bytes: of SHA-256


@dataclass(frozen=True)
class LeftOut:
    """Whose rows are left out: those whose reference has one of these keyed hashes.

    `key` is the secret in hexadecimal. `hashes` are HMAC-SHA-256 (RFC 2104), in hexadecimal, of a reference in small
    letters with its spaces put right, in UTF-8.
    """

    key: str
    hashes: tuple[str, ...]


def without(opened: "Table", reference: str, left_out: LeftOut) -> "Table":
    """The same file without the rows of these people. Raises Refused where there is no column of references."""
    hashed = _keyed_hash(opened.column(reference), bytes.fromhex(left_out.key))
    hashes = ", ".join(f"'{bytes.fromhex(each).hex()}'" for each in left_out.hashes)
    return replace(opened, relation=f"(SELECT * FROM {opened.relation} WHERE {hashed} NOT IN ({hashes}))")


def _keyed_hash(column: str, key: bytes) -> str:
    """HMAC-SHA-256 in SQL: the key shorter than a block, so that it is filled up with noughts."""
    filled = key.ljust(BLOCK, b"\0")
    inner, outer = (bytes(byte ^ mask for byte in filled).hex() for mask in (0x36, 0x5C))
    text = f"encode(lower(trim(regexp_replace(coalesce({column}, ''), '\\s+', ' ', 'g'))))"
    return f"sha256(from_hex('{outer}') || from_hex(sha256(from_hex('{inner}') || {text})))"
