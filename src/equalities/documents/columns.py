"""Which column of a table is what: by its heading, else by what stands in it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from equalities.documents import aims, references, settling, ticks, vocabulary
from equalities.documents.deadlines import MONTH
from equalities.documents.grid import Row
from equalities.documents.people import is_post

_SHORT = 90  # characters; what is longer is a sentence, not a heading
_SAMPLE = 60  # rows that are looked at to tell a column by its content
_MOST = 0.6

_DATE = re.compile(
    rf"\b{MONTH}\.?[\s'’-]*(?:20)?\d\d\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\bq[1-4]\b"
    rf"|^(?:by |end |from )*{MONTH}$|^(?:six|bi)[ -]?monthly|^bi-?annual"
    r"|^(?:ongoing|on-going|tbc|tbd|immediate(?:ly)?|continuous|annual(?:ly)?|quarterly|monthly)\b",
    re.IGNORECASE,
)
_ABOUT_THE_FILE = re.compile(
    r"(?:date )?(?:last |next |to be )?(?:updated|reviewed|revised|amended|approved|published|printed|issued)"
    r"(?: on| by)?|(?:date of )?(?:last |next |first )?(?:update|review|revision|approval|issue)(?: date)?|date"
    r"|(?:document )?(?:version|owner|author|status)(?: (?:no\.?|number))?|(?:approved|prepared|agreed) by",
    re.IGNORECASE,
)
_SAYS_WHAT_OR_WHEN = frozenset({"target", "targets", "milestone", "milestones"})
_ONE_AIM = tuple(f"aim_{code}" for code in aims.CODES)
_STATUS = re.compile(
    r"(?:on (?:target|track|hold|schedule)|off (?:track|target)|in progress"
    r"|(?:nearly |partly |partially |fully )?completed?"
    r"|not (?:yet )?(?:started|due)|ongoing|delayed|overdue|(?:partly |partially |fully )?achieved|done|in hand|planned"
    r"|behind(?: schedule)?|at risk|slipped|paused|cancelled|withdrawn|red|amber|green|blue|closed|open|started"
    r"|under ?way|[brag])\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """What a table's columns hold. `headings` are as printed, by column, no two the same; `fields` the field of
    each column that has one; `inferred` the columns whose field was told by their content."""

    headings: Mapping[int, str]
    fields: Mapping[int, str]
    inferred: frozenset[int] = frozenset()
    printed: tuple[str, ...] = ()

    def of(self, name: str) -> tuple[int, ...]:
        """The columns of a field, from left to right."""
        return self._by_field.get(name, ())

    @cached_property
    def _by_field(self) -> Mapping[str, tuple[int, ...]]:
        """Asked of every row, so kept."""
        names = set(self.fields.values())
        return {name: tuple(sorted(at for at, each in self.fields.items() if each == name)) for name in names}

    def heading(self, column: int) -> str:
        return self.headings.get(column, f"column {column}")

    @property
    def main(self) -> int:
        """The column of the rows' own text: the action, else the objective."""
        return (self.of("action") or self.of("objective"))[0]

    @property
    def kind(self) -> str | None:
        """ "actions" or "objectives": what each row of the table is; None where the table is not of a plan."""
        if len(self.fields) < 2:
            return None
        return "actions" if self.of("action") else "objectives" if self.of("objective") else None


def is_head(row: Row) -> bool:
    """Whether a row names columns: two or more short cells, at least half of them in the vocabulary."""
    cells = row.own.values()
    if len(cells) < 2 or not all(is_short(cell.text) for cell in cells):
        return False
    if all(cell.is_head for cell in cells):
        return True
    texts = [cell.text for cell in cells]
    names_rows = any(vocabulary.said(text) in ("action", "objective") for text in texts)
    return (names_rows or _says_whole(row)) and _mostly_known(texts)


def is_short(text: str) -> bool:
    """Whether a text may be a heading by its length."""
    return len(text) <= _SHORT


def _mostly_known(texts: Sequence[str]) -> bool:
    known = (vocabulary.field_of(text) is not None or ticks.names_a_time(text) for text in texts)
    return sum(known) * 2 >= len(texts)


def goes_on(head: Row, row: Row) -> bool:
    """Whether a row under a head is a second line of it: under a merged heading, or headings broken in two."""
    if len(row.own) < 2 or not all(is_short(cell.text) for cell in row.own.values()):
        return False
    under = {
        column + step
        for column, cell in head.own.items()
        for step in range(cell.column_span)
        if reaches_over(head, column)
    }
    if under and set(row.own) <= under:
        return True
    return _says_whole(row) and not _same(head, row)


def reaches_over(head: Row, column: int) -> bool:
    """Whether the heading in a column reaches over others: it is merged, or printed again beside itself, as in files
    that have no merged cells."""
    cell = head.own[column]
    beside = (head.own[at].text for at in (column - 1, column + 1) if at in head.own)
    return cell.column_span > 1 or cell.text in beside


def _says_whole(row: Row) -> bool:
    """Whether some cells of a row are headings of different fields, word for word; one that says "action" or
    "objective" is enough in a short row."""
    whole = {vocabulary.is_heading(cell.text) for cell in row.own.values()} - {None}
    return len(whole) > 1 or (len(row.own) < 4 and bool(whole & {"action", "objective"}))


def repeats(head: Sequence[Row], row: Row) -> bool:
    """Whether a row prints a head again, as at the top of a page."""
    return any(_same(line, row) for line in head)


def _same(one: Row, other: Row) -> bool:
    pairs = zip(one.own.values(), other.own.values(), strict=False)
    return len(one.own) == len(other.own) and all(
        cell.text.casefold() == beside.text.casefold() for cell, beside in pairs
    )


def columns(head: Sequence[Row], body: Sequence[Row]) -> Columns:
    """The columns under a head of one or more rows (none: the table has no headings)."""
    width = max((row.width for row in (*head, *body[:_SAMPLE])), default=0)
    leaves = {column: _leaf(head, column) for column in range(1, width + 1)}
    leaves |= _spread(head, leaves, body[:_SAMPLE])
    fields = {column: found for column in leaves if (found := _field(head, column, leaves[column]))}
    fields |= _dated(fields, leaves, body[:_SAMPLE]) | settling.numbers_beside(fields, leaves, body[:_SAMPLE])
    fields |= settling.priorities(fields, leaves, body[:_SAMPLE])
    fields |= _duty(fields, leaves, body[:_SAMPLE]) | settling.numbers_of_objectives(fields, body[:_SAMPLE])
    fields |= settling.grouped_actions(fields, leaves, body[:_SAMPLE])
    when = dict.fromkeys(_ticked(leaves, body), "ticked")
    fields |= settling.themes_of_priority(fields, leaves, body[:_SAMPLE])
    unheaded = settling.unheaded_action(fields, leaves, body[:_SAMPLE])
    guessed = unheaded | _by_content(fields | when | unheaded, leaves, body[:_SAMPLE])
    return Columns(
        _distinct(leaves),
        _as_said(settling.settled(fields | guessed | when, leaves), leaves),
        frozenset(guessed),
        tuple(leaf for leaf in leaves.values() if leaf),
    )


def _spread(head: Sequence[Row], leaves: Mapping[int, str], body: Sequence[Row]) -> dict[int, str]:
    """The columns without a heading of their own that a merged one reaches over, if texts stand in them."""
    spread = {}
    for column in (column for column, leaf in leaves.items() if head and not leaf):
        over = _over(head[-1], column)
        if over and any(column in row.own for row in body):
            spread[column] = over
    return spread


def _dated(fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]) -> dict[int, str]:
    """Of a table with actions and no timescales, a column "Target" or "Milestone" in which days stand says when."""
    for column in (column for column, leaf in leaves.items() if leaf.casefold() in _SAYS_WHAT_OR_WHEN):
        others = {name for at, name in fields.items() if at != column}
        texts = [row.text(column) for row in body if column in row.cells and len(row.cells) > 1]
        dates = sum(map(is_date, texts))
        if "action" in others and "timescale" not in others and texts and dates >= _MOST * len(texts):
            return {column: "timescale"}
    return {}


def _duty(fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]) -> dict[int, str]:
    """A column "Aim" that names the aims of the duty holds those; any other holds what is to be reached."""
    found = {}
    for column, name in fields.items():
        texts = [row.text(column) for row in body if column in row.cells]
        named = sum(aims.as_written(text) != (text,) for text in texts)
        is_aim = name == "objective" and leaves[column].casefold() in {"aim", "aims"}
        if is_aim and texts and named >= _MOST * len(texts):
            found[column] = "aim"
    return found


def _as_said(fields: Mapping[int, str], leaves: Mapping[int, str]) -> dict[int, str]:
    """What the document's owner says of a heading stands, or of "column 3" that has none; no other column is then
    the one of actions."""
    named = {column: leaf or f"column {column}" for column, leaf in leaves.items()}
    said = {column: field for column, name in named.items() if (field := vocabulary.said(name))}
    others = dict(fields)
    if "action" in said.values():
        others |= {column: "other" for column, field in fields.items() if field == "action"}
    return others | said


def _ticked(leaves: Mapping[int, str], body: Sequence[Row]) -> tuple[int, ...]:
    rows = [row for row in body if len(row.cells) > 1]
    return ticks.columns(leaves, {column: [row.text(column) for row in rows] for column in leaves})


def _leaf(head: Sequence[Row], column: int) -> str:
    """The lowest heading over a column. One that goes on in the next row is joined, one printed twice is not."""
    if not head:
        return ""
    *above, last = head
    own = last.text(column) if column in last.own or len(head) == 1 else ""
    when = _over(above[-1], column) if above else ""
    if own and ticks.names_a_time(when):  # "RAG" under "Quarter 1" and again under "Quarter 2"
        return f"{when} {own}"
    upper = above[-1].own.get(column) if above else None
    if upper is None or reaches_over(above[-1], column):
        return own or (upper.text if upper else "")
    return upper.text if not own or _is_respelt(upper.text, own) else f"{upper.text} {own}"


def _is_respelt(one: str, other: str) -> bool:
    """Whether two headings are the same word, a slip of the scanner aside ("ACTION", "AUTION")."""
    words = [one.casefold().split(), other.casefold().split()]
    same_field = vocabulary.is_heading(one) is not None and vocabulary.is_heading(
        one
    ) == vocabulary.is_heading(other)
    return words[0] == words[1] or (len(words[0]) == len(words[1]) == 1 and same_field)


def _field(head: Sequence[Row], column: int, leaf: str) -> str | None:
    """By the heading over a column, or by that and the one above it: "Directorate" under "Responsibility" says
    enough by itself, "Target" under "Timescale" does not; "Ref" is a number whatever stands above it."""
    whole = vocabulary.is_heading(leaf)
    if whole in ("other", "ref", *_ONE_AIM) or vocabulary.said(leaf):
        return whole
    parents = [text for row in head if (text := _over(row, column)) and text != leaf and text not in leaf]
    return vocabulary.field_of(" ".join([*parents, leaf])) or vocabulary.field_of(leaf) if leaf else None


def _over(row: Row, column: int) -> str:
    """The text of the cell that covers a column."""
    return next(
        (cell.text for start, cell in row.own.items() if start <= column < start + cell.column_span), ""
    )


def _by_content(fields: Mapping[int, str], leaves: Mapping[int, str], body: Sequence[Row]) -> dict[int, str]:
    """Fields that no heading names, told by what most cells of a column look like. A column of progress may
    hold sentences or a status."""
    guessed: dict[int, str] = {}
    values = {
        column: [row.text(column) for row in body if column in row.cells and len(row.cells) > 1]
        for column in leaves
    }
    for column in leaves:
        taken = set(fields.values()) | set(guessed.values())
        if (
            fields.get(column, "other") == "other"
            and (found := _looks_like(values[column], leaves[column]))
            and (found == "ref" or found not in taken)
            and (column not in fields or (found == "status" and len(values[column]) > 1))
        ):
            guessed[column] = found
    if not any(leaves.values()) and guessed:
        rest = [
            column
            for column, texts in values.items()
            if column not in guessed and _differ(texts) and not _is_about_the_file(texts)
        ]
        guessed |= {max(rest, key=lambda column: _typical(values[column])): "action"} if rest else {}
    return guessed


def _differ(texts: Sequence[str]) -> bool:
    """Whether most texts of a column stand there once, as things to do."""
    return len(set(texts)) * 2 > len(texts)


def _is_about_the_file(texts: Sequence[str]) -> bool:
    """Whether any text names a line of a cover sheet: last updated, next review, version."""
    return any(_ABOUT_THE_FILE.fullmatch(text.strip(" :")) for text in texts)


def _typical(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts)


def _looks_like(texts: Sequence[str], heading: str) -> str | None:
    """What most texts of a column look like. Numbers and posts stand under too many headings to tell by them."""
    tests: dict[str, Callable[[str], bool]] = {
        "timescale": is_date,
        "status": _is_status,
        "objective": _is_objective,
    }
    if not re.search(r"\w", heading):  # none, or only a sign such as "#"
        tests = {"ref": references.is_reference, **tests, "lead": is_post}
    enough = max(_MOST * len(texts), 1)
    return next((name for name, test in tests.items() if sum(test(text) for text in texts) >= enough), None)


def _is_status(text: str) -> bool:
    return _STATUS.fullmatch(text.strip()) is not None


def _is_objective(text: str) -> bool:
    label = references.label(text)
    return label is not None and label.kind == "objective"


def is_date(text: str) -> bool:
    """Whether a text says when, as cells of timescales do."""
    return len(text.split()) <= 8 and _DATE.search(text) is not None


def _distinct(leaves: Mapping[int, str]) -> dict[int, str]:
    """Headings as printed, "column 3" where blank, " (2)" added to a repeat."""
    seen: Counter[str] = Counter()
    distinct = {}
    for column, leaf in leaves.items():
        name = leaf or f"column {column}"
        seen[name] += 1
        distinct[column] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return distinct
