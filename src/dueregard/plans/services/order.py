"""Where an entry stands: under which objective, and after which of those beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dueregard.plans.models import Action, Objective

Place = Mapping[str, Any]


def siblings(entry: Any) -> list[Any]:
    """The entries beside it, itself among them, in order."""
    rows: Any = type(entry).objects.filter(plan=entry.plan_id)
    if isinstance(entry, Action):
        rows = rows.filter(objective=entry.objective_id)
    return list(rows.order_by("position", "pk"))


def place(entry: Any) -> Place:
    """The keys of its objective and of the entry just before it, None where there is none."""
    return {"objective": getattr(entry, "objective_id", None), "after": getattr(_before(entry), "pk", None)}


def put(entry: Any, there: Place) -> None:
    """Move the entry there; where the one that it stood after is gone from there, to the end. Of the others, only those
    are written whose number in the order must change."""
    if isinstance(entry, Action):
        entry.objective_id = there["objective"]
        Action._base_manager.filter(pk=entry.pk).update(objective=there["objective"])
    others = [each for each in siblings(entry) if each.pk != entry.pk]
    keys = [each.pk for each in others]
    after = there["after"]
    index = 0 if after is None else keys.index(after) + 1 if after in keys else len(others)
    others.insert(index, entry)
    for each, position in zip(others, _numbers(others), strict=True):
        if each.position != position:
            each.position = position
            type(each)._base_manager.filter(pk=each.pk).update(position=position)


def in_words(entry: Any) -> str:
    before = _before(entry)
    where = _("after “%(entry)s”") % {"entry": before} if before else _("first")
    objective: Objective | None = getattr(entry, "objective", None)
    return f"{where}, " + _("under “%(objective)s”") % {"objective": objective} if objective else where


def _before(entry: Any) -> Any:
    found = None
    for each in siblings(entry):
        if each.pk == entry.pk:
            return found
        found = each
    return None


def _numbers(entries: Iterable[Any]) -> list[int]:
    """The numbers that they have among them, sorted, each greater than the one before it."""
    found: list[int] = []
    for number in sorted(each.position for each in entries):
        found.append(max(number, found[-1] + 1) if found else number)
    return found
