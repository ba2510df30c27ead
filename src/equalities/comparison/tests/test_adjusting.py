import csv

import pytest

from equalities.comparison import Published, Question, Standing, Verdict, adjusted, compare_file
from equalities.comparison.adjusting import shared_strata
from equalities.cubes import JointPopulation
from equalities.refusals import Refused


@pytest.fixture
def file(tmp_path):
    def write(text, name="users.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def group(found, name):
    return next(each for each in found.groups if each.group == name)


POPULATION = "group,age,count\nAsian,16-64,900\nAsian,65+,100\nWhite,16-64,4000\nWhite,65+,5000\n"
USERS = "ethnicity,age,n\nAsian,70,200\nAsian,30,0\nWhite,68,5000\nWhite,90,4800\nAsian,,40\nWhite,12,60\n"


def test_the_verdict_uses_the_share_expected_at_the_users_ages(file):
    against = Standing(file(POPULATION, "population.csv"))
    found = compare_file(file(USERS), Question("ethnicity"), count="n", standing=against)
    asian = group(found, "Asian")
    # 200 of 10,000 users over 65, as 100 of 5,100 people; of all ages 1,000 of 10,000
    assert (asian.benchmark_share, asian.index) == (0.1, pytest.approx(240 / 10100 / 0.1))
    assert (asian.expected_share, asian.adjusted_index) == (
        pytest.approx(100 / 5100),
        pytest.approx(0.02 * 51),
    )
    assert asian.verdict is Verdict.NO_DIFFERENCE_SHOWN
    assert any("2 strata" in warning for warning in found.warnings)
    assert "100 users have no age that the population has, and are in no expected share." in found.warnings
    assert any(warning.startswith("Asian: index 0.24 crude, 1.02 adjusted") for warning in found.warnings)
    assert "The benchmark is not adjusted for age." not in found.warnings


def test_without_ages_the_crude_share_is_judged_and_said_to_be_crude(file):
    against = Standing(file(POPULATION, "population.csv"))
    found = compare_file(
        file("ethnicity,n\nAsian,20\nWhite,980\n"), Question("ethnicity"), count="n", standing=against
    )
    asian = group(found, "Asian")
    assert (asian.expected_share, asian.adjusted_index, asian.verdict) == (None, None, Verdict.UNDER)
    assert "The benchmark is not adjusted for age." in found.warnings


def test_adjusting_for_sex_alone_is_not_adjusting_for_age(file):
    population = file(
        "group,sex,count\nAsian,F,100\nAsian,M,100\nWhite,F,400\nWhite,M,100\n", "population.csv"
    )
    users = file("ethnicity,sex,n\nAsian,Male,50\nWhite,Male,50\n")
    found = compare_file(users, Question("ethnicity"), count="n", standing=Standing(population))
    assert group(found, "Asian").expected_share == 0.5
    assert "The benchmark is not adjusted for age." in found.warnings


def test_users_without_a_stratum_count_as_not_known(file):
    against = Standing(file(POPULATION, "population.csv"))
    users = "ethnicity,age,n\nAsian,70,90\nWhite,70,110\nWhite,,300\n"
    found = compare_file(file(users), Question("ethnicity"), count="n", standing=against)
    assert group(found, "Asian").verdict is Verdict.DEPENDS


def test_two_files_without_a_stratum_in_common_are_not_adjusted(file):
    against = Standing(file(POPULATION, "population.csv"))
    users = file("ethnicity,age,n\nAsian,under 100,20\nWhite,under 100,980\n")
    found = compare_file(users, Question("ethnicity"), count="n", standing=against)
    assert group(found, "Asian").expected_share is None
    assert any(warning.startswith("Nothing could be adjusted for age") for warning in found.warnings)


def test_a_column_to_adjust_for_must_be_in_both(file):
    against = Standing(file(POPULATION, "population.csv"), adjust=("age",))
    with pytest.raises(Refused, match="There is no column age"):
        compare_file(file("ethnicity\nAsian\n"), Question("ethnicity"), standing=against)


def test_a_published_share_stands_with_its_source(file):
    against = Standing(published={"asian": Published(0.1, "Census 2021, England")})
    found = compare_file(
        file("ethnicity,n\nAsian,20\nWhite,980\n"), Question("ethnicity"), count="n", standing=against
    )
    asian, white = group(found, "Asian"), group(found, "White")
    assert (asian.benchmark_share, asian.verdict) == (0.1, Verdict.UNDER)
    assert (white.benchmark_share, white.verdict) == (None, Verdict.NOT_COMPARABLE)
    assert "Asian is set against 10.0%, a published figure: Census 2021, England." in found.warnings
    assert found.tests == ()


def test_nothing_is_compared_while_a_census_is_awaited(file):
    against = Standing(file("group,count\nAsian,100\nWhite,900\nRoma,awaiting census\n", "population.csv"))
    found = compare_file(
        file("ethnicity,n\nAsian,20\nWhite,980\n"), Question("ethnicity"), count="n", standing=against
    )
    assert {each.verdict for each in found.groups} == {Verdict.NOT_COMPARABLE}
    assert {each.benchmark_share for each in found.groups} == {None}
    assert any(warning.startswith("The census is awaited for Roma") for warning in found.warnings)


def test_a_census_count_that_may_be_a_few_people_off_bears_no_verdict_that_hangs_on_them(file):
    lines = "group,count\nA,14\nB,986\n"
    users = file("team,n\nA,20\nB,780\n")
    plain = compare_file(users, Question("team"), count="n", standing=Standing(file(lines, "population.csv")))
    assert group(plain, "A").verdict is Verdict.OVER
    census = "area_code," + lines.replace("A,", "E1,A,").replace("B,", "E1,B,")
    found = compare_file(
        users, Question("team"), count="n", standing=Standing(file(census, "population.csv"))
    )
    assert group(found, "A").verdict is Verdict.TOO_FEW
    assert group(found, "A").index == group(plain, "A").index


@pytest.mark.parametrize(
    ("users", "population", "same"),
    [
        (["67", "70"], ["65 to 69", "70 to 74"], {"67": "65 to 69", "70": "70 to 74"}),
        (["65-74"], ["65 to 69", "70 to 74"], {"65-74": "70 to 74"}),
        (["16 to 24"], ["15", "16 to 17", "18 to 19", "20 to 24"], {"16 to 24": "18 to 19"}),
    ],
)
def test_ages_go_into_the_narrowest_bands_that_both_fit_into(users, population, same):
    ours, theirs = shared_strata(users, population, "age")
    assert all(ours[value] == theirs[other] for value, other in same.items())


def test_an_age_outside_all_bands_and_a_word_have_no_stratum(file):
    ours, theirs = shared_strata(["12", "unknown"], ["16-24"], "age")
    assert "unknown" not in ours
    assert ours["12"] not in theirs.values()


def test_nobody_in_any_stratum_is_no_adjustment():
    population = JointPopulation(("age",), {("A", "16-24"): 10, ("A", "25+"): 10})
    assert adjusted({("A", "9"): 5}, population, {"A": "A"}) is None


def test_expected_shares_add_to_one_where_the_population_has_every_group():
    population = JointPopulation(
        ("age",), {("A", "16-24"): 10, ("A", "25+"): 30, ("B", "16-24"): 90, ("B", "25+"): 10}
    )
    found = adjusted({("A", "20"): 5, ("B", "30"): 15}, population, {"A": "A", "B": "B"})
    # by hand: A has 1/10 of the 5 young users and 3/4 of the 15 others
    assert found.shares == {"A": pytest.approx((0.5 + 11.25) / 20), "B": pytest.approx((4.5 + 3.75) / 20)}
    assert sum(found.shares.values()) == pytest.approx(1)
    assert (found.people, found.base, found.left_out) == ({"A": 5, "B": 15}, 20, 0)


FINE = "ethnicity,age,count\n" + "".join(
    f"{group},{age},{n}\n"
    for group, young, old in (
        ("Asian, Asian British or Asian Welsh: Indian", 600, 60),
        ("Asian, Asian British or Asian Welsh: Pakistani", 300, 40),
        ("White: English, Welsh, Scottish, Northern Irish or British", 3000, 4500),
        ("White: Irish", 1000, 500),
    )
    for age, n in (("16-64", young), ("65+", old))
).replace("Asian, Asian British or Asian Welsh:", "Asian:").replace(
    "English, Welsh, Scottish, Northern Irish or ", ""
)


def test_finer_groups_of_a_population_are_the_broad_ones_of_the_file(file):
    against = Standing(file(FINE, "population.csv"))
    users = file("ethnicity,age,n\nAsian,70,200\nWhite,68,9800\n")
    found = compare_file(users, Question("ethnicity"), count="n", standing=against)
    assert [each.group for each in found.groups] == ["Asian", "White"]
    asian = group(found, "Asian")
    assert (asian.benchmark_share, asian.expected_share) == (0.1, pytest.approx(100 / 5100))
    assert asian.adjusted_index == pytest.approx(0.02 * 51)


def test_a_broad_group_beside_one_of_its_members_is_not_filled(file):
    against = Standing(file(FINE, "population.csv"))
    users = file("ethnicity,n\nWhite,500\nWhite Irish,50\nAsian,50\n")
    found = compare_file(users, Question("ethnicity"), count="n", standing=against)
    assert group(found, "White").verdict is Verdict.NOT_COMPARABLE
    assert group(found, "White Irish").benchmark_share == 0.15
    assert group(found, "Asian").benchmark_share == 0.1


def test_a_finer_group_beside_its_broad_one_in_the_population_is_not_added_to_it(file):
    against = Standing(file("ethnicity,count\nWhite,900\nIrish,100\nAsian,100\n", "population.csv"))
    found = compare_file(
        file("ethnicity,n\nWhite,90\nAsian,10\n"), Question("ethnicity"), count="n", standing=against
    )
    assert group(found, "White").benchmark_share == 900 / 1100


@pytest.mark.slow_test
def test_reference_leeds_over_65s_from_the_census_table_itself(shared, file):
    # a service used evenly by the over-65s of Leeds: crude index 0.316, adjusted 1.000
    census = shared / "data/population/census2011_dc2101ew_persons_age21_ethnic5_all_areas.csv"
    with census.open(encoding="utf-8-sig", newline="") as opened:
        leeds = [row for row in csv.DictReader(opened) if row["geography"] == "Leeds"]
    old = ("65 to 69", "70 to 74", "75 to 79", "80 to 84", "85 and over")
    rows = [
        f"{row['ethnicity']},{band},{row[band]}\n"
        for row in leeds
        if row["ethnicity"] != "All"
        for band in old
    ]
    users = file("Ethnic group,Age group,n\n" + "".join(rows))
    found = compare_file(
        users, Question("Ethnic group"), count="n", standing=Standing(census, areas=("Leeds",))
    )
    asian = group(found, "Asian")
    assert (asian.share, asian.benchmark_share) == pytest.approx((0.024489, 0.077504), abs=5e-7)
    assert asian.index == pytest.approx(0.316, abs=5e-4)
    assert asian.adjusted_index == pytest.approx(1.0, abs=5e-13)
    assert {each.verdict for each in found.groups} == {Verdict.NO_DIFFERENCE_SHOWN}


def test_areas_that_are_added_are_named(file):
    lines = "area_code,area_name,group,value\n" + "".join(
        f"E{n},Ward {n},{group},500\n" for n in range(7) for group in "AB"
    )
    census, users = file(lines, "population.csv"), file("team,n\nA,50\nB,50\n")
    found = compare_file(users, Question("team"), count="n", standing=Standing(census))
    first = "The population adds 7 areas (Ward 0, Ward 1, Ward 2, Ward 3, Ward 4, ...); name those whose people could"
    assert any(warning.startswith(first) for warning in found.warnings)
    chosen = Standing(census, areas=("Ward 1", "E2"))
    told = compare_file(users, Question("team"), count="n", standing=chosen).warnings
    assert "The population adds 2 areas (Ward 1, Ward 2)." in told


def test_lines_that_count_nobody_stand_in_no_stratum(file):
    against = Standing(file(POPULATION, "population.csv"))
    users = file("ethnicity,age,n\nAsian,70,20\nWhite,70,980\nWhite,70,0\nprefer not to say,70,x\n,70,50\n")
    found = compare_file(users, Question("ethnicity"), count="n", standing=against)
    assert group(found, "Asian").adjusted_index == pytest.approx(0.02 * 51)
    assert "1 row has x in n: not a count." in found.warnings


def test_a_share_that_is_all_noise_bears_no_verdict(file):
    census = "area_code,group,count\nE1,A,12\n" + "E1,B,1\n"
    found = compare_file(
        file("team,n\nA,40\n"), Question("team"), count="n", standing=Standing(file(census, "population.csv"))
    )
    assert group(found, "A").verdict is Verdict.TOO_FEW


def test_bands_of_ages_that_no_list_has_stay_groups_of_their_own(file):
    users = file("Age band,n\n0-15,10\n16-24,20\n25 to 34,25\n25-34,5\n35-64,30\n65+,10\n")
    population = file(
        "group,count\n0-15,100\n16-24,100\n25-29,60\n30-34,40\n35-64,100\n65+,100\n", "people.csv"
    )
    found = compare_file(users, Question("Age band"), count="n", standing=Standing(population))
    assert {each.group: each.n for each in found.groups} == {
        "0-15": 10,
        "16-24": 20,
        "25 to 34": 30,
        "35-64": 30,
        "65+": 10,
    }
    assert [each.benchmark_share for each in found.groups] == [0.2] * 5


def test_wider_bands_of_a_population_are_no_benchmark_of_narrower_ones(file):
    users = file("Age band,n\n0-15,10\n16-24,20\n25-64,60\n65+,10\n")
    population = file("group,count\n0-15,100\n16-64,300\n65+,100\n", "people.csv")
    found = compare_file(users, Question("Age band"), count="n", standing=Standing(population))
    assert [each.benchmark_share for each in found.groups] == [0.2, None, None, 0.2]
    assert "The benchmark has no such group: 16-24, 25-64." in found.warnings


def test_ages_in_years_are_compared_in_the_bands_that_they_are_shown_in(file):
    users = file("Age\n" + "17\n" * 30 + "72\n" * 10)
    population = file("group,count\n0-14,50\n15-19,50\n20-69,50\n70-74,50\n", "people.csv")
    found = compare_file(users, Question("Age"), standing=Standing(population))
    assert [group(found, f"Aged {band} years").benchmark_share for band in ("15 to 19", "70 to 74")] == [
        0.25
    ] * 2
