"""Who used a service in a period."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.monitoring.models.encryption import Key, seal, unseal
from equalities.codelists import characteristic, load
from equalities.cubes import AS_WRITTEN, Cube
from equalities.disclosure import Release
from equalities.saying import say


class Row(models.TextChoices):
    """What one row of the file is."""

    PERSON = "person", _("A person")
    HOUSEHOLD = "household", _("A household")
    VISIT = "visit", _("A visit, so that one person may stand in several rows")
    APPLICATION = "application", _("An application, of which one person may have made several")
    INCIDENT = "incident", _("An incident or a case, of which several may be one person's")


REPEATING = (Row.VISIT, Row.APPLICATION, Row.INCIDENT)
"""Of which one person may have several: no interval holds for them, and nothing is tested."""


PLACE = "place"
"""In place of a characteristic: a column that says in which area somebody lives, or with which team."""


AS_WRITTEN_PLACE = f"{PLACE}:{AS_WRITTEN}"
"""How the form names a column of places."""

KEPT = timedelta(days=3 * 366)
"""How long counts are kept where nobody says otherwise: long enough for a report on three years."""


def usual_last_day(today: date) -> date:
    return today + KEPT


class Basis(models.TextChoices):
    """Why personal data may be processed at all: UK GDPR article 6(1)."""

    PUBLIC_TASK = "public_task", _("Public task: article 6(1)(e)")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation: article 6(1)(c)")
    CONSENT = "consent", _("Consent: article 6(1)(a)")


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

    @property
    def title(self) -> str:
        """What it is called on pages: the characteristic, or the file's own heading for a place."""
        return self.heading if self.is_place else say(characteristic(self.characteristic).title)

    @property
    def list_title(self) -> str:
        return gettext("As written in the file") if self.is_place else load(self.classification).title

    @property
    def is_place(self) -> bool:
        return self.characteristic == PLACE


class DatasetQuerySet(WithinQuerySet["Dataset"]):
    def current(self) -> Self:
        """All but those that were removed."""
        return self.filter(removed_at=None)

    def loaded(self) -> Self:
        return self.current().exclude(loaded_at=None)

    def unfinished(self) -> Self:
        """Those that somebody is making again of rows, or was killed while making: no other is removed at the moment
        that it came."""
        return self.filter(loaded_at=None, removed_at=F("uploaded_at"))

    def holding_counts(self) -> Self:
        """Those of which more than protected tables is kept, removed ones too."""
        return self.exclude(loaded_at=None).filter(purged_at=None)

    def due_for_purge(self, today: date) -> Self:
        """Those whose last day is over, and those that were removed when removing left their counts."""
        return self.holding_counts().filter(Q(keep_until__lt=today) | Q(removed_at__isnull=False))

    def like(self, dataset: Dataset) -> Self:
        """The others of the same service, period and kind of row."""
        return self.about_as(dataset).filter(row=dataset.row)

    def now_of(self, dataset: Dataset) -> Self:
        """What readers see of its service, period and kind of row: itself, or what was loaded in its place."""
        return self.loaded().filter(
            organisation=dataset.organisation,
            service=dataset.service,
            starts_on=dataset.starts_on,
            ends_on=dataset.ends_on,
            row=dataset.row,
        )

    def about_as(self, dataset: Dataset) -> Self:
        """The others of the same service and period, whatever a row of theirs is said to be: the same file may have
        been loaded as people and as visits."""
        names = ("organisation", "service", "starts_on", "ends_on")
        return self.filter(**{name: getattr(dataset, name) for name in names}).exclude(pk=dataset.pk)


class Dataset(models.Model):
    """The users of one service in one period. Before loading: what was said about the file. After it: the tables
    that readers see, protected together, and the counts that later tables must be protected with, sealed. After it is
    purged: the tables alone. `together` are the pairs of columns that were counted together, `joined` the places that
    the analyst chose to put together with others; `removed_kept` says what a purge removed.

    A dataset that was removed keeps its tables: people saw them, and protection has to count on that.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="datasets")
    title = models.CharField(_("title"), max_length=200)
    service = models.CharField(_("service"), max_length=200)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    row = models.CharField(_("what one row is"), max_length=20, choices=Row)
    purpose = models.TextField(_("what it is for"))
    lawful_basis = models.CharField(
        _("lawful basis"), max_length=20, choices=Basis, default=Basis.PUBLIC_TASK
    )
    owner = models.CharField(_("post that answers for the data"), max_length=200, blank=True)
    keep_until = models.DateField(_("keep the counts until"), null=True)
    mapping = models.JSONField(default=list)
    together = models.JSONField(default=list)
    joined = models.JSONField(default=list)
    reference = models.CharField(_("column that tells people apart"), max_length=200, blank=True)
    same_people_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    release_kept = models.JSONField(null=True)
    counts_sealed = models.BinaryField(null=True)
    purged_at = models.DateTimeField(null=True)
    removed_kept = models.JSONField(default=list)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "service", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="dataset_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(row__in=Row.values), name="dataset_row_known"),
            models.CheckConstraint(
                condition=Q(loaded_at=None, release_kept=None, counts_sealed=None, purged_at=None)
                | Q(loaded_at__isnull=False, release_kept__isnull=False),
                name="dataset_loaded_whole",
            ),
            models.CheckConstraint(
                condition=Q(loaded_at=None)
                | Q(purged_at=None, counts_sealed__isnull=False)
                | Q(purged_at__isnull=False, counts_sealed=None),
                name="dataset_has_counts_until_purged",
            ),
            models.CheckConstraint(condition=Q(lawful_basis__in=Basis.values), name="dataset_basis_known"),
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
    def repeats(self) -> bool:
        """Whether one person may stand in several rows. Periods are compared as if nothing told people apart, since it
        may be so in one of them alone."""
        return self.row in REPEATING

    @property
    def period(self) -> str:
        """ "2024-04-01/2025-03-31": how the universe of its counts names the period."""
        return f"{self.starts_on.isoformat()}/{self.ends_on.isoformat()}"

    @property
    def columns(self) -> tuple[MappedColumn, ...]:
        return tuple(MappedColumn(**column) for column in self.mapping)

    def column(self, name: str) -> MappedColumn:
        """The column of a characteristic, or of PLACE; StopIteration where none is."""
        return next(column for column in self.columns if column.characteristic == name)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        return tuple((first, second) for first, second in self.together)

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
        """The counts as they are, for protect() and for nothing else: no page may show one. None once purged."""
        if self.counts_sealed is None:
            return ()
        kept = json.loads(unseal(bytes(self.counts_sealed), Key.COUNTS))
        return tuple(Cube.from_dict(each) for each in kept)

    def keep(self, cubes: Sequence[Cube], release: Release) -> None:
        """Set what loading leaves behind; the caller saves."""
        self.counts_sealed = seal(json.dumps([cube.as_dict() for cube in cubes]).encode(), Key.COUNTS)
        self.release_kept = release.as_dict()
