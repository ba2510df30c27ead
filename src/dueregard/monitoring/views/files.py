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
from dueregard.access.uploads import kept_scrambled
from dueregard.kit.downloads import attachment
from dueregard.kit.http import bind
from dueregard.monitoring import forms, reports, services
from dueregard.monitoring.models import Dataset
from dueregard.monitoring.views.loading import outcome
from equalities.refusals import Refused


@requires(Permission.DATASET_UPLOAD)
@kept_scrambled(settings.DATASET_MEGABYTES)
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
    shown = {"form": form, "periods": reports.loaded_periods(request.organisation)}
    return render(request, "monitoring/upload.html", shown)


@requires(Permission.DATASET_UPLOAD)
def example(request: Any) -> HttpResponseBase:
    return attachment("example-library-users.csv", "text/csv; charset=utf-8", reports.example_file().encode())


@requires(Permission.DATASET_UPLOAD)
def columns(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    try:
        found = reports.columns(dataset)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("monitoring:dataset", dataset.pk)
    form = bind(forms.ColumnsForm, request, found=found, dataset=dataset)
    if form.is_valid():
        try:
            services.map_columns(dataset, by=request.user, **form.mapping())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return to_check(request, dataset)
    return render(request, "monitoring/columns.html", {"dataset": dataset, "form": form})


@requires(Permission.DATASET_UPLOAD)
def check(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    if not dataset.mapping:
        return redirect("monitoring:columns", dataset.pk)
    try:
        if not reports.has_reading(dataset):
            return render(request, "monitoring/unread.html", {"dataset": dataset})
        found = reports.check(dataset)
    except Refused as refused:
        return not_readable(request, dataset, refused)
    form = bind(forms.MeaningsForm, request, meanings=found.meanings)
    if form.is_valid():
        remember(request, dataset, form.corrections())
        return to_check(request, dataset)
    shown = {"dataset": dataset, "check": found, "form": form, "load_form": load_form(dataset, found)}
    return render(request, "monitoring/check.html", shown)


@requires(Permission.DATASET_UPLOAD)
def values(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    try:
        if not reports.has_reading(dataset):
            return redirect("monitoring:check", dataset.pk)
        understood = reports.understood(dataset)
    except Refused as refused:
        return not_readable(request, dataset, refused)
    form = bind(forms.MeaningsForm, request, meanings=understood)
    if form.is_valid():
        remember(request, dataset, form.corrections())
        return to_check(request, dataset)
    return render(request, "monitoring/values.html", {"dataset": dataset, "form": form})


@requires(Permission.DATASET_UPLOAD)
@require_POST
def read_file(request: Any, pk: int) -> HttpResponse:
    return to_check(request, waiting(request, pk))


def to_check(request: Any, dataset: Dataset) -> HttpResponse:
    """To the page that checks a file as it is mapped now, or to how far a process is that reads it for that page."""
    dataset = waiting(request, dataset.pk)
    try:
        if not reports.has_reading(dataset) and not services.begin_reading(dataset, by=request.user).is_over:
            return redirect("monitoring:loading", dataset.pk)
    except Refused as refused:
        return not_readable(request, dataset, refused)
    return redirect("monitoring:check", dataset.pk)


def remember(request: Any, dataset: Dataset, corrections: dict[str, dict[str, str]]) -> None:
    for classification, meanings in corrections.items():
        services.correct_values(dataset, classification=classification, meanings=meanings, by=request.user)
    messages.success(request, _("What the values mean is remembered, also for the next file"))


@requires(Permission.DATASET_UPLOAD)
def load(request: Any, pk: int) -> HttpResponse:
    dataset = waiting(request, pk)
    if request.method != "POST":  # a page of errors, loaded afresh
        return redirect("monitoring:check", dataset.pk)
    if not dataset.mapping:
        messages.error(request, _("Say what the columns are first."))
        return redirect("monitoring:columns", dataset.pk)
    try:
        if not reports.has_reading(dataset):
            return redirect("monitoring:check", dataset.pk)
        found = reports.check(dataset)
        form = load_form(dataset, found, request.POST)
        if form.is_valid() and "try" not in request.POST:
            return loaded_as(request, dataset, found, form)
        shown = tried(dataset, found, form) if "try" in request.POST else {"load_form": form}
    except (Refused, ValidationError) as error:
        return not_loaded(request, dataset, error)
    shown |= {"dataset": dataset, "check": found, "form": forms.MeaningsForm(meanings=found.meanings)}
    return render(request, "monitoring/check.html", shown)


def loaded_as(request: Any, dataset: Dataset, found: reports.Check, form: forms.LoadForm) -> HttpResponse:
    services.confirm_guesses(dataset, guesses=found.guesses, by=request.user)
    services.join_places(dataset, places=form.joined(), by=request.user)
    loading = services.begin_loading(
        dataset, together=form.together(), keep_rows=form.cleaned_data["keep_rows"], by=request.user
    )
    return outcome(request, loading, _("Loaded. The file itself is deleted"))


def tried(dataset: Dataset, found: reports.Check, form: forms.LoadForm) -> dict[str, Any]:
    """What the chosen pairs would cost, and the form with the same choices: nothing is loaded, and nothing asked."""
    chosen = form.cleaned_data
    costs = reports.costs(dataset, form.together(), form.joined())
    initial = {"pairs": chosen.get("pairs", []), "join": form.joined(), "keep_rows": chosen.get("keep_rows")}
    again = load_form(dataset, found, joinings=costs.joinings, joined=form.joined(), initial=initial)
    return {"costs": costs, "load_form": again}


def load_form(dataset: Dataset, found: reports.Check, data: Any = None, **choices: Any) -> forms.LoadForm:
    return forms.LoadForm(
        data, columns=dataset.columns, guesses=found.guesses, places=found.places, **choices
    )


def not_loaded(request: Any, dataset: Dataset, error: Refused | ValidationError) -> HttpResponse:
    words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    messages.error(request, words)
    return redirect("monitoring:check", dataset.pk)


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


def not_readable(request: Any, dataset: Dataset, refused: Refused) -> HttpResponse:
    """To the columns while there is a file, since it is there that most of it can be mended."""
    messages.error(request, str(refused))
    if dataset.raw_file.is_over:
        return redirect("monitoring:dataset", dataset.pk)
    return redirect("monitoring:columns", dataset.pk)
