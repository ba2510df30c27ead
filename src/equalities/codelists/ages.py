"""Ages: numbers and bands, read as whole years."""

import re
from collections.abc import Mapping
from functools import lru_cache

from equalities.codelists.lists import CodeList

OLDEST = 120
"""Beyond this a number is a slip: one person has ever been known to pass it."""

Band = tuple[int, int]
"""First and last whole year of age; the last is OLDEST where the band is open."""

_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"(\d{1,3}) ?(?:-|–|—|to|until) ?(\d{1,3})", "closed"),
    (r"(\d{1,3}) ?(?:\+|plus|(?:and|or) (?:over|above|older))", "open"),
    (r"(?:over|above|greater than|more than|older than|>)[ -]?(\d{1,3})s?", "over"),
    (r"(\d{1,3}) (?:and|or) (?:under|below|younger)", "up to"),
    (r"(?:under|below|less than|younger than|<)[ -]?(\d{1,3})s?", "under"),
)

_UNIT = re.compile(r"(?<![a-z])(?:years?|yrs?)(?:[ -]olds?| of age)?(?![a-z])")
"""Words for the unit, wherever they stand: "16 to 24 year olds", "65 years and over"."""


def years(value: str, youngest: int = 0) -> int | None:
    """An age in whole years ("37", "37.0", "37 years old"), or None for what is nobody's age."""
    match = re.fullmatch(r"\s*(\d{1,3})(?:\.\d+)? ?(?:y|yrs?|years?)?(?: old)?\s*", value, re.IGNORECASE)
    if match is None or not youngest <= int(match[1]) <= OLDEST:
        return None
    return int(match[1])


@lru_cache(maxsize=8192)  # every list of bands is tried on the same few values
def band(value: str) -> Band | None:
    """A band of ages as written ("25-34", "65 and over", "Aged 4 years and under"), or None."""
    text = " ".join(_UNIT.sub(" ", value.casefold().replace("&", " and ")).split())
    text = re.sub(r"^aged? |^ages ", "", text)
    for pattern, kind in _PATTERNS:
        match = re.fullmatch(pattern, text)
        if match:
            return _band(kind, [int(number) for number in match.groups()])
    return None


def ages_of(value: str) -> Band | None:
    """The ages that an age in years or a band stands for, or None."""
    age = years(value)
    return band(value) if age is None else (age, age)


def _band(kind: str, numbers: list[int]) -> Band | None:
    first = numbers[0]
    bands: Mapping[str, Band] = {
        "closed": (first, numbers[-1]),
        "open": (first, OLDEST),
        "over": (first + 1, OLDEST),
        "up to": (0, first),
        "under": (0, first - 1),
    }
    low, high = bands[kind]
    return (low, high) if low <= high <= OLDEST else None


def bands(codelist: CodeList) -> dict[Band, str]:
    """The bands of a list of ages, each with its code."""
    read = {code.code: band(code.label) for code in codelist.codes}
    return {ages: code for code, ages in read.items() if ages is not None}


def banded(ages: Band, held: Mapping[Band, str]) -> str | None:
    """The code of the one of these bands that holds all these ages, or None where none does."""
    first, last = ages
    return next((code for (low, high), code in held.items() if low <= first and last <= high), None)
