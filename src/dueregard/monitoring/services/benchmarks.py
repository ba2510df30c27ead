"""Populations are loaded from files as a census office publishes them."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation, User
from dueregard.audit.services import record
from dueregard.monitoring import reports
from dueregard.monitoring.models import Benchmark
from equalities.refusals import Refused


def load_benchmark(
    organisation: Organisation,
    *,
    content: bytes,
    name: str,
    source: str,
    by: User,
    vintage: str = "",
    whole_area: str = "",
) -> Benchmark:
    """One benchmark for all areas of the file. `vintage` is for a file that does not say of which day or year its
    figures are; `whole_area` is what its areas are called together."""
    populations = reports.populations(content, Path(name).suffix, source)
    found = populations.benchmarks
    vintages = {population.vintage or vintage for population in found}
    if vintages == {""}:
        raise Refused(_("The file does not say of which day or year its figures are: enter it."))
    if len(vintages) > 1:
        raise Refused(_("The file holds figures of several days: save each as a file of its own."))
    dimension = found[0].cube.dimensions[0]
    if not dimension.classification:
        raise Refused(_("The groups of this file are in no list that is known: check their names."))
    benchmark = Benchmark(organisation=organisation, source=source, vintage=vintages.pop())
    benchmark.characteristic, benchmark.classification = dimension.name, dimension.classification
    benchmark.whole_area = whole_area
    benchmark.areas_kept = [population.as_dict() for population in found]
    benchmark.ages_kept = {area: [list(cell) for cell in cells] for area, cells in populations.ages.items()}
    benchmark.loaded_by, benchmark.loaded_at = by, timezone.now()
    return _keep(benchmark)


@transaction.atomic
def _keep(benchmark: Benchmark) -> Benchmark:
    if len(benchmark.areas_kept) == 1:
        benchmark.area = benchmark.areas_kept[0]["area_code"]
    benchmark.save()
    record(
        "monitoring.benchmark_loaded",
        by=benchmark.loaded_by,
        organisation=benchmark.organisation,
        target=benchmark,
        classification=benchmark.classification,
        source=benchmark.source,
        vintage=benchmark.vintage,
    )
    return benchmark


@transaction.atomic
def choose_area(benchmark: Benchmark, *, area: str, by: User) -> Benchmark:
    """Which area's people could use our services: a code of the file, or EVERYWHERE."""
    benchmark.area = area
    try:
        chosen = benchmark.area_name
    except StopIteration:
        raise ValidationError(_("Choose an area of the file.")) from None
    benchmark.save()
    place = benchmark.organisation
    record("monitoring.area_chosen", by=by, organisation=place, target=benchmark, area=chosen)
    return benchmark


@transaction.atomic
def remove_benchmark(benchmark: Benchmark, *, by: User) -> None:
    place = benchmark.organisation
    record("monitoring.benchmark_removed", by=by, organisation=place, target=benchmark, source=str(benchmark))
    benchmark.delete()
