"""DuckDB, locked down: it counts the rows of one file and can reach nothing else."""

import re
import tempfile
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
    is_columnar: bool = False

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

    def copy(self, selected: str, target: Path) -> int:
        """Write columns, as SQL, to a Parquet file that was named when this one was opened; how many rows. Raises
        Refused as `rows` does."""
        to = f"TO '{_in_quotes(target)}' (FORMAT parquet, USE_TMP_FILE false)"
        try:
            found = self.connection.execute(f"COPY (SELECT {selected} FROM {self.relation}) {to}").fetchall()
        except duckdb.Error as error:
            raise refused(error) from None
        return int(found[0][0])

    def combinations(self, layout: Layout, most: int) -> Frame:
        """As every engine gives them. Raises Refused for an order that is not the file's own."""
        if layout.order:
            raise Refused("The rows of a file follow one another as they stand: leave the order out.")
        reference = layout.reference
        each_once = bool(reference) and not self.rows(statements.repeated(self, str(reference)))[0][0]
        wanted = statements.combinations(self, layout, each_once=each_once)
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
def columnar(path: Path, sheet: str | None = None) -> Iterator[Table]:
    """Open a file that has rows for looking at one column after another: it is gone through once and copied, column
    by column, to a file that is removed afterwards. Raises Refused for one that cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "columns.parquet"
        with opened(path, sheet, copy) as found:
            rows = (
                found.rows("SELECT count(*) FROM rows")[0][0] if found.is_columnar else found.copy("*", copy)
            )
            if rows == 0:
                raise Refused(NO_ROWS)
            yield found if found.is_columnar else replace(found, relation=_parquet(copy))


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
    if found.delimiter is not None:
        return Table(connection, found.headings, _csv(found))
    whole = Table(connection, (), _parquet(found.path), is_columnar=True)
    described = whole.rows("SELECT column_name, column_type FROM (DESCRIBE rows)")
    columns = ", ".join(
        f'"{_quoted(name)}"{"::VARCHAR" if NESTED.search(kind) else ""} AS c{place}'
        for place, (name, kind) in enumerate(described)
    )
    names = distinct([name for name, _ in described])
    return replace(whole, headings=names, relation=f"(SELECT {columns} FROM {whole.relation})")


def _parquet(path: Path) -> str:
    return f"read_parquet('{_in_quotes(path)}', binary_as_string = true)"


def _csv(found: Source) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(found.headings)))
    written = f"delim = '{found.delimiter}', header = true, quote = '\"', escape = '\"'"
    return (
        f"read_csv('{_in_quotes(found.path)}', {written}, auto_detect = false, strict_mode = true, "
        f"null_padding = false, columns = {{{columns}}})"
    )


def _in_quotes(path: Path) -> str:
    return str(path).replace("'", "''")


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
            "Line {line} does not have the {columns} columns of the heading: mend it and try again.",
            line=line[1],
            columns=widths[1],
        )
    if line is None:
        return Refused(
            "This file cannot be read as a table: open it in a spreadsheet, save it as CSV and try again."
        )
    return Refused(
        "Line {line} of this file cannot be read as a row of a table: open it in a spreadsheet, save it as CSV and try "
        "again.",
        line=line[1],
    )
