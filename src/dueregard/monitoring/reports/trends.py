"""The same service over its periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from dueregard.monitoring.models import Break, Dataset
from dueregard.monitoring.reports.beside import Difference, differences, figures_of, supposed
from dueregard.monitoring.reports.results import ruling, tables, tested
from equalities.comparison import Representation, cochran_armitage, holm


class Course(StrEnum):
    """Which way a share goes over all periods, allowing for the number of groups tested."""

    RISING = "rising"
    FALLING = "falling"
    UNCLEAR = "unclear"


FEWEST_PERIODS = 3


@dataclass(frozen=True)
class TrendRow:
    """A group, and its share of those who answered in each period: None where it is withheld. `counted` says in
    which periods it was one of the groups at all; `change` is the latest period beside the one before; `course` what
    may be said of all periods since the last break, None where fewer than three are shown."""

    label: str
    is_part: bool
    shares: tuple[float | None, ...]
    counted: tuple[bool, ...]
    change: Difference | None
    course: Course | None


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
    def has_courses(self) -> bool:
        return any(row.course for row in self.rows)

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
    last, supposes = {}, list[str]()
    if len(kept) > 1:
        is_tested = not dataset.repeats and breaks[-1] is None
        last = {row.code: row for row in differences(figures[-1], figures[-2], is_tested=is_tested)}
        supposes = supposed(*figures[-2:]) if is_tested else []
    courses = _courses(figures[_after_last_break(breaks) :]) if not dataset.repeats else {}
    groups = {group.code: group for each in figures for group in each.groups}
    shares = [{group.code: group.share for group in each.groups} for each in figures]
    rows = [
        TrendRow(
            group.label,
            group.parent is not None,
            tuple(column.get(code) for column in shares),
            tuple(code in column for column in shares),
            last.get(code),
            courses.get(code),
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
        (*_notes(kept, name, list(last.values())), *supposes),
        others,
    )


def _after_last_break(breaks: Sequence[Break | None]) -> int:
    """The first period that may be compared with the latest."""
    return max((place for place, mark in enumerate(breaks) if mark), default=0)


def _courses(figures: Sequence[Representation]) -> dict[str, Course]:
    """By group, whether its share rises or falls steadily (Cochran-Armitage, with Holm's adjustment). Groups that are
    withheld in a period have none."""
    if len(figures) < FEWEST_PERIODS:
        return {}
    found = {group.code: _steady(group.code, figures) for group in figures[-1].groups}
    tests = {code: test for code, test in found.items() if test is not None}
    adjusted = holm([test[1] for test in tests.values()])
    return {code: _course(test[0], p) for (code, test), p in zip(tests.items(), adjusted, strict=True)}


def _steady(code: str, figures: Sequence[Representation]) -> tuple[float, float] | None:
    """The statistic and its p; None where a count is withheld, or nothing can be tested."""
    groups = [next((group for group in each.groups if group.code == code), None) for each in figures]
    counts = [(group.n, each.base) for group, each in zip(groups, figures, strict=True) if group]
    shown = [(n, base) for n, base in counts if n is not None and base is not None]
    if len(shown) < len(figures):
        return None
    test = cochran_armitage([n for n, _base in shown], [base for _n, base in shown])
    if test is None or test.statistic is None or test.p is None:
        return None
    return test.statistic, test.p


def _course(statistic: float, p: float) -> Course:
    if p >= 0.05:
        return Course.UNCLEAR
    return Course.RISING if statistic > 0 else Course.FALLING


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
