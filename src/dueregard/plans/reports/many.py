"""Many actions chosen from a list, and what is asked of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from dueregard.access.models import Unit
from dueregard.plans.models import Action
from dueregard.plans.models.querysets import ActionQuerySet
from dueregard.plans.reports.filters import Filter

MOST_CHANGED = 500
MOST_UPDATED = 100


@dataclass(frozen=True)
class ManyChange:
    """What is changed on each of many actions; what is empty stays. Lists are added to what is there (`adds`), or take
    its place. `mapped` goes in where a value says "To be mapped"; `value` goes into the `column` of the document."""

    leads: Sequence[str] = ()
    measures: Sequence[str] = ()
    aims: Sequence[str] = ()
    characteristics: Sequence[str] = ()
    adds: bool = True
    unit: Unit | None = None
    status: str = ""
    mapped: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class OneChange:
    """What becomes of one thing that an action says: the name of the field, and both in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """What is said of one action on a page of many; `version` is the one that the page was opened with."""

    action: Action
    version: int
    status: str
    note: str


@dataclass(frozen=True)
class Chosen:
    """Actions that were chosen; or, in `refusal`, why nothing can be done with them. `closed` are left out, since no
    update can be recorded on them."""

    actions: tuple[Action, ...]
    refusal: str = ""
    closed: tuple[Action, ...] = ()

    @property
    def mark(self) -> str:
        """Another one as soon as one of them is changed, or others are chosen."""
        versions = "".join(f"{action.pk}.{action.version};" for action in self.actions)
        return hashlib.sha256(versions.encode()).hexdigest()[:16]


def chosen(
    actions: ActionQuerySet, keys: Iterable[int], narrowed: Filter | None, today: date, most: int
) -> Chosen:
    """Those of these keys, or all that a filter shows."""
    return _at_most(most, _narrowed(actions, keys, narrowed, today))


def chosen_to_update(
    actions: ActionQuerySet, keys: Iterable[int], narrowed: Filter | None, today: date, on_page: Iterable[int]
) -> Chosen:
    """As `chosen`, of open actions. A page that was opened has the rows that it had, whatever the filter shows by now
    and though one was closed meanwhile: what was typed in them is not lost without a word."""
    found, there = _narrowed(actions, keys, narrowed, today), actions.filter(pk__in=on_page)
    rows = _in_order(there) if there.exists() else found.still_open()
    closed = tuple(found.exclude(closed_on=None).exclude(pk__in=there)[:MOST_UPDATED])
    if closed and not rows.exists():
        return Chosen((), _("All of these are closed: re-open an action before you record an update on it."))
    return replace(_at_most(MOST_UPDATED, rows), closed=closed)


def _narrowed(
    actions: ActionQuerySet, keys: Iterable[int], narrowed: Filter | None, today: date
) -> ActionQuerySet:
    return _in_order(narrowed.apply(actions, today) if narrowed else actions.filter(pk__in=keys))


def _in_order(actions: ActionQuerySet) -> ActionQuerySet:
    return actions.order_by("plan_id", "position", "pk")


def _at_most(most: int, found: ActionQuerySet) -> Chosen:
    rows = found.select_related("plan__organisation", "unit", "objective")
    shown = tuple(rows.prefetch_related("leads", "measures", "labels")[: most + 1])
    if not shown:
        return Chosen((), _("Tick at least one action of the list."))
    if len(shown) > most:
        words = _("More than %(most)s actions are too many at once: narrow the list with its filter.")
        return Chosen((), words % {"most": most})
    return Chosen(shown)
