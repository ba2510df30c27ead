"""From blocks to a plan: tables first, lists of commitments where a document has no table of actions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, pairwise, zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any

from equalities.documents import (
    damaged,
    labelled,
    lines,
    numbering,
    prose,
    records,
    references,
    restored,
    vocabulary,
)
from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.drafts import Draft, Said, said
from equalities.documents.files import read_pages
from equalities.documents.formats.kinds import MEGABYTES
from equalities.documents.json_text import plan_as_json
from equalities.documents.ledger import Ledger
from equalities.documents.plan import PlanDocument
from equalities.documents.rows import Rows
from equalities.documents.tables import Tables
from equalities.refusals import Refused
from equalities.saying import to_say

NO_TEXT = to_say("This file holds no text: check that it was saved, and choose it again.")
NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
OUTSIDE = to_say("This line stands outside the tables, and no row is made of it")


def read_plan(
    path: Path,
    name: str | None = None,
    *,
    headings: Mapping[str, str] = NOTHING_SAID,
    megabytes: int = MEGABYTES,
) -> PlanDocument:
    """Read a plan from a file. `name` is what its owner calls it, where `path` is a copy under another name;
    `headings` what the owner says that headings mean, {heading as printed: field} with a field of
    `vocabulary.FIELDS`; `megabytes` the largest file that is read.

    Raises Refused with one sentence where the file cannot be read at all, or a field is not known; what is not
    understood in a file that can be read is in the plan's problems.
    """
    with vocabulary.saying(headings):
        plan = plan_of(read_pages(path, name, megabytes=megabytes))
    if not plan.cells_seen and not plan.problems:
        raise Refused(NO_TEXT)
    return plan


def read_as_dict(
    path: str,
    name: str | None = None,
    headings: Mapping[str, str] = NOTHING_SAID,
    megabytes: int = MEGABYTES,
) -> dict[str, Any]:
    """As `read_plan`, in plain values: what a child process sends to its parent (equalities.sandbox)."""
    return read_plan(Path(path), name, headings=headings, megabytes=megabytes).as_dict()


def read_as_json(path: str, name: str | None = None, headings: Mapping[str, str] = NOTHING_SAID) -> str:
    """As `read_as_dict`, written as JSON: what a program is handed, which the parent need not read again."""
    return plan_as_json(read_plan(Path(path), name, headings=headings))


def plan_of(pages: Pages) -> PlanDocument:
    """The plan in a document's blocks."""
    return _Reading(pages).plan()


class _Reading:
    """One document on its way from blocks to a plan."""

    def __init__(self, pages: Pages):
        filled = [block for block in pages.blocks if isinstance(block, Table) or block.text.strip()]
        self._ledger = Ledger(pages)
        self._blocks, together = restored.blocks(filled)
        self._ledger.note(restored.PUT_TOGETHER, *together)
        self._lines = [block for block in self._blocks if isinstance(block, Paragraph)]
        lost = {problem.source for problem in pages.problems if not problem.kept}
        whole = [block for block in self._blocks if block.source not in lost]
        openings = [list(_opening(part)) for part in _plan_first(whole)]
        self._title = lines.title(*openings)
        self._period = next(filter(None, map(lines.period, openings)), None)
        self._rows = Rows(self._ledger, self._title.text if self._title else None)
        self._tables = Tables(self._rows, self._ledger)

    @cached_property
    def _alone(self) -> set[str]:
        """Texts that stand by themselves; few documents make one ask."""
        return {line.text.casefold() for line in self._lines} | _cells_alone(self._blocks)

    def plan(self) -> PlanDocument:
        self._rows.know(prose.listed_objectives(self._lines))
        above: list[Paragraph] = []
        for block in self._blocks:
            if isinstance(block, Paragraph):
                above.append(block)
            else:
                table = self._with_its_head(block, above)
                is_next = all(self._is_passing(line) for line in above)
                own = [line for line in above if line.source.sheet == table.source.sheet]
                self._tables.read(table, self._head_above(own), is_next=is_next)
                above = []
        if all(draft.kind == "action" for draft in self._rows.drafts) and self._rows.drafts:
            self._rows.take_listed()
        drafts = numbering.join(numbering.settle(self._rows.drafts, self._ledger))
        if any(draft.kind == "action" for draft in drafts):
            return self._written(drafts, prose.Found(), ())
        torn = damaged.read(self._lines, self._ledger)
        rest = [line for line in self._lines if line not in torn.lines]
        unwrapped = lines.unwrapped(rest)
        single = labelled.one_by_one(list(unwrapped))
        whole = lines.with_their_texts(list(single))
        found = prose.read(list(whole), self._ledger, has_objectives=bool(drafts or torn.drafts))
        for joined in (whole, single, unwrapped):
            self._ledger.keep_with(joined)
        return self._written([*drafts, *torn.drafts, *found.drafts], found, torn.headings)

    def _with_its_head(self, table: Table, above: list[Paragraph]) -> Table:
        """A table whose headings stand as a line over it, as where a page centres them, or over the objective that its
        rows stand under: the line becomes its head."""
        width = max(map(len, table.rows), default=0)
        is_titled = bool(above) and references.label(above[-1].text) is not None
        place = len(above) - (2 if is_titled else 1)
        names = vocabulary.split_into(above[place].text, width) if place >= 0 else []
        if not names or any(vocabulary.is_heading(cell.text) for cell in table.rows[0]):
            return table
        source = above.pop(place).source
        return replace(table, rows=(tuple(Cell(name, source, is_head=True) for name in names), *table.rows))

    def _is_passing(self, line: Paragraph) -> bool:
        return lines.is_furniture(line.text) or self._is_title(line)

    def _is_title(self, line: Paragraph) -> bool:
        return self._title is not None and line.text == self._title.text

    def _head_above(self, above: Sequence[Paragraph]) -> Said | None:
        """The theme that stands as a line over a table. Lines that name an objective are taken as one."""
        after_title = max((place for place, line in enumerate(above) if self._is_title(line)), default=-1) + 1
        under = above[after_title:]
        named = [self._names_objective(*pair) for pair in zip_longest(under, under[1:])]
        if any(named):
            return None
        is_first = not self._tables.printed  # between it and a title that is marked stands whose the plan is
        is_marked = self._title is not None and self._title.level is not None
        head = lines.headline(under, only_marked=is_first and is_marked)
        return said(head, lines.without_page_number(head.text, self._alone)) if head else None

    def _names_objective(self, line: Paragraph, below: Paragraph | None) -> bool:
        whole = lines.with_its_text(line, below)
        if below is None and references.is_bare_label(line.text):  # which the table itself follows
            self._rows.start_objective(line).ref = references.number_alone(line.text)
            self._ledger.keep(line)
            return True
        label = references.label(whole.text) if not line.is_item else None
        if label is None or label.kind != "objective":
            return False
        self._rows.start_objective(whole)
        self._ledger.keep(line, *([below] if below and whole is not line else []))
        return True

    def _written(self, drafts: Sequence[Draft], found: prose.Found, torn: tuple[str, ...]) -> PlanDocument:
        self._keep_lines(drafts)
        period = self._period[1] if self._period else None
        shared = records.context(drafts, period)
        objectives = tuple(
            records.objective(draft, shared, self._ledger) for draft in drafts if draft.kind == "objective"
        )
        actions = tuple(
            records.action(draft, shared, self._ledger) for draft in drafts if draft.kind == "action"
        )
        return PlanDocument(
            title=self._title.text if self._title else None,
            period=period,
            headings=(*self._tables.printed, *torn),
            objectives=objectives,
            actions=actions,
            measures=tuple(each.text for each in found.measures),
            outcomes=tuple(each.text for each in found.outcomes),
            problems=self._ledger.problems(),
            cells_seen=self._ledger.seen,
            cells_kept=self._ledger.kept,
            sources=self._sources(found),
            unread_headings=tuple(self._tables.unread),
        )

    def _keep_lines(self, drafts: Sequence[Draft]) -> None:
        self._rows.close(drafts)
        if self._title:
            self._ledger.keep(self._title)
        for line in self._lines:
            if self._is_title(line):
                self._ledger.keep(line)
            else:
                self._ledger.leave_unkept(OUTSIDE, line)

    def _sources(self, found: prose.Found) -> dict[str, tuple[Source, ...]]:
        places = {
            "title": (self._title.source,) if self._title else (),
            "period": (self._period[0].source,) if self._period else (),
            "measures": tuple(each.source for each in found.measures),
            "outcomes": tuple(each.source for each in found.outcomes),
        }
        return {key: where for key, where in places.items() if where}


def _plan_first(blocks: Sequence[Paragraph | Table]) -> Iterator[Sequence[Paragraph | Table]]:
    """The blocks of the sheets that hold a table, then of those that hold lines alone: a cover, but not how to use
    the workbook."""
    sheets = {block.source.sheet for block in blocks if isinstance(block, Table)} or {None}
    yield [block for block in blocks if block.source.sheet in sheets]
    rest = [block for block in blocks if block.source.sheet not in sheets and isinstance(block, Paragraph)]
    for _, sheet in groupby(rest, key=lambda line: line.source.sheet):
        cover = list(sheet)
        if not lines.instructs(cover[0].text):
            yield cover


def _opening(blocks: Sequence[Paragraph | Table]) -> Iterator[Paragraph]:
    """The lines that a document opens with, those among them that stand in a table's first rows alone, without smaller
    headings each of which stands over a table."""
    over = _over_tables(blocks)
    named = over if len(over) > 1 or not isinstance(next(iter(blocks), None), Paragraph) else []
    for block in blocks:
        if isinstance(block, Paragraph):
            if block not in named:
                yield block
            continue
        for row in block.rows:
            filled = [cell for cell in row if not cell.is_blank]
            if len(filled) > 1:
                break
            yield from (Paragraph(cell.text, cell.source) for cell in filled)


def _over_tables(blocks: Sequence[Paragraph | Table]) -> list[Paragraph]:
    return [
        line
        for line, below in pairwise(blocks)
        if isinstance(line, Paragraph) and isinstance(below, Table) and (line.level or 0) > 1
    ]


def _cells_alone(blocks: Sequence[Paragraph | Table]) -> set[str]:
    return {
        cell.text.casefold()
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if len(cell.text) < 60
    }
