import json

import pytest

from dueregard.cli import main
from tests.postgres import find_binaries, throwaway_cluster

VISITS = """Card,Name,Ethnicity,Sex,Hours
A1,Ada Example,Indian,F,1.5
a 1,Ada Example,Chinese,F,2
B2,Bob Example,Klingon,M,n/a
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "visits.csv").write_text(VISITS)
    (tmp_path / "keys").mkdir()
    return tmp_path


def keep(folder, *more):
    named = [
        "--column",
        "Ethnicity",
        "--column",
        "Sex",
        "--column",
        "Hours",
        "--out",
        str(folder / "kept.parquet"),
    ]
    return main(["rows", "keep", str(folder / "visits.csv"), *named, *more])


def with_key(folder):
    return ("--reference", "Card", "--key", str(folder / "keys/cards"))


def count(capsys, *arguments):
    capsys.readouterr()
    assert main(["rows", "count", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_kept_rows_are_counted_like_the_file(folder, capsys):
    assert keep(folder, *with_key(folder)) == 0
    assert "3 rows kept" in capsys.readouterr().out
    asked = ("--by", "Ethnicity", "--reference", "Card", "--sum", "Hours=hours")
    kept, plain = (count(capsys, str(folder / name), *asked) for name in ("kept.parquet", "visits.csv"))
    assert kept == plain
    assert sum(cell[-1] for cell in kept["cube"]["cells"]) == 2
    assert kept["cube"]["sums"]["Hours"]["unit"] == "hours"


def test_the_key_is_private_and_used_again(folder):
    assert keep(folder, *with_key(folder)) == 0
    key = folder / "keys/cards"
    assert key.stat().st_mode & 0o777 == 0o600
    before, kept = key.read_bytes(), (folder / "kept.parquet").read_bytes()
    assert keep(folder, *with_key(folder)) == 0
    assert (key.read_bytes(), (folder / "kept.parquet").read_bytes()) == (before, kept)


def test_a_person_reads_it(folder, capsys):
    assert main(["rows", "count", str(folder / "visits.csv"), "--by", "Sex", "--sum", "Hours=hours"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "Sex\tpeople\tHours",
        "Female\t2\t3.50",
        "Male\t1\t0.00",
        "3 people in 3 rows",
        'Hours "n/a": not a number (1)',
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--reference", "Card"), "Say with --key"),
        (("--reference", "Card", "--key", "kept.key"), "another folder"),
        (("--reference", "Card", "--key", "nowhere/kept.key"), "There is no folder"),
        (("--megabytes", "0"), "over 0 MB"),
        (("--column", "Colour"), "There is no column Colour"),
    ],
)
def test_what_cannot_be_kept(folder, capsys, more, sentence):
    placed = [str(folder / each) if each.endswith(".key") else each for each in more]
    assert keep(folder, *placed) == 2
    assert sentence in capsys.readouterr().err
    assert not (folder / "kept.parquet").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("mysql://db/services", "--by", "Sex"), "begins with postgresql://"),
        (("postgresql://db/services", "--by", "Sex"), "and a --table in it"),
        (("nothing.csv", "--by", "Sex"), "There is no file nothing.csv"),
        (("{}", "--by", "Sex", "--sum", "Hours"), "Say what one of Hours is"),
        (("{}", "--by", "Sex", "--reference", "Card", "--order", "Hours"), "as they stand"),
    ],
)
def test_what_cannot_be_counted(folder, capsys, arguments, sentence):
    placed = [each.format(folder / "visits.csv") for each in arguments]
    assert main(["rows", "count", *placed]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.slow_test
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_table_of_postgresql_is_counted_where_it_is(folder, capsys):
    pytest.importorskip("ibis", reason="needs ibis-framework, of the extra `scale`")
    if find_binaries() is None:
        pytest.skip("needs PostgreSQL's binaries")
    import psycopg

    with throwaway_cluster() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE visits (sex text, hours numeric)")
            connection.execute("INSERT INTO visits VALUES ('F', 1.5), ('female', 2), ('M', NULL)")
        found = count(capsys, url, "--table", "visits", "--by", "sex", "--sum", "hours=hours")
        assert found["cube"]["cells"] == [[0, 2], [1, 1]]
        assert found["cube"]["sums"]["hours"]["cells"] == [[0, 3.5, 2]]
        assert main(["rows", "count", url, "--table", "users", "--by", "sex"]) == 2
        assert "the tables are visits" in capsys.readouterr().err
    assert main(["rows", "count", url, "--table", "visits", "--by", "sex"]) == 2
    assert "cannot be reached" in capsys.readouterr().err
