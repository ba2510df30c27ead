from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalities.comparison import Employee, Payroll, pay_file, pay_gaps, quarter_sizes, quarters
from equalities.comparison.pay import median
from equalities.refusals import Refused


def staff(*rows):
    return [
        Employee(group, None if rate is None else Fraction(rate), bonus and Fraction(bonus))
        for group, rate, bonus in rows
    ]


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "staff.csv"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize(
    ("n", "sizes"),
    [
        (8, (2, 2, 2, 2)),
        (9, (3, 2, 2, 2)),
        (10, (3, 2, 3, 2)),
        (11, (3, 3, 3, 2)),
        (4445, (1112, 1111, 1111, 1111)),
        (0, (0, 0, 0, 0)),
        (3, (1, 1, 1, 0)),
    ],
)
def test_reference_remainders_of_quarters(n, sizes):
    # the government's guidance on gender pay gap calculations; 4,445 is its own example
    assert quarter_sizes(n) == sizes


def test_reference_tied_rates_over_two_quarters():
    # the guidance's example: 36 women and 4 men on one rate, 10 places in the lower quarter and 30 in the next
    lowest = [(Fraction(10), "M")] * 20
    tied = [(Fraction(12), "F")] * 36 + [(Fraction(12), "M")] * 4
    highest = [(Fraction(20), "M")] * 60
    lower, lower_middle, *_ = quarters(lowest + tied + highest, "M", "F")
    assert (lower.n, lower.share) == (30, {"M": 21 / 30, "F": 9 / 30})
    assert (lower_middle.n, lower_middle.share) == (30, {"M": 3 / 30, "F": 27 / 30})


def test_a_tie_over_all_four_quarters_is_split_evenly():
    found = quarters([(Fraction(12), "M")] * 8 + [(Fraction(12), "F")] * 8, "M", "F")
    assert [quarter.share for quarter in found] == [{"M": 0.5, "F": 0.5}] * 4


rates = st.lists(st.tuples(st.integers(1, 6).map(Fraction), st.sampled_from("MF")), max_size=60)


@given(rates)
def test_quarters_lose_nobody_and_do_not_depend_on_the_order_of_rows(people):
    found = quarters(people, "M", "F")
    assert [each.n for each in found] == [size for size in quarter_sizes(len(people)) if size]
    assert sum(round(each.share["F"] * each.n) for each in found) == sum(group == "F" for _, group in people)
    assert quarters(people[::-1], "M", "F") == found


def test_the_six_figures():
    found = pay_gaps(
        staff(
            ("M", 20, 100), ("M", 10, None), ("M", None, 300), ("F", 12, 50), ("F", 6, None), ("F", 9, None)
        ),
        "M",
        "F",
    )
    assert found.n == {"M": 2, "F": 3}
    assert (found.mean_gap, found.median_gap) == (40.0, 40.0)  # 15 against 9
    assert (found.mean_bonus_gap, found.median_bonus_gap) == (75.0, 75.0)  # 200 against 50
    assert found.bonus_share == {"M": 2 / 3, "F": 1 / 3}  # of all, also the one who was not paid in full
    assert found.undefined == {}


def test_a_gap_in_favour_of_the_other_group_is_negative():
    assert pay_gaps(staff(("M", 10, None), ("F", 15, None)), "M", "F").mean_gap == -50.0


def test_no_bonus_for_men_leaves_the_bonus_gaps_undefined():
    found = pay_gaps(staff(("M", 10, None), ("F", 10, 50)), "M", "F")
    assert found.mean_bonus_gap is found.median_bonus_gap is None
    assert set(found.undefined) == {"mean_bonus_gap", "median_bonus_gap"}
    assert found.bonus_share == {"M": 0.0, "F": 1.0}


def test_no_bonus_for_women_is_a_gap_of_the_whole():
    assert pay_gaps(staff(("M", 10, 50), ("F", 10, None)), "M", "F").mean_bonus_gap == 100.0


def test_not_knowing_of_bonuses_is_not_there_being_none():
    found = pay_gaps(staff(("M", 10, None), ("F", 10, None)), "M", "F", bonuses=False)
    assert found.bonus_share == {}
    assert found.undefined["bonus_share"] == "No bonus column was named."


def test_a_group_without_full_pay_employees_has_no_gap():
    found = pay_gaps(staff(("M", 10, None), ("F", None, None)), "M", "F")
    assert found.mean_gap is None
    assert found.undefined["mean_gap"] == "No employee of F has a full-pay rate."


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_the_median_is_the_middle(values):
    from statistics import median as by_the_book

    assert median([Fraction(value) for value in values]) == Fraction(by_the_book(values))


def test_a_file_with_spellings_blanks_and_pounds(file):
    path = file(
        'sex,rate,bonus\nM,"£1,020.50",0\nmale,979.50,£10\nF,900,\nFemale,,5\nfemale,n/a,\nF,lots,\n,50,\nF,0,\n'
    )
    found = pay_file(path, Payroll("sex", "rate", "bonus"))
    assert found.groups == ("male", "F")
    assert found.n == {"male": 2, "F": 1}
    assert found.mean_gap == 10.0
    assert found.bonus_share == {"male": 0.5, "F": 0.2}
    assert found.mean_bonus_gap == 50.0
    assert found.warnings == (
        "1 row has a rate that is no number (lots), taken as not known.",
        "1 row has a rate of 0 or less (0), taken as not known.",
        "1 row has no group and so no place in any figure.",
    )


def test_a_bonus_of_nil_or_in_other_words_is_none_paid(file):
    path = file("sex,rate,bonus\nM,10,100\nM,10,nil\nM,10,None\nF,10,£ -\nF,10,later\nF,10,50\n")
    found = pay_file(path, Payroll("sex", "rate", "bonus"))
    assert found.bonus_share == {"M": pytest.approx(1 / 3), "F": pytest.approx(1 / 3)}
    assert found.mean_bonus_gap == 50.0
    assert found.warnings == ("1 row has a bonus that is no number (later), taken as none paid.",)


def test_amounts_are_read_exactly_or_not_at_all(file):
    path = file('sex,rate\nM,"1,234.50"\nF,"1.234,50"\nF,"12,5"\nF,1e400\nF,10/3\nF,-3\nF, £10 \nF,1.5E+1\n')
    found = pay_file(path, Payroll("sex", "rate"))
    assert found.n == {"M": 1, "F": 2}
    assert found.mean_gap == pytest.approx(100 * (1234.5 - 12.5) / 1234.5)
    assert found.warnings == (
        "4 rows have a rate that is no number (1.234,50, 12,5, 1e400, ...), taken as not known.",
        "1 row has a rate of 0 or less (-3), taken as not known.",
    )


def test_thousands_may_stand_apart(file):
    found = pay_file(file("sex,rate\nM,£ 1 234.50\nF,1\u00a0234.50\n"), Payroll("sex", "rate"))
    assert (found.mean_gap, found.warnings) == (0.0, ())


def test_a_column_of_rates_without_any_number_is_refused(file):
    path = file("sex,rate\nM,Grade 5\nF,Grade 6\nF,\n")
    with pytest.raises(Refused, match="No row has an amount of pounds in the column rate"):
        pay_file(path, Payroll("sex", "rate"))
    blank = pay_file(file("sex,rate\nM,\nF,\n"), Payroll("sex", "rate"))
    assert blank.undefined["mean_gap"] == "No employee of M has a full-pay rate."


def test_beside_men_and_women_others_are_in_no_figure(file):
    found = pay_file(file("sex,rate\nMale ,10\nMALE,12\nMALE,11\nFemale,8\nX,1\n"), Payroll("sex", "rate"))
    assert found.groups == ("MALE", "Female")
    assert (found.n, found.mean_gap) == ({"MALE": 3, "Female": 1}, pytest.approx(100 * 3 / 11))
    assert found.warnings == ("The figures are of MALE and Female; in none of them: X.",)


def test_any_two_groups(file):
    path = file("group,rate\nWhite,10\nWhite,12\nAsian,9\nBlack,7\n")
    found = pay_file(path, Payroll("group", "rate"))
    assert found.groups == ("White", "All others")
    assert found.mean_gap == pytest.approx(100 * 3 / 11)
    assert found.warnings == ("All others are, together: Asian, Black.",)
    assert pay_file(path, Payroll("group", "rate", reference="asian")).groups[0] == "Asian"


@pytest.mark.parametrize(
    ("heading", "men", "women"), [("Rhyw", "Gwryw", "Benyw"), ("Gender", "1", "2"), ("Staff", "Men", "Women")]
)
def test_men_are_the_reference_in_other_languages_and_codes(file, heading, men, women):
    rows = f"{men},10\n{women},9\n{women},8\n" + ("9,7\n" if men == "1" else "")
    assert pay_file(file(f"{heading},rate\n{rows}"), Payroll(heading, "rate")).groups == (men, women)


def test_the_reference_may_be_named_in_other_words(file):
    path = file("sex,rate\nM,10\nF,9\n")
    assert pay_file(path, Payroll("sex", "rate", reference="female")).groups == ("F", "M")


def test_files_that_have_no_gap_are_refused(file):
    path = file("sex,rate\nM,10\nM,12\n")
    with pytest.raises(Refused, match="needs two groups"):
        pay_file(path, Payroll("sex", "rate"))
    with pytest.raises(Refused, match="no group Women: the groups are M"):
        pay_file(path, Payroll("sex", "rate", reference="Women"))


@pytest.mark.parametrize(
    ("name", "group", "rate", "n", "mean", "median"),
    [
        ("carData_Salaries_professors.csv", "sex", "salary", (358, 39), 12.24081801, 3.973417991),
        ("AER_CPS1985.csv", "gender", "wage", (289, 245), 21.17133233, 23.85218365),
    ],
)
def test_reference_payrolls_computed_with_r(shared, name, group, rate, n, mean, median):
    found = pay_file(shared / "data/payroll" / name, Payroll(group, rate))
    assert tuple(found.n.values()) == n
    assert found.mean_gap == pytest.approx(mean, abs=5e-9)
    assert found.median_gap == pytest.approx(median, abs=5e-9)
