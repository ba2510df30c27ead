"""From the file to the tables: the analyst's pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.access.uploads import kept_in_memory
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.monitoring import forms, reports, services
from dueregard.monitoring.models import Dataset
from equalities.refusals import Refused


@requires(Permission.DATASET_UPLOAD)
@kept_in_memory(settings.DATASET_MEGABYTES)
def upload(request: Any) -> HttpResponse:
    form = bind(forms.UploadForm, request, is_live=request.organisation.is_live)
    if form.is_valid():
        try:
            dataset = services.receive_file(request.organisation, by=request.user, **form.details())
        except Refused as refused:
            form.add_error("file", str(refused))
        except ValidationError as error:
            form.add_error("starts_on", error)
        else:
            return redirect("monitoring:columns", dataset.pk)
    return render(request, "monitoring/upload.html", {"form": form})


@requires(Permission.DATASET_UPLOAD)
def example(request: Any) -> HttpResponseBase:
    return attachment("example-library-users.csv", "text/csv; charset=utf-8", reports.example_file().encode())


@requires(Permission.DATASET_UPLOAD)
def columns(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    try:
        found = reports.columns(dataset)
    except Refused as refused:
        return lapsed(request, dataset, refused)
    form = bind(forms.ColumnsForm, request, found=found, dataset=dataset)
    if form.is_valid():
        try:
            services.map_columns(dataset, by=request.user, **form.mapping())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("monitoring:check", dataset.pk)
    return render(request, "monitoring/columns.html", {"dataset": dataset, "form": form})


@requires(Permission.DATASET_UPLOAD)
def check(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    if not dataset.mapping:
        return redirect("monitoring:columns", dataset.pk)
    try:
        found = reports.check(dataset)
    except Refused as refused:
        return lapsed(request, dataset, refused)
    form = bind(forms.MeaningsForm, request, meanings=found.meanings)
    if form.is_valid():
        for classification, meanings in form.corrections().items():
            services.correct_values(
                dataset, classification=classification, meanings=meanings, by=request.user
            )
        messages.success(request, _("What the values mean is remembered, also for the next file"))
        return redirect("monitoring:check", dataset.pk)
    return render(request, "monitoring/check.html", {"dataset": dataset, "check": found, "form": form})


@requires(Permission.DATASET_UPLOAD)
@require_POST
def load(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    try:
        services.load(dataset, by=request.user)
    except (Refused, ValidationError) as error:
        messages.error(
            request, " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        )
        return redirect("monitoring:check", dataset.pk)
    messages.success(request, _("Loaded. The file itself is deleted"))
    return redirect("monitoring:dataset", dataset.pk)


@requires(Permission.DATASET_UPLOAD)
def delete_file(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    if request.method == "POST":
        services.remove(dataset, by=request.user)
        messages.success(request, _("The file is deleted, and so is what was said about it"))
        return redirect("monitoring:datasets")
    return render(request, "monitoring/delete_file.html", {"dataset": dataset})


def waiting(request: Any, pk: int) -> Dataset:
    """A dataset whose file is here; 404 for any other."""
    found = Dataset.objects.within(request.organisation).current().filter(raw_file__isnull=False)
    return get_object_or_404(found.select_related("raw_file", "organisation"), pk=pk)


def lapsed(request: Any, dataset: Dataset, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("monitoring:dataset", dataset.pk)
