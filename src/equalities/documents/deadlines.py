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
    r"|(?:an? )?(?P<cadence>(?:annual|quarterly|monthly|six-monthly|biannual) basis"
    r"|\b(?:annually|yearly|quarterly|monthly|termly|bi-?annually|biennially|six-monthly)\b"
    r"|\b(?:each|every) (?:(?:two|three|four|six|other|financial) )?(?:years?|quarter|months?|term)\b"
    r"|\b(?:once|twice) (?:a|each|every) year\b)",
    re.IGNORECASE,
)


def deadline(text: str) -> str | None:
    """The first deadline in a text as written ("by March 2024", "annual basis"); None where there is none."""
    found = _DEADLINE.search(text)
    return (found["cadence"] or found[0]) if found else None
