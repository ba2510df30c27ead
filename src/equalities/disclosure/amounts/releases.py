"""Tables of amounts that were protected together, and what was proved about them."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from equalities.disclosure.amounts.policies import AmountPolicy
from equalities.disclosure.folders import UNREADABLE, fingerprint_of, write_folder
from equalities.disclosure.layout import Axis
from equalities.disclosure.releases import CellName
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet
from equalities.disclosure.tables import SafeTable, all_codes, dimension_from_dict
from equalities.refusals import Refused
from equalities.saying import say

MEASURE = "amounts"
"""What release.json calls these."""


@dataclass(frozen=True)
class AmountRange:
    """What a reader knows of a withheld amount, in what is printed: it is from `low` to `high` (None: without
    limit), so that it can be guessed to within `percent`, and no nearer."""

    cell: CellName
    low: float
    high: float | None
    percent: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**self.cell.as_dict(), "low": self.low, "high": self.high, "percent": self.percent}


@dataclass(frozen=True)
class AmountReceipt:
    """What anybody may know: how many cells, how many withheld, the one that can be guessed most nearly, and those
    that can be guessed to within what the policy allows nobody (`exposed`). within: that percentage."""

    cells: int
    withheld: int
    narrowest: AmountRange | None
    exposed: tuple[AmountRange, ...]
    within: float
    statements_sha256: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "measure": MEASURE,
            "cells": self.cells,
            "withheld": self.withheld,
            "narrowest": self.narrowest.as_dict() if self.narrowest else None,
            "exposed": [one.as_dict() for one in self.exposed],
            "within": self.within,
            "attackers": ["outsider"],
            "statements_sha256": self.statements_sha256,
        }


@dataclass(frozen=True)
class Kept:
    """Between which amounts readers must be unable to tell a sensitive one, in what is printed."""

    cell: CellName
    low: str
    high: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**self.cell.as_dict(), "low": self.low, "high": self.high}


@dataclass(frozen=True)
class PrivateAmounts:
    """What only the organisation may know. kept: the sensitive amounts with their protection levels.
    withheld_extra_amount: what was withheld for the sake of others. blocking: cells that could not be protected;
    the release is then refused."""

    cells: int
    sensitive: int
    withheld: int
    withheld_extra: int
    withheld_extra_amount: str
    kept: tuple[Kept, ...]
    blocking: tuple[CellName, ...]
    seconds: float
    statements_sha256: str

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        cells = {
            "kept": [one.as_dict() for one in self.kept],
            "blocking": [cell.as_dict() for cell in self.blocking],
        }
        return {"measure": MEASURE, **asdict(self), **cells}


@dataclass(frozen=True)
class AmountRelease:
    """Tables of amounts decided together, values in smallest units (`decimals` of what is printed). `tables` is
    empty where the release was refused."""

    name: str
    tables: tuple[SafeTable, ...]
    decimals: int
    policy: AmountPolicy
    receipt: AmountReceipt | None = None
    private: PrivateAmounts | None = None

    @property
    def is_refused(self) -> bool:
        return self.private is not None and bool(self.private.blocking)

    @property
    def sheets(self) -> list[Sheet]:
        """What the tables tell their readers."""
        return [_sheet(table, self.name) for table in self.tables]

    def as_dict(self) -> dict[str, Any]:
        """The public form, for JSON."""
        return {
            "name": self.name,
            "decimals": self.decimals,
            "policy": self.policy.as_dict(),
            "tables": [table.as_dict() for table in self.tables],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "AmountRelease":
        """The release that `as_dict` gave."""
        tables = tuple(SafeTable.from_dict(table) for table in stored["tables"])
        return cls(stored["name"], tables, stored["decimals"], AmountPolicy.from_dict(stored["policy"]))

    def refused(self, blocking: tuple[CellName, ...]) -> "AmountRelease":
        """The release without tables, and with what stands in the way."""
        if self.private is None:
            raise ValueError("only a release with its private receipt can be refused")
        private = replace(self.private, blocking=blocking, statements_sha256=fingerprint(()))
        return replace(self, tables=(), private=private)


def _sheet(table: SafeTable, release: str) -> Sheet:
    shape = tuple(len(Axis(dimension)) for dimension in table.dimensions)
    values = [table.cells[codes].value for codes in all_codes(table.dimensions)]
    given = np.array([UNKNOWN if value is None else value for value in values], np.int64).reshape(shape)
    return Sheet(
        release, table.name, table.dimensions, table.universe, given,
        np.zeros(shape, np.int64), np.full(shape, NO_LIMIT), given == UNKNOWN,
    )  # fmt: skip


def printed(value: int, decimals: int) -> str:
    """An amount in smallest units as it is printed."""
    return str(Decimal(value).scaleb(-decimals))


def as_csv(table: SafeTable, decimals: int) -> str:
    """The table as text: a column a dimension, then `amount` (empty where withheld) and `status`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(dimension.name for dimension in table.dimensions), "amount", "status"])
    for codes in all_codes(table.dimensions):
        value = table.cells[codes].value
        shown = "" if value is None else printed(value, decimals)
        writer.writerow([*codes, shown, table.cells[codes].status.value])
    return text.getvalue()


def fingerprint(texts: tuple[str, ...]) -> str:
    """SHA-256 of CSV files, one after the other."""
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def write_amounts(release: AmountRelease, witnesses: Mapping[str, Any], folder: Path) -> None:
    """Write the public files to `folder`, all or none, and the private receipt beside it, as for counts
    (`folders.write_release`)."""
    tables = {
        f"{number:02}.csv": as_csv(table, release.decimals)
        for number, table in enumerate(release.tables, start=1)
    }
    stored = release.as_dict()
    described = [
        {name: value for name, value in table.items() if name not in ("count", "status")}
        for table in stored["tables"]
    ]
    files = tables | {
        "receipt.json": json.dumps(release.receipt.as_dict() if release.receipt else {}, indent=1),
        "witnesses.json": json.dumps(witnesses),
        "release.json": json.dumps(
            {
                **stored,
                "measure": MEASURE,
                "tables": [{"file": name, **table} for name, table in zip(tables, described, strict=True)],
            },
            indent=1,
        ),
    }
    private = json.dumps(release.private.as_dict(), indent=1) if release.private else None
    write_folder(folder, None if release.is_refused else files, private)


def is_amounts(folder: Path) -> bool:
    """Whether a folder holds a release of amounts."""
    try:
        return bool(json.loads((folder / "release.json").read_text(encoding="utf-8"))["measure"] == MEASURE)
    except UNREADABLE:
        return False


def read_amounts(folder: Path) -> AmountRelease:
    """The release in a folder that `write_amounts` wrote, without receipts. Raises Refused."""
    try:
        stored = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        for table in stored["tables"]:
            cells = _cells(folder / table["file"], stored["decimals"])
            dimensions = tuple(dimension_from_dict(dimension) for dimension in table["dimensions"])
            in_order = [cells[codes] for codes in all_codes(dimensions)]
            table["count"], table["status"] = zip(*in_order, strict=True)
        return AmountRelease.from_dict(stored)
    except (*UNREADABLE, ArithmeticError) as error:
        raise Refused(
            '"{folder}" is not the folder of a release: {error}. Give a folder that "protect" wrote.',
            folder=folder,
            error=error,
        ) from error


def is_altered(folder: Path) -> bool:
    """Whether the CSV files are not the ones that the receipt was made for. Raises Refused without a receipt."""
    try:
        receipt = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
        return bool(fingerprint_of(folder) != receipt["statements_sha256"])
    except UNREADABLE as error:
        raise Refused(
            '"{folder}" has no receipt that can be read: {error}. Restore receipt.json.',
            folder=folder,
            error=error,
        ) from error


def _cells(file: Path, decimals: int) -> dict[tuple[str, ...], tuple[int | None, str]]:
    """Codes -> (amount in smallest units, status)."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))[1:]
    return {
        tuple(codes): (_smallest(amount, decimals) if amount else None, status)
        for *codes, amount, status in rows
    }


def _smallest(amount: str, decimals: int) -> int:
    """What is printed, in smallest units."""
    whole = Decimal(amount).scaleb(decimals)
    if whole != whole.to_integral_value() or whole < 0:
        raise ValueError(
            say('"{amount}" is not an amount of {decimals} decimals', amount=amount, decimals=decimals)
        )
    return int(whole)
