import csv
import random
from collections import Counter

import pytest

from equalities.comparison import Staffing, Verdict, read_extract, workforce, workforce_file
from equalities.comparison.extract import definitions
from equalities.comparison.flags import flags, is_question
from equalities.comparison.workforce import is_senior
from equalities.refusals import Refused


@pytest.fixture
def file(tmp_path):
    def write(text, name="staff.csv"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def rows(heading, cells):
    """A file of (line, how often)."""
    return heading + "\n" + "".join(f"{line}\n" * n for line, n in cells)


def process(found, name):
    return next(each for each in found.processes if each.process == name)


APPLICANTS = rows(
    "ethnicity,stage",
    [
        ("White British,appointed", 30),
        ("White British,shortlisted", 70),
        ("White British,applied", 100),
        ("Indian,appointed", 15),
        ("Indian,shortlisted", 85),
        ("Indian,applied", 300),
        (",applied", 9),
    ],
)


def test_from_applicants_to_appointed(file):
    found = workforce_file(file(APPLICANTS), Staffing("ethnicity", "White British")).workforce
    shortlisted, appointed = process(found, "shortlisted"), process(found, "appointed")
    assert [(each.group, each.events, each.n) for each in shortlisted.groups] == [
        ("Indian", 100, 400),
        ("White British", 100, 200),
    ]
    assert [(each.group, each.events, each.n) for each in appointed.groups] == [
        ("Indian", 15, 100),
        ("White British", 30, 100),
    ]
    (likelihood,) = appointed.likelihoods
    assert (likelihood.ratio, likelihood.verdict) == (2.0, Verdict.UNDER)
    assert likelihood.low < 2 < likelihood.high
    words = (
        "White British people are 2.00 times as likely as Indian people to be appointed from the shortlist."
    )
    assert likelihood.words == words
    assert found.staff == 0
    assert found.missing["disciplined"].startswith("No column says who entered a formal disciplinary process")
    assert "9 of 609 rows have no ethnicity and stand in no figure." in found.warnings


STAFF = rows(
    "sex,grade,disciplinary,leaving date",
    [
        ("F,PO1,,", 60),
        ("F,PO1,stage 1,2024-05-01", 20),
        ("F,PO3,,", 20),
        ("M,PO1,,", 30),
        ("M,PO3,stage 2,", 5),
        ("M,PO4,,", 40),
        (",PO4,,", 3),
    ],
)


def test_profile_by_grade_and_the_organisations_own_senior_grades(file):
    found = workforce_file(file(STAFF), Staffing("sex", senior=("PO3+",))).workforce
    assert [(each.grade, each.senior, each.groups, each.unknown) for each in found.profile] == [
        ("PO1", False, {"F": 80, "M": 30}, 0),
        ("PO3", True, {"F": 20, "M": 5}, 0),
        ("PO4", True, {"M": 40}, 3),
    ]
    women, men = found.senior
    assert (women.n, women.share, women.workforce_share) == (20, 20 / 65, 100 / 175)
    assert (women.verdict, men.verdict) == (Verdict.UNDER, Verdict.OVER)
    assert found.groups == {"F": 100, "M": 75}


def test_yes_and_no_are_answers_and_no_names_of_people(file):
    rows = ["Disability,Pay grade,Grievance raised", *["Yes,A,Y"] * 4, *["Yes,A,N"] * 16, *["No,A,Y"] * 4]
    found = workforce_file(file("\n".join([*rows, *["No,A,N"] * 36, ""])), Staffing("Disability")).workforce
    (likelihood,) = process(found, "grievance").likelihoods
    assert (
        likelihood.words
        == "People who answered “Yes” are 2.00 times as likely as people who answered “No” to raise a grievance."
    )


def test_what_is_bad_is_told_the_other_way_round(file):
    found = workforce_file(file(STAFF), Staffing("sex", "F")).workforce
    (likelihood,) = process(found, "disciplined").likelihoods
    assert (likelihood.group, likelihood.ratio) == ("M", pytest.approx((5 / 75) / (20 / 100)))
    assert (
        likelihood.words
        == "M people are 0.33 times as likely as F people to enter a formal disciplinary process."
    )
    (left,) = process(found, "left").likelihoods
    assert (left.ratio, left.low) == (0.0, None)
    assert "The column for left never says no: a blank is taken as no." in found.warnings


def test_what_cannot_be_worked_out_names_its_column(file):
    found = workforce_file(file("sex,name\nF,x\nM,y\n"), Staffing("sex")).workforce
    assert found.profile == found.processes == found.senior == ()
    assert set(found.missing) == {each["name"] for each in definitions()["processes"]} | {
        "profile",
        "senior",
        "board",
    }
    assert found.missing["profile"] == "No column has the grade: name one with --column grade=HEADING."
    assert (
        found.missing["promoted"]
        == "No column says who was promoted: name one with --column promoted=HEADING."
    )


def test_staff_and_applicants_in_one_file(file):
    text = rows(
        "sex,grade,shortlisted,appointed,promoted",
        [("F,PO1,,,yes", 10), ("M,PO1,,,no", 30), ("F,,yes,yes,", 20), ("F,,yes,no,", 20), ("M,,yes,,", 10), ("M,,no,,", 40)],
    )  # fmt: skip
    found = workforce_file(file(text), Staffing("sex", "M")).workforce
    assert (found.staff, found.groups) == (40, {"F": 10, "M": 30})
    assert [(each.events, each.n) for each in process(found, "promoted").groups] == [(10, 10), (0, 30)]
    assert [(each.events, each.n) for each in process(found, "shortlisted").groups] == [(40, 40), (10, 50)]
    women, men = process(found, "appointed").groups
    assert (women.events, women.n, men.n, men.unknown) == (20, 40, 0, 10)
    assert process(found, "appointed").likelihoods[0].ratio is None


def test_columns_may_be_named(file):
    text = rows("sex,band x,went on course", [("F,A,Y", 10), ("M,A,N", 10)])
    named = {"grade": "band x", "trained": "went on course"}
    found = workforce_file(file(text), Staffing("sex", columns=named)).workforce
    assert [each.process for each in found.processes] == ["trained"]
    assert found.profile[0].n == 20
    with pytest.raises(Refused, match="colour is none of the things that a column may hold"):
        read_extract(file(text), Staffing("sex", columns={"colour": "band x"}))


def test_a_senior_grade_that_nobody_has_is_refused(file):
    with pytest.raises(Refused, match="Nobody has the grade SM1: the grades are PO1, PO3, PO4"):
        workforce_file(file(STAFF), Staffing("sex", senior=("SM1",)))


@pytest.mark.parametrize(
    ("grade", "senior", "yes"),
    [
        ("PO3", ("PO3+",), True),
        ("PO 12", ("PO3+",), True),
        ("PO2", ("PO3+",), False),
        ("SO3", ("PO3+",), False),
        ("Director", ("PO3+", "director"), True),
        ("Band 8a", ("Band 8a",), True),
        ("Band 8b", ("Band 8+",), False),
        ("Director", ("PO3+",), False),
    ],
)
def test_senior_grades(grade, senior, yes):
    assert is_senior(grade, senior) is yes


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["Yes", "no", "", "maybe"], (True, False, None, None)),
        (["Y", "", ""], (True, False, False)),
        (["2024-01-02", "", "not recorded"], (True, False, None)),
        (["Promoted", "Not promoted", ""], (True, False, None)),
        (["Never", "1-2 times", "", "prefer not to say"], (False, True, None, None)),
        (["strongly agree", "Disagree", "Neither agree nor disagree"], (True, False, False)),
    ],
)
def test_yes_and_no_in_many_words(texts, values):
    assert flags(texts, "Promoted").values == values


def test_what_is_neither_yes_nor_no_is_listed():
    assert flags(["yes", "no", "maybe"]).unread == ("maybe",)
    assert is_question(["Yes", "no", ""])
    assert not is_question(["a comment", "Yes", "another"])
    assert not is_question(["", ""])


RECORD = rows(
    "Ethnic group,Grade,Shortlisted,Appointed,Disciplinary,CPD,Leaver,Board",
    [
        ("White British,B5,,,No,Yes,No,No", 150),
        ("White Irish,B8a,,,Yes,No,No,Yes", 10),
        ("Indian,B5,,,No,No,Yes,No", 30),
        ("Caribbean,B5,,,Yes,Yes,No,No", 10),
        ("Not stated,B5,,,No,No,No,No", 5),
        ("White British,,Yes,Yes,,,,", 30),
        ("White British,,Yes,No,,,,", 70),
        ("Indian,,Yes,Yes,,,,", 10),
        ("Indian,,Yes,No,,,,", 40),
    ],
)
SURVEY = rows(
    "Ethnic group,Harassed by patients or public,Believe in equal opportunity to progress,Comments",
    [("White British,Never,Agree,a", 60), ("White British,1-2 times,Disagree,b", 20), ("Indian,3-5 times,Agree,c", 10), ("Indian,Never,Disagree,d", 10), (",Never,Agree,e", 5)],
)  # fmt: skip


def test_the_indicators_of_the_wres(file):
    report = workforce_file(
        file(RECORD), Staffing("Ethnic group", senior=("B8a",)), file(SURVEY, "survey.csv")
    )
    found = {(each.standard, each.number): each for each in report.indicators}
    assert len(found) == 19
    # (40 / 100 ... by hand): white 30 of 100, minority 10 of 50
    assert found["WRES", "2"].value == pytest.approx(1.5)
    assert found["WRES", "2"].figures == {"White": 0.3, "Black and minority ethnic": 0.2}
    # minority 10 of 40, white 10 of 160: the other way round
    assert found["WRES", "3"].value == pytest.approx(4.0)
    # white 150 of 160, minority 10 of 40
    assert found["WRES", "4"].value == pytest.approx((150 / 160) / (10 / 40))
    assert found["WRES", "9"].value == pytest.approx(0.0 - 40 / 200)
    assert found["WRES", "1"].figures == pytest.approx({"B5": 40 / 190, "B8a": 0.0, "all staff": 0.2})
    assert found["WRES", "5"].figures == {"White": 0.25, "Black and minority ethnic": 0.5}
    assert found["WRES", "7"].figures == {"White": 0.75, "Black and minority ethnic": 0.5}
    assert found["WRES", "8"].missing == "No question of the survey was known for this one by its heading."
    assert found["SC-WRES", "8"].figures == {"White": 0.0, "Black and minority ethnic": 0.75}
    assert found["SC-WRES", "8"].missing == "One of the two groups has nobody, or nothing happened to it."
    assert found["SC-WRES", "4"].missing.startswith(
        "No column says who entered a fitness-to-practise process"
    )
    assert found["SC-WRES", "9"].value == pytest.approx(0.0 - 0.2)


def test_a_survey_has_its_response_rate(file):
    found = workforce_file(file(RECORD), Staffing("Ethnic group"), file(SURVEY, "survey.csv")).survey
    assert [(each.group, each.respondents, each.staff) for each in found.responses] == [
        ("All", 105, 205),
        ("Indian", 20, 30),
        ("White British", 80, 150),
    ]
    assert found.responses[1].rate == pytest.approx(20 / 30)
    assert [each.question for each in found.questions] == [
        "Harassed by patients or public",
        "Believe in equal opportunity to progress",
    ]
    assert found.questions[0].verdicts == {"Indian": Verdict.OVER}
    assert found.warnings == ("5 of 105 respondents have no Ethnic group.",)


def test_more_declare_in_a_survey_than_on_the_record(file):
    staff = file(rows("Disability,Capability", [("Yes,No", 4), ("Yes,Yes", 6), ("No,No", 90)]))
    answers = file(
        rows("Disability,Felt pressure to come in unwell", [("Yes,Yes", 20), ("No,No", 50)]), "survey.csv"
    )
    report = workforce_file(staff, Staffing("Disability", "No"), answers)
    assert report.survey.responses[2].rate == 2.0
    assert report.survey.warnings[-1].startswith("More people of Yes answered than are on the staff record")
    found = {each.number: each for each in report.indicators}
    assert set(found) == {"1", "2", "3", "4a", "4b", "5", "6", "7", "8", "10"}
    assert found["6"].figures == {"Disabled": 1.0, "Not disabled": 0.0}
    assert found["3"].missing == "One of the two groups has nobody, or nothing happened to it."
    assert found["3"].figures == {"Disabled": 0.6, "Not disabled": 0.0}


def test_groups_that_are_two_already_and_groups_that_no_list_places(file):
    text = rows("ethnicity,grade,promoted", [("White,A,yes", 10), ("BME,A,no", 10), ("Martian,A,yes", 10)])
    found = workforce_file(file(text), Staffing("ethnicity", "White")).indicators
    assert next(each for each in found if each.number == "1").n == {"A": 20, "all staff": 20}
    alone = workforce_file(file("ethnicity,grade\nWhite,A\n"), Staffing("ethnicity")).indicators
    assert {each.missing for each in alone} == {
        "Nobody in the column ethnicity is known to be Black and minority ethnic."
    }
    assert workforce_file(file(STAFF), Staffing("sex")).indicators == ()


def test_nobody_with_a_group_and_no_question_are_refused(file):
    with pytest.raises(Refused, match="Nobody in this file has an answer"):
        workforce_file(file("sex,grade\n,A\n,B\n"), Staffing("sex"))
    with pytest.raises(Refused, match="No column of this survey is answered by yes and no"):
        workforce_file(file(STAFF), Staffing("sex"), file("sex,comments\nF,hello\n", "survey.csv"))


@pytest.mark.slow_test
def test_reference_promotion_of_chicago_police_officers(shared, file):
    # published stocks and flows as one row a person: 163 of 12,227 women and 799 of 38,711 men moved up, 2012-16
    path = shared / "data/workforce/cpd_workforce_stock_flow_2002-2017_grade_sex_race.csv"
    lines = Counter()
    with path.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            if 2012 <= int(row["year"]) <= 2016 and row["grade"].startswith("1 "):
                moved, stock = int(row["moved_up"]), int(row["stock_start"])
                lines[f"{row['sex']},1,yes"] += moved
                lines[f"{row['sex']},1,no"] += stock - moved
    extract = read_extract(file(rows("sex,grade,promoted", lines.items())), Staffing("sex"))
    found = process(workforce(extract, Staffing("sex", "Male")), "promoted")
    assert [(each.group, each.events, each.n) for each in found.groups] == [
        ("Female", 163, 12_227),
        ("Male", 799, 38_711),
    ]
    assert found.likelihoods[0].ratio == pytest.approx((799 / 38_711) / (163 / 12_227))
    assert found.likelihoods[0].verdict is Verdict.UNDER


def test_a_column_may_say_who_is_on_the_staff(file):
    text = rows(
        "sex,employee,stage,promoted",
        [("F,yes,,yes", 10), ("M,yes,,no", 10), ("M,no,applied,", 5), ("M,no,on hold,", 2)],
    )
    found = workforce_file(file(text), Staffing("sex")).workforce
    assert found.staff == 20
    assert (
        "Some values for applied are neither yes nor no, and taken as not known: on hold." in found.warnings
    )


def test_a_stage_that_is_missing_is_named(file):
    only = workforce_file(file("sex,appointed,promoted\nF,yes,no\nM,no,yes\n"), Staffing("sex")).workforce
    assert only.missing["appointed"].startswith("No column says who was shortlisted")
    assert (
        only.missing["promoted"]
        == "No row is known to be of staff: name a column with --column grade=HEADING."
    )


def test_a_board_that_has_nobody_is_no_figure(file):
    text = rows("ethnicity,board", [("White,no", 10), ("Indian,no", 10)])
    found = workforce_file(file(text), Staffing("ethnicity")).indicators
    assert next(each for each in found if each.number == "9").missing == "Nobody is known to be in it."


def test_grades_of_another_scale_are_not_taken_for_lower_in_silence(file):
    text = rows("sex,grade", [("F,PO2", 9), ("F,PO4", 5), ("M,PO3", 6), ("M,Chief Officer", 2)])
    told = "Senior are PO3, PO4. Of another scale, and so not among them: Chief Officer; name those that are senior too with --senior."
    assert told in workforce_file(file(text), Staffing("sex", senior=("PO3+",))).workforce.warnings
    named = workforce_file(file(text), Staffing("sex", senior=("PO3+", "Chief Officer"))).workforce
    assert not any(warning.startswith("Senior are") for warning in named.warnings)


def on_the_edge(found):
    """Whether a verdict and the interval beside it do not say the same."""
    (each,) = process(found, "promoted").likelihoods
    holds_one = each.low <= 1 <= each.high
    return holds_one == (each.verdict in (Verdict.OVER, Verdict.UNDER, Verdict.SMALL))


@pytest.mark.parametrize("seed", range(8))
def test_a_verdict_that_its_interval_does_not_bear_out_is_said_to_be_close(seed, file):
    draw = random.Random(seed)
    for _ in range(6):
        women, men = draw.randint(30, 200), draw.randint(30, 200)
        up, more = draw.randint(3, women // 3), draw.randint(3, men // 3)
        lines = [("F,yes", up), ("F,no", women - up), ("M,yes", more), ("M,no", men - more)]
        found = workforce_file(file(rows("sex,promoted", lines)), Staffing("sex", "M")).workforce
        close = [each for each in found.warnings if each.endswith("It is a close call.")]
        assert len(close) == on_the_edge(found)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((45, 120, 11, 62), "the verdict follows it; the interval of their ratio just holds 1"),
        ((11, 156, 6, 30), "the verdict follows it; the interval of their ratio just leaves 1 out"),
    ],
)
def test_both_ways_of_being_close(counts, words, file):
    lines = list(zip(("F,yes", "F,no", "M,yes", "M,no"), counts, strict=True))
    found = workforce_file(file(rows("sex,promoted", lines)), Staffing("sex", "M")).workforce
    assert on_the_edge(found)
    assert any(each.startswith("promoted, F: ") and words in each for each in found.warnings)


@pytest.mark.parametrize("heading", ["Leaver date", "Date of leaving", "Termination Date"])
def test_days_of_leaving_have_several_headings(file, heading):
    found = workforce_file(file(STAFF.replace("leaving date", heading)), Staffing("sex")).workforce
    assert "left" in {each.process for each in found.processes}


def test_a_line_of_totals_is_nobody(file):
    rows = "sex,grade,training\nF,1,yes\nF,1,no\nM,2,yes\nTotal,,2\n"
    assert workforce_file(file(rows), Staffing("sex")).workforce.groups == {"F": 2, "M": 1}
