"""What a reader must be told beside a comparison."""

from collections.abc import Iterable, Sequence

from equalities.codelists import characteristic, headed
from equalities.comparison.questions import Against, Comparison, GroupOutcome, Question
from equalities.comparison.strata import Strata
from equalities.comparison.verdicts import Verdict
from equalities.saying import say, say_many, to_say

LEAST_DECLARED_WARNING = 0.8
"""Under this declaration rate a reader is warned; there is no official number, practice is 70 to 80 %."""

FEW_EXPECTED = to_say(
    "There is no test of all groups together: in some of them fewer than 5 people are expected. Each is judged by "
    "itself."
)
NOT_FITTED = to_say(
    "There is no test of all groups together: not all of them have a share of the population to compare with."
)


def rows_have(n: int) -> str:
    """How a sentence about `n` rows begins."""
    return say_many("{number} row has", "{number:,} rows have", n)


def cautions(
    found: Comparison, strata: Strata | None, question: Question, *, certain: bool
) -> tuple[str, ...]:
    """Plain sentences, the gravest first; `certain` is false where rows are visits."""
    visits = (
        ()
        if certain
        else (say("One row is a visit, not a person: there are no intervals, tests or verdicts."),)
    )
    chance = 1 - question.judgement.level
    return (
        *visits,
        *_declared(found, question),
        *_turned(found, strata, chance),
        *_alone(found, question),
        *_benchmark(found, question),
        *_many(found, chance),
        *_screened(found),
        *_outcomes(found),
        *_unplaced(strata, question),
        *(_untested(found, question) if certain else ()),
    )


def _declared(found: Comparison, question: Question) -> Iterable[str]:
    unknown = sum(n for state, n in found.missing.items() if state != "not_applicable")
    if not unknown:
        return
    rate = found.n / (found.n + unknown)
    if rate < question.judgement.least_declared:
        yield say("Only {rate:.0%} answered, so nothing can be said about any group.", rate=rate)
    elif rate < LEAST_DECLARED_WARNING:
        yield say("Only {rate:.0%} answered: read every figure with care.", rate=rate)


def _turned(found: Comparison, strata: Strata | None, chance: float) -> Iterable[str]:
    """Gaps over all that turn round within strata, and those of which nothing is shown there."""
    if strata is None or found.reference is None:
        return
    turned = strata.reversed_within(found.reference, chance)
    for group in turned:
        yield say(
            "{group} against {reference}: the gap turns round within strata (Simpson's paradox), "
            "so the gap over all misleads.",
            group=group,
            reference=found.reference,
        )

    claimed = [group.group for group in found.groups if group.verdict in (Verdict.OVER, Verdict.UNDER)]
    for group, p in strata.within(found.reference).items():
        if group in claimed and group not in turned and p >= chance:
            yield say(
                "{group} against {reference}: within strata chance is a fair explanation of the gap "
                "(Mantel-Haenszel, p = {p:.2f}), so the gap over all may come from who is in which stratum.",
                group=group,
                reference=found.reference,
                p=p,
            )


def _alone(found: Comparison, question: Question) -> Iterable[str]:
    if question.outcome and len(found.groups) == 1:
        yield say("There is one group only, and nothing to compare it with.")


def _benchmark(found: Comparison, question: Question) -> Iterable[str]:
    against = question.against
    if not against.groups:
        return
    yield from against.notes
    if against.awaiting:
        yield say(
            "The census is awaited for {groups}: until it is in, nothing is compared.",
            groups=", ".join(against.awaiting),
        )
        return
    yield from _standardised(found, against)
    nobody = [group.group for group in found.groups if against.people.get(group.group) == 0]
    if nobody:
        yield say(
            "The population counts nobody in {groups}: there is no share to compare with.",
            groups=", ".join(nobody),
        )
    lost = [
        group.group for group in found.groups if group.benchmark_share is None and group.group not in nobody
    ]
    if lost:
        unused = set(against.groups) - {group.group for group in found.groups}
        yield say("The benchmark has no such group: {groups}.", groups=", ".join(lost))
        if unused:
            yield say(
                "These groups of the benchmark may lie within others of the file, or hold them: {groups}. Only the "
                "same groups can be compared.",
                groups=", ".join(sorted(unused)),
            )


def _standardised(found: Comparison, against: Against) -> Iterable[str]:
    """Crude or adjusted, and what the adjustment turned; the source of each share that was typed in."""
    adjusted = against.adjusted
    for name, figure in against.published.items():
        yield say(
            "{name} is set against {share:.1%}, a published figure: {source}.",
            name=name,
            share=figure.share,
            source=figure.source,
        )
    if adjusted is None:
        yield say("The benchmark is not adjusted for age.")
        return
    by = say(" and ").join(adjusted.by)
    yield say(
        "The verdicts use the shares expected at the users' own {by} ({strata:,} strata): "
        "expected_share and adjusted_index. benchmark_share and index are crude.",
        by=by,
        strata=adjusted.strata,
    )
    if characteristic("age") not in map(headed, adjusted.by):
        yield say("The benchmark is not adjusted for age.")
    if adjusted.left_out:
        yield say(
            "{left_out:,} users have no {by} that the population has, and are in no expected share.",
            left_out=adjusted.left_out,
            by=by,
        )
    for group in found.groups:
        if group.verdict not in (Verdict.TOO_FEW, Verdict.NOT_COMPARABLE) and _differ(group):
            yield say(
                "{group}: index {index:.2f} crude, {adjusted_index:.2f} adjusted for {by}; "
                "the two do not say the same.",
                group=group.group,
                index=group.index,
                adjusted_index=group.adjusted_index,
                by=by,
            )


def _differ(group: GroupOutcome) -> bool:
    """Whether the crude index and the adjusted one stand on different sides of parity, or a fifth apart."""
    crude, adjusted = group.index, group.adjusted_index
    if crude is None or adjusted is None:
        return False
    return (crude - 1) * (adjusted - 1) < 0 or abs(crude - adjusted) > 0.2 * max(crude, adjusted)


def _many(found: Comparison, chance: float) -> Iterable[str]:
    tested = [group for group in found.groups if group.p_adjusted is not None]
    if len(tested) < 2:
        return
    yield say("{tested} groups were tested; p_adjusted allows for that (Holm).", tested=len(tested))
    lost = [group.group for group in tested if (group.p or 0.0) < chance <= (group.p_adjusted or 0.0)]
    if lost:
        yield say(
            "Allowing for the number of tests, chance is a fair explanation for: {groups}.",
            groups=", ".join(lost),
        )


def _screened(found: Comparison) -> Iterable[str]:
    if found.four_fifths:
        yield say(
            "The four-fifths rule is American guidance on selection and no law of the United Kingdom: "
            "small numbers pass or fail it by chance."
        )


def _outcomes(found: Comparison) -> Iterable[str]:
    absent = sum(found.outcome_missing.values())
    if absent:
        yield say("{rows} no outcome and so no place in any rate.", rows=rows_have(absent))


def _unplaced(strata: Strata | None, question: Question) -> Iterable[str]:
    if strata is not None and strata.unplaced:
        yield say(
            "{rows} no {column} and so no place in any stratum.",
            rows=rows_have(strata.unplaced),
            column=question.within,
        )


def _untested(found: Comparison, question: Question) -> Iterable[str]:
    """Why there is no test of all groups together, where one was asked for."""
    if found.tests or len(found.groups) == 1 or question.against.awaiting:
        return
    if question.outcome:
        yield _not_associated([group for group in found.groups if group.outcome_n])
    elif question.against.groups:
        lacking = any(group.benchmark_share is None for group in found.groups)
        yield say(NOT_FITTED if lacking or question.against.published else FEW_EXPECTED)


def _not_associated(held: Sequence[GroupOutcome]) -> str:
    events, people = sum(group.events or 0 for group in held), sum(group.outcome_n or 0 for group in held)
    if len(held) < 2:
        return say("There is no test: fewer than two groups have people whose outcome is known.")
    return (
        say("There is no test: everybody has the same outcome.")
        if events in (0, people)
        else say(FEW_EXPECTED)
    )
