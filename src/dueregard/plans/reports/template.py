"""What the register says otherwise than the document that its plan came in by: where, in that document's own cells."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dueregard.plans.models import Action, Import, Objective, Plan
from dueregard.plans.models.columns import names_of
from dueregard.plans.reports.differences import as_read, differences, was
from dueregard.plans.reports.imports import walk
from dueregard.plans.reports.layout import LISTS, named, numbered, values_of
from equalities.documents.blocks import Source
from equalities.documents.filling import NO_PLACE, Edit, Filling, NewRow, key, row_key
from equalities.documents.vocabulary import saying
from equalities.refusals import Refused

Content = Mapping[str, Any]
Texts = tuple[str, ...]


def filling_of(plan: Plan, found: Import) -> Filling:
    """What to write into the document of an import so that it says what the register does.

    Raises Refused where it has no place for something: an action under a new objective where no table holds actions,
    or a cell that stands for several actions of which one says something else.
    """
    with saying(found.document.get("said", {})):
        walked = list(walk(found.document))
        pairs = differences(plan, walked).held
        contents = {(kind, number): content for kind, number, content in walked}
        held = [_Held(contents[place], each.entry) for place, each in pairs.items()]
        return _Filler(plan, held, list(contents.values())).filling()


@dataclass(frozen=True)
class _Held:
    """An entry of the document beside the one of the register that it is."""

    content: Content
    entry: Any

    @property
    def is_action(self) -> bool:
        return isinstance(self.entry, Action)

    @property
    def place(self) -> Source:
        return Source(**self.content["source"])

    @cached_property
    def columns(self) -> dict[str, Source]:
        """Where each column of its row stands; that of a blank cell is told from the one before."""
        known, found = self.content["sources"], dict[str, Source]()
        before: Source | None = None
        for heading in self.content["fields"]:
            if heading in known:
                before = Source(**known[heading])
            elif before is not None and before.column is not None:
                before = before._replace(row=self.place.row, column=before.column + 1)
            if before is not None:
                found[heading] = before
        return found

    def under(self, name: str) -> list[str]:
        """The headings under which stands what the register calls so."""
        return [each for each in self.content["fields"] if names_of(each, self.entry.kind)[0] == name]

    def edits(self, now: Mapping[str, Sequence[str]]) -> Iterator[Edit]:
        """What to write so that the document says of it what the register does."""
        for name, texts in now.items():
            by_hand = name in self.content.get("by_hand", ()) and name != "text"
            before = self._in_columns(name) if by_hand else was(self.content, name)
            if " ".join(before).split() == " ".join(texts).split() or (
                name == "theme" and not self.under(name)
            ):
                continue
            if name in LISTS or by_hand:
                yield from self.all_of(name, texts)
            else:
                yield from self._phrase(name, before[0], texts[0])

    def _in_columns(self, name: str) -> list[str]:
        """What stands in the columns of something that was corrected in the preview: the document says it still."""
        return [text for each in self.under(name) if (text := self.content["fields"][each])]

    def all_of(self, name: str, texts: Sequence[str]) -> Iterator[Edit]:
        """The entries in one of the columns that hold them, and nothing in the others."""
        fields, headings = self.content["fields"], self.under(name)
        filled = [heading for heading in headings if fields[heading]] or headings[:1]
        for at, heading in enumerate(filled):
            if heading in self.columns:
                yield Edit(self.columns[heading], fields[heading], tuple(texts) if at == 0 else ("",))

    def _phrase(self, name: str, before: str, now: str) -> Iterator[Edit]:
        """Some words of a cell: of that which has them, else of a blank one under such a heading."""
        fields = self.content["fields"]
        heading = next((each for each in self.under(name) if before in fields[each] and before), None)
        blank = next((each for each in self.under(name) if not fields[each]), None)
        if name == "text" or (before and not heading):
            yield Edit(self.place, before, (now,))
        elif (heading or blank) in self.columns:
            yield Edit(self.columns[heading or blank or ""], before if heading else "", (now,))


def _opening(content: Content) -> str:
    """The words with which an entry begins: the rest may stand in cells below."""
    return " ".join(as_read(content).split()[:4])


class _Filler:
    """`held` are the entries of the document that are in the register, `contents` all of them."""

    def __init__(self, plan: Plan, held: Sequence[_Held], contents: Sequence[Content]):
        self._held, self._by_entry = held, {each.entry: each for each in held}
        parts = ("leads", "measures")
        actions = plan.actions.select_related("objective").prefetch_related(*parts)
        self._actions = list(actions.order_by("position", "pk"))
        self._objectives = list(plan.objectives.prefetch_related(*parts).order_by("position", "pk"))
        self._now: dict[Any, Any] = {each: each for each in (*self._actions, *self._objectives)}
        self._rows = Counter(row_key(Source(**content["source"])) for content in contents)
        self._used = Counter(place for content in contents for place in _cells_of(content))
        self._models = {
            wanted(each.place): each
            for wanted in (row_key, _table_key, _anywhere)
            for each in held
            if each.is_action and (self._has_row(each.place) or each.place.row is None)
        }
        self._named = dict[str, Any]()
        for each in held:
            if not each.is_action:
                for name in (each.content["ref"], each.content["text"], as_read(each.content)):
                    self._named.setdefault(name or "", each.entry)

    def _has_row(self, place: Source) -> bool:
        """Whether an entry has a row of a table to itself."""
        return place.row is not None and self._rows[row_key(place)] == 1

    def filling(self) -> Filling:
        edits = [edit for each in self._held if each.entry in self._now for edit in self._edits(each)]
        self._check_shared(edits)
        removed = [each.place for each in self._held if self._goes(each)]
        if not all(map(self._has_row, removed)):
            raise Refused(NO_PLACE)
        known = tuple((each.place, _opening(each.content)) for each in self._held)
        added = sorted(self._new_rows(), key=lambda ranked: ranked[0])
        return Filling(known, tuple(edits), tuple(row for _rank, row in added), tuple(removed))

    def _edits(self, each: _Held) -> Iterator[Edit]:
        if self._is_moved(each):
            return
        entry = self._now[each.entry]
        yield from each.edits(values_of(entry))
        if each.is_action and self._objective_of(each) != entry.objective:
            yield from each.all_of("objective", [_called(entry.objective)])

    def _check_shared(self, edits: Iterable[Edit]) -> None:
        """A cell that stands for several entries may say nothing that is true of one of them alone, but its words."""
        words = {(key(each.place), as_read(each.content)) for each in self._held}
        by_cell = defaultdict[Any, list[Texts]](list)
        for edit in edits:
            if (key(edit.place), edit.was) not in words:
                by_cell[key(edit.place)].append(edit.now)
        for place, texts in by_cell.items():
            if self._used[place] > len(texts) or len(set(texts)) > 1:
                raise Refused(NO_PLACE)

    def _goes(self, each: _Held) -> bool:
        """Whether its row leaves its place: it is part of another entry, or stands under another title now."""
        return bool(each.entry.is_merged) or self._is_moved(each)

    def _objective_of(self, each: _Held) -> Objective | None:
        """The objective under which the document has an action, as the register knows it."""
        return self._named.get(each.content["objective"] or "\0")

    def _is_moved(self, each: _Held) -> bool:
        """Whether an action stands under another title than in the document, where no column of it says which."""
        if not each.is_action or each.entry not in self._now or each.under("objective"):
            return False
        return bool(self._objective_of(each) != self._now[each.entry].objective)

    def _new_rows(self) -> Iterator[tuple[int, NewRow]]:
        """Each below the action before it under the same objective, or the title of that; the rest at the end, where
        those of one objective have one rank."""
        below: dict[Objective | None, Source] = {}
        ranks: dict[Objective | None, int] = {}
        for objective in self._objectives:
            held = self._by_entry.get(objective)
            if held is not None and held.place.row is not None:
                below[objective] = held.place
                ranks[objective] = 0
        for action in self._actions:
            held = self._by_entry.get(action)
            if held is not None and not self._goes(held):
                below[action.objective] = held.place
                ranks.setdefault(action.objective, 0)
            elif held is not None or not action.is_closed:
                rank = ranks.setdefault(action.objective, len(ranks) + 1)
                yield from ((rank, row) for row in self._of_action(action, below))
        for objective in self._objectives:
            if objective not in self._by_entry and objective not in below and not objective.is_closed:
                yield len(ranks) + 1, self._title(objective)

    def _of_action(self, action: Action, below: dict[Objective | None, Source]) -> Iterator[NewRow]:
        above = action.objective
        like = self._like(below.get(above))
        goes_on = above in below
        if above is not None and not goes_on and not like.under("objective"):
            yield self._title(above)
        at = below.setdefault(above, self._end())
        if (at.sheet, at.table) != (like.place.sheet, like.place.table):
            raise Refused(NO_PLACE)
        if like.place.row is None:
            yield self._line(action, at, like)
            return
        cells, joins = _cells(action, like, goes_on=goes_on)
        yield NewRow(at, like.place, cells, joins)

    def _line(self, action: Action, at: Source, like: _Held) -> NewRow:
        """An action of a plan in prose, below another one of the same objective."""
        if at not in [each.place for each in self._held if each.is_action]:
            raise Refused(NO_PLACE)
        text = numbered(action.ref if like.content["ref"] else "", action.text)
        when = f" ({action.timescale_text})" if action.timescale_text else ""
        return NewRow(at, like.place, {0: (f"{text}{when}",)})

    def _like(self, place: Source | None) -> _Held:
        """The action of the document of which a row below a place is made: that of its own row, of its table, or the
        last."""
        wanted = [row_key(place), _table_key(place)] if place else []
        for each in (*wanted, _anywhere(None)):
            if each in self._models:
                return self._models[each]
        raise Refused(NO_PLACE)

    def _end(self) -> Source:
        """The last row of the table to which what has no other place is added."""
        last = self._like(None)
        places = (each.place for each in self._held if each.is_action)
        same = (each for each in places if _table_key(each) == _table_key(last.place))
        return max(same, key=lambda each: each.row or 0)

    def _title(self, objective: Objective) -> NewRow:
        like = self._like(None)
        if like.place.row is None:
            raise Refused(NO_PLACE)
        first = min(each.column or 1 for each in like.columns.values())
        return NewRow(self._end(), like.place, {first: (named(objective),)}, is_title=True)


def _table_key(place: Source) -> tuple[Any, ...]:
    return (place.sheet, place.table)


def _anywhere(_place: Source | None) -> tuple[Any, ...]:
    return ()


def _cells_of(content: Content) -> set[Any]:
    return {key(Source(**source)) for source in content["sources"].values()}


def _called(objective: Objective | None) -> str:
    return numbered(objective.ref, objective.text) if objective else ""


def _cells(action: Action, like: _Held, *, goes_on: bool) -> tuple[dict[int, Texts], tuple[int, ...]]:
    """The entries of a new row by column, and the columns in which it goes on with the row above."""
    values = values_of(action) | {"objective": [_called(action.objective)]}
    if not like.under("ref"):
        values["text"] = [numbered(action.ref, action.text)]
    columns = {heading: place.column for heading, place in like.columns.items() if place.column}
    cells: dict[int, Texts] = {
        column: (action.fields.get(heading, ""),) for heading, column in columns.items()
    }
    joins: list[int] = []
    for name, texts in values.items():
        held = [heading for heading in like.under(name) if heading in columns]
        cells |= {columns[heading]: tuple(texts) if at == 0 else ("",) for at, heading in enumerate(held)}
        if (name == "objective" and goes_on) or (name == "theme" and texts[0] in ("", like.content["theme"])):
            joins += [columns[heading] for heading in held]
            inherited = (each for each in held if like.columns[each].row != like.place.row)
            cells |= {columns[heading]: ("",) for heading in inherited}
    return {column: texts for column, texts in cells.items() if any(texts)}, tuple(joins)
