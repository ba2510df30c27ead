import numpy as np
import pytest

from equalities.comparison import (
    association,
    benjamini_hochberg,
    chi_square,
    common_odds,
    fisher,
    holm,
    mantel_haenszel,
)


def test_reference_fisher_of_the_promotion_experiment():
    # Rosen and Jerdee 1974: 21 of 24 against 14 of 24
    assert fisher(np.array([[21, 3], [14, 10]])).p == pytest.approx(0.04899141306, abs=5e-12)


def test_chi_square_by_hand():
    # every expected count is 25: 4 x 5^2 / 25
    assert chi_square(np.array([[30, 20], [20, 30]])).statistic == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ([[30, 20], [20, 30]], ["chi-square", "fisher exact"]),
        ([[3, 2], [20, 30]], ["fisher exact", "chi-square"]),
        ([[30, 20], [20, 30], [10, 40]], ["chi-square"]),
        ([[3, 2], [20, 30], [10, 40]], []),
        ([[30, 20], [0, 0]], []),
        ([[30, 0], [20, 0]], []),
        ([[30, 20], [0, 0], [20, 30]], ["chi-square", "fisher exact"]),
    ],
)
def test_the_data_choose_the_test(table, names):
    assert [test.name for test in association(np.array(table))] == names


STRATA = np.array([[[10, 20], [5, 25]], [[3, 7], [8, 2]]])


def test_one_stratum_is_pearson_times_n_less_one():
    table = STRATA[:1]
    assert mantel_haenszel(table).statistic == pytest.approx(chi_square(table[0]).statistic * 59 / 60)


def test_the_common_odds_ratio_of_one_stratum_is_its_own():
    assert common_odds(STRATA[:1]).statistic == pytest.approx(10 * 25 / (20 * 5))


def test_empty_strata_say_nothing():
    empty = np.zeros((1, 2, 2), dtype=np.int64)
    assert mantel_haenszel(np.concatenate([STRATA, empty])) == mantel_haenszel(STRATA)
    assert common_odds(np.concatenate([STRATA, empty])) == common_odds(STRATA)
    assert mantel_haenszel(empty) is common_odds(empty) is None


def test_more_than_two_groups():
    three = np.array([[[10, 20], [5, 25], [0, 0]], [[3, 7], [8, 2], [0, 0]]])
    assert mantel_haenszel(three).statistic == pytest.approx(mantel_haenszel(STRATA).statistic)


def test_adjusted_for_their_number():
    # Benjamini and Hochberg 1995 and Holm 1979, worked by hand
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert benjamini_hochberg([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.04, 0.04))
    assert holm([]) == benjamini_hochberg([]) == ()
    assert holm([0.9, 0.8]) == (1.0, 1.0)
