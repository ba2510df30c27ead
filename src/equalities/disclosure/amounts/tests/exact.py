"""Least and greatest values in exact fractions, by trying every corner of what fits."""

from fractions import Fraction
from itertools import combinations


def corners(rows, sums):
    """Every corner of {x >= 0, rows x = sums}: tuples of fractions. For a dozen unknowns at most."""
    width = len(rows[0])
    system = _independent(
        [[*map(Fraction, row), Fraction(total)] for row, total in zip(rows, sums, strict=True)]
    )
    found = set()
    for columns in combinations(range(width), len(system)):
        solution = _solved([[row[column] for column in columns] + [row[-1]] for row in system])
        if solution is not None and all(value >= 0 for value in solution):
            whole = [Fraction(0)] * width
            for column, value in zip(columns, solution, strict=True):
                whole[column] = value
            found.add(tuple(whole))
    return found


def _independent(system):
    """The rows that say something new, reduced."""
    kept = []
    for row in system:
        for pivot, other in kept:
            row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
        at = next((at for at, value in enumerate(row[:-1]) if value), None)
        if at is not None:
            kept.append((at, [value / row[at] for value in row]))
    return [row for _, row in kept]


def _solved(system):
    size = len(system)
    system = [list(row) for row in system]
    for at in range(size):
        pivot = next((row for row in range(at, size) if system[row][at]), None)
        if pivot is None:
            return None
        system[at], system[pivot] = system[pivot], system[at]
        system[at] = [value / system[at][at] for value in system[at]]
        for row in range(size):
            if row != at and system[row][at]:
                system[row] = [a - system[row][at] * b for a, b in zip(system[row], system[at], strict=True)]
    return [row[-1] for row in system]
