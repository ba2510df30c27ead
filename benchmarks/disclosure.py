"""Disclosure control on made-up counts, beside the best values known for the same counts.

Instances t, a, b, c, e, f are drawn from fixed seeds: people by ward (log-normal sizes), ethnic group (a Dirichlet
mix of its own in each ward) and age, sex, disability, religion (profiles of their own in each ethnic group). Best
known: GaussSuppression 1.2.3 and sdcTable 0.34 in R 4.2, counts of 1 to 4 protected, noughts shown, no count
exactly determined by elimination ("linear"); t exactly optimal. Their seconds were taken on another machine.

`make bench` runs t, a, e and one table of a council; `make bench-all` adds b, f and c (some minutes). "Width 2" is
the whole of protect(), receipt included: two populations of whole people for every withheld count.
"""

import sys
import time
from dataclasses import dataclass

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, protect
from equalities.disclosure.elimination import publishable
from equalities.disclosure.sheets import from_cube
from equalities.disclosure.statements import Statements

GROUPS = {
    "White": {"WB": 0.68, "WI": 0.012, "WG": 0.0015, "WR": 0.002, "WO": 0.062},
    "Mixed": {"MC": 0.009, "MA": 0.004, "MAs": 0.008, "MO": 0.008},
    "Asian": {"AI": 0.031, "AP": 0.027, "AB": 0.011, "AC": 0.007, "AO": 0.016},
    "Black": {"BA": 0.025, "BC": 0.010, "BO": 0.005},
    "Other": {"OA": 0.006, "OO": 0.016},
}
SHARES = {code: share for group in GROUPS.values() for code, share in group.items()}
OUTSIDER = Policy(attacker="outsider")


@dataclass(frozen=True)
class Best:
    """The best known: extra cells, people in them, CPU seconds it took."""

    cells: int
    value: int
    seconds: float


KNOWN = {
    "t": Best(26, 768, 42),
    "a": Best(456, 10_129, 20),
    "b": Best(4_697, 123_982, 737),
    "e": Best(377, 8_838, 111),
}


def main(names: str = "tae") -> int:
    for name in names:
        linear(name)
    width_two_of_the_smallest()
    for name in names.replace("t", ""):
        width_two(name)
    council()
    return 0


def main_all() -> int:
    return main("taebfc")


def width_two(name: str) -> None:
    """The full guarantee against the outsider, and what it costs over the best known linear pattern."""
    wall, began = time.perf_counter(), time.process_time()
    private = protect(instance(name), OUTSIDER, key=1).private
    seconds, waited = time.process_time() - began, time.perf_counter() - wall
    best = KNOWN.get(name)
    over = (
        f"; people over the best known linear {private.withheld_extra_value / best.value:.3f}" if best else ""
    )
    print(
        f"{name}, width {private.min_interval_reached} against the outsider: {private.withheld_extra:,} more "
        f"({private.withheld_extra_value:,} people), {len(private.blocking)} not proved, in {seconds:.1f} s of CPU "
        f"({waited:.0f} s){over}; gaps kept {private.gaps_kept:.2f}"
    )


def linear(name: str) -> None:
    """Elimination alone, as the best known were found."""
    statements = Statements([from_cube(cube, "bench", OUTSIDER) for cube in instance(name)])
    counts, rows = statements.values, statements.basis
    protected, nought = (counts > 0) & (counts < 5), counts == 0
    entries = np.diff(rows.indptr)
    free = np.flatnonzero(~protected & ~nought)
    order = np.concatenate(
        [
            np.flatnonzero(nought)[np.argsort(entries[nought], kind="stable")],
            free[np.argsort(-counts[free], kind="stable")],
        ]
    )
    publishable(rows, order[:1], nought, protected, 1)  # compiles, or loads what was compiled
    began = time.process_time()
    shown, _ = publishable(rows, order, nought, protected, 1)
    seconds = time.process_time() - began
    extra = ~shown & ~protected
    said = f"{name}: {len(counts):,} cells, {protected.sum():,} protected; linear: {extra.sum():,} more "
    print(
        f"{said}({counts[extra].sum():,} people) in {seconds:.2f} s of CPU{beside(name, counts[extra], seconds)}"
    )


def beside(name: str, extra: np.ndarray, seconds: float) -> str:
    if name not in KNOWN:
        return "; none known to finish"
    best = KNOWN[name]
    return (
        f"; over the best known: cells {len(extra) / best.cells:.3f}, people {extra.sum() / best.value:.3f}, "
        f"its seconds over ours {best.seconds / seconds:.0f}"
    )


def width_two_of_the_smallest() -> None:
    """t with the full guarantee: two populations of whole people for every withheld count."""
    for attacker in ("outsider", "informed"):
        began = time.process_time()
        private = protect(instance("t"), Policy(attacker=attacker), key=1).private
        seconds = time.process_time() - began
        print(
            f"t, width {private.min_interval_reached} against the {attacker}: {private.withheld_extra} more "
            f"({private.withheld_extra_value} people, {private.withheld_extra_value / 768:.3f} of the least "
            f"possible against the outsider) in {seconds:.1f} s of CPU; gaps kept {private.gaps_kept:.2f}"
        )


def council() -> None:
    """Ward × ethnic group (19 in 5) × age, 3,000 service users: what a page waits for."""
    dimensions = (_wards(6), _ethnic_groups(grouped=True), _plain("age", 4))
    cube = Cube("users", dimensions, people(1, dimensions, 3_000))
    statements = Statements([from_cube(cube, "bench", OUTSIDER)])
    began = time.process_time()
    entries = statements.basis.nnz + statements.people.nnz
    yardstick = time.process_time() - began
    began = time.process_time()
    private = protect([cube], OUTSIDER, key=1).private
    seconds = time.process_time() - began
    print(
        f"council: {private.cells} cells, {private.protected} protected: {seconds:.2f} s of CPU, "
        f"{seconds / yardstick:.0f} times writing down its equations ({entries:,} entries)"
    )


def instance(name: str) -> list[Cube]:
    """The cubes of one instance."""
    more = (_plain("age", 6), _plain("dis", 3), _plain("rel", 9))
    plan = {
        "t": (1, (_wards(10), _plain("eth", 6), _plain("age", 4)), 1_500),
        "a": (2, (_wards(20), _ethnic_groups(grouped=False), _plain("age", 8), _plain("sex", 2)), 30_000),
        "b": (3, (_wards(300, 30, 9), _ethnic_groups(grouped=True), _plain("age", 6)), 240_000),
        "c": (4, (_wards(150, 15), _ethnic_groups(grouped=True), _plain("age", 8), _plain("sex", 2)), 300_000),
        "e": (6, (_wards(120, 12), _ethnic_groups(grouped=True), *more), 30_000),
        "f": (7, (_wards(60, 6), _ethnic_groups(grouped=True), _plain("age", 6), _plain("year", 2)), 80_000),
    }  # fmt: skip
    seed, dimensions, number = plan[name]
    counts = people(seed, dimensions, number)
    if name == "e":
        whole = Cube("e", dimensions, counts)
        pairs = ("ward eth", "ward age", "ward dis", "ward rel", "eth age", "eth dis", "age dis", "eth rel")
        return [whole.by(*pair.split()) for pair in pairs]
    if name == "f":
        years = [
            Cube(f"Y{at + 1}", dimensions[:3], counts[..., at].copy(), universe={"year": f"Y{at + 1}"})
            for at in (0, 1)
        ]
        return [*years, Cube("both", dimensions[:3], counts.sum(axis=3), universe={"year": ("Y1", "Y2")})]
    return [Cube(name, dimensions, counts)]


def people(seed: int, dimensions: tuple[Dimension, ...], number: int) -> np.ndarray:
    """Poisson counts: skewed wards, a mix of ethnic groups for each, profiles by ethnic group for the rest."""
    random = np.random.default_rng(seed)
    wards, groups = len(dimensions[0].codes), len(dimensions[1].codes)
    size = random.lognormal(0, 0.5, wards)
    size /= size.sum()
    share = np.array(list(SHARES.values()))[:groups]
    share = share / share.sum()
    mixes = [random.dirichlet(share * random.lognormal(2.5, 0.8) + 0.02) for _ in range(wards)]
    expected = size[:, None] * np.stack(mixes)
    for dimension in dimensions[2:]:
        codes = len(dimension.codes)
        base = _base(random, dimension.name, codes)
        profile = np.stack([random.dirichlet(base * 30 + 0.1) for _ in range(groups)])
        shape = (1, groups) + (1,) * (expected.ndim - 2) + (codes,)
        expected = expected[..., None] * profile.reshape(shape)
    return random.poisson(number * expected / expected.sum()).astype(np.int64)


def _base(random: np.random.Generator, name: str, codes: int) -> np.ndarray:
    if name != "dis":
        return random.dirichlet(np.full(codes, 6.0))
    return np.array([0.82, 0.18] if codes == 2 else [0.8, 0.12, 0.08])


def _plain(name: str, number: int) -> Dimension:
    return Dimension(name, tuple(f"{name}{at}" for at in range(number)))


def _ethnic_groups(*, grouped: bool) -> Dimension:
    parents = {code: group for group, codes in GROUPS.items() for code in codes} if grouped else {}
    return Dimension("eth", tuple(SHARES), parents=parents)


def _wards(number: int, districts: int = 0, regions: int = 0) -> Dimension:
    codes = tuple(f"W{at:04}" for at in range(number))
    parents = {code: f"D{at * districts // number:03}" for at, code in enumerate(codes)} if districts else {}
    if regions:
        parents |= {f"D{at:03}": f"R{at * regions // districts:02}" for at in range(districts)}
    return Dimension("ward", codes, parents=parents)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
