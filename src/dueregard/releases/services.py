"""Which policy protects an organisation's figures, and the ledger of what went out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import Process, record
from dueregard.releases.models import Covers, DisclosurePolicy, LedgerEntry, OutsideRelease, Paper, StruckOut
from dueregard.releases.reports import PrintedTable
from equalities.disclosure import Policy, Release, SafeTable, presets

PRESETS: Mapping[str, Policy] = {
    name: policy for name, policy in presets().items() if policy.method == "suppress"
}
"""What may be adopted. Rounding is a way to protect one report, which whoever prepares it chooses there."""
DEFAULT = Policy()


def policy_of(organisation: Organisation, on: date | None = None) -> Policy:
    """The policy in force that day (today, where none is given): the organisation's own, else the one of the
    nearest body above it, else the library's default, for which nobody has signed yet."""
    day = on or timezone.localdate()
    adopted = DisclosurePolicy.objects.in_force(organisation, day).first()
    if adopted is None:
        return DEFAULT
    return replace(PRESETS[adopted.preset], signed_off_by=adopted.signed_off_by)


@transaction.atomic
def adopt_policy(
    organisation: Organisation, *, preset: str, signed_off_by: str, starts_on: date, by: User | Process
) -> DisclosurePolicy:
    """From `starts_on`, figures of the organisation and of all under it are protected by this preset."""
    if preset not in PRESETS:
        raise ValidationError(_("Choose one of these policies: %(names)s.") % {"names": ", ".join(PRESETS)})
    policy = organisation.disclosure_policies.create(
        preset=preset, signed_off_by=signed_off_by, starts_on=starts_on
    )
    record(
        "releases.policy_adopted",
        by=by,
        organisation=organisation,
        target=policy,
        preset=preset,
        signed_off_by=signed_off_by,
        starts_on=starts_on,
    )
    return policy


@transaction.atomic
def enter(organisation: Organisation, *, release: Release, source: str, by: User) -> LedgerEntry:
    """Put down what goes out now, for protection to count on ever after."""
    if release.is_refused or not all(isinstance(table, SafeTable) for table in release.tables):
        raise TypeError("only tables that protect() made may go out")
    entry = LedgerEntry.objects.create(
        organisation=organisation,
        source=source,
        release_kept=release.as_dict(),
        entered_by=by,
        entered_at=timezone.now(),
    )
    statements = release.receipt.statements_sha256
    record(
        "releases.release_entered",
        by=by,
        organisation=organisation,
        target=entry,
        source=source,
        statements=statements,
    )
    return entry


@transaction.atomic
def record_outside(
    organisation: Organisation,
    *,
    table: PrintedTable,
    title: str,
    paper: Paper,
    went_out_on: date,
    seen_at: str,
    service: str,
    starts_on: date,
    ends_on: date,
    covers: Covers,
    by: User,
) -> OutsideRelease:
    """Put down a table that went out by another way, for protection to count on while it is not struck out."""
    if went_out_on > timezone.localdate():
        raise ValidationError(_("It cannot have gone out after today: enter the day it went out."))
    outside = organisation.outside_releases.create(
        title=title,
        paper=paper,
        went_out_on=went_out_on,
        seen_at=seen_at,
        service=service,
        starts_on=starts_on,
        ends_on=ends_on,
        covers=covers,
        table_kept=table.as_dict(),
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    record(
        "releases.outside_recorded",
        by=by,
        organisation=organisation,
        target=outside,
        title=title,
        service=service,
        covers=covers,
    )
    return outside


@transaction.atomic
def strike_out(outside: OutsideRelease, *, reason: str, by: User) -> StruckOut:
    """It should not have been recorded, or not so: protection counts it no longer, and the row stays."""
    OutsideRelease.objects.select_for_update().get(pk=outside.pk)
    if StruckOut.objects.filter(release=outside).exists():
        raise ValidationError(_("This was struck out already."))
    if not reason.strip():
        raise ValidationError(_("Say why it is struck out."))
    struck = StruckOut.objects.create(
        release=outside, reason=reason.strip(), struck_by=by, struck_at=timezone.now()
    )
    record(
        "releases.outside_struck_out",
        by=by,
        organisation=outside.organisation,
        target=outside,
        reason=struck.reason,
    )
    return struck
