"""Which groups of two cubes are the same people."""

from collections.abc import Mapping

from equalities.codelists import atoms, crosswalk
from equalities.codelists.standardise import plain
from equalities.cubes import Dimension
from equalities.saying import say


def aligned(dimension: Dimension, other: Dimension) -> Mapping[str, tuple[str, ...]]:
    """For each code of `dimension`, broader groups included, the finest codes of `other` that are together
    the same people; a code without a match has no entry.

    Groups of code lists match where they are made of the same smallest groups, so that bands of different
    width and lists of different years are compared only where that is right. Without lists, by label.
    """
    pairs = {code: _matching(dimension, code, other) for code in shown_codes(dimension)}
    return {code: codes for code, codes in pairs.items() if codes}


def shown_codes(dimension: Dimension) -> tuple[str, ...]:
    """The groups of a dimension for display: each broader group, then its members. Neither the missing
    states nor the groups that only say that there was an answer."""
    outer = {dimension.total, dimension.base}
    ordered: dict[str, None] = {}
    for code in dimension.answered:
        above = [group for group in dimension.groups if code in dimension.members(group)]
        for group in sorted(above, key=lambda each: -len(dimension.members(each))):
            if group not in outer:
                ordered.setdefault(group)
        ordered.setdefault(code)
    return tuple(ordered)


def notes(dimension: Dimension, other: Dimension) -> tuple[str, ...]:
    """What to mind where the two use different lists: one plain sentence each."""
    links = crosswalk(dimension.classification, other.classification)
    if dimension.classification == other.classification or not links:
        return ()
    told = dict.fromkeys(link.note for link in links if link.quality == "approx")
    return (
        say("The two use different lists."),
        *(f"{note[0].upper()}{note[1:]}." for note in map(say, told)),
    )


def _matching(dimension: Dimension, code: str, other: Dimension) -> tuple[str, ...]:
    wanted = _atoms(dimension, code)
    if not wanted:
        return ()
    inside = [each for each in other.answered if _atoms(other, each) and _atoms(other, each) <= wanted]
    covered = frozenset[str]().union(*(_atoms(other, each) for each in inside))
    return tuple(inside) if covered == wanted else ()


def _atoms(dimension: Dimension, code: str) -> frozenset[str]:
    """The smallest groups of a code; its label where there is no list; none for an "unspecified" code."""
    if not dimension.classification:
        return frozenset({plain(dimension.label(code))})
    try:
        return atoms(dimension.classification, code)
    except KeyError:
        return frozenset()
