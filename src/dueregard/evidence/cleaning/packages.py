"""Word, Excel, PowerPoint and OpenDocument files: packages of parts, some of which are about people."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _
from lxml import etree

from dueregard.evidence.cleaning.pictures import jpeg, png
from equalities.documents.writers.archive import zipped
from equalities.refusals import Refused

MOST_BYTES = 300_000_000  # unpacked
DEEPEST = 2  # a workbook behind a chart in a slide

# Parts that hold nothing but properties, remarks and people.
ABOUT_PEOPLE = re.compile(
    r"docProps/(core|app|custom)\.xml|meta\.xml|customXml/item\d*\.xml"
    r"|(word|xl|ppt)/(\w+/)*(comment|people|person|threadedComment|commentAuthors|authors|modernComment)\w*\.xml"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORKBOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Remarks and their places, what was struck out while changes were tracked, where the file lay.
GONE = {
    *(f"{WORD}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")),
    *(f"{WORD}{name}" for name in ("del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd")),
    *(f"{WORD}{name}" for name in ("moveToRangeStart", "moveToRangeEnd", "rsids", "attachedTemplate")),
    *(f"{WORD}{name}" for name in ("mailMerge", "docVars")),
    *(f"{WORD}{name}PrChange" for name in ("r", "p", "tbl", "tr", "tc", "sect")),
    *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end")),
    *(f"{TEXT}{name}" for name in ("tracked-changes", "change", "change-start", "change-end")),
    f"{WORKBOOK}fileSharing",
    "{http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac}absPath",
}
OPENED = (f"{WORD}ins", f"{WORD}moveTo")  # what was put in stays, without whoever put it in
NAMING = re.compile(r"author|initials|rsid\w*|userName|lastModifiedBy|refreshedBy", re.IGNORECASE)
TEMPLATE = "/attachedTemplate"
LOCAL = re.compile(r"file:|[A-Za-z]:[/\\]|\\\\|\.\.?[/\\]", re.IGNORECASE)
PICTURES: dict[str, Callable[[bytes], bytes]] = {".jpg": jpeg, ".jpeg": jpeg, ".png": png}
PACKAGES = (".docx", ".xlsx", ".pptx")
UNSURE = (".tif", ".tiff", ".heic", ".heif", ".webp")
"""Pictures that may say where they were taken, in places of which not all are known here."""


def package(content: bytes, depth: int = 0) -> bytes:
    """ValueError where it is too large or too deep, BadZipFile or LxmlError where it is broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if depth > DEEPEST or sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
            raise ValueError("more than a document has")
        return zipped({name: _part(name, archive.read(name), depth) for name in archive.namelist()})


def _part(name: str, content: bytes, depth: int) -> bytes:
    kind = PurePath(name).suffix.lower()
    if ABOUT_PEOPLE.fullmatch(name):
        return _emptied(content)
    if kind in PICTURES:
        return PICTURES[kind](content)
    if kind in UNSURE:
        raise Refused(
            _("A picture in it may say where it was taken: put it in as .jpg or .png, and attach that.")
        )
    if kind in PACKAGES:
        return package(content, depth + 1)
    if kind == ".rels":
        return _without_folders(content)
    return _without_names(content) if kind == ".xml" else content


def _without_folders(content: bytes) -> bytes:
    """Of files elsewhere that it leads to, the name without the folders, which say whose they are."""
    root = _parsed(content)
    for each in list(root):
        if each.get("Type", "").endswith(TEMPLATE):
            root.remove(each)
        elif LOCAL.match(each.get("Target", "")) and each.get("TargetMode") == "External":
            each.set("Target", re.split(r"[/\\]|%5C", each.get("Target", ""), flags=re.IGNORECASE)[-1])
    return _written(root)


def _emptied(content: bytes) -> bytes:
    """The outermost element alone; a workbook's remarks need the lists that they consist of."""
    root = _parsed(content)
    for child in list(root):
        root.remove(child)
    root.text = None
    if root.tag == f"{WORKBOOK}comments":
        etree.SubElement(root, f"{WORKBOOK}authors")
        etree.SubElement(root, f"{WORKBOOK}commentList")
    return _written(root)


def _without_names(content: bytes) -> bytes:
    root = _parsed(content)
    for element in list(root.iter(*GONE)):
        if element.getparent() is not None:
            _remove(element)
    for element in list(root.iter(*OPENED)):
        _open(element)
    for element in root.iter(etree.Element):
        for name in [each for each in element.attrib if NAMING.fullmatch(etree.QName(each).localname)]:
            del element.attrib[name]
    return _written(root)


def _remove(element: etree._Element) -> None:
    """The element, and not the text that follows it."""
    _append_before(element, element.tail)
    element.getparent().remove(element)  # type: ignore[union-attr]


def _open(element: etree._Element) -> None:
    """Its children stand in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for number, child in enumerate(list(element)):
        parent.insert(at + number, child)
    _remove(element)


def _append_before(element: etree._Element, text: str | None) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (text or "") or None
    elif parent is not None:
        parent.text = (parent.text or "") + (text or "") or None


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)
