"""What became of each group: shares, rates, gaps and ratios, side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from equalities.codelists.standardise import missing_state, yes_or_no
from equalities.comparison.cautions import cautions
from equalities.comparison.disparity import four_fifths, index_of_disparity
from equalities.comparison.intervals import katz, newcombe, wilson
from equalities.comparison.lines import named_group
from equalities.comparison.ordered import ordered_tests
from equalities.comparison.questions import Comparison, GroupOutcome, Question
from equalities.comparison.shares import fit, represented
from equalities.comparison.strata import Strata, good_codes
from equalities.comparison.verdicts import (
    Judged,
    Judgement,
    Rate,
    Verdict,
    gap_p,
    gap_p_highest,
    gap_verdict,
    side_by_side,
)
from equalities.cubes import REPEATING, Cube
from equalities.refusals import Refused
from equalities.saying import say, to_say

_OTHER_OR_ALIKE = to_say(
    "“{label}” is counted as an outcome other than {good} ({number:,}): write the two alike in the file if they mean "
    "the same."
)
_OTHER_OR_NOT_KNOWN = to_say(
    "“{label}” is counted as an outcome other than {good} ({number:,}): blank it in the file if it means that the "
    "outcome is not known."
)


def compare(cube: Cube, question: Question) -> Comparison:
    """Answer a question of a cube whose dimensions are those that it names.

    The reference is the largest group unless the question names one. Of a code list's groups only those are there that
    somebody belongs to, or the population has. For visits there are no limits, tests or verdicts. Raises Refused for a
    reference or a good value that the cube does not have.
    """
    dimension = cube.dimension(question.by)
    counts = dict(zip(dimension.codes, (int(n) for n in cube.by(question.by).counts), strict=True))
    missing = {state: counts.pop(state) for state in dimension.missing}
    everybody = {dimension.label(code): n for code, n in counts.items()}
    kept = question.against.groups if dimension.classification else everybody
    people = {group: n for group, n in everybody.items() if n or group in kept}
    unknown = sum(n for state, n in missing.items() if state != "not_applicable")
    groups = represented(people, unknown, question)
    reference = reference_of(people, question.reference, question.by)
    strata, tests = None, fit(groups, question.against)
    if question.outcome is None:
        groups = _adjusted(groups, question.judgement)
    else:
        strata = Strata.of(cube, question)
        groups = _adjusted(
            tuple(_rated(group, strata, reference, unknown, question.judgement) for group in groups),
            question.judgement,
        )
        tests = (*strata.tests(reference), *tests)
        if question.order:
            tests += ordered_tests(cube, question.by, question.outcome, question.order, reference)
    certain = cube.unit not in REPEATING
    rates = {group: strata.rate(group) for group in strata.groups} if strata else {}
    found = Comparison(
        question.by,
        sum(people.values()),
        groups if certain else tuple(_bare(group) for group in groups),
        reference,
        tests if certain else (),
        missing,
        _missing(cube, question.outcome),
        (),
        strata.rates() if strata else (),
        _disparity(list(rates.values())),
        four_fifths(rates) if question.screened else (),
    )
    told = cautions(found, strata, question, certain=certain)
    return replace(found, warnings=(*told, *_doubtful(cube, question)))


def _doubtful(cube: Cube, question: Question) -> Iterable[str]:
    """Outcomes that are written like a missing answer, or like the good one in other words, and yet count as other
    ones: an application may be "refused"."""
    if question.outcome is None:
        return
    dimension = cube.dimension(question.outcome)
    if not any(good_codes(dimension, str(question.good))):
        yield say("Nobody has the outcome {good}.", good=question.good)
    counts = dict(zip(dimension.codes, cube.by(question.outcome).counts.tolist(), strict=True))
    good = dict(zip(dimension.codes, good_codes(dimension, str(question.good)), strict=True))
    meant = yes_or_no(str(question.good))
    for code in (code for code in dimension.answered if not good[code]):
        label = dimension.label(code)
        told = {"label": label, "good": question.good, "number": counts[code]}
        if meant is not None and yes_or_no(label) is meant:
            yield say(_OTHER_OR_ALIKE, **told)
        elif missing_state(label) is not None:
            yield say(_OTHER_OR_NOT_KNOWN, **told)


def _rated(
    group: GroupOutcome, strata: Strata, reference: str, unknown: int, judgement: Judgement
) -> GroupOutcome:
    """A group with its rate, and its gap and ratio to the reference; its verdict is then about the rate."""
    if group.group not in strata.groups:
        return replace(group, verdict=None, p=None)
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
        p_highest=None,
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
        p_highest=gap_p_highest(rate, other),
        verdict=Verdict.DEPENDS if few_declared else gap_verdict(rate, other, judgement),
    )


def _disparity(rates: Sequence[Rate]) -> float | None:
    """The index of disparity of groups that have people; None where there are none, or no events."""
    held = [rate for rate in rates if rate.base]
    events, base = sum(rate.events for rate in held), sum(rate.base for rate in held)
    if not events:
        return None
    return index_of_disparity([rate.events / rate.base for rate in held], events / base)


def _adjusted(groups: tuple[GroupOutcome, ...], judgement: Judgement) -> tuple[GroupOutcome, ...]:
    """The groups with their p adjusted for how many were tested, and verdicts that rest on it."""
    of_shares = all(group.rate is None for group in groups)
    tests = [Judged(group.p, group.verdict, group.p_highest) for group in groups]
    found = side_by_side(tests, judgement, of_shares=of_shares)
    return tuple(_decided(group, *judged) for group, judged in zip(groups, found, strict=True))


def _decided(group: GroupOutcome, p_adjusted: float | None, verdict: Verdict | None) -> GroupOutcome:
    """A group with what may be said of it among the others, of its rate or, where it has none, of its share."""
    share_verdict = verdict if group.rate is None else group.share_verdict
    return replace(group, p_adjusted=p_adjusted, verdict=verdict, share_verdict=share_verdict)


def reference_of(people: Mapping[str, int], named: str | None, heading: str) -> str:
    """The group that the others are compared with: the largest, or the one named, in its own words or others that mean
    the same under this heading ("male" for "M"). Raises Refused for one that is not there."""
    if named is None:
        if not any(people.values()):
            raise Refused("Nobody in this file has an answer to compare by.")
        return max(people, key=lambda group: people[group])
    return named_group(tuple(people), named, heading)


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
        expected_share=group.expected_share,
        index=group.index,
        events=group.events,
        rate=group.rate,
        gap=group.gap,
        ratio=group.ratio,
        outcome_n=group.outcome_n,
        adjusted_index=group.adjusted_index,
    )
