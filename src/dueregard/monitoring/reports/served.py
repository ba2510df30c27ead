"""Who is and who is not served, over all services: every gap that the protected figures bear, each told once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.kit.charts import Bar, BarChart, bar_chart
from dueregard.monitoring.models import Benchmark, Dataset
from dueregard.monitoring.reports.results import Result, latest_first, result, tables
from equalities.comparison import GroupShare, Judgement, Verdict, benjamini_hochberg

DRAWN = 12
"""Gaps that are drawn; the table has all of them."""

NAMED = 3
"""Gaps each way that the first sentence names."""

MOSTLY = 0.8
"""The part of a broad group's gap from which on it is told as that of the one group within."""


@dataclass(frozen=True)
class ServiceGap:
    """A group of which fewer people, or more, use a service than expected. `people` is how many fewer or more,
    `expected` the share (a fraction) that the verdict compares with, `q` the p-value adjusted for all that was tried;
    `also` are the groups in which the same gap is seen again."""

    result: Result
    group: GroupShare
    people: int
    expected: float
    q: float
    also: tuple[str, ...] = ()

    @property
    def is_under(self) -> bool:
        return self.group.verdict is Verdict.UNDER

    @property
    def name(self) -> str:
        """ "Indian, Libraries 2024/25"."""
        what = {
            "group": self.group.label,
            "service": self.result.dataset.service,
            "years": self.result.dataset.years,
        }
        return _("%(group)s, %(service)s %(years)s") % what

    @property
    def written(self) -> str:
        words = _("%(number)s fewer") if self.is_under else _("%(number)s more")
        return words % {"number": f"{self.people:,}"}


@dataclass(frozen=True)
class Served:
    """`gaps` those that touch most people first; `compared` how many groups were, of how many services; `too_few` of
    how many of them nothing can be said; `untold` the columns of which no group could be compared with its population;
    `alone` those that no population is loaded for; `visits` the services of which visits are counted, not people."""

    gaps: tuple[ServiceGap, ...]
    services: int
    compared: int
    too_few: int
    untold: tuple[str, ...]
    alone: tuple[str, ...]
    visits: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """What the page says first: who is not served, then who is served more than expected."""
        under = [gap for gap in self.gaps if gap.is_under]
        over = [gap for gap in self.gaps if not gap.is_under]
        said = [
            (under, _("Fewer people than expected: %(groups)s.")),
            (over, _("More than expected: %(groups)s.")),
        ]
        return [words % {"groups": _named(gaps)} for gaps, words in said if gaps]

    @property
    def chart(self) -> BarChart:
        bars = [Bar(gap.name, float(gap.people), gap.written) for gap in self.gaps[:DRAWN]]
        words = _("Each bar is how many people fewer or more use the service than expected.")
        return bar_chart("served", _("The gaps that touch most people"), words, bars)


def _named(gaps: Sequence[ServiceGap]) -> str:
    names = [
        _("%(name)s (%(people)s people)") % {"name": gap.name, "people": f"{gap.people:,}"}
        for gap in gaps[:NAMED]
    ]
    if len(gaps) > NAMED:
        names.append(_("and %(number)s more") % {"number": len(gaps) - NAMED})
    return "; ".join(names)


def served(organisation: Organisation) -> Served:
    """The latest period of each service of which people are counted, each characteristic beside its population. A gap
    is told where its verdict is over or under, and where it is among those that the procedure of Benjamini and Hochberg
    keeps at 5 % over everything tried, whatever those who did not answer would have said."""
    datasets = _latest(organisation)
    people = [dataset for dataset in datasets if not dataset.repeats]
    populations = list(Benchmark.objects.available_to(organisation))
    results, alone = list[Result](), list[str]()
    for dataset in people:
        for name in tables(dataset):
            if found := latest_first(populations, dataset, name):
                results.append(result(dataset, name, found[0]))
            elif not dataset.column(name).is_place:
                alone.append(_column(dataset, name))
    tried = [(each, group) for each in results for group in each.figures.groups if _is_tried(group)]
    return Served(
        tuple(sorted(_told_once(_gaps(tried)), key=lambda gap: -gap.people)),
        len(people),
        len(tried),
        sum(group.verdict in (Verdict.TOO_FEW, Verdict.DEPENDS) for _result, group in tried),
        tuple(
            _column(each.dataset, each.characteristic)
            for each in results
            if not any(map(_is_tried, each.figures.groups))
        ),
        tuple(alone),
        tuple(dict.fromkeys(dataset.service for dataset in datasets if dataset.repeats)),
    )


def _latest(organisation: Organisation) -> list[Dataset]:
    """Of each service and kind of row."""
    found = Dataset.objects.loaded().filter(organisation=organisation).defer("counts_sealed")
    latest: dict[tuple[str, bool], Dataset] = {}
    for dataset in found.order_by("service", "-ends_on", "-pk"):
        latest.setdefault((dataset.service, dataset.repeats), dataset)
    return list(latest.values())


def _column(dataset: Dataset, name: str) -> str:
    """ "Ethnic group (Libraries)"."""
    what = {"title": dataset.column(name).title, "service": dataset.service}
    return _("%(title)s (%(service)s)") % what


def _is_tried(group: GroupShare) -> bool:
    return group.p is not None and group.verdict not in (None, Verdict.NOT_COMPARABLE)


def _gaps(tried: Sequence[tuple[Result, GroupShare]]) -> list[ServiceGap]:
    chances = [max(group.p or 0.0, group.p_highest or 0.0) for _result, group in tried]
    found = zip(tried, benjamini_hochberg(chances), strict=True) if tried else ()
    return [
        ServiceGap(each, group, _people(each, group), _expected(group), q)
        for (each, group), q in found
        if group.verdict in (Verdict.UNDER, Verdict.OVER) and q < 1 - Judgement().level
    ]


def _expected(group: GroupShare) -> float:
    return group.expected_share or group.benchmark_share or 0.0


def _people(found: Result, group: GroupShare) -> int:
    return round(abs((group.n or 0) - _expected(group) * (found.figures.base or 0)))


def _told_once(gaps: Sequence[ServiceGap]) -> Iterator[ServiceGap]:
    """Without those that are another gap of the same table once more: of a broad group and one within it, and of the
    only two groups there are, of which one has less what the other has more."""
    by_table: dict[tuple[int, str], list[ServiceGap]] = {}
    for gap in gaps:
        by_table.setdefault((gap.result.dataset.pk, gap.result.characteristic), []).append(gap)
    for ours in by_table.values():
        again = _echoes(ours)
        for gap in ours:
            if gap.group.code not in again:
                also = tuple(
                    each.group.label for each in ours if again.get(each.group.code) == gap.group.code
                )
                yield ServiceGap(gap.result, gap.group, gap.people, gap.expected, gap.q, also)


def _echoes(gaps: Sequence[ServiceGap]) -> Mapping[str, str]:
    """Code of a gap's group -> that of the group whose gap it is once more."""
    tried = [group for group in gaps[0].result.figures.groups if _is_tried(group)]
    if len(tried) == 2 and len(gaps) == 2 and gaps[0].is_under != gaps[1].is_under:
        under, over = sorted(gaps, key=lambda gap: not gap.is_under)
        return {over.group.code: under.group.code}
    again: dict[str, str] = {}
    for broad in gaps:
        within = [
            gap for gap in gaps if gap.group.parent == broad.group.code and gap.is_under == broad.is_under
        ]
        most = max(within, key=lambda gap: gap.people, default=None)
        if most and most.people >= MOSTLY * broad.people:
            again[broad.group.code] = most.group.code
        else:
            again |= {gap.group.code: broad.group.code for gap in within}
    return again
