"""Which of several columns that may hold the same is the one: of actions, of leads, of numbers."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from equalities.documents import references
from equalities.documents.grid import Row

_MOST = 0.6  # of the texts of a column of numbers are such
_SENTENCE = 3  # words, at least
_WORDS = re.compile(r"[^\W\d_]{3}")
_PRESSES = re.compile(
    r"\b(?:high(?:est)?|medium|low|urgent|critical|essential|desirable|normal|must|should)\b", re.IGNORECASE
)
_WORDS_OF_AN_OBJECTIVE = 3
_START = re.compile(r"start|from|begin|commenc", re.IGNORECASE)
_SHARE = re.compile(r"%|\bper ?cent", re.IGNORECASE)
_PROMISE = re.compile(r"\b(?:commitment|pledge|promise)s?\b", re.IGNORECASE)


def settled(fields: Mapping[int, str], leaves: Mapping[int, str]) -> dict[int, str]:
    """One column of actions; where there is none, the outputs or next steps that someone leads or that have a date, or
    the measures if nothing says what for. When a thing starts is not when it is due, a team beside a lead is not a
    second one, and how much is done is no status beside one."""
    settled = dict(fields)
    dates = [column for column, name in fields.items() if name == "timescale"]
    starts = [column for column in dates if _START.match(leaves[column])]
    settled |= {column: "start" for column in starts if len(starts) < len(dates)}
    settled |= _shares_of_done(fields, leaves)
    leads = [column for column, name in fields.items() if name == "lead"]
    teams = [column for column in leads if leaves[column].casefold() == "team"]
    settled |= {column: "other" for column in teams if len(teams) < len(leads)}
    settled |= _target(fields, leaves) | _promised(fields, leaves)
    actions = [column for column, name in settled.items() if name == "action"]
    best = min(actions, key=lambda column: ("action" not in leaves[column].casefold(), column), default=0)
    settled |= {column: "other" for column in actions if column != best}
    if not actions and {"lead", "timescale"} & set(fields.values()):
        done = (
            {"next_step", "output"} if "objective" in settled.values() else {"measure", "next_step", "output"}
        )
        first = next((column for column, name in sorted(fields.items()) if name in done), None)
        if first:
            settled[first] = "action"
    return settled


def grouped_actions(
    fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]
) -> dict[int, str]:
    """Of two columns of actions without one of objectives, the first holds the objectives where each of its texts
    stands over several of the second's: "High impact action", "Our actions"."""
    actions = [column for column, name in sorted(fields.items()) if name == "action"]
    if len(actions) < 2 or "objective" in fields.values() or "action" not in leaves[actions[1]].casefold():
        return {}
    first, second = ([row.text(column) for row in body if column in row.cells] for column in actions[:2])
    is_over = len(set(first)) < len(first) and len(set(second)) == len(second) > len(set(first))
    return {actions[0]: "objective"} if is_over else {}


def unheaded_action(
    fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]
) -> dict[int, str]:
    """Where no heading names actions or objectives, but somebody leads or it is said when, a column of sentences
    without a heading holds what is to be done."""
    if {"action", "objective"} & set(fields.values()) or not {"lead", "timescale"} & set(fields.values()):
        return {}
    for column in (column for column, leaf in sorted(leaves.items()) if not leaf):
        texts = [row.text(column) for row in body if column in row.cells and len(row.cells) > 1]
        if texts and sum(len(text.split()) >= _SENTENCE for text in texts) >= _MOST * len(texts):
            return {column: "action"}
    return {}


def themes_of_priority(
    fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]
) -> dict[int, str]:
    """A column "Priority" holds how much a thing presses, or under which priority it stands: then it is the theme."""
    named = [column for column, leaf in leaves.items() if leaf.casefold() in {"priority", "priorities"}]
    if "theme" in fields.values() or not named:
        return {}
    texts = [row.text(named[0]) for row in body if named[0] in row.cells]
    is_theme = bool(texts) and all(_WORDS.search(text) and not _PRESSES.search(text) for text in texts)
    return {named[0]: "theme"} if is_theme else {}


def _shares_of_done(fields: Mapping[int, str], leaves: Mapping[int, str]) -> dict[int, str]:
    """How much of an action is done is not its status where another column says that."""
    statuses = [column for column, name in fields.items() if name == "status"]
    shares = [column for column in statuses if _SHARE.search(leaves[column])]
    return dict.fromkeys(shares, "other") if len(shares) < len(statuses) else {}


def _target(fields: Mapping[int, str], leaves: Mapping[int, str]) -> dict[int, str]:
    """A target that stands before what is done about it, with no measure before it, is what is to be reached:
    schools' plans have columns "Target" and "Strategy"."""
    actions = [column for column, name in fields.items() if name == "action"]
    first = next((column for column, name in sorted(fields.items()) if name == "measure"), None)
    if not actions or first is None or first > min(actions) or "objective" in fields.values():
        return {}
    return {first: "objective"} if leaves[first].casefold() in {"target", "targets"} else {}


def _promised(fields: Mapping[int, str], leaves: Mapping[int, str]) -> dict[int, str]:
    """A commitment before what is done about it is what is to be reached; what is done is then the next column of
    actions, else of what is delivered: "Our commitment", "Key deliverable"."""
    promised = [
        column for column, name in fields.items() if name == "action" and _PROMISE.search(leaves[column])
    ]
    if not promised or "objective" in fields.values():
        return {}
    done = [column for column, name in fields.items() if name == "action" and column not in promised]
    done = done or [column for column, name in fields.items() if name == "output"]
    if not done or min(done) < min(promised):
        return {}
    return {min(promised): "objective", min(done): "action"}


def priorities(fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]) -> dict[int, str]:
    """A column "Priority" before the actions that holds texts, not "High" or a number, says what is to be reached."""
    actions = [column for column, name in fields.items() if name == "action"]
    if not actions or {"objective", "theme"} & set(fields.values()):
        return {}
    for column, name in sorted(fields.items()):
        texts = [row.text(column) for row in body if column in row.cells]
        long = sum(len(text.split()) >= _WORDS_OF_AN_OBJECTIVE for text in texts)
        is_named = name == "other" and leaves[column].casefold() == "priority" and column < min(actions)
        if is_named and texts and long >= _MOST * len(texts):
            return {column: "objective"}
    return {}


def numbers_beside(
    fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]
) -> dict[int, str]:
    """Of two columns under one heading, the first where it holds the numbers of what stands in the second."""
    found = {}
    for column in fields:
        if leaves[column] == leaves.get(column + 1):
            texts, beside = ([row.text(at) for row in body if at in row.cells] for at in (column, column + 1))
            numbers = [sum(map(references.is_reference, each)) for each in (texts, beside)]
            if texts and numbers[0] >= _MOST * len(texts) and numbers[1] < _MOST * max(len(beside), 1):
                found[column] = "ref"
    return found


def numbers_of_objectives(fields: Mapping[int, str], body: Sequence[Row]) -> dict[int, str]:
    """The numbers before the objectives are theirs, where others stand further on, or where a number comes again just
    where its objective does."""
    objective = next((column for column, name in sorted(fields.items()) if name == "objective"), 0)
    numbers = [column for column, name in sorted(fields.items()) if name == "ref"]
    before = [column for column in numbers if column < objective]
    if not before or "action" not in fields.values():
        return {}
    again = [
        {row.text(column) in ("", above.text(column)) for column in (before[-1], objective)}
        for above, row in pairwise(row for row in body if len(row.cells) > 1)
    ]
    go_together = before[-1] == objective - 1 and {True} in again and {True, False} not in again
    return {before[-1]: "objective_ref"} if numbers[-1] > objective or go_together else {}
