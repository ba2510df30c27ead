"""Workbooks as councils really have them: .xlsx made with xlsxwriter and openpyxl, .ods written out here."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from equalities.documents.blocks import Pages, Paragraph, Source, Table
from equalities.documents.formats import sheets
from equalities.documents.formats.tests.pictures import one_pixel
from equalities.refusals import Refused

ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "table": "table", "text": "text", "style": "style", "draw": "drawing", "fo": "xsl-fo-compatible"
    }.items()
)  # fmt: skip


@pytest.fixture
def read_xlsx(tmp_path: Path) -> Callable[[Callable[[Any], None]], Pages]:
    def read_built(build: Callable[[Any], None]) -> Pages:
        book = xlsxwriter.Workbook(tmp_path / "upload")
        build(book)
        book.close()
        return sheets.read(tmp_path / "upload", "plan.xlsx")

    return read_built


@pytest.fixture
def read_ods(tmp_path: Path) -> Callable[..., Pages]:
    def read_written(rows: str, styles: str = "", sheet: str = 'table:name="Plan"') -> Pages:
        content = (
            f"<office:document-content {ODS_NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:spreadsheet><table:table {sheet}>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        )
        with zipfile.ZipFile(tmp_path / "upload", "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
        return sheets.read(tmp_path / "upload", "plan.ods")

    return read_written


def tables(pages: Pages) -> list[Table]:
    return [block for block in pages.blocks if isinstance(block, Table)]


def lines(pages: Pages) -> list[str]:
    return [block.text for block in pages.blocks if isinstance(block, Paragraph)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(text: str = "", marks: str = "") -> str:
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell {marks}>{paragraphs}</table:table-cell>"


# Excel


def test_title_rows_are_lines_and_the_rest_is_a_table(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet("Action plan")
        sheet.merge_range("A1:C1", "Equality plan 2025 to 2028")
        sheet.write_row("A3", ["Action", "Lead", "Timescale"])
        sheet.write_row("A4", ["Review consultations", "Head of Policy", "June 2026"])

    pages = read_xlsx(build)
    assert lines(pages) == ["Equality plan 2025 to 2028"]
    assert pages.blocks[0].source == Source("plan.xlsx", sheet="Action plan", row=1, column=1)
    (table,) = tables(pages)
    assert texts(table) == [
        ["Action", "Lead", "Timescale"],
        ["Review consultations", "Head of Policy", "June 2026"],
    ]
    assert table.rows[1][2].source == Source("plan.xlsx", sheet="Action plan", table=1, row=4, column=3)


def test_merged_cells_stand_once(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Theme", "Action", "Lead"])
        sheet.merge_range("A2:A3", "Workforce")
        sheet.write_row("B2", ["Equal pay", "HR"])
        sheet.write_row("B3", ["Monitoring", "HR"])
        sheet.merge_range("A4:C4", "Objective 2: access")

    table = tables(read_xlsx(build))[0]
    assert texts(table) == [
        ["Theme", "Action", "Lead"],
        ["Workforce", "Equal pay", "HR"],
        ["Monitoring", "HR"],
        ["Objective 2: access"],
    ]
    assert [(table.rows[at][0].column_span, table.rows[at][0].row_span) for at in (1, 3)] == [(1, 2), (3, 1)]
    assert table.rows[2][0].source.column == 2


def test_a_cell_merged_to_the_end_of_the_sheet_ends_with_the_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Action", "Lead"])
    book.active.append(["Objective 1"])
    book.active.merged_cells.add("A2:XFD1048576")
    book.active.merged_cells.add("D5:E9")
    book.save(tmp_path / "plan.xlsx")
    table = tables(sheets.read(tmp_path / "plan.xlsx", "plan.xlsx"))[0]
    assert texts(table) == [["Action", "Lead"], ["Objective 1"]]
    assert (table.rows[1][0].column_span, table.rows[1][0].row_span) == (2, 1)


def test_words_under_a_merged_cell_are_not_lost(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["over", "beside"])
    book.active.append(["under", "beside"])
    book.active.merged_cells.add("A1:A2")
    book.save(tmp_path / "plan.xlsx")
    assert texts(tables(sheets.read(tmp_path / "plan.xlsx", "plan.xlsx"))[0]) == [
        ["over", "beside"],
        ["under", "beside"],
    ]


def test_hidden_sheets_rows_and_columns_are_read_and_marked(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet("Shown")
        for at in range(3):
            sheet.write_row(at, 0, [f"a{at}", f"b{at}"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        other = book.add_worksheet("Old")
        other.write("A1", "not for publication")
        other.write_row("A2", ["x", "y"])
        other.hide()

    shown, old = tables(read_xlsx(build))
    assert [[cell.hidden for cell in row] for row in shown.rows] == [
        [False, True],
        [True, True],
        [False, True],
    ]
    assert old.source == Source("plan.xlsx", sheet="Old", table=2)
    assert all(cell.hidden for cell in old.rows[0])


def test_numbers_and_dates_are_read_as_shown(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["No.", "By", "Month", "Share", "Met"])
        sheet.write_number("A2", 3)
        sheet.write_datetime("B2", date(2025, 3, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime("C2", date(2025, 3, 1), book.add_format({"num_format": "mmm-yy"}))
        sheet.write_number("D2", 0.45, book.add_format({"num_format": "0%"}))
        sheet.write_boolean("E2", True)
        sheet.write_row("A3", [1.5, "x", "y", "z"])
        sheet.write_boolean("E3", False)

    assert texts(tables(read_xlsx(build))[0])[1:] == [
        ["3", "2025-03-31", "March 2025", "45%", "TRUE"],
        ["1.5", "x", "y", "z", "FALSE"],
    ]


def test_a_formula_gives_its_stored_result_and_is_never_calculated(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Sum", "Error"])
        sheet.write_formula("A2", "=1+1", None, 41)
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")

    pages = read_xlsx(build)
    assert texts(tables(pages)[0])[1] == ["41", "#DIV/0!"]
    assert [(problem.source.column, "error" in problem.what) for problem in pages.problems] == [(2, True)]


def test_a_formula_without_a_stored_result_is_a_problem(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Action", "Days left"])
    book.active.append(["Review", '=HYPERLINK("http://198.51.100.1","x")'])
    book.save(tmp_path / "plan.xlsx")
    pages = sheets.read(tmp_path / "plan.xlsx", "plan.xlsx")
    assert texts(tables(pages)[0])[1] == ["Review", '=HYPERLINK("http://198.51.100.1","x")']
    assert "no stored result" in pages.problems[0].what
    assert (pages.problems[0].source.row, pages.problems[0].source.column) == (2, 2)


def test_lists_line_breaks_and_underlines_in_a_cell(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Measures", "Outcome"])
        sheet.write_string("A2", "• numbers on Do-it\n• places filled")
        underline = book.add_format({"underline": 1})
        sheet.write_rich_string("B2", "Helps to ", underline, "advance equality", " for all")

    measures, outcome = tables(read_xlsx(build))[0].rows[1]
    assert measures.items == ("numbers on Do-it", "places filled")
    assert (outcome.text, outcome.underlined) == ("Helps to advance equality for all", ("advance equality",))


def test_the_heading_of_a_marked_up_table_is_a_head(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Plan", "2026"])
        sheet.add_table(
            "A2:B3", {"columns": [{"header": "Action"}, {"header": "Lead"}], "data": [["Review", "HR"]]}
        )
        sheet.add_table("D2:E3", {"header_row": False, "data": [["x", "y"]]})

    assert [row[0].is_head for row in tables(read_xlsx(build))[0].rows] == [False, True, False]


def test_text_boxes_are_read_and_comments_counted(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Action", "Lead"])
        sheet.insert_textbox("D4", "Draft for consultation")
        sheet.write_comment("A1", "a private remark")

    pages = read_xlsx(build)
    assert lines(pages) == ["Draft for consultation"]
    assert [problem.what for problem in pages.problems] == ["1 comment was not imported"]
    assert "remark" not in str(pages)


def test_charts_and_blank_sheets_do_no_harm(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", [1, 2])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$B$1"})
        book.add_chartsheet().set_chart(chart)
        book.add_worksheet("Blank")

    pages = read_xlsx(build)
    assert len(pages.blocks) == 1
    assert [problem.what for problem in pages.problems] == [
        "This sheet holds a chart and no cells, and was not read"
    ]


@pytest.mark.slow_test
def test_a_cell_far_away_costs_nothing(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Action", "Lead"])
        sheet.write("B1048576", "far below")

    table = tables(read_xlsx(build))[0]
    assert [row[-1].source.row for row in table.rows] == [1, 1048576]


def test_values_agree_with_calamine(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows = [
        ["Action", "By", "No."],
        ["Café “x”", date(2026, 7, 1), 7],
        ["a\nb", datetime.fromisoformat("2026-07-01T09:30"), 2.25],
        ["<i>", "x_y", -1],
    ]
    for values in rows:
        book.active.append(values)
    path = tmp_path / "plan.xlsx"
    book.save(path)
    theirs = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    expected = [
        [str(int(value)) if isinstance(value, float) and value == int(value) else str(value) for value in row]
        for row in theirs
    ]
    ours = texts(tables(sheets.read(path, path.name))[0])
    assert [row[1:] for row in ours[:2]] == [row[1:] for row in expected[:2]]
    assert ours[2] == ["a\nb", "2026-07-01 09:30", "2.25"]
    assert ours[1][0] == expected[1][0] == "Café “x”"


def test_rows_and_cells_without_their_place_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    openpyxl.Workbook().save(path)
    rows = (
        '<row><c t="inlineStr"><is><t>Action</t></is></c><c t="str"><v>Lead_x000D_\nx_x0000__xD83D__xDE00_</v></c></row>'
        '<row><c t="d"><v>2026-07-01T00:00:00</v></c><c><v>not a number</v></c><c t="s"><v>99</v></c></row>'
    )
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{names}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert texts(tables(sheets.read(path, path.name))[0]) == [
        ["Action", "Lead\nx😀"],
        ["2026-07-01", "not a number"],
    ]


def test_a_workbook_of_the_least_parts(tmp_path: Path) -> None:
    """No styles, no shared texts, a merge of one cell, a cell that holds nothing."""
    path = tmp_path / "plan.xlsx"
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = '<c r="A1"/><c r="B1"><v>4.0</v></c><c r="C1" t="str"><v>HR</v></c>'
    link = f'<Relationship Id="r1" Type="{relations}/worksheet" Target="sheet1.xml"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {names} xmlns:r="{relations}"><sheets><sheet name="Plan" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{link}</Relationships>")
        archive.writestr(
            "xl/sheet1.xml",
            f'<worksheet {names}><sheetData><row r="1">{cells}</row></sheetData>'
            '<mergeCells><mergeCell ref="B1"/></mergeCells></worksheet>',
        )
    assert texts(tables(sheets.read(path, path.name))[0]) == [["4", "HR"]]


def test_a_sheet_that_is_only_a_picture_is_reported(read_xlsx) -> None:
    def build(book: Any) -> None:
        book.add_worksheet().insert_image("A1", "plan.png", {"image_data": io.BytesIO(one_pixel())})

    pages = read_xlsx(build)
    assert pages.blocks == ()
    assert "words in a picture are not read" in pages.problems[0].what


def test_a_workbook_without_its_list_of_sheets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/styles.xml", "<x/>")
    with pytest.raises(Refused, match="damaged"):
        sheets.read(path, path.name)


# OpenDocument


def test_an_ods_is_read_with_its_lines_and_heads(read_ods) -> None:
    pages = read_ods(
        row(cell("Equality plan", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")
        + f"<table:table-header-rows>{row(cell('Action'), cell('Lead'))}</table:table-header-rows>"
        + row(cell("Review\nall<text:line-break/>policies"), cell("<text:s text:c='2'/>HR<text:tab/>team"))
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert lines(pages) == ["Equality plan"]
    (table,) = tables(pages)
    assert texts(table) == [["Action", "Lead"], ["Review\nall\npolicies", "HR team"]]
    assert [cell.is_head for row in table.rows for cell in row] == [True, True, False, False]
    assert table.rows[1][0].source == Source("plan.ods", sheet="Plan", table=1, row=3, column=1)


def test_merged_and_repeated_cells_of_an_ods(read_ods) -> None:
    table = tables(
        read_ods(
            row(
                cell("Theme", 'table:number-rows-spanned="2"'),
                cell("same", 'table:number-columns-repeated="2"'),
            )
            + row("<table:covered-table-cell/>", cell("b"), cell("c"))
        )
    )[0]
    assert texts(table) == [["Theme", "same", "same"], ["b", "c"]]
    assert (table.rows[0][0].row_span, table.rows[1][0].source.column) == (2, 2)


def test_hidden_rows_columns_and_sheets_of_an_ods(read_ods) -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = (
        columns
        + row(cell("a"), cell("b"))
        + row(cell("c"), cell("d")).replace("row>", 'row table:visibility="filter">', 1)
    )
    assert [[cell.hidden for cell in row] for row in tables(read_ods(rows))[0].rows] == [
        [False, True],
        [True, True],
    ]
    style = '<style:style style:name="on"><style:table-properties/></style:style>'
    style += '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    hidden = read_ods(rows, style, 'table:name="Old" table:style-name="off"')
    assert all(cell.hidden for row in tables(hidden)[0].rows for cell in row)


@pytest.mark.parametrize(
    ("stored", "shown", "read_as"),
    [
        ("2025-03-31", "31/03/2025", "2025-03-31"),
        ("2025-03-01", "Mar-25", "March 2025"),
        ("2025-03-01", "March 2025", "March 2025"),
        ("2025-03-01", "2025", "2025"),
        ("2025-03-31T09:30:00", "31/03/25 09:30", "2025-03-31 09:30"),
        ("2025-03-31T00:00:00", "", "2025-03-31"),
        ("31 March", "31 March", "31 March"),
    ],
)
def test_dates_of_an_ods(read_ods, stored: str, shown: str, read_as: str) -> None:
    marks = f'office:value-type="date" office:date-value="{stored}"'
    assert texts(tables(read_ods(row(cell("By"), cell(shown, marks))))[0]) == [["By", read_as]]


def test_formulas_and_values_of_an_ods(read_ods) -> None:
    pages = read_ods(
        row(
            cell("41", 'table:formula="of:=1+1" office:value="41"'),
            cell("", 'table:formula="of:=[.A1]*2"'),
            cell("Err:502", 'table:formula="of:=1/0"'),
            cell("", 'office:value="3.0"'),
            cell("", 'office:value="three"'),
            cell("", 'office:boolean-value="true"'),
        )
    )
    assert texts(tables(pages)[0]) == [["41", "=[.A1]*2", "Err:502", "3", "three", "true"]]
    assert [(problem.source.column, "no stored result" in problem.what) for problem in pages.problems] == [
        (2, True),
        (3, False),
    ]


def test_underlines_boxes_and_comments_of_an_ods(read_ods) -> None:
    style = '<style:style style:name="T1"><style:text-properties style:text-underline-style="solid"/></style:style>'
    box = "<table:shapes><draw:frame><draw:text-box><text:p>Draft</text:p></draw:text-box></draw:frame></table:shapes>"
    note = "<office:annotation><text:p>a private remark</text:p></office:annotation>"
    marked = cell(f'To {note}<text:span text:style-name="T1">advance equality</text:span>')
    pages = read_ods(box + row(marked, cell("b")), style)
    first = tables(pages)[0].rows[0][0]
    assert (first.text, first.underlined) == ("To advance equality", ("advance equality",))
    assert lines(pages) == ["Draft"]
    assert [problem.what for problem in pages.problems] == ["1 comment was not imported"]
    assert "remark" not in str(pages)


def test_an_ods_with_an_empty_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "")
    with pytest.raises(Refused, match="damaged"):
        sheets.read(path, path.name)


@pytest.mark.slow_test
def test_ten_thousand_rows_read_in_seconds(read_xlsx) -> None:
    def build(book: Any) -> None:
        sheet = book.add_worksheet()
        for at in range(10_000):
            sheet.write_row(at, 0, [f"Action {at}", "Head of Policy", "June 2026", at])

    assert len(tables(read_xlsx(build))[0].rows) == 10_000
