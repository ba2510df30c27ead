"""Elimination, audits and the joining of tables, each against brute force or against its slower twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, attack, protect
from equalities.disclosure import elimination as engine
from equalities.disclosure.intervals import Audit, bounds
from equalities.disclosure.layout import Axis
from equalities.disclosure.puzzles import puzzle, start
from equalities.disclosure.sheets import from_cube, from_releases
from equalities.disclosure.statements import UNKNOWN, Statements
from equalities.refusals import Refused

TREE = Dimension("w", ("a", "b", "c", "d"), parents={"a": "N", "b": "N", "c": "S", "d": "S"})
SEX = Dimension("s", ("F", "M"))
AGE = Dimension("g", ("young", "old"))


def statements_of(*cubes):
    return Statements([from_cube(cube, "r", Policy(attacker="outsider")) for cube in cubes])


def random_cube(seed, mean=5, dimensions=(TREE, SEX, AGE)):
    shape = tuple(len(dimension.codes) for dimension in dimensions)
    return Cube("t", dimensions, np.random.default_rng(seed).poisson(mean, shape))


def rank(rows):
    return np.linalg.matrix_rank(rows) if len(rows) else 0


@pytest.mark.parametrize("seed", range(6))
def test_greedy_publication_agrees_with_ranks_of_matrices(seed):
    """A target can be worked out exactly when adding its row to the published ones leaves the rank as it is."""
    statements = statements_of(random_cube(seed, mean=2, dimensions=(TREE, SEX)))
    rows = statements.basis.toarray()
    targets = (statements.values > 0) & (statements.values < 3)
    order = np.random.default_rng(seed).permutation(np.flatnonzero(~targets))
    shown, exposed = engine.publishable(statements.basis, order, np.zeros(len(rows), bool), targets, seed)
    assert not exposed.any()
    taken = []
    for row in order:
        trial = rows[[*taken, row]]
        gives_away = any(
            rank(np.vstack([trial, rows[[target]]])) == rank(trial) for target in np.flatnonzero(targets)
        )
        assert shown[row] == (not gives_away)
        taken += [] if gives_away else [row]


def test_what_forced_rows_give_away_is_said():
    statements = statements_of(Cube("t", (SEX,), np.array([3, 9])))
    targets = statements.values == 3
    forced = ~targets
    shown, exposed = engine.publishable(statements.basis, np.flatnonzero(forced), forced, targets, 1)
    assert shown.tolist() == forced.tolist()
    assert exposed.tolist() == targets.tolist()


@pytest.mark.slow_test
def test_the_compiled_kernels_decide_as_the_plain_ones(monkeypatch):
    statements = statements_of(random_cube(3, mean=4))
    targets = (statements.values > 0) & (statements.values < 5)
    order = np.flatnonzero(~targets)
    forced = statements.values == 0
    plain = engine.publishable(statements.basis, order, forced, targets, 9)
    monkeypatch.setattr(engine, "SMALL", 0)
    compiled = engine.publishable(statements.basis, order, forced, targets, 9)
    assert all((one == other).all() for one, other in zip(plain, compiled, strict=True))


def test_every_code_is_the_sum_of_codes_that_are_no_remainder():
    axis = Axis(TREE)
    remainders = axis.remainders(np.array([5, 1, 2, 2, 6, 4, 10]))
    assert [axis.codes[at] for at in remainders] == ["b", "c", "S"]
    counts = axis.membership @ np.array([5, 1, 2, 2])
    assert (axis.basis(remainders) @ counts == counts).all()
    assert set(np.unique(axis.basis(remainders).indices)).isdisjoint(remainders.tolist())


def populations(cells, total):
    """Every way to put at most `total` people into so many cells."""
    if cells == 0:
        yield ()
        return
    for first in range(total + 1):
        for rest in populations(cells - 1, total - first):
            yield (first, *rest)


few_people = st.lists(st.integers(0, 7), min_size=3, max_size=5).map(
    lambda places: [places.count(place) for place in range(8)]
)


@pytest.mark.slow_test
@settings(max_examples=15, deadline=None, derandomize=True)
@given(few_people, st.sampled_from(["outsider", "informed"]))
def test_three_linked_margins_are_safe_for_every_joint_population(counts, attacker):
    """Each pair of three dimensions is published; a reader may reason about the three-way counts behind."""
    whole = Cube("t", (Dimension("w", ("a", "b")), SEX, AGE), np.array(counts).reshape(2, 2, 2))
    cubes = [whole.by("w", "s"), whole.by("s", "g"), whole.by("w", "g")]
    release = protect(cubes, Policy(threshold=2, attacker=attacker), key=1)
    if release.is_refused:
        return
    guesses = np.array(list(populations(8, sum(counts) + 3))).reshape(-1, 2, 2, 2)
    told = np.hstack([margins(guesses, without) for without in (3, 1, 2)])
    cells = [cell.value for table in release.tables for cell in table.cells.values()]
    shown = np.array([value is not None for value in cells])
    fits = (told[:, shown] == [value for value in cells if value is not None]).all(axis=1)
    fits &= (told[:, ~shown] >= release.policy.least_withheld).all(axis=1)
    assert (np.ptp(told[fits][:, ~shown], axis=0) >= 2).all()


def margins(populations, without):
    """For each population its two-way table without one dimension, totals last, as a row."""
    table = populations.sum(axis=without)
    for axis in (1, 2):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table.reshape(len(table), -1)


def audit_of(seed, hidden_share=0.6):
    statements = statements_of(random_cube(seed))
    shown = np.random.default_rng(seed).random(len(statements)) > hidden_share
    left = puzzle(statements, shown, statements.least)
    return Audit(left, [statements.population], 2), left


@pytest.mark.parametrize("seed", range(4))
def test_short_moves_prove_no_more_than_whole_programmes_and_nearly_as_much(seed):
    whole, left = audit_of(seed)
    whole.search()
    whole.search_each()
    short, _ = audit_of(seed)
    short.quick = False
    short.search()
    low, high = bounds(left, np.arange(len(left.cells)))
    for audit in (whole, short):
        assert (audit.low >= low - 1e-6).all()
        assert (audit.high <= high + 1e-6).all()
    assert set(whole.narrow) <= set(short.narrow)
    assert len(short.narrow) <= len(whole.narrow) + 3


def test_a_population_that_does_not_fit_is_no_witness():
    audit, left = audit_of(2, hidden_share=0.9)
    assert len(left.unknown) > 0
    with pytest.raises(ValueError, match="no population that fits"):
        audit.add(np.full(len(left.unknown), -1))


def test_a_start_is_found_from_the_published_numbers_alone():
    _, left = audit_of(2)
    assert left.fits(start(left)[left.unknown])


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.data())
def test_one_more_statement_never_widens_an_interval(seed, data):
    statements = statements_of(random_cube(seed, mean=3, dimensions=(TREE, SEX)))
    shown = np.random.default_rng(seed).random(len(statements)) > 0.5
    more = shown.copy()
    more[data.draw(st.integers(0, len(statements) - 1))] = True
    wide, narrow = (puzzle(statements, flags, statements.least) for flags in (shown, more))
    low, high = bounds(wide, np.arange(len(wide.cells)))
    kept = np.isin(narrow.cells, wide.cells)
    closer_low, closer_high = bounds(narrow, np.flatnonzero(kept))
    at = np.searchsorted(wide.cells, narrow.cells[kept])
    assert (closer_low >= low[at] - 1e-6).all()
    assert (closer_high <= high[at] + 1e-6).all()


def test_numbers_that_contradict_one_another_are_refused():
    sheet = from_cube(Cube("t", (SEX,), np.array([3, 9])), "r", Policy())
    sheet.values[-1] = 5
    with pytest.raises(Refused, match=r"contradict|No population"):
        attack([sheet])


def test_two_counts_of_the_same_people_that_differ_are_refused():
    first = Cube("first", (SEX,), np.array([30, 9]))
    second = Cube("second", (SEX, AGE), np.array([[10, 10], [4, 5]]))
    with pytest.raises(Refused, match='"second" gives another count'):
        protect([first, second], Policy())


def test_differencing_two_releases_of_overlapping_years_is_found():
    years = Policy(threshold=1)
    one = protect([Cube("y1", (SEX,), np.array([30, 9]), universe={"year": "1"})], years, name="one", key=1)
    both = protect(
        [Cube("both", (SEX,), np.array([32, 50]), universe={"year": ("1", "2")})], years, name="both", key=1
    )
    second = Cube("y2", (SEX,), np.array([2, 41]), universe={"year": "2"})
    release = protect([second], Policy(), [one, both], name="two", key=1)
    assert {cell.codes for cell in release.private.exposed} == {("F",)}


def test_the_public_receipt_follows_from_the_published_cells_alone():
    cube = random_cube(11, mean=4)
    release = protect([cube], Policy(attacker="outsider"), key=5)
    assert attack(from_releases([release])).narrowest.high - release.receipt.narrowest.low >= 2
    again = attack(from_releases([release]))
    assert again.narrowest == release.receipt.narrowest
    assert again.withheld == release.receipt.withheld
    assert UNKNOWN not in [cell.value for cell in release.tables[0].cells.values()]
