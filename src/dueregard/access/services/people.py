"""Who there is, and in which role."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import Membership, Organisation, Unit, User
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES, Role
from dueregard.access.single_sign_on import gives_roles
from dueregard.audit.services import Process, record


@transaction.atomic
def invite(
    organisation: Organisation,
    *,
    name: str,
    email: str,
    role: Role,
    by: User | Process,
    remit: list[Unit] | None = None,
) -> Membership:
    """A member with this e-mail address, who sets a password by a link that somebody hands over."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
    if organisation.memberships.filter(user=user).exists():
        raise ValidationError(_("%(email)s is in the list of people already.") % {"email": email})
    membership = organisation.memberships.create(user=user, role=role)
    membership.remit.set(remit or [])
    record("access.person_invited", by=by, organisation=organisation, target=user, role=role)
    return membership


@transaction.atomic
def change_role(membership: Membership, *, role: Role, remit: list[Unit], by: User) -> Membership:
    if role == membership.role and set(remit) == set(membership.remit.all()):
        return membership
    if role != membership.role:
        check_role_is_ours_to_give(membership)
    if role != Role.OFFICER:
        check_not_the_last_officer(membership)
    before, membership.role = membership.role, role
    membership.save()
    membership.remit.set(remit)
    record_of_member(membership, "access.role_changed", by=by, before=before, after=role)
    return membership


@transaction.atomic
def deactivate(membership: Membership, *, by: User) -> Membership:
    """Whatever their groups say, until somebody reactivates them."""
    check_not_the_last_officer(membership)
    membership.is_active = membership.follows_groups = False
    membership.save()
    record_of_member(membership, "access.person_deactivated", by=by)
    return membership


@transaction.atomic
def reactivate(membership: Membership, *, by: User) -> Membership:
    membership.is_active = True
    membership.save()
    record_of_member(membership, "access.person_reactivated", by=by)
    return membership


def check_role_is_ours_to_give(membership: Membership) -> None:
    if membership.follows_groups and gives_roles():
        raise ValidationError(
            _("The role of %(name)s follows their groups in the sign-in service: change it there.")
            % {"name": membership.user.name}
        )


def check_not_the_last_officer(membership: Membership) -> None:
    others = membership.organisation.memberships.filter(role=Role.OFFICER, is_active=True).exclude(
        pk=membership.pk
    )
    if membership.role == Role.OFFICER and membership.is_active and not others.exists():
        raise ValidationError(
            _("%(name)s is the only equality officer: make somebody else one first.")
            % {"name": membership.user.name}
        )


def may_act_alone(organisation: Organisation, permission: Permission) -> bool:
    """Whether so few active people hold `permission` that two cannot be asked for."""
    roles = [role.value for role, what in ROLES.items() if permission in what.permissions]
    return organisation.memberships.filter(role__in=roles, is_active=True).count() < 2


@transaction.atomic
def make_calendar_key(membership: Membership, *, by: User) -> str:
    """A new address for the calendar of this member, in place of the one there was; whoever has it can read it."""
    membership.calendar_key = secrets.token_urlsafe(32)
    membership.save(update_fields=["calendar_key"])
    record_of_member(membership, "access.calendar_opened", by=by)
    return membership.calendar_key


@transaction.atomic
def revoke_calendar_key(membership: Membership, *, by: User) -> None:
    membership.calendar_key = None
    membership.save(update_fields=["calendar_key"])
    record_of_member(membership, "access.calendar_closed", by=by)


def member_of_calendar(key: str) -> Membership | None:
    """Who has this key of a calendar and may still read what is due."""
    rows = Membership.objects.select_related("organisation").filter(is_active=True, user__is_active=True)
    membership = rows.filter(calendar_key=key).first()
    return membership if membership and membership.may(Permission.PLAN_READ) else None


def record_of_member(membership: Membership, kind: str, *, by: User | Process, **payload: Any) -> None:
    record(kind, by=by, organisation=membership.organisation, target=membership.user, **payload)
