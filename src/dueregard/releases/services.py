"""Which policy protects an organisation's figures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import Process, record
from dueregard.releases.models import DisclosurePolicy
from equalities.disclosure import Policy

PRESETS: Mapping[str, Policy] = {policy.name: policy for policy in [Policy()]}
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
