"""Group disclosure and differencing: on tables small enough to see it, and against every population."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy
from equalities.disclosure.giveaways import differences, shared_answers
from equalities.disclosure.plain import Reading, read_plain
from equalities.disclosure.relations import Together
from equalities.disclosure.sheets import from_cube
from equalities.disclosure.statements import UNKNOWN
from equalities.disclosure.tests.test_plain import SMALL_AREAS, folder_of
from equalities.refusals import Refused

WARD, FAITH = Dimension("ward", ("A", "B")), Dimension("faith", ("none", "one", "two"))
EVERYBODY, ADULTS = {"who": "everybody"}, {"who": "adults"}


def sheet_of(counts, dimensions=(WARD, FAITH), universe=EVERYBODY, hidden=()):
    name = str(universe["who"]) if "who" in universe else "t"
    sheet = from_cube(
        Cube(name, dimensions, np.array(counts), universe=universe), "r", Policy(attacker="outsider")
    )
    for place in hidden:
        sheet.values[place] = UNKNOWN
    return sheet


def found(sheets, sensitive="faith", relations=()):
    return {one.cell.codes: one.share for one in shared_answers(sheets, relations, sensitive)}


def test_everybody_in_a_group_gave_one_answer():
    assert found([sheet_of([[0, 7, 0], [3, 4, 5]])]) == {("A", "one"): 100}


def test_nobody_in_a_group_gave_an_answer():
    assert found([sheet_of([[2, 7, 0], [3, 4, 5]])]) == {("A", "two"): 0}


def test_a_group_without_people_says_nothing():
    assert found([sheet_of([[0, 0, 0], [3, 4, 5]])]) == {}


def test_what_is_withheld_can_give_a_group_away():
    """The whole ward has seven, and seven gave one answer: the two withheld counts beside it are nought."""
    hidden = [(0, 0), (0, 2), (1, 0), (1, 2)]
    assert found([sheet_of([[0, 7, 0], [3, 4, 5]], hidden=hidden)]) == {("A", "one"): 100}
    assert found([sheet_of([[0, 7, 1], [3, 4, 5]], hidden=hidden)]) == {}


def test_a_group_of_answers_stands_for_its_parts():
    faith = Dimension("faith", ("none", "one", "two", "three"), parents={"two": "other", "three": "other"})
    assert found([sheet_of([[2, 7, 0, 0], [3, 4, 5, 5]], (WARD, faith))]) == {("A", "other"): 0}


def test_an_unknown_dimension_is_refused():
    with pytest.raises(Refused, match='No table has a column "age"'):
        found([sheet_of([[2, 7, 0], [3, 4, 5]])], "age")


GUESSES = np.array(list(product(range(5), repeat=4))).reshape(-1, 2, 2)


def levels(tables):
    """Tables of two by two with their totals."""
    for axis in (1, 2):
        tables = np.concatenate([tables, tables.sum(axis=axis, keepdims=True)], axis=axis)
    return tables


@pytest.mark.slow_test
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.sets(st.integers(0, 7), max_size=6))
def test_groups_by_brute_force(counts, hidden):
    """A share is told exactly when every population that fits has it, and people in the group."""
    if sum(counts) > 4:
        return
    faith = Dimension("faith", ("no", "yes"))
    places = [divmod(place, 3) for place in hidden]
    sheet = sheet_of(np.array(counts).reshape(2, 2), (WARD, faith), hidden=places)
    every = levels(GUESSES)
    shown = sheet.values != UNKNOWN
    fits = every[(every[:, shown] == sheet.values[shown]).all(axis=1)]
    expected = {}
    for group, answer in product(range(3), range(2)):
        if (fits[:, group, 2] > 0).all() and (fits[:, group, answer] == fits[:, group, 2]).all():
            expected[("A", "B", "Total")[group], ("no", "yes")[answer]] = 100
    assert {cell: share for cell, share in found([sheet]).items() if share == 100} == expected
    assert set(found([sheet]).values()) <= {100}


def test_a_small_area_that_two_geographies_leave_over(tmp_path):
    """Ward N = a + b and constituency E = a + b + c: nobody published c, and both together give it."""
    other = {"a": "E", "b": "E", "c": "E", "d": "W", "E": "", "W": ""}
    folder = folder_of(
        tmp_path, ("area", "sex", "count"), ("N", "F", "20"), ("E", "F", "23"), ("N", "M", "9")
    )
    sheets = read_plain(folder, Reading(parents={"area": SMALL_AREAS}, others={"area": [other]}))
    left = differences(sheets, [], 5)
    assert [(each.cell.codes, each.low) for each in left] == [(("E less N", "F"), 3)]
    assert differences(sheets, [], 3) == []


def test_all_people_less_some_of_them():
    sheets = [sheet_of([7, 9, 30], (FAITH,)), sheet_of([6, 9, 30], (FAITH,), ADULTS)]
    assert differences(sheets, [], 5) == []
    left = differences(sheets, [Together("part", (ADULTS, EVERYBODY))], 5)
    assert {each.cell.codes: each.low for each in left} == {("none",): 1, ("Total",): 1}
    assert {each.cell.table for each in left} == {'"who everybody" less "who adults"'}


def test_two_years_together_less_one_of_them():
    one, both = {"year": "1"}, {"year": ("1", "2")}
    sheets = [sheet_of([7, 9, 30], (FAITH,), one), sheet_of([9, 29, 50], (FAITH,), both)]
    assert [(each.cell.codes, each.low) for each in differences(sheets, [], 5)] == [(("none",), 2)]
    second = sheet_of([2, 20, 20], (FAITH,), {"year": "2"}, hidden=[0])
    assert differences([*sheets, second], [], 5) == []
