"""A document as it came in, with other words in some of its cells: what a register says today, in the layout, the
pictures and the margins of the organisation's own template."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.exporting import write_pages
from equalities.documents.files import read_pages
from equalities.refusals import Refused
from equalities.saying import to_say

Place = tuple[Any, ...]
Block = Paragraph | Table
Texts = tuple[str, ...]

NO_PLACE = to_say("This document has no place for what is to be written into it: write its tables anew.")


@dataclass(frozen=True)
class Edit:
    """The words `was` of a cell or line give way to the entries `now`; a blank cell is filled where `was` is ""."""

    place: Source
    was: str
    now: Texts


@dataclass(frozen=True)
class NewRow:
    """A row below another one, made like a third; `cells` are its entries by column, `joins` the columns in which it
    goes on with the merged cell of the row above, where there is one. A title is one cell over the whole table. Below a
    line it is a line, with its only text."""

    below: Source
    like: Source
    cells: Mapping[int, Texts]
    joins: tuple[int, ...] = ()
    is_title: bool = False


@dataclass(frozen=True)
class Filling:
    """All that a document is to say otherwise. `known` are words that must still stand where they are said to:
    places are counted, and another reading might count otherwise."""

    known: tuple[tuple[Source, str], ...] = ()
    edits: tuple[Edit, ...] = ()
    added: tuple[NewRow, ...] = ()
    removed: tuple[Source, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Filling":
        """The filling again from what `as_dict` gave, by way of JSON or not."""
        return cls(
            tuple((Source(*place), words) for place, words in data["known"]),
            tuple(Edit(Source(*each["place"]), each["was"], tuple(each["now"])) for each in data["edits"]),
            tuple(map(_new_row, data["added"])),
            tuple(Source(*place) for place in data["removed"]),
        )


def _new_row(data: Mapping[str, Any]) -> NewRow:
    cells = {int(column): tuple(texts) for column, texts in data["cells"].items()}
    below, like = Source(*data["below"]), Source(*data["like"])
    return NewRow(below, like, cells, tuple(data["joins"]), data["is_title"])


def fill(path: str, name: str, filling: Mapping[str, Any], kind: str, made_at: str, out: str) -> None:
    """Write the document at `path`, called `name`, to `out` as `kind` (one of exporting.FORMATS) with a filling (as
    `Filling.as_dict` gives it): what a child process does (equalities.sandbox). A Word document or workbook that
    stays one is a copy in which all else is as it was, but for remarks and the names of who wrote it.

    `made_at` is an ISO moment. Raises Refused as `read_pages` and `write_pages` do, and where the document has no place
    for something.
    """
    from equalities.documents.writers import word_copy, workbook_copy

    wanted = Filling.from_dict(filling)
    copies = {"docx": word_copy.filled, "xlsx": workbook_copy.filled}
    if kind in copies and Path(name).suffix.lower() == f".{kind}":
        Path(out).write_bytes(copies[kind](Path(path), name, wanted))
        return
    pages = fill_pages(read_pages(Path(path), name), wanted)
    write_pages(pages, kind, Path(out), made_at=datetime.fromisoformat(made_at))


def key(source: Source) -> Place:
    """What tells a cell, a row or a line from every other one of a document."""
    if source.row is None:
        return (source.page, source.sheet, source.table, source.line, source.column)
    return (source.sheet, source.table, source.row, source.column)


def row_key(source: Source) -> Place:
    return key(source._replace(column=None))


def texts_of(pages: Pages) -> dict[Place, str]:
    """The words of each cell and line."""
    found = {key(block.source): block.text for block in pages.blocks if isinstance(block, Paragraph)}
    tables = (block for block in pages.blocks if isinstance(block, Table))
    return found | {key(cell.source): cell.text for table in tables for row in table.rows for cell in row}


def check(filling: Filling, texts: Mapping[Place, str]) -> None:
    """Raises Refused where a document no longer has the words of a filling where it is said to."""
    for place, words in filling.known:
        found_in(texts.get(key(place), ""), words)


def found_in(text: str, words: str) -> tuple[int, int]:
    """Where words stand in a text, whatever its blanks. Raises Refused where they do not."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text)
    if found is None:
        raise Refused(NO_PLACE)
    return found.span()


def is_whole(text: str, words: str) -> bool:
    """Whether words are all that a text says."""
    return text.split() == words.split()


def replaced(text: str, edit: Edit) -> str:
    """A text with the words of an edit in the place of those before. Raises Refused where these are not in it."""
    if is_whole(text, edit.was):
        return "\n".join(edit.now)
    start, end = found_in(text, edit.was) if edit.was else _refuse()
    return text[:start] + "\n".join(edit.now) + text[end:]


def _refuse() -> tuple[int, int]:
    raise Refused(NO_PLACE)


def fill_pages(pages: Pages, filling: Filling) -> Pages:
    """The blocks of a document with a filling. Raises Refused where they have no place for it."""
    texts = texts_of(pages)
    check(filling, texts)
    edits = defaultdict[Place, list[Edit]](list)
    for edit in filling.edits:
        if edit.was and key(edit.place) not in texts:
            raise Refused(NO_PLACE)
        edits[key(edit.place)].append(edit)
    filled = [_filled(block, edits, filling) for block in pages.blocks]
    return replace(pages, blocks=tuple(_with_lines(filled, filling)))


def _with_lines(blocks: list[Block], filling: Filling) -> Iterator[Block]:
    """The blocks with new lines below theirs, each like another one."""
    lines = {key(block.source): block for block in blocks if isinstance(block, Paragraph)}
    for block in blocks:
        yield block
        for new in filling.added:
            if new.below.row is None and key(new.below) == key(block.source):
                yield replace(lines[key(new.like)], text="".join(*new.cells.values()))


def _filled(block: Block, edits: Mapping[Place, list[Edit]], filling: Filling) -> Block:
    if isinstance(block, Paragraph):
        text = block.text
        for edit in edits.get(key(block.source), ()):
            text = replaced(text, edit)
        return replace(block, text=text)
    rows = [
        tuple(_cell(cell, edits.get(key(cell.source), ())) for cell in _to_its_end(row, edits))
        for row in block.rows
    ]
    return replace(block, rows=tuple(_with_rows(rows, filling)))


def _to_its_end(row: tuple[Cell, ...], edits: Mapping[Place, list[Edit]]) -> tuple[Cell, ...]:
    """A row with the blank cells after its last one that are to be filled: a sheet has no others."""
    end = max(((cell.source.column or 0) + cell.column_span - 1 for cell in row), default=0)
    wanted = (
        {place[3] or 0 for place in edits if place[:3] == row_key(row[0].source)[:3]} if row else set[int]()
    )
    return (
        *row,
        *(Cell("", row[0].source._replace(column=column)) for column in sorted(wanted) if column > end),
    )


def _cell(cell: Cell, edits: Iterable[Edit]) -> Cell:
    for edit in edits:
        if is_whole(cell.text, edit.was):
            cell = cell._replace(items=edit.now if len(edit.now) > 1 else ())
        else:
            now = "\n".join(edit.now)
            cell = cell._replace(
                items=tuple(now if is_whole(each, edit.was) else each for each in cell.items)
            )
        cell = cell._replace(text=replaced(cell.text, edit))
    return cell


def _with_rows(rows: list[tuple[Cell, ...]], filling: Filling) -> Iterator[tuple[Cell, ...]]:
    """The rows that stay, with the new ones below theirs, and merged cells as much longer."""
    gone = set(map(row_key, filling.removed))
    below = defaultdict[Place, list[NewRow]](list)
    for each in filling.added:
        below[row_key(each.below)].append(each)
    rows = [_longer(row, filling, gone) for row in rows]
    width = max(
        (cell.source.column or at) + cell.column_span - 1 for row in rows for at, cell in enumerate(row, 1)
    )
    left = min((row[0].source.column or 1 for row in rows), default=1)
    for row in rows:
        place = row_key(row[0].source)
        if place not in gone:
            yield row
        for each in below[place]:
            yield tuple(_new_cells(each, rows, row[0].source, range(left, width + 1)))


def _longer(row: tuple[Cell, ...], filling: Filling, gone: set[Place]) -> tuple[Cell, ...]:
    return tuple(cell._replace(row_span=_span(cell, filling, gone)) for cell in row)


def _span(cell: Cell, filling: Filling, gone: set[Place]) -> int:
    """How many rows a cell is merged over when rows were put in and taken out. Refused where a new row says something
    of its own where the merged cell goes on."""
    if cell.row_span == 1 or cell.source.row is None:
        return cell.row_span
    last = cell.source.row + cell.row_span - 1
    over = {row_key(cell.source._replace(row=row)) for row in range(cell.source.row, last + 1)}
    inside = [each for each in filling.added if row_key(each.below) in over]
    joining = [each for each in inside if cell.source.column in each.joins]
    if over & gone or any(each not in joining and each.below.row != last for each in inside):
        raise Refused(NO_PLACE)
    return cell.row_span + len(joining)


def _new_cells(new: NewRow, rows: list[tuple[Cell, ...]], above: Source, columns: range) -> Iterator[Cell]:
    if new.is_title:
        yield Cell("\n".join(*new.cells.values()), above, column_span=len(columns))
        return
    merged = {
        cell.source.column
        for row in rows
        for cell in row
        if cell.row_span > 1 and cell.source.row is not None and above.row is not None
        and cell.source.row <= above.row < cell.source.row + cell.row_span
    }  # fmt: skip
    for column in columns:
        if column not in new.joins or column not in merged:
            texts = new.cells.get(column, ())
            items = texts if len(texts) > 1 else ()
            yield Cell("\n".join(texts), above._replace(column=column), items)
