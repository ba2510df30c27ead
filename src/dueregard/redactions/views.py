"""One function per page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.redactions import forms, reports, services
from dueregard.redactions.models import Redaction
from dueregard.redactions.words import Words


@requires(Permission.REDACTION_MAKE)
def redactions(request: Any) -> HttpResponse:
    page = paginate(_within(request), request)
    return render(request, "redactions/redactions.html", {"page": page})


@requires(Permission.REDACTION_MAKE)
def ask(request: Any) -> HttpResponse:
    form = bind(forms.RedactionForm, request)
    if form.is_valid():
        try:
            found = services.ask(request.organisation, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            services.search_files(found, by=request.user)
            return redirect("redactions:redaction", found.pk)
    return render(request, "redactions/ask.html", {"form": form})


@requires(Permission.REDACTION_MAKE)
def redaction(request: Any, pk: int) -> HttpResponse:
    """While it waits: each place, and who may confirm. Afterwards: that it was done."""
    found = _find(request, pk)
    shown: dict[str, Any] = {"redaction": found, "is_mine": found.asked_by == request.user}
    if found.is_waiting:
        words = Words(found.words)
        places = list(reports.places(words, found.organisation))
        shown["places"] = [(place.name, words.extract(place.value)) for place in places]
        shown["events"] = [event.number for event in reports.events(words, found.organisation)]
        shown["drafts"] = sum(1 for _draft in reports.drafts(words, found.organisation))
        shown["files"] = reports.kept_files(words, found.organisation)
        shown["staying"] = [place.name for place in reports.staying(words, found.organisation)]
        shown["public"] = reports.still_public(found)
        shown["attached"] = reports.searched(found)
    return render(request, "redactions/redaction.html", shown)


@requires(Permission.REDACTION_MAKE)
@require_POST
def search_files(request: Any, pk: int) -> HttpResponse:
    """As many as can be read while somebody waits; the page says how many are left."""
    try:
        services.search_files(_find(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("redactions:redaction", pk)


@requires(Permission.REDACTION_MAKE)
@require_POST
def choose_files(request: Any, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = forms.FilesForm(request.POST, documents=reports.unread(found))
    try:
        if form.is_valid():
            services.choose_files(found, form.cleaned_data["documents"], by=request.user)
            messages.success(request, _("Saved: whoever confirms sees which files go"))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("redactions:redaction", pk)


@requires(Permission.REDACTION_MAKE)
@require_POST
def confirm(request: Any, pk: int) -> HttpResponse:
    try:
        places = services.confirm(_find(request, pk), by=request.user).places
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, ngettext("Removed from %d place", "Removed from %d places", places) % places
        )
    return redirect("redactions:redaction", pk)


@requires(Permission.REDACTION_MAKE)
@require_POST
def cancel(request: Any, pk: int) -> HttpResponse:
    try:
        services.cancel(_find(request, pk), by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Nothing is removed"))
    return redirect("redactions:redactions")


def _find(request: Any, pk: int) -> Redaction:
    return get_object_or_404(_within(request), pk=pk)


def _within(request: Any) -> QuerySet[Redaction]:
    people = ("organisation", "asked_by", "confirmed_by", "cancelled_by")
    return Redaction.objects.within(request.organisation).select_related(*people)
