"""DuckDB, locked down: it counts the rows of one file and can reach nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from equalities.cubes.source import Source, distinct, source
from equalities.refusals import Refused

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": 2,  # each thread reserves address space, which the child process has little of
    "memory_limit": "1GB",
}


@dataclass(frozen=True)
class Table:
    """One file open in DuckDB. `headings` are shown to people; SQL knows the columns as c0, c1, ..."""

    connection: duckdb.DuckDBPyConnection
    headings: tuple[str, ...]
    relation: str

    def column(self, heading: str) -> str:
        """The SQL name of a column, found by its heading without regard to case. Raises Refused."""
        wanted = " ".join(heading.split()).casefold()
        for place, each in enumerate(self.headings):
            if each.casefold() == wanted:
                return f"c{place}"
        raise Refused(f"There is no column {heading}: the columns are {', '.join(self.headings)}.")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query on the table `rows`. Raises Refused for a file that is no table."""
        try:
            return self.connection.execute(f"WITH rows AS (SELECT * FROM {self.relation}) {sql}").fetchall()
        except duckdb.OutOfMemoryException:
            raise Refused(
                "This file has too many different combinations to count: map fewer columns."
            ) from None
        except duckdb.Error as error:
            raise Refused(_sentence(str(error))) from None


@contextmanager
def table(path: Path, sheet: str | None = None) -> Iterator[Table]:
    """Open a file for counting. Raises Refused in one sentence for one that cannot be read."""
    with source(path, sheet) as opened:
        connection = duckdb.connect(config=CONFIG)
        try:
            connection.execute("SET enable_progress_bar = false")  # it is drawn where answers go
            connection.execute("SET allowed_paths = [$path]", {"path": str(opened.path)})
            connection.execute("SET enable_external_access = false")
            found = _table(connection, opened)
            if not found.rows("SELECT 1 FROM rows LIMIT 1"):
                raise Refused(
                    "No row below the heading can be read: open the file, save it as CSV and try again."
                )
            yield found
        finally:
            connection.close()


def _table(connection: duckdb.DuckDBPyConnection, opened: Source) -> Table:
    path = str(opened.path).replace("'", "''")
    if opened.delimiter is not None:
        return Table(connection, opened.headings, _csv(path, opened))
    found = Table(connection, (), f"read_parquet('{path}')")
    names = [name for name, *_ in found.rows("SELECT column_name FROM (DESCRIBE rows)")]
    columns = ", ".join(f'"{_quoted(name)}"::VARCHAR AS c{place}' for place, name in enumerate(names))
    return replace(found, headings=distinct(names), relation=f"(SELECT {columns} FROM {found.relation})")


def _csv(path: str, opened: Source) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(opened.headings)))
    return (
        f"read_csv('{path}', delim = '{opened.delimiter}', header = true, quote = '\"', escape = '\"', "
        f"auto_detect = false, strict_mode = true, null_padding = false, columns = {{{columns}}})"
    )


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _sentence(error: str) -> str:
    """DuckDB's own words quote the line at fault, which may be about a person: only its number goes on."""
    line = re.search(r"CSV Error on Line: (\d+)", error)
    widths = re.search(r"Expected Number of Columns: (\d+)", error)
    if line and widths:
        return f"Line {line[1]} does not have the {widths[1]} columns of the heading: mend it and try again."
    where = f"Line {line[1]} of this file" if line else "This file"
    return (
        f"{where} cannot be read as a row of a table: open it in a spreadsheet, save it as CSV and try again."
    )
