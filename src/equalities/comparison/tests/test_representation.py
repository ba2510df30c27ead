from dataclasses import replace

import numpy as np
import pytest

from equalities.comparison import Judgement, Verdict, representation
from equalities.comparison.representation import BOUNDED, SUPPOSED, UNBOUNDED
from equalities.comparison.tests.tables import shown
from equalities.cubes import Cube, Dimension
from equalities.cubes.dimensions import listed

SEX = Dimension("sex", ("1", "2"), {"1": "Female", "2": "Male"}, classification="sex_census2021")
ASKED = listed("sex", "sex_census2021", ("1", "2"), ("prefer_not_to_say", "not_applicable"))


def population(females=5_000, males=5_000):
    return Cube("Population", (SEX,), np.array([females, males]))


def users(*counts, unit="people", dimension=SEX):
    return Cube("Users", (dimension,), np.array(counts), unit)


def group(found, code):
    return next(each for each in found.groups if each.code == code)


def test_numbers_shares_index_and_expected():
    found = representation(shown(users(600, 400)), population(), "sex")
    female = group(found, "1")
    assert (female.n, female.share, female.benchmark_share, female.expected) == (600, 0.6, 0.5, 500)
    assert (female.index, female.difference) == (1.2, pytest.approx(0.1))
    assert (female.low, female.high) == pytest.approx((0.5693, 0.6299), abs=5e-5)
    assert (female.index_low, female.index_high) == pytest.approx((1.1386, 1.2599), abs=1e-4)
    assert (female.verdict, group(found, "2").verdict) == (Verdict.OVER, Verdict.UNDER)
    assert (found.base, found.total, found.declaration_rate) == (1000, 1000, 1.0)


def test_missing_answers_are_kept_apart_and_out_of_the_base():
    found = representation(shown(users(60, 40, 25, 10, dimension=ASKED)), population(), "sex")
    assert (found.base, found.total) == (100, 135)
    assert [(each.state, each.n) for each in found.missing] == [
        ("prefer_not_to_say", 25),
        ("not_applicable", 10),
    ]
    assert found.declaration_rate == 100 / 125
    assert found.response_rate == 1.0
    assert group(found, "1").share == 0.6
    assert (group(found, "1").lowest, group(found, "1").highest) == (60 / 125, 85 / 125)


def test_no_verdict_when_under_half_answered():
    found = representation(shown(users(80, 20, 150, 0, dimension=ASKED)), population(), "sex")
    assert {each.verdict for each in found.groups} == {Verdict.DEPENDS}
    assert found.notes == ("Only 40% answered, so there is no verdict.",)


def test_a_withheld_count_gives_no_figures_and_is_not_nought():
    found = representation(shown(users(600, 400), withheld={("1",)}), population(), "sex")
    female = group(found, "1")
    assert female.n is female.share is female.index is female.verdict is None
    assert group(found, "2").share == 0.4


def test_a_withheld_base_gives_no_shares():
    found = representation(
        shown(users(60, 40, 3, 0, dimension=ASKED), withheld={("known",)}), population(), "sex"
    )
    assert found.base is None
    assert found.declaration_rate is None
    assert all(each.share is None for each in found.groups)
    assert found.notes == ("How many answered is withheld, so there are no shares.",)


def test_a_nought_that_is_shown_is_a_finding():
    found = representation(shown(users(0, 1000)), population(), "sex")
    assert (group(found, "1").n, group(found, "1").index, group(found, "1").verdict) == (0, 0, Verdict.UNDER)


def test_visits_have_no_interval_and_no_verdict():
    found = representation(shown(users(600, 400, unit="visits")), population(), "sex")
    female = group(found, "1")
    assert (female.share, female.index) == (0.6, 1.2)
    assert female.low is female.p is female.verdict is None
    assert found.notes[0].startswith("One person may be counted several times")


def test_a_benchmark_of_too_few_people_is_not_compared():
    found = representation(shown(users(600, 400)), population(9, 5_000), "sex")
    assert group(found, "1").verdict is Verdict.NOT_COMPARABLE
    assert (
        representation(shown(users(600, 400)), population(9, 5_000), "sex", Judgement(least_benchmark=5))
        .groups[0]
        .verdict
        is Verdict.OVER
    )


def test_recorded_gender_is_not_compared_with_sex():
    gender = listed("gender", "gender_recorded", ("woman", "man"), ())
    found = representation(shown(users(600, 400, 0, 0, 0, 0, dimension=gender)), population(), "gender")
    assert {each.verdict for each in found.groups} == {Verdict.NOT_COMPARABLE}
    assert group(found, "woman").benchmark_share is None


def test_two_censuses_are_compared_where_groups_are_the_same_people():
    old = listed("ethnicity", "ethnic_group_census2001_ew", ("W1", "O1"), ())
    new = listed("ethnicity", "ethnic_group_census2021_ew", ("13", "2"), ())
    users_cube = Cube("Users", (old,), np.array([100 if code == "O1" else 50 for code in old.codes]))
    people = Cube("Population", (new,), np.array([1000] * len(new.codes)))
    found = representation(shown(users_cube), people, "ethnicity")
    assert group(found, "O1").benchmark_n == 1000  # Chinese
    assert group(found, "W3").benchmark_n == 3000  # Other White holds Gypsy, Roma and Other White of 2021
    assert group(found, "asian").benchmark_n == 4000  # without Chinese, who stood elsewhere in 2001
    assert group(found, "O1").parent == "other"
    assert any("No tick box before 2011" in note for note in found.notes)


def test_bands_of_age_of_another_width():
    fine = listed("age", "age_five_year_18", ("15-19",), ())
    broad = listed("age", "age_census2021_8c", ("2",), ())
    people = Cube("Population", (fine,), np.array([100] * 18))
    found = representation(shown(Cube("Users", (broad,), np.array([20] * 8))), people, "age")
    assert [each.benchmark_n for each in found.groups] == [300, 200, 200, 200, 200, 200, 200, 300]
    back = representation(
        shown(Cube("Users", (fine,), np.array([20] * 18))), Cube("P", (broad,), np.array([9] * 8)), "age"
    )
    assert {each.verdict for each in back.groups} == {Verdict.NOT_COMPARABLE}


def test_local_groups_are_compared_by_their_names():
    ward = Dimension("ward", ("North", "South"))
    found = representation(
        shown(Cube("Users", (ward,), np.array([60, 40]))),
        Cube("Population", (Dimension("area", ("south", "NORTH")),), np.array([500, 500])),
        "ward",
    )
    assert [each.benchmark_n for each in found.groups] == [500, 500]


def test_other_dimensions_of_the_table_stand_at_their_totals():
    ward = Dimension("ward", ("North", "South"))
    cube = Cube("Users", (ward, SEX), np.array([[200, 100], [400, 300]]))
    assert group(representation(shown(cube), population(), "sex"), "1").n == 600


def test_a_withheld_total_costs_the_declaration_rate_and_not_the_shares():
    table = shown(users(600, 400, 300, 2, dimension=ASKED), withheld={("Total",), ("not_applicable",)})
    found = representation(table, population(), "sex")
    assert (found.base, found.total, found.declaration_rate) == (1000, None, None)
    assert group(found, "1").share == 0.6
    assert found.notes == ("How many there are in all is withheld, and so is the declaration rate.",)


def test_those_who_are_shown_not_to_have_answered_count_though_the_total_is_withheld():
    table = shown(users(600, 400, 300, 2, dimension=ASKED), withheld={("Total",), ("not_applicable",)})
    found = representation(table, population(), "sex")
    assert (group(found, "1").lowest, group(found, "1").highest) == (600 / 1300, 900 / 1300)
    assert group(found, "1").verdict is Verdict.DEPENDS


def silent(females, males, *withheld):
    answers = listed("sex", "sex_census2021", ("1", "2"), ("prefer_not_to_say", "not_recorded"))
    table = shown(users(females, males, 30, 60, dimension=answers), withheld={("Total",), *withheld})
    return representation(table, population(), "sex")


def test_withheld_answers_may_be_many_and_bear_no_claim_that_they_could_undo():
    """Women 250 of 546, and 90 who did not say: all of them women would make it 340 of 636."""
    found = silent(250, 296, ("not_recorded",), ("prefer_not_to_say",))
    assert (found.total, found.unknown) == (None, 137)
    assert {each.verdict for each in found.groups} == {Verdict.DEPENDS}
    assert found.notes[-1] == SUPPOSED
    assert group(found, "1").p_highest == 1.0


def test_a_claim_that_many_withheld_answers_could_not_undo_stands():
    found = silent(800, 200, ("not_recorded",))
    assert (found.unknown, group(found, "1").verdict) == (30 + 250, Verdict.OVER)
    assert found.notes[-1] == SUPPOSED


def silent_between(least, most):
    answers = listed("sex", "sex_census2021", ("1", "2"), ("prefer_not_to_say", "not_applicable"))
    table = shown(users(560, 440, 3, 60, dimension=answers), withheld={("Total",), ("prefer_not_to_say",)})
    return representation(replace(table, between={("Total",): (least, most)}), population(), "sex")


def test_withheld_answers_are_at_most_what_their_number_is_known_to_be():
    """Women 560 of 1,000: a quarter more could undo that, as many as the total leaves room for could not."""
    found = silent_between(1061, 1071)
    assert (found.unknown, group(found, "1").verdict) == (11, Verdict.OVER)
    assert found.of_missing == found.notes[-1] == BOUNDED.format(number=11)
    wide = silent_between(1061, 1160)
    assert (wide.unknown, group(wide, "1").verdict) == (100, Verdict.DEPENDS)


def test_where_nothing_bounds_them_they_are_supposed_and_at_least_what_is_known():
    found = silent_between(1061, None)
    assert (found.unknown, found.of_missing) == (250, SUPPOSED)
    assert group(found, "1").verdict is Verdict.DEPENDS
    found = silent_between(1400, None)
    assert (found.unknown, found.of_missing) == (340, SUPPOSED)


def test_where_they_may_be_more_than_answered_no_difference_is_said():
    found = silent_between(2200, None)
    assert (found.unknown, found.of_missing) == (1140, UNBOUNDED)
    assert {each.verdict for each in found.groups} == {Verdict.DEPENDS}


def test_nothing_is_supposed_of_answers_that_are_shown_or_were_not_asked_for():
    found = silent(700, 300)
    assert (found.unknown, SUPPOSED in found.notes) == (90, False)
    table = shown(users(700, 300, 60, 2, dimension=ASKED), withheld={("Total",), ("not_applicable",)})
    assert representation(table, population(), "sex").unknown == 60


def test_nobody_supposes_anything_of_visits():
    table = shown(
        users(60, 40, 3, 0, unit="visits", dimension=ASKED), withheld={("Total",), ("prefer_not_to_say",)}
    )
    assert SUPPOSED not in representation(table, population(), "sex").notes


def test_a_verdict_rests_on_the_expected_share_where_there_is_one():
    crude = representation(shown(users(600, 400)), population(), "sex")
    found = representation(shown(users(600, 400)), population(), "sex", expected={"1": 0.6, "2": 0.4})
    female = group(found, "1")
    assert (female.benchmark_share, female.index) == (0.5, 1.2)
    assert (female.expected_share, female.expected_index) == (0.6, pytest.approx(1.0))
    assert (group(crude, "1").verdict, female.verdict) == (Verdict.OVER, Verdict.NO_DIFFERENCE_SHOWN)
    assert female.p == pytest.approx(1.0)


def test_visits_have_an_expected_share_and_still_no_verdict():
    found = representation(shown(users(600, 400, unit="visits")), population(), "sex", expected={"1": 0.6})
    assert (group(found, "1").expected_index, group(found, "1").verdict) == (pytest.approx(1.0), None)
    assert group(found, "2").expected_share is None
