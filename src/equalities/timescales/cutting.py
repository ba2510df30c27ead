"""Cutting a phrase into its clauses, and joining those that say one thing: "March 2014" + "annually thereafter"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .cadences import cadences
from .clauses import Clause, timed
from .conditions import allowances, conditions, ongoing
from .joining import Dates

_BETWEEN = re.compile(
    r"(?:[\s,.;:()\[\]&/-]|\b(?:and|then|with|an?|subsequently|thereafter|at|on|basis|the|updated|repeated|monitored|published"
    r"|reported|reviewed|of|by|in|from|for|ongoing|it|is|will|be|also|least|starting|beginning|commencing|every|onwards)\b)*"
)
# Where two readings of the same words overlap, the one named first here is meant.
_PRECEDENCE = ("allowance", "times", "cadence", "condition", "ongoing")


def cut(text: str, times: Sequence[Dates]) -> list[Clause]:
    """The clauses of a text in order, none overlapping another."""
    every = [*allowances(text, times), *timed(text, times), *cadences(text), *conditions(text), *ongoing(text)]
    chosen: list[Clause] = []
    for clause in sorted(every, key=lambda one: _PRECEDENCE.index(one.what)):
        if not any(clause.start < one.end and one.start < clause.end for one in chosen):
            chosen.append(clause)
    return _fused(text, _meant(sorted(chosen, key=lambda one: one.start)))


def _meant(found: list[Clause]) -> list[Clause]:
    """"Ongoing" and a weak condition add nothing to what says when."""
    firm = [one for one in found if one.what != "condition"] or found
    others = [one for one in firm if one.what != "ongoing"] or firm[:1]
    if len(others) == 1 and len(firm) > 1 and others[0].what == "times":
        return [replace(others[0], ongoing=True)]
    return others


def _fused(text: str, found: list[Clause]) -> list[Clause]:
    fused: list[Clause] = []
    for clause in found:
        if fused and _BETWEEN.fullmatch(text, fused[-1].end, clause.start):
            pair = {fused[-1].what: fused[-1], clause.what: clause}
            if {"times", "cadence"} == pair.keys():
                fused[-1] = _often(pair["times"], pair["cadence"])
                continue
        fused.append(clause)
    return fused


def _often(times: Clause, cadence: Clause) -> Clause:
    start, end = min(times.start, cadence.start), max(times.end, cadence.end)
    return replace(times, start=start, end=end, count=cadence.count or -1, unit=cadence.unit)
