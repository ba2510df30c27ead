"""Rates and shares as they would be if two populations had the same ages."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from equalities.comparison.intervals import Estimate, poisson, quantile
from equalities.refusals import Refused

FEWEST_EVENTS = 10
"""Under this many events a directly standardised rate is not given (PHEindicatormethods, DSR)."""

ESP2013: Mapping[str, int] = {
    "00-04": 5000,
    "05-09": 5500,
    "10-14": 5500,
    "15-19": 5500,
    "20-24": 6000,
    "25-29": 6000,
    "30-34": 6500,
    "35-39": 7000,
    "40-44": 7000,
    "45-49": 7000,
    "50-54": 7000,
    "55-59": 6500,
    "60-64": 6000,
    "65-69": 5500,
    "70-74": 5000,
    "75-79": 4000,
    "80-84": 2500,
    "85-89": 1500,
    "90+": 1000,
}
"""European Standard Population 2013: people in each age band, 100,000 in all (Eurostat)."""


@dataclass(frozen=True)
class Band:
    """One band of ages: events among `population` people, and the `weight` of the band in the standard
    population."""

    events: float
    population: float
    weight: float


def direct_rate(bands: Sequence[Band], per: int = 100_000, level: float = 0.95) -> Estimate | None:
    """The directly standardised rate per `per` people, with Dobson's limits on Byar's; None under 10 events.

    Source: Dobson and others 1991, Statistics in Medicine 10:457; PHEindicatormethods. Raises Refused for a
    band with events but nobody in it.
    """
    events = sum(band.events for band in bands)
    if events < FEWEST_EVENTS:
        return None
    rate, variance, _ = _weighted(bands)
    around = poisson(events, level)
    scale = math.sqrt(variance / events)
    low, high = ((_number(limit) - events) * scale for limit in (around.low, around.high))
    return Estimate(per * rate, per * (rate + low), per * (rate + high))


def direct_rate_gamma(bands: Sequence[Band], per: int = 100_000, level: float = 0.95) -> Estimate | None:
    """The same rate with gamma limits, which hold better where weights differ a lot; None under 10 events.

    Source: Fay and Feuer 1997, Statistics in Medicine 16:791, as the R package epitools computes them.
    """
    if sum(band.events for band in bands) < FEWEST_EVENTS:
        return None
    rate, variance, largest = _weighted(bands)
    tail = (1 - level) / 2
    low = gammaincinv(rate**2 / variance, tail) * variance / rate
    above, spread = rate + largest, variance + largest**2
    high = gammaincinv(above**2 / spread, 1 - tail) * spread / above
    return Estimate(per * rate, per * float(low), per * float(high))


def expected_events(
    populations: Sequence[float], reference_events: Sequence[float], reference_populations: Sequence[float]
) -> float:
    """The events that people of these ages would have at the reference's rates, all by the same bands of
    age."""
    pairs = zip(populations, reference_events, reference_populations, strict=True)
    return sum(people * events / base for people, events, base in pairs if people)


def indirect_ratio(observed: float, expected: float, level: float = 0.95) -> Estimate:
    """Observed / expected events (1 = as expected), with Byar's limits from 10 events on and exact ones
    below.

    Source: Breslow and Day 1987; PHEindicatormethods. Raises ValueError where nothing is expected.
    """
    around = poisson(observed, level)
    return Estimate(_over(observed, expected), _over(around.low, expected), _over(around.high, expected))


def indirect_ratio_log(observed: float, expected: float, level: float = 0.95) -> Estimate:
    """The same ratio with limits that are even on the log scale, as epitools computes them (Selvin 2004)."""
    ratio = _over(observed, expected)
    factor = math.exp(quantile(level) / math.sqrt(observed))
    return Estimate(ratio, ratio / factor, ratio * factor)


def expected_shares(users: NDArray[np.int64], population: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share (fraction) that each group would have of the users if, at each age, groups used the service
    alike.

    `users` counts users by age; `population` counts people by age and group. Indirect standardisation: at
    each age the users are shared out as the people of that age are. Raises Refused where users stand at an
    age that nobody has.
    """
    people = population.sum(axis=1)
    if bool(((people == 0) & (users > 0)).any()):
        raise Refused("There are users of an age that nobody in the population has: check the bands of age.")
    shares = np.divide(population, people[:, None], where=people[:, None] > 0, out=np.zeros(population.shape))
    expected: NDArray[np.float64] = users @ shares / users.sum()
    return expected


def _weighted(bands: Sequence[Band]) -> tuple[float, float, float]:
    """Rate, its variance, and the largest weight of one event, all per person."""
    if any(band.events and not band.population for band in bands):
        raise Refused("There are events in a band of ages in which nobody lives: check the bands.")
    whole = sum(band.weight for band in bands)
    held = [(band, band.weight / whole / band.population) for band in bands if band.population]
    rate = sum(weight * band.events for band, weight in held)
    return rate, sum(weight**2 * band.events for band, weight in held), max(weight for _, weight in held)


def _over(events: float | None, expected: float) -> float:
    if expected <= 0:
        raise ValueError("a ratio needs expected events")
    return _number(events) / expected


def _number(limit: float | None) -> float:
    return math.nan if limit is None else limit
