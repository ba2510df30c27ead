"""One function per page."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dueregard.access import forms, reports, services, setup
from dueregard.access.guards import public, requires, signed_in
from dueregard.access.models import Membership, Organisation, Post, Unit
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES, Role
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
def sign_in(request: Any) -> HttpResponse:
    if setup.is_needed():
        return redirect("access:set-up")
    form = bind(forms.SignInForm, request, asked_by=request)
    if form.is_valid():
        login(request, form.get_user())
        services.record_sign_in(form.get_user())
        return redirect(_next(request))
    shown = {"people": _shown_people(), "roles": ROLES, "password": settings.DEMO_PASSWORD}
    return render(request, "access/sign_in.html", {"form": form, "next": _next(request), **shown})


def _next(request: HttpRequest) -> str:
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


@signed_in
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
        login(request, user, backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
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
        login(request, user, backend=BACKEND)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "access/set_up.html", {"form": form})


@signed_in
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


@requires(Permission.PEOPLE_MANAGE)
def people(request: Any) -> HttpResponse:
    found = Membership.objects.within(request.organisation).select_related("user", "organisation")
    return render(request, "access/people.html", {"memberships": found, "roles": ROLES})


@requires(Permission.PEOPLE_MANAGE)
def invite(request: Any) -> HttpResponse:
    form = bind(forms.InviteForm, request, organisation=request.organisation)
    if form.is_valid():
        try:
            membership = services.invite(request.organisation, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            return _hand_over(request, membership)
    return render(request, "access/invite.html", {"form": form})


@requires(Permission.PEOPLE_MANAGE)
def person(request: Any, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    holdings = membership.user.holdings.filter(post__organisation=membership.organisation).select_related(
        "post"
    )
    return render(request, "access/person.html", {"member": membership, "holdings": holdings, "roles": ROLES})


@requires(Permission.PEOPLE_MANAGE)
def change_role(request: Any, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    initial = {"role": membership.role, "remit": membership.remit.all()}
    form = bind(forms.RoleForm, request, organisation=request.organisation, initial=initial)
    if form.is_valid():
        try:
            services.change_role(membership, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("role", error)
        else:
            messages.success(request, _("Role changed"))
            return redirect("access:person", pk)
    return render(request, "access/change_role.html", {"form": form, "member": membership})


@requires(Permission.PEOPLE_MANAGE)
def deactivate(request: Any, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    if request.method != "POST":
        return render(request, "access/deactivate.html", {"member": membership})
    try:
        services.deactivate(membership, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(name)s can no longer sign in here") % {"name": membership.user.name})
    return redirect("access:person", pk)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def reactivate(request: Any, pk: int) -> HttpResponse:
    membership = services.reactivate(_membership(request, pk), by=request.user)
    messages.success(request, _("%(name)s can sign in again") % {"name": membership.user.name})
    return redirect("access:person", pk)


@requires(Permission.PEOPLE_MANAGE)
@require_POST
def password_link(request: Any, pk: int) -> HttpResponse:
    return _hand_over(request, _membership(request, pk))


def _hand_over(request: Any, membership: Membership) -> HttpResponse:
    try:
        path = services.password_link(membership, by=request.user, reach=request.organisation)
    except ValidationError as error:
        messages.warning(request, error.message)
        return redirect("access:person", membership.pk)
    link = request.build_absolute_uri(path)
    return render(request, "access/password_link.html", {"member": membership, "link": link})


def _membership(request: Any, pk: int) -> Membership:
    found = Membership.objects.within(request.organisation).select_related("user", "organisation")
    return get_object_or_404(found, pk=pk)


@signed_in
def roles(request: Any) -> HttpResponse:
    return render(request, "access/roles.html", {"roles": ROLES, "allowed": reports.allowed()})


@requires(Permission.AUDIT_READ)
def log(request: Any) -> HttpResponse:
    filters = forms.LogFilterForm(request.GET, organisation=request.organisation)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = paginate(reports.events_within(request.organisation, who=chosen.get("who")), request)
    shown = {"page": page, "filters": filters, "lines": reports.log_lines(page.rows)}
    return render(request, "access/log.html", shown)


@requires(Permission.AUDIT_READ)
def download_log(request: Any) -> HttpResponseBase:
    return attachment("log.csv", "text/csv; charset=utf-8", reports.log_as_csv(request.organisation))


@requires(Permission.PEOPLE_MANAGE)
def posts(request: Any) -> HttpResponse:
    found = (
        Post.objects.within(request.organisation).select_related("unit").prefetch_related("holdings__user")
    )
    units = Unit.objects.within(request.organisation)
    return render(request, "access/posts.html", {"posts": found, "units": units})


@requires(Permission.PEOPLE_MANAGE)
def add_post(request: Any) -> HttpResponse:
    form = bind(forms.PostForm, request, organisation=request.organisation)
    if form.is_valid():
        services.add_post(request.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Post added"))
        return redirect("access:posts")
    return render(request, "access/add_post.html", {"form": form})


@requires(Permission.PEOPLE_MANAGE)
def add_unit(request: Any) -> HttpResponse:
    form = bind(forms.UnitForm, request, organisation=request.organisation)
    if form.is_valid():
        services.add_unit(request.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Unit added"))
        return redirect("access:posts")
    return render(request, "access/add_unit.html", {"form": form})


@requires(Permission.PEOPLE_MANAGE)
def appoint(request: Any, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.within(request.organisation), pk=pk)
    form = bind(forms.AppointForm, request, organisation=request.organisation)
    if form.is_valid():
        try:
            member = form.cleaned_data["member"]
            services.appoint(
                post, user=member.user, starts_on=form.cleaned_data["starts_on"], by=request.user
            )
        except ValidationError as error:
            form.add_error("starts_on", error)
        else:
            messages.success(request, _("Post filled"))
            return redirect("access:posts")
    return render(request, "access/appoint.html", {"form": form, "post": post})


@requires(Permission.ORGANISATION_EDIT)
def details(request: Any) -> HttpResponse:
    form = bind(forms.DetailsForm, request, instance=request.organisation)
    if form.is_valid():
        organisation = get_object_or_404(
            Organisation.objects.within(request.organisation), pk=request.organisation.pk
        )
        services.update_details(organisation, by=request.user, **form.details())
        messages.success(request, _("Details saved"))
        return redirect("access:details")
    return render(request, "access/details.html", {"form": form})


@requires(Permission.ORGANISATION_EDIT)
def live_data(request: Any) -> HttpResponse:
    """The five questions; once they are answered, the answers, which can be given anew."""
    try:
        services.check_may_go_live(request.organisation)
    except ValidationError as error:
        messages.warning(request, error.message)
        return redirect("access:details")
    readiness = getattr(request.organisation, "readiness", None)
    form = bind(forms.ReadinessForm, request, instance=readiness)
    if form.is_valid():
        services.allow_live_data(request.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Facts about real people may be held here from now on."))
        return redirect("access:live-data")
    return render(request, "access/live_data.html", {"form": form, "readiness": readiness})


@public
def colour(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisation's one colour, as a stylesheet: styles may not stand in pages."""
    organisation = get_object_or_404(Organisation, slug=slug)
    return HttpResponse(f":root {{ --kit-colour: {organisation.colour}; }}\n", content_type="text/css")


@public
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    if not organisation.logo:
        raise Http404
    content = bytes(organisation.logo)
    return HttpResponse(content, content_type="image/png" if content.startswith(b"\x89PNG") else "image/jpeg")
