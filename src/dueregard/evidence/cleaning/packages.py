"""Word, Excel, PowerPoint and OpenDocument files: packages of parts, some of which are about people."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from lxml import etree

from dueregard.evidence.cleaning.out_of_sight import check, check_name
from dueregard.evidence.cleaning.pictures import gif, jpeg, png, svg, xml_parser
from equalities.documents.writers.archive import zipped

MOST_BYTES = 300_000_000  # unpacked
DEEPEST = 2  # a workbook behind a chart in a slide

# Parts that nothing is missed without: pictures of pages as they once were, whose printer it was, who signed it.
LEFT_OUT = re.compile(
    r"docProps/thumbnail\.\w+|\w+/printerSettings/.*|_xmlsignatures/.*"
    r"|Thumbnails/.*|ObjectReplacements/.*|layout-cache|META-INF/\w*signatures\.xml"
)
LEFT_OUT_TYPES = ("/attachedTemplate", "/thumbnail", "/printerSettings", "/digital-signature/origin")
# Parts that hold nothing but properties, remarks and people.
ABOUT_PEOPLE = re.compile(
    r"docProps/(core|app|custom)\.xml|docMetadata/LabelInfo\.xml|meta\.xml|customXml/item\d*\.xml"
    r"|ppt/(changesInfos/changesInfo|tags/tag)\w*\.xml"
    r"|(word|xl|ppt)/(\w+/)*(comment|people|person|threadedComment|commentAuthors|authors|modernComment)\w*\.xml"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORKBOOK = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SLIDE_SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Remarks and their places, what was struck out while changes were tracked, where the file lay.
GONE = {
    *(f"{WORD}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")),
    *(f"{WORD}{name}" for name in ("del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd")),
    *(f"{WORD}{name}" for name in ("moveToRangeStart", "moveToRangeEnd", "rsids", "attachedTemplate")),
    *(f"{WORD}{name}" for name in ("mailMerge", "docVars", "dataBinding", "printerSettings")),
    *(f"{WORD}{name}PrChange" for name in ("r", "p", "tbl", "tr", "tc", "sect")),
    *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end")),
    *(f"{TEXT}{name}" for name in ("tracked-changes", "change", "change-start", "change-end")),
    f"{WORKBOOK}fileSharing",
    "{http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac}absPath",
}
OPENED = (f"{WORD}ins", f"{WORD}moveTo")  # what was put in stays, without whoever put it in
NAMING = re.compile(r"author|initials|rsid\w*|userName|lastModifiedBy|refreshedBy", re.IGNORECASE)
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PRINTER = re.compile(r"Printer(Name|Setup)|ModifyPasswordInfo|CurrentDatabase\w*")  # settings of OpenDocument
NOTES = re.compile(r"ppt/notesSlides/[^/]*\.xml")
LOCAL = re.compile(r"file:|[A-Za-z]:[/\\]|\\\\|\.\.?[/\\]", re.IGNORECASE)
PICTURES: dict[str, Callable[[bytes], bytes]] = {
    ".jpg": jpeg,
    ".jpeg": jpeg,
    ".png": png,
    ".gif": gif,
    ".svg": svg,
}
PACKAGES = (".docx", ".xlsx", ".pptx")


def package(content: bytes, depth: int = 0) -> bytes:
    """ValueError where it is too large or too deep, BadZipFile or LxmlError where it is broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if depth > DEEPEST or sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
            raise ValueError("more than a document has")
        names = [name for name in archive.namelist() if not LEFT_OUT.fullmatch(name)]
        return zipped({name: _part(name, archive.read(name), depth) for name in names})


def _part(name: str, content: bytes, depth: int) -> bytes:
    kind = PurePath(f"part-{PurePath(name).name}").suffix.lower()  # of ".rels" too
    check_name(name, kind)
    if ABOUT_PEOPLE.fullmatch(name):
        return _emptied(content)
    if kind in PICTURES:
        return PICTURES[kind](content)
    if kind in PACKAGES:
        return package(content, depth + 1)
    if kind == ".rels":
        return _without_folders(content)
    if kind in (".xml", ".rdf", ".vml"):
        return _without_names(content, has_notes=bool(NOTES.fullmatch(name)))
    return content


def _without_folders(content: bytes) -> bytes:
    """Of files elsewhere that it leads to, the name without the folders, which say whose they are."""
    root = _parsed(content)
    for each in list(root):
        if each.get("Type", "").endswith(LEFT_OUT_TYPES):
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


def _without_names(content: bytes, *, has_notes: bool = False) -> bytes:
    root = _parsed(content)
    check(root)
    if has_notes:
        _hush(root)
    _forget_the_machine(root)
    for element in list(root.iter(*GONE)):
        if element.getparent() is not None:
            _remove(element)
    for element in list(root.iter(*OPENED)):
        _open(element)
    for element in root.iter(etree.Element):
        for name in [each for each in element.attrib if NAMING.fullmatch(etree.QName(each).localname)]:
            del element.attrib[name]
    return _written(root)


def _hush(root: etree._Element) -> None:
    """What a speaker had noted for themselves."""
    for text in root.iter(f"{DRAWING}t"):
        text.text = ""


def _forget_the_machine(root: etree._Element) -> None:
    """Runs of hidden text, notes of OpenDocument's slides, printers and places of databases."""
    for run in [each for each in root.iter(f"{WORD}r") if _is_hidden(each)]:
        _remove(run)
    for notes in list(root.iter(f"{SLIDE_SHOW}notes")):
        _remove(notes)
    for item in root.iter(f"{CONFIG}config-item"):
        if PRINTER.fullmatch(item.get(f"{CONFIG}name", "")):
            item.text = ""
    for setup in root.iter(f"{WORKBOOK}pageSetup"):
        setup.attrib.pop(RELATIONSHIP, "")
    for entry in list(root.iter(f"{MANIFEST}file-entry")):
        if LEFT_OUT.fullmatch(entry.get(f"{MANIFEST}full-path", "")):
            _remove(entry)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{WORD}rPr/{WORD}vanish")
    return vanish is not None and vanish.get(f"{WORD}val", "1") not in ("0", "false", "off")


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
    """Without what stands between elements for programmers."""
    return etree.fromstring(content, xml_parser())
