"""Backups, for whoever answers for them."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.keeping import reports


@requires(Permission.AUDIT_READ)
def backups(request: Any) -> HttpResponse:
    """When a backup was last made, when one was last restored and compared, what they hold and for how long."""
    context = {"copies": reports.copies(timezone.now()), "days": settings.BACKUP_DAYS}
    return render(request, "keeping/backups.html", context)
