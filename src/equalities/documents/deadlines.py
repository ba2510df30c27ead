"""Deadlines inside running text."""

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?"
_ROUGHLY = r"(?:(?:the )?(?:end of|early|mid|late|spring|summer|autumn|winter|Q[1-4]|FY) ?)*"
_DAY = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH},? )?(?:\d{{1,2}}, )?"
# No word boundary: scanners glue "by 2013" to its neighbours.
_DEADLINE = re.compile(
    rf"(?:by|before|until|no later than) {_ROUGHLY}{_DAY}{_YEAR}"
    r"|(?:an? )?(?P<cadence>(?:(?:annual|quarterly|monthly|six-monthly|biannual) basis"
    r"|\b(?:annually|yearly|quarterly|monthly|termly|bi-?annually|biennially|six-monthly)\b"
    r"|\b(?:each|every) (?:(?:two|three|four|six|other|financial) )?(?:years?|quarter|months?|term)\b"
    rf"|\b(?:each|every) {MONTH}\b"
    r"|\b(?:once|twice) (?:a|each|every) year\b)"
    rf"(?:,? (?:starting|beginning|from)(?: (?:in|on|from))? {_ROUGHLY}{_DAY}{_YEAR})?)",
    re.IGNORECASE,
)
_ALLOWANCE = re.compile(
    r"\bwithin (?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|eighteen|twenty)"
    r" (?:working )?(?:day|week|month|year)s?"
    r" (?:of|after|from) [^.;,()]+",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?P<inside>[^()]+)\)\W*$")
_AT_THE_END = re.compile(
    rf"(?:\s[–—-]\s+|\((?:[^()]*[,;] )?|\s(?=from ))(?P<when>"
    rf"(?:(?:in|during|due|from) )?(?:{_ROUGHLY}(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH},? {_YEAR}"
    rf"|(?:(?:end of|early|mid|late) )?(?:Q[1-4]|spring|summer|autumn|winter) {_YEAR}))\)?\.?$",
    re.IGNORECASE,
)


# Before a date in brackets that is its own: "the report (March 2019)".
_PAPER = re.compile(
    r"\b(?:report|act|plan|policy|strategy|review|survey|regulations?|guidance|framework|code|audit|census|toolkit"
    r"|charter|standards?|scheme|paper|minutes|letter|findings|edition|version)s?\s*$",
    re.IGNORECASE,
)


def at_the_end(text: str) -> str | None:
    """The time at the end of something to do that a dash or bracket sets off, or "from" ("Review it – Q4 2025/26");
    not the date of a paper that stands before it in brackets."""
    found = _AT_THE_END.search(text)
    is_of_a_paper = found and found[0].lstrip().startswith("(") and _PAPER.search(text[: found.start()])
    return found["when"] if found and not is_of_a_paper else None


def deadline(text: str) -> str | None:
    """The deadline in a text as written ("by March 2024", "annual basis"): the one in brackets at its end, else the
    first; None where there is none."""
    brackets = _IN_BRACKETS.search(text)
    found = (_DEADLINE.search(brackets["inside"]) if brackets else None) or _DEADLINE.search(text)
    return (found["cadence"] or found[0]) if found else None


def allowance(text: str) -> str | None:
    """How long after something else it may take ("within six months of adoption"); None where that is not said."""
    found = _ALLOWANCE.search(text)
    return found[0] if found else None
