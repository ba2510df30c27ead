"""Which gaps, over all services, groups and years, are unlikely to be chance and large enough to matter?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from equalities.comparison.echoes import Place, echoes
from equalities.comparison.exact import hypergeometric_p
from equalities.comparison.intervals import newcombe
from equalities.comparison.lines import asked_once
from equalities.comparison.pooling import pooled_gaps
from equalities.comparison.significance import benjamini_hochberg
from equalities.comparison.strata import good_codes
from equalities.comparison.verdicts import Judgement, Verdict
from equalities.cubes import AS_WRITTEN, Column, Cube, Dimension, Layout, read

MOST_CROSSED = 3
FEWEST = 10
"""People whose outcome is known, in a group and beside it, under which a group is not tested."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Gap:
    """A group of one service (and year) against everybody else there. `rate`, `reference_rate`, `gap` (their
    difference) and its limits are fractions; `pooled_gap` is the gap drawn towards none as far as its numbers are small
    and gaps like it are rare; `people` is how many that gap touches; `q` is the false discovery rate at which it is
    found. `echo_of` is where the gap stands that this one comes of, None for one that stands by itself."""

    where: Mapping[str, str]
    n: int
    rate: float
    reference_rate: float
    gap: float
    low: float
    high: float
    q: float
    people: float
    verdict: Verdict
    pooled_gap: float
    echo_of: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Findings:
    """The gaps found, most people first; how many groups were tested (a pair once), in how many services, over the
    years together, and how many were too small to be."""

    tested: int
    services: int
    gaps: tuple[Gap, ...]
    too_few: int

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard data gaps --json`."""
        return asdict(self)


@dataclass(frozen=True)
class Search:
    """What to look through: the dimension of services, that of the outcome and its good value, the
    characteristics to cross (up to three at a time), and that of years, if any. `q` is the false discovery
    rate allowed."""

    service: str
    outcome: str
    good: str
    by: tuple[str, ...]
    year: str | None = None
    q: float = 0.05
    judgement: Judgement = field(default_factory=Judgement)

    @property
    def places(self) -> tuple[str, ...]:
        return (self.service, self.year) if self.year else (self.service,)


@dataclass(frozen=True)
class Tests:
    """All groups of one crossing, flat: where they stand, good outcomes and people in them and beside
    them, and which are the better one of a pair that has the service to itself."""

    dimensions: tuple[Dimension, ...]
    events: Numbers
    base: Numbers
    other_events: Numbers
    other_base: Numbers
    mirrored: NDArray[np.bool_]

    @property
    def enough(self) -> NDArray[np.bool_]:
        return np.asarray((self.base >= FEWEST) & (self.other_base >= FEWEST))

    @property
    def told(self) -> NDArray[np.bool_]:
        """Groups with people in them; of a pair, each the other's everybody else, the one that does worse."""
        return np.asarray((self.base > 0) & ~self.mirrored)

    @property
    def large(self) -> NDArray[np.bool_]:
        return np.asarray(self.told & self.enough)


def find_gaps(cube: Cube, search: Search) -> Findings:
    """Look through a cube for gaps between each group and everybody else in the same service (and year).

    Groups are the values of each characteristic and of every two or three of them together; who did not
    answer is in none. Where a service has two groups, their gap is one: it is tested once, and told of the one that
    does worse. All tests count together for the false discovery rate (Benjamini and Hochberg 1995);
    a gap must also matter, by the policy in `search`, after partial pooling. Raises Refused for a good
    value that nobody has.
    """
    crossings = [
        _tests(cube, search, crossed)
        for size in range(1, min(MOST_CROSSED, len(search.by)) + 1)
        for crossed in combinations(search.by, size)
    ]
    chances = np.concatenate([_chances(tests)[tests.large] for tests in crossings])
    q = np.asarray(benjamini_hochberg(chances))
    found: list[Gap] = []
    start = 0
    for tests in crossings:
        size = int(tests.large.sum())
        found += _found(tests, q[start : start + size], search)
        start += size
    services = len(cube.dimension(search.service).answered)
    too_few = sum(int((tests.told & ~tests.large).sum()) for tests in crossings)
    told = _echoing(found, cube, search)
    ranked = sorted(told, key=lambda gap: (-gap.people, sorted(gap.where.items())))
    return Findings(len(chances), services, tuple(ranked), too_few)


def _echoing(gaps: Sequence[Gap], cube: Cube, search: Search) -> Iterable[Gap]:
    """The same gaps, each with the one of its place that it comes of."""
    by = tuple(cube.dimension(name) for name in search.by)
    places = [cube.dimension(name) for name in search.places]
    events, base = _outcomes(cube, search, (*search.places, *search.by))
    held: dict[tuple[int, ...], list[Gap]] = {}
    for gap in gaps:
        at = tuple([each.label(code) for code in each.codes].index(gap.where[each.name]) for each in places)
        held.setdefault(at, []).append(gap)
    for at, there in held.items():
        place = Place(by, events[at], base[at])
        comes_of = echoes(place, [gap.where for gap in there], search.judgement.level)
        yield from (replace(gap, echo_of=of) for gap, of in zip(there, comes_of, strict=True))


def find_gaps_in(path: Path, search: Search) -> Findings:
    """`find_gaps` in a file whose headings the search names. Raises Refused as `read` does."""
    headings = asked_once(*search.places, *search.by, search.outcome)
    columns = tuple(Column(heading, classification=AS_WRITTEN) for heading in headings)
    return find_gaps(read(path, Layout(columns)).cube, search)


def _tests(cube: Cube, search: Search, crossed: Sequence[str]) -> Tests:
    """The groups of one crossing, in the order of its axes: places, then characteristics."""
    names = (*search.places, *crossed)
    dimensions = tuple(cube.dimension(name) for name in names)
    answered = np.ix_(*[_answered(each) for each in dimensions])
    events, base = (each[answered] for each in _outcomes(cube, search, names))
    inner = tuple(range(len(search.places), len(names)))
    everybody = [np.broadcast_to(each.sum(axis=inner, keepdims=True), each.shape) for each in (events, base)]
    return Tests(
        dimensions,
        events.ravel(),
        base.ravel(),
        (everybody[0] - events).ravel(),
        (everybody[1] - base).ravel(),
        _mirrored(events, base, len(search.places)).ravel(),
    )


def _outcomes(cube: Cube, search: Search, names: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Good outcomes, and people whose outcome is known, by these dimensions."""
    outcome = cube.dimension(search.outcome)
    counts = cube.by(*names, search.outcome).counts.astype(np.float64)
    good, known = good_codes(outcome, search.good), _answered(outcome)
    return counts[..., good].sum(axis=-1), counts[..., known].sum(axis=-1)


def _mirrored(events: Numbers, base: Numbers, places: int) -> NDArray[np.bool_]:
    """Where just two groups stand in a place (the first axes), the one with the higher rate."""
    shape = (*base.shape[:places], -1)
    events, base = events.reshape(shape), base.reshape(shape)
    rates = np.divide(events, base, out=np.full(base.shape, np.inf), where=base > 0)
    worse = np.arange(base.shape[-1]) == rates.argmin(axis=-1)[..., np.newaxis]
    return np.asarray(((base > 0).sum(axis=-1, keepdims=True) == 2) & ~worse)


def _answered(dimension: Dimension) -> list[int]:
    return [dimension.codes.index(code) for code in dimension.answered]


def _chances(tests: Tests) -> Numbers:
    """Two-sided p of each gap: chi-square, and the exact test where an expected count is under 5."""
    events, base = tests.events + tests.other_events, tests.base + tests.other_base
    with np.errstate(divide="ignore", invalid="ignore"):
        rarest = np.minimum(events, base - events) * np.minimum(tests.base, tests.other_base) / base
        pooled = events / base
        error = np.sqrt(pooled * (1 - pooled) * (1 / tests.base + 1 / tests.other_base))
        gap = tests.events / tests.base - tests.other_events / tests.other_base
        chances = 2 * ndtr(-np.abs(gap) / error)
    few = tests.large & ~(rarest >= 5)
    if few.any():
        chances[few] = hypergeometric_p(tests.events[few], tests.base[few], events[few], base[few])
    return np.asarray(chances)


def _found(tests: Tests, q: Numbers, search: Search) -> Iterable[Gap]:
    """The gaps of one crossing that are unlikely to be chance and matter."""
    places = np.flatnonzero(tests.large)
    rate, other = _rates(tests, places)
    pooled = _pooled(tests)[places]
    least = np.minimum(search.judgement.points, search.judgement.relative * other)
    for index in np.flatnonzero((q < search.q) & (np.abs(pooled) >= least) & (pooled * (rate - other) > 0)):
        yield _gap(tests, int(places[index]), float(q[index]), float(pooled[index]), search.judgement.level)


def _pooled(tests: Tests) -> Numbers:
    """The gap of every group that is large enough, pooled with all the others': of pairs with both their groups, since
    those that do worse alone would draw the others their way."""
    found = np.zeros(len(tests.base))
    places = np.flatnonzero(tests.enough)
    rate, other = _rates(tests, places)
    found[places] = pooled_gaps(rate - other, _variance(tests, places))
    return found


def _rates(tests: Tests, places: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    return (
        tests.events[places] / tests.base[places],
        tests.other_events[places] / tests.other_base[places],
    )


def _variance(tests: Tests, places: NDArray[np.intp]) -> Numbers:
    """The variance of each gap, with half an event added to each side so that no nought is certain."""
    pairs = ((tests.events, tests.base), (tests.other_events, tests.other_base))
    rates = [((events[places] + 0.5) / (base[places] + 1), base[places]) for events, base in pairs]
    return np.asarray(sum(rate * (1 - rate) / base for rate, base in rates))


def _gap(tests: Tests, place: int, q: float, pooled: float, level: float) -> Gap:
    held = (tests.events, tests.base, tests.other_events, tests.other_base)
    events, base, other_events, other_base = (int(each[place]) for each in held)
    gap = newcombe(events, base, other_events, other_base, level)
    axes = np.unravel_index(place, [len(each.answered) for each in tests.dimensions])
    where = {
        dimension.name: dimension.label(dimension.answered[int(axis)])
        for dimension, axis in zip(tests.dimensions, axes, strict=True)
    }
    return Gap(
        where=where,
        n=base,
        rate=events / base,
        reference_rate=other_events / other_base,
        gap=gap.value,
        low=gap.low or 0.0,
        high=gap.high or 0.0,
        q=q,
        people=abs(pooled) * base,
        verdict=Verdict.OVER if gap.value > 0 else Verdict.UNDER,
        pooled_gap=pooled,
    )
