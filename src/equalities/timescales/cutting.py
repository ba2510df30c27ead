"""Cutting a phrase into its clauses, and joining those that say one thing: "March 2014 | annually
thereafter"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .cadences import cadences
from .clauses import Clause, timed
from .conditions import allowances, conditions, ongoing
from .joining import Dates

_BETWEEN = re.compile(
    r"(?:[\s,.;:()\[\]&/-]|\b(?:and|then|with|an?|subsequently|thereafter|at|on|basis|the|updated|repeated|monitored|published"
    r"|reported|reviewed|of|by|in|from|for|ongoing|it|is|will|be|also|least|starting|beginning|commencing|every|onwards)\b)*"
)
_AFTER_CADENCE = re.compile(
    r"[\s,(-]*(?:reviews?|reports?|reporting|meetings?|updates?|monitoring|audits?|surveys?|returns?)?[\s,(:-]*"
)
_THEN = re.compile(r"thereafter|subsequent|then|after that")
# Where two readings of the same words overlap, the one named first here is meant.
_PRECEDENCE = ("allowance", "times", "cadence", "condition", "ongoing")


def cut(text: str, times: Sequence[Dates]) -> list[Clause]:
    """The clauses of a text in order, none overlapping another."""
    often = list(cadences(text))
    allowed = [
        one for one in allowances(text, times) if not any(each.start < one.start < each.end for each in often)
    ]
    every = [*allowed, *timed(text, times), *often, *conditions(text), *ongoing(text)]
    chosen: list[Clause] = []
    for clause in sorted(every, key=lambda one: _PRECEDENCE.index(one.what)):
        if not any(clause.start < one.end and one.start < clause.end for one in chosen):
            chosen.append(clause)
    fused = _fused(text, _meant(text, sorted(chosen, key=lambda one: one.start)))
    return [each for one in fused for each in _listed(one)]


def _listed(clause: Clause) -> list[Clause]:
    """Several times in a list are several things, unless they recur together."""
    members = clause.dates.members if clause.dates else ()
    same_day = len({one.day for one in clause.dates.mentions} if clause.dates else set()) == 1
    if not members or (same_day and (clause.count or clause.role == "each")):
        return [clause]
    return [replace(clause, start=one.start, end=one.end, dates=one) for one in members]


def _meant(text: str, found: list[Clause]) -> list[Clause]:
    """A condition adds nothing to what says when, nor does "ongoing" to how often."""
    firm = [one for one in found if one.what != "condition"] or found
    others = [one for one in firm if one.what != "ongoing"] or firm[:1]
    if len(firm) == 2 and len(others) == 1 and others[0].what == "times":
        beside = _BETWEEN.fullmatch(text, firm[0].end, firm[1].start)
        return [replace(others[0], ongoing=True)] if beside else firm
    return others


def _fused(text: str, found: list[Clause]) -> list[Clause]:
    fused: list[Clause] = []
    for clause in found:
        if fused and _beside(text, fused[-1], clause):
            pair = {fused[-1].what: fused[-1], clause.what: clause}
            if {"times", "cadence"} == pair.keys():
                fused[-1] = _often(text, pair["times"], pair["cadence"])
                continue
        fused.append(clause)
    return fused


def _beside(text: str, one: Clause, other: Clause) -> bool:
    after_cadence = one.what == "cadence" and _AFTER_CADENCE.fullmatch(text, one.end, other.start)
    return bool(after_cadence or _BETWEEN.fullmatch(text, one.end, other.start))


def _often(text: str, times: Clause, cadence: Clause) -> Clause:
    start, end = min(times.start, cadence.start), max(times.end, cadence.end)
    first_due = bool(_THEN.search(text, start, end))
    return replace(
        times, start=start, end=end, count=cadence.count or -1, unit=cadence.unit, first_due=first_due
    )
