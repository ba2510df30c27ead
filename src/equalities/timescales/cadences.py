"""How often: the words for cadences, and the steps they come to."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from .clauses import Clause
from .words import COUNT, DAY_NAMES, NUMBERS, ON, UNIT_STEMS, UNITS, counted, either, number, one_of, stems

# An annual meeting of the council is no cadence; what is joined to a time with its own "annual" is one. What stands
# before the word is asked last: most words are passed over by their first letter.
_NAMED_ANNUAL = "(?:council|conference|congress|general|governance|delivery|business|action|plan|budget)"
_REVIEWED = r"(?:refresh(?:es)?|(?:review|update|audit|evaluation|check)s?|monitoring)\b"
_JOINED = r"(?<=with annual)|(?<=with an annual)|(?<=and annual)|(?<=and an annual)|(?<=\(annual)|(?<=[,;/-] annual)"
_ANNUAL = (
    rf"annual(?:(?= (?:basis|cycle|rolling))|(?:(?<=[;.] annual)|(?<=then annual))\b|(?:{_JOINED})(?= {_REVIEWED})"
    r"|(?:(?<=\(annual)|(?<=[,/-] annual))(?=\)?\W*$))"
)
# A count of nought: the words have two meanings, or follow a calendar of their own.
ADVERBS = {
    "daily": (1, "day"),
    "weekly|wythnosol": (1, "week"),
    "fortnightly|alternate weeks": (2, "week"),
    "mon?th?le?y|calendar monthly|misol|bob mis": (1, "month"),  # with the slips of many typists, as below
    "qu?ar?ter?le?y|chwarterol|bob chwarter": (3, "month"),
    "half[- ]?yearly|semi-?annual(?:ly)?|six[- ]monthly": (6, "month"),
    "an+ual+e?y|yearly|annum|pa|p[.]a[.]|blynyddol|flynyddol|bob blwyddyn": (1, "year"),
    rf"{_ANNUAL}|^\W*(?:an )?annual\b(?! {_NAMED_ANNUAL})": (1, "year"),
    "alternate months": (2, "month"),
    "biennial(?:ly)?|alternate years": (2, "year"),
    "triennial(?:ly)?": (3, "year"),
    "quadrennial(?:ly)?": (4, "year"),
    "tri-?annual(?:ly)?": (0, "four months or three years"),
    "bi-?annual(?:ly)?|bi-?yearly": (0, "half-year or two years"),
    "bi-?monthly": (0, "two months or half a month"),
    "bi-?weekly": (0, "two weeks or half a week"),
    "(?:once|twice) (?:a|each|every|per) (?:school )?term": (0, "term"),
    "unwaith y flwyddyn": (1, "year"),
    "ddwywaith y flwyddyn": (6, "month"),
    "termly|(?:each|every|per|bob) (?:school )?term|bob tymor": (0, "term"),
    "(?:at )?(?:every|each) (?:committee |board |full )?meeting": (0, "meeting"),
}
_EVERY = """
    every|each|per|bob
    at intervals (?:of |not (?:greater|longer|more) than |of (?:no|not) more than |of up to )
    """
_KIND = "(?:financial |fiscal |calendar |academic |school )?"
_UNIT = f"{_KIND}(?P<unit>{either(UNITS)})s?"
_PER = f"(?:a|an|per|each|every|in each) {_KIND}(?P<per>week|month|quarter|year|annum)"
_TIMES = f"(?P<times>{COUNT}) ?(?:times|x)"
_NTH = "first|second|third|fourth|last|1st|2nd|3rd|4th"
_DAY = rf"{either(DAY_NAMES)}days?"
_IN_A_MONTH = "(?:of |in )?(?:the|each|every|a|per) month"
_ALONE = r"(?<!and )(?<!& )(?<!, )(?<!and the )"  # the 1st and 15th of each month are no one day of it
_ON_A_DAY = [
    rf"(?:(?:every|each) )?(?:on )?(?:the )?{_ALONE}(?P<month_day>(?:{_NTH}) {_DAY}),? {_IN_A_MONTH}",
    rf"(?:on )?(?:the )?{_ALONE}(?<!\d)(?P<month_date>(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)|last day)(?: day)?"
    " of (?:each|every) month",
    rf"(?:(?:every|each) (?:(?P<nth>other|alternate|{_NTH}) )?|(?P<alternate>alternate) )(?P<week_day>{_DAY})",
]
_FORMS = [
    f"(?P<adverb>{'|'.join(ADVERBS)})",
    f"(?P<ly_count>{COUNT})[ -]?(?P<ly>week|wk|month|mth|year|yr)ly",
    f"{one_of(_EVERY)}(?:up to)? ?(?:(?P<unit_count>{COUNT}|{either(NUMBERS)}) )?{_UNIT}",
    f"(?:(?P<often>once|twice|thrice)|(?P<or_so>{COUNT} ?(?:-|/|to|or) ?)?{_TIMES}) {_PER}",
    f"(?P<x_times>{COUNT}) ?x (?P<x_per>yearly|annually|monthly)",
    # A count alone is how often only where nothing is counted: 3 per annum, not a panel of 6 per year.
    rf"(?<![a-z] )(?<!\d)(?:x ?)?(?P<bare_times>{COUNT}) (?:per|a|each) (?P<bare_per>week|month|quarter|year|annum)",
    "(?P<so_often>twice|thrice)[ -](?P<so_per>yearly|annually|monthly)",
]
FINANCIAL, OF_THE_QUARTER = "the financial year", "month of the quarter"
_LEAST = "at least |minimum |min[.]? |no less than "
# Of these words, or of a unit, every cadence has one: most phrases have none, and the long pattern need not be tried.
_WORDS = UNIT_STEMS | stems(
    """
    daily wythnosol alternate montly mothly motly mthly misol qarterly quaterly qaterly chwarterol half semi six annual
    anual annnual yrly wkly annum pa p blynyddol flynyddol biennial triennial quadrennial tri triannual bi biannual
    biyearly bimonthly biweekly unwaith ddwywaith term tymor meeting bob each every per intervals
    """
)
# And with one of these it begins: at most words of the other phrases neither.
_OPENINGS = _WORDS | stems(f"{_LEAST} {' '.join(NUMBERS)} calendar at on the last once twice thrice x")
_BEGINS = rf"(?:\d|{either({word[:2] for word in _OPENINGS})}|^\W)"
_CADENCE = re.compile(
    rf"(?<![a-z])(?={_BEGINS})(?:{_LEAST})?(?:{'|'.join((*_ON_A_DAY, *_FORMS))})(?![a-z])"
    r"(?: (?:basis|cycle|thereafter)\b)?"
)
# Which part of each month or quarter: its first day, a weekday of it, or what is no one day.
_STRETCH = "(?:(?:working |business |week)day|week|fortnight|(?<!last )month|half|part|few (?:day|week))s?"
_EARLY = "early(?: part)?|late(?:r part)?|latter part|(?:c|g|ngh)anol"
_PART = rf"""
    (?P<part_day>(?:{_NTH}) {_DAY})
    (?P<part_date>(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th))(?: day)?
    (?P<part_first>(?:very )?(?:start|beginning)|first day|d?dechrau)
    (?P<part_last>(?:very )?end|last day|(?:last|final) month|close|d?diwedd)
    (?P<part_month>(?:first|second|third|1st|2nd|3rd) month)
    (?P<part_rough>(?:{_NTH}|\d\d?(?:st|nd|rd|th)) {_STRETCH})
    (?P<part_some>mid(?:dle|[- ]?(?:point|way|month|quarter|term|year))?|half[ -]?way(?: through)?|{_EARLY})
    (?P<part_week>{_DAY})
    (?P<part_welsh>dydd \w+ \w+)
    """
_OFF = r"""
    (?P<off>(?:before|prior to|ahead of|in advance of|after|following|post|around|about
    circa|towards?|near|days? of|weeks? of|(?:days?|weeks?|months?) from|from|cyn|ar ôl|tua)\ )
    """
_OF = r"(?: (?:of|in|to|for))?(?: (?:the|each|every|that))?(?: (?P<of>month|quarter|period|term|year|week))?"
_PART_BEFORE = re.compile(rf"(?<![a-z\d]){one_of(_OFF)}?(?:the )?{one_of(_PART)}{_OF}[ ,:(-]*$")
_PART_AFTER = re.compile(
    r"[ ,;:(-]*(?:(?:on|at|every|each|in|by|during|around) )?(?:the )?(?:(?:month|quarter|term|year)[ -])?"
    rf"{one_of(_PART)}{_OF}\)?\s*(?=$|[.;,])"
)
_PART_HINT = re.compile(
    r"first|second|third|fourth|last|\dst|\dnd|\drd|\dth|start|begin|end|close|mid|half|early|late|after|before|prior"
    r"|follow|post|echrau|iwedd|anol|dydd|cyn|ar ôl|day"
)
_APART = re.compile(r"(?<![a-z])(?:before|prior to|after|following|post|cyn|ar ôl) $")
_ONE_OF_SEVERAL = re.compile(r"(?:(?:\band|&|\bor|/) ?|\bof |(?:st|nd|rd|th|day),? )(?:the )?$")
_EACH = ("each", "every", "per", "bob")
_QUARTER = 3  # months
_LONGEST_PART = 48  # letters of the words before how often
_ADVERBS = [(re.compile(pattern), step) for pattern, step in ADVERBS.items()]
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_MONTHS = {"y": 12, "a": 12, "q": 3, "m": 1}


def cadences(text: str, words: frozenset[str]) -> Iterator[Clause]:
    """How often: a count of days, weeks, months or years; no count where nobody can tell."""
    if words.isdisjoint(_WORDS):
        return
    for found in _CADENCE.finditer(text):
        count, unit = _adverb(found["adverb"]) if found["adverb"] else _cadence(found.groupdict(default=""))
        clause = Clause("cadence", found.start(), found.end(), count=count, unit=unit)
        yield _in_part(found, clause) if _PART_HINT.search(text) else clause


def _in_part(found: re.Match[str], clause: Clause) -> Clause:
    """First Monday of every quarter; monthly, on the 15th. What is no one day of it names none."""
    text, start, end = found.string, clause.start, clause.end
    if ON in clause.unit or not clause.count or clause.unit == "day":
        return clause
    led, ahead = text.startswith(_EACH, start), max(0, start - _LONGEST_PART)
    if led and _APART.search(text, ahead, start):
        return replace(clause, count=0, unit=f"{clause.unit} (before or after it)")
    before = _PART_BEFORE.search(text, ahead, start)
    before = before if led or (before and before["of"]) else None
    part = before or _PART_AFTER.match(text, end)
    off = bool(before and (before["off"] or _ONE_OF_SEVERAL.search(text, ahead, before.start())))
    if part is None or (part["part_date"] and clause.unit != "month"):
        return clause
    if part["part_last"] and clause.unit != "week" and not off:
        return clause  # the last day is what is meant without a word
    start, end = (part.start(), end) if before else (start, part.end())
    said = text[start:end].strip(" ,:(-)")
    unit = "" if off else _in_unit(part, clause, found[0], led=before is not None and led)
    if unit:
        count = clause.count if unit.startswith(clause.unit) else 1
        return replace(clause, start=start, end=end, count=count, unit=unit)
    each = clause.unit if clause.count == 1 else f"{clause.count} {clause.unit}s"
    return replace(clause, start=start, end=end, count=0, unit=f"{each} ({said})")


def _in_unit(part: re.Match[str], clause: Clause, each: str, *, led: bool) -> str:
    """The unit with its day; none where the words leave open of what the day is."""
    if part["part_week"]:
        return f"week{ON}{part['part_week'].removesuffix('s').capitalize()}" if clause.unit == "week" else ""
    if clause.unit == "year":
        return _day_in_year(part, each) if led else ""
    if part["part_month"]:
        which = part["part_month"].removesuffix(" month")
        return f"year{ON}the last day of the {which} {OF_THE_QUARTER}" if clause.count == _QUARTER else ""
    steps = clause.count == 1 or part["of"] == "quarter" or (led and part["of"] is None)
    return _day_in_month(part) if clause.unit == "month" and steps else ""


def _day_in_month(part: re.Match[str]) -> str:
    if part["part_first"]:
        return f"month{ON}the 1st"
    if part["part_date"]:
        return f"month{ON}the {part['part_date'].lstrip('0')}"
    if part["part_day"]:
        which, _, day = part["part_day"].partition(" ")
        return f"month{ON}the {which} {day.removesuffix('s').capitalize()}"
    return ""


def _day_in_year(part: re.Match[str], each: str) -> str:
    """A year of which the kind is not said may begin in January, April, August or September."""
    if not (part["part_first"] or part["part_day"]) or not re.search("calendar|financial|fiscal", each):
        return ""
    year = "January" if "calendar" in each else FINANCIAL
    return f"{_day_in_month(part).replace('month', 'year', 1)} of {year}"


@lru_cache(maxsize=256)
def _adverb(words: str) -> tuple[int, str]:
    """The step of an adverb; one group for each of them would make the search twice as long."""
    return next(step for pattern, step in _ADVERBS if pattern.fullmatch(words))


def _cadence(words: dict[str, str]) -> tuple[int, str]:
    if words.get("month_day") or words.get("month_date") or words.get("week_day"):
        return _on_a_day(words)
    if words["ly"]:
        return counted(number(words["ly_count"]), words["ly"])
    if words["unit"]:
        return counted(number(words["unit_count"] or "1"), words["unit"])
    return _so_often(words)


def _on_a_day(words: dict[str, str]) -> tuple[int, str]:
    """Every third Thursday comes round in three weeks, or once a month."""
    if words["month_date"]:
        return 1, f"month, on the {words['month_date']}"
    which, _, day = (words["month_day"] or f"{words['nth']} {words['week_day']}").partition(" ")
    name, steps = day.removesuffix("s").capitalize(), NUMBERS.get(which or "first", 1)
    if words["month_day"] or which in ("first", "1st", "last"):
        return 1, f"month, on the {which} {name}"
    if which in ("", "other", "alternate"):
        return 2 if which or words["alternate"] else 1, f"week, on {name}"
    return 0, f"{steps} weeks, on {name} or month, on the {which} {name}"


def _so_often(words: dict[str, str]) -> tuple[int, str]:
    """Twice a year is every six months; five times a year has no even step."""
    often = words["often"] or words["so_often"]
    times = _OFTEN.get(often) or number(words["times"] or words["x_times"] or words["bare_times"])
    if words["or_so"]:
        return 0, "part of that time"
    months = _MONTHS.get((words["per"] or words["so_per"] or words["x_per"] or words["bare_per"])[0], 0)
    if months == 12 and times == 1:
        return 1, "year"
    if times and months and months % times == 0:
        return months // times, "month"
    return (1, "week") if times == 1 else (0, "part of that time")
