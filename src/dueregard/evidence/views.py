"""One function per page."""

from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.evidence.cleaning import without_properties
from dueregard.evidence.models import Document
from dueregard.kit.downloads import attachment
from equalities.refusals import Refused


@requires(Permission.PLAN_READ)
def document(request: Any, pk: int) -> HttpResponseBase:
    """Always a download, never shown: what is in it is not ours."""
    found = _file(request, pk)
    return attachment(found.filename, "application/octet-stream", _content(found))


@requires(Permission.PLAN_READ)
def document_to_publish(request: Any, pk: int) -> HttpResponseBase:
    """A copy without its properties, for a website or an agenda. Its name does not say what its owner called it."""
    found = _file(request, pk)
    try:
        clean = without_properties(found.filename, _content(found))
    except Refused as refusal:
        return render(request, "evidence/cannot_be_cleaned.html", {"document": found, "refusal": refusal})
    kind = PurePath(found.filename).suffix.lower()
    return attachment(
        _("Evidence %(number)s") % {"number": found.pk} + kind, "application/octet-stream", clean
    )


def _file(request: Any, pk: int) -> Document:
    found = get_object_or_404(Document.objects.within(request.organisation), pk=pk)
    if not found.file:
        raise Http404
    return found


def _content(document: Document) -> bytes:
    with document.file.open() as file:
        return bytes(file.read())
