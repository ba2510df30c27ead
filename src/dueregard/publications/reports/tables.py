"""A protected table as a report shows it: picture, table and file all come from the one SafeTable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from dueregard.kit.charts import Bar, BarChart, bar_chart
from dueregard.monitoring.reports import VERDICTS
from dueregard.monitoring.reports.results import CAUTIONS, tested
from equalities.codelists import characteristic
from equalities.comparison import GroupShare, Representation, Verdict, representation
from equalities.cubes import Benchmark, Cube, Dimension
from equalities.disclosure import SafeTable, Status

WITHHELD = "[c]"
"""The Government Statistical Service's shorthand for confidential figures (gss_table_shorthand)."""
NOT_AVAILABLE = "[x]"
"""Its shorthand for figures that there are none of."""


@dataclass(frozen=True)
class Population:
    """Whom the users are compared with, in words."""

    area: str
    as_at: str
    source: str


@dataclass(frozen=True)
class TableSection:
    """One characteristic of one service's users. `number` tells the tables of one report apart; `ruling` says what
    somebody ruled that a column headed "gender" holds; `expectation` whether verdicts are adjusted for age."""

    number: int
    table: SafeTable
    name: str
    service: str
    period: str
    figures: Representation
    population: Population | None
    ruling: str = ""
    expectation: str = ""

    @property
    def is_adjusted(self) -> bool:
        """Whether shares expected at the users' ages stand beside the crude ones."""
        return any(group.expected_share is not None for group in self.figures.groups)

    @property
    def title(self) -> str:
        return _("%(characteristic)s of people who used %(service)s") % {
            "characteristic": characteristic(self.name).title,
            "service": self.service,
        }

    @property
    def file(self) -> str:
        return f"table-{self.number}-{self.name.replace('_', '-')}.csv"

    @property
    def caution(self) -> str:
        return str(CAUTIONS.get(self.name, "")) if self.population else ""

    @property
    def has_withheld(self) -> bool:
        return any(cell.value is None for cell in self.table.cells.values())

    @property
    def is_rounded(self) -> bool:
        """Whether its numbers are near the true ones and not the true ones."""
        return any(cell.status is Status.ROUNDED for cell in self.table.cells.values())

    @property
    def comparison_notes(self) -> list[str]:
        """What to mind about the comparison with the population."""
        if not self.population:
            return []
        crude = _(
            "Not adjusted for age: shares stand beside those of the whole population, whatever the ages of those who "
            "use the service."
        )
        told = [] if self.name == "age" else [self.expectation or crude]
        return [*told, *tested(self.figures.groups)]

    @property
    def verdicts(self) -> list[Verdict]:
        """Those that stand in the table, each once."""
        return list(dict.fromkeys(group.verdict for group in self.figures.groups if group.verdict))

    @property
    def sentences(self) -> list[str]:
        """What the table says, for the summary."""
        if not self.population:
            return [_("There is no population to compare with yet.")]
        if self.figures.base is None:
            return [
                _(
                    "How many answered is withheld, so nothing can be said of a difference from the population."
                )
            ]
        if not self.verdicts:
            return [
                _(
                    "Nothing can be said of a difference from the population: people are not what is counted, or too "
                    "many counts are withheld."
                )
            ]
        said = [
            (Verdict.UNDER, _("Fewer than the population would lead one to expect: %(groups)s.")),
            (Verdict.OVER, _("More than expected: %(groups)s.")),
        ]
        found = [(words, self._of(verdict)) for verdict, words in said]
        sentences = [words % {"groups": "; ".join(groups)} for words, groups in found if groups]
        return sentences or [_("No difference from the population is large and certain enough to report.")]

    def _of(self, verdict: Verdict) -> list[str]:
        return [group.label for group in self.figures.groups if group.verdict is verdict]

    @property
    def chart(self) -> BarChart | None:
        """The broad groups as bars; None where there are no shares to draw."""
        if self.figures.base is None:
            return None
        bars = [_bar(group) for group in self.figures.groups if group.parent is None]
        return bar_chart(
            f"chart-{self.number}",
            self.title,
            _("Bars show the shares in the table below."),
            bars,
            marker_label=self._marker_label,
            unit="%",
        )

    @property
    def _marker_label(self) -> str:
        if self.is_adjusted:
            return _("share expected at their ages")
        return _("share of the population") if self.population else ""


def section(number: int, table: SafeTable, kept: Mapping[str, Any]) -> TableSection:
    """A table of a report. Only what protect() made comes through here."""
    if not isinstance(table, SafeTable):
        raise TypeError("only a SafeTable may be published: protect the counts first")
    name = kept["characteristic"]
    population = kept["population"]
    against = _cube_of(population) if population else _nobody(table.dimensions[0])
    adjusted = kept.get("expected") or {"words": "", "shares": {}}  # versions of before have none
    return TableSection(
        number,
        table,
        name,
        kept["service"],
        kept["period"],
        representation(table, against, name, expected=adjusted["shares"]),
        Population(population["area"], population["as_at"], population["source"]) if population else None,
        kept.get("ruling", ""),
        adjusted["words"],
    )


def _cube_of(population: Mapping[str, Any]) -> Cube:
    return Benchmark.from_dict({key: value for key, value in population.items() if key != "as_at"}).cube


def _nobody(dimension: Dimension) -> Cube:
    """What to compare with where there is no population."""
    return Cube("", (dimension,), np.zeros(len(dimension.codes), dtype=np.int64))


def _bar(group: GroupShare) -> Bar:
    return Bar(
        label=group.label,
        value=_percent(group.share),
        written=_("withheld") if group.share is None else percent(group.share),
        low=_percent(group.low),
        high=_percent(group.high),
        marker=_percent(group.expected_share or group.benchmark_share),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def percent(share: float | None) -> str:
    """ "12.3%"; nothing where there is none."""
    return "" if share is None else f"{100 * share:.1f}%"


def file_headings(shown: TableSection) -> tuple[str, ...]:
    adjusted = (_("Share expected at their ages, per cent"), _("Index, adjusted for age"))
    return (
        _("Group"),
        _("Part of"),
        _("People"),
        _("Share of those who answered, per cent"),
        _("Likely range from, per cent"),
        _("Likely range to, per cent"),
        _("Share of population, per cent"),
        _("Index, 1 is parity"),
        *(adjusted if shown.is_adjusted else ()),
        _("What may be said"),
        _("Note"),
    )


def file_rows(shown: TableSection) -> tuple[tuple[str, ...], ...]:
    """The rows of a table's CSV file: groups, then who did not answer, then everybody."""
    table, figures = shown.table, shown.figures
    groups = [_group_row(group, table.dimensions[0], shown) for group in figures.groups]
    base = [(_("All who answered"), figures.base)] if figures.missing else []
    counts = [*base, *((each.label, each.n) for each in figures.missing), (_("Everybody"), figures.total)]
    figureless = len(file_headings(shown)) - 4
    return (*groups, *(_count_row(label, n, figureless) for label, n in counts))


def _group_row(group: GroupShare, dimension: Dimension, shown: TableSection) -> tuple[str, ...]:
    is_withheld = group.n is None or shown.figures.base is None
    shares, of_all = (group.share, group.low, group.high), group.benchmark_share
    return (
        group.label,
        dimension.label(group.parent) if group.parent else "",
        _written(group.n),
        *(_figure(share and 100 * share, "{:.1f}", is_withheld=is_withheld) for share in shares),
        _figure(of_all and 100 * of_all, "{:.1f}", is_withheld=False),
        _figure(group.index, "{:.2f}", is_withheld=is_withheld),
        *(_adjusted(group, is_withheld=is_withheld) if shown.is_adjusted else ()),
        str(VERDICTS[group.verdict][0]) if group.verdict else NOT_AVAILABLE,
        _note(group.n),
    )


def _adjusted(group: GroupShare, *, is_withheld: bool) -> tuple[str, str]:
    share = group.expected_share
    return (
        _figure(share and 100 * share, "{:.1f}", is_withheld=False),
        _figure(group.expected_index, "{:.2f}", is_withheld=is_withheld),
    )


def _count_row(label: str, n: int | None, figureless: int) -> tuple[str, ...]:
    return (label, "", _written(n), *[NOT_AVAILABLE] * figureless, _note(n))


def _written(n: int | None) -> str:
    return WITHHELD if n is None else str(n)


def _figure(value: float | None, places: str, *, is_withheld: bool) -> str:
    if value is None:
        return WITHHELD if is_withheld else NOT_AVAILABLE
    return places.format(value)


def _note(n: int | None) -> str:
    return withheld_in_words() if n is None else ""


def withheld_in_words() -> str:
    return _("Withheld: this count, or another that it would give away, is small")
