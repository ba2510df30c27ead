"""What is held, until when, and on what footing."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.monitoring import forms, reports, services
from dueregard.monitoring.models import Dataset
from dueregard.monitoring.views.datasets import may
from equalities.refusals import Refused


@requires(Permission.DATASET_READ)
def data_protection(request: Any) -> HttpResponse:
    shown = {
        "documents": reports.DOCUMENTS,
        "objections": reports.objections(request.organisation),
        "may": may(request),
    }
    return render(request, "monitoring/data_protection.html", shown)


@requires(Permission.DATASET_READ)
def data_protection_document(_request: Any, name: str) -> HttpResponseBase:
    if name not in reports.DOCUMENTS:
        raise Http404
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return attachment(f"{name}.docx", kind, reports.document(name))


@requires(Permission.DATASET_READ)
def retention(request: Any) -> HttpResponse:
    rows = reports.retention(request.organisation, timezone.localdate())
    return render(request, "monitoring/retention.html", {"rows": rows, "may": may(request)})


@requires(Permission.DATASET_READ)
def processing_record(request: Any, pk: int) -> HttpResponse:
    dataset = held(request, pk)
    shown = {"dataset": dataset, "record": reports.processing_record(dataset), "may": may(request)}
    return render(request, "monitoring/processing_record.html", shown)


@requires(Permission.DATASET_READ)
def download_record(request: Any, pk: int) -> HttpResponseBase:
    dataset = held(request, pk)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    content = reports.record_file(dataset)
    return attachment(f"record-of-processing {dataset.title}.docx", kind, content)


@requires(Permission.RETENTION_KEEP)
def change_retention(request: Any, pk: int) -> HttpResponse:
    dataset = held(request, pk)
    form = bind(forms.RetentionForm, request, instance=held(request, pk))
    if form.is_valid():
        try:
            services.change_retention(dataset, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept"))
            return redirect("monitoring:processing-record", dataset.pk)
    return render(request, "monitoring/change_retention.html", {"dataset": dataset, "form": form})


@requires(Permission.RETENTION_KEEP)
def purge(request: Any, pk: int) -> HttpResponse:
    dataset = held(request, pk)
    if request.method == "POST":
        try:
            services.purge(dataset, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Only the protected tables are left"))
        return redirect("monitoring:processing-record", dataset.pk)
    shown = {"dataset": dataset, "removable": reports.removable(dataset)}
    return render(request, "monitoring/purge.html", shown)


@requires(Permission.RETENTION_KEEP)
def note_objection(request: Any) -> HttpResponse:
    names = _services(request)
    form = bind(forms.ObjectionForm, request, services=names)
    if form.is_valid():
        noted = services.note_objection(request.organisation, by=request.user, **form.cleaned_data)
        if noted.is_missed:
            words = _(
                "Noted for files that come later. No row that is kept of %(service)s has this reference: check that it "
                "is written as in the extracts"
            )
            messages.warning(request, words % {"service": noted.objection.service})
        elif noted.is_new:
            messages.success(request, _("Noted. The person's rows are left out from now on"))
        else:
            messages.info(request, _("This reference was noted before: nothing has changed"))
        return redirect("monitoring:data-protection")
    return render(request, "monitoring/note_objection.html", {"form": form, "services": names})


@requires(Permission.RETENTION_KEEP)
def take_back_objection(request: Any) -> HttpResponse:
    form = bind(forms.ObjectionForm, request, services=_services(request))
    if form.is_valid():
        try:
            objection = services.take_back_objection(
                request.organisation, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("reference", error)
        else:
            messages.success(request, " ".join(_of_returning(reports.returning(objection))))
            return redirect("monitoring:data-protection")
    return render(request, "monitoring/take_back_objection.html", {"form": form})


def _services(request: Any) -> list[str]:
    used = Dataset.objects.within(request.organisation).filter(organisation=request.organisation)
    return sorted(set(used.values_list("service", flat=True)))


def _of_returning(found: reports.Returning) -> Iterator[str]:
    """What becomes of the person's rows and of the tables, in sentences."""
    yield _("Taken back. The person is counted in files that are uploaded from now on.")
    if found.to_upload:
        words = _(
            "The rows that are kept of %(periods)s are without theirs: before tables of that are made again, upload "
            "its file again, which brings them."
        )
        yield words % {"periods": ", ".join(found.to_upload)}
    if found.stay_out:
        words = _(
            "Tables of %(periods)s were shown without them, so they stay out of that: one person more would tell who."
        )
        yield words % {"periods": ", ".join(found.stay_out)}


def held(request: Any, pk: int) -> Dataset:
    """A dataset, also one that was removed: what is held of it is still to be answered for."""
    found = Dataset.objects.within(request.organisation).select_related("raw_file", "organisation")
    if not request.membership.may(Permission.DATASET_UPLOAD):
        found = found.exclude(loaded_at=None)
    return get_object_or_404(found, pk=pk)
