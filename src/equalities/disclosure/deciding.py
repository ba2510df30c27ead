"""What protect() asks of suppression, once for each set of readers, and what it makes of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from equalities.cubes import Cube
from equalities.disclosure.layout import Axis, Flags, Whole
from equalities.disclosure.merging import merged
from equalities.disclosure.policies import Policy
from equalities.disclosure.readings import taken_for_granted
from equalities.disclosure.relations import Relation
from equalities.disclosure.sheets import from_cube, from_table, withheld_only
from equalities.disclosure.statements import UNKNOWN, Sheet, Statements
from equalities.disclosure.suppression import Pattern, Question, suppress
from equalities.disclosure.tables import SafeCell, SafeTable, Status, all_codes
from equalities.refusals import Refused


@dataclass(frozen=True)
class Task:
    """What is to be decided: these cubes, under this policy. declared: relations. seed: the secret order. seconds: how
    long to look for room in a large table."""

    cubes: Sequence[Cube]
    policy: Policy
    name: str
    declared: tuple[Relation, ...]
    seed: int
    seconds: float

    @cached_property
    def hidden(self) -> list[Flags]:
        """For each cube a flag a cell: whether its group is published instead of it."""
        return merged(self.cubes, self.policy)

    @cached_property
    def sheets(self) -> list[Sheet]:
        pairs = zip(self.cubes, self.hidden, strict=True)
        return [from_cube(cube, self.name, self.policy, flags) for cube, flags in pairs]

    def decided(self, before: Sequence[Sheet]) -> "Decision":
        """What may be published beside `before`. A small count that stands there, or follows from it, is withheld all
        the same, so that who reads these tables alone cannot work it out: with others that keep it from her, and
        others that keep these from who has read everything."""
        first = self._beside(before)
        if len(first.pattern.blocking) or not first.tells_again:
            return first
        alone = self._beside(first.withheld)
        if len(alone.pattern.blocking):
            return alone
        return self._beside([*before, *alone.withheld]).less(alone)

    def _beside(self, before: Sequence[Sheet]) -> "Decision":
        """The pattern under the reading that gives most away; where that cannot be true, under what is declared."""
        sheets = [*self.sheets, *before]
        held, _ = taken_for_granted(sheets, self.declared)
        try:
            return self._under(sheets, held)
        except Refused:
            if held == self.declared:
                raise
        return self._under(sheets, self.declared)

    def _under(self, sheets: Sequence[Sheet], held: tuple[Relation, ...]) -> "Decision":
        """What suppression answers. Where it gives up a count of everybody that other tables take shares of, also the
        answer that does so last: the one of the two that withholds fewer people."""
        asked = question(_known_by(_true(Statements(sheets, held)), self.policy), self)
        first = Decision(self, asked, suppress(asked))
        bases = _bases(asked.statements, range(len(self.cubes)))
        if asked.is_large or not (bases & asked.spare & ~asked.never & ~first.pattern.shown).any():
            return first
        keeping = replace(asked, spare=asked.spare & ~bases)
        return min(
            first, Decision(self, keeping, suppress(keeping)), key=lambda each: each.cost(keeping.spare)
        )


@dataclass(frozen=True)
class Decision:
    """A question and its answer; the first sheets of its statements are those of the task's cubes."""

    task: Task
    question: Question
    pattern: Pattern

    @cached_property
    def current(self) -> Flags:
        """The cells of the cubes, a flag a cell of the statements."""
        return _cells_of(self.question.statements, range(len(self.task.cubes)))

    @cached_property
    def small(self) -> Flags:
        """Those of them that the policy protects by their size."""
        return _small(self.question.values, self.task.policy) & self.current

    def protected(self, before: int) -> Flags:
        """Small, or withheld by one of so many sheets that follow those of the cubes."""
        first = len(self.task.cubes)
        _, withheld = _history(self.question.statements, range(first, first + before))
        return self.small | withheld

    @property
    def tells_again(self) -> bool:
        """Whether it shows a small count that was shown before, or withholds one that follows from what was."""
        return bool((self.small & self.pattern.shown).any() or (self.pattern.exposed & self.current).any())

    def cost(self, spare: Flags) -> tuple[int, int]:
        """What cannot be protected, and the people in cells that it withholds for the sake of others, `spare` ones
        apart."""
        extra = ~self.pattern.shown & ~self.question.never & ~spare
        return len(self.pattern.blocking), int(self.question.values[extra].sum())

    @property
    def withheld(self) -> list[Sheet]:
        """What its tables withhold and nothing else, for another decision to withhold too."""
        return [withheld_only(from_table(table, self.task.name, self.task.policy)) for table in self.tables()]

    def less(self, alone: "Decision") -> "Decision":
        """This one without the counts that another withholds of the same cubes."""
        shown = self.pattern.shown.copy()
        theirs = alone.question.statements.ids
        for _, mine, other in zip(self.task.cubes, self.question.statements.ids, theirs, strict=False):
            shown[mine[~alone.pattern.shown[other]]] = False
        return replace(self, pattern=replace(self.pattern, shown=shown))

    def tables(self) -> list[SafeTable]:
        """What goes out: a cell whose group is published instead is not, though an earlier release has shown it."""
        statements, note = self.question.statements, self.task.policy.note()
        tables = []
        for cube, flags, ids in zip(self.task.cubes, self.task.hidden, statements.ids, strict=False):
            found = cells(cube, self.pattern.shown[ids] & ~flags, statements.values[ids], flags)
            tables.append(SafeTable(cube.name, cube.dimensions, found, cube.unit, cube.universe, note))
        return tables


def cells(cube: Cube, shown: Flags, values: Whole, hidden: Flags) -> dict[tuple[str, ...], SafeCell]:
    """The cells of a cube's table, `values` where `shown`; hidden: those whose group is published instead."""
    kept = np.where(hidden, Status.MERGED, Status.WITHHELD)
    given = zip(all_codes(cube.dimensions), shown.flat, values.ravel().tolist(), kept.flat, strict=True)
    return {
        codes: SafeCell(codes, value, Status.SHOWN) if is_shown else SafeCell(codes, None, Status(status))
        for codes, is_shown, value, status in given
    }


def question(statements: Statements, task: Task) -> Question:
    """Which cells are protected, which are shown whatever follows. The first sheets are new, one a cube of the task."""
    values, count, policy = statements.values, len(task.cubes), task.policy
    current = _cells_of(statements, range(count))
    apart = np.zeros(len(statements), bool)
    for ids, flags in zip(statements.ids, task.hidden, strict=False):
        apart[ids[flags]] = True
    shown_before, withheld_before = _history(statements, range(count, len(statements.sheets)))
    small = current & _small(values, policy)
    nought = current & (values == 0) & ~withheld_before & (not policy.protect_zeros)
    return Question(
        statements,
        protected=(small & ~shown_before) | withheld_before,
        merged=(apart & ~shown_before) | (values == UNKNOWN),  # what nobody knows cannot be shown
        before=shown_before,
        kept=withheld_before,
        forced=shown_before | (nought & ~apart),
        spare=_spare(statements, range(count)),
        width=policy.min_interval,
        seed=task.seed,
        seconds=task.seconds,
        cover=policy.threshold - 1 if policy.cover else 0,
    )


def _small(values: Whole, policy: Policy) -> Flags:
    """A flag a cell: whether a policy protects a count of its size."""
    flags: Flags = (values < policy.threshold) & (values >= (0 if policy.protect_zeros else 1))
    return flags


def _known_by(statements: Statements, policy: Policy) -> Statements:
    """The statements, if what somebody knows who knows some of the people can be reckoned with."""
    if policy.participants and (statements.flows or statements.population is None):
        raise Refused(
            "Who knows some of the people can be reckoned with only where one table has all dimensions of the tables "
            "that share any, for each group of people, and no flow is declared: add it, or leave participants out."
        )
    return statements


def _true(statements: Statements) -> Statements:
    """The statements, if the counts bear them and their relations out."""
    people, known = statements.population, statements.values != UNKNOWN
    if people is not None and (
        (statements.links @ people).any()
        or (statements.people[known] @ people != statements.values[known]).any()
    ):
        raise Refused(
            "The counts contradict the relations declared of them, or an earlier release: correct one or the other."
        )
    return statements


def _spare(statements: Statements, sheets: range) -> Flags:
    """Counts of those who gave no answer, and beside them that of everybody: given up before any group is. Were
    the total shown, a few who did not answer would cost a table the base of its shares and its largest group."""
    flags = np.zeros(len(statements), bool)
    for number in sheets:
        ids, dimensions = statements.ids[number], statements.sheets[number].dimensions
        if not any(dimension.missing for dimension in dimensions):
            continue
        for place, dimension in enumerate(dimensions):
            codes = Axis(dimension).codes
            away = [
                at for at, code in enumerate(codes) if set(dimension.members(code)) <= set(dimension.missing)
            ]
            flags[np.take(ids, away, axis=place)] = True
        flags[ids[(-1,) * ids.ndim]] = True
    return flags


def _bases(statements: Statements, sheets: range) -> Flags:
    """The counts of everybody that are what shares are taken of: of tables where nobody gave no answer."""
    flags = np.zeros(len(statements), bool)
    for number in sheets:
        ids, dimensions = statements.ids[number], statements.sheets[number].dimensions
        if not any(dimension.missing for dimension in dimensions):
            flags[ids[(-1,) * ids.ndim]] = True
    return flags


def _history(statements: Statements, sheets: range) -> tuple[Flags, Flags]:
    """(shown before, withheld before) by these sheets, a flag a cell. A count that a share pins was shown as well."""
    shown, withheld = np.zeros(len(statements), bool), np.zeros(len(statements), bool)
    for number in sheets:
        sheet, ids = statements.sheets[number], statements.ids[number]
        shown[ids[(sheet.values != UNKNOWN) | (sheet.least == sheet.most)]] = True
        withheld[ids[sheet.asked & (sheet.values == UNKNOWN)]] = True
    return shown, withheld & ~shown


def _cells_of(statements: Statements, sheets: range) -> Flags:
    flags = np.zeros(len(statements), bool)
    for number in sheets:
        flags[statements.ids[number]] = True
    return flags
