"""The organisation itself, its log, and who may do what."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access import forms, reports, services
from dueregard.access.guards import public, requires, signed_in
from dueregard.access.models import Organisation
from dueregard.access.permissions import Permission
from dueregard.access.roles import ROLES
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate


@signed_in
def roles(request: Any) -> HttpResponse:
    return render(request, "access/roles.html", {"roles": ROLES, "allowed": reports.allowed()})


@requires(Permission.AUDIT_READ)
def log(request: Any) -> HttpResponse:
    filters = forms.LogFilterForm(request.GET, organisation=request.organisation)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = paginate(reports.events_within(request.organisation, who=chosen.get("who")), request)
    shown = {"page": page, "filters": filters, "lines": reports.log_lines(page.rows)}
    return render(request, "access/log.html", shown)


@requires(Permission.AUDIT_READ)
def download_log(request: Any) -> HttpResponseBase:
    return attachment("log.csv", "text/csv; charset=utf-8", reports.log_as_csv(request.organisation))


@requires(Permission.ORGANISATION_EDIT)
def details(request: Any) -> HttpResponse:
    form = bind(forms.DetailsForm, request, instance=request.organisation)
    if form.is_valid():
        organisation = get_object_or_404(
            Organisation.objects.within(request.organisation), pk=request.organisation.pk
        )
        services.update_details(organisation, by=request.user, **form.details())
        messages.success(request, _("Details saved"))
        return redirect("access:details")
    return render(request, "access/details.html", {"form": form})


@requires(Permission.ORGANISATION_EDIT)
def live_data(request: Any) -> HttpResponse:
    """The five questions; once they are answered, the answers, which can be given anew."""
    try:
        services.check_may_go_live(request.organisation)
    except ValidationError as error:
        messages.warning(request, error.message)
        return redirect("access:details")
    readiness = getattr(request.organisation, "readiness", None)
    form = bind(forms.ReadinessForm, request, instance=readiness)
    if form.is_valid():
        services.allow_live_data(request.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Facts about real people may be held here from now on."))
        return redirect("access:live-data")
    return render(request, "access/live_data.html", {"form": form, "readiness": readiness})


@public
def colour(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisation's one colour, as a stylesheet: styles may not stand in pages."""
    organisation = get_object_or_404(Organisation, slug=slug)
    return HttpResponse(f":root {{ --kit-colour: {organisation.colour}; }}\n", content_type="text/css")


@public
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    if not organisation.logo:
        raise Http404
    content = bytes(organisation.logo)
    return HttpResponse(content, content_type="image/png" if content.startswith(b"\x89PNG") else "image/jpeg")
