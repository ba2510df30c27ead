"""Documents and links that any domain may attach."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet


def random_name(_document: "Document", _filename: str) -> str:
    """Nothing of what its owner called a file reaches the disk."""
    return f"evidence/{secrets.token_hex(16)}"


class Document(models.Model):
    """A file that somebody handed in, or a link to a page elsewhere. It is added once and never changed."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(upload_to=random_name, blank=True)
    filename = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    link = models.URLField(_("address"), max_length=2000, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="documents")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = WithinQuerySet["Document"].as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", sha256="") & ~Q(link="") | ~Q(file="") & ~Q(sha256="") & Q(link=""),
                name="document_is_file_or_link",
            )
        ]

    def __str__(self) -> str:
        return self.title
