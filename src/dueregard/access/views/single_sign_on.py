"""Coming in by the authority's identity provider."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dueregard.access import services, single_sign_on
from dueregard.access.guards import public
from dueregard.access.limits import is_over, wait
from dueregard.access.views.signing_in import first_proof, let_in, wanted_page

WAY = "single sign-on"


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

    try:
        return redirect(openid.begin(request, wanted_page(request)))
    except openid.FAILURES as error:
        return _failed(request, error)


@public
@never_cache
def single_sign_on_answer(request: Any) -> HttpResponse:
    """Back from the provider."""
    if not single_sign_on.is_on():
        raise Http404
    from dueregard.access import openid

    try:
        identity, target = openid.finish(request)
    except openid.FAILURES as error:
        return _failed(request, error)
    return _enter(request, identity, target)


def _enter(request: Any, identity: single_sign_on.Identity, target: str) -> HttpResponse:
    try:
        user = services.recognise(identity)
        if single_sign_on.gives_roles():
            services.follow_groups(user, identity.groups)
        services.check_has_a_role(user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("access:sign-in")
    if identity.is_proven_twice:
        return let_in(request, user, target, proof=WAY, way=WAY)
    return first_proof(request, user, target, way=WAY)


def _failed(request: Any, error: Exception) -> HttpResponse:
    """One sentence for whoever waits; the kind of the error for who keeps the service."""
    logging.getLogger(__name__).warning("single sign-on failed: %s", type(error).__name__)
    messages.error(
        request, _("Single sign-on did not work: try again, and if it fails again tell your IT department.")
    )
    return redirect("access:sign-in")
