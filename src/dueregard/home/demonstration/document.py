"""The demonstration authority's plan as the Word document that such a council would have."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import Table, _Cell, _Row


def plan_document(plan: dict[str, Any]) -> bytes:
    """A landscape .docx with one table: a repeated head row, a merged row for each objective, a row an action."""
    word = Document()
    _turn_landscape(word)
    word.core_properties.title = plan["title"]
    word.core_properties.author = ""
    word.core_properties.created = word.core_properties.modified = datetime(2025, 4, 1)  # noqa: DTZ001 - Word knows no zones
    word.add_heading(plan["title"], level=1)
    word.add_paragraph(plan["introduction"])
    table = word.add_table(rows=1, cols=len(plan["headings"]), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, plan["headings"], strict=True):
        cell.text = heading
    _repeat_head(table)
    for objective in plan["objectives"]:
        _add_objective(table, objective["text"])
        for action in objective["actions"]:
            _add_action(table, action)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _turn_landscape(word: WordDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)


def _repeat_head(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _new_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _add_objective(table: Table, text: str) -> None:
    cells = _new_row(table).cells
    cells[0].merge(cells[-1]).text = text


def _add_action(table: Table, action: list[Any]) -> None:
    for cell, value in zip(_new_row(table).cells, action, strict=True):
        if isinstance(value, list):
            _add_bullets(cell, value)
        else:
            cell.text = str(value)


def _add_bullets(cell: _Cell, entries: list[str]) -> None:
    cell.paragraphs[0].text, cell.paragraphs[0].style = entries[0], "List Bullet"
    for entry in entries[1:]:
        cell.add_paragraph(entry, style="List Bullet")
