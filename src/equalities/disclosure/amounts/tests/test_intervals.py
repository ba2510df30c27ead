"""What a reader can narrow down, against every corner of what fits in exact fractions."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Dimension
from equalities.disclosure.amounts.intervals import ranges
from equalities.disclosure.amounts.tests.exact import corners
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Sheet, Statements
from equalities.refusals import Refused


def sheet_of(values):
    """A table of all levels of two plain dimensions; None is withheld."""
    given_values = np.array(
        [[UNKNOWN if value is None else value for value in row] for row in values], np.int64
    )
    dimensions = tuple(
        Dimension(name, tuple(f"{name}{at}" for at in range(size - 1)))
        for name, size in zip("rc", given_values.shape, strict=True)
    )
    shape = given_values.shape
    return Sheet(
        "r", "t", dimensions, {}, given_values, np.zeros(shape, np.int64), np.full(shape, NO_LIMIT),
        given_values == UNKNOWN,
    )  # fmt: skip


def with_totals(inner):
    table = np.array(inner)
    table = np.vstack([table, table.sum(axis=0)])
    return np.hstack([table, table.sum(axis=1, keepdims=True)])


def found_ranges(sheet):
    statements = Statements([sheet])
    found = ranges(statements)
    codes = [statements.place(int(cell))[1] for cell in found.cells]
    return {code: pair for code, *pair in zip(codes, found.low, found.high, strict=True)}, found, statements


def test_the_table_of_fischetti_and_salazar():
    table = with_totals([[20, 50, 10], [8, 19, 22], [17, 32, 12]]).tolist()
    for row, column in product((1, 2), (0, 2)):
        table[row][column] = None
    found, _, _ = found_ranges(sheet_of(table))
    assert found["r1", "c2"] == pytest.approx([5, 30])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 900), min_size=9, max_size=9),
    st.sets(st.integers(0, 14), max_size=11),
)
def test_ends_are_those_of_every_corner(amounts, hidden):
    table = with_totals(np.array(amounts).reshape(3, 3)).tolist()
    flat = [(row, column) for row, column in product(range(4), range(4)) if (row, column) != (3, 3)]
    for at in hidden:
        table[flat[at][0]][flat[at][1]] = None
    sheet = sheet_of(table)
    found, whole, statements = found_ranges(sheet)
    shown = statements.values != UNKNOWN
    people = statements.people.toarray()
    possible = corners(people[shown].tolist(), statements.values[shown].tolist())
    for cell, low, high in zip(whole.cells, whole.low, whole.high, strict=True):
        values = [
            sum(x for x, is_in in zip(corner, people[cell], strict=True) if is_in) for corner in possible
        ]
        assert (low, high) == pytest.approx((float(min(values)), float(max(values))), abs=1e-3)
    assert len(found) == len(hidden)
    reached = np.array([people[whole.cells] @ filling for filling in whole.fillings])
    for filling in whole.fillings:
        assert filling.min() >= 0
        assert people[shown] @ filling == pytest.approx(statements.values[shown], abs=1e-4)
    if hidden:
        assert reached.min(axis=0) == pytest.approx(whole.low, abs=1e-3)
        assert reached.max(axis=0) == pytest.approx(whole.high, abs=1e-3)


def test_without_a_total_there_is_no_limit():
    found, _, _ = found_ranges(sheet_of([[None, 5, None], [7, 9, 16], [None, 14, None]]))
    assert found["r0", "c0"] == [0, np.inf]


def test_contradictions_are_refused():
    with pytest.raises(Refused, match="contradict"):
        ranges(Statements([sheet_of([[1, 5, 7], [7, None, 16], [8, 14, 22]])]))


def test_large_and_small_amounts_in_one_table():
    table = with_totals(
        [[90_000_000_000, 250, 1_300], [800, 40_000_000_000, 120], [77, 900, 9_000_000_000]]
    ).tolist()
    for row, column in product((0, 1), (1, 2)):
        table[row][column] = None
    found, whole, statements = found_ranges(sheet_of(table))
    shown = statements.values != UNKNOWN
    assert found["r0", "c1"] == pytest.approx([130, 1550], abs=0.1)
    for filling in whole.fillings:
        assert np.abs(statements.people[shown] @ filling - statements.values[shown]).max() < 1e-3
