"""JPEG and PNG pictures without what is not the picture: place, camera, comments. The picture itself is not touched."""

import re
import struct

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
APP = range(0xE0, 0xF0)
LOOKS = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}  # the segments that say how colours are meant
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
PNG = b"\x89PNG\r\n\x1a\n"
# The picture, how its colours are meant, how large it is printed, how it moves: any other chunk may say more.
PNG_LOOKS = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"hIST", b"sBIT", b"sPLT", b"pHYs"),
    *(b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"),
}


def jpeg(content: bytes) -> bytes:
    """Segments that are no part of the picture go, and whatever follows its end; which way is up stays. ValueError or
    LookupError where it is no whole JPEG (ITU-T T.81, annex B)."""
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at = [content[:2]], 2
    while content[at + 1] != EOI:
        end = _end(content, at)
        kept.append(_segment(content[at:end]))
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _end(content: bytes, at: int) -> int:
    marker = content[at + 1]
    if content[at] != 0xFF:
        raise ValueError("no marker where one must be")
    if marker == 0xFF:  # fills up
        return at + 1
    (length,) = struct.unpack(">H", content[at + 2 : at + 4])
    end: int = at + 2 + max(length, 2)
    if marker == SOS:
        found = END_OF_SCAN.search(content, end)
        if found is None:
            raise ValueError("no end")
        return found.start()
    return end


def _segment(segment: bytes) -> bytes:
    """What is kept of it: all, nothing, or of Exif which way is up."""
    marker, content = segment[1] if len(segment) > 1 else 0, segment[4:]
    if content.startswith(EXIF):
        return _only_orientation(content.removeprefix(EXIF))
    is_look = marker in LOOKS and content.startswith(LOOKS[marker])
    return segment if is_look or (marker not in APP and marker != COM) else b""


def _only_orientation(tiff: bytes) -> bytes:
    order = "<" if tiff.startswith(b"II") else ">"
    (first,) = struct.unpack(f"{order}I", tiff[4:8])
    (count,) = struct.unpack(f"{order}H", tiff[first : first + 2])
    for at in range(first + 2, first + 2 + 12 * count, 12):
        tag, _kind, _number, value = struct.unpack(f"{order}HHIH", tiff[at : at + 10])
        if tag == ORIENTATION:
            entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0)
            said = EXIF + b"MM\0*\0\0\0\x08\0\x01" + entry + bytes(4)
            return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said
    return b""


def png(content: bytes) -> bytes:
    """Chunks of text, time, Exif and all that programs add of their own go, and whatever follows the end. ValueError or
    struct.error where it is no whole PNG (W3C, Portable Network Graphics)."""
    if not content.startswith(PNG):
        raise ValueError("no PNG")
    kept, at, name = [PNG], len(PNG), b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            raise ValueError("no end")
        if name in PNG_LOOKS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
