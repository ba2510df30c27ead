"""What the dates say, as one database expression over stored columns, and the gaps that people look for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Least, RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User
from dueregard.plans.models.words import Saying

if TYPE_CHECKING:
    from dueregard.plans.models.entries import Action, Objective  # noqa: F401 - named in quotes below

T = TypeVar("T", bound=models.Model)

SOON = timedelta(days=30)
QUARTER = timedelta(days=91)
TIDYING = timedelta(days=30)
OPEN, TO_TIDY = "open", "to_tidy"  # counted beside the gaps


class Standing(models.TextChoices):
    """What the dates say. The first that holds is said, in this order."""

    CLOSED = "closed", _("Closed")
    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Due")
    STALE = "stale", _("Stale")
    NO_DATE = "no_date", _("No date")
    ON_TIME = "on_time", _("On time")

    @property
    def rule(self) -> Promise:
        return RULES[self]

    @property
    def colour(self) -> str:
        return COLOURS[self]


RULES: dict[Standing, Promise] = {
    Standing.CLOSED: _("somebody closed it"),
    Standing.OVERDUE: _("its last day or its next due day has passed"),
    Standing.DUE: _("its last day or its next due day is within 30 days"),
    Standing.STALE: _("no update has been recorded for a quarter (91 days)"),
    Standing.NO_DATE: _("it has neither a last day nor a next due day"),
    Standing.ON_TIME: _("its next date is more than 30 days away"),
}
COLOURS: dict[Standing, str] = {
    Standing.CLOSED: "grey",
    Standing.OVERDUE: "red",
    Standing.DUE: "yellow",
    Standing.STALE: "orange",
    Standing.NO_DATE: "purple",
    Standing.ON_TIME: "green",
}


class Gap(models.TextChoices):
    """What is missing or does not fit. Only entries that are still open have gaps."""

    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Due in 30 days")
    DISAGREEMENT = "disagreement", _("Lead and dates disagree")
    NO_DATE = "no_date", _("No date")
    NO_LEAD = "no_lead", _("No lead")
    NO_MEASURE = "no_measure", _("No measure")
    STALE = "stale", _("Not updated for a quarter")
    TO_BE_DETERMINED = "to_be_determined", _("Measure to be determined")
    TO_BE_MAPPED = "to_be_mapped", _("To be mapped")
    SLIPPED = "slipped", _("Slipped")

    @property
    def rule(self) -> Promise:
        return GAP_RULES[self]


GAP_RULES: dict[Gap, Promise] = {
    Gap.OVERDUE: _("The last day or the next due day has passed."),
    Gap.DUE: _("The last day or the next due day is within 30 days."),
    Gap.DISAGREEMENT: _(
        "The lead says that it goes well or is done, and the dates say that it is overdue;"
        " or the lead says that it is late, and the dates say that it is on time."
    ),
    Gap.NO_DATE: _("There is neither a last day nor a next due day."),
    Gap.NO_LEAD: _("Nobody is named; “TBC” and “n/a” name nobody."),
    Gap.NO_MEASURE: _("Nothing says how success is measured; “to be determined” does not."),
    Gap.STALE: _("No update has been recorded for a quarter (91 days)."),
    Gap.TO_BE_DETERMINED: _("A measure is still to be determined, agreed or introduced."),
    Gap.TO_BE_MAPPED: _("A column says “To be mapped”."),
    Gap.SLIPPED: _("The last day is later than the first one that was set."),
}


class StandingManager(models.Manager[T]):
    """Entries that stand: not those that were merged into another."""

    def get_queryset(self) -> models.QuerySet[T]:
        return super().get_queryset().filter(merged_into=None)


class EntryQuerySet(models.QuerySet[T]):
    """Objectives or actions of plans."""

    def within(self, organisation: Organisation) -> Self:
        """By their plans, of which there are few: with a join SQLite would sort every row before it shows fifty."""
        return self.filter(plan__in=apps.get_model("plans", "Plan").objects.within(organisation).order_by())

    def of_organisations(self, keys: Iterable[int]) -> Self:
        """Of these alone, without those under them."""
        return self.filter(
            plan__in=apps.get_model("plans", "Plan").objects.filter(organisation__in=keys).order_by()
        )

    def still_open(self) -> Self:
        return self.filter(closed_on=None)

    def standing(self, today: date) -> Self:
        """With `dates_say`, a value of Standing."""
        return self.annotate(dates_say=dates_say(today))


class ObjectiveQuerySet(EntryQuerySet["Objective"]):
    pass


class ActionQuerySet(EntryQuerySet["Action"]):
    def with_gap(self, gap: Gap, today: date) -> Self:
        return self.still_open().standing(today).filter(gap_condition(gap, today))

    def left_by_import(self, today: date, gap: Gap | None = None) -> Self:
        """Those whose gap (any, where none is given) came in with an import of the last 30 days."""
        return self.still_open().standing(today).filter(_left_by_import([gap] if gap else Gap, today))

    def not_left_by_import(self, today: date, gap: Gap) -> Self:
        return self.exclude(_recent(today) & _caused(gap))

    def gap_counts(self, gaps: Iterable[Gap], today: date) -> dict[int, dict[str, int]]:
        """Of each organisation by its key: how many are open, how many of these an import of the last 30 days left to
        tidy, and how many have each gap that none left. One query for all of them."""
        conditions = {gap.value: gap_condition(gap, today) & ~(_recent(today) & _caused(gap)) for gap in gaps}
        conditions[TO_TIDY] = _left_by_import(Gap, today)
        numbers = {name: models.Count("pk", filter=condition) for name, condition in conditions.items()}
        found = self.still_open().standing(today).order_by().values("plan__organisation")
        rows: Any = found.annotate(**numbers, **{OPEN: models.Count("pk")})
        return {row.pop("plan__organisation"): row for row in rows}

    def of_standing(self, standing: str) -> Self:
        """Those of which the dates say this; asked of a queryset with `.standing(today)`."""
        return self.filter(Q(dates_say=standing))

    def led_by(self, user: User, today: date) -> Self:
        """Those led by a post that the person holds today."""
        holds = Q(post__holdings__user=user, post__holdings__starts_on__lte=today) & (
            Q(post__holdings__ends_on=None) | Q(post__holdings__ends_on__gte=today)
        )
        leads = apps.get_model("plans", "Lead")._default_manager.filter(holds, action=OuterRef("pk"))
        return self.filter(Exists(leads))

    def by_urgency(self) -> Self:
        """The one whose next date comes first, first; without a date, last."""
        return self.annotate(next_date=_next_date()).order_by("next_date", "position", "pk")

    def most_urgent_of_each(self, number: int) -> Any:
        """So many of each organisation, in no order: the key of the organisation, then all that by_urgency() orders by,
        of which the key of the action comes last."""
        first = ("next_date", "position", "pk")
        place = models.Window(RowNumber(), partition_by="plan__organisation", order_by=first)
        found = self.by_urgency().annotate(place=place).filter(place__lte=number).order_by()
        return found.values_list("plan__organisation", *first)


def _next_date() -> Least:
    never = Value(date.max, output_field=models.DateField())
    return Least(Coalesce(F("last_day"), never), Coalesce(F("next_due_on"), never))


def dates_say(today: date) -> Case:
    """The rule of Standing: every condition is over columns of the entry alone."""
    conditions = [
        (Q(closed_on__isnull=False), Standing.CLOSED),
        (_passed(today), Standing.OVERDUE),
        (_soon(today), Standing.DUE),
        (_stale(today), Standing.STALE),
        (_undated(), Standing.NO_DATE),
    ]
    return Case(
        *(When(condition, then=Value(word.value)) for condition, word in conditions),
        default=Value(Standing.ON_TIME.value),
        output_field=models.CharField(),
    )


def _passed(today: date) -> Q:
    return Q(last_day__lt=today) | Q(next_due_on__lt=today)


def _soon(today: date) -> Q:
    return Q(last_day__range=(today, today + SOON)) | Q(next_due_on__range=(today, today + SOON))


def _undated() -> Q:
    return Q(last_day=None, next_due_on=None)


def _stale(today: date) -> Q:
    """Silence counts from the last update, else from the day it came into the register."""
    since = today - QUARTER
    return Q(last_update_on__lt=since) | Q(last_update_on=None, registered_on__lt=since)


def gap_condition(gap: Gap, today: date) -> Q:
    """The rule of Gap, for open entries that are annotated with `dates_say`. Of these, the dates say overdue wherever
    one has passed, which the database sees sooner than what the whole of `dates_say` comes to."""
    return CONDITIONS[gap](today)


def _disagreeing(today: date) -> Q:
    said_well = Q(saying__in=[Saying.WELL, Saying.DONE]) & _passed(today)
    said_late = Q(saying=Saying.LATE) & Q(dates_say=Standing.ON_TIME)
    return said_well | said_late


def _exists(model: str, **columns: bool) -> Q:
    """There is a row of an action whose columns say this."""
    rows = apps.get_model("plans", model)._default_manager.filter(action=OuterRef("pk"), **columns)
    return Q(Exists(rows))


CONDITIONS: dict[Gap, Callable[[date], Q]] = {
    Gap.OVERDUE: _passed,
    Gap.DUE: lambda _today: Q(dates_say=Standing.DUE),
    Gap.DISAGREEMENT: _disagreeing,
    Gap.NO_DATE: lambda _today: _undated(),
    Gap.NO_LEAD: lambda _today: ~_exists("Lead", is_placeholder=False),
    Gap.NO_MEASURE: lambda _today: ~_exists("Measure", is_placeholder=False),
    Gap.STALE: _stale,
    Gap.TO_BE_DETERMINED: lambda _today: _exists("Measure", is_open=True),
    Gap.TO_BE_MAPPED: lambda _today: Q(is_to_be_mapped=True),
    Gap.SLIPPED: lambda _today: Q(last_day__gt=F("first_last_day")),
}


def _recent(today: date) -> Q:
    return Q(imported_in__isnull=False, registered_on__gte=today - TIDYING)


def _caused(gap: Gap) -> Q:
    """What must hold too, so that the import brought the gap: a day that passed since is not its doing."""
    was_late = Q(last_day__lt=F("registered_on"))
    if gap == Gap.OVERDUE:
        return was_late
    if gap == Gap.DISAGREEMENT:
        return Q(last_update_on=None) & (was_late | Q(saying=Saying.LATE))
    return Q(pk__isnull=gap in (Gap.DUE, Gap.STALE, Gap.SLIPPED))


def _left_by_import(gaps: Iterable[Gap], today: date) -> Q:
    return _recent(today) & reduce(or_, [gap_condition(gap, today) & _caused(gap) for gap in gaps])
