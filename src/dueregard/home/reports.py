"""All that is due to an organisation: what the law wants, what its plans say, and when they are to be reviewed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, overload

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.access.models import Organisation
from dueregard.kit.icalendar import Event
from dueregard.kit.writing import date as day_in_words
from dueregard.plans.models import Action, Objective, Plan
from dueregard.publications.models import Version
from equalities.timescales import clock
from equalities.timescales.clock import Due, Publication

FEW = 500  # keys that a query may name; more than these are nearly all of them


@dataclass(frozen=True)
class DueItem:
    """One thing that is due on a day, or on no day that can be named. `name` is the same whenever it is asked."""

    name: str
    day: date | None
    kind: str
    title: str
    why: str
    url: str


@dataclass(frozen=True)
class Month:
    heading: str
    items: tuple[DueItem, ...]


@dataclass(frozen=True)
class _OfEntry:
    """That an action or objective is due on a day, before it is said why. `which` is "last" or "next"."""

    entry: Action | Objective
    which: str
    day: date

    @property
    def name(self) -> str:
        return f"{self.entry.kind}-{self.entry.pk}-{self.which}"

    @property
    def title(self) -> str:
        """Its words whole, for the order; they are cut short only where they are shown."""
        return f"{self.entry.ref} {self.entry.text}".strip()


class AllDue(Sequence[DueItem]):
    """All that is due, the soonest first, what has no day last. Why a day of a plan's entry is that day is read for
    those alone that are looked at, since a plan may have ten thousand entries and a page shows a few."""

    def __init__(self, organisation: Organisation, items: Iterable[DueItem | _OfEntry]):
        self._organisation = organisation
        self._items = sorted(items, key=lambda item: (item.day or date.max, item.title, item.name))

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[DueItem]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> DueItem: ...
    @overload
    def __getitem__(self, place: slice) -> list[DueItem]: ...
    def __getitem__(self, place: int | slice) -> DueItem | list[DueItem]:
        if isinstance(place, int):
            return self._said([self._items[place]])[0]
        return self._said(self._items[place])

    def _said(self, items: list[DueItem | _OfEntry]) -> list[DueItem]:
        read = {model: _timescales(model, self._organisation, items) for model in (Action, Objective)}
        return [_item(one, read[type(one.entry)]) if isinstance(one, _OfEntry) else one for one in items]


def all_due(organisation: Organisation, today: date) -> AllDue:
    """Four queries, and two more for a page of it, however long the plans."""
    entries = [*_entries(Action, organisation), *_entries(Objective, organisation)]
    return AllDue(organisation, [*_duties(organisation, today), *entries, *_plans(organisation)])


def by_month(items: Iterable[DueItem], today: date) -> tuple[Month, ...]:
    return tuple(
        Month(heading, tuple(found)) for heading, found in groupby(items, lambda item: _heading(item, today))
    )


def _heading(item: DueItem, today: date) -> str:
    if item.day is None:
        return _("On no day that can be named")
    return _("The day has passed") if item.day < today else date_format(item.day, "F Y")


def events(
    items: Iterable[DueItem], organisation: Organisation, whole: Callable[[str], str]
) -> Iterator[Event]:
    """What has a day, for a calendar program; `whole` makes an address of a path."""
    for item in items:
        if item.day:
            uid = f"{item.name}@{organisation.slug}.dueregard"
            yield Event(uid, item.day, item.title, f"{item.kind}. {item.why}", whole(item.url))


def _duties(organisation: Organisation, today: date) -> Iterator[DueItem]:
    if not organisation.body:
        return
    published, happened = _published(organisation), _happened(organisation)
    found = clock.due(
        organisation.body,
        today,
        headcount=organisation.headcount,
        publications={"information": published},
        events=happened,
    )
    last = clock.last_publication(published)
    since = happened | ({"information": last} if last else {})
    for one in found:
        why = _why(one, since.get(one.duty.counts_from))
        yield DueItem(one.duty.id, one.due, _("Duty"), _(one.duty.title), why, reverse("home:calendar"))


def _published(organisation: Organisation) -> list[Publication]:
    """Reports published here, and what the officer says was published elsewhere. A later version of a report only
    corrects it; one that was withdrawn does not turn the clock back."""
    versions = Version.objects.filter(publication__organisation=organisation, published_at__isnull=False)
    rows = versions.values_list("published_at", "withdrawn_at", "number")
    found = [
        Publication(
            timezone.localdate(published),
            withdrawn_on=timezone.localdate(withdrawn) if withdrawn else None,
            corrects=number > 1,
        )
        for published, withdrawn, number in rows
    ]
    elsewhere = organisation.information_published_on
    return [*found, Publication(elsewhere)] if elsewhere else found


def _happened(organisation: Organisation) -> dict[str, date]:
    days = {
        "objectives": organisation.objectives_published_on,
        "plan-review": organisation.plan_reviewed_on,
    }
    return {name: day for name, day in days.items() if day}


def _why(one: Due, since: date | None) -> str:
    """The rule by which it is that day, and the provision that has the rule."""
    duty = one.duty
    number = duty.least_headcount
    size = _("It binds from %(n)s employees.") % {"n": number} if number else ""
    status = _("to be confirmed") if one.status == "to be confirmed" else _(one.status)
    provision = _("%(rule)s By %(provision)s: %(status)s.") % {
        "rule": _rule(duty, since),
        "provision": _(duty.legal_basis),
        "status": status,
    }
    return " ".join(filter(None, [provision, size, _(duty.note) if duty.note else ""]))


def _rule(duty: clock.Duty, since: date | None) -> str:
    if duty.rule == "fixed":
        return _("The date is fixed: %(when)s.") % {"when": _(duty.when)}
    if duty.rule == "annual":
        return _("Every year, on no day that the law names.")
    if duty.rule == "awaited":
        return _("No day is set.")
    if not duty.when:
        return _("Each time that it happens; no day is named.")
    words = {"time": _length(duty.when), "day": day_in_words(since) if since else ""}
    return _counted(duty.rule, known=since is not None) % words


def _counted(rule: str, *, known: bool) -> str:
    if rule == "rolling" and known:
        return _("At the latest %(time)s after the last time, of which %(day)s counts as the first day.")
    if rule == "rolling":
        return _("At the latest %(time)s after the last time, the day of which is not known.")
    if known:
        return _("Within %(time)s of %(day)s, when it happened.")
    return _("Within %(time)s of the day on which it happens.")


def _length(iso: str) -> str:
    """ "P4Y" in words."""
    number = int(iso[1:-1])
    if iso.endswith("Y"):
        return ngettext("%(n)s year", "%(n)s years", number) % {"n": number}
    return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}


def _entries(model: type[Action] | type[Objective], organisation: Organisation) -> Iterator[_OfEntry]:
    """Actions or objectives that are open: their next due day, and their last."""
    found: Any = model.objects.within(organisation).still_open()
    for entry in found.only("pk", "ref", "text", "last_day", "next_due_on"):
        for which, day in (("last", entry.last_day), ("next", entry.next_due_on)):
            if day:
                yield _OfEntry(entry, which, day)


def _timescales(
    model: type[Action] | type[Objective], organisation: Organisation, items: Iterable[DueItem | _OfEntry]
) -> dict[int, str]:
    """By the key of each of the entries, the words of its timescale and how they are read."""
    keys = {one.entry.pk for one in items if isinstance(one, _OfEntry) and isinstance(one.entry, model)}
    found: Any = model.objects.within(organisation)
    if len(keys) <= FEW:
        found = found.filter(pk__in=keys)
    return {key: _timescale(*said) for key, *said in found.values_list("pk", "timescale_text", "timescale")}


def _item(due: _OfEntry, timescales: Mapping[int, str]) -> DueItem:
    entry = due.entry
    rules = {"last": _("The last day by its timescale"), "next": _("The next due day by its timescale")}
    kind = _("Action") if isinstance(entry, Action) else _("Objective")
    url = reverse(f"plans:{entry.kind}", args=[entry.pk])
    return DueItem(due.name, due.day, kind, str(entry), f"{rules[due.which]}: {timescales[entry.pk]}", url)


def _timescale(phrase: str, read: Mapping[str, Any] | None) -> str:
    reading = (read or {}).get("reading", "")
    return " ".join(filter(None, [f"“{phrase}”.", reading]))


def _plans(organisation: Organisation) -> Iterator[DueItem]:
    why = _("The last day of the plan's own period: its successor is due.")
    for plan in Plan.objects.within(organisation).exclude(ends_on=None).only("pk", "title", "ends_on"):
        url = reverse("plans:plan", args=[plan.pk])
        yield DueItem(f"plan-{plan.pk}-ends", plan.ends_on, _("Plan"), plan.title, why, url)
