"""What a phrase without a day of its own waits for, and the words that name no day at all."""

import re
from collections.abc import Iterator, Sequence

from .clauses import Clause
from .joining import Dates
from .mentions import is_bare_year
from .tidying import NUMBERED
from .words import COUNT, OCCASION, UNIT_STEMS, UNITS, counted, either, number, one_of, stems

BEFORE = "before|prior to|ahead of|in advance of"
AFTER = "of|after|following|post|since|i"
FROM = "(?:as |on )?from|starting(?: from| in| on)?|beginning(?: in| on)?|commencing(?: from| in| on)?"
CONDITIONS = r"""
    following|after|once(?! (?:an?|every|each|per|only)\b)|when|whenever|upon|ar ôl
    on(?= (?:completion|approval|adoption|publication|receipt|conclusion|appointment|sign-?off|award)\b)
    on(?= (?:renewal|request|commencement|launch|election|agreement|issue|expiry|delivery|confirmation)\b)
    (?:at|as|with) each|as soon as(?! (?:possible|practica))
    subject to|pending|awaiting|(?:dependent|depending|conditional|contingent) (?:up)?on
    prior to|before|in advance of|ahead of(?! schedule)|cyn
    as and when|if|until
    """
# What goes along with something else: a day beside it still counts.
COMPANIONS = """
    in line with|alongside|as part of|to coincide with|in conjunction with|linked to|timed with|in step with
    align(?:ed|ing|s)? (?:to|with)|in (?:parallel|tandem) with|to tie in with|in keeping with
    """
# The next of an organisation's own occasions: by the AGM. A day beside it says when it is.
_WHOSE = "(?:(?:the|our|its|each|every|next) )*"
# What must happen first, whatever day is named beside it; "before" and "until" only say when.
AWAITED = """
    following|after|once|when|upon|ar ôl|on|subject|pending|awaiting|depend|conditional|contingent|as soon|if
    """
# Steps of one piece of work, of which one may have no date yet: draft in May, final TBC.
STEPS = """
    draft|final|interim|pilot|launch|roll[ -]?out|review|delivery|implementation|completion|evaluation|consultation
    training|publication|recruitment|adoption|approval|start|end
    """
OPEN = """
    tb[acd]|(?:yet )?to be (?:confirmed|agreed|determined|decided|set|announced|advised|scheduled)
    not yet (?:confirmed|agreed|set|known)|date not set
    """
OCCASIONS = rf"(?:by|at|before|until)(?= {_WHOSE}(?:[a-z'-]+ ){{0,3}}?{one_of(OCCASION)}\b)"
AS_POSSIBLE = """
    as (?:resources|funding|funds|capacity|budgets?|time) (?:allows?|permits?)
    as (?:required|needed|necessary|appropriate|and when(?: required| needed)?)
    when (?:required|needed)
    where (?:possible|appropriate)
    """
ONGOING = """
    on[- ]?go?i?ng?|in progress|under ?way|rolling
    continu(?:ous|ing|al|e|es|ed)(?:ly)?
    throughout|all year|year[- ]round|permanent(?:ly)?|always
    business[ -]as[ -]usual|bau|day[ -]to[ -]day|indefinite(?:ly)?|open[ -]ended
    long[- ]standing|(?:yn )?[pb]arha(?:us|u|ol)
    """
VAGUE = """
    (?:very )?(?:short|medium|mid|long|near|immediate)(?:er)?(?:[ -]to[ -](?:medium|long))?[ -]?(?:term|time)?
    (?:short|medium|long) ?[/-] ?(?:medium|long)(?:[ -]?term)?
    immediate(?:ly)?(?: start)?|imminent(?:ly)?|urgent(?:ly)?|now|forthwith|with immediate effect
    asap|a[.]s[.]a[.]p|as soon as (?:possible|practicable|practical)|soon|soonest|shortly|(?:near|foreseeable) future
    in due course|over time|a period of time
    (?:{part} )?(?:in |of )?(?:the )?{which} (?:{year_kind} )?(?:year|month|quarter|term|week|fy)
    (?:coming|next|following) (?:few |several |couple of )?(?:{year_kind} )?(?:weeks|months|years|terms)
    christmas|easter|(?:financial |academic |calendar )?year[- ]end|eof?y|fye
    (?:end|close) of (?:the )?(?:(?:{year_kind}) )?(?:year|fy)
    early|mid|late|high|medium|low
    """
for _name, _words in {
    "part": "early|later?|mid|start|beginning|end",
    "which": "this|next|current|coming|following",
    "year_kind": "financial|fiscal|academic|school|calendar|municipal",
}.items():
    VAGUE = VAGUE.replace(f"{{{_name}}}", f"(?:{_words})")
UNKNOWN = """
    {date}?(?:tb[acd]|t[.]b[.][acd])(?:[ ,:(-]+{waits} [^.;]+)?
    {date}?(?:yet to be|to be|not yet) (?:confirmed|determined|decided|agreed|advised){by}?
    {date}?(?:yet to be|to be|not yet) (?:announced|set|arranged|scheduled|established){by}?
    {date}?(?:yet to be|to be|not yet) (?:finalised|identified|defined|developed|known){by}?
    unknown|not known|not (?:yet )?(?:set|stated|specified|given)
    awaiting (?:a )?dates?|no (?:set )?(?:date|timescale)(?: (?:yet|set|given))*|none
    i'w (?:gadarnhau|benderfynu|gytuno|bennu)
    """
for _name, _words in {
    "date": "(?:target |start |end )?(?:date|deadline|time(?:scale|line|frame|table)?|timing)s? ",
    "by": " (?:by|with) [^.;,]+",
    "waits": "by|with|following|awaiting|pending|depend(?:s|ing|ent)|subject|once|after|when",
}.items():
    UNKNOWN = UNKNOWN.replace(f"{{{_name}}}", f"(?:{_words})")

WORK = "plan|strategy|scheme|programme|project|contract|pilot|period|term"
_UNIT = "(?:(?:calendar|financial|fiscal|academic|full) )?"
_UNIT += f"(?P<unit>(?:(?:working|business|school|clear) )?day|hour|{either(UNITS)})s?'?"
_EVENT = r"(?:the )?(?P<event>(?:(?! - | and (?:then|subsequently|annually|every))[^.;,])+)"
_ALLOWED = re.compile(
    r"(?<![a-z])(?:(?P<at_most>(?:no|not) (?:later|more) than|within|in|up to|inside|maximum of|max|o fewn)"
    r"|(?P<for>for))?(?: the| a)? ?(?:(?P<first>first) (?=\w+ \w))?"
    rf"(?<![\d/.])(?P<count>{COUNT}|(?<=within the )first)[ -]{_UNIT}(?: (?P<work>{WORK}))?"
    rf" (?:{AFTER}|(?P<from>{FROM})|(?P<before>{BEFORE}))[ -]{_EVENT}"
)
_FROM = re.compile(rf"(?<![a-z])(?:{FROM}) (?:the )?$")
_LASTS = re.compile(
    r",? (?:(?P<opens>\()(?:for )?|(?:and )?(?:(?:lasting|running)(?: for)?|for) )(?:a period of )?"
    rf"(?P<count>{COUNT})[ -]{_UNIT}(?![a-z])(?(opens)\))"
)
_OVER = ("over", "across", "lasting", "during", "throughout")
_LENGTH = re.compile(
    r"(?<![a-z])(?P<lead>within|in|over|during|for|next|first|up to|o fewn)?"
    r"(?: the)?(?: (?:next|first|coming|following))? ?"
    rf"(?<![\d/.])(?:{COUNT} ?(?:-|to|or|/) ?)?(?P<count>{COUNT})\+?[ -]?{_UNIT}(?![a-z])"
)
_NEXT = re.compile(
    r"(?<![a-z])(?:over|in|within|during|throughout) the (?:next|coming|following) "
    r"(?P<unit>week|month|year)(?![a-z])"
)
_CONDITION = re.compile(
    rf"(?<![a-z])(?:(?:(?P<firm>{one_of(CONDITIONS)})|{one_of(COMPANIONS)}|(?P<occasion>{OCCASIONS}))"
    r" (?:the )?(?P<event>(?:(?! - |: )[^.;,])+)"
    rf"|(?P<bare>{one_of(AS_POSSIBLE)}|^(?:the |our )?next (?:[a-z'-]+ ){{0,3}}?{one_of(OCCASION)}$))"
)
_ONGOING = re.compile(rf"(?<![a-z]){one_of(ONGOING)}(?![a-z])")
_VAGUE = re.compile(
    rf"(?:(?:in|over|for|by|at|before|during|within|throughout|across) )?(?:the )?{one_of(VAGUE)}"
)
_UNKNOWN = re.compile(rf"\W*{one_of(UNKNOWN)}?\W*")
_STEP = rf"{NUMBERED}(?:\.? ?#[#.]*|\.? (?:[a-z]|{COUNT})\b)"
_OPEN = re.compile(
    rf"(?:^|(?<=[;,.] )|(?<=\band ))(?:{_STEP}|{one_of(STEPS)})(?![a-z])"
    rf"[^;,.]{{0,40}}?[ :(-]+(?:date )?{one_of(OPEN)}\)?(?=\s*(?:[;,.]|and\b|$))"
)
_OWN_STEP = re.compile(_STEP)
_AWAITED = re.compile(one_of(AWAITED))
# The words of which each of the patterns above needs one.
_STARTING = stems("from starting beginning commencing")
_COUNTED_FROM = _STARTING | stems("of after following post since i before prior ahead advance")
_ONGOING_WORDS = stems(
    """
    ongoing onging going gong ging gin gng progress under rolling continual throughout all round permanent always
    business bau day indefinite open long parhaus barhaus
    """
)
_CONDITION_WORDS = stems(
    """
    following after once when whenever upon ar completion approval adoption publication receipt conclusion appointment
    sign award renewal request commencement launch election agreement issue expiry delivery confirmation each soon
    subject pending awaiting dependent conditional contingent prior before advance ahead cyn if until line alongside
    part coincide conjunction linked timed step align parallel tandem tie keeping agm meeting conference recess purdah
    live golive allow permit required needed necessary appropriate possible
    """
)
_EDGES = " .,:;()-"


def allowances(text: str, own: str, times: Sequence[Dates], words: frozenset[str]) -> Iterator[Clause]:
    """Within a month of approval: a length of time that counts from an event, or from a day that is named."""
    if words.isdisjoint(UNIT_STEMS) or words.isdisjoint(_COUNTED_FROM):
        return
    for found in _ALLOWED.finditer(text):
        event = found.start("event")
        count, unit = counted(number(found["count"]), found["unit"])
        yield Clause(
            "allowance",
            found.start(),
            found.end(),
            _side(found),
            dates=next((one for one in times if one.start == event), None),
            count=count,
            unit=unit,
            event=_named(own[event : found.end("event")]),
        )


def lasting(text: str, own: str, times: Sequence[Dates], words: frozenset[str]) -> Iterator[Clause]:
    """From 1 April 2025 for three years: the same, with the day first."""
    if words.isdisjoint(UNIT_STEMS) or words.isdisjoint(_STARTING):
        return
    for one in times:
        starts, found = _FROM.search(text, 0, one.start), _LASTS.match(text, one.end)
        if starts and found and not is_bare_year(one.mentions[-1]):
            count, unit = counted(number(found["count"]), found["unit"])
            event = own[one.start : one.end]
            yield Clause(
                *("allowance", starts.start(), found.end(), "throughout"),
                dates=one,
                count=count,
                unit=unit,
                event=event,
            )


def _side(found: re.Match[str]) -> str:
    """On which side of the event the time lies; a plan of three years from April fills them."""
    if found["first"]:
        return "throughout"
    over = found.string[: found.start()].rstrip().endswith(_OVER)
    fills = found["for"] or found["work"] or over
    if found["from"] and fills and not found["at_most"]:
        return "throughout"
    if found["from"] and not found["at_most"]:
        return "from"
    return "before" if found["before"] else "after"


def conditions(text: str, own: str, words: frozenset[str]) -> Iterator[Clause]:
    """Following the inquiry, as resources allow: what must happen first."""
    if words.isdisjoint(_CONDITION_WORDS):
        return
    for found in _CONDITION.finditer(text):
        name = "event" if found["event"] else "bare"
        event = _named(own[found.start(name) : found.end(name)])
        if event and not _VAGUE.fullmatch(event.lower()):
            kind = next((one for one in ("firm", "occasion") if found[one]), "")
            yield Clause("condition", found.start(), found.end(), kind, event=event)


def _named(words: str) -> str:
    """An event without the signs around it, except the bracket that closes one inside it."""
    event = words.strip(_EDGES)
    return event + ")" if event.count("(") > event.count(")") else event


def is_awaited(text: str, clause: Clause) -> bool:
    """Whether a condition names what must happen first: subject to funding, but not after six months."""
    return (
        clause.role == "firm"
        and bool(_AWAITED.match(text, clause.start))
        and not length(clause.event.lower())
    )


def is_own_step(text: str, clause: Clause, dated: Sequence[Clause]) -> bool:
    """Consult by May; implement once approved. A condition with words of its own, apart from every time."""
    if not (dated and is_awaited(text, clause)):
        return False
    stop = max(text.rfind(";", 0, clause.start), text.rfind(".", 0, clause.start)) + 1
    comma = text.rfind(",", 0, clause.start) + 1
    ahead = [one for one in dated if one.start < clause.start]
    between = bool(ahead) and len(ahead) < len(dated)
    if comma > stop and (between or _OWN_STEP.match(text[comma : clause.start].strip())):
        stop = comma
    ends = text[clause.end :].startswith((";", "."))
    own = text[stop : clause.start].strip() and not any(stop <= one.start for one in ahead)
    return bool(own and (stop or ends))


def openings(text: str) -> Iterator[Clause]:
    """Stage 2 - TBC: one step of several whose day has still to be settled."""
    may_be = "tb" in text[1:] or "to be " in text or "not " in text
    for found in _OPEN.finditer(text) if may_be else ():
        yield Clause("open", found.start(), found.end())


def ongoing(text: str, words: frozenset[str]) -> Iterator[Clause]:
    """Words for what has no end."""
    if words.isdisjoint(_ONGOING_WORDS):
        return
    for found in _ONGOING.finditer(text):
        yield Clause("ongoing", found.start(), found.end())


def length(text: str) -> Clause | None:
    """A length of time: 12-18 month period, within 8 weeks, over the next year."""
    found = _LENGTH.search(text)
    if found:
        count, unit = counted(number(found["count"]), found["unit"])
        counts = found["lead"] in ("within", "first", "o fewn") and unit != "year"
        return Clause(
            "relative" if counts else "duration", found.start(), found.end(), count=count, unit=unit
        )
    found = _NEXT.search(text)
    return Clause("duration", found.start(), found.end(), count=1, unit=found["unit"]) if found else None


def kind_of_words(text: str) -> str:
    """The kind of a phrase that names no time: unknown, vague or not-a-date."""
    if _UNKNOWN.fullmatch(text):
        return "unknown"
    return "vague" if _VAGUE.fullmatch(text.strip(_EDGES)) else "not-a-date"
