"""Populations to compare with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dueregard.access.guards import requires
from dueregard.access.permissions import Permission
from dueregard.access.uploads import kept_scrambled
from dueregard.kit.http import bind
from dueregard.monitoring import forms, services
from dueregard.monitoring.models import Benchmark
from equalities.refusals import Refused


@requires(Permission.DATASET_READ)
def benchmarks(request: Any) -> HttpResponse:
    found = Benchmark.objects.available_to(request.organisation)
    may_load = request.membership.may(Permission.BENCHMARK_LOAD)
    return render(request, "monitoring/benchmarks.html", {"benchmarks": found, "may_load": may_load})


@requires(Permission.BENCHMARK_LOAD)
@kept_scrambled(forms.POPULATION_MEGABYTES)
def load_benchmark(request: Any) -> HttpResponse:
    form = bind(forms.BenchmarkForm, request)
    if form.is_valid():
        try:
            made = services.load_benchmark(request.organisation, by=request.user, **form.details())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Population loaded. Say which area is yours"))
            return redirect("monitoring:choose-area", made.pk)
    return render(request, "monitoring/load_benchmark.html", {"form": form})


@requires(Permission.DATASET_READ)
def benchmark(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(Benchmark.objects.available_to(request.organisation), pk=pk)
    may_load = request.membership.may(Permission.BENCHMARK_LOAD)
    return render(request, "monitoring/benchmark.html", {"benchmark": found, "may_load": may_load})


@requires(Permission.BENCHMARK_LOAD)
def choose_area(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(Benchmark.objects.within(request.organisation), pk=pk)
    form = bind(forms.AreaForm, request, benchmark=found)
    if form.is_valid():
        services.choose_area(found, area=form.cleaned_data["area"], by=request.user)
        messages.success(
            request, _("Users are compared with the people of %(area)s") % {"area": found.area_name}
        )
        return redirect("monitoring:benchmark", found.pk)
    return render(request, "monitoring/choose_area.html", {"benchmark": found, "form": form})


@requires(Permission.BENCHMARK_LOAD)
def remove_benchmark(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(Benchmark.objects.within(request.organisation), pk=pk)
    if request.method == "POST":
        services.remove_benchmark(found, by=request.user)
        messages.success(request, _("The population is removed"))
        return redirect("monitoring:benchmarks")
    return render(request, "monitoring/remove_benchmark.html", {"benchmark": found})
