"""Plans without a table of actions: lists that a sentence of commitment introduces."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from equalities.documents import references
from equalities.documents.blocks import Paragraph
from equalities.documents.deadlines import deadline
from equalities.documents.drafts import Draft, Said, said
from equalities.documents.ledger import Ledger

NOT_INTRODUCED = "Nothing introduces this list as the plan's own commitments, so no row is made of this entry"
OPENS = "This line introduces the list under it, and says nothing more"
NO_MARKS = "This is read as an entry of a list whose bullets are lost"

# Words after which only a list can follow: "we will:", "To address these barriers, the Department will:".
_ENDS_OPEN = re.compile(r"\bwill(?: (?:take|pursue) the following actions)?:$")
_BODIES = "council|department|authority|trust|agency|university|board|commission"
_OWN_DEEDS = re.compile(
    rf"\b(?:[A-Z]{{2,}}\w*|(?i:{_BODIES})) will(?: (?:take|pursue) the following actions)?:$"
)
_ACTIONS = re.compile(r"(?:(?:key|our|main|planned|proposed) )?actions:")
_NOT_A_DEED = re.compile(
    r"an?|the|th(?:is|ese|ose|at|eir|ere|ey)|in|on|at|by|for|from|to|of|with|and|or|but|if|as|our|we|its?|once"
    r"|wh(?:en|ere|ile)|after|before|since|because|each|all|some|most|many|both|such|page|notes?|source|table|figure",
    re.IGNORECASE,
)


@dataclass
class Found:
    """What a document's prose holds."""

    drafts: list[Draft] = field(default_factory=list)
    measures: list[Said] = field(default_factory=list)
    outcomes: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class _List:
    """Entries of a list, and the line that introduces them; whether they have bullets or numbers."""

    opening: Paragraph | None
    entries: tuple[Paragraph, ...]
    is_marked: bool


def read(lines: Sequence[Paragraph], ledger: Ledger, *, has_objectives: bool) -> Found:
    """Objectives, actions, measures and outcomes that a document without a table of actions states in lists and
    in lines labelled "Objective 1:". Running text makes no row."""
    found = Found()
    objective: Draft | None = None
    for each in _lists(lines):
        if each.opening and not has_objectives and (named := _objective(each.opening, found)):
            objective = named
            ledger.keep(each.opening)
        kind = _introduces(each)
        if each.opening and kind:
            _take(kind, each, objective, found)
            ledger.keep(*each.entries)
            ledger.leave_unkept(OPENS, each.opening)
        elif dated := [entry for entry in each.entries if deadline(entry.text)]:
            found.drafts += [Draft("action", said=said(entry), objective=objective) for entry in dated]
            ledger.keep(*dated)
        if not kind:
            ledger.leave_unkept(NOT_INTRODUCED, *each.entries)
        if kind and not each.is_marked:
            ledger.note(NO_MARKS, *each.entries)
    return found


def _objective(line: Paragraph, found: Found) -> Draft | None:
    """The objective that a line names. A table of contents, the page itself and its running head name the same."""
    label = references.label(line.text)
    if label is None or label.kind != "objective" or label.text.endswith(":"):
        return None
    text = said(line, _unquoted(label.text))
    known = [draft for draft in found.drafts if draft.kind == "objective" and draft.ref == label.ref]
    same = next((draft for draft in known if _opens_alike(draft.text, text.text)), None)
    latest = next((draft.ref for draft in reversed(found.drafts) if draft.kind == "objective"), None)
    if same is None and (not known or (label.is_divided and label.ref != latest)):
        theme = said(line, label.theme) if label.theme else None
        same = Draft("objective", said=text, ref=label.ref, theme=theme)
        found.drafts.append(same)
    return same  # None: a smaller heading inside the objective, "Strategy 1: Barriers"


def _opens_alike(one: str, other: str) -> bool:
    first, second = one.casefold().split()[:3], other.casefold().split()[:3]
    return first[: len(second)] == second[: len(first)]


def _unquoted(text: str) -> str:
    """A text without quotation marks around the whole of it."""
    found = re.fullmatch(r"[‘'“\"](.+)[’'”\"]\.?", text)
    return found[1] if found else text


def _lists(lines: Sequence[Paragraph]) -> Iterator[_List]:
    """Every line that is no entry, with the entries under it."""
    opening: Paragraph | None = None
    entries: list[Paragraph] = []
    is_marked = True
    for line in lines:
        if line.is_item or (opening and _follows(opening, entries, line)):
            is_marked = line.is_item
            entries.append(line)
            continue
        yield _List(opening, tuple(entries), is_marked)
        opening, entries = line, []
    yield _List(opening, tuple(entries), is_marked)


def _follows(opening: Paragraph, entries: Sequence[Paragraph], line: Paragraph) -> bool:
    """Whether a line without a mark is an entry: under words that only a list can end, it starts as they ask."""
    if (
        line.level is not None
        or any(entry.is_item for entry in entries)
        or not _ENDS_OPEN.search(opening.text)
    ):
        return False
    first = line.text.split()[0]
    return (
        re.fullmatch(r"[A-Z][a-z]+", first) is not None
        and not _NOT_A_DEED.fullmatch(first)
        and len(line.text.split()) > 4
    )


def _take(kind: str, each: _List, objective: Draft | None, found: Found) -> None:
    if kind == "measure":
        found.measures += map(said, each.entries)
    elif kind == "outcome":
        found.outcomes += map(said, each.entries)
    else:
        for entry in each.entries:
            ref, text = references.numbered(entry.text)
            under = objective if kind == "action" else None
            found.drafts.append(Draft(kind, said=said(entry, text), ref=ref, objective=under))


def _introduces(each: _List) -> str | None:
    """What a line introduces: "objective", "action", "measure" or "outcome", by the phrase nearest to its end.
    Only the plan's own voice counts, so a list of what another strategy holds is none of these."""
    if not each.opening or not each.entries:
        return None
    sentence = re.split(r"(?<=[.;!?])\s", " ".join(each.opening.text.split()))[-1].casefold()
    if not re.search(r"[:–—-]$", sentence):
        return None
    at = [
        (match.end(), len(phrase), kind)
        for phrase, kind in _phrases()
        for match in re.finditer(phrase, sentence)
    ]
    if at:
        return max(at)[2]
    is_own = _OWN_DEEDS.search(each.opening.text) or _ACTIONS.fullmatch(sentence)
    return "action" if is_own else None


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    table = files(__package__).joinpath("openings.csv").read_text("utf-8").splitlines()
    return tuple((rf"\b{re.escape(row['phrase'])}\b", row["field"]) for row in csv.DictReader(table))
