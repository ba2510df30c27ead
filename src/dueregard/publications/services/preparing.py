"""Preparing a report: what it shows is taken once, kept, and shown for a second person to judge."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.plans.models import Plan
from dueregard.publications import reports
from dueregard.publications.models import PLAIN, Publication, State, Version

NOT_SLUGS = {"accessibility", "ask", "evidence", "privacy"}  # pages that stand where a report's address would
Sections = Sequence[Mapping[str, str]]


def prepare(
    organisation: Organisation,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User,
    plan: Plan | None = None,
    choice: Sequence[tuple[int, str]] = (),
    design: str = PLAIN,
    introduction: str = "",
    sections: Sections = (),
) -> Version:
    """The first version of a report, for somebody to look at and publish. `choice` says which tables (by
    name) of which datasets (by key), `design` how they are protected; `sections` are texts with a heading and a body.
    Refused where the figures cannot be protected."""
    slug = _free_slug(organisation, title, ends_on)
    version = Version(publication=Publication(organisation=organisation, slug=slug))
    return _take(
        version,
        by=by,
        kind="publications.version_prepared",
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        plan=plan,
        choice=choice,
        design=design,
        introduction=introduction,
        sections=sections,
    )


def revise(version: Version, *, by: User, **details: Any) -> Version:
    """Change what a draft says; its progress and figures are taken again, so that they are of today. Whoever revises
    it is who prepared it."""
    if version.state is not State.DRAFT:
        raise ValidationError(_("This version is published: correct it by publishing another."))
    return _take(version, by=by, kind="publications.version_revised", **details)


def choose_design(version: Version, *, design: str, by: User) -> Version:
    """Protect a draft's figures by another of the alternatives; they are taken again. Refused where it is not safe."""
    if design not in reports.design_names(version):
        raise ValidationError(_("Choose one of the alternatives that are safe"))
    return revise(version, by=by, design=design)


def correct(publication: Publication, *, what_changed: str, by: User, **details: Any) -> Version:
    """The draft of a next version, which says what changed; but for `details` (those of prepare) it says what the last
    one said, with progress and figures of today."""
    last = publication.newest
    if last.state is State.DRAFT:
        raise ValidationError(_("A next version is being prepared already."))
    version = Version(publication=publication, number=last.number + 1, what_changed=what_changed)
    names = ("title", "starts_on", "ends_on", "plan", "choice", "design", "introduction", "sections")
    said = {name: getattr(last, name) for name in names}
    return _take(version, by=by, kind="publications.correction_prepared", **(said | details))


@transaction.atomic
def discard(version: Version, *, by: User) -> None:
    """A draft that will not be published; the report goes with it where nothing of it ever went out."""
    if version.state is not State.DRAFT:
        raise ValidationError(_("This version is published: withdraw it instead."))
    publication = version.publication
    record("publications.draft_discarded", by=by, organisation=publication.organisation, target=version)
    version.delete()
    if not publication.versions.exists():
        publication.delete()


def _take(version: Version, *, by: User, kind: str, **details: Any) -> Version:
    """Protecting the figures is slow: it is done before anything is written, and nobody waits for it."""
    for name, value in details.items():
        setattr(version, name, value)
    version.choice = [list(each) for each in version.choice]
    version.sections = [dict(each) for each in version.sections]
    version.taken = reports.take(
        version.publication.organisation,
        name=_named(version),
        plan=version.plan,
        choice=version.chosen,
        design=version.design,
        as_at=timezone.localdate(),
    )
    prepared_at, version.prepared_by, version.prepared_at = version.prepared_at, by, timezone.now()
    return _keep(version, prepared_at, kind=kind)


def _named(version: Version) -> str:
    """How receipts call what goes out: by title and number, with the address that stays this version's."""
    words = _("%(title)s, version %(number)s (%(url)s)")
    return words % {"title": version.title, "number": version.number, "url": version.own_url}


@transaction.atomic
def _keep(version: Version, prepared_at: datetime | None, *, kind: str) -> Version:
    """Write a draft whose figures were taken a moment ago, unless something they rest on has changed meanwhile."""
    publication, by = version.publication, version.prepared_by
    organisation = publication.organisation
    _check_unchanged(version, prepared_at)
    if publication.pk is None:
        publication.save()
        version.publication = publication
    version.save()
    record(
        kind,
        by=by,
        organisation=organisation,
        target=version,
        title=version.title,
        choice=version.choice,
        design=version.design,
    )
    return version


def _check_unchanged(version: Version, prepared_at: datetime | None) -> None:
    organisation = version.publication.organisation
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    standing = Version.objects.filter(publication=version.publication.pk)
    found = standing.filter(number=version.number).values_list("prepared_at", "published_at").first()
    moved = reports.has_moved(organisation, version.chosen, version.design, version.taken)
    taken = version.publication.pk is None and (
        organisation.publications.filter(slug=version.publication.slug).exists()
    )
    if moved or taken or found != ((prepared_at, None) if prepared_at else None):
        raise ValidationError(_("Something changed while the figures were being taken: try again."))


def _free_slug(organisation: Organisation, title: str, ends_on: date) -> str:
    words = slugify(title)[:60].strip("-") or "report"
    start = words if str(ends_on.year) in words else f"{words}-{ends_on.year}"
    taken = NOT_SLUGS | set(organisation.publications.values_list("slug", flat=True))
    numbered = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
