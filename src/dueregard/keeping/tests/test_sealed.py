import io

import pytest

from dueregard.access.pieces import PIECE
from dueregard.keeping.sealed import MAGIC, SALT, Opening, Sealing, check_passphrase
from equalities.refusals import Refused

KEY = "correct horse battery"


def sealed(content, key=KEY):
    kept = io.BytesIO()
    sealing = Sealing(kept, key)
    sealing.write(content)
    sealing.close()
    return kept.getvalue()


def opened(kept, key=KEY):
    opening = Opening(io.BytesIO(kept), key)
    found = opening.read(1 << 30)
    opening.finish()
    return found


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 5])
@pytest.mark.slow_test
def test_what_was_sealed_is_opened(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    kept = sealed(content)
    assert opened(kept) == content
    assert content[:100] == b"" or size < 100 or content[:100] not in kept


@pytest.mark.slow_test
def test_another_key_opens_nothing():
    with pytest.raises(Refused, match="The key is not the one that the backup was made with"):
        opened(sealed(b"x"), "another horse battery")


@pytest.mark.slow_test
def test_a_changed_byte_shows():
    kept = bytearray(sealed(b"x" * 1000))
    kept[-20] ^= 1
    with pytest.raises(Refused, match="or the file was changed since"):
        opened(bytes(kept))


@pytest.mark.slow_test
def test_a_missing_end_shows_even_where_a_piece_ends():
    head, piece = len(MAGIC) + SALT, 4 + PIECE + 16
    kept = sealed(b"x" * (PIECE + 10))
    with pytest.raises(Refused, match="cut short"):
        opened(kept[: head + piece])


@pytest.mark.slow_test
def test_pieces_that_change_places_show():
    head, piece = len(MAGIC) + SALT, 4 + PIECE + 16
    kept = sealed(b"x" * PIECE + b"y" * PIECE + b"z")
    first, second = kept[head : head + piece], kept[head + piece : head + 2 * piece]
    with pytest.raises(Refused, match="changed since"):
        opened(kept[:head] + second + first + kept[head + 2 * piece :])


def test_another_kind_of_file_is_no_backup():
    with pytest.raises(Refused, match="This is not a backup of dueregard"):
        opened(b"PK\x03\x04" + b"x" * 100)


def test_a_short_key_is_refused():
    with pytest.raises(Refused, match="at least 16 characters"):
        check_passphrase("x" * 15)
    check_passphrase("x" * 16)
