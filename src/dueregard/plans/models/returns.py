"""Workbooks that were downloaded, filled in and handed back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dueregard.access.models import Organisation, User, WithinQuerySet


class Return(models.Model):
    """A workbook with new words about actions. `rows` are those that somebody filled in: {"sheet", "row", "key",
    "status", "note", "evidence"}, each as written. Which of them would be recorded is worked out when the page is
    opened, so that the same file, handed in twice, changes nothing the second time."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="returns")
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    objects = WithinQuerySet["Return"].as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256", "made_by"], name="return_read_once"),
            models.CheckConstraint(
                condition=Q(recorded_by=None, recorded_at=None)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False),
                name="return_recorded_by_at",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
