"""What whoever reads a document does not see: left out, or the copy is refused with what to do."""

import io
import struct

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree

from dueregard.evidence.cleaning import pictures, without_properties
from dueregard.evidence.tests.test_cleaning import (
    NAME,
    everything,
    opendocument,
    repacked,
    unpacked,
    word,
    workbook,
)
from equalities.refusals import Refused

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "presentation", "config", "manifest")
)


def with_part(name, content):
    made = workbook() if name.startswith("xl/") else word()
    return repacked(made, **{name: content.encode() if isinstance(content, str) else content})


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("word/vbaProject.bin", b"x", "It has macros"),
        ("xl/macrosheets/sheet1.xml", f"<x {S}/>", "It has macros"),
        ("xl/connections.xml", f"<connections {S}/>", "joined to data elsewhere"),
        ("xl/queryTables/queryTable1.xml", f"<queryTable {S}/>", "joined to data elsewhere"),
        ("xl/model/item.data", b"x", "joined to data elsewhere"),
        ("xl/externalLinks/externalLink1.xml", f"<externalLink {S}/>", "break the links"),
        ("xl/pivotCache/pivotCacheRecords1.xml", f"<r {S}/>", "keeps the rows that it was made of"),
        (
            "xl/pivotCache/pivotCacheDefinition1.xml",
            f'<d {S}><sharedItems><s v="Jane"/></sharedItems></d>',
            "keeps the rows that it was made of",
        ),
        ("xl/revisions/revisionLog1.xml", f"<r {S}/>", "stop sharing it"),
        ("word/media/image1.emf", b"x", "put it in as"),
        ("word/media/image1.WMF", b"x", "put it in as"),
        ("word/embeddings/oleObject1.bin", b"x", "Another file stands in it"),
        ("word/afchunk.mht", b"x", "Another file stands in it"),
        ("word/nameless", b"x", "Another file stands in it"),
        ("ppt/slides/slide2.xml", f'<p:sld {P} show="0"/>', "hidden sheets, rows, columns, slides or text"),
        ("xl/worksheets/sheet9.xml", f'<w {S}><row hidden="1"/></w>', "hidden sheets, rows"),
        ("xl/worksheets/sheet9.xml", f'<w {S}><cols><col hidden="true"/></cols></w>', "hidden sheets, rows"),
    ],
)
def test_a_copy_is_refused_with_what_to_do(name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        without_properties("a.xlsx" if name.startswith("xl/") else "a.docx", with_part(name, content))


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_shown_or_deleted_first(state):
    book = openpyxl.Workbook()
    book.create_sheet("Complaints of Jane Example").sheet_state = state
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="hidden sheets"):
        without_properties("a.xlsx", out.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        '<table:table-row table:visibility="filter"/>',
        '<style:table-properties table:display="false"/>',
        "<text:hidden-text>Jane</text:hidden-text>",
        '<style:drawing-page-properties presentation:visibility="hidden"/>',
    ],
)
def test_so_in_opendocument(content):
    part = f"<office:document-content {ODF}>{content}</office:document-content>".encode()
    with pytest.raises(Refused, match="hidden sheets"):
        without_properties("a.ods", repacked(opendocument(), **{"content.xml": part}))


def test_a_table_joined_to_a_file_elsewhere():
    part = f"<office:document-content {ODF}><table:table-source/></office:document-content>".encode()
    with pytest.raises(Refused, match="joined to data elsewhere"):
        without_properties("a.ods", repacked(opendocument(), **{"content.xml": part}))


def test_hidden_text_of_word_goes_and_the_rest_stays():
    document = docx.Document()
    paragraph = document.add_paragraph("Ramps ")
    paragraph.add_run("as Jane Example wished ").font.hidden = True
    run = paragraph.add_run("are fitted.")
    run.font.hidden = True
    run._r.rPr.find(qn("w:vanish")).set(qn("w:val"), "0")
    out = io.BytesIO()
    document.save(out)
    clean = docx.Document(io.BytesIO(without_properties("a.docx", out.getvalue())))
    assert clean.paragraphs[0].text == "Ramps are fitted."


def test_what_a_speaker_noted_goes():
    notes = f"<p:notes {P} {A}><a:t>Jane Example will object</a:t></p:notes>"
    slide = f"<p:sld {P} {A}><a:t>Ramps</a:t></p:sld>"
    made = repacked(word(), **{"ppt/notesSlides/notesSlide1.xml": notes, "ppt/slides/slide1.xml": slide})
    parts = unpacked(without_properties("a.pptx", made))
    assert NAME not in parts["ppt/notesSlides/notesSlide1.xml"]
    assert b"<a:t>Ramps</a:t>" in parts["ppt/slides/slide1.xml"]


def test_old_pictures_of_a_page_printers_and_signatures_are_left_out_whole():
    book = workbook()
    sheet = unpacked(book)["xl/worksheets/sheet1.xml"].decode()
    relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    setup = f'<pageSetup xmlns:r="{relationships}" orientation="portrait" r:id="rId1"/></worksheet>'
    schema = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{schema}"><Relationship Id="rId1" Type="{relationships}/printerSettings" Target="../printerSettings/p1.bin"/></Relationships>'
    made = repacked(
        book,
        **{
            "xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", setup),
            "xl/worksheets/_rels/sheet1.xml.rels": rels,
            "xl/printerSettings/p1.bin": NAME,
            "docProps/thumbnail.wmf": NAME,
            "_xmlsignatures/sig1.xml": f"<s>{NAME.decode()}</s>",
        },
    )
    clean = without_properties("a.xlsx", made)
    parts = unpacked(clean)
    assert not {"xl/printerSettings/p1.bin", "docProps/thumbnail.wmf", "_xmlsignatures/sig1.xml"} & set(parts)
    assert b"printerSettings" not in parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert b"rId1" not in parts["xl/worksheets/sheet1.xml"]
    assert openpyxl.load_workbook(io.BytesIO(clean)).active.page_setup.orientation == "portrait"


def test_opendocument_forgets_its_printer_and_the_picture_of_its_first_page():
    settings = f'<office:document-settings {ODF}><config:config-item config:name="PrinterName">Jane Example</config:config-item></office:document-settings>'
    manifest = f'<manifest:manifest {ODF}><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/><manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>'
    made = repacked(
        opendocument(),
        **{
            "settings.xml": settings,
            "META-INF/manifest.xml": manifest,
            "Thumbnails/thumbnail.png": NAME,
            "layout-cache": NAME,
        },
    )
    clean = without_properties("a.odt", made)
    assert NAME not in everything("a.odt", clean)
    assert not {"Thumbnails/thumbnail.png", "layout-cache"} & set(unpacked(clean))
    entries = etree.fromstring(unpacked(clean)["META-INF/manifest.xml"])
    assert len(entries) == 1


def test_remarks_for_programmers_go():
    made = with_part("word/extra.xml", "<x><!-- Jane Example --><?mso Jane Example?><y/></x>")
    assert NAME not in everything("a.docx", without_properties("a.docx", made))


def blocks(*texts):
    return b"".join(bytes([len(text)]) + text for text in texts) + b"\0"


LOOP, CONTROL = b"\x21\xff" + blocks(b"NETSCAPE2.0", b"\x01\0\0"), b"\x21\xf9" + blocks(b"\0\0\0\0")
FRAME = (
    b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0x80) + b"\0\0\0\xff\xff\xff" + b"\x02" + blocks(b"\x4c\x01")
)
SCREEN = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"


def test_a_gif_keeps_its_frames_and_loses_what_programs_wrote():
    comment, program = b"\x21\xfe" + blocks(NAME), b"\x21\xff" + blocks(b"XMP DataXMP", NAME)
    made = SCREEN + comment + LOOP + program + CONTROL + FRAME + b"\x21\x01" + blocks(NAME) + b"\x3b" + NAME
    assert pictures.gif(made) == SCREEN + LOOP + CONTROL + FRAME + b"\x3b"
    clean = unpacked(without_properties("a.docx", with_part("word/media/image1.gif", made)))
    assert clean["word/media/image1.gif"] == pictures.gif(made)


@pytest.mark.parametrize("cut", [0, 6, 12, 20, len(SCREEN) + 9, len(SCREEN + FRAME) - 1])
def test_a_broken_gif_is_no_gif(cut):
    with pytest.raises((ValueError, LookupError)):
        pictures.gif((SCREEN + FRAME + b"\x3b")[:cut])


def test_an_svg_keeps_its_shapes_alone():
    made = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/x" width="9"
      sodipodi:docname="C:\\\\Jane Example\\\\a.svg"><metadata>Jane Example</metadata><sodipodi:namedview>Jane Example</sodipodi:namedview>
      <desc>Jane Example</desc><path d="M0 0" onclick="Jane Example"/><!-- Jane Example --></svg>"""
    clean = pictures.svg(made)
    assert b"Jane" not in clean
    root = etree.fromstring(clean)
    assert (root.get("width"), [etree.QName(each).localname for each in root]) == ("9", ["path"])
    with pytest.raises(ValueError, match="no SVG"):
        pictures.svg(b"<html/>")
