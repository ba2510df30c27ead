"""What the headings of documents mean to the organisation: said in a preview, remembered, forgotten."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.plans import forms, reports, services
from dueregard.plans.models import Heading, Import


@requires(Permission.PLAN_EDIT)
def say_headings(request: Any, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = bind(forms.HeadingsForm, request, headings=reports.headings_of(found))
    if form.is_valid():
        services.say_headings(found.organisation, by=request.user, said=form.said())
        return _read_again(request, found, form)
    return render(request, "plans/say_headings.html", {"form": form, "found": found})


def _read_again(request: Any, found: Import, form: forms.HeadingsForm) -> HttpResponse:
    try:
        found = services.read_again(found, by=request.user)
    except ValidationError as error:
        form.add_error(None, _("It is remembered for the next document. %s") % error.message)
        return render(request, "plans/say_headings.html", {"form": form, "found": found})
    if not found.reading_since and not found.refusal:
        messages.success(request, _("Read again, with what the headings mean"))
    return redirect("plans:preview", found.pk)


def _find(request: Any, pk: int) -> Import:
    """A preview that can be read again now."""
    previews = Import.objects.within(request.organisation).filter(confirmed_at=None, reading_since=None)
    found = get_object_or_404(previews.select_related("organisation"), pk=pk)
    if not found.document:
        raise Http404
    return found


@requires(Permission.PLAN_EDIT)
def headings(request: Any) -> HttpResponse:
    said = Heading.objects.within(request.organisation).select_related("said_by", "organisation")
    return render(request, "plans/headings.html", {"headings": said})


@requires(Permission.PLAN_EDIT)
@require_POST
def forget_heading(request: Any, pk: int) -> HttpResponse:
    heading = get_object_or_404(Heading.objects.within(request.organisation), pk=pk)
    services.forget_heading(heading, by=request.user)
    messages.success(request, _("Forgotten: from the next reading on it means what it says"))
    return redirect("plans:headings")
