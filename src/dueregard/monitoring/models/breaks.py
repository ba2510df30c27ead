"""Where figures of one period cannot be set beside those of the one before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import User
from dueregard.monitoring.models.datasets import Dataset


class Break(models.Model):
    """Something changed before this period: figures on both sides of it were not got in the same way."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("The question, or the answers offered")
        SYSTEM = "system", _("The system, or the way that people are asked")
        PEOPLE = "people", _("Who is counted")

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="breaks")
    characteristic = models.CharField(max_length=100)
    kind = models.CharField(_("what changed"), max_length=20, choices=Kind)
    note = models.CharField(_("what changed, in a sentence"), max_length=300)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "characteristic"], name="break_once_a_period"),
            models.CheckConstraint(
                condition=Q(kind__in=["question", "system", "people"]), name="break_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.note}"
