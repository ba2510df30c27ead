"""Charts: where bars, whiskers and markers go, and what is said when there is no bar."""

import pytest
from django.template import engines
from lxml import html

from dueregard.kit.charts import BAR, Bar, axis, bar_chart
from dueregard.kit.tests.site import BARS


def chart(*bars, **options):
    return bar_chart("c", "Title", "Description", bars, **options)


@pytest.mark.parametrize(
    ("values", "step", "end"),
    [
        ([61.2, 70.1], 20, 80),
        ([100], 50, 100),
        ([0.07], 0.02, 0.08),
        ([1234], 500, 1500),
        ([4], 1, 4),
        ([0.3], 0.1, 0.3),
        ([], 0.5, 1),
        ([0, 0], 0.5, 1),
    ],
)
def test_the_axis_ends_at_a_round_number_that_no_value_passes(values, step, end):
    assert axis(values) == (pytest.approx(step), pytest.approx(end))


def test_a_bar_is_its_share_of_the_axis():
    (drawn,) = chart(Bar("A", 20, "20", low=10, high=30, marker=40)).bars
    assert (drawn.width, drawn.low_x, drawn.high_x, drawn.marker_x) == (50, 25, 75, 100)


def test_nothing_is_drawn_outside_the_picture():
    (drawn,) = chart(Bar("A", 4, "4", low=-3, high=8)).bars
    assert (drawn.low_x, drawn.high_x) == (0, 100)


def test_bars_stand_under_their_labels_and_never_over_another():
    first, second = chart(Bar("Any other Asian, Asian British or Asian Welsh", 1, "1"), Bar("B", 1, "1")).bars
    assert first.lines == ("Any other Asian, Asian British", "or Asian Welsh")
    assert first.text_y < first.y
    assert second.text_y - 15 > first.y + BAR


def test_the_picture_is_as_tall_as_what_it_holds():
    drawn = chart(*(Bar(str(n), n, str(n)) for n in range(40)))
    assert drawn.axis_y > drawn.bars[-1].y + BAR
    assert drawn.height > drawn.axis_y


def test_ticks_carry_the_unit_and_stay_inside():
    written = [(tick.x, tick.written, tick.anchor) for tick in chart(Bar("A", 61, "61%"), unit="%").ticks]
    assert written == [
        (0, "0%", "start"),
        (25, "20%", "middle"),
        (50, "40%", "middle"),
        (75, "60%", "middle"),
        (100, "80%", "end"),
    ]


def test_large_ticks_are_written_with_thousands_and_small_ones_without_noise():
    assert [tick.written for tick in chart(Bar("A", 12000, "")).ticks] == ["0", "5,000", "10,000", "15,000"]
    assert [tick.written for tick in chart(Bar("A", 0.3, "")).ticks] == ["0", "0.1", "0.2", "0.3"]


def test_a_chart_of_withheld_bars_only():
    drawn = chart(Bar("A", None, "withheld"))
    assert drawn.bars[0].width is None
    assert (drawn.has_intervals, drawn.has_markers) == (False, False)


@pytest.fixture
def picture():
    template = '{% from "components/chart_bars/macro.html" import chart_bars %}{{ chart_bars(chart) }}'
    drawn = bar_chart("g", "Users", "Shares of users", BARS, marker_label="population", unit="%")
    return html.fromstring(engines["jinja2"].env.from_string(template).render(chart=drawn))


def test_the_picture_is_named_and_described(picture):
    (svg,) = picture.xpath(".//svg[@role='img']")
    named = [picture.get_element_by_id(name).text for name in svg.get("aria-labelledby").split()]
    assert named == ["Users", "Shares of users"]


def test_a_withheld_bar_is_said_in_words_and_has_no_width(picture):
    assert len(picture.xpath(".//rect[@class='kit-chart__bar']")) == 3
    assert picture.xpath(".//text[@class='kit-chart__value']/text()") == [
        "61.2%",
        "4.4%",
        "12.9%",
        "withheld",
    ]


def test_bars_differ_by_pattern_not_by_colour_alone(picture):
    assert picture.xpath(".//rect[@class='kit-chart__bar']/@fill") == ["url(#g-pattern)"] * 3
    assert picture.xpath(".//pattern/@id") == ["g-pattern"]


def test_the_legend_names_what_is_drawn(picture):
    legend = [" ".join(item.text_content().split()) for item in picture.xpath(".//li")]
    assert legend == ["population", "where the true value is likely to be"]


def test_nothing_is_styled_inline(picture):
    assert not picture.xpath(".//@style")
