"""A protected table of two questions as a report shows it: the whole of it, and each group of the second by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from dueregard.monitoring.models import PLACE
from dueregard.monitoring.reports import Crossing, by_words, crossing
from dueregard.monitoring.reports.adjusting import UNADJUSTED, Expected
from dueregard.monitoring.reports.results import tested
from dueregard.publications.reports.tables import TableSection, is_rounded, lacks_counts, table_section
from equalities.comparison import Verdict, judged_together
from equalities.disclosure import SafeTable


@dataclass(frozen=True)
class PairSection:
    """Two questions about one service's users. `parts` are the people of each group of the second by the first, which
    stand beside a population where the second is a place; `everybody` is all people by the first."""

    number: str
    crossing: Crossing
    titles: tuple[str, str]
    service: str
    period: str
    parts: tuple[TableSection, ...]
    everybody: TableSection
    ruling: str

    @property
    def table(self) -> SafeTable:
        return self.crossing.table

    @property
    def title(self) -> str:
        said = {"what": by_words(*self.titles), "service": self.service}
        return _("%(what)s, of people who used %(service)s") % said

    @property
    def file(self) -> str:
        names = f"{self.crossing.first}-by-{self.crossing.second}"
        return f"table-{self.number}-{names.replace('_', '-')}.csv"

    @property
    def has_withheld(self) -> bool:
        return lacks_counts(self.table)

    @property
    def is_rounded(self) -> bool:
        return is_rounded(self.table)

    @property
    def is_by_place(self) -> bool:
        return self.crossing.second == PLACE

    @property
    def adjusted(self) -> Expected:
        """Of one of the parts that are adjusted, if any is: all are for the same."""
        return next((part.adjusted for part in self.parts if part.adjusted.wording), UNADJUSTED)

    @property
    def comparison_notes(self) -> list[str]:
        """How many groups of all places were tested."""
        return list(tested([group for part in self.parts for group in part.figures.groups]))

    @property
    def verdicts(self) -> list[Verdict]:
        return list(dict.fromkeys(verdict for part in self.parts for verdict in part.verdicts))

    @property
    def sentences(self) -> list[str]:
        """What the table says, for the summary."""
        if not any(part.population for part in self.parts):
            return [_("It counts people by both; these are not compared with a population.")]
        if not self.verdicts:
            return [_("Nothing can be said of a difference from the population of any place.")]
        found = [
            _("%(place)s: %(said)s") % {"place": part.among, "said": " ".join(part.differences)}
            for part in self.parts
            if part.differences
        ]
        return found or [
            _("In no place a difference from its population is large and certain enough to report.")
        ]


def pair_section(number: str, table: SafeTable, kept: Mapping[str, Any]) -> PairSection:
    """A table of two questions. Only what protect() made comes through here."""
    if not isinstance(table, SafeTable):
        raise TypeError("only a SafeTable may be published: protect the counts first")
    found = crossing(table, *kept["questions"])
    first, second = kept["titles"]
    total = next(each.total for each in table.dimensions if each.name == found.second)
    nobody = {**kept, "population": None, "ruling": ""}
    parts = [
        table_section(
            f"{number}-{place}",
            found.of(code),
            {**nobody, **kept["places"].get(code, {})},
            first,
            label,
        )
        for place, (code, label) in enumerate(found.groups.items(), start=1)
    ]
    return PairSection(
        number,
        found,
        (first, second),
        kept["service"],
        kept["period"],
        _judged_together(parts),
        table_section(f"{number}-all", found.of(total), nobody, first),
        kept["ruling"],
    )


def _judged_together(parts: list[TableSection]) -> tuple[TableSection, ...]:
    """With verdicts that allow for how many groups of how many places were tested."""
    figures = judged_together([part.figures for part in parts])
    return tuple(replace(part, figures=each) for part, each in zip(parts, figures, strict=True))
