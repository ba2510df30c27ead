"""DuckDB, locked down: it counts the rows of one file and can reach nothing else."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from equalities.cubes import statements
from equalities.cubes.grouping import NO_ROWS, Frame
from equalities.cubes.mapping import Layout, place_of
from equalities.cubes.source import Source, distinct, source
from equalities.refusals import Refused

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": 2,  # each thread reserves address space, which the child process has little of
    "memory_limit": "1GB",
}


NESTED = re.compile(r"\[|^(STRUCT|MAP|UNION|VARIANT)\b")


@dataclass(frozen=True)
class Table:
    """One file open in DuckDB. `headings` are shown to people; SQL knows the columns as c0, c1, ..."""

    connection: duckdb.DuckDBPyConnection
    headings: tuple[str, ...]
    relation: str

    def column(self, heading: str) -> str:
        """The SQL of a column as text, NULL where there is nothing. Raises Refused."""
        return f"{self.native(heading)}::VARCHAR"

    def native(self, heading: str) -> str:
        """The SQL of a column in its own type, which is quicker to group by than its text. Raises Refused."""
        return f"c{place_of(heading, self.headings)}"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query on the table `rows`. Raises Refused for a file that is no table."""
        try:
            return self.connection.execute(f"WITH rows AS (SELECT * FROM {self.relation}) {sql}").fetchall()
        except duckdb.Error as error:
            raise refused(error) from None

    def combinations(self, layout: Layout, most: int) -> Frame:
        """As every engine gives them. Raises Refused for an order that is not the file's own."""
        if layout.order:
            raise Refused("The rows of a file follow one another as they stand: leave the order out.")
        wanted = statements.combinations(self, layout)
        rows = self.rows(f"{wanted} LIMIT {most}")
        names = [name for name, *_ in self.connection.description or ()]
        return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())

    def unread(self, heading: str, pattern: str) -> Mapping[str, int]:
        return dict(self.rows(statements.unread(self, heading, pattern)))


@contextmanager
def table(path: Path, sheet: str | None = None) -> Iterator[Table]:
    """Open a file that has rows. Raises Refused in one sentence for one that cannot be read."""
    with opened(path, sheet) as found:
        if not found.rows("SELECT 1 FROM rows LIMIT 1"):
            raise Refused(NO_ROWS)
        yield found


@contextmanager
def opened(path: Path, sheet: str | None = None, copy_to: Path | None = None) -> Iterator[Table]:
    """Open a file for counting, which finds out whether its rows can be read, or for copying to one other file.
    Raises Refused for what is no table at all."""
    with source(path, sheet) as found:
        connection = duckdb.connect(config=CONFIG)
        try:
            connection.execute("SET enable_progress_bar = true")  # counts, but is not drawn where answers go
            connection.execute("SET enable_progress_bar_print = false")
            reached = [str(path) for path in (found.path, copy_to) if path]
            connection.execute("SET allowed_paths = $reached", {"reached": reached})
            connection.execute("SET enable_external_access = false")
            yield _table(connection, found)
        finally:
            connection.close()


def _table(connection: duckdb.DuckDBPyConnection, found: Source) -> Table:
    path = str(found.path).replace("'", "''")
    if found.delimiter is not None:
        return Table(connection, found.headings, _csv(path, found))
    whole = Table(connection, (), f"read_parquet('{path}', binary_as_string = true)")
    described = whole.rows("SELECT column_name, column_type FROM (DESCRIBE rows)")
    columns = ", ".join(
        f'"{_quoted(name)}"{"::VARCHAR" if NESTED.search(kind) else ""} AS c{place}'
        for place, (name, kind) in enumerate(described)
    )
    names = distinct([name for name, _ in described])
    return replace(whole, headings=names, relation=f"(SELECT {columns} FROM {whole.relation})")


def _csv(path: str, opened: Source) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(opened.headings)))
    return (
        f"read_csv('{path}', delim = '{opened.delimiter}', header = true, quote = '\"', escape = '\"', "
        f"auto_detect = false, strict_mode = true, null_padding = false, columns = {{{columns}}})"
    )


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def refused(error: duckdb.Error) -> Refused:
    """What DuckDB could not do, as one sentence. Its own words quote the line at fault, which may be about a person:
    only its number goes on."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return Refused("This file has too many different combinations to count: map fewer columns.")
    line = re.search(r"CSV Error on Line: (\d+)", str(error))
    widths = re.search(r"Expected Number of Columns: (\d+)", str(error))
    if line and widths:
        return Refused(
            f"Line {line[1]} does not have the {widths[1]} columns of the heading: mend it and try again."
        )
    where = f"Line {line[1]} of this file" if line else "This file"
    return Refused(
        f"{where} cannot be read as a row of a table: open it in a spreadsheet, save it as CSV and try again."
    )
