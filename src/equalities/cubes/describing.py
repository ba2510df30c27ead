"""What a file holds, column by column, before anybody has said what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from equalities.codelists import Recognition, recognise
from equalities.cubes.counting import Table, columnar, table
from equalities.cubes.grouping import MOST_VALUES

TOP = 20


@dataclass(frozen=True)
class ColumnSummary:
    """One column: how many different values it has, its commonest ones (value -> rows) and how many rows
    are blank. Values of a column in which most rows differ are left out: they tell people apart."""

    name: str
    distinct: int
    values: Mapping[str, int]
    blank: int


@dataclass(frozen=True)
class Described:
    """A file: its rows, and each column with what it was taken to hold."""

    rows: int
    columns: tuple[tuple[str, Recognition], ...]

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard data describe --json`."""
        return {
            "rows": self.rows,
            "columns": [{"name": name, **_outline(recognition)} for name, recognition in self.columns],
        }


def header(path: Path, sheet: str | None = None) -> tuple[str, ...]:
    """The headings of a file, in order. Raises Refused for a file that is no table."""
    with table(path, sheet) as opened:
        return opened.headings


def columns(path: Path, sheet: str | None = None) -> tuple[ColumnSummary, ...]:
    """Every column with its commonest values, for a page that asks which is which. Raises Refused."""
    with columnar(path, sheet) as opened:
        return tuple(_summary(opened, heading) for heading in opened.headings)


def columns_of(path: Path, headings: Sequence[str], sheet: str | None = None) -> list[tuple[str, ...]]:
    """The text of some columns, row by row in the file's order, blanks as "". Raises Refused for a heading
    that is not there."""
    with table(path, sheet) as opened:
        wanted = ", ".join(f"coalesce({opened.column(heading)}, '')" for heading in headings)
        return opened.rows(f"SELECT {wanted} FROM rows")


def columns_as_dict(path: str, sheet: str | None = None) -> list[dict[str, Any]]:
    """`columns` for another process: JSON in and out."""
    return [asdict(column) for column in columns(Path(path), sheet)]


def describe(path: Path, sheet: str | None = None) -> Described:
    """What each column of a file is taken to hold, and why. Raises Refused for a file that is no table."""
    with columnar(path, sheet) as opened:
        rows = int(opened.rows("SELECT count(*) FROM rows")[0][0])
        found = tuple((heading, recognise(_values(opened, heading), heading)) for heading in opened.headings)
    return Described(rows, found)


def describe_as_dict(path: str, sheet: str | None = None) -> dict[str, Any]:
    """`describe` for another process: JSON in and out."""
    return describe(Path(path), sheet).as_dict()


def _outline(recognition: Recognition) -> dict[str, Any]:
    whole = asdict(recognition)
    kept = (
        "characteristic",
        "classification",
        "confidence",
        "recognised",
        "unrecognised",
        "missing",
        "reasons",
    )
    return {key: whole[key] for key in kept} | {
        "slips": dict(recognition.slips),
        "refused": recognition.refused,
    }


def _values(opened: Table, heading: str) -> dict[str, int]:
    """All values of a column, or none where it has too many to be groups."""
    column = opened.column(heading)
    sql = f"SELECT coalesce({column}, ''), count(*) FROM rows GROUP BY ALL LIMIT {MOST_VALUES + 1}"
    rows = opened.rows(sql)
    return {} if len(rows) > MOST_VALUES else {value: int(count) for value, count in rows}


def _summary(opened: Table, heading: str) -> ColumnSummary:
    column = opened.column(heading)
    total, distinct, blank = opened.rows(
        f"SELECT count(*), count(DISTINCT {column}), "
        f"count(*) FILTER (WHERE trim(coalesce({column}, '')) = '') FROM rows"
    )[0]
    tells_apart = distinct > TOP and 2 * distinct > total
    top = (
        f"SELECT {column}, count(*) AS n FROM rows WHERE trim({column}) <> '' "
        f"GROUP BY ALL ORDER BY n DESC, {column} LIMIT {TOP}"
    )
    values = {} if tells_apart else {value: int(count) for value, count in opened.rows(top)}
    return ColumnSummary(heading, int(distinct), values, int(blank))
