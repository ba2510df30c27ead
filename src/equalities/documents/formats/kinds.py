"""What a file really is, by its bytes rather than its name, and one sentence for each kind that cannot be read."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from equalities.documents.formats.decoding import is_unmarked_utf16
from equalities.documents.formats.package import LOCKED, Package, open_package
from equalities.refusals import Refused
from equalities.saying import say, to_say

MEGABYTES = 25  # of a plan, unless the installation says otherwise

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".md", ".html", ".htm")
SUFFIXES = (".docx", ".xlsx", ".ods", ".pdf", *TEXT_SUFFIXES)

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
MACRO_SUFFIXES = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam")


@dataclass(frozen=True)
class _Kind:
    suffix: str
    called: str


_WORD = _Kind(".docx", to_say("a Word document"))
_EXCEL = _Kind(".xlsx", to_say("an Excel workbook"))
_ODS = _Kind(".ods", to_say("an OpenDocument spreadsheet"))
_PDF = _Kind(".pdf", to_say("a PDF"))
_HTML = _Kind(".html", to_say("a web page"))
_TEXT = _Kind("", to_say("plain text"))


def reader_suffix(path: Path, name: str, *, megabytes: int = MEGABYTES) -> str:
    """Which reader a file needs, as the suffix it goes by: one of ".docx", ".xlsx", ".ods", ".pdf", ".html",
    ".csv", ".tsv", ".txt" and ".md".

    `path` holds the file, `name` is what its owner calls it, `megabytes` the most that is read. Raises Refused,
    with a sentence that says what to do, for an empty or too large file, one that is not what its name says,
    a locked one, one with macros, and every kind that is not read.
    """
    _check_size(path, megabytes)
    suffix = Path(name).suffix.lower()
    with path.open("rb") as file:
        start = file.read(4096)
    kind = _recognise(path, start, suffix)
    if kind is _TEXT:
        return _text_suffix(suffix, start)
    if kind.suffix != _usual(suffix):
        raise Refused(
            "This file is called {name} but is {called}: "
            "give it the ending {ending}, or save it again as what you meant, and try with that.",
            name=suffix or say("by a name without an ending"),
            called=say(kind.called),
            ending=kind.suffix,
        )
    return kind.suffix


def _check_size(path: Path, megabytes: int) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Refused("This file is empty: check that it was saved, and choose it again.")
    if size > megabytes * 1024 * 1024:
        raise Refused(
            "This file is larger than {megabytes} MB, the most that is read for a plan: "
            "remove pictures and pages that are not part of the plan, and try again.",
            megabytes=megabytes,
        )


def _usual(suffix: str) -> str:
    return {".htm": ".html", ".xhtml": ".html"}.get(suffix, suffix)


def _recognise(path: Path, start: bytes, suffix: str) -> _Kind:
    if suffix in MACRO_SUFFIXES:
        raise Refused(_macros(suffix))
    if start.startswith(OLE):
        raise Refused(_ole(path, suffix))
    if start.startswith(ZIP):
        with open_package(path) as package:
            return _package_kind(package)
    if b"%PDF-" in (start[:1024] if suffix not in TEXT_SUFFIXES else start.lstrip()[:5]):
        return _PDF
    if start.startswith(b"{\\rtf"):
        raise Refused(
            "This is a rich text (.rtf) file: open it in Word or LibreOffice, save it as .docx, and try with that."
        )
    if start.startswith(PICTURES):
        raise Refused(
            "This is a picture, and words in a picture cannot be read: find the document it was made from, "
            "and try with that."
        )
    return _HTML if _looks_like_html(start, suffix) else _TEXT


def _ole(path: Path, suffix: str) -> str:
    """The old Office container: a .doc, a .xls, or a new file locked inside one."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return say(
            "This file is protected by a password or a sensitivity label: open it, remove the protection "
            "(File, Info, Protect), save it again, and try with that copy."
        )
    if "WordDocument".encode("utf-16-le") in content:
        return _old("Word", "doc", "docx", suffix)
    if any(f"{stream}\0".encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return _old("Excel", "xls", "xlsx", suffix)
    return say(
        "This {file} is an old Office or e-mail file that cannot be read: save it as .docx or .xlsx, "
        "and try with that.",
        file=suffix or say("file"),
    )


def _old(program: str, old: str, new: str, suffix: str) -> str:
    ending = suffix or say("no ending")
    named = "" if suffix == f".{old}" else say(", whatever its name says ({ending})", ending=ending)
    return say(
        "This is an old {program} file (.{old}){named}: open it in {program}, save it as .{new}, and try with that.",
        program=program,
        old=old,
        new=new,
        named=named,
    )


def _macros(suffix: str) -> str:
    plain = ".docx" if suffix.startswith(".do") else ".xlsx"
    return say(
        "This file holds macros, which are never run here: save it as {plain} without macros, and try with that.",
        plain=plain,
    )


def _package_kind(package: Package) -> _Kind:
    kind = _office_kind(package) or _opendocument_kind(package)
    if kind is None:
        raise Refused(
            "This is a zip file that holds no Word document or spreadsheet: unpack it, and choose the document inside."
        )
    return kind


def _office_kind(package: Package) -> _Kind | None:
    types = package.read("[Content_Types].xml")
    kind = _WORD if b"wordprocessingml" in types else _EXCEL if b"spreadsheetml" in types else None
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in package.names):
        raise Refused(_macros(".docx" if kind is _WORD else ".xlsx"))
    if "xl/workbook.bin" in package.names:
        raise Refused(
            "This is a binary workbook (.xlsb): open it in Excel, save it as .xlsx, and try with that."
        )
    if b"presentationml" in types:
        raise Refused(
            "This is a presentation: copy the plan's table into a Word document or a workbook, and try with that."
        )
    return kind


def _opendocument_kind(package: Package) -> _Kind | None:
    mimetype = package.read("mimetype").decode("ascii", "replace").strip()
    if not mimetype.startswith("application/vnd.oasis.opendocument."):
        return None
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused(LOCKED)
    if not mimetype.endswith(".spreadsheet"):
        raise Refused(
            "This is an OpenDocument text or drawing: open it, save it as .docx (or .ods for a sheet), "
            "and try with that."
        )
    return _ODS


def _looks_like_html(start: bytes, suffix: str) -> bool:
    if _usual(suffix) == ".html":
        return not _looks_binary(start)
    plain = start.lstrip(codecs.BOM_UTF8).lstrip().lower()
    opens = (
        (b"<!doctype html", b"<html") if suffix in TEXT_SUFFIXES else (b"<!doctype html", b"<html", b"<table")
    )
    return plain.startswith(opens)


def _text_suffix(suffix: str, start: bytes) -> str:
    if suffix not in TEXT_SUFFIXES:
        raise Refused(
            "This file ({ending}) is not what its name says, or of a kind that is not read: save the plan as .docx, "
            ".xlsx, .ods, .csv, .html or .pdf, and try with that.",
            ending=suffix or say("without an ending"),
        )
    if _looks_binary(start):
        raise Refused(
            "This file is called {suffix} but holds no readable text: save it again as {suffix}, "
            "with the encoding UTF-8, and try with that.",
            suffix=suffix,
        )
    return suffix


def _looks_binary(start: bytes) -> bool:
    """Text has no control characters but tabs and ends of lines; UTF-16 has a nul in every other place."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or is_unmarked_utf16(start):
        return False
    return any(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in start)
