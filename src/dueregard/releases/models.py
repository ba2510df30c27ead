"""Under which rules an organisation lets figures out, and what it has let out."""

from datetime import date
from typing import Any, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from equalities.disclosure import Release

T = TypeVar("T", bound=models.Model)


class DisclosurePolicyQuerySet(WithinQuerySet["DisclosurePolicy"]):
    def in_force(self, organisation: Organisation, on: date) -> Self:
        """Those adopted by the organisation or above it by that day, the one that counts first."""
        above = [int(key) for key in organisation.path.strip("/").split("/")]
        adopted = self.filter(organisation_id__in=above, starts_on__lte=on)
        return adopted.order_by("-organisation__path", "-starts_on", "-pk")


class DisclosurePolicy(models.Model):
    """A preset of `equalities.disclosure` that an organisation adopted, for itself and all under it.
    Never edited: to change the policy, adopt another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="disclosure_policies")
    preset = models.CharField(_("policy"), max_length=50)
    signed_off_by = models.CharField(_("post that answers for it"), max_length=200)
    starts_on = models.DateField(_("first day"))

    objects = DisclosurePolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.preset} from {self.starts_on:%-d %B %Y}"


class KeptQuerySet(WithinQuerySet[T]):
    """Rows that are written once."""

    def update(self, **_changes: Any) -> NoReturn:
        raise TypeError("what was published is never unpublished: readers know it")

    def delete(self) -> NoReturn:
        raise TypeError("what was published is never unpublished: readers know it")

    def of_the_family_of(self, organisation: Organisation) -> Self:
        """What any body of the same tree has published: two of them may hold figures about the same people."""
        top = organisation.path.split("/")[1]
        return self.filter(organisation__path__startswith=f"/{top}/")


class Kept(models.Model):
    """Something that is known to have been published: what was once read stays known."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an entry of the ledger is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("what was published is never unpublished: readers know it")


class LedgerEntry(Kept):
    """Tables that went out together. Kept whatever becomes of the page they stood on: what was once read stays
    known. `source` names that page's row."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ledger")
    source = models.CharField(max_length=200)
    release_kept = models.JSONField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = KeptQuerySet["LedgerEntry"].as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "ledger entries"
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="ledger_entry_names_its_source")
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def release(self) -> Release:
        return Release.from_dict(self.release_kept)


class Paper(models.TextChoices):
    """What kind of paper figures went out in."""

    REPORT = "report", _("An earlier report")
    REQUEST = "request", _("An answer to a request for information")
    RETURN = "return", _("A statutory return")
    COMMITTEE = "committee", _("A committee paper")
    OTHER = "other", _("Something else")


class Covers(models.TextChoices):
    """Which of the people of a service and period a paper counts."""

    ALL = "all", _("All of them, and nobody else")
    PART = "part", _("Some of them, and nobody else")
    OTHERS = "others", _("Other people too, or only others")


class OutsideRelease(Kept):
    """A table that went out by another way than a report of ours. Whom it counts is said in the words by which
    datasets are known, `service` and period, so that it also counts for a dataset that is loaded later. What `covers`
    others is listed without being counted with our figures.

    `table_kept` holds the table as it was read: a `releases.reports.PrintedTable`.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="outside_releases")
    title = models.CharField(_("title"), max_length=200)
    paper = models.CharField(_("what kind of paper it is"), max_length=20, choices=Paper)
    went_out_on = models.DateField(_("day it went out"))
    seen_at = models.CharField(_("where it can be seen"), max_length=500)
    service = models.CharField(_("service"), max_length=200)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    covers = models.CharField(_("which of the people it counts"), max_length=20, choices=Covers)
    table_kept = models.JSONField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = KeptQuerySet["OutsideRelease"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="outside_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="outside_paper_known"),
            models.CheckConstraint(condition=Q(covers__in=Covers.values), name="outside_covers_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_struck(self) -> bool:
        return hasattr(self, "struck_out")


class StruckOut(Kept):
    """An outside release that should not have been recorded, or not so: protection counts it no longer."""

    release = models.OneToOneField(OutsideRelease, models.PROTECT, related_name="struck_out")
    reason = models.TextField(_("why"))
    struck_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="struck_out_says_why")]

    def __str__(self) -> str:
        return self.reason
