"""What a report shows of plans and figures, taken at one moment and kept: its page is made of this alone."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.monitoring.reports import PublishableDataset, datasets_for_publication
from dueregard.plans.models import Plan
from dueregard.publications.reports.progress import take_progress
from dueregard.releases.reports import published_about
from dueregard.releases.services import policy_of
from equalities.codelists import characteristic
from equalities.cubes import Cube
from equalities.disclosure import Release, protect
from equalities.refusals import Refused

Choice = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Chosen:
    """One characteristic of one dataset, with its counts: these go into protect() and nowhere else."""

    source: PublishableDataset
    characteristic: str
    counts: Cube

    @property
    def title(self) -> str:
        return characteristic(self.characteristic).title


def take(
    organisation: Organisation, *, name: str, plan: Plan | None, choice: Choice, as_at: date
) -> dict[str, Any]:
    """Progress and protected tables as plain values for JSON. `name` is the release's, for receipts. Refused where a
    table cannot be protected."""
    progress = asdict(take_progress(organisation, plan, as_at))
    figures = _take_figures(organisation, name, choice) if choice else {"release": None, "tables": []}
    return {"progress": progress, **figures}


def _take_figures(organisation: Organisation, name: str, choice: Choice) -> dict[str, Any]:
    chosen = choose(organisation, choice)
    cubes = [one.counts for one in chosen]
    known = published_about(organisation, cubes)
    sources = {one.source.dataset.pk: one.source for one in chosen}
    seen = [
        replace(source.release, name=_("what staff see of %(about)s") % {"about": source.about})
        for source in sources.values()
    ]
    release = protect(cubes, policy_of(organisation), [*seen, *known.values()], name=name)
    if release.is_refused:
        raise Refused(
            _("No table of these figures is safe beside what is known already: choose fewer characteristics.")
        )
    return {
        "release": release.as_dict(),
        "tables": [_kept(one) for one in chosen],
        "ledger": sorted(known),
        "statements": statements_of(sources.values()),
    }


def statements_of(sources: Iterable[PublishableDataset]) -> dict[str, str]:
    """Dataset -> hash of what staff see of it: it changes when the dataset is loaded anew."""
    return {str(each.dataset.pk): each.release.receipt.statements_sha256 for each in sources}


def choose(organisation: Organisation, choice: Choice) -> list[Chosen]:
    sources = {each.dataset.pk: each for each in datasets_for_publication(organisation)}
    if not {dataset for dataset, _name in choice} <= set(sources):
        raise ValidationError(_("A dataset that was chosen has been removed since: choose the figures again."))
    counts = {
        (dataset, cube.dimensions[0].name): cube
        for dataset in {dataset for dataset, _name in choice}
        for cube in sources[dataset].cubes
    }
    return [_chosen(sources[dataset], name, counts[dataset, name]) for dataset, name in choice]


def _chosen(source: PublishableDataset, name: str, counts: Cube) -> Chosen:
    title = f"{characteristic(name).title}: {source.about}"
    return Chosen(source, name, replace(counts, name=title))


def _kept(one: Chosen) -> dict[str, Any]:
    benchmark = one.source.benchmark(one.characteristic)
    population = benchmark.population.as_dict() | {"as_at": benchmark.as_at} if benchmark else None
    return {
        "characteristic": one.characteristic,
        "service": one.source.service,
        "about": one.source.about,
        "population": population,
    }


def has_moved(organisation: Organisation, choice: Choice, taken: dict[str, Any]) -> bool:
    """Whether what the tables were protected against is no longer all that is known."""
    if not taken["tables"]:
        return False
    chosen = choose(organisation, choice)
    known = sorted(published_about(organisation, [one.counts for one in chosen]))
    return known != taken["ledger"] or statements_of(one.source for one in chosen) != taken["statements"]


def release_of(taken: dict[str, Any]) -> Release | None:
    return Release.from_dict(taken["release"]) if taken["release"] else None
