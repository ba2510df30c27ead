"""How documents are read: what their headings mean to an organisation, and the file while it may be read again."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from dueregard.plans.models.entries import Plan
from dueregard.plans.models.history import Import

KEPT = timedelta(hours=24)


class Original(models.Model):
    """The file of a document that waits to be checked. It goes when the document is imported or put aside, and
    after a day."""

    found = models.OneToOneField(Import, models.CASCADE, related_name="original")
    content = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.found.filename


class Template(models.Model):
    """The file of the document that a plan goes out in again: the last that was imported as a version of it. It goes
    when its import is undone, and with any redaction, since nobody can tell by its bytes what it says."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="template")
    found = models.ForeignKey(Import, models.CASCADE, related_name="+")
    content = models.BinaryField()
    kept_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.found.filename


class Heading(models.Model):
    """What a heading of the organisation's documents means, as an officer said; `key` is the heading without the
    difference of blanks and capitals."""

    class Field(models.TextChoices):
        ACTION = "action", _("Action")
        OBJECTIVE = "objective", _("Objective")
        LEAD = "lead", _("Lead")
        TIMESCALE = "timescale", _("Timescale")
        MEASURE = "measure", _("Measure of success")
        STATUS = "status", _("Status")
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")
        REF = "ref", _("Number")
        THEME = "theme", _("Theme")
        AIM = "aim", _("Aim of the duty")
        NEXT_STEP = "next_step", _("Next step")
        START = "start", _("The day it starts")
        FINISHED = "finished", _("The day it was done")
        OTHER = "other", _("Something else, kept beside the action")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="headings")
    words = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    field = models.CharField(max_length=20, choices=Field.choices)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now=True)

    objects = WithinQuerySet["Heading"].as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="heading_said_once"),
            models.CheckConstraint(condition=~Q(key=""), name="heading_not_blank"),
        ]

    def __str__(self) -> str:
        return self.words
