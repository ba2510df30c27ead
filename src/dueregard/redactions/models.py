"""Words that are removed for good: asked for by one person, confirmed by another."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.evidence.models import Document


class Redaction(models.Model):
    """One request. `words` are there only while it waits; `places` is how many fields they were removed from. `name`
    tells it from every other, in this database and in a copy restored from a backup."""

    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="redactions")
    words = models.TextField(gettext_lazy("words to remove"), blank=True)
    reason = models.TextField(gettext_lazy("reason"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    places = models.PositiveIntegerField(default=0)

    objects = WithinQuerySet["Redaction"].as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, confirmed_by=None, cancelled_by=None) & ~Q(words="")
                | Q(settled_at__isnull=False, words="", confirmed_by__isnull=False, cancelled_by=None)
                | Q(settled_at__isnull=False, words="", confirmed_by=None, cancelled_by__isnull=False),
                name="redaction_waits_or_is_settled",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="redaction_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def is_waiting(self) -> bool:
        return self.settled_at is None

    def check_is_waiting(self) -> None:
        if not self.is_waiting:
            raise ValidationError(_("This was settled already."))

    def check_can_choose(self, by: User) -> None:
        self.check_is_waiting()
        if by != self.asked_by:
            raise ValidationError(
                _("Whoever asked for this says which files go, since somebody else confirms it.")
            )

    def check_can_confirm(self, by: User) -> None:
        self.check_is_waiting()
        if by == self.asked_by:
            raise ValidationError(_("You asked for this, so somebody else confirms it."))


class FileSearch(models.Model):
    """Whether one attached file holds the words of a request that waits; forgotten when it is settled. `is_chosen`:
    whoever asked has looked into a file that could not be searched, and it goes."""

    class Outcome(models.TextChoices):
        HOLDS = "holds", gettext_lazy("It holds the words")
        CLEAR = "clear", gettext_lazy("It does not hold the words")
        UNREAD = "unread", gettext_lazy("Not searched")

    redaction = models.ForeignKey(Redaction, models.CASCADE, related_name="searches")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ["document_id"]
        constraints = [
            models.UniqueConstraint(fields=["redaction", "document"], name="file_searched_once"),
            models.CheckConstraint(
                condition=Q(is_chosen=False) | Q(outcome="unread"), name="file_chosen_where_not_searched"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_outcome_display()}"
