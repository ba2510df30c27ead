"""What publications may draw on."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import date

from dueregard.access.models import Organisation
from dueregard.monitoring.models import Benchmark, Dataset
from dueregard.monitoring.reports.results import benchmarks_for, period, tables
from equalities.cubes import Cube
from equalities.disclosure import Release, SafeTable
from equalities.disclosure.relations import Segment, segments


@dataclass(frozen=True)
class PublishableDataset:
    """A loaded dataset. `release` holds the tables as signed-in readers see them, which history must count in;
    `cubes`, one a characteristic, are the counts as they are: for protect() alone."""

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
    def characteristics(self) -> tuple[str, ...]:
        return tuple(self.tables)

    @property
    def tables(self) -> Mapping[str, SafeTable]:
        return tables(self.dataset)

    @property
    def cubes(self) -> tuple[Cube, ...]:
        return self.dataset.cubes

    def benchmark(self, characteristic: str) -> Benchmark | None:
        """The population to compare with; None while there is none."""
        return next(iter(benchmarks_for(self.dataset, characteristic)), None)


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
    """The loaded datasets of the organisation and of all under it, the latest period first."""
    found = Dataset.objects.within(organisation).loaded().select_related("organisation")
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
