"""The gap finder on 1,000 made-up services x 300 groups with known gaps: is it fast, and is it right?

Prints the seconds, the share of the gaps found that are none (the realised false
discovery rate, which is to stay under 5 %) and the share of the true gaps found (power).
"""

import time
from collections.abc import Mapping

import numpy as np

from equalities.comparison import Search, find_gaps
from equalities.cubes import Cube, Dimension

SHAPE = (10, 6, 5)
NAMES = ("ethnicity", "age", "disability")


def main(services: int = 1_000, people: int = 30) -> int:
    chance = np.random.default_rng(2026)
    rates = np.broadcast_to(chance.uniform(0.3, 0.7, (services, 1, 1, 1)), (services, *SHAPE)).copy()
    gaps = chance.random((services, SHAPE[0])) < 0.05
    rates[gaps] -= 0.2
    events = chance.binomial(people, rates)
    sizes = dict(zip(("service", *NAMES), (services, *SHAPE), strict=True))
    dimensions = [
        Dimension(name, tuple(f"{name} {place}" for place in range(n))) for name, n in sizes.items()
    ]
    counts = np.stack([events, people - events], axis=-1)
    cube = Cube("cases", (*dimensions, Dimension("in", ("y", "n"))), counts)
    started = time.perf_counter()
    found = find_gaps(cube, Search("service", "in", "y", NAMES))
    seconds = time.perf_counter() - started
    false = sum(_underlying(rates, gap.where) * gap.gap <= 0 for gap in found.gaps)
    single = {
        (_place(gap.where["service"]), _place(gap.where["ethnicity"]))
        for gap in found.gaps
        if len(gap.where) == 2 and "ethnicity" in gap.where
    }
    power = sum((int(service), int(group)) in single for service, group in np.argwhere(gaps)) / gaps.sum()
    print(
        f"{found.tested:,} groups tested in {services:,} services: {seconds:.1f} s, {len(found.gaps):,} gaps found"
    )
    print(f"found, but none or the other way round in truth: {false / max(len(found.gaps), 1):.2%}")
    print(f"true gaps of 20 points found: {power:.1%}")
    return 0 if seconds < 10 and false < 0.05 * len(found.gaps) else 1


def _underlying(rates: np.ndarray, where: Mapping[str, str]) -> float:
    """The gap that the made-up people were drawn from: a group's rate against everybody else's in the service."""
    service = rates[_place(where["service"])]
    inside = np.zeros(SHAPE, dtype=bool)
    inside[tuple(_place(where[name]) if name in where else slice(None) for name in NAMES)] = True
    return float(np.round(service[inside].mean() - service[~inside].mean(), 9))


def _place(label: str) -> int:
    return int(label.rpartition(" ")[2])
