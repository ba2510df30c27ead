"""Plans without a table of actions: lists that a sentence of commitment introduces."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest

from equalities.documents import labelled, references, vocabulary
from equalities.documents.blocks import Paragraph
from equalities.documents.deadlines import deadline
from equalities.documents.drafts import Draft, Said, said
from equalities.documents.labelled import Labelled
from equalities.documents.ledger import Ledger
from equalities.saying import to_say

NOT_INTRODUCED = to_say(
    "Nothing introduces this list as the plan's own commitments, so no row is made of this entry"
)
OPENS = to_say("This line introduces the list under it, and says nothing more")
HEADS = to_say("This heading is read as the objective of what is listed under it")
NO_MARKS = to_say("This is read as an entry of a list whose bullets are lost")

# Words after which only a list can follow: "we will:", "To address these barriers, the Department will:".
_ENDS_OPEN = re.compile(r"\bwill(?: (?:take|pursue) the following actions)?:$")
_BODIES = "council|department|authority|trust|agency|university|board|commission"
_OWN_DEEDS = re.compile(
    rf"\b(?:[A-Z]{{2,}}\w*|(?i:{_BODIES})) will(?: (?:take|pursue) the following actions)?:$"
)
_ACTIONS = re.compile(r"(?:(?:key|our|main|planned|proposed) )?actions:")
_OBJECTIVES = re.compile(r"\b(?:objectives|equality outcomes|amcanion)\b", re.IGNORECASE)
_DEED = re.compile(
    r"(?:We|(?:By|Before) [^.!?,]*\b20\d\d,? we) (?:will|shall|plan to|intend to|are going to|commit to) "
    r"[^.!?]*(?:\.\d[^.!?]*)*[.!]"
)
_DEED_WORDS = 25  # of a sentence that is something to do; a longer one is running text
_LONGEST_HEAD = 100  # letters
_NAMES_A_DEED = re.compile(r"(?:(?:key|priority) )?(?:action|commitment|cam gweithredu)", re.IGNORECASE)
_NOT_A_DEED = re.compile(
    r"an?|the|th(?:is|ese|ose|at|eir|ere|ey)|in|on|at|by|for|from|to|of|with|and|or|but|if|as|our|we|its?|once"
    r"|wh(?:en|ere|ile)|after|before|since|because|each|all|some|most|many|both|such|page|notes?|source|table|figure",
    re.IGNORECASE,
)


@dataclass
class Found:
    """What a document's prose holds."""

    drafts: list[Draft] = field(default_factory=list)
    objectives: dict[str | None, list[Draft]] = field(default_factory=dict)  # by their numbers
    under: dict[Draft, list[Draft]] = field(default_factory=dict)  # the actions by their objectives
    latest: str | None = None  # the number of the last objective
    measures: list[Said] = field(default_factory=list)
    outcomes: list[Said] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        """One more objective or action."""
        self.drafts.append(draft)
        if draft.kind == "objective":
            self.objectives.setdefault(draft.ref, []).append(draft)
            self.latest = draft.ref
        elif draft.objective:
            self.under.setdefault(draft.objective, []).append(draft)


@dataclass(frozen=True)
class _List:
    """Entries of a list, and the line that introduces them; whether they have bullets or numbers."""

    opening: Paragraph | None
    entries: tuple[Paragraph, ...]
    is_marked: bool


def read(lines: Sequence[Paragraph], ledger: Ledger, *, has_objectives: bool) -> Found:
    """Objectives, actions, measures and outcomes that a document without a table of actions states in lists, in
    lines labelled "Objective 1:" and what "We will" do under these. Other running text makes no row."""
    reading = _Reading(ledger, has_objectives=has_objectives)
    for each in _lists(lines):
        reading.take(each)
    return reading.found()


class _Reading:
    """One document's lists in turn, with the objective that they stand under."""

    def __init__(self, ledger: Ledger, *, has_objectives: bool):
        self._ledger = ledger
        self._has_objectives = has_objectives
        self._found = Found()
        self._objective: Draft | None = None
        self._named: Draft | None = None  # the action that the last label named: "Action 1: ..."
        self._unmarked: Draft | None = None  # the last objective that only a number shows to be one
        self._level: int | None = None  # of the heading that the objective is, if it is one
        self._about: dict[Draft, list[Labelled]] = {}
        self._above: Paragraph | None = None  # the line before, if no list stands under it
        self._number: str | None = None  # that a label gave to the action after it
        self._heading: Paragraph | None = None  # a numbered head, if nothing stands between it and here

    def found(self) -> Found:
        for draft, details in self._about.items():
            labelled.add(draft, details)
        return self._found

    def take(self, each: _List) -> None:
        if each.opening:
            self._line(each.opening, is_alone=not each.entries)
        details = [entry for entry in each.entries if self._is_about(entry)]
        each = replace(each, entries=tuple(entry for entry in each.entries if entry not in details))
        kind = _kind(each, self._above)
        if each.opening and kind:
            if kind == "action":
                self._heads()
            self._take(kind, each.entries)
            self._ledger.leave_unkept(OPENS, each.opening)
        elif promised := [entry for entry in each.entries if self._is_promise(entry)]:
            self._act(*(entry for entry in each.entries if entry in promised or _is_deed(entry.text)))
        if not kind:
            self._ledger.leave_unkept(NOT_INTRODUCED, *each.entries)
        if kind and not each.is_marked:
            self._ledger.note(NO_MARKS, *each.entries)
        self._above = None if each.entries else each.opening
        self._heading = self._heading_of(self._above)

    def _line(self, line: Paragraph, *, is_alone: bool) -> None:
        """A line that no list holds: it names an objective or an action, says something of one, or is a deed."""
        if self._level is not None and line.level is not None and line.level <= self._level:
            self._objective = self._named = self._level = None
        if self._objective is self._unmarked and _is_short_head(line.text) and not labelled.labelled(line):
            self._objective = self._named = None
        named = labelled.labelled(line)
        step = references.step(line.text)
        if step and step.ref and self._objective and self._objective.ref == step.ref.split(".")[0]:
            self._act(line, text=step.text)
            self._named = self._found.drafts[-1]
            self._named.ref = step.ref
        elif not self._has_objectives and (objective := _objective(line, self._found)):
            self._objective, self._named, self._level = objective, None, None
            self._ledger.keep(line)
        elif named and named.field == "action" and _NAMES_A_DEED.fullmatch(named.heading):
            self._heads()
            self._act(line, text=named.text)
            self._named = self._found.drafts[-1]
            self._named.ref, self._number = self._number, None
        elif named and named.field == "ref":
            self._number = references.bare(named.text)
            self._ledger.keep(line)
        elif (
            not self._is_about(line)
            and is_alone
            and (_is_led(line) or (self._objective and _is_deed(line.text)))
        ):
            self._act(line)

    def _heading_of(self, above: Paragraph | None) -> Paragraph | None:
        """A line that is a numbered head; the head before it, if it says no more than the number of an action."""
        ref, text = references.numbered(above.text) if above else (None, "")
        if above and ref and (above.level is not None or _is_short_head(text)):
            return above
        return self._heading if above and self._number else None

    def _heads(self) -> None:
        """A numbered head with nothing between it and what "We will:" do is what that is for."""
        heading, self._heading = self._heading, None
        ref, text = references.numbered(heading.text) if heading else (None, "")
        if heading is None or ref is None or ref in self._found.objectives or self._has_objectives:
            return
        self._objective, self._named = Draft("objective", said=said(heading, text), ref=ref), None
        self._level = heading.level
        self._found.add(self._objective)
        self._ledger.keep(heading)
        if heading.level is None:
            self._ledger.note(HEADS, heading)
            self._unmarked = self._objective

    def _is_promise(self, entry: Paragraph) -> bool:
        """Whether an entry that nothing introduces is the plan's own: it has a deadline, says who leads, or says what
        "We will" do under an objective."""
        return (
            _is_led(entry)
            or deadline(entry.text) is not None
            or (bool(self._objective) and _is_deed(entry.text))
        )

    def _act(self, *lines: Paragraph, text: str | None = None) -> None:
        for line in lines:
            whole, *details = labelled.parts(line) if text is None else [line]
            ref, plain = references.numbered(text or whole.text)
            draft = Draft("action", said=said(whole, plain), ref=ref, objective=self._objective)
            self._found.add(draft)
            self._ledger.keep(line)
            about = [found for each in details if (found := labelled.detail(each))]
            self._about |= {draft: about} if about else {}

    def _take(self, kind: str, entries: Sequence[Paragraph]) -> None:
        """The entries of a list, by what it is a list of."""
        self._ledger.keep(*entries)
        if kind == "action":
            self._act(*entries)
        elif kind == "objective":
            for entry in entries:
                ref, text = references.numbered(entry.text)
                self._found.add(Draft("objective", said=said(entry, text), ref=ref))
        else:
            (self._found.measures if kind == "measure" else self._found.outcomes).extend(map(said, entries))

    def _is_about(self, line: Paragraph) -> bool:
        """Whether a line says something of the action that a label named, of the one action under the objective, or
        of the objective; if so, it is kept."""
        found, subject = labelled.detail(line), self._subject()
        if found is None or subject is None:
            return False
        self._about.setdefault(subject, []).append(found)
        self._ledger.keep(line)
        return True

    def _subject(self) -> Draft | None:
        if self._named:
            return self._named
        under = self._found.under.get(self._objective, []) if self._objective else []
        return under[0] if len(under) == 1 else self._objective


def listed_objectives(lines: Sequence[Paragraph]) -> list[Draft]:
    """The objectives in lists that a document calls so ("Our objectives"), whose actions stand in tables."""
    found: list[Draft] = []
    above: Paragraph | None = None
    for each in _lists(lines):
        heads = [line.text for line in (each.opening, above) if line]
        if _kind(each, above) == "objective" and any(map(_OBJECTIVES.search, heads)):
            for entry in each.entries:
                ref, text = references.numbered(entry.text)
                found.append(Draft("objective", said=said(entry, text), ref=ref))
        above = None if each.entries else each.opening
    return found


def _kind(each: _List, above: Paragraph | None) -> str | None:
    """What a list is by the line that introduces it, or by the heading over that line (`above`) or over itself."""
    heading = above if each.opening and each.opening.text.endswith(":") else each.opening
    return _introduces(each) or (_named_by(heading) if heading and each.entries else None)


def _is_led(line: Paragraph) -> bool:
    """Whether a line says inside it who leads, or when: "Train staff (Lead: HR)"."""
    details = map(labelled.detail, labelled.parts(line)[1:])
    return any(found.field in ("lead", "timescale") for found in details if found)


def _is_short_head(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and not text.endswith((".", ":", ";", ","))


def _is_deed(text: str) -> bool:
    """Whether a paragraph is one short sentence, numbered or not, that says what will be done."""
    return _DEED.fullmatch(references.numbered(text)[1]) is not None and len(text.split()) <= _DEED_WORDS


def _named_by(heading: Paragraph) -> str | None:
    """What a heading such as "Our objectives" says that the list under it holds."""
    field = vocabulary.is_heading(heading.text.rstrip(": "))
    return field if field in ("objective", "action", "measure", "outcome") else None


def _objective(line: Paragraph, found: Found) -> Draft | None:
    """The objective that a line names. A table of contents, the page itself and its running head name the same."""
    label = references.label(line.text)
    if label is None:
        named = labelled.labelled(line)
        label = (
            references.Label("objective", None, named.text) if named and named.field == "objective" else None
        )
    if label is None or label.kind != "objective" or label.text.endswith(":"):
        return None
    text = said(line, _unquoted(label.text))
    known = found.objectives.get(label.ref, [])
    same = next((draft for draft in known if _opens_alike(draft.text, text.text)), None)
    if same is None and (not known or (label.is_divided and label.ref != found.latest)):
        theme = said(line, label.theme) if label.theme else None
        same = Draft("objective", said=text, ref=label.ref, theme=theme)
        found.add(same)
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
    for line in _with_heads(lines):
        if line.is_item or (opening and _follows(opening, entries, line)):
            is_marked = line.is_item
            entries.append(line)
            continue
        yield _List(opening, tuple(entries), is_marked)
        opening, entries = line, []
    yield _List(opening, tuple(entries), is_marked)


def _with_heads(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Lines, of which a numbered one that no list of numbers leads to, over one without a mark, is a head: "1. Access",
    then "We will:"."""
    last = head = 0  # the numbers of the line before, and of the last head
    for line, below in zip_longest(lines, lines[1:]):
        ref = references.numbered(line.text)[0] if line.is_item else None
        number = int(ref) if ref and ref.isdecimal() else 0
        is_head = number and below and not below.is_item and (number != last + 1 or number == head + 1)
        yield replace(line, is_item=False) if is_head else line
        head = number if is_head else head
        last = number


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
