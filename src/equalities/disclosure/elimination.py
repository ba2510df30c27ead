"""What follows exactly from sums, by sparse elimination modulo a prime.

A cell can be worked out when its row is a combination of published rows. Cells are published in a given
order, each unless some target could then be worked out. Two random vectors that every published row
sends to nought stand for the whole elimination: a row that can be worked out is sent to nought by both,
and a row sent to nought by both can be, but for a chance of about 1 in 2^62.

Modulo 2^31 - 1, so that a product fits 64 bits. Where that prime divides a coefficient that is not nought
the outcome could differ from that over fractions; the audit by linear programming does not rest on it.
"""

from types import ModuleType

import numpy as np
from scipy import sparse

from equalities.disclosure import kernels
from equalities.disclosure.compiled import compiled
from equalities.disclosure.layout import Flags, Whole

PRIME = 2**31 - 1
SMALL = 3_000
"""Entries up to which plain Python is quicker than loading the compiled code (0.6 s; it is a hundred times as fast)."""


def publishable(
    rows: sparse.csr_array, order: Whole, forced: Flags, targets: Flags, seed: int
) -> tuple[Flags, Flags]:
    """Which rows may be published in `order` so that no target can be worked out.

    rows: cells × unknowns. forced: rows published whatever follows. Returns (published, exposed): a flag
    a row each; exposed are the targets that the forced rows alone give away.
    """
    columns = rows[targets].tocsc()
    random = np.random.default_rng(seed).integers(1, PRIME, size=(2, rows.shape[1]), dtype=np.int64)
    published, sent = _kernel(rows.nnz).eliminate(
        rows.indptr.astype(np.int64),
        rows.indices.astype(np.int64),
        rows.data.astype(np.int64),
        order.astype(np.int64),
        forced,
        targets,
        columns.indptr.astype(np.int64),
        columns.indices.astype(np.int64),
        columns.data.astype(np.int64),
        random,
        PRIME,
    )
    exposed = np.zeros(rows.shape[0], bool)
    exposed[np.flatnonzero(targets)[sent]] = True
    return published, exposed


def _kernel(entries: int) -> ModuleType:
    return kernels if entries <= SMALL else compiled(kernels)
