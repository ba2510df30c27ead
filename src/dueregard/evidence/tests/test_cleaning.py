"""Made-up documents full of names: none is left, and what they say is."""

import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml import parse_xml
from lxml import etree
from openpyxl.comments import Comment

from dueregard.evidence.cleaning import without_properties
from equalities.refusals import Refused

NAME = b"Jane Example"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(content, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in (unpacked(content) | parts).items():
            archive.writestr(name, part)
    return out.getvalue()


def word():
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "Jane Example"
    paragraph = document.add_paragraph("Ramps are ")
    document.add_comment(paragraph.runs, text="Jane Example thinks not", author="Jane Example", initials="JE")
    for tag, text in (
        ("ins", "<w:t>fitted</w:t>"),
        ("del", "<w:delText>forgotten by Jane Example</w:delText>"),
    ):
        xml = f'<w:{tag} {W} w:id="9" w:author="Jane Example" w:date="2026-01-01T00:00:00Z"><w:r>{text}</w:r></w:{tag}>'
        paragraph._p.append(parse_xml(xml))
    paragraph.add_run(" everywhere.")
    out = io.BytesIO()
    document.save(out)
    app = b'<Properties xmlns="x"><Company>Jane Example Ltd</Company></Properties>'
    parts = {
        "docProps/app.xml": app,
        "word/media/photo.jpg": photo(),
        "word/_rels/settings.xml.rels": led_to(),
    }
    return repacked(out.getvalue(), **parts)


def led_to():
    """What Word and Excel write of the files that a document leads to."""
    paths = {
        "attachedTemplate": "file:///C:\\Users\\Jane Example\\Templates\\Council.dotm",
        "hyperlink": "file:///\\\\server\\homes\\Jane Example\\ramps.xlsx",
        "externalLinkPath": "../../Jane Example/costs.xlsx",
    }
    rows = "".join(
        f'<Relationship Id="r{kind}" Type="http://x/relationships/{kind}" Target="{path}" TargetMode="External"/>'
        for kind, path in paths.items()
    )
    inside = '<Relationship Id="r9" Type="http://x/relationships/none" Target="styles.xml"/>'
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{schema}">{rows}{inside}</Relationships>'.encode()


def workbook():
    book = openpyxl.Workbook()
    book.properties.creator = "Jane Example"
    book.active["A1"] = "Ramps fitted"
    book.active["A1"].comment = Comment("Jane Example doubts it", "Jane Example")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opendocument():
    out = io.BytesIO()
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {office}><office:meta>Jane Example</office:meta></office:document-meta>",
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {office}><text:tracked-changes>Jane Example</text:tracked-changes>"
            "<text:p>Ramps <office:annotation>Jane Example</office:annotation>are fitted.</text:p></office:document-content>",
        )
    return out.getvalue()


def photo(orientation=6):
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack("<HHII", 0x8825, 4, 1, 26)
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + bytes(4) + b"51 N Jane Example"
    exif = b"Exif\0\0" + tiff
    parts = [b"\xff\xd8", b"\xff\xe0\0\x07JFIF\0", b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif]
    parts += [
        b"\xff\xfe\0\x0eJane Example",
        b"\xff\xdb\0\x03Q",
        b"\xff\xda\0\x03S",
        b"scan\xff\0\xff\xd0more",
        b"\xff\xd9",
    ]
    return b"".join(parts) + b"thumbnail of Jane Example"


def drawing():
    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = (
        head
        + chunk(b"tEXt", b"Author\0Jane Example")
        + chunk(b"caBX", b"signed by Jane Example")
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + body + b"Jane Example"


def report():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = "Jane Example"
    with pdf.open_metadata() as about:
        about["dc:title"] = "Ramps"
        about["dc:creator"] = ["Jane Example"]
        about["pdfuaid:part"] = "1"
    note = {
        "/Type": pikepdf.Name.Annot,
        "/Subtype": pikepdf.Name.Text,
        "/Contents": "Jane Example",
        "/Rect": [0, 0, 1, 1],
    }
    link = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 1, 1]}
    pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(note), pikepdf.Dictionary(link)])
    pdf.attachments["notes.txt"] = b"Jane Example"
    picture = pikepdf.Stream(pdf, photo())
    picture.Filter = pikepdf.Name.DCTDecode
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def everything(name, content):
    """The bytes of a file with all that is packed in it."""
    if content[:2] == b"PK":
        return b"".join(everything(inner, part) for inner, part in unpacked(content).items())
    if content[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            streams = [each.read_raw_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            return b"".join(
                [*streams, *(str(each).encode() for each in pdf.objects), str(dict(pdf.docinfo)).encode()]
            )
    return content


MADE = {
    "a.docx": word,
    "a.xlsx": workbook,
    "a.odt": opendocument,
    "a.jpg": photo,
    "a.JPEG": photo,
    "a.png": drawing,
    "a.pdf": report,
}


@pytest.mark.parametrize("name", MADE)
def test_no_name_is_left_and_cleaning_twice_changes_nothing(name):
    before = MADE[name]()
    assert NAME in everything(name, before)
    after = without_properties(name, before)
    assert NAME not in everything(name, after)
    assert without_properties(name, after) == after


def test_a_word_document_says_what_it_said_with_its_changes_accepted():
    clean = docx.Document(io.BytesIO(without_properties("a.docx", word())))
    assert clean.paragraphs[0].text == "Ramps are fitted everywhere."
    assert (clean.core_properties.author, clean.core_properties.last_modified_by) == ("", "")
    assert len(list(clean.comments)) == 0


def test_links_to_files_keep_the_name_of_the_file_alone():
    parts = unpacked(without_properties("a.docx", word()))
    links = etree.fromstring(parts["word/_rels/settings.xml.rels"])
    assert [link.get("Target") for link in links] == ["ramps.xlsx", "costs.xlsx", "styles.xml"]


def test_who_refreshed_a_pivot_table_goes():
    pivot = b'<pivotCacheDefinition xmlns="x" refreshedBy="Jane Example" recordCount="3"/>'
    made = repacked(workbook(), **{"xl/pivotCache/pivotCacheDefinition1.xml": pivot})
    cleaned = unpacked(without_properties("a.xlsx", made))["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert NAME not in cleaned
    assert b'recordCount="3"' in cleaned


@pytest.mark.parametrize("filters", [["/DCTDecode"], ["/FlateDecode", "/DCTDecode"]])
def test_a_picture_in_a_pdf_is_cleaned_however_its_packing_is_written(filters):
    out = io.BytesIO()
    with pikepdf.new() as made:
        content = photo() if len(filters) == 1 else zlib.compress(photo())
        stream = pikepdf.Stream(made, content)
        stream.Filter = pikepdf.Array([pikepdf.Name(name) for name in filters])
        made.add_blank_page().obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=stream))
        made.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    if len(filters) > 1:
        with pytest.raises(Refused):
            without_properties("a.pdf", out.getvalue())
    else:
        assert NAME not in without_properties("a.pdf", out.getvalue())


def test_a_workbook_opens_and_holds_its_cells():
    clean = openpyxl.load_workbook(io.BytesIO(without_properties("a.xlsx", workbook())))
    assert clean.active["A1"].value == "Ramps fitted"
    assert clean.active["A1"].comment is None


def test_text_after_a_remark_stays():
    content = unpacked(without_properties("a.odt", opendocument()))["content.xml"].decode()
    assert "<text:p>Ramps are fitted.</text:p>" in content
    first = next(iter(unpacked(without_properties("a.odt", opendocument()))))
    assert first == "mimetype"


def test_lines_of_a_drawing_are_no_tracked_changes():
    shape = b'<a:path xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:moveTo><a:pt x="1"/></a:moveTo></a:path>'
    with_shape = repacked(word(), **{"word/drawings/shape.xml": shape})
    assert b"moveTo" in unpacked(without_properties("a.docx", with_shape))["word/drawings/shape.xml"]


def test_a_photo_stays_the_right_way_up():
    clean = without_properties("a.jpg", photo(orientation=8))
    assert clean.startswith(b"\xff\xd8\xff\xe0\0\x07JFIF\0\xff\xe1")
    assert struct.pack(">HHIH", 0x0112, 3, 1, 8) in clean
    assert clean.endswith(b"\xff\xda\0\x03Sscan\xff\0\xff\xd0more\xff\xd9")


def test_a_pdf_keeps_its_title_its_links_and_that_everybody_can_use_it():
    with pikepdf.open(io.BytesIO(without_properties("a.pdf", report()))) as pdf:
        assert [str(each.Subtype) for each in pdf.pages[0].Annots] == ["/Link"]
        assert len(pdf.attachments) == 0
        with pdf.open_metadata() as about:
            assert (about["dc:title"], about["pdfuaid:part"]) == ("Ramps", "1")
            assert "dc:creator" not in about


@pytest.mark.parametrize("name", ["mail.eml", "mail.msg", "nothing", "x.exe"])
def test_what_cannot_be_cleaned_is_refused(name):
    with pytest.raises(Refused, match="save what matters as a PDF"):
        without_properties(name, b"From: Jane Example")


@pytest.mark.parametrize("name", [name for name in MADE if name != "a.JPEG"])
@pytest.mark.parametrize("part", [0, 1, 10, 40, 0.5, 0.9])
def test_a_broken_file_is_refused_and_never_let_through(name, part):
    whole = MADE[name]()
    cut = whole[: int(len(whole) * part) if isinstance(part, float) else part]
    try:
        clean = without_properties(name, cut)
    except Refused:
        return
    assert NAME not in everything(name, clean)


def test_a_picture_of_a_kind_that_keeps_places_is_refused():
    with pytest.raises(Refused, match="put it in as"):
        without_properties("a.docx", repacked(word(), **{"word/media/image9.TIFF": b"II*\0"}))


def test_a_package_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("dueregard.evidence.cleaning.packages.MOST_BYTES", 1000)
    with pytest.raises(Refused, match="save it anew"):
        without_properties("a.docx", word())
    inside = word()
    monkeypatch.undo()
    for _ in range(4):
        inside = repacked(word(), **{"word/embeddings/a.docx": inside})
    with pytest.raises(Refused, match="save it anew"):
        without_properties("a.docx", inside)


@pytest.mark.django_db
def test_the_page_gives_a_copy_under_a_name_of_ours(officer, reader, stranger, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from dueregard.evidence.services import attach

    settings.MEDIA_ROOT = tmp_path
    organisation = officer.membership.organisation
    made = [
        attach(organisation, by=officer.user, upload=SimpleUploadedFile(name, content))
        for name, content in (("Jane Example's report.docx", word()), ("mail.eml", b"From: Jane Example"))
    ]
    copy = reader.get(f"/documents/{made[0].pk}/to-publish/")
    assert copy["Content-Disposition"] == f'attachment; filename="Evidence {made[0].pk}.docx"'
    assert NAME not in everything("a.docx", copy.content)
    assert NAME in everything("a.docx", reader.get(f"/documents/{made[0].pk}/").content)
    assert "save what matters as a PDF" in reader.get(f"/documents/{made[1].pk}/to-publish/").content.decode()
    assert stranger.get(f"/documents/{made[0].pk}/to-publish/").status_code == 404
