"""Spreadsheets, read through calamine and written out as the CSV that everything else counts."""

import csv
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from equalities.cubes.notes import is_note
from equalities.refusals import Refused

Cell = int | float | str | bool | time | date | datetime | timedelta
MOST_BYTES = 1 << 30


def write_csv(path: Path, copy: Path, sheet: str | None = None) -> None:
    """Write one sheet (the fullest, since covers and notes stand before it, or the one named) from its
    heading row on; blank rows are left out. Raises Refused for what is no workbook, is locked, has macros,
    or has no rows."""
    check_archive(path)
    rows = _rows(path, sheet)
    start = _heading_row(rows)
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        filled = [row for row in ([_text(cell) for cell in row] for row in rows[start:]) if any(row)]
        width = max(sum(map(bool, row)) for row in filled)
        while is_note(filled[-1], width):
            filled.pop()
        written = [writer.writerow(row) for row in filled]
    if len(written) < 2:
        raise Refused("This sheet has a heading row and no rows below it.")


def check_archive(path: Path) -> None:
    """Raise Refused for an archive that is damaged, locked, has macros, or would unpack to over 1 GB."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = set(archive.namelist())
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, RuntimeError):
        raise Refused("This workbook is damaged: open it, save it again and upload that.") from None
    if b"encryption-data" in manifest or any(member.flag_bits & 1 for member in members):
        raise Refused("This workbook is protected by a password: remove it and upload the workbook again.")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("This workbook holds macros: save it as .xlsx without them and upload that.")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused("This workbook unpacks to more than 1 GB: save the sheet as .csv and upload that.")


def check_one_table(path: Path) -> None:
    """Raise Refused for a workbook with several sheets of the same headings: which of them is meant, or whether all
    are, nobody can tell."""
    if path.suffix.casefold() not in (".xlsx", ".ods"):
        return
    check_archive(path)
    sheets = {name: rows for name, rows in _sheets(path, None).items() if len(rows) > 1 and _filled(rows)}
    if len(sheets) < 2:
        return
    heads = {name: [_text(cell) for cell in rows[_heading_row(rows)]] for name, rows in sheets.items()}
    fullest = max(sheets, key=lambda name: _filled(sheets[name]))
    alike = [name for name, head in heads.items() if head == heads[fullest]]
    if len(alike) > 1:
        raise Refused(
            "This workbook has {number} sheets of the same columns ({sheets}): upload the one that is meant as a file "
            "of its own, or all of them on one sheet.",
            number=len(alike),
            sheets=", ".join(alike),
        )


def _rows(path: Path, sheet: str | None) -> Sequence[Sequence[Cell]]:
    fullest = max(_sheets(path, sheet).values(), key=_filled, default=[])
    if len(fullest) < 2:
        raise Refused("This workbook has no rows: upload the one that has.")
    return fullest


def _sheets(path: Path, sheet: str | None) -> dict[str, Sequence[Sequence[Cell]]]:
    """The rows of the sheet named, or of each."""
    try:
        workbook = CalamineWorkbook.from_path(str(path))
    except CalamineError:
        raise Refused("This is not a workbook that can be read: save it as .xlsx or .csv.") from None
    if sheet is not None and sheet not in workbook.sheet_names:
        raise Refused(
            "There is no sheet {sheet}: the sheets are {sheets}.",
            sheet=sheet,
            sheets=", ".join(workbook.sheet_names),
        )
    names = [sheet] if sheet else workbook.sheet_names
    return {name: workbook.get_sheet_by_name(name).to_python() for name in names}


def _filled(rows: Sequence[Sequence[Cell]]) -> int:
    return sum(bool(_text(cell)) for row in rows for cell in row)


def _heading_row(rows: Sequence[Sequence[Cell]]) -> int:
    """The first row that is filled as widely as half of the table: titles and notes stand above it. In a table of two
    columns one cell is a title where a row of two words follows, and else a heading beside one left blank."""
    filled = [[text for cell in row if (text := _text(cell))] for row in rows]
    width = max(map(len, filled))
    start = next(place for place, row in enumerate(filled) if 2 * len(row) >= width)
    below = next((row for row in filled[start + 1 :] if row), [])
    titled = width == 2 and len(filled[start]) == 1 and len(below) == 2
    return filled.index(below) if titled and not any(map(_has_figure, below)) else start


def _has_figure(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _text(cell: Cell) -> str:
    """A cell as it would stand in a CSV: whole numbers without ".0", dates as ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).strip()
