"""Sums of amounts, such as pay or spending: which of them give one contributor away (docs/disclosure.md)."""

from equalities.disclosure.amounts.attack import attack_amounts
from equalities.disclosure.amounts.cubes import AmountCube, Rows, added_up
from equalities.disclosure.amounts.policies import AmountPolicy
from equalities.disclosure.amounts.protection import protect_amounts
from equalities.disclosure.amounts.releases import AmountReceipt, AmountRelease

__all__ = [
    "AmountCube",
    "AmountPolicy",
    "AmountReceipt",
    "AmountRelease",
    "Rows",
    "added_up",
    "attack_amounts",
    "protect_amounts",
]
