"""All that a file says, remarks and what is hidden too. Only a child process with limits calls this."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path, PurePath
from typing import Any

import lxml.html
import pikepdf
import pypdfium2
from lxml import etree

from equalities.documents.formats.decoding import read_text
from equalities.documents.formats.delimited import DELIMITERS
from equalities.documents.formats.excel import read_grids
from equalities.documents.formats.package import Element, Package, open_package, parse_xml

Texts = Iterator[str | None]
"""Text by text; None for a part that only people can read."""

DEEPEST = 3  # a workbook behind a chart in a document in an e-mail
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svm", ".wdp")
MARKUP = (".xml", ".rels", ".rdf", ".vml", ".svg")
BREAKS = frozenset(("p", "h", "si", "is", "c", "row", "tr", "tc", "table-cell", "line-break", "creator"))
STANDS_FOR = {"tab": "\t", "br": "\n", "cr": "\n", "s": " ", "noBreakHyphen": "-"}
STRUCK_OUT = frozenset(("del", "moveFrom"))
WITHIN_WORDS = re.compile(
    "(?:[\u00ad\ufffe\x02]\r?\n?)|[\u200b-\u200d\u2060\ufeff]"
)  # hyphens that come and go
QUOTED = re.compile(r"\n(?:[ \t]*>)+")  # the line of a letter that is answered
BETWEEN_CELLS = str.maketrans(dict.fromkeys((*DELIMITERS, '"'), " "))
BOLD = re.compile("[*`]+")


def texts_of(path: Path, name: str, depth: int = 0) -> Texts:
    """What stands in the file that its owner calls `name`. Whatever a library raises where it is broken."""
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None or depth > DEEPEST:
        yield None
        return
    for text in reader(path, depth):
        whole = text and WITHIN_WORDS.sub("", QUOTED.sub("\n", text))
        yield whole
        if whole and not whole.isascii():
            yield unicodedata.normalize("NFKC", whole)  # of letters that are printed as one


def _inside(name: str, content: bytes, depth: int) -> Texts:
    """Of a file within a file. A picture there is as a rule a logo, and is passed over."""
    yield name
    if PurePath(name).suffix.lower() not in PICTURES:
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(content)
            copy.flush()
            yield from texts_of(Path(copy.name), name, depth + 1)


def _plain(path: Path, _depth: int) -> Texts:
    yield read_text(path)


def _delimited(path: Path, _depth: int) -> Texts:
    """As it is written, and with blanks between its cells: first and last names stand in two."""
    text = read_text(path)
    yield text
    yield text.translate(BETWEEN_CELLS)


def _marked(path: Path, _depth: int) -> Texts:
    text = read_text(path)
    yield text
    yield BOLD.sub("", text)


def _workbook(path: Path, depth: int) -> Texts:
    """Row by row too: Excel keeps each text once, apart from the cells that show it."""
    yield from _package(path, depth)
    with open_package(path) as package:
        for sheet in read_grids(package):
            rows = defaultdict(list)
            for (row, _column), cell in sorted(sheet.cells.items(), key=lambda each: each[0]):
                rows[row].append(cell.text)
            yield "\n".join(" ".join(row) for row in rows.values())


def _package(path: Path, depth: int) -> Texts:
    with open_package(path) as package:
        for name in sorted(package.names):
            yield from _part(package, name, depth)


def _part(package: Package, name: str, depth: int) -> Texts:
    kind = PurePath(f"part{PurePath(name).name}").suffix.lower()  # of ".rels" too
    if kind in MARKUP:
        root = package.xml(name)
        if root is not None:
            yield from _of_markup(root)
    elif kind in READERS:
        yield from _inside(name, package.read(name), depth)
    elif kind not in PICTURES:
        yield from _of_bytes(package.read(name))


def _of_bytes(content: bytes) -> Iterator[str]:
    """What can be made out in parts of programs' own, such as macros."""
    yield content.decode("latin-1")
    yield content.decode("utf-16-le", "replace")


def _of_markup(root: Element) -> Iterator[str]:
    """Its words, as they would be without those that were struck out too; and what is said in attributes."""
    yield "".join(_words(root, leaving=frozenset()))
    if next(root.iter(*(f"{{*}}{name}" for name in STRUCK_OUT)), None) is not None:
        yield "".join(_words(root, leaving=STRUCK_OUT))
    yield "\n".join({value for element in root.iter() for value in element.attrib.values()})


def _words(root: Element, *, leaving: frozenset[str]) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = str(element.tag).rpartition("}")[2]
        if event == "start" and name in leaving:
            walk.skip_subtree()
        elif event == "start":
            yield STANDS_FOR.get(name, "")
            yield element.text or ""
        else:
            yield "\n" if name in BREAKS else ""
            yield element.tail or ""


def _pdf(path: Path, depth: int) -> Texts:
    """Its pages, and whatever else says something in it: properties, remarks, fields, what stands for a picture."""
    yield from _pages(path)
    with pikepdf.open(path) as found:
        for each in found.objects:
            yield from _of_object(each)
        for name, attached in found.attachments.items():
            yield from _inside(name, attached.get_file().read_bytes(), depth)


def _pages(path: Path) -> Texts:
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage().get_text_bounded()
            yield text if text.strip() else None  # a scan, as a rule
    finally:
        document.close()


def _of_object(each: Any) -> Iterator[str]:
    if isinstance(each, pikepdf.String):
        yield str(each)
    elif isinstance(each, pikepdf.Array):
        for inner in each:
            if not getattr(inner, "is_indirect", False):
                yield from _of_object(inner)
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(each, pikepdf.Stream) and each.get("/Type") == pikepdf.Name.Metadata:
            yield from _of_markup(parse_xml(each.read_bytes()))
        for inner in each.values():
            if not getattr(inner, "is_indirect", False):
                yield from _of_object(inner)


def _letter(path: Path, depth: int) -> Texts:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    for part in message.walk():
        yield from (str(value) for value in part.values())
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield from _of_message(part, depth)


def _of_message(part: EmailMessage, depth: int) -> Texts:
    if part.get_content_maintype() != "text":
        name = part.get_filename() or f"part{part.get_content_subtype()}"
        content = part.get_payload(decode=True)
        yield from _inside(name, content if isinstance(content, bytes) else b"", depth)
        return
    text = str(part.get_content())
    yield text
    if part.get_content_subtype() == "html" and text.strip():
        yield "".join(_words(lxml.html.fromstring(text), leaving=frozenset()))


def _outlook(path: Path, _depth: int) -> Texts:
    """Not all that Outlook packs can be read."""
    yield from _of_bytes(path.read_bytes())
    yield None


READERS: dict[str, Callable[[Path, int], Texts]] = {
    **dict.fromkeys((".docx", ".pptx", ".odt", ".ods", ".odp"), _package),
    ".xlsx": _workbook,
    ".txt": _plain,
    ".csv": _delimited,
    ".md": _marked,
    ".pdf": _pdf,
    ".eml": _letter,
    ".msg": _outlook,
}
