"""A loading under way: it goes on when the page that asked for it is closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User
from dueregard.monitoring.models.datasets import Dataset

SILENCE = timedelta(seconds=60)
"""After which a loading that gave no sign of life was killed, or its machine stopped."""

KEPT = timedelta(hours=24)


class Cancelled(Exception):
    """Whoever asked for it does not want it any more, or asked for it again."""


class LoadingQuerySet(models.QuerySet["Loading"]):
    def within(self, organisation: Organisation) -> Self:
        return self.filter(dataset__organisation__path__startswith=organisation.path)

    def under_way(self) -> Self:
        alive = Q(seen_at__gt=timezone.now() - SILENCE)
        return self.filter(alive, made=None, refusal="").exclude(step=Loading.Step.READ)

    def over(self, now: datetime) -> Self:
        return self.filter(seen_at__lte=now - KEPT)


class Loading(models.Model):
    """What was asked for when a waiting file was to be read for its check page (`only_reads`), or to be loaded, or the
    tables of a loaded dataset to be made again; how far it is; and what came of it: a reading beside the file, the
    dataset that readers see, or the sentence that says why none is. A process of
    its own does it (`load_dataset`) and says every few seconds that it lives; without its row it may keep nothing."""

    class Step(models.TextChoices):
        WAIT = "wait", _("It waits for its turn, one dataset at a time")
        LOOK = "look", _("Each value is looked at")
        READ = "read", _("The file is read")
        COUNT = "count", _("The answers are counted")
        PROTECT = "protect", _("The tables are protected")
        KEEP = "keep", _("Rows and tables are sealed and kept")

    dataset = models.OneToOneField(Dataset, models.CASCADE, related_name="loading")
    together = models.JSONField(default=list)
    keep_rows = models.BooleanField(default=True)
    only_reads = models.BooleanField(default=False)
    step = models.CharField(max_length=20, choices=Step, default=Step.WAIT)
    refusal = models.TextField(blank=True)
    made = models.ForeignKey(Dataset, models.CASCADE, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = LoadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(made=None) | Q(refusal=""), name="loading_made_or_refused"),
            models.CheckConstraint(
                condition=Q(step__in=["wait", "look", "read", "count", "protect", "keep"]),
                name="loading_step_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.step}"

    @property
    def is_over(self) -> bool:
        return self.made is not None or bool(self.refusal) or self.step == Loading.Step.READ

    @property
    def is_lost(self) -> bool:
        """Whether it ended without a word: of what it did nothing is kept."""
        return not self.is_over and timezone.now() - self.seen_at > SILENCE

    def is_wanted(self) -> bool:
        """Asked every few seconds by whoever does it, which says that they live."""
        return bool(Loading.objects.filter(pk=self.pk).update(seen_at=timezone.now()))

    def tells(self, made: Dataset | None = None, **changes: str) -> None:
        """Say how far it is, in the transaction that keeps what was `made`. Raises Cancelled where nobody wants it."""
        said = {"seen_at": timezone.now(), "made": made, **changes}
        if not Loading.objects.filter(pk=self.pk).update(**said):
            raise Cancelled
