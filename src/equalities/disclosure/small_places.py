"""Teams and areas of a few people: nothing about them by characteristic, to anyone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from equalities.cubes import Cube, Dimension

SMALL_PLACES = "small places together"
"""The code of those put together."""


def small_places_together(
    cubes: Sequence[Cube],
    name: str,
    *,
    fewest: int = 10,
    label: str = "Places of few people, together",
    also: Collection[str] = (),
) -> tuple[Cube, ...]:
    """The same cubes with every place of fewer than `fewest` people put into one, and the places `also` named.

    cubes: of the same people, the dimension `name` with the same codes wherever it stands. The next smallest places
    join until there are at least two with at least `fewest` people; where that cannot be had, all join. Counts are
    still to be protected: this says only which places may have a line of their own. A place nobody is in, and the
    missing answers, stay as they are. Cubes without the dimension are returned unchanged.
    """
    sizes = _sizes(cubes, name)
    chosen = _chosen(sizes, fewest, also)
    if not chosen:
        return tuple(cubes)
    return tuple(_merged(cube, name, chosen, label) for cube in cubes)


def _sizes(cubes: Sequence[Cube], name: str) -> Mapping[str, int]:
    for cube in cubes:
        if name in [dimension.name for dimension in cube.dimensions]:
            counts = cube.by(name).counts.tolist()
            dimension = cube.dimension(name)
            sizes = dict(zip(dimension.codes, counts, strict=True))
            return {code: sizes[code] for code in dimension.answered if sizes[code]}
    return {}


def _chosen(sizes: Mapping[str, int], fewest: int, also: Collection[str]) -> tuple[str, ...]:
    ordered = sorted(sizes, key=lambda code: (sizes[code], code))
    taken = [code for code in ordered if sizes[code] < fewest or code in also]
    if not taken:
        return ()
    for code in [code for code in ordered if code not in taken]:
        if len(taken) > 1 and sum(sizes[each] for each in taken) >= fewest:
            break
        taken.append(code)
    return tuple(taken)


def _merged(cube: Cube, name: str, chosen: Sequence[str], label: str) -> Cube:
    places = [place for place, each in enumerate(cube.dimensions) if each.name == name]
    if not places:
        return cube
    (place,) = places
    dimension = cube.dimensions[place]
    away = [dimension.codes.index(code) for code in chosen]
    counts = np.moveaxis(cube.counts, place, 0)
    together = counts[away].sum(axis=0, keepdims=True)
    at = len([code for code in dimension.answered if code not in chosen])
    kept = np.delete(counts, away, axis=0)
    joined = np.concatenate([kept[:at], together, kept[at:]])
    dimensions = list(cube.dimensions)
    dimensions[place] = _without(dimension, chosen, label)
    return replace(cube, dimensions=tuple(dimensions), counts=np.moveaxis(joined, 0, place).copy())


def _without(dimension: Dimension, chosen: Sequence[str], label: str) -> Dimension:
    left = tuple(code for code in dimension.answered if code not in chosen)
    parents = {code: parent for code, parent in dimension.parents.items() if code not in chosen}
    above = dimension.parents.get(chosen[0])
    return replace(
        dimension,
        codes=(*left, SMALL_PLACES, *dimension.missing),
        labels={code: text for code, text in dimension.labels.items() if code not in chosen}
        | {SMALL_PLACES: label},
        parents=parents | ({SMALL_PLACES: above} if above is not None else {}),
    )
