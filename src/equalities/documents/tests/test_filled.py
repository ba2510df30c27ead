import csv
from datetime import UTC, datetime

import openpyxl
import pytest

from equalities.documents.filled import read_filled
from equalities.documents.writers import ExportTable, write_ods, write_xlsx
from equalities.refusals import Refused

TABLE = ExportTable(
    title="Actions",
    subtitle="As at 1 March 2026",
    headings=("Action", "New status", "Key"),
    rows=(("Fit ramps", "Done", "k1"), ("Train staff", None, "k2")),
    hidden=("Key",),
)


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "actions.xlsx"), (write_ods, "actions.ods")])
def test_each_row_comes_back_by_heading_with_its_place(tmp_path, write, name):
    file = tmp_path / name
    write(TABLE, file, made_at=datetime(2026, 3, 1, tzinfo=UTC))
    rows = read_filled(str(file), name, "Key")
    assert [row["cells"] for row in rows] == [
        {"Action": "Fit ramps", "New status": "Done", "Key": "k1"},
        {"Action": "Train staff", "Key": "k2"},
    ]
    assert [row["row"] for row in rows] == [4, 5]
    assert rows[0]["sheet"] == "Actions"


def test_cells_under_no_heading_are_left_out_and_the_later_of_two_alike_counts(tmp_path):
    file = tmp_path / "a.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([["Note", "Key", "Note", ""], ["first", "k", "second", "stray"]])
    (row,) = read_filled(str(file), "a.csv", "Key")
    assert row["cells"] == {"Note": "second", "Key": "k"}


def test_a_file_without_the_marker_is_refused(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Action,Lead\nFit ramps,Depot\n")
    with pytest.raises(Refused, match="No table of this file has the column 'Key'"):
        read_filled(str(file), "a.csv", "Key")


def test_a_formula_without_a_result_is_no_text(tmp_path):
    file = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["Action", "New status", "Key"], ["Fit ramps", "=A1", "k1"], ["Train", "Done", "k2"]):
        book.active.append(row)
    book.save(file)
    first, second = read_filled(str(file), "a.xlsx", "Key")
    assert (first["cells"], first["unread"]) == ({"Action": "Fit ramps", "Key": "k1"}, ["New status"])
    assert (second["cells"]["New status"], second["unread"]) == ("Done", [])
