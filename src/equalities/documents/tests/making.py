"""Blocks made by hand, as the readers of files make them."""

from equalities.documents.blocks import Cell, Pages, Paragraph, Source, Table


def paragraph(text, line=1, **more):
    return Paragraph(text, Source("made.docx", line=line), **more)


def table(rows, number=1, **head):
    """A table from rows of texts, cells' arguments as dictionaries, or None for a place that a merged cell covers."""
    return Table(
        tuple(
            tuple(
                cell(value, Source("made.docx", table=number, row=row, column=column))
                for column, value in enumerate(values, start=1)
                if value is not None
            )
            for row, values in enumerate(rows, start=1)
        ),
        Source("made.docx", table=number),
    )


def cell(value, source):
    more = value if isinstance(value, dict) else {"text": value}
    return Cell(source=source, **more)


def wide(text, columns):
    """A merged cell over the columns of a row, with the places it covers left out."""
    return [{"text": text, "column_span": columns}, *[None] * (columns - 1)]


def pages(*blocks):
    return Pages(tuple(blocks))
