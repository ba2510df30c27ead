"""The same words as web page, Word document and PDF, each one that everybody can use."""

import io
from datetime import UTC, datetime

import docx
import pikepdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import html

from dueregard.papers import reports
from dueregard.papers.reports.pdf import write_pdf
from dueregard.plans.models import Action
from dueregard.plans.reports import Filter
from dueregard.plans.tests.factories import TODAY
from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HERE = Source()


@pytest.fixture
def files(plan):
    content = reports.content(
        Action.objects.all(), Filter(), organisation="Fairshire Council", scope="all actions", as_at=TODAY
    )
    made = reports.files(content, title="Progress <b>", committee="", made_at=NOW)
    return {each.name: each.content for each in made}


@pytest.mark.django_db
def test_the_web_page_holds_all_and_no_markup_of_a_title(files):
    root = html.fromstring(files["paper.html"].decode())
    assert root.get("lang") == "en-GB"
    assert [each.text_content() for each in root.xpath("//h1")] == ["Progress <b>"]
    assert len(root.xpath("//table")) == 5
    assert all(table.xpath(".//thead//th[@scope='col']") for table in root.xpath("//table"))


@pytest.mark.django_db
def test_the_word_document_has_headings_header_rows_title_and_language(files):
    word = docx.Document(io.BytesIO(files["paper.docx"]))
    assert word.core_properties.title == "Progress <b>"
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.author == ""
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert [each.text for each in word.paragraphs if each.style.name == "Heading 1"] == ["Progress <b>"]
    assert "What to ask" in [each.text for each in word.paragraphs if each.style.name == "Heading 2"]
    assert len(word.tables) == 5
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)


def kinds(element):
    """The kinds of every structure element under one."""
    yield str(element.get("/S", ""))
    below = element.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary):
            yield from kinds(child)


@pytest.mark.django_db
def test_the_pdf_is_tagged_and_says_its_language_and_title(files):
    with pikepdf.open(io.BytesIO(files["paper.pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Progress <b>"
        found = list(kinds(pdf.Root.StructTreeRoot))
        assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(found)
        assert found.count("/Table") == 5
        box = pdf.pages[0].MediaBox
        assert box[2] > box[3]


@pytest.mark.django_db
def test_the_same_paper_gives_the_same_bytes(files, plan):
    content = reports.content(
        Action.objects.all(), Filter(), organisation="Fairshire Council", scope="all actions", as_at=TODAY
    )
    again = reports.files(content, title="Progress <b>", committee="", made_at=NOW)
    assert {each.name: each.content for each in again} == files


@pytest.mark.parametrize(("language", "said"), [("cy", "cy"), ("en-gb", "en-GB")])
def test_a_language_may_have_no_country(language, said):
    with pikepdf.open(io.BytesIO(pdf_of("Papur", language))) as pdf:
        assert str(pdf.Root.Lang) == said


def pdf_of(text, language="en-gb"):
    table = Table(((Cell(text, HERE, is_head=True),), (Cell(text, HERE),)), HERE)
    lines = (Paragraph(text, HERE, level=1), Paragraph(text, HERE), Paragraph(text, HERE, is_item=True))
    out = io.BytesIO()
    write_pdf(Pages((*lines, table)), out, language=language, made_at=NOW)
    return out.getvalue()


def words_of(content):
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.slow_test
@pytest.mark.parametrize(
    "text",
    [
        "#set page(fill: red) $x$ *b* @ref <label> \\ // = [",
        "Cyfle cyfartal: ŵ ŷ Ŵ Ŷ â",
        "£5 – “half” ½ ≥ → ✓",
    ],
)
def test_words_stand_in_the_pdf_as_they_are(text):
    assert words_of(pdf_of(text)).count(text) == 5


@pytest.mark.slow_test
@pytest.mark.parametrize(
    "text",
    [
        "中文 漢字",
        "ਪੰਜਾਬੀ",
        "👩‍👩‍👦 done ❌",
        "\u202eabc\u200f\u2028\u2029",
        "x\u0489\u0301",
        "\x95 \uf0b7",
        "العربية",
    ],
)
def test_letters_that_cannot_be_shown_never_stop_it(text):
    words = words_of(pdf_of(text))
    assert ("stands for a letter that this PDF cannot show" in words) == ("[?]" in words)


@pytest.mark.slow_test
def test_what_the_fonts_are_said_to_have_they_have():
    from dueregard.papers.reports.pdf import UNSHOWN

    letters = "".join(chr(code) for code in range(0x20, 0x2800) if not UNSHOWN.match(chr(code)))
    assert len(letters) > 2000
    assert pdf_of(letters)
