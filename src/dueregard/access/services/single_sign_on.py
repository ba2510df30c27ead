"""Who comes in by the identity provider: which of our people, with which roles."""

from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dueregard.access.models import Membership, Organisation, User
from dueregard.access.roles import Role
from dueregard.access.services.people import record_of_member
from dueregard.access.single_sign_on import Identity, links
from dueregard.audit.services import Process, record

PROVIDER = Process("single sign-on")


@transaction.atomic
def recognise(identity: Identity) -> User:
    """The person whom the provider knows by this key; the first time the one with this verified e-mail address, who is
    known by the key from then on, so that nobody who inherits the address inherits the account. ValidationError where
    there is none: signing in makes no accounts."""
    link = links().filter(uid=identity.subject).select_related("user").first()
    user: User = link.user if link else _link(identity)
    if not user.is_active:
        raise ValidationError(_("This account is closed: ask an equality officer."))
    return user


def _link(identity: Identity) -> User:
    if not identity.email:
        raise ValidationError(
            _(
                "Your sign-in service does not say that your e-mail address is verified, so we cannot tell who you are."
            )
        )
    user = User.objects.select_for_update().filter(email=identity.email).first()
    if user is None:
        raise ValidationError(
            _("Nobody here has the address %(email)s: ask an equality officer to invite you.")
            % {"email": identity.email}
        )
    if links().filter(user=user).exists():
        raise ValidationError(
            _("%(email)s belonged to another account of your sign-in service: ask an equality officer.")
            % {"email": identity.email}
        )
    SocialAccount.objects.create(user=user, provider=settings.OIDC_ISSUER, uid=identity.subject)
    record("access.single_sign_on_linked", by=PROVIDER, target=user)
    return user


@transaction.atomic
def follow_groups(user: User, groups: Collection[str]) -> None:
    """The roles that these groups give, and no others. Where two give a role in one organisation, the one that
    OIDC_ROLES names first holds. Whom an officer deactivated stays so, whatever the groups say."""
    given: dict[str, Role] = {}
    for group in settings.OIDC_ROLES:
        if group.name in groups:
            given.setdefault(group.organisation, group.role)
    for membership in user.memberships.select_related("organisation", "user"):
        _follow(membership, given.pop(membership.organisation.slug, None))
    for organisation in Organisation.objects.filter(slug__in=given):
        role = given[organisation.slug]
        membership = organisation.memberships.create(user=user, role=role, follows_groups=True)
        record_of_member(membership, "access.role_given", by=PROVIDER, role=role)


def _follow(membership: Membership, role: Role | None) -> None:
    if not membership.is_active and not membership.follows_groups:
        return
    before = membership.role if membership.is_active else None
    membership.role, membership.is_active = role or membership.role, role is not None
    membership.follows_groups = True
    membership.save(update_fields=["role", "is_active", "follows_groups"])
    if before != role:
        record_of_member(membership, "access.role_followed_groups", by=PROVIDER, before=before, after=role)


def check_has_a_role(user: User) -> None:
    if not user.is_superuser and not user.memberships.filter(is_active=True).exists():
        raise ValidationError(
            _("You have no role here: ask an equality officer, or whoever keeps your groups.")
        )
