"""How often: the words for cadences, and the steps they come to."""

import re
from collections.abc import Iterator

from .clauses import Clause
from .words import NUMBERS, either, number

_LETTER = r"(?<![a-z])"
_N = rf"(?P<count>\d{{1,3}}|{either(NUMBERS)})"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|annum|term|meeting)"
_ADVERBS = {
    "daily": (1, "day"),
    "weekly|wythnosol": (1, "week"),
    "fortnightly": (2, "week"),
    "monthly|misol|calendar monthly": (1, "month"),
    "quarterly|chwarterol|bob chwarter": (3, "month"),
    "half[- ]?yearly|semi-?annual(?:ly)?|six[- ]monthly": (6, "month"),
    "annually|yearly|annum|pa|p\\.a\\.|blynyddol|flynyddol|bob blwyddyn": (1, "year"),
    "biennial(?:ly)?|bienniall?y|alternate years|every other year|every second year": (2, "year"),
    "triennial(?:ly)?": (3, "year"),
    "bi-?annual(?:ly)?|bi-?yearly": (0, "half-year or two years"),
    "bi-?monthly": (0, "two months or half a month"),
    "bi-?weekly": (0, "two weeks or half a week"),
    "termly|each term|every term|per term|bob tymor": (0, "term"),
    "(?:every|each|at each|at every) (?:committee |board |full )?meeting": (0, "meeting"),
}
_TIMES = rf"(?P<times>once|twice|thrice|{_N} times) (?:a|an|per|each|every|in each) (?P<per>week|month|quarter|year|annum)|(?P<twice>twice|thrice)[ -](?P<yearly>yearly|annually|monthly)"
_EVERY = rf"(?:every|each|per|at intervals (?:of |not (?:greater|longer|more) than |of (?:no|not) more than |of up to )?)(?:up to )? ?(?:{_N} )?{_UNIT}s?"
_LY = rf"{_N}[ -]?(?P<ly>weekly|monthly|yearly)"
_BASIS = r"(?:annual|yearly) (?:basis|cycle|rolling)"
_CADENCE = re.compile(
    rf"{_LETTER}(?:at least |minimum |min\.? |no less than )?(?:"
    + "|".join(f"(?P<a{place}>{pattern})" for place, pattern in enumerate(_ADVERBS))
    + rf"|(?P<basis>{_BASIS})|{_LY}|{_EVERY.replace('count', 'every')}|{_TIMES.replace('count', 'number')})(?![a-z])"
)
_SMALL = {"fortnight": "week", "quarter": "month", "annum": "year"}
_TIMES_EACH = {"fortnight": 2, "quarter": 3}


def cadences(text: str) -> Iterator[Clause]:
    """How often: a count of days, weeks, months or years; no count where nobody can tell."""
    for found in _CADENCE.finditer(text):
        count, unit = _cadence({name: word for name, word in found.groupdict().items() if word})
        yield Clause("cadence", found.start(), found.end(), count=count, unit=unit)


def _cadence(words: dict[str, str]) -> tuple[int, str]:
    adverb = next((name for name in words if name[0] == "a" and name[1:].isdigit()), None)
    if adverb:
        return list(_ADVERBS.values())[int(adverb[1:])]
    if "basis" in words:
        return 1, "year"
    if "ly" in words:
        return number(words["count"]), words["ly"].removesuffix("ly")
    if "unit" in words:
        return _every(words)
    return _so_often(words)


def _every(words: dict[str, str]) -> tuple[int, str]:
    unit, count = words["unit"], number(words.get("every", "1"))
    if unit in ("term", "meeting"):
        return 0, unit
    return count * _TIMES_EACH.get(unit, 1), _SMALL.get(unit, unit)


def _so_often(words: dict[str, str]) -> tuple[int, str]:
    """Twice a year is every six months; five times a year has no even step."""
    if "twice" in words:
        times, per = {"twice": 2, "thrice": 3}[words["twice"]], words["yearly"][0]
    else:
        times = {"once": 1, "twice": 2, "thrice": 3}.get(words["times"]) or number(words["number"])
        per = words["per"][0]
    months = {"y": 12, "a": 12, "q": 3, "m": 1}.get(per, 0)
    if times == 1:
        return (1, {"y": "year", "a": "year", "w": "week"}[per]) if per in "yaw" else (months, "month")
    return (months // times, "month") if months and months % times == 0 else (0, f"{times} times")
