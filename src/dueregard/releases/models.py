"""Under which rules an organisation lets figures out."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, WithinQuerySet


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
