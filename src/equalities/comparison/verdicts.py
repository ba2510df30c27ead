"""What may honestly be said about a difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import ndtr

from equalities.comparison.exact import LARGEST, binomial_p, fisher_test
from equalities.comparison.intervals import newcombe, wilson
from equalities.comparison.significance import holm


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
    Verdict.OVER: "More than expected; a difference this big is unlikely to be chance.",
    Verdict.UNDER: "Fewer than expected; a difference this big is unlikely to be chance.",
    Verdict.NO_DIFFERENCE_SHOWN: "Enough people to show a large difference, and none is shown.",
    Verdict.TOO_FEW: "Too few people to tell a difference from chance; there may be one.",
    Verdict.DEPENDS: "Those who did not answer could turn this round.",
    Verdict.SMALL: "Unlikely to be chance, but smaller than the difference that was chosen to matter.",
    Verdict.NOT_COMPARABLE: "There is no figure for the same group to compare with, or too small a one.",
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


def share_verdict(
    n: int, base: int, unknown: int, benchmark: float, judgement: Judgement, spread: float = 0.0
) -> Verdict:
    """What may be said of `n` in `base` people who answered, `unknown` more who did not, against a
    benchmark share (a fraction between 0 and 1), taken as known to within `spread`: the share nearest to
    the group's own counts."""
    if not 0 < benchmark < 1:
        return Verdict.NOT_COMPARABLE
    if base and spread:
        benchmark = min(max(n / base, benchmark - spread), benchmark + spread)
        if not 0 < benchmark < 1:
            return Verdict.TOO_FEW
    if base < judgement.least_declared * (base + unknown):
        return Verdict.DEPENDS
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
    all_in, all_out = (n + unknown) / (base + unknown), n / (base + unknown)
    if (gap < 0 and all_in >= benchmark) or (gap > 0 and all_out <= benchmark):
        return Verdict.DEPENDS
    return Verdict.OVER if gap > 0 else Verdict.UNDER


WEAKER: Mapping[Verdict, Verdict] = {
    Verdict.OVER: Verdict.TOO_FEW,
    Verdict.UNDER: Verdict.TOO_FEW,
    Verdict.SMALL: Verdict.NO_DIFFERENCE_SHOWN,
}
"""What is left of a verdict where chance is a fair explanation after all."""

Judged = tuple[float | None, Verdict | None]
"""A p and what may be said by it; None where nothing was tested."""


def side_by_side(found: Sequence[Judged], judgement: Judgement, *, of_shares: bool = True) -> list[Judged]:
    """For each of several tests of one question its p adjusted for their number (Holm), and a verdict that does not
    call unlikely to be chance what is likely among so many. What is not comparable is no test; shares of two groups are
    one, for which nothing is adjusted: what one has more the other has less."""
    tested = [
        place
        for place, (p, verdict) in enumerate(found)
        if p is not None and verdict != Verdict.NOT_COMPARABLE
    ]
    if of_shares and len(tested) < 3:
        return [(None, verdict) for _p, verdict in found]
    adjusted = dict(zip(tested, holm([found[place][0] or 0.0 for place in tested]), strict=True))
    return [
        (adjusted.get(place), _among_others(verdict, adjusted.get(place), judgement))
        for place, (_p, verdict) in enumerate(found)
    ]


def _among_others(verdict: Verdict | None, adjusted: float | None, judgement: Judgement) -> Verdict | None:
    if verdict is None or adjusted is None or adjusted < 1 - judgement.level:
        return verdict
    return WEAKER.get(verdict, verdict)


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


def gap_verdict(group: Rate, reference: Rate, judgement: Judgement) -> Verdict:
    """What may be said of a group's rate against the reference group's: "over" where it is higher."""
    if not group.base or not reference.base:
        return Verdict.TOO_FEW
    if any(rate.base < judgement.least_declared * (rate.base + rate.unknown) for rate in (group, reference)):
        return Verdict.DEPENDS
    gap = newcombe(group.events, group.base, reference.events, reference.base, judgement.level)
    rate = reference.events / reference.base
    if group.base < judgement.fewest or reference.base < judgement.fewest:
        return Verdict.TOO_FEW
    if gap_p(group, reference) >= 1 - judgement.level:
        far = judgement.reaches_far(gap.low or 0.0, gap.high or 0.0, rate)
        return Verdict.TOO_FEW if far else Verdict.NO_DIFFERENCE_SHOWN
    if not judgement.matters(gap.value, rate):
        return Verdict.SMALL
    if _turns(group, reference, over=gap.value > 0):
        return Verdict.DEPENDS
    return Verdict.OVER if gap.value > 0 else Verdict.UNDER


def _turns(group: Rate, reference: Rate, *, over: bool) -> bool:
    """Whether the outcomes that are not known could turn the gap round: all against it, or all for it."""
    group_added, reference_added = (0, reference.unknown) if over else (group.unknown, 0)
    gap = (group.events + group_added) / (group.base + group.unknown) - (
        reference.events + reference_added
    ) / (reference.base + reference.unknown)
    return gap <= 0 if over else gap >= 0
