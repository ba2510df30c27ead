"""What each pair would cost: the counts that are withheld for its sake. For the analyst, before loading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dueregard.monitoring.models import PLACE, Dataset
from dueregard.monitoring.reports.counting import every_place, with_places_joined
from dueregard.releases.services import policy_of
from equalities.cubes import Cube
from equalities.disclosure import Policy, Release, Status, protect
from equalities.refusals import Refused

MOST_TRIED = 2_000
"""Cells up to which the pairs are tried one by one while a page waits: then all of it takes seconds."""

CANDIDATES = 4
"""The smallest places of which joining to others is tried."""


@dataclass(frozen=True)
class Joining:
    """A place that might be joined to others, the places it would then stand with, and how many counts by one column
    alone the pair would hide no more."""

    place: str
    beside: tuple[str, ...]
    brings_back: int


@dataclass(frozen=True)
class Cost:
    """Of one pair, beside the columns alone: how many of its own counts are withheld, and which counts by one column
    alone are, that would be shown without it. `joining` is what helps most, if joining a small place does."""

    title: str
    cells: int
    withheld: int
    hides: tuple[str, ...]
    joining: Joining | None


@dataclass(frozen=True)
class Costs:
    """Of the pairs one by one; and which counts by one column alone are withheld in any case."""

    pairs: tuple[Cost, ...]
    anyway: tuple[str, ...]

    @property
    def joinings(self) -> list[Joining]:
        """Each place once."""
        found = {each.joining.place: each.joining for each in self.pairs if each.joining}
        return list(found.values())


def costs(dataset: Dataset, together: Sequence[tuple[str, str]], joined: Collection[str] = ()) -> Costs:
    """Each pair by itself, of the file that waits, as if nothing were known of its people. Refused where the file is
    large, or there are too many cells, so that a page could not wait for it."""
    if dataset.raw_file.is_large:
        raise Refused(
            _("This file is too large to try the pairs beforehand: load it, and make its tables again.")
        )
    cubes = every_place(dataset, together, dataset.raw_file)
    if sum(cube.counts.size for cube in cubes) > MOST_TRIED:
        raise Refused(_("These tables have too many cells to try each pair beforehand: choose fewer."))
    policy = policy_of(dataset.organisation)
    alone = [cube for cube in cubes if len(cube.dimensions) == 1]
    pairs = [cube for cube in cubes if len(cube.dimensions) > 1]
    return Costs(
        tuple(_cost(alone, pair, joined, policy) for pair in pairs),
        tuple(sorted(_hidden(_tried(with_places_joined(alone, joined), policy)))),
    )


def _cost(alone: Sequence[Cube], pair: Cube, joined: Collection[str], policy: Policy) -> Cost:
    release, hides = _beside(alone, pair, joined, policy)
    table = next((each for each in release.tables if each.name == pair.name), None)
    cells = table.cells.values() if table else []
    withheld = sum(cell.status is not Status.SHOWN for cell in cells)
    return Cost(pair.name, len(cells), withheld, hides, _joining(alone, pair, joined, policy, len(hides)))


def _beside(
    alone: Sequence[Cube], pair: Cube, joined: Collection[str], policy: Policy
) -> tuple[Release, tuple[str, ...]]:
    """The tables with this pair, and what it hides of the columns alone."""
    *ours, crossed = with_places_joined([*alone, pair], joined)
    release = _tried([*ours, crossed], policy)
    return release, tuple(sorted(_hidden(release, ours) - _hidden(_tried(ours, policy), ours)))


def _joining(
    alone: Sequence[Cube], pair: Cube, joined: Collection[str], policy: Policy, hidden: int
) -> Joining | None:
    """The small place that hides most, if one does: with it joined to others the pair hides least."""
    if not hidden or PLACE not in [dimension.name for dimension in pair.dimensions]:
        return None
    found = [
        Joining(
            place,
            _standing_with(pair, joined, place),
            hidden - len(_beside(alone, pair, {*joined, place}, policy)[1]),
        )
        for place in _small_places(pair, joined)
    ]
    best = max(found, key=lambda each: each.brings_back, default=None)
    return best if best and best.brings_back > 0 else None


def _small_places(pair: Cube, joined: Collection[str]) -> list[str]:
    """The smallest places that have a line of their own, if others are left beside them."""
    sizes = dict(zip(pair.dimension(PLACE).codes, pair.by(PLACE).counts.tolist(), strict=True))
    own = [code for code in _own_lines(pair, joined) if sizes[code]]
    return sorted(own, key=lambda code: (sizes[code], code))[:CANDIDATES] if len(own) > 2 else []


def _standing_with(pair: Cube, joined: Collection[str], place: str) -> tuple[str, ...]:
    """The other places of which none has a line of its own once this one is joined."""
    left = {*_own_lines(pair, {*joined, place}), place}
    return tuple(code for code in pair.dimension(PLACE).answered if code not in left)


def _own_lines(pair: Cube, joined: Collection[str]) -> list[str]:
    (cube,) = with_places_joined([pair.by(PLACE)], joined)
    return [code for code in cube.dimensions[0].answered if code in pair.dimension(PLACE).codes]


def _tried(cubes: Sequence[Cube], policy: Policy) -> Release:
    return protect(cubes, policy, name="tried", key=0)


def _hidden(release: Release, cubes: Sequence[Cube] = ()) -> set[str]:
    """The counts by one column alone that are withheld, in words; all of them where nothing can be shown."""
    if release.is_refused:
        return {
            f"{cube.name}: {cube.dimensions[0].label(code)}"
            for cube in cubes
            for code in (*cube.dimensions[0].codes, cube.dimensions[0].total)
        }
    return {
        f"{table.name}: {table.dimensions[0].label(*cell.codes)}"
        for table in release.tables
        if len(table.dimensions) == 1
        for cell in table.cells.values()
        if cell.status is not Status.SHOWN
    }
