"""Many actions of a list changed, or updated, on one page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind, whole_number
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Action
from dueregard.plans.views.register import find_plan


@requires(Permission.PLAN_EDIT)
def change_many(request: Any) -> HttpResponse:
    """First what changes, then on which actions and how, then it is done."""
    chosen = reports.chosen(*_asked(request), reports.MOST_CHANGED)
    if chosen.refusal:
        return _refused(request, chosen)
    form = bind(forms.ManyChangeForm, request, organisation=request.organisation, actions=chosen.actions)
    shown = {"form": form, "chosen": chosen, "back_href": _back(request), "field_words": reports.FIELDS}
    if not form.is_valid() or request.POST.get("step") == "edit":
        return render(request, "plans/change_many.html", shown)
    if request.POST.get("step") == "apply":
        try:
            return _applied(request, chosen, form.change())
        except ValidationError as error:
            form.add_error(None, error)
    rows = _rows(chosen, form.change())
    return render(request, "plans/preview_many.html", shown | {"rows": rows})


def _applied(request: Any, chosen: reports.Chosen, change: reports.ManyChange) -> HttpResponse:
    if request.POST.get("mark") != chosen.mark:
        raise ValidationError(
            _("Somebody changed one of these actions meanwhile: look again at what changes.")
        )
    today, organisation = timezone.localdate(), request.organisation
    rows = list(Action.objects.within(organisation).filter(pk__in=[action.pk for action in chosen.actions]))
    made = services.change_many(organisation, rows, change, by=request.user, on=today)
    messages.success(request, ngettext("%(n)s action changed", "%(n)s actions changed", made) % {"n": made})
    return redirect("plans:deeds")


def _rows(chosen: reports.Chosen, change: reports.ManyChange) -> list[Any]:
    """Each action beside what would change on it; those on which nothing would are left out."""
    rows = ((action, services.would_change(action, change)) for action in chosen.actions)
    return [(action, changes) for action, changes in rows if changes]


@requires(Permission.PLAN_EDIT)
def update_many(request: Any) -> HttpResponse:
    chosen = reports.chosen_to_update(*_asked(request), _on_page(request))
    if chosen.refusal:
        return _refused(request, chosen)
    form = bind(forms.UpdateManyForm, request, actions=chosen.actions)
    if form.is_valid():
        try:
            made = services.update_many(
                request.organisation, form.rows(), by=request.user, on=form.cleaned_data["on"]
            )
        except services.RowsRefused as refused:
            form.refuse(refused.sentences)
        else:
            done = ngettext("%(n)s update recorded", "%(n)s updates recorded", made) % {"n": made}
            messages.success(request, done)
            return redirect("plans:deeds")
    shown = {"form": form, "back_href": _back(request), "closed": chosen.closed}
    return render(request, "plans/update_many.html", shown)


def _on_page(request: Any) -> list[int]:
    """The actions for which the page had a row when it was opened."""
    named = (name.removeprefix("version_") for name in request.POST if name.startswith("version_"))
    return [key for key in map(whole_number, named) if key is not None]


def _asked(request: Any) -> tuple[Any, list[int], reports.Filter | None, date]:
    """Of which actions those were ticked on a list, or all that its filter shows; and today. What nothing says any
    more, a list may pass over; here it would choose every action, and so it chooses none."""
    named = _plan(request)
    plan = None if named is None else find_plan(request, named)
    rows = Action.objects.within(request.organisation) if plan is None else plan.actions.all()
    keys = [key for key in map(whole_number, request.GET.getlist("action")) if key is not None]
    narrowed = None
    if request.GET.get("all"):
        among = reports.choices(request.organisation, plan)
        form = forms.ActionFilterForm(request.GET, choices=among)
        narrowed = form.chosen() if form.is_valid() else None
    return rows, keys, narrowed, timezone.localdate()


def _refused(request: Any, chosen: reports.Chosen) -> HttpResponse:
    messages.warning(request, chosen.refusal)
    return redirect(_back(request))


def _back(request: Any) -> str:
    named = _plan(request)
    return reverse("plans:actions") if named is None else reverse("plans:plan", args=[named])


def _plan(request: Any) -> int | None:
    return whole_number(request.GET.get("plan", ""))
