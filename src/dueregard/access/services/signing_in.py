"""How people prove who they are."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from dueregard.access import second_factor
from dueregard.access.models import Membership, Organisation, User
from dueregard.access.services.people import record_of_member
from dueregard.access.single_sign_on import is_only_way, links
from dueregard.audit.services import record


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
    if is_only_way(membership.user):
        raise ValidationError(
            _("%(name)s signs in by single sign-on, and has no password.") % {"name": membership.user.name}
        )
    record_of_member(membership, "access.password_link_made", by=by)
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
    is_good = default_token_generator.check_token(user, token) and not is_only_way(user)
    return user if is_good else None


@transaction.atomic
def set_password(user: User, *, password: str, by: User) -> None:
    user.set_password(password)
    user.save()
    record("access.password_set", by=by, target=user)


@transaction.atomic
def record_sign_in(user: User, *, proof: str = "", way: str = "password") -> None:
    """`proof` is the kind of the second one, where one was given; `way` how the first was."""
    record("access.signed_in", by=user, target=user, second_proof=proof, way=way)


@transaction.atomic
def keep_app(user: User, *, secret: str) -> list[str]:
    """From now on an authenticator app proves who this is; new recovery codes, where there were none."""
    second_factor.keep_app(user, secret)
    record("access.second_factor_added", by=user, target=user, proof="totp")
    return [] if second_factor.codes_left(user) else second_factor.new_recovery_codes(user)


@transaction.atomic
def keep_passkey(user: User, *, name: str, answer: dict[str, Any]) -> list[str]:
    """From now on a passkey proves who this is; new recovery codes, where there were none. ValidationError where the
    answer is not a passkey's to the question that was asked."""
    try:
        second_factor.keep_passkey(user, name=name, answer=answer)
    except (TypeError, ValueError, KeyError):
        raise ValidationError(_("That is no passkey.")) from None
    record("access.second_factor_added", by=user, target=user, proof="webauthn")
    return [] if second_factor.codes_left(user) else second_factor.new_recovery_codes(user)


@transaction.atomic
def remove_second_factor(user: User, *, key: int) -> None:
    proof = second_factor.remove(user, key)
    record("access.second_factor_removed", by=user, target=user, proof=proof)


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    record("access.recovery_codes_made", by=user, target=user)
    return second_factor.new_recovery_codes(user)


@transaction.atomic
def reset_second_factors(membership: Membership, *, by: User, reach: Organisation) -> None:
    """For somebody who has lost every proof, or has a new account of the identity provider: they give a new one when
    they next sign in. Refused where they belong elsewhere too, or for oneself."""
    if membership.user == by:
        raise ValidationError(_("Somebody else does this for you: two people, so that one cannot be fooled."))
    if belongs_beyond(membership.user, reach):
        raise ValidationError(
            _("%(name)s belongs to another organisation too: they keep the proofs that they have.")
            % {"name": membership.user.name}
        )
    second_factor.forget_all(membership.user)
    links().filter(user=membership.user).delete()
    record_of_member(membership, "access.second_factors_reset", by=by)


@transaction.atomic
def end_session(user: User, *, key: int) -> None:
    """Sign somebody out where they are signed in elsewhere."""
    UserSession.objects.get(user=user, pk=key).end()
    record("access.session_ended", by=user, target=user)
