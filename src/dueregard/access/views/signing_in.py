"""Coming in and going out."""

import time
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from dueregard.access import forms, second_factor, services, setup, single_sign_on, vouching
from dueregard.access.drafts import look_for_drafts
from dueregard.access.guards import half_signed_in, public, signed_in
from dueregard.access.models import Membership, User
from dueregard.access.roles import ROLES, Role
from dueregard.kit.http import bind

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITING = "second_factor_waiting"
PATIENCE = 10 * 60  # seconds from the password to the second proof


@public
def sign_in(request: Any) -> HttpResponse:
    if setup.is_needed():
        return redirect("access:set-up")
    form = bind(forms.SignInForm, request, asked_by=request)
    if form.is_valid():
        return first_proof(request, form.get_user(), wanted_page(request))
    provider = settings.OIDC_NAME if single_sign_on.is_on() else ""
    shown = {"people": _shown_people(), "roles": ROLES, "password": settings.DEMO_PASSWORD}
    page = {"form": form, "next": wanted_page(request), "provider": provider, **shown}
    return render(request, "access/sign_in.html", page)


def first_proof(request: Any, user: User, target: str, way: str = "password") -> HttpResponse:
    """The password was right, or the identity provider's word: in, or on to the second proof where there is one."""
    if second_factor.has_one(user):
        request.session[WAITING] = {"user": user.pk, "next": target, "at": time.time(), "way": way}
        return redirect("access:prove")
    return let_in(request, user, target, way=way)


def let_in(request: Any, user: User, target: str, *, proof: str = "", way: str = "password") -> HttpResponse:
    login(request, user, backend=BACKEND)
    vouching.begin(request.session, is_vouched_for=way == vouching.WAY)
    if proof:
        request.session[second_factor.PASSED] = proof
    UserSession.objects.create_from_request(request)
    services.record_sign_in(user, proof=proof, way=way)
    look_for_drafts(request)
    return redirect(target)


@public
@never_cache
def prove(request: Any) -> HttpResponse:
    """The second proof: whose password was right, a few minutes ago, in this browser."""
    waiting = request.session.get(WAITING, {"at": 0})
    if time.time() - waiting["at"] > PATIENCE:
        return redirect("access:sign-in")
    user = get_object_or_404(User, pk=waiting["user"], is_active=True)
    form = proof_form(request, user)
    if form.is_valid():
        del request.session[WAITING]
        return let_in(request, user, waiting["next"], proof=form.proof, way=waiting["way"])
    return ask_for_proof(request, form, user)


def proof_form(request: Any, user: User) -> forms.ProveForm | forms.PasskeyProofForm:
    """What was sent: a code, or the answer of a passkey."""
    if "answer" in request.POST:
        return bind(forms.PasskeyProofForm, request, user=user)
    return bind(forms.ProveForm, request, user=user)


def ask_for_proof(request: Any, form: forms.ProveForm | forms.PasskeyProofForm, user: User) -> HttpResponse:
    """A box for a code, whatever was sent; and a question to the browser where there is a passkey."""
    code = form["code"] if "code" in form.fields else forms.ProveForm(user=user)["code"]
    question = second_factor.passkey_to_show(user)
    return render(request, "access/prove.html", {"form": form, "code": code, "question": question})


def wanted_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL


def _shown_people() -> list[Membership]:
    """In demonstration mode only: whom a visitor may be."""
    if not settings.DEMO:
        return []
    shown = Membership.objects.filter(organisation__is_demonstration=True, is_active=True).select_related(
        "user"
    )
    return sorted(shown, key=lambda membership: list(Role).index(Role(membership.role)))


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME / timedelta(minutes=1))
    return render(request, "access/locked_out.html", {"minutes": minutes}, status=429)


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie; then the page from which it was chosen."""
    return set_language(request)


@half_signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("access:sign-in")


@signed_in
def change_password(request: Any) -> HttpResponse:
    form = bind(forms.ChangePasswordForm, request, user=request.user)
    if form.is_valid():
        services.set_password(request.user, password=form.cleaned_data["password"], by=request.user)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed"))
        return redirect("access:change-password")
    return render(request, "access/change_password.html", {"form": form})


@public
@never_cache
def set_password(request: Any, uid: str, token: str) -> HttpResponse:
    user = services.user_of_link(uid, token)
    if user is None:
        return render(request, "access/link_is_spent.html", status=404)
    form = bind(forms.NewPasswordForm, request, user=user)
    if form.is_valid():
        services.set_password(user, password=form.cleaned_data["password"], by=user)
        return first_proof(request, user, settings.LOGIN_REDIRECT_URL)
    return render(request, "access/set_password.html", {"form": form, "person": user})


@public
def set_up(request: Any) -> HttpResponse:
    if not setup.is_needed():
        raise Http404
    form = bind(forms.SetupForm, request, expected=setup.code())
    if form.is_valid():
        user = services.create_first_organisation(
            **{key: form.cleaned_data[key] for key in ("organisation", "slug", "name", "email", "password")}
        )
        setup.discard_code()
        return let_in(request, user, settings.LOGIN_REDIRECT_URL)
    return render(request, "access/set_up.html", {"form": form})


@half_signed_in
def choose_organisation(request: Any) -> HttpResponse:
    mine = request.user.memberships.filter(is_active=True).select_related("organisation")
    if request.method == "POST":
        wanted = request.POST.get("organisation")
        chosen = next((one for one in mine if str(one.organisation_id) == wanted), None)
        if chosen is None:
            raise Http404
        request.session["organisation"] = chosen.organisation_id
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/choose_organisation.html", {"memberships": mine})
