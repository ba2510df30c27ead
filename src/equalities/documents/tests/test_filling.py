"""What a register says goes into a copy of the organisation's own document, and all else stays."""

import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from equalities.documents import read_plan
from equalities.documents.blocks import Source, Table
from equalities.documents.exporting import FORMATS
from equalities.documents.files import read_pages
from equalities.documents.filling import Edit, Filling, NewRow, fill
from equalities.documents.tests.templates import ROWS, word_template, workbook_template
from equalities.documents.writers.row_moves import RowMoves, letters
from equalities.refusals import Refused

MADE_AT = "2026-11-22T09:30:00+00:00"
MAKERS = {"docx": word_template, "xlsx": workbook_template}


def made(kind: str, tmp_path: Path) -> Path:
    return MAKERS[kind](tmp_path / f"plan.{kind}")


def place(kind: str, row: int, column: int) -> Source:
    """A cell of the plan's table, whose headings are row 1."""
    if kind == "docx":
        return Source(table=1, row=row, column=column)
    return Source(sheet="Plan", table=2, row=row + 2, column=column)


def filled(path: Path, filling: Filling, kind: str) -> Path:
    out = path.with_name(f"out.{kind}")
    sent = json.loads(json.dumps(filling.as_dict()))  # as it goes to a child process
    fill(str(path), path.name, sent, kind, MADE_AT, str(out))
    return out


def rows(path: Path) -> list[list[str]]:
    """The rows of the plan's table, without blank ends."""
    tables = [block for block in read_pages(path).blocks if isinstance(block, Table)]
    texts = [[cell.text for cell in row] for row in tables[-1].rows]
    return [list(_trimmed(each)) for each in texts]


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts = texts[:-1]
    return texts


@pytest.mark.parametrize("kind", MAKERS)
def test_words_of_a_cell_give_way_and_a_blank_one_is_filled(tmp_path: Path, kind: str) -> None:
    edits = (
        Edit(place(kind, 4, 2), "answers", ("all answers",)),
        Edit(place(kind, 4, 5), "", ("On track",)),
        Edit(place(kind, 4, 3), "", ("Head of Insight", "Head of Comms")),
        Edit(place(kind, 5, 1), "Open our doors", ("Open all doors",)),
    )
    for out in FORMATS:
        found = rows(filled(made(kind, tmp_path), Filling(edits=edits), out))
        assert found[3][1:5] == [
            "Publish all answers",
            "Head of Insight\nHead of Comms",
            "June 2026",
            "On track",
        ], out
        assert found[4][0] == "Objective 2: Open all doors"
        assert found[2] == list(ROWS[2])


@pytest.mark.parametrize("kind", MAKERS)
def test_rows_are_put_in_and_taken_out(tmp_path: Path, kind: str) -> None:
    below, like = place(kind, 7, 2), place(kind, 6, 2)
    filling = Filling(
        added=(
            NewRow(below, like, {1: ("2.3",), 2: ("Paint lines",)}),
            NewRow(below, like, {1: ("Objective 3: Speak plainly",)}, is_title=True),
            NewRow(below, like, {1: ("3.1",), 2: ("Write short",)}),
        ),
        removed=(place(kind, 6, 2),),
    )
    for out in FORMATS:
        path = filled(made(kind, tmp_path), filling, out)
        assert [row[0] for row in rows(path)[4:]] == [
            "Objective 2: Open our doors", "2.2", "2.3", "Objective 3: Speak plainly", "3.1",
        ], out  # fmt: skip
        last = read_plan(path).actions[-1]
        assert (last.ref, last.text, last.objective, last.leads) == ("3.1", "Write short", "3", ())


def test_a_word_document_keeps_everything_else(tmp_path: Path) -> None:
    path = made("docx", tmp_path)
    out = filled(path, Filling(edits=(Edit(place("docx", 3, 4), "May 2026", ("June 2027",)),)), "docx")
    document = docx.Document(str(out))
    section = document.sections[0]
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == (
        "Barchester Council", "Version 3",
    )  # fmt: skip
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said == ["Equality plan 2025 to 2028", "", "Foreword by the leader", "Customers", "Glossary",
                    "EIA: equality impact assessment"]  # fmt: skip
    assert len(document.inline_shapes) == 1
    assert document.tables[0].style.name == "Table Grid"
    assert document.core_properties.author == ""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [
            "docProps/core.xml", "word/document.xml",
        ]  # fmt: skip


def test_who_tracked_a_change_is_left_out_and_the_change_stays(tmp_path: Path) -> None:
    path = made("docx", tmp_path)
    document = docx.Document(str(path))
    footer = document.sections[0].footer.paragraphs[0]
    for paragraph in (document.paragraphs[2], footer):
        change = OxmlElement("w:ins", attrs={qn("w:id"): "7", qn("w:author"): "An Officer"})
        paragraph.runs[0]._r.addprevious(change)
        change.append(paragraph.runs[0]._r)
    document.save(str(path))
    out = filled(path, Filling(edits=(Edit(place("docx", 3, 4), "May 2026", ("June 2027",)),)), "docx")
    with zipfile.ZipFile(out) as after:
        parts = {name: after.read(name) for name in after.namelist()}
    assert [name for name, content in parts.items() if b"An Officer" in content] == []
    assert sum(content.count(b"<w:ins ") for content in parts.values()) == 2


def test_a_workbook_keeps_everything_else_and_its_rules_go_with_their_rows(tmp_path: Path) -> None:
    new = NewRow(place("xlsx", 4, 2), place("xlsx", 4, 2), {1: ("1.3",), 2: ("Act on them",)})
    book = openpyxl.load_workbook(filled(made("xlsx", tmp_path), Filling(added=(new,)), "xlsx"))
    sheet, cover = book["Plan"], book["Cover"]
    assert [str(each) for each in sorted(sheet.merged_cells.ranges, key=str)] == ["A4:F4", "A8:F8"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "E4:E10"
    assert (sheet.auto_filter.ref, sheet.print_area) == ("A3:F10", "'Plan'!$A$1:$F$10")
    assert cover["B2"].value == '=COUNTIF(Plan!E4:E10,"Done")'
    assert sheet["D10"].value.isoformat() == "2027-03-31T00:00:00"
    assert (sheet.freeze_panes, sheet.oddFooter.center.text) == ("A4", "Version 3")
    assert sheet["B5"].comment is None
    assert book.properties.creator in ("", None)


@pytest.mark.parametrize(
    ("pattern", "now", "kept"),
    [
        ("dd/mm/yyyy", "30 June 2028", "2028-06-30T00:00:00"),
        ("mmm yyyy", "June 2028", "2028-06-01T00:00:00"),
        ("mmm yyyy", "12 June 2028", "12 June 2028"),  # whose day would not show
        ("dd/mm/yyyy", "By 30 June 2028", "By 30 June 2028"),
        ("dd/mm/yyyy", "30 June 2028, then yearly", "30 June 2028, then yearly"),
        ("General", "30 June 2028", "30 June 2028"),
    ],
)
def test_a_day_stays_one_that_formulas_count_with(tmp_path: Path, pattern: str, now: str, kept: str) -> None:
    path = made("xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    book["Plan"]["D9"].number_format = pattern
    book.calculation.fullCalcOnLoad = False
    book.save(path)
    was = rows(path)[6][3]
    out = filled(path, Filling(edits=(Edit(place("xlsx", 7, 4), was, (now,)),)), "xlsx")
    book = openpyxl.load_workbook(out)
    value = book["Plan"]["D9"].value
    assert (value if isinstance(value, str) else value.isoformat()) == kept
    assert book.calculation.fullCalcOnLoad


def test_another_document_than_was_read_is_refused(tmp_path: Path) -> None:
    for kind in MAKERS:
        filling = Filling(known=((place(kind, 3, 2), "Ask every owner"),))
        for out in (kind, "csv"):
            with pytest.raises(Refused, match="no place"):
                filled(made(kind, tmp_path), filling, out)


def test_part_of_a_word_is_not_the_word(tmp_path: Path) -> None:
    filling = Filling(edits=(Edit(place("docx", 3, 2), "ten", ("20",)),))
    with pytest.raises(Refused, match="no place"):
        filled(made("docx", tmp_path), filling, "docx")


MERGED = (
    "<table><tr><th>Objective</th><th>Action</th><th>Lead</th></tr>"
    "<tr><td rowspan=2>Fair jobs</td><td>Advertise</td><td>HR</td></tr><tr><td>Train</td><td>HR</td></tr>"
    "<tr><td>Open doors</td><td>Fit ramps</td><td>Estates</td></tr></table>"
)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_new_row_goes_on_with_a_merged_cell(tmp_path: Path, kind: str) -> None:
    page = tmp_path / "plan.html"
    page.write_text(MERGED)
    original = tmp_path / f"plan.{kind}"
    if kind == "docx":
        fill(str(page), page.name, Filling().as_dict(), kind, MADE_AT, str(original))
    else:
        book = openpyxl.Workbook()
        for row in (("Objective", "Action", "Lead"), ("Fair jobs", "Advertise", "HR"), (None, "Train", "HR"),
                    ("Open doors", "Fit ramps", "Estates")):  # fmt: skip
            book.active.append(row)
        book.active.merge_cells("A2:A3")
        book.save(original)
    sheet = "Sheet" if kind == "xlsx" else None
    at = Source(sheet=sheet, table=1, row=3, column=2)
    filling = Filling(added=(NewRow(at, at, {2: ("Pay fairly",), 3: ("Finance",)}, joins=(1,)),))
    for out in (kind, "html"):
        plan = read_plan(filled(original, filling, out))
        assert [(each.objective, each.text) for each in plan.actions] == [
            ("Fair jobs", "Advertise"), ("Fair jobs", "Train"), ("Fair jobs", "Pay fairly"), ("Open doors", "Fit ramps"),
        ], out  # fmt: skip
    own = Filling(added=(NewRow(at._replace(row=2), at, {1: ("Other",), 2: ("Pay",)}),))
    for out in (kind, "html"):
        with pytest.raises(Refused, match="no place"):  # in the middle of what is merged
            filled(original, own, out)


def test_rows_of_formulas_move() -> None:
    moves = RowMoves("My plan", {5: 2}, frozenset({8}))
    assert [moves.of(row) for row in (5, 6, 7, 9)] == [5, 8, 9, 10]
    moved = moves._moved
    assert moved("SUM(B2:B5)+B9", "My plan") == "SUM(B2:B7)+B10"
    assert (
        moved("'My plan'!$C$6&Other!C6&\"C6\"&LOG10(C6)", "Other")
        == "'My plan'!$C$8&Other!C6&\"C6\"&LOG10(C6)"
    )
    assert [letters(column) for column in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]


def test_a_workbook_whose_table_is_marked_gets_no_merged_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Ref", "Action", "Lead"), ("1", "Fit ramps", "Estates")):
        book.active.append(row)
    book.active.add_table(openpyxl.worksheet.table.Table(displayName="Plan", ref="A1:C2"))
    book.active.merge_cells("A9:B9")
    book.save(tmp_path / "plan.xlsx")
    at = Source(sheet="Sheet", table=1, row=2, column=2)
    added = (
        NewRow(at, at, {1: ("Objective 2: Speak plainly",)}, is_title=True),
        NewRow(at, at, {2: ("Write short",)}),
    )
    out = openpyxl.load_workbook(filled(tmp_path / "plan.xlsx", Filling(added=added), "xlsx")).active
    assert [str(each) for each in out.merged_cells.ranges] == ["A11:B11"]
    assert out.tables["Plan"].ref == "A1:C4"
    assert [cell.value for cell in out["B"][:4]] == ["Action", "Fit ramps", None, "Write short"]
