"""What every signed-in reader may see: protected figures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.pages import paginate
from dueregard.monitoring import reports, services
from dueregard.monitoring.models import Benchmark, Dataset


@requires(Permission.DATASET_READ)
def datasets(request: Any) -> HttpResponse:
    found = Dataset.objects.within(request.organisation).current().select_related("raw_file")
    if not request.membership.may(Permission.DATASET_UPLOAD):
        found = found.loaded()
    page = paginate(found.defer("release_kept", "counts_sealed"), request)
    return render(request, "monitoring/datasets.html", {"page": page, "may": may(request)})


@requires(Permission.DATASET_READ)
def dataset(request: Any, pk: int) -> HttpResponse:
    found = Dataset.objects.within(request.organisation).current().select_related("raw_file")
    if not request.membership.may(Permission.DATASET_UPLOAD):
        found = found.loaded()
    dataset = get_object_or_404(found, pk=pk)
    results = (
        [reports.result(dataset, name, None) for name in reports.tables(dataset)] if dataset.loaded_at else []
    )
    return render(
        request, "monitoring/dataset.html", {"dataset": dataset, "results": results, "may": may(request)}
    )


@requires(Permission.DATASET_READ)
def representation(request: Any, pk: int, characteristic: str) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    benchmarks = reports.benchmarks_for(dataset, characteristic)
    benchmark = chosen(benchmarks, request.GET.get("benchmark"))
    result = reports.result(dataset, characteristic, benchmark)
    shown = {"dataset": dataset, "result": result, "benchmarks": benchmarks, "may": may(request)}
    return render(request, "monitoring/representation.html", shown | {"words": reports.VERDICTS})


@requires(Permission.DATASET_READ)
def trend(request: Any, pk: int, characteristic: str) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    found = reports.trend(dataset, characteristic)
    return render(
        request, "monitoring/trend.html", {"dataset": dataset, "trend": found, "name": characteristic}
    )


@requires(Permission.DATASET_UPLOAD)
def remove(request: Any, pk: int) -> HttpResponse:
    found = Dataset.objects.within(request.organisation).current()
    dataset = get_object_or_404(found, pk=pk)
    if request.method == "POST":
        services.remove(dataset, by=request.user)
        messages.success(request, _("The dataset is removed"))
        return redirect("monitoring:datasets")
    return render(request, "monitoring/remove.html", {"dataset": dataset})


def loaded(request: Any, pk: int, characteristic: str) -> Dataset:
    """A loaded dataset that has this characteristic; 404 for any other."""
    dataset = get_object_or_404(Dataset.objects.within(request.organisation).loaded(), pk=pk)
    if characteristic not in reports.tables(dataset):
        raise Http404
    return dataset


def chosen(benchmarks: list[Benchmark], wanted: str | None) -> Benchmark | None:
    """The one asked for, else the first; None where there is none."""
    asked = [each for each in benchmarks if str(each.pk) == wanted]
    return next(iter([*asked, *benchmarks]), None)


def may(request: Any) -> dict[str, bool]:
    return {
        "upload": request.membership.may(Permission.DATASET_UPLOAD),
        "load_benchmark": request.membership.may(Permission.BENCHMARK_LOAD),
    }
