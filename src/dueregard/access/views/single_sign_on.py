"""Coming in by the authority's identity provider."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dueregard.access import services, single_sign_on, vouching
from dueregard.access.drafts import look_for_drafts
from dueregard.access.guards import public
from dueregard.access.limits import is_over, wait
from dueregard.access.models import User
from dueregard.access.views.signing_in import first_proof, let_in, wanted_page


@public
@never_cache
def begin_single_sign_on(request: Any) -> HttpResponse:
    """Off to the provider. A link and no form: what browsers let a form do ends at our own addresses. It is counted
    like one, since each leaves a session behind."""
    if not single_sign_on.is_on():
        raise Http404
    if is_over("visit", request):
        return wait(request)
    from dueregard.access import openid

    target = wanted_page(request)
    again = request.user.email if vouching.ask(request) else ""
    try:
        return redirect(openid.begin(request, target, again=again))
    except openid.FAILURES as error:
        return _still_in(request, target) or _failed(request, error)


@public
@never_cache
def single_sign_on_answer(request: Any) -> HttpResponse:
    """Back from the provider."""
    if not single_sign_on.is_on():
        raise Http404
    from dueregard.access import openid

    try:
        answer = openid.finish(request)
    except openid.NotInSilence as error:
        wish = _("Your sign-in service wants to see you: sign in again.")
        return _still_in(request, error.target) or _out(request, wish, error.target)
    except openid.FAILURES as error:
        return _failed(request, error)
    try:
        user = _known(answer.identity)
    except ValidationError as error:
        return _out(request, str(error.message))
    if answer.is_again:
        return _stay(request, user, answer.target)
    if answer.identity.is_proven_twice:
        return let_in(request, user, answer.target, proof=vouching.WAY, way=vouching.WAY)
    return first_proof(request, user, answer.target, way=vouching.WAY)


def _known(identity: single_sign_on.Identity) -> User:
    user = services.recognise(identity)
    if single_sign_on.gives_roles():
        services.follow_groups(user, identity.groups)
    services.check_has_a_role(user)
    return user


def _stay(request: Any, user: User, target: str) -> HttpResponse:
    """The provider was asked again about whoever is signed in, and said who it is that sits there."""
    if user != request.user:
        return _out(request, _("Your sign-in service has signed in somebody else: sign in again."), target)
    vouching.begin(request.session)
    look_for_drafts(request)
    return redirect(target)


def _still_in(request: Any, target: str) -> HttpResponse | None:
    """On to the page, where the provider's earlier word is still good."""
    return redirect(target) if vouching.is_good(request) else None


def _out(request: Any, sentence: str, target: str = "") -> HttpResponse:
    logout(request)
    messages.error(request, sentence)
    return redirect_to_login(target) if target else redirect("access:sign-in")


def _failed(request: Any, error: Exception) -> HttpResponse:
    """One sentence for whoever waits; the kind of the error for who keeps the service."""
    logging.getLogger(__name__).warning("single sign-on failed: %s", type(error).__name__)
    messages.error(
        request, _("Single sign-on did not work: try again, and if it fails again tell your IT department.")
    )
    return redirect("access:sign-in")
