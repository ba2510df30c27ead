"""A plan in the layout of the document it came in, with what the register says today."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dueregard.plans.models import Action, Objective, Plan
from dueregard.plans.models.columns import names_of
from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table
from equalities.documents.vocabulary import saying

Headings = tuple[str, ...]
Values = Mapping[str, Sequence[str]]

_REPEAT = re.compile(r" \(\d+\)$|^column \d+$")
LISTS = ("leads", "measures", "outcomes", "outputs")
_WORD = re.compile(r"\w+")
_BY_HAND = tuple(
    map(gettext_lazy, ("No.", "Objective", "Action", "Measures", "Lead", "Timescale", "Status"))
)  # each is in the catalogue, as a heading of the other downloads


@dataclass
class _Written:
    """One table on its way: its headings, the number it had in the document, and its rows of texts by column."""

    headings: Headings
    number: int | None
    rows: list[list[Sequence[str]]] = field(default_factory=list)

    def columns(self, name: str) -> list[str]:
        """The headings under which stands what the register calls so."""
        return [heading for heading in self.headings if names_of(heading, "action")[0] == name]


def own_layout(plan: Plan) -> Pages:
    """The tables of the plan's document with the columns they had there, objectives and themes in titles where no
    column held them. A cell that still says what the register says keeps its own words. What was added by hand stands
    in the columns of the action before it."""
    imports = plan.imports.exclude(confirmed_at=None).order_by("confirmed_at")
    said = [document.get("said", {}) for document in imports.values_list("document", flat=True)]
    with saying(dict(chain.from_iterable(each.items() for each in said))):
        tables = _tables(plan)
        rest = list(_rest(plan))
    lines = [Paragraph(plan.title, Source(line=1), level=1)]
    return Pages((*lines, *(_table(each, at) for at, each in enumerate(tables, start=1)), *rest))


def _tables(plan: Plan) -> list[_Written]:
    actions = plan.actions.select_related("objective").prefetch_related("leads", "measures")
    tables: list[_Written] = []
    above: Action | None = None
    for action in actions.order_by("position", "pk"):
        table = _table_of(action, tables[-1] if tables else None)
        if table is not (tables[-1] if tables else None):
            tables.append(table)
            above = None
        table.rows += [[[title]] for title in _titles(action, above, table)]
        table.rows.append(_row(action, above, table))
        above = action
    return tables


def _table_of(action: Action, last: _Written | None) -> _Written:
    """The last table, unless the document has the action in another one."""
    headings = tuple(action.fields)
    places = (place.get("table") for heading, place in action.sources.items() if heading in action.fields)
    number = next(places, None)
    if last and (not headings or (last.headings, last.number) == (headings, number)):
        return last
    return _Written(headings or tuple(map(str, _BY_HAND)), number)


def _titles(action: Action, above: Action | None, table: _Written) -> Iterator[str]:
    """The titles that begin with an action: its theme and its objective, where no column holds them, nor the title of
    the objective its theme."""
    title = named(action.objective) if action.objective and not table.columns("objective") else ""
    is_named = bool(title) and title.startswith(action.theme)
    is_new = above is None or above.theme != action.theme
    if action.theme and is_new and not is_named and not table.columns("theme"):
        yield action.theme
    if title and (above is None or above.objective_id != action.objective_id):
        yield title


def named(objective: Objective) -> str:
    """The words of its title in the document, if these are still its own; else its number and words."""
    ref, text = objective.ref, objective.text
    wanted = in_words(text)
    for written in objective.fields.values():
        if in_words(written)[-len(wanted) :] == wanted:
            return str(written)
    if ref.isdecimal():
        return f"Objective {ref}: {text}"
    return numbered(ref, text) if ref else f"Objective: {text}"


def _row(action: Action, above: Action | None, table: _Written) -> list[Sequence[str]]:
    """The entries of each cell: those of the document, but where the register says something else."""
    written = {heading: str(action.fields.get(heading, "")) for heading in table.headings}
    cells: dict[str, Sequence[str]] = {heading: (text,) for heading, text in written.items()}
    under_same = above is not None and above.objective_id == action.objective_id
    has_number = bool(table.columns("ref")) or in_words(action.ref) in map(in_words, written.values())
    for name, entries in _values(action, has_number=has_number).items():
        columns = table.columns(name)
        texts = [written[column] for column in columns]
        if (
            not columns
            or _says(texts, entries, name)
            or (name == "objective" and under_same and not any(texts))
        ):
            continue
        if name in LISTS:
            cells |= dict.fromkeys(columns, ("",))
        cells[_column(columns, written, name)] = entries
    return list(cells.values())


def _values(action: Action, *, has_number: bool) -> Values:
    above = action.objective
    objective = {"objective": [numbered(above.ref, above.text) if above else ""]}
    text = {} if has_number else {"text": [numbered(action.ref, action.text)]}
    return values_of(action) | objective | text


def values_of(entry: Action | Objective) -> dict[str, Sequence[str]]:
    """What the register says of an entry, by the name of each part of it that a column may hold."""
    common: dict[str, Sequence[str]] = {
        "ref": [entry.ref],
        "theme": [entry.theme],
        "text": [entry.text],
        "leads": [lead.text for lead in entry.leads.all()],
        "measures": [measure.text for measure in entry.measures.all()],
        "timescale": [entry.timescale_text],
    }
    if isinstance(entry, Objective):
        return common
    own: dict[str, Sequence[str]] = {
        "outcomes": entry.outcomes,
        "outputs": entry.outputs,
        "status": [entry.status_as_written],
    }
    return common | own


def numbered(ref: str, text: str) -> str:
    return f"{ref}. {text}" if ref else text


def _says(texts: Sequence[str], entries: Sequence[str], name: str) -> bool:
    """Whether the columns of a field say what the register does. A list of several is written anew, since what was
    kept of the document no longer knows where its entries begin."""
    wanted = in_words(" ".join(entries))
    if name in LISTS:
        return len(entries) < 2 and in_words(" ".join(texts)) == wanted
    return not wanted or any(in_words(text)[-len(wanted) :] == wanted for text in texts)


def _column(columns: Sequence[str], written: Mapping[str, str], name: str) -> str:
    """Of several columns of a field the one that is written to: the last number, else the first that is filled."""
    if name == "ref":
        return columns[-1]
    return next((each for each in columns if written[each]), columns[0])


def in_words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _table(written: _Written, number: int) -> Table:
    headings = ["" if _REPEAT.fullmatch(each) else _REPEAT.sub("", each) for each in written.headings]
    rows = [
        [_cell([text], number, 1, at)._replace(is_head=True) for at, text in enumerate(headings, start=1)],
        *(list(_cells(row, number, at, len(headings))) for at, row in enumerate(written.rows, start=2)),
    ]
    return Table(tuple(map(tuple, rows)), Source(table=number))


def _cells(row: Sequence[Sequence[str]], table: int, at: int, width: int) -> Iterator[Cell]:
    span = width if len(row) == 1 else 1
    for column, entries in enumerate(row, start=1):
        yield _cell(entries, table, at, column)._replace(column_span=span)


def _cell(entries: Sequence[str], table: int, row: int, column: int) -> Cell:
    items = tuple(entries) if len(entries) > 1 else ()
    return Cell("\n".join(entries), Source(table=table, row=row, column=column), items)


def _rest(plan: Plan) -> Iterator[Paragraph]:
    """Objectives without actions, and what belongs to the plan as a whole."""
    alone = plan.objectives.filter(actions=None).order_by("position", "pk")
    measures = plan.measures.filter(action=None, objective=None).values_list("text", flat=True)
    yield from _listed(_("Objectives without actions"), map(named, alone))
    yield from _listed(_("Outcomes"), plan.outcomes)
    yield from _listed(_("Measures"), measures)


def _listed(heading: str, texts: Iterable[str]) -> Iterator[Paragraph]:
    found = list(texts)
    if found:
        yield Paragraph(heading, Source(), level=2)
        yield from (Paragraph(text, Source(), is_item=True) for text in found)
