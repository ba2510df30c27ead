"""What a table that somebody else published does to what we have said ourselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.ledger.reports.history import versions
from dueregard.monitoring.models import Dataset, MappedColumn
from dueregard.monitoring.reports import period, seen_besides
from dueregard.releases.models import Covers, LedgerEntry
from dueregard.releases.reports import (
    GivenAway,
    Narrowed,
    PrintedTable,
    fit_together,
    given_away,
    narrowed,
    part_of,
    sheets_of,
    told_apart,
)
from equalities.disclosure import Release, SafeTable
from equalities.disclosure.relations import Segment, segments
from equalities.disclosure.sheets import from_releases
from equalities.disclosure.statements import Sheet


@dataclass(frozen=True)
class About:
    """Whom a paper counts: the people of a service in a period, as `organisation` names them."""

    organisation: Organisation
    service: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Finding:
    """What recording a table would mean. `is_sound`: some people could have all its counts. `against`: our releases
    about those people, by name. `contradicts`: of these, tables that say something else. `gives_away`: tables of which
    withheld counts can be worked out as soon as this one is known too; by name, never by what can be worked out.
    `narrows`: tables with withheld counts of which it leaves fewer values possible."""

    is_sound: bool
    against: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    gives_away: tuple[GivenAway, ...] = ()
    narrows: tuple[Narrowed, ...] = ()


def finding(about: About, table: PrintedTable, title: str, covers: Covers = Covers.ALL) -> Finding:
    """What it means if the paper counts all of these people, or a part of them. Takes a second or so: the figures are
    attacked. Refused where the table says two things of one group."""
    alone = sheets_of(table, title, {"paper": title})
    if not fit_together(alone):
        return Finding(is_sound=False)
    extracts = people_of(about)
    found = [_of_people(about.organisation, segment, table, title, covers) for segment in extracts]
    fitting = [each for each in found if not each.contradicts]
    if found:
        return fitting[0] if fitting else found[0]
    return Finding(is_sound=True, gives_away=tuple(given_away([], alone)))


def people_of(about: About) -> list[Segment]:
    """The people of every dataset of the service and period, the extract that stands first."""
    return list(dict.fromkeys(segments(dataset.universe)[0] for dataset in _extracts(about)))


def columns_of(about: About) -> tuple[MappedColumn, ...]:
    """By which lists our own data about these people are read; none where there are none."""
    return next((dataset.columns for dataset in _extracts(about)), ())


def _extracts(about: About) -> list[Dataset]:
    loaded = Dataset.objects.filter(
        organisation=about.organisation,
        service__iexact=about.service,
        starts_on=about.starts_on,
        ends_on=about.ends_on,
    ).exclude(loaded_at=None)
    return sorted(loaded, key=lambda dataset: (dataset.removed_at is not None, -dataset.pk))


def _of_people(
    organisation: Organisation, people: Segment, table: PrintedTable, title: str, covers: Covers
) -> Finding:
    known = known_of(organisation, people)
    dimensions = [dimension for release in known for one in release.tables for dimension in one.dimensions]
    counted = part_of(dict(people), title) if covers == Covers.PART else dict(people)
    own = sheets_of(table.in_terms_of(dimensions), title, counted)
    releases, sheets = told_apart([], known, own)
    against = tuple(release.name for release in releases)
    if contradicts := _contradicted(releases, sheets):
        return Finding(is_sound=True, against=against, contradicts=contradicts)
    return Finding(
        is_sound=True,
        against=against,
        gives_away=tuple(given_away(releases, sheets)),
        narrows=tuple(narrowed(releases, sheets)),
    )


def known_of(organisation: Organisation, people: Segment) -> list[Release]:
    """What staff see of these people, and what was published of them, alone or with others."""
    seen = [
        replace(each.release, name=_("what staff see of %(about)s") % {"about": each.about})
        for each in seen_besides(organisation, {people}, ())
    ]
    titles = {address: version.title for address, version in versions(organisation).items()}
    published = [
        replace(entry.release, name=titles.get(entry.source, entry.source))
        for entry in LedgerEntry.objects.of_the_family_of(organisation)
        if any(people in segments(table.universe) for table in entry.release.tables)
    ]
    return [*seen, *published]


def _contradicted(releases: Sequence[Release], sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The tables that no people fit together with the paper, by name; all releases where only together they do not."""
    tables = [
        (f"{table.name} ({release.name})", _one_table(release, table))
        for release in releases
        for table in release.tables
    ]
    found = [name for name, one in tables if not fit_together([*from_releases([one]), *sheets])]
    if not found and releases and not fit_together([*from_releases(releases), *sheets]):
        found = [release.name for release in releases]
    return tuple(dict.fromkeys(found))


def _one_table(release: Release, table: SafeTable) -> Release:
    return replace(release, tables=(table,))


def known_services(organisation: Organisation) -> list[tuple[Dataset, str]]:
    """Every dataset that was loaded, once for each service and period, with its people in words."""
    loaded = (
        Dataset.objects.within(organisation).exclude(loaded_at=None).defer("release_kept", "counts_sealed")
    )
    words = {
        (dataset.organisation_id, dataset.service, dataset.period): (
            dataset,
            f"{dataset.service}, {period(dataset)}",
        )
        for dataset in loaded
    }
    return list(words.values())
