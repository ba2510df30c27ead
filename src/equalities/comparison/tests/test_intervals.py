import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalities.comparison import Estimate, byar, exact_poisson, katz, newcombe, poisson, wilson

# Check values: test_vectors.csv of the facts, to its printed digits; sources stand with each.


@pytest.mark.parametrize(
    ("events", "base", "value", "low", "high"),
    [
        (81, 263, 0.307985, 0.255289, 0.36621),
        (15, 148, 0.101351, 0.062386, 0.160487),
        (0, 20, 0, 0, 0.161125),
        (1, 29, 0.034483, 0.006113, 0.171755),
    ],
)
def test_reference_wilson_newcombe_1998(events, base, value, low, high):
    found = wilson(events, base)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-7)


@pytest.mark.parametrize(
    ("counts", "gap", "low", "high"),
    [((56, 70, 48, 80), 0.2, 0.052431, 0.333873), ((10, 10, 0, 10), 1, 0.607509, 1)],
)
def test_reference_newcombe_1998_method_10(counts, gap, low, high):
    found = newcombe(*counts)
    assert (found.value, found.low, found.high) == pytest.approx((gap, low, high), abs=5e-7)


def test_reference_katz():
    found = katz(20, 100, 40, 100)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.315752, 0.791762), abs=5e-7)


@pytest.mark.parametrize(("count", "low", "high"), [(10, 4.78745, 18.391459), (100, 81.362105, 121.627938)])
def test_reference_byar(count, low, high):
    assert (byar(count).low, byar(count).high) == pytest.approx((low, high), abs=5e-7)


def test_exact_limits_below_ten_and_byar_from_ten():
    # Garwood 1936: 0 events (0, 3.6889); 5 events (1.6235, 11.6683)
    assert (exact_poisson(0).low, exact_poisson(0).high) == pytest.approx((0, 3.6889), abs=5e-5)
    assert (exact_poisson(5).low, exact_poisson(5).high) == pytest.approx((1.6235, 11.6683), abs=5e-5)
    assert poisson(9) == exact_poisson(9)
    assert poisson(10) == byar(10)
    assert byar(0).low == 0


def test_a_ratio_with_noughts_is_never_a_number_it_is_not():
    assert katz(5, 10, 0, 10) is None
    assert katz(1, 1, 50, 100) == Estimate(2.0, None, None)
    assert katz(500, 500, 90, 90) == Estimate(1.0, None, None)
    assert katz(10, 10, 5, 10).low > 1
    none = katz(0, 10, 5, 10)
    assert (none.value, none.low, none.high) == (0, None, None)


@pytest.mark.parametrize(
    "call",
    [
        lambda: wilson(3, 2),
        lambda: wilson(-1, 2),
        lambda: wilson(0, 0),
        lambda: katz(0, 0, 1, 2),
        lambda: byar(-1),
        lambda: exact_poisson(-1),
    ],
)
def test_impossible_counts_are_errors(call):
    with pytest.raises(ValueError):
        call()


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 400), st.integers(1, 400))
def test_limits_hold_their_figure_and_turn_round_with_it(events, more, other, other_more):
    base, other_base = events + more, other + other_more
    one = wilson(events, base)
    assert 0 <= one.low <= one.value + 1e-12
    assert one.value <= one.high + 1e-12
    assert one.high <= 1
    turned = wilson(base - events, base)
    assert (turned.low, turned.high) == pytest.approx((1 - one.high, 1 - one.low))
    gap, back = newcombe(events, base, other, other_base), newcombe(other, other_base, events, base)
    assert (gap.value, gap.low, gap.high) == pytest.approx((-back.value, -back.high, -back.low))
    assert not math.isnan(gap.low)
