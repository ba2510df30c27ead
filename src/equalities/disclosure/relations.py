"""How the people of one table stand to those of another: declared, never guessed.

A universe names who is counted. Two values of one name are different people, and a list of values joins them.
Everything else is said by relations: the same people under two names, a part, an overlap, a union, and the stock
that becomes the next stock by those who come and those who leave.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from itertools import product as choices
from typing import Any

from equalities.cubes import Universe
from equalities.disclosure.layout import key
from equalities.refusals import Refused

Segment = tuple[tuple[str, str], ...]
"""One value for each name of a universe."""

Group = tuple[Segment, ...]
"""People who are in all of these segments and in no other."""

SETS = ("same", "disjoint", "overlap")
MOST_TOGETHER = 12
"""Universes that relations join directly or through others: their overlaps are 2 to this power at most."""


def segments(universe: Universe) -> tuple[Segment, ...]:
    """The different values that a universe joins."""
    names = sorted(universe)
    values = [(value,) if isinstance(value := universe[name], str) else value for name in names]
    return tuple(tuple(zip(names, choice, strict=True)) for choice in choices(*values))


@dataclass(frozen=True)
class Together:
    """Whether people of these universes can be the same: `kind` is "same" (all of them are), "disjoint" (none),
    "overlap" (some may be), "part" (the first is part of the second) or "union" (the first holds everybody who is
    in one of the others, and nobody else)."""

    kind: str
    universes: tuple[Universe, ...]

    def as_dict(self) -> dict[str, Any]:
        """As docs/disclosure.md writes it."""
        first, *rest = (plain(universe) for universe in self.universes)
        if self.kind in SETS:
            return {self.kind: [first, *rest]}
        return {self.kind: first, "of": rest[0] if self.kind == "part" else rest}


@dataclass(frozen=True)
class Flow:
    """stock + those who come - those who leave = next, in every combination of the dimensions `by`: those
    in which nobody moves, or whose movers are among the comers and leavers."""

    stock: Universe
    comers: tuple[Universe, ...]
    leavers: tuple[Universe, ...]
    next: Universe
    by: tuple[str, ...]

    @property
    def signed(self) -> tuple[tuple[int, Universe], ...]:
        """The universes with the signs under which they sum to nought."""
        ahead = [(1, universe) for universe in (self.stock, *self.comers)]
        return (*ahead, *((-1, universe) for universe in (*self.leavers, self.next)))

    @property
    def universes(self) -> tuple[Universe, ...]:
        return tuple(universe for _, universe in self.signed)

    def as_dict(self) -> dict[str, Any]:
        """As docs/disclosure.md writes it."""
        return {
            "stock": plain(self.stock),
            "in": [plain(universe) for universe in self.comers],
            "out": [plain(universe) for universe in self.leavers],
            "next": plain(self.next),
            "by": list(self.by),
        }


Relation = Together | Flow


def plain(universe: Universe) -> dict[str, str | list[str]]:
    """A universe as JSON holds it."""
    return {name: value if isinstance(value, str) else list(value) for name, value in universe.items()}


def once(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Each relation once, in order."""
    found: list[Relation] = []
    for relation in relations:
        if relation not in found:
            found.append(relation)
    return tuple(found)


def read_relation(stored: object) -> Relation:
    """The relation that a JSON object declares (forms: docs/disclosure.md). Raises Refused."""
    if isinstance(stored, Mapping):
        names = set(stored)
        for kind in SETS:
            if names == {kind}:
                return Together(kind, _universes(stored[kind], fewest=2))
        if names == {"part", "of"}:
            return Together("part", (read_universe(stored["part"]), read_universe(stored["of"])))
        if names == {"union", "of"}:
            return Together("union", (read_universe(stored["union"]), *_universes(stored["of"], fewest=2)))
        if names == {"stock", "in", "out", "next", "by"}:
            return Flow(
                read_universe(stored["stock"]),
                _universes(stored["in"]),
                _universes(stored["out"]),
                read_universe(stored["next"]),
                _names(stored["by"]),
            )
    raise Refused(
        "A relation is an object with the names same, disjoint or overlap; part and of; union and of; or stock, in, "
        "out, next and by: docs/disclosure.md shows how."
    )


def check_dimensions(relations: Iterable[Relation], names: Iterable[str]) -> None:
    """Raises Refused where a flow is by a dimension that is none of these."""
    known = set(names)
    for flow in (relation for relation in relations if isinstance(relation, Flow)):
        if unknown := [name for name in flow.by if name not in known]:
            raise Refused(
                'A flow is by "{name}", which no table has; name a dimension of the tables.', name=unknown[0]
            )


def read_universe(stored: object) -> Universe:
    """The universe that a JSON object names. Raises Refused."""
    if isinstance(stored, Mapping) and all(
        isinstance(name, str) and (isinstance(value, str) or (value and _is_words(value)))
        for name, value in stored.items()
    ):
        return {name: value if isinstance(value, str) else tuple(value) for name, value in stored.items()}
    raise Refused("A universe is an object that gives each name a word or a list of words.")


def _universes(stored: object, fewest: int = 0) -> tuple[Universe, ...]:
    if not isinstance(stored, list) or len(stored) < fewest:
        raise Refused(
            "A relation has a list of universes, {fewest} or more, where docs/disclosure.md says so.",
            fewest=fewest,
        )
    return tuple(read_universe(universe) for universe in stored)


def _names(stored: object) -> tuple[str, ...]:
    if not _is_words(stored):
        raise Refused('A stock and its flows need "by": a list of the dimensions in which they add up.')
    return tuple(dict.fromkeys(stored))  # type: ignore[call-overload]  # a list of words, as checked


def _is_words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)


class Populace:
    """Who can be counted in several universes at once, as far as `relations` say.

    `of(universe)` are its groups: people of one group are in the same universes, all of them, and no two groups
    have a person in common. Raises Refused where relations join more universes than can be told apart.
    """

    def __init__(self, universes: Iterable[Universe], relations: Sequence[Relation]) -> None:
        self.together = tuple(one for one in relations if isinstance(one, Together))
        self.universes = (*universes, *(each for one in relations for each in one.universes))

    def of(self, universe: Universe) -> tuple[Group, ...]:
        """The groups that a universe joins, in one order however it is written."""
        wanted = set(segments(universe))
        return tuple(group for group in self.groups if wanted & set(group))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All groups, sorted."""
        found = [group for component in self._components() for group in self._within(component)]
        return tuple(sorted(found))

    def _components(self) -> list[tuple[Segment, ...]]:
        """Segments that relations join, directly or through others, together; each other one alone."""
        components = [{segment} for universe in self.universes for segment in segments(universe)]
        for relation in self.together:
            here = {segment for universe in relation.universes for segment in segments(universe)}
            near = [component for component in components if component & here]
            components = [component for component in components if not component & here]
            components.append(here.union(*near))
        return list(dict.fromkeys(tuple(sorted(component)) for component in components))

    def _within(self, component: tuple[Segment, ...]) -> list[Group]:
        if len(component) == 1:
            return [component]
        if len(component) > MOST_TOGETHER:
            raise Refused(
                "Relations join {universes} universes that may share people; at most {most} "
                "can be told apart: give fewer releases at once.",
                universes=len(component),
                most=MOST_TOGETHER,
            )
        sizes = range(1, len(component) + 1)
        sets = (group for size in sizes for group in combinations(component, size))
        return [group for group in sets if self._can_be(group)]

    def _can_be(self, group: Group) -> bool:
        """Whether somebody can be in all of these segments and in no other."""
        held = set(group)
        if any(not self._may_share(one, two) for one, two in combinations(group, 2)):
            return False
        for relation in self.together:
            inside = [bool(held & set(segments(universe))) for universe in relation.universes]
            if (
                (relation.kind == "same" and any(inside) != all(inside))
                or (relation.kind == "disjoint" and sum(inside) > 1)
                or (relation.kind == "part" and inside[0] and not inside[1])
                or (relation.kind == "union" and inside[0] != any(inside[1:]))
            ):
                return False
        return True

    def _may_share(self, one: Segment, two: Segment) -> bool:
        """Two values of one name are different people, unless a relation names both."""
        if all(value == dict(two).get(name, value) for name, value in one):
            return True
        return any(
            {one, two} <= {segment for universe in relation.universes for segment in segments(universe)}
            and not any({one, two} <= set(segments(universe)) for universe in relation.universes)
            for relation in self.together
            if relation.kind != "disjoint"
        )


def group_key(group: Group) -> int:
    """64 bits for a group of people."""
    return key("group", *(word for segment in group for pair in segment for word in ("", *pair)))


def people_key(groups: tuple[Group, ...]) -> int:
    """64 bits for those who are in one of these groups."""
    return key("people", *(str(group_key(group)) for group in groups))
