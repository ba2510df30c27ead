"""Stronger attackers: who knows some of the people, and what the policy's `cover` asks for."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, protect, suppression
from equalities.disclosure.tests.test_protection import cube, levels, populations, tiny
from equalities.refusals import Refused


def fitting(release, limit):
    """Every population of the first table's shape that fits its shown cells and the policy's attacker."""
    table, least = release.tables[0], release.policy.least_withheld
    for counts in populations(tuple(len(one.codes) for one in table.dimensions), limit):
        values = levels(counts, table.dimensions)
        if all(
            values[codes] == cell.value if cell.value is not None else values[codes] >= least
            for codes, cell in table.cells.items()
        ):
            yield counts, values


def people_known(counts, number):
    """Every choice of `number` of the people counted, as counts."""
    people = np.repeat(np.arange(counts.size), counts.ravel())
    chosen = {tuple(sorted(people[list(few)].tolist())) for few in combinations(range(len(people)), number)}
    for places in chosen:
        yield np.bincount(np.array(places, np.int64), minlength=counts.size).reshape(counts.shape)


@pytest.mark.slow_test
@settings(max_examples=50, deadline=None, derandomize=True)
@given(tiny, st.integers(1, 2), st.sampled_from(["outsider", "informed"]))
def test_whoever_knows_some_of_the_people_narrows_no_withheld_count_by_brute_force(counts, number, attacker):
    policy = Policy(threshold=3, attacker=attacker, participants=number)
    release = protect([cube(counts)], policy, key=5)
    if release.is_refused:
        return
    whole = np.array(counts)
    fits = list(fitting(release, int(whole.sum()) + 3))
    for known in people_known(whole, min(number, int(whole.sum()))):
        seen = [values for population, values in fits if (population >= known).all()]
        for codes, cell in release.tables[0].cells.items():
            if cell.value is None:
                assert np.ptp([one[codes] for one in seen]) >= 2, (codes, known)


def test_somebody_in_the_table_can_work_out_what_an_outsider_cannot():
    """3 and 2 withheld of 5: who is one of the two knows that the other count is 4 or less, and no more; with
    1 and 1 of 2, either knows the other."""
    plain = protect([cube([1, 1, 30, 40])], Policy(threshold=2, attacker="outsider"), key=1)
    guarded = protect([cube([1, 1, 30, 40])], Policy(threshold=2, attacker="outsider", participants=1), key=1)
    assert [cell.value for cell in plain.tables[0].cells.values()] == [None, None, 30, 40, 72]
    assert [cell.value for cell in guarded.tables[0].cells.values()] == [None, None, None, 40, 72]
    assert guarded.receipt.attackers == ("outsider", "participant who knows 1 of the people")


def test_participants_need_the_counts_of_all_combinations():
    tables = [
        cube([[9, 9], [9, 9]], name, names=names) for name, names in (("a", "we"), ("b", "es"), ("c", "ws"))
    ]
    with pytest.raises(Refused, match="one table has all dimensions"):
        protect(tables, Policy(participants=1))
    assert not protect(tables[:2], Policy(participants=1)).is_refused


@pytest.mark.slow_test
@settings(max_examples=50, deadline=None, derandomize=True)
@given(tiny, st.sampled_from(["outsider", "informed"]))
def test_cover_leaves_every_small_value_possible_by_brute_force(counts, attacker):
    policy = Policy(threshold=4, attacker=attacker, cover=True)
    release = protect([cube(counts)], policy, key=5)
    if release.is_refused:
        return
    fits = [values for _, values in fitting(release, int(np.sum(counts)) + 4)]
    for codes, value in levels(np.array(counts), release.tables[0].dimensions).items():
        if policy.protects(value):
            assert {1, 2, 3} <= {values[codes] for values in fits}, codes
    assert release.private.covered_share in (None, 1.0)


def test_cover_withholds_more_only_where_it_must():
    """3 and 4 withheld of 7 may each be 1 to 4; 1 and 2 of 3 cannot be 4."""
    outsider, cover = Policy(attacker="outsider"), Policy(attacker="outsider", cover=True)
    enough = protect([cube([3, 4, 40])], cover, key=1)
    assert [cell.value for cell in enough.tables[0].cells.values()] == [None, None, 40, 47]
    narrow = protect([cube([1, 2, 40])], outsider, key=1)
    assert [cell.value for cell in narrow.tables[0].cells.values()] == [None, None, 40, 43]
    assert narrow.private.covered_share == 0.0
    wide = protect([cube([1, 2, 40])], cover, key=1)
    assert [cell.value for cell in wide.tables[0].cells.values()] == [None, None, None, 43]
    assert wide.private.covered_share == 1.0


def test_cover_that_cannot_be_had_refuses_with_the_cells():
    year = {"period": "2023"}
    first = protect(
        [cube([[2, 1], [0, 50]], "t", universe=year).by("e")], Policy(threshold=1), name="first", key=1
    )
    release = protect(
        [cube([[2, 1], [0, 50]], universe=year)], Policy(cover=True), [first], name="next", key=1
    )
    assert release.is_refused
    assert ("w0", "e0") in [cell.codes for cell in release.private.blocking]


def test_cover_of_a_large_table_is_refused_before_any_work(monkeypatch):
    monkeypatch.setattr(suppression, "LARGE", 3)
    monkeypatch.setattr(suppression, "_greedy", lambda question: pytest.fail("work was done"))
    policy = Policy(attacker="outsider", cover=True)
    with pytest.raises(
        Refused, match=r"4 cells are too many.*with 3 cells at most, or .* a min_interval of 4"
    ):
        protect([cube([1, 2, 40])], policy, key=1)


def test_cover_names_a_sum_that_cannot_be_one():
    """Whoever knows that no withheld count is nought knows that a sum of two of them is at least 2."""
    grouped = Dimension("d", ("a", "b", "c", "e"), parents={"a": "G", "b": "G"})
    counts = Cube("t", (grouped,), np.array([1, 2, 3, 40]))
    release = protect([counts], Policy(attacker="informed", cover=True), key=1)
    assert ("G",) in {cell.codes for cell in release.private.blocking}
