"""Pictures without what is not the picture: place, camera, comments, programs. The picture itself is not touched."""

import re
import struct

from lxml import etree

SOI, EOI, SOS, COM = 0xD8, 0xD9, 0xDA, 0xFE
APP = range(0xE0, 0xF0)
LOOKS = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}  # the segments that say how colours are meant
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
IMAGE, EXTENSION, TRAILER, CONTROL, PROGRAM = 0x2C, 0x21, 0x3B, 0xF9, 0xFF  # blocks of a GIF
REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
SAYING = ("metadata", "title", "desc", "script")
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


def gif(content: bytes) -> bytes:
    """Comments, texts and what programs add go, but for how often it is repeated. ValueError or LookupError where it is
    no whole GIF (GIF89a)."""
    if not content.startswith((b"GIF87a", b"GIF89a")):
        raise ValueError("no GIF")
    at = 13 + _colours(content[10])
    kept = [content[:at]]
    while content[at] != TRAILER:
        start = at
        if content[at] == IMAGE:
            first = at + 10 + _colours(content[at + 9]) + 1
        elif content[at] == EXTENSION:
            first = at + 2
        else:
            raise ValueError("no block where one must be")
        at = _after_blocks(content, first)
        if content[start] == IMAGE or _is_look(content[start:at]):
            kept.append(content[start:at])
    return b"".join([*kept, bytes([TRAILER])])


def _colours(flags: int) -> int:
    """Bytes of the table of colours, where there is one."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _is_look(extension: bytes) -> bool:
    return extension[1] == CONTROL or (extension[1] == PROGRAM and extension[3:14] in REPEATS)


def svg(content: bytes) -> bytes:
    """Elements and attributes of SVG alone, without its descriptions, scripts and remarks. LxmlError where it is no
    XML."""
    root = etree.fromstring(content, xml_parser())
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).namespace != SVG or etree.QName(element).localname in SAYING:
            parent = element.getparent()
            if parent is None:
                raise ValueError("no SVG")
            parent.remove(element)
            continue
        for name in element.attrib:
            is_ours = etree.QName(name).namespace in (None, XLINK)
            if not is_ours or etree.QName(name).localname.startswith(("on", "data-", "aria-")):
                del element.attrib[name]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def xml_parser() -> etree.XMLParser:
    """Nothing is fetched, and what stands between elements for programmers is left out."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
