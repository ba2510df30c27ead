"""The second proof of who signs in: an authenticator app, a passkey, or a recovery code.

django-allauth keeps the secrets and checks the proofs; where they are asked for, and of whom, is ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.cache import cache

from dueregard.access.models import Membership, User
from dueregard.access.permissions import Permission
from dueregard.access.sealing import cipher

PASSED = "second_factor_passed"
TRIES, SECONDS = 5, 15 * 60
ASKED_FOR = frozenset({Permission.DATASET_UPLOAD, Permission.PUBLICATION_PUBLISH, Permission.REDACTION_MAKE})
"""Whoever may do one of these proves twice who they are."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets rest encrypted, with a key made of SECRET_KEY: who reads the database alone cannot make codes."""

    def encrypt(self, text: str) -> str:
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.SERVICE_NAME)


def is_needed(membership: Membership) -> bool:
    """Whether this member, by role, signs in with two proofs; never where everything is made up."""
    return membership.organisation.is_live and any(membership.may(permission) for permission in ASKED_FOR)


def is_missing(request: Any) -> bool:
    """Whether whoever asks has still to give the second proof."""
    membership = request.membership
    if not settings.SECOND_FACTOR or membership is None or PASSED in request.session:
        return False
    return is_needed(membership)


def has_one(user: User) -> bool:
    return bool(kept(user).exists())


def is_one_try_too_many(user: User) -> bool:
    """Count a try; whether there were too many in a quarter of an hour, so that no code is looked at."""
    cache.add(_key(user), 0, timeout=SECONDS)
    return bool(cache.incr(_key(user)) > TRIES)


def forget_tries(user: User) -> None:
    cache.delete(_key(user))


def _key(user: User) -> str:
    return f"second-factor:{user.pk}"


def check_code(user: User, code: str) -> str:
    """The kind of proof that a code is ("totp", "recovery_codes"), or "" where it is none, or one try too many."""
    if is_one_try_too_many(user):
        return ""
    written = "".join(code.split())
    for found in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN):
        if found.wrap().validate_code(written):
            found.record_usage()
            forget_tries(user)
            return str(found.type)
    return ""


@dataclass(frozen=True)
class Offer:
    """A new secret for an authenticator app: as text, and as a picture to point a telephone at."""

    secret: str
    picture: str


def offer(user: User, secret: str | None = None) -> Offer:
    adapter = Adapter()
    secret = secret or generate_totp_secret()
    return Offer(secret, adapter.build_totp_svg(adapter.build_totp_url(user, secret)))


def is_code_of(secret: str, code: str) -> bool:
    """False too where the secret is none that was offered."""
    try:
        return bool(validate_totp_code(secret, "".join(code.split())))
    except ValueError:
        return False


def keep_app(user: User, secret: str) -> None:
    """In place of any app there was."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)


def passkey_to_make(user: User) -> str:
    """What a browser is asked for, as JSON; the session remembers the question."""
    return json.dumps(webauthn.begin_registration(user, passwordless=False)["publicKey"])


def keep_passkey(user: User, *, name: str, answer: dict[str, Any]) -> None:
    """ValidationError where the answer is none to the question that this session remembers."""
    webauthn.parse_registration_response(answer)
    webauthn.complete_registration(answer)
    webauthn.WebAuthn.add(user, name, answer)


def passkey_to_show(user: User) -> str:
    """The question to the passkeys of this person, as JSON; "" where there are none."""
    if not kept(user).filter(type=Authenticator.Type.WEBAUTHN).exists():
        return ""
    return json.dumps(webauthn.begin_authentication(user)["publicKey"])


def check_passkey(user: User, answer: dict[str, Any]) -> None:
    """ValidationError where it is no proof."""
    webauthn.parse_authentication_response(answer)
    webauthn.complete_authentication(user, answer).record_usage()


def remove(user: User, key: int) -> str:
    """Take away one app or passkey, and the recovery codes with the last of them; its kind."""
    found = kept(user).get(pk=key)
    kind = str(found.type)
    found.delete()
    if not has_one(user):
        Authenticator.objects.filter(user=user).delete()
    return kind


def forget_all(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes that work once each, in place of those there were. They are shown now and never again."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def codes_left(user: User) -> int:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found else 0


def kept(user: User) -> Any:
    """The apps and passkeys of a person, the oldest first."""
    return (
        Authenticator.objects.filter(user=user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .order_by("created_at")
    )
