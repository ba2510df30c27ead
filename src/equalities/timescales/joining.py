"""Putting mentions together: runs (April - June 2023), lists (June and December) and restatements in
brackets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from equalities.saying import to_say

from .mentions import Mention, Years, is_bare_year
from .resolving import Impossible, resolve
from .spans import Conventions, Span
from .words import MOVES, one_of

_TO = r"(?:-+|to|until|till|through|thru|up to|hyd at|hyd|tan|i|/|-?>|→)"
_RUN = re.compile(rf"[ ,]?{_TO}(?: the)?(?: end(?: of)?)?(?: the| [fm]is)? ?| {_TO} ?")
_ROUGH_RUN = re.compile(rf" ?{_TO} ?(?:the )?(?:early|mid|middle|late|start|beginning)(?: of)?[ -]?(?:the )?")
_AND = re.compile(r" ?(?:and|&|a) ?(?:the )?")
_LIST = re.compile(r" ?(?:,|;|/|and|&|, and|, ?&|a|or) ?(?:in |on |the )*")
_ASIDE = re.compile(r" ?\(")
_LONGEST_LIST = 24  # a list is put together anew with each member, so a hostile one would take long
_LONGEST_LEAD = 24  # letters of the words that lead to a run: rescheduled from
_UNNAMED = ("quarter", "half", "plan-year", "plan-quarter", "numbered-month")  # what names no year of itself
_COLON = re.compile(r" ?[:-]? ?")
_MOVED = re.compile(rf"(?<![a-z]){one_of(MOVES)} from $")
_BETWEEN = re.compile(r"\b(?:between|rhwng) (?:the )?$")


@dataclass(frozen=True)
class Dates:
    """A time in a text, from one mention or several. `spans` are the days it may stand for, `shape` is
    alone, run or list; `problem` says why it is impossible, `clear` whether the form itself could be a
    different date, `rough` whether a run ends early or late in its last part."""

    mentions: tuple[Mention, ...]
    shape: str
    spans: tuple[Span, ...]
    clear: bool = True
    problem: str = ""
    rough: bool = False
    members: tuple["Dates", ...] = ()

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end

    @property
    def unit(self) -> str:
        return self.mentions[-1].unit


def join(text: str, found: Sequence[Mention], conventions: Conventions) -> list[Dates]:
    """The times of a text, in order."""
    times: list[Dates] = []
    for mention in found:
        gap = text[times[-1].end : mention.start] if times else None
        joined = _joined(text, times[-1], gap, mention, conventions) if gap is not None else None
        if joined:
            times[-1] = joined
        else:
            times.append(alone(mention, conventions))
    return _without_asides(text, times)


def _without_asides(text: str, times: list[Dates]) -> list[Dates]:
    """Q4 (January to March 2024) is one time, said twice."""
    kept: list[Dates] = []
    for one in times:
        again = bool(kept) and _says_again(text, kept[-1], one)
        kept[-1:] = [_restated(kept[-1], one)] if again else [*kept[-1:], one]
    return kept


def _says_again(text: str, before: Dates, one: Dates) -> bool:
    """Q1 (2025/26 and 2026/27) is no time said twice: years do not say which quarter, nor January 2026 which June."""
    if before.unit in ("quarter", "half") and one.unit == "year":
        return False
    if not before.spans and 0 < before.mentions[-1].month != one.mentions[-1].month > 0:
        return False
    if _ASIDE.fullmatch(text, before.end, one.start):
        return text[one.end : one.end + 1] == ")"
    return bool(_COLON.fullmatch(text, before.end, one.start)) and _is_restated(before, one.mentions[0])


def _joined(text: str, before: Dates, gap: str, mention: Mention, conventions: Conventions) -> Dates | None:
    told = text[max(0, before.start - _LONGEST_LEAD) : before.start]
    runs = _RUN.fullmatch(gap)
    between = _AND.fullmatch(gap) and _BETWEEN.search(told)
    if runs and _MOVED.search(told):
        return alone(mention, conventions)
    if before.shape == "alone" and (runs or between) and not _is_restated(before, mention):
        if "/" in gap and _are_apart(before.mentions[0], mention):
            return _listed((*before.mentions, mention), conventions, either=False)
        return _run(before.mentions[0], mention, conventions)
    if before.shape == "alone" and _ROUGH_RUN.fullmatch(gap):
        return replace(_run(before.mentions[0], mention, conventions), rough=True)
    years = all(one.unit == "year" for one in (*before.mentions, mention))
    goes_on = before.shape != "run" or years or gap.strip() == "/"  # Apr/May/June
    if goes_on and _LIST.fullmatch(gap) and len(before.mentions) < _LONGEST_LIST:
        return _listed((*before.mentions, mention), conventions, either=gap.strip() == "or")
    return None


def _are_apart(one: Mention, other: Mention) -> bool:
    """Mar/Sep names two months, Sept/Oct a time that takes in both; 31 Dec 2025 / 31 Dec 2026 is the same day again."""
    if one.unit == other.unit == "day":
        return (one.month, one.day) == (other.month, other.day)
    months = one.unit == other.unit == "month"
    return months and (one.years is None or one.years == other.years) and (other.month - one.month) % 12 > 1


def _is_restated(before: Dates, mention: Mention) -> bool:
    """Year 1: 2024/25. A part of a year that is not named is the one that follows."""
    part = before.shape == "alone" and before.unit in _UNNAMED and not before.spans
    return part and before.mentions[0].years is None and mention.unit != before.unit


def alone(mention: Mention, conventions: Conventions) -> Dates:
    municipal = mention.years is not None and mention.years.label == "municipal"
    clear = mention.unit not in ("unclear", "month-day", "serial", "part") and not municipal
    try:
        return Dates((mention,), "alone", resolve(mention, conventions), clear)
    except Impossible as impossible:
        return Dates((mention,), "alone", (), clear, str(impossible))


def _run(first: Mention, last: Mention, conventions: Conventions) -> Dates:
    """From the beginning of one to the end of the other; what one leaves out, the other has said."""
    if is_bare_year(first) and is_bare_year(last) and first.years and last.years:
        return alone(
            last._replace(years=Years(first.years.first, last.years.last), start=first.start), conventions
        )
    first, last = _shared(first, last)
    pair = [alone(first, conventions), alone(last, conventions)]
    problem = pair[0].problem or pair[1].problem
    runs = [
        Span(one.first, other.last, one.why or other.why)
        for one in pair[0].spans
        for other in pair[1].spans
        if one.why == other.why or not (one.why and other.why)
    ]
    clear = pair[0].clear and pair[1].clear and not (is_bare_year(last) and first.unit != "year")
    forward = tuple(run for run in runs if run.first <= run.last)
    if runs and not forward:
        problem = to_say("it ends before it begins")
    return Dates((first, last), "run", forward, clear, problem)


def _shared(first: Mention, last: Mention) -> tuple[Mention, Mention]:
    if last.unit == "day":
        first = as_day(first)
    if is_bare_year(last) and first.unit == "year" and first.years and last.years:
        return first, last._replace(years=last.years._replace(label=first.years.label))
    if first.years is None and last.years:
        return first._replace(years=_year_beside(last.years, -int(_later(first, last)))), last
    if last.years is None and first.years and last.unit in ("day", "month", "quarter", "half"):
        return first, last._replace(years=_year_beside(first.years, int(_later(first, last))))
    return first, last


def as_day(mention: Mention) -> Mention:
    """7/10 as 7 October of a year that is not said; what cannot be a day stays what it is."""
    if mention.unit == "part" or (mention.unit == "unclear" and mention.day):
        return mention._replace(unit="day", years=None)
    month = mention.years.first % 100 if mention.years else 0
    if mention.unit != "unclear" or not (mention.month and 1 <= month <= 12):
        return mention
    return mention._replace(unit="day", years=None, day=mention.month, month=month)


def _later(first: Mention, last: Mention) -> bool:
    """Whether the first comes later in a year than the last: November to January crosses the year's end."""
    return (first.month, first.day, first.number) > (last.month, last.day or 31, last.number)


def _year_beside(years: Years, step: int) -> Years:
    return years if years.first != years.last or years.label else Years(years.first + step, years.last + step)


def _listed(mentions: tuple[Mention, ...], conventions: Conventions, *, either: bool) -> Dates:
    """Times that follow one another without a gap are one run; "or" leaves a choice."""
    if all(is_bare_year(mention) for mention in mentions) and not either:
        return _run(mentions[0], mentions[-1], conventions)
    shared = _shared_in_list(mentions)
    each = [alone(mention, conventions) for mention in shared]
    if (
        len({is_bare_year(mention) for mention in shared}) > 1
    ):  # March 2013 and 2014: the second may be a March
        each = [replace(one, clear=False) for one in each]
    problem = next((one.problem for one in each if one.problem), "")
    clear = all(one.clear for one in each) and not either
    if either:
        return Dates(shared, "alone", tuple(span for one in each for span in one.spans), clear, problem)
    run = _unbroken([one.spans for one in each])
    if run:
        return Dates(shared, "run", (run,), clear, problem)
    return Dates(shared, "list", (), clear, problem, members=tuple(each))


def _shared_in_list(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    year = next((mention.years for mention in reversed(mentions) if mention.years), None)
    in_order = all(not _later(one, other) for one, other in pairwise(mentions))
    if year is None or not in_order:
        return mentions
    if mentions[0].unit == "year":
        label = mentions[0].years.label if mentions[0].years else ""
        return (mentions[0], *(_labelled(_shared(mentions[0], one)[1], label) for one in mentions[1:]))
    return tuple(mention if mention.years else mention._replace(years=year) for mention in mentions)


def _labelled(mention: Mention, label: str) -> Mention:
    """Academic years 2025/26 and 2026/27: the second is of the kind of the first."""
    if mention.unit != "year" or mention.years is None or label == "":
        return mention
    return mention._replace(years=mention.years._replace(label=label))


def _unbroken(each: Iterable[tuple[Span, ...]]) -> Span | None:
    spans = [choices[0] for choices in each if len(choices) == 1]
    if len(spans) != len(list(each)):
        return None
    follows = all((other.first - one.last).days == 1 for one, other in pairwise(spans))
    return Span(spans[0].first, spans[-1].last, spans[0].why) if follows else None


def _restated(before: Dates, again: Dates) -> Dates:
    """Both must agree on the last day, or both are readings; one without a year gives way to one with
    it."""
    common = tuple(span for span in again.spans for other in before.spans if span.last == other.last)
    agreed = common or before.spans + again.spans
    shape = again.shape if not before.spans else before.shape
    mentions = (*before.mentions, *again.mentions)
    return Dates(mentions, shape, agreed, before.clear and again.clear, before.problem or again.problem)
