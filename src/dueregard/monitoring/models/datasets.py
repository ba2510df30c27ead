"""Who used a service in a period."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.monitoring.models.encryption import Key, seal, unseal
from equalities.cubes import Cube
from equalities.disclosure import Release


class Row(models.TextChoices):
    """What one row of the file is."""

    PERSON = "person", _("A person")
    HOUSEHOLD = "household", _("A household")
    VISIT = "visit", _("A visit, so that one person may stand in several rows")


class State(StrEnum):
    """How far a dataset has come."""

    WAITING = "waiting"  # the file is here; nobody has said yet what its columns are
    MAPPED = "mapped"  # the file is here, and so is what its columns are
    LOADED = "loaded"
    LAPSED = "lapsed"  # the file was deleted before it was loaded


@dataclass(frozen=True)
class MappedColumn:
    """What one column of the file is. `heading` is the file's, `classification` a code list's name; `ruled_by` the
    post that ruled what a column headed "gender" holds."""

    heading: str
    characteristic: str
    classification: str
    ruled_by: str = ""


class DatasetQuerySet(WithinQuerySet["Dataset"]):
    def current(self) -> Self:
        """All but those that were removed."""
        return self.filter(removed_at=None)

    def loaded(self) -> Self:
        return self.current().exclude(loaded_at=None)

    def like(self, dataset: Dataset) -> Self:
        """The others of the same service, period and kind of row."""
        return self.about_as(dataset).filter(row=dataset.row)

    def about_as(self, dataset: Dataset) -> Self:
        """The others of the same service and period, whatever a row of theirs is said to be: the same file may have
        been loaded as people and as visits."""
        names = ("organisation", "service", "starts_on", "ends_on")
        return self.filter(**{name: getattr(dataset, name) for name in names}).exclude(pk=dataset.pk)


class Dataset(models.Model):
    """The users of one service in one period. Before loading: what was said about the file. After it: the tables
    that readers see, protected together, and the counts that later tables must be protected with, sealed.

    A dataset that was removed keeps its tables: people saw them, and protection has to count on that.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="datasets")
    title = models.CharField(_("title"), max_length=200)
    service = models.CharField(_("service"), max_length=200)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    row = models.CharField(_("what one row is"), max_length=20, choices=Row)
    purpose = models.TextField(_("what it is for"))
    mapping = models.JSONField(default=list)
    reference = models.CharField(_("column that tells people apart"), max_length=200, blank=True)
    same_people_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    release_kept = models.JSONField(null=True)
    counts_sealed = models.BinaryField(null=True)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "service", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="dataset_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(row__in=Row.values), name="dataset_row_known"),
            models.CheckConstraint(
                condition=Q(loaded_at=None, release_kept=None, counts_sealed=None)
                | Q(loaded_at__isnull=False, release_kept__isnull=False, counts_sealed__isnull=False),
                name="dataset_loaded_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> State:
        if self.loaded_at:
            return State.LOADED
        if not hasattr(self, "raw_file"):
            return State.LAPSED
        return State.MAPPED if self.mapping else State.WAITING

    @property
    def period(self) -> str:
        """ "2024-04-01/2025-03-31": how the universe of its counts names the period."""
        return f"{self.starts_on.isoformat()}/{self.ends_on.isoformat()}"

    @property
    def columns(self) -> tuple[MappedColumn, ...]:
        return tuple(MappedColumn(**column) for column in self.mapping)

    @property
    def years(self) -> str:
        """The period as a heading: "2024" or "2024/25" where its days are a whole year, else the days."""
        year_later = self.starts_on.replace(day=1, year=self.starts_on.year + 1) - timedelta(days=1)
        if self.starts_on.day > 1 or self.ends_on != year_later:
            return f"{date_format(self.starts_on, 'j M Y')} – {date_format(self.ends_on, 'j M Y')}"
        whole = self.ends_on.year == self.starts_on.year
        return f"{self.starts_on.year}" if whole else f"{self.starts_on.year}/{self.ends_on:%y}"

    @property
    def universe(self) -> dict[str, str]:
        """Who is counted: equal for two datasets that are about the very same people. A corrected extract of a
        service and period is about others, if only by one. The extract stands with the period, so that several
        periods together are named by a list of values of one name."""
        return {
            "organisation": str(self.organisation_id),
            "population": self.service,
            "period": f"{self.period} ({self.same_people_as_id or self.pk})",
        }

    @property
    def release(self) -> Release:
        """The tables that may be shown; KeyError before loading."""
        return Release.from_dict(self.release_kept or {})

    @property
    def cubes(self) -> tuple[Cube, ...]:
        """The counts as they are, for protect() and for nothing else: no page may show one."""
        kept = json.loads(unseal(bytes(self.counts_sealed or b""), Key.COUNTS))
        return tuple(Cube.from_dict(each) for each in kept)

    def keep(self, cubes: Sequence[Cube], release: Release) -> None:
        """Set what loading leaves behind; the caller saves."""
        self.counts_sealed = seal(json.dumps([cube.as_dict() for cube in cubes]).encode(), Key.COUNTS)
        self.release_kept = release.as_dict()
