"""Two characteristics together, or one by place: cells of the table that was protected with all the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.monitoring.models import Benchmark, Dataset, MappedColumn
from dueregard.monitoring.reports.results import Result, benchmarks_for, nobody, ruling
from equalities.comparison import Representation, representation
from equalities.cubes import Benchmark as Population
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
class Pair:
    """The first question by the second. `groups` are those of the second, code and label; `shown` is the one of them
    whose people are drawn, and may be compared with a population."""

    dataset: Dataset
    first: MappedColumn
    second: MappedColumn
    table: SafeTable
    groups: tuple[tuple[str, str], ...]
    lines: tuple[PairLine, ...]
    bases: tuple[int | None, ...]
    everybody: int | None
    shown: Result
    code: str

    @property
    def title(self) -> str:
        what = {"first": self.first.title, "second": self.second.title}
        return _("%(first)s by %(second)s") % what

    @property
    def rulings(self) -> list[str]:
        return [words for words in (ruling(self.first), ruling(self.second)) if words]


def pair_table(dataset: Dataset, first: str, second: str) -> SafeTable:
    """The table of two questions, whichever was named first when it was loaded; KeyError where there is none."""
    for table in dataset.release.tables:
        if {dimension.name for dimension in table.dimensions} == {first, second} and first != second:
            return table
    raise KeyError(f"{first}, {second}")


def pair(dataset: Dataset, first: str, second: str, code: str | None) -> Pair:
    """The users by two questions, and those of one group of the second: of `code`, or of the largest. KeyError where
    the two were not counted together."""
    table = pair_table(dataset, first, second)
    dimension = next(each for each in table.dimensions if each.name == second)
    one = next(each for each in table.dimensions if each.name == first)
    second_alone = representation(table, nobody(dimension), second).groups
    groups = tuple((group.code, group.label) for group in second_alone if group.parent is None)
    columns = {of: _of(table, of, second, first) for of, _label in groups}
    everybody = representation(table, nobody(one), first)
    chosen = code if code in columns else _largest(columns)
    labels = dict(groups)
    shown = _shown(dataset, table, (first, second), (chosen, labels[chosen]))
    return Pair(
        dataset,
        dataset.column(first),
        dataset.column(second),
        table,
        groups,
        tuple(_lines(everybody, columns)),
        tuple(column.base for column in columns.values()),
        everybody.base,
        shown,
        chosen,
    )


def _of(table: SafeTable, code: str, second: str, first: str) -> Representation:
    part = table.where(second, code)
    return representation(part, nobody(part.dimensions[0]), first)


def _largest(columns: Mapping[str, Representation]) -> str:
    return max(columns, key=lambda code: columns[code].base or 0)


def _lines(everybody: Representation, columns: Mapping[str, Representation]) -> list[PairLine]:
    parts = [{group.code: group for group in column.groups} for column in columns.values()]
    return [
        PairLine(
            group.label,
            group.parent is not None,
            group.n,
            tuple(part[group.code].n for part in parts),
            tuple(part[group.code].share for part in parts),
        )
        for group in everybody.groups
    ]


def _shown(dataset: Dataset, table: SafeTable, names: tuple[str, str], of: tuple[str, str]) -> Result:
    (first, second), (code, label) = names, of
    part = table.where(second, code)
    found = _population(dataset, names, label)
    against = found[1].cube if found else nobody(part.dimensions[0])
    figures = representation(part, against, first)
    return Result(dataset, first, part, figures, found[0] if found else None, among=label)


def _population(dataset: Dataset, names: tuple[str, str], label: str) -> tuple[Benchmark, Population] | None:
    """The people of the area of that name; None where the second question is no place, or no file has the area."""
    first, second = names
    if not dataset.column(second).is_place:
        return None
    wanted = " ".join(label.casefold().split())
    for benchmark in benchmarks_for(dataset, first):
        for area in benchmark.areas:
            if wanted in (area.area.casefold(), area.area_code.casefold()):
                return benchmark, area
    return None
