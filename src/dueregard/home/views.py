"""The first page after signing in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dueregard.access.guards import signed_in
from dueregard.access.permissions import Permission
from dueregard.access.roles import Role
from dueregard.plans import reports
from dueregard.plans.models import Action


@signed_in
def start(request: Any) -> HttpResponse:
    """A lead's own work; a councillor's remit; for everybody else what needs somebody."""
    membership = request.membership
    if membership is None:
        return redirect("access:choose-organisation")
    today = timezone.localdate()
    if membership.role == Role.LEAD:
        mine = reports.my_actions(request.user, membership.organisation, today)
        return render(request, "home/my_actions.html", {"actions": mine, "all_url": reverse("plans:actions")})
    if membership.role == Role.COUNCILLOR:
        return redirect("plans:remit")
    counts = reports.home_counts(membership, today)
    shown = {"has_actions": Action.objects.within(membership.organisation).exists()}
    shown["may_import"] = membership.may(Permission.PLAN_EDIT)
    return render(request, "home/start.html", {"counts": counts, **shown})
