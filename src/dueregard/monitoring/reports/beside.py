"""The users of one dataset beside those of another: another period of a service, or another service."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.kit.charts import Bar, BarChart, bar_chart
from dueregard.monitoring.models import Dataset, MappedColumn
from dueregard.monitoring.reports.results import nobody, period, ruling, tables, tested
from equalities.comparison import (
    GroupShare,
    Judgement,
    Rate,
    Representation,
    Verdict,
    gap_verdict,
    newcombe,
    representation,
)
from equalities.comparison.verdicts import Judged, gap_p, gap_p_highest, side_by_side

DIFFERENCES: dict[Verdict, tuple[Promise, str]] = {
    Verdict.OVER: (gettext_lazy("Larger share"), "purple"),
    Verdict.UNDER: (gettext_lazy("Smaller share"), "orange"),
    Verdict.NO_DIFFERENCE_SHOWN: (gettext_lazy("No difference shown"), "grey"),
    Verdict.TOO_FEW: (gettext_lazy("Too few to say"), "grey"),
    Verdict.DEPENDS: (gettext_lazy("Depends on missing answers"), "yellow"),
    Verdict.SMALL: (gettext_lazy("Small difference"), "grey"),
    Verdict.NOT_COMPARABLE: (gettext_lazy("Cannot be compared"), "grey"),
}
"""What may be said of a share beside another, and the colour that repeats it."""


@dataclass(frozen=True)
class Difference:
    """A group's share of those who answered, here and there (fractions), and the gap between the two, here less there,
    with its limits. None where a count is withheld; no limits, p and verdict for visits or across a break."""

    code: str
    label: str
    is_part: bool
    share: float | None
    other: float | None
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    verdict: Verdict | None = None
    p_adjusted: float | None = None
    p_highest: float | None = None


@dataclass(frozen=True)
class Beside:
    """One characteristic of two datasets."""

    dataset: Dataset
    other: Dataset
    column: MappedColumn
    rows: tuple[Difference, ...]
    notes: tuple[str, ...]
    chart: BarChart

    @property
    def verdicts(self) -> list[Verdict]:
        return list(dict.fromkeys(row.verdict for row in self.rows if row.verdict))


def comparable(dataset: Dataset, name: str) -> list[Dataset]:
    """Datasets whose rows are the same kind of thing and that use the same list: the service's own periods first, the
    latest of all first."""
    ours = dataset.column(name)
    found = Dataset.objects.loaded().filter(organisation=dataset.organisation, row=dataset.row)
    others = found.exclude(pk=dataset.pk).defer("release_kept", "counts_sealed")
    alike = [each for each in others if _uses(each, ours)]
    return sorted(alike, key=lambda each: each.service != dataset.service)


def _uses(dataset: Dataset, column: MappedColumn) -> bool:
    kinds = {(each.characteristic, each.classification) for each in dataset.columns}
    return (column.characteristic, column.classification) in kinds


def beside(dataset: Dataset, other: Dataset, name: str) -> Beside:
    """Both come from tables that were protected when they were loaded, about different people."""
    ours, theirs = figures_of(dataset, name), figures_of(other, name)
    breaks = breaks_between(dataset, other, name)
    is_tested = not dataset.repeats and not breaks
    rows = differences(ours, theirs, is_tested=is_tested)
    notes = dict.fromkeys(
        [
            *(*breaks, *_rulings(dataset, other, name), *tables(dataset)[name].note.splitlines()),
            *(*tested(rows), *(supposed(ours, theirs) if is_tested else ())),
        ]
    )
    return Beside(
        dataset, other, dataset.column(name), rows, tuple(notes), _chart(dataset, other, name, rows)
    )


def figures_of(dataset: Dataset, name: str) -> Representation:
    table = tables(dataset)[name]
    return representation(table, nobody(table.dimensions[0]), name)


def differences(ours: Representation, theirs: Representation, *, is_tested: bool) -> tuple[Difference, ...]:
    """Every group of either, ours first; p and verdicts allow for how many were tested."""
    there = {group.code: group for group in theirs.groups}
    here = {group.code: group for group in ours.groups}
    found = [
        _difference((group, there.get(group.code)), (ours, theirs), is_tested=is_tested)
        for group in ours.groups
    ]
    judged = side_by_side([Judged(row.p, row.verdict, row.p_highest) for row in found], Judgement())
    rows = (
        replace(row, p_adjusted=p, verdict=verdict) for row, (p, verdict) in zip(found, judged, strict=True)
    )
    only_there = (
        Difference(group.code, group.label, group.parent is not None, None, group.share)
        for group in theirs.groups
        if group.code not in here
    )
    return (*rows, *only_there)


def _difference(
    pair: tuple[GroupShare, GroupShare | None],
    bases: tuple[Representation, Representation],
    *,
    is_tested: bool,
) -> Difference:
    group, other = pair
    there = other.share if other else None
    plain = (group.code, group.label, group.parent is not None, group.share, there)
    if other is None or group.share is None or there is None or not is_tested:
        return Difference(*plain)
    one, two = _rate(group, bases[0]), _rate(other, bases[1])
    gap = newcombe(one.events, one.base, two.events, two.base)
    verdict = gap_verdict(one, two, Judgement())
    limits = gap.value, gap.low, gap.high
    return Difference(*plain, *limits, gap_p(one, two), verdict, p_highest=gap_p_highest(one, two))


def _rate(group: GroupShare, whole: Representation) -> Rate:
    return Rate(group.n or 0, whole.base or 0, whole.unknown)


def supposed(*figures: Representation) -> list[str]:
    """What the verdicts suppose of those who did not answer, where how many they are is withheld of one of these."""
    return list(dict.fromkeys(words for each in figures if (words := each.of_missing)))


def breaks_between(dataset: Dataset, other: Dataset, name: str) -> list[str]:
    """What changed between two periods of one service, in words."""
    if dataset.service != other.service:
        return []
    first, last = sorted((dataset, other), key=lambda each: each.starts_on)
    between = Dataset.objects.loaded().filter(
        organisation=dataset.organisation,
        service=dataset.service,
        starts_on__gt=first.starts_on,
        starts_on__lte=last.starts_on,
    )
    marks = [mark for each in between.prefetch_related("breaks") for mark in each.breaks.all()]
    return [
        _("Something changed between the two, so the difference is not tested. %(what)s.") % {"what": mark}
        for mark in marks
        if mark.characteristic == name
    ]


def _rulings(dataset: Dataset, other: Dataset, name: str) -> list[str]:
    return [words for words in (ruling(each.column(name)) for each in (dataset, other)) if words]


def _chart(dataset: Dataset, other: Dataset, name: str, rows: Sequence[Difference]) -> BarChart:
    bars = [
        Bar(
            row.label,
            _percent(row.share),
            _("withheld") if row.share is None else f"{100 * row.share:.1f}%",
            marker=_percent(row.other),
        )
        for row in rows
        if not row.is_part
    ]
    title = _("%(title)s of users of %(service)s, %(period)s") % {
        "title": dataset.column(name).title,
        "service": dataset.service,
        "period": period(dataset),
    }
    there = {"service": other.service, "years": other.years}
    words = _("Bars are shares here; diamonds are shares there. The table gives the same figures.")
    label = _("%(service)s, %(years)s") % there
    return bar_chart("beside", title, words, bars, marker_label=label, unit="%")


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share
