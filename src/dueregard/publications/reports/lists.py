"""What has been published, for the internal list and the public one."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from dueregard.access.models import Organisation
from dueregard.publications.models import Publication, PublicationQuerySet, State, Version


@dataclass(frozen=True)
class Year:
    """What went out in a year and is there to be read, the newest first."""

    year: int
    versions: tuple[Version, ...]


def publications(organisation: Organisation) -> PublicationQuerySet:
    """All, of the organisation and of those under it, with their versions: the newest first."""
    return Publication.objects.within(organisation).with_versions()


def published_by_year(organisation: Organisation) -> list[Year]:
    """The organisation's own reports that stand, by the year in which each went out."""
    found = Publication.objects.filter(organisation=organisation).with_versions()
    standing = [each.current for each in found]
    versions = sorted(_readable(standing), key=_year_of, reverse=True)
    return [Year(year, tuple(group)) for year, group in groupby(versions, key=lambda each: _year_of(each)[0])]


def _readable(versions: Sequence[Version | None]) -> list[Version]:
    return [each for each in versions if each and each.state is State.PUBLISHED]


def _year_of(version: Version) -> tuple[int, str]:
    day = timezone.localdate(version.published_at)
    return day.year, day.isoformat()
