import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from equalities.comparison import chi_square, cochran_armitage, linear_by_linear, mann_whitney


def test_reference_alcohol_and_malformation():
    # Agresti 2002, section 3.4.2, table 3.7: scores 0, 0.5, 1.5, 4 and 7 drinks a day give M2 = 6.57 (p 0.01)
    table = np.array([[17_066, 48], [14_464, 38], [788, 5], [126, 1], [37, 1]])
    found = linear_by_linear(table, [0, 0.5, 1.5, 4, 7])
    assert (found.statistic, found.p) == (pytest.approx(6.57, abs=0.005), pytest.approx(0.010, abs=0.0005))


def test_cochran_armitage_is_the_linear_part_of_two_columns():
    table = np.array([[17_066, 48], [14_464, 38], [788, 5], [126, 1], [37, 1]])
    z = cochran_armitage(table[:, 1], table.sum(axis=1), [0, 0.5, 1.5, 4, 7])
    n = table.sum()
    assert z.statistic**2 * (n - 1) / n == pytest.approx(
        linear_by_linear(table, [0, 0.5, 1.5, 4, 7]).statistic
    )
    assert z.statistic > 0


def test_two_places_are_the_chi_square_of_two_by_two():
    found = cochran_armitage([30, 20], [50, 50])
    assert found.statistic == pytest.approx(-2.0)
    assert found.p == pytest.approx(chi_square(np.array([[30, 20], [20, 30]])).p)


@pytest.mark.parametrize(
    ("events", "bases"), [([0, 0], [5, 5]), ([5, 5], [5, 5]), ([1, 0], [5, 0]), ([], [])]
)
def test_rates_that_cannot_move_have_no_trend(events, bases):
    assert cochran_armitage(events, bases) is None


def test_what_does_not_vary_has_no_linear_part():
    assert linear_by_linear(np.array([[3, 4]])) is linear_by_linear(np.zeros((2, 2), dtype=int)) is None


def test_mann_whitney_by_hand():
    # one of the first is above both of the second, the other above one and level with one: (2 + 1.5) / 4
    assert mann_whitney([0, 1, 1], [1, 1, 0]).statistic == pytest.approx(3.5 / 4)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6))
def test_mann_whitney_agrees_with_scipy(counts):
    one, other = zip(*counts, strict=True)
    found = mann_whitney(one, other)
    values = [np.repeat(np.arange(len(each)), each) for each in (one, other)]
    if not len(values[0]) or not len(values[1]) or len(set(np.concatenate(values))) < 2:
        assert found is None
        return
    theirs = mannwhitneyu(*values, use_continuity=False, method="asymptotic")
    assert found.statistic == pytest.approx(theirs.statistic / (len(values[0]) * len(values[1])))
    assert found.p == pytest.approx(theirs.pvalue)
