"""What every kind of file becomes first: blocks of text and tables, each piece with its place."""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Source(NamedTuple):
    """Where a piece of text stands: counted from 1, null where the kind of file has no such thing.

    A plan holds 100,000 of these, and a tuple is made, compared and looked up in a quarter of the time."""

    file: str | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None

    def as_dict(self) -> dict[str, Any]:
        file, page, sheet, table, row, column, line = self
        return {
            "file": file, "page": page, "sheet": sheet, "table": table, "row": row, "column": column, "line": line,
        }  # fmt: skip


class Cell(NamedTuple):
    """One cell of a table. `text` is plain with line breaks kept; `items` are its list entries where
    the file marks a list; `underlined` the phrases that are underlined; `spans` columns and rows it
    covers (a merged cell stands once, at its first place); `hidden` where its row or column is; `struck` the phrases
    that are struck through, which are not in the text."""

    text: str
    source: Source
    items: tuple[str, ...] = ()
    underlined: tuple[str, ...] = ()
    column_span: int = 1
    row_span: int = 1
    is_head: bool = False
    hidden: bool = False
    struck: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True)
class Paragraph:
    """A line or paragraph outside tables. `level` is the heading's (1 = highest), None for text;
    `is_item` where it is an entry of a list; `struck` as for a cell."""

    text: str
    source: Source
    level: int | None = None
    is_item: bool = False
    struck: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of cells, as they stand; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]
    source: Source

    @property
    def left(self) -> int:
        """The first column that it has: a table in a sheet may begin further to the right."""
        return min((row[0].source.column or 1 for row in self.rows if row), default=1)


@dataclass(frozen=True)
class Problem:
    """What was not understood or had to be inferred. `kept` is false where the text at `source`
    is in no record, so that nothing is dropped in silence; `words` is then that text."""

    what: str
    source: Source
    kept: bool = True
    words: str = ""


@dataclass(frozen=True)
class Pages:
    """A whole file as blocks, in reading order, with what the reader itself could not take in."""

    blocks: tuple[Paragraph | Table, ...]
    problems: tuple[Problem, ...] = ()
