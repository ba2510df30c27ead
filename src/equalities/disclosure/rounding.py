"""Which published counts are rounded: nobody says so, but many multiples of 5 or 10 do."""

from collections.abc import Mapping, Sequence

from equalities.disclosure.measures import Said
from equalities.disclosure.trees import Place

ENOUGH = 10
"""Counts that must all be multiples before they are taken to be rounded; so many different bases too."""
BASES = (10, 5)


def widened(said: Said, base: int) -> Said:
    """What a number rounded to `base` says; anything else as it is."""
    if not base or not said.exact:
        return said
    return Said(max(0, said.least - base // 2), said.most + base // 2, withheld=False)


def rounded_alike(counts: Sequence[Sequence[int]]) -> list[int]:
    """What all counts of each table of a folder are rounded to, 0 where they are not: known of a table of many counts
    by itself, and of one of few where another is rounded so."""
    bases = [[base for base in BASES if all(count % base == 0 for count in each)] for each in counts]
    many = [sum(count > 0 for count in each) >= ENOUGH for each in counts]
    sure = {max(each) for each, is_sure in zip(bases, many, strict=True) if is_sure and each}
    return [
        max(each if is_sure else sure & set(each), default=0)
        for each, is_sure in zip(bases, many, strict=True)
    ]


def rounded_codes(numbers: Mapping[Place, int]) -> dict[tuple[int, str], int]:
    """(column, code) -> base, for codes all of whose counts are multiples of it.

    The codes with most counts come first, and counts they explain are no sign that another is rounded.
    """
    groups: dict[tuple[int, str], set[Place]] = {}
    for place, count in numbers.items():
        for group in enumerate(place) if count else ():
            groups.setdefault(group, set()).add(place)
    found: dict[tuple[int, str], int] = {}
    explained: set[Place] = set()
    for group, places in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        left = [numbers[place] for place in places - explained]
        base = next((base for base in BASES if all(count % base == 0 for count in left)), None)
        if base and len(left) >= ENOUGH:
            found[group] = base
            explained |= places
    return found
