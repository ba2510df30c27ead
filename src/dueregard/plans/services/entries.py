"""Objectives and actions made, re-worded, re-dated, closed and re-opened by hand."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Change, Deed, Entry, Objective, Plan
from dueregard.plans.services.changes import alter, audit, begin, claim, keep
from dueregard.plans.services.contents import PLAIN, held, mark, plain, put_parts, when
from dueregard.plans.services.dates import check_timescale, read_timescale, set_days, set_timescale
from equalities.timescales import Timescale


@transaction.atomic
def add_plan(
    organisation: Organisation,
    *,
    title: str,
    by: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Plan:
    plan = Plan.objects.create(organisation=organisation, title=title, starts_on=starts_on, ends_on=ends_on)
    record("plans.plan_added", by=by, organisation=organisation, target=plan, title=title)
    return plan


@transaction.atomic
def change_plan(
    plan: Plan,
    *,
    by: User,
    version: int,
    title: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Plan:
    claim(plan, version)
    before = {"title": plan.title, "starts_on": plan.starts_on, "ends_on": plan.ends_on}
    after = {"title": title, "starts_on": starts_on, "ends_on": ends_on}
    plan.title, plan.starts_on, plan.ends_on = title, starts_on, ends_on
    plan.save()
    organisation = plan.organisation
    record("plans.plan_changed", by=by, organisation=organisation, target=plan, before=before, after=after)
    return plan


@transaction.atomic
def add_objective(plan: Plan, *, by: User, timescale: str = "", **content: Any) -> Objective:
    return _add(Objective(plan=plan), by=by, timescale=timescale, content=content)


@transaction.atomic
def add_action(plan: Plan, *, by: User, timescale: str = "", **content: Any) -> Action:
    return _add(Action(plan=plan), by=by, timescale=timescale, content=content)


Added = TypeVar("Added", Objective, Action)


def _add(entry: Added, *, by: User, timescale: str, content: dict[str, Any]) -> Added:
    read = read_timescale(timescale, entry.plan)
    check_timescale(read)
    set_timescale(entry, read)
    put_last(entry, content)
    keep(entry, Change.Kind.ADDED, deed=begin(Deed.Kind.ADDED, entry, by=by), after=entry.text)
    audit(entry, "added", by=by, text=entry.text)
    return entry


def put_last(entry: Added, content: dict[str, Any]) -> None:
    """Save an entry that is new, with what it holds, after all others of its plan."""
    last = type(entry)._default_manager.filter(plan=entry.plan).aggregate(last=Max("position"))["last"]
    entry.position = 0 if last is None else last + 1
    for name in PLAIN:
        if name in content:
            setattr(entry, name, content[name])
    entry.save()
    put_parts(entry, content)
    mark(entry)


def copy_of(entry: Any, plan: Any, content: dict[str, Any]) -> Any:
    """A new entry of the plan with this content and the timescale of the other, from which it came."""
    made = type(entry)(plan=plan, came_from=entry)
    for name in (
        "timescale_text",
        "timescale",
        "events",
        "first_day",
        "last_day",
        "next_due_on",
        "first_last_day",
    ):
        setattr(made, name, getattr(entry, name))
    put_last(made, content)
    return made


@transaction.atomic
def reword(entry: Entry, *, by: User, version: int, deed: Deed | None = None, **content: Any) -> bool:
    """Change what an entry says, apart from its dates; False where nothing was different."""
    values = {name: plain(value) for name, value in content.items()}
    different = {name: value for name, value in values.items() if held(name).read(entry) != value}
    claim(entry, version)
    if not different:
        return False
    deed = deed or begin(Deed.Kind.REWORDED, entry, by=by)
    alter(entry, Change.Kind.REWORDED, different, deed=deed)
    audit(entry, "reworded", by=by, fields=sorted(different))
    return True


@transaction.atomic
def redate(entry: Entry, *, by: User, version: int, timescale: str, reason: str) -> Entry:
    """Another timescale, with the reason. The first last day stays, so that slippage shows."""
    read = read_timescale(timescale, entry.plan)  # type: ignore[attr-defined]
    check_timescale(read)
    claim(entry, version)
    return _redate(entry, read, deed=begin(Deed.Kind.REDATED, entry, by=by), reason=reason)


@transaction.atomic
def redate_as_read(entry: Entry, *, deed: Deed, timescale: dict[str, Any] | None, reason: str) -> Entry:
    """As `redate`, with what the reader of documents made of a timescale, which may be unclear."""
    claim(entry, entry.version)
    return _redate(entry, Timescale.from_dict(timescale) if timescale else None, deed=deed, reason=reason)


def _redate(entry: Entry, timescale: Timescale | None, *, deed: Deed, reason: str) -> Entry:
    before, was = when(entry), held("timescale").read(entry)
    set_timescale(entry, timescale)
    entry.save()
    _keep_timescale(
        entry, Change.Kind.REDATED, was, deed=deed, before=before, after=when(entry), reason=reason
    )
    audit(entry, "redated", by=deed.made_by, before=before, after=when(entry), reason=reason)
    return entry


def _keep_timescale(entry: Entry, kind: Change.Kind, was: Any, **words: Any) -> None:
    keep(entry, kind, values=(was, held("timescale").read(entry)), **({"field": "timescale"} | words))


@transaction.atomic
def record_event(entry: Entry, *, by: User, version: int, happened_on: date) -> Entry:
    """What the entry waited for has happened: from now on it has a date."""
    event = entry.waits_for
    if not event:
        raise ValidationError(_("This does not wait for an event."))
    claim(entry, version)
    before, was = when(entry), held("timescale").read(entry)
    entry.events = {**entry.events, event: happened_on.isoformat()}
    set_days(entry)
    entry.save()
    words = {"field": event, "before": before, "after": day_in_words(happened_on)}
    _keep_timescale(entry, Change.Kind.EVENT, was, deed=begin(Deed.Kind.EVENT, entry, by=by), **words)
    audit(entry, "event_recorded", by=by, event=event, happened_on=happened_on)
    return entry


@transaction.atomic
def close(
    entry: Entry, *, by: User, version: int, closed_on: date, reason: str, deed: Deed | None = None
) -> Entry:
    if entry.is_closed:
        raise ValidationError(_("This is closed already."))
    claim(entry, version)
    deed = deed or begin(Deed.Kind.CLOSED, entry, by=by)
    alter(entry, Change.Kind.CLOSED, {"closed_on": plain(closed_on)}, deed=deed, reason=reason)
    audit(entry, "closed", by=by, closed_on=closed_on, reason=reason)
    return entry


@transaction.atomic
def reopen(entry: Entry, *, by: User, version: int, reason: str) -> Entry:
    if not entry.is_closed:
        raise ValidationError(_("This is open already."))
    claim(entry, version)
    deed = begin(Deed.Kind.REOPENED, entry, by=by)
    alter(entry, Change.Kind.REOPENED, {"closed_on": None}, deed=deed, reason=reason)
    audit(entry, "reopened", by=by, reason=reason)
    return entry
