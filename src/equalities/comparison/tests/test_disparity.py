from fractions import Fraction

import pytest

from equalities.comparison import Estimate, Rate, change_in_gap, four_fifths, index_of_disparity, newcombe

RATES = (35.4, 1408.1, 95.2, 22.4, 94.0)


def test_reference_index_of_disparity():
    # PMC6727205, table 4: scenarios G and H, and G weighted by millions of people
    assert index_of_disparity(RATES, 218.1) == pytest.approx(166.5, abs=0.05)
    # H is printed as 163.8, from rates with more digits than are printed
    assert index_of_disparity((28.3, 1205.8, 89.5, 21.0, 96.0), 187.2) == pytest.approx(163.8, abs=0.1)
    assert index_of_disparity(RATES, 218.1, (200, 40, 55, 20, 3)) == pytest.approx(137.2, abs=0.05)


def test_no_disparity_from_nothing():
    with pytest.raises(ValueError):
        index_of_disparity((1.0,), 0)


def test_reference_four_fifths_of_the_uniform_guidelines():
    # the worked example of 1979: 60, 45, 48 and 51 percent selected
    groups = {
        "White": Rate(60, 100),
        "American Indian": Rate(45, 100),
        "Hispanic": Rate(48, 100),
        "Black": Rate(51, 100),
    }
    found = {each.group: each for each in four_fifths(groups)}
    assert [found[group].ratio for group in groups] == [1, Fraction(3, 4), Fraction(4, 5), Fraction(17, 20)]
    assert [group for group in groups if found[group].adverse] == ["American Indian"]


def test_small_groups_are_not_judged_and_empty_ones_left_out():
    found = four_fifths({"A": Rate(90, 98), "B": Rate(0, 2), "C": Rate(0, 0)})
    assert [(each.group, each.adverse) for each in found] == [("A", False), ("B", None)]
    assert four_fifths({"A": Rate(0, 50)})[0].ratio == 1


def test_a_change_in_gap_has_wider_limits_than_either_gap():
    before, after = newcombe(40, 100, 60, 100), newcombe(50, 100, 60, 100)
    found = change_in_gap(before, after)
    assert found.value == pytest.approx(0.1)
    assert found.high - found.low > max(before.high - before.low, after.high - after.low)
    assert found.low < 0 < found.high
    back = change_in_gap(after, before)
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


def test_a_gap_without_limits_changes_without_limits():
    assert change_in_gap(Estimate(0.1, None, None), Estimate(0.3, 0.2, 0.4)) == Estimate(
        pytest.approx(0.2), None, None
    )
