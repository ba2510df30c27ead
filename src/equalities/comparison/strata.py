"""Outcomes by group, within strata or without."""

from dataclasses import dataclass, replace

import numpy as np

from equalities.codelists.standardise import plain, yes_or_no
from equalities.comparison.questions import Question, StratumRate
from equalities.comparison.significance import Counts, Test, association, common_odds, mantel_haenszel
from equalities.comparison.verdicts import Rate, gap_p
from equalities.cubes import Cube, Dimension
from equalities.refusals import Refused
from equalities.saying import say

WHOLE = ("",)
"""The name of the one stratum where nothing is controlled."""


@dataclass(frozen=True)
class Strata:
    """Outcomes by stratum, group and outcome: good, other, not known. One stratum where nothing is
    controlled; the first strata have these names, people of the others did not say which is theirs."""

    groups: tuple[str, ...]
    counts: Counts
    names: tuple[str, ...]

    @classmethod
    def of(cls, cube: Cube, question: Question) -> "Strata":
        """The strata of a cube. Raises Refused where nobody has the good value."""
        outcome, by = cube.dimension(str(question.outcome)), cube.dimension(question.by)
        good = good_codes(outcome, str(question.good))
        within = (question.within,) if question.within else ()
        counts = cube.by(*within, question.by, str(question.outcome)).counts
        counts = counts if within else counts[np.newaxis]
        known = [code not in outcome.missing for code in outcome.codes]
        other = [yes and not best for yes, best in zip(known, good, strict=True)]
        columns = [counts[:, :, kept].sum(axis=2) for kept in (good, other, [not yes for yes in known])]
        answered = [code in by.answered for code in by.codes]
        labels = tuple(by.label(code) for code in by.answered)
        strata = cube.dimension(question.within) if question.within else None
        names = tuple(strata.label(code) for code in strata.answered) if strata else WHOLE
        return cls(labels, np.stack(columns, axis=2)[:, answered], names)

    @property
    def unplaced(self) -> int:
        """People of a group whose outcome is known and whose stratum is not."""
        return int(self.counts[self.named :, :, :2].sum())

    @property
    def named(self) -> int:
        return len(self.names)

    def rate(self, group: str) -> Rate:
        """The outcomes of one group over all strata."""
        good, other, unknown = self.counts.sum(axis=0)[self.groups.index(group)]
        return Rate(int(good), int(good + other), int(unknown))

    def rates(self) -> tuple[StratumRate, ...]:
        """Every group in every named stratum; none where nothing is controlled."""
        return tuple(
            StratumRate(
                name, group, int(good + other), int(good), good / (good + other) if good + other else None
            )
            for name, counts in zip(self.names, self.counts.tolist(), strict=False)
            for group, (good, other, _) in zip(self.groups, counts, strict=True)
            if name
        )

    def known(self, *groups: str) -> Counts:
        """Good and other outcomes by named stratum, of these groups in this order."""
        return self.counts[: self.named, [self.groups.index(group) for group in groups], :2]

    def tests(self, reference: str) -> tuple[Test, ...]:
        """Tests over all groups, and within strata where some were asked for."""
        tests = list(association(self.counts.sum(axis=0)[:, :2]))
        if self.names != WHOLE:
            within = mantel_haenszel(self.known(*self.groups))
            tests += [within] if within else []
            tests += self.common_odds(reference)
        return tuple(tests)

    def common_odds(self, reference: str) -> list[Test]:
        """The odds ratio within strata of the reference to each other group: above 1 the reference does
        better, the way round in which the WRES puts its relative likelihoods."""
        found = []
        for group in self.groups:
            odds = common_odds(self.known(reference, group)) if group != reference else None
            if odds is not None:
                found.append(replace(odds, of=f"{reference} to {group}"))
        return found

    def within(self, reference: str) -> dict[str, float]:
        """The two-sided chance (p) of each group's odds to the reference within strata; none where nothing is
        controlled."""
        if self.named < 2:
            return {}
        return {
            odds.of.removeprefix(f"{reference} to "): odds.p or 0.0 for odds in self.common_odds(reference)
        }

    def reversed_within(self, reference: str, chance: float = 0.05) -> tuple[str, ...]:
        """Groups that do worse than the reference over all and better within strata, or the other way round
        (Simpson 1951), where one of the two is unlikely to be chance: two gaps of noise may point either
        way."""
        turned = []
        for odds in self.common_odds(reference) if self.named > 1 else []:
            group = odds.of.removeprefix(f"{reference} to ")
            rates = [self.rate(name) for name in (reference, group)]
            gap = rates[0].events / rates[0].base - rates[1].events / rates[1].base
            clear = min(gap_p(*rates), odds.p or 0.0) < chance
            if clear and gap * ((odds.statistic or 1.0) - 1.0) < 0:
                turned.append(group)
        return tuple(turned)


def good_codes(outcome: Dimension, good: str) -> list[bool]:
    """For each code of an outcome whether it is the good one: written so, else written alike but for case and signs,
    else, where the outcomes are yes and no, meaning so ("True" for "Yes"; none where all say the other). Raises
    Refused for another that nobody has."""
    labels = [outcome.label(code) for code in outcome.codes]
    found = [label.casefold() == good.strip().casefold() for label in labels]
    if not any(found):
        found = [same(label, good) for label in labels]
    said = [yes_or_no(outcome.label(code)) for code in outcome.answered]
    if not any(found) and said and yes_or_no(good) is not None and None not in said:
        return [yes_or_no(label) is yes_or_no(good) for label in labels]
    if not any(found):
        raise Refused(_nobody(good, outcome))
    return found


def _nobody(good: str, outcome: Dimension) -> str:
    """The sentence for a good value that nobody has."""
    values = [outcome.label(code) for code in outcome.answered]
    if not values:
        return say("Nobody has an answer in the column {column}.", column=outcome.name)
    return say(
        "Nobody has the outcome {good}: the outcomes are {values}.", good=good, values=", ".join(values)
    )


def same(value: str, named: str) -> bool:
    """Whether a value is the one that a person named: case and spaces do not matter, nor how a number is
    written."""
    try:
        return float(value) == float(named)
    except ValueError:
        return plain(value) == plain(named) != ""
