"""protect(): tables in, a release out whose withheld counts cannot be worked out."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.approximating import approximate
from equalities.disclosure.attack import cell_name, receipt
from equalities.disclosure.deciding import Decision, Task
from equalities.disclosure.folders import fingerprint
from equalities.disclosure.policies import Policy
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.relations import Relation, once
from equalities.disclosure.releases import PrivateReceipt, Receipt, Release, relations_of
from equalities.disclosure.sheets import from_releases, from_table
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.disclosure.tables import SafeTable
from equalities.disclosure.usefulness import gaps_kept
from equalities.refusals import Refused

LONGEST = 900.0
"""Seconds that the search for room may take unless told otherwise."""


def protect(
    cubes: Sequence[Cube],
    policy: Policy,
    history: Sequence[Release] = (),
    *,
    name: str = "release",
    title: str = "",
    key: int | None = None,
    relations: Sequence[Relation] = (),
    outside: Sequence[Sheet] = (),
    kept: Sequence[Release] = (),
    seconds: float = LONGEST,
) -> Release:
    """Decide together what of these cubes may be published, at all levels of their dimensions.

    cubes: counts of people; equal universes are the same people, and dimensions of one name have the same
    codes. history: releases already published: their shown counts are known, their withheld counts stay
    protected. name: the release's, for receipts. title: what readers know it by, where
    the name is an address. key: the secret that orders equal counts; random unless
    given, and with it the outcome is always the same, unless the time runs out. relations: what is declared of the
    people of these cubes and of earlier releases; where nobody says, they are taken to be the same unless the numbers
    differ. outside: what else is published about them, as `plain.read_outside` reads it; known and kept like history.
    seconds: how long to look for room in a table of thousands of cells; cells still narrow then are `blocking`.
    kept: tables that say what should be withheld and shown, which readers do not have: corrections.carried_over.

    A small count that the history prints, or gives away, is withheld all the same, so that it cannot be worked out of
    this release alone. For every other withheld count two populations of whole people fit everything published whose
    values differ by at least `policy.min_interval`; where that cannot be had the release is refused: no tables, and
    the cells in the way in `private.blocking`. Raises Refused for tables that contradict one another.
    """
    if not cubes:
        raise Refused("There is nothing to protect: give at least one table.")
    secret = secrets.randbits(63) if key is None else key
    before = [*from_releases(history), *outside]
    declared = once([*relations, *relations_of(history)])
    if policy.approximates:
        made = approximate(cubes, policy, before, declared, name=name, key=secret)
        return replace(made, title=title, receipt=replace(made.receipt, titles=_titles(history)))
    began = time.perf_counter()
    task = Task(cubes, policy, name, declared, secret, seconds)
    known = [*before, *from_releases(kept)]
    decision = task.decided(known)
    tables = [] if len(decision.pattern.blocking) else decision.tables()
    public = replace(_public(tables, policy, name, before, declared), titles=_titles(history))
    private = _private(decision, len(known), public, began)
    return Release(name, tuple(tables), policy, public, private, declared, title)


def _titles(history: Sequence[Release]) -> dict[str, str]:
    return {release.name: release.title for release in history if release.title}


def _public(
    tables: Sequence[SafeTable],
    policy: Policy,
    name: str,
    before: Sequence[Sheet],
    declared: tuple[Relation, ...],
) -> Receipt:
    """The receipt, made from what is published alone."""
    ours = [from_table(table, name, policy) for table in tables]
    held, assumed = taken_for_granted([*ours, *before], declared)
    said, alone = Statements([*ours, *before], held), Statements(ours, held)
    made = Receipt(
        cells=int(alone.asked.sum()),
        withheld=int((alone.asked & (alone.values == UNKNOWN)).sum()),
        narrowest=None,
        exposed=(),
        attackers=policy.attackers,
        against=tuple(dict.fromkeys(sheet.release for sheet in before)),
        statements_sha256=fingerprint(tuple(tables)),
        assumed=assumed,
        min_interval=policy.min_interval,
        not_joined=said.not_joined,
    )
    try:
        found, _ = receipt(said, made.attackers, policy.min_interval)
    except Refused:
        return made  # too large to find a population in time: the guarantee stands, the figure is missing
    return replace(made, narrowest=found.narrowest, exposed=found.exposed)


def _private(decision: Decision, before: int, public: Receipt, began: float) -> PrivateReceipt:
    """before: how many sheets of the decision's statements, after those of its cubes, say what was known before."""
    question, pattern, policy = decision.question, decision.pattern, decision.task.policy
    statements, audit = question.statements, pattern.audit
    withheld = decision.current & ~pattern.shown
    protected = decision.protected(before)
    extra = withheld & ~protected & ~question.merged
    told = (decision.small & question.before) | (pattern.exposed & protected)
    asked = (protected & decision.current & ~told)[audit.puzzle.cells]
    low, high = audit.low[asked], audit.high[asked]
    sheets = list(zip(statements.sheets, statements.ids, strict=True))[: len(decision.task.cubes)]
    tables = [(sheet.values, np.where(pattern.shown[ids], sheet.values, UNKNOWN)) for sheet, ids in sheets]
    covering = (low <= 1) & (high >= policy.threshold - 1)
    return PrivateReceipt(
        cells=int(decision.current.sum()),
        protected=int((protected & decision.current).sum()),
        withheld=int(withheld.sum()),
        withheld_extra=int(extra.sum()),
        withheld_extra_value=int(question.values[extra].sum()),
        min_interval_reached=int((high - low).min()) if len(low) else None,
        covered_share=float(covering.mean()) if len(low) else None,
        gaps_kept=gaps_kept(tables),
        exposed=tuple(cell_name(statements, int(cell)) for cell in np.flatnonzero(told)),
        blocking=tuple(cell_name(statements, int(cell)) for cell in pattern.blocking),
        seconds=time.perf_counter() - began,
        statements_sha256=public.statements_sha256,
    )
