"""What a report shows of plans and figures, taken at one moment and kept: its page is made of this alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.monitoring.reports import PublishableDataset, datasets_for_publication, period
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


def take(
    organisation: Organisation, *, name: str, plan: Plan | None, choice: Choice, as_at: date
) -> dict[str, Any]:
    """Progress and protected tables as plain values for JSON. `name` is what receipts call the release. Refused where a
    table cannot be protected."""
    progress = asdict(take_progress(organisation, plan, as_at))
    chosen = choose(organisation, choice)
    figures = [_take_figures(organisation, name, ones) for ones in by_dataset(chosen)]
    return {"progress": progress, "figures": figures}


def choose(organisation: Organisation, choice: Choice) -> list[Chosen]:
    if not choice:
        return []
    wanted = {dataset for dataset, _name in choice}
    found = datasets_for_publication(organisation)
    sources = {each.dataset.pk: each for each in found if each.dataset.pk in wanted}
    if wanted != set(sources):
        raise ValidationError(
            _("A dataset that was chosen has been removed since: choose the figures again.")
        )
    counts = {
        (dataset, cube.dimensions[0].name): cube for dataset in wanted for cube in sources[dataset].cubes
    }
    return [_chosen(sources[dataset], name, counts[dataset, name]) for dataset, name in choice]


def _chosen(source: PublishableDataset, name: str, counts: Cube) -> Chosen:
    title = f"{characteristic(name).title}: {source.about}"
    return Chosen(source, name, replace(counts, name=title))


def by_dataset(chosen: Sequence[Chosen]) -> list[list[Chosen]]:
    """Those about the same people together: they are protected as one. Datasets are about different people, and each
    may have codes of its own for the same question."""
    together: dict[int, list[Chosen]] = {}
    for one in chosen:
        together.setdefault(one.source.dataset.pk, []).append(one)
    return list(together.values())


def _take_figures(organisation: Organisation, name: str, chosen: Sequence[Chosen]) -> dict[str, Any]:
    source, cubes = chosen[0].source, [one.counts for one in chosen]
    known = published_about(organisation, cubes)
    seen = replace(source.release, name=_("what staff see of %(about)s") % {"about": source.about})
    release = protect(
        cubes, policy_of(organisation), [seen, *known.values()], name=f"{name} ({source.about})"
    )
    if release.is_refused:
        raise Refused(
            _("No table of these figures is safe beside what is known already: choose fewer characteristics.")
        )
    return {
        "about": source.about,
        "release": release.as_dict(),
        "tables": [_kept(one) for one in chosen],
        "known": known_before(source, known),
    }


def known_before(source: PublishableDataset, known: Mapping[int, Release]) -> dict[str, Any]:
    """What the tables were protected against: entries of the ledger, and what staff see, by its hash."""
    return {"ledger": sorted(known), "seen": source.release.receipt.statements_sha256}


def _kept(one: Chosen) -> dict[str, Any]:
    benchmark = one.source.benchmark(one.characteristic)
    population = benchmark.population.as_dict() | {"as_at": benchmark.as_at} if benchmark else None
    return {
        "characteristic": one.characteristic,
        "service": one.source.service,
        "period": period(one.source.dataset),
        "population": population,
        "ruling": one.source.ruling(one.characteristic),
    }


def has_moved(organisation: Organisation, choice: Choice, taken: Mapping[str, Any]) -> bool:
    """Whether what the tables were protected against is no longer all that is known."""
    now = [
        known_before(ones[0].source, published_about(organisation, [one.counts for one in ones]))
        for ones in by_dataset(choose(organisation, choice))
    ]
    return now != [figures["known"] for figures in taken["figures"]]


def releases_of(taken: Mapping[str, Any]) -> list[Release]:
    return [Release.from_dict(figures["release"]) for figures in taken["figures"]]
