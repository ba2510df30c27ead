"""Two characteristics together, or one by place: cells of the table that was protected with all the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.monitoring.models import PLACE, Benchmark, Dataset, MappedColumn
from dueregard.monitoring.reports.adjusting import Expected, expected
from dueregard.monitoring.reports.crossing import Crossing, crossing
from dueregard.monitoring.reports.results import Result, benchmarks_for, nobody, ruling
from equalities.comparison import representation
from equalities.cubes import Benchmark as Population
from equalities.disclosure import SafeTable


@dataclass(frozen=True)
class Pair:
    """The first question by the second. `shown` is the group of the second, of this code, whose people are drawn, and
    may be compared with a population."""

    dataset: Dataset
    first: MappedColumn
    second: MappedColumn
    crossing: Crossing
    shown: Result
    code: str

    @property
    def title(self) -> str:
        return by_words(self.first.title, self.second.title)

    @property
    def rulings(self) -> list[str]:
        return [words for words in (ruling(self.first), ruling(self.second)) if words]


def by_words(first: str, second: str) -> str:
    """ "Ethnic group by Sex"."""
    return _("%(first)s by %(second)s") % {"first": first, "second": second}


def pair_table(dataset: Dataset, first: str, second: str) -> SafeTable:
    """The table of two questions, whichever was named first when it was loaded; KeyError where there is none."""
    for table in dataset.release.tables:
        if {dimension.name for dimension in table.dimensions} == {first, second} and first != second:
            return table
    raise KeyError(f"{first}, {second}")


def pair(dataset: Dataset, first: str, second: str, code: str | None) -> Pair:
    """The users by two questions, and those of one group of the second: of `code`, or of the largest. KeyError where
    the two were not counted together."""
    found = crossing(pair_table(dataset, first, second), first, second)
    chosen = code if code and code in found.columns else found.largest
    columns = dataset.column(first), dataset.column(second)
    return Pair(dataset, *columns, found, _shown(dataset, found, chosen), chosen)


def _shown(dataset: Dataset, found: Crossing, code: str) -> Result:
    label, part = found.groups[code], found.of(code)
    among = area_population(dataset, found.first, label) if dataset.column(found.second).is_place else None
    if among is None:
        figures = representation(part, nobody(part.dimensions[0]), found.first)
        return Result(dataset, found.first, part, figures, None, among=label)
    benchmark, people = among
    adjusted = expected_in(dataset.release.tables, found.first, code, among)
    figures = representation(part, people.cube, found.first, expected=adjusted.shares)
    return Result(dataset, found.first, part, figures, benchmark, among=label, adjusted=adjusted)


def expected_in(
    tables: Sequence[SafeTable], name: str, code: str, among: tuple[Benchmark, Population]
) -> Expected:
    """What is expected at the ages of those in one place, beside the people of its area."""
    benchmark, people = among
    here = [
        table.where(PLACE, code)
        for table in tables
        if len(table.dimensions) == 2 and PLACE in [each.name for each in table.dimensions]
    ]
    return expected(here, name, benchmark, people.area_code)


def area_population(dataset: Dataset, name: str, area: str) -> tuple[Benchmark, Population] | None:
    """The people of the area of that name or code by a characteristic, and the file that has them; None where no file
    has the area."""
    wanted = " ".join(area.casefold().split())
    for benchmark in benchmarks_for(dataset, name):
        for population in benchmark.areas:
            if wanted in (population.area.casefold(), population.area_code.casefold()):
                return benchmark, population
    return None
