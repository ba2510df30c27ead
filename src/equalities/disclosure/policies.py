"""The rules an organisation publishes under, as data."""

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import files

from equalities.refusals import Refused
from equalities.saying import say, to_say

METHODS = ("suppress", "merge", "round", "cell-key")
APPROXIMATE = ("round", "cell-key")
"""Methods that print numbers near the true ones."""
ATTACKERS = ("outsider", "informed")

_ROUNDED = to_say("Counts are to the nearest {base}; totals are not the sums of their parts.")
_ROUNDED_AND_HIDDEN = to_say(
    "Counts are to the nearest {base} and counts of {least} to {most} are withheld; totals are not the sums of their "
    "parts."
)


@dataclass(frozen=True)
class Policy:
    """How counts are protected before they are published.

    method: "suppress" withholds small counts and as many others as keep them from being worked out. "merge"
    publishes the group instead of its members where one of them is small, and withholds what is then still
    small. "round" prints every count to the nearest multiple of `base`, halves up; counts that are protected
    are not printed where `hide_small`. "cell-key" does what the package of the Office for National Statistics
    does with its own table of changes: nothing under 10, the rest to the nearest 5.
    attacker: whom it protects against. An "outsider" has all published numbers and knows that people are
    whole and never fewer than none; one who is "informed" also knows the policy, so that where every
    nought is shown, a withheld count is at least 1. participants: how many of the people counted, whoever they
    are, the attacker knows besides. threshold: counts of 1 to threshold - 1 are protected. protect_zeros: a
    count of 0 is protected as well. min_interval: every withheld count keeps at least two possible whole values
    this far apart. cover: every protected count also keeps each value from 1 to threshold - 1 possible.
    coarser: dimensions of which the groups are published and not the finest codes; named twice, not the groups
    of these either. signed_off_by: the post that answers for it.
    """

    name: str = "under5"
    method: str = "suppress"
    threshold: int = 5
    protect_zeros: bool = False
    min_interval: int = 2
    attacker: str = "informed"
    signed_off_by: str = ""
    base: int = 5
    hide_small: bool = False
    cover: bool = False
    participants: int = 0
    coarser: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise Refused(
                'The method must be one of {methods}, not "{method}".',
                methods=", ".join(METHODS),
                method=self.method,
            )
        if self.attacker not in ATTACKERS:
            raise Refused(
                'The attacker must be one of {attackers}, not "{attacker}".',
                attackers=", ".join(ATTACKERS),
                attacker=self.attacker,
            )
        for name, least in (("threshold", 1), ("min_interval", 1), ("base", 2), ("participants", 0)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < least:
                raise Refused(
                    "The policy's {name} must be a whole number of at least {least}.", name=name, least=least
                )
        for name in ("protect_zeros", "hide_small", "cover"):
            if not isinstance(getattr(self, name), bool):
                raise Refused("The policy's {name} must be true or false.", name=name)
        if not isinstance(self.coarser, tuple) or not all(isinstance(name, str) for name in self.coarser):
            raise Refused("The policy's coarser must be a list of names of dimensions.")
        self._check_together()

    def _check_together(self) -> None:
        """Refuse what cannot be had at once."""
        if self.cover and self.participants > 1:
            raise Refused(
                "Somebody who knows two of the people in a cell knows that it is no 1: give up cover, or participants."
            )
        if self.approximates and (self.cover or self.participants or self.coarser):
            raise Refused(
                'The policy\'s cover, participants and coarser do not go with "{method}".', method=self.method
            )
        if self.method == "round" and self._narrowest < self.min_interval:
            raise Refused(
                "To the nearest {base}, a small count keeps values only {narrowest} apart: "
                "raise the base or lower min_interval.",
                base=self.base,
                narrowest=self._narrowest,
            )

    @property
    def approximates(self) -> bool:
        """Whether its numbers are near the true ones and not the true ones."""
        return self.method in APPROXIMATE

    @property
    def _narrowest(self) -> int:
        """How far apart rounding by itself leaves the values of a small count."""
        return self.threshold - 2 + self.protect_zeros if self.hide_small else (self.base - 1) // 2

    def protects(self, count: int) -> bool:
        """Whether a count of this size is itself too small to publish."""
        return (1 - self.protect_zeros) <= count < self.threshold

    @property
    def least_withheld(self) -> int:
        """The least value that the attacker knows every withheld count to have."""
        return 0 if self.protect_zeros or self.attacker == "outsider" else 1

    @property
    def attackers(self) -> tuple[str, ...]:
        """Whom a release under this policy is protected against, in words for a receipt."""
        knows = self.participants
        return (self.attacker, f"participant who knows {knows} of the people") if knows else (self.attacker,)

    def note(self) -> str:
        """What to print under a table."""
        smallest = 0 if self.protect_zeros else 1
        small = {"least": smallest, "most": self.threshold - 1}
        withheld = say(
            "Counts of {least} to {most} are withheld, with others that would let a reader work them out.",
            **small,
        )
        if self.coarser:
            larger = say(
                "Published for larger groups only: {names}.", names=", ".join(dict.fromkeys(self.coarser))
            )
            withheld = f"{larger} {withheld}"
        if self.method == "merge":
            merged = say(
                "Where a group has counts of {least} to {most}, it is part of the next larger group.", **small
            )
            return f"{merged} {withheld}"
        if self.method == "cell-key":
            return say(
                "Counts under 10 are withheld, all others are to the nearest 5; totals are not the sums of parts."
            )
        if self.method == "round":
            rounded = _ROUNDED_AND_HIDDEN if self.hide_small else _ROUNDED
            return say(rounded, base=self.base, **small)
        return withheld

    def as_dict(self) -> dict[str, object]:
        """Names to plain values, for JSON."""
        return {**asdict(self), "coarser": list(self.coarser)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Policy":
        """The policy that `as_dict` gave; a name it does not know is refused."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(stored) - known):
            raise Refused(
                'The policy has no "{name}"; it may hold {known}.',
                name=unknown[0],
                known=", ".join(sorted(known)),
            )
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
        return cls(**values)  # type: ignore[arg-type]  # each value is checked in __post_init__


def presets() -> Mapping[str, Policy]:
    """Name -> policy, as `presets.csv` beside this module gives them, with where each comes from."""
    text = files(__package__).joinpath("presets.csv").read_text(encoding="utf-8")
    return {
        row["name"]: Policy(
            name=row["name"],
            method=row["method"],
            threshold=int(row["threshold"]),
            protect_zeros=row["protect_zeros"] == "true",
            min_interval=int(row["min_interval"]),
            base=int(row["base"] or Policy.base),
            hide_small=row["hide_small"] == "true",
        )
        for row in csv.DictReader(text.splitlines())
    }
