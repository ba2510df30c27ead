"""What stronger attackers gain on tables so small that every population can be tried.

All tables of a shape and a number of people are protected, each under 4 keys. Who knows the published numbers
and the policy (informed) is left with every population that fits them. Who also knows this program, but not the key
(algorithm-aware), keeps those of them that it would have published in the same way under some key tried. Who knows one
or two of the people (participant) keeps those that hold them; the worst choice is counted. Printed for each: the
share of protected counts left with less than the guaranteed width, and with one value.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, combinations_with_replacement

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy
from equalities.disclosure.deciding import Task
from equalities.disclosure.protection import LONGEST
from equalities.disclosure.sheets import all_levels

KEYS = range(1, 5)
WORST = -1
"""In place of the number of a withheld cell."""


@dataclass
class Tally:
    """Protected counts seen, those left narrower than 2, and those left with one value."""

    seen: int = 0
    narrow: int = 0
    exact: int = 0

    def add(self, widths: Iterable[int]) -> None:
        for width in widths:
            self.seen += 1
            self.narrow += width < 2
            self.exact += width == 0

    def __str__(self) -> str:
        share = self.seen or 1
        return f"{self.narrow / share:6.1%} below width 2, {self.exact / share:6.1%} exact"


@dataclass
class Trial:
    """All tables of one shape and number of people under one policy: what each publishes under each key."""

    shape: tuple[int, ...]
    people: int
    policy: Policy
    tables: list[np.ndarray] = field(default_factory=list)
    levels: list[np.ndarray] = field(default_factory=list)
    outcomes: list[dict[int, bytes]] = field(default_factory=list)

    def run(self) -> None:
        for counts in everything(self.shape, self.people):
            cube = Cube(
                "t",
                tuple(Dimension(f"d{at}", tuple(map(str, range(n)))) for at, n in enumerate(self.shape)),
                counts,
            )
            self.tables.append(counts)
            self.levels.append(all_levels(cube).ravel())
            self.outcomes.append(
                {key: printed for key in KEYS if (printed := published(cube, self.policy, key))}
            )

    def tallies(self) -> tuple[int, dict[str, Tally]]:
        """How many tables had something to protect and showed their total, and what each attacker does to them."""
        alike: dict[bytes, set[int]] = defaultdict(set)
        for at, outcomes in enumerate(self.outcomes):
            for printed in outcomes.values():
                alike[printed].add(at)
        levels, found, used = np.stack(self.levels), {name: Tally() for name in ATTACKERS}, 0
        for at, outcomes in enumerate(self.outcomes):
            printed = outcomes.get(KEYS[0])
            shown = np.frombuffer(printed, np.int64) if printed else np.zeros(0, np.int64)
            small = (levels[at] > 0) & (levels[at] < self.policy.threshold)
            if printed is None or shown[-1] == WORST or not small.any():
                continue
            used += 1
            fits = np.flatnonzero(fitting(levels, shown, self.policy))
            found["informed"].add(np.ptp(levels[fits][:, small], axis=0))
            found["algorithm-aware"].add(np.ptp(levels[sorted(alike[printed])][:, small], axis=0))
            found["knows 1 person"].add(self._worst(at, fits, small, 1))
            found["knows 2 people"].add(self._worst(at, fits, small, 2))
        return used, found

    def _worst(self, at: int, fits: np.ndarray, small: np.ndarray, number: int) -> np.ndarray:
        """The widths left to whoever knows so many of the people, those that narrow each count most."""
        whole = np.stack([counts.ravel() for counts in self.tables])
        held = np.stack(self.levels)[fits][:, small]
        known = [
            np.bincount(places, minlength=whole.shape[1])
            for places in combinations_with_replacement(range(whole.shape[1]), number)
        ]
        possible = [people for people in known if (people <= whole[at]).all()]
        return np.min(
            [np.ptp(held[(whole[fits] >= people).all(axis=1)], axis=0) for people in possible], axis=0
        )


ATTACKERS = ("informed", "algorithm-aware", "knows 1 person", "knows 2 people")


def main(trials: tuple[tuple[tuple[int, ...], int], ...] = (((4,), 10), ((2, 2), 10))) -> int:
    for participants in (0, 2):
        policy = Policy(threshold=3, participants=participants)
        total, used = {name: Tally() for name in ATTACKERS}, 0
        began = time.perf_counter()
        for shape, people in trials:
            trial = Trial(shape, people, policy)
            trial.run()
            tables, tallies = trial.tallies()
            used += tables
            for name, tally in tallies.items():
                total[name].seen += tally.seen
                total[name].narrow += tally.narrow
                total[name].exact += tally.exact
        print(
            f"policy participants {participants}: {used:,} tables, {total['informed'].seen:,} protected counts, "
            f"{len(KEYS)} keys, {time.perf_counter() - began:.0f} s"
        )
        for name, tally in total.items():
            print(f"  {name:16} {tally}")
    return 0


def everything(shape: tuple[int, ...], people: int) -> Iterator[np.ndarray]:
    """Every table of this shape that counts so many people."""
    cells = int(np.prod(shape))
    for bars in combinations(range(people + cells - 1), cells - 1):
        edges = np.array([-1, *bars, people + cells - 1])
        yield (np.diff(edges) - 1).reshape(shape)


def published(cube: Cube, policy: Policy, key: int) -> bytes | None:
    """The numbers of all cells as they would go out; None where the release would be refused."""
    decision = Task([cube], policy, "t", (), key, LONGEST).decided(())
    pattern, statements = decision.pattern, decision.question.statements
    if len(pattern.blocking):
        return None
    ids = statements.ids[0].ravel()
    return np.where(pattern.shown[ids], statements.values[ids], WORST).astype(np.int64).tobytes()


def fitting(levels: np.ndarray, shown: np.ndarray, policy: Policy) -> np.ndarray:
    """Which populations fit the numbers shown and what the policy says of those withheld."""
    known = shown != WORST
    return (levels[:, known] == shown[known]).all(axis=1) & (levels[:, ~known] >= policy.least_withheld).all(
        axis=1
    )
