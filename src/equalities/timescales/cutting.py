"""Cutting a phrase into its clauses, and joining those that say one thing: March 2014 | annually thereafter."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .cadences import cadences
from .clauses import Clause, timed
from .conditions import allowances, conditions, is_awaited, is_own_step, lasting, ongoing, openings
from .joining import Dates
from .words import one_of, stems

# Words that may stand between a time and how often it comes round.
LINKS = """
    and|ac?|yn|wedi hynny|ar ôl hynny
    then|with|an?|subsequently|thereafter|at|on|basis|the|of|by|in|from|for|also|least|it|is|will|be
    first (?:report|review)|first|next|due
    progress|updates|updated|repeated|monitored|published|reported|reviewed
    ongoing|starting|beginning|commencing|every|onwards
    """
AFTER_A_CADENCE = """
    (?:reviews? and )?refresh(?:es)?
    reviews?|reports?|reporting|meetings?|updates?|monitoring|audits?|surveys?|returns?
    """
_BETWEEN = re.compile(rf"(?:[\s,.;:()\[\]&/-]|\b{one_of(LINKS)}\b)*")
_AFTER_CADENCE = re.compile(rf"[\s,(-]*{one_of(AFTER_A_CADENCE)}?[\s,(:-]*(?:(?:next|first|due)\b[ :]*)*")
_AND = re.compile(r"\band\b|&")
_IN_BRACKETS = re.compile(r"[ ,]*\(")
_FINISHED = re.compile(
    r"(?:[\s,.;:()-]|\b(?:with|and|to|be|is|due|for|complet(?:ed?|ion)|finish(?:ed)?|deliver(?:ed|y))\b)*"
)
_STOP = re.compile("[,;.]")
_THEN = re.compile(r"thereafter|subsequent|then|after that")
# Where two readings of the same words overlap, the one named first here is meant.
_PRECEDENCE = ("allowance", "times", "cadence", "condition", "open", "ongoing")


def cut(text: str, own: str, times: Sequence[Dates]) -> list[Clause]:
    """The clauses of a text in order, none overlapping another; `own` is the same text in its own capitals."""
    words = stems(text)
    often, waits = list(cadences(text, words)), list(conditions(text, own, words))
    allowed = [one for one in allowances(text, own, times, words) if not _begins_within(one, often)]
    allowed += lasting(text, own, times, words)
    opened = list(openings(text))
    dated = list(timed(text, own, times, opened))
    if waits:
        dated = _apart_from_events(text, dated, waits)
    every = [*allowed, *dated, *often, *waits, *opened, *ongoing(text, words)]
    fused = _fused(text, _meant(text, _apart(every, len(text)))) if len(every) > 1 else every
    if waits and len(fused) == 1:
        fused = [_waiting(text, fused[0], waits)]
    return [each for one in fused for each in _listed(one)]


def _waiting(text: str, clause: Clause, waits: Sequence[Clause]) -> Clause:
    """March 2026, subject to funding: the day, and what must happen first."""
    if clause.event or clause.what not in ("times", "cadence"):
        return clause
    for one in waits:
        if is_awaited(text, one) and not one.start <= clause.start < one.end:
            return replace(clause, event=one.event)
    return clause


def _apart(every: Sequence[Clause], length: int) -> list[Clause]:
    """Those that stand on words of their own, in order."""
    taken, chosen = bytearray(length), []
    for clause in sorted(every, key=lambda one: _PRECEDENCE.index(one.what)):
        if not any(taken[clause.start : clause.end]):
            taken[clause.start : clause.end] = bytes([1]) * (clause.end - clause.start)
            chosen.append(clause)
    return sorted(chosen, key=lambda one: one.start)


def _apart_from_events(text: str, dated: Sequence[Clause], waits: Sequence[Clause]) -> list[Clause]:
    """The times that are no part of what something waits for. From April until March 2027 waits for nothing: "until"
    leads to a day."""
    events = [one for one in waits if not any(time.start <= one.start < time.end for time in dated)]
    return [one for one in dated if not _begins_within(one, _names_around(text, one, events))]


def _names_around(text: str, clause: Clause, waits: Sequence[Clause]) -> list[Clause]:
    """What may hold a time as part of its name: beside the budget of 2013/14. "By" still says what is due, and so does
    a time in brackets beside what only goes along; the day of an occasion is the day."""
    counts = clause.role in ("by", "until", "before", "through") or _IN_BRACKETS.match(text, clause.start)
    return [wait for wait in waits if wait.role == "firm" or (wait.role != "occasion" and not counts)]


def _begins_within(clause: Clause, others: Sequence[Clause]) -> bool:
    """Every two years from June is no allowance of two years; after the launch in June names no day that is due."""
    return any(other.start < clause.start < other.end for other in others)


def _listed(clause: Clause) -> list[Clause]:
    """Several times in a list are several things, unless they recur together."""
    dates = clause.dates
    if dates is None or not dates.members:
        return [clause]
    same_day = len({one.day for one in dates.mentions}) == 1
    if same_day and (clause.count or clause.role == "each"):
        return [clause]
    named = {one: clause.named[one.start - dates.start : one.end - dates.start] for one in dates.members}
    return [
        replace(clause, start=one.start, end=one.end, dates=one, named=named[one]) for one in dates.members
    ]


def _meant(text: str, found: list[Clause]) -> list[Clause]:
    """A condition adds no part to what says when, unless it is a step of its own, nor does "ongoing" to how often."""
    dated = [one for one in found if one.what == "times" and not one.aside]
    found = [one for one in found if not (one.aside and dated)]
    firm = [one for one in found if one.what != "condition" or is_own_step(text, one, dated)] or found
    if all(one.what == "open" for one in firm):
        firm = found
    others = [one for one in firm if one.what != "ongoing"] or firm[:1]
    if len(firm) == 2 and len(others) == 1 and others[0].what == "times":
        beside = any(one.fullmatch(text, firm[0].end, firm[1].start) for one in (_BETWEEN, _FINISHED))
        return [replace(others[0], ongoing=True)] if beside else firm
    return others


def _fused(text: str, found: list[Clause]) -> list[Clause]:
    fused: list[Clause] = []
    for clause in found:
        alone = len(found) == 2 and fused and _comes_round(text, fused[-1], clause)
        if fused and (alone or _beside(text, fused[-1], clause)):
            pair = {fused[-1].what: fused[-1], clause.what: clause}
            if {"times", "cadence"} == pair.keys():
                fused[-1] = _often(text, pair["times"], pair["cadence"])
                continue
        fused.append(clause)
    return fused


def _comes_round(text: str, one: Clause, other: Clause) -> bool:
    """Reported annually to the Council (March): the month without a year is when it comes round."""
    dates = one.dates or other.dates
    yearly = "year" in (one.unit, other.unit) and 1 in (one.count, other.count)
    yearless = (
        dates is not None and dates.mentions[-1].month and not any(each.years for each in dates.mentions)
    )
    return bool(yearly and yearless and not _STOP.search(text, one.end, other.start))


def _beside(text: str, one: Clause, other: Clause) -> bool:
    after_cadence = one.what == "cadence" and _AFTER_CADENCE.fullmatch(text, one.end, other.start)
    return bool(after_cadence or _BETWEEN.fullmatch(text, one.end, other.start))


def _often(text: str, times: Clause, cadence: Clause) -> Clause:
    start, end = min(times.start, cadence.start), max(times.end, cadence.end)
    follows = bool(_AND.search(text, times.end, cadence.start)) if times.end < cadence.start else False
    first_due = follows or bool(_THEN.search(text, start, end))
    return replace(
        times, start=start, end=end, count=cadence.count or -1, unit=cadence.unit, first_due=first_due
    )
