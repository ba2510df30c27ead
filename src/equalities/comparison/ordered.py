"""Tests for what has an order: periods, grades, scores."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from equalities.codelists.standardise import plain
from equalities.comparison.significance import Counts, Test
from equalities.cubes import Cube
from equalities.refusals import Refused

Numbers = NDArray[np.float64]


def cochran_armitage(
    events: Sequence[int], bases: Sequence[int], scores: Sequence[float] | None = None
) -> Test | None:
    """Whether rates rise or fall steadily over ordered places (periods, grades) with these `scores`, by
    default 0, 1, 2...; the statistic is z, above 0 where they rise. None where they cannot: fewer than two
    places with people, or everybody or nobody with an event.

    Source: Cochran 1954; Armitage 1955, Biometrics 11:375.
    """
    counts, people = np.asarray(events, dtype=np.float64), np.asarray(bases, dtype=np.float64)
    places = np.arange(len(people), dtype=np.float64) if scores is None else np.asarray(scores, np.float64)
    everybody = people.sum()
    if not everybody:
        return None
    rate = counts.sum() / everybody
    centred = places - (people * places).sum() / everybody
    spread = rate * (1 - rate) * (people * centred**2).sum()
    if spread <= 0:
        return None
    z = float((centred * (counts - people * rate)).sum() / spread**0.5)
    return Test("cochran-armitage", z, float(2 * ndtr(-abs(z))))


def linear_by_linear(
    table: Counts, row_scores: Sequence[float] | None = None, column_scores: Sequence[float] | None = None
) -> Test | None:
    """Whether two ordered things (rows and columns of counts) rise together: chi-square with one degree of
    freedom, (n - 1) r squared. Scores are 0, 1, 2... by default. None where either does not vary.

    Source: Mantel 1963, Journal of the American Statistical Association 58:690; Agresti 2002, 3.4.1.
    """
    counts = table.astype(np.float64)
    rows, columns = (
        np.arange(size, dtype=np.float64) if scores is None else np.asarray(scores, np.float64)
        for size, scores in zip(counts.shape, (row_scores, column_scores), strict=True)
    )
    n = counts.sum()
    if n < 2:
        return None
    rows = rows - counts.sum(axis=1) @ rows / n
    columns = columns - counts.sum(axis=0) @ columns / n
    spread = float((counts.sum(axis=1) @ rows**2) * (counts.sum(axis=0) @ columns**2))
    if spread <= 0:
        return None
    statistic = float((n - 1) * (rows @ counts @ columns) ** 2 / spread)
    return Test("linear by linear", statistic, float(chdtrc(1, statistic)))


def mann_whitney(one: Sequence[int], other: Sequence[int]) -> Test | None:
    """Whether one group stands higher than another on an ordered outcome, counted by category from lowest to
    highest. The statistic is the chance that one of the first stands higher than one of the second, ties as
    half: 0.5 where neither does. None where a group is empty or all stand in one category.

    Source: Mann and Whitney 1947, with the usual correction of the variance for ties; normal limits, without
    continuity correction.
    """
    first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    n, m = first.sum(), second.sum()
    tied = first + second
    everybody = n + m
    if not n or not m or tied.max() == everybody:
        return None
    below = np.cumsum(second) - second / 2
    chance = float((first * below).sum() / (n * m))
    ties = (tied**3 - tied).sum() / (everybody * (everybody - 1))
    error = float(np.sqrt((everybody + 1 - ties) / (12 * n * m)))
    z = (chance - 0.5) / error
    return Test("mann-whitney", chance, float(2 * ndtr(-abs(z))))


def ordered_tests(
    cube: Cube, by: str, outcome: str, order: Sequence[str], reference: str
) -> tuple[Test, ...]:
    """Mann-Whitney of each group against the reference, where the outcome's values are `order`, from lowest to
    highest; people with no value are left out. Raises Refused for a value that the order leaves out, or one
    that is named twice or that nobody has."""
    dimension, groups = cube.dimension(outcome), cube.dimension(by)
    labels = {plain(dimension.label(code)): dimension.codes.index(code) for code in dimension.answered}
    wanted = [plain(value) for value in order]
    if sorted(wanted) != sorted(labels):
        values = ", ".join(dimension.label(code) for code in dimension.answered)
        raise Refused(
            "The order must name every value of the outcome once, from lowest to highest: {values}.",
            values=values,
        )
    counts = cube.by(by, outcome).counts[:, [labels[value] for value in wanted]]
    held = {groups.label(code): counts[groups.codes.index(code)].tolist() for code in groups.answered}
    tests = [(group, mann_whitney(own, held[reference])) for group, own in held.items() if group != reference]
    return tuple(replace(test, of=f"{group} to {reference}") for group, test in tests if test is not None)
