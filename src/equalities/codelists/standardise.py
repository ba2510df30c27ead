"""The first of two steps: one spelling for each value, whatever list it comes from."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from equalities.codelists.files import words

REMEMBERED = 1 << 15
"""How many values are not tidied again: every list is tried on the same ones, up to 5,000 in a column."""


@lru_cache(REMEMBERED)
def plain(value: str) -> str:
    """The value in small letters of any script, without accents and punctuation, single spaces: to compare, not to
    show."""
    spread = unicodedata.normalize("NFKD", value.replace("&", " and ").replace("+", " plus "))
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"['’`]", "", letters.casefold())).split())


@lru_cache(REMEMBERED)
def spellings(value: str) -> tuple[str, ...]:
    """Ways to read a value, the fullest first: as it stands, and without what it has in brackets, or the "total" that
    census tables put behind a broad group ("White: Total")."""
    whole, bare = plain(value), plain(re.sub(r"\([^)]*\)|\[[^\]]*\]|[:–-]\s*[Tt]otal$", " ", value))
    return (whole,) if bare in ("", whole) else (whole, bare)


def without_point(value: str) -> str:
    """The value; a whole number without the ".0" that a table of numbers gives it."""
    return value.strip().removesuffix(".0")


def yes_or_no(value: str) -> bool | None:
    """What a value that says no more than yes or no says, however it is written; None of any other."""
    return {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
    }.get(plain(without_point(value)))


def missing_state(value: str, *, anywhere: bool = False) -> str | None:
    """Which state of "no answer" a value writes ("prefer_not_to_say"), or None for anything else.

    With `anywhere` only what means so in any column: an application may be "refused".
    """
    if value.strip() in _marks():
        return _marks()[value.strip()]
    phrases = {each: _phrases()[each] for each in spellings(value) if each in _phrases()}
    return next((state for each, state in phrases.items() if not anywhere or each in _anywhere()), None)


@lru_cache
def _marks() -> Mapping[str, str]:
    return {mark: state for state, marks in words("missing.yaml")["marks"].items() for mark in marks}


@lru_cache
def _anywhere() -> frozenset[str]:
    return frozenset(words("missing.yaml")["anywhere"])


@lru_cache
def _phrases() -> Mapping[str, str]:
    return {
        plain(phrase): state
        for state, phrases in words("missing.yaml")["phrases"].items()
        for phrase in phrases
    }


def is_slip(written: str, meant: str) -> bool:
    """Whether `written` is `meant` with one letter wrong, left out, doubled or exchanged with its neighbour.

    Two such slips are allowed from eight letters on. The first letter must be right, and words under four
    letters are never mended: "m" and "f" are one slip apart.
    """
    if min(len(written), len(meant)) < 3 or len(meant) < 4 or written[0] != meant[0]:
        return False
    allowed = 1 if len(meant) < 8 else 2
    return abs(len(written) - len(meant)) <= allowed and distance(written, meant) <= allowed


def distance(one: str, other: str) -> int:
    """The fewest letters to change, add, drop or exchange with a neighbour to get from one word to the other
    (optimal string alignment; Damerau 1964)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, target in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != target))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
