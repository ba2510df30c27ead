"""The share of each group, beside its share of those who could be there."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.special import chdtrc

from equalities.comparison.intervals import wilson
from equalities.comparison.questions import Against, GroupOutcome, Question
from equalities.comparison.significance import Test
from equalities.comparison.verdicts import Judgement, Verdict, share_p, share_p_highest, share_verdict


def represented(people: Mapping[str, int], unknown: int, question: Question) -> tuple[GroupOutcome, ...]:
    """Every group of the file and of the population, with its share (fraction) of those who answered;
    `unknown` are people who did not."""
    base, against = sum(people.values()), question.against
    absent = dict.fromkeys(question.nobody_in(people), 0)
    groups = []
    for name, n in {**people, **absent}.items():
        group = GroupOutcome(name, n)
        if base:
            share = wilson(n, base, question.judgement.level)
            group = replace(group, share=share.value, low=share.low, high=share.high)
        if base and against.groups:
            group = _judged(_beside(group, against), base, unknown, against, question.judgement)
        groups.append(group)
    return tuple(groups)


def fit(groups: tuple[GroupOutcome, ...], against: Against) -> tuple[Test, ...]:
    """Whether all shares together differ from those expected; no test where some group has none, or too few
    people are expected in it."""
    adjusted = against.adjusted
    shares = [group.benchmark_share if adjusted is None else group.expected_share for group in groups]
    counts = [group.n if adjusted is None else adjusted.people.get(group.group, 0) for group in groups]
    whole = [share for share in shares if share is not None]
    expected = np.array(whole) * sum(counts)
    if against.published or len(groups) < 2 or len(whole) < len(groups) or expected.min() < 5:
        return ()
    statistic = float(((np.array(counts) - expected) ** 2 / expected).sum())
    return (Test("chi-square against the benchmark", statistic, float(chdtrc(len(groups) - 1, statistic))),)


def _beside(group: GroupOutcome, against: Against) -> GroupOutcome:
    """A group with its share of the population, crude and expected; None of either while a census is
    awaited."""
    if against.awaiting or not group.share is not None:
        return group
    published, population = against.published.get(group.group), sum(against.people.values())
    people = against.people.get(group.group, 0)
    benchmark = published.share if published else people / population if population and people else None
    if benchmark is None:
        return group
    group = replace(group, benchmark_share=benchmark, index=group.share / benchmark)
    adjusted = against.adjusted
    expected = adjusted.shares.get(group.group) if adjusted and not published else None
    if adjusted is None or not expected:
        return group
    own = adjusted.people.get(group.group, 0) / adjusted.base
    return replace(group, expected_share=expected, adjusted_index=own / expected)


def _judged(
    group: GroupOutcome, base: int, unknown: int, against: Against, judgement: Judgement
) -> GroupOutcome:
    """A group with its p and verdict: by the expected share where there is one, which leaves the users of no
    known stratum among the unknown; not comparable where too few people are the benchmark.

    The binomial takes users to be drawn with the expected share at random; within strata they vary less, so
    the verdict errs on the side of no difference.
    """
    verdict, chance, highest = Verdict.NOT_COMPARABLE, None, None
    share, n, spread = group.benchmark_share, group.n, 0.0
    if group.expected_share is not None and against.adjusted is not None:
        share, n = group.expected_share, against.adjusted.people[group.group]
        unknown, base = unknown + base - against.adjusted.base, against.adjusted.base
    published, people = group.group in against.published, against.people.get(group.group, 0)
    if people and not published:
        spread = against.noise.get(group.group, 0.0) / people * (share or 0.0)
    if share is not None and (published or people >= judgement.least_benchmark):
        verdict = share_verdict(n, base, unknown, share, judgement, spread)
    if share is not None and share < 1:
        chance, highest = share_p(n, base, share), share_p_highest(n, base, unknown, share)
    return replace(group, p=chance, p_highest=highest, verdict=verdict, share_verdict=verdict)
