"""A whole report, ready for its page: everything comes from a version's own row and what it has taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from dueregard.access.models import Organisation
from dueregard.publications.models import Reason, Version
from dueregard.publications.reports.crossed import PairSection, pair_section
from dueregard.publications.reports.progress import Progress
from dueregard.publications.reports.proofs import proof_name
from dueregard.publications.reports.tables import TableSection, table_section
from dueregard.publications.reports.taking import releases_of
from dueregard.releases.reports import is_narrowed_before
from equalities.codelists import characteristic
from equalities.disclosure import Policy, Receipt, SafeTable


@dataclass(frozen=True)
class Publisher:
    """Who answers for a page, as it was when the page went out. `logo` is its address, "" for none."""

    name: str
    slug: str
    contact_post: str
    contact_email: str
    contact_phone: str
    logo: str
    is_demonstration: bool

    @property
    def contact(self) -> str:
        """In one line: the post, the address and the number, as far as known."""
        known = (self.contact_post, self.contact_email, self.contact_phone)
        return ", ".join(each for each in known if each)


@dataclass(frozen=True)
class EarlierVersion:
    """A version that went out before. `url` is "" where it may not be linked: withdrawn for disclosure."""

    number: int
    published_on: date
    withdrawn_on: date | None
    what_changed: str
    url: str


@dataclass(frozen=True)
class TextSection:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Download:
    """A file to take away: its name beside the page, what it holds, its kind and its size."""

    name: str
    words: str
    kind: str
    kilobytes: int


@dataclass(frozen=True)
class Check:
    """What was proved of the tables about the same people, by which rule. `is_told_before`: something before them
    prints counts that they withhold, gives them away or narrows them. `proof` names the file that lets anybody check
    it, "" for none."""

    about: str
    policy: Policy
    receipt: Receipt
    is_told_before: bool
    proof: str


@dataclass(frozen=True)
class Report:
    """What the page shows. Of figures it holds SafeTables and what follows from them, and nothing else."""

    title: str
    starts_on: date
    ends_on: date
    number: int
    what_changed: str
    slug: str
    url: str
    own_url: str
    publisher: Publisher
    published_on: date
    introduction: tuple[str, ...]
    sections: tuple[TextSection, ...]
    progress: Progress
    tables: tuple[TableSection | PairSection, ...]
    checks: tuple[Check, ...]
    earlier: tuple[EarlierVersion, ...]
    downloads: tuple[Download, ...] = field(default=())


def report(version: Version, *, published_on: date) -> Report:
    """The report of a version, as it would be if it went out that day."""
    taken: dict[str, Any] = version.taken
    releases = releases_of(taken)
    return Report(
        title=version.title,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        number=version.number,
        what_changed=version.what_changed,
        slug=version.publication.slug,
        url=version.publication.public_url,
        own_url=version.own_url,
        publisher=publisher(version.publication.organisation, logo="logo"),
        published_on=published_on,
        introduction=paragraphs(version.introduction),
        sections=tuple(TextSection(each["heading"], paragraphs(each["body"])) for each in version.sections),
        progress=Progress.from_dict(taken["progress"]),
        tables=tuple(
            section(str(number), table, kept) for number, (table, kept) in enumerate(_tables(taken), start=1)
        ),
        checks=tuple(
            Check(
                figures["about"],
                release.policy,
                release.receipt,
                bool(figures.get("told_before")) or is_narrowed_before(release),
                proof_name(number, figures),
            )
            for number, (figures, release) in enumerate(zip(taken["figures"], releases, strict=True), start=1)
        ),
        earlier=tuple(_earlier(each) for each in _before(version)),
    )


def _tables(taken: Mapping[str, Any]) -> Iterator[tuple[SafeTable, Mapping[str, Any]]]:
    """Each protected table, with what was kept beside it."""
    for figures, release in zip(taken["figures"], releases_of(taken), strict=True):
        yield from zip(release.tables, figures["tables"], strict=True)


def section(number: str, table: SafeTable, kept: Mapping[str, Any]) -> TableSection | PairSection:
    """A table of a report, with what was kept beside it: versions of before know one question, by its name."""
    if len(kept.get("questions", ())) == 2:
        return pair_section(number, table, kept)
    (what,) = kept.get("titles") or [characteristic(kept["characteristic"]).title]
    return table_section(number, table, kept, what)


def publisher(organisation: Organisation, *, logo: str) -> Publisher:
    return Publisher(
        organisation.name,
        organisation.slug,
        organisation.contact_post,
        organisation.contact_email,
        organisation.contact_phone,
        logo if organisation.logo else "",
        organisation.is_demonstration,
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Text as it was typed, cut where a line was left blank."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(block.strip() for block in blocks if block.strip())


def _before(version: Version) -> Sequence[Version]:
    """The newest first."""
    out = [each for each in version.publication.versions.all() if each.published_at]
    return sorted(
        (each for each in out if each.number < version.number), key=lambda each: each.number, reverse=True
    )


def _earlier(version: Version) -> EarlierVersion:
    is_linked = version.withdrawn_for != Reason.DISCLOSURE
    return EarlierVersion(
        version.number,
        timezone.localdate(version.published_at),
        timezone.localdate(version.withdrawn_at) if version.withdrawn_at else None,
        version.what_changed,
        version.own_url if is_linked else "",
    )
