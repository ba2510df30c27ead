"""Who may come in by the authority's own identity provider, and what its word is worth here.

How the provider is asked is in openid.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from dueregard.access.models import User

MFA = "mfa"  # RFC 8176: more than one proof was asked for
LONGEST_SUBJECT = SocialAccount._meta.get_field("uid").max_length


@dataclass(frozen=True)
class Identity:
    """Whom the provider signed in: the key by which it knows the person, an e-mail address that is truly theirs (else
    ""), their groups, and whether it asked for two proofs."""

    subject: str
    email: str
    groups: frozenset[str]
    is_proven_twice: bool

    @classmethod
    def of(cls, token: Mapping[str, Any], said: Mapping[str, Any]) -> Self:
        """From the claims of the signed token, and from all that the provider said."""
        return cls(token["sub"], _email(said), _groups(said), _is_proven_twice(token))


def _email(said: Mapping[str, Any]) -> str:
    """Lower case; only where the provider says that it is verified, or says nothing and the domain is one that the
    authority vouches for. Letters beyond ASCII are none of an address that we invite: some look, or are written
    small, like another."""
    email, verified = said.get("email"), said.get("email_verified")
    if not isinstance(email, str) or not email.isascii():
        return ""
    email = email.strip().lower()
    is_vouched_for = verified is None and email.rpartition("@")[2] in settings.OIDC_EMAIL_DOMAINS
    return email if verified is True or verified == "true" or is_vouched_for else ""


def _groups(said: Mapping[str, Any]) -> frozenset[str]:
    found = said.get(settings.OIDC_GROUPS_CLAIM, [])
    named = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(group for group in named if isinstance(group, str))


def _is_proven_twice(token: Mapping[str, Any]) -> bool:
    methods = token.get("amr")
    has_method = isinstance(methods, list) and MFA in methods
    return has_method or token.get("acr") in settings.OIDC_MFA_ACR


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


def links() -> Any:
    """Who is known by which key of the provider. One of another provider, from before, is none."""
    return SocialAccount.objects.filter(provider=settings.OIDC_ISSUER)


def is_only_way(user: User) -> bool:
    """Whether this person signs in by the provider and no longer by a password."""
    return is_on() and settings.OIDC_ONLY and bool(links().filter(user=user).exists())


def gives_roles() -> bool:
    """Whether the role of whoever signs in so follows their groups."""
    return is_on() and bool(settings.OIDC_ROLES)
