"""Many actions changed, or updated, at once: all of it or nothing, and undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.plans.models import Action, Change, Deed
from dueregard.plans.models.words import is_to_be_mapped
from dueregard.plans.reports import ManyChange, OneChange, Row
from dueregard.plans.services.changes import alter, begin_in, claim, keep
from dueregard.plans.services.contents import contents, held, named, plain
from dueregard.plans.services.updates import record_update

LISTS = ("leads", "measures", "aims", "characteristics")


def would_change(action: Action, change: ManyChange) -> tuple[OneChange, ...]:
    values = _different(action, change)
    found = [
        OneChange(name, held(name).words(action), str(change.unit) if name == "unit" else named(name, value))
        for name, value in values.items()
    ]
    if change.status and change.status != action.status_as_written:
        found.append(OneChange("said", action.status_as_written, change.status))
    return tuple(found)


@transaction.atomic
def change_many(
    organisation: Organisation, actions: Iterable[Action], change: ManyChange, *, by: User, on: date
) -> int:
    """Make the change on each action that it is one for; how many. A status is recorded as an update, for the leads."""
    deed = begin_in(organisation, Deed.Kind.BULK, by=by)
    changed = [action for action in actions if _change(action, change, deed=deed, on=on)]
    if not changed:
        raise ValidationError(_("All of these say so already: there is nothing to change."))
    keys = [action.pk for action in changed]
    record("plans.actions_changed", by=by, organisation=organisation, target=deed, actions=keys)
    return len(changed)


def _change(action: Action, change: ManyChange, *, deed: Deed, on: date) -> bool:
    values = _different(action, change)
    says = bool(change.status) and change.status != action.status_as_written and not action.is_closed
    if values:
        claim(action, action.version)
        alter(action, Change.Kind.REWORDED, values, deed=deed)
    if says:
        update(action, version=action.version, status=change.status, note="", on=on, deed=deed)
    return bool(values) or says


def _different(action: Action, change: ManyChange) -> dict[str, Any]:
    now = contents(action)
    values: dict[str, Any] = {
        name: _listed(now[name], getattr(change, name), adds=change.adds) for name in LISTS
    }
    values["others"] = now["others"]
    if change.unit:
        values["unit"] = change.unit
    if change.mapped:
        for name in ("aims", "characteristics"):
            values[name] = [_mapped(value, change.mapped) for value in values[name]]
        values["others"] = {key: _mapped(value, change.mapped) for key, value in values["others"].items()}
    if change.column:
        values["others"] = values["others"] | {change.column: change.value}
    return {name: plain(value) for name, value in values.items() if value != now[name]}


def _listed(now: list[str], new: Sequence[str], *, adds: bool) -> list[str]:
    if not new:
        return now
    return list(dict.fromkeys([*now, *new] if adds else new))


def _mapped(value: str, mapped: str) -> str:
    return mapped if is_to_be_mapped(value) else value


class RowsRefused(Exception):
    """Nothing was recorded: `sentences` says why, by the keys of actions."""

    def __init__(self, sentences: dict[int, str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


@transaction.atomic
def update_many(organisation: Organisation, rows: Sequence[Row], *, by: User, on: date) -> int:
    """Record an update on each action, for its leads; how many. Where one is refused, none is recorded."""
    deed = begin_in(organisation, Deed.Kind.UPDATED, by=by)
    refused = {}
    for row in rows:
        try:
            update(row.action, version=row.version, status=row.status, note=row.note, on=on, deed=deed)
        except ValidationError as error:
            refused[row.action.pk] = " ".join(error.messages)
    if refused:
        raise RowsRefused(refused)
    keys = [row.action.pk for row in rows]
    record("plans.actions_updated", by=by, organisation=organisation, target=deed, actions=keys, on=on)
    return len(rows)


def update(action: Action, *, version: int, status: str, note: str, on: date, deed: Deed) -> None:
    """One of many updates, in the name of the action's leads."""
    said = held("said")
    was, before = said.read(action), said.words(action)
    leads = "; ".join(lead.text for lead in action.leads.all())[:500]
    record_update(
        action, by=deed.made_by, version=version, status=status, note=note, on=on, made_for=leads, deed=deed
    )
    both = (was, said.read(action))
    keep(
        action,
        Change.Kind.SAID,
        deed=deed,
        field="said",
        before=before,
        after=said.words(action),
        values=both,
    )
