"""What is left to guess when some counts are shown: unknown numbers of people, and equations between them."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from equalities.disclosure.layout import Flags, Keys, Whole
from equalities.disclosure.programmes import Numbers, Programme
from equalities.disclosure.statements import NO_LIMIT, UNKNOWN, Statements
from equalities.refusals import Refused
from equalities.saying import to_say

AMPLE = 1000
"""How far above every known number an unknown one is looked for: a bound keeps programmes finite."""

IMPOSSIBLE = -2

CONTRADICTION = to_say("The published numbers contradict one another: parts and totals do not agree.")

TOLERANCE = 1e-6
NEAR = 8.0
"""Seconds for whole numbers near a solution in fractions: where they are to be had it takes a fraction of one."""


@dataclass(frozen=True)
class Puzzle:
    """What is left to guess: `rows` u = `sums` for the numbers u of people in the `unknown` finest
    combinations; the withheld `cells` are `parts` u + `known`, each from `least` to `most`; those
    that are rounded rather than withheld are there, but not `asked` about."""

    unknown: Whole
    fixed: Whole
    rows: sparse.csr_array
    sums: Whole
    cells: Whole
    parts: sparse.csr_array
    known: Whole
    least: Whole
    most: Whole
    asked: Flags

    @property
    def has_flows(self) -> bool:
        """Whether people who leave are taken from those who were there."""
        return bool((self.rows.data < 0).any())

    def values(self, unknowns: Whole) -> Whole:
        """The withheld cells for these unknowns."""
        return np.asarray(self.parts @ unknowns + self.known)

    def fits(self, unknowns: Whole) -> bool:
        """Whether these unknowns contradict nothing that is known."""
        return bool(
            (unknowns >= 0).all()
            and (self.rows @ unknowns == self.sums).all()
            and (self.values(unknowns) >= self.least).all()
            and (self.values(unknowns) <= self.most).all()
        )

    def range(self) -> tuple[Whole, Whole]:
        """The least and the most that each unknown can be, by itself."""
        low = np.zeros(len(self.unknown), np.int64)
        told = self.most[self.most < NO_LIMIT]
        told = np.concatenate([np.abs(self.sums), told, self.least - self.known])
        highest = int(told.max(initial=0))
        high = np.full(len(self.unknown), highest + AMPLE)
        single = self.alone
        np.maximum.at(low, self.parts[single].indices, (self.least - self.known)[single])
        np.minimum.at(high, self.parts[single].indices, (self.most - self.known)[single])
        return low, high

    @property
    def alone(self) -> Flags:
        """The cells that are one unknown, neither a sum nor a share of one."""
        coefficient = np.asarray(self.parts.sum(axis=1)).ravel()
        flags: Flags = (np.diff(self.parts.indptr) == 1) & (coefficient == 1)
        return flags

    def programme(self, cost: Numbers) -> Programme:
        """Least cost · u over everything that fits."""
        low, high = self.range()
        adding = np.asarray((self.parts < 0).sum(axis=1)).ravel() == 0
        open_ended = adding & (self.most >= NO_LIMIT) & (self.parts @ low + self.known >= self.least)
        open_ended &= not self.has_flows  # linked populations are found sooner with every row stated
        several = (np.diff(self.parts.indptr) > 0) & ~self.alone & ~open_ended
        sums = self.sums.astype(np.float64)
        return Programme(
            cost,
            low.astype(np.float64),
            high.astype(np.float64),
            sparse.vstack([self.rows, self.parts[several]], format="csr"),
            np.concatenate([sums, (self.least - self.known)[several]]),
            np.concatenate([sums, (self.most - self.known)[several]]),
        )


def puzzle(statements: Statements, shown: Flags, least: Whole) -> Puzzle:
    """What is left when the cells `shown` are known and everything that follows cell by cell is filled in.

    least: what each withheld cell is at least; cells that no table asks about are left out.
    """
    people, links = statements.people, statements.links
    rows = sparse.vstack([people[shown], links], format="csr")
    sums = np.concatenate([statements.values[shown], np.zeros(links.shape[0], np.int64)])
    counted = np.concatenate([np.ones(int(shown.sum()), bool), np.zeros(links.shape[0], bool)])
    fixed = _filled_in(rows, sums, counted)
    unknown = np.flatnonzero(fixed == UNKNOWN)
    names = statements.people_keys[unknown]
    if (
        links.shape[0] == 0
    ):  # where populations are linked, whole programmes are quicker in the tables' own order
        order = np.argsort(names, kind="stable")
        unknown, names = unknown[order], names[order]
    filled = np.maximum(fixed, 0)
    left, rest = rows[:, unknown], sums - rows @ filled
    if (rest[np.diff(left.indptr) == 0] != 0).any() or (fixed == IMPOSSIBLE).any():
        raise Refused(CONTRADICTION)
    kept = _distinct(left, names)
    kept = np.sort(kept) if links.shape[0] else kept
    told = (statements.most < NO_LIMIT) | (least > 0)
    cells = np.flatnonzero(~shown & (statements.asked | told))
    parts = people[cells]
    open_parts, known = parts[:, unknown], parts @ filled
    certain = np.diff(open_parts.indptr) == 0
    if (certain & ((known < least[cells]) | (known > statements.most[cells]))).any():
        raise Refused(CONTRADICTION)
    return Puzzle(
        unknown,
        filled,
        left[kept],
        rest[kept],
        cells,
        open_parts,
        known,
        least[cells],
        statements.most[cells],
        statements.asked[cells],
    )


def _filled_in(rows: sparse.csr_array, sums: Whole, counted: np.ndarray) -> Whole:
    """Each finest combination that a sum of one, or a sum of nought, gives away; UNKNOWN for the others."""
    fixed = np.full(rows.shape[1], UNKNOWN, np.int64)
    while True:
        unknown = np.flatnonzero(fixed == UNKNOWN)
        left = rows[:, unknown]
        rest = sums - rows @ np.maximum(fixed, 0)
        length = np.diff(left.indptr)
        single = np.flatnonzero(length == 1)
        empty = np.flatnonzero((rest == 0) & counted & (length > 0))
        if len(single) == 0 and len(empty) == 0:
            return fixed
        found = rest[single] * left[single].data
        fixed[unknown[left[single].indices]] = np.where(found < 0, IMPOSSIBLE, found)
        fixed[unknown[left[empty].indices]] = 0


def _distinct(rows: sparse.csr_array, names: Keys) -> Whole:
    """One place of each different row that is not empty (rows compared by 64-bit sums), in an order that is the same
    in whatever order the codes come."""
    sums = rows.astype(np.uint64) @ names
    filled = np.flatnonzero(np.diff(rows.indptr) > 0)
    _, first = np.unique(np.asarray(sums)[filled], return_index=True)
    return filled[first]


def start(puzzle: Puzzle, seconds: float = 120.0) -> Whole:
    """The people in each finest combination, some population that fits, found from what is known alone, with as many
    numbers as possible above the least that they can be: from there most moves can be made both ways.

    Raises Refused where there is none, or none was found in time.
    """
    whole = puzzle.fixed.copy()
    if len(puzzle.unknown):
        plain = puzzle.programme(np.zeros(len(puzzle.unknown)))
        best = None if puzzle.has_flows else _central(plain, seconds)
        if best is None:
            best = plain.solution(whole=True, seconds=seconds)
        if best is None:
            raise Refused(
                "No population fits these numbers, or none was found in time; give fewer tables at once."
            )
        whole[puzzle.unknown] = np.rint(best).astype(np.int64)
    return whole


def _central(plain: Programme, seconds: float) -> Numbers | None:
    """Whole numbers that are above their least where they can be."""
    higher = replace(plain, lower=np.minimum(plain.lower + 1, plain.upper))
    best = _near(higher, higher.solution(whole=False, seconds=seconds))
    return _near(plain, _highest(plain, higher.lower, seconds)) if best is None else best


def _highest(plain: Programme, higher: Numbers, seconds: float) -> Numbers | None:
    """A solution in fractions in which as many numbers as possible reach `higher`."""
    count = len(plain.cost)
    doubled = Programme(
        np.concatenate([np.zeros(count), np.full(count, -1.0)]),
        np.concatenate([plain.lower, np.zeros(count)]),
        np.concatenate([plain.upper - (higher - plain.lower), higher - plain.lower]),
        sparse.csr_array(sparse.hstack([plain.rows, plain.rows], format="csr")),
        plain.row_lower,
        plain.row_upper,
    )
    best = doubled.solution(whole=False, seconds=seconds)
    return None if best is None else best[:count] + best[count:]


def _near(programme: Programme, best: Numbers | None) -> Numbers | None:
    """Whole numbers near a solution in fractions: most are whole already and may change by one or two only."""
    if best is None:
        return None
    whole = np.rint(best)
    broken = np.abs(best - whole) > TOLERANCE
    for distance in (1, 2) if broken.any() else ():
        found = replace(
            programme,
            lower=np.where(broken, programme.lower, np.maximum(programme.lower, whole - distance)),
            upper=np.where(broken, programme.upper, np.minimum(programme.upper, whole + distance)),
        ).solution(whole=True, seconds=NEAR)
        if found is not None:
            return np.rint(found)
    return None if broken.any() else whole
