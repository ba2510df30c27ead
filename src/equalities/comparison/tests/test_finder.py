import math

import numpy as np
import pytest

from equalities.comparison import Search, Verdict, find_gaps, find_gaps_in
from equalities.cubes import Cube, Dimension
from equalities.refusals import Refused

SEARCH = Search("service", "in", "y", ("sex", "group"))


def cube(rates, people=200):
    """Services x sexes x groups with these rates, everybody's outcome known, rounded to whole people."""
    events = np.rint(np.asarray(rates) * people).astype(np.int64)
    counts = np.stack([events, people - events], axis=-1)
    services, sexes, groups = events.shape
    dimensions = (
        Dimension("service", tuple(f"S{place}" for place in range(services))),
        Dimension("sex", ("F", "M")[:sexes]),
        Dimension("group", tuple("ABCDEF"[:groups])),
        Dimension("in", ("y", "n")),
    )
    return Cube("cases", dimensions, counts)


def test_no_gap_is_found_where_there_is_none():
    found = find_gaps(cube(np.full((5, 2, 3), 0.5)), SEARCH)
    assert found.gaps == ()
    assert (found.tested, found.services) == (5 * (1 + 3 + 6), 5)  # one gap between two sexes


def test_a_group_that_one_service_fails_is_found_there_and_ranked_by_people():
    rates = np.full((5, 2, 3), 0.5)
    rates[3, :, 1] = 0.2
    found = find_gaps(cube(rates), SEARCH)
    first = found.gaps[0]
    assert first.where == {"service": "S3", "group": "B"}
    assert (first.n, first.rate, first.reference_rate) == (400, 0.2, 0.5)
    assert (first.gap, first.verdict) == (pytest.approx(-0.3), Verdict.UNDER)
    assert first.low < -0.3 < first.high < 0
    assert {gap.where["service"] for gap in found.gaps} == {"S3"}
    assert [gap.people for gap in found.gaps] == sorted((gap.people for gap in found.gaps), reverse=True)


def test_an_intersection_is_found_though_its_parts_show_nothing():
    rates = np.full((6, 2, 2), 0.5)
    rates[0] = [[0.7, 0.3], [0.3, 0.7]]
    found = find_gaps(cube(rates), SEARCH)
    assert all(set(gap.where) == {"service", "sex", "group"} for gap in found.gaps)
    assert len(found.gaps) == 4


def test_two_groups_have_one_gap_told_of_the_one_that_does_worse():
    rates = np.full((3, 2, 2), 0.6)
    rates[1, 1] = 0.3
    found = find_gaps(cube(rates), SEARCH)
    singles = [gap for gap in found.gaps if len(gap.where) == 2]
    assert [(gap.where, gap.verdict) for gap in singles] == [({"service": "S1", "sex": "M"}, Verdict.UNDER)]
    assert found.tested == 3 * (1 + 1 + 4)


def test_the_better_one_of_a_pair_is_pooled_too():
    rates = np.full((40, 2, 1), 0.5)
    rates[:20, 0], rates[20:, 1] = 0.3, 0.3
    found = find_gaps(cube(rates, people=100), Search("service", "in", "y", ("sex",)))
    assert len(found.gaps) == 40
    assert all(-0.2 < gap.pooled_gap < -0.15 for gap in found.gaps)


def test_one_service_in_fifty_with_a_gap_is_found():
    rates = np.full((50, 1, 4), 0.7)
    rates[5, 0, 3] = 0.55
    found = find_gaps(cube(rates, people=300), Search("service", "in", "y", ("group",)))
    first, *others = found.gaps
    assert (first.where, first.verdict) == ({"service": "S5", "group": "D"}, Verdict.UNDER)
    assert (first.gap, first.pooled_gap) == (pytest.approx(-0.15), pytest.approx(-0.14, abs=0.01))
    assert all(other.echo_of == first.where for other in others)


def test_what_comes_of_an_intersection_names_it():
    rates = np.full((3, 2, 4), 0.7)
    rates[1, 0, 2] = 0.4
    found = find_gaps(cube(rates), SEARCH)
    stands = {"service": "S1", "sex": "F", "group": "C"}
    assert [gap.where for gap in found.gaps if gap.echo_of is None] == [stands]
    # women, the group, and men and women of the other groups, who seem favoured beside them
    comes_of_it = [gap.where for gap in found.gaps if gap.echo_of == stands]
    assert len(comes_of_it) == len(found.gaps) - 1
    assert {"service": "S1", "group": "C"} in comes_of_it
    assert {"service": "S1", "sex": "F"} in comes_of_it


def test_parts_of_a_gap_come_of_the_whole():
    rates = np.full((1, 2, 4), 0.7)
    rates[0, :, 1] = 0.45
    found = find_gaps(cube(rates), SEARCH)
    whole = {"service": "S0", "group": "B"}
    assert [gap.where for gap in found.gaps if gap.echo_of is None] == [whole]
    parts = [gap.where for gap in found.gaps if gap.echo_of == whole]
    assert {"sex": "F", **whole} in parts
    assert {"sex": "M", **whole} in parts


def test_two_gaps_of_one_service_both_stand():
    rates = np.full((1, 2, 6), 0.7)
    rates[0, :, 1], rates[0, :, 4] = 0.5, 0.45
    found = find_gaps(cube(rates), Search("service", "in", "y", ("group",)))
    assert {gap.where["group"]: gap.verdict for gap in found.gaps if gap.echo_of is None} == {
        "B": Verdict.UNDER,
        "E": Verdict.UNDER,
    }


def test_three_groups_have_no_mirror():
    rates = np.full((2, 1, 3), 0.6)
    rates[0, 0, 2] = 0.3
    found = find_gaps(cube(rates), Search("service", "in", "y", ("group",)))
    assert found.tested == 6
    assert {"service": "S0", "group": "C"} in [gap.where for gap in found.gaps]


def test_a_gap_below_what_matters_is_not_listed():
    rates = np.full((4, 2, 2), 0.50)
    rates[0, :, 0] = 0.52
    assert find_gaps(cube(rates, people=200_000), SEARCH).gaps == ()


def test_groups_of_a_handful_are_not_tested_and_said_to_be_too_few():
    found = find_gaps(cube(np.full((2, 2, 2), 1.0), people=4), SEARCH)
    assert (found.tested, found.too_few) == (0, 2 * (1 + 1 + 4))


def test_who_did_not_answer_is_in_no_group_and_no_rest(tmp_path):
    path = tmp_path / "cases.csv"
    lines = [
        f"A,{sex},{outcome}\n"
        for sex, outcome, n in (
            ("F", "y", 20),
            ("F", "n", 80),
            ("M", "y", 60),
            ("M", "n", 40),
            ("", "n", 500),
        )
        for _ in range(n)
    ]
    path.write_text("service,sex,in\n" + "".join(lines))
    found = find_gaps_in(path, Search("service", "in", "y", ("sex",)))
    assert [(gap.where["sex"], gap.reference_rate) for gap in found.gaps] == [("F", 0.6)]


def test_years_are_searched_apart(tmp_path):
    path = tmp_path / "cases.csv"
    cells = [("2023", "F", 50), ("2023", "M", 50), ("2024", "F", 20), ("2024", "M", 60)]
    lines = [
        f"A,{year},{sex},{'y' if place < good else 'n'}\n"
        for year, sex, good in cells
        for place in range(100)
    ]
    path.write_text("service,year,sex,in\n" + "".join(lines))
    found = find_gaps_in(path, Search("service", "in", "y", ("sex",), "year"))
    assert {gap.where["year"] for gap in found.gaps} == {"2024"}
    assert (found.tested, found.services) == (2, 1)


def test_a_good_value_that_nobody_has_is_refused():
    with pytest.raises(Refused, match="Nobody has the outcome maybe: the outcomes are y, n"):
        find_gaps(cube(np.full((1, 2, 2), 0.5)), Search("service", "in", "maybe", ("sex",)))


@pytest.mark.slow_test
def test_false_discoveries_stay_under_their_rate():
    chance = np.random.default_rng(7)
    rates = np.full((200, 2, 6), 0.4)
    rates[:40, :, 2] = 0.2
    events = chance.binomial(60, rates) / 60
    found = find_gaps(cube(events, people=60), SEARCH)
    true = [gap for gap in found.gaps if int(gap.where["service"][1:]) < 40]
    assert len(found.gaps) - len(true) <= 0.1 * len(found.gaps)
    assert len({gap.where["service"] for gap in true if gap.where.get("group") == "C"}) > 25


def test_rare_outcomes_are_tested_exactly():
    # 1 of 300 against 9 of 100, where 2.5 are expected: twice the chance of 9 or more, by R's phyper
    counts = np.array([[[9, 91], [1, 299]]])
    dimensions = (Dimension("service", ("S",)), Dimension("group", ("A", "B")), Dimension("in", ("y", "n")))
    found = find_gaps(Cube("cases", dimensions, counts), Search("service", "in", "y", ("group",)))
    chance = 2 * sum(math.comb(100, k) * math.comb(300, 10 - k) for k in (9, 10)) / math.comb(400, 10)
    assert [gap.q for gap in found.gaps] == pytest.approx([chance])


def test_a_column_is_not_searched_by_itself(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("service,sex,in\nA,F,y\n")
    with pytest.raises(Refused, match="The column Sex is asked for twice"):
        find_gaps_in(path, Search("service", "in", "y", ("sex", "Sex")))
