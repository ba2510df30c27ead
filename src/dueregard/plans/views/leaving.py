"""Somebody leaves: what they have to hand over, on one page, and all of it in one step."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.models import Membership
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.plans import forms, reports, services


@requires(Permission.PEOPLE_MANAGE)
def leaver(request: Any, pk: int) -> HttpResponse:
    rows = Membership.objects.within(request.organisation).select_related("user", "organisation")
    member = get_object_or_404(rows.filter(is_active=True), pk=pk)
    found = reports.leaving(member, timezone.localdate())
    form = bind(forms.LeaverForm, request, member=member, found=found)
    if form.is_valid():
        given: dict[str, Any] = {name: form.cleaned_data.get(name) for name in ("last_day", "named_to")}
        try:
            services.leave(member, by=request.user, successors=form.successors(), **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = _("%(name)s has left: their work is handed over, and they can no longer sign in here")
            messages.success(request, words % {"name": member.user.name})
            return redirect("access:person", pk)
    return render(request, "plans/leaver.html", {"form": form, "member": member, "found": found})
