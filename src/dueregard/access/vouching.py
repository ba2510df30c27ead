"""For how long the identity provider's word is good, and how it is asked again.

Whoever came in by the provider has the roles that their groups gave at that moment. From half of OIDC_MINUTES on, the
next page asks the provider again in silence; after all of them nothing is shown or taken before it has answered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from dueregard.access import single_sign_on

WAY = "single sign-on"
VOUCHED_AT, ASKED_AT = "vouched_for_at", "vouching_asked_at"
PATIENCE = 5 * 60  # seconds before a provider that gave no answer is asked again, while its last word is good
AGAIN = "again"

Answer = Callable[[HttpRequest], HttpResponse]


def begin(session: Any, *, is_vouched_for: bool = True) -> None:
    """The provider has just said who this is; or somebody came in by another way."""
    session.pop(ASKED_AT, None)
    if is_vouched_for:
        session[VOUCHED_AT] = time.time()
    else:
        session.pop(VOUCHED_AT, None)


def is_good(request: Any) -> bool:
    """Whether somebody is signed in by a word of the provider that still counts."""
    is_vouched_for = request.user.is_authenticated and VOUCHED_AT in request.session
    return is_vouched_for and not _is_over(request.session)


def ask(request: Any) -> bool:
    """Whether the provider is asked about somebody whom it has vouched for; that it was, is noted."""
    if AGAIN not in request.GET or not request.user.is_authenticated or VOUCHED_AT not in request.session:
        return False
    request.session[ASKED_AT] = time.time()
    return True


class VouchingMiddleware:
    """Before a page is shown, the provider is asked, where that is due. What is sent when its word is no longer good
    is that of a visitor: it waits as a draft until they have signed in again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        is_by_provider = single_sign_on.is_on() and VOUCHED_AT in request.session
        if not is_by_provider or not _is_due(request.session) or _is_public(request):
            return self.get_response(request)
        if _shows_a_page(request):
            return _ask_first(request)
        if _is_over(request.session):
            logout(request)
            request.membership = request.organisation = None
        return self.get_response(request)


def _seconds(session: Any) -> float:
    """Since the provider spoke."""
    return time.time() - float(session[VOUCHED_AT])


def _is_over(session: Any) -> bool:
    return _seconds(session) >= settings.OIDC_MINUTES * 60


def _is_due(session: Any) -> bool:
    was_asked = time.time() - session.get(ASKED_AT, 0) < PATIENCE
    return _is_over(session) or (_seconds(session) >= settings.OIDC_MINUTES * 30 and not was_asked)


def _is_public(request: Any) -> bool:
    try:
        return getattr(resolve(request.path_info).func, "access", "") == "public"
    except Resolver404:
        return True


def _shows_a_page(request: Any) -> bool:
    """And is not fetched for a page that is there already."""
    wanted: str = request.headers.get("Sec-Fetch-Dest", "document")
    return request.method == "GET" and wanted == "document"


def _ask_first(request: Any) -> HttpResponse:
    """A page that leads on by itself: browsers do not let a form that was sent end at another site."""
    asked = urlencode({AGAIN: 1, "next": request.get_full_path()})
    address = f"{reverse('access:begin-single-sign-on')}?{asked}"
    response = render(request, "access/one_moment.html", {"address": address})
    response.headers["Refresh"] = f"0; url={address}"
    return response
