"""How the share or the rate of each group, and its gap to the reference, go over periods."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr

from equalities.codelists.standardise import plain
from equalities.comparison.disparity import change_in_gap
from equalities.comparison.intervals import Estimate, newcombe, wilson
from equalities.comparison.lines import asked_once, lines_of, not_understood
from equalities.comparison.ordered import cochran_armitage
from equalities.comparison.outcomes import reference_of
from equalities.comparison.questions import Question
from equalities.comparison.significance import Test
from equalities.comparison.strata import Strata
from equalities.comparison.verdicts import Judgement, Rate
from equalities.cubes import REPEATING, Cube, read
from equalities.refusals import Refused
from equalities.saying import say

MONTHS = {name[:3].casefold(): place for place, name in enumerate(calendar.month_name) if name}


class Movement(StrEnum):
    """The only words in which a change is judged. None of them says why."""

    RISEN = "risen"
    FALLEN = "fallen"
    WIDER = "gap wider"
    NARROWER = "gap narrower"
    TURNED = "gap turned round"
    SMALL = "detectable but small"
    NONE_SHOWN = "no change shown"
    TOO_FEW = "too few to say"


@dataclass(frozen=True)
class Point:
    """One group in one period: `events` among `n` people, the rate and its limits, and the gap to the
    reference group (rate - the reference's), all fractions. None where there is nobody, or for visits."""

    period: str
    n: int
    events: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    gap: float | None = None
    gap_low: float | None = None
    gap_high: float | None = None


@dataclass(frozen=True)
class GroupTrend:
    """One group over the periods. `change` is of the gap (of the rate, for the reference group or where there
    is no outcome), last period compared - first, with limits; `trend` tests whether the rate rises or falls
    steadily, `gap_trend` whether the gap does. All of `start` to `end`: the periods since the last break."""

    group: str
    points: tuple[Point, ...]
    start: str | None = None
    end: str | None = None
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    trend: Test | None = None
    gap_trend: Test | None = None
    moved: Movement | None = None


@dataclass(frozen=True)
class Trend:
    """All groups over all periods, in the order of time. `breaks` says before which period something changed
    that makes figures on either side another thing, and what. `warnings` are plain sentences."""

    by: str
    periods: tuple[str, ...]
    reference: str | None
    groups: tuple[GroupTrend, ...]
    breaks: Mapping[str, str]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard data trend --json`."""
        return asdict(self)


@dataclass(frozen=True)
class Course:
    """What to follow: the heading of the periods; and before which of them a question, a system or a
    classification changed (period -> what)."""

    period: str
    breaks: Mapping[str, str] = field(default_factory=dict)


def trend_file(
    path: Path, question: Question, course: Course, *, count: str | None = None, row: str = "person"
) -> Trend:
    """`trend` in a file whose headings the question and the course name. Raises Refused as `compare_file`
    does."""
    if question.outcome and question.good is None:
        raise Refused("Say which value of the outcome is the good one, with --good.")
    headings = asked_once(question.by, question.outcome, course.period)
    lines = lines_of(path, headings, count, question.good)
    reading = read(path, lines.layout(row))
    found = trend(reading.cube, question, course)
    told = (*_without(reading.cube, headings), *not_understood(reading), *lines.warnings)
    return replace(found, warnings=(*found.warnings, *told))


def _without(cube: Cube, headings: Sequence[str]) -> Iterable[str]:
    """How many have no group, no outcome or no period, each in a sentence."""
    for heading in headings:
        dimension, counts = cube.dimension(heading), cube.by(heading).counts
        n = sum(int(counts[dimension.codes.index(state)]) for state in dimension.missing)
        if n:
            yield say(
                "Without an answer in {heading}, and in no figure that needs one: {n:,}.",
                heading=heading,
                n=n,
            )


def trend(cube: Cube, question: Question, course: Course) -> Trend:
    """Follow each group over the periods of a cube.

    With an outcome rates are those of the good value among people whose outcome is known, and gaps are to
    the reference group; without one they are the group's share of all who answered. Nothing is compared
    across a break. For visits there are no limits, tests or movements. Raises Refused for a break before a
    period that is not there, a reference or a good value that nobody has.
    """
    labels = [cube.dimension(course.period).label(code) for code in cube.dimension(course.period).answered]
    periods = tuple(sorted(labels, key=in_time))
    breaks = {_period(name, periods): what for name, what in course.breaks.items()}
    rates = _rates(cube, question, course.period, labels, periods)
    people = {group: sum(rate.base for rate in held) for group, held in rates.items()}
    reference = reference_of(people, question.reference, question.by) if question.outcome else None
    certain = cube.unit not in REPEATING
    since = max((periods.index(period) for period in breaks), default=0)
    groups = tuple(
        _followed(group, rates, reference, periods, since, question.judgement, certain=certain)
        for group in rates
    )
    return Trend(
        question.by, periods, reference, groups, breaks, _told(periods, breaks, since, certain=certain)
    )


def in_time(period: str) -> tuple[int, tuple[int, ...], str]:
    """Where a period stands in time: its year, then month or other numbers ("Q2 2024", "2023/24", "May
    2021")."""
    numbers = [int(number) for number in re.findall(r"\d+", period)]
    year = next((number for number in numbers if number > 999), 0)
    words = [word[:3].casefold() for word in re.findall(r"[A-Za-z]{3,}", period)]
    months = [MONTHS[word] for word in words if word in MONTHS]
    rest = list(numbers)
    if year:
        rest.remove(year)
    return year, (*months, *rest), period


def _rates(
    cube: Cube, question: Question, period: str, labels: Sequence[str], periods: Sequence[str]
) -> dict[str, list[Rate]]:
    """The rate of each group in each period, in the order of time."""
    order = [labels.index(name) for name in periods]
    if question.outcome:
        strata = Strata.of(cube, Question(question.by, question.outcome, question.good, within=period))
        return {
            group: [Rate(*_known(strata.counts[place, at])) for place in order]
            for at, group in enumerate(strata.groups)
        }
    dimension = cube.dimension(question.by)
    counts = cube.by(period, question.by).counts
    kept = [dimension.codes.index(code) for code in dimension.answered]
    bases = counts[:, kept].sum(axis=1)
    return {
        dimension.label(dimension.codes[at]): [
            Rate(int(counts[place, at]), int(bases[place])) for place in order
        ]
        for at in kept
    }


def _known(counts: Any) -> tuple[int, int, int]:
    good, other, unknown = (int(n) for n in counts)
    return good, good + other, unknown


def _followed(
    group: str,
    rates: Mapping[str, Sequence[Rate]],
    reference: str | None,
    periods: Sequence[str],
    since: int,
    judgement: Judgement,
    *,
    certain: bool,
) -> GroupTrend:
    """One group with its points, and its change and trend since the last break."""
    others = rates[reference] if reference is not None and reference != group else None
    points = tuple(
        _point(period, rate, others[place] if others else None, judgement.level, certain=certain)
        for place, (period, rate) in enumerate(zip(periods, rates[group], strict=True))
    )
    compared = [
        place
        for place in range(since, len(periods))
        if rates[group][place].base and (others is None or others[place].base)
    ]
    found = GroupTrend(group, points)
    if not certain or len(compared) < 2:
        return found
    own = [rates[group][place] for place in compared]
    beside = [others[place] for place in compared] if others else []
    before, after, change = _change(own, beside, judgement.level)
    steps = [float(place) for place in compared]
    return replace(
        found,
        start=periods[compared[0]],
        end=periods[compared[-1]],
        change=change.value,
        change_low=change.low,
        change_high=change.high,
        trend=cochran_armitage([rate.events for rate in own], [rate.base for rate in own], steps),
        gap_trend=_gap_trend(own, beside, steps) if beside else None,
        moved=_moved(before, after, change, own, beside, judgement),
    )


def _change(own: Sequence[Rate], beside: Sequence[Rate], level: float) -> tuple[Estimate, Estimate, Estimate]:
    """The first gap, the last one, and the change between them; of rates where there is nothing beside."""
    if not beside:
        change = _gap(own[-1], own[0], level)
        return Estimate(0.0, None, None), change, change
    before, after = (_gap(own[place], beside[place], level) for place in (0, -1))
    return before, after, change_in_gap(before, after)


def _point(period: str, rate: Rate, other: Rate | None, level: float, *, certain: bool) -> Point:
    if not rate.base:
        return Point(period, 0, 0)
    own = wilson(rate.events, rate.base, level)
    gap = _gap(rate, other, level) if other is not None and other.base else Estimate(0.0, None, None)
    return Point(
        period,
        rate.base,
        rate.events,
        own.value,
        own.low if certain else None,
        own.high if certain else None,
        gap.value if other is not None and other.base else None,
        gap.low if certain else None,
        gap.high if certain else None,
    )


def _gap(rate: Rate, other: Rate, level: float) -> Estimate:
    return newcombe(rate.events, rate.base, other.events, other.base, level)


def _gap_trend(own: Sequence[Rate], others: Sequence[Rate], steps: Sequence[float]) -> Test | None:
    """Whether a gap rises or falls steadily: the slope of the gaps on time, weighted by their precision
    (weighted least squares, half an event added to each side so that no nought is certain); the statistic is
    the slope, as a fraction a period."""
    pairs = list(zip(own, others, strict=True))
    gaps = np.array([one.events / one.base - two.events / two.base for one, two in pairs])
    weights = 1 / np.array([_variance(one) + _variance(two) for one, two in pairs])
    places = np.asarray(steps) - float((weights * np.asarray(steps)).sum() / weights.sum())
    spread = float((weights * places**2).sum())
    slope = float((weights * places * gaps).sum()) / spread
    return Test("linear trend of the gap", slope, float(2 * ndtr(-abs(slope) * spread**0.5)))


def _variance(rate: Rate) -> float:
    share = (rate.events + 0.5) / (rate.base + 1)
    return share * (1 - share) / rate.base


def _least(own: Sequence[Rate], beside: Sequence[Rate]) -> int:
    """The fewest people that a change rests on."""
    return min(rate.base for rates in (own, beside) if rates for rate in (rates[0], rates[-1]))


def _moved(
    before: Estimate,
    after: Estimate,
    change: Estimate,
    own: Sequence[Rate],
    beside: Sequence[Rate],
    judgement: Judgement,
) -> Movement:
    """What may be said of a change: in the gap's size where it is one of a gap, else up or down. It matters
    from the policy's points on, or from its part of the first rate (the reference's, for a gap)."""
    low, high = change.low or 0.0, change.high or 0.0
    first = (beside or own)[0]
    rate = first.events / first.base
    if _least(own, beside) < judgement.fewest:
        return Movement.TOO_FEW
    if low <= 0 <= high:
        return Movement.TOO_FEW if judgement.reaches_far(low, high, rate) else Movement.NONE_SHOWN
    if not judgement.matters(change.value, rate):
        return Movement.SMALL
    if not beside:
        return Movement.RISEN if change.value > 0 else Movement.FALLEN
    if _clear(before) and _clear(after) and before.value * after.value < 0:
        return Movement.TURNED
    return Movement.WIDER if abs(after.value) > abs(before.value) else Movement.NARROWER


def _clear(gap: Estimate) -> bool:
    """Whether the limits of a gap leave out none at all."""
    return (gap.low or 0.0) > 0 or (gap.high or 0.0) < 0


def _period(name: str, periods: Sequence[str]) -> str:
    found = next((period for period in periods if plain(period) == plain(name)), None)
    if found is None:
        raise Refused(
            "There is no period {name} to break at: the periods are {periods}.",
            name=name,
            periods=", ".join(periods),
        )
    return found


def _told(periods: Sequence[str], breaks: Mapping[str, str], since: int, *, certain: bool) -> tuple[str, ...]:
    """What to mind: breaks, too few periods, visits."""
    told = (
        [] if certain else [say("One row is a visit, not a person: there are no intervals and no movements.")]
    )
    told += [
        say("There is a break before {period}: {what}.", period=period, what=what)
        for period, what in breaks.items()
    ]
    if breaks:
        told.append(
            say(
                "Changes and trends are of {first} to {last} alone, since the last break.",
                first=periods[since],
                last=periods[-1],
            )
        )
    if len(periods) - since < 2:
        told.append(say("There are not two periods to compare."))
    return tuple(told)
