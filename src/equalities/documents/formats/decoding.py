"""Bytes of a text file as text, in the encodings that councils' files really come in."""

import codecs
from pathlib import Path

from equalities.refusals import Refused


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252, with "\\n" for every line end.

    Windows-1252 is tried last, since almost any bytes are valid in it; bytes that it does not define,
    and text with control characters, mean that the file is not text: raises Refused.
    """
    content = path.read_bytes()
    text = _decode(content)
    if "\0" in text:
        raise Refused("This file is not text: save it as .docx, .xlsx or .csv and try again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16")
    if is_unmarked_utf16(content[:4096]):
        return _strictly(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            "This file's letters cannot be read: save it with the encoding UTF-8 and try again."
        ) from None


def is_unmarked_utf16(start: bytes) -> bool:
    """Whether bytes are English text in UTF-16 without the mark that should open it."""
    even, odd = start[0::2], start[1::2]
    return min(even.count(0), odd.count(0)) == 0 and max(even.count(0), odd.count(0)) > 0.4 * len(even)
