"""All that is due to an organisation: what the law wants, what its plans say, and when they are to be reviewed."""

import heapq
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any, NamedTuple, overload

from django.db.models import F, Value
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
from equalities.timescales.clock import Confirmation, Due, Publication


@dataclass(frozen=True)
class DueItem:
    """One thing that is due on a day, or on no day that can be named. `name` is the same whenever it is asked."""

    name: str
    day: date | None
    kind: str
    title: str
    why: str
    url: str
    duty: str = ""  # the id of one that somebody may confirm
    is_confirmed: bool = False


@dataclass(frozen=True)
class Month:
    heading: str
    items: tuple[DueItem, ...]


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
        confirmations=_confirmations(organisation),
    )
    last = clock.last_publication(published)
    since = happened | ({"information": last} if last else {})
    for one in found:
        remarks = _remarks(published) if one.duty.counts_from == "information" else ""
        why = " ".join(filter(None, [_why(one, since.get(one.duty.counts_from)), remarks]))
        title, url = _(one.duty.title), reverse("home:calendar")
        key = "" if one.duty.is_confirmed else one.duty.id
        confirmed = one.confirmed is not None
        yield DueItem(one.duty.id, one.due, _("Duty"), title, why, url, duty=key, is_confirmed=confirmed)


def duty_to_confirm(organisation: Organisation, key: str, today: date) -> clock.Duty | None:
    """A duty that binds the organisation and that the data mark "to be confirmed", None where there is none such."""
    body = clock.bodies().get(organisation.body)
    bound = (duty for duty in clock.duties() if body and duty.binds(body, organisation.headcount, today))
    return next((duty for duty in bound if duty.id == key and not duty.is_confirmed), None)


def _confirmations(organisation: Organisation) -> list[Confirmation]:
    said = organisation.confirmations.values_list("duty", "confirmed_by", "confirmed_on")
    return [Confirmation(*each) for each in said]


def _remarks(published: Sequence[Publication]) -> str:
    """What a withdrawal and a correction do to the clock."""
    withdrawn = any(one.withdrawn_on for one in published)
    corrected = any(one.corrects and not one.restarts for one in published)
    return " ".join(
        filter(
            None,
            [
                _("Withdrawing a report does not turn the clock back.") if withdrawn else "",
                _("Correcting a report does not restart the clock.") if corrected else "",
            ],
        )
    )


def _published(organisation: Organisation) -> list[Publication]:
    """Reports published here, and what the officer says was published elsewhere. A later version of a report only
    corrects it, unless its officer says that it restarts the clock; one that was withdrawn does not turn it back."""
    versions = Version.objects.filter(publication__organisation=organisation, published_at__isnull=False)
    rows = versions.values_list("published_at", "withdrawn_at", "number", "restarts_clock")
    found = [
        Publication(
            timezone.localdate(published),
            withdrawn_on=timezone.localdate(withdrawn) if withdrawn else None,
            corrects=number > 1,
            restarts=restarts,
        )
        for published, withdrawn, number, restarts in rows
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
    return " ".join(
        filter(None, [provision, _said_by(one.confirmed), size, _(duty.note) if duty.note else ""])
    )


def _said_by(confirmed: Confirmation | None) -> str:
    if confirmed is None:
        return ""
    words = {"who": confirmed.by, "day": day_in_words(confirmed.on)}
    return _("Confirmed by %(who)s on %(day)s.") % words


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


class DueList(Sequence[DueItem]):
    """All that is due to an organisation, of which only the part that is asked for is made: a page of fifty costs the
    same however many actions there are. The soonest first, what has no day last; on one day the duties come first."""

    def __init__(self, organisation: Organisation, today: date) -> None:
        self._organisation = organisation
        self._duties = sorted(_duties(organisation, today), key=lambda item: (_last(item), item.title))

    def __len__(self) -> int:
        days: int = _days(self._organisation).count()
        return len(self._duties) + days

    def __iter__(self) -> Iterator[DueItem]:
        return iter(self[:])

    @overload
    def __getitem__(self, wanted: int) -> DueItem: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[DueItem]: ...
    def __getitem__(self, wanted: int | slice) -> DueItem | list[DueItem]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(sys.maxsize)
        return self._between(start, stop)

    def _between(self, start: int, stop: int) -> list[DueItem]:
        """The duties are few, so the days from `start` less their number hold all that can stand there."""
        first = max(start - len(self._duties), 0)
        days = _days(self._organisation).order_by("day", "kind", "pk", "which")[first:stop]
        rows: list[DueItem | DueDay] = [DueDay(*row) for row in days]
        before = [duty for duty in self._duties if first and rows and _last(duty) <= _last(rows[0])]
        duties: list[DueItem | DueDay] = [*self._duties[len(before) :]]
        merged = heapq.merge(duties, rows, key=_last)
        found = list(islice(merged, start - first - len(before), stop - first - len(before)))
        return _made(found)


class DueDay(NamedTuple):
    """A day that is due: of which row, and which of its days."""

    day: date
    kind: str
    pk: int
    which: str


def _last(item: DueItem | DueDay) -> date:
    return item.day or date.max


def _days(organisation: Organisation) -> Any:
    """Every day of an action, an objective or a plan, as the columns of DueDay."""
    within: list[tuple[Any, str, str, str]] = [
        (Action.objects.within(organisation).still_open(), "action", "last", "last_day"),
        (Action.objects.within(organisation).still_open(), "action", "next", "next_due_on"),
        (Objective.objects.within(organisation).still_open(), "objective", "last", "last_day"),
        (Objective.objects.within(organisation).still_open(), "objective", "next", "next_due_on"),
        (Plan.objects.within(organisation), "plan", "ends", "ends_on"),
    ]
    first, *others = (
        rows.exclude(**{column: None})
        .order_by()
        .annotate(day=F(column), kind=Value(kind), which=Value(which))
        .values_list("day", "kind", "pk", "which")
        for rows, kind, which, column in within
    )
    return first.union(*others, all=True)


def _made(found: Sequence[DueItem | DueDay]) -> list[DueItem]:
    """The items of days: a query for each kind of row that is among them or could be."""
    days = [one for one in found if isinstance(one, DueDay)]
    columns = ("pk", "ref", "text", "timescale_text", "timescale")
    rows: dict[str, dict[int, Any]] = {
        kind: model._default_manager.only(*only).in_bulk([one.pk for one in days if one.kind == kind])
        for kind, model, only in (
            ("action", Action, columns),
            ("objective", Objective, columns),
            ("plan", Plan, ("pk", "title")),
        )
    }
    return [_item(one, rows[one.kind][one.pk]) if isinstance(one, DueDay) else one for one in found]


def _item(one: DueDay, row: Any) -> DueItem:
    url = reverse(f"plans:{one.kind}", args=[one.pk])
    name = f"{one.kind}-{one.pk}-{one.which}"
    if one.kind == "plan":
        why = _("The last day of the plan's own period: its successor is due.")
        return DueItem(name, one.day, _("Plan"), row.title, why, url)
    rules = {"last": _("The last day by its timescale"), "next": _("The next due day by its timescale")}
    kind = _("Action") if one.kind == "action" else _("Objective")
    why = f"{rules[one.which]}: {_timescale(row.timescale_text, row.timescale)}"
    return DueItem(name, one.day, kind, str(row), why, url)


def _timescale(phrase: str, read: Mapping[str, Any] | None) -> str:
    reading = (read or {}).get("reading", "")
    return " ".join(filter(None, [f"“{phrase}”.", reading]))
