"""The rules an organisation publishes under, as data."""

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import files

from equalities.refusals import Refused

METHODS = ("suppress",)
ATTACKERS = ("outsider", "informed")


@dataclass(frozen=True)
class Policy:
    """How counts are protected before they are published.

    method: "suppress" withholds small counts and as many others as keep them from being worked out.
    attacker: whom it protects against. An "outsider" has all published numbers and knows that people are
    whole and never fewer than none; one who is "informed" also knows the policy, so that where every
    nought is shown, a withheld count is at least 1. threshold: counts of 1 to threshold - 1 are
    protected. protect_zeros: a count of 0 is protected as well. min_interval: every withheld count keeps
    at least two possible whole values this far apart. signed_off_by: the post that answers for it.
    """

    name: str = "under5"
    method: str = "suppress"
    threshold: int = 5
    protect_zeros: bool = False
    min_interval: int = 2
    attacker: str = "informed"
    signed_off_by: str = ""

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise Refused(f'The method must be one of {", ".join(METHODS)}, not "{self.method}".')
        if self.attacker not in ATTACKERS:
            raise Refused(f'The attacker must be one of {", ".join(ATTACKERS)}, not "{self.attacker}".')
        for name in ("threshold", "min_interval"):
            if not isinstance(getattr(self, name), int) or getattr(self, name) < 1:
                raise Refused(f"The policy's {name} must be a whole number of at least 1.")

    def protects(self, count: int) -> bool:
        """Whether a count of this size is itself too small to publish."""
        return (1 - self.protect_zeros) <= count < self.threshold

    @property
    def least_withheld(self) -> int:
        """The least value that the attacker knows every withheld count to have."""
        return 0 if self.protect_zeros or self.attacker == "outsider" else 1

    def note(self) -> str:
        """One sentence to print under a table."""
        smallest = 0 if self.protect_zeros else 1
        return (
            f"Counts of {smallest} to {self.threshold - 1} are withheld, with others that would let a reader "
            "work them out."
        )

    def as_dict(self) -> dict[str, object]:
        """Names to plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> "Policy":
        """The policy that `as_dict` gave; a name it does not know is refused."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(stored) - known):
            raise Refused(f'The policy has no "{unknown[0]}"; it may hold {", ".join(sorted(known))}.')
        return cls(**stored)  # type: ignore[arg-type]  # each value is checked in __post_init__


def presets() -> Mapping[str, Policy]:
    """Name -> policy, as `presets.csv` beside this module gives them, with where each comes from."""
    text = files(__package__).joinpath("presets.csv").read_text(encoding="utf-8")
    return {
        row["name"]: Policy(
            name=row["name"],
            threshold=int(row["threshold"]),
            protect_zeros=row["protect_zeros"] == "true",
            min_interval=int(row["min_interval"]),
        )
        for row in csv.DictReader(text.splitlines())
    }
