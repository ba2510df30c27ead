"""Users against population: every figure comes from one protected table."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.kit.charts import Bar, BarChart, bar_chart
from dueregard.monitoring.models import Benchmark, Dataset, MappedColumn
from dueregard.monitoring.reports.adjusting import UNADJUSTED, Expected, expected
from equalities.comparison import GroupShare, Judgement, Representation, Verdict, representation
from equalities.cubes import Cube, Dimension
from equalities.disclosure import SafeTable

VERDICTS: Mapping[Verdict, tuple[Promise, Promise, str]] = {
    Verdict.OVER: (
        gettext_lazy("More than expected"),
        gettext_lazy("A difference this big is unlikely to be chance."),
        "purple",
    ),
    Verdict.UNDER: (
        gettext_lazy("Fewer than expected"),
        gettext_lazy("A difference this big is unlikely to be chance."),
        "orange",
    ),
    Verdict.NO_DIFFERENCE_SHOWN: (
        gettext_lazy("No difference shown"),
        gettext_lazy("Enough people answered to show a large difference, and among them none is shown."),
        "grey",
    ),
    Verdict.TOO_FEW: (
        gettext_lazy("Too few to say"),
        gettext_lazy(
            "Too few people to tell a difference from chance, which is not to say that there is none."
        ),
        "grey",
    ),
    Verdict.DEPENDS: (
        gettext_lazy("Depends on missing answers"),
        gettext_lazy("There may be a difference, but the answers of those who gave none could undo it."),
        "yellow",
    ),
    Verdict.SMALL: (
        gettext_lazy("Small difference"),
        gettext_lazy("Unlikely to be chance, but too small to matter by the rule we use."),
        "grey",
    ),
    Verdict.NOT_COMPARABLE: (
        gettext_lazy("Cannot be compared"),
        gettext_lazy("There is no figure for the same group to compare with, or too small a one."),
        "grey",
    ),
}
"""A verdict's words, the sentence that explains them, and the colour that repeats them."""

CAUTIONS: Mapping[str, Promise] = {
    "sexual_orientation": gettext_lazy(
        "The census asked this of people aged 16 and over, who need not answer."
    ),
    "gender_identity": gettext_lazy(
        "The census asked this of people aged 16 and over, who need not answer; its office calls the figures uncertain."
    ),
}


YEARS_APART = 2
"""From how many years on between population and period a page says so."""

CHANCE = 1 - Judgement().level


class Tested(Protocol):
    """A line of a table with what its test found, if it had one."""

    @property
    def label(self) -> str: ...
    @property
    def p(self) -> float | None: ...
    @property
    def p_adjusted(self) -> float | None: ...


@dataclass(frozen=True)
class Result:
    """One characteristic of one dataset, against one population or none. All of it follows from `table`. `among` says
    of which users, where it is not all; `adjusted` what the verdict is adjusted for."""

    dataset: Dataset
    characteristic: str
    table: SafeTable
    figures: Representation
    benchmark: Benchmark | None
    among: str = ""
    adjusted: Expected = UNADJUSTED

    @property
    def title(self) -> str:
        return self.column.title

    @property
    def list_title(self) -> str:
        return self.column.list_title

    @property
    def column(self) -> MappedColumn:
        return self.dataset.column(self.characteristic)

    @property
    def caution(self) -> Promise | None:
        return CAUTIONS.get(self.characteristic) if self.benchmark else None

    @property
    def years_apart(self) -> str:
        """That the population is of another time than the users, where it is by years; "" otherwise."""
        return years_apart(self.benchmark, self.dataset) if self.benchmark else ""

    @property
    def ruling(self) -> str:
        """What somebody ruled that the column holds, to print under the figures."""
        return ruling(self.column)

    @property
    def tested(self) -> list[str]:
        """How many groups were tested, and which of them so many tests alone may explain."""
        return list(tested(self.figures.groups))

    @property
    def sentences(self) -> list[str]:
        """What the page says first; nothing where there is no population, or nobody's answers are shown, which the page
        says by itself."""
        return in_short(self.figures) if self.benchmark and self.figures.base is not None else []

    @property
    def verdicts(self) -> list[Verdict]:
        """Those that stand on the page, each once."""
        return list(dict.fromkeys(group.verdict for group in self.figures.groups if group.verdict))

    @property
    def chart(self) -> BarChart:
        """The broad groups as bars; where there are none, all groups."""
        bars = [_bar(group) for group in self.figures.groups if group.parent is None]
        what = {"title": self.title, "service": self.dataset.service, "period": period(self.dataset)}
        if self.benchmark:
            words = _("Bars are shares of users; diamonds: %(marker)s. The table gives the same figures.")
            description = words % {"marker": self._marker_label}
        else:
            description = _("Bars are shares of users. The table gives the same figures.")
        return bar_chart(
            "shares",
            self._heading(what),
            description,
            bars,
            marker_label=self._marker_label,
            unit="%",
        )

    @property
    def _marker_label(self) -> str:
        if self.adjusted.wording:
            return str(self.adjusted.wording.marker)
        return _("share of the population") if self.benchmark else ""

    def _heading(self, what: dict[str, str]) -> str:
        if not self.among:
            return _("%(title)s of users of %(service)s, %(period)s") % what
        words = _("%(title)s of users of %(service)s (%(among)s), %(period)s")
        return words % {**what, "among": self.among}


def differences(figures: Representation) -> list[str]:
    """Those from the population that may be said, if any: who is not served first."""
    said = [
        (Verdict.UNDER, _("Fewer than the population would lead one to expect: %(groups)s.")),
        (Verdict.OVER, _("More than expected: %(groups)s.")),
    ]
    found = [
        (words, [group.label for group in figures.groups if group.verdict is verdict])
        for verdict, words in said
    ]
    return [words % {"groups": "; ".join(groups)} for words, groups in found if groups]


def in_short(figures: Representation) -> list[str]:
    """What a table says beside a population, in a sentence or two."""
    if figures.base is None:
        return [
            _("How many answered is withheld, so nothing can be said of a difference from the population.")
        ]
    if not any(group.verdict for group in figures.groups):
        return [
            _(
                "Nothing can be said of a difference from the population: people are not what is counted, or too "
                "many counts are withheld."
            )
        ]
    return differences(figures) or [_unsaid(figures)]


def _unsaid(figures: Representation) -> str:
    """Where no group is over or under: because none is shown to be, or because too little is known."""
    found = {group.verdict for group in figures.groups if group.verdict} - {Verdict.NOT_COMPARABLE}
    if not found:
        return _(
            "There are no figures of a population for the same groups, or too small ones, to compare with."
        )
    if found == {Verdict.TOO_FEW}:
        return _(
            "Too few people are counted to say of any group that more or fewer are served than expected."
        )
    if found <= {Verdict.DEPENDS, Verdict.TOO_FEW}:
        return _(
            "So many may not have answered that no group can be said to be served more or less than expected."
        )
    return _("No difference from the population is large and certain enough to report.")


def result(dataset: Dataset, name: str, benchmark: Benchmark | None) -> Result:
    """One characteristic of a loaded dataset. KeyError where it was not among its columns."""
    table = tables(dataset)[name]
    if benchmark is None:
        return Result(dataset, name, table, representation(table, nobody(table.dimensions[0]), name), None)
    found = expected(dataset.release.tables, name, benchmark)
    figures = representation(table, benchmark.population.cube, name, expected=found.shares)
    return Result(dataset, name, table, figures, benchmark, adjusted=found)


def tested(rows: Sequence[Tested]) -> Iterator[str]:
    """How many tests stand in a table, for which its verdicts allow, and of which rows they therefore say less."""
    found = [row for row in rows if row.p_adjusted is not None]
    if len(found) < 2:
        return
    words = _("%(number)s groups were tested. What may be said allows for that (Holm's method).")
    yield words % {"number": len(found)}
    lost = [row.label for row in found if (row.p or 0.0) < CHANCE <= (row.p_adjusted or 0.0)]
    if lost:
        words = _("Among so many tests chance is a fair explanation for: %(groups)s.")
        yield words % {"groups": ", ".join(lost)}


def ruling(column: MappedColumn) -> str:
    """What somebody ruled that a column headed "gender" holds; "" where no ruling was needed."""
    if not column.ruled_by:
        return ""
    words = _("The file calls this “%(heading)s”. It is read as %(title)s, as ruled by: %(post)s.")
    return words % {"heading": column.heading, "title": column.title, "post": column.ruled_by}


def tables(dataset: Dataset) -> Mapping[str, SafeTable]:
    """What may be shown of a loaded dataset by one thing alone: characteristic (or PLACE) -> table."""
    return {table.dimensions[0].name: table for table in dataset.release.tables if len(table.dimensions) == 1}


def nobody(dimension: Dimension) -> Cube:
    """What to compare with where there is no population yet."""
    return Cube("", (dimension,), np.zeros(len(dimension.codes), dtype=np.int64))


def benchmarks_for(dataset: Dataset, name: str) -> list[Benchmark]:
    """Populations by this characteristic, the one to compare with first: the latest that was there when the
    period ended, so that a new census leaves older comparisons as they were."""
    return latest_first(Benchmark.objects.available_to(dataset.organisation), dataset, name)


def latest_first(populations: Iterable[Benchmark], dataset: Dataset, name: str) -> list[Benchmark]:
    """Those by this characteristic, in the order of `benchmarks_for`."""
    last = dataset.ends_on.isoformat()
    found = [benchmark for benchmark in populations if benchmark.characteristic == name]
    return sorted(found, key=lambda benchmark: benchmark.vintage > last)


def years_apart(population: Benchmark, dataset: Dataset) -> str:
    """That a population is counted years before a dataset's period begins, or after it ends."""
    said = re.search(r"\b(?:19|20)\d\d\b", population.vintage)
    if said is None:
        return ""
    year = int(said[0])
    before, after = dataset.starts_on.year - year, year - dataset.ends_on.year
    if before >= YEARS_APART:
        words = _(
            "The population was counted %(years)s years before this period: a group that has grown since seems served "
            "more than it is, one that has shrunk less."
        )
    elif after >= YEARS_APART:
        words = _(
            "The population was counted %(years)s years after this period: a group that grew in between seems served "
            "less than it was, one that shrank more."
        )
    else:
        return ""
    return words % {"years": max(before, after)}


def _bar(group: GroupShare) -> Bar:
    return Bar(
        label=group.label,
        value=_percent(group.share),
        written=_("withheld") if group.share is None else f"{100 * group.share:.1f}%",
        low=_percent(group.low),
        high=_percent(group.high),
        marker=_percent(group.expected_share or group.benchmark_share),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def period(dataset: Dataset) -> str:
    """ "1 April 2024 to 31 March 2025"."""
    return _("%(first)s to %(last)s") % {
        "first": date_format(dataset.starts_on, "j F Y"),
        "last": date_format(dataset.ends_on, "j F Y"),
    }
