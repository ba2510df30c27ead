"""Each kind of file that cannot be read is refused with its own sentence, which says what to do."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter

from equalities.documents.files import READERS
from equalities.documents.formats import package as package_module
from equalities.documents.formats.kinds import SUFFIXES, reader_suffix
from equalities.documents.formats.package import open_package, parse_xml
from equalities.refusals import Refused

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
OFFICE_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override ContentType="{}"/></Types>'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le") + b"\0\0"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet()
    book.close()
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, part)
    return buffer.getvalue()


ODS = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
LOCKED_ODS = zipped({
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": "<manifest:encryption-data/>",
})  # fmt: skip

READ = {
    "plan.docx": word(),
    "Plan.DOCX": word(),
    "plan.xlsx": workbook(),
    "plan.ods": ODS,
    "plan.pdf": b"\n%PDF-1.4\n",
    "plan.html": b"<!DOCTYPE html><p>Plan",
    "plan.htm": b"\xef\xbb\xbf<table><tr><td>Plan",
    "plan.csv": b"Action,Lead\n",
    "marked.csv": "Action,Lead".encode("utf-16"),
    "unmarked.csv": "Action,Lead".encode("utf-16-le"),
    "staff.csv": b"BME,White\n1,2\n",
    "about.md": b"Save the plan as a file that begins with %PDF-",
    "plan.tsv": b"Action\tLead\r",
    "plan.md": b"<table><tr><td>a table in Markdown",
    "plan.txt": "Café".encode("cp1252"),
}

REFUSED = {
    "empty.docx": (b"", "This file is empty"),
    "old.doc": (OLE + utf16("WordDocument"), r"old Word file (.doc): open it in Word, save it as .docx"),
    "old.xls": (OLE + utf16("Workbook"), r"old Excel file (.xls): open it in Excel, save it as .xlsx"),
    "older.xls": (OLE + utf16("Book"), r"old Excel file (.xls)"),
    "renamed.xlsx": (OLE + utf16("Workbook"), "whatever its name says (.xlsx)"),
    "locked.xlsx": (OLE + utf16("EncryptedPackage"), "protected by a password or a sensitivity label"),
    "locked.docx": (OLE + utf16("EncryptedPackage"), "remove the protection"),
    "message.msg": (OLE, "old Office or e-mail file"),
    "macro.docm": (word(), "holds macros, which are never run here: save it as .docx without macros"),
    "macro.xlsm": (workbook(), "save it as .xlsx without macros"),
    "hidden-macro.docx": (with_part(word(), "word/vbaProject.bin", b"x"), "save it as .docx without macros"),
    "hidden-macro.xlsx": (
        with_part(workbook(), "xl/vbaProject.bin", b"x"),
        "save it as .xlsx without macros",
    ),
    "template.docx": (
        zipped(
            {
                "[Content_Types].xml": OFFICE_TYPES.format(
                    "application/vnd.ms-word.document.macroEnabled.main+xml"
                )
            }
        ),
        "macros",
    ),
    "binary.xlsb": (
        zipped({"[Content_Types].xml": OFFICE_TYPES.format("spreadsheetml"), "xl/workbook.bin": b"x"}),
        "binary workbook (.xlsb)",
    ),
    "slides.pptx": (zipped({"[Content_Types].xml": OFFICE_TYPES.format("presentationml")}), "a presentation"),
    "bundle.zip": (zipped({"plan.docx": word()}), "unpack it"),
    "notes.docx": (zipped({"readme.txt": "x"}), "holds no Word document or spreadsheet"),
    "text.odt": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "save it as .docx (or .ods",
    ),
    "locked.ods": (LOCKED_ODS, "protected by a password"),
    "cut.docx": (word()[:2000], "damaged"),
    "really-pdf.docx": (b"%PDF-1.7\n", "called .docx but is a PDF: give it the ending .pdf"),
    "really-word.xlsx": (word(), "called .xlsx but is a Word document"),
    "really-excel.csv": (workbook(), "called .csv but is an Excel workbook"),
    "export.xls": (b"<html><body><table>", "called .xls but is a web page"),
    "page.csv": (b"<!doctype html><title>Sign in</title>", "called .csv but is a web page"),
    "no-ending": (word(), "called by a name without an ending but is a Word document"),
    "letter.rtf": (b"{\\rtf1 x}", "save it as .docx"),
    "scan.jpg": (b"\xff\xd8\xff\xe0", "This is a picture"),
    "scan.bmp": (b"BM\x36\x00\x0c\x00\x01", "save the plan as .docx"),
    "really-pdf.csv": (b"%PDF-1.7\n", "called .csv but is a PDF"),
    "scan.docx": (b"\x89PNG\r\n\x1a\n", "This is a picture"),
    "garbage.csv": (bytes(range(256)), "called .csv but holds no readable text"),
    "words.docx": (b"only words", "This file (.docx) is not what its name says"),
    "words.pages": (b"only words", "save the plan as .docx"),
}


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_what_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(READ[name])
    assert reader_suffix(path, name) == Path(name).suffix.lower().replace(".htm", ".html").replace(
        ".htmll", ".html"
    )


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_its_own_sentence(tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        reader_suffix(path, name)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_each_kind_has_a_reader() -> None:
    assert set(READERS) == {suffix.replace(".htm", ".html").replace(".htmll", ".html") for suffix in SUFFIXES}


def test_the_limit_of_size_is_the_callers(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    assert reader_suffix(path, path.name) == ".txt"
    with pytest.raises(Refused, match="larger than 1 MB"):
        reader_suffix(path, path.name, megabytes=1)


@pytest.mark.slow_test
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    types = OFFICE_TYPES.format(WORD_TYPE)
    path.write_bytes(zipped({"[Content_Types].xml": types, "word/document.xml": bytes(30 * 1024 * 1024)}))
    assert path.stat().st_size < 40_000
    with pytest.raises(Refused, match="unpacks to far more than a plan needs"):
        reader_suffix(path, path.name)


@pytest.mark.slow_test
def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "parts.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(str(number), b"")
    with pytest.raises(Refused, match="unpacks to far more"):
        reader_suffix(path, path.name)


def test_a_part_that_is_locked_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"word/document.xml": "<x/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1  # the bit that says "encrypted"
    path = tmp_path / "locked.docx"
    path.write_bytes(content)
    with pytest.raises(Refused, match="protected by a password"):
        reader_suffix(path, path.name)


def test_a_part_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.xml": "<x>" + "words " * 200 + "</x>"}))
    content[content.index(b"a.xml") + 12] ^= 0xFF
    path = tmp_path / "bad.docx"
    path.write_bytes(content)
    with open_package(path) as package, pytest.raises(Refused, match="damaged"):
        package.read("a.xml")


def test_a_part_larger_than_any_plan_needs_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_module, "PART_BYTES", 1000)
    path = tmp_path / "large.docx"
    path.write_bytes(zipped({"small.xml": "x" * 1000, "large.xml": "x" * 1001}))
    with open_package(path) as package:
        assert len(package.read("small.xml")) == 1000
        with pytest.raises(Refused, match="far more than a plan needs"):
            package.read("large.xml")


def test_entities_in_xml_are_not_followed() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(Refused, match="XML entities"):
        parse_xml(bomb)
    with pytest.raises(Refused, match="XML entities"):
        parse_xml(b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>')


def test_xml_nested_past_reason_is_refused() -> None:
    with pytest.raises(Refused, match="damaged"):
        parse_xml(b"<a>" * 5000 + b"</a>" * 5000)


def test_links_to_outside_are_not_parts(tmp_path: Path) -> None:
    path = tmp_path / "links.docx"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="1" Type="t" Target="http://198.51.100.1/x" TargetMode="External"/>'
        '<Relationship Id="2" Type="t" Target="../custom.xml"/><Relationship Id="3" Type="t" Target="/word/styles.xml"/>'
        "</Relationships>"
    )
    path.write_bytes(zipped({"word/_rels/document.xml.rels": links}))
    with open_package(path) as package:
        assert package.related("word/document.xml") == {"2": "custom.xml", "3": "word/styles.xml"}
