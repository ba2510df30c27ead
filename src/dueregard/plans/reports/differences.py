"""A new version of a document beside what its plan holds: which entry is which, and in which cells they differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from dueregard.plans.models import Action, Entry, Objective, Plan
from dueregard.plans.models.columns import names_of
from dueregard.plans.reports.layout import LISTS, values_of

NUMBERED_ALIKE = 0.5  # of two texts under the same number, from which they are versions of one
ALIKE = 0.75  # of two texts under different numbers
MOST_COMPARED = 10_000  # pairs of texts: a second or two; beyond, two documents hardly are versions of one

Content = Mapping[str, Any]
Place = tuple[str, int]  # kind, and number within it


@dataclass(frozen=True)
class Cell:
    """A column in which two versions differ, with the words of both."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What a new version says of an entry of the register; no cells where it says the same, or where the entry was
    merged into another by hand. `slipped_days` are those by which its last day becomes later."""

    entry: Any
    cells: tuple[Cell, ...]
    slipped_days: int = 0


@dataclass(frozen=True)
class Differences:
    """`gone` are open entries that came from a document and are not in the new version."""

    held: Mapping[Place, Difference]
    gone: tuple[Any, ...]


def key(text: str) -> str:
    """Texts that differ in nothing but blanks and capitals are the same."""
    return " ".join(text.split()).casefold()


def as_read(content: Content) -> str:
    """The entry's words as its document has them, whatever was corrected."""
    words: str = content.get("as_read", content["text"])
    return words


def was(content: Content, name: str) -> list[str]:
    """What the document says, as it was read, of what `values_of` calls by that name."""
    if name == "text":
        return [as_read(content)]
    if name == "timescale":
        return [(content["timescale"] or {}).get("phrase") or ""]
    found = content.get(name)
    return list(found or []) if name in LISTS else [found or ""]


def differences(plan: Plan, walked: Iterable[tuple[str, int, Content]]) -> Differences:
    entries = {(kind, number): content for kind, number, content in walked}
    held: dict[Place, Difference] = {}
    gone: list[Entry] = []
    for model in (Objective, Action):
        every = model._base_manager.filter(plan=plan).prefetch_related("leads", "measures")
        left = list(every.order_by("position", "pk"))
        mine = {place: content for place, content in entries.items() if place[0] == model.kind}
        pairs = dict(_pairs(mine, left))
        held |= {place: _difference(entry, mine[place]) for place, entry in pairs.items()}
        paired = {entry.pk for entry in pairs.values()}
        gone += [entry for entry in left if entry.pk not in paired and _may_be_gone(entry)]
    return Differences(held, tuple(gone if held else ()))


def _may_be_gone(entry: Entry) -> bool:
    return entry.imported_in_id is not None and not entry.is_closed and not entry.is_merged


def _pairs(contents: Mapping[Place, Content], left: list[Any]) -> Iterator[tuple[Place, Any]]:
    """The same words as before first, then those that the register has now (as a document that went out filled in has
    them), then the same number with words that are alike, then words that are much alike."""
    waiting, rest = dict(contents), {entry.pk: entry for entry in left}
    for find in (_of_same_words, _of_words_now, _of_same_number, _of_words_alike):
        for place, entry in list(find(waiting, list(rest.values()))):
            yield place, entry
            del waiting[place]
            del rest[entry.pk]


def _of_same_words(waiting: Mapping[Place, Content], rest: list[Any]) -> Iterator[tuple[Place, Any]]:
    return _by_words(waiting, ((key(entry.imported_text or entry.text), entry) for entry in rest))


def _of_words_now(waiting: Mapping[Place, Content], rest: list[Any]) -> Iterator[tuple[Place, Any]]:
    return _by_words(waiting, ((key(entry.text), entry) for entry in rest))


def _by_words(
    waiting: Mapping[Place, Content], rest: Iterable[tuple[str, Any]]
) -> Iterator[tuple[Place, Any]]:
    by_words = defaultdict(list)
    for words, entry in rest:
        by_words[words].append(entry)
    for place, content in waiting.items():
        found = by_words[key(as_read(content))]
        if found:
            yield place, found.pop(0)


def _of_same_number(waiting: Mapping[Place, Content], rest: list[Any]) -> Iterator[tuple[Place, Any]]:
    by_number = {entry.ref: entry for entry in rest if entry.ref}
    for place, content in waiting.items():
        entry = by_number.get(content["ref"] or "")
        if entry and _likeness(entry, content) >= NUMBERED_ALIKE:
            yield place, by_number.pop(entry.ref)


def _likeness(entry: Entry, content: Content) -> float:
    return SequenceMatcher(None, key(entry.imported_text or entry.text), key(as_read(content))).ratio()


def _of_words_alike(waiting: Mapping[Place, Content], rest: list[Any]) -> Iterator[tuple[Place, Any]]:
    if len(waiting) * len(rest) > MOST_COMPARED:
        return
    by_words = {key(entry.imported_text or entry.text): entry for entry in rest}
    for place, content in waiting.items():
        found = get_close_matches(key(as_read(content)), list(by_words), n=1, cutoff=ALIKE)
        if found:
            yield place, by_words.pop(found[0])


def _difference(entry: Entry, content: Content) -> Difference:
    if entry.is_merged:
        return Difference(entry, ())
    cells = tuple(_cells(entry, content))
    slips = any(cell.heading in _when(content) for cell in cells)
    return Difference(entry, cells, _later(entry, content["timescale"]) if slips else 0)


def _cells(entry: Entry, content: Content) -> Iterator[Cell]:
    """Of the words of the two documents, not of the register: what was put right by hand is no difference, nor what the
    register says already."""
    before, after = entry.fields, content["fields"]
    if not before or not after:
        before = {_("Words"): entry.imported_text or entry.text, _("Timescale"): entry.timescale_text}
        after = {_("Words"): as_read(content), _("Timescale"): (content["timescale"] or {}).get("phrase", "")}
    for heading in dict.fromkeys([*before, *after]):
        old, new = before.get(heading, ""), after.get(heading, "")
        if " ".join(old.split()) != " ".join(new.split()) and not _says_so(entry, heading, content):
            yield Cell(heading, old, new)


def _says_so(entry: Any, heading: str, content: Content) -> bool:
    """Whether the register has what stands in a column of a new version."""
    names, now = names_of(heading, entry.kind) if content["fields"] else (), values_of(entry)
    return bool(names) and all(
        name in now
        and (
            " ".join(now[name]).split() == " ".join(was(content, name)).split()
            or (name == "timescale" and _days(entry.timescale) == _days(content["timescale"]) is not None)
        )
        for name in names
    )


def _days(timescale: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """The days from and to which a thing is due, where just these are said: a workbook writes them its own way."""
    if (
        not timescale
        or timescale["kind"] != "point"
        or not timescale["first_day"]
        or not timescale["last_day"]
    ):
        return None
    return timescale["first_day"], timescale["last_day"]


def _when(content: Content) -> list[str]:
    from_columns = [heading for heading in content["fields"] if names_of(heading, "action") == ("timescale",)]
    return [*from_columns, _("Timescale")]


def _later(entry: Entry, timescale: Mapping[str, Any] | None) -> int:
    last = (timescale or {}).get("last_day")
    if not last or entry.last_day is None:
        return 0
    return max((date.fromisoformat(last) - entry.last_day).days, 0)
