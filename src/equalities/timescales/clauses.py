"""The words around a time that say what it is for: the upper half of the grammar.

A phrase is cut into clauses: times with the words that lead to and follow them, cadences ("quarterly"),
allowances ("within a month of approval"), conditions ("following the inquiry") and words such as "ongoing".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .joining import Dates
from .mentions import is_bare_year
from .words import COUNT, MOVES, OCCASION, one_of

WEEK_OF = "(?:w/?c[.]?|w/?b[.]?|(?:week|wk) (?:commencing|beginning|of|starting)|wythnos yn dechrau)"
# What the words before a time do to it. The first that fits, counted from the left, is meant.
ROLES = {
    "not_before": """
        not before
        not until
        not prior to
        not? (?:earlier|sooner) than
        not (?:due |expected )?to (?:start|begin|commence) (?:until|before)
        at (?:the )?earliest
        """,
    "by": """
        (?:by )?not? later than|nlt
        (?:on|by|at) ?(?:or|/) ?before
        at (?:the )?latest
        latest(?: by)?
        due(?: by| on| in| for)?
        deadline(?: of| is)?
        (?:end|finish|completion)(?: date|(?=:))
        (?:finish|end)(?:s|es)?(?: by| on| in)
        by|erbyn
        """,
    "through": """
        (?:and )?up to and including
        through(?: to| until)?|thru
        """,
    "until": """
        un?till?|till|(?:and )?up (?:to|until)|to(?! (?:start|begin|commence)\b(?! of))|tan|between now and
        (?:and )?(?:ending|finishing|concluding|completing)(?: by| on| in| at)?
        hyd at|hyd
        """,
    "before": "before|prior to|in advance of|ahead of|earlier than|pre|cyn",
    "after": "after|following|post|beyond|later than|ar ôl",
    "week_of": f"(?:by )?{WEEK_OF}",
    "week_to": "(?:by )?(?:w/?e[.]?|(?:week|wk) ending)",
    "start": """
        (?:to )?(?:start date|start(?:s|ing|ed)?|beg[aiu]n(?:s|ning)?|commenc(?:es?|ed|ing))(?: from| in| on| at| by)?
        (?:as )?from(?: and including)?(?: {week})?|on (?:or|and) after|since|with effect from|w[.]?e[.]?f[.]?
        effective(?: from)?|as (?:of|at)
        o
        """.replace("{week}", WEEK_OF),
    "some": "(?:at )?some time(?: in| from| between)?",
    "around": "~|around|circa|ca?[.]|about|approx[.]?|approximately|roughly|est[.]?|estimated|tua",
    "each": """
        (?:by |in )?(?:every|each|bob)
        (?:annually|yearly|annual)(?: in| on| by| each| every)?(?: the end of)?
        """,
    "amid": "(?:over|during|throughout|in) the course of|during|throughout|over|across|between|yn ystod",
    "in": "in|on|at|within|yn|ym|ar",
}
STAGES = {
    "end": "(?:end|close) of (?:the )?year(?! end)|end|ends|eo|close|conclusion|(?:last|final) day|d?diwedd",
    "opening": "(?:beginning|begin|start|first day)(?= of)|(?<=by )start|(?<=the )start|d?dechrau",
    "early": """
        early(?: (?:part|months|weeks|days))?|early to mid|as early as|(?:first|1st) (?:half|part|weeks?|fortnight)
        (?:week|wk) 1|(?:first|opening) (?:few )?(?:weeks|months)
        """,
    "middle": """
        mid|middle|half[- ]?way through|mid to late|mid[- ]year|canol|(?:second|third|2nd|3rd) weeks?
        (?:week|wk) [23]
        """,
    "late": """
        late|later|latter (?:half|part)|towards (?:the )?end|second half
        (?:last|final|fourth|4th) (?:quarter|weeks?|fortnight)|(?:week|wk) [45]
        (?:last|final|closing) (?:few )?(?:weeks|months)
        """,
}
TAILS = {
    "start": r"""
        (?:(?<=- )|(?<=-)|and |to |until |then )on-?going
        (?:and )?on-?wards?
        (?:and|&) beyond
        (?:- ?|to |until |till |up to )(?:present|date|now)\b
        and continu(?:ing|es)\b
        and thereafter
        start(?=\s*(?:$|[;,.]))
        ymlaen
        (?:→|➔|➜|-*>+)\s*$
        \+
        -?\s*$(?<=-)
        """,
    "by": "or (?:earlier|sooner|before)|at (?:the )?latest|latest|deadline",
    "unsure": r"""
        or later|or thereabouts|approx|\?
        tb[acd]|to be (?:confirmed|agreed|determined)|provisional(?:ly)?
        at (?:the )?earliest
        subject to|dependent|depending|unless|if (?!not)
        (?:(?:and )?for (?:a |up to )?|\(){count}[ -](?:month|year|week)s?
        """.replace("{count}", COUNT),
    "each": r"""
        (?:annually|each year|every year|per year|yearly|per annum|annual|bob blwyddyn|yn flynyddol)\b
        (?:pa|p[.]a[.]?)(?![a-z])
        """,
    "goes_on": r"on-?going(?=\W*$)",
}
# Words that take a date back, so that none may be taken from the phrase.
DOUBTS = r"""
    tb[acd]|to be (?:confirmed|agreed|determined)|provisional(?:ly)?
    not(?! (?:yet )?(?:started|begun|commenced) ?[(:;,.-])|never|except|excluding|unless|instead of|rather than
    (?:ready|in time|in readiness|prepared) for
    last (?:review|reviewed|updated?|published)|originally|previously|formerly|missed|was due|(?:was|were)(?= *$)
    paused|suspended|on hold|withdrawn|cancelled|possibly|perhaps|maybe|hopefully
    no (?:date|deadline|target|timescale)s?|working day|penultimate|(?:second|next)(?:[ -]to[ -]| )last
    \?\W*$
    (?:quarter|qtr|q)[. ]?(?:0|[5-9])|(?:semester|sem|term)[.]? [1-6]|t[1-6]
    """
# What may stand beside a bare year; other words make a name of it: Census 2021, the 2024 review.
BEFORE_A_YEAR = "date|completed?|completion|year|target|timescale|deadline|review|reviewed|due"
AFTER_A_YEAR = """
    for|with|to|and|then|at|subject|by|in|as|if|on|or
    annual|annually|quarterly|monthly|on-?going
    """

# Words that make a name of the year before them: the 2024/25 accounts.
NAMED_BY_A_YEAR = """
    (?:{of} )*(?:reports?|data|surveys?|budgets?|figures|results|accounts|statistics|census|gaps?|returns?|elections?)
    """.replace(
    "{of}", "(?:annual|workforce|staff|pay|gender|ethnicity|equality|financial|monitoring|progress|survey)"
)
# Words before a time that speak of what is over, or of what a period is called.
PAST = """
    was|were|originally|previously|formerly|instead of|rather than|last (?:review|reviewed|updated?|published)
    (?:year|period|quarter|months?) (?:ending|ended|to)(?: on)?(?: the)?
    (?:original|orig[.]?|old)(?: (?:date|deadline|target(?: date)?))?
    """
# Words that make a name of the year after them.
NAMED_BEFORE_A_YEAR = "half[ -]years?(?: of)?|(?:weeks?|wks?) ?#+|budgets?|accounts|annual reports?"
# Words before a year that may be the financial one.
YEAR_END = "(?<!calendar )year[ -]?end(?:ing|ed)?|eoy"
# Words before a year that is reported on.
REPORTED = "(?:reports?|reporting|data|figures|results|performance|information) (?:on|for|from|of|covering|in)(?: the)?"

# What may stand between a lead and its time: by 5pm on Friday, by close of business on the 3rd.
_HOUR = r"\d{1,2}(?:[:.]\d\d)? ?[ap][.]?m|\d\d:\d\d|(?:12 )?(?:noon|midnight)|cob|cop|eod|eob|business|play"
_YEAR_OF = "(?:new )?(?:academic|school|financial|municipal) year"
_FILLERS = f"the|month(?! *$)|of|in|on|at|very|calendar|[fm]is|year[- ]end|eoy|y/e|{_YEAR_OF}|{_HOUR}"
_FILL = rf"(?:[\s:,;.(\[\"'*>-]|\b(?:{_FILLERS})\b)*"


def _named(choices: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{one_of(lines)})" for name, lines in choices.items())


_LEAD = re.compile(
    rf"(?:(?<![a-z])(?:{_named(ROLES)})(?![a-z]))?{_FILL}(?:(?<![a-z])(?:{_named(STAGES)})(?![a-z]))?{_FILL}$"
)
_TAIL = re.compile(rf"[ ,(\[-]*(?:{_named(TAILS)})")
_DOUBT = re.compile(rf"(?<![a-z]){one_of(DOUBTS)}(?![a-z])")
_MOVED = re.compile(rf"(?<![a-z]){one_of(MOVES)}(?![a-z])[^.,;]*$")
_REVISED = re.compile(rf"(?<![a-z])(?:{one_of(MOVES)}(?! from)|now)(?![a-z])")
_NAMES = re.compile(rf" {one_of(NAMED_BY_A_YEAR)}\b")
_REPORTED = re.compile(rf"(?<![a-z]){REPORTED} *$")
_NAMED_BEFORE = re.compile(rf"(?<![a-z]){one_of(NAMED_BEFORE_A_YEAR)}[ ,:(]*$")
_YEAR_END = re.compile(rf"\b{YEAR_END}[ :,-]*$")
_PAST = re.compile(rf"(?<![a-z]){one_of(PAST)}[ :]*$")
_BY_OCCASION = re.compile(rf"(?<![a-z])by (?:the |our |its )?(?:[a-z'-]+ ){{0,3}}?{one_of(OCCASION)}[ ,(]*$")
_EVENT_AFTER = re.compile(
    rf" (?:[a-z]+ ){{0,2}}?(?:elections?|census|referendum|intake|{one_of(OCCASION)})\b"
)
_NOW = re.compile(r"\b(?:now|new (?:target|date|deadline))\b")
_FREE = re.compile(rf"(?:(?:^|[^\w\s')-])|\b{one_of(BEFORE_A_YEAR)})[\s-]*$")
_GOES_ON = re.compile(rf"\s*(?:$|[^\w\s]|{one_of(AFTER_A_YEAR)}\b)")
_FARTHEST = 80  # letters before a time in which words that lead to it are looked for


@dataclass(slots=True)  # not frozen: a third of the time to make, and every phrase makes several
class Clause:
    """A stretch of a phrase that says one thing: `what` is times, cadence, allowance, condition, open or ongoing.

    `event` is what must happen first. `count` and `unit` say how often or how long; a count of -1 recurs at steps
    that nobody can tell. What is `aside` says nothing of when where another time does.
    """

    what: str
    start: int
    end: int
    role: str = ""
    stage: str = ""
    dates: Dates | None = None
    named: str = ""
    count: int = 0
    unit: str = ""
    event: str = ""
    doubtful: bool = False
    aside: bool = False
    ongoing: bool = False
    first_due: bool = False


def timed(text: str, own: str, times: Sequence[Dates], opened: Sequence[Clause]) -> Iterator[Clause]:
    """Each time with the words beside it, after what is still open; one that was revised gives way to the new one."""
    for place, dates in enumerate(times):
        begins = times[place - 1].end if place else 0
        if opened:
            begins = max([begins, *(one.end for one in opened if one.end <= dates.start)])
        ends = times[place + 1].start if place + 1 < len(times) else len(text)
        if ends == len(text) or not _REVISED.search(text, dates.end, ends):
            yield _timed(
                text, own[dates.start : dates.end], max(begins, dates.start - _FARTHEST), ends, dates
            )


def _timed(text: str, own: str, begins: int, ends: int, dates: Dates) -> Clause:
    lead = _led(text[begins : dates.start])
    tail = _TAIL.match(text, dates.end, ends) if dates.end < ends else None
    if tail and tail.lastgroup == "each" and dates.spans:
        tail = None  # how often is a clause of its own
    if tail and tail.lastgroup == "goes_on" and (lead.role or not _may_start(dates)):
        tail = None  # what has an end, or is one, goes on until then
    after = str(tail.lastgroup).replace("goes_on", "start") if tail else ""
    role = lead.role or (after if after in ("start", "by") else "")
    if role == "in" and after == "start":
        role = "start"
    if role in ("", "in") and lead.by_occasion:
        role = "by"
    eve = role == "before" and dates.unit != "day" and bool(_EVENT_AFTER.match(text, dates.end))
    named = _is_name(text, lead, dates, tail=bool(tail))
    told = slice(max(0, dates.start - _FARTHEST), begins + len(lead.before))
    moved = lead.is_from and bool(_MOVED.search(text[told]))
    return Clause(
        "times",
        begins + len(lead.before),
        tail.end() if tail else dates.end,
        role,
        lead.stage,
        dates,
        own,
        count=int(after == "each"),
        unit="year" if after == "each" else "",
        doubtful=named or moved or eve or after == "unsure" or lead.doubtful,
        aside=named or moved or lead.past,
    )


def _may_start(dates: Dates) -> bool:
    """Whether what goes on from a time starts then: June 2026, ongoing; but 2025/26, ongoing ends with the year."""
    return dates.shape == "alone" and dates.unit in ("day", "month", "quarter")


@lru_cache(maxsize=4096)  # by, by the end of: plans lead to their times by the same few words
def _led(gap: str) -> "_Lead":
    """What the words between a time and the one before it, or the start of the text, say of it."""
    found = _LEAD.search(gap)
    before = gap[: found.start()] if found else gap
    led = {name for name, word in found.groupdict().items() if word} if found else set()
    return _Lead(
        before,
        role=next((name for name in ROLES if name in led), ""),
        stage=next((name for name in STAGES if name in led), ""),
        by_occasion=bool(_BY_OCCASION.search(before)),
        is_from=found is not None and found["start"] == "from",
        doubtful=bool(_DOUBT.search(_NOW.split(before)[-1])),
        past=bool(_PAST.search(gap)),
    )


class _Lead(NamedTuple):
    """The words that lead to a time, and those `before` them, which may take it back."""

    before: str
    role: str
    stage: str
    by_occasion: bool
    is_from: bool
    doubtful: bool
    past: bool


def _is_name(text: str, lead: _Lead, dates: Dates, *, tail: bool) -> bool:
    """Whether a year is part of a name: Census 2021, the 2024/25 accounts."""
    if dates.unit != "year":
        return False
    words = text[max(0, dates.start - _FARTHEST) : dates.start]
    if _NAMES.match(text, dates.end) or _REPORTED.search(words) or _NAMED_BEFORE.search(words):
        return True
    if len(dates.mentions) > 1 or not is_bare_year(dates.mentions[-1]):
        return False
    return bool(_YEAR_END.search(words)) or not _stands_alone(lead, text, dates.end, tail=tail)


def _stands_alone(lead: _Lead, text: str, end: int, *, tail: bool) -> bool:
    free = lead.role or lead.stage or _FREE.search(lead.before)
    return bool(free and (tail or _GOES_ON.match(text, end)))
