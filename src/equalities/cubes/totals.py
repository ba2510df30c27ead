"""Labels that stand for everybody: whoever counts them beside the groups counts people twice."""

import re
from collections.abc import Collection, Iterable, Mapping

from equalities.codelists.standardise import plain

TOTALS = frozenset(
    {
        "all",
        "all ages",
        "all applicants",
        "all areas",
        "all categories",
        "all children",
        "all departments",
        "all employees",
        "all ethnic groups",
        "all ethnicities",
        "all grades",
        "all groups",
        "all people",
        "all persons",
        "all pupils",
        "all residents",
        "all respondents",
        "all services",
        "all sexes",
        "all staff",
        "all students",
        "all usual residents",
        "both sexes",
        "cyfanswm",
        "everybody",
        "everyone",
        "grand total",
        "overall",
        "total",
    }
)
"""How a line of totals is labelled, in small letters."""

NUMBERED = re.compile(
    r"\s*(grand |sub-?)?total( rows| records| people| number)?\s*[:=–-]?\s*\d[\d,. ]*", re.IGNORECASE
)
"""A line of totals with its number in one cell."""


def totals_among(labels: Iterable[str]) -> frozenset[str]:
    """Which of the labels of one column count others' people again. "White: Total" does so beside "White: Irish"; where
    no part of it stands there, it is the group itself, as census tables of broad groups have it."""
    held = set(labels)
    return frozenset(label for label in held if is_total(label) and not _whole_group(label, held))


def _whole_group(label: str, labels: Collection[str]) -> bool:
    named = re.fullmatch(r"(.+?)\s*[:–-]\s*total", label.strip(), re.IGNORECASE)
    if named is None or plain(label) in TOTALS or is_total(named[1]):
        return False
    return not any(plain(each).startswith(f"{plain(named[1])} ") for each in labels if each != label)


def is_total(label: str) -> bool:
    """Whether a label of a population file stands for everybody, and so is in no group of its own."""
    text = plain(label)
    return text in TOTALS or text.startswith("all categories") or text.endswith(" total")


def at_the_foot(values: Mapping[str, int]) -> frozenset[str]:
    """Which values (value -> rows) of a column of a file of people are lines of totals: each stands in one row alone,
    where a group of that name would have its people, and calls itself a total, perhaps with the number ("Total: 50").
    "All" may be somebody's answer."""
    named = totals_among(values).union(filter(NUMBERED.fullmatch, values))
    return frozenset(value for value in named if values[value] == 1 and names_a_total(value))


def names_a_total(label: str) -> bool:
    """Whether a label has the word in it: "Everybody" may be somebody's answer."""
    return bool({"total", "subtotal", "cyfanswm"} & set(plain(label).split()))
