"""Tables of amounts that anybody published, as sheets: a column a dimension, then one called `amount`.

Whether such amounts add up exactly is not stated anywhere, so the strictest reading that the numbers bear is taken:
exact amounts that add up; amounts to the nearest last digit printed; and, where neither can be, codes that do not add
up, as `trees` finds them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

import numpy as np

from equalities.cubes import Dimension, Universe
from equalities.disclosure.amounts.intervals import is_possible
from equalities.disclosure.files import TITLES, lines, table_in
from equalities.disclosure.layout import Axis
from equalities.disclosure.plain import Reading, table_files
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements
from equalities.disclosure.trees import Place, dimension_of
from equalities.refusals import Refused

AMOUNT = "amount"
TENTH = 10
"""Amounts that are rounded are kept in tenths of the last digit, so that half of one is whole."""


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
    return any(_has_amounts(row) for file in table_files(folder) for row in lines(file)[: TITLES + 1])


def _has_amounts(row: list[str]) -> bool:
    return AMOUNT in row


def read_plain_amounts(folder: Path, reading: Reading) -> tuple[list[Sheet], int]:
    """(a sheet for each file of the folder, how many decimals its amounts are in). Raises Refused where a file holds no
    table of amounts, or one that is none."""
    tables = [_table(file, folder, reading) for file in table_files(folder)]
    decimals = max((_decimals(amount) for table in tables for amount in table.given.values()), default=0)
    for adds_up in (True, False):
        tried = [PlainAmounts(one.name, one.names, one.given, one.universe, adds_up) for one in tables]
        dimensions = {
            name: dimension_of(name, tried, reading.totals, reading.trees(name))
            for name in dict.fromkeys(name for table in tried for name in table.names)
        }
        for finer in (0, 1):
            sheets = [
                _sheet(table, dimensions, folder.name, decimals, rounded=bool(finer)) for table in tried
            ]
            if is_possible(Statements(sheets)):
                return sheets, decimals + finer
    raise Refused(
        f'The amounts in "{folder}" contradict one another; attack its tables --unlinked, or one by one.'
    )


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
        file, _has_amounts, f'a column "{AMOUNT}" (counts are attacked apart, in a folder of their own)'
    )
    at = head.index(AMOUNT)
    names = tuple(head[:at])
    if len(set(names)) < len(names) or any(len(row) <= at for row in rows):
        raise Refused(
            f"{file.name} has two columns of one name, or a row with fewer columns than the headings."
        )
    given = {tuple(row[:at]): _amount(row[at], file, reading) for row in rows}
    if len(given) < len(rows):
        raise Refused(f"{file.name} gives two amounts for one combination of {', '.join(names)}.")
    return PlainAmounts(file.stem, names, given, reading.universe(folder, file))


def _amount(text: str, file: Path, reading: Reading) -> Decimal | None:
    if text in reading.marks:
        return None
    try:
        value = Decimal(text.replace(",", "").replace("£", "").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation as error:
        raise Refused(
            f'{file.name} has "{text}" as an amount; name it with --withheld-mark if withheld.'
        ) from error
    if value.is_finite() and _decimals(value) > PRINTED_BY_A_COMPUTER:
        value = round(value, MOST_DECIMALS).normalize()
    if not value.is_finite() or value < 0 or _decimals(value) > MOST_DECIMALS or value >= NO_LIMIT:
        raise Refused(
            f'{file.name} has "{text}" as an amount: it must be at least nought, with at most {MOST_DECIMALS} decimals.'
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
        whole = int(amount.scaleb(decimals + rounded))
        if whole >= NO_LIMIT:
            raise Refused(
                f"{table.name} has amounts too large to add up exactly: give them in whole pounds or thousands."
            )
        if rounded:
            least[at], most[at] = max(0, whole - TENTH // 2), whole + TENTH // 2
        else:
            values[at] = whole
    return Sheet(release, table.name, chosen, table.universe, values, least, most, asked, plain=True)


def _at(axes: Sequence[Axis], place: Place) -> tuple[int, ...]:
    return tuple(axis.place[code] for axis, code in zip(axes, place, strict=True))
