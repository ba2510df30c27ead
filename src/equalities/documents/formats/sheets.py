"""Workbooks (.xlsx, .ods): each sheet as the lines above its table, and the table."""

from pathlib import Path

from equalities.documents.blocks import Pages, Paragraph, Problem, Table
from equalities.documents.formats import excel, opendocument, tabs, worksheet
from equalities.documents.formats.package import open_package


def read(path: Path, name: str) -> Pages:
    """Read a workbook into blocks, sheet after sheet; a hidden sheet, row or column is read and marked hidden.

    `path` holds the file, `name` is what its owner calls it. A cell's text is what the sheet shows; dates are ISO
    text ("2025-03-31"), or the month and year where the day is not shown. Formulas give their stored result and
    are never calculated. Raises Refused where the file is damaged, locked or swollen.
    """
    sheets: list[list[Paragraph | Table]] = []
    problems: list[Problem] = []
    with open_package(path) as package:
        read_grids = opendocument.read_grids if "content.xml" in package.names else excel.read_grids
        for sheet in read_grids(package):
            tables = sum(isinstance(block, Table) for blocks in sheets for block in blocks)
            sheets.append(list(worksheet.blocks(sheet, name, tables + 1)))
            problems += worksheet.problems(sheet, name)
    return Pages(tuple(block for blocks in tabs.headed(sheets) for block in blocks), tuple(problems))
