"""Under which rules an organisation lets figures out, and what it has let out."""

from datetime import date
from typing import Any, NoReturn, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from equalities.disclosure import Release


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


class LedgerEntryQuerySet(WithinQuerySet["LedgerEntry"]):
    def update(self, **_changes: Any) -> NoReturn:
        raise TypeError("what was published is never unpublished: readers know it")

    def delete(self) -> NoReturn:
        raise TypeError("what was published is never unpublished: readers know it")

    def of_the_family_of(self, organisation: Organisation) -> Self:
        """What any body of the same tree has published: two of them may hold figures about the same people."""
        top = organisation.path.split("/")[1]
        return self.filter(organisation__path__startswith=f"/{top}/")


class LedgerEntry(models.Model):
    """Tables that went out together. Kept whatever becomes of the page they stood on: what was once read stays
    known. `source` names that page's row."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ledger")
    source = models.CharField(max_length=200)
    release_kept = models.JSONField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "ledger entries"
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="ledger_entry_names_its_source")
        ]

    def __str__(self) -> str:
        return self.source

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an entry of the ledger is never changed")
        super().save(*args, **kwargs)

    @property
    def release(self) -> Release:
        return Release.from_dict(self.release_kept)
