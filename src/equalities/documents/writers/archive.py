"""Zip files whose bytes depend on nothing but their content."""

import io
import re
import zipfile
from collections.abc import Container, Mapping
from typing import Any

from lxml import etree

from equalities.documents.formats.package import parse_xml

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LISTS = ("authors", "commentList")  # that the remarks of a workbook consist of
_AUTHOR = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}author"  # which may be empty, not missing
)
_REMARKS = re.compile(r"(word|xl)/(\w+/)*(comment|threadedComment|people|person)\w*\.xml")
_PEOPLE = (
    "{http://purl.org/dc/elements/1.1/}creator",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy",
)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of named parts, in their order. A part called "mimetype" is stored as it is, as OpenDocument asks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def rezipped(content: bytes) -> bytes:
    """The same parts without the moments at which they were packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def copied(archive: zipfile.ZipFile, parts: Mapping[str, bytes], without: Container[str] = ()) -> bytes:
    """The parts of an Office document, with some anew and some left out; remarks, and who wrote it, are emptied."""
    kept = (name for name in archive.namelist() if name not in without and not name.endswith("/"))
    return zipped({name: parts.get(name) or _nameless(name, archive.read(name)) for name in kept})


def _nameless(name: str, content: bytes) -> bytes:
    if _REMARKS.fullmatch(name):
        root = parse_xml(content)
        for child in list(root):
            root.remove(child)
        for needed in _LISTS if root.tag == f"{_SHEET}comments" else ():
            etree.SubElement(root, f"{_SHEET}{needed}")
        return xml_bytes(root)
    if name.startswith("word/") and b":author=" in content:  # tracked changes in headers, footers and notes
        root = parse_xml(content)
        leave_out_authors(root)
        return xml_bytes(root)
    if name == "docProps/core.xml":
        root = parse_xml(content)
        for person in root.iter(*_PEOPLE):
            person.text = ""
        return xml_bytes(root)
    return content


def leave_out_authors(root: Any) -> None:
    """Tracked changes stay, without who made them."""
    for element in root.iter():
        if _AUTHOR in element.attrib:
            element.set(_AUTHOR, "")


def xml_bytes(root: Any) -> bytes:
    """A part of a package, as Office programs write them."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
