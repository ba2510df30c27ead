"""The same service over its periods."""

from dataclasses import dataclass

from dueregard.monitoring.models import Dataset
from dueregard.monitoring.reports.results import result, tables
from equalities.codelists import characteristic


@dataclass(frozen=True)
class TrendRow:
    """A group, and its share of those who answered in each period: None where it is withheld. `counted` says in
    which periods it was one of the groups at all."""

    label: str
    is_part: bool
    shares: tuple[float | None, ...]
    counted: tuple[bool, ...]


@dataclass(frozen=True)
class Trend:
    """One characteristic of a service, a column a period. Each comes from the tables that were protected together when
    that period was loaded, and no two periods overlap, so that no column can be taken from another."""

    title: str
    service: str
    datasets: tuple[Dataset, ...]
    rows: tuple[TrendRow, ...]
    notes: tuple[str, ...]

    @property
    def has_gaps(self) -> bool:
        return not all(all(row.counted) for row in self.rows)


def trend(dataset: Dataset, name: str) -> Trend:
    """The periods of the dataset's service that were counted by the same list, the earliest first."""
    classification = tables(dataset)[name].dimensions[0].classification
    alike = Dataset.objects.loaded().filter(
        organisation=dataset.organisation, service=dataset.service, row=dataset.row
    )
    kept = [each for each in alike.order_by("starts_on") if _list_of(each, name) == classification]
    results = [result(each, name, None) for each in kept]
    groups = {group.code: group for each in results for group in each.figures.groups}
    shares = [{group.code: group.share for group in each.figures.groups} for each in results]
    rows = (
        TrendRow(
            group.label,
            group.parent is not None,
            tuple(column.get(code) for column in shares),
            tuple(code in column for column in shares),
        )
        for code, group in groups.items()
    )
    notes = tuple(dict.fromkeys(each.table.note for each in results))
    return Trend(characteristic(name).title, dataset.service, tuple(kept), tuple(rows), notes)


def _list_of(dataset: Dataset, name: str) -> str | None:
    table = tables(dataset).get(name)
    return table.dimensions[0].classification if table else None
