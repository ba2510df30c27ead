"""Undoing what was done by hand: what was there is put back, unless somebody has changed it since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import User
from dueregard.audit.services import record
from dueregard.kit.writing import moment
from dueregard.plans.models import Change, Deed, Objective
from dueregard.plans.reports import in_force
from dueregard.plans.services.changes import alter, begin_undoing, claim
from dueregard.plans.services.contents import held
from dueregard.plans.services.updates import said_without

MADE = (Change.Kind.ADDED, Change.Kind.SPLIT_OFF, Change.Kind.CARRIED)
ENTRY_BY_ENTRY = (
    Deed.Kind.BULK,
    Deed.Kind.UPDATED,
    Deed.Kind.ROLLED,
    Deed.Kind.LEFT,
    Deed.Kind.IMPORTED,
)


@dataclass(frozen=True)
class InTheWay:
    """Why an entry cannot be put back as it was."""

    entry: Any
    sentence: str


@dataclass(frozen=True)
class Undoing:
    """What undoing a deed comes to. `back` are the entries that are put back as they were, `gone` those that it made,
    which go; those `in_the_way` stay as they are. On `earlier` ones it was undone before. `says` has what actions that
    are put back say again, by their keys: "" for nothing."""

    deed: Deed
    back: tuple[Any, ...]
    gone: tuple[Any, ...]
    in_the_way: tuple[InTheWay, ...]
    earlier: tuple[Any, ...] = ()
    says: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_possible(self) -> bool:
        return bool(self.back or self.gone)


def undoing(deed: Deed) -> Undoing:
    """What would follow. A deed on one entry is undone whole or not at all, one on many entry by entry."""
    earlier = _put_back(deed)
    changes = [change for change in _changes(deed) if change.entry not in earlier]
    found = tuple(_in_the_way(deed, changes))
    if found and deed.kind not in ENTRY_BY_ENTRY:
        return Undoing(deed, (), (), found)
    made = _entries(change for change in changes if change.kind in MADE)
    back = _entries(change for change in changes if change.values and change.entry not in made)
    stay = {_together(each.entry, made) for each in found}
    back = [entry for entry in back if _together(entry, made) not in stay]
    gone = tuple(entry for entry in made if _together(entry, made) not in stay)
    says = {
        change.entry.pk: _value_before(deed, change)["status"]
        for change in changes
        if change.name == "said" and change.entry in back
    }
    return Undoing(deed, tuple(back), gone, found, tuple(earlier), says)


@transaction.atomic
def undo_deed(deed: Deed, *, by: User) -> Undoing:
    """Put back what the deed changed, as another deed: the history keeps both."""
    deed = Deed.objects.select_for_update().select_related("organisation").get(pk=deed.pk)
    check_can_undo_deed(deed)
    found = undoing(deed)
    if not found.is_possible:
        raise ValidationError([each.sentence for each in found.in_the_way])
    made = begin_undoing(deed, by=by, is_whole=not found.in_the_way)
    changes = _changes(deed)
    for entry in found.back:
        claim(entry, entry.version)
        for change in (each for each in changes if each.entry == entry and each.values):
            alter(entry, Change.Kind.UNDONE, {change.name: _value_before(deed, change)}, deed=made)
    _remove(found.gone, with_plan=deed.kind == Deed.Kind.ROLLED)
    counts = {"back": len(found.back), "gone": len(found.gone), "stay": len(found.in_the_way)}
    record(
        "plans.deed_undone", by=by, organisation=deed.organisation, target=deed, undone=deed.kind, **counts
    )
    return found


def _value_before(deed: Deed, change: Change) -> Any:
    was = change.values[0]
    return said_without(deed, change.entry, was) if change.name == "said" else was


def check_can_undo_deed(deed: Deed) -> None:
    """Whether there is anything to undo; what stands in the way is another question."""
    if deed.is_undone:
        raise ValidationError(_("This has been undone already."))
    if deed.kind == Deed.Kind.UNDONE:
        raise ValidationError(_("This undid something: do that again by hand."))


def _changes(deed: Deed) -> list[Change]:
    """Its changes, the last first, so that of two on the same thing the older has the last word. Each entry is one
    object, however many changes it has."""
    entries: dict[tuple[str, int], Any] = {}
    changes = list(deed.changes.order_by("-pk").select_related("action__plan", "objective__plan"))
    for change in changes:
        entry = entries.setdefault((change.entry.kind, change.entry.pk), change.entry)
        setattr(change, entry.kind, entry)
    return changes


def _put_back(deed: Deed) -> list[Any]:
    """The entries on which it was undone already."""
    changes = Change.objects.filter(kind=Change.Kind.UNDONE, deed__undoes=deed)
    rows = changes.order_by("objective", "action").select_related("action__plan", "objective__plan")
    return _entries(rows)


def _entries(changes: Iterable[Change]) -> list[Any]:
    return list(dict.fromkeys(change.entry for change in changes))


def _together(entry: Any, made: list[Any]) -> tuple[str, int]:
    """An entry and what was made from it are put back together, or stay together."""
    return entry.kind, entry.came_from_id if entry in made and entry.came_from_id else entry.pk


def _in_the_way(deed: Deed, changes: list[Change]) -> Iterator[InTheWay]:
    made = _entries(change for change in changes if change.kind in MADE)
    moving = {change.action_id for change in changes}
    for entry in sorted(made, key=lambda each: str(each.kind)):  # an objective stays with an action that does
        for sentence in _rests_on(entry, deed, moving):
            moving.discard(entry.pk if entry.kind == "action" else None)
            yield InTheWay(entry, sentence)
    seen = set()
    comes_back = {change.objective_id for change in changes if change.name == "merged_into"}
    for change in changes:
        if change.entry in made or not change.values or (change.entry, change.name) in seen:
            continue
        seen.add((change.entry, change.name))
        if not _is_as_left(change):
            yield InTheWay(change.entry, _changed_since(change))
        elif (key := _stood_under(change)) not in comes_back and _is_gone(key):
            words = _("The objective that “%(entry)s” stood under is no longer there.")
            yield InTheWay(change.entry, words % {"entry": change.entry})


def _is_as_left(change: Change) -> bool:
    """Others may have been moved in between: an entry still stands where it was put while its objective is the same.
    One of many updates that was corrected is not."""
    now, left = held(change.name).read(change.entry), change.values[1]
    if change.name == "place":
        return bool(now["objective"] == left["objective"])
    if change.name == "said":
        corrected = change.entry.updates.filter(deed=change.deed, corrected_by__isnull=False)
        return now == left and not corrected.exists()
    return bool(now == left)


def _stood_under(change: Change) -> int | None:
    """The key of the objective under which an action is put back."""
    was = change.values[0]
    key: int | None = (
        was["objective"] if change.name == "place" else was if change.name == "objective" else None
    )
    return key


def _is_gone(objective: int | None) -> bool:
    """Taken out, or merged into another."""
    return objective is not None and not Objective.objects.filter(pk=objective).exists()


def _changed_since(change: Change) -> str:
    entry = change.entry
    later = entry.changes.exclude(deed=change.deed).filter(made_at__gte=change.made_at)
    deeds = [each for each in later.select_related("made_by") if each.name == change.name]
    if change.name == "said":
        deeds += entry.updates.filter(made_at__gte=change.made_at).select_related("made_by")
    if not deeds:
        return _("“%(entry)s” is not as it was left.") % {"entry": entry}
    newest = max(deeds, key=lambda each: each.made_at)
    return _("%(who)s changed “%(entry)s” on %(at)s.") % {
        "who": newest.made_by.name,
        "entry": entry,
        "at": moment(newest.made_at),
    }


def _rests_on(entry: Any, deed: Deed, moving: Collection[int | None]) -> Iterator[str]:
    """What would be lost if an entry that the deed made went again; `moving` are actions that go too, or go back."""
    words = {"entry": entry}
    updates = entry.updates.select_related("made_by") if entry.kind == "action" else ()
    for rows, sentence in [
        (updates, _("%(who)s recorded an update on “%(entry)s” on %(at)s.")),
        (in_force(entry), _("%(who)s changed “%(entry)s” on %(at)s.")),
    ]:
        newest = next((row for row in rows if row.deed_id != deed.pk), None)
        if newest:
            yield sentence % {**words, "who": newest.made_by.name, "at": moment(newest.made_at)}
    if type(entry)._base_manager.filter(merged_into=entry).exists():
        yield _("Another was merged into “%(entry)s”.") % words
    if entry.kind == "objective" and entry.actions.exclude(pk__in=[key for key in moving if key]).exists():
        yield _("Other actions stand under “%(entry)s” now.") % words


def _remove(entries: Iterable[Any], *, with_plan: bool) -> None:
    """Actions before the objectives that they stand under; a plan that the deed made goes once it is empty."""
    plans = {entry.plan for entry in entries}
    for entry in sorted(entries, key=lambda each: str(each.kind)):
        entry.delete()
    for plan in plans:
        if with_plan and not plan.actions.exists() and not plan.objectives.exists():
            plan.delete()
