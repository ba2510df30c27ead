"""Which amounts are sensitive, by hand; and that what is withheld cannot be guessed, against exact corners."""

import json
from collections import defaultdict
from contextlib import suppress
from itertools import product
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Dimension
from equalities.disclosure.amounts import AmountPolicy, Rows, added_up, attack_amounts, protect_amounts
from equalities.disclosure.amounts.intervals import ranges
from equalities.disclosure.amounts.policies import levels
from equalities.disclosure.amounts.tests.exact import corners
from equalities.disclosure.statements import UNKNOWN, Statements
from equalities.refusals import Refused

PLAIN = (Dimension("r", ("r0", "r1", "r2")), Dimension("c", ("c0", "c1", "c2")))
TREE = (Dimension("r", ("r0", "r1", "r2"), parents={"r0": "R", "r1": "R"}), PLAIN[1])


def rows_of(*lines, dimensions=PLAIN):
    """Rows from (row, column, contributor, amount)."""
    table = np.array(lines, np.int64).reshape(-1, 4)
    return Rows(dimensions, table[:, :2], table[:, 2], table[:, 3])


def judged(policy, *contributions):
    """(sensitive, level) of one cell to which these were given."""
    rows = rows_of(*((0, 0, at, amount) for at, amount in enumerate(contributions)))
    cube = added_up(rows, ["r", "c"], policy.depth)
    sensitive, level = levels(policy, cube.totals, cube.number, cube.largest)
    return bool(sensitive[0, 0]), int(level[0, 0])


P_PERCENT = AmountPolicy(p_percent=10, min_contributors=1)
DOMINANCE = AmountPolicy(p_percent=0, dominance=(2, 80), min_contributors=1)
FEW = AmountPolicy(p_percent=0, min_contributors=3, within=5)


@pytest.mark.parametrize(
    ("policy", "contributions", "outcome"),
    [
        (P_PERCENT, (100, 50, 9), (True, 1)),  # the rest, 9, is less than a tenth of 100: 10 - 9
        (P_PERCENT, (100, 50, 10), (False, 0)),
        (P_PERCENT, (100, 50, 4, 5), (True, 1)),
        (P_PERCENT, (100, 50), (True, 10)),
        (P_PERCENT, (1000,), (True, 100)),
        (P_PERCENT, (), (False, 0)),
        (DOMINANCE, (50, 31, 19), (True, 2)),  # 81 of 100: 100 * 81 / 80 - 100 = 1.25, rounded up
        (DOMINANCE, (50, 30, 20), (False, 0)),
        (DOMINANCE, (60, 40), (True, 25)),
        (AmountPolicy(p_percent=0, dominance=(1, 20), min_contributors=1), (90, 10), (True, 100)),  # at most itself
        (FEW, (300, 300), (True, 30)),
        (FEW, (200, 200, 200), (False, 0)),
        (FEW, (200, 200, 0), (True, 20)),  # who gave nothing is no contributor
    ],
)  # fmt: skip
def test_what_is_sensitive_and_by_how_much(policy, contributions, outcome):
    assert judged(policy, *contributions) == outcome


def test_rows_of_one_contributor_are_one():
    rows = rows_of((0, 0, 7, 60), (0, 0, 8, 30), (0, 1, 7, 5), (0, 0, 7, 40))
    cube = added_up(rows, ["r", "c"], 2)
    assert cube.largest[0, 0].tolist() == [100, 30]
    assert cube.number[0, 0] == 2
    assert cube.largest[0, -1].tolist() == [105, 30]  # all columns


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 4), st.integers(0, 50)), max_size=25
    )
)
def test_all_levels_are_those_added_up_one_by_one(lines):
    cube = added_up(rows_of(*lines, dimensions=TREE), ["r", "c"], 2)
    above = [[("r0", "R", "Total"), ("r1", "R", "Total"), ("r2", "Total")][r] for r, *_ in lines]
    cells = defaultdict(lambda: defaultdict(int))
    for ups, (_, c, who, amount) in zip(above, lines, strict=True):
        for up, across in product(ups, (f"c{c}", "Total")):
            cells[up, across][who] += amount
    for (at, up), (to, across) in product(
        enumerate(("r0", "r1", "r2", "R", "Total")), enumerate(("c0", "c1", "c2", "Total"))
    ):
        given_by = sorted((amount for amount in cells[up, across].values() if amount), reverse=True)
        assert cube.totals[at, to] == sum(given_by)
        assert cube.number[at, to] == len(given_by)
        assert cube.largest[at, to].tolist() == [*given_by, 0, 0][:2]


@pytest.mark.parametrize(
    ("given_policy", "sentence"),
    [
        ({"p_percent": 101}, "p_percent must be a whole number from 0 to 100"),
        ({"within": True}, "within must be a whole number"),
        ({"dominance": [0, 80]}, r"dominance must be \[n, k\]"),
        ({"dominance": 3}, r"dominance must be \[n, k\]"),
        ({"p_percent": 0, "min_contributors": 1}, "protects nothing"),
        ({"threshold": 5}, 'has no "threshold"'),
    ],
)
def test_policies_that_cannot_be(given_policy, sentence):
    with pytest.raises(Refused, match=sentence):
        AmountPolicy.from_dict(given_policy)


def test_a_policy_is_data():
    policy = AmountPolicy(dominance=(1, 75), signed_off_by="Head of finance")
    assert AmountPolicy.from_dict(json.loads(json.dumps(policy.as_dict()))) == policy


lines_strategy = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 6), st.integers(1, 4000)),
    min_size=9,
    max_size=40,
)


def in_this_process(release):
    """What the other process finds, without the seconds that it takes to start."""
    found = ranges(Statements(release.sheets))
    return found, {"fillings": found.fillings}


@settings(max_examples=25, deadline=None)
@given(lines_strategy, st.sampled_from([(15, None), (0, (1, 60)), (10, (2, 85))]))
def test_nobody_guesses_what_is_withheld(lines, rules):
    """The guarantee, by every corner of what fits, from the tables alone."""
    policy = AmountPolicy(p_percent=rules[0], dominance=rules[1])
    cube = added_up(rows_of(*lines), ["r", "c"], policy.depth)
    with patch("equalities.disclosure.amounts.protection.witnessed", in_this_process), suppress(Refused):
        release, _ = protect_amounts([cube], policy)
        check(release, cube, policy)


def check(release, cube, policy):
    """What is shown is true and not sensitive, and what is withheld keeps its range."""
    assert not release.is_refused
    statements = Statements(release.sheets)
    shown = statements.values != UNKNOWN
    sums = statements.people.toarray()
    (ids,) = statements.ids
    if not shown[ids[-1, -1]]:
        return  # without its total a table has no limit, and no corners to compare with
    possible = corners(sums[shown].tolist(), statements.values[shown].tolist())
    sensitive, level = levels(policy, cube.totals, cube.number, cube.largest)
    for cell, true, is_sensitive, far in zip(
        ids.ravel(), cube.totals.ravel(), sensitive.ravel(), level.ravel(), strict=True
    ):
        if shown[cell]:
            assert not is_sensitive
            assert statements.values[cell] == true
            continue
        values = [sum(x for x, is_in in zip(corner, sums[cell], strict=True) if is_in) for corner in possible]
        low, high = float(min(values)), float(max(values))
        assert high - low >= max(1, policy.within / 100 * (high + low)) - 0.01
        if is_sensitive:
            assert low <= true - far + 0.01
            assert high >= true + far - 0.01


def test_linked_tables_are_protected_together():
    """What one table withholds is not given away by another that shares its margin."""
    third = Dimension("k", ("k0", "k1"))
    chance = np.random.default_rng(3)
    size = 160
    codes = np.stack(
        [chance.integers(0, 3, size), chance.integers(0, 3, size), chance.integers(0, 2, size)], axis=1
    )
    rows = Rows(
        (*PLAIN, third), codes, chance.integers(0, 30, size), chance.lognormal(6, 2, size).astype(np.int64)
    )
    policy = AmountPolicy()
    cubes = [added_up(rows, names, policy.depth) for names in (["r", "c"], ["c", "k"], ["r", "k"])]
    release, witnesses = protect_amounts(cubes, policy)
    assert not release.is_refused
    assert release.private.sensitive > 0
    assert attack_amounts(release.sheets, within=policy.within).exposed == ()
    assert len(witnesses["fillings"]) > 1


def lines_of_one(release, rows, policy):
    """(sum, parts) of the lines along columns that tell a sum which is mostly one contributor's, added up one by one."""
    (table,) = release.tables
    found = []
    for row in rows.dimensions[0].codes:
        hidden = [code for code in rows.dimensions[1].codes if table.cell(row, code).value is None]
        if table.cell(row, "Total").value is None or len(hidden) < 2:
            continue
        given = defaultdict(int)
        for (r, c), who, amount in zip(rows.codes.tolist(), rows.contributors, rows.amounts, strict=True):
            if rows.dimensions[0].codes[r] == row and rows.dimensions[1].codes[c] in hidden:
                given[int(who)] += int(amount)
        falling = sorted(given.values(), reverse=True)
        if 100 * sum(falling[2:]) < policy.p_percent * falling[0]:
            found.append((row, hidden))
    return found


def test_what_one_contributor_has_in_two_cells_of_a_line_does_not_follow_from_its_total():
    """All of r0's c0 and c1 is contributor 1's: were these two withheld alone, r0 less c2 would be her sum."""
    many = [
        (r, c, 10 + 3 * r + n, 300 + 7 * n)
        for r in range(3)
        for c in range(3)
        for n in range(5)
        if r or c == 2
    ]
    rows = rows_of(*many, (0, 0, 1, 4000), (0, 1, 1, 5000))
    policy = AmountPolicy(min_contributors=1)
    release, _ = protect_amounts([added_up(rows, ["r", "c"], policy.depth)], policy)
    assert not release.is_refused
    (table,) = release.tables
    assert table.cell("r0", "c0").value is table.cell("r0", "c1").value is None
    assert None in (table.cell("r0", "c2").value, table.cell("r0", "Total").value)
    assert lines_of_one(release, rows, policy) == []


def test_tables_too_large_to_be_joined_are_refused():
    sizes = (40, 30, 30)
    dimensions = tuple(
        Dimension(name, tuple(f"{name}{at}" for at in range(size)))
        for name, size in zip("abc", sizes, strict=True)
    )
    codes = np.stack([np.arange(40) % size for size in sizes], axis=1)
    rows = Rows(dimensions, codes, np.arange(40), np.full(40, 100))
    cubes = [added_up(rows, names, 2) for names in (["a", "b"], ["b", "c"], ["a", "c"])]
    with pytest.raises(Refused, match="too many combinations by a and b and c, which no table has"):
        protect_amounts(cubes, AmountPolicy())


def test_where_all_would_be_withheld_it_is_refused():
    rows = rows_of((0, 0, 1, 500), (1, 1, 1, 900))
    with pytest.raises(Refused, match="Every amount would have to be withheld"):
        protect_amounts([added_up(rows, ["r", "c"], 2)], AmountPolicy())


def test_noughts_are_shown_and_nothing_public_tells_why():
    lines = [(r, c, 10 * r + c + n, 500 + n) for r in range(3) for c in range(3) for n in range(4) if r != c]
    rows = rows_of(*lines, (2, 0, 99, 90_000))
    release, _ = protect_amounts([added_up(rows, ["r", "c"], 2)], AmountPolicy())
    (table,) = release.tables
    assert table.cell("r1", "c1").value == 0
    assert table.cell("r2", "c0").value is None
    public = json.dumps([release.as_dict(), release.receipt.as_dict()])
    assert "sensitive" not in public
    assert "extra" not in public


def test_an_amount_below_nought_is_refused():
    with pytest.raises(Refused, match="below nought"):
        rows_of((0, 0, 1, -5))
