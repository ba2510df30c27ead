"""Which of the gaps found in one place come of another one there, and are told again in other groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from equalities.cubes import Dimension

Where = Mapping[str, str]
"""A place and a group in it: the label of each dimension."""

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Place:
    """Good outcomes, and people whose outcome is known, of one place, by these characteristics with their missing
    answers."""

    dimensions: tuple[Dimension, ...]
    events: Numbers
    base: Numbers

    def group(self, where: Where) -> Flags:
        """The cells of a group, flat."""
        return self._cells(where, lambda dimension, code: dimension.label(code) == where[dimension.name])

    def asked(self, where: Where) -> Flags:
        """The cells of everybody who answered what the group goes by, flat."""
        return self._cells(where, lambda dimension, code: code not in dimension.missing)

    def beyond(self, where: Where, strata: NDArray[np.int64]) -> float:
        """How many standard errors a group's outcomes lie above everybody else's within strata (Mantel and Haenszel
        1959); 0 where no stratum has both."""
        asked, inside = self.asked(where), self.group(where)
        events, base, strata = self.events.ravel()[asked], self.base.ravel()[asked], strata[asked]
        weights = (events, base, events * inside[asked], base * inside[asked])
        good, people, its_good, its_people = (np.bincount(strata, each) for each in weights)
        several = people > 1
        good, people, its_good, its_people = (each[several] for each in (good, people, its_good, its_people))
        shares = its_people / people
        spread = (shares * (1 - shares) * good * (people - good) / (people - 1)).sum()
        return float((its_good - good * shares).sum() / np.sqrt(spread)) if spread else 0.0

    def _cells(self, where: Where, kept: Callable[[Dimension, str], bool]) -> Flags:
        axes = (
            np.array([dimension.name not in where or kept(dimension, code) for code in dimension.codes])
            for dimension in self.dimensions
        )
        return np.asarray(reduce(np.logical_and.outer, axes).ravel())


def echoes(place: Place, gaps: Sequence[Where], level: float) -> list[Where | None]:
    """For each gap of a place the one that it comes of, None for those that stand by themselves.

    The clearest gap stands by itself; so does each that comes after it where its group still differs, the same way,
    from everybody else who is in the same of those groups as its own people. Else it comes of the one of them that
    takes most of it away: where Black women are failed, so are, less clearly, women, and White men seem favoured.
    """
    everybody = np.zeros(place.base.size, dtype=np.int64)
    alone = [place.beyond(where, everybody) for where in gaps]
    found: list[Where | None] = [None] * len(gaps)
    standing: list[Where] = []
    strata = everybody
    for index in sorted(range(len(gaps)), key=lambda index: -abs(alone[index])):
        where, way = gaps[index], np.sign(alone[index])
        if standing and way * place.beyond(where, strata) < ndtri((1 + level) / 2):
            left = [abs(place.beyond(where, place.group(each).astype(np.int64))) for each in standing]
            found[index] = standing[int(np.argmin(left))]
        else:
            standing.append(where)
            strata = np.unique(2 * strata + place.group(where), return_inverse=True)[1]
    return found
