"""A protected table as a report shows it: picture, table and file all come from the one SafeTable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dueregard.kit.charts import Bar, BarChart, bar_chart
from dueregard.monitoring.models import PLACE
from dueregard.monitoring.reports.adjusting import UNADJUSTED, Expected
from dueregard.monitoring.reports.results import CAUTIONS, differences, in_short, nobody, tested
from equalities.comparison import GroupShare, Representation, Verdict, representation
from equalities.cubes import Benchmark, Cube
from equalities.disclosure import SafeTable, Status


@dataclass(frozen=True)
class Population:
    """Whom the users are compared with, in words."""

    area: str
    as_at: str
    source: str


@dataclass(frozen=True)
class TableSection:
    """One question about one service's users. `number` tells the tables of one report apart; `ruling` says what
    somebody ruled that a column headed "gender" holds; `adjusted` what verdicts are adjusted for. `what` is
    the question in words, and `among` says of which users, where it is not all."""

    number: str
    table: SafeTable
    name: str
    service: str
    period: str
    figures: Representation
    population: Population | None
    ruling: str = ""
    adjusted: Expected = UNADJUSTED
    what: str = ""
    among: str = ""

    @property
    def title(self) -> str:
        said = {"what": self.what, "service": self.service, "among": self.among}
        if self.among:
            return _("%(what)s of people in “%(among)s” who used %(service)s") % said
        return _("%(what)s of people who used %(service)s") % said

    @property
    def file(self) -> str:
        return f"table-{self.number}-{self.name.replace('_', '-')}.csv"

    @property
    def caution(self) -> str:
        return str(CAUTIONS.get(self.name, "")) if self.population else ""

    @property
    def has_withheld(self) -> bool:
        return lacks_counts(self.table)

    @property
    def is_rounded(self) -> bool:
        return is_rounded(self.table)

    @property
    def comparison_notes(self) -> list[str]:
        """What to mind about the comparison with the population."""
        if not self.population:
            return []
        crude = _(
            "Not adjusted for age: shares stand beside those of the whole population, whatever the ages of those who "
            "use the service."
        )
        told = [] if self.name == "age" else [self.adjusted.words or crude]
        return [*told, *tested(self.figures.groups)]

    @property
    def verdicts(self) -> list[Verdict]:
        """Those that stand in the table, each once."""
        found = (group.verdict for group in self.figures.groups if group.verdict)
        return list(dict.fromkeys(found)) if self.population else []

    @property
    def sentences(self) -> list[str]:
        """What the table says, for the summary."""
        if self.name == PLACE:
            return [_("How many people are counted in each.")]
        if not self.population:
            return [_("There is no population to compare with yet.")]
        return in_short(self.figures)

    @property
    def differences(self) -> list[str]:
        """Those from the population that may be said, if any."""
        return differences(self.figures)

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
        if self.adjusted.wording:
            return str(self.adjusted.wording.marker)
        return _("share of the population") if self.population else ""


def table_section(
    number: str, table: SafeTable, kept: Mapping[str, Any], what: str, among: str = ""
) -> TableSection:
    """A table of one question. Only what protect() made comes through here."""
    if not isinstance(table, SafeTable):
        raise TypeError("only a SafeTable may be published: protect the counts first")
    (dimension,) = table.dimensions
    population = kept["population"]
    against = _cube_of(population) if population else nobody(dimension)
    adjusted = _adjusted(kept.get("expected"))
    return TableSection(
        number,
        table,
        dimension.name,
        kept["service"],
        kept["period"],
        representation(table, against, dimension.name, expected=adjusted.shares),
        Population(population["area"], population["as_at"], population["source"]) if population else None,
        kept.get("ruling", ""),
        adjusted,
        what,
        among,
    )


def _adjusted(kept: Mapping[str, Any] | None) -> Expected:
    """What is expected; versions of before were adjusted for age alone, or have nothing."""
    if kept is None:
        return UNADJUSTED
    by = kept.get("by", ["age"] if kept["shares"] else [])
    return Expected(kept["words"], kept["shares"], tuple(by))


def lacks_counts(table: SafeTable) -> bool:
    return any(cell.value is None for cell in table.cells.values())


def is_rounded(table: SafeTable) -> bool:
    """Whether its numbers are near the true ones and not the true ones."""
    return any(cell.status is Status.ROUNDED for cell in table.cells.values())


def _cube_of(population: Mapping[str, Any]) -> Cube:
    return Benchmark.from_dict({key: value for key, value in population.items() if key != "as_at"}).cube


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
