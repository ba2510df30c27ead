"""Disclosure control: what may be published, and which readers it is safe from (docs/disclosure.md)."""

from equalities.disclosure.attack import attack
from equalities.disclosure.corrections import carried_over
from equalities.disclosure.leavers import have_left, stayed
from equalities.disclosure.policies import Policy, presets
from equalities.disclosure.protection import protect
from equalities.disclosure.redesign import Alternative, designs, measured, redesign
from equalities.disclosure.releases import CellName, Interval, PrivateReceipt, Receipt, Release
from equalities.disclosure.small_places import small_places_together
from equalities.disclosure.tables import SafeCell, SafeTable, Status

__all__ = [
    "Alternative",
    "CellName",
    "Interval",
    "Policy",
    "PrivateReceipt",
    "Receipt",
    "Release",
    "SafeCell",
    "SafeTable",
    "Status",
    "attack",
    "carried_over",
    "designs",
    "have_left",
    "measured",
    "presets",
    "protect",
    "redesign",
    "small_places_together",
    "stayed",
]
