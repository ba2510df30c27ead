"""Pages where reports are prepared, published and withdrawn."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.audit.services import head
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.publications import forms, reports, services
from dueregard.publications.models import PAGE, FormatRequest, Publication, State, Version
from equalities.refusals import Refused


@requires(Permission.PUBLICATION_READ)
def publications(request: Any) -> HttpResponse:
    page = paginate(reports.publications(request.organisation), request)
    shown = {"may_prepare": request.membership.may(Permission.PUBLICATION_PREPARE)}
    return render(request, "publications/publications.html", {"page": page, **shown})


@requires(Permission.PUBLICATION_READ)
def publication(request: Any, pk: int) -> HttpResponse:
    found = _publication(request, pk)
    newest = found.newest
    shown = {"publication": found, "version": newest, "versions": found.versions.all(), "State": State}
    shown["may"] = {
        "prepare": request.membership.may(Permission.PUBLICATION_PREPARE),
        "publish": request.membership.may(Permission.PUBLICATION_PUBLISH),
    }
    shown["hindrance"] = _hindrance(newest, request)
    return render(request, "publications/publication.html", shown)


def _hindrance(version: Version, request: Any) -> str:
    """Why this person may not publish the draft; "" where they may."""
    try:
        version.check_can_publish(request.user)
    except ValidationError as error:
        return str(error.message)
    return ""


@requires(Permission.PUBLICATION_PREPARE)
def prepare(request: Any) -> HttpResponse:
    form = bind(forms.ReportForm, request, organisation=request.organisation)
    if form.is_valid():
        version = _try(form, services.prepare, request.organisation, by=request.user, **form.cleaned_data)
        if version:
            messages.success(request, _("Prepared. Read the preview, then ask a colleague to publish it."))
            return redirect("publications:publication", version.publication_id)
    return render(request, "publications/prepare.html", {"form": form})


@requires(Permission.PUBLICATION_PREPARE)
def revise(request: Any, pk: int) -> HttpResponse:
    version = _version(request, pk)
    kind = forms.ReportForm if version.number == 1 else forms.CorrectionForm
    place = version.publication.organisation
    form = bind(kind, request, organisation=place, initial=forms.initial_of(version))
    if form.is_valid() and _try(form, services.revise, version, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved, with progress and figures of today"))
        return redirect("publications:publication", version.publication_id)
    return render(request, "publications/revise.html", {"form": form, "version": version})


@requires(Permission.PUBLICATION_PREPARE)
def protection(request: Any, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if version.state is not State.DRAFT:
        raise Http404
    found = reports.alternatives(version)
    form = bind(forms.DesignForm, request, found=found.rows)
    design = form.cleaned_data["design"] if form.is_valid() else ""
    if design and _try(form, services.choose_design, version, design=design, by=request.user):
        messages.success(request, _("The figures are taken again, protected as you chose"))
        return redirect("publications:publication", version.publication_id)
    return render(request, "publications/protection.html", {"form": form, "version": version, "found": found})


@requires(Permission.PUBLICATION_PREPARE)
def correct(request: Any, pk: int) -> HttpResponse:
    found = _publication(request, pk)
    initial = forms.initial_of(found.newest) | {"what_changed": "", "restarts_clock": False}
    form = bind(forms.CorrectionForm, request, organisation=found.organisation, initial=initial)
    if form.is_valid() and _try(form, services.correct, found, by=request.user, **form.cleaned_data):
        messages.success(
            request, _("The next version is prepared. Readers see the old one until it is published.")
        )
        return redirect("publications:publication", pk)
    return render(request, "publications/correct.html", {"form": form, "publication": found})


def _try(form: Form, deed: Any, *args: Any, **kwargs: Any) -> Any:
    """What the deed gives; None, with the reason in the form, where it is refused."""
    try:
        return deed(*args, **kwargs)
    except (ValidationError, Refused) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return None


@requires(Permission.PUBLICATION_PREPARE)
def discard(request: Any, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if request.method != "POST":
        return render(request, "publications/discard.html", {"version": version})
    try:
        services.discard(version, by=request.user)
        messages.success(request, _("The draft is discarded"))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("publications:publications")


@requires(Permission.PUBLICATION_READ)
def preview(request: Any, pk: int) -> HttpResponse:
    return _preview(_version(request, pk), PAGE)


@requires(Permission.PUBLICATION_READ)
def preview_file(request: Any, pk: int, name: str) -> HttpResponse:
    return _preview(_version(request, pk), name)


def _preview(version: Version, name: str) -> HttpResponse:
    """A draft's page or file, made as publishing would make it now."""
    going = reports.files(version, at=timezone.now(), audit_head=head(), is_preview=True)
    for file in going:
        if file.name == name and version.state is State.DRAFT:
            return HttpResponse(file.content, content_type=f"{file.content_type}; charset=utf-8")
    raise Http404


@requires(Permission.PUBLICATION_PUBLISH)
def publish(request: Any, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if hindrance := _hindrance(version, request):
        messages.error(request, hindrance)
        return redirect("publications:publication", version.publication_id)
    texts = reports.free_texts(version)
    form = bind(forms.PublishForm, request, initial={"words_read": reports.digest(texts)})
    words_read = form.cleaned_data["words_read"] if form.is_valid() else ""
    if words_read and _try(form, services.publish, version, by=request.user, words_read=words_read):
        messages.success(request, _("Published at %(url)s") % {"url": version.publication.public_url})
        return redirect("publications:publication", version.publication_id)
    shown = {"version": version, "form": form, "texts": texts, "given_away": reports.given_away(version)}
    return render(request, "publications/publish.html", shown)


@requires(Permission.PUBLICATION_PUBLISH)
def withdraw(request: Any, pk: int) -> HttpResponse:
    version = _version(request, pk)
    form = bind(forms.WithdrawForm, request)
    if form.is_valid() and _try(form, services.withdraw, version, by=request.user, **form.cleaned_data):
        messages.success(request, _("Withdrawn. Its addresses say so from now on."))
        return redirect("publications:publication", version.publication_id)
    return render(request, "publications/withdraw.html", {"form": form, "version": version})


@requires(Permission.PUBLICATION_PREPARE)
def requests(request: Any) -> HttpResponse:
    found = FormatRequest.objects.within(request.organisation).select_related("publication", "organisation")
    shown = {"page": paginate(found, request), "today": timezone.localdate(), "formats": forms.FORMATS}
    return render(request, "publications/requests.html", shown)


@requires(Permission.PUBLICATION_PREPARE)
@require_POST
def close_request(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(FormatRequest.objects.within(request.organisation), pk=pk)
    try:
        services.close_request(found, by=request.user)
        messages.success(request, _("Request closed"))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("publications:requests")


def _publication(request: Any, pk: int) -> Publication:
    return get_object_or_404(Publication.objects.within(request.organisation).with_versions(), pk=pk)


def _version(request: Any, pk: int) -> Version:
    found = Version.objects.within(request.organisation).select_related("publication__organisation", "plan")
    return get_object_or_404(found, pk=pk)
