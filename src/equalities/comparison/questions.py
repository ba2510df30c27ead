"""What may be asked of a cube, and the shape of the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from equalities.comparison.adjusting import Adjusted
from equalities.comparison.disparity import FourFifths
from equalities.comparison.significance import Test
from equalities.comparison.verdicts import Judgement, Verdict


@dataclass(frozen=True)
class Published:
    """A share (fraction) that somebody typed from a publication, and which one it was."""

    share: float
    source: str


@dataclass(frozen=True)
class Against:
    """Who could use the service. `people` is group -> people; `noise` by how many people each may be off, as
    the counts of a perturbed census are; `adjusted` the shares expected at the users' own ages (or sex, or
    place), None where only the crude ones are known; `published` group -> a share typed in, which goes before
    the people's; `awaiting` the groups whose count is still to come, while which nothing is compared. `notes`
    are plain sentences on how it was made."""

    people: Mapping[str, int] = field(default_factory=dict)
    noise: Mapping[str, float] = field(default_factory=dict)
    adjusted: Adjusted | None = None
    published: Mapping[str, Published] = field(default_factory=dict)
    awaiting: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.people, *self.published)))


@dataclass(frozen=True)
class Question:
    """What is asked of a cube: groups of the dimension `by`; whether those with the value `good` of the
    dimension `outcome`; within each group of `within`; against who could use the service; which group is the
    reference; whether the American four-fifths rule is to be applied as well; and, where the outcome's values have
    an order, all of them from lowest to highest."""

    by: str
    outcome: str | None = None
    good: str | None = None
    within: str | None = None
    against: Against = field(default_factory=Against)
    reference: str | None = None
    judgement: Judgement = field(default_factory=Judgement)
    screened: bool = False
    order: tuple[str, ...] = ()

    def nobody_in(self, people: Iterable[str]) -> tuple[str, ...]:
        """Groups of the population that none of these groups of people is. Nobody stands in them only if
        every group of people is one of the population's: "White" may hold those whom the population calls
        Irish."""
        groups = self.against.groups
        if not set(people) <= set(groups):
            return ()
        return tuple(group for group in groups if group not in people)


@dataclass(frozen=True)
class GroupOutcome:
    """One group. `n` people answered so; `share` of all who answered; `events` of `outcome_n` whose outcome
    is known had the good one. Shares, rates and limits are fractions; `index` = share / benchmark share, crude;
    `expected_share` is that at the users' own ages (or sex, or place) and `adjusted_index` the share of those
    whose age is known / expected share; the verdict uses them where they are known;
    `gap` = rate - the reference's; `ratio` = rate / the reference's; `p_highest` is what p could be by
    the answers of those who gave none. None where a thing does not apply."""

    group: str
    n: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    benchmark_share: float | None = None
    expected_share: float | None = None
    index: float | None = None
    events: int | None = None
    rate: float | None = None
    rate_low: float | None = None
    rate_high: float | None = None
    gap: float | None = None
    gap_low: float | None = None
    gap_high: float | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    verdict: Verdict | None = None
    outcome_n: int | None = None
    share_verdict: Verdict | None = None
    p: float | None = None
    p_adjusted: float | None = None
    adjusted_index: float | None = None
    p_highest: float | None = None


@dataclass(frozen=True)
class StratumRate:
    """One group in one stratum: `events` of the `n` people whose outcome is known; the rate is a fraction,
    None where there is nobody."""

    stratum: str
    group: str
    n: int
    events: int
    rate: float | None


@dataclass(frozen=True)
class Comparison:
    """All groups of one characteristic. `n` is the people who answered; `missing` those who did not, by
    state; `outcome_missing` those who answered but have no outcome. `strata` are the groups' rates within
    strata, where some were asked for; `index_of_disparity` the mean distance of groups' rates from the rate
    of all, in percent of it; `four_fifths` each group's rate over the highest one's and whether it is
    under 4/5, where that was asked for. `warnings` are plain sentences."""

    by: str
    n: int
    groups: tuple[GroupOutcome, ...]
    reference: str | None
    tests: tuple[Test, ...]
    missing: Mapping[str, int]
    outcome_missing: Mapping[str, int]
    warnings: tuple[str, ...]
    strata: tuple[StratumRate, ...] = ()
    index_of_disparity: float | None = None
    four_fifths: tuple[FourFifths, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard data compare --json`; exact ratios become decimal fractions."""
        screened = [asdict(each) | {"ratio": float(each.ratio)} for each in self.four_fifths]
        return asdict(self) | {"four_fifths": screened}
