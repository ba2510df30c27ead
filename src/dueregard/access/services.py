"""What is done to people, posts and the organisation itself."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from dueregard.access.models import Holding, Membership, Organisation, Post, Readiness, Unit, User
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES, Role
from dueregard.audit.services import Process, record

SETUP = Process("first start")


@transaction.atomic
def create_organisation(
    *, name: str, slug: str, by: User | Process, parent: Organisation | None = None, **fields: Any
) -> Organisation:
    is_live = parent is not None and parent.is_live
    organisation = Organisation.objects.create(name=name, slug=slug, parent=parent, is_live=is_live, **fields)
    organisation.path = f"{parent.path if parent else '/'}{organisation.pk}/"
    organisation.save()
    record("access.organisation_created", by=by, organisation=organisation, target=organisation, name=name)
    return organisation


@transaction.atomic
def create_first_organisation(*, organisation: str, slug: str, name: str, email: str, password: str) -> User:
    """The first organisation and its first officer; refused once there is one."""
    if Organisation.objects.exists():
        raise ValidationError(_("The first organisation has been made already: sign in instead."))
    made = create_organisation(name=organisation, slug=slug, by=SETUP)
    user = User.objects.create_user(email, password, name=name)
    Membership.objects.create(organisation=made, user=user, role=Role.OFFICER)
    record("access.person_invited", by=SETUP, organisation=made, target=user, role=Role.OFFICER)
    return user


@transaction.atomic
def update_details(organisation: Organisation, *, by: User, **details: Any) -> Organisation:
    changed = {key: value for key, value in details.items() if getattr(organisation, key) != value}
    for key, value in changed.items():
        setattr(organisation, key, value)
    organisation.save()
    names = sorted(changed)
    record("access.details_updated", by=by, organisation=organisation, target=organisation, changed=names)
    return organisation


@transaction.atomic
def allow_live_data(organisation: Organisation, *, by: User, **answers: str) -> Readiness:
    """From now on the organisation and all under it may hold facts about real people. Asked again, the new answers take
    the place of the old, which stay in the log."""
    check_may_go_live(organisation)
    kept = {**answers, "answered_by": by, "answered_at": timezone.now()}
    made, _created = Readiness.objects.update_or_create(organisation=organisation, defaults=kept)
    Organisation.objects.within(organisation).update(is_live=True)
    organisation.is_live = True
    record("access.live_data_allowed", by=by, organisation=organisation, target=organisation, **answers)
    return made


def check_may_go_live(organisation: Organisation) -> None:
    if organisation.is_demonstration:
        raise ValidationError(
            _("This organisation is made up, and stays so: start with DEMO=0 and a data folder of its own.")
        )
    if organisation.parent_id:
        raise ValidationError(_("The body above this one answers for all under it."))


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
    if role != Role.OFFICER:
        check_not_the_last_officer(membership)
    before, membership.role = membership.role, role
    membership.save()
    membership.remit.set(remit)
    _record(membership, "access.role_changed", by=by, before=before, after=role)
    return membership


@transaction.atomic
def deactivate(membership: Membership, *, by: User) -> Membership:
    check_not_the_last_officer(membership)
    membership.is_active = False
    membership.save()
    _record(membership, "access.person_deactivated", by=by)
    return membership


@transaction.atomic
def reactivate(membership: Membership, *, by: User) -> Membership:
    membership.is_active = True
    membership.save()
    _record(membership, "access.person_reactivated", by=by)
    return membership


def check_not_the_last_officer(membership: Membership) -> None:
    others = membership.organisation.memberships.filter(role=Role.OFFICER, is_active=True).exclude(
        pk=membership.pk
    )
    if membership.role == Role.OFFICER and membership.is_active and not others.exists():
        raise ValidationError(
            _("%(name)s is the only equality officer: make somebody else one first.")
            % {"name": membership.user.name}
        )


@transaction.atomic
def password_link(membership: Membership, *, by: User, reach: Organisation) -> str:
    """The path of a page where this person sets a password, once; whoever asks hands it over. `reach` is the
    organisation that `by` acts for. Refused where the person belongs elsewhere too: whoever holds the link could
    act there in their name; and where they are deactivated: it would lead nowhere."""
    if not membership.is_active:
        raise ValidationError(
            _("%(name)s is deactivated: reactivate them first.") % {"name": membership.user.name}
        )
    if belongs_beyond(membership.user, reach):
        raise ValidationError(
            _("%(name)s belongs to another organisation too: they keep the password that they have.")
            % {"name": membership.user.name}
        )
    _record(membership, "access.password_link_made", by=by)
    return path_to_set_password(membership.user)


def belongs_beyond(user: User, organisation: Organisation) -> bool:
    """Whether a password of this person opens more than the organisation and the bodies under it."""
    inside = Membership.objects.within(organisation)
    return user.is_superuser or user.memberships.exclude(pk__in=inside).exists()


def path_to_set_password(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("access:set-password", args=[uid, default_token_generator.make_token(user)])


def user_of_link(uid: str, token: str) -> User | None:
    """The person a password link was made for, where it is still good."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(uid)))
    except (User.DoesNotExist, ValueError, OverflowError):
        return None
    return user if default_token_generator.check_token(user, token) else None


@transaction.atomic
def set_password(user: User, *, password: str, by: User) -> None:
    user.set_password(password)
    user.save()
    record("access.password_set", by=by, target=user)


@transaction.atomic
def record_sign_in(user: User) -> None:
    record("access.signed_in", by=user, target=user)


@transaction.atomic
def add_unit(organisation: Organisation, *, name: str, by: User | Process) -> Unit:
    unit = organisation.units.create(name=name)
    record("access.unit_added", by=by, organisation=organisation, target=unit, name=name)
    return unit


@transaction.atomic
def add_post(organisation: Organisation, *, title: str, by: User | Process, unit: Unit | None = None) -> Post:
    post = organisation.posts.create(title=title, unit=unit)
    record("access.post_added", by=by, organisation=organisation, target=post, title=title)
    return post


@transaction.atomic
def appoint(post: Post, *, user: User, starts_on: date, by: User | Process) -> Holding:
    """From `starts_on`, `user` holds the post; whoever held it until then holds it to the day before."""
    for holding in post.holdings.filter(ends_on=None):
        if holding.starts_on >= starts_on:
            raise ValidationError(
                _("%(name)s holds this post from %(date)s: choose a later first day.")
                % {"name": holding.user.name, "date": holding.starts_on.strftime("%-d %B %Y")}
            )
        holding.ends_on = starts_on - timedelta(days=1)
        holding.save()
    made = post.holdings.create(user=user, starts_on=starts_on)
    record(
        "access.post_filled",
        by=by,
        organisation=post.organisation,
        target=post,
        user=user.pk,
        starts_on=starts_on,
    )
    return made


@transaction.atomic
def make_calendar_key(membership: Membership, *, by: User) -> str:
    """A new address for the calendar of this member, in place of the one there was; whoever has it can read it."""
    membership.calendar_key = secrets.token_urlsafe(32)
    membership.save(update_fields=["calendar_key"])
    _record(membership, "access.calendar_opened", by=by)
    return membership.calendar_key


@transaction.atomic
def revoke_calendar_key(membership: Membership, *, by: User) -> None:
    membership.calendar_key = None
    membership.save(update_fields=["calendar_key"])
    _record(membership, "access.calendar_closed", by=by)


def member_of_calendar(key: str) -> Membership | None:
    """Who has this key of a calendar and may still read what is due."""
    rows = Membership.objects.select_related("organisation").filter(is_active=True, user__is_active=True)
    membership = rows.filter(calendar_key=key).first()
    return membership if membership and membership.may(Permission.PLAN_READ) else None


def may_act_alone(organisation: Organisation, permission: Permission) -> bool:
    """Whether so few active people hold `permission` that two cannot be asked for."""
    roles = [role.value for role, what in ROLES.items() if permission in what.permissions]
    return organisation.memberships.filter(role__in=roles, is_active=True).count() < 2


def _record(membership: Membership, kind: str, *, by: User, **payload: Any) -> None:
    record(kind, by=by, organisation=membership.organisation, target=membership.user, **payload)
