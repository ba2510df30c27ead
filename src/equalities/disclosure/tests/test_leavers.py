"""Whoever kept the tables of before takes those of now from them."""

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, protect
from equalities.disclosure.leavers import have_left, stayed
from equalities.refusals import Refused

SEX = Dimension("sex", ("F", "M", "x"), parents={"F": "known", "M": "known"}, missing=("x",))
FAITH = Dimension("faith", tuple("abcdef"), parents={"a": "most", "b": "most"})
BEFORE, NOW = ({"population": "Libraries", "period": f"2024 ({n})"} for n in (1, 2))
SETS = ((0,), (1,), (0, 1))


def counts(people, universe):
    """The tables of some people, each (sex, faith) as places of their codes."""
    dimensions = (SEX, FAITH)
    for axes in SETS:
        cells = np.zeros([len(dimensions[axis].codes) for axis in axes], dtype=np.int64)
        np.add.at(cells, tuple(people[:, axis] for axis in axes), 1)
        chosen = tuple(dimensions[axis] for axis in axes)
        yield Cube(" by ".join(each.name for each in chosen), chosen, cells, "people", universe)


def drawn(seed, leaving):
    """Tables of 600 people, and of those of them who stayed."""
    draw = np.random.default_rng(seed)
    people = np.column_stack(
        [draw.choice(3, 600, p=[0.5, 0.45, 0.05]), draw.choice(6, 600, p=[0.5, 0.3, 0.1, 0.06, 0.03, 0.01])]
    )
    return list(counts(people, BEFORE)), list(counts(people[leaving:], NOW))


def shown(table):
    return {codes: cell.value for codes, cell in table.cells.items() if cell.value is not None}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("leaving", [10, 40])
def test_no_difference_of_two_shown_counts_is_small(seed, leaving):
    before, now = drawn(seed, leaving)
    first = protect(before, Policy(), name="first", key=seed)
    history = stayed(first, before, now, Policy())
    second = protect(now, Policy(), [history], name="second", key=seed)
    assert not second.is_refused
    for old, new in zip(first.tables, second.tables, strict=True):
        both = shown(old).keys() & shown(new).keys()
        differences = {shown(old)[codes] - shown(new)[codes] for codes in both}
        assert all(difference == 0 or difference >= 5 for difference in differences), (old.name, differences)
    assert shown(second.tables[0])


def test_without_it_the_difference_tells_who_left():
    before, now = drawn(2, 10)
    first, second = (protect(cubes, Policy(), name="one", key=2) for cubes in (before, now))
    differences = [
        shown(old)[codes] - shown(new)[codes]
        for old, new in zip(first.tables, second.tables, strict=True)
        for codes in shown(old).keys() & shown(new).keys()
    ]
    assert any(0 < difference < 5 for difference in differences)


def test_how_many_have_left():
    before, now = drawn(0, 12)
    assert have_left(before, now) == 12
    assert have_left(before, before) == 0
    assert have_left(now, before) is None, "others have come"
    assert have_left(before, []) is None


def test_tables_grouped_otherwise_are_refused():
    before, now = drawn(0, 12)
    first = protect(before, Policy(), name="first", key=0)
    with pytest.raises(Refused, match="grouped in another way"):
        stayed(first, before, now[1:], Policy())


PLACE = Dimension("place", ("N", "S", "E"))
WOMEN_AND_MEN = Dimension("sex", ("F", "M"))


def by_sex_and_place(people, stage):
    universe = {"population": "Pools", "period": stage}
    dimensions = (WOMEN_AND_MEN, PLACE)
    margins = [
        Cube(one.name, (one,), people.sum(axis=1 - axis), universe=universe)
        for axis, one in enumerate(dimensions)
    ]
    return [*margins, Cube("both", dimensions, people, universe=universe)]


@pytest.mark.slow_test
@pytest.mark.parametrize("seed", range(8))
def test_the_third_release_beside_the_first_tells_no_small_count_of_who_left_in_two_steps(seed):
    """The second withholds a group of which few left; the third must, too, or the first and third give them away."""
    draw, policy = np.random.default_rng(seed), Policy()
    people = draw.choice([8, 30, 40, 60], (2, 3))
    now = by_sex_and_place(people, "1")
    release = first = protect(now, policy, name="first")
    for stage in ("2", "3"):
        people = people - np.minimum(draw.choice([0, 0, 1, 2, 6, 12], (2, 3)), people)
        before, now = now, by_sex_and_place(people, stage)
        release = protect(now, policy, [stayed(release, before, now, policy)], name=stage)
    assert not release.is_refused
    left = [
        cell.value - after.cells[codes].value
        for table, after in zip(first.tables, release.tables, strict=True)
        for codes, cell in table.cells.items()
        if cell.value is not None and after.cells[codes].value is not None
    ]
    assert left
    assert [n for n in left if 0 < n < policy.threshold] == []
