"""The same rows in a file, in DuckDB, in PostgreSQL and in Spark: the same cube, to the last count."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import psycopg
import pytest

from equalities.cubes import AS_WRITTEN, Amount, Column, Layout, Problem, read
from equalities.refusals import Refused
from tests.postgres import find_binaries, throwaway_cluster

ibis = pytest.importorskip("ibis", reason="needs ibis-framework, of the extra `scale`")

# What Ibis and PySpark ask of newer DuckDB and pandas is theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

HEADINGS = ("reference", "moment", "Ethnicity", "Sex", "Age", "Ward", "Pay", "Number")
TYPES = {"moment": "BIGINT", "Age": "FLOAT8"}
ETHNIC = (
    "White British",
    "indian",
    " Indian ",
    "Klingon",
    "",
    None,
    "Prefer not to say",
    "Black  African",
    "A1",
)
SEX = ("F", "M", "female", "f", "", None, "?")
PAY = ("£1,200.50", "1200.5", "-3", "", None, "n/a", "0", "999999999.25")
NUMBER = ("1,200", "3.0", "x", "-4", "1.5", "0", "", None)


def made_up():
    """300 rows about 120 people or so; some have no reference."""
    for number in range(300):
        person = (number * 37) % 120
        reference = f" P{person} " if person % 11 else ("", None)[person % 2]
        places = (number * 7 + 3, number * 5 + number // 9, number * 13, number)
        ethnic, sex, pay, count = (
            values[place % len(values)]
            for place, values in zip(places, (ETHNIC, SEX, PAY, NUMBER), strict=True)
        )
        ward = f"Ward {(number * number) % 7}, North"
        yield (reference, number, ethnic, sex, (number * 3) % 103, ward, pay, count)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([HEADINGS, *made_up()])
    return path


@pytest.fixture(scope="module")
def parquet(file):
    path = file.with_suffix(".parquet")
    types = ", ".join(f"'{name}': '{TYPES.get(name, 'VARCHAR')}'" for name in HEADINGS)
    rows = f"read_csv('{file}', header = true, columns = {{{types}}})"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM {rows}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.fixture(scope="module")
def embedded(parquet):
    engine = ibis.duckdb.connect()
    yield engine.read_parquet(parquet)
    engine.disconnect()


@pytest.fixture(scope="module")
def postgres():
    if find_binaries() is None:
        pytest.skip("needs PostgreSQL's binaries")
    with throwaway_cluster() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            columns = ", ".join(f'"{name}" {TYPES.get(name, "TEXT")}' for name in HEADINGS)
            connection.execute(f"CREATE TABLE people ({columns})")
            with connection.cursor().copy("COPY people FROM STDIN") as copy:
                for row in made_up():
                    copy.write_row(row)
        host = parse_qs(urlsplit(url).query)["host"][0]
        engine = ibis.postgres.connect(host=host, user="dueregard", database="postgres")
        yield engine.table("people")
        engine.disconnect()


@pytest.fixture(scope="module")
def spark(parquet):
    """What Spark makes of every layout. It runs in a process of its own, which ends it: it leaves sockets open."""
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 for Spark")
    pytest.importorskip("pyspark", reason="needs PySpark, of the extra `scale`")
    said = {name: asdict(ordered(layout)) for name, layout in LAYOUTS.items()}
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("on_spark.py"), parquet, json.dumps(said)],
        env=dict(os.environ, PYTHONPATH=":".join(path for path in sys.path if path)),
        stdout=subprocess.PIPE,
        check=True,
        timeout=600,
    )
    return json.loads(done.stdout)


ENGINES = ("embedded", "postgres")
WARD = Column("ward", "ward", AS_WRITTEN)
LAYOUTS = {
    "counts": Layout((Column("Ethnicity"), Column("sex"), Column("Age"), WARD)),
    "counts of counts": Layout((Column("Ethnicity"), WARD), count="Number"),
    "people, last": Layout((Column("Ethnicity"), Column("Sex")), reference="Reference"),
    "people, first": Layout((Column("Ethnicity"), WARD), reference="reference", keep="first"),
    "sums": Layout((Column("Sex"), WARD), sums=(Amount("Pay", "pounds"), Amount("Age", "years", "years"))),
    "sums of people": Layout((WARD,), reference="reference", sums=(Amount("Pay", "pounds"),)),
    "each once": Layout((Column("Ethnicity"), WARD), reference="moment"),
}


def ordered(layout):
    return replace(layout, order="moment") if layout.reference else layout


def as_json(reading):
    return json.loads(json.dumps(reading.as_dict()))


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_cube_of_the_file(engine, name, file, request):
    layout = LAYOUTS[name]
    assert as_json(read(request.getfixturevalue(engine), ordered(layout))) == as_json(read(file, layout))


@pytest.mark.parametrize("name", LAYOUTS)
def test_parquet_gives_the_cube_of_the_csv(name, file, parquet):
    assert as_json(read(parquet, LAYOUTS[name])) == as_json(read(file, LAYOUTS[name]))


@pytest.mark.slow_test
@pytest.mark.parametrize("name", LAYOUTS)
def test_spark_gives_the_cube_of_the_file(spark, name, file):
    assert spark[name] == as_json(read(file, LAYOUTS[name]))


@pytest.mark.slow_test
def test_the_page_for_operators_ran_as_it_stands(spark):
    assert spark["docs/scale.md"] == 300


def test_the_cubes_that_are_compared_hold_something(file):
    readings = {name: read(file, layout) for name, layout in LAYOUTS.items()}
    assert readings["counts"].cube.total == 300
    assert readings["counts of counts"].cube.total == 38 * 1200 + 38 * 3
    people = {row[0].strip() for row in made_up() if row[0]}
    nameless = sum(not row[0] for row in made_up())
    assert readings["people, last"].cube.total == len(people) + nameless
    assert {problem.what for problem in readings["people, last"].problems} >= {
        "changed answers, the last is counted",
        "no reference, counted as one person each",
    }
    assert Problem("not a number", "Pay", "n/a", 38) in readings["sums"].problems
    assert readings["sums"].cube.sums["Pay"].totals.sum() == sum(
        float(row[6].replace("£", "").replace(",", ""))
        for row in made_up()
        if row[6] not in (None, "", "n/a")
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_people_of_a_database_need_an_order(engine, request):
    table = request.getfixturevalue(engine)
    with pytest.raises(Refused, match="name the column that says which answer came last"):
        read(table, Layout((WARD,), reference="reference"))
    with pytest.raises(Refused, match="Some rows have nothing in Sex"):
        read(table, Layout((WARD,), reference="reference", order="Sex"))


def test_a_column_that_is_not_there_is_refused(embedded):
    with pytest.raises(Refused, match="There is no column Colour: the columns are reference, moment"):
        read(embedded, Layout((Column("Colour"),)))


def test_no_rows_are_refused(embedded):
    with pytest.raises(Refused, match="No row"):
        read(embedded.filter(embedded["Ward"] == "nowhere"), Layout((WARD,)))
