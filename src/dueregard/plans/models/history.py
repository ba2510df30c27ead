"""What happened to a register: rows that are added and never changed."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.evidence.models import Document
from dueregard.plans.models.deeds import Deed
from dueregard.plans.models.entries import Action, Objective, Plan
from dueregard.plans.models.ordered import OrderedJSONField
from dueregard.plans.models.parts import ONE_OWNER


class AddedQuerySet(models.QuerySet[Any]):
    """Rows are added; they go only with what they belong to."""

    def update(self, **_changes: Any) -> NoReturn:
        raise TypeError("history is new rows, not edited ones")


class AddedOnce(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("history is new rows, not edited ones")
        super().save(*args, **kwargs)


class UpdateQuerySet(AddedQuerySet):
    def within(self, organisation: Organisation) -> Self:
        return self.filter(action__plan__organisation__path__startswith=organisation.path)

    def standing(self) -> Self:
        """Those that no other corrects, and that were not taken back with the deed that they belong to."""
        undone = Change.objects.filter(kind=Change.Kind.UNDONE, field="said", action=OuterRef("action"))
        return self.filter(corrected_by=None).exclude(Exists(undone.filter(deed__undoes=OuterRef("deed"))))


class Update(AddedOnce):
    """What a lead says about an action on a day. To correct one, another is recorded, which stands in the `place` of
    the first (its key), on its day. `made_for` names the leads where somebody else records their words. One that was
    recorded with others belongs to a `deed`, and is taken back when that is undone. What was corrected or taken back
    stays, struck through. `status_before` is what the action said before it was recorded."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    status = models.CharField(_("status"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    status_before = models.CharField(max_length=500, blank=True, editable=False)
    made_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="updates")
    made_for = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    evidence = models.ManyToManyField(Document, related_name="updates", blank=True)
    deed = models.ForeignKey(Deed, models.PROTECT, null=True, related_name="updates")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    place = models.PositiveBigIntegerField(null=True, editable=False)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", Coalesce("place", "pk").desc(), "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(status="", note=""), name="update_says_something"),
            models.CheckConstraint(
                condition=Q(corrects=None, place=None) | Q(corrects__isnull=False, place__isnull=False),
                name="update_corrects_in_its_place",
            ),
        ]

    def __str__(self) -> str:
        return self.status or self.note

    @property
    def is_corrected(self) -> bool:
        return hasattr(self, "corrected_by")

    def check_can_correct(self) -> None:
        if self.is_corrected:
            raise ValidationError(_("This was corrected already: correct the words that stand in its place."))
        if not Update.objects.standing().filter(pk=self.pk).exists():
            raise ValidationError(_("This was taken back: record another update instead."))


class Change(AddedOnce):
    """One thing that was changed by hand: what was there before, and after, in words; in `values` the two as they are
    kept, so that it can be undone (none for what was changed before there was undoing)."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        REWORDED = "reworded", _("re-worded")
        REDATED = "redated", _("re-dated")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("re-opened")
        EVENT = "event", _("event recorded")
        MOVED = "moved", _("moved")
        SPLIT_OFF = "split_off", _("split off from another")
        SPLIT = "split", _("another split off")
        MERGED = "merged", _("merged into another")
        TOOK_IN = "took_in", _("another merged into it")
        CARRIED = "carried", _("carried over from another plan")
        SAID = "said", _("updated")
        UNDONE = "undone", _("undone")

    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="changes")
    objective = models.ForeignKey(Objective, models.CASCADE, null=True, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    field = models.CharField(max_length=50, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(_("reason"), blank=True)
    deed = models.ForeignKey(Deed, models.CASCADE, null=True, related_name="changes")
    values = OrderedJSONField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="plan_changes")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = AddedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="change_of_one_entry"),
            models.CheckConstraint(condition=~Q(kind="redated", reason=""), name="redated_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def entry(self) -> Any:
        return self.action or self.objective

    @property
    def name(self) -> str:
        """What of the entry was changed; "" where the change is no more than a line of its history."""
        return {
            self.Kind.REDATED: "timescale",
            self.Kind.EVENT: "timescale",
            self.Kind.CLOSED: "closed_on",
            self.Kind.REOPENED: "closed_on",
        }.get(self.Kind(self.kind), self.field)


class Import(models.Model):
    """A document that was read: first a preview, then rows of a plan, then perhaps undone.

    `document` is what the library read (`PlanDocument.as_dict`), with the officer's corrections; the words
    of the source stay beside each entry in its `fields`, and `said` is what headings meant when it was read.
    While it is read, `reading_since` says since when; `refusal` is why it could not be.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imports")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, related_name="imports")
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    document = OrderedJSONField(default=dict)
    reading_since = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = WithinQuerySet["Import"].as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="import_confirmed_by_at",
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False, confirmed_at__isnull=False),
                name="import_undone_by_at",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=Q(confirmed_at=None),
                name="import_previewed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
