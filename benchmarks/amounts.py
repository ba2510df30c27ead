"""Sums of amounts: which are withheld, how much for the sake of others, and how long it takes.

Payments drawn from a fixed seed: departments in four groups by kinds of spending, log-normal amounts in pence. Times
are of the decision, and of what proves it from the published amounts alone, without the start of its process.
"""

import sys
import time
from unittest.mock import patch

import numpy as np

from equalities.cubes import Dimension
from equalities.disclosure.amounts import AmountPolicy, Rows, added_up, protect_amounts
from equalities.disclosure.amounts.intervals import Ranges, ranges
from equalities.disclosure.amounts.releases import AmountRelease
from equalities.disclosure.statements import Statements

SIZES = ((8, 6, 40, 400), (20, 12, 300, 3_000), (60, 20, 1_000, 12_000))
"""Departments, kinds, suppliers, payments."""


def main() -> int:
    for departments, kinds, suppliers, payments in SIZES:
        rows = spending(departments, kinds, suppliers, payments)
        policy = AmountPolicy()
        cube = added_up(rows, ["department", "kind"], policy.depth, decimals=2)
        proving: list[float] = []

        def proved(
            release: AmountRelease, proving: list[float] = proving
        ) -> tuple[Ranges, dict[str, object]]:
            began = time.process_time()
            found = ranges(Statements(release.sheets))
            proving.append(time.process_time() - began)
            return found, {}

        began = time.process_time()
        with patch("equalities.disclosure.amounts.protection.witnessed", proved):
            private = protect_amounts([cube], policy)[0].private
        seconds = time.process_time() - began - sum(proving)
        share = float(private.withheld_extra_amount) / float(rows.amounts.sum() / 100)
        print(
            f"{private.cells} amounts, {private.sensitive} sensitive: {private.withheld_extra} more withheld, in all "
            f"{share:.1%} of the total, {len(private.blocking)} not proved; decided in {seconds:.1f} s of CPU, proved "
            f"in {sum(proving):.1f} s"
        )
    return 0


def spending(departments: int, kinds: int, suppliers: int, payments: int) -> Rows:
    """Payments to suppliers."""
    random = np.random.default_rng(departments)
    codes = tuple(f"D{at:02}" for at in range(departments))
    dimensions = (
        Dimension("department", codes, parents={code: f"G{at % 4}" for at, code in enumerate(codes)}),
        Dimension("kind", tuple(f"K{at:02}" for at in range(kinds))),
    )
    places = [
        random.integers(0, departments, payments),
        np.minimum(random.geometric(0.25, payments), kinds) - 1,
    ]
    amounts = (random.lognormal(7, 1.8, payments) * 100).astype(np.int64)
    return Rows(dimensions, np.stack(places, axis=1), random.integers(0, suppliers, payments), amounts)


if __name__ == "__main__":
    sys.exit(main())
