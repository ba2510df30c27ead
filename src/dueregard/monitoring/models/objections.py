"""People who asked not to be monitored."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet


class ObjectionQuerySet(WithinQuerySet["Objection"]):
    def of(self, organisation: Organisation, service: str) -> Self:
        return self.filter(organisation=organisation, service__iexact=service)


class Objection(models.Model):
    """Somebody's reference in a service, as a keyed hash: their rows are left out of every file of the service from
    then on. Neither a name nor the reference itself is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="objections")
    service = models.CharField(_("service"), max_length=200)
    reference_hash = models.CharField(max_length=64)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service", "reference_hash"], name="objection_once_a_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.noted_at:%-d %B %Y}"
