import numpy as np
import pytest

from equalities.cubes import KNOWN, Cube, Dimension
from equalities.disclosure import Policy, protect, small_places_together

TOGETHER = "small places together"
SEX = Dimension("sex", ("1", "2"), {"1": "Female", "2": "Male"})


def teams(**sizes):
    """Cubes of teams, half women: by team, by team and sex."""
    codes = tuple(sizes)
    team = Dimension("team", codes)
    people = np.array(list(sizes.values()), dtype=np.int64)
    split = np.stack([people // 2, people - people // 2], axis=1)
    return (Cube("team", (team,), people), Cube("team by sex", (team, SEX), split))


def held(cube):
    return dict(zip(cube.dimension("team").codes, cube.by("team").counts.tolist(), strict=True))


@pytest.mark.parametrize(
    ("sizes", "left"),
    [
        ({"a": 10, "b": 40}, {"a": 10, "b": 40}),
        ({"a": 9, "b": 40, "c": 50}, {"c": 50, TOGETHER: 49}),  # never alone under another name
        ({"a": 4, "b": 7, "c": 6, "d": 30}, {"d": 30, TOGETHER: 17}),
        ({"a": 4, "b": 5, "c": 12, "d": 30}, {"d": 30, TOGETHER: 21}),  # two, but too few people
        ({"a": 3, "b": 12}, {TOGETHER: 15}),
        ({"a": 3}, {TOGETHER: 3}),
        ({"a": 0, "b": 12}, {"a": 0, "b": 12}),
    ],
)
def test_small_places_are_put_together(sizes, left):
    single, crossed = small_places_together(teams(**sizes), "team")
    assert held(single) == held(crossed) == left


def test_missing_answers_stay_apart_and_the_order_is_kept():
    team = Dimension(
        "team",
        ("a", "b", "c", "not_recorded"),
        parents={"a": KNOWN, "b": KNOWN, "c": KNOWN},
        missing=("not_recorded",),
    )
    cube = Cube("team", (team,), np.array([5, 60, 8, 3], dtype=np.int64))
    (found,) = small_places_together([cube], "team")
    assert held(found) == {"b": 60, "small places together": 13, "not_recorded": 3}
    assert found.dimension("team").answered == ("b", "small places together")
    assert found.dimension("team").members(KNOWN) == ("b", "small places together")


def test_other_cubes_are_left_alone_and_what_is_made_can_be_protected():
    sex = Cube("sex", (SEX,), np.array([20, 37], dtype=np.int64))
    cubes = small_places_together([sex, *teams(a=4, b=7, c=6, d=40)], "team", label="Few people")
    assert cubes[0] is sex
    assert cubes[2].dimension("team").label("small places together") == "Few people"
    assert not protect(cubes[1:], Policy()).is_refused
    assert small_places_together([sex], "team") == (sex,)
