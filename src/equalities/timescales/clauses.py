"""The words around a time that say what it is for: the upper half of the grammar.

A phrase is cut into clauses: times with the words that lead to and follow them, cadences ("quarterly"), allowances
("within a month of approval"), conditions ("following the inquiry") and words such as "ongoing".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .joining import Dates

_LETTER = r"(?<![a-z])"

# What the words before a time do to it. The first that fits, counted from the left, is meant.
ROLES = {
    "not_before": r"not (?:be ?fore|until|prior to)|no(?:t)? (?:earlier|sooner) than|at (?:the )?earliest",
    "by": r"(?:by )?(?:no|not) later than|on or before|at (?:the )?latest|latest(?: by)?|due(?: by| on| in| for)?|deadline(?: of| is)?"
    r"|by|un?till?|till|up (?:to|until)|to|erbyn|hyd at|hyd",
    "through": r"through|thru",
    "before": r"before|prior to|in advance of|ahead of|earlier than|cyn",
    "after": r"after|following|post|beyond|later than|ar ôl",
    "week_of": r"(?:by )?(?:w/?c\.?|w/?b\.?|week (?:commencing|beginning|of|starting))",
    "week_to": r"(?:by )?(?:w/?e\.?|week ending)",
    "start": r"(?:to )?(?:start|begin|commence)(?:s|ning|ing|d)?(?: from| in| on| at| by)?|(?:as )?from|since|with effect from|w\.?e\.?f\.?"
    r"|effective(?: from)?|as (?:of|at)|o|launch(?:es|ed|ing)? (?:in|on)",
    "around": r"around|circa|c\.|ca\.|about|approx\.?|approximately|roughly|provisionally|tua|estimated|est\.?",
    "each": r"(?:by |in )?(?:every|each|bob)|(?:annually|yearly|annual)(?: in| on| by| each| every)?(?: the end of)?",
    "amid": r"during|throughout|over|yn ystod|across|between",
    "in": r"in|on|at|within|yn|ym|ar",
}
_STAGES = {
    "end": r"end|ends|close|conclusion|diwedd",
    "early": r"early|beginning|start|begin|dechrau|first (?:half|part|weeks?)|early to mid",
    "middle": r"mid|middle|mid to late|canol",
    "late": r"late|later|latter (?:half|part)|(?:to ?wards )(?:the )?end|second half|last (?:quarter|weeks?)",
}
_FILL = r"(?:[\s:,;.(\[\"'*>-]|\b(?:the|month|of|in|on|at|summer term|very|calendar|mis)\b)*"


def _named(choices: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in choices.items())


_LEAD = re.compile(rf"(?:{_LETTER}(?:{_named(ROLES)})(?![a-z]))?{_FILL}(?:{_LETTER}(?:{_named(_STAGES)})(?![a-z]))?{_FILL}$")
_TAIL = re.compile(
    r"[ ,(\[-]*(?:(?P<start>(?:and )?on-?wards?|(?:and|&) beyond|and thereafter|ymlaen|\+|-?\s*$(?<=-))"
    r"|(?P<by>or (?:earlier|sooner|before)|at (?:the )?latest|latest|deadline)"
    r"|(?P<unsure>or later|or thereabouts|tbc|tbd|to be (?:confirmed|agreed|determined)|provisional(?:ly)?|\?|approx"
    r"|at (?:the )?earliest|if possible|subject to|dependent|depending|unless)"
    r"|(?P<each>\(?(?:annually|each year|every year|per year|yearly|per annum|pa|p\.a\.?|annual|bob blwyddyn|yn flynyddol)\b))"
)
DOUBT = re.compile(
    rf"{_LETTER}(?:not|never|except|excluding|unless|instead of|rather than|originally|previously|formerly|was due|missed"
    r"|(?:revised|moved|slipped|extended|delayed|deferred|postponed|rescheduled|carried (?:over|forward)) from)(?![a-z])"
)
REVISED = re.compile(
    rf"{_LETTER}(?:revised|extended|moved|changed|now|slipped|delayed|deferred|rescheduled|postponed|put back"
    r"|brought forward|amended)(?![a-z])"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a phrase that reads as one thing: `what` is times, cadence, allowance, condition or ongoing."""

    what: str
    start: int
    end: int
    role: str = ""
    stage: str = ""
    dates: Dates | None = None
    count: int = 0
    unit: str = ""
    event: str = ""
    doubtful: bool = False
    ongoing: bool = False


def timed(text: str, times: Sequence[Dates]) -> Iterator[Clause]:
    """Each time with the words that lead to it and follow it; a time that was revised gives way to the new one."""
    for place, dates in enumerate(times):
        begins = times[place - 1].end if place else 0
        ends = times[place + 1].start if place + 1 < len(times) else len(text)
        lead, tail = _lead(text[begins : dates.start]), _TAIL.match(text, dates.end, ends)
        if not REVISED.search(text, dates.end, ends) or ends == len(text):
            yield _timed(text, begins, dates, lead, tail)


def _lead(gap: str) -> re.Match[str]:
    found = _LEAD.search(gap)
    return found if found else re.search(r"$", gap)  # type: ignore[return-value]


def _group(found: re.Match[str], names: dict[str, str]) -> str:
    return next((name for name in names if found.groupdict().get(name)), "")


def _timed(text: str, begins: int, dates: Dates, lead: re.Match[str], tail: re.Match[str] | None) -> Clause:
    after = str(tail.lastgroup) if tail else ""
    role = _group(lead, ROLES) or (after if after in ("start", "by", "each") else "")
    doubtful = after == "unsure" or bool(DOUBT.search(text[begins : begins + lead.start()]))
    role = "each" if after == "each" and role != "each" and not dates.spans else role
    return Clause(
        "times",
        begins + lead.start(),
        tail.end() if tail else dates.end,
        role,
        _group(lead, _STAGES),
        dates,
        doubtful=doubtful,
    )
