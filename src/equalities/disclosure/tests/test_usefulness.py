"""Which differences count as true, and which of them a reader of the published numbers finds."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from equalities.disclosure.statements import UNKNOWN
from equalities.disclosure.usefulness import CERTAIN, _corners, _score, gaps_kept


def with_totals(counts):
    counts = np.array(counts)
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def without(values, *places):
    published = values.copy()
    for place in places:
        published[place] = UNKNOWN
    return published


def test_all_is_kept_where_all_is_shown():
    values = with_totals([[30, 70], [60, 40]])
    assert gaps_kept([(values, values)]) == 1.0


def test_equal_groups_have_no_differences():
    values = with_totals([[30, 70], [60, 140]])
    assert gaps_kept([(values, values)]) is None


def test_a_difference_is_lost_with_any_of_its_four_counts():
    values = with_totals([[30, 70], [60, 40]])
    assert gaps_kept([(values, without(values, (0, 0)))]) == 0.75
    assert gaps_kept([(values, without(values, (0, 0), (2, 2)))]) == 0.0


def test_z_squared_is_chi_squared_of_the_two_by_two_table():
    values = with_totals([[33, 67], [47, 53]])
    scores = _score(*_corners(values, (0, 1)))
    expected = chi2_contingency(values[:2, :2], correction=False).statistic
    assert scores[0, 0] ** 2 == pytest.approx(expected)
    assert scores[0, 0] == pytest.approx(-scores[1, 0])


@pytest.mark.parametrize(("first", "second", "share"), [(33, 47, 1.0), (33, 46, None), (47, 48, None)])
def test_the_reader_needs_95_per_cent(first, second, share):
    """Of 100 each: 33 against 47 has z 2.02, against 46 1.88."""
    values = with_totals([[first, 100 - first], [second, 100 - second]])
    assert gaps_kept([(values, values)]) == share


def test_a_handful_of_people_is_no_true_difference():
    """One person in a group of one has a share of 100 %, and z 9.9: the normal distribution does not hold there."""
    values = with_totals([[1, 0], [10, 990]])
    assert _score(*_corners(values, (0, 1)))[0, 0] > 9
    assert gaps_kept([(values, values)]) is None


@pytest.mark.parametrize(("small", "share"), [(10, 1.0), (9, None)])
def test_five_people_must_be_expected_in_each_cell(small, share):
    """Half of `small` people are expected in each category: 5 or 4.5."""
    values = with_totals([[small, 0], [50 - small, 50]])
    assert gaps_kept([(values, values)]) == share


def test_among_many_equal_groups_chance_finds_few_differences():
    """400 groups of 100 with one share: 1 in 20 differs at 95 %; false discovery is held for all at once."""
    random = np.random.default_rng(3)
    yes = random.binomial(100, 0.5, 400)
    values = with_totals(np.stack([yes, 100 - yes], axis=1))
    scores = _score(*_corners(values, (0, 1)))[:400, 0]
    assert (np.abs(scores) > CERTAIN).sum() > 10
    assert gaps_kept([(values, values)]) is None


def test_of_true_differences_among_many_groups_about_one_in_twenty_is_chance():
    random = np.random.default_rng(4)
    share = np.where(np.arange(400) < 100, 0.8, 0.4)
    yes = random.binomial(100, share)
    values = with_totals(np.stack([yes, 100 - yes], axis=1))
    hidden = without(values, *((at, 0) for at in range(100)), *((at, 1) for at in range(100)))
    kept = gaps_kept([(values, hidden)])
    # What is left when the hundred are hidden are differences of the other groups from everybody else, pulled up
    # by the hundred: 0.4 against 0.5.
    assert 0.2 < kept < 0.6


def test_a_rounded_number_shows_a_difference_where_the_reader_finds_the_same_sign():
    values = with_totals([[300, 700], [450, 550]])
    near = values // 5 * 5
    assert gaps_kept([(values, near)]) == 1.0
    turned = values.copy()
    turned[0, 0], turned[0, 1] = 700, 300
    assert gaps_kept([(values, turned)]) < 1.0


def test_rounding_hides_a_small_difference():
    values = with_totals([[33, 67], [47, 53]])
    near = with_totals([[35, 65], [45, 55]])
    assert gaps_kept([(values, values)]) == 1.0
    assert gaps_kept([(values, near)]) == 0.0


def test_empty_groups_are_no_difference():
    values = with_totals([[0, 0], [60, 40]])
    assert gaps_kept([(values, values)]) is None


def test_one_dimension_has_no_pair():
    values = with_totals([3, 4])
    assert gaps_kept([(values, values)]) is None
    assert gaps_kept([]) is None
