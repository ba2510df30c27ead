"""Documents and links that any domain may attach."""

from __future__ import annotations

import secrets
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation, User, WithinQuerySet

FOLDER = "evidence"


def random_name(_row: Document | PublicCopy, _filename: str) -> str:
    """Nothing of what its owner called a file reaches the disk."""
    return f"{FOLDER}/{secrets.token_hex(16)}"


class Document(models.Model):
    """A file that somebody handed in, or a link to a page elsewhere. It is added once and never changed; where it held
    words that must not be kept, its file goes, and the row says when."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="documents")
    title = models.CharField(gettext_lazy("title"), max_length=200)
    file = models.FileField(upload_to=random_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    link = models.URLField(gettext_lazy("address"), max_length=2000, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="documents")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects = WithinQuerySet["Document"].as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", sha256="", removed_at=None) & ~Q(link="")
                | ~Q(file="") & ~Q(sha256="") & Q(link="", removed_at=None)
                | Q(file="", sha256="", link="", removed_at__isnull=False),
                name="document_is_file_or_link_or_removed",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PublicCopyQuerySet(models.QuerySet["PublicCopy"]):
    def within(self, organisation: Organisation) -> Self:
        return self.filter(document__organisation__path__startswith=organisation.path)

    def out(self) -> Self:
        """Those that everybody can download."""
        return self.filter(published_at__isnull=False, taken_back_at=None).exclude(file="")


class PublicCopy(models.Model):
    """A file without its properties, for everybody to download under `title`. One person asks for it, another looks and
    lets it out, and it can be taken back, before that and after it. Where its document's file goes, its own does."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="public_copies")
    title = models.CharField(gettext_lazy("title"), max_length=200)
    file = models.FileField(upload_to=random_name)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = PublicCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = gettext_lazy("copy for everybody")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="public_copy_has_a_title"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(taken_back_at=None), name="public_copy_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None, published_at=None)
                | Q(published_at__isnull=False) & ~Q(published_by=F("asked_by")),
                name="public_copy_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                name="public_copy_taken_back_by_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def open_of(cls, document: Document) -> PublicCopy | None:
        """The one that waits or is out."""
        return cls.objects.filter(document=document, taken_back_at=None).first()

    @property
    def is_waiting(self) -> bool:
        return bool(self.file) and self.published_at is None and self.taken_back_at is None

    @property
    def is_out(self) -> bool:
        return bool(self.file) and self.published_at is not None and self.taken_back_at is None

    @property
    def public_url(self) -> str:
        return reverse("evidence:public-copy", args=[self.document.organisation.slug, self.pk])

    def check_can_publish(self, by: User) -> None:
        if not self.is_waiting:
            raise ValidationError(_("This was settled already."))
        if by == self.asked_by:
            raise ValidationError(_("You asked for this, so somebody else looks at it and lets it out."))
