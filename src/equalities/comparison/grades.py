"""Equal pay by grade: the same work, two groups, and how far apart their pay is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from equalities.comparison.pay import mean, median


@dataclass(frozen=True)
class AuditPolicy:
    """When a grade is looked into, in percent of the reference's pay: a difference of `significant` or more,
    or one of `recurring` or more the same way in over half of the grades compared. Under `few` people of a
    group the grade is marked as resting on few.

    Source: the Equality and Human Rights Commission's guidance on equal pay audits (5 % and 3 %).
    """

    significant: float = 5.0
    recurring: float = 3.0
    few: int = 10


class Finding(StrEnum):
    """What is to be done about a grade. None of them says that pay is equal, or is not."""

    LOOK_INTO = "look into: 5 % or more"
    PATTERN = "look into: part of a pattern of 3 % or more"
    BELOW = "below what is looked into"
    NOT_COMPARED = "one group only"


@dataclass(frozen=True)
class GradePay:
    """One grade: people with a rate, mean and median gap (percent of the reference's, positive where it earns
    more; None where a group has nobody), and what is to be done."""

    grade: str
    n: Mapping[str, int]
    mean_gap: float | None
    median_gap: float | None
    finding: Finding
    few: bool


@dataclass(frozen=True)
class GradeAudit:
    """All grades. `pattern` is the group that is paid less by 3 % or more in over half of the grades compared,
    of two or more; None where neither is. `unknown` are people with a rate and no grade."""

    groups: tuple[str, str]
    grades: tuple[GradePay, ...]
    compared: int
    pattern: str | None
    unknown: int

    def as_dict(self) -> dict[str, Any]:
        """As in `dueregard pay --grade --json`."""
        return asdict(self)


def pay_by_grade(
    rates: Sequence[tuple[str, str, Fraction]],
    reference: str,
    other: str,
    policy: AuditPolicy = AuditPolicy(),
) -> GradeAudit:
    """Compare the pay of two groups grade by grade, of (grade, group, hourly rate in pounds); a blank grade
    is no grade. Grades come in the order of their mean pay, the lowest first."""
    held: dict[str, dict[str, list[Fraction]]] = {}
    for grade, group, rate in rates:
        if grade and group in (reference, other):
            held.setdefault(grade, {reference: [], other: []})[group].append(rate)
    ordered = sorted(
        held, key=lambda grade: (mean([rate for each in held[grade].values() for rate in each]), grade)
    )
    gaps = {grade: _gaps(held[grade][reference], held[grade][other]) for grade in ordered}
    pattern = _pattern([gap for gap, _ in gaps.values() if gap is not None], reference, other, policy)
    grades = tuple(
        GradePay(
            grade,
            {group: len(each) for group, each in held[grade].items()},
            *gaps[grade],
            _finding(gaps[grade], pattern, other, policy),
            min(len(each) for each in held[grade].values()) < policy.few,
        )
        for grade in ordered
    )
    compared = sum(each.mean_gap is not None for each in grades)
    unknown = sum(1 for grade, group, _ in rates if not grade and group in (reference, other))
    return GradeAudit((reference, other), grades, compared, pattern, unknown)


def _gaps(reference: Sequence[Fraction], other: Sequence[Fraction]) -> tuple[float | None, float | None]:
    if not reference or not other:
        return None, None
    pairs = [(middle(reference), middle(other)) for middle in (mean, median)]
    mean_gap, median_gap = (float((one - two) / one * 100) for one, two in pairs)
    return mean_gap, median_gap


def _pattern(gaps: Sequence[float], reference: str, other: str, policy: AuditPolicy) -> str | None:
    """The group paid less in over half of the grades."""
    for group, sign in ((other, 1), (reference, -1)):
        recurring = sum(sign * gap >= policy.recurring for gap in gaps)
        if recurring > 1 and 2 * recurring > len(gaps):
            return group
    return None


def _finding(
    gaps: tuple[float | None, float | None], pattern: str | None, other: str, policy: AuditPolicy
) -> Finding:
    mean_gap, median_gap = gaps
    if mean_gap is None or median_gap is None:
        return Finding.NOT_COMPARED
    if max(abs(mean_gap), abs(median_gap)) >= policy.significant:
        return Finding.LOOK_INTO
    towards = mean_gap if pattern == other else -mean_gap
    return Finding.PATTERN if pattern and towards >= policy.recurring else Finding.BELOW
