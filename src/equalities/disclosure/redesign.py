"""Before figures are withheld one by one: would another table say more? Versions of a table side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np

from equalities.cubes import Cube, Universe
from equalities.disclosure.layout import Axis, Whole
from equalities.disclosure.merging import height
from equalities.disclosure.policies import Policy
from equalities.disclosure.protection import protect
from equalities.disclosure.relations import Relation, people_key, segments
from equalities.disclosure.releases import Release
from equalities.disclosure.sheets import all_levels, from_cube, from_table, printed
from equalities.disclosure.statements import UNKNOWN, Sheet
from equalities.disclosure.tables import SafeTable, Status
from equalities.disclosure.usefulness import gaps_kept
from equalities.refusals import Refused
from equalities.saying import say, to_say

MOST_LEVELS = 8
"""Combinations of coarser levels that are tried at most."""

_ROUNDED = to_say("As wanted, every count to the nearest {base}")
_ROUNDED_AND_HIDDEN = to_say("As wanted, every count to the nearest {base}, small counts withheld")


@dataclass(frozen=True)
class Alternative:
    """One way to publish the same people, and what it keeps.

    name: how the alternatives are told apart. words: what it does, in plain English. cubes: its tables. policy: its
    rules. people_shown: the share of people who stand in a cell with a number, among the finest cells that it
    publishes. gaps_kept: of the true differences between groups found on the counts of the tables as wanted, the
    share that a reader of this one still finds (see `usefulness.gaps_kept`). withheld: cells without a number that
    the tables have. given_away: counts it withholds that the history gives away. release: what would be published;
    refused where it is not safe. why: why there is none.
    """

    name: str
    words: str
    policy: Policy
    people_shown: float | None = None
    gaps_kept: float | None = None
    withheld: int | None = None
    given_away: int | None = None
    release: Release | None = None
    why: str = ""
    cubes: tuple[Cube, ...] = field(default=(), repr=False)

    @property
    def is_safe(self) -> bool:
        """Whether the release was proved safe from the attackers that its receipt names, but for what is given away
        before it."""
        return self.release is not None and not self.release.is_refused

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the tables."""
        return {
            "name": self.name,
            "method": self.policy.method,
            "words": self.words,
            "policy": self.policy.as_dict(),
            "tables": [[dimension.name for dimension in cube.dimensions] for cube in self.cubes],
            "people_shown": self.people_shown,
            "gaps_kept": self.gaps_kept,
            "withheld": self.withheld,
            "given_away": self.given_away,
            "safe": self.is_safe,
            "why": self.why,
        }


def redesign(
    cubes: Sequence[Cube],
    policy: Policy,
    history: Sequence[Release] = (),
    *,
    key: int | None = None,
    relations: Sequence[Relation] = (),
    outside: Sequence[Sheet] = (),
) -> tuple[Alternative, ...]:
    """The tables as wanted, by each method, and coarser versions of them (`designs`), each protected and measured.

    cubes, policy, history, key, relations, outside: as for `protect`. An alternative that cannot be protected
    says why. Raises Refused where the tables themselves contradict one another.
    """
    return tuple(
        measured(design, cubes, history, key=key, relations=relations, outside=outside)
        for design in designs(cubes, policy)
    )


def designs(cubes: Sequence[Cube], policy: Policy) -> tuple[Alternative, ...]:
    """What `redesign` measures, not yet protected or measured.

    The first are "suppress" and "round to ..."; "merge" where there are groups to merge into; then the groups instead
    of the finest codes of each dimension that has groups, and their combinations; one dimension fewer at once; years
    "pooled", where the cubes count several.
    """
    if not cubes:
        raise Refused("There is nothing to redesign: give at least one table.")
    plain = replace(policy, method="suppress", coarser=())
    return tuple(
        alternative
        for make in (_as_wanted, _coarser, _fewer_at_once, _pooled)
        for alternative in make(tuple(cubes), plain)
    )


def _as_wanted(cubes: tuple[Cube, ...], policy: Policy) -> list[Alternative]:
    found = [
        Alternative("suppress", say("As wanted, with small counts and others withheld"), policy, cubes=cubes)
    ]
    found += _rounded(cubes, policy)
    if any(_levels(cubes).values()):
        merging = replace(policy, method="merge")
        words = say("A group instead of its members where one of them is small")
        found.append(Alternative("merge", words, merging, cubes=cubes))
    return found


def _rounded(cubes: tuple[Cube, ...], policy: Policy) -> list[Alternative]:
    """To the policy's base, to twice as much, and to its base with small counts not printed."""
    found = []
    for base, hides in ((policy.base, False), (policy.base, True), (2 * policy.base, False)):
        try:
            rounded = replace(
                policy, method="round", base=base, hide_small=hides, cover=False, participants=0
            )
        except Refused:  # rounding that leaves fewer values than the policy wants
            continue
        name = f"round to {base}{', small counts withheld' if hides else ''}"
        words = say(_ROUNDED_AND_HIDDEN if hides else _ROUNDED, base=base)
        found.append(Alternative(name, words, rounded, cubes=cubes))
    return found


def _levels(cubes: Sequence[Cube]) -> Mapping[str, int]:
    """Dimension -> how many of its levels can be left out."""
    dimensions = {one.name: one for cube in cubes for one in cube.dimensions}
    return {
        name: max((height(one, code) for code in Axis(one).codes[:-1] if code != "known"), default=0)
        for name, one in dimensions.items()
    }


def _coarser(cubes: tuple[Cube, ...], policy: Policy) -> list[Alternative]:
    """Groups instead of finest codes, for each dimension that has some and for several at once."""
    levels = _levels(cubes)
    choices = sorted(product(*(range(most + 1) for most in levels.values())), key=sum)[1 : MOST_LEVELS + 1]
    found = []
    for choice in choices:
        names = tuple(name for name, up in zip(levels, choice, strict=True) for _ in range(up))
        said = ", ".join(f"{name} {up} up" for name, up in zip(levels, choice, strict=True) if up)
        words = say("Groups instead of the finest codes, by so many levels: {levels}", levels=said)
        found.append(Alternative(f"coarser: {said}", words, replace(policy, coarser=names), cubes=cubes))
    return found


def _fewer_at_once(cubes: tuple[Cube, ...], policy: Policy) -> list[Alternative]:
    """Every table without one of its dimensions in turn, where it crosses more than two."""
    widest = max(len(cube.dimensions) for cube in cubes)
    if widest < 3:
        return []
    names = [[dimension.name for dimension in cube.dimensions] for cube in cubes]
    kept = [
        tuple(name for name in held if name != out) for held in names for out in held if len(held) == widest
    ]
    tables = dict.fromkeys([*kept, *(tuple(held) for held in names if len(held) < widest)])
    smaller = tuple(_margin(cubes, table) for table in tables)
    words = say("Tables that cross {fewer} dimensions at once, not {widest}", fewer=widest - 1, widest=widest)
    return [Alternative(f"{widest - 1} at once", words, policy, cubes=smaller)]


def _margin(cubes: Sequence[Cube], names: tuple[str, ...]) -> Cube:
    whole = next(cube for cube in cubes if set(names) <= {dimension.name for dimension in cube.dimensions})
    return replace(whole.by(*names), name=f"{whole.name}: {' by '.join(names)}")


def _pooled(cubes: tuple[Cube, ...], policy: Policy) -> list[Alternative]:
    """The years of tables alike added up, where they differ in one name of their universe only; others stay."""
    tables: dict[tuple[str, ...], list[Cube]] = {}
    for cube in cubes:
        tables.setdefault(tuple(dimension.name for dimension in cube.dimensions), []).append(cube)
    pools = [pool(same) for same in tables.values()]
    found = [pooled for pooled in pools if pooled is not None]
    if not found:
        return []
    values = next(value for value in found[0].universe.values() if not isinstance(value, str))
    kept = [
        each
        for pooled, same in zip(pools, tables.values(), strict=True)
        for each in ([pooled] if pooled else same)
    ]
    return [
        Alternative("pooled", say("{values} together", values=", ".join(values)), policy, cubes=tuple(kept))
    ]


def pool(cubes: Sequence[Cube]) -> Cube | None:
    """The sum of tables alike of disjoint people; None where they are not alike or not of that kind.

    Their universes must hold one name under which each has a single value of its own, and agree in all others."""
    first = cubes[0]
    differing = {
        name for cube in cubes for name in cube.universe if cube.universe[name] != first.universe.get(name)
    }
    if len(cubes) < 2 or len(differing) != 1 or any(cube.dimensions != first.dimensions for cube in cubes):
        return None
    (name,) = differing
    values = [cube.universe.get(name) for cube in cubes]
    single = [value for value in values if isinstance(value, str)]
    if len(set(single)) < len(cubes):
        return None
    universe: Universe = {**first.universe, name: tuple(single)}
    return replace(first, counts=np.sum([cube.counts for cube in cubes], axis=0), universe=universe)


def measured(
    alternative: Alternative,
    wanted: Sequence[Cube],
    history: Sequence[Release] = (),
    *,
    name: str = "alternative",
    key: int | None = None,
    relations: Sequence[Relation] = (),
    outside: Sequence[Sheet] = (),
) -> Alternative:
    """One of the `designs` of the tables as `wanted`, protected and measured. name: of the release. relations, outside:
    what is declared of the people and what else is published about them, as `protect` takes it."""
    try:
        release = protect(
            alternative.cubes,
            alternative.policy,
            history,
            name=name,
            key=key,
            relations=relations,
            outside=outside,
        )
    except Refused as refusal:
        return replace(alternative, why=str(refusal))
    if release.is_refused:
        count = len(release.private.blocking) if release.private else 0
        why = say("{count} counts would keep too few possible values", count=count)
        return replace(alternative, release=release, why=why)
    return kept_by(alternative, wanted, release)


def kept_by(alternative: Alternative, wanted: Sequence[Cube], release: Release) -> Alternative:
    """The alternative with what its release keeps of the tables as wanted."""
    found = [_found_in(release, cube) for cube in wanted]
    return replace(
        alternative,
        release=release,
        people_shown=people_shown(alternative.cubes, release.tables),
        gaps_kept=gaps_kept(
            [(all_levels(cube), numbers) for cube, numbers in zip(wanted, found, strict=True)]
        ),
        withheld=sum(cell.value is None for table in release.tables for cell in table.cells.values()),
        given_away=len(release.private.exposed) if release.private else None,
    )


def _found_in(release: Release, cube: Cube) -> Whole:
    """What a release prints of the cells of a cube, in the shape of all its levels. Of people whom it counts only
    together with others (years pooled) these are the numbers of all of them."""
    held = set(segments(cube.universe))
    universes = [table.universe for table in release.tables if held <= set(segments(table.universe))]
    closest = min(universes, key=lambda universe: len(segments(universe)), default=cube.universe)
    known: dict[int, int] = {}
    for table in release.tables:
        keys = from_table(table, release.name, release.policy).keys(
            people_key((tuple(sorted(segments(table.universe))),))
        )
        known |= dict(zip(keys.ravel().tolist(), printed(table).ravel().tolist(), strict=True))
    keys = from_cube(cube, "", release.policy).keys(people_key((tuple(sorted(segments(closest))),)))
    numbers = [known.get(key, UNKNOWN) for key in keys.ravel().tolist()]
    return np.array(numbers, np.int64).reshape(keys.shape)


def people_shown(cubes: Sequence[Cube], tables: Sequence[SafeTable]) -> float | None:
    """The share of people who stand in a cell with a number: for each table, of its finest cells or, where these are
    merged, of the groups published instead. A number that is nought shows nobody. None where nobody is counted.

    cubes: the true counts of `tables`, in their order."""
    shown = sum(_shown(cube, table) for cube, table in zip(cubes, tables, strict=True))
    total = sum(cube.total for cube in cubes)
    return shown / total if total else None


def _shown(cube: Cube, table: SafeTable) -> int:
    """How many people stand in a cell with a number."""
    numbers = printed(table)
    for place, dimension in enumerate(table.dimensions):
        axis = Axis(dimension)
        published = [axis.place[_published(table, place, code)] for code in dimension.codes]
        numbers = np.take(numbers, published, axis=place)
    return int(cube.counts[numbers > 0].sum())


def _published(table: SafeTable, place: int, code: str) -> str:
    """The code itself, or the group that stands for it in a table."""
    dimension = table.dimensions[place]
    totals = [other.total for other in table.dimensions]
    while table.cell(*totals[:place], code, *totals[place + 1 :]).status is Status.MERGED:
        code = dimension.parents[code]
    return code
