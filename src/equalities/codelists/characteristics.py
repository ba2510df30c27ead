"""What may be monitored, under which condition, and how its columns are headed."""

import re
from dataclasses import dataclass
from functools import lru_cache

from equalities.codelists.files import settings
from equalities.codelists.standardise import plain

CONDITION_SOURCE = "Data Protection Act 2018, Schedule 1, paragraph 8; UK GDPR, article 9"


@dataclass(frozen=True)
class Characteristic:
    """A thing that people are grouped by. `protected` is the characteristic of the Equality Act 2010 that it
    serves, if one. `special` says that it is special category data; `condition` which condition covers it;
    `refused` why it may not be collected for equality monitoring (None where it may).
    `confirmed` is false where the authority must check the condition itself."""

    name: str
    title: str
    protected: str | None
    headings: tuple[str, ...]
    special: bool
    condition: str | None = None
    refused: str | None = None
    confirmed: bool = True
    source: str = CONDITION_SOURCE


@lru_cache
def characteristics() -> tuple[Characteristic, ...]:
    """All of them, in the order of characteristics.yaml."""
    return tuple(
        Characteristic(name=name, **{**about, "headings": tuple(about["headings"])})
        for name, about in settings("characteristics.yaml").items()
    )


def characteristic(name: str) -> Characteristic:
    """The one called `name`; KeyError where there is none."""
    return {each.name: each for each in characteristics()}[name]


def headed(header: str) -> Characteristic | None:
    """The characteristic that a column's heading names, or None.

    Headings are compared as whole words, the longest that fits first, so "Gender identity" is not "Gender"
    and "Average" is not "Age".
    """
    words = f" {_spaced(header)} "
    fits = [
        (heading, each) for each in characteristics() for heading in each.headings if f" {heading} " in words
    ]
    return max(fits, key=lambda fit: len(fit[0]))[1] if fits else None


def headed_as_place(header: str) -> bool:
    """Whether a column's heading names an area, a team or a branch, whose names are taken as they are written: "Ward",
    "LSOA21CD", "Postcode district", and not "Postcode", which tells people apart."""
    return headed(header) is None and _places().fullmatch(_spaced(header)) is not None


@lru_cache
def _places() -> re.Pattern[str]:
    known = settings("places.yaml")
    headings = "|".join(re.escape(heading) for heading in known["headings"])
    official = "|".join(known["official"])
    after = r"(?: (?:names?|codes?|of residence|lived in|\d{2,4}))*"
    return re.compile(rf"(?:(?:\w+ ){{0,2}}(?:{headings}){after}|(?:{official}) ?\d{{2}} ?(?:cd|nm))")


def _spaced(header: str) -> str:
    """ "ethnicGroup" and "ethnic_group" as "ethnic group"."""
    broken = "".join(
        f" {letter}" if letter.isupper() and before.islower() else letter
        for before, letter in zip(" " + header, header, strict=False)
    )
    return plain(broken)
