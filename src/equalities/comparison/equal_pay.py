"""A payroll looked into: every group, every grade, and what a gap goes with."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from equalities.codelists.standardise import plain
from equalities.comparison.decomposition import Decomposition, Factor, kitagawa, oaxaca_blinder
from equalities.comparison.grades import AuditPolicy, GradeAudit, pay_by_grade
from equalities.comparison.official import official_faults, official_figures
from equalities.comparison.pay import FIGURES, PayGaps, pay_gaps
from equalities.comparison.payroll import MEN, Payroll, Roll, gaps_of, read_payroll
from equalities.refusals import Refused
from equalities.saying import say

LEAST_OF_EACH = 10
"""Full-pay employees of a group under which its own figures are not given, when every group is asked for: the
number in the government's proposal of 2025 on ethnicity and disability pay. Its guidance of 2023 advises 50
for publication."""


MOST_GROUPS = 100
"""Groups that a factor may have: beyond that it tells people apart and accounts for everything."""


@dataclass(frozen=True)
class Asked:
    """What to give beside the six figures: pay by the column `grade`; how much of the gap goes with the
    columns `factors`; and the figures of every group by itself (`each`). Figures of a group with under
    `least` full-pay employees are not given: 0 for all."""

    grade: str | None = None
    factors: tuple[str, ...] = ()
    each: bool = False
    least: int = 0
    policy: AuditPolicy = field(default_factory=AuditPolicy)


@dataclass(frozen=True)
class PayReport:
    """The six figures, and what was asked for besides: None or empty where it was not."""

    gaps: PayGaps
    grades: GradeAudit | None = None
    decompositions: tuple[Decomposition, ...] = ()
    pairs: tuple[PayGaps, ...] = ()
    faults: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard pay --json`: that of the figures, with what was asked for besides."""
        found = self.gaps.as_dict() | {"official_faults": list(self.faults)}
        if self.grades is not None:
            found["grades"] = self.grades.as_dict()
        if self.decompositions:
            found["decompositions"] = [each.as_dict() for each in self.decompositions]
        if self.pairs:
            found["pairs"] = [asdict(pair) for pair in self.pairs]
        return found


def pay_report(path: Path, payroll: Payroll, asked: Asked = Asked()) -> PayReport:
    """The pay of a file's groups, as far as it was asked for. Raises Refused as `pay_file` does."""
    headings = [*([asked.grade] if asked.grade else []), *asked.factors]
    roll = read_payroll(path, payroll, headings)
    gaps = _shown(gaps_of(roll, bonuses=payroll.bonus is not None), asked.least)
    return PayReport(
        gaps,
        _audit(roll, asked.policy) if asked.grade else None,
        tuple(_taken_apart(roll, headings, asked)) if headings else (),
        tuple(_pairs(roll, asked, bonuses=payroll.bonus is not None)) if asked.each else (),
        official_faults(official_figures(gaps)) if plain(roll.reference) in MEN and gaps.bonus_share else (),
    )


def _shown(found: PayGaps, least: int) -> PayGaps:
    """The figures, or, where a group has too few full-pay employees, the reason why not."""
    few = [group for group in found.groups if found.n[group] < least]
    if not few:
        return found
    reason = say(
        "{group} has under {least:,} full-pay employees, too few for a figure of their own.",
        group=few[0],
        least=least,
    )
    return replace(
        found,
        mean_gap=None,
        median_gap=None,
        mean_bonus_gap=None,
        median_bonus_gap=None,
        bonus_share={},
        quarters=(),
        undefined=dict.fromkeys(FIGURES, reason),
    )


def _pairs(roll: Roll, asked: Asked, *, bonuses: bool) -> Sequence[PayGaps]:
    """Every group against the reference, the largest first."""
    least = asked.least or LEAST_OF_EACH
    return [
        _shown(pay_gaps(roll.employees, roll.reference, group, bonuses=bonuses), least)
        for group in roll.groups
        if group != roll.reference
    ]


def _audit(roll: Roll, policy: AuditPolicy) -> GradeAudit:
    people = zip(roll.pair, roll.besides, strict=True)
    rates = [(grade, each.group, each.rate) for each, (grade, *_) in people if each.rate is not None]
    return pay_by_grade(rates, roll.reference, roll.other, policy)


def _taken_apart(roll: Roll, headings: Sequence[str], asked: Asked) -> Sequence[Decomposition]:
    """By grade alone (Kitagawa), and by everything named at once (Oaxaca-Blinder)."""
    held = [
        (each, texts)
        for each, texts in zip(roll.pair, roll.besides, strict=True)
        if each.rate is not None and each.group in (roll.reference, roll.other)
    ]
    found = []
    if asked.grade:
        rates: Mapping[str, dict[str, list[float]]] = {roll.reference: {}, roll.other: {}}
        for each, (grade, *_) in held:
            if grade:
                rates[each.group].setdefault(grade, []).append(float(each.rate or 0))
        apart = kitagawa(rates[roll.reference], rates[roll.other])
        found.append(replace(apart, left_out=len(held) - apart.n))
    if asked.factors:
        factors = [_factor(name, [texts[place] for _, texts in held]) for place, name in enumerate(headings)]
        pay, first = (
            [float(each.rate or 0) for each, _ in held],
            [each.group == roll.reference for each, _ in held],
        )
        found.append(oaxaca_blinder(pay, first, factors))
    return found


def _factor(name: str, texts: Sequence[str]) -> Factor:
    """A column as numbers where all that it has are numbers, else as groups."""
    try:
        return Factor(name, [float(text.replace(",", "")) if text else None for text in texts])
    except ValueError:
        pass
    if len(set(texts)) > MOST_GROUPS:
        raise Refused(
            "The column {name} has over {most} different values: group them first.",
            name=name,
            most=MOST_GROUPS,
        )
    return Factor(name, [text or None for text in texts])
