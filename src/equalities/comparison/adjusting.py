"""What share each group would have if groups used a service alike at each age, sex or place."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from equalities.codelists.ages import Band, ages_of
from equalities.comparison.standardised import expected_shares
from equalities.cubes import JointPopulation
from equalities.cubes.population import same_names

Stratum = tuple[str, ...]


@dataclass(frozen=True)
class Adjusted:
    """The shares (fractions) expected of each group at the users' own strata. `people` are the users of each
    group whose stratum is known and has people in the population, `left_out` the other users; `by` are the
    strata's headings and `strata` how many there are."""

    by: tuple[str, ...]
    shares: Mapping[str, float]
    people: Mapping[str, int]
    left_out: int
    strata: int

    @property
    def base(self) -> int:
        return sum(self.people.values())


def adjusted(
    users: Mapping[tuple[str, ...], int], population: JointPopulation, names: Mapping[str, str]
) -> Adjusted | None:
    """Indirect standardisation of the users of a service, counted by (group, value of each stratum of the
    population), to a population; `names` is the users' name for each of its groups.

    Strata are those that both sides share: bands of ages with no edge in common become one. None where that
    leaves a single stratum, or nobody in any: nothing can be adjusted then.
    """
    places = [
        shared_strata(
            {cell[1 + axis] for cell in users}, {cell[1 + axis] for cell in population.counts}, name
        )
        for axis, name in enumerate(population.strata)
    ]
    people = _counted(population.counts, [theirs for _, theirs in places], names)
    own = _counted(users, [ours for ours, _ in places])
    strata = {stratum: place for place, stratum in enumerate(sorted({stratum for stratum, _ in people}))}
    groups = list(dict.fromkeys([*(group for group, *_ in users), *names.values()]))
    standard = _matrix(people, strata, groups)
    held = _matrix(own, strata, groups)
    held[standard.sum(axis=1) == 0] = 0
    if len(strata) < 2 or not held.sum():
        return None
    used = zip(population.strata, places, strict=True)
    shares = expected_shares(held.sum(axis=1), standard)
    return Adjusted(
        tuple(name for name, (_, theirs) in used if len(set(theirs.values())) > 1),
        dict(zip(groups, shares.tolist(), strict=True)),
        dict(zip(groups, held.sum(axis=0).tolist(), strict=True)),
        sum(users.values()) - int(held.sum()),
        len(strata),
    )


def _matrix(
    cells: Mapping[tuple[Stratum, str], int], strata: Mapping[Stratum, int], groups: Sequence[str]
) -> NDArray[np.int64]:
    """People by stratum and group; a stratum that is not among these is left out."""
    counts = np.zeros((len(strata), len(groups)), dtype=np.int64)
    places = {group: place for place, group in enumerate(groups)}
    for (stratum, group), n in cells.items():
        if stratum in strata:
            counts[strata[stratum], places[group]] += n
    return counts


def shared_strata(
    users: Iterable[str], population: Iterable[str], heading: str
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The stratum of each value of the users, and of each value of the population; a value that can be put
    in none has no entry. Ages and bands of ages go into the narrowest bands that both sides fit into."""
    ours, theirs = sorted(set(users)), sorted(set(population))
    ages = {value: ages_of(value) for value in {*ours, *theirs}}
    if not all(ages[value] for value in theirs):
        return same_names(ours, theirs, heading), {value: value for value in theirs}
    bands = _merged([each for each in ages.values() if each is not None])
    named = {value: _named(each, bands) for value, each in ages.items() if each is not None}
    return {value: named[value] for value in ours if value in named}, {
        value: named[value] for value in theirs
    }


def _merged(bands: Sequence[Band]) -> tuple[Band, ...]:
    """The narrowest bands that hold each of these whole."""
    joined: list[Band] = []
    for low, high in sorted(set(bands)):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def _named(ages: Band, bands: Sequence[Band]) -> str:
    low, high = next(each for each in bands if each[0] <= ages[0] and ages[1] <= each[1])
    return f"{low:03}-{high:03}"


def _counted(
    cells: Mapping[tuple[str, ...], int],
    places: Sequence[Mapping[str, str]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> Mapping[tuple[Stratum, str], int]:
    """People by stratum and group, under its name in `names`; those who stand in no stratum are left out."""
    found: Counter[tuple[Stratum, str]] = Counter()
    for (group, *values), n in cells.items():
        if all(value in place for value, place in zip(values, places, strict=True)):
            stratum = tuple(place[value] for value, place in zip(values, places, strict=True))
            found[stratum, names.get(group, group)] += n
    return found
