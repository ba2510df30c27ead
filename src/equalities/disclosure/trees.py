"""How the codes of a plain dimension add up: its trees, sums that somebody wrote out, and what the numbers say.

Nothing is assumed that the numbers contradict: where parts fall short of their sum in some line that is wholly
shown, the sum has a part that is not listed; where they exceed it, parts overlap and nothing is added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from equalities.cubes import Dimension
from equalities.disclosure.layout import Axis, Summed
from equalities.refusals import Refused

NOT_LISTED = "(not listed)"
PLUS = " + "
"""Between codes that somebody added up: "Asian + Black" is one number for both."""

Place = tuple[str, ...]
Parents = Mapping[str, str]


class Table(Protocol):
    """What is asked of a table here."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of its dimensions."""

    @property
    def places(self) -> Iterable[Place]:
        """Of the rows it has."""

    @property
    def exact(self) -> Mapping[Place, int]:
        """The counts that it gives, neither rounded nor withheld."""


@dataclass(frozen=True)
class Family:
    """A code and the codes that should add up to it."""

    whole: str
    parts: tuple[str, ...]


def dimension_of(
    name: str, tables: Sequence[Table], totals: Sequence[str], trees: Sequence[Parents]
) -> Dimension:
    """The dimension with the codes of all tables and of its trees, the first of which is its hierarchy.

    totals: what stands for everyone. Raises Refused where a second tree names another group of the first.
    """
    seen = {
        place[table.names.index(name)] for table in tables if name in table.names for place in table.places
    }
    total = next((total for total in totals if total in seen), totals[0])
    whole = _drawn(name, seen, total, trees)
    short, over = _tried(whole, tables)
    if over:
        return Dimension(name, tuple(sorted({*Axis(whole).codes} - {*whole.differences})), total="(all)")
    return _with_unlisted(whole, short)


def _drawn(name: str, seen: set[str], total: str, trees: Sequence[Parents]) -> Summed:
    """The dimension as the trees say, whatever the numbers do."""
    first = dict(trees[0]) if trees else {}
    groups = {parent for parent in first.values() if parent}
    others = [_members(tree) for tree in trees[1:]]
    above = {group for other in others for group in other} - groups
    known = (seen | set(first)) - {total} - groups - above
    known |= {leaf for other in others for members in other.values() for leaf in members} - groups
    added = {code: code.split(PLUS) for code in known if PLUS in code}
    added = {code: parts for code, parts in added.items() if set(parts) <= (known | groups | above) - {code}}
    dimension = Dimension(
        name,
        tuple(sorted(known - set(added))) or (NOT_LISTED,),
        parents={code: parent for code, parent in sorted(first.items()) if parent},
        total=total,
    )
    sums = {group: leaves for other in others for group, leaves in other.items() if group not in groups}
    sums |= added
    finest = {code: _finest(dimension, sums, code) for code in sorted(sums)}
    differences = _differences(
        dimension, {code: finest[code] for code in finest if code in above & seen}, seen
    )
    return Summed(
        name,
        dimension.codes,
        parents=dimension.parents,
        total=total,
        sums={**finest, **differences},
        differences=tuple(differences),
    )


def _members(tree: Parents) -> dict[str, list[str]]:
    """Each group of a tree -> the codes under it that have none under them."""
    groups = {parent for parent in tree.values() if parent}
    found: dict[str, list[str]] = {group: [] for group in sorted(groups)}
    for leaf in sorted(set(tree) - groups):
        above = tree[leaf]
        while above:
            found[above].append(leaf)
            above = tree.get(above, "")
    return found


def _finest(dimension: Dimension, sums: Mapping[str, Sequence[str]], code: str) -> tuple[str, ...]:
    """The finest codes of a sum, none of which may be counted twice."""
    members: list[str] = []
    for part in sums[code]:
        members += _finest(dimension, sums, part) if part in sums else dimension.members(part)
    if len(set(members)) < len(members):
        raise Refused(
            '"{code}" of {dimension} counts some of its parts twice; correct the code or the tree.',
            code=code,
            dimension=dimension.name,
        )
    return tuple(members)


def _differences(
    dimension: Dimension, others: Mapping[str, tuple[str, ...]], seen: set[str]
) -> dict[str, tuple[str, ...]]:
    """What is left of a group of the hierarchy and an area of another geography when they overlap: codes
    that no table has, with their finest codes."""
    shown = {frozenset(dimension.members(code)) for code in seen if code != dimension.total}
    shown |= {frozenset(members) for members in others.values()}
    found: dict[frozenset[str], str] = {}
    for group in (group for group in dimension.groups if group in seen):
        for other, area in others.items():
            one, two = frozenset(dimension.members(group)), frozenset(area)
            if one & two:
                found.setdefault(one - two, f"{group} less {other}")
                found.setdefault(two - one, f"{other} less {group}")
                found.setdefault(one & two, f"{group} and {other}")
    return {code: tuple(sorted(left)) for left, code in found.items() if left and left not in shown}


def _tried(dimension: Summed, tables: Sequence[Table]) -> tuple[set[str], bool]:
    """The codes whose parts fall short of them somewhere, and whether parts exceed their sum."""
    axis = Axis(dimension)
    children: dict[str, list[str]] = {}
    for code, above in zip(axis.codes, axis.parent.tolist(), strict=True):
        if above >= 0:
            children.setdefault(axis.codes[above], []).append(code)
    families = {whole: Family(whole, tuple(parts)) for whole, parts in children.items()}
    families |= {
        code: Family(code, parts)
        for code, parts in dimension.sums.items()
        if code not in dimension.differences
    }
    short, over = set(), False
    for table in tables:
        if dimension.name not in table.names:
            continue
        at, exact = table.names.index(dimension.name), table.exact
        for place in [place for place in exact if place[at] in families]:
            family = families[place[at]]
            parts = [exact.get((*place[:at], code, *place[at + 1 :])) for code in family.parts]
            if all(part is not None for part in parts):
                whole = sum(part for part in parts if part is not None)
                over = over or whole > exact[place]
                if whole < exact[place]:
                    short.add(family.whole)
    return short, over


def _with_unlisted(dimension: Summed, short: set[str]) -> Summed:
    """The dimension with one more code in each family that falls short."""
    codes, parents, sums = list(dimension.codes), dict(dimension.parents), dict(dimension.sums)
    for whole in sorted(short):
        more = NOT_LISTED if whole == dimension.total else f"{NOT_LISTED} {whole}"
        codes.append(more)
        if whole in sums:
            sums[whole] = (*sums[whole], more)
        elif whole != dimension.total:
            parents[more] = whole
    return Summed(
        dimension.name,
        tuple(codes),
        parents=parents,
        total=dimension.total,
        sums=sums,
        differences=dimension.differences,
    )
