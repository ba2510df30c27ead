"""Publishing and withdrawing: what went out stays as it was, or is gone at once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import head, record
from dueregard.publications import reports
from dueregard.publications.models import FrozenFile, Reason, Version
from dueregard.releases.services import enter


def publish(version: Version, *, by: User, words_read: str) -> Version:
    """Freeze the page, its tables and a manifest of their hashes, and let them out. `words_read` is the digest of the
    free texts that this second person has read. Refused where these are others now, where something else about the
    same people was published, or their data loaded anew, since the figures were taken, or where the tables as they are
    kept are not proved: by another process, which nobody waits for."""
    version.check_can_publish(by)
    _check_nothing_moved(version)
    reports.check_as_kept(version.publication.organisation, version.chosen, version.design, version.taken)
    return _let_out(version, version.prepared_at, by=by, words_read=words_read)


@transaction.atomic
def _let_out(version: Version, prepared_at: datetime, *, by: User, words_read: str) -> Version:
    _wait_for_our_turn(version)
    version.check_can_publish(by)
    if version.prepared_at != prepared_at:
        raise ValidationError(_("The figures were taken again meanwhile: look at them, and publish then."))
    if words_read != reports.digest(reports.free_texts(version)):
        raise ValidationError(_("These words have changed since you opened the page: read them again."))
    _check_nothing_moved(version)
    organisation = version.publication.organisation
    version.published_by, version.published_at, version.audit_head = by, timezone.now(), head()
    going = reports.files(version, at=version.published_at, audit_head=version.audit_head)
    version.save()
    for file in going:
        FrozenFile.objects.create(
            version=version, name=file.name, content_type=file.content_type, content=file.content
        )
    for release in reports.releases_of(version.taken):
        enter(organisation, release=release, source=version.own_url, by=by)
    record(
        "publications.version_published",
        by=by,
        organisation=organisation,
        target=version,
        url=version.own_url,
        prepared_by=version.prepared_by.pk,
        words_read=words_read,
        files={file.name: file.sha256 for file in going},
    )
    return version


def _wait_for_our_turn(version: Version) -> None:
    """One publication at a time in a family of bodies, so that each is protected against the one before it."""
    top = int(version.publication.organisation.path.split("/")[1])
    Organisation.objects.select_for_update().get(pk=top)
    version.refresh_from_db()


def _check_nothing_moved(version: Version) -> None:
    if reports.has_moved(version.publication.organisation, version.chosen, version.design, version.taken):
        raise ValidationError(
            _(
                "What is known about the same people, or the policy in force, has changed since this was prepared: "
                "take the figures again."
            )
        )


@transaction.atomic
def withdraw(version: Version, *, reason: str, by: User, note: str = "") -> Version:
    """Take this version down, and every earlier one that still stands: what is wrong with it may be wrong with them.
    Its addresses say from now on that it is gone. What it said stays in the ledger that protection counts on."""
    version.check_can_withdraw()
    if reason not in Reason.values:
        raise ValidationError(_("Say why it is withdrawn."))
    now = timezone.now()
    for each in version.publication.versions.standing().filter(number__lte=version.number):
        each.withdrawn_by, each.withdrawn_at = by, now
        each.withdrawn_for, each.withdrawal_note = reason, note
        each.save()
        record(
            "publications.version_withdrawn",
            by=by,
            organisation=version.publication.organisation,
            target=each,
            url=each.own_url,
            reason=reason,
            note=note,
        )
    version.refresh_from_db()
    return version
