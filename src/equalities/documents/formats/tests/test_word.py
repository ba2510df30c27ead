"""Word documents as councils really have them, made here with python-docx and read back."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from equalities.documents.blocks import Pages, Paragraph, Source, Table
from equalities.documents.formats import word
from equalities.documents.formats.tests.pictures import one_pixel
from equalities.refusals import Refused

Build = Callable[[Any], None]
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Build], Pages]:
    def read_built(build: Build) -> Pages:
        document = docx.Document()
        build(document)
        path = tmp_path / "upload"
        document.save(path)
        return word.read(path, "plan.docx")

    return read_built


def tables(pages: Pages) -> list[Table]:
    return [block for block in pages.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def fill(table: Any, *rows: list[str]) -> Any:
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    return table


def switch(element: Any, path: str, value: str | None = None) -> None:
    """Set a switch of Word's such as trPr/tblHeader on a row."""
    outer, inner = path.split("/")
    around = element.find(qn(f"w:{outer}"))
    if around is None:
        around = OxmlElement(f"w:{outer}")
        element.insert(0, around)
    child = OxmlElement(f"w:{inner}")
    if value is not None:
        child.set(qn("w:val"), value)
    around.append(child)


def test_paragraphs_and_tables_come_in_reading_order_with_their_places(read) -> None:
    def build(document: Any) -> None:
        document.add_heading("Equality plan", 0)
        document.add_heading("Our objectives", 2)
        document.add_paragraph("")
        document.add_paragraph("Words before")
        fill(document.add_table(1, 2), ["Action", "Lead"])
        document.add_paragraph("Words after")

    pages = read(build)
    assert [block.text if isinstance(block, Paragraph) else "table" for block in pages.blocks] == [
        "Equality plan",
        "Our objectives",
        "Words before",
        "table",
        "Words after",
    ]
    title, heading, before, table, after = pages.blocks
    assert (title.level, heading.level, before.level) == (1, 2, None)
    assert (before.source, after.source) == (Source("plan.docx", line=4), Source("plan.docx", line=5))
    assert table.rows[0][1].source == Source("plan.docx", table=1, row=1, column=2)
    assert pages.problems == ()


def test_a_merged_cell_stands_once_at_its_first_place(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(3, 3), ["a", "b", "c"], ["d", "", "f"], ["g", "", "i"])
        table.cell(1, 1).merge(table.cell(2, 1)).text = "two rows"
        table.cell(0, 0).merge(table.cell(0, 1)).text = "two columns"

    (table,) = tables(read(build))
    assert texts(table) == [["two columns", "c"], ["d", "two rows", "f"], ["g", "i"]]
    assert [(cell.column_span, cell.row_span) for cell in table.rows[0]] == [(2, 1), (1, 1)]
    assert [(cell.column_span, cell.row_span) for cell in table.rows[1]] == [(1, 1), (1, 2), (1, 1)]
    assert [cell.source.column for cell in table.rows[0] + table.rows[2]] == [1, 3, 1, 3]


def test_words_in_a_cell_that_only_continues_a_merge_are_not_lost(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(2, 1), ["above"], ["beneath"])
        switch(table.cell(0, 0)._tc, "tcPr/vMerge", "restart")
        switch(table.cell(1, 0)._tc, "tcPr/vMerge")

    (table,) = tables(read(build))
    assert texts(table) == [["above"], ["beneath"]]


def test_a_row_may_begin_past_the_first_column(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(2, 2), ["a", "b"], ["", "d"])
        second = table.rows[1]._tr
        second.remove(second.tc_lst[0])
        switch(second, "trPr/gridBefore", "1")

    (table,) = tables(read(build))
    assert [(cell.text, cell.source.column) for cell in table.rows[1]] == [("d", 2)]


def test_a_cell_that_claims_to_span_a_million_columns(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(1, 1), ["a"])
        switch(table.rows[0].cells[0]._tc, "tcPr/gridSpan", "999999999")
        switch(table.rows[0]._tr, "trPr/gridBefore", "999999999")

    (cell,) = tables(read(build))[0].rows[0]
    assert (cell.column_span, cell.source.column) == (63, 64)


def test_repeated_head_rows_and_hidden_rows_are_marked(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(3, 1), ["Action"], ["secret"], ["open"])
        switch(table.rows[0]._tr, "trPr/tblHeader")
        switch(table.rows[1]._tr, "trPr/hidden")
        switch(table.rows[2]._tr, "trPr/tblHeader", "0")

    (table,) = tables(read(build))
    assert [(row[0].is_head, row[0].hidden) for row in table.rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_list_in_a_cell_becomes_items(read) -> None:
    def build(document: Any) -> None:
        cells = document.add_table(1, 3).rows[0].cells
        cells[0].text = "Measures:"
        cells[0].add_paragraph("Numbers on Do-it", style="List Bullet")
        cells[0].add_paragraph("Places filled", style="List Bullet")
        cells[1].paragraphs[0].style = document.styles["List Number"]
        cells[1].paragraphs[0].add_run("Review the policy")
        cells[2].text = "• typed one\n• typed two"

    ((listed, numbered, typed),) = tables(read(build))[0].rows
    assert listed.text == "Measures:\nNumbers on Do-it\nPlaces filled"
    assert listed.items == ("Numbers on Do-it", "Places filled")
    assert (numbered.text, numbered.items) == ("1. Review the policy", ())
    assert typed.items == ("typed one", "typed two")
    assert typed.text == "typed one\ntyped two"  # as in every other format


def test_numbers_that_word_prints_itself_are_read(read) -> None:
    def build(document: Any) -> None:
        document.part.numbering_part.element.append(parse_xml(levels("90", "%1.", "%1.%2")))
        document.part.numbering_part.element.append(parse_xml(numbered("90")))
        table = document.add_table(4, 1)
        for row, level in enumerate(("0", "1", "1", "0")):
            table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {NAMES}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
            )

    (table,) = tables(read(build))
    assert texts(table) == [["1."], ["1.1"], ["1.2"], ["2."]]


def levels(list_id: str, *patterns: str, style: str = "decimal", start: str = "1") -> str:
    inside = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for level, pattern in enumerate(patterns)
    )
    return f'<w:abstractNum {NAMES} w:abstractNumId="{list_id}">{inside}</w:abstractNum>'


def numbered(list_id: str) -> str:
    return f'<w:num {NAMES} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'


@pytest.mark.parametrize(
    ("style", "start", "label"),
    [
        ("lowerLetter", "1", "(a)"),
        ("upperLetter", "2", "(B)"),
        ("lowerRoman", "4", "(iv)"),
        ("upperRoman", "9", "(IX)"),
    ],
)
def test_numbers_come_in_the_style_of_the_list(read, style: str, start: str, label: str) -> None:
    def build(document: Any) -> None:
        numbering = document.part.numbering_part.element
        numbering.append(parse_xml(levels("91", "(%1)", style=style, start=start)))
        numbering.append(parse_xml(numbered("91")))
        document.add_paragraph("words")._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {NAMES}><w:numId w:val="91"/></w:numPr>')
        )

    assert read(build).blocks[0].text == f"{label} words"


def test_underlined_phrases_are_kept_whole(read) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
        paragraph.add_run("Contributes to ")
        paragraph.add_run("elimination of").underline = True
        paragraph.add_run(" ")
        paragraph.add_run("discrimination").underline = True
        paragraph.add_run(" and ").underline = False
        paragraph.add_run("good relations").underline = True

    ((cell,),) = tables(read(build))[0].rows
    assert cell.text == "Contributes to elimination of discrimination and good relations"
    assert cell.underlined == ("elimination of discrimination", "good relations")


def test_soft_breaks_and_tabs_inside_a_cell(read) -> None:
    def build(document: Any) -> None:
        run = document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("First")
        run.add_break()
        run.add_text("Second")
        run.add_tab()
        run.add_text("part  spaced\xa0out")

    assert texts(tables(read(build))[0]) == [["First\nSecond part spaced out"]]


def test_ticks_and_hyphens_drawn_by_word_are_characters(read) -> None:
    def build(document: Any) -> None:
        document.add_paragraph()._p.append(
            parse_xml(
                f'<w:r {NAMES}><w:sym w:font="Wingdings" w:char="F0FC"/><w:t> follow</w:t><w:noBreakHyphen/><w:t>up</w:t></w:r>'
            )
        )

    assert read(build).blocks[0].text == "✓ follow-up"


def test_tracked_changes_are_read_as_accepted_and_listed_without_author(read) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_table(1, 1).cell(0, 0).paragraphs[0]
        paragraph.add_run("By ")
        for mark, inner, words in (("del", "delText", "March"), ("ins", "t", "June")):
            paragraph._p.append(
                parse_xml(
                    f'<w:{mark} {NAMES} w:author="A. Person"><w:r><w:{inner}>{words}</w:{inner}></w:r></w:{mark}>'
                )
            )
        paragraph.add_run(" 2027")

    pages = read(build)
    assert texts(tables(pages)[0]) == [["By June 2027"]]
    assert [problem.what for problem in pages.problems] == [
        "“March” was struck out as a tracked change, and is read as removed",
        "“June” was added as a tracked change, and is read as accepted",
    ]
    assert {problem.source for problem in pages.problems} == {Source("plan.docx", table=1, row=1, column=1)}
    assert "Person" not in str(pages)


def test_rows_added_and_struck_out_as_tracked_changes(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(3, 1), ["stays"], ["goes"], ["comes"])
        switch(table.rows[1]._tr, "trPr/del")
        switch(table.rows[2]._tr, "trPr/ins")

    pages = read(build)
    assert texts(tables(pages)[0]) == [["stays"], ["comes"]]
    assert [problem.what for problem in pages.problems] == [
        "The row “goes” was struck out as a tracked change, and is read as removed",
        "This row was added as a tracked change, and is read as accepted",
    ]


def test_comments_are_counted_not_imported(read) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Words")
        document.add_comment(paragraph.runs, text="a private remark", author="A. Person")
        document.add_comment(paragraph.runs, text="another", author="A. Person")

    pages = read(build)
    assert [problem.what for problem in pages.problems] == ["2 comments were not imported"]
    assert "remark" not in str(pages)
    assert "Person" not in str(pages)


TEXT_BOX = f"""<w:r {NAMES} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p>
</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>In the box
</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def test_text_boxes_are_read_once(read) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Beside")._p.append(parse_xml(TEXT_BOX))
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "Cell"
        cell.paragraphs[0]._p.append(parse_xml(TEXT_BOX))

    pages = read(build)
    assert [block.text for block in pages.blocks[:2]] == ["Beside", "In the box"]
    assert texts(tables(pages)[0]) == [["Cell\nIn the box"]]


def test_a_large_picture_is_reported_and_a_logo_is_not(read) -> None:
    def build(document: Any) -> None:
        document.add_picture(io.BytesIO(one_pixel()), Cm(3), Cm(3))
        document.add_picture(io.BytesIO(one_pixel()), Cm(16), Cm(10))
        table = document.add_table(1, 2)
        table.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(one_pixel()), Cm(1), Cm(1))
        table.cell(0, 1).text = "Lead"

    pages = read(build)
    assert [problem.source for problem in pages.problems] == [
        Source("plan.docx", line=2),
        Source("plan.docx", table=1, row=1, column=1),
    ]
    assert "words in a picture are not read" in pages.problems[0].what


def test_a_picture_in_the_old_drawing_language_is_measured(read) -> None:
    def build(document: Any) -> None:
        for size in ("width:400pt;height:300pt", "width:20pt;height:20pt"):
            shape = f'<v:shape style="{size}"><v:imagedata/></v:shape>'
            document.add_paragraph()._p.append(
                parse_xml(
                    f'<w:r {NAMES} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>{shape}</w:pict></w:r>'
                )
            )
        document.add_paragraph()._p.append(
            parse_xml(
                f'<w:r {NAMES} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:imagedata/></w:pict></w:r>'
            )
        )

    assert [problem.source.line for problem in read(build).problems] == [1]


def test_headings_are_known_by_their_outline_too(read) -> None:
    def build(document: Any) -> None:
        for name, level in (("Council heading", "1"), ("Body", "9")):
            style = document.styles.add_style(name, 1)
            style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NAMES} w:val="{level}"/>'))
            document.add_paragraph("Words", style=name)

    assert [block.level for block in read(build).blocks] == [2, None]


def test_changes_without_words_are_no_problem(read) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Words")
        paragraph._p.append(parse_xml(f"<w:ins {NAMES}><w:r><w:tab/></w:r></w:ins>"))
        paragraph._p.append(parse_xml(f"<w:del {NAMES}><w:r><w:delText> </w:delText></w:r></w:del>"))

    assert read(build).problems == ()


def test_of_two_alternatives_the_first_is_read(read) -> None:
    def build(document: Any) -> None:
        document.element.body.insert(
            0,
            parse_xml(
                f'<mc:AlternateContent {NAMES} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                "<mc:Choice><w:p><w:r><w:t>New</w:t></w:r></w:p></mc:Choice>"
                "<mc:Fallback><w:p><w:r><w:t>Old</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
            ),
        )

    assert [block.text for block in read(build).blocks] == ["New"]


def test_embedded_files_and_diagrams_are_reported(read) -> None:
    def build(document: Any) -> None:
        document.add_paragraph()._p.append(
            parse_xml(
                f'<w:r {NAMES} xmlns:o="urn:schemas-microsoft-com:office:office"><w:object><o:OLEObject/></w:object></w:r>'
            )
        )
        document.add_paragraph()._p.append(
            parse_xml(
                f'<w:r {NAMES} xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><w:drawing><c:chart/></w:drawing></w:r>'
            )
        )
        document.element.body.insert(0, parse_xml(f"<w:altChunk {NAMES}/>"))

    said = [problem.what for problem in read(build).problems]
    assert [
        "Another document" in said[0],
        "an embedded file" in said[1],
        "a diagram or chart" in said[2],
    ] == [True] * 3


def test_a_table_in_a_cell_is_a_table_of_its_own(read) -> None:
    def build(document: Any) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "Outer"
        fill(outer.cell(0, 1).add_table(1, 2), ["in", "ner"])

    pages = read(build)
    assert [texts(table) for table in tables(pages)] == [[["Outer", ""]], [["in", "ner"]]]
    assert tables(pages)[1].rows[0][0].source.table == 2
    assert pages.problems[0].source == Source("plan.docx", table=1, row=1, column=2)


def test_tables_nested_past_reason_are_refused(read) -> None:
    def build(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        for _ in range(12):
            cell = cell.add_table(1, 1).cell(0, 0)

    with pytest.raises(Refused, match="more than ten deep"):
        read(build)


def test_two_hundred_nested_tables_are_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200

    document = docx.Document()
    path = tmp_path / "deep.docx"
    document.save(path)
    replace_part(
        path, "word/document.xml", f"<w:document {NAMES}><w:body>{deep}</w:body></w:document>".encode()
    )
    with pytest.raises(Refused, match=r"damaged|ten deep"):
        word.read(path, path.name)


def replace_part(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, old in parts.items():
            archive.writestr(each, content if each == name else old)


def test_headers_footers_and_notes_come_last_and_once(read, tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Body")
        document.sections[0].header.paragraphs[0].text = "Appendix 2"
        document.sections[0].footer.paragraphs[0].text = "Version 3"
        document.add_section().header.is_linked_to_previous = False
        document.sections[1].header.paragraphs[0].text = "Appendix 2"

    assert [block.text for block in read(build).blocks] == ["Body", "Appendix 2", "Version 3"]


def test_pages_are_counted_where_word_laid_them_out(read) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("On page 1")
        document.add_paragraph()._p.append(
            parse_xml(f"<w:r {NAMES}><w:lastRenderedPageBreak/><w:t>On page 2</w:t></w:r>")
        )
        document.add_table(1, 1).cell(0, 0).text = "also on 2"

    first, second, table = read(build).blocks
    assert (first.source.page, second.source.page, table.source.page) == (1, 2, 2)


def test_a_document_in_strict_open_xml_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Strictly speaking")
    path = tmp_path / "strict.docx"
    document.save(path)
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    replace_part(
        path,
        "word/document.xml",
        f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:t>Strictly speaking</w:t></w:r></w:p></w:body></w:document>'.encode(),
    )
    assert word.read(path, path.name).blocks[0].text == "Strictly speaking"


def test_a_document_without_a_body_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hollow.docx"
    docx.Document().save(path)
    replace_part(path, "word/document.xml", f"<w:document {NAMES}/>".encode())
    with pytest.raises(Refused, match="damaged"):
        word.read(path, path.name)


def test_content_controls_and_links_are_read_through(read) -> None:
    def build(document: Any) -> None:
        document.element.body.insert(
            0,
            parse_xml(
                f"<w:sdt {NAMES}><w:sdtPr><w:t>not words</w:t></w:sdtPr><w:sdtContent><w:p>"
                "<w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink>"
                "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:sdtContent></w:sdt>"
            ),
        )

    assert read(build).blocks[0].text == "A link"


@pytest.mark.slow_test
def test_a_long_table_reads_in_about_a_second(read) -> None:
    def build(document: Any) -> None:
        for row in document.add_table(500, 7)._tbl.tr_lst:
            for cell in row.tc_lst:
                cell.p_lst[0].add_r().text = "Some words of an action"

    def timed(document: Any) -> None:
        build(document)
        nonlocal began
        began = time.process_time()

    began = 0.0
    (table,) = tables(read(timed))
    assert len(table.rows) == 500
    assert time.process_time() - began < 3


def test_numbers_that_only_count_the_entries_of_a_cell_are_marks(read) -> None:
    def build(document: Any) -> None:
        table = fill(document.add_table(2, 2), ["Actions", "Lead"], ["", ""])
        for cell, entries in zip(
            table.rows[1].cells, (["Fit the ramps", "Train staff"], ["Estates", "HR"]), strict=True
        ):
            cell.paragraphs[0].text, cell.paragraphs[0].style = entries[0], "List Number"
            cell.add_paragraph(entries[1], "List Number")

    (table,) = tables(read(build))
    assert [(cell.text, cell.items) for cell in table.rows[1]] == [
        ("Fit the ramps\nTrain staff", ("Fit the ramps", "Train staff")),
        ("Estates\nHR", ("Estates", "HR")),
    ]
