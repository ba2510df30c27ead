"""An organisation's own templates, made for the tests: a Word document and a workbook with more in them than a plan."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from equalities.documents.formats.tests.pictures import one_pixel

ROWS = (
    ("No.", "Action", "Lead", "When", "Status", "Notes"),
    ("Objective 1: Know our tenants",),
    ("1.1", "Ask every tenant", "Head of Housing", "May 2026", "", "Since 2024"),
    ("1.2", "Publish answers", "", "June 2026", "", ""),
    ("Objective 2: Open our doors",),
    ("2.1", "Fit ramps", "Estates", "Ongoing", "", "Costed"),
    ("2.2", "Fit loops", "Estates", "31 March 2027", "", ""),
)


def word_template(path: Path) -> Path:
    """A cover with a picture, a foreword, the plan's table, a glossary, a header and a footer."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Barchester Council"
    document.sections[0].footer.paragraphs[0].text = "Version 3"
    document.core_properties.author = "An Officer"
    document.add_heading("Equality plan 2025 to 2028", 0)
    document.add_picture(io.BytesIO(one_pixel()))
    document.add_paragraph("Foreword by the leader")
    document.add_heading("Customers", 1)
    _add_rows(document.add_table(0, len(ROWS[0]), style="Table Grid"))
    document.add_heading("Glossary", 1)
    document.add_paragraph("EIA: equality impact assessment")
    document.save(str(path))
    return path


def _add_rows(table: Any) -> None:
    for row in ROWS:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
        for cell, text in zip(cells, row, strict=False):
            cell.text = text


def workbook_template(path: Path) -> Path:
    """A cover that counts, and a sheet with the plan, its rules, a picture, a remark and a footer."""
    book = openpyxl.Workbook()
    cover, sheet = book.active, book.create_sheet("Plan")
    cover.title = "Cover"
    cover["A1"], cover["A2"], cover["B2"] = (
        "Equality plan 2025 to 2028",
        "Done",
        '=COUNTIF(Plan!E4:E9,"Done")',
    )
    sheet["A1"] = "Action plan"
    for number, row in enumerate(ROWS, start=3):
        for column, text in enumerate(row, start=1):
            sheet.cell(number, column, text or None)
        if len(row) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(ROWS[0]))
    sheet["D9"] = date(2027, 3, 31)
    sheet["B5"].comment = Comment("Not for publication", "An Officer")
    rule = DataValidation(type="list", formula1='"Done,Late"')
    rule.add("E4:E9")
    sheet.add_data_validation(rule)
    sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_area = "A4", "A3:F9", "A1:F9"
    sheet.oddFooter.center.text = "Version 3"
    book.properties.creator = "An Officer"
    book.save(path)
    return path
