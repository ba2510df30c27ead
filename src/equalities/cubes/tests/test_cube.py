import json

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension, Sum

WARD = Dimension("ward", ("A", "B", "C"), parents={"A": "North", "B": "North", "C": "South"})
SEX = Dimension("sex", ("F", "M"))


def users():
    return Cube("users", (WARD, SEX), np.array([[1, 2], [3, 4], [5, 6]]))


def test_fewer_dimensions_in_the_order_asked():
    assert users().by("sex").counts.tolist() == [9, 12]
    assert users().by("sex", "ward").counts.tolist() == [[1, 3, 5], [2, 4, 6]]


def test_groups_and_members():
    assert WARD.groups == ("North", "South")
    assert WARD.members("North") == ("A", "B")
    assert WARD.members("Total") == ("A", "B", "C")
    assert WARD.members("C") == ("C",)


def test_counts_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="one axis a dimension"):
        Cube("users", (WARD, SEX), np.zeros((3, 3), dtype=np.int64))


def test_counts_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        users().counts[0, 0] = 7


ASKED = Dimension(
    "sex",
    ("F", "M", "not_asked"),
    parents={"F": "known", "M": "known", "not_asked": "unknown"},
    missing=("not_asked",),
    classification="sex_census2021",
)


def test_missing_states_are_people_but_not_groups():
    assert ASKED.answered == ("F", "M")
    assert ASKED.base == "known"
    assert ASKED.members(ASKED.base) == ("F", "M")
    assert SEX.base == "Total"


@pytest.mark.parametrize(
    "cube",
    [
        Cube(
            "users", (WARD, ASKED), np.array([[1, 2, 0], [3, 4, 9], [0, 6, 0]]), "visits", {"period": "2024"}
        ),
        Cube("nobody", (SEX,), np.zeros(2, dtype=np.int64)),
        Cube("everybody", (), np.array(7)),
    ],
)
def test_a_cube_survives_json(cube):
    again = Cube.from_dict(json.loads(json.dumps(cube.as_dict())))
    assert again.counts.tolist() == cube.counts.tolist()
    assert (again.dimensions, again.unit, again.universe) == (cube.dimensions, cube.unit, cube.universe)


def with_pay():
    pay = Sum(np.array([[10.5, 0.0], [3.25, 4.0]]), np.array([[2, 0], [1, 2]]), "pounds")
    dimensions = (Dimension("sex", ("1", "2")), Dimension("ward", ("North", "South")))
    return Cube("staff", dimensions, np.array([[3, 0], [1, 2]]), sums={"pay": pay})


def test_sums_roll_up_with_the_counts():
    rolled = with_pay().by("ward")
    assert rolled.sums["pay"].totals.tolist() == [13.75, 4.0]
    assert rolled.sums["pay"].given.tolist() == [3, 2]
    assert with_pay().by("ward", "sex").sums["pay"].totals.tolist() == [[10.5, 3.25], [0.0, 4.0]]
    assert with_pay().by().sums["pay"].totals.tolist() == 17.75


def test_sums_survive_json_and_cubes_without_them_are_read():
    data = json.loads(json.dumps(with_pay().as_dict()))
    again = Cube.from_dict(data)
    assert again.sums["pay"].totals.tolist() == with_pay().sums["pay"].totals.tolist()
    assert (again.sums["pay"].given.tolist(), again.sums["pay"].unit) == ([[2, 0], [1, 2]], "pounds")
    del data["sums"]
    assert Cube.from_dict(data).sums == {}


def test_sums_have_the_axes_of_the_counts():
    with pytest.raises(ValueError, match="the axes of the counts"):
        Cube("staff", (), np.array(3), sums={"pay": Sum(np.zeros(2), np.zeros(2, dtype=int), "pounds")})
    with pytest.raises(ValueError, match="the same axes"):
        Sum(np.zeros(2), np.zeros(3, dtype=int), "pounds")
