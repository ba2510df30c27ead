"""What a reader must be told beside a comparison."""

from collections.abc import Iterable

from equalities.comparison.questions import Comparison, Question
from equalities.comparison.strata import Strata
from equalities.comparison.verdicts import Verdict

LEAST_DECLARED_WARNING = 0.8
"""Under this declaration rate a reader is warned; there is no official number, practice is 70 to 80 %."""


def cautions(
    found: Comparison, strata: Strata | None, question: Question, *, certain: bool
) -> tuple[str, ...]:
    """Plain sentences, the gravest first; `certain` is false where rows are visits."""
    visits = () if certain else ("One row is a visit, not a person: there are no intervals and no verdicts.",)
    return (
        *visits,
        *_declared(found, question),
        *_turned(found, strata),
        *_benchmark(found, question),
        *_many(found),
        *_outcomes(found),
    )


def _declared(found: Comparison, question: Question) -> Iterable[str]:
    unknown = sum(n for state, n in found.missing.items() if state != "not_applicable")
    if not unknown:
        return
    rate = found.n / (found.n + unknown)
    if rate < question.judgement.least_declared:
        yield f"Only {rate:.0%} answered, so nothing can be said about any group."
    elif rate < LEAST_DECLARED_WARNING:
        yield f"Only {rate:.0%} answered: read every figure with care."


def _turned(found: Comparison, strata: Strata | None) -> Iterable[str]:
    if strata is None or found.reference is None:
        return
    for group in strata.reversed_within(found.reference):
        yield (
            f"{group} against {found.reference}: the gap turns round within strata (Simpson's paradox), "
            "so the gap over all misleads."
        )


def _benchmark(found: Comparison, question: Question) -> Iterable[str]:
    if not question.against:
        return
    yield "The benchmark is not adjusted for age."
    lost = [group.group for group in found.groups if group.benchmark_share is None]
    if lost:
        unused = set(question.against) - {group.group for group in found.groups}
        yield f"The benchmark has no such group: {', '.join(lost)}."
        if unused:
            yield f"These groups of the benchmark may lie within others of the file: {', '.join(sorted(unused))}."


def _many(found: Comparison) -> Iterable[str]:
    tested = [group for group in found.groups if group.p_adjusted is not None]
    if len(tested) < 2:
        return
    yield f"{len(tested)} groups were tested; p_adjusted allows for that (Holm)."
    judged = (Verdict.OVER, Verdict.UNDER, Verdict.SMALL)
    lost = [group.group for group in tested if group.verdict in judged and (group.p_adjusted or 0.0) >= 0.05]
    if lost:
        yield f"Allowing for the number of tests, chance is a fair explanation for: {', '.join(lost)}."


def _outcomes(found: Comparison) -> Iterable[str]:
    absent = sum(found.outcome_missing.values())
    if absent:
        yield f"{absent:,} rows have no outcome and stand in no rate."
