"""From rows to a cube, and to rows at rest: what each takes over DuckDB's own statement on the same file.

`read` looks the file through, groups, recognises the values and builds the cube; `store` leaves out what is not mapped,
hashes references and sees the file safely on the disk. The ratios say what all of that costs; memory is that of a
process which does nothing else.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from equalities.cubes import Column, Layout, read, store
from equalities.cubes.counting import CONFIG

PAIRS = 5
LEAST_SECONDS = 20
"""Of pairs of what is over in a moment there are more, or the median would say how busy the machine was."""
MOST_MEGABYTES = 1024
KEY = bytes(range(32))
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
COLUMNS = (Column("Ethnicity"), Column("Sex"), Column("Age"), Column("Religion"))
LAYOUT = Layout(COLUMNS)
PEOPLE = Layout(COLUMNS, reference="Reference")
BY = "Ethnicity, Sex, Age, Religion, count(*)"


def main(rows: int = 2_000_000, kept: int = 500_000) -> int:
    with tempfile.TemporaryDirectory() as folder:
        counted, stored = Path(folder) / "users.csv", Path(folder) / "visits.csv"
        generate(counted, rows)
        generate(stored, kept, also=", 'Ward ' || hash(i * 11) % 30 AS Ward, md5(i::VARCHAR) AS Comment")
        parquet = as_parquet(counted, counted.with_suffix(".parquet"))
        fine = [cube(counted, rows), cube(parquet, rows), rest(stored, kept)]
    return 0 if all(fine) else 1


def main_all() -> int:
    return main(20_000_000, 5_000_000)


def cube(path: Path, rows: int) -> bool:
    """Print what a cube takes; whether it holds everybody, in the memory that there is."""
    ratios = paired(lambda: read(path, LAYOUT), lambda: group_by(path))
    print(
        f"{rows:,} rows of {path.suffix[1:]} x 4 characteristics to a cube: {middle(ratios)} times DuckDB's GROUP BY"
    )
    alone = memory("read(Path(path), LAYOUT)", path)
    return read(path, LAYOUT).cube.total == rows and alone < MOST_MEGABYTES


def rest(path: Path, rows: int) -> bool:
    """Print what rows at rest take; whether all are there, in the memory that there is."""
    target, plain = path.with_suffix(".kept.parquet"), path.with_suffix(".parquet")
    print(
        f"{rows:,} rows ({path.stat().st_size / 1e6:,.0f} MB of csv) to rows at rest, over DuckDB's CSV to Parquet:"
    )
    for words, layout in (("4 columns", LAYOUT), ("with a hashed reference", PEOPLE)):
        keep = partial(store, path, layout, target, key=KEY)
        ratios = paired(keep, lambda: as_parquet(path, plain))
        print(f"    {words}: {middle(ratios)} times")
    alone = memory("store(Path(path), PEOPLE, Path(path + '.kept'), key=KEY)", path)
    return read(target, LAYOUT).cube.total == rows and alone < MOST_MEGABYTES


def paired(ours: Callable[[], object], theirs: Callable[[], object]) -> list[float]:
    """How many times as long ours takes, in turn with theirs."""
    ratios: list[float] = []
    started = time.perf_counter()
    while len(ratios) < PAIRS or time.perf_counter() - started < LEAST_SECONDS:
        ratios.append(seconds(ours) / seconds(theirs))
    return ratios


def middle(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def memory(deed: str, path: Path) -> float:
    """The most megabytes that a process of its own had in use for the deed."""
    code = f"import sys; from benchmarks.cubes import *; path = sys.argv[1]; {deed}; print(peak())"
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    print(f"    most memory in use: {float(done.stdout):,.0f} MB")
    return float(done.stdout)


def peak() -> float:
    """Of this process alone: what getrusage says is at least what the process that began it had."""
    (line,) = [
        each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM")
    ]
    return int(line.split()[1]) / 1024


def generate(path: Path, rows: int, also: str = "") -> None:
    """A file of made-up people, the same each time."""
    columns = ", ".join(
        f"list_extract([{', '.join(repr(value) for value in values)}], "
        f"1 + (hash(i * {seed}) % {len(values)})::INT) AS {name}"
        for seed, (name, values) in enumerate(
            {"Ethnicity": ETHNIC, "Sex": SEX, "Religion": RELIGION}.items(), 3
        )
    )
    quiet().execute(
        f"COPY (SELECT i AS Reference, {columns}, (hash(i * 7) % 100)::INT AS Age{also} FROM range({rows}) t(i)) "
        f"TO '{path}' (HEADER)"
    )


def quiet() -> duckdb.DuckDBPyConnection:
    """DuckDB with the settings that `read` uses."""
    connection = duckdb.connect(config=CONFIG)
    connection.execute("SET enable_progress_bar = false")
    return connection


def group_by(path: Path) -> None:
    rows = f"read_csv('{path}', all_varchar = true)" if path.suffix == ".csv" else f"read_parquet('{path}')"
    connection = quiet()
    connection.execute(f"SELECT {BY} FROM {rows} GROUP BY ALL").fetchall()
    connection.close()


def as_parquet(path: Path, target: Path) -> Path:
    connection = quiet()
    connection.execute(f"COPY (SELECT * FROM read_csv('{path}')) TO '{target}' (FORMAT parquet)")
    connection.close()
    return target


def seconds(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started
