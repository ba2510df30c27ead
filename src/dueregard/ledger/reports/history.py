"""Everything that was ever published, in one list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.kit.writing import date as day_in_words
from dueregard.publications.models import RECEIPT, Publication, State, Version
from dueregard.releases.models import Covers, LedgerEntry, OutsideRelease
from dueregard.releases.reports import PrintedTable, cells_of
from equalities.disclosure.relations import Segment, segments

WITHDRAWN, STRUCK = "withdrawn", "struck"
BY_COVERS = {Covers.ALL: "", Covers.PART: "part", Covers.OTHERS: "others"}


@dataclass(frozen=True)
class Whom:
    """Who is counted, in words."""

    service: str
    period: str


@dataclass(frozen=True)
class LedgerRow:
    """One release. `url` is where it can be read, `receipt` where what was proved of it can be; "" for nowhere.
    `standing` is "", withdrawn, struck (out), (about a) part or
    (about) others."""

    on: date
    title: str
    url: str
    kind: str
    whom: tuple[Whom, ...]
    shown: int
    withheld: int
    by: str
    standing: str = ""
    receipt: str = ""


def history(organisation: Organisation) -> list[LedgerRow]:
    """What the organisation and all under it have published, the latest first, with what went out by other ways."""
    found = versions(organisation)
    entries = LedgerEntry.objects.within(organisation).select_related("entered_by")
    recorded = OutsideRelease.objects.within(organisation).select_related("recorded_by", "struck_out")
    rows = [_ours(entry, found.get(entry.source)) for entry in reversed(entries)]
    rows += [_outside(outside) for outside in reversed(recorded)]
    return sorted(rows, key=lambda row: row.on, reverse=True)  # of one day, the last entered stays first


def versions(organisation: Organisation) -> Mapping[str, Version]:
    """The address of each version that went out -> the version."""
    publications = Publication.objects.within(organisation).with_versions()
    found = (version for publication in publications for version in publication.versions.all())
    return {version.own_url: version for version in found if version.published_at}


def _ours(entry: LedgerEntry, version: Version | None) -> LedgerRow:
    release = entry.release
    is_gone = version is None or version.state is State.WITHDRAWN
    universes = [table.universe for table in release.tables]
    found = dict.fromkeys(whom(segment) for universe in universes for segment in segments(universe))
    return LedgerRow(
        on=timezone.localdate(entry.entered_at),
        title=version.title if version else entry.source,
        url="" if is_gone else entry.source,
        kind=_("Report, version %(number)s") % {"number": version.number} if version else _("Report"),
        whom=tuple(found),
        shown=release.receipt.cells - release.receipt.withheld,
        withheld=release.receipt.withheld,
        by=entry.entered_by.name,
        standing=WITHDRAWN if is_gone else "",
        receipt="" if is_gone else f"{entry.source}#{RECEIPT}",
    )


def _outside(outside: OutsideRelease) -> LedgerRow:
    shown, withheld = cells_of(PrintedTable.from_dict(outside.table_kept))
    return LedgerRow(
        on=outside.went_out_on,
        title=outside.title,
        url=reverse("ledger:outside", args=[outside.pk]),
        kind=outside.get_paper_display(),
        whom=(whom_of(outside),),
        shown=shown,
        withheld=withheld,
        by=outside.recorded_by.name,
        standing=STRUCK if outside.is_struck else BY_COVERS[Covers(outside.covers)],
    )


def whom(segment: Segment) -> Whom:
    """The people of a dataset: the universe names its service and its period, with the extract behind it."""
    named = dict(segment)
    days = [parse_date(day) for day in named.get("period", "").split(" ")[0].split("/")]
    return Whom(named.get("population", ""), period_in_words(days) or named.get("period", ""))


def whom_of(outside: OutsideRelease) -> Whom:
    return Whom(outside.service, period_in_words([outside.starts_on, outside.ends_on]))


def period_in_words(days: Sequence[date | None]) -> str:
    """ "1 April 2024 to 31 March 2025"; "" for what is no period."""
    if len(days) != 2 or None in days:
        return ""
    first, last = (day_in_words(day) for day in days if day)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def narrowed(rows: Sequence[LedgerRow], service: str, period: str) -> list[LedgerRow]:
    """Those about people of a service, in a period; "" for any."""
    return [
        row
        for row in rows
        if any(service in ("", each.service) and period in ("", each.period) for each in row.whom)
    ]
