"""The same service over its periods."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.monitoring.models import Break, Dataset, Row
from dueregard.monitoring.reports.beside import Difference, differences, figures_of, tested
from dueregard.monitoring.reports.results import ruling, tables


@dataclass(frozen=True)
class TrendRow:
    """A group, and its share of those who answered in each period: None where it is withheld. `counted` says in
    which periods it was one of the groups at all; `change` is the latest period beside the one before."""

    label: str
    is_part: bool
    shares: tuple[float | None, ...]
    counted: tuple[bool, ...]
    change: Difference | None


@dataclass(frozen=True)
class Trend:
    """One characteristic of a service, a column a period. Each comes from the tables that were protected together when
    that period was loaded, and no two periods overlap, so that no column can be taken from another. `breaks` holds for
    each period what changed before it."""

    title: str
    service: str
    datasets: tuple[Dataset, ...]
    breaks: tuple[Break | None, ...]
    rows: tuple[TrendRow, ...]
    notes: tuple[str, ...]
    other_lists: tuple[tuple[Dataset, str], ...]

    @property
    def has_gaps(self) -> bool:
        return not all(all(row.counted) for row in self.rows)

    @property
    def is_tested(self) -> bool:
        return any(row.change and row.change.p is not None for row in self.rows)


def trend(dataset: Dataset, name: str) -> Trend:
    """The periods of the dataset's service that were counted by the same list, the earliest first."""
    column = dataset.column(name)
    found = Dataset.objects.loaded().filter(
        organisation=dataset.organisation, service=dataset.service, row=dataset.row
    )
    ordered = list(found.order_by("starts_on").prefetch_related("breaks"))
    lists = {each.pk: _list_of(each, name) for each in ordered}
    kept = [each for each in ordered if lists[each.pk] == column.classification]
    figures = [figures_of(each, name) for each in kept]
    breaks = [_break(each, name) for each in kept]
    last = {}
    if len(kept) > 1:
        is_tested = dataset.row != Row.VISIT and breaks[-1] is None
        last = {row.code: row for row in differences(figures[-1], figures[-2], is_tested=is_tested)}
    groups = {group.code: group for each in figures for group in each.groups}
    shares = [{group.code: group.share for group in each.groups} for each in figures]
    rows = [
        TrendRow(
            group.label,
            group.parent is not None,
            tuple(column.get(code) for column in shares),
            tuple(code in column for column in shares),
            last.get(code),
        )
        for code, group in groups.items()
    ]
    others = tuple((each, _title_of(each, name)) for each in ordered if lists[each.pk] and each not in kept)
    return Trend(
        column.title,
        dataset.service,
        tuple(kept),
        tuple(breaks),
        tuple(rows),
        tuple(_notes(kept, name, list(last.values()))),
        others,
    )


def _notes(kept: list[Dataset], name: str, changes: list[Difference]) -> list[str]:
    said = [ruling(each.column(name)) for each in kept]
    kinds = [tables(each)[name].note for each in kept]
    return list(dict.fromkeys(words for words in (*tested(changes), *said, *kinds) if words))


def _break(dataset: Dataset, name: str) -> Break | None:
    return next((mark for mark in dataset.breaks.all() if mark.characteristic == name), None)


def _list_of(dataset: Dataset, name: str) -> str | None:
    return next((each.classification for each in dataset.columns if each.characteristic == name), None)


def _title_of(dataset: Dataset, name: str) -> str:
    return _("%(years)s: %(list)s") % {"years": dataset.years, "list": dataset.column(name).list_title}
