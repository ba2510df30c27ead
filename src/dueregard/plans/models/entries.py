"""Plans, and the objectives and actions in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, Unit, WithinQuerySet
from dueregard.plans.models.ordered import OrderedJSONField
from dueregard.plans.models.querysets import ActionQuerySet, ObjectiveQuerySet, Standing, StandingManager
from dueregard.plans.models.words import Saying, in_months, saying
from equalities.timescales import Timescale


class Plan(models.Model):
    """An equality plan, scheme or strategy."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="plans")
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = WithinQuerySet["Plan"].as_manager()

    class Meta:
        ordering = ["-starts_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="plan_title_not_blank"),
        ]

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """What objectives and actions share: words, dates, origin, and whether they are open.

    `timescale` is what the library read in `timescale_text`, as its `as_dict` gives it; the days beside it
    are stored so that filters and colours are one database expression. `first_last_day` is the last day
    that was set first and stays, so that slippage shows. `fields` holds every column of the source under
    its heading as printed, `sources` where each value stands; `imported_text` is how the document worded it.
    `version` goes up with each change: whoever saves a page that somebody else has changed is told.
    `came_from` is the entry that it was split off or carried over from. One that is `merged_into` another is no longer
    seen by itself: `objects` leaves it out, and its updates and history show with the one that stays.
    """

    kind: ClassVar[str]

    ref = models.CharField(_("number"), max_length=50, blank=True)
    text = models.TextField(_("words"))
    imported_text = models.TextField(blank=True)
    theme = models.CharField(_("theme"), max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    timescale_text = models.CharField(_("timescale"), max_length=1000, blank=True)
    timescale = models.JSONField(null=True, blank=True)
    events = models.JSONField(default=dict, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    first_last_day = models.DateField(null=True, blank=True)
    last_update_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    fields = OrderedJSONField(default=dict, blank=True)
    sources = OrderedJSONField(default=dict, blank=True)
    imported_in = models.ForeignKey("plans.Import", models.PROTECT, null=True, related_name="+")
    came_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="became")
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, related_name="merged", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        # Of those that were merged alone: nearly all others are null, by which no list may be looked up.
        indexes = [
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="%(class)s_merged"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="%(class)s_not_blank"),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="%(class)s_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(first_last_day__isnull=False),
                name="%(class)s_first_last_day_stays",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()

    @property
    def title(self) -> str:
        return Truncator(self.text).chars(90)

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def is_merged(self) -> bool:
        return getattr(self, "merged_into_id", None) is not None

    @property
    def slipped_days(self) -> int:
        """Days by which the last day is later than the one set first; 0 where it is not."""
        if self.last_day is None or self.first_last_day is None:
            return 0
        return max((self.last_day - self.first_last_day).days, 0)

    @property
    def slippage(self) -> str:
        """The slipped days in words."""
        return in_months(self.slipped_days)

    @property
    def waits_for(self) -> str:
        """The event that must happen before there is a date; "" where none is waited for."""
        return next((event for event in _awaited(self.timescale or {}) if event not in self.events), "")

    @property
    def is_recurring(self) -> bool:
        return bool((self.timescale or {}).get("rrule"))

    def read_timescale(self) -> Timescale | None:
        return Timescale.from_dict(self.timescale) if self.timescale else None


def _awaited(timescale: dict[str, Any]) -> Iterator[str]:
    if timescale.get("waits_for"):
        yield timescale["waits_for"]
    for part in timescale.get("parts", []):
        yield from _awaited(part)


class Objective(Entry):
    kind = "objective"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives")

    objects = StandingManager.from_queryset(ObjectiveQuerySet)()

    class Meta(Entry.Meta):
        indexes = [*Entry.Meta.indexes, models.Index(fields=["plan", "position"])]


STANDS = ("plan", "merged_into")
"""What every list asks first: whose, and not merged into another."""
COUNTED = (
    *("closed_on", "last_day", "next_due_on", "last_update_on", "registered_on", "first_last_day"),
    *("saying", "imported_in", "is_to_be_mapped"),
)
"""All that Home counts by: in an index of their own no row is read, the words of which fill the most of it."""


class Action(Entry):
    """What will be done. `status_as_written` and `sentence_as_written` are what the lead says, never touched;
    `saying` is only their reading. What the dates say is never stored: see querysets.dates_say. `others`
    are columns without a field of their own, by heading."""

    kind = "action"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, blank=True, related_name="actions")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="actions")
    outputs = models.JSONField(default=list, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    arising_from = models.TextField(_("arising from"), blank=True)
    status_as_written = models.CharField(_("status"), max_length=500, blank=True)
    sentence_as_written = models.TextField(blank=True)
    saying = models.CharField(max_length=10, choices=Saying.choices, default=Saying.UNREAD)
    others = OrderedJSONField(default=dict, blank=True)
    is_to_be_mapped = models.BooleanField(default=False)

    objects = StandingManager.from_queryset(ActionQuerySet)()

    class Meta(Entry.Meta):
        indexes = [
            *Entry.Meta.indexes,
            models.Index(fields=["plan", "position"]),
            models.Index(fields=[*STANDS, "objective", "position"], name="action_in_order"),
            models.Index(fields=[*STANDS, "unit"], name="action_units"),
            models.Index(fields=[*STANDS, "status_as_written"], name="action_statuses"),
            models.Index(fields=[*STANDS, *COUNTED], name="action_counts"),
        ]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(condition=Q(saying__in=Saying.values), name="action_saying_known"),
        ]

    def say(self, status: str) -> None:
        """Keep a status as written, with its reading."""
        self.status_as_written = status[:500]
        self.saying = saying(self.status_as_written)

    @property
    def standing(self) -> Standing:
        """What the dates say; only on rows of a queryset that was asked `.standing(today)`."""
        said: Any = self.dates_say  # type: ignore[attr-defined]
        return Standing(said)
