"""Which dimensions are counted together, so that tables that share margins are joined exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from equalities.disclosure.relations import Group


@dataclass(frozen=True)
class Shape:
    """Tables of the same dimensions about the same people: their cells are written once."""

    names: tuple[str, ...]
    universe: tuple[Group, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Block:
    """The finest combinations of some dimensions for one group of people: `size` of them, from `start`."""

    group: Group
    names: tuple[str, ...]
    start: int
    size: int


def cliques(tables: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The cliques of the graph that joins dimensions of one table, after triangulation: remove the
    dimension that needs fewest new joins, join its neighbours, again."""
    joined: dict[str, set[str]] = {name: set() for names in tables for name in names}
    for names in tables:
        for name in names:
            joined[name] |= names - {name}
    found = [frozenset[str]()] if any(not names for names in tables) else []
    while joined:
        name = min(sorted(joined), key=lambda name: _new_joins(joined, name))
        near = joined.pop(name)
        found.append(frozenset({name, *near}))
        for other in near:
            joined[other] = (joined[other] | near) - {other, name}
    return found


def _new_joins(joined: dict[str, set[str]], name: str) -> int:
    return sum(two not in joined[one] for one, two in combinations(sorted(joined[name]), 2))


def largest(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Those that are in no other, each once."""
    once = list(dict.fromkeys(sets))
    return [one for one in once if not any(one < two for two in once)]


def pairs(blocks: Sequence[Block]) -> list[tuple[tuple[str, ...], Block, Block]]:
    """(shared dimensions, one block, another): enough pairs that all blocks agree on what they share."""
    overlaps = dict.fromkeys(
        frozenset(one.names) & frozenset(two.names) for one, two in combinations(blocks, 2)
    )
    found = []
    for shared in overlaps:
        holding = [block for block in blocks if shared <= set(block.names)]
        found += [(tuple(sorted(shared)), one, two) for one, two in pairwise(holding)]
    return found


def told_apart(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """The shapes with one group for all that no table tells apart."""
    seen_in: dict[Group, list[int]] = {}
    for number, shape in enumerate(shapes):
        for group in shape.groups:
            seen_in.setdefault(group, []).append(number)
    first: dict[tuple[int, ...], Group] = {}
    for group, numbers in seen_in.items():
        first.setdefault(tuple(numbers), group)
    kept = set(first.values())
    return tuple(
        Shape(shape.names, shape.universe, tuple(group for group in shape.groups if group in kept))
        for shape in shapes
    )


def components(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Shapes that share people, directly or through others, together."""
    found: list[tuple[set[Group], list[Shape]]] = []
    for shape in shapes:
        near = [component for component in found if component[0] & set(shape.groups)]
        people = set(shape.groups).union(*(component[0] for component in near))
        members = [member for component in near for member in component[1]]
        found = [component for component in found if component not in near]
        found.append((people, [*members, shape]))
    return [members for _, members in found]
