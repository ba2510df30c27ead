"""Tables that came as text one cell a line, put together where the order of the lines leaves nothing to guess."""

from collections.abc import Sequence

from equalities.documents import references, vocabulary
from equalities.documents.blocks import Cell, Paragraph, Table
from equalities.documents.columns import is_date
from equalities.documents.entries import is_unfinished
from equalities.documents.lines import is_furniture
from equalities.saying import to_say
from equalities.timescales import read

PUT_TOGETHER = to_say(
    "The borders of this table's cells are lost; its rows were put together by the order of the lines: see that each "
    "cell stands under its own heading"
)

_WHEN = frozenset({"timescale", "start", "finished"})
_WHAT = frozenset({"action", "objective", "measure"})
_FEWEST_ROWS = 2
_FEWEST_WORDS = 3  # of what is to be done
_MOST_WORDS = 10  # of who leads
_NOT_WHEN = frozenset({"not-a-date", "invalid"})

Blocks = Sequence[Paragraph | Table]


def blocks(found: Blocks) -> tuple[Blocks, list[Cell]]:
    """The blocks of a document that has no table, with the lines of one as a table, and the first cell of each of its
    rows. Rows follow one another, or columns do; every row must have a date where its heading says, or a number, and
    no line may be left over that could be a cell. Otherwise the blocks as they are."""
    lines = [block for block in found if isinstance(block, Paragraph)]
    if len(lines) < len(found):
        return found, []
    names = [vocabulary.is_heading(line.text) for line in lines]
    start = next((at for at, name in enumerate(names) if name in _WHAT | _WHEN | {"ref"}), len(lines))
    rows = _by_rows(lines, names, start) or _by_columns(lines, names, start)
    taken = {line for row in rows for line in row}
    rest = [line for line in lines[start:] if line not in taken]
    may_be_cells = any(is_date(line.text) and not is_furniture(line.text) for line in rest)
    if sum(map(_is_row, rows)) <= _FEWEST_ROWS or may_be_cells:
        return found, []
    head = {line.text for line in rows[0]}
    table = Table(tuple(_cells(row, len(rows[0])) for row in rows), rows[0][0].source)
    firsts = [cells[0] for cells in table.rows if len(cells) > 1 and cells[0].text not in head]
    return (*lines[:start], table, *rest), firsts


def _is_row(row: Sequence[Paragraph]) -> bool:
    return len(row) > 1


def _cells(row: Sequence[Paragraph], width: int) -> tuple[Cell, ...]:
    span = width if len(row) == 1 else 1
    return tuple(Cell(line.text, line.source, column_span=span) for line in row)


def _by_rows(
    lines: Sequence[Paragraph], names: Sequence[str | None], start: int
) -> list[Sequence[Paragraph]]:
    """Rows one after another: the head, which may come again, titles with a label, and lines as many as the head."""
    fields = _head(names[start:])
    if not fields:
        return []
    rows, at, width = [lines[start : start + len(fields)]], start + len(fields), len(fields)
    while at < len(lines):
        row = lines[at : at + width]
        if [line.text for line in row] == [line.text for line in rows[0]] or _is_whole(row, fields):
            rows.append(row)
            at += width
        elif references.label(lines[at].text):
            rows.append(lines[at : at + 1])
            at += 1
        else:
            break
    return rows


def _head(names: Sequence[str | None]) -> list[str]:
    """The fields of the headings that follow one another, if they say what is done and when, or number it."""
    fields: list[str] = []
    for name in names:
        if name is None or name in fields:
            break
        fields.append(name)
    tells = _WHEN.intersection(fields) or "ref" in fields
    return fields if tells and _WHAT.intersection(fields) else []


def _by_columns(
    lines: Sequence[Paragraph], names: Sequence[str | None], start: int
) -> list[Sequence[Paragraph]]:
    """Columns one after another, each a heading and as many lines under it as under the others."""
    second = next((at for at in range(start + 1, len(lines)) if names[at]), len(lines))
    size = second - start
    fields = _head(names[start::size]) if size > 1 else []
    columns = [lines[start + at * size : start + (at + 1) * size] for at in range(len(fields))]
    if not fields or len(columns[-1]) < size:
        return []
    rows = list(zip(*columns, strict=True))
    return [*rows] if all(_is_whole(row, fields) for row in rows[1:]) else []


def _is_whole(row: Sequence[Paragraph], fields: Sequence[str]) -> bool:
    """Whether each line is what its heading says, as far as can be told."""
    return len(row) == len(fields) and all(map(_fits, (line.text for line in row), fields))


def _fits(text: str, field: str) -> bool:
    if field in _WHEN:
        return read(text).kind not in _NOT_WHEN
    if field == "ref":
        return references.is_reference(text)
    if text[0].islower():
        return False
    if field == "lead":
        return not (is_date(text) or vocabulary.is_heading(text)) and len(text.split()) <= _MOST_WORDS
    return field not in _WHAT or (len(text.split()) >= _FEWEST_WORDS and not is_unfinished(text, ""))
