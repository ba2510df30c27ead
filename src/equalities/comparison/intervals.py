"""Intervals for shares, rates and what is made of them. All at 95 % unless `level` says otherwise."""

import math
from dataclasses import dataclass
from functools import lru_cache

from scipy.special import chdtri, ndtri

FEWEST = 5
"""People under which a rate of 1 bears no limits of a ratio: our rule."""


@dataclass(frozen=True)
class Estimate:
    """A figure with its limits, all in the figure's own unit; limits are None where they are not defined."""

    value: float
    low: float | None
    high: float | None


@lru_cache
def quantile(level: float) -> float:
    """How many standard errors an interval of this level reaches each way: 1.96 for 0.95."""
    return float(ndtri(0.5 + level / 2))


def wilson(events: int, base: int, level: float = 0.95) -> Estimate:
    """The share `events`/`base` (fractions) with Wilson's score limits.

    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857, method 3. Raises ValueError unless
    0 <= events <= base and base > 0.
    """
    if not 0 <= events <= base or base == 0:
        raise ValueError("events must be between 0 and a base above 0")
    z = quantile(level)
    share = events / base
    centre = 2 * events + z * z
    reach = z * math.sqrt(z * z + 4 * events * (1 - share))
    low = (centre - reach) / (2 * (base + z * z)) if events else 0.0
    high = (centre + reach) / (2 * (base + z * z)) if events < base else 1.0
    return Estimate(share, low, high)


def newcombe(events: int, base: int, other_events: int, other_base: int, level: float = 0.95) -> Estimate:
    """The difference of two rates, first - second (fractions), with Newcombe's hybrid score limits.

    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10. Raises ValueError as `wilson` does.
    """
    one, two = wilson(events, base, level), wilson(other_events, other_base, level)
    low = math.hypot(one.value - _number(one.low), _number(two.high) - two.value)
    high = math.hypot(_number(one.high) - one.value, two.value - _number(two.low))
    gap = one.value - two.value
    return Estimate(gap, max(gap - low, -1.0), min(gap + high, 1.0))


def katz(events: int, base: int, other_events: int, other_base: int, level: float = 0.95) -> Estimate | None:
    """The ratio of two rates, first / second, with Katz's log limits; None where the second is 0.

    Source: Katz and others 1978, Biometrics 34:469. The limits are None where the first is 0, and where Katz takes
    for certain what few people show: both rates are 1, or one is 1 of fewer than `FEWEST`. This is relative likelihood
    in the sense of the WRES. Raises ValueError for a base of 0.
    """
    if base == 0 or other_base == 0:
        raise ValueError("a rate needs a base above 0")
    if other_events == 0:
        return None
    ratio = (events / base) / (other_events / other_base)
    whole = [people for had, people in ((events, base), (other_events, other_base)) if had == people]
    if events == 0 or len(whole) == 2 or any(people < FEWEST for people in whole):
        return Estimate(ratio, None, None)
    error = math.sqrt(1 / events - 1 / base + 1 / other_events - 1 / other_base)
    factor = math.exp(quantile(level) * error)
    return Estimate(ratio, ratio / factor, ratio * factor)


def byar(count: float, level: float = 0.95) -> Estimate:
    """A count of events with Byar's limits, for counts of 10 or more.

    Source: Breslow and Day 1987, volume II, page 69, as the Office for Health Improvement and Disparities
    uses it (PHEindicatormethods). Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a count cannot be negative")
    z = quantile(level)
    above = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    return Estimate(count, low, above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3)


def exact_poisson(count: float, level: float = 0.95) -> Estimate:
    """A count of events with exact limits, by chi-square (Garwood 1936). Raises ValueError for a negative
    count."""
    if count < 0:
        raise ValueError("a count cannot be negative")
    tail = (1 - level) / 2
    low = float(chdtri(2 * count, 1 - tail)) / 2 if count else 0.0
    return Estimate(count, low, float(chdtri(2 * count + 2, tail)) / 2)


def poisson(count: float, level: float = 0.95) -> Estimate:
    """A count with exact limits under 10 and Byar's from 10 on, as PHEindicatormethods chooses."""
    return exact_poisson(count, level) if count < 10 else byar(count, level)


def _number(limit: float | None) -> float:
    return math.nan if limit is None else limit
