"""How much of a pay gap goes with grade, hours or length of service: accounted for is never justified."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from equalities.comparison.intervals import Estimate
from equalities.refusals import Refused
from equalities.saying import say, to_say

WORDS = to_say(
    "Accounted for is not justified: that the groups differ in a factor says nothing of whether that "
    "difference, or what is paid for it, is fair."
)
"""What stands beside every decomposition, word for word."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """How much of a gap one factor accounts for, in the gap's unit and as a fraction of it (None for a gap
    of nought)."""

    factor: str
    gap: float
    of_all: float | None


@dataclass(frozen=True)
class Decomposition:
    """A gap taken apart. `gap` is reference - other, in `unit`; `accounted` the part that goes with the
    factors, `parts` each by itself; `unaccounted` what is left, with its limits and two-sided p where the
    method has them. `n` people stand in it, `left_out` do not, for want of a figure. `words` must stand beside
    it."""

    method: str
    unit: str
    gap: float
    accounted: float
    unaccounted: float
    low: float | None
    high: float | None
    p: float | None
    parts: tuple[Part, ...]
    n: int
    left_out: int
    words: str = field(default_factory=lambda: say(WORDS))

    def as_dict(self) -> dict[str, Any]:
        """As in `dueregard pay --account-for --json`."""
        return asdict(self)


def kitagawa(reference: Mapping[str, Sequence[float]], other: Mapping[str, Sequence[float]]) -> Decomposition:
    """The gap of mean pay (pounds an hour), taken apart by one grouping (grade -> rates): how much goes with
    the groups' standing in different grades, at the mean of both groups' pay in each; the rest is unequal pay
    within grades. In a grade where one group has nobody its pay is taken to be the other's.

    Source: Kitagawa 1955, Journal of the American Statistical Association 50:1168. Raises Refused where a
    group has nobody.
    """
    sizes = [sum(len(rates) for rates in held.values()) for held in (reference, other)]
    if not all(sizes):
        raise Refused("A gap needs people with a rate and a grade in both groups.")
    accounted = gap = 0.0
    for grade in {**reference, **other}:
        rates = [held.get(grade) or [] for held in (reference, other)]
        means = [sum(each) / len(each) if each else None for each in rates]
        one, two = (
            (means[0] if means[0] is not None else means[1]),
            (means[1] if means[1] is not None else means[0]),
        )
        shares = [len(each) / size for each, size in zip(rates, sizes, strict=True)]
        accounted += (shares[0] - shares[1]) * ((one or 0.0) + (two or 0.0)) / 2
        gap += shares[0] * (one or 0.0) - shares[1] * (two or 0.0)
    parts = (Part("grade", accounted, _share(accounted, gap)),)
    return Decomposition(
        "kitagawa", "pounds", gap, accounted, gap - accounted, None, None, None, parts, sum(sizes), 0
    )


@dataclass(frozen=True)
class Factor:
    """Something that pay may go with: a number for each person, or the name of a group. None where it is not
    known."""

    name: str
    values: Sequence[float | str | None]


def oaxaca_blinder(
    rates: Sequence[float], is_reference: Sequence[bool], factors: Sequence[Factor], level: float = 0.95
) -> Decomposition:
    """The gap of mean log pay taken apart by several factors at once, with the prices of a pooled regression
    that has the group in it: `unaccounted` is the group's own coefficient (0.05 is about 5 %), with limits.

    Source: Oaxaca 1973; Blinder 1973; Jann 2008, Stata Journal 8:453 for the pooled prices. People without
    every factor are left out. Raises Refused where a group has nobody left, where there are not more people
    than coefficients, or where the factors tell the groups apart by themselves.
    """
    kept = [all(factor.values[place] is not None for factor in factors) for place in range(len(rates))]
    places = [place for place, whole in enumerate(kept) if whole]
    group = np.array([is_reference[place] for place in places], dtype=np.float64)
    pay = np.log(np.array([rates[place] for place in places], dtype=np.float64))
    columns = [(factor.name, _columns([factor.values[place] for place in places])) for factor in factors]
    if not 0 < group.sum() < len(group):
        raise Refused("A gap needs people of both groups who have a rate and every factor named.")
    design = np.column_stack([np.ones(len(pay)), group, *(column for _, column in columns)])
    coefficients, error, freedom = _fitted(design, pay)
    differences = design[group == 1].mean(axis=0) - design[group == 0].mean(axis=0)
    gap = float(pay[group == 1].mean() - pay[group == 0].mean())
    parts, start = [], 2
    for name, column in columns:
        stop = start + column.shape[1]
        part = float(differences[start:stop] @ coefficients[start:stop])
        parts.append(Part(name, part, _share(part, gap)))
        start = stop
    left = _limits(float(coefficients[1]), error, freedom, level)
    chance = float(2 * stdtr(freedom, -abs(left.value) / error)) if error else 0.0
    return Decomposition(
        "oaxaca-blinder",
        "log points",
        gap,
        gap - left.value,
        left.value,
        left.low,
        left.high,
        chance,
        tuple(parts),
        len(places),
        len(rates) - len(places),
    )


def _columns(values: Sequence[float | str | None]) -> Numbers:
    """A factor as columns of a regression: the number, or a mark for each group but the first."""
    if all(isinstance(value, float) for value in values):
        return np.array(values, dtype=np.float64)[:, None]
    groups = sorted({str(value) for value in values})[1:]
    return np.array(
        [[str(value) == group for group in groups] for value in values], dtype=np.float64
    ).reshape(len(values), len(groups))


def _fitted(design: Numbers, pay: Numbers) -> tuple[Numbers, float, int]:
    """Coefficients by least squares, the standard error of the group's, and the degrees of freedom."""
    coefficients, _, rank, _ = np.linalg.lstsq(design, pay, rcond=None)
    freedom = len(pay) - int(rank)
    others = np.delete(design, 1, axis=1)
    inside = others @ np.linalg.lstsq(others, design[:, 1], rcond=None)[0]
    apart = float(((design[:, 1] - inside) ** 2).sum())
    if freedom < 1 or apart < 1e-9:
        raise Refused("These factors leave no two people alike to compare: name fewer of them.")
    residual = float(((pay - design @ coefficients) ** 2).sum())
    return np.asarray(coefficients, dtype=np.float64), float((residual / freedom / apart) ** 0.5), freedom


def _limits(value: float, error: float, freedom: int, level: float) -> Estimate:
    """The limits of a coefficient by Student's t."""
    reach = float(stdtrit(freedom, 0.5 + level / 2)) * error
    return Estimate(value, value - reach, value + reach)


def _share(part: float, gap: float) -> float | None:
    return part / gap if abs(gap) > 1e-12 else None
