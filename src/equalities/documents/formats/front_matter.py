"""YAML in Markdown: the lists of a front matter as tables, its texts as lines."""

from collections.abc import Iterator, Sequence

import yaml

from equalities.documents.blocks import Cell, Paragraph, Source, Table

_FENCE = "---"

Record = list[tuple[str, yaml.Node]]  # the keys and values of a mapping, in order


def split(lines: Sequence[str]) -> int:
    """How many lines the front matter takes, its fences included; 0 where there is none that holds a list."""
    if not lines or lines[0].strip() != _FENCE:
        return 0
    end = next((place for place, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE), len(lines))
    matter = _records(lines[:end])
    return min(end + 1, len(lines)) if any(_is_list(value) for _, value in matter) else 0


def blocks(lines: Sequence[str], name: str) -> Iterator[Paragraph | Table]:
    """The front matter in these lines: a heading for its title, a line for each other text, a table for each
    list of mappings. A list inside a mapping makes a row of each of its entries, which share the rest."""
    tables = 0
    for key, value in _records(lines):
        source = Source(name, line=value.start_mark.line + 1)
        if _is_list(value):
            tables += 1
            records = [_record(entry) for entry in value.value]
            yield _table(records, Source(name, table=tables, line=source.line))
            yield from _nameless(records, name)
        elif text := _text(value):
            yield Paragraph(text, source, level=1 if key == "title" else None)


def _records(lines: Sequence[str]) -> Record:
    """The top of the front matter; nothing where it is not YAML. YAML forbids the tabs that people put
    before comments."""
    matter = "\n".join(["", *(line for line in lines[1:] if line.strip() != _FENCE)])
    try:
        node = yaml.compose(matter.replace("\t", " "), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return []
    return _record(node) if isinstance(node, yaml.MappingNode) else []


def _record(node: yaml.Node) -> Record:
    if not isinstance(node, yaml.MappingNode):
        return [("", node)]
    return [(_text(key), value) for key, value in node.value]


def _is_list(node: yaml.Node) -> bool:
    """Whether a value is a list of mappings."""
    return isinstance(node, yaml.SequenceNode) and any(
        isinstance(each, yaml.MappingNode) for each in node.value
    )


def _table(records: Sequence[Record], place: Source) -> Table:
    inner = _longest_list(records)
    head: dict[tuple[bool, str], int] = {}
    rows: list[dict[tuple[bool, str], tuple[yaml.Node, int]]] = []
    for record in records:
        entries = [entry for entry in _inner(record, inner) if _text(entry[0][1])] or [[]]
        outer = {(False, key): value for key, value in record if key != inner}
        for number, entry in enumerate(entries):
            row = {(True, key): (value, 1) for key, value in entry}
            row |= {key: (value, len(entries)) for key, value in outer.items()} if number == 0 else {}
            rows.append(row)
        for key in [*((True, key) for entry in entries for key, _ in entry), *outer]:
            head.setdefault(key, record[0][1].start_mark.line + 1)
    order = sorted(head, key=lambda key: not key[0])  # what each entry says, then what they share
    return Table((_head(order, head, place), *_rows(rows, order, place)), place)


def _inner(record: Record, key: str | None) -> list[Record]:
    """The entries of a record's inner list."""
    return list(
        filter(None, (_record(each) for name, value in record if name == key for each in value.value))
    )


def _nameless(records: Sequence[Record], name: str) -> Iterator[Paragraph]:
    """What stands in entries that leave out what they are about: a row of it would go on from the one above."""
    inner = _longest_list(records)
    for entry in (each for record in records for each in _inner(record, inner)):
        if not _text(entry[0][1]):
            yield from (
                Paragraph(f"{key}: {text}", Source(name, line=value.start_mark.line + 1), is_item=True)
                for key, value in entry
                if (text := _text(value))
            )


def _longest_list(records: Sequence[Record]) -> str | None:
    """The key of the inner list that holds most: its entries are the rows."""
    sizes: dict[str, int] = {}
    for key, value in (pair for record in records for pair in record):
        if _is_list(value):
            sizes[key] = sizes.get(key, 0) + sum(len(_record(each)) for each in value.value)
    return max(sizes, key=lambda key: sizes[key], default=None)


def _head(
    order: Sequence[tuple[bool, str]], lines: dict[tuple[bool, str], int], place: Source
) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            key[1], Source(place.file, table=place.table, row=1, column=column, line=lines[key]), is_head=True
        )
        for column, key in enumerate(order, start=1)
    )


def _rows(
    rows: Sequence[dict[tuple[bool, str], tuple[yaml.Node, int]]],
    order: Sequence[tuple[bool, str]],
    place: Source,
) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(rows, start=2):
        yield tuple(
            _cell(row[key][0], Source(place.file, table=place.table, row=number, column=column), row[key][1])
            for column, key in enumerate(order, start=1)
            if key in row
        )


def _cell(node: yaml.Node, place: Source, height: int) -> Cell:
    source = Source(place.file, None, None, place.table, place.row, place.column, node.start_mark.line + 1)
    items = tuple(filter(None, map(_text, node.value))) if isinstance(node, yaml.SequenceNode) else ()
    return Cell(_text(node), source, items, row_span=height)


def _text(node: yaml.Node) -> str:
    """The text of a value as written; the entries of a list on lines of their own."""
    if isinstance(node, yaml.SequenceNode):
        return "\n".join(filter(None, map(_text, node.value)))
    if isinstance(node, yaml.MappingNode):
        return ", ".join(filter(None, (_text(value) for _, value in node.value)))
    return str(node.value).strip()
