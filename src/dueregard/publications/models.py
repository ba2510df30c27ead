"""Annual reports, their versions as they went out, and requests for other formats."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NoReturn, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.access.permissions import Permission
from dueregard.access.services import may_act_alone
from dueregard.plans.models import Plan

T = TypeVar("T", bound=models.Model)
PAGE = "index.html"
MANIFEST = "manifest.json"
RECEIPT = "protection"
"""The place on a report's page where it says what was checked, and against whom."""
PLAIN = "suppress"
"""The design of a report until somebody chooses another: tables as wanted, small counts and others withheld."""


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Promise:
        return LABELS[self]

    @property
    def colour(self) -> str:
        return {"draft": "yellow", "published": "green", "superseded": "grey", "withdrawn": "red"}[self]


LABELS: dict[State, Promise] = {
    State.DRAFT: _("Being prepared"),
    State.PUBLISHED: _("Published"),
    State.SUPERSEDED: _("Replaced by a later version"),
    State.WITHDRAWN: _("Withdrawn"),
}


class Reason(models.TextChoices):
    """Why something published is taken down."""

    DISCLOSURE = "disclosure", _("It might let somebody be recognised")
    ERROR = "error", _("Something in it is wrong")
    SUPERSEDED = "superseded", _("Something else takes its place")


class PublicationQuerySet(WithinQuerySet["Publication"]):
    def with_versions(self) -> Self:
        """With all their versions, but for what these took and the content of their files, which are large."""
        files = models.Prefetch("files", FrozenFile.objects.defer("content"))
        people = ("prepared_by", "published_by", "withdrawn_by")
        versions = Version.objects.defer("taken").select_related(*people).prefetch_related(files)
        return self.select_related("organisation").prefetch_related(models.Prefetch("versions", versions))


class Publication(models.Model):
    """One report at one public address, whatever number of versions it has had."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="publications")
    slug = models.SlugField(_("short name in web addresses"), max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="publication_address_once")
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def public_url(self) -> str:
        return reverse("publications:published", args=[self.organisation.slug, self.slug])

    @property
    def newest(self) -> Version:
        """The version of the highest number, draft or not."""
        return max(self.versions.all(), key=lambda version: version.number)

    @property
    def current(self) -> Version | None:
        """What the public address is about: the last version that went out, even if it was withdrawn since."""
        out = [version for version in self.versions.all() if version.published_at]
        return max(out, key=lambda version: version.number, default=None)


class VersionQuerySet(models.QuerySet["Version"]):
    def within(self, organisation: Organisation) -> Self:
        return self.filter(publication__organisation__path__startswith=organisation.path)

    def standing(self) -> Self:
        """Those that went out and were not withdrawn."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def addresses(self) -> set[str]:
        """The addresses that stay theirs."""
        found = self.select_related("publication__organisation").defer("taken")
        return {version.own_url for version in found}


class Version(models.Model):
    """One version of a report. `taken` holds all that its page shows of plans and figures, as it was when somebody
    prepared it; the files that went out are its `files`. Once published it changes only by being withdrawn.

    `choice` says which tables: [[dataset, "ethnicity"], [dataset, "ethnicity+place"], ...]; `design` which of the
    alternatives protects them.
    `restarts_clock`: that a correction counts as another publication of the information, from which the next is due.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    introduction = models.TextField(_("introduction"), blank=True)
    sections = models.JSONField(default=list, blank=True)
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")
    choice = models.JSONField(default=list, blank=True)
    design = models.CharField(max_length=100, default=PLAIN)
    what_changed = models.TextField(_("what changed"), blank=True)
    restarts_clock = models.BooleanField(default=False)
    taken = models.JSONField()
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    audit_head = models.CharField(max_length=64, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_for = models.CharField(max_length=20, choices=Reason, blank=True)
    withdrawal_note = models.TextField(_("note"), blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(published_at=None), name="version_one_draft_at_a_time"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counted_from_one"),
            models.CheckConstraint(condition=~Q(title=""), name="version_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="version_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(what_changed=""), name="version_says_what_changed"
            ),
            models.CheckConstraint(
                condition=Q(restarts_clock=False) | Q(number__gt=1), name="version_restarts_as_a_correction"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None, audit_head="")
                | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(audit_head=""),
                name="version_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_for="")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_for__in=Reason.values,
                    published_at__isnull=False,
                ),
                name="version_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> State:
        if self.withdrawn_at:
            return State.WITHDRAWN
        if not self.published_at:
            return State.DRAFT
        return State.PUBLISHED if self.publication.current == self else State.SUPERSEDED

    @property
    def chosen(self) -> list[tuple[int, str]]:
        """Dataset and name of each table."""
        return [(dataset, name) for dataset, name in self.choice]

    @property
    def own_url(self) -> str:
        """The address that stays this version's when another takes its place."""
        place = self.publication
        return reverse(
            "publications:published-version", args=[place.organisation.slug, place.slug, self.number]
        )

    def check_can_publish(self, by: User) -> None:
        """Two people: who prepared it does not publish it, unless there is nobody else."""
        organisation = self.publication.organisation
        if self.published_at:
            raise ValidationError(_("This version is published already."))
        if by == self.prepared_by and not may_act_alone(organisation, Permission.PUBLICATION_PUBLISH):
            raise ValidationError(
                _("You prepared this, so somebody else publishes it: ask a director or another officer.")
            )

    def check_can_withdraw(self) -> None:
        if self.state not in (State.PUBLISHED, State.SUPERSEDED):
            raise ValidationError(_("Only what is published can be withdrawn."))


class FrozenFile(models.Model):
    """A file as it went out, byte for byte."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="frozen_file_name_once"),
            models.CheckConstraint(condition=~Q(sha256=""), name="frozen_file_has_its_hash"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("what is published is never changed: publish another version")
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("what is published is never deleted: withdraw it")


class FormatRequestQuerySet(WithinQuerySet["FormatRequest"]):
    def waiting(self) -> Self:
        return self.filter(done_at=None)


class FormatRequest(models.Model):
    """Somebody asked for a publication in another format or language."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="format_requests")
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, blank=True, related_name="format_requests"
    )
    format = models.CharField(_("format"), max_length=50)
    language = models.CharField(_("language"), max_length=100, blank=True)
    what = models.TextField(_("what is wanted"))
    contact = models.CharField(_("how to reach the person"), max_length=200)
    received_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = FormatRequestQuerySet.as_manager()

    class Meta:
        ordering = [F("done_at").asc(nulls_first=True), "received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="format_request_done_by_at",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("received_at")),
                name="format_request_done_after_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.language}".strip()

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def days(self, today: date) -> int:
        """From the day it came in to the day it was done, or to today while it waits."""
        received = timezone.localtime(self.received_at).date()
        last = timezone.localtime(self.done_at).date() if self.done_at else today
        return (last - received) // timedelta(days=1)
