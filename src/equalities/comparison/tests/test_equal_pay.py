import csv
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalities.comparison import (
    Asked,
    AuditPolicy,
    Employee,
    Factor,
    Finding,
    OfficialFigures,
    Payroll,
    kitagawa,
    oaxaca_blinder,
    official_faults,
    official_figures,
    pay_by_grade,
    pay_gaps,
    pay_report,
)
from equalities.comparison.decomposition import WORDS
from equalities.refusals import Refused


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "staff.csv"
        path.write_text(text)
        return path

    return write


def rates(cells):
    return [(grade, group, Fraction(rate)) for grade, group, *pay in cells for rate in pay]


def test_a_grade_is_looked_into_from_five_percent():
    found = pay_by_grade(
        rates([("A", "M", 100), ("A", "F", 95), ("B", "M", 200), ("B", "F", 192), ("C", "M", 300)]), "M", "F"
    )
    assert [each.grade for each in found.grades] == ["A", "B", "C"]
    assert [each.mean_gap for each in found.grades] == [5.0, 4.0, None]
    assert [each.finding for each in found.grades] == [
        Finding.LOOK_INTO,
        Finding.PATTERN,
        Finding.NOT_COMPARED,
    ]
    assert (found.compared, found.pattern) == (2, "F")


def test_a_difference_of_the_median_alone_counts():
    found = pay_by_grade(rates([("A", "M", 90, 100, 110), ("A", "F", 90, 94, 116)]), "M", "F")
    (grade,) = found.grades
    assert (grade.mean_gap, grade.median_gap) == (0.0, 6.0)
    assert (grade.finding, grade.few) == (Finding.LOOK_INTO, True)


@pytest.mark.parametrize(
    ("women", "pattern"),
    [((97, 97, 100), "F"), ((97, 103, 100), None), ((103, 103, 103), "M"), ((97, 100, 100), None)],
)
def test_a_pattern_is_three_percent_the_same_way_in_over_half_of_the_grades(women, pattern):
    cells = [
        (grade, group, rate)
        for grade, pay in zip("ABC", women, strict=True)
        for group, rate in (("M", 100), ("F", pay))
    ]
    found = pay_by_grade(rates(cells), "M", "F")
    assert found.pattern == pattern
    pay = dict(zip("ABC", women, strict=True))
    expected = [
        Finding.PATTERN if pattern and abs(pay[each.grade] - 100) == 3 else Finding.BELOW
        for each in found.grades
    ]
    assert [each.finding for each in found.grades] == expected


def test_the_policy_says_how_much_and_who_has_no_grade_is_told():
    found = pay_by_grade(
        rates([("A", "M", 100), ("A", "F", 95), ("", "F", 5)]), "M", "F", AuditPolicy(significant=6)
    )
    assert (found.grades[0].finding, found.unknown) == (Finding.BELOW, 1)


def test_kitagawa_by_hand():
    # men: 1 in A at 10, 3 in B at 20; women: 3 in A at 8, 1 in B at 20
    found = kitagawa({"A": [10], "B": [20, 20, 20]}, {"A": [8, 8, 8], "B": [20]})
    assert found.gap == pytest.approx(17.5 - 11)
    # standing in other grades: (1/4 - 3/4) x 9 + (3/4 - 1/4) x 20
    assert found.accounted == pytest.approx(5.5)
    # pay within A: (1/4 + 3/4) / 2 x 2
    assert found.unaccounted == pytest.approx(1.0)
    assert found.words == WORDS


def test_a_grade_of_one_group_is_all_composition():
    found = kitagawa({"A": [10], "B": [30]}, {"A": [10]})
    assert (found.gap, found.accounted, found.unaccounted) == (10.0, 10.0, 0.0)
    with pytest.raises(Refused, match="in both groups"):
        kitagawa({"A": [10]}, {})


cells = st.lists(
    st.tuples(st.sampled_from("ABC"), st.booleans(), st.integers(5, 60)), min_size=2, max_size=40
)


@given(cells)
def test_the_parts_add_to_the_gap(people):
    held = [{}, {}]
    for grade, man, rate in people:
        held[not man].setdefault(grade, []).append(float(rate))
    if not all(held):
        return
    found = kitagawa(*held)
    means = [np.mean([rate for each in one.values() for rate in each]) for one in held]
    assert found.gap == pytest.approx(means[0] - means[1])
    assert found.accounted + found.unaccounted == pytest.approx(found.gap)


def test_two_grades_alone_account_for_a_gap_that_is_theirs():
    pay = [math.exp(3), math.exp(3), math.exp(2), math.exp(3), math.exp(2), math.exp(2)]
    men = [True, True, True, False, False, False]
    found = oaxaca_blinder(pay, men, [Factor("grade", ["B", "B", "A", "B", "A", "A"])])
    assert found.gap == pytest.approx(1 / 3)
    assert found.parts[0].gap == pytest.approx(1 / 3)
    assert found.unaccounted == pytest.approx(0.0, abs=1e-12)


def test_who_lacks_a_factor_is_left_out_and_counted():
    pay = [10.0, 12.0, 11.0, 9.0, 10.0, 99.0]
    found = oaxaca_blinder(
        pay, [True, True, True, False, False, False], [Factor("hours", [1.0, 2.0, 3.0, 1.0, 2.0, None])]
    )
    assert (found.n, found.left_out) == (5, 1)
    assert found.low < found.unaccounted < found.high


@pytest.mark.parametrize(
    ("men", "values"),
    [
        ([True, True, True, True], [1.0, 2.0, 3.0, 4.0]),
        ([True, True, False, False], ["x", "x", "y", "y"]),
        ([True, True, False, False], ["w", "x", "y", "z"]),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(men, values):
    with pytest.raises(Refused):
        oaxaca_blinder([10.0, 11.0, 12.0, 14.0], men, [Factor("f", values)])


def test_reference_professors_log_wage_with_controls(shared):
    # computed with R: coefficient of sex 0.045583, p 0.1415, with rank, discipline and both lengths of service
    path = shared / "data/payroll/carData_Salaries_professors.csv"
    factors = ("rank", "discipline", "yrs.since.phd", "yrs.service")
    report = pay_report(path, Payroll("sex", "salary"), Asked(factors=factors))
    (found,) = report.decompositions
    assert (found.unaccounted, found.p) == (
        pytest.approx(0.045583, abs=5e-7),
        pytest.approx(0.1415, abs=5e-5),
    )
    assert sum(part.gap for part in found.parts) == pytest.approx(found.accounted)
    assert (found.n, found.left_out) == (397, 0)


STAFF = "sex,rate,grade,hours\n" + "".join(
    f"{sex},{rate},{grade},{hours}\n"
    for sex, rate, grade, hours in (
        ("M", 20, "PO1", 36), ("M", 30, "PO3", 36), ("M", 31, "PO3", 30), ("F", 19, "PO1", 36), ("F", 18, "PO1", 20), ("F", 29, "PO3", 36), ("F", 21, "", 36), ("F", "", "PO1", 36), ("X", 12, "PO1", 20),
    )
)  # fmt: skip


def test_a_report_with_everything_asked_for(file):
    found = pay_report(
        file(STAFF), Payroll("sex", "rate"), Asked("grade", ("hours",), each=True, least=1)
    ).as_dict()
    assert [each["grade"] for each in found["grades"]["grades"]] == ["PO1", "PO3"]
    assert found["grades"]["grades"][0]["mean_gap"] == pytest.approx(100 * 1.5 / 20)
    assert (found["grades"]["compared"], found["grades"]["unknown"]) == (2, 1)
    assert [(each["method"], each["n"], each["left_out"]) for each in found["decompositions"]] == [
        ("kitagawa", 6, 1),
        ("oaxaca-blinder", 6, 1),
    ]
    assert [pair["groups"] for pair in found["pairs"]] == [("M", "F"), ("M", "X")]
    assert found["pairs"][1]["mean_gap"] == pytest.approx(100 * (27 - 12) / 27)
    assert "grades" not in pay_report(file(STAFF), Payroll("sex", "rate")).as_dict()


def test_small_groups_have_no_figures_of_their_own(file):
    path = file(STAFF)
    report = pay_report(path, Payroll("sex", "rate"), Asked(each=True))
    assert report.gaps.mean_gap is not None  # the two groups asked for are not held back unless it is said
    assert {pair.mean_gap for pair in report.pairs} == {None}
    assert (
        report.pairs[0].undefined["mean_gap"]
        == "M has under 10 full-pay employees, too few for a figure of their own."
    )
    assert pay_report(path, Payroll("sex", "rate"), Asked(least=4)).gaps.quarters == ()


def test_a_factor_with_too_many_groups_is_refused(file):
    path = file("sex,rate,name\n" + "".join(f"{'MF'[n % 2]},{10 + n},p{n}\n" for n in range(102)))
    with pytest.raises(Refused, match="over 100 different values"):
        pay_report(path, Payroll("sex", "rate"), Asked(factors=("name",)))


employees = st.lists(
    st.tuples(
        st.sampled_from("MF"),
        st.one_of(st.none(), st.integers(1, 50).map(Fraction)),
        st.one_of(st.none(), st.integers(1, 9).map(Fraction)),
    ),
    max_size=40,
)


@given(employees)
def test_the_official_service_takes_every_figure_that_is_defined(rows):
    staff = [Employee(*row) for row in [*rows, ("M", Fraction(9), None), ("F", Fraction(8), None)]]
    assert official_faults(official_figures(pay_gaps(staff, "M", "F"))) == ()


EVEN = ((50.0, 50.0),) * 4


@pytest.mark.parametrize(
    ("figures", "fault"),
    [
        (
            OfficialFigures(100.1, 5, 0, 0, (1, 1), EVEN),
            "The mean hourly gap is 100.1, and can be at most 100.",
        ),
        (OfficialFigures(None, 5, 0, 0, (1, 1), EVEN), "The mean hourly gap is missing."),
        (
            OfficialFigures(5, 5, 0, 0, (0, 9), EVEN),
            "No man was paid a bonus, so both bonus gaps must be blank.",
        ),
        (
            OfficialFigures(5, 5, None, 0, (3, 9), EVEN),
            "Men were paid bonuses, so both bonus gaps must be given.",
        ),
        (
            OfficialFigures(5, 5, 0, 0, (101, 9), EVEN),
            "A share paid a bonus is 101.0, and must lie from 0 to 100.",
        ),
        (OfficialFigures(5, 5, 0, 0, None, EVEN), "The shares paid a bonus are missing."),
        (
            OfficialFigures(5, 5, 0, 0, (1, 1), ((50.0, 49.9),)),
            "The shares in quarter 1 add to 99.9 and not to 100.",
        ),
    ],
)
def test_official_faults(figures, fault):
    assert official_faults(figures) == (fault,)
    assert official_faults(OfficialFigures(-900, -3, None, None, (0, 5), EVEN)) == ()


@pytest.mark.slow_test
def test_reference_5087_employers_keep_the_official_rules(shared):
    # the service's own download has 0.0 for a blank, in bonus gaps and in quarters that were not supplied
    with (shared / "data/gpg/uk_gpg_employers_a.csv").open(encoding="utf-8-sig", newline="") as opened:
        employers = list(csv.DictReader(opened))
    bands = ("lowerquartile", "lowermiddlequartile", "uppermiddlequartile", "topquartile")
    unsupplied, faults = 0, []
    for row in employers:
        number = {
            key: float(value) for key, value in row.items() if value.replace(".", "").lstrip("-").isdigit()
        }
        quarters = tuple((number[f"male{band}"], number[f"female{band}"]) for band in bands)
        supplied = any(sum(pair) for pair in quarters)
        unsupplied += not supplied
        bonus = (number["malebonuspercent"], number["femalebonuspercent"])
        gaps = [number[f"diff{kind}bonuspercent"] if bonus[0] else None for kind in ("mean", "median")]
        hourly = (number["diffmeanhourlypercent"], number["diffmedianhourlypercent"])
        faults += official_faults(OfficialFigures(*hourly, *gaps, bonus, quarters if supplied else ()))
    assert (len(employers), unsupplied) == (5087, 87)
    assert faults == ["A share paid a bonus is 100.4, and must lie from 0 to 100."]  # one employer's own
