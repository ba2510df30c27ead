"""Who there is, with which role, in which post."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.access import forms, services
from dueregard.access.guards import requires
from dueregard.access.models import Membership, Post, Unit
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES
from dueregard.kit.http import bind


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
    posts = Post.objects.within(membership.organisation).order_by()
    holdings = membership.user.holdings.filter(post__in=posts).select_related("post")
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
