"""The rules by which figures go out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.ledger import forms, reports
from dueregard.releases import services


@requires(Permission.PUBLICATION_READ)
def policy(request: Any) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "now": reports.in_force(request.organisation, today),
        "adopted_rows": reports.adopted_policies(request.organisation, today),
        "example": reports.example(),
        "may_adopt": request.membership.may(Permission.POLICY_ADOPT),
    }
    return render(request, "ledger/policy.html", shown)


@requires(Permission.POLICY_ADOPT)
def adopt(request: Any) -> HttpResponse:
    """What is typed is shown with what it changes, and counts when it is sent a second time from there."""
    form = bind(forms.PolicyForm, request)
    if not form.is_valid():
        return render(request, "ledger/adopt.html", {"form": form})
    chosen = form.cleaned_data
    if request.POST.get("deed") == "adopt":
        services.adopt_policy(request.organisation, by=request.user, **chosen)
        messages.success(request, _("Adopted. What is out stays as it is."))
        return redirect("ledger:policy")
    now = reports.in_force(request.organisation, chosen["starts_on"])
    shown = {"chosen": chosen, "now": now, "words": reports.in_words(services.PRESETS[chosen["preset"]])}
    return render(request, "ledger/confirm_policy.html", shown)
