"""Populations to compare users with."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dueregard.access.models import Organisation, User, WithinQuerySet
from equalities.codelists import characteristic, load
from equalities.cubes import Benchmark as Population
from equalities.cubes import combined
from equalities.saying import say

EVERYWHERE = "everywhere"
"""In place of an area's code: all areas of the file together."""


class BenchmarkQuerySet(WithinQuerySet["Benchmark"]):
    def available_to(self, organisation: Organisation) -> Self:
        """Those of the organisation and of the bodies above it, the latest figures first."""
        above = [int(key) for key in organisation.path.strip("/").split("/")]
        return self.filter(organisation_id__in=above).order_by("-vintage", "-pk")


class Benchmark(models.Model):
    """One population file: how many people of each group of one characteristic live in each area. Published
    figures, of which nothing is protected. `ages_kept` has by area the people of each group and age, where the file had
    ages beside its groups. Never edited: a new census is a new benchmark, and what was
    compared with the old one still is."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="benchmarks")
    characteristic = models.CharField(max_length=100)
    classification = models.CharField(max_length=100)
    source = models.CharField(_("source"), max_length=200)
    vintage = models.CharField(_("day or year of the figures"), max_length=20)
    whole_area = models.CharField(_("name of all areas together"), max_length=200)
    area = models.CharField(_("our area"), max_length=50, default=EVERYWHERE)
    areas_kept = models.JSONField()
    ages_kept = models.JSONField(default=dict)
    loaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ["characteristic", "-vintage", "-pk"]

    def __str__(self) -> str:
        return f"{self.source}, {self.as_at}"

    @property
    def areas(self) -> tuple[Population, ...]:
        """The population of each area of the file."""
        return tuple(Population.from_dict(kept) for kept in self.areas_kept)

    @property
    def as_at(self) -> str:
        """The vintage for reading: "21 March 2021" for a day, a year as it stands."""
        try:
            return date_format(date.fromisoformat(self.vintage), "j F Y")
        except ValueError:
            return self.vintage

    @property
    def title(self) -> str:
        return say(characteristic(self.characteristic).title)

    @property
    def list_title(self) -> str:
        return load(self.classification).title

    @property
    def area_name(self) -> str:
        return self.population.area

    @property
    def population(self) -> Population:
        """That of our area."""
        if self.area == EVERYWHERE:
            return combined(self.areas, self.whole_area or gettext("All areas of the file"))
        return next(each for each in self.areas if each.area_code == self.area)
