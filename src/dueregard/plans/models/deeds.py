"""What somebody did at once by hand, to one entry or to many."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet


class Deed(models.Model):
    """One press of a button: its changes and updates belong together, and are undone together. Undoing is another deed
    that names the one it undoes; where something stood in the way of some entries it is not whole, and the rest may be
    undone later, by yet another."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added by hand")
        REWORDED = "reworded", _("changed by hand")
        REDATED = "redated", _("given another timescale")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")
        EVENT = "event", _("dated by an event")
        MOVED = "moved", _("moved")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")
        BULK = "bulk", _("changed together")
        UPDATED = "updated", _("updated together")
        ROLLED = "rolled", _("rolled forward")
        LEFT = "left", _("given to others, since somebody left")
        IMPORTED = "imported", _("brought up to a new version of the document")
        UNDONE = "undone", _("undone")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="deeds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undoes = models.ForeignKey("self", models.CASCADE, null=True, related_name="undone_in")
    is_whole = models.BooleanField(default=True)

    objects = WithinQuerySet["Deed"].as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_undone(self) -> bool:
        """On every entry."""
        return any(each.is_whole for each in self.undone_in.all())

    @property
    def is_undone_in_part(self) -> bool:
        return bool(self.undone_in.all()) and not self.is_undone
