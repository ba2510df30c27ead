"""Methods that print numbers near the true ones: printed first, then attacked, and refused where that succeeds."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.approximations import rule
from equalities.disclosure.attack import cell_name, examine, receipt
from equalities.disclosure.cellkeys import perturbed
from equalities.disclosure.folders import fingerprint
from equalities.disclosure.layout import Flags, Whole
from equalities.disclosure.policies import Policy
from equalities.disclosure.propagation import propagated
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.relations import Relation
from equalities.disclosure.releases import CellName, PrivateReceipt, Receipt, Release
from equalities.disclosure.sheets import all_levels, from_table, printed
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.disclosure.tables import SafeCell, SafeTable, all_codes
from equalities.disclosure.usefulness import gaps_kept


def approximate(
    cubes: Sequence[Cube],
    policy: Policy,
    before: Sequence[Sheet],
    declared: tuple[Relation, ...],
    *,
    name: str,
    key: int,
) -> Release:
    """The release of a policy that prints numbers near the true ones, or its refusal.

    Nothing is withheld for the sake of others, so parts and totals may narrow what each number by itself leaves
    open: the attack runs over the intervals of all printed numbers and of the history. A count that may be small
    and keeps less than `policy.min_interval` blocks the release, unless the history alone narrows it as far.
    """
    began = time.perf_counter()
    tables = perturbed(cubes, policy, key) if policy.method == "cell-key" else _rounded(cubes, policy)
    attacked = _attacked(cubes, tables, policy, before, declared, name)
    going = () if attacked.blocking else tables
    public = replace(
        attacked.found,
        against=tuple(dict.fromkeys(sheet.release for sheet in before)),
        min_interval=policy.min_interval,
        statements_sha256=fingerprint(going),
    )
    return Release(name, going, policy, public, attacked.private(began, public), declared)


def _rounded(cubes: Sequence[Cube], policy: Policy) -> tuple[SafeTable, ...]:
    print_of = rule(policy)
    return tuple(
        SafeTable(
            cube.name,
            cube.dimensions,
            {
                codes: SafeCell(codes, value, status)
                for codes, count in zip(
                    all_codes(cube.dimensions), all_levels(cube).ravel().tolist(), strict=True
                )
                for status, value in [print_of(count)]
            },
            cube.unit,
            cube.universe,
            policy.note(),
        )
        for cube in cubes
    )


@dataclass(frozen=True)
class Attacked:
    """Tables that would be printed, and how far the attack on them comes. `truth` and `current` are a number and
    a flag a cell of `said`; `low` and `high`, values that witnesses give the cells of the attack's puzzle."""

    tables: tuple[SafeTable, ...]
    policy: Policy
    said: Statements
    truth: Whole
    cells: Whole
    low: Whole
    high: Whole
    found: Receipt
    given_away: frozenset[int]

    @cached_property
    def narrow(self) -> Whole:
        """The cells of `said` that keep less than the policy wants."""
        return self.cells[self.high - self.low < self.policy.min_interval]

    @property
    def blocking(self) -> tuple[CellName, ...]:
        return self._names(is_old=False)

    def _names(self, *, is_old: bool) -> tuple[CellName, ...]:
        """The narrow cells that the history alone narrows, or the others."""
        cells = [
            cell for cell in self.narrow.tolist() if (int(self.said.keys[cell]) in self.given_away) is is_old
        ]
        return tuple(cell_name(self.said, cell) for cell in cells)

    def private(self, began: float, public: Receipt) -> PrivateReceipt:
        protected: Flags = (self.truth >= (0 if self.policy.protect_zeros else 1)) & (
            self.truth < self.policy.threshold
        )
        asked = protected[self.cells] & ~np.isin(self.cells, self.narrow)
        low, high = self.low[asked], self.high[asked]
        covering = (low <= 1) & (high >= self.policy.threshold - 1)
        sheets = zip(self.said.ids, self.tables, strict=False)
        return PrivateReceipt(
            cells=public.cells,
            protected=int(protected.sum()),
            withheld=public.withheld,
            withheld_extra=0,
            withheld_extra_value=0,
            min_interval_reached=int((high - low).min()) if len(low) else None,
            covered_share=float(covering.mean()) if len(low) else None,
            gaps_kept=gaps_kept([(self.truth[ids], printed(table)) for ids, table in sheets]),
            exposed=self._names(is_old=True),
            blocking=self.blocking,
            seconds=time.perf_counter() - began,
            statements_sha256=public.statements_sha256,
        )


def _attacked(
    cubes: Sequence[Cube],
    tables: tuple[SafeTable, ...],
    policy: Policy,
    before: Sequence[Sheet],
    declared: tuple[Relation, ...],
    name: str,
) -> Attacked:
    """What the attack finds. Where sums of intervals narrow a count already, these counts are named and the slower
    search for more is left out."""
    sheets = [*(from_table(table, name, policy) for table in tables), *before]
    held, assumed = taken_for_granted(sheets, declared)
    said = Statements(sheets, held)
    truth = np.full(len(said), UNKNOWN, np.int64)
    hidden = np.zeros(len(said), bool)
    for ids, cube, table in zip(said.ids, cubes, tables, strict=False):
        truth[ids] = all_levels(cube)
        hidden[ids] |= printed(table) == UNKNOWN
    given_away = _narrow_before(Statements(before, held), policy.min_interval)
    low, high = propagated(said)
    certain = np.flatnonzero(said.asked & (said.values == UNKNOWN) & (high - low < policy.min_interval))
    if set(said.keys[certain].tolist()) - given_away:
        nothing = Receipt(0, 0, None, (), policy.attackers, (), "")
        return Attacked(
            tables, policy, said, truth, certain, low[certain], high[certain], nothing, given_away
        )
    found, audit = receipt(said, policy.attackers, policy.min_interval)
    # What the search says of its bounds may go beyond what it has proved: only its populations count here.
    left = audit.puzzle
    low, high = audit.reached()
    return Attacked(
        tables, policy, said, truth, left.cells[left.asked], low[left.asked], high[left.asked],
        replace(found, assumed=assumed, cells=int((truth != UNKNOWN).sum()), withheld=int(hidden.sum())),
        given_away,
    )  # fmt: skip


def _narrow_before(said: Statements, width: int) -> frozenset[int]:
    """The keys of the cells that earlier releases narrow by themselves."""
    if len(said) == 0:
        return frozenset()
    audit = examine(said, width)
    return frozenset(said.keys[audit.puzzle.cells[audit.narrow]].tolist())
