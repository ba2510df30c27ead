"""Releases as folders of CSV files: the format is written down in docs/disclosure.md."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from equalities.cubes import Dimension
from equalities.disclosure.policies import Policy
from equalities.disclosure.relations import read_relation, read_universe
from equalities.disclosure.releases import Receipt, Release
from equalities.disclosure.tables import (
    SafeCell,
    SafeTable,
    Status,
    all_codes,
    dimension_as_dict,
    dimension_from_dict,
    universe_as_dict,
)
from equalities.refusals import Refused
from equalities.saying import say

UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error)


def check_free(folder: Path) -> None:
    """Raises Refused where `write_release` would not replace what is there: it replaces a release, or nothing."""
    if not folder.exists() or (folder.is_dir() and (is_release(folder) or not any(folder.iterdir()))):
        return
    raise Refused('"{folder}" holds other files; give a new or empty folder.', folder=folder)


def write_release(release: Release, witnesses: Mapping[str, Any], folder: Path) -> None:
    """Write the public files to `folder`, all of them or none, and the private receipt beside it, as
    `FOLDER.private.json`. An earlier release in `folder` is replaced as a whole.

    witnesses: what `witnesses.witnessed` found. A refused release writes the private receipt only. Raises Refused
    where the folder holds other things, or cannot be written.
    """
    private = json.dumps(release.private.as_dict(), indent=1) if release.private else None
    write_folder(folder, None if release.is_refused else public_files(release, witnesses), private)


def write_folder(folder: Path, files: Mapping[str, str] | None, private: str | None) -> None:
    """Put public files (name -> text) in `folder`, all of them or none, and private text beside it. None of either:
    nothing is written. Raises Refused as `write_release` does."""
    check_free(folder)
    try:
        whole = folder.resolve()
        whole.parent.mkdir(parents=True, exist_ok=True)
        if private is not None:
            part = _beside(whole, "private")
            part.write_text(private, encoding="utf-8")
            part.replace(whole.with_name(f"{whole.name}.private.json"))
        if files is not None:
            _replace(whole, files)
    except (OSError, ValueError) as error:
        raise Refused(
            '"{folder}" cannot be written: {error}. Give a new folder.', folder=folder, error=error
        ) from error


def public_files(release: Release, witnesses: Mapping[str, Any]) -> dict[str, str]:
    """Name -> text of every file of a release's folder, which anybody may have; last the one by which a folder is a
    release.

    witnesses: as `witnesses.as_dict` gives them."""
    tables = {f"{number:02}.csv": as_csv(table) for number, table in enumerate(release.tables, start=1)}
    proof = json.dumps(witnesses)
    receipt = release.receipt.as_dict() | {"witnesses_sha256": hashlib.sha256(proof.encode()).hexdigest()}
    return tables | {
        "receipt.json": json.dumps(receipt, indent=1),
        "witnesses.json": proof,
        "release.json": json.dumps(_description(release), indent=1),
    }


def _replace(folder: Path, files: Mapping[str, str]) -> None:
    """Put a folder of these files in the place of another, which is there as a whole until the new one is."""
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    for left_by_one_that_was_killed in (fresh, old):
        shutil.rmtree(left_by_one_that_was_killed, ignore_errors=True)
    try:
        fresh.mkdir()
        for name, text in files.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _beside(folder: Path, name: str) -> Path:
    """A hidden place beside the folder, from where it takes one step to put something in its place."""
    return folder.with_name(f".{folder.name}.{name}")


def read_release(folder: Path) -> Release:
    """The release in a folder that `write_release` wrote, without its private part."""
    try:
        stored = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        tables = tuple(_table(folder, number, one) for number, one in enumerate(stored["tables"], start=1))
        receipt = Receipt.from_dict(json.loads((folder / "receipt.json").read_text(encoding="utf-8")))
        relations = tuple(read_relation(relation) for relation in stored.get("relations", ()))
        return Release(
            stored["name"],
            tables,
            Policy.from_dict(stored["policy"]),
            receipt,
            relations=relations,
            title=stored.get("title", ""),
        )
    except UNREADABLE as error:
        raise Refused(
            '"{folder}" is not the folder of a release: {error}. Give a folder that "protect" wrote.',
            folder=folder,
            error=error,
        ) from error


def is_release(folder: Path) -> bool:
    """Whether the folder holds a release that `write_release` wrote."""
    return (folder / "release.json").is_file()


def is_altered(folder: Path, release: Release) -> bool:
    """Whether the CSV files are not the ones that the receipt was made for."""
    return fingerprint_of(folder) != release.receipt.statements_sha256


def fingerprint_of(folder: Path) -> str:
    """SHA-256 of the CSV files of a release as they are."""
    files = sorted(folder.glob("[0-9]*.csv"), key=lambda file: (len(file.name), file.name))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def as_csv(table: SafeTable) -> str:
    """The table as text: a column a dimension, then `count` (empty where withheld) and `status`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(dimension.name for dimension in table.dimensions), "count", "status"])
    for codes in all_codes(table.dimensions):
        cell = table.cells[codes]
        writer.writerow([*codes, "" if cell.value is None else cell.value, cell.status.value])
    return text.getvalue()


def fingerprint(tables: tuple[SafeTable, ...]) -> str:
    """SHA-256 of the CSV files of these tables, one after the other."""
    return hashlib.sha256("".join(map(as_csv, tables)).encode()).hexdigest()


def _description(release: Release) -> dict[str, Any]:
    dimensions = {one.name: one for table in release.tables for one in table.dimensions}
    return {
        "name": release.name,
        "title": release.title,
        "policy": release.policy.as_dict(),
        "relations": [relation.as_dict() for relation in release.relations],
        "dimensions": [dimension_as_dict(dimension) for dimension in dimensions.values()],
        "tables": [
            {
                "file": f"{number:02}.csv",
                "name": table.name,
                "dimensions": [dimension_as_dict(dimension) for dimension in table.dimensions],
                "unit": table.unit,
                "universe": universe_as_dict(table.universe),
                "note": table.note,
            }
            for number, table in enumerate(release.tables, start=1)
        ],
    }


def _table(folder: Path, number: int, stored: Mapping[str, Any]) -> SafeTable:
    dimensions = tuple(_sound(dimension_from_dict(dimension)) for dimension in stored["dimensions"])
    cells = {}
    with (folder / f"{number:02}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        for *codes, count, status in rows:
            place = tuple(codes)
            cells[place] = SafeCell(place, int(count) if count else None, Status(status))
    if missing := [codes for codes in all_codes(dimensions) if codes not in cells]:
        raise Refused(
            '"{folder}" has no row for {missing} in {number:02}.csv; restore the file.',
            folder=folder,
            missing=", ".join(missing[0]),
            number=number,
        )
    universe = read_universe(stored["universe"])
    return SafeTable(stored["name"], dimensions, cells, stored["unit"], universe, stored["note"])


def _sound(dimension: Dimension) -> Dimension:
    """The dimension, if its codes are words, each once, and no group is above itself. ValueError otherwise."""
    above = dict(dimension.parents)
    words = (dimension.name, dimension.total, *dimension.codes, *dimension.missing, *above, *above.values())
    if not all(isinstance(word, str) for word in words):
        raise ValueError(say("a code that is no word"))
    if len({*dimension.codes, dimension.total}) <= len(dimension.codes):
        raise ValueError(say("two codes of {name} are one", name=dimension.name))
    for code in dimension.codes:
        line = [code]
        while line[-1] in above:
            line.append(above[line[-1]])
            if line[-1] in (*line[:-1], *dimension.codes, dimension.total):
                raise ValueError(say("{code} of {name} is above itself", code=line[-1], name=dimension.name))
    return dimension
