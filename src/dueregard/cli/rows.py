"""`dueregard rows`: rows of people, kept safely and counted by combinations of what they answered."""

import argparse
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from dueregard.cli._files import existing
from equalities.cubes import Amount, Column, Layout, Problem, Reading, new_key, read, store
from equalities.refusals import Refused

KEEP = """example:
  dueregard rows keep visits.csv --column Ethnicity --column Sex --reference Card --key ~/keys/cards \\
      --out visits.parquet

Nothing but the columns named is kept, readable by you alone. References are kept as a hash that only who has the
key can make again: the key is made where there is none, and belongs in another folder than the rows, and in
another backup. Whenever the command is stopped, OUT is whole or as it was before."""

COUNT = """examples:
  dueregard rows count visits.parquet --by Ethnicity --by Sex --reference Card
  dueregard rows count staff.csv --by Grade --sum Hours=hours --json
  dueregard rows count postgresql://reader@db.example.org/services --table library_users --by ethnicity

These are counts as they are, for the analyst: nothing in them is protected. See dueregard tables protect."""

GIBIBYTE = 1024


def register(commands: Any) -> None:
    rows = commands.add_parser("rows", help="keep rows of people safely, and count them")
    deeds = rows.add_subparsers(metavar="DEED", required=True)
    keeping = _parser(deeds, "keep", "keep the named columns of a file as Parquet", KEEP)
    keeping.add_argument("file", type=Path, help="CSV, XLSX, ODS or Parquet")
    keeping.add_argument(
        "--column", action="append", required=True, metavar="COLUMN", help="may be given again"
    )
    keeping.add_argument("--out", type=Path, required=True, help="the Parquet file to write")
    keeping.add_argument("--key", type=Path, help="the file of the key that references are hashed with")
    keeping.add_argument(
        "--megabytes", type=int, default=2 * GIBIBYTE, help="the largest file that is taken (%(default)s)"
    )
    keeping.set_defaults(run=_keep)
    counting = _parser(deeds, "count", "count people by combinations of what they answered", COUNT)
    counting.add_argument("source", help="CSV, XLSX, ODS or Parquet, or the address of a PostgreSQL database")
    counting.add_argument("--table", help="the table of the database")
    counting.add_argument("--by", action="append", required=True, metavar="COLUMN", help="may be given again")
    counting.add_argument("--order", metavar="COLUMN", help="in a database: what says which answer came last")
    counting.add_argument(
        "--keep", choices=("first", "last"), default="last", help="whose answer counts (last)"
    )
    counting.add_argument(
        "--sum", action="append", default=[], metavar="COLUMN=UNIT", help="a column to add up"
    )
    counting.add_argument("--json", action="store_true", help="print JSON")
    counting.set_defaults(run=_count)
    for each in (keeping, counting):
        each.add_argument("--reference", metavar="COLUMN", help="the column that tells people apart")


def _parser(deeds: Any, name: str, what: str, epilog: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = deeds.add_parser(
        name, help=what, description=what, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    return parser


def _keep(arguments: argparse.Namespace) -> int:
    layout = Layout(tuple(Column(heading) for heading in arguments.column), reference=arguments.reference)
    path, out = existing(arguments.file), arguments.out
    if not out.parent.is_dir():
        raise Refused("There is no folder {parent}: make it, or name another.", parent=out.parent)
    key = _key(arguments.key, out) if arguments.reference else None
    rows = store(path, layout, out, key=key, progress=_show, most_bytes=arguments.megabytes << 20)
    print(f"{rows:,} rows kept in {out}, with {', '.join(layout.headings)} and nothing else")
    return 0


def _key(path: Path | None, out: Path) -> bytes:
    """The key of references, made where there is none yet. Raises Refused where it would lie beside the rows."""
    if path is None:
        raise Refused("Say with --key which file holds the key of references: it is made if there is none.")
    if path.resolve().parent == out.resolve().parent:
        raise Refused("The key would lie beside the rows that it guards: name a file in another folder.")
    with suppress(FileExistsError), _private(path) as file:
        file.write(new_key())
    return path.read_bytes()


def _private(path: Path) -> Any:
    """A new file that only its owner may read. Raises FileExistsError, and Refused where there is no folder."""
    try:
        return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
    except FileNotFoundError:
        raise Refused(
            "There is no folder {parent}: make it, readable by you alone.", parent=path.parent
        ) from None


def _show(done: float) -> None:
    """How far the work is, where somebody is looking."""
    if sys.stderr.isatty():
        print(f"\r{done:4.0%}", end="\n" if done == 1 else "", file=sys.stderr, flush=True)


def _count(arguments: argparse.Namespace) -> int:
    layout = Layout(
        tuple(Column(heading) for heading in arguments.by),
        reference=arguments.reference,
        keep=arguments.keep,
        order=arguments.order,
        sums=tuple(_amount(each) for each in arguments.sum),
    )
    if "://" in arguments.source:
        found = _in_database(arguments.source, arguments.table, layout)
    else:
        found = read(existing(Path(arguments.source)), layout)
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(found)
    return 0


def _amount(said: str) -> Amount:
    heading, equals, unit = said.partition("=")
    if not (heading and equals and unit):
        raise Refused('Say what one of {said} is, as in --sum "Pay=pounds a year".', said=said)
    return Amount(heading, unit)


def _in_database(address: str, name: str | None, layout: Layout) -> Reading:
    """Counted where the rows are. Raises Refused for what cannot be reached."""
    if not address.startswith(("postgresql://", "postgres://")) or name is None:
        raise Refused("A database is an address that begins with postgresql:// and a --table in it.")
    try:
        import ibis
    except ImportError:
        raise Refused("Counting in a database needs more packages: pip install 'dueregard[scale]'.") from None
    import psycopg

    try:
        engine = ibis.connect(address)
    except psycopg.OperationalError:
        raise Refused("The database cannot be reached: look at its address and at the account.") from None
    try:
        if name not in engine.list_tables():
            raise Refused(
                "There is no table {name}: the tables are {tables}.",
                name=name,
                tables=", ".join(engine.list_tables()),
            )
        return read(engine.table(name), layout)
    finally:
        engine.disconnect()


def _print(found: Reading) -> None:
    cube = found.cube
    print("\t".join([*(dimension.name for dimension in cube.dimensions), cube.unit, *cube.sums]))
    for *places, _ in cube.as_dict()["cells"]:
        place = tuple(places)
        labels = [each.label(each.codes[at]) for each, at in zip(cube.dimensions, place, strict=True)]
        sums = [f"{each.totals[place]:,.2f}" for each in cube.sums.values()]
        print("\t".join([*labels, f"{cube.counts[place]:,}", *sums]))
    print(f"{cube.total:,} {cube.unit} in {found.rows:,} rows")
    for problem in found.problems:
        print(_said(problem))


def _said(problem: Problem) -> str:
    value = f' "{problem.value}"' if problem.value else ""
    return f"{problem.column}{value}: {problem.what} ({problem.rows:,})"
