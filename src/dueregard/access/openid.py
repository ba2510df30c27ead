"""The authority's identity provider, asked by OpenID Connect (authorisation code, PKCE).

django-allauth keeps state and verifier, and fetches the token. It believes that token unread, since it came over TLS,
and sends no nonce: both are checked here as well. Imported by the two views alone, when somebody uses them: what it
needs takes longer to load than any page.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from requests import RequestException

from dueregard.access.single_sign_on import LONGEST_SUBJECT, Identity

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60  # seconds that clocks may differ
REMEMBERED = 600  # seconds for which what the provider says of itself is not asked again

FAILURES = (OAuth2Error, RequestException, jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError)
"""What a provider that is away, misconfigured or an impostor leads to."""


@dataclass(frozen=True)
class Answer:
    """Whom the provider sent back, where they wanted to go, and whether it was only asked again about them."""

    identity: Identity
    target: str
    is_again: bool


class NotInSilence(OAuth2Error):  # type: ignore[misc]
    """The provider wants to see the person before it says more. They wanted to go to `target`."""

    def __init__(self, target: str) -> None:
        super().__init__("not without asking the person")
        self.target = target


def begin(request: Any, target: str, *, again: str = "") -> str:
    """The address at the provider to go to; `target` is where to go afterwards. `again`: the e-mail address of who is
    signed in, about whom it is asked to say in silence whether it still knows them. One of FAILURES where it does not
    answer."""
    nonce = secrets.token_urlsafe(24)
    leaving = Client(request).get_provider()
    silently = {"prompt": "none", "login_hint": again} if again else {}
    noted = {"data": {"nonce": nonce, "again": bool(again)}, "auth_params": {"nonce": nonce, **silently}}
    return str(leaving.redirect(request, AuthProcess.LOGIN, next_url=target, **noted).url)


def finish(request: Any) -> Answer:
    """What the provider said. NotInSilence, or another of FAILURES where this browser was not sent there, or what came
    back is not the provider's word for us about this very sign-in."""
    client = Client(request)
    provider = client.get_provider()
    state = statekit.unstash_state(
        request, provider_id=provider.sub_id, state_id=request.GET.get("state", "")
    )
    if state is None:
        raise OAuth2Error("not a sign-in that began in this browser")
    if "error" in request.GET and state["data"]["again"]:
        raise NotInSilence(state["next"])
    fetched = client.get_access_token_data(
        request,
        provider.app,
        client.get_client(request, provider.app),
        pkce_code_verifier=state["pkce_code_verifier"],
    )
    identity = client.identity(fetched, nonce=state["data"]["nonce"])
    return Answer(identity, state["next"], state["data"]["again"])


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    def get_oauth2_adapter(self, request: Any) -> Client:
        return Client(request)


class Client(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The provider that the settings name, as seen from this request."""

    def __init__(self, request: Any) -> None:
        super().__init__(request, settings.OIDC_ISSUER)

    def get_provider(self) -> Provider:
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=settings.OIDC_ISSUER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={"server_url": settings.OIDC_ISSUER.rstrip("/"), "oauth_pkce_enabled": True},
        )
        return Provider(self.request, app=app)

    def get_callback_url(self, request: Any, _app: SocialApp) -> str:
        return str(request.build_absolute_uri(reverse("access:single-sign-on-answer")))

    @property
    def openid_config(self) -> dict[str, Any]:
        key = f"openid:{settings.OIDC_ISSUER}"
        config: dict[str, Any] = cache.get(key) or self._discovered()
        cache.set(key, config, timeout=REMEMBERED)
        return config

    def _discovered(self) -> dict[str, Any]:
        config = _fetch(self.get_provider().server_url)
        if config["issuer"].rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise OAuth2Error("the provider calls itself otherwise than OIDC_ISSUER does")
        return config

    def identity(self, fetched: Mapping[str, Any], *, nonce: str) -> Identity:
        """From what the token's address answered, and from the user info where there is such an address: providers
        differ in what they put where."""
        token = self._checked(fetched["id_token"], nonce)
        if "userinfo_endpoint" not in self.openid_config:
            return Identity.of(token, token)
        info = self._fetch_user_info(fetched["access_token"])
        if info["sub"] != token["sub"]:
            raise OAuth2Error("user info about somebody else")
        return Identity.of(token, info | token)

    def _checked(self, written: str, nonce: str) -> dict[str, Any]:
        """The claims of a token that the provider signed, for us, for this sign-in, and not long ago."""
        claims: dict[str, Any] = jwt.decode(
            written,
            self._key(written),
            algorithms=SIGNED_BY,
            audience=settings.OIDC_CLIENT_ID,
            issuer=self.openid_config["issuer"],
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
        )
        if not secrets.compare_digest(claims["nonce"], nonce):
            raise OAuth2Error("a token of another sign-in")
        if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
            raise OAuth2Error("a token for somebody else")
        if not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("a key that cannot be kept")
        return claims

    def _key(self, written: str) -> jwt.PyJWK:
        """The key that the token names; where it names none, the only one there is."""
        keys = jwt.PyJWKSet.from_dict(_fetch(self.openid_config["jwks_uri"])).keys
        named = jwt.get_unverified_header(written).get("kid")
        found = [key for key in keys if named in (None, key.key_id)]
        if len(found) != 1:
            raise OAuth2Error("signed with a key that the provider does not have")
        return found[0]


def _fetch(address: str) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found
