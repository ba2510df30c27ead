"""From what to what the number of everybody is: never short of the truth, and stated only in ways that all are safe."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, Release, Status, protect
from equalities.disclosure.attack import examine
from equalities.disclosure.ranges import as_said_before, holds, stated_ranges, with_ranges
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import Statements
from equalities.refusals import Refused

TOTAL = ("Total",)


def asked(name, groups):
    above = dict.fromkeys(groups, "known") | {"refused": "unknown"}
    return Dimension(name, (*groups, "refused"), parents=above, missing=("refused",))


SEX, FAITH = asked("sex", ("F", "M")), asked("faith", ("A", "B"))


def cubes(joint):
    """Tables by sex, by faith and by both of people in a joint table."""
    joint = np.array(joint)
    return [
        Cube("sex", (SEX,), joint.sum(axis=1)),
        Cube("faith", (FAITH,), joint.sum(axis=0)),
        Cube("both", (SEX, FAITH), joint),
    ]


def released(joint, which=slice(None), policy=Policy()):
    return with_ranges(protect(cubes(joint)[which], policy, key=1))


def total(release):
    return release.tables[0].between.get(TOTAL)


HIDDEN = [("F", "A"), ("F", "refused"), ("refused", "B"), ("refused", "refused")]


def hand_made(joint, rng):
    """A release that withholds the total, four combinations, and others as it happens: no matter whether it is safe."""
    tables = []
    for cube in cubes(joint):
        cells = protect([cube], Policy(threshold=1), key=1).tables[0]
        hidden = {
            codes
            for codes in cells.cells
            if set(codes) == {"Total"} or codes in HIDDEN or ("F" not in codes and rng.random() < 0.5)
        }
        tables.append(
            replace(cells, cells={code: blank(cell, code in hidden) for code, cell in cells.cells.items()})
        )
    release = protect([cubes(joint)[0]], Policy(attacker="outsider"), key=1)
    return replace(release, tables=tuple(tables))


def blank(cell, is_hidden):
    return replace(cell, value=None, status=Status.WITHHELD) if is_hidden else cell


def totals_that_fit(release, joint, most):
    """The number of people in all of every joint table, of up to `most` in a hidden combination, that gives each count
    that the release shows."""
    shown = [
        (number, codes, cell.value)
        for number, table in enumerate(release.tables)
        for codes, cell in table.cells.items()
        if cell.value is not None
    ]
    codes = list(product(SEX.codes, FAITH.codes))
    totals = set()
    for filling in product(range(most + 1), repeat=len(HIDDEN)):
        people = {
            **dict(zip(codes, np.ravel(joint).tolist(), strict=True)),
            **dict(zip(HIDDEN, filling, strict=True)),
        }
        if all(count(people, number, at) == value for number, at, value in shown):
            totals.add(sum(people.values()))
    return totals


def count(people, number, at):
    """How many of `people` stand in a cell of the table by sex, of that by faith, or of both."""
    of = {0: ((SEX, 0),), 1: ((FAITH, 1),), 2: ((SEX, 0), (FAITH, 1))}[number]
    return sum(
        n
        for codes, n in people.items()
        if all(codes[place] in axis.members(code) for (axis, place), code in zip(of, at, strict=True))
    )


@pytest.mark.slow_test
def test_no_people_who_fit_are_more_or_fewer_than_the_range():
    tried, rng = 0, np.random.default_rng(3)
    for _ in range(12):
        joint = rng.integers(0, 4, (3, 3))
        release = with_ranges(hand_made(joint, rng))
        fitting = totals_that_fit(release, joint, 4)
        least, most = total(release)
        assert joint.sum() in fitting
        assert least <= min(fitting)
        assert most is None or max(fitting) <= most
        tried += most is not None and (least, most) == (min(fitting), max(fitting))
    assert tried >= 3


def random_release(rng, which):
    joint = rng.integers(20, 90, (3, 3))
    joint[2], joint[:, 2] = rng.integers(0, 5, 3), rng.integers(0, 4, 3)
    return joint, released(joint, which)


@pytest.mark.parametrize("which", [slice(None), slice(2)])
def test_the_true_number_lies_in_the_range(which):
    rng, found = np.random.default_rng(5), 0
    for _ in range(12):
        joint, release = random_release(rng, which)
        if not release.is_refused and total(release):
            assert holds(release, int(joint.sum()))
            found += 1
    assert found >= 3


def test_a_number_that_is_shown_has_no_range():
    assert total(released([[50, 40, 9], [45, 60, 8], [9, 8, 7]])) is None


FEW = [[400, 390, 1], [330, 360, 1], [1, 0, 0]]
"""1,483 people, of whom one gave no sex and two no faith: their numbers and the total are withheld."""


def test_tables_by_one_question_bound_nobody_from_above():
    release = released(FEW, slice(2))
    least, most = total(release)
    assert most is None
    assert least <= 1483


def test_a_search_that_is_bounded_for_its_own_sake_bounds_nobody():
    """40 people by two questions, each with two ways not to answer: one of them did not, and two."""
    counted = {"faith": [1, 1, 35, 2, 1, 0], "disability": [31, 7, 1, 1]}
    tables = []
    for name, counts in counted.items():
        codes, silent = [f"{name}{at}" for at in range(len(counts) - 2)], ("refused", "not recorded")
        above = dict.fromkeys(codes, "known") | dict.fromkeys(silent, "unknown")
        axis = Dimension(name, (*codes, *silent), parents=above, missing=silent)
        tables.append(Cube(name, (axis,), np.array(counts)))
    release = with_ranges(protect(tables, Policy(), key=1))
    assert total(release) == (40, None)
    assert stated_ranges(release)


def test_ranges_that_may_be_stated_leave_no_number_out_and_are_proved_each():
    ways = stated_ranges(released(FEW, slice(2)))
    ends = [total(way) for way in ways]
    assert [before[1] + 1 for before in ends[:-1]] == [after[0] for after in ends[1:]]
    assert ends[0][0] == total(released(FEW, slice(2)))[0]
    assert ends[-1][1] is None
    assert ends[0][1] == 1557  # 5 % more than the 1,482 who are shown to have answered
    assert [holds(way, 1483) for way in ways] == [True, False, False, False]
    for way in ways:
        assert not len(examine(Statements(from_releases([way])), 2).unproved)


def test_which_ranges_there_are_follows_from_what_is_shown():
    """Three who gave no faith in place of two: the same tables, so the same ranges."""
    other = [[400, 390, 1], [330, 360, 2], [1, 0, 0]]
    one, two = released(FEW, slice(1, 2)), released(other, slice(1, 2))
    assert [each.cells for each in one.tables] == [each.cells for each in two.tables]
    assert [total(way) for way in stated_ranges(one)] == [total(way) for way in stated_ranges(two)]


@pytest.mark.parametrize("policy", [Policy(cover=True), Policy(participants=1)])
def test_policies_that_ask_for_more_than_a_width_have_nothing_stated(policy):
    shown = released(FEW, slice(2))
    assert stated_ranges(replace(shown, policy=policy)) == ()


def test_a_stated_range_holds_readers_and_stays():
    stated = stated_ranges(released(FEW, slice(2)))[0]
    assert Release.from_dict(stated.as_dict()).tables == stated.tables
    (sheet, _other) = from_releases([stated])
    assert (sheet.least[-1], sheet.most[-1]) == total(stated)
    narrow = replace(
        stated, tables=tuple(replace(table, between={TOTAL: (1483, 1483)}) for table in stated.tables)
    )
    assert len(examine(Statements(from_releases([narrow])), 2).unproved)


def test_what_was_said_of_the_same_people_is_said_again():
    before = stated_ranges(released(FEW, slice(2)))[0]
    again = as_said_before(released(FEW, slice(2)), [before])
    assert total(again) == total(before)
    whole = protect(cubes(FEW)[:2], Policy(threshold=1), key=1)
    assert as_said_before(with_ranges(whole), [before]).tables == whole.tables


def test_numbers_that_contradict_one_another_are_refused():
    release = released(FEW, slice(2))
    wrong = replace(
        release, tables=tuple(replace(table, between={TOTAL: (0, 9)}) for table in release.tables)
    )
    with pytest.raises(Refused):
        examine(Statements(from_releases([wrong])), 2)
