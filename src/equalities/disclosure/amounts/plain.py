"""Tables of amounts that anybody published, as sheets: a column a dimension, then one called `amount`.

Whether such amounts add up exactly is not stated anywhere, so the strictest reading that the numbers bear is taken:
exact amounts that add up; amounts to the nearest last digit that their table prints; and, where neither can be, codes
that do not add up, as `trees` finds them. A table of ten amounts or more that all end in noughts is rounded, though its
amounts add up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

import numpy as np

from equalities.cubes import Dimension, Universe
from equalities.disclosure.amounts.intervals import is_possible
from equalities.disclosure.files import TITLES, grids, table_in
from equalities.disclosure.layout import Axis
from equalities.disclosure.plain import Reading, table_files
from equalities.disclosure.rounding import ENOUGH
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet
from equalities.disclosure.trees import Place, dimension_of
from equalities.refusals import Refused
from equalities.saying import say

AMOUNT = "amount"
Folder = tuple[Sequence[Sheet], int]
"""Its sheets, and how many decimals their amounts are in."""
READINGS = 6
"""How many there are of a folder at the most."""


@dataclass(frozen=True)
class PlainAmounts:
    """One file: its dimensions and the amount of each of its rows, None where it is withheld. adds_up: whether sums
    are taken to be what they say, whatever the amounts are."""

    name: str
    names: tuple[str, ...]
    given: Mapping[Place, Decimal | None]
    universe: Universe
    adds_up: bool = True

    @property
    def places(self) -> Iterable[Place]:
        return self.given.keys()

    @cached_property
    def decimals(self) -> int:
        """The most that one of its amounts is printed with."""
        return max((_decimals(amount) for amount in self.given.values()), default=0)

    @cached_property
    def unit(self) -> Decimal:
        """What its amounts are printed to: thousands where ten or more all are thousands, and else the last digit."""
        amounts = [amount for amount in self.given.values() if amount]
        tens = 1
        while len(amounts) >= ENOUGH and all(amount % 10**tens == 0 for amount in amounts):
            tens += 1
        return Decimal(10) ** (tens - 1) if tens > 1 else Decimal(10) ** -self.decimals

    @property
    def is_rounded(self) -> bool:
        """Whether its amounts show by themselves that they are."""
        return self.unit > 1

    @cached_property
    def exact(self) -> Mapping[Place, int]:
        """The amounts that codes are tried on, in whole numbers that compare as they do."""
        if self.adds_up:
            return {}
        return {
            place: int(amount.scaleb(MOST_DECIMALS))
            for place, amount in self.given.items()
            if amount is not None
        }


MOST_DECIMALS = 4
PRINTED_BY_A_COMPUTER = 8
"""Decimals beyond which they are no amount's, but what a workbook makes of 0.1 + 0.2."""


def holds_amounts(folder: Path) -> bool:
    """Whether a folder of plain tables has a table of amounts."""
    return any(
        _has_amounts(row)
        for file in table_files(folder)
        for rows in grids(file)
        for row in rows[: TITLES + 1]
    )


def _has_amounts(row: list[str]) -> bool:
    return AMOUNT in row


def read_plain_amounts(folder: Path, reading: Reading, looser: int = 0) -> tuple[list[Sheet], int]:
    """(a sheet for each file of the folder, how many decimals its amounts are in), in the strictest reading that they
    bear. looser: so many of the strictest are left out, as far as there are others. Raises Refused where a file holds
    no table of amounts, or one that is none."""
    tables = [_table(file, folder, reading) for file in table_files(folder)]
    borne = list(islice(_borne(tables, folder.name, reading), looser + 1))
    if not borne:
        raise Refused(
            'The amounts in "{folder}" contradict one another; attack its tables --unlinked, or one by one.',
            folder=folder,
        )
    return borne[-1]


def read_together(folders: Sequence[Callable[[int], Folder]]) -> tuple[list[Sheet], int]:
    """(sheets of several folders, how many decimals their amounts are in), in a strict reading that they bear together:
    of one folder less strict, or of all. folders: how many of the strictest readings are left out -> a folder. Where
    they bear none, the strictest."""
    read = [cache(folder) for folder in folders]
    strictest = _in_one_unit([folder(0) for folder in read])
    if len(read) == 1 or is_possible(strictest[0]):
        return strictest
    for looser in range(1, READINGS):
        for loose in [*([at] for at in range(len(read))), range(len(read))]:
            together = _in_one_unit([one(looser if at in loose else 0) for at, one in enumerate(read)])
            if is_possible(together[0]):
                return together
    return strictest


def _in_one_unit(read: Sequence[Folder]) -> tuple[list[Sheet], int]:
    decimals = max(places for _, places in read)
    return [rescaled(sheet, 10 ** (decimals - places)) for found, places in read for sheet in found], decimals


def _borne(
    tables: Sequence[PlainAmounts], release: str, reading: Reading
) -> Iterator[tuple[list[Sheet], int]]:
    """(sheets, decimals) of the readings that the amounts bear, strictest first: all exact that do not end in noughts,
    tables with fewer decimals than others rounded to their last digit, and all tables; then the same with codes that
    need not add up."""
    most = max(table.decimals for table in tables)
    rounded = [
        [table.is_rounded for table in tables],
        [table.is_rounded or table.decimals < most for table in tables],
        [True] * len(tables),
    ]
    for adds_up in (True, False):
        tried = [replace(table, adds_up=adds_up) for table in tables]
        dimensions = {
            name: dimension_of(name, tried, reading.totals, reading.trees(name))
            for name in dict.fromkeys(name for table in tried for name in table.names)
        }
        for which in [each for at, each in enumerate(rounded) if each not in rounded[:at]]:
            halves = [table.unit for table, one in zip(tried, which, strict=True) if one and table.unit <= 1]
            decimals = most + bool(halves)
            sheets = [
                _sheet(table, dimensions, release, decimals, rounded=one)
                for table, one in zip(tried, which, strict=True)
            ]
            if is_possible(sheets):
                yield sheets, decimals


def rescaled(sheet: Sheet, times: int) -> Sheet:
    """The sheet in smaller units."""
    return Sheet(
        sheet.release, sheet.name, sheet.dimensions, sheet.universe,
        np.where(sheet.values == UNKNOWN, UNKNOWN, sheet.values * times),
        sheet.least * times,
        np.where(sheet.most == NO_LIMIT, NO_LIMIT, sheet.most * times),
        sheet.asked,
        plain=sheet.plain,
    )  # fmt: skip


def _table(file: Path, folder: Path, reading: Reading) -> PlainAmounts:
    head, rows = table_in(
        file,
        _has_amounts,
        say('a column "{name}" (counts are attacked apart, in a folder of their own)', name=AMOUNT),
    )
    at = head.index(AMOUNT)
    names = tuple(head[:at])
    if len(set(names)) < len(names) or any(len(row) <= at for row in rows):
        raise Refused(
            "{file} has two columns of one name, or a row with fewer columns than the headings.",
            file=file.name,
        )
    given = {tuple(row[:at]): _amount(row[at], file, reading) for row in rows}
    if len(given) < len(rows):
        raise Refused(
            "{file} gives two amounts for one combination of {names}.", file=file.name, names=", ".join(names)
        )
    return PlainAmounts(file.stem, names, given, reading.universe(folder, file))


def _amount(text: str, file: Path, reading: Reading) -> Decimal | None:
    if text in reading.marks:
        return None
    try:
        value = Decimal(text.replace(",", "").replace("£", "").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation as error:
        raise Refused(
            '{file} has "{text}" as an amount; name it with --withheld-mark if withheld.',
            file=file.name,
            text=text,
        ) from error
    if value.is_finite() and _decimals(value) > PRINTED_BY_A_COMPUTER:
        value = round(value, MOST_DECIMALS).normalize()
    if not value.is_finite() or value < 0 or _decimals(value) > MOST_DECIMALS or value >= NO_LIMIT:
        raise Refused(
            '{file} has "{text}" as an amount: it must be at least nought, with at most {decimals} decimals.',
            file=file.name,
            text=text,
            decimals=MOST_DECIMALS,
        )
    return value


def _decimals(amount: Decimal | None) -> int:
    return 0 if amount is None else max(0, -int(amount.as_tuple().exponent))


def _sheet(
    table: PlainAmounts, dimensions: Mapping[str, Dimension], release: str, decimals: int, *, rounded: bool
) -> Sheet:
    chosen = tuple(dimensions[name] for name in table.names)
    axes = [Axis(dimension) for dimension in chosen]
    shape = tuple(len(axis) for axis in axes)
    values, asked = np.full(shape, UNKNOWN, np.int64), np.zeros(shape, bool)
    least, most = np.zeros(shape, np.int64), np.full(shape, NO_LIMIT)
    for place, amount in table.given.items():
        at = _at(axes, place)
        if amount is None:
            asked[at] = True
            continue
        whole = int(amount.scaleb(decimals))
        if whole >= NO_LIMIT:
            raise Refused(
                "{table} has amounts too large to add up exactly: give them in whole pounds or thousands.",
                table=table.name,
            )
        if rounded:
            half = int(table.unit.scaleb(decimals)) // 2
            least[at], most[at] = max(0, whole - half), whole + half
        else:
            values[at] = whole
    return Sheet(release, table.name, chosen, table.universe, values, least, most, asked, plain=True)


def _at(axes: Sequence[Axis], place: Place) -> tuple[int, ...]:
    return tuple(axis.place[code] for axis, code in zip(axes, place, strict=True))
