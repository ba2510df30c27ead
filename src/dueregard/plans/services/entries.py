"""Objectives and actions made, re-worded, re-dated, closed and re-opened by hand."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, Post, User
from dueregard.audit.services import record
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Change, Entry, Label, Lead, Measure, Objective, Plan
from dueregard.plans.models.words import is_to_be_mapped
from dueregard.plans.services.changes import audit, claim, keep
from dueregard.plans.services.dates import check_timescale, read_timescale, set_days, set_timescale
from equalities.timescales import Timescale

PLAIN = ("ref", "text", "theme", "arising_from", "objective", "unit", "outputs", "outcomes", "others")


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


def add_objective(plan: Plan, *, by: User, timescale: str = "", **content: Any) -> Objective:
    return _add(Objective(plan=plan), by=by, timescale=timescale, content=content)


def add_action(plan: Plan, *, by: User, timescale: str = "", **content: Any) -> Action:
    return _add(Action(plan=plan), by=by, timescale=timescale, content=content)


Added = TypeVar("Added", Objective, Action)


@transaction.atomic
def _add(entry: Added, *, by: User, timescale: str, content: dict[str, Any]) -> Added:
    last = type(entry)._default_manager.filter(plan=entry.plan).aggregate(last=Max("position"))["last"]
    entry.position = 0 if last is None else last + 1
    for name in PLAIN:
        if name in content:
            setattr(entry, name, content[name])
    read = read_timescale(timescale, entry.plan)
    check_timescale(read)
    set_timescale(entry, read)
    entry.save()
    for name, put in PARTS.items():
        if content.get(name):
            put(entry, content[name])
    _mark(entry)
    keep(entry, Change.Kind.ADDED, by=by, after=entry.text)
    audit(entry, "added", by=by, text=entry.text)
    return entry


@transaction.atomic
def reword(entry: Entry, *, by: User, version: int, **content: Any) -> bool:
    """Change what an entry says, apart from its dates; False where nothing was different."""
    held = {name: contents(entry)[name] for name in content}
    different = {name: value for name, value in content.items() if held[name] != value}
    claim(entry, version)
    if not different:
        return False
    for name, value in different.items():
        PARTS[name](entry, value) if name in PARTS else setattr(entry, name, value)
        before, after = in_words(held[name]), in_words(value)
        keep(entry, Change.Kind.REWORDED, by=by, field=name, before=before, after=after)
    entry.save()
    _mark(entry)
    audit(entry, "reworded", by=by, fields=sorted(different))
    return True


@transaction.atomic
def redate(entry: Entry, *, by: User, version: int, timescale: str, reason: str) -> Entry:
    """Another timescale, with the reason. The first last day stays, so that slippage shows."""
    read = read_timescale(timescale, entry.plan)  # type: ignore[attr-defined]
    check_timescale(read)
    claim(entry, version)
    return _redate(entry, read, by=by, reason=reason)


@transaction.atomic
def redate_as_read(entry: Entry, *, by: User, timescale: dict[str, Any] | None, reason: str) -> Entry:
    """As `redate`, with what the reader of documents made of a timescale, which may be unclear."""
    claim(entry, entry.version)
    return _redate(entry, Timescale.from_dict(timescale) if timescale else None, by=by, reason=reason)


def _redate(entry: Entry, timescale: Timescale | None, *, by: User, reason: str) -> Entry:
    before = _when(entry)
    set_timescale(entry, timescale)
    entry.save()
    keep(entry, Change.Kind.REDATED, by=by, before=before, after=_when(entry), reason=reason)
    audit(entry, "redated", by=by, before=before, after=_when(entry), reason=reason)
    return entry


@transaction.atomic
def record_event(entry: Entry, *, by: User, version: int, happened_on: date) -> Entry:
    """What the entry waited for has happened: from now on it has a date."""
    event = entry.waits_for
    if not event:
        raise ValidationError(_("This does not wait for an event."))
    claim(entry, version)
    entry.events = {**entry.events, event: happened_on.isoformat()}
    set_days(entry)
    entry.save()
    keep(entry, Change.Kind.EVENT, by=by, field=event, after=day_in_words(happened_on))
    audit(entry, "event_recorded", by=by, event=event, happened_on=happened_on)
    return entry


@transaction.atomic
def close(entry: Entry, *, by: User, version: int, closed_on: date, reason: str) -> Entry:
    if entry.is_closed:
        raise ValidationError(_("This is closed already."))
    claim(entry, version)
    entry.closed_on = closed_on
    entry.save()
    keep(entry, Change.Kind.CLOSED, by=by, after=day_in_words(closed_on), reason=reason)
    audit(entry, "closed", by=by, closed_on=closed_on, reason=reason)
    return entry


@transaction.atomic
def reopen(entry: Entry, *, by: User, version: int, reason: str) -> Entry:
    if not entry.is_closed:
        raise ValidationError(_("This is open already."))
    claim(entry, version)
    before = day_in_words(entry.closed_on or date.min)
    entry.closed_on = None
    entry.save()
    keep(entry, Change.Kind.REOPENED, by=by, before=before, reason=reason)
    audit(entry, "reopened", by=by, reason=reason)
    return entry


def contents(entry: Entry) -> dict[str, Any]:
    """All that `reword` can change, as it stands now."""
    held = {name: getattr(entry, name) for name in PLAIN if hasattr(entry, name)}
    parts: Any = entry
    held["leads"] = [lead.text for lead in parts.leads.all()]
    held["measures"] = [measure.text for measure in parts.measures.all()]
    if isinstance(entry, Action):
        labels = list(entry.labels.all())
        held["aims"] = [label.value for label in labels if label.kind == Label.Kind.AIM]
        held["characteristics"] = [each.value for each in labels if each.kind == Label.Kind.CHARACTERISTIC]
    return held


def in_words(value: Any) -> str:
    """A value as a person would write it down."""
    if isinstance(value, dict):
        return "\n".join(f"{heading}: {text}" for heading, text in value.items())
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)


def _when(entry: Entry) -> str:
    if entry.last_day is None:
        return entry.timescale_text
    return f"{entry.timescale_text} ({day_in_words(entry.last_day)})"


def _put_leads(entry: Any, texts: Sequence[str]) -> None:
    entry.leads.all().delete()
    posts = {post.title.casefold(): post for post in Post.objects.within(entry.plan.organisation)}
    for text in texts:
        Lead.written(text, post=posts.get(text.strip().casefold()), **{entry.kind: entry}).save()


def _put_measures(entry: Any, texts: Sequence[str]) -> None:
    entry.measures.all().delete()
    for text in texts:
        Measure.written(text, plan=entry.plan, **{entry.kind: entry}).save()


def _put_labels(kind: Label.Kind) -> Callable[[Any, Sequence[str]], None]:
    def put(action: Any, values: Sequence[str]) -> None:
        action.labels.filter(kind=kind).delete()
        for value in dict.fromkeys(values):
            action.labels.create(kind=kind, value=value)

    return put


PARTS: dict[str, Callable[[Any, Sequence[str]], None]] = {
    "leads": _put_leads,
    "measures": _put_measures,
    "aims": _put_labels(Label.Kind.AIM),
    "characteristics": _put_labels(Label.Kind.CHARACTERISTIC),
}


def _mark(entry: Entry) -> None:
    """Whether any value still says "To be mapped"."""
    if isinstance(entry, Action):
        values = [*entry.others.values(), *entry.labels.values_list("value", flat=True)]
        entry.is_to_be_mapped = any(map(is_to_be_mapped, values))
        entry.save()
