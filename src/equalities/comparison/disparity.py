"""Many groups in one figure, and how a gap changes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from equalities.comparison.intervals import Estimate
from equalities.comparison.verdicts import Rate


@dataclass(frozen=True)
class FourFifths:
    """A group's selection rate over the highest group's. `adverse` where it is under 4/5; None where the
    group is too small a part of all to be judged."""

    group: str
    ratio: Fraction
    adverse: bool | None


def four_fifths(groups: Mapping[str, Rate], smallest: Fraction = Fraction(2, 100)) -> tuple[FourFifths, ...]:
    """The American four-fifths screening rule, in exact arithmetic: 48/60 is not under 4/5.

    It is no test and no law of the United Kingdom: small numbers pass or fail it by chance. Groups of
    `smallest` of all people or less are not judged. Groups without anybody are left out. Source: Uniform
    Guidelines on Employee Selection Procedures 1978, section 4D, and questions and answers of 1979.
    """
    held = {group: rate for group, rate in groups.items() if rate.base}
    everybody = sum(rate.base for rate in held.values())
    rates = {group: Fraction(rate.events, rate.base) for group, rate in held.items()}
    best = max(rates.values(), default=Fraction(0))
    return tuple(
        FourFifths(
            group,
            rate / best if best else Fraction(1),
            rate < best * Fraction(4, 5) if held[group].base > smallest * everybody else None,
        )
        for group, rate in rates.items()
    )


def index_of_disparity(
    rates: Sequence[float], overall: float, populations: Sequence[float] | None = None
) -> float:
    """The mean distance of groups' rates from the overall rate, in percent of it; weighted by `populations`
    where they are given. It can fall while ratios between groups rise, so never show it alone.

    Source: Pearcy and Keppel 2002, Public Health Reports 117:273. Raises ValueError for an overall rate of 0.
    """
    if overall == 0:
        raise ValueError("there is no disparity from a rate of 0")
    weights = populations if populations is not None else [1.0] * len(rates)
    away = sum(weight * abs(rate - overall) for weight, rate in zip(weights, rates, strict=True))
    return away / sum(weights) / overall * 100


def change_in_gap(before: Estimate, after: Estimate) -> Estimate:
    """How a gap changed between two independent groups of people, after - before in the gap's unit, with
    limits.

    Source: Zou and Donner 2008, Statistics in Medicine 27:1693 (limits of a difference from the limits of its
    parts). Limits are None where a gap has none.
    """
    change = after.value - before.value
    if None in (before.low, before.high, after.low, after.high):
        return Estimate(change, None, None)
    low = math.hypot(after.value - _set(after.low), _set(before.high) - before.value)
    high = math.hypot(_set(after.high) - after.value, before.value - _set(before.low))
    return Estimate(change, change - low, change + high)


def _set(limit: float | None) -> float:
    return math.nan if limit is None else limit
