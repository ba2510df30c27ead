"""Pay gaps: the six statutory figures, for any two groups."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from equalities.saying import say

QUARTERS = ("lower", "lower middle", "upper middle", "upper")
FIGURES = ("mean_gap", "median_gap", "mean_bonus_gap", "median_bonus_gap", "bonus_share", "quarters")
EXTRA_PLACES: Mapping[int, tuple[int, ...]] = {0: (), 1: (0,), 2: (0, 2), 3: (0, 1, 2)}
"""Which quarters get one more where the number does not divide by four. Source: the government's guidance on
gender pay gap calculations (4,445 staff are 1,112, 1,111, 1,111 and 1,111)."""


@dataclass(frozen=True)
class Employee:
    """A relevant employee: the group; the hourly rate in pounds, None for one who was not paid in full
    because of leave; and the bonus paid in the year in pounds, None for none."""

    group: str
    rate: Fraction | None
    bonus: Fraction | None = None


@dataclass(frozen=True)
class Quarter:
    """A quarter of the full-pay relevant employees: how many, and each group's share (a fraction)."""

    quarter: str
    n: int
    share: Mapping[str, float]


@dataclass(frozen=True)
class PayGaps:
    """The six figures. `groups` is reference, other; `n` the full-pay relevant employees of each. Gaps are
    percent of the reference's figure, positive where it earns more, unrounded; `bonus_share` is the
    fraction of all relevant employees of a group who were paid a bonus. A figure that is None has
    its reason in `undefined`; `warnings` are plain sentences."""

    groups: tuple[str, str]
    n: Mapping[str, int]
    mean_gap: float | None
    median_gap: float | None
    mean_bonus_gap: float | None
    median_bonus_gap: float | None
    bonus_share: Mapping[str, float]
    quarters: tuple[Quarter, ...]
    undefined: Mapping[str, str]
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The shape of `dueregard pay --json`."""
        return asdict(self)


def pay_gaps(employees: Sequence[Employee], reference: str, other: str, *, bonuses: bool = True) -> PayGaps:
    """The figures of SI 2017/353, Schedule 1 (as SI 2017/172, regulations 8 to 13) for two groups;
    employees of neither are left out. With `bonuses` false nothing is known of bonuses, which is not the
    same as none.

    Gap = (reference - other) / reference x 100. Where no one of the reference was paid a bonus, the bonus
    gaps are undefined; where only they were, they are 100 (the official service asks for a figure at most
    100).
    """
    staff = {group: [each for each in employees if each.group == group] for group in (reference, other)}
    rates = {group: [each.rate for each in held if each.rate is not None] for group, held in staff.items()}
    paid = {group: [each.bonus for each in held if each.bonus is not None] for group, held in staff.items()}
    undefined = _undefined(staff, rates, paid, reference, other, bonuses=bonuses)
    bonus = {group: held or [Fraction(0)] for group, held in paid.items()}
    figures = {
        "mean_gap": (mean, rates),
        "median_gap": (median, rates),
        "mean_bonus_gap": (mean, bonus),
        "median_bonus_gap": (median, bonus),
    }
    gaps = {
        name: None if name in undefined else _gap(middle(held[reference]), middle(held[other]))
        for name, (middle, held) in figures.items()
    }
    shares = {group: len(paid[group]) / len(held) for group, held in staff.items() if held} if bonuses else {}
    people = [(rate, group) for group, held in rates.items() for rate in held]
    return PayGaps(
        groups=(reference, other),
        n={group: len(held) for group, held in rates.items()},
        mean_gap=gaps["mean_gap"],
        median_gap=gaps["median_gap"],
        mean_bonus_gap=gaps["mean_bonus_gap"],
        median_bonus_gap=gaps["median_bonus_gap"],
        bonus_share=shares,
        quarters=quarters(people, reference, other),
        undefined=undefined,
    )


def mean(values: Sequence[Fraction]) -> Fraction:
    """The mean, exactly; few different values are added quickly, however many people have each."""
    return sum((value * n for value, n in Counter(values).items()), Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two middle ones, exactly."""
    held, half = Counter(values), len(values) // 2
    middle = (half,) if len(values) % 2 else (half - 1, half)
    found, passed = [], 0
    for value in sorted(held):
        found += [value for place in middle if passed <= place < passed + held[value]]
        passed += held[value]
    return sum(found, Fraction(0)) / len(found)


def quarter_sizes(n: int) -> tuple[int, int, int, int]:
    """How many of `n` stand in each quarter, from the lowest."""
    extra = EXTRA_PLACES[n % 4]
    lower, lower_middle, upper_middle, upper = (n // 4 + (place in extra) for place in range(4))
    return lower, lower_middle, upper_middle, upper


def quarters(people: Sequence[tuple[Fraction, str]], reference: str, other: str) -> tuple[Quarter, ...]:
    """The four quarters, from lowest to highest rate, of (rate, group); none for nobody.

    People on one rate that lies in several quarters are split so that the groups stand in the same
    proportion in each (SI 2017/172, regulation 13(2)). Where that does not come out even, the largest
    remainders decide, which is our rule: the law says "as far as possible".
    """
    places = list(quarter_sizes(len(people)))
    held = [dict.fromkeys((reference, other), 0) for _ in QUARTERS]
    tied = Counter(people)
    for rate in sorted({rate for rate, _ in tied}):
        first_group = tied[rate, reference]
        taken = _take(places, first_group + tied[rate, other])
        for quarter, (n, first) in enumerate(zip(taken, _split(first_group, taken), strict=True)):
            held[quarter][reference] += first
            held[quarter][other] += n - first
    return tuple(
        Quarter(name, sum(counts.values()), {group: n / sum(counts.values()) for group, n in counts.items()})
        for name, counts in zip(QUARTERS, held, strict=True)
        if sum(counts.values())
    )


def _take(places: list[int], n: int) -> list[int]:
    """Fill the lowest places that are left with `n` people; `places` is what remains."""
    taken = []
    for quarter, free in enumerate(places):
        taken.append(min(free, n))
        places[quarter] -= taken[-1]
        n -= taken[-1]
    return taken


def _split(n: int, taken: Sequence[int]) -> list[int]:
    """`n` people over quarters in proportion to the places taken: whole parts first, then the largest
    remainders, from the lowest quarter where they are equal."""
    total = sum(taken)
    whole = [n * size // total for size in taken]
    remainders = sorted(range(4), key=lambda quarter: (-(n * taken[quarter] % total), quarter))
    for quarter in remainders[: n - sum(whole)]:
        whole[quarter] += 1
    return whole


def _gap(reference: Fraction, other: Fraction) -> float:
    return float((reference - other) / reference * 100)


def _undefined(
    staff: Mapping[str, Sequence[Employee]],
    rates: Mapping[str, Sequence[Fraction]],
    paid: Mapping[str, Sequence[Fraction]],
    reference: str,
    other: str,
    *,
    bonuses: bool,
) -> dict[str, str]:
    """Why each figure that has no value has none."""
    reasons: dict[str, str] = {}
    empty = [group for group in (reference, other) if not rates[group]]
    if empty or not mean(rates[reference]):
        reason = (
            say("No employee of {group} has a full-pay rate.", group=empty[0])
            if empty
            else say("The pay of {reference} is nought.", reference=reference)
        )
        reasons |= dict.fromkeys(("mean_gap", "median_gap"), reason)
    if not bonuses:
        reasons |= dict.fromkeys(
            ("mean_bonus_gap", "median_bonus_gap", "bonus_share"), say("No bonus column was named.")
        )
    elif not paid[reference]:
        reasons |= dict.fromkeys(
            ("mean_bonus_gap", "median_bonus_gap"),
            say("No employee of {reference} was paid a bonus.", reference=reference),
        )
    elif not staff[other]:
        reasons |= dict.fromkeys(
            ("mean_bonus_gap", "median_bonus_gap"), say("There is no employee of {other}.", other=other)
        )
    return reasons
