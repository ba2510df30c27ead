"""What a phrase without a day of its own waits for, and the words that name no day at all."""

import re
from collections.abc import Iterator, Sequence

from .clauses import Clause
from .joining import Dates
from .words import NUMBERS, either, number

_LETTER = r"(?<![a-z])"
_N = rf"(?P<count>\d{{1,3}}|{either(NUMBERS)})"
_ALLOWED = re.compile(
    rf"{_LETTER}(?:(?:no|not) (?:later|more) than|within|in|up to|inside|maximum of|max)?(?: the)?(?: first| next)? ?"
    rf"(?:{_N}) (?:calendar |working |school )?(?P<unit>day|week|month|year)s?'? "
    r"(?P<side>of|after|from|following|post|since|before|prior to|ahead of|in advance of) (?:the )?(?P<event>[^.;]{2,})"
)
_WITHIN = re.compile(
    rf"{_LETTER}(?P<lead>within|in|over|during|for|next|first|up to)?(?: the)?(?: (?:next|first|coming|following))? ?"
    rf"(?<![\d/.])(?:(?P<low>\d{{1,3}}|{either(NUMBERS)}) ?(?:-|to|or) ?)?{_N}[ -]?(?:calendar |working |school )?"
    r"(?P<unit>day|week|month|year)s?(?![a-z])"
)
_NEXT = re.compile(rf"{_LETTER}(?:over|in|within|during|throughout) the (?:next|coming|following) (?P<unit>week|month|year)(?![a-z])")
_CONDITION = re.compile(
    rf"{_LETTER}(?P<lead>following|after|once|when(?:ever)?|upon|on (?=completion|approval|adoption|publication|receipt|conclusion|appointment)"
    r"|subject to|pending|dependent (?:up)?on|depending (?:up)?on|conditional (?:up)?on|awaiting|post|prior to|before|in advance of|ahead of"
    r"|in line with|alongside|as part of|to coincide with|in conjunction with|linked to|as and when|if|until|cyn|ar ôl)"
    r"[ -](?:the )?(?P<event>[^.;]+)|(?P<bare>as (?:resources|funding|funds|capacity|budgets?|time) (?:allows?|permits?)"
    r"|as (?:required|needed|necessary|appropriate|and when(?: required| needed)?)|when (?:required|needed)|where (?:possible|appropriate))"
)
_ONGOING = re.compile(
    rf"{_LETTER}(?:on-?going|continu(?:ous|ing|al|e|es|ed)(?:ly)?|throughout|rolling|business as usual|bau|year[- ]round|all year"
    r"|permanent(?:ly)?|always|day to day|long[- ]standing|parhaus|in progress|underway|under way)(?![a-z])"
)
_VAGUE = re.compile(
    r"(?:in |over |for |by )?(?:the )?(?:(?:very )?(?:short|medium|long|longer|near|immediate)(?:er)?(?:[ -]to[ -](?:medium|long))?[ -]?(?:term|time)?"
    r"|immediate(?:ly)?|asap|a\.s\.a\.p\.?|as soon as (?:possible|practicable|practical)|soon(?:est)?|shortly|imminent(?:ly)?|urgent(?:ly)?"
    r"|in due course|over time|(?:over )?a period of time|now|with immediate effect|forthwith|(?:later )?this year|next year|this (?:month|quarter|term)"
    r"|next (?:month|quarter|term|financial year)|christmas|easter|year end|end of (?:the )?(?:year|financial year|academic year)"
    r"|(?:short|medium|long)(?:/(?:medium|long))?|early|mid|late|high|medium|low)\.?"
)
_UNKNOWN = re.compile(
    r"[\s\W]*(?:tb[acd]|t\.b\.[acd]\.?|(?:date |timescale |timing |yet )?(?:to be|yet to be|not yet) (?:confirmed|determined|decided|agreed|advised|announced"
    r"|set|arranged|scheduled|established|finalised|identified|defined|developed|known|fixed)|unknown|not known|not (?:yet )?(?:set|stated|specified|given)"
    r"|awaiting (?:a )?dates?|no date(?: set)?|none|i'w gadarnhau|i'w benderfynu|date tb[acd]|tba/tbc)?[\s\W]*"
)

_NOT_A_DATE = "not-a-date"


def allowances(text: str, times: Sequence[Dates]) -> Iterator[Clause]:
    """"Within a month of approval": a length of time that counts from an event, or from a day that is named."""
    for found in _ALLOWED.finditer(text):
        role = "before" if found["side"] in ("before", "prior to", "ahead of", "in advance of") else "after"
        dates = next((one for one in times if one.start == found.start("event")), None)
        event = found["event"].strip(" .,:;()-")
        yield Clause("allowance", found.start(), found.end(), role, dates=dates, count=number(found["count"]), unit=found["unit"], event=event)


def conditions(text: str) -> Iterator[Clause]:
    for found in _CONDITION.finditer(text):
        event = (found["event"] or found["bare"]).strip(" .,:;()-")
        yield Clause("condition", found.start(), found.end(), event=event)


def ongoing(text: str) -> Iterator[Clause]:
    for found in _ONGOING.finditer(text):
        yield Clause("ongoing", found.start(), found.end())


def length(text: str) -> Clause | None:
    """A length of time and nothing else that counts: "12-18 month period", "within 8 weeks", "over the next year"."""
    found = _WITHIN.search(text)
    if found:
        kind = "relative" if found["lead"] in ("within", "first") and found["unit"] != "year" else "duration"
        return Clause(kind, found.start(), found.end(), count=number(found["count"]), unit=found["unit"])
    following = _NEXT.search(text)
    return Clause("duration", following.start(), following.end(), count=1, unit=following["unit"]) if following else None


def kind_of_words(text: str) -> str:
    """The kind of a phrase that names no time: unknown, vague or not-a-date."""
    if _UNKNOWN.fullmatch(text):
        return "unknown"
    return "vague" if _VAGUE.fullmatch(text.strip(" .,:;()-")) else _NOT_A_DATE
