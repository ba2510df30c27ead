"""Every small value stays possible: what the policy's `cover` asks for beyond two values far apart."""

from dataclasses import replace

import numpy as np

from equalities.disclosure.intervals import Audit
from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.puzzles import Puzzle

SECONDS = 10.0


def uncovered(audit: Audit, asked: Flags, highest: int) -> list[tuple[int, int]]:
    """(cell, value) for each value from 1 to `highest` that no population found gives a cell that is `asked` about (a
    flag a cell of the statements). Each value is looked for by a programme of its own where no population at hand
    has it, so that "none" means there is none, or none was found in time. The audit learns of those found."""
    left = audit.puzzle
    places = np.flatnonzero(asked[left.cells])
    taken = np.zeros((len(places), highest + 1), bool)
    for witness in audit.witnesses:
        _take(taken, left.values(witness[left.unknown])[places])
    missing = []
    for row, place in enumerate(places.tolist()):
        for value in range(1, highest + 1):
            found = None if taken[row, value] else _population(left, place, value)
            if found is not None:
                audit.add(found)
                _take(taken, left.values(found)[places])
            if not taken[row, value]:
                missing.append((int(left.cells[place]), value))
    return missing


def _take(taken: Flags, values: Whole) -> None:
    small = np.flatnonzero(values < taken.shape[1])
    taken[small, values[small]] = True


def _population(left: Puzzle, place: int, value: int) -> Whole | None:
    """Unknowns that fit and give one withheld cell this value, if some were found in time."""
    least, most = left.least.copy(), left.most.copy()
    least[place] = most[place] = value
    if not left.least[place] <= value <= left.most[place]:
        return None
    fixed = replace(left, least=least, most=most)
    best = fixed.programme(np.zeros(len(left.unknown))).solution(whole=True, seconds=SECONDS)
    if best is None:
        return None
    whole = np.rint(best).astype(np.int64)
    return whole if fixed.fits(whole) else None
