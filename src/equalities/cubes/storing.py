"""Rows at rest: Parquet, with the mapped columns only and references that nobody can read."""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from equalities.cubes.births import age_in_sql, ages_heading, is_of_births
from equalities.cubes.counting import Table, opened
from equalities.cubes.describing import Described, describe
from equalities.cubes.grouping import NO_ROWS
from equalities.cubes.leaving_out import without
from equalities.cubes.mapping import Layout
from equalities.cubes.references import hashed, hashed_in_sql
from equalities.cubes.sheets import check_one_table
from equalities.refusals import Refused

MOST_BYTES = 2 << 30
GLANCE = 0.2
"""Seconds between two looks at how far the work has come."""

Progress = Callable[[float], None]


def store(
    path: Path,
    layout: Layout,
    target: Path,
    *,
    key: bytes | None = None,
    progress: Progress = lambda _: None,
    most_bytes: int = MOST_BYTES,
) -> int:
    """Write the rows of a file as Parquet with only the columns that the layout names; how many rows there are.

    `read(target, layout)` then gives the cube of the file. The reference is kept as `references.hashed`, with `key`,
    in a column of UUIDs; the key belongs in another place than the rows. `progress` is called with the fraction
    that is done. Only the owner of the process may read the target; it is there whole or, whenever the process is
    killed, as it was before.

    Raises Refused for a file over `most_bytes`, one that is no table, a column that is not there, a reference without a
    key, and a target that another process is writing.
    """
    _check_size(path, most_bytes)
    if layout.reference and key is None:
        raise Refused("A reference is only kept as a keyed hash: give the key.")
    with _whole(target) as part, opened(path, layout.sheet, part) as table:
        if layout.left_out and layout.left_out.hashes:
            table = without(table, str(layout.reference), layout.left_out)
        rows = _copied(table, _kept(table, layout, key), part, progress)
        if rows == 0:
            raise Refused(NO_ROWS)
    return rows


def store_as_dict(path: str, layout: Mapping[str, Any], target: str, key: str | None) -> int:
    """`store` for another process: paths, `Layout` as JSON and the key in hexadecimal in, how many rows out."""
    return store(Path(path), Layout.from_dict(layout), Path(target), key=bytes.fromhex(key) if key else None)


def take_in(
    path: Path,
    target: Path,
    *,
    ages_on: date | None = None,
    progress: Progress = lambda _: None,
    most_bytes: int = MOST_BYTES,
) -> Described:
    """Write every column of a file as Parquet, under its heading and as it stands, and say what each is taken to hold.
    With `ages_on`, dates of birth are not written: the age on that day stands instead (`births`).

    The file is gone through once; whatever is asked of it later is asked of the target, a column at a time. `progress`
    and the target as for `store`. Raises Refused for a file over `most_bytes`, for one that is no table, and for
    a workbook of several sheets that are the same table.
    """
    _check_size(path, most_bytes)
    with _whole(target) as part, opened(path, None, part) as table:
        check_one_table(path)
        if _copied(table, _every_column(table, ages_on), part, progress) == 0:
            raise Refused(NO_ROWS)
    return describe(target)


def take_in_as_dict(path: str, target: str, ages_on: str, most_bytes: int) -> dict[str, Any]:
    """`take_in` for another process: paths and the day as "2024-04-01" in, `Described.as_dict` out."""
    day = date.fromisoformat(ages_on)
    return take_in(Path(path), Path(target), ages_on=day, most_bytes=most_bytes).as_dict()


def forget(path: Path, heading: str, reference: str, target: Path, *, key: bytes) -> int:
    """Write rows that `store` wrote again, without those of one person, whose reference stands under this heading as a
    hash made with `key`; how many rows are left. Raises Refused as `store` does."""
    with _whole(target) as part, opened(path, None, part) as table:
        theirs = f"{table.native(heading)} = '{hashed(reference, key)}'::UUID"
        others = replace(table, relation=f"(SELECT * FROM {table.relation} WHERE ({theirs}) IS NOT TRUE)")
        return others.copy(_every_column(table), part)


def forget_as_dict(path: str, heading: str, reference: str, target: str, key: str) -> int:
    """`forget` for another process: the key in hexadecimal."""
    return forget(Path(path), heading, reference, Path(target), key=bytes.fromhex(key))


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file beside the target that takes its place once all is written."""
    with _part_of(target) as part:
        yield part
        _sync(part)
        part.replace(target)
        _sync(target.parent)


def _kept(table: Table, layout: Layout, key: bytes | None) -> str:
    """What is selected of the rows: each mapped column under its heading, once."""
    headings = {table.native(heading): heading for heading in layout.headings}
    hashed = table.native(layout.reference) if layout.reference else None
    columns = {sql: sql for sql in headings}
    if hashed and key:  # as a UUID it takes 16 bytes, not 32 digits that cannot be compressed
        text = f"coalesce({hashed}::VARCHAR, '')"
        columns[hashed] = f"nullif({hashed_in_sql(text, key)}, '')::UUID"
    return ", ".join(f'{columns[sql]} AS "{_quoted(heading)}"' for sql, heading in headings.items())


def _every_column(table: Table, ages_on: date | None = None) -> str:
    columns = {}
    for heading in table.headings:
        if ages_on and is_of_births(heading):
            columns[ages_heading(heading, ages_on)] = age_in_sql(table.column(heading), ages_on)
        else:
            columns[heading] = table.native(heading)
    return ", ".join(f'{sql} AS "{_quoted(heading)}"' for heading, sql in columns.items())


def _check_size(path: Path, most_bytes: int) -> None:
    if path.stat().st_size > most_bytes:
        raise Refused(
            "This file is over {most_bytes:,} MB, the most that is taken: split it by period.",
            most_bytes=most_bytes >> 20,
        )


def _quoted(heading: str) -> str:
    return heading.replace('"', '""')


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """A file beside the target that is ours alone while we live: a killed process leaves it to be written over."""
    part = target.with_name(f".{target.name}.part")
    descriptor = os.open(part, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Refused(
            "Another process is writing {target}: wait until it is done.", target=target.name
        ) from None
    try:
        yield part
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def _copied(table: Table, selected: str, part: Path, progress: Progress) -> int:
    """Copy the rows in a thread, so that this one can say how far they are, and stop when it is told to."""
    with ThreadPoolExecutor(1) as pool:
        copying = pool.submit(table.copy, selected, part)
        try:
            while not wait([copying], GLANCE).done:
                if (percent := table.connection.query_progress()) >= 0:  # less before the work and after it
                    progress(percent / 100)
        except BaseException:
            table.connection.interrupt()
            raise
        progress(1.0)
        return copying.result()


def _sync(path: Path) -> None:
    """See to it that a crash of the machine does not lose what was written."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
