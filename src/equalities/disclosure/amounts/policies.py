"""When an amount gives a contributor away, and how far a reader must be kept from it.

The rules and their protection levels are those of Hundepool et al., *Statistical Disclosure Control* (Wiley 2012),
sections 4.2 and 4.3. Amounts are whole numbers of the smallest unit printed, so that every comparison is exact.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from equalities.disclosure.layout import Flags, Whole
from equalities.refusals import Refused
from equalities.saying import say


@dataclass(frozen=True)
class AmountPolicy:
    """How sums of what people are paid, or firms receive, are protected before they are published.

    p_percent: an amount is sensitive where the second largest contributor could guess the largest one's to within
    this many percent (0: not asked). dominance: (n, k): sensitive where the n largest contributors together hold more
    than k percent (None: not asked). min_contributors: sensitive where fewer than this many contribute. within: nobody
    may guess any withheld amount, sensitive or not, to within this many percent. signed_off_by: the post that answers
    for it.
    """

    name: str = "p10"
    p_percent: int = 10
    dominance: tuple[int, int] | None = None
    min_contributors: int = 3
    within: int = 2
    signed_off_by: str = ""

    def __post_init__(self) -> None:
        for name, least, most in (("p_percent", 0, 100), ("min_contributors", 1, 1000), ("within", 1, 50)):
            value = getattr(self, name)
            if not _is_whole(value) or not least <= value <= most:
                raise Refused(
                    "The policy's {name} must be a whole number from {least} to {most}.",
                    name=name,
                    least=least,
                    most=most,
                )
        if self.dominance is not None and not _is_pair(self.dominance):
            raise Refused(
                "The policy's dominance must be [n, k]: the n largest, 1 to 20; k percent, 1 to 99."
            )
        if not self.p_percent and self.dominance is None and self.min_contributors == 1:
            raise Refused("The policy protects nothing: ask for p_percent, dominance or min_contributors.")

    @property
    def depth(self) -> int:
        """How many of a cell's largest contributors the rules look at."""
        return max(2, self.dominance[0] if self.dominance else 0)

    def note(self) -> str:
        """What to print under a table."""
        return say(
            "Amounts that would tell what one contributor gave or received are withheld, with others that would "
            "let a reader work them out."
        )

    def as_dict(self) -> dict[str, Any]:
        """Names to plain values, for JSON."""
        return {**asdict(self), "dominance": list(self.dominance) if self.dominance else None}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "AmountPolicy":
        """The policy that `as_dict` gave; a name it does not know is refused."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(stored) - known):
            raise Refused(
                'The policy for amounts has no "{name}"; it may hold {known}.',
                name=unknown[0],
                known=", ".join(sorted(known)),
            )
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        return cls(**values)  # type: ignore[arg-type]  # each value is checked in __post_init__


def levels(policy: AmountPolicy, totals: Whole, number: Whole, largest: Whole) -> tuple[Flags, Whole]:
    """(which amounts are sensitive, how far from each a reader must be kept on either side).

    totals: amounts, any shape. number: how many contribute to each. largest: what its largest contributors gave,
    falling, along a last axis of at least `policy.depth`. A sensitive amount's level is the greatest that a rule that
    it breaks asks for; where too few contribute, that is `p_percent` of it, and `within` at the least. Never more than
    the amount itself.
    """
    sensitive, level = np.zeros(totals.shape, bool), np.zeros(totals.shape, np.int64)
    rest = totals - largest[..., 0] - largest[..., 1]
    short = policy.p_percent * largest[..., 0] - 100 * rest
    rules = [(short > 0, _divided(short, 100))]
    if policy.dominance:
        n, k = policy.dominance
        over = 100 * largest[..., :n].sum(axis=-1) - k * totals
        rules.append((over > 0, _divided(over, k)))
    few = (number < policy.min_contributors) & (totals > 0)
    rules.append((few, _divided(max(policy.p_percent, policy.within) * totals, 100)))
    for broken, wanted in rules:
        sensitive |= broken
        level = np.where(broken, np.maximum(level, wanted), level)
    return sensitive, np.minimum(level, totals)


def _divided(number: Whole, by: int) -> Whole:
    """The quotient, rounded up."""
    return -(-number // by)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) == 2
        and all(map(_is_whole, value))
        and 1 <= value[0] <= 20
        and 1 <= value[1] <= 99
    )
