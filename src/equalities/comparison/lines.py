"""Which lines of a table of counts are about people of one group, and can be counted."""

import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from equalities.codelists import recognise
from equalities.codelists.recognition import several_in_one
from equalities.codelists.standardise import missing_state, plain
from equalities.cubes import AS_WRITTEN, Column
from equalities.cubes.grouping import COUNT
from equalities.cubes.joint import tallied, totals_among
from equalities.cubes.population import same_names
from equalities.refusals import Refused
from equalities.saying import say


@dataclass(frozen=True)
class Lines:
    """The columns of a file to count by, their values as written. Of a table of counts, `totals` are the labels that
    stand for everybody, and `withheld` the groups of the first column of which some count is withheld or is no whole
    number (group -> what stands there): neither is counted."""

    columns: tuple[Column, ...]
    totals: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Plain sentences on what is left out."""
        found = []
        if self.totals:
            found.append(
                say(
                    "Lines for {totals} are left out: they count others' people again.",
                    totals=", ".join(self.totals),
                )
            )
        if self.withheld:
            held = ", ".join(f"{group} ({count})" for group, count in self.withheld.items())
            found.append(
                say(
                    "Left out, because some of their counts are withheld or are no whole numbers: {held}. "
                    "Shares are of the other groups.",
                    held=held,
                )
            )
        return tuple(found)


def lines_of(path: Path, headings: Sequence[str], count: str | None) -> Lines:
    """How to count a file by these headings, the first of which has the groups. Raises Refused for a heading that is
    not there, and where a count is withheld in every group."""
    if not count:
        return Lines(tuple(Column(heading, classification=AS_WRITTEN) for heading in headings))
    cells = list(tallied(path, [*headings, count]))
    values = zip(*(cell[:-1] for cell in cells), strict=True)
    totals = [totals_among(column) for column in values]
    counted = [cell for cell in cells if not any(map(operator.contains, totals, cell))]
    answered = [cell for cell in counted if missing_state(cell[0]) is None]
    withheld = {cell[0]: cell[-1] or say("blank") for cell in answered if re.match(COUNT, cell[-1]) is None}
    if withheld and withheld.keys() == {cell[0] for cell in answered}:
        raise Refused(
            "Every group has a count in the column {column} that is no whole number: a count is of people, "
            "no share and no weight.",
            column=count,
        )
    out = [totals[0] | withheld.keys(), *totals[1:]]
    columns = tuple(
        Column(heading, classification=AS_WRITTEN, not_counted=tuple(sorted(labels)))
        for heading, labels in zip(headings, out, strict=True)
    )
    return Lines(columns, tuple(sorted(set().union(*totals))), dict(sorted(withheld.items())))


def named_group(groups: Sequence[str], named: str, heading: str) -> str:
    """The one of these groups that somebody named, in its own words or in others that mean the same under this heading.
    Raises Refused where there is none."""
    alike = [group for group in groups if plain(group) == plain(named)]
    found = alike[0] if alike else same_names((named,), groups, heading).get(named)
    if found is None:
        raise Refused(
            "There is no group {named}: the groups are {groups}.", named=named, groups=", ".join(groups)
        )
    return found


def several_answers(groups: Sequence[str], heading: str) -> tuple[str, ...]:
    """What to say of groups that are several answers in one cell."""
    coded = recognise(dict.fromkeys(groups, 1), heading).mapping
    told = several_in_one([group for group in groups if group not in coded], groups)
    return tuple(
        say("{each} Who gave several is in a group of their own, and in none of the others.", each=each)
        for each in told
    )
