"""Papers for a committee: made once, looked at, and issued as they are."""

from __future__ import annotations

import hashlib
from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.access.models import Organisation, User, WithinQuerySet

GONE = "text/plain"  # what is left of a file is a line that says so


class PaperQuerySet(WithinQuerySet["Paper"]):
    def issued(self) -> Self:
        return self.filter(issued_at__isnull=False)

    def with_files(self) -> Self:
        """With their files, but for what is in these, which is large."""
        files = models.Prefetch("files", PaperFile.objects.defer("content"))
        return self.select_related("organisation", "made_by", "issued_by").prefetch_related(files)


class Paper(models.Model):
    """The register, or some of it, on a day. What it says is in its files, which are made when it is: whoever looks at
    them before it is issued sees the very bytes that go out. `scope` says which actions it is about."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="papers")
    title = models.CharField(gettext_lazy("title"), max_length=200)
    committee = models.CharField(gettext_lazy("committee"), max_length=200, blank=True)
    scope = models.TextField(gettext_lazy("what it is about"))
    as_at = models.DateField(gettext_lazy("as at"))
    action_count = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_a_title"),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="paper_issued_by_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    def check_is_not_issued(self) -> None:
        if self.is_issued:
            raise ValidationError(_("This paper was issued, and stays as it is: prepare another."))


class PaperFile(models.Model):
    """The paper in one format, byte for byte."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "name"], name="paper_file_name_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a paper is never changed: prepare another")
        self.sha256 = hashlib.sha256(self.content).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("a paper's files stay with it")

    @property
    def is_gone(self) -> bool:
        """Words were removed for good, and all of a file went where they could not be taken out alone."""
        return self.content_type == GONE
