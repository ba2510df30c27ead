"""The workbook of actions that leads fill in: handed in, checked, recorded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Return


@requires(Permission.UPDATE_RECORD)
def upload_return(request: Any) -> HttpResponse:
    form = bind(forms.ReturnForm, request, is_live=request.organisation.is_live)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            found = services.read_return(request.organisation, by=request.user, upload=upload)
        except ValidationError as error:
            form.add_error("upload", error)
        else:
            return redirect("plans:check-return", found.pk)
    return render(request, "plans/upload_return.html", {"form": form})


@requires(Permission.UPDATE_RECORD)
def check_return(request: Any, pk: int) -> HttpResponse:
    found, today = _find(request, pk), timezone.localdate()
    shown = reports.returned(found, membership=request.membership, today=today)
    form = bind(forms.RecordReturnForm, request, shown=shown)
    if form.is_valid():
        also = form.cleaned_data.get("also", [])
        try:
            made = services.record_return(found, membership=request.membership, on=today, also=also)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            done = ngettext("%(n)s update recorded", "%(n)s updates recorded", made) % {"n": made}
            messages.success(request, done)
            return redirect("plans:check-return", pk)
    return render(request, "plans/check_return.html", {"found": found, "shown": shown, "form": form})


@requires(Permission.UPDATE_RECORD)
@require_POST
def discard_return(request: Any, pk: int) -> HttpResponse:
    services.discard_return(_find(request, pk), by=request.user)
    messages.success(request, _("The workbook was put aside: what was recorded from it stays"))
    return redirect("plans:actions")


def _find(request: Any, pk: int) -> Return:
    """One's own; who keeps the plan sees everybody's."""
    rows = Return.objects.within(request.organisation).select_related("organisation")
    keeps_plan = request.membership.may(Permission.PLAN_EDIT)
    return get_object_or_404(rows.filter(Q() if keeps_plan else Q(made_by=request.user)), pk=pk)
