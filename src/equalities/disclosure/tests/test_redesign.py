"""Alternatives side by side, with what each keeps."""

import json

import numpy as np
import pytest

from equalities.cubes import Cube, Dimension
from equalities.disclosure import Policy, protect, redesign
from equalities.disclosure.redesign import people_shown, pool
from equalities.disclosure.tests.test_protection import cube
from equalities.refusals import Refused

ETHNIC = Dimension("e", ("x", "y", "z", "v"), parents={"x": "P", "y": "P", "z": "Q", "v": "Q"})
AREAS = Dimension("a", ("n", "s"))
WANTED = Cube("t", (AREAS, ETHNIC), np.array([[3, 140, 20, 230], [110, 60, 141, 28]]))


def by_name(found):
    return {one.name: one for one in found}


def test_the_methods_and_coarser_tables_stand_side_by_side():
    found = by_name(redesign([WANTED], Policy(), key=1))
    assert list(found) == [
        "suppress",
        "round to 5",
        "round to 5, small counts withheld",
        "round to 10",
        "merge",
        "coarser: e 1 up",
    ]
    assert all(one.is_safe for one in found.values())
    assert found["round to 5"].withheld == 0
    assert found["round to 5"].people_shown == 1.0
    # suppress withholds 3 and its partners: x in both areas, and z or v in both.
    hidden = [
        codes for codes, cell in found["suppress"].release.tables[0].cells.items() if cell.value is None
    ]
    finest = [codes for codes in hidden if "Total" not in codes]
    people = sum(WANTED.counts[AREAS.codes.index(a), ETHNIC.codes.index(e)] for a, e in finest)
    assert found["suppress"].people_shown == pytest.approx(1 - people / WANTED.total)
    assert found["merge"].people_shown == 1.0
    assert found["merge"].withheld == 6


def test_gaps_are_those_of_the_tables_as_wanted():
    """The finest ethnic groups differ between the areas; whoever reads the groups alone finds fewer of them."""
    found = by_name(redesign([WANTED], Policy(), key=1))
    assert found["round to 5"].gaps_kept == 1.0
    assert 0 < found["coarser: e 1 up"].gaps_kept < found["merge"].gaps_kept < 1


def test_of_three_crossed_dimensions_one_is_left_out_at_a_time():
    counts = np.random.default_rng(1).poisson(20, (3, 3, 2))
    found = by_name(redesign([cube(counts)], Policy(), key=1))
    fewer = found["2 at once"]
    assert [tuple(one.name for one in each.dimensions) for each in fewer.cubes] == [
        ("e", "s"), ("w", "s"), ("w", "e"),
    ]  # fmt: skip
    assert [each.counts.tolist() for each in fewer.cubes] == [
        counts.sum(axis=axis).tolist() for axis in range(3)
    ]
    assert fewer.is_safe


def test_years_are_pooled_where_only_they_differ():
    years = [cube([[3, 140], [110, 60]], "y1", universe={"y": "1", "who": "staff"})]
    years.append(cube([[5, 130], [100, 70]], "y2", universe={"y": "2", "who": "staff"}))
    pooled = by_name(redesign(years, Policy(), key=1))["pooled"]
    assert pooled.cubes[0].universe == {"y": ("1", "2"), "who": "staff"}
    assert pooled.cubes[0].counts.tolist() == [[8, 270], [210, 130]]
    assert (pooled.withheld, pooled.people_shown, pooled.gaps_kept) == (0, 1.0, 1.0)
    assert pooled.words == "1, 2 together"


@pytest.mark.parametrize(
    "cubes",
    [
        [cube([1, 2], universe={"y": "1"})],
        [cube([1, 2], universe={"y": "1"}), cube([1, 2], universe={"y": "1"})],
        [cube([1, 2], universe={"y": "1"}), cube([1, 2], universe={"y": ("1", "2")})],
        [cube([1, 2], universe={"y": "1"}), cube([1, 2, 3], universe={"y": "2"})],
        [cube([1, 2], universe={"y": "1", "z": "1"}), cube([1, 2], universe={"y": "2", "z": "2"})],
        [cube([1, 2], universe={"y": "1"}), cube([1, 2], universe={"z": "1"})],
    ],
)
def test_what_is_not_the_same_table_of_other_people_is_not_pooled(cubes):
    assert pool(cubes) is None


def test_a_number_that_is_nought_shows_nobody():
    cubes = [cube([2, 90, 120])]
    tables = protect(cubes, Policy(method="round"), key=1).tables
    assert [cell.value for cell in tables[0].cells.values()] == [0, 90, 120, 210]
    assert people_shown(cubes, tables) == pytest.approx(210 / 212)
    assert people_shown([cube([0, 0])], protect([cube([0, 0])], Policy()).tables) is None


def test_tables_of_one_year_stay_beside_those_that_are_pooled():
    years = [cube([30, 140], "y1", universe={"y": "1"}), cube([50, 130], "y2", universe={"y": "2"})]
    other = cube([90, 80], "other", names="e", universe={"y": "1"})
    pooled = by_name(redesign([*years, other], Policy(), key=1))["pooled"]
    assert [each.universe for each in pooled.cubes] == [{"y": ("1", "2")}, {"y": "1"}]


def test_what_is_not_safe_says_why_and_measures_nothing():
    found = by_name(redesign([cube([2, 2])], Policy(), key=1))
    refused = found["round to 5"]
    assert (refused.is_safe, refused.gaps_kept, refused.people_shown, refused.withheld) == (
        False,
        None,
        None,
        None,
    )
    assert refused.why == "3 counts would keep too few possible values"
    assert json.loads(json.dumps(refused.as_dict()))["safe"] is False


def test_earlier_releases_count_for_every_alternative():
    year = {"y": "1"}
    first = protect([cube([3 + 40, 12 + 50], universe=year)], Policy(), name="first", key=1)
    found = redesign([cube([[3, 40], [12, 50]], universe=year)], Policy(), [first], key=1)
    assert {one.release.receipt.against for one in found} == {("first",)}


def test_nothing_to_redesign_is_refused():
    with pytest.raises(Refused, match="at least one table"):
        redesign([], Policy())
