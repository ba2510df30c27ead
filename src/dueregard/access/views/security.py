"""What proves who somebody is, and where they are signed in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dueregard.access import forms, second_factor, services
from dueregard.access.guards import half_signed_in, requires, signed_in
from dueregard.access.models import Membership
from dueregard.access.permissions import Permission
from dueregard.access.views.signing_in import ask_for_proof, proof_form
from dueregard.kit.http import bind


@half_signed_in
def second_factors(request: Any) -> HttpResponse:
    """Where a second proof is missing, the way to one; else what there is, and where one is signed in."""
    if second_factor.is_missing(request) and second_factor.has_one(request.user):
        return redirect("access:prove-again")
    shown = {
        "is_missing": second_factor.is_missing(request),
        "kept": second_factor.kept(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "sessions": UserSession.objects.purge_and_list(request.user),
        "Kind": Authenticator.Type,
    }
    return render(request, "access/second_factors.html", shown)


@half_signed_in
@never_cache
def prove_again(request: Any) -> HttpResponse:
    """For who came in before there was a second proof to ask for."""
    form = proof_form(request, request.user)
    if form.is_valid():
        request.session[second_factor.PASSED] = form.proof
        return redirect("home:start")
    return ask_for_proof(request, form, request.user)


@half_signed_in
@never_cache
def add_app(request: Any) -> HttpResponse:
    if second_factor.is_missing(request) and second_factor.has_one(request.user):
        return redirect("access:prove-again")
    form = bind(forms.AppForm, request, user=request.user)
    if form.is_valid():
        codes = services.keep_app(request.user, secret=form.cleaned_data["secret"])
        request.session[second_factor.PASSED] = "totp"
        messages.success(request, _("From now on your app proves who you are"))
        if codes:
            return render(request, "access/recovery_codes.html", {"codes": codes})
        return redirect("access:second-factors")
    offer = second_factor.offer(request.user, form.data.get("secret"))
    return render(request, "access/add_app.html", {"form": form, "offer": offer})


@half_signed_in
@never_cache
def add_passkey(request: Any) -> HttpResponse:
    """A key that the telephone, the computer or a stick holds; a browser without the means adds an app instead."""
    if second_factor.is_missing(request) and second_factor.has_one(request.user):
        return redirect("access:prove-again")
    form = bind(forms.PasskeyForm, request, user=request.user)
    if form.is_valid():
        try:
            codes = services.keep_passkey(request.user, **form.cleaned_data)
        except ValidationError:
            form.add_error(None, forms.NO_PASSKEY)
        else:
            request.session[second_factor.PASSED] = "webauthn"
            messages.success(request, _("From now on this passkey proves who you are"))
            if codes:
                return render(request, "access/recovery_codes.html", {"codes": codes})
            return redirect("access:second-factors")
    question = second_factor.passkey_to_make(request.user)
    return render(request, "access/add_passkey.html", {"form": form, "question": question})


@signed_in
def remove_second_factor(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(second_factor.kept(request.user), pk=pk)
    form = bind(forms.PasswordAgainForm, request, user=request.user)
    if form.is_valid():
        services.remove_second_factor(request.user, key=pk)
        messages.success(request, _("Removed"))
        return redirect("access:second-factors")
    return render(request, "access/remove_second_factor.html", {"form": form, "found": found})


@signed_in
@never_cache
def recovery_codes(request: Any) -> HttpResponse:
    """Makes ten new ones, which are shown this once."""
    if not second_factor.has_one(request.user):
        raise Http404
    form = bind(forms.PasswordAgainForm, request, user=request.user)
    if form.is_valid():
        codes = services.make_recovery_codes(request.user)
        return render(request, "access/recovery_codes.html", {"codes": codes})
    return render(request, "access/make_recovery_codes.html", {"form": form})


@signed_in
@require_POST
def end_session(request: Any, pk: int) -> HttpResponse:
    try:
        services.end_session(request.user, key=pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("Signed out there"))
    return redirect("access:second-factors")


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def reset_second_factors(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(Membership.objects.within(request.organisation), pk=pk)
    try:
        services.reset_second_factors(found, by=request.user, reach=request.organisation)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("They give a new proof when they next sign in"))
    return redirect("access:person", pk)
