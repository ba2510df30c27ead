"""A web page with accessible tables: a caption, a scope on each heading, no layout by table."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import BinaryIO

from equalities.documents.blocks import Pages
from equalities.documents.writers.layout import (
    ExportTable,
    Grid,
    Layout,
    Line,
    Piece,
    layout_of,
    open_for_writing,
)

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: Arial, Helvetica, sans-serif; line-height: 1.5; margin: 1rem; }}
main > p, main > ul {{ max-width: 46rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; }}
@page {{ size: A4 landscape; }}
@media print {{ .scroll {{ overflow: visible; }} tr {{ break-inside: avoid; }} }}
th, td {{ border: 1px solid #505a5f; padding: 0.4rem; text-align: left; vertical-align: top; }}
</style>
</head>
<body>
<main>
{blocks}
</main>
</body>
</html>
"""


def write_html(content: ExportTable | Pages, out: Path | BinaryIO) -> None:
    """Write a table or a document as one page that needs nothing else: no script, no address, no picture."""
    layout = layout_of(content)
    blocks = "\n".join(_blocks(layout))
    open_for_writing(out, PAGE.format(title=escape(layout.title or "Plan"), blocks=blocks).encode())


def _blocks(layout: Layout) -> Iterator[str]:
    in_list = False
    for block in layout.blocks:
        is_item = isinstance(block, Line) and block.is_item
        if is_item != in_list:
            yield "<ul>" if is_item else "</ul>"
        in_list = is_item
        yield from _table(block, layout.title) if isinstance(block, Grid) else [_line(block)]
    if in_list:
        yield "</ul>"


def _line(line: Line) -> str:
    tag = "li" if line.is_item else "p" if line.level is None else f"h{min(line.level, 6)}"
    return f"<{tag}>{_escaped(line.text)}</{tag}>"


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _table(grid: Grid, title: str) -> Iterator[str]:
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1, axe scrollable-region-focusable).
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(title or "Table")}">'
    yield "<table>"
    for at, row in enumerate(grid.rows):
        if at == 0 and grid.heads:
            yield "<thead>"
        yield "<tr hidden>" if at in grid.hidden_rows else "<tr>"
        for piece in row:
            yield _cell(piece, is_head=at < grid.heads, is_hidden=piece.column in grid.hidden_columns)
        yield "</tr>"
        if at + 1 == grid.heads:
            yield "</thead>"
    yield "</table>"
    yield "</div>"


def _cell(piece: Piece, *, is_head: bool, is_hidden: bool) -> str:
    spans = "".join(
        f' {name}="{span}"'
        for name, span in (("colspan", piece.column_span), ("rowspan", piece.row_span))
        if span > 1
    )
    tag, scope = ("th", ' scope="col"') if is_head else ("td", "")
    hidden = " hidden" if is_hidden else ""
    return f"<{tag}{scope}{spans}{hidden}>{_content(piece)}</{tag}>"


def _content(piece: Piece) -> str:
    """The lines of a cell; those that follow one another as entries are one list."""
    content, in_list, first = "", False, True
    for line, is_item in piece.lines():
        if is_item != in_list:
            content += "<ul>" if is_item else "</ul>"
        elif not (is_item or first):
            content += "<br>"
        runs = "".join(f"<u>{escape(run)}</u>" if under else escape(run) for run, under in piece.runs(line))
        content += f"<li>{runs}</li>" if is_item else runs
        in_list, first = is_item, False
    return content + ("</ul>" if in_list else "")
