"""One function per page."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dueregard.access.guards import public, requires
from dueregard.access.models import Organisation
from dueregard.access.permissions import Permission
from dueregard.evidence import forms, services
from dueregard.evidence.cleaning import without_properties
from dueregard.evidence.models import Document, PublicCopy
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from equalities.refusals import Refused

ANYTHING = "application/octet-stream"


@requires(Permission.PLAN_READ)
def document(request: Any, pk: int) -> HttpResponseBase:
    """Always a download, never shown: what is in it is not ours."""
    found = _document(request, pk)
    if found.removed_at:
        return render(request, "evidence/removed.html", {"document": found}, status=410)
    _check_has_file(found)
    return attachment(found.filename, ANYTHING, services.content_of(found))


@requires(Permission.PLAN_READ)
def document_to_publish(request: Any, pk: int) -> HttpResponseBase:
    """A copy without its properties, for a website or an agenda. Its name does not say what its owner called it."""
    found = _file(request, pk)
    try:
        clean = without_properties(found.filename, services.content_of(found))
    except Refused as refusal:
        return render(request, "evidence/cannot_be_cleaned.html", {"document": found, "refusal": refusal})
    return attachment(_name(_("Evidence %(number)s") % {"number": found.pk}, found), ANYTHING, clean)


@requires(Permission.PUBLICATION_READ)
def copies(request: Any) -> HttpResponse:
    """What everybody can download, what waits for a second person, and what was taken back."""
    return render(request, "evidence/copies.html", {"page": paginate(_copies(request), request)})


@requires(Permission.PUBLICATION_PREPARE)
def ask_to_publish(request: Any, pk: int) -> HttpResponse:
    found = _file(request, pk)
    if there := PublicCopy.open_of(found):
        return redirect("evidence:copy", there.pk)
    form = bind(forms.PublicCopyForm, request)
    if form.is_valid():
        try:
            copy = services.ask_to_publish(found, by=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        else:
            messages.success(request, _("Look at the copy, then ask a second person to publish it"))
            return redirect("evidence:copy", copy.pk)
    return render(request, "evidence/ask_to_publish.html", {"form": form, "document": found})


@requires(Permission.PUBLICATION_READ)
def copy(request: Any, pk: int) -> HttpResponse:
    found = _copy(request, pk)
    may_publish = request.membership.may(Permission.PUBLICATION_PUBLISH)
    shown = {"copy": found, "may_publish": may_publish, "is_mine": found.asked_by == request.user}
    shown["address"] = request.build_absolute_uri(found.public_url)
    return render(request, "evidence/copy.html", shown)


@requires(Permission.PUBLICATION_READ)
def copy_file(request: Any, pk: int) -> HttpResponseBase:
    """The very bytes that go out, to look at before."""
    found = _copy(request, pk)
    _check_has_file(found)
    return attachment(_name(found.title, found.document), ANYTHING, services.content_of(found))


@requires(Permission.PUBLICATION_PUBLISH)
@require_POST
def publish_copy(request: Any, pk: int) -> HttpResponse:
    try:
        services.publish_copy(_copy(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Published: everybody can download it"))
    return redirect("evidence:copy", pk)


@requires(Permission.PUBLICATION_PUBLISH)
@require_POST
def take_back_copy(request: Any, pk: int) -> HttpResponse:
    try:
        services.take_back_copy(_copy(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Nobody outside can download it"))
    return redirect("evidence:copy", pk)


@public
@never_cache
def public_copy(request: Any, slug: str, pk: int) -> HttpResponseBase:
    """For everybody; gone where it was taken back, and never there before it was let out."""
    organisation = get_object_or_404(Organisation, slug=slug)
    rows = PublicCopy.objects.within(organisation).select_related("document")
    found = get_object_or_404(rows, pk=pk, published_at__isnull=False, document__organisation=organisation)
    if not found.is_out:
        return render(request, "evidence/taken_back.html", status=410)
    return attachment(_name(found.title, found.document), ANYTHING, services.content_of(found))


def _document(request: Any, pk: int) -> Document:
    return get_object_or_404(Document.objects.within(request.organisation), pk=pk)


def _file(request: Any, pk: int) -> Document:
    found = _document(request, pk)
    _check_has_file(found)
    return found


def _check_has_file(found: Document | PublicCopy) -> None:
    if not found.file:
        raise Http404


def _copies(request: Any) -> QuerySet[PublicCopy]:
    people = ("asked_by", "published_by", "taken_back_by")
    return PublicCopy.objects.within(request.organisation).select_related("document__organisation", *people)


def _copy(request: Any, pk: int) -> PublicCopy:
    return get_object_or_404(_copies(request), pk=pk)


def _name(title: str, document: Document) -> str:
    return title + PurePath(document.filename).suffix.lower()
