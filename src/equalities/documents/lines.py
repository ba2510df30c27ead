"""Lines outside tables: the plan's title and period, the heads that stand over tables, and what is only furniture."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from equalities.documents import labelled, references, vocabulary
from equalities.documents.blocks import Paragraph
from equalities.documents.deadlines import MONTH
from equalities.documents.entries import is_unfinished

_FURNITURE = re.compile(
    r"(?:appendix|annexe?|page|section|item|agenda item|\[page)\b.{0,12}"
    r"|(?:table|figure) \d+\b.*|version\b[ v]*\d.{0,25}"
    r"|(?:last )?(?:updated|reviewed|revised|published|approved|adopted)\b.*"
    r"|[^=]+=.*"  # a legend: "R = late, A = at risk"
    r"|draft|official|confidential|\W*\d+\W*|contents",
    re.IGNORECASE,
)
_PLAN = re.compile(r"\b(?:plans?|workplan)\b", re.IGNORECASE)
_ACTION_PLAN = re.compile(
    r"\b(?:action|delivery|equality|equalities|improvement) plan\b|\bwork ?plan\b", re.IGNORECASE
)
_LIKE_A_PLAN = re.compile(
    r"\b(?:strategy|scheme|policy|objectives|outcomes|programme|framework|tracker|roadmap)\b", re.IGNORECASE
)
_BODY = re.compile(
    r"(?:the )?(?:[\w'’&,.-]+ )*(?:council|borough|county|district|city|university|college|school|academy|trust|board"
    r"|constabulary|police|service|authority|association|homes|housing|group|commission|agency|department|office"
    r"|government|executive|nhs|icb|partnership|cyngor|prifysgol)(?: of [\w'’&,. -]+)?"
    r"|(?:university|department|office|ministry|borough|city|college|commissioner) (?:of|for) [\w'’&,. -]+",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:[A-Z][\w'’&.-]* |of |and |the )*[A-Z][\w'’.-]* (?:Council|Trust|Board|College|School|Academy|University"
    r"|Constabulary|Police|Authority|Association|Commission)(?: of [A-Z][\w'’ -]+)?|University of [A-Z][\w'’ -]+"
)
_COVERED = re.compile(r"\b(?:period|plan|years?|covers|covering|dates?)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"(?:(?:the |plan )?period(?: covered| of (?:the )?plan)?|years?|dates?|covering|for)?", re.IGNORECASE
)
_PART = re.compile(
    r"(?:executive )?summary|introduction|foreword|background|purpose|context|overview|report|cover(?: sheet)?"
    r"|read ?me|agenda|minutes|notes?",
    re.IGNORECASE,
)
_INSTRUCTS = re.compile(
    r"(?:how to|instructions?\b|guidance\b|guide to|read ?me|notes? (?:for|on)|please|using this|about this|help\b)",
    re.IGNORECASE,
)
_SPECIFIC = re.compile(
    r"\b(?!(?:actions?|plans?|measures?|objectives?|key|our|the|and|part|section|table|of|equality|equalities"
    r"|appendix|draft|timetable|summary|introducing|sheet\d*|tracker|log|register|monitoring|updated?|template"
    r"|roadmap|dashboard|edi)\b)[a-z]{3,}",
    re.IGNORECASE,
)
_POINT = rf"(?:(?:\d{{1,2}} )?{MONTH} |FY ?)?(?:19|20)\d\d"
_FINANCIAL = r"(?:19|20)\d\d/(?:20)?\d\d\b"
_PERIOD = re.compile(
    rf"{_POINT}\s?(?:to|until|[-–—])\s?(?:{_POINT}|\d\d\b)"
    rf"|{_FINANCIAL}(?:\s?(?:to|[-–—])\s?{_FINANCIAL})?",
    re.IGNORECASE,
)
_LONGEST = 150  # characters of a line that may be a head
_OPENING = 12  # lines among which the title stands
_ENDING = 200  # letters, by which is told whether a text of any length has ended
_LABEL = re.compile(r"[A-Z][^:.]{1,40}:\s")
_YEAR = re.compile(r"(?:19|20)\d\d\b")
_NUMBER_ALONE = re.compile(r"\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?")
_PAGE_NUMBER = re.compile(r"\d{1,3}\s+(?P<rest>[A-Z].*)")


Joined = Mapping[Paragraph, tuple[Paragraph, ...]]


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the plan: a page number, "Appendix 2", "DRAFT"."""
    return _FURNITURE.fullmatch(text.strip()) is not None


def instructs(text: str) -> bool:
    """Whether a line heads words on how to fill a workbook in, which name no plan."""
    return _INSTRUCTS.match(text.strip()) is not None


def title(*openings: Sequence[Paragraph]) -> Paragraph | None:
    """The line that names the document: of the short ones that it, or each part of it, opens with, the first if it is
    marked as the title and is more than whose the document is; else the first that speaks of a plan, else of a
    strategy or the like, else the first."""
    heads = [
        line
        for opening in openings
        for line in takewhile(_is_before_the_plan, opening[:_OPENING])
        if (_is_head(line) or _is_numbered(line)) and not instructs(line.text)
    ]
    heads = [line for line in heads if " " in line.text] or heads
    if heads and heads[0].level == 1 and _is_name(heads[0].text):
        return heads[0]
    for wanted in (_PLAN, _LIKE_A_PLAN, re.compile("")):
        for line in heads:
            if wanted.search(line.text):
                return line
    return None


def _is_name(text: str) -> bool:
    """Whether a title names the document itself, not its publisher nor a part of it."""
    return _PLAN.search(text) is not None or not (_BODY.fullmatch(text) or _PART.fullmatch(text))


def period(lines: Sequence[Paragraph]) -> tuple[Paragraph, str] | None:
    """The period that the document's opening heads name, as written, and the line that does: the first of several."""
    for line in filter(_is_head, lines[:_OPENING]):
        if _is_of_one_deed(line):
            continue
        for found in _PERIOD.finditer(line.text):
            if _runs_forward(found[0]):
                return line, " ".join(found[0].split())
    return None


def _is_of_one_deed(line: Paragraph) -> bool:
    """Whether a line says when one thing is to be done, not what the plan covers: "Deadline: 2025/26"."""
    found = labelled.labelled(line)
    if found and found.field == "timescale":
        return _COVERED.search(found.heading) is None
    return references.step(line.text) is not None


def _runs_forward(phrase: str) -> bool:
    """Whether a period of the form "2012-16" ends after it starts: "2021-11" is a month."""
    short = re.fullmatch(r"(?:19|20)(\d\d)\s?[-–—]\s?(\d\d)", phrase)
    return short is None or int(short[2]) > int(short[1])


def headline(lines: Sequence[Paragraph], *, only_marked: bool = False) -> Paragraph | None:
    """Of the lines above a table, the one that is its head: the last that the document marks as one, else the
    first of the short lines that lead up to the table, or the one among these that says so ("Theme 1: Leadership").
    Nothing where they only say what every plan says ("Action plan"), nor, if `only_marked`, where none is marked."""
    marked = [line for line in lines if line.level is not None]
    run = [line for line in marked[-1:] or _run(lines) if not _says_whose(line)]
    return next((line for line in run if _names_theme(line.text)), None) or next(
        (line for line in run if says_something(line.text) and (marked or not only_marked)), None
    )


def _says_whose(line: Paragraph) -> bool:
    """Whether a line says whose the plan is: a heading and what it holds, "Owner: Corporate Services", or the name of
    a body, with or without the plan's period, or this alone."""
    name = _PERIOD.sub("", line.text).strip(" ,:–—-()")
    if line.level is None and (_PUBLISHER.fullmatch(name) or (_WHEN.fullmatch(name) and name != line.text)):
        return True
    found = labelled.labelled(line)
    return found is not None and found.field not in ("theme", "objective")


def _names_theme(text: str) -> bool:
    label = references.label(text)
    return label is not None and label.kind == "theme"


def with_its_text(line: Paragraph, below: Paragraph | None) -> Paragraph:
    """A line that says "Objective 1" or "1." and no more, with the text under it; any other line as it is."""
    if below is None or below.is_item or below.level is not None:
        return line
    if _NUMBER_ALONE.fullmatch(line.text.strip()):
        return replace(line, text=f"{line.text.strip()} {below.text}", is_item=True)
    if not references.is_bare_label(line.text):
        return line
    return replace(line, text=f"{line.text.rstrip(' :.–—-')}: {below.text}")


def with_their_texts(lines: Sequence[Paragraph]) -> Joined:
    """Lines in order, those that say "Objective 1" and no more joined with the text under them, each with the lines
    that were joined to it."""
    found: dict[Paragraph, tuple[Paragraph, ...]] = {}
    taken: Paragraph | None = None
    for line, below in zip_longest(lines, lines[1:]):
        if line is taken:
            continue
        whole = with_its_text(line, below)
        taken = below if whole is not line else None
        found[whole] = (taken,) if taken else ()
    return found


def unwrapped(lines: Sequence[Paragraph]) -> Joined:
    """Lines in order, entries of lists and lines with a label joined with those that they go on in, where the text was
    broken to fit a page; each with the lines that were joined to it."""
    found: dict[Paragraph, tuple[Paragraph, ...]] = {}
    whole: Paragraph | None = None
    joined: tuple[Paragraph, ...] = ()
    for line in lines:
        if whole and _goes_on(whole, line):
            whole, joined = replace(whole, text=f"{whole.text} {line.text}"), (*joined, line)
            continue
        found |= {whole: joined} if whole else {}
        whole, joined = line, ()
    return found | ({whole: joined} if whole else {})


def _goes_on(whole: Paragraph, line: Paragraph) -> bool:
    """Whether a line goes on from an entry of a list, or, in small letters, from a line with a label."""
    if line.is_item or line.level or line.text.endswith(":") or _LABEL.match(line.text):
        return False
    if is_furniture(line.text) and not _YEAR.match(line.text):
        return False
    if not whole.is_item:
        return line.text[0].islower() and references.label(whole.text) is not None
    return is_unfinished(whole.text[-_ENDING:], line.text)


def without_page_number(text: str, alone: Iterable[str]) -> str:
    """A head without the page number glued before it, told by the same head standing elsewhere without it."""
    found = _PAGE_NUMBER.fullmatch(text)
    return found["rest"] if found and found["rest"].casefold() in alone else text


def _is_before_the_plan(line: Paragraph) -> bool:
    """Whether a line is neither a table of contents nor part of a plan: a heading of a column, "Objective 1:"."""
    text = line.text
    return text.casefold() != "contents" and not (
        vocabulary.is_heading(text)
        or vocabulary.split_run(text)
        or references.label(text)
        or references.is_bare_label(text)
    )


def _is_numbered(line: Paragraph) -> bool:
    return references.numbered(line.text)[0] is not None and len(line.text) <= _LONGEST


def _run(lines: Sequence[Paragraph]) -> list[Paragraph]:
    run: list[Paragraph] = []
    for line in reversed(lines):
        if not _is_head(line) and not is_furniture(line.text):
            break
        run.insert(0, line)
    if not run and lines and not any(map(_is_head, lines[1:])) and _is_head(lines[0]):
        run = list(lines[:1])
    is_form = any(vocabulary.is_heading(line.text) for line in run)  # "Lead manager" and who that is
    return [] if is_form else run


def _is_head(line: Paragraph) -> bool:
    text = line.text.strip()
    return not (line.is_item or is_furniture(text) or len(text) > _LONGEST or text.endswith((".", ":", ";")))


def says_something(text: str) -> bool:
    """Whether a head tells a part of the plan from others: "Workforce" does, "Action plan" and "Sheet1" do not."""
    return not (is_furniture(text) or _ACTION_PLAN.search(text)) and _SPECIFIC.search(text) is not None
