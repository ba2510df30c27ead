import numpy as np
import pytest

from equalities.comparison import Question, Standing, Verdict, compare, compare_file
from equalities.cubes import Cube, Dimension
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


APPLICANTS = "sex,appointed,dept,n\nM,yes,A,60\nM,no,A,40\nF,yes,A,45\nF,no,A,55\nF,,A,10\n,yes,A,7\nprefer not to say,no,A,3\n"


def test_rates_gaps_and_ratios_against_the_largest_group(file):
    found = compare_file(file(APPLICANTS), Question("sex", "appointed", "Yes"), count="n")
    female = group(found, "F")
    assert (found.n, found.reference) == (210, "F")
    male = group(found, "M")
    assert (male.events, male.outcome_n, male.rate) == (60, 100, 0.6)
    assert (male.gap, male.ratio) == (pytest.approx(0.15), pytest.approx(0.6 / 0.45))
    assert (female.n, female.events, female.outcome_n, female.gap) == (110, 45, 100, None)
    assert found.missing == {"prefer_not_to_say": 3, "not_recorded": 7}
    assert found.outcome_missing == {"not_recorded": 10}
    assert male.verdict is Verdict.DEPENDS, (
        "with the outcomes of ten women, 55 of 110 to 60 of 100 may be chance"
    )


def test_the_reference_may_be_named(file):
    found = compare_file(file(APPLICANTS), Question("sex", "appointed", "yes", reference="m"), count="n")
    assert (found.reference, group(found, "F").gap) == ("M", pytest.approx(-0.15))


def test_against_a_population_with_a_group_that_nobody_belongs_to(file):
    population = file("group,count\nFemale,500\nMale,450\nTotal,1000\nNot answered,9\n", "population.csv")
    found = compare_file(
        file("sex,n\nM,300\n,20\n"), Question("sex"), count="n", standing=Standing(population)
    )
    male, female = group(found, "M"), group(found, "Female")
    assert (male.n, male.benchmark_share, male.verdict) == (300, 450 / 950, Verdict.OVER)
    assert (female.n, female.share, female.verdict) == (0, 0.0, Verdict.UNDER)
    assert [test.name for test in found.tests] == ["chi-square against the benchmark"]
    assert found.tests[0].statistic == pytest.approx(300 * 500 / 450)  # nobody where 158 are expected
    assert "The benchmark is not adjusted for age." in found.warnings


def test_a_group_that_the_population_lacks_is_not_comparable(file):
    population = file("group,count\nWhite,900\nBlack,100\n", "population.csv")
    found = compare_file(
        file("team,n\nWhite,80\nBlack,15\nPurple,5\n"),
        Question("team"),
        count="n",
        standing=Standing(population),
    )
    purple = group(found, "Purple")
    assert (purple.n, purple.benchmark_share, purple.verdict) == (5, None, Verdict.NOT_COMPARABLE)
    assert "The benchmark has no such group: Purple." in found.warnings


def test_few_people_are_too_few_and_never_no_difference(file):
    found = compare_file(
        file("team,good,n\nBig,y,500\nBig,n,500\nTiny,y,1\nTiny,n,2\n"),
        Question("team", "good", "y"),
        count="n",
    )
    assert group(found, "Tiny").verdict is Verdict.TOO_FEW


def test_visits_have_no_limits_verdicts_or_tests(file):
    found = compare_file(file(APPLICANTS), Question("sex", "appointed", "yes"), row="visit")
    male = group(found, "M")
    assert (male.rate, male.gap) == (0.5, 0.0)
    assert male.low is male.rate_low is male.gap_low is male.ratio_high is male.verdict is male.p is None
    assert found.tests == ()
    assert found.warnings[0].startswith("One row is a visit")


def test_no_outcome_and_no_population_is_a_profile(file):
    found = compare_file(file(APPLICANTS), Question("sex"))
    assert found.reference == "F"
    assert {each.verdict for each in found.groups} == {None}
    assert group(found, "F").share == 0.6


def test_a_reversal_within_strata_is_said(file):
    rows = "sex,in,dept,n\nM,y,easy,80\nM,n,easy,20\nF,y,easy,18\nF,n,easy,2\nM,y,hard,2\nM,n,hard,18\nF,y,hard,20\nF,n,hard,80\n"
    found = compare_file(file(rows), Question("sex", "in", "y", "dept", reference="M"), count="n")
    assert group(found, "F").gap < 0
    assert any("Simpson" in warning for warning in found.warnings)
    odds = next(test for test in found.tests if test.name == "common odds ratio")
    assert odds.of == "M to F"
    assert odds.statistic < 1


def test_rates_within_strata_stand_beside_the_reversal(file):
    rows = "sex,in,dept,n\nM,y,A,80\nM,n,A,20\nF,y,A,18\nF,n,A,2\nF,y,B,5\nM,,B,3\nM,y,,9\n"
    found = compare_file(file(rows), Question("sex", "in", "y", "dept"), count="n")
    cells = {(each.stratum, each.group): (each.events, each.n, each.rate) for each in found.strata}
    assert cells == {
        ("A", "F"): (18, 20, 0.9),
        ("A", "M"): (80, 100, 0.8),
        ("B", "F"): (5, 5, 1.0),
        ("B", "M"): (0, 0, None),
    }


def test_the_index_of_disparity_and_the_four_fifths_rule(file):
    rows = "team,in,n\nA,y,60\nA,n,40\nB,y,48\nB,n,52\nC,y,45\nC,n,55\n"
    found = compare_file(file(rows), Question("team", "in", "y", screened=True), count="n").as_dict()
    # the mean of |60 - 51|, |48 - 51| and |45 - 51|, in percent of 51
    assert found["index_of_disparity"] == pytest.approx(6 / 51 * 100)
    assert [(each["ratio"], each["adverse"]) for each in found["four_fifths"]] == [
        (1.0, False),
        (0.8, False),
        (0.75, True),
    ]
    assert any("American" in warning for warning in found["warnings"])
    assert compare_file(file(rows), Question("team", "in", "y"), count="n").four_fifths == ()


def test_several_tests_are_counted_and_allowed_for(file):
    rows = "team,in,n\nA,y,500\nA,n,500\nB,y,40\nB,n,60\nC,y,38\nC,n,62\nD,y,10\nD,n,90\n"
    found = compare_file(file(rows), Question("team", "in", "y"), count="n")
    assert "3 groups were tested; p_adjusted allows for that (Holm)." in found.warnings
    assert group(found, "D").p_adjusted == pytest.approx(3 * group(found, "D").p)
    assert group(found, "C").p_adjusted == pytest.approx(2 * group(found, "C").p)


def test_the_good_value_may_be_a_number_however_written(file):
    found = compare_file(file("sex,score\nM,1.0\nF,0.0\n"), Question("sex", "score", "1"))
    assert group(found, "M").rate == 1.0


def test_people_without_a_stratum_stand_in_rates_but_in_no_stratum(file):
    rows = "sex,in,dept,n\nM,y,A,30\nM,n,A,20\nF,y,A,20\nF,n,A,30\nM,y,B,30\nM,n,B,20\nF,y,B,20\nF,n,B,30\n"
    whole = compare_file(file(rows), Question("sex", "in", "y", "dept"), count="n")
    more = compare_file(file(rows + "M,y,,40\n"), Question("sex", "in", "y", "dept"), count="n")
    assert [test.statistic for test in more.tests if test.name == "mantel-haenszel"] == [
        test.statistic for test in whole.tests if test.name == "mantel-haenszel"
    ]
    assert group(more, "M").outcome_n == 140


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question("sex", "appointed", "maybe"), "Nobody has the outcome maybe: the outcomes are no, yes"),
        (Question("sex", "appointed"), "Say which value of the outcome is the good one"),
        (Question("sex", "appointed", "yes", reference="X"), "no group X: the groups are F, M"),
        (Question("colour"), "no column colour"),
    ],
)
def test_questions_that_cannot_be_answered_are_refused(file, question, sentence):
    with pytest.raises(Refused, match=sentence):
        compare_file(file(APPLICANTS), question)


def test_a_group_alone_has_a_rate_and_nothing_to_be_compared_with(file):
    found = compare_file(file("team,good\nA,y\nA,n\n"), Question("team", "good", "y"))
    assert group(found, "A").rate == 0.5
    assert found.warnings == ("There is one group only, and nothing to compare it with.",)
    with pytest.raises(Refused, match="Nobody has an answer in the column good"):
        compare_file(file("team,good\nA,\nB,\n"), Question("team", "good", "y"))


def test_lines_of_totals_in_a_table_of_counts_are_no_group(file):
    rows = "team,good,n\nA,y,60\nA,n,40\nB,y,45\nB,n,55\nTotal,y,105\nTotal,n,95\nA,All,100\nB,All,100\n"
    found = compare_file(file(rows), Question("team", "good", "y"), count="n")
    assert [(each.group, each.n, each.events, each.outcome_n) for each in found.groups] == [
        ("A", 100, 60, 100),
        ("B", 100, 45, 100),
    ]
    assert (found.n, found.missing, found.outcome_missing) == (200, {}, {})
    assert found.warnings[-1] == "Lines for All, Total are left out: they count others' people again."


def test_groups_may_stand_higher_on_an_ordered_outcome(file):
    path = file("team,mark,n\nA,low,10\nA,mid,30\nA,high,60\nB,low,60\nB,mid,30\nB,high,10\nB,,5\n")
    order = ("Low", "mid", "high")
    found = compare_file(path, Question("team", "mark", "high", reference="A", order=order), count="n")
    test = next(test for test in found.tests if test.name == "mann-whitney")
    # of 10,000 pairs B stands higher in 10 x 40 + 30 x 10, and level in 600 + 900 + 600
    assert (test.of, test.statistic) == ("B to A", pytest.approx((700 + 1050) / 10_000))
    assert test.p < 1e-12
    with pytest.raises(
        Refused, match="must name every value of the outcome once, from lowest to highest: high, low, mid"
    ):
        compare_file(path, Question("team", "mark", "high", order=("low", "high")), count="n")


def test_counts_of_milliards_do_not_run_over(file):
    rows = "team,good,n\nA,y,3000000000\nA,n,4000000000\nB,y,3000000001\nB,n,1\n"
    found = compare_file(file(rows), Question("team", "good", "y"), count="n")
    assert [test.name for test in found.tests] == ["chi-square"]
    assert found.tests[0].statistic == pytest.approx(2.857142862e9, rel=1e-6)
    assert group(found, "B").verdict is Verdict.OVER


def test_nobody_at_all_is_refused():
    empty = Cube(
        "none", (Dimension("sex", ("F",)), Dimension("in", ("y",))), np.zeros((1, 1), dtype=np.int64)
    )
    with pytest.raises(Refused, match="Nobody in this file"):
        compare(empty, Question("sex", "in", "y"))


def test_reference_berkeley_admissions(shared):
    # R's help on UCBAdmissions: Mantel-Haenszel X2 1.5246 without correction, common odds ratio 0.9047
    question = Question("Gender", "Admit", "Admitted", "Dept")
    found = compare_file(shared / "data/fairness/UCBAdmissions.csv", question, count="Freq")
    tests = {test.name: test for test in found.tests}
    assert tests["mantel-haenszel"].statistic == pytest.approx(1.5246, abs=5e-5)
    assert tests["mantel-haenszel"].p == pytest.approx(0.2169236971, abs=5e-11)
    assert tests["common odds ratio"].statistic == pytest.approx(0.9047, abs=5e-5)
    assert tests["chi-square"].statistic == pytest.approx(92.20528041, abs=5e-9)
    assert group(found, "Male").rate == pytest.approx(0.4451876626, abs=5e-11)
    assert group(found, "Female").rate == pytest.approx(0.3035422343, abs=5e-11)
    assert any("Simpson" in warning for warning in found.warnings)


def test_reference_promotion_experiment(shared):
    found = compare_file(
        shared / "data/fairness/gender_discrimination.csv", Question("gender", "decision", "promoted")
    )
    fisher = next(test for test in found.tests if test.name == "fisher exact")
    assert fisher.p == pytest.approx(0.04899141306, abs=5e-12)
    assert group(found, "male").rate == 21 / 24


def test_reference_toronto_arrests(shared):
    found = compare_file(
        shared / "data/fairness/carData_Arrests_toronto.csv", Question("colour", "released", "Yes")
    )
    assert group(found, "Black").rate == pytest.approx(0.7414596273, abs=5e-11)
    assert group(found, "White").rate == pytest.approx(0.8580497715, abs=5e-11)


@pytest.mark.slow_test
def test_reference_compas_disparities_of_aequitas(shared):
    path = shared / "data/fairness/compas_for_aequitas.csv"
    found = compare_file(path, Question("race", "score", "1.0"))
    assert found.reference == "African-American"
    assert group(found, "Caucasian").ratio == pytest.approx(0.591638, abs=5e-7)
    assert group(found, "Other").ratio == pytest.approx(0.356253, abs=5e-7)
    # predicted positives as a share of all: 854 of 2,174
    assert group(found, "Caucasian").events / group(found, "African-American").events == pytest.approx(
        0.392824, abs=5e-7
    )
    # demographic parity of fairlearn 0.15: ratio of the lowest to the highest rate, and their difference
    rates = [each.rate for each in found.groups]
    assert min(rates) / max(rates) == pytest.approx(0.314323607, abs=5e-10)
    assert max(rates) - min(rates) == pytest.approx(0.457117595, abs=5e-10)


def test_few_answers_bear_nothing_and_some_bear_care(file):
    few = compare_file(file("team,n\nA,20\nB,20\n,60\n"), Question("team"), count="n")
    assert few.warnings == ("Only 40% answered, so nothing can be said about any group.",)
    some = compare_file(file("team,n\nA,40\nB,30\n,30\n"), Question("team"), count="n")
    assert some.warnings == ("Only 70% answered: read every figure with care.",)


def test_a_group_of_a_population_that_may_lie_within_another_is_named(file):
    population = file("group,count\nWhite,900\nIrish,100\n", "population.csv")
    found = compare_file(
        file("team,n\nWhite,80\nPurple,5\n"), Question("team"), count="n", standing=Standing(population)
    )
    assert (
        "These groups of the benchmark may lie within others of the file, or hold them: Irish. "
        "Only the same groups can be compared."
    ) in found.warnings


def test_a_group_of_the_population_without_anybody_has_no_rate(file):
    population = file("group,count\nA,900\nB,900\nC,100\n", "population.csv")
    found = compare_file(
        file("team,in,n\nA,y,80\nA,n,20\nB,,5\n"),
        Question("team", "in", "y"),
        count="n",
        standing=Standing(population),
    )
    assert (group(found, "C").n, group(found, "C").rate, group(found, "C").verdict) == (0, None, None)
    assert (group(found, "B").outcome_n, group(found, "B").verdict) == (0, Verdict.TOO_FEW)


def test_no_verdict_calls_unlikely_what_is_likely_among_so_many_tests(file):
    # B's gap has p = 0.032 alone, and 0.095 as the least of three
    rows = "team,in,n\nA,y,300\nA,n,300\nB,y,39\nB,n,61\nC,y,50\nC,n,50\nD,y,50\nD,n,50\n"
    found = compare_file(file(rows), Question("team", "in", "y"), count="n")
    one = group(found, "B")
    assert one.p < 0.05 < one.p_adjusted
    assert one.verdict is Verdict.TOO_FEW
    assert "Allowing for the number of tests, chance is a fair explanation for: B." in found.warnings
    alone = compare_file(file("".join(rows.partition("C,y")[:1])), Question("team", "in", "y"), count="n")
    assert group(alone, "B").verdict is Verdict.UNDER


def test_a_gap_that_strata_account_for_is_told(file):
    # a tenth of everybody gets in at A and half at B: no gap in either, and one of 24 points over all
    rows = "sex,in,dept,n\nF,y,A,80\nF,n,A,720\nF,y,B,100\nF,n,B,100\nM,y,A,20\nM,n,A,180\nM,y,B,400\nM,n,B,400\n"
    found = compare_file(file(rows), Question("sex", "in", "y", within="dept"), count="n")
    assert group(found, "M").verdict is Verdict.OVER
    assert found.warnings == (
        "M against F: within strata chance is a fair explanation of the gap (Mantel-Haenszel, p = 1.00), so "
        "the gap over all may come from who is in which stratum.",
    )
    kept = compare_file(
        file(rows.replace("M,y,B,400\nM,n,B,400", "M,y,B,500\nM,n,B,300")),
        Question("sex", "in", "y", within="dept"),
        count="n",
    )
    assert kept.warnings == ()


def test_two_gaps_of_noise_are_no_paradox(file):
    rows = "sex,in,dept,n\nF,y,A,11\nF,n,A,19\nF,y,B,20\nF,n,B,10\nM,y,A,7\nM,n,A,13\nM,y,B,27\nM,n,B,13\n"
    found = compare_file(file(rows), Question("sex", "in", "y", within="dept"), count="n")
    women, men = group(found, "F"), group(found, "M")
    odds = next(test for test in found.tests if test.name == "common odds ratio")
    assert women.rate < men.rate
    assert odds.of == "F to M"
    assert odds.statistic > 1
    assert not any("Simpson" in warning for warning in found.warnings)


def test_shares_of_several_groups_are_several_tests(file):
    # D is 46 of 1,000 where 34 are expected: p = 0.036 alone, and 0.145 as the least of four
    users, population = {"A": 600, "B": 310, "C": 44, "D": 46}, {"A": 6130, "B": 3130, "C": 400, "D": 340}
    standing = Standing(
        file("group,count\n" + "".join(f"{g},{n}\n" for g, n in population.items()), "pop.csv")
    )
    path = file("team,n\n" + "".join(f"{g},{n}\n" for g, n in users.items()))
    found = compare_file(path, Question("team"), count="n", standing=standing)
    one = group(found, "D")
    assert (one.p, one.p_adjusted) == (pytest.approx(0.0362, abs=1e-3), pytest.approx(4 * one.p))
    assert one.verdict is one.share_verdict is Verdict.TOO_FEW
    assert "4 groups were tested; p_adjusted allows for that (Holm)." in found.warnings
    assert "Allowing for the number of tests, chance is a fair explanation for: D." in found.warnings


def test_shares_of_two_groups_are_one_test(file):
    standing = Standing(file("group,count\nF,510\nM,490\n", "pop.csv"))
    found = compare_file(file("sex,n\nF,400\nM,450\n"), Question("sex"), count="n", standing=standing)
    women, men = found.groups
    assert (women.p, women.p_adjusted, men.p_adjusted) == (pytest.approx(men.p), None, None)
    assert not any("Holm" in warning for warning in found.warnings)


def test_an_outcome_written_like_a_missing_answer_is_told(file):
    rows = "sex,in,n\nF,yes,40\nF,no,50\nF,Don't know,12\nM,yes,50\nM,no,50\n"
    found = compare_file(file(rows), Question("sex", "in", "yes"), count="n")
    assert (group(found, "F").events, group(found, "F").outcome_n) == (40, 102)
    assert found.warnings == (
        "“Don't know” is counted as an outcome other than yes (12): blank it in the file if it means that the "
        "outcome is not known.",
    )
