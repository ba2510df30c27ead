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
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.home.duties import duties, duty_awaits_confirmation
from dueregard.kit.icalendar import Event
from dueregard.plans.models import Action, Objective, Plan


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
    for one, why in duties(organisation, today):
        key = one.duty.id if duty_awaits_confirmation(one.duty) else ""
        confirmed = one.confirmed is not None
        title, url = _(one.duty.title), reverse("home:calendar")
        kind = _("By others") if one.duty.rule == "external" else _("Duty")
        yield DueItem(one.duty.id, one.due, kind, title, why, url, duty=key, is_confirmed=confirmed)


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
