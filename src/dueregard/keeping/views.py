"""Backups, for whoever answers for them; and what machines ask: is it alive, is it ready, how is it doing?"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from dueregard.access.guards import public, requires
from dueregard.access.permissions import Permission
from dueregard.keeping import metrics as prometheus
from dueregard.keeping import reports


@requires(Permission.AUDIT_READ)
def backups(request: Any) -> HttpResponse:
    """When a backup was last made, when one was last restored and compared, what they hold and for how long."""
    context = {"copies": reports.copies(timezone.now()), "days": settings.BACKUP_DAYS}
    return render(request, "keeping/backups.html", context)


@public
def healthz(_request: Any) -> HttpResponse:
    """The process answers: nothing is asked of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def readyz(_request: Any) -> HttpResponse:
    """Whether what it takes to answer is there: 503 where it is not."""
    found = reports.readiness()
    return JsonResponse(found, status=200 if all(found.values()) else 503)


@public
def metrics(request: Any) -> HttpResponse:
    """For Prometheus, which shows METRICS_TOKEN; without one there is no such page."""
    token = settings.METRICS_TOKEN
    if not token or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        raise Http404
    lines = [*request.answers.lines(), *prometheus.gauges(reports.gauges())]
    return HttpResponse("\n".join([*lines, ""]), content_type=prometheus.CONTENT_TYPE)
