"""What the government's gender pay gap service takes: the rules that it checks figures by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equalities.comparison.pay import PayGaps
from equalities.saying import say, to_say

MOST = 100.0
"""No gap can be more: the other group would earn less than nothing. There is no such limit below."""


@dataclass(frozen=True)
class OfficialFigures:
    """The figures as they are reported, in percent to one decimal place; None for a blank. `bonus` is the
    shares paid a bonus, `quarters` the shares in each, from lowest: reference, other."""

    mean_gap: float | None
    median_gap: float | None
    mean_bonus_gap: float | None
    median_bonus_gap: float | None
    bonus: tuple[float, float] | None
    quarters: tuple[tuple[float, float], ...]


def official_figures(found: PayGaps) -> OfficialFigures:
    """The figures of two groups, rounded as they are reported. The second share of each quarter is what the
    first leaves of 100, so that they add."""
    reference, other = found.groups
    bonus = [100 * found.bonus_share[group] for group in (reference, other) if group in found.bonus_share]
    first = [round(100 * quarter.share[reference], 1) for quarter in found.quarters]
    return OfficialFigures(
        _reported(found.mean_gap),
        _reported(found.median_gap),
        _reported(found.mean_bonus_gap),
        _reported(found.median_bonus_gap),
        (round(bonus[0], 1), round(bonus[1], 1)) if len(bonus) == 2 else None,
        tuple((share, round(100 - share, 1)) for share in first),
    )


def _reported(gap: float | None) -> float | None:
    return None if gap is None else round(gap, 1)


def official_faults(figures: OfficialFigures) -> tuple[str, ...]:
    """Why the service would not take these figures, one sentence each; none where it would.

    Source: the service's own code (ReportFiguresHelper and ReportFiguresViewModel, Open Government Licence).
    """
    gaps: Mapping[str, float | None] = {
        to_say("mean hourly gap"): figures.mean_gap,
        to_say("median hourly gap"): figures.median_gap,
        to_say("mean bonus gap"): figures.mean_bonus_gap,
        to_say("median bonus gap"): figures.median_bonus_gap,
    }
    return (
        *_gaps(gaps),
        *_bonuses(figures),
        *(
            say(
                "The shares in quarter {place} add to {total:.1f} and not to 100.",
                place=place,
                total=sum(pair),
            )
            for place, pair in enumerate(figures.quarters, 1)
            if abs(sum(pair) - 100) > 0.05
        ),
    )


def _gaps(gaps: Mapping[str, float | None]) -> Sequence[str]:
    found = [
        say("The {name} is {gap:.1f}, and can be at most 100.", name=say(name), gap=gap)
        for name, gap in gaps.items()
        if gap and gap > MOST
    ]
    required = ("mean hourly gap", "median hourly gap")
    return [
        *found,
        *(say("The {name} is missing.", name=say(name)) for name in required if gaps[name] is None),
    ]


def _bonuses(figures: OfficialFigures) -> Sequence[str]:
    """Bonus gaps are blank where no man was paid a bonus, and there where some were."""
    if figures.bonus is None:
        return [say("The shares paid a bonus are missing.")]
    outside = [share for share in figures.bonus if not 0 <= share <= 100]
    found = [
        say("A share paid a bonus is {share:.1f}, and must lie from 0 to 100.", share=share)
        for share in outside
    ]
    gaps = (figures.mean_bonus_gap, figures.median_bonus_gap)
    if figures.bonus[0] == 0 and gaps != (None, None):
        found.append(say("No man was paid a bonus, so both bonus gaps must be blank."))
    if figures.bonus[0] > 0 and None in gaps:
        found.append(say("Men were paid bonuses, so both bonus gaps must be given."))
    return found
