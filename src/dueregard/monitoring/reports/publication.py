"""What publications may draw on."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from dueregard.access.models import Organisation
from dueregard.monitoring.models import Benchmark, Dataset, MappedColumn
from dueregard.monitoring.reports.pairs import area_population, by_words
from dueregard.monitoring.reports.results import benchmarks_for, period, ruling
from equalities.cubes import Benchmark as Population
from equalities.cubes import Cube, Dimension
from equalities.disclosure import Release
from equalities.disclosure.relations import Segment, segments

JOINT = "+"
"""Between the questions in the name of a table of two: "ethnicity+place"."""


def name_of(dimensions: Sequence[Dimension]) -> str:
    """How a table of these is named among all of its dataset."""
    return JOINT.join(dimension.name for dimension in dimensions)


@dataclass(frozen=True)
class PublishableDataset:
    """A loaded dataset. `release` holds the tables as signed-in readers see them, which history must count in;
    `cubes`, one for each of these, are the counts as they are: for protect() alone."""

    dataset: Dataset
    title: str
    service: str
    starts_on: date
    ends_on: date
    unit: str
    universe: Mapping[str, str]
    release: Release

    @property
    def about(self) -> str:
        """Who is counted, in words: "Libraries, 1 April 2024 to 31 March 2025"."""
        return f"{self.service}, {period(self.dataset)}"

    @property
    def titles(self) -> Mapping[str, str]:
        """What may go out, which is what staff see: the name of each table and its words."""
        return {name_of(table.dimensions): self._title(table.dimensions) for table in self.release.tables}

    def _title(self, dimensions: Sequence[Dimension]) -> str:
        first, *second = (self.column(dimension.name).title for dimension in dimensions)
        return by_words(first, second[0]) if second else first

    @property
    def cubes(self) -> tuple[Cube, ...]:
        return self.dataset.cubes

    def column(self, name: str) -> MappedColumn:
        return self.dataset.column(name)

    def ruling(self, characteristic: str) -> str:
        """What somebody ruled that the column holds; "" where no ruling was needed."""
        return ruling(self.column(characteristic))

    def benchmark(self, characteristic: str) -> Benchmark | None:
        """The population to compare with; None while there is none."""
        return next(iter(benchmarks_for(self.dataset, characteristic)), None)

    def people_of(self, area: str, characteristic: str) -> tuple[Benchmark, Population] | None:
        """Those who live in one area; None where no population file has it."""
        return area_population(self.dataset, characteristic, area)


def seen_besides(
    organisation: Organisation, people: Set[Segment], known: Collection[int]
) -> tuple[PublishableDataset, ...]:
    """Datasets that count any of these people, removed ones too, since readers have seen them; those with the keys
    `known` aside."""
    top = organisation.path.split("/")[1]
    loaded = Dataset.objects.filter(organisation__path__startswith=f"/{top}/").exclude(loaded_at=None)
    others = loaded.exclude(pk__in=known).select_related("organisation").order_by("pk")
    return tuple(_publishable(other) for other in others if people & set(segments(other.universe)))


def datasets_for_publication(organisation: Organisation) -> tuple[PublishableDataset, ...]:
    """The loaded datasets of the organisation and of all under it, the latest period first. One that was purged can
    give no further tables: the counts to protect them with are gone."""
    found = Dataset.objects.within(organisation).loaded().holding_counts().select_related("organisation")
    return tuple(_publishable(dataset) for dataset in found)


def _publishable(dataset: Dataset) -> PublishableDataset:
    release = dataset.release
    return PublishableDataset(
        dataset=dataset,
        title=dataset.title,
        service=dataset.service,
        starts_on=dataset.starts_on,
        ends_on=dataset.ends_on,
        unit=release.tables[0].unit,
        universe=dataset.universe,
        release=release,
    )
