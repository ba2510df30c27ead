"""A protected table of two questions, read as a table is: the first by each group of the second."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dueregard.monitoring.reports.results import nobody
from equalities.comparison import Representation, representation
from equalities.cubes import Dimension
from equalities.disclosure import SafeTable


@dataclass(frozen=True)
class PairLine:
    """A group of the first question: its people in all, and in each group of the second. None is withheld."""

    label: str
    is_part: bool
    total: int | None
    counts: tuple[int | None, ...]
    shares: tuple[float | None, ...]


@dataclass(frozen=True)
class Crossing:
    """The first question by the second. `groups` are the broad ones of the second, code and label, and `columns` the
    people of each by the first; `everybody` is all people by the first."""

    first: str
    second: str
    table: SafeTable
    groups: Mapping[str, str]
    columns: Mapping[str, Representation]
    everybody: Representation

    @property
    def lines(self) -> Iterator[PairLine]:
        parts = [{group.code: group for group in column.groups} for column in self.columns.values()]
        for group in self.everybody.groups:
            yield PairLine(
                group.label,
                group.parent is not None,
                group.n,
                tuple(part[group.code].n for part in parts),
                tuple(part[group.code].share for part in parts),
            )

    @property
    def largest(self) -> str:
        """The code of the group with the most people who answered, as far as is shown."""
        return max(self.columns, key=lambda code: self.columns[code].base or 0)

    def of(self, code: str) -> SafeTable:
        """The people of one group of the second question, by the first."""
        return self.table.where(self.second, code)


def crossing(table: SafeTable, first: str, second: str) -> Crossing:
    """A table of these two questions, in whichever order it holds them."""
    one, other = (_dimension(table, name) for name in (first, second))
    groups = representation(table, nobody(other), second).groups
    labels = {group.code: group.label for group in groups if group.parent is None}
    columns = {code: representation(table.where(second, code), nobody(one), first) for code in labels}
    return Crossing(first, second, table, labels, columns, representation(table, nobody(one), first))


def _dimension(table: SafeTable, name: str) -> Dimension:
    return next(each for each in table.dimensions if each.name == name)
