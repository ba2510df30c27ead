"""What somebody said that a value means."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet


class CorrectionQuerySet(WithinQuerySet["Correction"]):
    def of(self, organisation: Organisation, classification: str) -> Self:
        """What is remembered for columns of the organisation that use this list."""
        return self.filter(organisation=organisation, classification=classification)


class Correction(models.Model):
    """A value that no list explains, and the group or missing state that an analyst said it is. It is remembered
    for the organisation, for columns that use the same list."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="corrections")
    classification = models.CharField(max_length=100)
    value = models.CharField(_("value as written"), max_length=200)
    meaning = models.CharField(max_length=100)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["classification", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "classification", "value"], name="correction_once_a_value"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.meaning}"
