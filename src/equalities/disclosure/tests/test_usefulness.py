import numpy as np
import pytest

from equalities.disclosure.usefulness import gaps_kept


def with_totals(counts):
    counts = np.array(counts)
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def everything(values):
    return np.ones(values.shape, bool)


def test_all_is_kept_where_all_is_shown():
    values = with_totals([[30, 70], [60, 40]])
    assert gaps_kept([(values, everything(values))]) == 1.0


def test_equal_groups_have_no_differences():
    values = with_totals([[30, 70], [60, 140]])
    assert gaps_kept([(values, everything(values))]) is None


def test_a_difference_is_lost_with_any_of_its_four_counts():
    values = with_totals([[30, 70], [60, 40]])
    shown = everything(values)
    shown[0, 0] = False
    assert gaps_kept([(values, shown)]) == 0.75
    shown[2, 2] = False
    assert gaps_kept([(values, shown)]) == 0.0


@pytest.mark.parametrize(("count", "share"), [(60, 1.0), (48, None)])
def test_the_test_is_the_two_proportion_z_at_95_per_cent(count, share):
    """47 of 100 against `count` of 100: z is 1.84 for 60 (p .066), 0.14 for 48; 33 against 47 would be 2.02."""
    values = (
        with_totals([[33, 67], [47, 53]]) if count == 60 else with_totals([[47, 53], [count, 100 - count]])
    )
    assert gaps_kept([(values, everything(values))]) == share


def test_empty_groups_are_no_difference():
    values = with_totals([[0, 0], [60, 40]])
    assert gaps_kept([(values, everything(values))]) is None


def test_one_dimension_has_no_pair():
    values = with_totals([3, 4])
    assert gaps_kept([(values, everything(values))]) is None
