"""The words of time in English and Welsh."""

import re
from collections.abc import Iterable
from itertools import groupby

ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
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
_STEM = re.compile(r"[a-z](?<![a-z].)[a-z]{0,3}")
MONTHS = (
    {name[:3]: number for number, name in enumerate(ENGLISH, 1)}
    | {"sept": 9}
    | {name: number for number, name in enumerate(ENGLISH, 1)}
    | {name: number for number, names in enumerate(WELSH, 1) for name in names}
)
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CARDINALS = {word: count for count, word in enumerate(_COUNTS, 1)} | {
    "a": 1,
    "an": 1,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "dau": 2,
    "dwy": 2,
    "tri": 3,
    "tair": 3,
    "pedwar": 4,
    "pedair": 4,
    "pum": 5,
    "chwe": 6,
    "deuddeg": 12,
}
_ORDINALS = (
    ("first", "1st", "1af", "cyntaf"),
    ("second", "2nd", "2il", "ail"),
    ("third", "3rd", "3ydd", "trydydd"),
    ("fourth", "4th", "4ydd", "pedwerydd", "olaf"),
    ("fifth", "5th", "5ed"),
)
_TEENS = ("thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth")
_UP_TO_TWELVE = ("sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
# The days of a month in words, as "the first of April" has them.
DAYS = {words[0]: day for day, words in enumerate(_ORDINALS, 1)}
DAYS |= {word: day for day, word in enumerate((*_UP_TO_TWELVE, *_TEENS, "twentieth"), 6)}
DAYS |= {"thirtieth": 30, "thirty-first": 31}
NUMBERS = CARDINALS | {word: count for count, words in enumerate(_ORDINALS, 1) for word in words}
NUMBERS |= {"other": 2, "alternate": 2}  # every other month
# The month in which each begins. Hydref alone is October; with the article it is the autumn.
SEASONS = (
    {"spring": 3, "gwanwyn": 3, "summer": 6, "haf": 6, "autumn": 9, "fall": 9, "winter": 12}
    | {"yr hydref": 9, "gaeaf": 12}
    | {"new year": 1, "christmas": 12, "nadolig": 12, "easter": 3, "pasg": 3}
)
# Those of them that are a day, where no term is named after them.
FEASTS = ("new year", "christmas", "nadolig", "easter", "pasg")
# The terms of universities, by the season in which each begins; alone the names say other things too.
TERMS = {"michaelmas": 9, "martinmas": 9, "hilary": 3, "lent": 3, "epiphany": 3, "candlemas": 3, "trinity": 6}
# Words that put one date in the place of another, and turn the "from" after them: extended from March 2013.
MOVES = """
    revised|moved|slipped|extended|delayed|deferred|postponed|rescheduled|changed|(?:carried|rolled) (?:over|forward)
    (?:put|pushed) back|brought forward|amended
    """
DAY_NAMES = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})(?:s|rs|nes|ur)?(?:day)?"


def number(word: str) -> int:
    """The number that digits or a number word stand for."""
    return NUMBERS.get(word) or int(word)


def counted(count: int, word: str) -> tuple[int, str]:
    """So many of a unit as days, weeks, months or years; a unit of another kind stays what it is."""
    unit = UNITS.get(word, word)
    step, of = _STEPS.get(unit, (1, unit))
    return count * step, of


def either(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; parted by their first letters, as that is faster."""
    longest_first = sorted(words, key=lambda word: (word[0], -len(word)))
    by_letter = groupby(longest_first, key=lambda word: word[0])
    each = (re.escape(letter) + _any_end(word[1:] for word in ones) for letter, ones in by_letter)
    return f"(?:{'|'.join(each)})"


def _any_end(ends: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, ends))})"


def stems(text: str) -> frozenset[str]:
    """What the words of a text begin with. Few rules concern a phrase: one whose words share no beginning with it is
    passed over, which takes a tenth of the time of looking for its pattern."""
    return frozenset(_STEM.findall(text))


def one_of(lines: str) -> str:
    """A group that matches any of the patterns, which stand one or more a line, parted by bars."""
    return "(?:" + "|".join(line.strip() for line in lines.strip().splitlines()) + ")"


# Units as plans shorten them, and in Welsh, with the word they stand for.
UNITS = {
    **dict.fromkeys(("day", "diwrnod"), "day"),
    **dict.fromkeys(("week", "wk", "wythnos"), "week"),
    **dict.fromkeys(("month", "mth", "mnth", "mis"), "month"),
    **dict.fromkeys(("quarter", "qtr", "chwarter"), "quarter"),
    **dict.fromkeys(("year", "yr", "blwyddyn", "blynedd", "flynedd", "mlynedd"), "year"),
    **{word: word for word in ("fortnight", "annum")},
}
_STEPS = {"fortnight": (2, "week"), "quarter": (3, "month"), "annum": (1, "year")}
UNIT_STEMS = stems(" ".join([*UNITS, *(f"{unit}s" for unit in UNITS), "hour"]))
# Occasions that an organisation has on days of its own.
OCCASION = """
    agm|annual general meeting|meeting|conference|recess|purdah|pre-election period|go[- ]live
    """
ON = ", on "  # a unit may name its day: "month, on the third Thursday"
COUNT = rf"(?:\d{{1,3}}|{either(CARDINALS)})"
