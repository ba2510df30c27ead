"""One function per page."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.evidence.models import Document
from dueregard.kit.downloads import attachment


@requires(Permission.PLAN_READ)
def document(request: Any, pk: int) -> HttpResponseBase:
    """Always a download, never shown: what is in it is not ours."""
    found = get_object_or_404(Document.objects.within(request.organisation), pk=pk)
    if not found.file:
        raise Http404
    with found.file.open() as content:
        return attachment(found.filename, "application/octet-stream", content.read())
