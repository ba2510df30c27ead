import pytest

from equalities.comparison import Course, Movement, Question, trend_file
from equalities.comparison.trends import in_time
from equalities.refusals import Refused

ASKED = Question("sex", "in", "y")


def lines(cells):
    """Counts by period: (period, women in of 200, men in of 200)."""
    rows = [
        f"{period},{sex},{outcome},{n}\n"
        for period, *ins in cells
        for sex, good in zip("FM", ins, strict=True)
        for outcome, n in (("y", good), ("n", 200 - good))
    ]
    return "year,sex,in,n\n" + "".join(rows)


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "cases.csv"
        path.write_text(text)
        return path

    return write


def follow(path, question=ASKED, **course):
    return trend_file(path, question, Course("year", **course), count="n")


CLOSING = [("2021/22", 60, 120), ("2022/23", 90, 120), ("2023/24", 120, 120)]


def test_a_gap_that_closes(file):
    found = follow(file(lines(reversed(CLOSING))), Question("sex", "in", "y", reference="M"))
    assert found.periods == ("2021/22", "2022/23", "2023/24")
    women, men = found.groups
    assert [point.gap for point in women.points] == pytest.approx([-0.3, -0.15, 0.0])
    assert (women.start, women.end, women.change) == ("2021/22", "2023/24", pytest.approx(0.3))
    assert 0 < women.change_low < 0.3 < women.change_high
    assert women.moved is Movement.NARROWER
    assert women.trend.statistic > 5
    assert (women.gap_trend.statistic, women.gap_trend.p < 1e-4) == (pytest.approx(0.15, abs=0.01), True)
    assert (men.change, men.gap_trend, men.moved) == (0.0, None, Movement.NONE_SHOWN)


@pytest.mark.parametrize(
    ("cells", "moved"),
    [
        ([("2021", 110, 120), ("2022", 60, 120)], Movement.WIDER),
        ([("2021", 60, 120), ("2022", 170, 120)], Movement.TURNED),
        ([("2021", 60, 120), ("2022", 62, 120)], Movement.TOO_FEW),
    ],
)
def test_movements_of_a_gap(file, cells, moved):
    found = follow(file(lines(cells)), Question("sex", "in", "y", reference="M"))
    assert found.groups[0].moved is moved


def test_a_change_that_is_small_is_called_so(file):
    path = file("year,sex,n\n2021,F,50000\n2021,M,50000\n2022,F,51000\n2022,M,49000\n")
    assert follow(path, Question("sex")).groups[0].moved is Movement.SMALL


def test_without_an_outcome_it_is_the_share_of_all(file):
    found = follow(
        file("year,sex,n\n2021,F,300\n2021,M,700\n2022,F,500\n2022,M,500\n2022,,90\n"), Question("sex")
    )
    women = found.groups[0]
    assert [(point.events, point.n, point.rate) for point in women.points] == [
        (300, 1000, 0.3),
        (500, 1000, 0.5),
    ]
    assert (women.change, women.moved, women.gap_trend) == (pytest.approx(0.2), Movement.RISEN, None)
    assert (found.reference, women.points[0].gap) == (None, None)
    assert found.groups[1].moved is Movement.FALLEN


def test_nothing_is_compared_across_a_break(file):
    breaks = {"2022/23": "The question changed"}
    found = follow(file(lines(CLOSING)), Question("sex", "in", "y", reference="M"), breaks=breaks)
    assert (found.groups[0].start, found.groups[0].change) == ("2022/23", pytest.approx(0.15))
    assert [point.gap for point in found.groups[0].points] == pytest.approx([-0.3, -0.15, 0.0])
    assert found.warnings == (
        "There is a break before 2022/23: The question changed.",
        "Changes and trends are of 2022/23 to 2023/24 alone, since the last break.",
    )
    last = follow(file(lines(CLOSING)), breaks={"2023/24": "New system"})
    assert {group.change for group in last.groups} == {None}
    assert "There are not two periods to compare." in last.warnings


def test_a_period_without_the_group_is_no_nought(file):
    path = file(lines(CLOSING) + "2024/25,F,y,10\n2024/25,F,n,10\n")
    women, men = follow(path, Question("sex", "in", "y", reference="M")).groups
    assert (women.end, women.points[-1].gap, men.points[-1].rate) == ("2023/24", None, None)


def test_visits_have_no_limits_and_no_movement(file):
    found = trend_file(file(lines(CLOSING)), ASKED, Course("year"), row="visit")
    point = found.groups[0].points[0]
    assert (point.rate, point.low, found.groups[0].change, found.groups[0].moved) == (0.5, None, None, None)
    assert found.warnings[0].startswith("One row is a visit")


def test_periods_are_put_in_the_order_of_time():
    given = ["Q2 2021", "Q1 2022", "Q1 2021"]
    assert sorted(given, key=in_time) == ["Q1 2021", "Q2 2021", "Q1 2022"]
    assert sorted(["May 2021", "April 2021", "Jan 2022"], key=in_time) == [
        "April 2021",
        "May 2021",
        "Jan 2022",
    ]
    assert sorted(["wave 10", "wave 9"], key=in_time) == ["wave 9", "wave 10"]


def test_what_cannot_be_followed_is_refused(file):
    path = file(lines(CLOSING))
    with pytest.raises(Refused, match="no period 1999 to break at: the periods are 2021/22"):
        follow(path, breaks={"1999": "x"})
    with pytest.raises(Refused, match="Say which value of the outcome"):
        follow(path, Question("sex", "in"))
    with pytest.raises(Refused, match="no group X"):
        follow(path, Question("sex", "in", "y", reference="X"))


def test_a_small_group_that_halves_has_fallen(file):
    path = file("year,g,n\n2021,B,400\n2021,A,4600\n2022,B,200\n2022,A,4800\n")
    moved = {group.group: group.moved for group in follow(path, Question("g")).groups}
    # 8 % to 4 %: under five points, but far over a fifth
    assert moved == {"A": Movement.SMALL, "B": Movement.FALLEN}


def test_a_handful_in_many_shows_nothing(file):
    path = file("year,g,n\n2021,c,4\n2021,A,550\n2022,c,4\n2022,A,550\n")
    moved = {group.group: group.moved for group in follow(path, Question("g")).groups}
    assert moved == {"A": Movement.NONE_SHOWN, "c": Movement.TOO_FEW}


def test_those_without_a_group_an_outcome_or_a_period_are_told(file):
    path = file(lines(CLOSING) + ",F,y,3\n2021/22,,y,4\n2021/22,F,,1005\n")
    assert follow(path).warnings == (
        "Without an answer in sex, and in no figure that needs one: 4.",
        "Without an answer in in, and in no figure that needs one: 1,005.",
        "Without an answer in year, and in no figure that needs one: 3.",
    )
