"""People who asked not to be monitored."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.monitoring.models.datasets import Dataset


class ObjectionQuerySet(WithinQuerySet["Objection"]):
    def of(self, organisation: Organisation, service: str) -> Self:
        """All that were ever noted."""
        return self.filter(organisation=organisation, service__iexact=service)

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)

    def holding_for(self, dataset: Dataset) -> Self:
        """Those whose rows are left out of a dataset's service and period: the standing ones, and those that were taken
        back after tables of that period were shown without the person. Beside these, tables with one person more would
        tell who came back."""
        shown = Dataset.objects.filter(
            organisation=dataset.organisation,
            service__iexact=dataset.service,
            starts_on=dataset.starts_on,
            ends_on=dataset.ends_on,
        ).exclude(loaded_at=None)
        holding = Q(taken_back_at=None)
        for moment in shown.values_list("loaded_at", flat=True):
            holding |= Q(noted_at__lt=moment, taken_back_at__gt=moment)
        return self.of(dataset.organisation, dataset.service).filter(holding)

    def cut_from(self, dataset: Dataset) -> Self:
        """Those that took rows out of the kept rows of a loaded dataset, though they do not hold any more."""
        ours = self.of(dataset.organisation, dataset.service)
        back = ours.filter(had_rows=True, noted_at__gte=dataset.loaded_at, taken_back_at__isnull=False)
        return back.exclude(reference_hash__in=ours.standing().values("reference_hash"))


class Objection(models.Model):
    """Somebody's reference in a service, as a keyed hash: their rows are left out of every file of the service from
    then on, until it is taken back. Neither a name nor the reference itself is kept. `had_rows` says whether rows that
    were kept had the reference, and were removed."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="objections")
    service = models.CharField(_("service"), max_length=200)
    reference_hash = models.CharField(max_length=64)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    had_rows = models.BooleanField(default=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service", "reference_hash"],
                condition=Q(taken_back_at=None),
                name="objection_once_a_reference",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="objection_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.noted_at:%-d %B %Y}"
