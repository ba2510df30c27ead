"""A few people who gave no answer cost the total, not the groups."""

import numpy as np

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, protect


def asked(name, groups, missing):
    above = dict.fromkeys(groups, "known") | dict.fromkeys(missing, "unknown")
    return Dimension(name, (*groups, *missing), parents=above, missing=tuple(missing))


def cube(name, groups, missing, counts):
    return Cube(name, (asked(name, groups, missing),), np.array(counts), universe={"period": "2024"})


SEX = cube("sex", ("F", "M"), ("refused",), [800, 698, 2])
FAITH = cube("faith", ("A", "B", "C"), ("refused", "blank"), [1200, 200, 60, 30, 10])


def shown(table):
    return {codes[0]: cell.value for codes, cell in table.cells.items() if cell.value is not None}


def test_the_groups_and_the_base_of_their_shares_are_kept():
    sex, faith = protect([SEX, FAITH], Policy(), key=1).tables
    assert shown(sex) == {"F": 800, "M": 698, "known": 1498}
    assert shown(faith) == {"A": 1200, "B": 200, "C": 60, "refused": 30, "known": 1460}


def test_those_few_are_not_to_be_narrowed():
    release = protect([SEX, FAITH], Policy(), key=1)
    assert release.private.min_interval_reached >= 2
    assert release.receipt.exposed == ()


def test_where_enough_gave_no_answer_everything_is_shown():
    many = cube("sex", ("F", "M"), ("refused",), [800, 690, 10])
    for table in protect([many, FAITH], Policy(), key=1).tables:
        assert len(shown(table)) == len(table.cells)


def test_a_total_that_was_shown_before_stays_shown():
    before = protect([FAITH], Policy(), name="before", key=1)
    sex, faith = protect([SEX, FAITH], Policy(), [before], key=1).tables
    assert shown(faith) == shown(before.tables[0])
    assert shown(sex)["Total"] == 1500
    assert "known" not in shown(sex)


def test_a_group_is_given_up_where_the_group_itself_is_small():
    small = cube("sex", ("F", "M", "X"), ("refused",), [800, 698, 2, 90])
    (table,) = protect([small], Policy(), key=1).tables
    assert "X" not in shown(table)
    assert len({"F", "M", "known"} & set(shown(table))) == 2


def answered_by_all(name, groups, counts):
    return Cube(name, (Dimension(name, tuple(groups)),), np.array(counts), universe={"period": "2024"})


AGE = answered_by_all("age", ("young", "old"), [1000, 500])
BRANCH = answered_by_all("branch", ("north", "south"), [900, 600])


def test_one_table_that_all_answered_costs_less_than_a_group_of_those_with_refusals():
    """1500 in all and 500 are withheld; keeping the total would take 1498 who answered and 698."""
    sex, age = protect([SEX, AGE], Policy(), key=1).tables
    assert shown(sex) == {"F": 800, "M": 698, "known": 1498}
    assert shown(age) == {"young": 1000}


def test_the_total_stays_where_more_tables_take_their_shares_of_it():
    """1500, 500 and 600 would be withheld; 1498 and 698 are fewer."""
    sex, age, branch = protect([SEX, AGE, BRANCH], Policy(), key=1).tables
    assert shown(sex) == {"F": 800, "Total": 1500}
    assert shown(age) == {"young": 1000, "old": 500, "Total": 1500}
    assert shown(branch) == {"north": 900, "south": 600, "Total": 1500}
    assert protect([SEX, AGE, BRANCH], Policy(), key=1).private.min_interval_reached >= 2
