"""Which figures somebody chose for a report, and by which design they are protected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dueregard.access.models import Organisation
from dueregard.monitoring.models import PLACE
from dueregard.monitoring.reports import PublishableDataset, datasets_for_publication, name_of
from dueregard.publications.models import PLAIN
from equalities.cubes import Cube
from equalities.disclosure import Alternative, Policy, designs

Choice = Sequence[tuple[int, str]]
POOLED = "pooled"


@dataclass(frozen=True)
class Chosen:
    """One table of one dataset, by one question or by two, with its counts: these go into protect() and nowhere
    else."""

    source: PublishableDataset
    counts: Cube

    @property
    def name(self) -> str:
        return name_of(self.counts.dimensions)

    @property
    def questions(self) -> tuple[str, ...]:
        """What it is by: the question whose groups are lines first, then the other; a place is never the first of
        two, so that each place can stand beside the people who live there."""
        names = [dimension.name for dimension in self.counts.dimensions]
        return tuple(sorted(names, key=lambda name: name == PLACE))

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self.source.column(name).title for name in self.questions)

    @property
    def by_place(self) -> bool:
        return self.questions[-1] == PLACE


@dataclass(frozen=True)
class Part:
    """Choices that are protected together, and how: the tables of `alternative` are those that go out. `names` are
    those of all designs that they can have."""

    chosen: tuple[Chosen, ...]
    alternative: Alternative
    names: tuple[str, ...]

    @property
    def about(self) -> str:
        return "; ".join(dict.fromkeys(one.source.about for one in self.chosen))

    def sources(self, cube: Cube) -> list[Chosen]:
        """The choices that a table of the alternative counts, the latest period first."""
        named = [one for one in self.chosen if one.counts.dimensions == cube.dimensions]
        same = [one for one in named if dict(one.counts.universe) == dict(cube.universe)]
        return sorted(same or named, key=lambda one: one.source.starts_on, reverse=True)


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
    held = {(pk, name_of(cube.dimensions)): cube for pk in wanted for cube in sources[pk].cubes}
    if not set(choice) <= set(held):
        raise ValidationError(
            _("A table that was chosen is not among those of its dataset any more: choose the figures again.")
        )
    chosen = [Chosen(sources[pk], held[pk, name]) for pk, name in choice]
    return [replace(one, counts=_named(one.counts, [one])) for one in chosen]


def parts(chosen: Sequence[Chosen], design: str, policy: Policy) -> list[Part]:
    """What is protected together, by this design; by the plain one where it has nothing for some of them."""
    groups = by_service(chosen) if design == POOLED else by_dataset(chosen)
    return [_part(group, design, policy) for group in groups]


def _part(chosen: Sequence[Chosen], design: str, policy: Policy) -> Part:
    found = {one.name: one for one in designs([one.counts for one in chosen], policy)}
    part = Part(tuple(chosen), found.get(design, found[PLAIN]), tuple(found))
    named = tuple(_named(cube, part.sources(cube)) for cube in part.alternative.cubes)
    return replace(part, alternative=replace(part.alternative, cubes=named))


def _named(cube: Cube, sources: Sequence[Chosen]) -> Cube:
    about = "; ".join(one.source.about for one in sources)
    return replace(cube, name=f"{sources[0].source.titles[sources[0].name]}: {about}")


def by_dataset(chosen: Sequence[Chosen]) -> list[list[Chosen]]:
    """Those about the same people together: they are protected as one. Datasets are about different people, and each
    may have codes of its own for the same question."""
    together: dict[int, list[Chosen]] = {}
    for one in chosen:
        together.setdefault(one.source.dataset.pk, []).append(one)
    return list(together.values())


def by_service(chosen: Sequence[Chosen]) -> list[list[Chosen]]:
    """The datasets of one service together where they put the same questions in the same way; others by dataset."""
    together: list[list[Chosen]] = []
    for group in by_dataset(chosen):
        alike = next((others for others in together if _are_alike(group, others)), None)
        if alike is None:
            together.append(group)
        else:
            alike += group
    return together


def _are_alike(group: Sequence[Chosen], others: Sequence[Chosen]) -> bool:
    def questions(ones: Sequence[Chosen]) -> dict[str, object]:
        return {one.name: one.counts.dimensions for one in ones}

    same_service = group[0].source.service == others[0].source.service
    same_body = group[0].source.dataset.organisation_id == others[0].source.dataset.organisation_id
    return same_service and same_body and questions(group) == questions(others)
