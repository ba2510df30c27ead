"""What may honestly be said about a difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import ndtr

from equalities.comparison.exact import LARGEST, binomial_p, fisher_test
from equalities.comparison.intervals import newcombe, wilson
from equalities.comparison.significance import holm
from equalities.saying import to_say


class Verdict(StrEnum):
    """The only words in which a difference is judged. None of them says "real" or "caused by"."""

    OVER = "over"
    UNDER = "under"
    NO_DIFFERENCE_SHOWN = "no difference shown"
    TOO_FEW = "too few to say"
    DEPENDS = "depends on those who did not answer"
    SMALL = "detectable but small"
    NOT_COMPARABLE = "not comparable"


EXPLAINED: Mapping[Verdict, str] = {
    Verdict.OVER: to_say("More than expected; a difference this big is unlikely to be chance."),
    Verdict.UNDER: to_say("Fewer than expected; a difference this big is unlikely to be chance."),
    Verdict.NO_DIFFERENCE_SHOWN: to_say(
        "Enough people answered to show a large difference, and among them none is shown."
    ),
    Verdict.TOO_FEW: to_say("Too few people to tell a difference from chance; there may be one."),
    Verdict.DEPENDS: to_say(
        "There may be a difference, but the answers of those who gave none could undo it."
    ),
    Verdict.SMALL: to_say(
        "Unlikely to be chance, but smaller than the difference that was chosen to matter."
    ),
    Verdict.NOT_COMPARABLE: to_say(
        "There is no figure for the same group to compare with, or too small a one."
    ),
}
"""One sentence for each verdict, to stand beside it."""


@dataclass(frozen=True)
class Judgement:
    """An authority's policy on what counts. A difference matters from `points` (a fraction: 0.05 is 5
    percentage points) or from `relative` (a fraction of the other figure) on. `level` is that of the
    intervals. No verdict rests on fewer than `least_declared` answers (a fraction), on a benchmark group
    of under `least_benchmark` people, or on under `fewest` people both found and expected."""

    level: float = 0.95
    points: float = 0.05
    relative: float = 0.20
    least_declared: float = 0.5
    least_benchmark: int = 10
    fewest: int = 5

    def matters(self, gap: float, other: float) -> bool:
        """Whether a gap (fraction) from `other` (fraction) is large enough to matter."""
        return abs(gap) >= min(self.points, self.relative * other) - 1e-12

    def reaches_far(self, low: float, high: float, other: float) -> bool:
        """Whether an interval of a gap holds differences of twice what matters: then it cannot show that
        there is none."""
        return max(abs(low), abs(high)) > 2 * min(self.points, self.relative * other)


def share_p(n: int, base: int, benchmark: float) -> float:
    """The two-sided chance of a share at least as far from the benchmark share: exact binomial where fewer
    than 5 are expected in or out of the group, else the score test, which agrees with Wilson's interval."""
    if min(benchmark, 1 - benchmark) * base < 5:
        return binomial_p(n, base, benchmark)
    error = (benchmark * (1 - benchmark) / base) ** 0.5
    return float(2 * ndtr(-abs(n / base - benchmark) / error))


def share_p_highest(n: int, base: int, unknown: int, benchmark: float) -> float:
    """The highest `share_p` that the answers of `unknown` more people could make: of all of them in the group or all
    out of it, and 1 where the benchmark lies between."""
    everybody = base + unknown
    if unknown and n <= benchmark * everybody <= n + unknown:
        return 1.0
    return max(share_p(most, everybody, benchmark) for most in (n, n + unknown))


def share_verdict(
    n: int, base: int, unknown: int, benchmark: float, judgement: Judgement, spread: float = 0.0
) -> Verdict:
    """What may be said of `n` in `base` people who answered, `unknown` more who did not, against a
    benchmark share (a fraction between 0 and 1), taken as known to within `spread`: the share nearest to
    the group's own counts. That there is a difference is said where it would be said, by the same tests, of all of
    the unknown in the group and of all of them out of it."""
    if not 0 < benchmark < 1:
        return Verdict.NOT_COMPARABLE
    if base < judgement.least_declared * (base + unknown):
        return Verdict.DEPENDS
    found, *filled = (
        _share_finding(in_it, of, benchmark, judgement, spread)
        for in_it, of in ((n, base), (n, base + unknown), (n + unknown, base + unknown))
    )
    return _borne(found, filled)


@dataclass(frozen=True)
class _Finding:
    """What may be said of known answers, and whether the figure is above the other."""

    verdict: Verdict
    is_above: bool


def _borne(found: _Finding, filled: Sequence[_Finding]) -> Verdict:
    """What was found among those who answered, where it claims a difference and the others might have answered so that
    it does not hold: that it depends on them. That none is shown claims nothing of those who did not answer."""
    if found.verdict in CLAIMS and any(each != found for each in filled):
        return Verdict.DEPENDS
    return found.verdict


def _share_finding(n: int, base: int, benchmark: float, judgement: Judgement, spread: float) -> _Finding:
    if base and spread:
        benchmark = min(max(n / base, benchmark - spread), benchmark + spread)
        if not 0 < benchmark < 1:
            return _Finding(Verdict.TOO_FEW, is_above=False)
    return _Finding(_share_said(n, base, benchmark, judgement), is_above=n > benchmark * base)


def _share_said(n: int, base: int, benchmark: float, judgement: Judgement) -> Verdict:
    share = wilson(n, base, judgement.level)
    gap = share.value - benchmark
    if max(n, benchmark * base) < judgement.fewest:
        return Verdict.TOO_FEW
    if share_p(n, base, benchmark) >= 1 - judgement.level:
        low, high = (share.low or 0.0) - benchmark, (share.high or 0.0) - benchmark
        far = judgement.reaches_far(low, high, benchmark)
        return Verdict.TOO_FEW if far else Verdict.NO_DIFFERENCE_SHOWN
    if not judgement.matters(gap, benchmark):
        return Verdict.SMALL
    return Verdict.OVER if gap > 0 else Verdict.UNDER


WEAKER: Mapping[Verdict, Verdict] = {
    Verdict.OVER: Verdict.TOO_FEW,
    Verdict.UNDER: Verdict.TOO_FEW,
    Verdict.SMALL: Verdict.NO_DIFFERENCE_SHOWN,
}
"""What is left of a verdict where chance is a fair explanation after all."""

CLAIMS = frozenset(WEAKER)
"""The verdicts that say that there is a difference."""


@dataclass(frozen=True)
class Judged:
    """One of several tests of one question: its p and what may be said by it, None where nothing was tested; and the
    highest p that the answers of those who gave none could make, where that is another."""

    p: float | None
    verdict: Verdict | None
    p_highest: float | None = None


def side_by_side(
    found: Sequence[Judged], judgement: Judgement, *, of_shares: bool = True
) -> list[tuple[float | None, Verdict | None]]:
    """For each of several tests of one question its p adjusted for their number (Holm), and a verdict that does not
    call unlikely to be chance what is likely among so many, whatever those who did not answer would have said. What is
    not comparable is no test; shares of two groups are one, for which nothing is adjusted: what one has more the other
    has less."""
    tested = [
        place
        for place, each in enumerate(found)
        if each.p is not None and each.verdict != Verdict.NOT_COMPARABLE
    ]
    if of_shares and len(tested) < 3:
        return [(None, each.verdict) for each in found]
    adjusted = dict(zip(tested, holm([found[place].p or 0.0 for place in tested]), strict=True))
    highest = dict(zip(tested, holm([_highest(found[place]) for place in tested]), strict=True))
    return [
        (adjusted.get(place), _among_others(each.verdict, adjusted[place], highest[place], judgement))
        if place in adjusted
        else (None, each.verdict)
        for place, each in enumerate(found)
    ]


def _highest(judged: Judged) -> float:
    """Holm's adjustment grows with each p, so that what it makes of the highest bounds it for all answers at once."""
    return max(judged.p or 0.0, judged.p_highest or 0.0)


def _among_others(
    verdict: Verdict | None, adjusted: float, highest: float, judgement: Judgement
) -> Verdict | None:
    if verdict not in CLAIMS or highest < 1 - judgement.level:
        return verdict
    return Verdict.DEPENDS if adjusted < 1 - judgement.level else WEAKER[verdict]


@dataclass(frozen=True)
class Rate:
    """Events among a base of people whose outcome is known; `unknown` more have none recorded."""

    events: int
    base: int
    unknown: int = 0


def gap_p(one: Rate, other: Rate) -> float:
    """The two-sided chance of a gap at least as large between two rates: Fisher's exact test where any
    expected count is under 5, else the chi-square test without continuity correction."""
    events, base = one.events + other.events, one.base + other.base
    rarest = min(events, base - events) * min(one.base, other.base) / base
    if rarest < 5 and base <= LARGEST:
        table = np.array([[each.events, each.base - each.events] for each in (one, other)])
        return fisher_test(table)[1]
    pooled = events / base
    error = (pooled * (1 - pooled) * (1 / one.base + 1 / other.base)) ** 0.5
    return float(2 * ndtr(-abs(one.events / one.base - other.events / other.base) / error))


def gap_p_highest(group: Rate, reference: Rate) -> float:
    """The highest `gap_p` that the outcomes that are not known could make: 1 where they could close the gap."""
    over = group.events * reference.base > reference.events * group.base
    one, other = _filled(group, reference)[0 if over else 1]
    gap = one.events / one.base - other.events / other.base
    return gap_p(one, other) if (gap > 0) is over and gap else 1.0


def gap_verdict(group: Rate, reference: Rate, judgement: Judgement) -> Verdict:
    """What may be said of a group's rate against the reference group's: "over" where it is higher. That there is a
    difference is said where it would be said, by the same tests, whatever the outcomes that are not known."""
    if not group.base or not reference.base:
        return Verdict.TOO_FEW
    if any(rate.base < judgement.least_declared * (rate.base + rate.unknown) for rate in (group, reference)):
        return Verdict.DEPENDS
    found, *filled = (
        _gap_finding(*rates, judgement) for rates in ((group, reference), *_filled(group, reference))
    )
    return _borne(found, filled)


def _filled(group: Rate, reference: Rate) -> tuple[tuple[Rate, Rate], tuple[Rate, Rate]]:
    """The two with every outcome known: those of the group at their lowest and of the reference at their highest, and
    the other way round."""
    lows, highs = (
        [Rate(rate.events + rate.unknown * added, rate.base + rate.unknown) for rate in (group, reference)]
        for added in (0, 1)
    )
    return (lows[0], highs[1]), (highs[0], lows[1])


def _gap_finding(group: Rate, reference: Rate, judgement: Judgement) -> _Finding:
    is_above = group.events * reference.base > reference.events * group.base
    return _Finding(_gap_said(group, reference, judgement), is_above)


def _gap_said(group: Rate, reference: Rate, judgement: Judgement) -> Verdict:
    gap = newcombe(group.events, group.base, reference.events, reference.base, judgement.level)
    rate = reference.events / reference.base
    if group.base < judgement.fewest or reference.base < judgement.fewest:
        return Verdict.TOO_FEW
    if gap_p(group, reference) >= 1 - judgement.level:
        far = judgement.reaches_far(gap.low or 0.0, gap.high or 0.0, rate)
        return Verdict.TOO_FEW if far else Verdict.NO_DIFFERENCE_SHOWN
    if not judgement.matters(gap.value, rate):
        return Verdict.SMALL
    return Verdict.OVER if gap.value > 0 else Verdict.UNDER
