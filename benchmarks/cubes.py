"""From rows to a cube: what `equalities.cubes.read` takes over DuckDB's own GROUP BY on the same file.

`read` checks that the file is UTF-8, groups, recognises the values and builds the cube; the ratio says what
all of that costs. 20 million rows instead of 2: `python -c "import benchmarks.cubes as one;
one.main(20_000_000)"`.
"""

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from equalities.cubes import Column, Layout, read
from equalities.cubes.counting import CONFIG

PAIRS = 3
ETHNIC = (
    "White British",
    "Indian",
    "Pakistani",
    "Chinese",
    "Black African",
    "Arab",
    "Roma",
    "Prefer not to say",
    "",
)
RELIGION = (
    "No religion",
    "Christian",
    "Muslim",
    "Hindu",
    "Sikh",
    "Jewish",
    "Buddhist",
    "Other religion",
    "Not stated",
)
SEX = ("Female", "Male", "F", "M", "")
LAYOUT = Layout((Column("Ethnicity"), Column("Sex"), Column("Age"), Column("Religion")))


def main(rows: int = 2_000_000) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "users.csv"
        generate(path, rows)
        ratios = [seconds(lambda: read(path, LAYOUT)) / seconds(lambda: group_by(path)) for _ in range(PAIRS)]
        total = read(path, LAYOUT).cube.total
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows:,} rows x 4 characteristics to a cube: {statistics.median(ratios):.2f} times DuckDB's GROUP BY"
    )
    print(f"most memory in use: {megabytes:,.0f} MB")
    return 0 if total == rows and megabytes < 1024 else 1


def generate(path: Path, rows: int) -> None:
    """A file of made-up people, the same each time."""
    columns = ", ".join(
        f"list_extract([{', '.join(repr(value) for value in values)}], "
        f"1 + (hash(i * {seed}) % {len(values)})::INT) AS {name}"
        for seed, (name, values) in enumerate(
            {"Ethnicity": ETHNIC, "Sex": SEX, "Religion": RELIGION}.items(), 3
        )
    )
    quiet().execute(
        f"COPY (SELECT i AS reference, {columns}, (hash(i * 7) % 100)::INT AS Age FROM range({rows}) t(i)) "
        f"TO '{path}' (HEADER)"
    )


def quiet() -> duckdb.DuckDBPyConnection:
    """DuckDB with the settings that `read` uses."""
    connection = duckdb.connect(config=CONFIG)
    connection.execute("SET enable_progress_bar = false")
    return connection


def group_by(path: Path) -> None:
    connection = quiet()
    connection.execute(
        f"SELECT Ethnicity, Sex, Age, Religion, count(*) FROM read_csv('{path}', all_varchar = true) GROUP BY ALL"
    ).fetchall()
    connection.close()


def seconds(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started
