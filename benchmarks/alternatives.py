"""What other methods and coarser tables keep of instances a, b and e, and of one table of a council.

The council's alternatives are protected in full. Those of the instances are withheld by elimination alone (no count
exactly determined), or rounded without the attack, which takes longer than a benchmark may: their numbers say what such
tables keep, not that they may go out. `gaps_kept` is of the differences in the tables as wanted.
"""

import time
from collections.abc import Sequence

import numpy as np

from benchmarks.disclosure import OUTSIDER, instance, people
from benchmarks.disclosure import _ethnic_groups as ethnic_groups
from benchmarks.disclosure import _plain as plain
from benchmarks.disclosure import _wards as wards
from equalities.cubes import Cube
from equalities.disclosure import Alternative, Receipt, Release, SafeTable, designs, measured
from equalities.disclosure.approximating import _rounded as rounded
from equalities.disclosure.deciding import Task, cells, question
from equalities.disclosure.elimination import publishable
from equalities.disclosure.protection import LONGEST
from equalities.disclosure.redesign import kept_by
from equalities.disclosure.statements import Statements


def main(names: str = "ae") -> int:
    dimensions = (wards(6), ethnic_groups(grouped=True), plain("age", 4))
    council = [Cube("users", dimensions, people(1, dimensions, 3_000))]
    for design in designs(council, OUTSIDER):
        began = time.process_time()
        done = measured(design, council, key=1)
        say("council", done, time.process_time() - began)
    for name in names:
        cubes = instance(name)
        for design in designs(cubes, OUTSIDER):
            began = time.process_time()
            say(name, kept_by(design, cubes, unproved(design)), time.process_time() - began)
    return 0


def say(name: str, done: Alternative, seconds: float) -> None:
    shares = (
        f"people shown {done.people_shown:.3f}, gaps kept {done.gaps_kept:.3f}" if not done.why else done.why
    )
    print(
        f"{name}: {done.name}: {shares}, cells without a number {done.withheld} ({seconds:.1f} s of CPU)",
        flush=True,
    )


def unproved(design: Alternative) -> Release:
    """The tables of a design by elimination or rounding alone."""
    tables = rounded(design.cubes, design.policy) if design.policy.approximates else eliminated(design)
    none = Receipt(0, 0, None, (), (), (), "")
    return Release("unproved", tuple(tables), design.policy, none)


def eliminated(design: Alternative) -> Sequence[SafeTable]:
    task = Task(design.cubes, design.policy, "", (), 1, LONGEST)
    statements = Statements(task.sheets)
    asked = question(statements, task)
    values, entries = statements.values, np.diff(statements.basis.indptr)
    nought, free = np.flatnonzero(asked.forced), np.flatnonzero(~asked.forced & ~asked.never)
    order = np.concatenate(
        [nought[np.argsort(entries[nought], kind="stable")], free[np.argsort(-values[free], kind="stable")]]
    )
    shown, _ = publishable(statements.basis, order, asked.forced, asked.never, 1)
    return [
        SafeTable(
            cube.name, cube.dimensions, cells(cube, shown[ids] & ~flags, values[ids], flags), cube.unit,
            cube.universe, design.policy.note(),
        )
        for cube, flags, ids in zip(design.cubes, task.hidden, statements.ids, strict=True)
    ]  # fmt: skip
