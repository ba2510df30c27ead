"""Bar charts as plain data, which a template draws as SVG.

Widths are percentages of the picture and heights are pixels, so that bars stretch with the page while words
keep their size: the same chart reads at 320 pixels and at 1280.
"""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

LINE = 19  # of a label, in pixels
BAR = 22
GAP = 16
AXIS = 30
LABEL_CHARACTERS = 32  # as many as fit beside a value on the narrowest screen


@dataclass(frozen=True)
class Bar:
    """What is known of one group: `written` is the value in words; a value of None is withheld or missing."""

    label: str
    value: float | None
    written: str
    low: float | None = None
    high: float | None = None
    marker: float | None = None  # what the value is compared with


@dataclass(frozen=True)
class Tick:
    x: float
    written: str
    anchor: str


@dataclass(frozen=True)
class DrawnBar:
    """Where one bar and its words go; x in per cent, y in pixels."""

    bar: Bar
    lines: tuple[str, ...]
    text_y: int
    y: int
    width: float | None
    low_x: float | None
    high_x: float | None
    marker_x: float | None

    @property
    def middle(self) -> float:
        return self.y + BAR / 2


@dataclass(frozen=True)
class BarChart:
    """A whole chart; `key` tells two charts of one page apart."""

    key: str
    title: str
    description: str
    marker_label: str
    bars: tuple[DrawnBar, ...]
    ticks: tuple[Tick, ...]
    axis_y: int
    height: int

    @property
    def has_intervals(self) -> bool:
        return any(drawn.low_x is not None for drawn in self.bars)

    @property
    def has_markers(self) -> bool:
        return any(drawn.marker_x is not None for drawn in self.bars)


def bar_chart(
    key: str, title: str, description: str, bars: Sequence[Bar], *, marker_label: str = "", unit: str = ""
) -> BarChart:
    """Bars from zero, one under another, on an axis that ends at a round number."""
    step, end = axis([top for bar in bars for top in (bar.value, bar.high, bar.marker) if top is not None])
    drawn = []
    y = 0
    for bar in bars:
        lines = tuple(textwrap.wrap(bar.label, LABEL_CHARACTERS)) or ("",)
        drawn.append(draw(bar, lines, y, end))
        y = drawn[-1].y + BAR + GAP
    return BarChart(key, title, description, marker_label, tuple(drawn), ticks(step, end, unit), y, y + AXIS)


def draw(bar: Bar, lines: tuple[str, ...], y: int, end: float) -> DrawnBar:
    def across(value: float | None) -> float | None:
        return None if value is None else round(100 * min(max(value, 0), end) / end, 2)

    top = y + LINE * len(lines) + 4
    return DrawnBar(
        bar,
        lines,
        y + LINE - 4,
        top,
        across(bar.value),
        across(bar.low),
        across(bar.high),
        across(bar.marker),
    )


def axis(values: Sequence[float]) -> tuple[float, float]:
    """A step of 1, 2 or 5 times a power of ten, and the end: the first step that no value passes."""
    highest = max([value for value in values if value > 0], default=1)
    rough = highest / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
    return step, step * math.ceil(highest / step)


def ticks(step: float, end: float, unit: str) -> tuple[Tick, ...]:
    count = round(end / step)
    anchors = {0: "start", count: "end"}
    return tuple(
        Tick(
            round(100 * index / count, 2), f"{round(index * step, 9):,g}{unit}", anchors.get(index, "middle")
        )
        for index in range(count + 1)
    )
