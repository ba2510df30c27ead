"""Words are found in every corner of a file, however its program wrote them down."""

import io
import zipfile
from email.message import EmailMessage

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from dueregard.redactions import searching
from dueregard.redactions.searching import CLEAR, HOLDS, UNREAD

NAME = "Josie O'Malley"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


@pytest.fixture
def search(tmp_path):
    def found(name, content, words=NAME):
        path = tmp_path / "random"
        path.write_bytes(content)
        return searching.search(words, [(str(path), name)])[0]

    return found


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*runs, xml="", author=""):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    if xml:
        paragraph._p.append(parse_xml(xml))
    document.core_properties.author = author
    return saved(document)


def workbook(value="", comment="", title="Sheet", hidden=False):
    book = openpyxl.Workbook()
    book.create_sheet(title).sheet_state = "hidden" if hidden else "visible"
    cell = book[title]["B2"]
    cell.value = value
    if comment:
        cell.comment = Comment(comment, "Somebody")
    return saved(book)


def pdf(text="Ramps of 2026", title="", remark="", attached=None):
    file = pikepdf.new()
    page = file.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = file.make_stream(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode() if text else b"")
    if title:
        file.docinfo["/Title"] = title
    if remark:
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=remark)
        page.Annots = pikepdf.Array([note])
    if attached:
        file.attachments["inside.txt"] = attached
    return saved(file)


def package(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def letter(body="Dear all", html="", attached=None, sender="a@example.org"):
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "Ramps"
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    if attached:
        name, content = attached
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def excels(*rows):
    """As Excel writes it: each text once, in a part of its own, in the order in which they were first typed."""
    texts = list(dict.fromkeys(cell for row in rows for cell in row))
    cells = ["".join(f'<c t="s"><v>{texts.index(cell)}</v></c>' for cell in row) for row in rows]
    grid = "".join(f"<row>{row}</row>" for row in cells)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{grid}</sheetData></worksheet>'
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    link = f'<Relationship Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml" Id="rId9"/>'
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out) as plain:
        parts = {name: plain.read(name) for name in plain.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()
    links = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = links.replace("</", f"{link}</").encode()
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


DELETED = f'<w:del {W} w:id="1" w:author="A"><w:r><w:delText>{NAME}</w:delText></w:r></w:del>'
SPLIT = f'<w:r {W}><w:del w:id="1"><w:r><w:delText>xx</w:delText></w:r></w:del><w:t>ley</w:t></w:r>'
HYPHEN = f"<w:r {W}><w:t>Ann Smith</w:t><w:noBreakHyphen/><w:t>Jones</w:t></w:r>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Josie\r\nO\u2019Malley rang".encode("cp1252")),
        ("a.csv", f'ref,who\n1,"{NAME}"\n'.encode("utf-16")),
        ("a.csv", b"ref,first,last\n1,Josie,O'Malley\n"),
        ("a.csv", b'"ref";"first";"last"\r\n"1";"Josie";"O\'Malley"\r\n'),
        ("a.md", b"Jos\xc2\xadie O'Malley"),
        ("a.md", b"Ask **Josie** O'Malley"),
        ("a.txt", b"> > You should ring Josie\n> > O'Malley"),
        ("a.eml", letter(body="You wrote:\n> ring Josie\n> O'Malley")),
        ("a.xlsx", excels(["Josie", "Brown"], ["Ann", "O'Malley"], ["Josie", "O'Malley"])),
        ("A.DOCX", word("Thanks to Jos", "ie O'Mal", "ley.")),
        ("a.docx", word("Nobody", author=NAME)),
        ("a.docx", word("Nobody", xml=DELETED)),
        ("a.xlsx", workbook(value=f"{NAME} asked")),
        ("a.xlsx", workbook(comment=f"Ask {NAME}")),
        ("a.xlsx", workbook(title=NAME, hidden=True)),
        ("a.pdf", pdf(f"Thanks to {NAME}")),
        ("a.pdf", pdf(title=NAME)),
        ("a.pdf", pdf(remark=f"Is this {NAME}?")),
        ("a.pdf", pdf(attached=NAME.encode())),
        (
            "a.odt",
            package(
                content_xml=f"<r {ODF}><text:p>Josie<text:s/>O'<text:span>Malley</text:span></text:p></r>"
            ),
        ),
        ("a.docx", package(word__embeddings__inside_xlsx=workbook(value=NAME))),
        ("a.docx", package(word__vbaProject_bin=NAME.encode("utf-16-le"))),
        ("a.eml", letter(sender='"Josie O\'Malley" <a@example.org>')),
        ("a.eml", letter(body="Zo\u00eb and Josie O'Malley")),
        ("a.eml", letter(html="<p>Josie <b>O'</b>Malley</p>")),
        ("a.eml", letter(attached=("list.xlsx", workbook(value=NAME)))),
        ("a.eml", letter(attached=("josie-omalley.png", b"picture"))),
        ("a.msg", b"\xd0\xcf\x11\xe0" + NAME.encode("utf-16-le")),
    ],
)
def test_words_are_found(search, name, content):
    assert search(name, content) == HOLDS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"Josephine rang"),
        ("a.docx", word("Josie and others, O'Malley too")),
        ("a.xlsx", workbook(value="Ramps")),
        ("a.xlsx", excels(["Josie", "Brown"], ["Ann", "O'Malley"])),
        ("a.csv", b"first,last\nJosie,Brown\nAnn,O'Malley\n"),
        ("a.pdf", pdf()),
        ("a.eml", letter(attached=("logo.png", b"picture"))),
    ],
)
def test_other_words_are_not(search, name, content):
    assert search(name, content) == CLEAR


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"picture"),
        ("a", b"anything"),
        ("scan.pdf", pdf(text="")),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", package(word__document_xml="<open>")),
        ("a.xlsx", package(xl__a_xml='<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')),
        ("a.txt", b"not \x81 text"),
        ("a.msg", b"\xd0\xcf\x11\xe0 nobody"),
        ("a.eml", letter(attached=("scan.pdf", pdf(text="")))),
    ],
)
def test_what_cannot_be_searched_is_said(search, name, content):
    assert search(name, content) == UNREAD


def test_a_hyphen_that_word_wrote_as_an_element_is_one(search):
    assert search("a.docx", word("Letter of ", xml=HYPHEN), words="Ann Smith-Jones") == HOLDS


def test_words_on_both_sides_of_what_was_struck_out_are_found(search):
    content = word("Josie O'Mal", xml=SPLIT)
    assert search("a.docx", content) == HOLDS
    assert search("a.docx", content, words="O'Malxxley") == HOLDS


def test_letters_that_are_printed_as_one_are_found(search):
    assert search("a.txt", "Mrs Griﬃths".encode(), words="Griffiths") == HOLDS


def test_a_file_within_files_without_end_is_not_searched_for_ever(search):
    content = workbook(value=NAME)
    for _ in range(5):
        content = package(word__embeddings__inside_docx=content)
    assert search("a.docx", content) == UNREAD
