"""Instance g: a workforce of 3,000 over five years, whose stocks, starters, leavers and promotions belong together.

Made up from a seed: eight grades, ten directorates and four characteristics that do not change. Every year each stock
and flow is published by each characteristic, once by grade and once by directorate. The stock of one April with
those who came and without those who left is the stock of the next, in every cell; promotions leave one grade and enter
another. Tables that are protected one by one give counts away to whoever adds them up; together they must not.

`python -m benchmarks.workforce YEARS` runs fewer years than five.
"""

import sys
import time
from collections.abc import Sequence
from itertools import product

import numpy as np

from equalities.cubes import Cube, Dimension, Universe
from equalities.disclosure import Policy, attack, protect
from equalities.disclosure.relations import Flow
from equalities.disclosure.sheets import from_releases

STAFF = 3_000
GRADES, DIRECTORATES = 8, 10
CHARACTERISTICS = {
    "sex": (0.62, 0.38),
    "eth": (0.80, 0.08, 0.06, 0.03, 0.03),
    "dis": (0.88, 0.09, 0.03),
    "faith": (0.45, 0.40, 0.09, 0.06),
}
FLOWS = ("starters", "leavers", "promoted from", "promoted to")
OUTSIDER = Policy(attacker="outsider")


def dimensions() -> dict[str, Dimension]:
    sizes = {"grade": GRADES, "directorate": DIRECTORATES}
    sizes |= {name: len(shares) for name, shares in CHARACTERISTICS.items()}
    return {name: Dimension(name, tuple(f"{name}{at}" for at in range(size))) for name, size in sizes.items()}


def workforce(years: int, seed: int = 8) -> list[Cube]:
    """Every stock and flow as a cube of all dimensions."""
    random = np.random.default_rng(seed)
    staff, cubes = hired(random, STAFF), []
    for year in range(2019, 2019 + years):
        cubes.append(counted(staff, stock_of(year)))
        leaves = random.random(len(staff)) < 0.11
        moves = ~leaves & (random.random(len(staff)) < 0.06) & (staff[:, 0] < GRADES - 1)
        promoted = staff[moves]
        starters = hired(random, int(leaves.sum()) + int(random.integers(-20, 21)))
        raised = promoted + np.eye(1, staff.shape[1], dtype=np.int64)
        groups = (starters, staff[leaves], promoted, raised)
        cubes += [counted(group, flow_of(year, name)) for group, name in zip(groups, FLOWS, strict=True)]
        staff = np.concatenate([staff[~leaves & ~moves], raised, starters])
    return [*cubes, counted(staff, stock_of(2019 + years))]


def hired(random: np.random.Generator, number: int) -> np.ndarray:
    """People as rows of places: low grades and some directorates are larger, the upper grades are more alike."""
    grades = random.choice(GRADES, number, p=_falling(GRADES, 0.75))
    directorates = random.choice(DIRECTORATES, number, p=_falling(DIRECTORATES, 0.9))
    columns = [grades, directorates]
    for shares in CHARACTERISTICS.values():
        usual = random.choice(len(shares), number, p=np.array(shares))
        alike = (grades > GRADES / 2) & (random.random(number) < 0.3)
        columns.append(np.where(alike, 0, usual))
    return np.stack(columns, axis=1).astype(np.int64)


def _falling(number: int, ratio: float) -> np.ndarray:
    shares = ratio ** np.arange(number)
    return shares / shares.sum()


def counted(people: np.ndarray, universe: Universe) -> Cube:
    chosen = tuple(dimensions().values())
    counts = np.zeros([len(dimension.codes) for dimension in chosen], np.int64)
    np.add.at(counts, tuple(people.T), 1)
    return Cube(str(universe["of"]), chosen, counts, universe=universe)


def stock_of(year: int) -> Universe:
    return {"when": f"1 April {year}", "of": "staff"}


def flow_of(year: int, name: str) -> Universe:
    return {"when": f"{year}/{year + 1}", "of": name}


def relations(years: int) -> list[Flow]:
    """What holds between the stocks and flows of each year, and between the two grades of a promotion."""
    found = []
    for year in range(2019, 2019 + years):
        starters, leavers, up_from, up_to = (flow_of(year, name) for name in FLOWS)
        by = ("grade", "directorate", *CHARACTERISTICS)
        found.append(Flow(stock_of(year), (starters, up_to), (leavers, up_from), stock_of(year + 1), by))
        found.append(Flow(up_from, (), (), up_to, by[1:]))
    return found


def tables(cubes: Sequence[Cube]) -> list[Cube]:
    """What is published: each characteristic by grade, and by directorate."""
    return [
        cube.by(place, name)
        for cube in cubes
        for place, name in product(("grade", "directorate"), CHARACTERISTICS)
    ]


def main(years: int = 5) -> int:
    declared = relations(years)
    cubes = tables(workforce(years))
    began = time.process_time()
    alone = [protect([cube], OUTSIDER, key=1) for cube in cubes]
    seconds = time.process_time() - began
    withheld = sum(release.receipt.withheld for release in alone)
    print(
        f"g, {years} years: {len(cubes)} tables, {sum(one.receipt.cells for one in alone):,} cells; one by one "
        f"{withheld:,} withheld in {seconds:.1f} s of CPU"
    )
    attacked("one by one", alone, declared)
    began = time.process_time()
    joint = protect(cubes, OUTSIDER, key=1, relations=declared)
    seconds = time.process_time() - began
    private = joint.private
    print(
        f"together: {private.protected:,} protected, {private.withheld:,} withheld, {len(private.blocking)} in the "
        f"way, width {private.min_interval_reached}, in {seconds:.1f} s of CPU"
    )
    return attacked("together", [joint], declared)


def attacked(how: str, releases: Sequence, declared: Sequence[Flow]) -> int:
    """Prints how many withheld counts have one possible value."""
    began = time.process_time()
    found = attack(from_releases(releases), relations=declared)
    seconds = time.process_time() - began
    print(
        f"{how}: {len(found.exposed):,} of {found.withheld:,} withheld counts exposed, found in {seconds:.1f} s of CPU"
    )
    return len(found.exposed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
