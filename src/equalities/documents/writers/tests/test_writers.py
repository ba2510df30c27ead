"""What comes out is what went in: read back by our readers and by the libraries that others use."""

import csv
import io
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import html

from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.files import read_pages
from equalities.documents.writers import ExportTable, write_csv, write_docx, write_html, write_ods, write_xlsx
from equalities.documents.writers.layout import layout_of

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TABLE = ExportTable(
    title="Equality plan: actions",
    subtitle="As at 22 November 2026. Lead: Head of Policy",
    headings=("No.", "Action", "Due", "Status"),
    rows=(
        (1, "Review consultations\nwith all communities", date(2026, 6, 30), "On target"),
        (2, "Café & “fair” pay <draft>", None, None),
    ),
)
DANGEROUS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    '=HYPERLINK("http://198.51.100.1")',
)

Write = Callable[[Any, Any], None]
WRITERS: dict[str, Write] = {
    ".docx": lambda content, out: write_docx(content, out, made_at=MADE_AT),
    ".xlsx": lambda content, out: write_xlsx(content, out, made_at=MADE_AT),
    ".ods": lambda content, out: write_ods(content, out, made_at=MADE_AT),
    ".csv": write_csv,
    ".html": write_html,
}


def written(suffix: str, content: ExportTable | Pages) -> bytes:
    buffer = io.BytesIO()
    WRITERS[suffix](content, buffer)
    return buffer.getvalue()


def read_back(suffix: str, content: ExportTable | Pages, folder: Path) -> Pages:
    path = folder / f"out{suffix}"
    WRITERS[suffix](content, path)
    return read_pages(path)


def texts(pages: Pages) -> list[list[str]]:
    return [
        [cell.text for cell in row]
        for block in pages.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def with_cell(text: str) -> ExportTable:
    return ExportTable("Actions", "", ("Action", "Lead"), ((text, "HR"),))


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_comes_back_as_it_went_out(suffix: str, tmp_path: Path) -> None:
    pages = read_back(suffix, TABLE, tmp_path)
    day = "2026-06-30" if suffix in (".xlsx", ".ods", ".csv") else "30 June 2026"
    rows = texts(pages)
    assert rows[0] == ["No.", "Action", "Due", "Status"]
    assert rows[1] == ["1", "Review consultations\nwith all communities", day, "On target"]
    assert rows[2][:2] == ["2", "Café & “fair” pay <draft>"]
    assert not any(rows[2][2:])
    assert pages.problems == ()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ods", ".html"])
def test_title_and_subtitle_stand_above_the_table(suffix: str, tmp_path: Path) -> None:
    first, second = read_back(suffix, TABLE, tmp_path).blocks[:2]
    assert (first.text, second.text) == (TABLE.title, TABLE.subtitle)


def test_a_csv_is_headings_and_rows_and_nothing_else() -> None:
    text = written(".csv", TABLE).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == ["No.", "Action", "Due", "Status"]
    assert text.count("Equality plan") == 0
    assert '\r\n"1","Review consultations\nwith all communities","2026-06-30","On target"\r\n' in text


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_content_gives_the_same_bytes(suffix: str) -> None:
    assert written(suffix, TABLE) == written(suffix, TABLE)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ods"])
def test_packed_files_hold_no_moment_but_the_one_passed_in(suffix: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(suffix, TABLE))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        moments = b"".join(
            archive.read(name) for name in archive.namelist() if name.endswith(("core.xml", "meta.xml"))
        )
    assert b"2026-11-22T09:30:00" in moments


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(suffix: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{suffix}"
    WRITERS[suffix](with_cell(text), path)
    if suffix == ".xlsx":
        cell = openpyxl.load_workbook(path).active["A3"]
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    elif suffix == ".csv":
        (_, row) = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        assert row[0].startswith("'")
    elif suffix == ".ods":
        content = zipfile.ZipFile(path).read("content.xml")
        assert b"table:formula" not in content
    assert texts(read_pages(path))[1] == [text.strip(), "HR"]


def test_headings_are_guarded_as_cells_are(tmp_path: Path) -> None:
    table = ExportTable("=title", "=subtitle", ("=a", "b"), (("x", "y"),))
    book = tmp_path / "out.xlsx"
    WRITERS[".xlsx"](table, book)
    assert {
        cell.data_type
        for row in openpyxl.load_workbook(book).active.iter_rows()
        for cell in row
        if cell.value
    } == {"s"}
    assert written(".csv", table).decode("utf-8-sig").startswith('"\'=a","b"')


def test_a_number_below_nought_is_a_number_and_needs_no_guard() -> None:
    assert '"-5","HR"' in written(".csv", ExportTable("t", "", ("Change", "Lead"), ((-5, "HR"),))).decode(
        "utf-8-sig"
    )


@pytest.mark.parametrize("suffix", WRITERS)
def test_control_characters_and_foreign_scripts(suffix: str, tmp_path: Path) -> None:
    assert texts(read_back(suffix, with_cell("Cy\x00m\x0braeg ŵ ਪੰਜਾਬੀ 🙂"), tmp_path))[1] == [
        "Cymraeg ŵ ਪੰਜਾਬੀ 🙂",
        "HR",
    ]


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_without_rows(suffix: str, tmp_path: Path) -> None:
    assert texts(read_back(suffix, ExportTable("Actions", "", ("Action", "Lead"), ()), tmp_path)) == [
        ["Action", "Lead"]
    ]


def test_rows_must_fit_the_headings() -> None:
    with pytest.raises(ValueError, match="must have 2 values"):
        ExportTable("t", "", ("a", "b"), (("x",),))
    with pytest.raises(ValueError, match="must have 1 values"):
        ExportTable("t", "", ("a",), (), widths=(1, 2))


def test_the_word_document_is_landscape_british_and_has_no_author() -> None:
    document = docx.Document(io.BytesIO(written(".docx", TABLE)))
    section, properties = document.sections[0], document.core_properties
    assert section.page_width > section.page_height
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert (properties.title, properties.language, properties.author) == (TABLE.title, "en-GB", "")
    assert properties.created == MADE_AT
    assert {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert [(p.style.name, p.text) for p in document.paragraphs[:2]] == [
        ("Heading 1", TABLE.title),
        ("Normal", TABLE.subtitle),
    ]


def test_the_heading_row_of_the_word_table_repeats_and_no_row_breaks() -> None:
    (table,) = docx.Document(io.BytesIO(written(".docx", TABLE))).tables
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True, False, False]
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == TABLE.title
    assert table.rows[0].cells[0].paragraphs[0].runs[0].bold


def test_the_workbook_follows_the_accessibility_checklist() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(".xlsx", TABLE)))
    (sheet,) = book.worksheets
    assert sheet.title == "Equality plan actions"
    assert [(table.ref, table.name) for table in sheet.tables.values()] == [("A3:D5", "Table1")]
    assert sheet.merged_cells.ranges == set()
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert sheet["B4"].alignment.wrap_text
    assert sheet["C4"].value.date() == date(2026, 6, 30)
    assert sheet["A4"].value == 1
    assert sheet.sheet_view.selection[0].activeCell in (None, "A1", "A4")
    assert book.properties.title == TABLE.title
    assert not book.properties.creator


@pytest.mark.parametrize("headings", [("Action", "action", "Lead"), ("Action", "", "Lead")])
def test_headings_that_excel_cannot_mark_up_are_still_written(
    headings: tuple[str, ...], tmp_path: Path
) -> None:
    table = ExportTable("Actions", "", headings, (("x", "y", "z"),))
    assert texts(read_back(".xlsx", table, tmp_path))[1] == ["x", "y", "z"]


def test_a_title_that_no_sheet_can_have_is_cut() -> None:
    title = "Plan: [draft] 2025/26 for all of the services of the council?"
    book = openpyxl.load_workbook(io.BytesIO(written(".xlsx", ExportTable(title, "", ("a",), (("x",),)))))
    assert book.sheetnames == ["Plan draft 2025 26 for all"]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_sheets_have_names_of_their_own_though_the_title_is_cut(suffix: str, tmp_path: Path) -> None:
    title = Paragraph("Riverton Equality Action Plan 2025-2029", Source(), 1)
    tables = (
        Table(((Cell(text, Source(), is_head=True),),), Source()) for text in ("Action", "Lead", "When")
    )
    sheets = {block.source.sheet for block in read_back(suffix, Pages((title, *tables)), tmp_path).blocks}
    assert sheets == {
        "Riverton Equality Action P",
        "Riverton Equality Action P 2",
        "Riverton Equality Action P 3",
    }


def test_a_text_too_long_for_a_workbook_is_said_not_cut() -> None:
    with pytest.raises(ValueError, match="32,767"):
        written(".xlsx", with_cell("x" * 32_768))


def test_the_page_has_scopes_a_language_and_one_heading() -> None:
    page = html.document_fromstring(written(".html", TABLE))
    assert page.get("lang") == "en-GB"
    assert page.xpath("//title/text()") == [TABLE.title]
    assert page.xpath("//h1/text()") == [TABLE.title]
    assert page.xpath("//thead//th/@scope") == ["col"] * 4
    assert page.xpath("//div[@tabindex='0']/@aria-label") == [TABLE.title]


def test_nothing_typed_into_a_cell_becomes_markup() -> None:
    page = written(".html", with_cell("<script>alert(1)</script>\n<b>x")).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>&lt;b&gt;x" in page


def place(row: int, column: int) -> Source:
    return Source("plan", table=1, row=row, column=column)


OWN_LAYOUT = Pages(
    (
        Paragraph("Equality plan", Source(), level=1),
        Paragraph("Our promise", Source(), is_item=True),
        Table(
            (
                (
                    Cell("Theme", place(1, 1), is_head=True),
                    Cell("Action and lead", place(1, 2), is_head=True, column_span=2),
                ),
                (
                    Cell("Work", place(2, 1), row_span=2),
                    Cell("Will advance equality for all", place(2, 2), underlined=("advance equality",)),
                    Cell("one\ntwo", place(2, 3), items=("one", "two")),
                ),
                (Cell("b", place(3, 2)), Cell("Lead:\none", place(3, 3), items=("one",))),
            ),
            Source(),
        ),
        Paragraph("After", Source()),
    )
)


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_a_document_keeps_its_merged_cells_lists_and_underlines(suffix: str, tmp_path: Path) -> None:
    pages = read_back(suffix, OWN_LAYOUT, tmp_path)
    heading, item, table, after = pages.blocks
    assert (heading.level, item.is_item, after.text) == (1, True, "After")
    wanted = OWN_LAYOUT.blocks[2]
    assert [
        [(c.text, c.items, c.underlined, c.column_span, c.row_span, c.source.column, c.is_head) for c in row]
        for row in table.rows
    ] == [
        [(c.text, c.items, c.underlined, c.column_span, c.row_span, c.source.column, c.is_head) for c in row]
        for row in wanted.rows
    ]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_document_in_a_workbook_says_in_each_row_what_was_merged_over_several(
    suffix: str, tmp_path: Path
) -> None:
    pages = read_back(suffix, OWN_LAYOUT, tmp_path)
    assert [block.text for block in pages.blocks if isinstance(block, Paragraph)] == [
        "Equality plan",
        "Our promise",
        "After",
    ]
    (table,) = (block for block in pages.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row if cell.text] for row in table.rows] == [
        ["Theme", "Action and lead", "Action and lead"],
        ["Work", "Will advance equality for all", "one\ntwo"],
        ["Work", "b", "Lead:\none"],
    ]
    assert table.rows[1][1].underlined == ("advance equality",)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ods", ".html"])
def test_what_a_document_hides_does_not_come_into_view(suffix: str, tmp_path: Path) -> None:
    texts_by_row = (
        ("Action", "Note", "Lead"),
        ("Review", "about a person", "HR"),
        ("secret", "secret", "secret"),
    )
    table = Table(
        tuple(
            tuple(
                Cell(text, place(at, column), hidden=at == 3 or column == 2)
                for column, text in enumerate(row, start=1)
            )
            for at, row in enumerate(texts_by_row, start=1)
        ),
        Source(),
    )
    pages = read_back(suffix, Pages((table,)), tmp_path)
    shown = {cell.text for block in pages.blocks for row in block.rows for cell in row if not cell.hidden}
    assert {"Action", "Lead", "Review", "HR"} <= shown
    assert "secret" not in shown
    assert "about a person" not in shown
    if suffix == ".docx":
        (table,) = (block for block in pages.blocks if isinstance(block, Table))
        assert [
            cell.text for row in table.rows for cell in row if cell.source.column == 2 and cell.hidden
        ] == [
            "Note",
            "about a person",
            "secret",
        ]


def test_widths_come_from_the_words() -> None:
    grid = layout_of(
        ExportTable("t", "", ("No.", "Action"), ((1, "Antidisestablishmentarianism " * 20),))
    ).blocks[-1]
    assert grid.widths == (8, 45)
    assert layout_of(ExportTable("t", "", ("a",), (), widths=(12,))).blocks[-1].widths == (12,)


@pytest.mark.slow_test
def test_two_thousand_actions_are_written_in_seconds() -> None:
    table = ExportTable(
        "Plan",
        "",
        tuple("abcdefghijk"),
        tuple(tuple(f"text {row} {column}" for column in range(11)) for row in range(2000)),
    )
    began = time.process_time()
    assert len(written(".docx", table)) > 10_000
    assert time.process_time() - began < 10
