"""The counts that a loaded dataset rests on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from dueregard.kit.speaking import in_language
from dueregard.monitoring.models import PLACE, Dataset, KeptRows, RawFile
from dueregard.monitoring.reports.files import read, read_together
from equalities.cubes import Cube
from equalities.disclosure import small_places_together
from equalities.refusals import Refused

MOST_CELLS = 30_000
"""Cells of all pairs together: protecting more would keep the analyst waiting for minutes."""


def counted(
    dataset: Dataset, together: Sequence[tuple[str, str]], source: RawFile | KeptRows
) -> tuple[Cube, ...]:
    """The counts that are protected and kept: no team or area of under ten people, and none that the analyst chose to
    join to others, has a line of its own."""
    return with_places_joined(every_place(dataset, together, source), dataset.joined)


def every_place(
    dataset: Dataset, together: Sequence[tuple[str, str]], source: RawFile | KeptRows
) -> tuple[Cube, ...]:
    """The counts by each column and by these pairs, as they are. Refused where these are too many."""
    cubes = [*(column.cube for column in read(dataset, source)), *read_together(dataset, together, source)]
    if sum(cube.counts.size for cube in cubes) > MOST_CELLS:
        raise Refused(_("These pairs make tables of too many cells: choose fewer, or leave the places out."))
    with in_language(settings.LANGUAGE_CODE):  # for names are compared from year to year, whoever loads
        names = {column.characteristic: column.title for column in dataset.columns}
        return tuple(replace(cube, name=_title(cube, names)) for cube in cubes)


def with_places_joined(cubes: Sequence[Cube], joined: Collection[str]) -> tuple[Cube, ...]:
    with in_language(settings.LANGUAGE_CODE):
        label = _("Other places, together")
    return small_places_together(cubes, PLACE, label=label, also=joined)


def _title(cube: Cube, names: Mapping[str, str]) -> str:
    """ "Ethnic group", "Ethnic group by Sex": told apart in receipts and in later tables."""
    first, *rest = (names[dimension.name] for dimension in cube.dimensions)
    return _("%(first)s by %(second)s") % {"first": first, "second": rest[0]} if rest else first
