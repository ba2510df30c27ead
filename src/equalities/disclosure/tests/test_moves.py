"""Short moves: a basis of them, what they prove, and the room they make; against ranks, programmes and brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, lattice, mending, moves, protect, suppression
from equalities.disclosure.compiled import compiled
from equalities.disclosure.intervals import REACH, Audit, Neighbours, bounds
from equalities.disclosure.moves import Library, bounds_of, populations, proofs, short_moves, ways
from equalities.disclosure.puzzles import puzzle, start
from equalities.disclosure.sheets import from_cube
from equalities.disclosure.statements import Statements
from equalities.disclosure.tests.test_protection import cube, levels, possible

TREE = Dimension("w", ("a", "b", "c", "d"), parents={"a": "N", "b": "N", "c": "S", "d": "S"})
SEX = Dimension("s", ("F", "M"))
AGE = Dimension("g", ("young", "middle", "old"))


def guess(seed, hidden=0.6, mean=5):
    """A puzzle in which a share of the cells of a made-up table is withheld, and the true counts."""
    counts = np.random.default_rng(seed).poisson(mean, (4, 2, 3)) + 1
    statements = Statements(
        [from_cube(Cube("t", (TREE, SEX, AGE), counts), "r", Policy(attacker="outsider"))]
    )
    shown = np.random.default_rng(seed).random(len(statements)) > hidden
    return puzzle(statements, shown, statements.least), statements.population


def arrays(matrix):
    held = sparse.csr_array(matrix)
    held.sort_indices()
    return [array.astype(np.int64) for array in (held.indptr, held.indices, held.data)]


@pytest.mark.parametrize("seed", range(5))
def test_the_moves_are_all_that_leaves_the_shown_counts_as_they_are(seed):
    left, _ = guess(seed)
    basis = short_moves(left.rows).toarray()
    rows = left.rows.toarray()
    assert not (rows @ basis.T).any()
    assert len(basis) == rows.shape[1] - np.linalg.matrix_rank(rows)
    assert np.linalg.matrix_rank(basis) == len(basis)


def test_pivots_that_are_not_one_leave_whole_numbers():
    """2x + 3y = 0 and 3y + 5z = 0."""
    rows = np.array([[2, 3, 0], [0, 3, 5]])
    starts, columns, values = lattice.basis(*arrays(rows), 3)
    move = np.zeros(3, np.int64)
    move[columns] = values
    assert starts.tolist() == [0, 3]
    assert np.abs(move).tolist() == [15, 10, 6]
    assert not (rows @ move).any()


def test_a_move_is_shortened_by_another():
    starts, columns, values = lattice.shortened(*arrays([[1, 1, 1, 1, 0], [0, 1, 1, 1, 0]]), 5, 9)
    assert np.diff(starts).tolist() == [1, 3]
    assert (columns[0], abs(values[0])) == (0, 1)


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", range(2))
def test_compiled_loops_find_what_the_plain_ones_find(seed):
    left, _ = guess(seed)
    plain = lattice.basis(*arrays(left.rows), len(left.unknown))
    quick = compiled(lattice).basis(*arrays(left.rows), len(left.unknown))
    assert all((one == two).all() for one, two in zip(plain, quick, strict=True))
    shorter = (
        lattice.shortened(*plain, len(left.unknown), 9),
        compiled(lattice).shortened(*quick, len(left.unknown), 9),
    )
    assert all((one == two).all() for one, two in zip(*shorter, strict=True))
    library, at = Library(left), start(left)[left.unknown]
    free = np.zeros(library.rows.shape[1], np.int64)
    asked = (
        *library._loops,
        library.rows[:, [library.count]].toarray().ravel().astype(np.int64),
        *bounds_of(library.room(at), 1, 1),
    )
    for one, two in zip(
        mending.search(np.arange(library.rows.shape[0]), *asked, free, np.zeros((2, 999), np.int64)),
        compiled(mending).search(
            np.arange(library.rows.shape[0]), *asked, free, np.zeros((2, 999), np.int64)
        ),
        strict=True,
    ):
        assert np.array_equal(one, two)


@pytest.mark.parametrize("seed", range(8))
def test_what_moves_prove_is_true_and_nearly_all_there_is(seed):
    left, truth = guess(seed)
    audit = Audit(left, [truth], 2)
    audit.search_by_moves()
    low, high = bounds(left, np.arange(len(left.cells)))
    assert (audit.low >= low - 1e-6).all()
    assert (audit.high <= high + 1e-6).all()
    possible_cells = (np.floor(high + 1e-6) - np.ceil(low - 1e-6) >= 2).sum()
    assert possible_cells - 2 <= (audit.high - audit.low >= 2).sum() <= possible_cells


def test_a_small_table_with_many_searches_is_searched_by_compiled_loops(monkeypatch):
    """20 seconds an audit for a table of 374 cells otherwise."""
    loaded = []
    monkeypatch.setattr(moves, "compiled", lambda module: loaded.append(module) or module)
    left, truth = guess(0)
    library, at = Library(left), truth[left.unknown]
    free = np.zeros(library.rows.shape[1], np.int64)
    for cell in range(moves.PLAIN_SEARCHES + 1):
        assert not loaded
        library.search(cell, *bounds_of(library.room(at), 1, 1), free, 1)
    assert loaded == [mending]


@pytest.mark.parametrize("seed", range(4))
def test_populations_that_many_moves_share_fit(seed):
    left, truth = guess(seed, hidden=0.8)
    at = truth[left.unknown]
    found = proofs(Library(left), at, np.ones(len(left.cells), bool), 2)
    shared = populations(found, at)
    assert 0 < len(shared) <= 2 * len(found)
    assert all(left.fits(population) for population in shared)


def test_bounds_of_a_move_made_both_ways_and_one_way():
    room = (np.array([0, 3, 5]), np.array([9, 1, 4]))
    low, high = bounds_of(room, 1, 1)
    assert (low.tolist(), high.tolist()) == ([0, -1, -4], [0, 1, 4])
    low, high = bounds_of(room, 2, 0)
    assert (low.tolist(), high.tolist()) == ([0, -1, -2], [4, 0, 2])
    assert ways(3) == ((2, 1), (3, 0), (0, 3))


@pytest.mark.parametrize("seed", range(6))
def test_a_start_stands_above_the_least_where_it_can(seed):
    left, _ = guess(seed)
    at = start(left)[left.unknown]
    assert left.fits(at)
    assert (at >= 1).all()


def test_a_start_keeps_within_rounded_counts():
    sheet = from_cube(
        Cube("t", (SEX, AGE), np.array([[3, 9, 4], [0, 7, 8]])), "r", Policy(attacker="outsider")
    )
    rounded = sheet.values[:2, :3]
    sheet.least[:2, :3], sheet.most[:2, :3] = np.maximum(rounded - 1, 0), rounded + 1
    sheet.values[:2, :3] = -1
    statements = Statements([sheet])
    left = puzzle(statements, statements.values != -1, statements.least)
    assert left.fits(start(left)[left.unknown])


tiny = st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2)


@pytest.mark.slow_test
@settings(max_examples=40, deadline=None, derandomize=True)
@given(tiny, st.sampled_from(["outsider", "informed"]), st.integers(2, 3))
def test_large_tables_way_keeps_the_promise_by_brute_force(counts, attacker, threshold):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suppression, "LARGE", 0)
        release = protect([cube(counts)], Policy(threshold=threshold, attacker=attacker), key=3)
    if release.is_refused:
        return
    for codes, values in possible(release, int(np.sum(counts)) + 4).items():
        assert max(values) - min(values) >= 2, codes
    for codes, value in levels(np.array(counts), release.tables[0].dimensions).items():
        assert release.tables[0].cells[codes].value in (None, value)


@pytest.fixture
def large(monkeypatch):
    """Every table is a large one."""
    monkeypatch.setattr(suppression, "LARGE", 0)


@pytest.mark.usefixtures("large")
def test_room_is_made_where_elimination_leaves_none():
    """Two ones withheld beside 30 and 40: their total of 2 leaves nobody who knows the policy a choice."""
    table = protect([cube([1, 1, 30, 40])], Policy(), key=1).tables[0]
    assert [codes for codes, cell in table.cells.items() if cell.value is None] == [("w0",), ("w1",), ("w2",)]


@pytest.mark.usefixtures("large")
def test_large_tables_one_key_one_outcome_whatever_the_order_of_codes():
    counts = np.random.default_rng(6).poisson(6, (6, 5))
    once = protect([cube(counts)], Policy(), key=1)
    first, second = cube(counts).dimensions
    turned = Cube("users", (Dimension("w", first.codes[::-1]), second), counts[::-1].copy())
    assert dict(protect([turned], Policy(), key=1).tables[0].cells) == dict(once.tables[0].cells)
    again = protect([cube(counts)], Policy(), [once], key=2)
    assert again.tables[0].cells == once.tables[0].cells


@pytest.mark.usefixtures("large")
def test_without_time_what_is_not_proved_is_not_published():
    release = protect([cube([1, 1, 30, 40])], Policy(), key=1, seconds=0.0)
    assert release.is_refused
    assert release.tables == ()
    assert {name.codes for name in release.private.blocking} == {("w0",), ("w1",)}


@pytest.mark.parametrize("seed", range(8))
def test_a_population_nearby_fits_and_is_no_worse_than_the_one_it_starts_from(seed):
    left, population = guess(seed, hidden=0.9)
    at = population[left.unknown]
    near = Neighbours(left, at)
    for wishes in np.random.default_rng(seed).normal(size=(5, len(at))):
        found = near.find(wishes)
        assert left.fits(found)
        assert np.abs(found - at).max() <= REACH
        assert wishes @ found <= wishes @ at + 1e-6


@pytest.mark.slow_test
def test_programmes_make_room_for_the_informed_reader_at_less_cost_than_moves(monkeypatch):
    counts = np.random.default_rng(3).poisson(3, (4, 12, 12))
    tables = [
        Cube(
            "t", (TREE, Dimension("e", tuple("abcdefghijkl")), Dimension("a", tuple("mnopqrstuvwx"))), counts
        )
    ]
    chosen = protect(tables, Policy(threshold=4), key=1).private
    monkeypatch.setattr(suppression, "LARGE", 0)
    by_moves = protect(tables, Policy(threshold=4), key=1).private
    assert chosen.blocking == ()
    assert chosen.withheld_extra_value < by_moves.withheld_extra_value
