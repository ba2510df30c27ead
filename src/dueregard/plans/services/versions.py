"""A new version of a document: what is different goes into the entries that are there, and corrections stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from dueregard.access.models import Unit
from dueregard.plans import reports
from dueregard.plans.models import Action, Deed, Import, columns
from dueregard.plans.reports import Differences, PreviewEntry
from dueregard.plans.services.contents import contents
from dueregard.plans.services.entries import close, redate_as_read, reword
from dueregard.plans.services.placing import by_name, name_of


def carry_corrections(document: dict[str, Any], found: Import) -> None:
    """What was corrected or left out before is so again, cell by cell: in the same preview, where its document is read
    anew, and else in that of an earlier version, where the document still says what it said."""
    earlier = found.document or _earlier(document, found)
    identify = _row if found.document else _words
    corrected = {
        identify(kind, entry): entry
        for kind, _number, entry in reports.walk(earlier)
        if entry.get("corrected")
    }
    for kind, _number, entry in reports.walk(document):
        before = corrected.get(identify(kind, entry))
        if before:
            _carry(before, entry, kind)


def _words(kind: str, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return kind, reports.key(reports.as_read(entry))


def _row(kind: str, entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """Which of its columns is the entry's own may have been said anew."""
    return kind, *(value for name, value in sorted(entry["source"].items()) if name != "column"), entry["ref"]


def _earlier(document: Mapping[str, Any], found: Import) -> dict[str, Any]:
    """The newest document of which this one may be another version; empty where there is none."""
    title = document["title"] or found.filename.rpartition(".")[0]
    same = Q(sha256=found.sha256) | Q(filename=found.filename) | Q(plan__title__iexact=title)
    if found.plan:
        same |= Q(plan=found.plan)
    confirmed = Import.objects.filter(same, organisation=found.organisation).exclude(confirmed_at=None)
    earlier = confirmed.first()
    return earlier.document if earlier else {}


def _carry(before: dict[str, Any], entry: dict[str, Any], kind: str) -> None:
    different = _different(before["fields"], entry["fields"], kind)
    is_same = reports.key(before["as_read"]) == reports.key(entry["text"])
    different = different - {"text"} if is_same else different | {"text"}
    by_hand = [name for name in before.get("by_hand", ()) if name not in different]
    entry |= {"as_read": entry["text"], "corrected": before["corrected"], "by_hand": by_hand}
    entry |= {"left_out": before.get("left_out", False)} | {name: before[name] for name in by_hand}


def _different(before: dict[str, str], after: dict[str, str], kind: str) -> set[str]:
    headings = [each for each in {**before, **after} if before.get(each, "") != after.get(each, "")]
    return {name for heading in headings for name in columns.names_of(heading, kind)}


def apply(
    found: Import, entries: Iterable[PreviewEntry], chosen: Collection[str], *, deed: Deed
) -> list[PreviewEntry]:
    """Make the changes that were ticked; each is a row of its entry's history. What was recorded stays."""
    ticked = [each for each in entries if each.mark in chosen]
    for each in ticked:
        _apply(found, each, deed=deed)
    return ticked


def _apply(found: Import, each: PreviewEntry, *, deed: Deed) -> None:
    if each.difference is None:
        raise TypeError("only an entry that is there can be changed")
    entry, content = each.difference.entry, each.content
    names = {name for cell in each.difference.cells for name in _names(cell.heading, each)}
    values = _values(each, entry.plan)
    held = contents(entry)
    words = {name: values[name] for name in names if name in values and name in held}
    if "timescale" in names:
        why = _("New version of the document: %(file)s") % {"file": found.filename}
        redate_as_read(entry, deed=deed, timescale=content["timescale"], reason=why)
    reword(entry, by=deed.made_by, version=entry.version, deed=deed, **words)
    if "status" in names and isinstance(entry, Action) and entry.last_update_on is None:
        entry.say(content["status"] or "")
    for name, value in _words_of(content).items():
        setattr(entry, name, value)
    entry.save()


def _words_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The words of the document, and where they stand in it."""
    return {
        "fields": dict(content["fields"]),
        "imported_text": reports.as_read(content),
        "sources": {"": content["source"], **content["sources"]},
    }


def keep_words(entries: Iterable[PreviewEntry]) -> None:
    """Entries of which a new version says in other words what the register says already, as a document that went out
    filled in does, have these for the words of their document: by them they are known again."""
    for each in entries:
        found = each.difference and each.difference.entry
        if found and not found.is_merged and found.imported_text != reports.as_read(each.content):
            type(found)._base_manager.filter(pk=found.pk).update(**_words_of(each.content))


def _names(heading: str, each: PreviewEntry) -> tuple[str, ...]:
    """Where a document has no columns, its words and its timescale are all there is."""
    return columns.names_of(heading, each.kind) if each.content["fields"] else ("text", "timescale")


def _values(each: PreviewEntry, plan: Any) -> dict[str, Any]:
    content = each.content
    units = {unit.name.casefold(): unit for unit in Unit.objects.within(plan.organisation)}
    return {
        "text": content["text"],
        "ref": (content["ref"] or "")[:50],
        "theme": (content["theme"] or "")[:500],
        "leads": [lead for lead in content["leads"] if lead.strip()],
        "measures": [measure for measure in content["measures"] if measure.strip()],
        "outputs": list(content.get("outputs", [])),
        "outcomes": list(content.get("outcomes", [])),
        "aims": [str(aim)[:200] for aim in content.get("aims", [])],
        "characteristics": columns.characteristics(content["fields"]),
        "others": columns.others(content),
        "arising_from": columns.arising_from(content["fields"]),
        "unit": units.get(columns.unit(content["fields"]).casefold()),
        "objective": by_name(plan.objectives.all()).get(name_of(content.get("objective") or "")),
    }


def close_gone(
    found: Import, differences: Differences, chosen: Collection[str], *, deed: Deed, on: date
) -> int:
    """Close the entries that are no longer in the document and were ticked; nothing is deleted."""
    ticked = [entry for entry in differences.gone if f"{entry.kind}-{entry.pk}" in chosen]
    for entry in ticked:
        why = _("It is not in the new version of the document: %(file)s") % {"file": found.filename}
        close(entry, by=deed.made_by, version=entry.version, closed_on=on, reason=why, deed=deed)
    return len(ticked)
