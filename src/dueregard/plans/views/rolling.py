"""A plan rolled forward a year."""

import re
from datetime import timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Plan
from dueregard.plans.views.register import find_plan

YEARS = re.compile(r"(?<!\d)20\d\d(?!\d)|(?<=\d\d[/–-])\d\d(?!\d)")


@requires(Permission.PLAN_EDIT)
def roll_forward(request: Any, pk: int) -> HttpResponse:
    """First what carries over and what closes, then what follows, then it is done."""
    plan, today = find_plan(request, pk), timezone.localdate()
    actions = reports.open_actions(plan)
    if len(actions) > reports.MOST_ROLLED:
        most = reports.MOST_ROLLED
        messages.warning(
            request, _("More than %(n)s actions are open: close some of them first.") % {"n": most}
        )
        return redirect("plans:plan", pk)
    rows = list(reports.proposed(plan, actions, today))
    form = bind(forms.RollForwardForm, request, rows=rows, initial=_next(plan))
    shown = {"form": form, "plan": plan}
    if not form.is_valid() or request.POST.get("step") == "edit":
        return render(request, "plans/roll_forward.html", shown)
    if request.POST.get("step") == "apply":
        try:
            made = services.roll_forward(plan, by=request.user, on=today, rows=form.rows(), **form.plan())
        except ValidationError as error:
            form.add_error(None, error)
            return render(request, "plans/roll_forward.html", shown)
        messages.success(request, _("This is the next plan: the old one stays, with all its history"))
        return redirect("plans:plan", made.pk)
    whole = reports.rolled_plan(plan, form.rows())
    return render(request, "plans/preview_rolled.html", shown | {"whole": whole})


def _next(plan: Plan) -> dict[str, Any]:
    """The same title and period, a year on."""
    title = YEARS.sub(lambda year: str(int(year[0]) + 1).zfill(len(year[0]))[-len(year[0]) :], plan.title)
    if plan.ends_on is None:
        return {"title": title}
    year = relativedelta(years=1)
    first = plan.starts_on + year if plan.starts_on else plan.ends_on + timedelta(days=1)
    return {"title": title, "starts_on": first, "ends_on": plan.ends_on + year}
