"""The words of time in English and Welsh."""

from collections.abc import Iterable

ENGLISH = (
    "january february march april may june july august september october november december"
).split()
# Each month with the forms it takes in Welsh after "o", "i", "am" and "ym mis".
WELSH = (
    ("ionawr",),
    ("chwefror", "gwefror"),
    ("mawrth", "fawrth"),
    ("ebrill",),
    ("mai", "fai"),
    ("mehefin", "fehefin"),
    ("gorffennaf", "orffennaf"),
    ("awst",),
    ("medi", "fedi"),
    ("hydref",),
    ("tachwedd", "dachwedd", "thachwedd"),
    ("rhagfyr", "ragfyr"),
)
COUNTS = "one two three four five six seven eight nine ten eleven twelve".split()
ORDINALS = "first second third fourth fifth sixth".split()

MONTHS = (
    {name[:3]: number for number, name in enumerate(ENGLISH, 1)}
    | {"sept": 9}
    | {name: number for number, name in enumerate(ENGLISH, 1)}
    | {name: number for number, names in enumerate(WELSH, 1) for name in names}
)
NUMBERS = (
    {"a": 1, "an": 1, "eighteen": 18, "twenty": 20, "thirty": 30}
    | {word: number for number, word in enumerate(COUNTS, 1)}
    | {word: number for number, word in enumerate(ORDINALS, 1)}
    | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
    | {"1af": 1, "2il": 2, "3ydd": 3, "4ydd": 4, "cyntaf": 1}
)
# The month in which each begins. Hydref alone is October; with the article it is the autumn.
SEASONS = (
    {"spring": 3, "gwanwyn": 3, "summer": 6, "haf": 6, "autumn": 9, "fall": 9, "winter": 12}
    | {"yr hydref": 9, "gaeaf": 12}
)


def number(word: str) -> int:
    """The number that digits or a number word stand for."""
    return NUMBERS.get(word) or int(word)


def either(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
