"""How often: the words for cadences, and the steps they come to."""

import re
from collections.abc import Iterator

from .clauses import Clause
from .words import COUNT, NUMBERS, either, number, one_of

# A count of nought: the words have two meanings, or follow a calendar of their own.
ADVERBS = {
    "daily": (1, "day"),
    "weekly|wythnosol": (1, "week"),
    "fortnightly": (2, "week"),
    "monthly|calendar monthly|misol|bob mis": (1, "month"),
    "quarterly|chwarterol|bob chwarter": (3, "month"),
    "half[- ]?yearly|semi-?annual(?:ly)?|six[- ]monthly": (6, "month"),
    "annually|yearly|annum|pa|p[.]a[.]|blynyddol|flynyddol|bob blwyddyn": (1, "year"),
    r"annual(?= (?:basis|cycle|rolling))|^\W*(?:an )?annual\b": (1, "year"),
    "biennial(?:ly)?|alternate years|every (?:other|second|2nd) year": (2, "year"),
    "triennial(?:ly)?": (3, "year"),
    "bi-?annual(?:ly)?|bi-?yearly": (0, "half-year or two years"),
    "bi-?monthly": (0, "two months or half a month"),
    "bi-?weekly": (0, "two weeks or half a week"),
    "termly|(?:each|every|per|bob) (?:school )?term|bob tymor": (0, "term"),
    "(?:at )?(?:every|each) (?:committee |board |full )?meeting": (0, "meeting"),
}
_EVERY = """
    every|each|per
    at intervals (?:of |not (?:greater|longer|more) than |of (?:no|not) more than |of up to )
    """
_UNIT = "(?:financial |calendar |academic |school )?(?P<unit>day|week|fortnight|month|quarter|year|annum)s?"
_PER = "(?:a|an|per|each|every|in each) (?P<per>week|month|quarter|year|annum)"
_FORMS = [
    *(f"(?P<adverb{place}>{pattern})" for place, pattern in enumerate(ADVERBS)),
    f"(?P<ly_count>{COUNT})[ -]?(?P<ly>weekly|monthly|yearly)",
    f"{one_of(_EVERY)}(?:up to)? ?(?:(?P<unit_count>{COUNT}|{either(NUMBERS)}) )?{_UNIT}",
    f"(?:(?P<often>once|twice|thrice)|(?P<times>{COUNT}) ?(?:times|x)) {_PER}",
    "(?P<so_often>twice|thrice)[ -](?P<so_per>yearly|annually|monthly)",
]
_CADENCE = re.compile(
    rf"(?<![a-z])(?:at least |minimum |min[.]? |no less than )?(?:{'|'.join(_FORMS)})"
    r"(?![a-z])(?: (?:basis|cycle|thereafter)\b)?"
)
_STEPS = {"fortnight": (2, "week"), "quarter": (3, "month"), "annum": (1, "year")}
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_MONTHS = {"y": 12, "a": 12, "q": 3, "m": 1}


def cadences(text: str) -> Iterator[Clause]:
    """How often: a count of days, weeks, months or years; no count where nobody can tell."""
    for found in _CADENCE.finditer(text):
        count, unit = _cadence({name: word for name, word in found.groupdict().items() if word})
        yield Clause("cadence", found.start(), found.end(), count=count, unit=unit)


def _cadence(words: dict[str, str]) -> tuple[int, str]:
    adverb = next((name for name in words if name.startswith("adverb")), None)
    if adverb:
        return list(ADVERBS.values())[int(adverb.removeprefix("adverb"))]
    if "ly" in words:
        return number(words["ly_count"]), words["ly"].removesuffix("ly")
    if "unit" in words:
        step, unit = _STEPS.get(words["unit"], (1, words["unit"]))
        return number(words.get("unit_count", "1")) * step, unit
    return _so_often(words)


def _so_often(words: dict[str, str]) -> tuple[int, str]:
    """Twice a year is every six months; five times a year has no even step."""
    often = words.get("often", words.get("so_often", ""))
    times = _OFTEN.get(often) or number(words["times"])
    months = _MONTHS.get(words.get("per", words.get("so_per", ""))[0], 0)
    if months == 12 and times == 1:
        return 1, "year"
    if months and months % times == 0:
        return months // times, "month"
    return (1, "week") if times == 1 else (0, "part of that time")
