"""Delimited text (.csv, .tsv): commas, semicolons, tabs or whatever a council's system divides its columns by."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from equalities.documents.blocks import Cell, Pages, Paragraph, Problem, Source, Table
from equalities.documents.formats.decoding import read_text
from equalities.documents.formats.markup import unmark
from equalities.refusals import Refused
from equalities.saying import say_many, to_say

DELIMITERS = (",", ";", "\t", "|")  # where two fit a file equally well, the earlier one stands
RARE_DELIMITERS = ("^", "~", ":")  # these stand in text, too, so nearly every row must agree
ALL_DELIMITERS = (*DELIMITERS, *RARE_DELIMITERS)
GUARD = re.compile(
    r"^'(?=\s*[=+\-@＝＋－＠])"
)  # what a careful program puts before text that begins like a formula

NEVER_CLOSED = to_say(
    "A quotation mark in this file is opened and never closed: open it in a spreadsheet, "
    "save it as CSV again, and try with that."
)
MISREAD = to_say(
    "Some letters in this file look wrong (such as “â€™” for an apostrophe): it was saved in one encoding and then "
    "in another; save it from the original as CSV UTF-8"
)


@dataclass(frozen=True)
class _Record:
    """One row of a file, with the line it begins on."""

    fields: list[str]
    line: int

    @property
    def width(self) -> int:
        """Columns up to the last that holds anything."""
        return max((at for at, text in enumerate(self.fields, start=1) if text.strip()), default=0)


def read(path: Path, name: str) -> Pages:
    """Read a delimited file into lines and tables.

    `path` holds the file, `name` is what its owner calls it. The delimiter is found by trying; UTF-8, UTF-16 and
    Windows-1252 are read. An empty line ends a table. Rows of one field above a table are lines, within it they are
    sections; all others must have as many columns as the first. Raises Refused where they have not, or the file is
    not text.
    """
    text = read_text(path)
    blocks: list[Paragraph | Table] = []
    for records in _parts(_records(text)):
        first = next((at for at, record in enumerate(records) if record.width > 1), len(records))
        blocks += [_paragraph(record, name) for record in records[:first]]
        if records[first:]:
            _check_widths(records[first:])
            number = 1 + sum(isinstance(block, Table) for block in blocks)
            blocks.append(_table(records[first:], Source(file=name, table=number)))
    if not blocks:
        raise Refused("This file holds no text: check that it was saved, and choose it again.")
    problems = [Problem(MISREAD, Source(file=name))] if re.search("â€|Ã[\xa0-\xbf]|\ufffd", text) else []
    return Pages(tuple(blocks), tuple(problems))


def _parts(records: list[_Record]) -> Iterator[list[_Record]]:
    """The records between empty lines; those of blank fields alone are left out."""
    for is_text, part in groupby(records, key=lambda record: record.fields not in ([], [""])):
        kept = [record for record in part if record.width]
        if is_text and kept:
            yield kept


def _paragraph(record: _Record, name: str) -> Paragraph:
    (text,) = filter(None, record.fields)
    marked = unmark(GUARD.sub("", text))
    place = Source(file=name, line=record.line)
    return Paragraph(marked.text, place, is_item=bool(marked.items), struck=marked.struck)


def _records(text: str) -> list[_Record]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # which all readers share
    declared = re.match(r"sep=(.)\n", text)  # Excel's own way to name the delimiter
    if declared:
        text = "\n" + text[declared.end() :]
    ways = {delimiter: _split(text, delimiter) for delimiter in (declared[1] if declared else ALL_DELIMITERS)}
    fits = {delimiter: _evenness(records) for delimiter, records in ways.items()}
    best = max(
        (each for each in ways if each not in RARE_DELIMITERS or fits[each][0] > 0.8 or declared),
        key=fits.__getitem__,
    )
    _check_closed(text, ways[best], best)
    return ways[best]


def _split(text: str, delimiter: str) -> list[_Record]:
    """The rows, empty ones too. A row that is broken over lines counts from its first."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records, line = [], 1
    for fields in rows:
        records.append(_Record([field.strip() for field in fields], line))
        line = rows.line_num + 1
    return records


def _check_closed(text: str, records: Sequence[_Record], delimiter: str) -> None:
    """A quotation mark that is never closed makes the rest of a file one cell, with all its rows."""
    last = text.split("\n")[records[-1].line - 1 :] if records else []
    try:
        list(csv.reader(io.StringIO("\n".join(last), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise Refused(NEVER_CLOSED) from None


def _evenness(records: list[_Record]) -> tuple[float, int]:
    """How well a delimiter fits: the share of rows that have the commonest number of columns, if that is over one."""
    widths = Counter(len(record.fields) for record in records if len(record.fields) > 1)
    if not widths:
        return 0.0, 0
    width, rows = widths.most_common(1)[0]
    return rows / sum(bool(record.fields) for record in records), width


def _check_widths(records: list[_Record]) -> None:
    """Every row is as long as the first, give or take blank columns at its end, or is one field: a section's title."""
    head, named = len(records[0].fields), records[0].width
    for before, record in pairwise(records):
        length = len(record.fields)
        if length != head and record.width > 1 and (record.width > head or length < named):
            raise Refused(
                "Line {first} of this file has {columns} and line {second} has {others}: "
                "open it in a spreadsheet, see that each text is in one cell, save it as CSV again, and try with that.",
                first=before.line,
                columns=_columns(before),
                second=record.line,
                others=_columns(record),
            )


def _columns(record: _Record) -> str:
    return say_many("{number} column", "{number} columns", len(record.fields))


def _table(records: list[_Record], place: Source) -> Table:
    """A row of one field is merged over the table, as the title of a section is."""
    width = max(len(record.fields) for record in records)
    rows = tuple(
        tuple(
            _cell(field, place._replace(row=row, column=column, line=record.line))._replace(
                column_span=width if len(record.fields) == 1 else 1
            )
            for column, field in enumerate(record.fields, start=1)
        )
        for row, record in enumerate(records, start=1)
    )
    return Table(rows, place._replace(line=records[0].line))


def _cell(field: str, source: Source) -> Cell:
    marked = unmark(GUARD.sub("", field))
    return Cell(marked.text, source, marked.items, marked.underlined, struck=marked.struck)
