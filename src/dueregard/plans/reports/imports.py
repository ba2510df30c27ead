"""What a document would bring into the register: new, there already, and what is unclear."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dueregard.access.models import Post, Unit
from dueregard.plans.models import Import, Plan, columns
from dueregard.plans.models.words import is_placeholder
from dueregard.plans.reports.differences import Difference, Differences, differences
from equalities.documents.people import is_post
from equalities.documents.vocabulary import field_of, saying

Source = Mapping[str, Any]
KINDS = ("objective", "action")
DOUBTFUL = ("unknown", "invalid", "not-a-date")


@dataclass(frozen=True)
class Doubt:
    """Something that was not understood, or was inferred; `words` are those of the source."""

    what: str
    words: str = ""
    place: str = ""


@dataclass(frozen=True)
class PreviewEntry:
    """An objective or action of the document. `number` counts from 0 within its kind."""

    kind: str
    number: int
    content: Mapping[str, Any]
    state: str  # "new", "changed", "there" or "left_out"
    doubts: tuple[Doubt, ...] = ()
    difference: Difference | None = None  # from the entry of the register that it is a version of

    @property
    def place(self) -> str:
        return place(self.content["source"])

    @property
    def mark(self) -> str:
        """The name of its checkbox."""
        return f"{self.kind}-{self.number}"

    @property
    def kind_in_words(self) -> str:
        return _("Action") if self.kind == "action" else _("Objective")


@dataclass(frozen=True)
class Preview:
    """`plan` is where it goes, None for a new one; `loose` are doubts that belong to no entry; `differences` are
    those from what the plan holds."""

    plan: Plan | None
    entries: tuple[PreviewEntry, ...]
    loose: tuple[Doubt, ...]
    posts: tuple[tuple[str, bool], ...]  # leads with no post yet, and whether they read like a post
    units: tuple[str, ...]
    differences: Differences
    counts: Mapping[str, int] = field(default_factory=dict)

    def having(self, state: str) -> list[PreviewEntry]:
        return [entry for entry in self.entries if entry.state == state]

    @property
    def slipped(self) -> int:
        return sum(
            bool(entry.difference and entry.difference.slipped_days) for entry in self.having("changed")
        )

    @property
    def unclear(self) -> list[PreviewEntry]:
        return [entry for entry in self.entries if entry.state == "new" and entry.doubts]


def preview(found: Import) -> Preview:
    """What the document would bring, with what its headings meant when it was read."""
    with saying(found.document.get("said", {})):
        return _preview(found)


def _preview(found: Import) -> Preview:
    plan = target(found)
    doubts = _doubts(found.document)
    all_there = confirmed(found).exists()
    found_differences = (
        differences(plan, walk(found.document)) if plan and not all_there else Differences({}, ())
    )
    entries = tuple(
        PreviewEntry(
            kind,
            number,
            content,
            "there" if all_there else _state(content, found_differences.held.get((kind, number))),
            _of_entry(kind, number, content, doubts),
            found_differences.held.get((kind, number)),
        )
        for kind, number, content in walk(found.document)
    )
    new = [entry for entry in entries if entry.state == "new"]
    return Preview(
        plan,
        entries,
        tuple(doubts.get(None, [])),
        tuple(_posts(found, new)),
        tuple(_units(found, new)),
        found_differences,
        Counter(f"{entry.kind}_{entry.state}" for entry in entries),
    )


def walk(document: Mapping[str, Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for kind in KINDS:
        for number, content in enumerate(document.get(f"{kind}s", [])):
            yield kind, number, content


def target(found: Import) -> Plan | None:
    """The plan that the officer named, else the one that this document went into before, else one of the same title,
    else none."""
    if found.plan:
        return found.plan
    same = confirmed(found).first()
    if same:
        return same.plan
    return found.organisation.plans.filter(title__iexact=title(found)).first()


def confirmed(found: Import) -> QuerySet[Import]:
    """Imports of the same file that stand."""
    others = found.organisation.imports.filter(sha256=found.sha256, undone_at=None)
    return others.exclude(confirmed_at=None).exclude(plan=None).exclude(pk=found.pk).select_related("plan")


def title(found: Import) -> str:
    return str(found.document["title"] or found.filename.rpartition(".")[0] or found.filename)[:300]


def _state(content: Mapping[str, Any], difference: Difference | None) -> str:
    if difference and not difference.cells:
        return "there"
    if content.get("left_out"):
        return "left_out"
    return "changed" if difference else "new"


Doubts = dict[tuple[str, int] | None, list[Doubt]]


def _doubts(document: Mapping[str, Any]) -> Doubts:
    """The problems of the reader, by the entry whose cell or row they name."""
    cells: dict[tuple[Any, ...], tuple[str, int, str]] = {}
    rows: dict[tuple[Any, ...], tuple[str, int, str]] = {}
    for kind, number, content in walk(document):
        for name, source in [*content["sources"].items(), ("text", content["source"])]:
            words = content["fields"].get(name, content["text"] if name == "text" else "")
            cells.setdefault(_cell(source), (kind, number, words))
            rows.setdefault(_row(source), (kind, number, ""))
    found: Doubts = {}
    for problem in document["problems"]:
        source = problem["source"]
        owner = cells.get(_cell(source)) or rows.get(_row(source))
        words = owner[2] if owner else problem.get("words", "")
        doubt = Doubt(problem["what"], words, place(source))
        found.setdefault(owner[:2] if owner else None, []).append(doubt)
    return found


def _cell(source: Source) -> tuple[Any, ...]:
    return (*_row(source), source["column"])


def _row(source: Source) -> tuple[Any, ...]:
    return tuple(source[name] for name in ("page", "sheet", "table", "row", "line"))


def _of_entry(kind: str, number: int, content: Mapping[str, Any], doubts: Doubts) -> tuple[Doubt, ...]:
    found = [] if content.get("corrected") else list(doubts.get((kind, number), []))
    timescale = content["timescale"]
    if timescale and not is_placeholder(timescale["phrase"]):
        found += _of_timescale(timescale, place(_source_of(content, "timescale")))
    return tuple({(doubt.what, doubt.words): doubt for doubt in found}.values())


def _source_of(content: Mapping[str, Any], field: str) -> Source:
    """Where the column of a field stands, else where the entry does."""
    named = (source for heading, source in content["sources"].items() if field_of(heading) == field)
    found: Source = next(named, content["source"])
    return found


def _of_timescale(timescale: Mapping[str, Any], where: str) -> list[Doubt]:
    if timescale["kind"] in DOUBTFUL:
        return [Doubt(_("No date could be read here: it goes in without one."), timescale["phrase"], where)]
    if timescale["readings"] and not timescale["last_day"]:
        readings = _("; or ").join(reading["reading"].rstrip(".") for reading in timescale["readings"])
        what = _("No one day can be read here (%(readings)s): it goes in without a date.")
        return [Doubt(what % {"readings": readings}, timescale["phrase"], where)]
    return []


def place(source: Source) -> str:
    """Where something stands, in words: "table 2, row 3, column 1"."""
    names = {
        "sheet": _("sheet"),
        "page": _("page"),
        "table": _("table"),
        "row": _("row"),
        "column": _("column"),
        "line": _("line"),
    }
    return ", ".join(f"{word} {source[name]}" for name, word in names.items() if source.get(name) is not None)


def _posts(found: Import, new: list[PreviewEntry]) -> Iterator[tuple[str, bool]]:
    known = {post.title.casefold() for post in Post.objects.within(found.organisation)}
    leads = dict.fromkeys(lead.strip()[:200] for entry in new for lead in entry.content["leads"])
    for lead in leads:
        if lead and lead.casefold() not in known and not is_placeholder(lead):
            known.add(lead.casefold())
            yield lead, is_post(lead)


def _units(found: Import, new: list[PreviewEntry]) -> Iterator[str]:
    known = {unit.name.casefold() for unit in Unit.objects.within(found.organisation)}
    for name in dict.fromkeys(columns.unit(entry.content["fields"])[:200] for entry in new):
        if name and name.casefold() not in known and not is_placeholder(name):
            known.add(name.casefold())
            yield name
