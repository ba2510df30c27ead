"""How far a loading is, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.monitoring import services
from dueregard.monitoring.models import Loading
from equalities.refusals import Refused

LOOK_AGAIN = 5  # seconds


@requires(Permission.DATASET_UPLOAD)
def loading(request: Any, pk: int) -> HttpResponse:
    """The page asks for itself again, unless that was stopped or there is nothing to wait for."""
    found = _find(request, pk)
    if found.step == Loading.Step.READ:
        return redirect("monitoring:check", pk)
    stays = bool(request.GET.get("stay")) or found.is_over or found.is_lost
    steps = [Loading.Step.WAIT, Loading.Step.COUNT, Loading.Step.PROTECT, Loading.Step.KEEP]
    shown = {
        "loading": found,
        "stays": stays,
        "every": LOOK_AGAIN,
        "number": 0 if found.only_reads else steps.index(Loading.Step(found.step)),
        "steps": len(steps) - 1,
        "seconds": int((timezone.now() - found.asked_at).total_seconds()),
    }
    page = render(request, "monitoring/loading.html", shown)
    if not stays:
        page["Refresh"] = str(LOOK_AGAIN)
    return page


@requires(Permission.DATASET_UPLOAD)
@require_POST
def cancel_loading(request: Any, pk: int) -> HttpResponse:
    found = _find(request, pk)
    try:
        services.cancel_loading(found.dataset, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("monitoring:loading", pk)
    messages.success(request, _("Loading is stopped, and nothing of it is kept"))
    return redirect("monitoring:dataset", pk)


def outcome(request: Any, loading: Loading, words: str) -> HttpResponse:
    """Where to, from a page that asked for a loading: to what was made, with these words, or to how far it is."""
    if loading.made is None:
        return redirect("monitoring:loading", loading.dataset.pk)
    messages.success(request, words)
    return redirect("monitoring:dataset", loading.made.pk)


def _find(request: Any, pk: int) -> Loading:
    found = Loading.objects.within(request.organisation)
    return get_object_or_404(found.select_related("dataset__organisation", "made"), dataset=pk)
