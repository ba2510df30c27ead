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


@dataclass
class Found:
    """What a document's prose holds."""

    drafts: list[Draft] = field(default_factory=list)
    measures: list[Said] = field(default_factory=list)
    outcomes: list[Said] = field(default_factory=list)
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class _List:
    """Entries of a list, and the line that introduces them."""

    opening: Paragraph | None
    entries: tuple[Paragraph, ...]


def read(lines: Sequence[Paragraph], ledger: Ledger, *, has_tables: bool) -> Found:
    """Objectives, actions, measures and outcomes that a document without a table of actions states in lists and
    in lines labelled "Objective 1:". Running text makes no row."""
    found = Found()
    for line in lines:
        label = references.label(line.text)
        if label and label.kind == "objective" and not has_tables:
            found.drafts.append(_objective(line, label))
            ledger.keep(line)
    for each in _lists(lines):
        kind = _introduces(each.opening)
        if kind and each.opening:
            _take(kind, each, found)
            ledger.keep(each.opening, *each.entries)
        elif dated := [entry for entry in each.entries if deadline(entry.text)]:
            found.drafts += [Draft("action", said=said(entry)) for entry in dated]
            ledger.keep(*dated)
    return found


def _objective(line: Paragraph, label: references.Label) -> Draft:
    theme = said(line, label.theme) if label.theme else None
    return Draft("objective", said=said(line, _unquoted(label.text)), ref=label.ref, theme=theme)


def _unquoted(text: str) -> str:
    """A text without quotation marks around the whole of it."""
    found = re.fullmatch(r"[‘'“\"](.+)[’'”\"]\.?", text)
    return found[1] if found else text


def _lists(lines: Sequence[Paragraph]) -> Iterator[_List]:
    opening: Paragraph | None = None
    entries: list[Paragraph] = []
    for line in lines:
        if line.is_item:
            entries.append(line)
            continue
        if entries:
            yield _List(opening, tuple(entries))
        opening, entries = line, []
    if entries:
        yield _List(opening, tuple(entries))


def _take(kind: str, each: _List, found: Found) -> None:
    if kind == "measure":
        found.measures += map(said, each.entries)
    elif kind == "outcome":
        found.outcomes += map(said, each.entries)
    else:
        for entry in each.entries:
            ref, text = references.numbered(entry.text)
            found.drafts.append(Draft(kind, said=said(entry, text), ref=ref))


def _introduces(opening: Paragraph | None) -> str | None:
    """What a line introduces: "objective", "action", "measure" or "outcome", by the phrase nearest to its end.
    Only the plan's own voice counts, so a list of what another strategy holds is none of these."""
    text = " ".join(opening.text.split()) if opening else ""
    sentence = re.split(r"(?<=[.;!?])\s", text)[-1].casefold()
    if not re.search(r"[:–—-]$", sentence):
        return None
    at = [(match.end(), len(phrase), kind) for phrase, kind in _phrases() for match in re.finditer(phrase, sentence)]
    return max(at)[2] if at else None


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    table = files(__package__).joinpath("openings.csv").read_text("utf-8").splitlines()
    return tuple((rf"\b{re.escape(row['phrase'])}\b", row["field"]) for row in csv.DictReader(table))
