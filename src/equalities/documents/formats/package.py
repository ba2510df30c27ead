"""A zip of XML parts, as Word, Excel and OpenDocument files are: opened with limits, parsed without entities."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from equalities.refusals import Refused
from equalities.saying import to_say

# What a plan can honestly need. A .docx of 200 pages unpacks to about 10 MB, pictures apart.
PART_BYTES = 64 * 1024 * 1024
ALL_BYTES = 400 * 1024 * 1024
ENTRIES = 20_000
RATIO = 200
RATIO_MATTERS_FROM = 20 * 1024 * 1024

DAMAGED = to_say(
    "This file is damaged and cannot be opened: open it in the program it came from, save it again, "
    "and try with that copy."
)
TOO_LARGE = to_say(
    "This file unpacks to far more than a plan needs, so it was not opened: remove pictures and unused sheets "
    "or pages, save it again, and try with that copy."
)
LOCKED = to_say(
    "This file is protected by a password: open it, remove the password, save it again, and try with that copy."
)

# Files saved as "Strict Open XML" differ from the others in these names only.
STRICT = b"http://purl.oclc.org/ooxml/"
USUAL = b"http://schemas.openxmlformats.org/"
YEARS = {
    part: part + b"/2006" for part in (b"wordprocessingml", b"spreadsheetml", b"drawingml", b"officeDocument")
}

Element = Any  # lxml's element, of which the stubs say too little


class Package:
    """The parts of one document. `names` are their paths inside it; a part that is not there reads as None."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def read(self, name: str) -> bytes:
        """The bytes of a part; b"" where it is absent. Raises Refused where it is damaged or too large."""
        if name not in self.names:
            return b""
        if self._archive.getinfo(name).file_size > PART_BYTES:
            raise Refused(TOO_LARGE)
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error):
            raise Refused(DAMAGED) from None

    def xml(self, name: str) -> Element | None:
        """The root element of a part, None where it is absent or empty. Raises Refused as `read` does."""
        content = self.read(name)
        return parse_xml(content) if content.strip() else None

    def related(self, part: str) -> dict[str, str]:
        """Where the relationships of a part lead inside the package, by their id; links to outside are left out."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        inside = [link for link in _children(root) if link.get("TargetMode") != "External"]
        return {link.get("Id", ""): _inside(folder, link.get("Target", "")) for link in inside}

    def related_of_type(self, part: str, ending: str) -> list[str]:
        """Paths of the parts to which `part` is related by a type that ends so, such as "/officeDocument"."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        links = [link for link in _children(root) if link.get("Type", "").endswith(ending)]
        return [_inside(folder, link.get("Target", "")) for link in links]


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a zip of parts after its declared sizes have been checked.

    Raises Refused where it is no zip, is damaged, is locked, or unpacks to more than any plan needs.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(DAMAGED) from None
    with archive:
        _check_sizes(archive)
        yield Package(archive)


def parse_xml(content: bytes) -> Element:
    """The root element of XML from outside. No entity, document type or network address is followed.

    Raises Refused where it is not well formed, is nested more than 256 deep, or declares a document type,
    which no office program writes.
    """
    for part, dated in YEARS.items():
        content = content.replace(STRICT + part, USUAL + dated)
    try:
        parsed: Element = etree.fromstring(content, safe_parser())
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(DAMAGED) from None
    if parsed.getroottree().docinfo.doctype:
        raise Refused(
            "This file defines XML entities, which no office program writes: save it again in Word, Excel "
            "or LibreOffice."
        )
    return parsed


def safe_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def whole(text: str | None, *, otherwise: int = 0) -> int:
    """A number out of a file's markup; what is no number, or absurdly large, is `otherwise`."""
    return (
        int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
    )


def _check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(LOCKED)
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked > RATIO * max(packed, 1)
    if len(entries) > ENTRIES or unpacked > ALL_BYTES or swollen:
        raise Refused(TOO_LARGE)


def _children(root: Element | None) -> list[Element]:
    return [] if root is None else list(root)


def _inside(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
