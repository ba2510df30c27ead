import fcntl
import hmac
import os
import subprocess
import sys
import time
from dataclasses import replace
from uuid import UUID

import duckdb
import pytest
import xlsxwriter

from equalities.cubes import (
    AS_WRITTEN,
    Amount,
    Column,
    Layout,
    LeftOut,
    describe,
    forget,
    hashed,
    new_key,
    read,
    store,
    take_in,
)
from equalities.refusals import Refused

KEY = bytes(range(32))
ROWS = """Card,Name,Ethnicity,Ward,Pay,Comment
A 1,Ada Example,Indian,North,"£1,200.50",mine
a1 ,Ada Example,Chinese,North,10,
,Bob Example,Indian,South,n/a,
B2,Cy Example,Klingon,South,,
"""
LAYOUT = Layout(
    (Column("ethnicity"), Column("Ward", "place", AS_WRITTEN)),
    reference="card",
    sums=(Amount("Pay", "pounds"),),
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text(ROWS)
    return path


def test_what_is_kept_gives_the_cube_of_the_file(file, tmp_path):
    kept = tmp_path / "users.parquet"
    assert store(file, LAYOUT, kept, key=KEY) == 4
    assert read(kept, LAYOUT).as_dict() == read(file, LAYOUT).as_dict()
    assert read(kept, LAYOUT).cube.total == 3


def test_every_column_is_taken_in_as_it_stands(file, tmp_path):
    target, seen = tmp_path / "columns.parquet", []
    found = take_in(file, target, progress=seen.append)
    assert found == describe(file)
    assert read(target, LAYOUT).as_dict() == read(file, LAYOUT).as_dict()
    assert duckdb.sql(f"SELECT Comment FROM read_parquet('{target}')").fetchall()[:2] == [("mine",), (None,)]
    assert (seen[-1], target.stat().st_mode & 0o777) == (1.0, 0o600)


def test_headings_that_stand_twice_or_nowhere_are_taken_in_under_names_of_their_own(tmp_path):
    file = tmp_path / "twice.csv"
    file.write_text('Sex,sex,Sex,,"He said ""x"""\nF,M,F,1,2\n,M,,1,2\n')
    found = take_in(file, tmp_path / "columns.parquet")
    assert [name for name, _ in found.columns] == ["Sex (1)", "sex", "Sex (2)", "column 4", 'He said "x"']


@pytest.mark.parametrize(("text", "most", "words"), [("A,B\n", 99, "no rows"), ("A\n1\n", 2, "over 0 MB")])
def test_what_is_no_table_or_too_large_is_not_taken_in(text, most, words, tmp_path):
    file, target = tmp_path / "users.csv", tmp_path / "columns.parquet"
    file.write_text(text)
    with pytest.raises(Refused, match=words):
        take_in(file, target, most_bytes=most)
    assert not target.exists()


def test_nothing_is_kept_but_mapped_columns_and_hashes(file, tmp_path):
    kept = tmp_path / "users.parquet"
    store(file, LAYOUT, kept, key=KEY)
    found = duckdb.sql(f"SELECT * FROM read_parquet('{kept}')")
    assert found.columns == ["ethnicity", "Ward", "Pay", "card"]
    assert [row[-1] for row in found.fetchall()] == [
        *[UUID(hashed("A1", KEY))] * 2,
        None,
        UUID(hashed("b2", KEY)),
    ]
    assert b"Example" not in kept.read_bytes()
    assert b"mine" not in kept.read_bytes()


def test_only_the_owner_may_read_it(file, tmp_path):
    kept = tmp_path / "users.parquet"
    store(file, LAYOUT, kept, key=KEY)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["users.csv", "users.parquet"]


def test_a_hash_depends_on_the_key_and_not_on_spaces_and_capitals():
    assert hashed(" NHS 943 476 5919 ", KEY) == hashed("nhs9434765919", KEY)
    assert hashed("A1", KEY) != hashed("A1", new_key())
    assert hashed("A1", KEY) != hashed("A2", KEY)
    assert hashed("  ", KEY) == ""
    assert hashed("a1", KEY) == "9680aba1a9578b71469fc9c3e2dc4fa2"  # sha256sum says so


@pytest.mark.parametrize(
    ("layout", "options", "sentence"),
    [
        (LAYOUT, {}, "only kept as a keyed hash"),
        (LAYOUT, {"key": b"short"}, "32 bytes, not 5"),
        (replace(LAYOUT, reference="Number"), {"key": KEY}, "There is no column Number"),
        (LAYOUT, {"key": KEY, "most_bytes": 100}, "over 0 MB"),
    ],
)
def test_refused_with_nothing_left_behind(file, tmp_path, layout, options, sentence):
    with pytest.raises(Refused, match=sentence):
        store(file, layout, tmp_path / "users.parquet", **options)
    assert [path.name for path in tmp_path.iterdir()] == ["users.csv"]


def test_a_broken_row_leaves_what_was_there(file, tmp_path):
    kept = tmp_path / "users.parquet"
    store(file, LAYOUT, kept, key=KEY)
    before = kept.read_bytes()
    file.write_text(ROWS + "A,B\n")
    with pytest.raises(Refused, match="Line 6 does not have the 6 columns"):
        store(file, LAYOUT, kept, key=KEY)
    assert kept.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_two_do_not_write_one_target(file, tmp_path):
    with (tmp_path / ".users.parquet.part").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Refused, match=r"Another process is writing users\.parquet"):
            store(file, LAYOUT, tmp_path / "users.parquet", key=KEY)


def test_headings_are_no_sql(tmp_path):
    path, kept, heading = tmp_path / "users.csv", tmp_path / "o.parquet", 'a" FROM rows; DROP'
    path.write_text('"a"" FROM rows; DROP",Sex\nx,F\n')
    store(path, Layout((Column(heading, classification=AS_WRITTEN),)), kept)
    assert duckdb.sql(f"SELECT * FROM read_parquet('{kept}')").columns == [heading]


def test_progress_goes_from_nothing_to_all(file, tmp_path):
    seen = []
    store(file, LAYOUT, tmp_path / "users.parquet", key=KEY, progress=seen.append)
    assert seen[-1] == 1.0
    assert seen == sorted(seen)


@pytest.mark.slow_test
def test_killed_at_any_moment_nothing_is_half_loaded(tmp_path):
    path, kept = tmp_path / "users.csv", tmp_path / "users.parquet"
    duckdb.sql(
        f"COPY (SELECT i AS Card, 'Indian' AS Ethnicity, 'W' || i % 9 AS Ward, i AS Pay FROM range(1_000_000) t(i)) "
        f"TO '{path}' (HEADER)"
    )
    kept.write_bytes(b"what was there before")
    for part_bytes in (0, 1 << 20, 8 << 20):
        child = begin(path, kept, HELD)
        part = tmp_path / ".users.parquet.part"
        while not (part.exists() and part.stat().st_size >= part_bytes):
            assert child.poll() is None
            time.sleep(0.002)
        child.kill()
        child.wait()
        assert kept.read_bytes() == b"what was there before"
    assert begin(path, kept).wait() == 0
    assert read(kept, LAYOUT).cube.total == 1_000_000
    assert len(list(tmp_path.iterdir())) == 2


HELD = "import time; Path.replace = lambda *_: time.sleep(600); "
"""However fast the machine, it is not done before it is killed."""


def begin(path, kept, first=""):
    code = (
        "import sys; from pathlib import Path; from equalities.cubes import *; "
        f"{first}"
        "layout = Layout((Column('ethnicity'), Column('Ward')), reference='card', sums=(Amount('Pay', 'pounds'),)); "
        "store(Path(sys.argv[1]), layout, Path(sys.argv[2]), key=bytes(range(32)))"
    )
    environment = dict(os.environ, PYTHONPATH=":".join(path for path in sys.path if path))
    return subprocess.Popen([sys.executable, "-c", code, path, kept], env=environment)


def test_one_person_is_forgotten_and_the_others_stay(file, tmp_path):
    kept, left = tmp_path / "users.parquet", tmp_path / "left.parquet"
    store(file, LAYOUT, kept, key=KEY)
    assert forget(kept, "card", "a 1", left, key=KEY) == 2
    whole, others = (duckdb.sql(f"SELECT * FROM '{path}'").fetchall() for path in (kept, left))
    assert others == [row for row in whole if row[-1] != UUID(hashed("A1", KEY))]
    assert duckdb.sql(f"SELECT * FROM '{left}'").columns == duckdb.sql(f"SELECT * FROM '{kept}'").columns
    assert left.stat().st_mode & 0o777 == 0o600


def test_nobody_is_forgotten_with_another_key_and_everybody_may_be(file, tmp_path):
    kept, left = tmp_path / "users.parquet", tmp_path / "left.parquet"
    file.write_text("Card,ethnicity,Ward,Pay\nA1,Indian,North,1\n")
    store(file, LAYOUT, kept, key=KEY)
    assert forget(kept, "card", "A1", left, key=bytes(32)) == 1
    assert forget(kept, "card", "A1", left, key=KEY) == 0


def test_who_is_left_out_is_not_kept(file, tmp_path):
    kept = tmp_path / "users.parquet"
    theirs = hmac.new(bytes(8), b"b2", "sha256").hexdigest()
    layout = replace(LAYOUT, left_out=LeftOut(bytes(8).hex(), (theirs,)))
    assert store(file, layout, kept, key=KEY) == 3
    assert ("Klingon",) not in duckdb.sql(f"SELECT ethnicity FROM '{kept}'").fetchall()


def book(path, **sheets):
    with xlsxwriter.Workbook(path) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


HEAD = ["Card", "Sex"]


def test_a_workbook_of_two_years_on_two_sheets_is_not_taken_for_one(tmp_path):
    years = {"2024": [HEAD, ["1", "F"]], "2025": [["Users of 2025"], HEAD, ["1", "F"], ["2", "M"]]}
    path = book(tmp_path / "a.xlsx", Notes=[["Read me"]], **years)
    with pytest.raises(
        Refused, match=r"2 sheets of the same columns \(2024, 2025\): upload the one that is meant"
    ):
        take_in(path, tmp_path / "a.parquet")
    assert not (tmp_path / "a.parquet").exists()


def test_sheets_of_other_columns_stand_beside_the_one_that_is_read(tmp_path):
    path = book(
        tmp_path / "a.xlsx", Codes=[["Code", "Group"], ["F", "Female"]], Users=[HEAD, ["1", "F"], ["2", "M"]]
    )
    assert take_in(path, tmp_path / "a.parquet").rows == 2
