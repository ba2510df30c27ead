"""Files that bear no test, or have words of their own for what is asked."""

import pytest

from equalities.comparison import Question, Standing, compare_file
from equalities.refusals import Refused

APPLICANTS = "sex,appointed,n\nM,yes,60\nM,no,40\nF,yes,45\nF,no,55\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="users.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("team,good,n\nA,y,9\nA,n,1\nB,y,2\nB,n,1\nC,y,1\nC,n,2\n", "fewer than 5 people are expected"),
        ("team,good,n\nA,y,20\nB,y,30\n", "everybody has the same outcome"),
        ("team,good,n\nA,y,20\nA,n,30\nB,,30\n", "fewer than two groups have people whose outcome is known"),
    ],
)
def test_where_there_is_no_test_a_warning_says_why(file, text, why):
    found = compare_file(file(text), Question("team", "good", "y"), count="n")
    assert found.tests == ()
    assert [why in told for told in found.warnings].count(True) == 1


def test_shares_without_a_share_of_the_population_are_not_tested_together(file):
    population = file("group,count\nA,900\nB,100\n", "population.csv")
    told = compare_file(
        file("team,n\nA,80\nB,15\nC,5\n"), Question("team"), count="n", standing=Standing(population)
    )
    assert "not all of them have a share of the population to compare with." in told.warnings[-1]
    assert compare_file(file("team,n\nA,80\nB,15\n"), Question("team"), count="n").warnings == ()


def test_a_yes_or_no_that_nobody_has_is_a_rate_of_nought(file):
    found = compare_file(file("team,good,n\nA,No,20\nB,No,30\n"), Question("team", "good", "Yes"), count="n")
    assert [(each.events, each.rate) for each in found.groups] == [(0, 0.0), (0, 0.0)]
    assert "Nobody has the outcome Yes." in found.warnings
    with pytest.raises(Refused, match="Nobody has the outcome Hired: the outcomes are No"):
        compare_file(file("team,good,n\nA,No,20\n"), Question("team", "good", "Hired"), count="n")


def test_one_stratum_is_tested_and_who_has_none_is_told(file):
    text = "sex,good,dept,n\nF,y,A,30\nF,n,,10\nM,y,A,20\nM,n,A,20\n"
    found = compare_file(file(text), Question("sex", "good", "y", "dept"), count="n")
    (within,) = [test for test in found.tests if test.name == "mantel-haenszel"]
    # one table: chi-square times (N - 1) / N
    assert within.statistic == pytest.approx((30 * 20 - 20 * 0) ** 2 * 70 / (30 * 40 * 50 * 20) * 69 / 70)
    assert "10 rows have no dept and so no place in any stratum." in found.warnings


@pytest.mark.parametrize("named", ["male", "Men", " m "])
def test_the_reference_may_be_named_in_other_words(file, named):
    question = Question("sex", "appointed", "yes", reference=named)
    assert compare_file(file(APPLICANTS), question, count="n").reference == "M"


def test_ages_that_nobody_has_are_no_groups(file):
    rows = "".join(f"{age},{'yn'[age % 2]}\n" for age in range(30, 50))
    found = compare_file(file(f"age,good\n{rows}"), Question("age", "good", "y"))
    assert [each.group for each in found.groups] == [
        f"Aged {low} to {low + 4} years" for low in range(30, 50, 5)
    ]


def test_a_census_table_of_broad_groups_may_call_each_a_total(file):
    population = file("group,count\nWhite: Total,800\nAsian/Asian British: Total,200\n", "population.csv")
    found = compare_file(
        file("ethnicity,n\nWhite,60\nAsian,40\n"),
        Question("ethnicity"),
        count="n",
        standing=Standing(population),
    )
    assert [(each.group, each.benchmark_share) for each in found.groups] == [("Asian", 0.2), ("White", 0.8)]


def test_of_spellings_that_are_as_common_the_fullest_that_does_not_shout_is_shown(file):
    text = "area,good\n" + "NORTH,y\nNorth,n\nNORTH,n\nNorth,y\nSouth,y\n"
    assert compare_file(file(text), Question("area", "good", "y")).reference == "North"
    faiths = compare_file(file("religion\nIslam\nMuslim\nC of E\nChristian\n"), Question("religion"))
    assert [each.group for each in faiths.groups] == ["Christian", "Muslim"]
