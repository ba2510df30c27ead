import json

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension

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
