"""Which lines of a table of counts are about people of one group, and can be counted."""

import operator
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from equalities.codelists import Recognition, load, recognise
from equalities.codelists.recognition import several_in_one
from equalities.codelists.standardise import missing_state, plain
from equalities.comparison.cautions import rows_have
from equalities.cubes import AS_WRITTEN, Column, Layout, Reading
from equalities.cubes.grouping import COUNT
from equalities.cubes.joint import Cell, labels_of, tallied
from equalities.cubes.population import count_of, same_names
from equalities.cubes.totals import is_total, names_a_total, totals_among
from equalities.refusals import Refused
from equalities.saying import say

NEGATIVE = re.compile(r"[-−–]\s?\d[\d,. ]*")


@dataclass(frozen=True)
class Lines:
    """The columns of a file to count by, their values as written. Of a table of counts, `count` is its heading,
    `besides` are columns that nobody asked for and that count people twice, `totals` the labels, of these too, that
    count others' people again, and `withheld` the groups of the first column of which some count is withheld or is no
    whole number (group -> what stands there): neither is counted."""

    columns: tuple[Column, ...]
    count: str | None = None
    besides: tuple[Column, ...] = ()
    totals: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    def layout(self, row: str) -> Layout:
        """How to read the file, where this is what a row is."""
        return Layout((*self.columns, *self.besides), row=row, count=self.count)

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


def asked_once(*headings: str | None) -> list[str]:
    """The headings that were named. Raises Refused for one that was named twice."""
    asked = [heading for heading in headings if heading]
    for place, heading in enumerate(asked):
        if heading.casefold() in map(str.casefold, asked[:place]):
            raise Refused("The column {heading} is asked for twice: name another.", heading=heading)
    return asked


def lines_of(path: Path, headings: Sequence[str], count: str | None, good: str | None = None) -> Lines:
    """How to count a file by these headings, the first of which has the groups. An outcome that was asked for as the
    `good` one is no total but where it says so: sessions are attended all, some or none. Raises Refused for a heading
    that is not there, for a count below nought, and where a count is withheld in every group."""
    if not count:
        return Lines(tuple(Column(heading, classification=AS_WRITTEN) for heading in headings))
    cells = tallied(path, [*headings, count])
    totals = [_totals(cells, place) for place in range(len(headings))]
    totals[0] |= _broad_groups(cells, headings[0])
    if good and not names_a_total(good):
        totals[1] -= {label for label in totals[1] if plain(label) == plain(good)}
    withheld = _withheld([cell for cell in cells if not any(map(operator.contains, totals, cell))], count)
    out = [totals[0] | withheld.keys(), *totals[1:]]
    columns = tuple(map(_without, headings, out))
    besides = _besides(path, headings, count)
    told = sorted(set().union(*totals, *besides.values()))
    apart = tuple(_without(heading, labels) for heading, labels in besides.items())
    return Lines(columns, count, apart, tuple(told), dict(sorted(withheld.items())))


def _withheld(cells: Sequence[Cell], count: str) -> dict[str, str]:
    """The groups of which some count is withheld or is no whole number, with what stands there. Raises Refused where
    one is below nought, and where all groups are withheld."""
    negative = next((cell[-1] for cell in cells if NEGATIVE.fullmatch(cell[-1])), None)
    if negative is not None:
        raise Refused(
            "There is a count of {negative} in the column {column}: no count of people is below nought.",
            negative=negative,
            column=count,
        )
    answered = [cell for cell in cells if missing_state(cell[0]) is None]
    withheld = {cell[0]: cell[-1] or say("blank") for cell in answered if re.match(COUNT, cell[-1]) is None}
    if withheld and withheld.keys() == {cell[0] for cell in answered}:
        raise Refused(
            "Every group has a count in the column {column} that is no whole number: a count is of people, "
            "no share and no weight.",
            column=count,
        )
    return withheld


def _without(heading: str, labels: Iterable[str]) -> Column:
    return Column(heading, classification=AS_WRITTEN, not_counted=tuple(sorted(labels)))


def _totals(cells: Mapping[Cell, int], place: int) -> frozenset[str]:
    """The labels at this place of the cells, which end with a count, that count others' people again: those that call
    themselves totals and are not fewer than one of their parts, as "All" may be an answer, and those named "Total ..."
    that all others together come to, as "Total England and Wales" does."""
    slices: dict[Cell, dict[str, list[int]]] = {}
    for cell, lines in cells.items():
        if re.match(COUNT, cell[-1]):
            there = slices.setdefault((*cell[:place], *cell[place + 1 : -1]), {})
            there.setdefault(cell[place], []).extend([count_of(cell[-1])] * lines)
    labels = {cell[place] for cell in cells}
    totals = totals_among(labels)
    parts = labels - totals
    answers = {
        label
        for label in totals
        if not names_a_total(label) and any(_fewer(label, there, parts) for there in slices.values())
    }
    sums = {
        label
        for label in parts
        if plain(label).startswith("total ") and _is_sum(label, slices.values(), parts - {label})
    }
    return (totals - answers) | sums


def _fewer(label: str, there: Mapping[str, Sequence[int]], parts: Set[str]) -> bool:
    """Whether each line of a label has fewer people than any line of one of these parts."""
    return label in there and any(max(there[label]) < min(there[part]) for part in parts & there.keys())


def _is_sum(label: str, slices: Iterable[Mapping[str, Sequence[int]]], parts: Set[str]) -> bool:
    """Whether a label has as many people everywhere as these parts together, and somewhere as several of them."""
    pairs = [
        (sum(there.get(label, ())), [sum(there[part]) for part in parts & there.keys()]) for there in slices
    ]
    several = any(sum(map(bool, held)) > 1 for _, held in pairs)
    return several and all(whole == sum(held) for whole, held in pairs)


def _broad_groups(cells: Mapping[Cell, int], heading: str) -> frozenset[str]:
    """The groups that a code list puts above others of the table and that have as many people as these together,
    whatever became of them: "Asian" beside "Indian" and "Pakistani" counts them again. As many as a single one has may
    be chance, unless others add up to several. `cells` begin with the group, end with a count, and say how many lines
    are alike."""
    people: Counter[str] = Counter()
    parts: Counter[Cell] = Counter()
    for (group, *others, n), lines in cells.items():
        held = lines * count_of(n) if re.match(COUNT, n) else 0
        people[group] += held
        parts[group, *others] += held
    found = recognise(people, heading)
    if found.classification is None:
        return frozenset()
    codelist = load(found.classification)
    slices = {cell[1:] for cell in parts}
    added: dict[str, int] = {}
    for group, code in found.mapping.items():
        members = {} if code in codelist.leaves else set(codelist.members(code))
        below = [each for each, fine in found.mapping.items() if each != group and fine in members]
        if people[group] and all(
            parts[group, *there] == sum(parts[each, *there] for each in below) for there in slices
        ):
            added[group] = len(below)
    return frozenset(added) if max(added.values(), default=0) > 1 else frozenset()


def _besides(path: Path, headings: Sequence[str], count: str) -> dict[str, frozenset[str]]:
    """The columns of a table of counts that nobody asked for and that have lines of totals, which would count everybody
    twice (heading -> labels that are not to be counted): those lines where the others tell of all their groups, else
    the others where they tell of all the others' groups."""
    asked = {plain(heading) for heading in (*headings, count)}
    named = [
        heading
        for heading, labels in labels_of(path).items()
        if plain(heading) not in asked and any(is_total(each) or names_a_total(each) for each in labels)
    ]
    cells = {heading: tallied(path, [heading, *headings, count]) for heading in named}
    twice = {
        heading: _twice([cell[:-1] for cell in lines], totals)
        for heading, lines in cells.items()
        if (totals := _totals(lines, 0))
    }
    return {heading: labels for heading, labels in twice.items() if labels}


def _twice(lines: Collection[Cell], totals: Collection[str]) -> frozenset[str]:
    """Which labels (the first of each line) tell again of the people of the others; none where neither the totals nor
    the parts are about everybody."""
    wholes = {line[1:] for line in lines if line[0] in totals}
    parts = {line[1:] for line in lines if line[0] not in totals}
    if wholes <= parts:
        return frozenset(totals)
    return frozenset(line[0] for line in lines if line[0] not in totals) if parts <= wholes else frozenset()


def not_understood(reading: Reading) -> Iterable[str]:
    """A sentence on each value that was not counted as it stands."""
    for each in reading.problems:
        yield say(
            "{rows} {value} in {column}: {what}.",
            rows=rows_have(each.rows),
            value=each.value or say("nothing"),
            column=each.column,
            what=say(each.what),
        )


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


def put_together(by: Recognition) -> Iterable[str]:
    """What to say of answers in different words that a list has as one group, "Catholic" and "Protestant" of a list of
    Christians: not of codes, spellings, and one that says the other with more words."""
    groups: dict[str, list[str]] = {}
    for value, group in by.mapping.items():
        if value not in by.slips:
            groups.setdefault(group, []).append(value)
    for group, values in groups.items():
        words = {value: set(plain(value).split()) for value in values if len(plain(value)) > 2}
        others = [
            value
            for value, said in words.items()
            if not (said <= words.get(group, said) or said >= words[group])
        ]
        if group in words and others:
            yield say(
                "Counted as {group}, because a list has them as one group: {others}.",
                group=group,
                others=", ".join(sorted(others)),
            )
