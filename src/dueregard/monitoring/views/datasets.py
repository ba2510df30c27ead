"""What every signed-in reader may see: protected figures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.kit.http import bind
from dueregard.kit.pages import paginate
from dueregard.monitoring import forms, reports, services
from dueregard.monitoring.models import Benchmark, Dataset, Enquiry, Loading
from dueregard.monitoring.views.loading import outcome
from equalities.refusals import Refused


@requires(Permission.DATASET_READ)
def datasets(request: Any) -> HttpResponse:
    found = Dataset.objects.within(request.organisation).current().select_related("raw_file")
    if not request.membership.may(Permission.DATASET_UPLOAD):
        found = found.loaded()
    page = paginate(found.defer("release_kept", "counts_sealed"), request)
    return render(request, "monitoring/datasets.html", {"page": page, "may": may(request)})


@requires(Permission.DATASET_READ)
def served(request: Any) -> HttpResponse:
    shown = {
        "served": reports.served(request.organisation),
        "words": reports.VERDICTS,
        "may": may(request),
    }
    return render(request, "monitoring/served.html", shown)


@requires(Permission.DATASET_READ)
def dataset(request: Any, pk: int) -> HttpResponse:
    found = Dataset.objects.within(request.organisation).current().select_related("raw_file")
    if not request.membership.may(Permission.DATASET_UPLOAD):
        found = found.loaded()
    dataset = get_object_or_404(found, pk=pk)
    results = (
        [reports.result(dataset, name, None) for name in reports.tables(dataset)] if dataset.loaded_at else []
    )
    pairs = [(dataset.column(first), dataset.column(second)) for first, second in dataset.pairs]
    asked = Loading.objects.within(request.organisation).filter(dataset=dataset).first()
    shown = {
        "dataset": dataset,
        "results": results,
        "pairs": pairs,
        "may": may(request),
        "has_rows": reports.has_rows(dataset),
        "loading": asked is not None and not asked.is_over and not asked.is_lost,
        "is_lost": asked is not None and asked.is_lost,
    }
    return render(request, "monitoring/dataset.html", shown)


@requires(Permission.DATASET_READ)
def representation(request: Any, pk: int, characteristic: str) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    benchmarks = reports.benchmarks_for(dataset, characteristic)
    benchmark = chosen(benchmarks, request.GET.get("benchmark"))
    shown = {
        "dataset": dataset,
        "result": reports.result(dataset, characteristic, benchmark),
        "benchmarks": benchmarks,
        "others": reports.comparable(dataset, characteristic),
        "pairs": [pair for pair in dataset.pairs if characteristic in pair],
        "enquiries": Enquiry.objects.within(request.organisation)
        .about(dataset, characteristic)
        .select_related("owner", "dataset"),
        "may": may(request),
        "words": reports.VERDICTS,
    }
    return render(request, "monitoring/representation.html", shown)


@requires(Permission.DATASET_READ)
def pair(request: Any, pk: int, first: str, second: str) -> HttpResponse:
    dataset = get_object_or_404(Dataset.objects.within(request.organisation).loaded(), pk=pk)
    try:
        found = reports.pair(dataset, first, second, request.GET.get("of"))
    except KeyError:
        raise Http404 from None
    return render(
        request, "monitoring/pair.html", {"dataset": dataset, "pair": found, "words": reports.VERDICTS}
    )


@requires(Permission.DATASET_READ)
def beside(request: Any, pk: int, characteristic: str, other: int) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    there = next((each for each in reports.comparable(dataset, characteristic) if each.pk == other), None)
    if there is None:
        raise Http404
    found = reports.beside(dataset, there, characteristic)
    return render(
        request,
        "monitoring/beside.html",
        {"dataset": dataset, "beside": found, "name": characteristic, "words": reports.DIFFERENCES},
    )


@requires(Permission.DATASET_READ)
def trend(request: Any, pk: int, characteristic: str) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    shown = {"trend": reports.trend(dataset, characteristic), "words": reports.DIFFERENCES}
    return render(
        request,
        "monitoring/trend.html",
        {"dataset": dataset, "name": characteristic, "may": may(request), **shown},
    )


@requires(Permission.DATASET_UPLOAD)
def mark_break(request: Any, pk: int, characteristic: str) -> HttpResponse:
    dataset = loaded(request, pk, characteristic)
    mark = dataset.breaks.filter(characteristic=characteristic).first()
    form = bind(forms.BreakForm, request, mark=mark)
    if form.is_valid():
        services.mark_break(dataset, characteristic=characteristic, by=request.user, **form.cleaned_data)
        messages.success(request, _("What changed is noted"))
        return redirect("monitoring:trend", dataset.pk, characteristic)
    shown = {"dataset": dataset, "name": characteristic, "form": form}
    return render(request, "monitoring/mark_break.html", shown)


@requires(Permission.DATASET_UPLOAD)
def make_again(request: Any, pk: int) -> HttpResponse:
    found = Dataset.objects.within(request.organisation).loaded().filter(kept_rows__isnull=False)
    dataset = get_object_or_404(found.select_related("organisation"), pk=pk)
    initial = {"pairs": [" ".join(pair) for pair in dataset.together]}
    form = bind(forms.PairsForm, request, columns=dataset.columns, initial=initial)
    if form.is_valid():
        try:
            loading = services.begin_loading(dataset, together=form.together(), by=request.user)
            words = _("The tables are made again from the rows, and take the place of those before")
            return outcome(request, loading, words)
        except Refused as refused:
            form.add_error(None, str(refused))
    shown = {"dataset": dataset, "form": form, "objected": reports.is_to_make_again(dataset)}
    return render(request, "monitoring/make_again.html", shown | {"least_left": services.LEAST_LEFT})


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
        "enquire": request.membership.may(Permission.ENQUIRY_KEEP),
        "retain": request.membership.may(Permission.RETENTION_KEEP),
    }
