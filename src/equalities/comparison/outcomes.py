"""What became of each group: shares, rates, gaps and ratios, side by side."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.stats import chi2

from equalities.codelists.standardise import plain
from equalities.comparison.cautions import cautions
from equalities.comparison.intervals import katz, newcombe, wilson
from equalities.comparison.questions import Comparison, GroupOutcome, Question
from equalities.comparison.significance import Test, holm
from equalities.comparison.strata import Strata
from equalities.comparison.verdicts import Judgement, Verdict, gap_p, gap_verdict, share_p, share_verdict
from equalities.cubes import REPEATING, Cube
from equalities.refusals import Refused


def compare(cube: Cube, question: Question) -> Comparison:
    """Answer a question of a cube whose dimensions are those that it names.

    The reference is the largest group unless the question names one. A group of the population that nobody
    in the cube belongs to is there with 0. For visits there are no limits, tests or verdicts. Raises
    Refused for a reference or a good value that the cube does not have.
    """
    dimension = cube.dimension(question.by)
    counts = dict(zip(dimension.codes, (int(n) for n in cube.by(question.by).counts), strict=True))
    missing = {state: counts.pop(state) for state in dimension.missing}
    people = {dimension.label(code): n for code, n in counts.items()}
    unknown = sum(n for state, n in missing.items() if state != "not_applicable")
    groups = _represented(people, unknown, question)
    reference = _reference(people, question.reference)
    strata, tests = None, _fit(groups)
    if question.outcome is not None:
        strata = Strata.of(cube, question)
        groups = _adjusted(
            tuple(_rated(group, strata, reference, unknown, question.judgement) for group in groups)
        )
        tests = (*strata.tests(reference), *tests)
    certain = cube.unit not in REPEATING
    found = Comparison(
        question.by,
        sum(people.values()),
        groups if certain else tuple(_bare(group) for group in groups),
        reference,
        tests if certain else (),
        missing,
        _missing(cube, question.outcome),
        (),
    )
    return replace(found, warnings=cautions(found, strata, question, certain=certain))


def _represented(people: Mapping[str, int], unknown: int, question: Question) -> tuple[GroupOutcome, ...]:
    """Every group of the file and of the population, with its share of those who answered."""
    base, population = sum(people.values()), sum(question.against.values())
    absent = dict.fromkeys(question.nobody_in(people), 0)
    groups = []
    for name, n in {**people, **absent}.items():
        group = GroupOutcome(name, n)
        if base:
            share = wilson(n, base, question.judgement.level)
            group = replace(group, share=share.value, low=share.low, high=share.high)
        if base and population:
            count = question.against.get(name, 0)
            group = _against(group, base, unknown, count / population, count, question.judgement)
        groups.append(group)
    return tuple(groups)


def _against(
    group: GroupOutcome, base: int, unknown: int, benchmark: float, count: int, judgement: Judgement
) -> GroupOutcome:
    """A group beside its share of the population; not comparable where there are too few to be a
    benchmark."""
    verdict = Verdict.NOT_COMPARABLE
    if not count:
        return replace(group, verdict=verdict, share_verdict=verdict)
    if count >= judgement.least_benchmark:
        verdict = share_verdict(group.n, base, unknown, benchmark, judgement)
    return replace(
        group,
        benchmark_share=benchmark,
        index=group.n / base / benchmark,
        p=share_p(group.n, base, benchmark) if benchmark < 1 else None,
        verdict=verdict,
        share_verdict=verdict,
    )


def _rated(
    group: GroupOutcome, strata: Strata, reference: str, unknown: int, judgement: Judgement
) -> GroupOutcome:
    """A group with its rate, and its gap and ratio to the reference; its verdict is then about the rate."""
    if group.group not in strata.groups:
        return replace(group, verdict=None)
    rate, other = strata.rate(group.group), strata.rate(reference)
    if not rate.base:
        return replace(group, events=0, outcome_n=0, verdict=Verdict.TOO_FEW, p=None)
    level = judgement.level
    own = wilson(rate.events, rate.base, level)
    group = replace(
        group,
        events=rate.events,
        outcome_n=rate.base,
        rate=own.value,
        rate_low=own.low,
        rate_high=own.high,
        verdict=None,
        p=None,
    )
    if group.group == reference or not other.base:
        return group
    gap = newcombe(rate.events, rate.base, other.events, other.base, level)
    ratio = katz(rate.events, rate.base, other.events, other.base, level)
    few_declared = sum(strata.counts.sum(axis=(0, 2))) < judgement.least_declared * (
        strata.counts.sum() + unknown
    )
    return replace(
        group,
        gap=gap.value,
        gap_low=gap.low,
        gap_high=gap.high,
        ratio=ratio.value if ratio else None,
        ratio_low=ratio.low if ratio else None,
        ratio_high=ratio.high if ratio else None,
        p=gap_p(rate, other),
        verdict=Verdict.DEPENDS if few_declared else gap_verdict(rate, other, judgement),
    )


def _fit(groups: tuple[GroupOutcome, ...]) -> tuple[Test, ...]:
    """Whether all shares together differ from the population's; no test where some group has none, or too
    few."""
    whole = [group.benchmark_share for group in groups if group.benchmark_share is not None]
    counts = np.array([group.n for group in groups])
    expected = np.array(whole) * counts.sum()
    if len(groups) < 2 or len(whole) < len(groups) or expected.min() < 5:
        return ()
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return (Test("chi-square against the benchmark", statistic, float(chi2.sf(statistic, len(groups) - 1))),)


def _adjusted(groups: tuple[GroupOutcome, ...]) -> tuple[GroupOutcome, ...]:
    """The groups with their p adjusted, by Holm, for how many were tested."""
    tested = [group for group in groups if group.p is not None]
    chances = dict(
        zip((group.group for group in tested), holm([group.p or 0.0 for group in tested]), strict=True)
    )
    return tuple(replace(group, p_adjusted=chances.get(group.group)) for group in groups)


def _reference(people: Mapping[str, int], named: str | None) -> str:
    """The group that the others are compared with. Raises Refused for one that is not there."""
    if named is None:
        if not any(people.values()):
            raise Refused("Nobody in this file has an answer to compare by.")
        return max(people, key=lambda group: people[group])
    found = next((group for group in people if plain(group) == plain(named)), None)
    if found is None:
        raise Refused(f"There is no group {named}: the groups are {', '.join(people)}.")
    return found


def _missing(cube: Cube, outcome: str | None) -> dict[str, int]:
    """People without an outcome, by state."""
    if outcome is None:
        return {}
    dimension, counts = cube.dimension(outcome), cube.by(outcome).counts
    return {state: int(counts[dimension.codes.index(state)]) for state in dimension.missing}


def _bare(group: GroupOutcome) -> GroupOutcome:
    """The figures that visits have: no limits and no verdict, because one person may be many visits."""
    return GroupOutcome(
        group.group,
        group.n,
        group.share,
        benchmark_share=group.benchmark_share,
        index=group.index,
        events=group.events,
        rate=group.rate,
        gap=group.gap,
        ratio=group.ratio,
        outcome_n=group.outcome_n,
    )
