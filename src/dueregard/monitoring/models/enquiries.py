"""Do they need it, or can they not reach it? And where they are many: do they need it more, or are they led to it?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Post, User, WithinQuerySet
from dueregard.evidence.models import Document
from dueregard.monitoring.models.datasets import Dataset


class Outcome(models.TextChoices):
    """What an enquiry found."""

    REACH = "reach", _("They cannot reach it: something stands in the way")
    NEED = "need", _("They need it less, or have it elsewhere")
    LED = "led", _("Something leads them to it: a rule, a referral, a decision")
    MORE = "more", _("They need it more")
    BOTH = "both", _("Some of both")
    DATA = "data", _("The figures mislead: the gap is in the data")
    UNCLEAR = "unclear", _("It could not be told")


FEWER = (Outcome.REACH, Outcome.NEED, Outcome.BOTH, Outcome.DATA, Outcome.UNCLEAR)
MANY = (Outcome.LED, Outcome.MORE, Outcome.BOTH, Outcome.DATA, Outcome.UNCLEAR)
"""What may be found of a group that is fewer than expected, or more."""


class EnquiryQuerySet(WithinQuerySet["Enquiry"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def about(self, dataset: Dataset, characteristic: str) -> Self:
        """Those about a characteristic of the dataset's service, whichever period raised them."""
        return self.filter(
            organisation=dataset.organisation,
            dataset__service=dataset.service,
            characteristic=characteristic,
        )


class Enquiry(models.Model):
    """A gap that somebody looks into. `seen` is what the protected figures said when it was opened, and `is_over`
    whether they said that the group is more than expected; `outcome` is "" while it is open. The action that came of
    it, if any, is kept as a label and an address."""

    organisation = models.ForeignKey("access.Organisation", models.PROTECT, related_name="enquiries")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="enquiries")
    characteristic = models.CharField(max_length=100)
    code = models.CharField(max_length=100)
    group = models.CharField(_("group"), max_length=200)
    seen = models.TextField()
    is_over = models.BooleanField(default=False)
    owner = models.ForeignKey(Post, models.PROTECT, related_name="enquiries")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    action_label = models.CharField(_("action"), max_length=300, blank=True)
    action_link = models.CharField(_("its address"), max_length=500, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "characteristic", "code"],
                condition=Q(outcome=""),
                name="enquiry_open_once_a_gap",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="enquiry_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {self.dataset.service}"

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def question(self) -> str:
        if self.is_over:
            return gettext("Do they need it more, or does something lead them to it?")
        return gettext("Do they need it less, or can they not reach it?")

    @property
    def figures(self) -> Dataset | None:
        """The dataset that shows the group's figures now; None where none does."""
        shown = Dataset.objects.now_of(self.dataset).defer("release_kept", "counts_sealed")
        held = (
            each
            for each in shown
            if any(self.characteristic == column.characteristic for column in each.columns)
        )
        return next(held, None)

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """What may be found, as choices."""
        return [(each.value, str(each.label)) for each in (MANY if self.is_over else FEWER)]


class Finding(models.Model):
    """Something found out: what a group said on a day, with its source and their consent; or a document. Never
    edited."""

    class Consent(models.TextChoices):
        GIVEN = "given", _("They agreed that it is kept and used")
        PUBLIC = "public", _("It was said in public, or is published")
        NOBODY = "nobody", _("It is nobody's words: a fact or a figure")

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="findings")
    on = models.DateField(_("day it was said or found"))
    source = models.CharField(_("who said it, or where it stands"), max_length=200)
    words = models.TextField(_("what was said or found"))
    consent = models.CharField(_("consent"), max_length=20, choices=Consent)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__in=["given", "public", "nobody"]), name="finding_consent_known"
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]


class Step(models.Model):
    """An enquiry closed with an outcome, or opened again (`outcome` ""), and why. Never edited."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="steps")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    why = models.TextField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_outcome_display() or str(_("Opened again"))
