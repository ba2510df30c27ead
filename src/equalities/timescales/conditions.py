"""What a phrase without a day of its own waits for, and the words that name no day at all."""

import re
from collections.abc import Iterator, Sequence

from .clauses import Clause
from .joining import Dates
from .words import COUNT, number, one_of

BEFORE = "before|prior to|ahead of|in advance of"
AFTER = "of|after|following|post|since"
FROM = "(?:as )?from|starting(?: from| in| on)?|beginning(?: in| on)?|commencing(?: from| in| on)?"
CONDITIONS = """
    following|after|once|when|whenever|upon|ar ôl
    on (?=completion|approval|adoption|publication|receipt|conclusion|appointment)
    subject to|pending|awaiting|(?:dependent|depending|conditional) (?:up)?on
    prior to|before|in advance of|ahead of|cyn
    as and when|if|until
    """
# What goes along with something else: a day beside it still counts.
COMPANIONS = "in line with|alongside|as part of|to coincide with|in conjunction with|linked to"
AS_POSSIBLE = """
    as (?:resources|funding|funds|capacity|budgets?|time) (?:allows?|permits?)
    as (?:required|needed|necessary|appropriate|and when(?: required| needed)?)
    when (?:required|needed)
    where (?:possible|appropriate)
    """
ONGOING = """
    on[- ]?going|in progress|under ?way|rolling
    continu(?:ous|ing|al|e|es|ed)(?:ly)?
    throughout|all year|year[- ]round|permanent(?:ly)?|always
    business as usual|bau|day to day|long[- ]standing|(?:yn )?parha(?:us|u|ol)
    """
VAGUE = """
    (?:very )?(?:short|medium|long|near|immediate)(?:er)?(?:[ -]to[ -](?:medium|long))?[ -]?(?:term|time)?
    (?:short|medium|long)/(?:medium|long)(?:[ -]?term)?
    immediate(?:ly)?|imminent(?:ly)?|urgent(?:ly)?|now|forthwith|with immediate effect
    asap|a[.]s[.]a[.]p|as soon as (?:possible|practicable|practical)|soon|soonest|shortly
    in due course|over time|a period of time
    (?:later )?this (?:year|month|quarter|term)
    next (?:year|month|quarter|term|financial year)
    christmas|easter|year end|end of (?:the )?(?:financial |academic )?year
    early|mid|late|high|medium|low
    """
UNKNOWN = """
    (?:date )?(?:tb[acd]|t[.]b[.][acd])
    (?:date |timescale )?(?:yet to be|to be|not yet) (?:confirmed|determined|decided|agreed|advised)(?:{by})?
    (?:date |timescale )?(?:yet to be|to be|not yet) (?:announced|set|arranged|scheduled|established)(?:{by})?
    (?:date |timescale )?(?:yet to be|to be|not yet) (?:finalised|identified|defined|developed|known)(?:{by})?
    unknown|not known|not (?:yet )?(?:set|stated|specified|given)
    awaiting (?:a )?dates?|no (?:date|timescale)(?: set)?|none
    i'w (?:gadarnhau|benderfynu|gytuno|bennu)
    """.replace("{by}", " (?:by|with) [^.;,]+")

WORK = "plan|strategy|scheme|programme|project|contract|pilot|period|term"
_UNIT = "(?:calendar )?(?P<unit>(?:(?:working|business|school|clear) )?day|week|month|year)s?'?"
_EVENT = r"(?:the )?(?P<event>(?:(?! - | and (?:then|subsequently|annually|every))[^.;,])+)"
_ALLOWED = re.compile(
    r"(?<![a-z])(?:(?P<at_most>(?:no|not) (?:later|more) than|within|in|up to|inside|maximum of|max)|(?P<for>for))?"
    rf"(?: the| a)? ?(?<![\d/.])(?P<count>{COUNT})[ -]{_UNIT}(?: (?P<work>{WORK}))?"
    rf" (?:{AFTER}|(?P<from>{FROM})|(?P<before>{BEFORE})) {_EVENT}"
)
_HAS_UNIT = re.compile("day|week|month|year")
_LENGTH = re.compile(
    r"(?<![a-z])(?P<lead>within|in|over|during|for|next|first|up to)?"
    r"(?: the)?(?: (?:next|first|coming|following))? ?"
    rf"(?<![\d/.])(?:{COUNT} ?(?:-|to|or) ?)?(?P<count>{COUNT})[ -]?{_UNIT}(?![a-z])"
)
_NEXT = re.compile(
    r"(?<![a-z])(?:over|in|within|during|throughout) the (?:next|coming|following) "
    r"(?P<unit>week|month|year)(?![a-z])"
)
_CONDITION = re.compile(
    rf"(?<![a-z])(?:(?:(?P<firm>{one_of(CONDITIONS)})|{COMPANIONS}) (?:the )?(?P<event>(?:(?! - )[^.;,])+)"
    rf"|(?P<bare>{one_of(AS_POSSIBLE)}))"
)
_ONGOING = re.compile(rf"(?<![a-z]){one_of(ONGOING)}(?![a-z])")
_VAGUE = re.compile(rf"(?:in |over |for |by )?(?:the )?{one_of(VAGUE)}")
_UNKNOWN = re.compile(rf"\W*{one_of(UNKNOWN)}?\W*")
_EDGES = " .,:;()-"


def allowances(text: str, own: str, times: Sequence[Dates]) -> Iterator[Clause]:
    """Within a month of approval: a length of time that counts from an event, or from a day that is named."""
    for found in _ALLOWED.finditer(text) if _HAS_UNIT.search(text) else ():
        event = found.start("event")
        yield Clause(
            "allowance",
            found.start(),
            found.end(),
            _side(found),
            dates=next((one for one in times if one.start == event), None),
            count=number(found["count"]),
            unit=found["unit"],
            event=own[event : found.end("event")].strip(_EDGES),
        )


def _side(found: re.Match[str]) -> str:
    """On which side of the event the time lies; a plan of three years from April fills them, and so do years alone."""
    fills = found["for"] or found["work"] or found["unit"] == "year"
    if found["from"] and fills and not found["at_most"]:
        return "throughout"
    return "before" if found["before"] else "after"


def conditions(text: str, own: str) -> Iterator[Clause]:
    """Following the inquiry, as resources allow: what must happen first."""
    for found in _CONDITION.finditer(text):
        name = "event" if found["event"] else "bare"
        event = own[found.start(name) : found.end(name)].strip(_EDGES)
        if event:
            firm = "firm" if found["firm"] else ""
            yield Clause("condition", found.start(), found.end(), firm, event=event)


def ongoing(text: str) -> Iterator[Clause]:
    """Words for what has no end."""
    for found in _ONGOING.finditer(text):
        yield Clause("ongoing", found.start(), found.end())


def length(text: str) -> Clause | None:
    """A length of time: 12-18 month period, within 8 weeks, over the next year."""
    found = _LENGTH.search(text)
    if found:
        kind = "relative" if found["lead"] in ("within", "first") and found["unit"] != "year" else "duration"
        return Clause(kind, found.start(), found.end(), count=number(found["count"]), unit=found["unit"])
    found = _NEXT.search(text)
    return Clause("duration", found.start(), found.end(), count=1, unit=found["unit"]) if found else None


def kind_of_words(text: str) -> str:
    """The kind of a phrase that names no time: unknown, vague or not-a-date."""
    if _UNKNOWN.fullmatch(text):
        return "unknown"
    return "vague" if _VAGUE.fullmatch(text.strip(_EDGES)) else "not-a-date"
