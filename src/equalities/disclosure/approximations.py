"""Numbers near the true ones: what is printed for a count, and what a reader learns from what is printed."""

from collections.abc import Callable
from functools import cache

from equalities.disclosure.policies import Policy
from equalities.disclosure.statements import NO_LIMIT
from equalities.disclosure.tables import Status
from equalities.refusals import Refused

ONS_LEAST = 10
ONS_BASE = 5
"""The table of changes that comes with the package of the Office for National Statistics: "10-5 rule"."""

Printed = tuple[Status, int | None]


def rule(policy: Policy) -> Callable[[int], Printed]:
    """What a policy that prints numbers near the true ones prints for a count: its status and its number."""
    return _ons(policy) if policy.method == "cell-key" else _rounded(policy)


def _rounded(policy: Policy) -> Callable[[int], Printed]:
    def printed(count: int) -> Printed:
        if policy.hide_small and policy.protects(count):
            return Status.WITHHELD, None
        if policy.hide_small and count == 0:
            return Status.SHOWN, 0
        return Status.ROUNDED, nearest(count, policy.base)

    return printed


def _ons(policy: Policy) -> Callable[[int], Printed]:
    def printed(count: int) -> Printed:
        number = nearest(count, ONS_BASE)
        is_small = count < ONS_LEAST or number < policy.threshold
        return (Status.WITHHELD, None) if is_small else (Status.ROUNDED, number)

    return printed


def nearest(count: int, base: int) -> int:
    """The nearest multiple of `base`, halves up."""
    return (2 * count + base) // (2 * base) * base


def told(policy: Policy, status: Status, value: int | None) -> tuple[int, int]:
    """The least and the most that a reader who knows the policy knows a printed count to be, by itself."""
    if status is Status.SHOWN and value is not None:
        return value, value
    if status is Status.MERGED:
        return 0, NO_LIMIT
    if not policy.approximates:
        return policy.least_withheld, NO_LIMIT
    return _approximate(policy, status, value)


@cache
def _approximate(policy: Policy, status: Status, value: int | None) -> tuple[int, int]:
    """Every count that the policy prints in this way lies near what is printed."""
    printed = rule(policy)
    reach = max(policy.base, ONS_BASE)
    near = range(max(0, value - reach), value + reach + 1) if value is not None else range(_all_small(policy))
    counts = [count for count in near if printed(count) == (status, value)]
    if not counts:
        raise Refused(
            "{value} is no number that {method} prints under this policy; restore the file.",
            value=value,
            method=policy.method,
        )
    return min(counts), max(counts)


def _all_small(policy: Policy) -> int:
    """A count from which on nothing is withheld."""
    return max(policy.threshold, ONS_LEAST) + ONS_BASE


def may_be_small(policy: Policy, least: int, most: int) -> bool:
    """Whether a count known to lie between these may be one that the policy protects."""
    return least < policy.threshold and most >= (0 if policy.protect_zeros else 1)
