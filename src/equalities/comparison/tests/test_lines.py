"""What strangers' files hold: counts that are none, yes in many words, half a question."""

import pytest

from equalities.comparison import Question, Standing, compare_file
from equalities.refusals import Refused


@pytest.fixture
def file(tmp_path):
    def write(text, name="users.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def group(found, name):
    return next(each for each in found.groups if each.group == name)


def test_counts_that_are_none_are_told_and_not_nought(file):
    found = compare_file(file("sex,n\nM,20\nF,x\n"), Question("sex"), count="n")
    assert [each.group for each in found.groups] == ["M"]
    assert found.warnings == (
        "1 row has x in n: not a count.",
        "Left out, because some of their counts are withheld or are no whole numbers: F (x). "
        "Shares are of the other groups.",
    )


def test_a_group_with_a_withheld_count_has_no_rate_that_is_too_high(file):
    rows = "team,in,n\nA,y,60\nA,n,40\nB,y,45\nB,n,*\nC,y,50\nC,n,50\nTotal,y,155\nTotal,n,*\n"
    found = compare_file(file(rows), Question("team", "in", "y"), count="n")
    assert [(each.group, each.share) for each in found.groups] == [("A", 0.5), ("C", 0.5)]
    with pytest.raises(Refused, match="There is no group B: the groups are A, C"):
        compare_file(file(rows), Question("team", "in", "y", reference="B"), count="n")


def test_a_withheld_group_is_not_missing_from_a_service(file):
    population = Standing(file("group,count\nA,600\nB,300\nC,100\n", "population.csv"))
    found = compare_file(
        file("team,n\nA,750\nB,250\nC,<5\n"), Question("team"), count="n", standing=population
    )
    assert [(each.group, each.benchmark_share) for each in found.groups] == [("A", 2 / 3), ("B", 1 / 3)]


@pytest.mark.parametrize("counts", ["81.7%,18.3%", "0.5,1.5", "*,<5", ","])
def test_a_column_without_any_count_is_refused(file, counts):
    one, other = counts.split(",")
    with pytest.raises(Refused, match="Every group has a count in the column n that is no whole number"):
        compare_file(file(f"sex,n\nM,{one}\nF,{other}\n"), Question("sex"), count="n")


@pytest.mark.parametrize("written", ["12,345", "12 345", "12\u00a0345", "12345", "12345.0", "12345.00"])
def test_thousands_may_stand_apart(file, written):
    found = compare_file(file(f'sex,n\nM,"{written}"\nF,1\n'), Question("sex"), count="n")
    assert (group(found, "M").n, found.warnings) == (12345, ())


def test_a_decimal_comma_is_no_thousand(file):
    found = compare_file(file('sex,n\nM,20\nF,"12,5"\n'), Question("sex"), count="n")
    assert [each.group for each in found.groups] == ["M"]


YES = "Yes", "Y", "1", "TRUE", "yes"
NO = "No", "N", "0", "FALSE"


@pytest.mark.parametrize("good", ["Yes", "y", "true", "1"])
def test_yes_is_one_outcome_however_it_is_written(file, good):
    rows = [f"{sex},{answer}" for sex in "MF" for answer in (*YES, *NO)]
    found = compare_file(file("sex,in\n" + "\n".join(rows) + "\n"), Question("sex", "in", good))
    assert {(each.events, each.outcome_n) for each in found.groups} == {(5, 9)}


def test_yes_in_other_words_beside_a_third_outcome_is_told(file):
    found = compare_file(file("sex,in\nM,Yes\nF,Y\nF,withdrawn\n"), Question("sex", "in", "Yes"))
    assert found.warnings[-1] == (
        "“Y” is counted as an outcome other than Yes (1): write the two alike in the file if they mean the same."
    )


def test_outcomes_and_groups_in_other_scripts_are_told_apart(file):
    rows = "team,in\nकख,はい\nकख,いいえ\nگروه,はい\ncafé,いいえ\ncafe\u0301,いいえ\n"
    found = compare_file(file(rows), Question("team", "in", "はい", reference="گروه"))
    assert {each.group: each.events for each in found.groups} == {"कख": 1, "گروه": 1, "cafe\u0301": 0}


def test_outcomes_that_are_signs_are_told_apart(file):
    found = compare_file(file("team,in\nA,<5\nA,>5\n"), Question("team", "in", "<5"))
    assert group(found, "A").events == 1


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question("sex", good="y"), "Say which column has the outcome, with --outcome."),
        (Question("sex", within="dept"), "Say which column has the outcome, with --outcome."),
        (Question("sex", "sex", "M"), "The column sex is asked for twice: name another."),
        (Question("sex", "in", "y", within="sex"), "The column sex is asked for twice: name another."),
        (Question("dept"), "Several columns are headed dept: ask for dept \\(1\\) or dept \\(2\\)."),
    ],
)
def test_half_a_question_is_refused(file, question, sentence):
    with pytest.raises(Refused, match=sentence):
        compare_file(file("sex,in,dept,dept\nM,y,a,b\nF,n,a,b\n"), question)


def test_a_column_that_tells_people_apart_is_refused(file):
    rows = "".join(f"19{year}-01-01,y\n" for year in range(50, 90))
    with pytest.raises(
        Refused, match="born tells people apart and puts nobody in a group: 40 values for 40 people"
    ):
        compare_file(file("born,in\n" + rows), Question("born"))


def test_several_answers_in_one_cell_are_told(file):
    rows = "disability,in\nHearing,y\nVision; Hearing,n\nMobility/Vision,n\n"
    assert compare_file(file(rows), Question("disability", "in", "y")).warnings[-1] == (
        "Several answers stand in one cell: “Vision; Hearing”. "
        "Who gave several is in a group of their own, and in none of the others."
    )


def test_a_population_of_nobody_is_refused_and_a_group_of_nobody_named(file):
    users = file("sex,n\nM,20\nF,30\n")
    nobody = Standing(file("group,count\nM,0\nF,0\n", "nobody.csv"))
    with pytest.raises(Refused, match="The population file counts nobody"):
        compare_file(users, Question("sex"), count="n", standing=nobody)
    some = Standing(file("group,count\nM,0\nF,90\n", "some.csv"))
    told = compare_file(users, Question("sex"), count="n", standing=some).warnings
    assert "The population counts nobody in M: there is no share to compare with." in told


def test_a_line_of_totals_below_people_is_nobody(file):
    people = "group,in\nA,y\nA,n\nB,y\nTotal,2\n"
    found = compare_file(file(people), Question("group", "in", "y"))
    assert [(each.group, each.events, each.outcome_n) for each in found.groups] == [("A", 1, 2), ("B", 1, 1)]
    assert "1 row has Total in group: a line of totals, not counted." in found.warnings


def test_a_group_that_has_people_is_no_line_of_totals(file):
    found = compare_file(file("branch\nTotal\nTotal\nAll\nNorth\n"), Question("branch"))
    assert [(each.group, each.n) for each in found.groups] == [("All", 1), ("North", 1), ("Total", 2)]


PARTS = "A,M,y,10\nA,M,n,5\nA,F,y,3\nA,F,n,4\nB,M,y,1\nB,M,n,2\nB,F,y,7\nB,F,n,8\n"
WHOLE = "All,M,y,11\nAll,M,n,7\nAll,F,y,10\nAll,F,n,12\n"


@pytest.mark.parametrize("lines", [PARTS, WHOLE, PARTS + WHOLE, PARTS + "Total,,,40\n"])
def test_totals_of_a_column_that_nobody_asked_for_count_nobody_twice(file, lines):
    found = compare_file(file("dept,sex,in,n\n" + lines), Question("sex", "in", "y"), count="n")
    assert [(each.group, each.events, each.outcome_n) for each in found.groups] == [
        ("F", 10, 22),
        ("M", 11, 18),
    ]


def test_parts_of_some_groups_beside_totals_of_all_are_not_counted(file):
    lines = "age,sex,n\nAll ages,M,10\nAll ages,F,9\n0-15,M,5\n16+,M,5\n"
    found = compare_file(file(lines), Question("sex"), count="n")
    assert [(each.group, each.n) for each in found.groups] == [("F", 9), ("M", 10)]
    assert "Lines for 0-15, 16+ are left out: they count others' people again." in found.warnings


def test_users_of_all_ages_are_adjusted_by_their_ages_and_counted_once(file):
    users = "sex,age,n\nF,All ages,30\nF,0-15,10\nF,16+,20\nM,All ages,30\nM,0-15,20\nM,16+,10\n"
    population = "sex,age,count\nF,0-15,100\nF,16+,200\nM,0-15,200\nM,16+,100\n"
    standing = Standing(file(population, "population.csv"))
    found = compare_file(file(users), Question("sex"), count="n", standing=standing)
    # 30 users of each band, of whom a third and two thirds are expected to be women
    assert [(each.n, each.expected_share) for each in found.groups] == [(30, 0.5), (30, 0.5)]
    assert not any(
        "left out: they count others" in warning and "users" in warning for warning in found.warnings
    )


def test_a_group_is_shown_by_its_words_and_not_by_its_code(file):
    people = "Ethnic category\n" + "H\n" * 5 + "Indian\n" + "A\n" * 9 + "Z\n"
    found = compare_file(file(people), Question("Ethnic category"))
    assert [(each.group, each.n) for each in found.groups] == [("A", 9), ("Indian", 6)]


@pytest.mark.parametrize("count", ["-3", "-1,200", "\u22123", "-0.5"])
def test_a_count_below_nought_is_refused(file, count):
    path = file(f'sex,n\nF,10\nM,"{count}"\n')
    with pytest.raises(
        Refused, match=f"There is a count of {count} in the column n: no count of people is below"
    ):
        compare_file(path, Question("sex"), count="n")


def test_a_broad_group_beside_its_members_is_a_total_where_it_adds_up_to_them(file):
    counts = "Ethnicity,n\nAsian,60\nIndian,40\nPakistani,20\nBlack,30\nBlack African,10\nWhite,90\n"
    found = compare_file(file(counts), Question("Ethnicity"), count="n")
    assert {each.group: each.n for each in found.groups} == {
        "Indian": 40, "Pakistani": 20, "Black": 30, "Black African": 10, "White": 90
    }  # fmt: skip
    assert "Lines for Asian are left out: they count others' people again." in found.warnings


def groups(found):
    return {each.group: each.n for each in found.groups}


def test_a_group_with_as_many_people_as_one_of_its_members_is_no_total(file):
    counts = "Ethnicity,n\nWhite,30\nIrish,30\nAsian,40\nIndian,12\n"
    found = compare_file(file(counts), Question("Ethnicity"), count="n")
    assert groups(found) == {"White": 30, "Irish": 30, "Asian": 40, "Indian": 12}


def test_a_broad_group_of_one_member_is_a_total_where_others_add_up(file):
    counts = "Ethnicity,n\nWhite,40\nWhite British,38\nWhite Irish,2\nBlack,3\nBlack African,3\n"
    found = compare_file(file(counts), Question("Ethnicity"), count="n")
    assert groups(found) == {"White British": 38, "White Irish": 2, "Black African": 3}


def test_a_broad_group_that_adds_up_by_chance_has_other_outcomes(file):
    lines = "Asian,y,50\nAsian,n,10\nIndian,y,20\nIndian,n,20\nPakistani,y,10\nPakistani,n,10\n"
    found = compare_file(file("Ethnicity,in,n\n" + lines), Question("Ethnicity", "in", "y"), count="n")
    assert groups(found) == {"Asian": 60, "Indian": 40, "Pakistani": 20}


def test_all_is_an_answer_where_fewer_gave_it_than_another(file):
    found = compare_file(file("for,n\nMen,50\nWomen,60\nBoth,30\nAll,5\n"), Question("for"), count="n")
    assert groups(found) == {"Men": 50, "Women": 60, "Both": 30, "All": 5}
    lines = "Youth,F,30\nYouth,M,20\nOlder people,F,10\nOlder people,M,15\nAll ages,F,5\nAll ages,M,6\n"
    found = compare_file(file("service,sex,n\n" + lines), Question("sex"), count="n")
    assert groups(found) == {"F": 45, "M": 41}


def test_total_with_a_name_is_a_total_where_it_is_the_sum(file):
    lines = "Avon,{0},60\nKent,{0},40\nTotal England,{0},{1}\n"
    by = Question("force")
    found = compare_file(file("force,in,n\n" + lines.format("y", 100)), by, count="n")
    assert groups(found) == {"Avon": 60, "Kent": 40}
    found = compare_file(file("force,in,n\n" + lines.format("y", 70)), by, count="n")
    assert groups(found) == {"Avon": 60, "Kent": 40, "Total England": 70}


def test_all_is_an_outcome_where_it_was_asked_for(file):
    lines = "F,All,70\nF,Some,40\nF,None,20\nM,All,60\nM,Some,20\nM,None,30\n"
    found = compare_file(file("sex,attended,n\n" + lines), Question("sex", "attended", "all"), count="n")
    assert [(each.group, each.events, each.outcome_n) for each in found.groups] == [
        ("F", 70, 130),
        ("M", 60, 110),
    ]


@pytest.mark.parametrize("foot", ["Total: 5", "Grand total 5", "TOTAL ROWS = 5", "Total records: 1,005"])
def test_a_total_with_its_number_below_people_is_nobody(file, foot):
    found = compare_file(file(f'sex\nF\nF\nF\nM\nM\n"{foot}"\n'), Question("sex"))
    assert groups(found) == {"F": 3, "M": 2}


def test_answers_in_other_words_that_a_list_has_as_one_group_are_told(file):
    rows = "Catholic\n" * 3 + "Protestant\n" * 2 + "Roman Catholic\n" + "RC\n" + "Muslim\n"
    found = compare_file(file("Religion\n" + rows), Question("Religion"))
    assert groups(found) == {"Catholic": 7, "Muslim": 1}
    assert found.warnings[-1] == ("Counted as Catholic, because a list has them as one group: Protestant.")


def test_spellings_and_codes_of_one_group_are_not_told(file):
    rows = "Indian\nIndian\nindian\nAsian - Indian\nIndain\nWhite British\nWHITE BRITISH\n"
    assert compare_file(file("Ethnicity\n" + rows), Question("Ethnicity")).warnings == ()
